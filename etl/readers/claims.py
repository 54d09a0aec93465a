"""Claims coded by hand from documents; see the code book in datasets/README.md."""

import pandas as pd

from etl.readers.csvfile import read_table
from etl.schema import FILES
from etl.sources import Source, SourceFile


def read(data: bytes, where: str, source: Source, file: SourceFile) -> pd.DataFrame:
    return read_table(data, where, FILES["claims"]).assign(source_id=source.id)
