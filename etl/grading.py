"""The only place where evidence is graded (Admiralty code: claimant A–F, information 1–6).

Claims bring the grades their coder gave; here they are checked against the rule for the top grade,
register rows get theirs, and the words a reader sees are kept.
"""

from __future__ import annotations

import pandas as pd

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
DEFAULT_CREDIBILITY = 3
"""Claims graded this or better are drawn solid and counted by default."""


def grade_register(rows: pd.DataFrame, estimated: list[str]) -> pd.DataFrame:
    """Register rows with grade A1, or A2 where one of the `estimated` columns is true."""
    doubtful = rows[estimated].fillna(False).any(axis=1) if estimated else pd.Series(False, rows.index)
    return rows.assign(reliability="A", credibility=doubtful.map({True: 2, False: 1}).astype("Int64"))


def count_origins(claims: pd.DataFrame) -> pd.Series:
    """For each claim, how many different origins assert its event. Outlets that repeat one origin count once."""
    asserted = claims[claims.stance == "asserts"]
    origins = asserted.groupby("event_id").origin.nunique()
    return claims.event_id.map(origins).fillna(0).astype("Int64")


def in_words(reliability: str, credibility: int) -> str:
    """A grade a student can read: `B2: usually reliable claimant, probably true`."""
    return f"{reliability}{credibility}: claimant {RELIABILITY[reliability]}, information {CREDIBILITY[credibility]}"
