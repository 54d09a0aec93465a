"""Read the monthly sums of air-defence bulletins. They record the use of drones and never count as supply."""

import pandas as pd

from etl.contracts.declarations import Source, SourceFile
from etl.contracts.source_files import FILES
from etl.sources.csv_file import read_table


def read(data: bytes, where: str, source: Source, file: SourceFile) -> pd.DataFrame:
    """Return one row per month, indexed by line number. Raises DataError naming every offending row."""
    frame = read_table(data, where, FILES["launches"])
    return frame.assign(row_id=f"{source.id}/" + frame.month, source_id=source.id)
