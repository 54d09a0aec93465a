"""SIPRI's register by delivery year, as its site exports it (lines before the header are skipped)."""

import pandas as pd

from etl.contracts.declarations import Source, SourceFile
from etl.contracts.source_files import FILES
from etl.sources.csv_file import read_table

_YES = {"Yes": True, "No": False}


def read(data: bytes, where: str, source: Source, file: SourceFile) -> pd.DataFrame:
    """One row per order and delivery year; `tiv` in million TIV, `delivered` in units.

    Where SIPRI marks a number as an estimate it gives no bounds, so low and high stay missing.
    """
    raw = read_table(data, where, FILES["deliveries"], header="SIPRI AT Database ID")
    sure = raw["Numbers delivered is estimate"] != "Yes"
    bound = raw["Numbers delivered"].where(sure)
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
            "delivered_low": bound,
            "delivered": raw["Numbers delivered"],
            "delivered_high": bound,
            "delivery_year": raw["Delivery year"],
            "delivery_year_estimated": raw["Delivery year is estimate"].map(_YES).astype("boolean"),
            "condition": raw["Status"],
            "local_production": raw["Local production"] == "Yes",
            "tiv_unit": raw["TIV deal unit"],
            "tiv": raw["TIV delivery values"],
        }
    )
    key = frame.register_id + "/" + frame.delivery_year.astype(str)
    nth = key.groupby(key).cumcount()
    row_id = f"{source.id}/" + key + nth.map(lambda n: f"/{n + 1}" if n else "")
    return frame.assign(row_id=row_id, source_id=source.id, release=source.release)
