"""The bibliography of the documents that claims were read in."""

import pandas as pd

from etl.contracts.declarations import Source, SourceFile
from etl.contracts.source_files import FILES
from etl.sources.csv_file import read_table


def read(data: bytes, where: str, source: Source, file: SourceFile) -> pd.DataFrame:
    return read_table(data, where, FILES["documents"]).assign(source_id=source.id)
