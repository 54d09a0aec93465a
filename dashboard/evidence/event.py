"""Describe one event by its claims: who asserts it, who denies it, and a headline."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dashboard.data.view import View
from dashboard.evidence.claim_index import (
    answered,
    answering,
    claim_index,
    direction,
    event_label,
    is_delivery,
    names,
    origins,
    status,
)
from dashboard.evidence.counting import CountedEvent, counted_events, nothing_came
from dashboard.text import dates, numbers
from dashboard.text.sentence import join_words
from etl.contracts.vocabulary import ARMS


@dataclass(frozen=True, eq=False)
class Event:
    """One event under a view; `claims` are ordered by the day the claimant spoke."""

    view: View
    id: str
    claims: tuple[Any, ...]

    @property
    def label(self) -> str:
        """Name of the event; on a day before its first claim, only that there was none: the name was given later."""
        known = self.view.selection.known_on
        if known and not self.claims:
            return f"An event nobody had spoken of by {dates.day(known)}"
        return event_label(self.view.package, self.id)

    @property
    def asserted(self) -> list[Any]:
        return [c for c in self.claims if c.stance == "asserts"]

    @property
    def arrived(self) -> list[Any]:
        """Claims that arms were delivered."""
        return [c for c in self.claims if is_delivery(c)]

    @cached_property
    def counted(self) -> list[CountedEvent]:
        return counted_events(self.view, self.id)

    @property
    def denials(self) -> list[Any]:
        """Denials of this event: its own, and those of other events that answer one of its claims."""
        return self._answers("denies")

    @property
    def corrections(self) -> list[Any]:
        return self._answers("qualifies")

    def _answers(self, stance: str) -> list[Any]:
        by_id = {c.claim_id: c for c in self.claims if c.stance == stance}
        for claim in self.claims:
            by_id |= {o.claim_id: o for o in answering(self.view.package, claim) if o.stance == stance}
        return list(by_id.values())

    def names(self, claims: Sequence[Any]) -> str:
        """Return the origins of claims by name."""
        return names(self.view.package, claims)


def find_event(view: View, event_id: str) -> Event:
    """Return an event with the claims that the view's package knows. Raises KeyError for an unknown id."""
    known = claim_index(view.package)
    if event_id not in known.events and event_id not in known.by_event:
        raise KeyError(event_id)
    return Event(view, event_id, known.by_event.get(event_id, ()))


def origins_word(n: int) -> str:
    return f"{numbers.count_in_words(n)} independent origin{'' if n == 1 else 's'}"


def headline(event: Event) -> str:
    """Return what is claimed, by how many independent origins, and who denies it, in one or two sentences."""
    if not event.claims:
        return (
            "No claim on this event had been reported by that day."
            if event.view.selection.known_on
            else "No claim speaks of this event."
        )
    text = capital(_assertion_in_words(event))
    if event.denials:
        return f"{text}. {_denied_by(event)}"
    return f"{text}; nobody here denies it." if event.asserted else f"{text}."


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _assertion_in_words(event: Event) -> str:
    arms = [c for c in event.asserted if c.category in ARMS]
    arrived = event.arrived
    ordered = [c for c in arms if c.status == "ordered"]
    planned = [c for c in arms if c.status in ("discussed", "prospective")]
    if arrived:
        start, way = nothing_came(event.view, arrived, event.counted), _direction_in_words(event, arrived)
        return f"{start}{_origins_say(arrived)} that arms were delivered{way}"
    if ordered:
        return f"{_origins_say(ordered)} that arms were ordered, none that they came"
    if planned:
        return f"{_origins_say(planned)} that arms were talked about or planned, none that they were ordered or came"
    claims = event.asserted or event.claims
    claim_count = f"{numbers.count_in_words(len(claims))} claim{'' if len(claims) == 1 else 's'}"
    by = origins_word(len(origins(claims)))
    if event.asserted:
        steps = join_words(list(dict.fromkeys(status(c).split(",")[0] for c in claims)))
        return f"{claim_count} from {by}: {steps}, none of an arms delivery"
    if all(c.stance == "context" for c in claims):
        return f"{claim_count} of context, from {by}"
    answer = "answers" if len(claims) == 1 else "answer"
    return f"no claim stands on its own here: {claim_count} from {by} {answer} what was said about another event"


def _origins_say(claims: Sequence[Any]) -> str:
    n = len(origins(claims))
    return f"{origins_word(n)} {'says' if n == 1 else 'say'}"


def _direction_in_words(event: Event, claims: Sequence[Any]) -> str:
    ways = {direction(event.view, c) for c in claims}
    way = ways.pop() if len(ways) == 1 else None
    return f" from {event.view.from_to(way)}" if way else ""


def _denied_by(event: Event) -> str:
    """Name who denies the event, and the origins that both assert and deny it."""
    n = len(origins(event.denials))
    text = f"{numbers.count_in_words(n).capitalize()} den{'ies' if n == 1 else 'y'} it: {event.names(event.denials)}."
    both = [c for c in event.denials if c.origin in origins(event.arrived)]
    return f"{text} {capital(event.names(both))} said both." if both else text


def ordered_too(event: Event) -> str:
    """Return the origins that claim an order only, as a sentence, where others claim a delivery; else an empty text."""
    came_by = origins(event.arrived)
    orders = [c for c in event.asserted if c.category in ARMS and c.status == "ordered" and c.origin not in came_by]
    return (
        f"Said to be ordered, and no more, by {origins_word(len(origins(orders)))}: {event.names(orders)}."
        if came_by and orders
        else ""
    )


def narrowed(event: Event) -> str:
    """Return who narrows or disputes what is asserted, as a sentence; empty where nobody does."""
    asserted_ids = {c.claim_id for c in event.asserted}
    corrections = [c for c in event.corrections if asserted_ids & {a.claim_id for a in answered(event.view.package, c)}]
    return (
        f"Narrowed or disputed by {origins_word(len(origins(corrections)))}: {event.names(corrections)}."
        if corrections
        else ""
    )
