"""Yearly totals of a register between two parties, with the locally produced part where it tells."""

import pandas as pd

from etl.contracts.declarations import Source, SourceFile
from etl.contracts.source_files import FILES
from etl.sources.csv_file import read_table


def read(data: bytes, where: str, source: Source, file: SourceFile) -> pd.DataFrame:
    """`tiv_low ≤ tiv ≤ tiv_high` in million TIV. In a rounded table n stands for n ± 0.5, and 0 for 0 to 0.5
    with the centre 0.25 (SIPRI's note to its tables); elsewhere the three are equal."""
    raw = read_table(data, where, FILES["totals"])
    half = 0.5 if file.rounded else 0.0
    below = file.rounded & (raw.tiv == 0)
    return raw.assign(
        tiv_low=(raw.tiv - half).clip(lower=0),
        tiv_high=raw.tiv + half,
        tiv=raw.tiv.mask(below, 0.25),
        source_id=source.id,
        release=source.release,
    )
