"""Read the bibliography of the documents from which claims were coded."""

import pandas as pd

from etl.contracts.declarations import Source, SourceFile
from etl.contracts.source_files import FILES
from etl.sources.csv_file import read_table


def read(data: bytes, where: str, source: Source, file: SourceFile) -> pd.DataFrame:
    """Return one row per document, indexed by line number. Raises DataError naming every offending row."""
    return read_table(data, where, FILES["documents"]).assign(source_id=source.id)
