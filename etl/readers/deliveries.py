"""Read SIPRI's register of deliveries by year, as its site exports it (lines above the header are skipped)."""

import pandas as pd

from etl.contracts.declarations import Source, SourceFile
from etl.contracts.source_files import FILES
from etl.sources.csv_file import read_table

FIRST_COLUMN = "SIPRI AT Database ID"
_YES = {"Yes": True, "No": False}


def read(data: bytes, where: str, source: Source, file: SourceFile) -> pd.DataFrame:
    """Return one row per order and delivery year, indexed by line number; `tiv` in million TIV, `delivered` in items.

    SIPRI gives no bounds for a number that it marks as an estimate, so `delivered_low` and `delivered_high` are
    missing there. Raises DataError naming every offending row.
    """
    raw = read_table(data, where, FILES["deliveries"], header=FIRST_COLUMN)
    exact = raw["Numbers delivered"].where(raw["Numbers delivered is estimate"] != "Yes")
    frame = pd.DataFrame(
        {
            "register_id": raw["SIPRI AT Database ID"],
            "supplier": raw["Supplier"],
            "recipient": raw["Recipient"],
            "designation": raw["Designation"],
            "description": raw["Description"],
            "category": raw["Armament category"],
            "order_year": raw["Order date"],
            "order_year_estimated": raw["Order date is estimate"].map(_YES).astype("boolean"),
            "delivered_low": exact,
            "delivered": raw["Numbers delivered"],
            "delivered_high": exact,
            "delivery_year": raw["Delivery year"],
            "delivery_year_estimated": raw["Delivery year is estimate"].map(_YES).astype("boolean"),
            "condition": raw["Status"],
            "local_production": raw["Local production"] == "Yes",
            "tiv_unit": raw["TIV deal unit"],
            "tiv": raw["TIV delivery values"],
        }
    )
    row_id = f"{source.id}/" + frame.register_id + "/" + frame.delivery_year.astype(str)
    return frame.assign(row_id=row_id, source_id=source.id, release=source.release)
