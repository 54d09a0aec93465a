"""Find the readers: one file a format, named as the format is. A new file with a `read` joins by itself."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

import pandas as pd

from etl import readers as folder
from etl.contracts.declarations import Source, SourceFile
from etl.contracts.discovery import members

# `read(data, where, source, file)` returns a frame indexed by line number, names still as the source writes them, in
# the columns of the built table. It raises DataError.
Reader = Callable[[bytes, str, Source, SourceFile], pd.DataFrame]


@cache
def readers() -> Mapping[str, Reader]:
    """Return format → reader, by name."""
    return MappingProxyType(members(folder, "read"))
