"""Turn documented events into yearly series: their presence, as shares of one vote each, and their volume.

A year in which an event of either direction has a share covers both directions. Other years are not covered: a
selection of documents covers only what it holds.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from etl.analysis.documented.events import Event
from etl.analysis.documented.numbers import Range
from etl.analysis.series import COLUMNS
from etl.analysis.votes import Ballot
from etl.contracts.vocabulary import DIRECTIONS

PRESENCE, VOLUME = "documented", "documented_volume"
MEASURES = (PRESENCE, VOLUME)
# Measure → the rule by which its years vote.
RULES = {PRESENCE: "counts", VOLUME: "orders"}
_ONE = Range(1.0, 1.0, 1.0)


def counted(events: Sequence[Event], measure: str) -> list[Event]:
    """Return the events that a measure counts: all for presence, those with a value for volume."""
    return [event for event in events if measure == PRESENCE or event.numbers.volume is not None]


def yearly(events: Sequence[Event], measure: str, years: range) -> dict[str, pd.DataFrame]:
    """Return direction → frame by year with the columns of `series.tiv`, in events or million TIV."""
    found = counted(events, measure)
    covered = {year for event in found for year, share in event.by_year().items() if share > 0}
    return {d: _one_way([e for e in found if e.direction == d], measure, covered, years) for d in DIRECTIONS}


def _one_way(events: Sequence[Event], measure: str, covered: set[int], years: range) -> pd.DataFrame:
    amounts = {year: [0.0, 0.0, 0.0] for year in years if year in covered}
    basis: dict[int, list[str]] = {}
    for event in events:
        whole = (event.numbers.volume if measure == VOLUME else None) or _ONE
        for year, share in event.by_year().items():
            if year in amounts and share > 0:
                parts = (whole.low, whole.central, whole.high)
                amounts[year] = [have + share * part for have, part in zip(amounts[year], parts, strict=True)]
                basis.setdefault(year, []).extend(event.claims)
    frame = pd.DataFrame.from_dict(amounts, orient="index", columns=["low", "central", "high"], dtype=float)
    frame = frame.round(6).reindex(pd.RangeIndex(years.start, years.stop, name="period"))
    ids = [" ".join(basis.get(year, [])) for year in years]
    return frame.assign(covered=[year in covered for year in years], basis=ids)[COLUMNS]


def ballot(events: Sequence[Event], measure: str, flow: dict[str, pd.DataFrame], years: Sequence[int]) -> Ballot:
    """Return what the reversal is voted on in some years of the series `flow` of `yearly`; events vote as orders."""
    found = counted(events, measure)
    x, y = (flow[d].central.reindex(list(years)).to_numpy(float) for d in DIRECTIONS)
    a_to_b, b_to_a = (tuple(e.as_order() for e in found if e.direction == d) for d in DIRECTIONS)
    return Ballot(tuple(years), x, y, (a_to_b, b_to_a), rule=RULES[measure])
