"""One event as its claims tell it: who asserts it, who denies it, and that in one sentence."""

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
    """One event under a view. `claims` are ordered by the day they were said."""

    view: View
    id: str
    claims: tuple[Any, ...]

    @property
    def label(self) -> str:
        """Its name; on a day before anybody spoke of it that alone, for the name was given later."""
        known = self.view.selection.known_on
        if known and not self.claims:
            return f"An event nobody had spoken of by {dates.day(known)}"
        return event_label(self.view.package, self.id)

    @property
    def asserted(self) -> list[Any]:
        return [c for c in self.claims if c.stance == "asserts"]

    @property
    def arrived(self) -> list[Any]:
        """The claims that arms were delivered."""
        return [c for c in self.claims if is_delivery(c)]

    @cached_property
    def counted(self) -> list[CountedEvent]:
        return counted_events(self.view, self.id)

    @property
    def denials(self) -> list[Any]:
        """Denials of this event: its own, and those made elsewhere that name one of its claims."""
        return self._answers("denies")

    @property
    def corrections(self) -> list[Any]:
        return self._answers("qualifies")

    def _answers(self, stance: str) -> list[Any]:
        found = {c.claim_id: c for c in self.claims if c.stance == stance}
        for claim in self.claims:
            found |= {o.claim_id: o for o in answering(self.view.package, claim) if o.stance == stance}
        return list(found.values())

    def names(self, claims: Sequence[Any]) -> str:
        """The origins of claims, named."""
        return names(self.view.package, claims)


def find_event(view: View, event_id: str) -> Event:
    """An event with the claims that the view's package knows. Raises KeyError where no event has this id."""
    known = claim_index(view.package)
    if event_id not in known.events and event_id not in known.by_event:
        raise KeyError(event_id)
    return Event(view, event_id, known.by_event.get(event_id, ()))


def origins_word(n: int) -> str:
    return f"{numbers.count_in_words(n)} independent origin{'' if n == 1 else 's'}"


def headline(event: Event) -> str:
    """What is claimed, by how many independent origins, denied by whom: computed, in a sentence or two."""
    if not event.claims:
        return (
            "No claim on this event had been reported by that day."
            if event.view.selection.known_on
            else "No claim speaks of this event."
        )
    text = capital(_claimed(event))
    if event.denials:
        return f"{text}. {_against(event)}"
    return f"{text}; nobody here denies it." if event.asserted else f"{text}."


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _claimed(event: Event) -> str:
    arms = [c for c in event.asserted if c.category in ARMS]
    arrived = event.arrived
    ordered = [c for c in arms if c.status == "ordered"]
    planned = [c for c in arms if c.status in ("discussed", "prospective")]
    if arrived:
        return f"{nothing_came(event.view, arrived, event.counted)}{_say(arrived)} that arms were delivered{_way(event, arrived)}"
    if ordered:
        return f"{_say(ordered)} that arms were ordered, none that they came"
    if planned:
        return f"{_say(planned)} that arms were talked about or planned, none that they were ordered or came"
    said = event.asserted or event.claims
    claims = f"{numbers.count_in_words(len(said))} claim{'' if len(said) == 1 else 's'}"
    if event.asserted:
        steps = join_words(list(dict.fromkeys(status(c).split(",")[0] for c in said)))
        return f"{claims} from {origins_word(len(origins(said)))}: {steps}, none of an arms delivery"
    if all(c.stance == "context" for c in said):
        return f"{claims} of context, from {origins_word(len(origins(said)))}"
    return f"no claim stands on its own here: {claims} from {origins_word(len(origins(said)))} answer{'s' if len(said) == 1 else ''} what was said about another event"


def _say(claims: Sequence[Any]) -> str:
    n = len(origins(claims))
    return f"{origins_word(n)} {'says' if n == 1 else 'say'}"


def _way(event: Event, claims: Sequence[Any]) -> str:
    ways = {direction(event.view, c) for c in claims}
    way = ways.pop() if len(ways) == 1 else None
    return f" from {event.view.from_to(way)}" if way else ""


def _against(event: Event) -> str:
    """Who denies it, by origin; those who said both are named."""
    n = len(origins(event.denials))
    text = f"{numbers.count_in_words(n).capitalize()} den{'ies' if n == 1 else 'y'} it: {event.names(event.denials)}."
    both = [c for c in event.denials if c.origin in origins(event.arrived)]
    return f"{text} {capital(event.names(both))} said both." if both else text


def ordered_too(event: Event) -> str:
    """Where some say that arms came: the origins that speak of an order and no more, as a sentence."""
    came_by = origins(event.arrived)
    mine = [c for c in event.asserted if c.category in ARMS and c.status == "ordered" and c.origin not in came_by]
    return (
        f"Said to be ordered, and no more, by {origins_word(len(origins(mine)))}: {event.names(mine)}."
        if came_by and mine
        else ""
    )


def narrowed(event: Event) -> str:
    """Who narrows or disputes what is asserted, as a sentence; empty where nobody does."""
    said = {c.claim_id for c in event.asserted}
    mine = [c for c in event.corrections if said & {a.claim_id for a in answered(event.view.package, c)}]
    return f"Narrowed or disputed by {origins_word(len(origins(mine)))}: {event.names(mine)}." if mine else ""
