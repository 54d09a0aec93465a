"""Read a register of orders: what was ordered and what was delivered. Free-text comments are dropped."""

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
    """Return one row per order, indexed by line number; `ordered` and `delivered` in items, `tiv_*` in million TIV.

    `contracted` is the number in the contract where the register counts fewer items as ordered; a file may leave the
    column out. Raises DataError naming every offending row.
    """
    contract = FILES["orders"]
    if b"contracted" not in data[: data.find(b"\n")]:
        contract = contract.remove_columns(["contracted"])
    raw = read_table(data, where, contract)
    flags = {c: raw[c].map(_YES).astype("boolean") for c in raw if c.endswith("_estimated")}
    return raw.assign(
        **flags,
        local_production=raw.local_production == "Yes",
        contracted=raw.contracted if "contracted" in raw else float("nan"),
        row_id=[f"{source.id}/order-{n}" for n in range(1, len(raw) + 1)],
        source_id=source.id,
        release=source.release,
        first_year=pd.to_numeric(raw.delivery_years.str[:4]).astype("Int64"),
        last_year=pd.to_numeric(raw.delivery_years.str[-4:]).astype("Int64"),
        status=[_status(o, d) for o, d in zip(raw.ordered, raw.delivered, strict=True)],
    )
