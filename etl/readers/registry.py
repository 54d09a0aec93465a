"""Find the readers: one module per format, named after it. A new module with a function `read` is found by itself."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

import pandas as pd

from etl import readers as folder
from etl.contracts.declarations import Source, SourceFile
from etl.contracts.discovery import members

# `read(data, where, source, file)` returns the columns of the built table, indexed by line number. Countries and
# categories are still named as the source names them. It raises DataError.
Reader = Callable[[bytes, str, Source, SourceFile], pd.DataFrame]


@cache
def readers() -> Mapping[str, Reader]:
    """Return format → reader, sorted by format."""
    return MappingProxyType(members(folder, "read"))
