"""Describe one event by its claims: who asserts it, who denies it, and a headline."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboard.data.records import Claim
from dashboard.data.view import View
from dashboard.evidence.claim_index import (
    answered,
    answering,
    claim_index,
    direction,
    event_label,
    is_delivery,
    may_share,
    named,
    origins,
    step,
)
from dashboard.evidence.counting import CountedEvent, counted_events, shown_as
from dashboard.text.findings import view_way
from dashboard.text.forms.arguments import Argument, Choice, Day, Listed, Small
from dashboard.text.sentence import Role, Sentence, Text, say, words
from etl.contracts.vocabulary import ARMS


@dataclass(frozen=True, eq=False)
class EventView:
    """One event under a view; `claims` are ordered by the day the claimant spoke."""

    view: View
    id: str
    claims: tuple[Claim, ...]

    @property
    def label(self) -> str:
        """Name of the event; on a day before its first claim, only that there was none: the name was given later."""
        known = self.view.selection.known_on
        if known and not self.claims:
            return words("events.unspoken", day=Day(known))
        return event_label(self.view.package, self.id)

    @property
    def asserted(self) -> list[Claim]:
        return [c for c in self.claims if c.stance == "asserts"]

    @property
    def arrived(self) -> list[Claim]:
        """Claims that arms were delivered."""
        return [c for c in self.claims if is_delivery(c)]

    @cached_property
    def counted(self) -> list[CountedEvent]:
        return counted_events(self.view, self.id)

    @property
    def denials(self) -> list[Claim]:
        """Denials of this event: its own, and those of other events that answer one of its claims."""
        return self._answers("denies")

    @property
    def corrections(self) -> list[Claim]:
        return self._answers("qualifies")

    def _answers(self, stance: str) -> list[Claim]:
        by_id = {c.claim_id: c for c in self.claims if c.stance == stance}
        for claim in self.claims:
            by_id |= {o.claim_id: o for o in answering(self.view.package, claim) if o.stance == stance}
        return list(by_id.values())

    def named(self, claims: Sequence[Claim]) -> dict[str, Argument]:
        """Return the origins of claims, their number and names, as arguments of sentences."""
        return {**count_origins(claims), "by": named(self.view.package, claims)}


def find_event(view: View, event_id: str) -> EventView:
    """Return an event with the claims that the view's package knows. Raises KeyError for an unknown id."""
    known = claim_index(view.package)
    if event_id not in known.events and event_id not in known.by_event:
        raise KeyError(event_id)
    return EventView(view, event_id, known.by_event.get(event_id, ()))


def count_origins(claims: Sequence[Claim]) -> dict[str, Argument]:
    """Return the number of independent origins of claims, as arguments of sentences."""
    n = len(origins(claims))
    return {"n": n, "word": Small(n)}


def as_known(view: View) -> Text:
    """Return the earlier day of a view as a sentence; empty for today."""
    known = view.selection.known_on
    return (say("events.as-known", day=Day(known)),) if known else ()


def headline(event: EventView) -> Text:
    """Return what is claimed, by how many independent origins, and who denies it, in up to three sentences."""
    if not event.claims:
        id = "events.none-yet" if event.view.selection.known_on else "events.none"
        return (say(id, Role.FINDING),)
    return (_assertion(event), *_denied_by(event))


def _assertion(event: EventView) -> Sentence:
    arms = [c for c in event.asserted if c.category in ARMS]
    arrived = event.arrived
    ordered = [c for c in arms if c.status == "ordered"]
    planned = [c for c in arms if c.status in ("discussed", "prospective")]
    denied = Choice("yes" if event.denials else "no")
    if arrived:
        said = _direction(event, arrived) | {"shown": shown_as(event.view, event.counted), "denied": denied}
        return say("events.delivered", Role.FINDING, **count_origins(arrived), **said)
    if ordered:
        return say("events.ordered", Role.FINDING, **count_origins(ordered), denied=denied)
    if planned:
        return say("events.planned", Role.FINDING, **count_origins(planned), denied=denied)
    claims = event.asserted or event.claims
    counts = count_origins(claims) | {"claims": len(claims), "claims_word": Small(len(claims))}
    if event.asserted:
        steps = Listed(tuple(dict.fromkeys(step(c).name for c in claims)))
        return say("events.other-steps", Role.FINDING, **counts, steps=steps, denied=denied)
    only_context = all(c.stance == "context" for c in claims)
    return say("events.only-context" if only_context else "events.only-answers", Role.FINDING, **counts)


def _direction(event: EventView, claims: Sequence[Claim]) -> dict[str, Argument]:
    """Return the direction of claims where they have one and the same, as arguments."""
    ways = {direction(event.view, c) for c in claims}
    way = ways.pop() if len(ways) == 1 else None
    return {"one_way": Choice("yes"), "way": view_way(event.view, way)} if way else {"one_way": Choice("no")}


def _denied_by(event: EventView) -> Text:
    """Name who denies the event, and the origins that both assert and deny it."""
    if not event.denials:
        return ()
    both = [c for c in event.denials if c.origin in origins(event.arrived)]
    said_both = (say("events.said-both", Role.FINDING, **event.named(both)),) if both else ()
    return say("events.denied-by", Role.FINDING, **event.named(event.denials)), *said_both


def ordered_too(event: EventView) -> Text:
    """Return the origins that claim an order only, where others claim a delivery; else an empty text."""
    came_by = origins(event.arrived)
    orders = [c for c in event.asserted if c.category in ARMS and c.status == "ordered" and c.origin not in came_by]
    return (say("events.ordered-too", Role.FINDING, **event.named(orders)),) if came_by and orders else ()


def sharing(event: EventView) -> Text:
    """Return which of the origins that assert the event may rest on one intelligence; empty where none do."""
    pairs = may_share(event.view.package, origins(event.asserted))
    return tuple(say("events.may-share", Role.CAVEAT, by=pair) for pair in pairs)


def narrowed(event: EventView) -> Text:
    """Return who narrows or disputes what is asserted; empty where nobody does."""
    asserted_ids = {c.claim_id for c in event.asserted}
    corrections = [c for c in event.corrections if asserted_ids & {a.claim_id for a in answered(event.view.package, c)}]
    return (say("events.narrowed", Role.CAVEAT, **event.named(corrections)),) if corrections else ()
