"""The bibliography of the documents that claims were read in."""

import pandas as pd

from etl.readers.csvfile import read_table
from etl.schema import FILES
from etl.sources import Source, SourceFile


def read(data: bytes, where: str, source: Source, file: SourceFile) -> pd.DataFrame:
    return read_table(data, where, FILES["documents"]).assign(source_id=source.id)
