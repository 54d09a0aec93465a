"""Find the documented transfer events of a pair: which claims make one, over which days, and how likely it is true.

An event is the claims of one `event_id` and direction that may count. Its span runs from the first start to the last
end over its counting claims of the best credibility, unless `events.csv` has a span coded by hand. A day on which
somebody spoke (precision `until`) is an end, not a start. A package counts and its parts (`part_of`) do not; their
numbers are its numbers. All claims on an event are true or false together: it is true with the probability of its best
origin, not a noisy-or, because reports of one event are not independent trials. Denials are shown, not subtracted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from etl.analysis.documented.numbers import NO_NUMBERS, Numbers, numbers_of, surplus
from etl.analysis.series import Pair, Tables, towards
from etl.analysis.votes import Array, Order
from etl.contracts.vocabulary import ARMS, COUNTING, DIRECTIONS, UNTIL

# Probability that a claim of this credibility is true.
OF_CREDIBILITY = {1: 1.00, 2: 0.75, 3: 0.50, 4: 0.25, 5: 0.05}
# Probability by reliability, used only where credibility is 6 (cannot be judged); the two are never multiplied.
OF_RELIABILITY = {"A": 1.00, "B": 0.75, "C": 0.50, "D": 0.25, "E": 0.05, "F": 0.50}
CLIP = (0.05, 0.95)
_CODED = ["part_of", "total_of", "start", "end", "contract", "transit", "types"]


@dataclass(frozen=True)
class Event:
    """One documented transfer: its days (`YYYY-MM-DD`), the chance that it is true, its claims and its numbers.

    `claims` are the ids of the dated claims it counts by. `total_of` are the events whose numbers its running total
    includes. `transit` is true where the goods are those of a third state.
    """

    id: str
    direction: str
    first_day: str
    last_day: str
    p_true: float
    claims: tuple[str, ...]
    numbers: Numbers = NO_NUMBERS
    total_of: tuple[str, ...] = ()
    transit: bool = False

    def shares(self, edges: Sequence[int]) -> Array:
        """Return the share of its days in each of T periods between T + 1 days, counted from 1970-01-01; sum 1 at most."""
        first, last = day_number(self.first_day), day_number(self.last_day) + 1
        bounds = np.clip(np.asarray(edges, float), first, last)
        return np.diff(bounds) / (last - first)

    def by_year(self) -> dict[int, float]:
        """Return year → share of its days."""
        years = range(int(self.first_day[:4]), int(self.last_day[:4]) + 1)
        return dict(zip(years, self.shares(year_edges(years)).tolist(), strict=True))

    def as_order(self) -> Order:
        """Return the event as what has one vote, shared over its years by days."""
        shares = self.by_year()
        return Order(self.id, self.id, tuple(shares), shares=tuple(shares.values()))


def probability(reliability: str, credibility: int) -> float:
    """Return the probability that a claim is true by its Admiralty grade, clipped to 0.05–0.95."""
    p = OF_CREDIBILITY.get(credibility, OF_RELIABILITY[reliability])
    return min(max(p, CLIP[0]), CLIP[1])


def day_number(day: str) -> int:
    """Return a day as days from 1970-01-01."""
    return (date.fromisoformat(day) - date(1970, 1, 1)).days


def year_edges(years: Sequence[int]) -> list[int]:
    """Return the T + 1 days between which T years lie, counted from 1970-01-01."""
    return [day_number(f"{year}-01-01") for year in [*years, years[-1] + 1]]


def may_count(claims: pd.DataFrame, credibility_max: int) -> pd.DataFrame:
    """Return the claims of arms deliveries asserted as reported or confirmed, if credible enough; dated or not."""
    return claims[
        (claims.stance == "asserts")
        & claims.category.isin(ARMS)
        & claims.status.isin(COUNTING)
        & (claims.credibility <= credibility_max)
    ]


def find_events(tables: Tables, pair: Pair, credibility_max: int, origins_min: int = 1) -> tuple[Event, ...]:
    """Return the events that count in either direction, by direction and id.

    An event needs a dated claim, and at least `origins_min` independent origins among its dated claims.
    """
    coded = _coded(tables)
    found: dict[tuple[str, str], Event] = {}
    claims: dict[tuple[str, str], pd.DataFrame] = {}
    for direction in DIRECTIONS:
        able = towards(tables, may_count(tables["claims"], credibility_max), *pair.parties(direction))
        for id, own in able.sort_values("claim_id").groupby("event_id"):
            key = str(id), direction
            claims[key] = own
            event = _event(*key, own, coded, origins_min)
            if event is not None:
                found[key] = event
    whole = {key: event for key, event in found.items() if (coded["part_of"].get(key[0]), key[1]) not in found}
    counted = _with_numbers(tables, whole, claims, coded, credibility_max)
    return tuple(sorted(counted, key=lambda event: (event.direction, event.first_day, event.id)))


def _coded(tables: Tables) -> dict[str, dict[str, str]]:
    """Return column of `events.csv` → event → what is coded by hand there, where it is."""
    events = tables["events"].set_index("event_id")
    return {name: events[name].dropna().to_dict() if name in events else {} for name in _CODED}


def _event(
    id: str, direction: str, claims: pd.DataFrame, coded: dict[str, dict[str, str]], origins_min: int
) -> Event | None:
    dated = claims[claims.start.notna()]
    if dated.empty or dated.origin.nunique() < origins_min:
        return None
    begun = dated[dated.precision != UNTIL]
    if begun.empty and id not in coded["start"]:
        return None
    begun = dated if begun.empty else begun  # the day spoken is the end where none is coded
    best = begun[begun.credibility == begun.credibility.min()]
    first = coded["start"].get(id) or best.start.min()
    ends = best.end.fillna(best.start.str[:4] + "-12-31")
    grades = zip(dated.reliability, dated.credibility, strict=True)
    return Event(
        id=id,
        direction=direction,
        first_day=first,
        last_day=max(first, coded["end"].get(id) or ends.max()),
        p_true=max(probability(r, int(c)) for r, c in grades),
        claims=tuple(dated.claim_id),
        total_of=tuple(coded["total_of"].get(id, "").split()),
        transit=id in coded["transit"],
    )


def _with_numbers(
    tables: Tables,
    events: dict[tuple[str, str], Event],
    claims: dict[tuple[str, str], pd.DataFrame],
    coded: dict[str, dict[str, str]],
    credibility_max: int,
) -> list[Event]:
    """Return the events with their numbers: those of their parts too, and of a contract said to be fulfilled."""
    every, numbers = tables["claims"], {}
    for id, direction in events:
        parts = [part for part, package in coded["part_of"].items() if package == id]
        rows = [claims[key] for key in ((name, direction) for name in [id, *parts]) if key in claims]
        contract = every[(every.claim_id == coded["contract"].get(id)) & (every.credibility <= credibility_max)]
        told = pd.concat([*rows, contract]) if len(contract) else pd.concat(rows)
        numbers[id, direction] = numbers_of(told, tables["unit_values"], coded["types"].get(id, ""))
    for key, event in events.items():
        if event.total_of:
            known = [numbers[name, key[1]] for name in event.total_of if (name, key[1]) in events]
            numbers[key] = surplus(numbers[key], known)
    return [replace(event, numbers=numbers[key]) for key, event in events.items()]
