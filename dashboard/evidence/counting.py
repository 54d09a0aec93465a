"""Find out which claims count in the series of documented events under a view, and why the others do not.

The answer is read from the series itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.data.view import View
from dashboard.evidence.claim_index import claim_index, direction, is_delivery, origins, status
from dashboard.text import dates, numbers
from etl.contracts.vocabulary import ARMS, COUNTING, DIRECTIONS


@dataclass(frozen=True)
class CountedEvent:
    """One event in one direction of the series: the year it counts in, and the claims it counts by."""

    direction: str
    year: int
    claims: tuple[Any, ...]

    @property
    def by(self) -> str:
        """Reason for the year: a day that a claim gives, or the first day of a longer period."""
        first = min(c.start for c in self.claims)
        named = any(c.start == first and c.precision == "day" for c in self.claims)
        return (
            f"{'its first documented day' if named else 'the earliest day its claims leave open'}, {dates.day(first)}"
        )


def counted_events(view: View, event: str) -> list[CountedEvent]:
    """Return how an event counts in any year on record, by the credibility and origins of the view."""
    years = view.package.years(view.selection.dyad)
    series = view.with_selection(measure="documented", from_year=years[0], to_year=years[-1]).flows.flow
    known, counted = claim_index(view.package).by_id, []
    for way in DIRECTIONS:
        for year, basis in series[way].basis.items():
            claims_of_event = tuple(c for i in basis.split() if (c := known[i]).event_id == event)
            if claims_of_event:
                counted.append(CountedEvent(way, int(year), claims_of_event))
    return counted


def why_not_counted(view: View, claim: Any) -> str:
    """Return why a claim cannot count, whatever else is claimed of its event; empty where it can."""
    if claim.stance != "asserts":
        return {"denies": "it is a denial", "qualifies": "it narrows or disputes another claim"}.get(
            claim.stance, "it is context"
        )
    if claim.category not in ARMS:
        return f"it is about {claim.category}, not arms"
    if claim.status not in COUNTING:
        return f"its status is “{status(claim).split(',')[0]}”, no delivery"
    if direction(view, claim) is None:
        return "it is not a flow between the two states"
    if pd.isna(claim.start):
        return "it is undated"
    return (
        f"its grade is worse than {view.selection.credibility}"
        if claim.credibility > view.selection.credibility
        else ""
    )


def counting_note(view: View, claim: Any, found: Sequence[CountedEvent]) -> str:
    """Return whether a claim counts in the series under the view and, if not, why; `found` is how its event counts."""
    reason = why_not_counted(view, claim)
    counted = next((f for f in found if claim.claim_id in {c.claim_id for c in f.claims}), None)
    if not reason and counted is None:
        way = direction(view, claim)
        eligible = [
            c
            for c in claim_index(view.package).by_event[claim.event_id]
            if not why_not_counted(view, c) and direction(view, c) == way
        ]
        too_few_origins = len(origins(eligible)) < view.selection.origins
        reason = (
            f"fewer than {numbers.count_in_words(view.selection.origins)} independent origins stand behind "
            "the claims that may count"
            if too_few_origins
            else "no source covers its year"
        )
    if reason or counted is None:
        return f"Does not count: {reason}."
    return (
        "Counts in the series."
        if counted.year in view.selection.years
        else f"Counts in the series, with an event of {counted.year}, outside the years shown."
    )


def nothing_came(view: View, claims: Sequence[Any], found: Sequence[CountedEvent]) -> str:
    """Return the start of a sentence on claims of a delivery if none counts in the years shown; else an empty text."""
    if not any(map(is_delivery, claims)) or any(f.year in view.selection.years for f in found):
        return ""
    return "Outside the years shown: " if found else "Nothing counts as delivered: "
