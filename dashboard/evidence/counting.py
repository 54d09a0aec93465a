"""What of an event counts in the series of documented events under a view, read from the series itself, and why the rest does not."""

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
    """One event in one direction of the series: the year it counts in, and the claims by which it does."""

    direction: str
    year: int
    claims: tuple[Any, ...]

    @property
    def by(self) -> str:
        """What puts it in its year: a day that some claim names, or the first of a span of days."""
        first = min(c.start for c in self.claims)
        named = any(c.start == first and c.precision == "day" for c in self.claims)
        return (
            f"{'its first documented day' if named else 'the earliest day its claims leave open'}, {dates.day(first)}"
        )


def counted_events(view: View, event: str) -> list[CountedEvent]:
    """How an event counts, in any year on record: the basis of `documented` under the view's grade and origins."""
    years = view.package.years(view.selection.dyad)
    series = view.with_selection(measure="documented", from_year=years[0], to_year=years[-1]).flows.flow
    known, found = claim_index(view.package).by_id, []
    for way in DIRECTIONS:
        for year, basis in series[way].basis.items():
            mine = tuple(c for i in basis.split() if (c := known[i]).event_id == event)
            if mine:
                found.append(CountedEvent(way, int(year), mine))
    return found


def why_not_counted(view: View, claim: Any) -> str:
    """Why a claim alone cannot count, whatever else is said of its event; empty where it can."""
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
    """Whether a claim counts in the series `documented` under the view, and why not. `found`: how its event counts."""
    reason = why_not_counted(view, claim)
    mine = next((f for f in found if claim.claim_id in {c.claim_id for c in f.claims}), None)
    if not reason and mine is None:
        way = direction(view, claim)
        able = [
            c
            for c in claim_index(view.package).by_event[claim.event_id]
            if not why_not_counted(view, c) and direction(view, c) == way
        ]
        few = len(origins(able)) < view.selection.origins
        reason = (
            f"fewer than {numbers.count_in_words(view.selection.origins)} independent origins stand behind the claims that may count"
            if few
            else "no source covers its year"
        )
    if reason or mine is None:
        return f"Does not count: {reason}."
    return (
        "Counts in the series."
        if mine.year in view.selection.years
        else f"Counts in the series, with an event of {mine.year}, outside the years shown."
    )


def nothing_came(view: View, claims: Sequence[Any], found: Sequence[CountedEvent]) -> str:
    """How a sentence on claims of a delivery begins where none of them counts under the view; empty where one does."""
    if not any(map(is_delivery, claims)) or any(f.year in view.selection.years for f in found):
        return ""
    return "Outside the years shown: " if found else "Nothing counts as delivered: "
