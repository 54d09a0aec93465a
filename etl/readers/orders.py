"""A register by order: what was ordered against what came. Free-text comments are not kept."""

import pandas as pd

from etl.contracts.declarations import Source, SourceFile
from etl.contracts.source_files import FILES
from etl.sources.csv_file import read_table

_YES = {"Yes": True, "No": False}


def _status(ordered: float, delivered: float) -> str:
    if pd.isna(delivered):
        return "ordered"
    if delivered == 0:
        return "nothing delivered"
    return "part delivered" if delivered < ordered else "delivered"


def read(data: bytes, where: str, source: Source, file: SourceFile) -> pd.DataFrame:
    """One row per order. `contracted` is what a contract named where the register counts less; a file may leave it out."""
    contract = FILES["orders"]
    if b"contracted" not in data[: data.find(b"\n")]:
        contract = contract.remove_columns(["contracted"])
    raw = read_table(data, where, contract)
    flags = {c: raw[c].map(_YES).astype("boolean") for c in raw if c.endswith("_estimated")}
    return raw.assign(
        **flags,
        contracted=raw.contracted if "contracted" in raw else float("nan"),
        row_id=[f"{source.id}/order-{n}" for n in range(1, len(raw) + 1)],
        source_id=source.id,
        release=source.release,
        first_year=pd.to_numeric(raw.delivery_years.str[:4]).astype("Int64"),
        last_year=pd.to_numeric(raw.delivery_years.str[-4:]).astype("Int64"),
        status=[_status(o, d) for o, d in zip(raw.ordered, raw.delivered, strict=True)],
    )
