"""Estimate the reversal from documented events alone, for the table `reversal`.

For presence and for volume: credibility × independent origins by year, as stated and with what is left to chance drawn
(`draws` > 0); without running totals, and without goods of third states in transit; and presence by month, which dates
the new direction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from etl.analysis import series
from etl.analysis.documented.draws import presence_votes, volume_votes
from etl.analysis.documented.events import Event, day_number, find_events, year_edges
from etl.analysis.documented.series import MEASURES, PRESENCE, RULES, counted
from etl.analysis.reversal import Reversal, averaged
from etl.analysis.series import Pair, Tables

if TYPE_CHECKING:
    from etl.contracts.declarations import Dyad

CREDIBILITY = (2, 3, 6)
ORIGINS = (1, 2)
# Credibility limits of the monthly rows: all claims, and only those that are probably true or better.
MONTHLY = (6, 2)
# Years from the start of the monthly rows to the year in which the direction is said to have turned.
MONTHS_BEFORE = 7
# What is left out of a variant → whether an event stays.
LEFT_OUT = {
    "running totals": lambda event: not event.total_of,
    "transit": lambda event: not event.transit,
}
_VOTES = {"documented": presence_votes, "documented_volume": volume_votes}


@dataclass(frozen=True)
class Estimate:
    """One variant: its answer, what tells it apart, and the ids of the claims under it."""

    reversal: Reversal
    variant: dict[str, object]


def estimate(events: Sequence[Event], measure: str, years: Sequence[int], draws: int = 0) -> tuple[Reversal, float]:
    """Return the reversal of some years by presence or volume, and its Monte-Carlo error (0 without draws)."""
    return averaged(_VOTES[measure](events, year_edges(years), draws), list(years))


def variants(tables: Tables, dyad: Dyad, years: range, draws: int) -> Iterator[Estimate]:
    """Yield every variant of a dyad for the years that its registers cover; none without a counted event."""
    pair = Pair.of(dyad.id)
    for credibility in CREDIBILITY:
        for origins in ORIGINS:
            events = find_events(tables, pair, credibility, origins)
            said: dict[str, object] = {"credibility_max": credibility, "origins_min": origins}
            kept = {"": events}
            if credibility == 3 and origins == 1:
                kept |= {name: tuple(filter(stays, events)) for name, stays in LEFT_OUT.items()}
            for name, some in kept.items():
                if not name or len(some) < len(events):
                    yield from _by_year(some, years, draws, said | {"left_out": name})
    for credibility in MONTHLY:
        yield from _by_month(tables, dyad, credibility, draws)


def _by_year(events: Sequence[Event], years: range, draws: int, said: dict[str, object]) -> Iterator[Estimate]:
    for measure in MEASURES:
        some = counted(events, measure)
        if not some or len(years) < 3:
            continue
        for n in dict.fromkeys((0, draws)):
            answer, error = estimate(some, measure, years, n)
            yield Estimate(answer, said | _said(some, measure, years[0], years[-1], n, error))


def _by_month(tables: Tables, dyad: Dyad, credibility: int, draws: int) -> Iterator[Estimate]:
    pair = Pair.of(dyad.id)
    events = find_events(tables, pair, credibility)
    covered = [series.covered_years(tables, *pair.parties(d), None, {"claims"}) for d in ("a_to_b", "b_to_a")]
    last = max(set.intersection(*covered), default=0)
    if not events or not last:
        return
    first = (dyad.break_year or last) - MONTHS_BEFORE
    months = [date(year, month, 1).isoformat() for year in range(first, last + 1) for month in range(1, 13)]
    edges = [day_number(day) for day in [*months, date(last + 1, 1, 1).isoformat()]]
    answer, error = averaged(presence_votes(events, edges, draws), [month[:7] for month in months])
    said = _said(events, PRESENCE, months[0][:7], months[-1][:7], draws, error)
    yield Estimate(answer, {"step": "month", "credibility_max": credibility, "origins_min": 1} | said)


def _said(
    events: Sequence[Event], measure: str, first: int | str, last: int | str, draws: int, error: float
) -> dict[str, object]:
    return {
        "measure": measure,
        "vote_rule": RULES[measure],
        "start": first,
        "end": last,
        "draws": draws,
        "mc_error": error if draws else None,
        "basis": " ".join(claim for event in events for claim in event.claims),
    }
