"""The only place where evidence is graded (Admiralty code: claimant A–F, information 1–6).

Claims bring the grades their coder gave; here they are checked against the rule for the top grade,
register rows get theirs, and the words a reader sees are kept.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from etl.contracts.vocabulary import ARMS, COUNTING

RELIABILITY = {
    "A": "reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
CREDIBILITY = {
    1: "confirmed by another origin",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}
# Claims graded this or better are drawn solid and counted by default.
DEFAULT_CREDIBILITY = 3


def grade_register(rows: pd.DataFrame, estimated: list[str]) -> pd.DataFrame:
    """Register rows with grade A1, or A2 where one of the `estimated` columns is true."""
    doubtful = rows[estimated].fillna(False).any(axis=1) if estimated else pd.Series(False, rows.index)
    return rows.assign(reliability="A", credibility=doubtful.map({True: 2, False: 1}).astype("Int64"))


def count_origins(claims: pd.DataFrame) -> pd.Series:
    """For each claim, how many different origins assert its event. Outlets that repeat one origin count once."""
    asserted = claims[claims.stance == "asserts"]
    origins = asserted.groupby("event_id").origin.nunique()
    return claims.event_id.map(origins).fillna(0).astype("Int64")


def unsupported(claims: pd.DataFrame, register: pd.DataFrame, joined: Mapping[str, str]) -> pd.DataFrame:
    """The asserted deliveries graded credibility 1 that nothing else bears out.

    What bears one out: a second origin that asserts the same event the same way as come (reported or confirmed), or
    a delivery row of a register, same flow and category, in a year of the claim's span. Physical evidence and formal
    acts are origins. An open end runs to the year the claimant spoke, and no further than the start where that is
    unknown; an undated claim may be of any year. No register row bears out a claim without supplier or recipient.
    `joined`: predecessor → successor. A package without a register is not asked for its rows.
    """
    flow = ["supplier", "recipient"]
    came = claims[(claims.stance == "asserts") & claims.category.isin(ARMS) & claims.status.isin(COUNTING)]
    came = came.assign(**came[flow].replace(dict(joined)))
    origins = came.groupby(["event_id", *flow], dropna=False).origin.transform("nunique")
    alone = came[(came.credibility == 1) & (origins < 2)]
    if register.empty:
        return alone.iloc[:0]
    rows = register.assign(**register[flow].replace(dict(joined)))
    found = [_in_register(claim, rows) for claim in alone.itertuples()]
    return alone[~pd.Series(found, alone.index, dtype=bool)]


def _in_register(claim: Any, rows: pd.DataFrame) -> bool:
    first = 0 if pd.isna(claim.start) else int(claim.start[:4])
    last = _last_year(claim, first)
    same = (rows.supplier == claim.supplier) & (rows.recipient == claim.recipient) & (rows.category == claim.category)
    return bool((same & rows.delivery_year.between(first, last)).any())


def _last_year(claim: Any, first: int) -> int:
    """The last year a claim may speak of; nobody reports a delivery before it is made."""
    if not pd.isna(claim.end):
        return int(claim.end[:4])
    if not first:
        return 9999
    return first if pd.isna(claim.reported_on) else max(first, int(claim.reported_on[:4]))


def in_words(reliability: str, credibility: int) -> str:
    """A grade a student can read: `B2: usually reliable claimant, probably true`."""
    return f"{reliability}{credibility}: claimant {RELIABILITY[reliability]}, information {CREDIBILITY[credibility]}"
