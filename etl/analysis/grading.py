"""Grade evidence by the Admiralty code: reliability of the claimant A–F, credibility of the information 1–6.

The coder of a claim grades it. This module grades register rows, and finds claims that do not deserve the top grade.
Nothing else in the project grades.
"""

from collections.abc import Mapping

import pandas as pd

from etl.contracts.vocabulary import ARMS, COUNTING

RELIABILITY = tuple("ABCDEF")
CREDIBILITY = tuple(range(1, 7))
# Claims of this credibility or better count, and are drawn solid, by default.
DEFAULT_CREDIBILITY = 3


def grade_register(rows: pd.DataFrame, estimated: list[str]) -> pd.DataFrame:
    """Return the register rows with grade A1, or A2 where one of the `estimated` columns is true."""
    is_estimate = rows[estimated].fillna(False).any(axis=1) if estimated else pd.Series(False, rows.index)
    return rows.assign(reliability="A", credibility=is_estimate.map({True: 2, False: 1}).astype("Int64"))


def count_origins(claims: pd.DataFrame) -> pd.Series:
    """Return for each claim the number of independent origins that assert its event, indexed like `claims`.

    Outlets that repeat one origin share it, so they count once.
    """
    asserted = claims[claims.stance == "asserts"]
    origins = asserted.groupby("event_id").origin.nunique()
    return claims.event_id.map(origins).fillna(0).astype("Int64")


def unsupported(claims: pd.DataFrame, register: pd.DataFrame, joined: Mapping[str, str]) -> pd.DataFrame:
    """Return the asserted deliveries of credibility 1 that neither a second origin nor a register supports.

    A second origin asserts the same event in the same direction as reported or confirmed; physical evidence and formal
    acts are origins. A register row supports a claim of the same flow and category in a year of the claim's span, but
    never one without supplier or recipient. A span without an end runs to the year in which the claimant spoke, or only
    to its start year where that is unknown; an undated claim may be from any year. `joined` maps predecessor states to
    their successors. Returns no rows where the package has no register.
    """
    flow = ["supplier", "recipient"]
    made = claims[(claims.stance == "asserts") & claims.category.isin(ARMS) & claims.status.isin(COUNTING)]
    made = made.assign(**made[flow].replace(dict(joined)))
    origins = made.groupby(["event_id", *flow], dropna=False).origin.transform("nunique")
    single = made[(made.credibility == 1) & (origins < 2)]
    if register.empty:
        return single.iloc[:0]
    rows = register.assign(**register[flow].replace(dict(joined)))
    spans = (
        _years(*(None if pd.isna(day) else str(day) for day in days))
        for days in zip(single.start, single.end, single.reported_on, strict=True)
    )
    kinds = zip(single.supplier, single.recipient, single.category, strict=True)
    supported = [
        ((rows.supplier == supplier) & (rows.recipient == recipient) & (rows.category == category))
        .mul(rows.delivery_year.between(*years))
        .any()
        for (supplier, recipient, category), years in zip(kinds, spans, strict=True)
    ]
    return single[~pd.Series(supported, single.index, dtype=bool)]


def _years(start: str | None, end: str | None, reported_on: str | None) -> tuple[int, int]:
    """Return the first and last year a claim may be about; nobody reports a delivery before it is made."""
    first = int(start[:4]) if start else 0
    if end:
        return first, int(end[:4])
    if not first:
        return first, 9999
    return first, max(first, int(reported_on[:4])) if reported_on else first
