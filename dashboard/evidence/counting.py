"""Find out which claims count in the series of documented transfers under a view, and why the others do not."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.data.flows import documented_events
from dashboard.data.records import Claim
from dashboard.data.view import View
from dashboard.evidence.claim_index import claim_index, direction, origins, step
from dashboard.text.forms.arguments import Argument, Choice, Name, Period, Small
from dashboard.text.sentence import Sentence, say
from dashboard.text.wording.claim_words import category_in_words
from etl.contracts.vocabulary import ARMS, COUNTING

# The message of a claim that does not count.
LEFT_OUT = "counting.out"


@dataclass(frozen=True)
class CountedEvent:
    """One event in one direction of the series: the days its vote is shared over, and the claims it counts by."""

    direction: str
    years: tuple[int, ...]
    period: Period
    claims: tuple[Claim, ...]


def counted_events(view: View, event: str) -> list[CountedEvent]:
    """Return how an event counts in any year on record, by the credibility and origins of the view."""
    s, known = view.selection, claim_index(view.package).by_id
    return [
        CountedEvent(
            e.direction,
            tuple(year for year, share in e.by_year().items() if share > 0),
            Period(e.first_day, e.last_day, "period"),
            tuple(known[id] for id in e.claims),
        )
        for e in documented_events(view.package, s.dyad, s.credibility, s.origins)
        if e.id == event
    ]


def package_of(view: View, event: str) -> str:
    """Return the event whose package this one is a part of, where that counts in its place; else an empty text."""
    events = view.package.tables["events"]
    if "part_of" not in events:
        return ""
    whole = events[events.event_id == event].part_of.dropna()
    return str(whole.iloc[0]) if len(whole) and counted_events(view, str(whole.iloc[0])) else ""


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
        reason = {"reason": Choice("part" if package_of(view, claim.event_id) else "year")}
        if len(origins(eligible)) < view.selection.origins:
            reason = {"reason": Choice("origins"), "least": Small(view.selection.origins)}
    if reason or counted is None:
        return say(LEFT_OUT, **reason)
    if set(counted.years) & {*view.selection.years}:
        return say("counting.in")
    return say("counting.in-other-years", when=counted.period)


def shown_as(view: View, found: Sequence[CountedEvent]) -> Choice:
    """Return whether an event counts `inside` the years shown, `outside` them or, although claimed, as `nothing`."""
    inside = any(set(f.years) & {*view.selection.years} for f in found)
    return Choice("inside" if inside else "outside" if found else "nothing")
