"""Read a register's yearly totals between two parties, with the locally produced part where it is published."""

import pandas as pd

from etl.contracts.declarations import Source, SourceFile
from etl.contracts.source_files import FILES
from etl.sources.csv_file import read_table


def read(data: bytes, where: str, source: Source, file: SourceFile) -> pd.DataFrame:
    """Return one row per supplier, recipient and year with `tiv_low ≤ tiv ≤ tiv_high` in million TIV.

    In a rounded table a printed n means n ± 0.5, and a printed 0 means 0 to 0.5 with the central value 0.25 (SIPRI's
    note to its tables); elsewhere the three are equal. Raises DataError naming every offending row.
    """
    raw = read_table(data, where, FILES["totals"])
    half_unit = 0.5 if file.rounded else 0.0
    below_rounding = file.rounded & (raw.tiv == 0)
    return raw.assign(
        tiv_low=(raw.tiv - half_unit).clip(lower=0),
        tiv_high=raw.tiv + half_unit,
        tiv=raw.tiv.mask(below_rounding, 0.25),
        source_id=source.id,
        release=source.release,
    )
