"""Combine a package and a selection: charts, sentences and pages are computed from the result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard import style
from dashboard.data import flows
from dashboard.data.claims import pair as claims
from dashboard.data.flows import Flows
from dashboard.data.package import Package
from dashboard.data.records import Dyad
from dashboard.data.selection import ALL, Selection
from etl.analysis.inputs import Inputs


@dataclass(frozen=True, eq=False)
class View:
    """Package under a selection, with everything that charts share computed once."""

    # The package as known on the selected day.
    package: Package
    selection: Selection
    # The size to draw at, if it differs from that of the selection.
    drawn: style.Size | None = None
    # The view whose axes it is drawn on, if not its own: for the steps that build up a picture.
    within: View | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "package", self.package.as_known_on(self.selection.known_on))

    @cached_property
    def dyad(self) -> Dyad:
        return self.package.dyad(self.selection.dyad)

    @property
    def a(self) -> str:
        return self.package.name(self.dyad.a)

    @property
    def b(self) -> str:
        return self.package.name(self.dyad.b)

    def arrow(self, direction: str) -> str:
        """Return the direction with an arrow: `Russia → Iran` for a→b."""
        return f"{self.a} → {self.b}" if direction == "a_to_b" else f"{self.b} → {self.a}"

    def supplier(self, direction: str) -> str:
        return self.a if direction == "a_to_b" else self.b

    def recipient(self, direction: str) -> str:
        return self.b if direction == "a_to_b" else self.a

    def with_selection(self, **changes: object) -> View:
        """Return a view of the same package with some parameters changed."""
        return View(self.package, self.selection.replace(**changes))

    @cached_property
    def flows(self) -> Flows:
        s = self.selection
        return flows.flows(
            self.package,
            s.dyad,
            s.measure,
            s.release,
            s.years,
            s.shares,
            s.credibility,
            s.weight,
            s.gross_min,
            s.origins,
        )

    @cached_property
    def all_recorded(self) -> pd.Series:
        """Gross flow per year, whatever the selection leaves out of it, in the unit of the measure."""
        flow = self.with_selection(local=ALL, credibility=6, origins=1).flows.flow
        return flow["a_to_b"].central + flow["b_to_a"].central

    @cached_property
    def inputs(self) -> Inputs:
        """Inputs of the metrics that compare with all partners of a state, in the release."""
        s = self.selection
        return flows.inputs(self.package, s.dyad, s.release, s.years, s.shares)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """All claims on the pair, in either direction or none, with predecessors joined to successors."""
        return claims.claims_on_pair(self.package, self.selection.dyad)

    @cached_property
    def claims_by_year(self) -> dict[tuple[int, str], tuple[str, ...]]:
        """(year, direction) → ids of the claims whose period begins in that year, denials included."""
        rows = claims.claim_rows(self.package, self.selection.dyad)
        dated = [c for c in rows if c.start and c.facet_direction != claims.NO_WAY]
        ids_by_key: dict[tuple[int, str], list[str]] = {}
        for claim in sorted(dated, key=lambda c: (c.start or "", c.claim_id)):
            ids_by_key.setdefault((int(str(claim.start)[:4]), claim.facet_direction), []).append(claim.claim_id)
        return {key: tuple(ids) for key, ids in ids_by_key.items()}

    @property
    def theme(self) -> style.Theme:
        return style.THEMES[self.selection.theme]

    @property
    def size(self) -> style.Size:
        return self.drawn or style.SIZES[self.selection.size]

    @property
    def release(self) -> str:
        """Name of the selected release: `SIPRI 2026`."""
        return self.package.release_name(self.selection.release)

    @property
    def register_name(self) -> str:
        """Name of the register: `SIPRI`."""
        return self.release.removesuffix(self.selection.release).strip() or self.release

    @property
    def span(self) -> str:
        return f"{self.selection.from_year}–{self.selection.to_year}"

    def register(self) -> tuple[str, ...]:
        """Return the source ids of the selected release, or of all claims for documented events."""
        sources = self.package.tables["sources"]
        if self.selection.measure != "tiv":
            return tuple(sources[sources.kind == "claims"].source_id)
        return tuple(sources[sources.release == self.selection.release].source_id)
