"""Read the same years of a pair from each release of the register, and what was revalued between releases."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.data.memo import memoized
from dashboard.data.view import View
from etl.analysis import series
from etl.contracts.vocabulary import DIRECTIONS

# Years shown before the break.
BEFORE = 2


@dataclass(frozen=True)
class _Panel:
    """One release and its flows in both directions by year, in million TIV."""

    release: str
    name: str
    flow: dict[str, pd.DataFrame]

    @cached_property
    def covered(self) -> frozenset[int]:
        return frozenset.intersection(*(frozenset(f.index[f.covered]) for f in self.flow.values()))

    def covers(self, year: int) -> bool:
        return year in self.covered

    def total(self, direction: str, years: list[int]) -> float:
        return float(self.flow[direction].central.loc[years].sum())


@dataclass(frozen=True)
class Record:
    """All releases of a pair, oldest first, over the years around the break."""

    years: list[int]
    since: int
    panels: list[_Panel]

    def shared(self, newest: int = 0) -> list[int]:
        """Return the years since the break that all releases cover, or the newest few of them."""
        return [y for y in self.years if y >= self.since and all(p.covers(y) for p in self.panels[-newest:])]

    def totals(self, direction: str) -> list[float]:
        return [p.total(direction, self.shared()) for p in self.panels]

    @property
    def way(self) -> str:
        """Direction whose total over the shared years changed most; b→a if neither changed."""
        return max(reversed(DIRECTIONS), key=lambda d: max(self.totals(d), default=0) - min(self.totals(d), default=0))


@memoized(16)
def read_record(view: View) -> Record:
    """Return the record of a view's pair from two years before its break, with the selected local production."""
    package, dyad = view.package, view.selection.dyad
    releases = sorted(package.releases(dyad))
    last = max((package.covered(dyad, r)[-1] for r in releases), default=view.selection.to_year)
    since = last - 3 if view.dyad.break_year is None else min(view.dyad.break_year, last)
    years, pair, s = range(since - BEFORE, last + 1), series.Pair.of(dyad), view.selection
    flows = {r: series.both_ways(package.tables, pair, r, years, s.shares, package.yearly_flows(r)) for r in releases}
    return Record(list(years), since, [_Panel(r, package.release_name(r), flow) for r, flow in flows.items()])


def revalued(view: View, record: Record) -> tuple[str, dict[str, tuple[float, float]]]:
    """Return the designation whose unit value changed most, and release → (pieces, million TIV each).

    Pieces are those of the shared years. It is ("", {}) if no value changed.
    """
    successor = series.successors(view.package.tables["countries"])
    rows = view.package.tables["deliveries"].replace({"supplier": successor, "recipient": successor})
    ways = {view.dyad.a: "a_to_b", view.dyad.b: "b_to_a"}
    counted = dict(zip(DIRECTIONS, view.selection.shares, strict=True))
    includes_local = {state: counted[way] > 0 for state, way in ways.items()}
    rows = rows[
        rows.supplier.isin(ways) & rows.recipient.isin(ways) & rows.release.isin([p.release for p in record.panels])
    ]
    rows = rows[rows.delivery_year.isin(record.shared()) & (~rows.local_production | rows.supplier.map(includes_local))]
    values = rows.groupby("designation").tiv_unit
    change = (values.max() / values.min()).where(lambda c: c > 1).dropna()
    if change.empty:
        return "", {}
    by_release = (
        rows[rows.designation == change.idxmax()]
        .groupby("release")
        .agg(pieces=("delivered", "sum"), value=("tiv_unit", "first"))
    )
    return str(change.idxmax()), {str(r): (float(n), float(v)) for r, n, v in by_release.itertuples()}
