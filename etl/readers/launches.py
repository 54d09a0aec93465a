"""Monthly sums of air-defence bulletins: use, never supply."""

import pandas as pd

from etl.readers.csvfile import read_table
from etl.schema import FILES
from etl.sources import Source, SourceFile


def read(data: bytes, where: str, source: Source, file: SourceFile) -> pd.DataFrame:
    frame = read_table(data, where, FILES["launches"])
    return frame.assign(row_id=f"{source.id}/" + frame.month, source_id=source.id)
