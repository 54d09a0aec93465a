"""Find out which claims count in the series of documented events under a view, and why the others do not.

The answer is read from the series itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.data.records import Claim
from dashboard.data.view import View
from dashboard.evidence.claim_index import claim_index, direction, origins, step
from dashboard.text.claim_words import category_in_words
from dashboard.text.forms.arguments import Argument, Choice, Name, Small, Year
from dashboard.text.sentence import Sentence, say
from etl.contracts.vocabulary import ARMS, COUNTING, DIRECTIONS

# The message of a claim that does not count.
LEFT_OUT = "counting.out"


@dataclass(frozen=True)
class CountedEvent:
    """One event in one direction of the series: the year it counts in, and the claims it counts by."""

    direction: str
    year: int
    claims: tuple[Claim, ...]

    @property
    def first_day(self) -> str:
        """Day that puts the event in its year: one that a claim gives, or the first of a longer period."""
        return min(c.start for c in self.claims if c.start)

    @property
    def day_is_given(self) -> bool:
        return any(c.start == self.first_day and c.precision == "day" for c in self.claims)


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


def why_not_counted(view: View, claim: Claim) -> dict[str, Argument]:
    """Return why a claim cannot count, whatever else is claimed of its event, as arguments; empty where it can."""
    if claim.stance != "asserts":
        return {"reason": Choice(claim.stance)}
    if claim.category not in ARMS:
        return {"reason": Choice("category"), "category": Name(category_in_words(claim.category))}
    if claim.status not in COUNTING:
        return {"reason": Choice("status"), "step": step(claim)}
    if direction(view, claim) is None:
        return {"reason": Choice("parties")}
    if claim.start is None:
        return {"reason": Choice("undated")}
    worst = view.selection.credibility
    return {"reason": Choice("grade"), "grade": worst} if claim.credibility > worst else {}


def counting_note(view: View, claim: Claim, found: Sequence[CountedEvent]) -> Sentence:
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
        reason = {"reason": Choice("year")}
        if len(origins(eligible)) < view.selection.origins:
            reason = {"reason": Choice("origins"), "least": Small(view.selection.origins)}
    if reason or counted is None:
        return say(LEFT_OUT, **reason)
    if counted.year in view.selection.years:
        return say("counting.in")
    return say("counting.in-other-year", year=Year(counted.year))


def shown_as(view: View, found: Sequence[CountedEvent]) -> Choice:
    """Return whether an event counts `inside` the years shown, `outside` them or, although claimed, as `nothing`."""
    inside = any(f.year in view.selection.years for f in found)
    return Choice("inside" if inside else "outside" if found else "nothing")
