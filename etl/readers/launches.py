"""Monthly sums of air-defence bulletins: use, never supply."""

import pandas as pd

from etl.contracts.declarations import Source, SourceFile
from etl.contracts.source_files import FILES
from etl.sources.csv_file import read_table


def read(data: bytes, where: str, source: Source, file: SourceFile) -> pd.DataFrame:
    frame = read_table(data, where, FILES["launches"])
    return frame.assign(row_id=f"{source.id}/" + frame.month, source_id=source.id)
