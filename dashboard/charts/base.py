"""What a chart is: a question, a picture and what the picture says, all drawn from one view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap
from typing import Any

import pandas as pd

from dashboard import claims, flows, style
from dashboard.data import Package
from dashboard.flows import Flows
from dashboard.phrases import Phrase
from dashboard.selection import Selection
from etl.analysis.inputs import Inputs

Figure = dict[str, Any]
DIRECTIONS = ("a_to_b", "b_to_a")


@dataclass(frozen=True)
class Mark:
    """Something on a chart that rests on sources: its id, its text for a reader, the ids of its rows.

    `curve` and `point` say where it is in the figure, so that the keyboard can show it.
    """

    id: str
    label: str
    basis: tuple[str, ...]
    curve: int
    point: int
    claims: tuple[str, ...] = ()
    """Claims that speak of the mark without being counted in it."""


@dataclass(frozen=True)
class Description:
    """What a picture says: its finding, a sentence of context, its data, its marks, its sources."""

    title: Phrase
    sentence: Phrase
    table: pd.DataFrame
    marks: tuple[Mark, ...]
    sources: tuple[str, ...]
    unit: str
    legend: str = ""
    words: str = ""
    """The selection in words, where not all of it acts on the chart."""
    evidence: str = ""
    """What the filter of evidence does, where it is not to count events."""
    lists: tuple[tuple[str, tuple[tuple[str, str | None], ...]], ...] = ()
    """Lists beneath the picture: a title, and items with the query of the view each leads to, or None."""


@dataclass(frozen=True, eq=False)
class View:
    """A package under a selection, with everything charts share computed once."""

    package: Package
    """As it was known on the selected day."""
    selection: Selection
    drawn: style.Size | None = None
    """The size to draw at, where it is not that of the selection."""
    within: View | None = None
    """The view whose axes it is drawn on, where they are not its own: for steps that build a picture up."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "package", self.package.known(self.selection.known_on))

    @cached_property
    def dyad(self) -> Any:
        return self.package.dyad(self.selection.dyad)

    @property
    def a(self) -> str:
        return self.package.name(self.dyad.a)

    @property
    def b(self) -> str:
        return self.package.name(self.dyad.b)

    def arrow(self, direction: str) -> str:
        """`Russia → Iran` for a→b."""
        return f"{self.a} → {self.b}" if direction == "a_to_b" else f"{self.b} → {self.a}"

    def from_to(self, direction: str) -> str:
        """`Russia to Iran` for a→b."""
        return f"{self.a} to {self.b}" if direction == "a_to_b" else f"{self.b} to {self.a}"

    def supplier(self, direction: str) -> str:
        return self.a if direction == "a_to_b" else self.b

    def recipient(self, direction: str) -> str:
        return self.b if direction == "a_to_b" else self.a

    def under(self, **changes: object) -> View:
        """The same package under a turned selection."""
        return View(self.package, self.selection.turned(**changes))

    @cached_property
    def flows(self) -> Flows:
        s = self.selection
        return flows.flows(self.package, s.dyad, s.measure, s.release, s.years, s.local, s.credibility, s.weight, s.gross_min, s.origins)

    @cached_property
    def all_recorded(self) -> pd.Series:
        """Gross flow by year with nothing left out."""
        flow = self.under(local="included").flows.flow
        return flow["a_to_b"].central + flow["b_to_a"].central

    @cached_property
    def inputs(self) -> Inputs:
        """Inputs of the metrics that rest on all partners of a state, all deliveries of the release."""
        s = self.selection
        return flows.inputs(self.package, s.dyad, s.release, s.years)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """All claims on the pair, either direction or none, with predecessors joined to successors."""
        return claims.on_pair(self.package, self.selection.dyad)

    @cached_property
    def claims_by_year(self) -> dict[tuple[int, str], tuple[str, ...]]:
        """(year, direction) → ids of the claims whose span begins then, denials included."""
        dated = self.claims[self.claims.start.notna() & self.claims.direction.notna()].sort_values(["start", "claim_id"])
        found: dict[tuple[int, str], list[str]] = {}
        for claim in dated.itertuples():
            found.setdefault((int(claim.start[:4]), claim.direction), []).append(claim.claim_id)
        return {key: tuple(ids) for key, ids in found.items()}

    @property
    def theme(self) -> style.Theme:
        return style.THEMES[self.selection.theme]

    @property
    def size(self) -> style.Size:
        return self.drawn or style.SIZES[self.selection.size]

    @property
    def release(self) -> str:
        """How the selected release is called: `SIPRI 2026`."""
        return self.package.release_name(self.selection.release)

    @property
    def register_name(self) -> str:
        """Whose register it is: `SIPRI`."""
        return self.release.removesuffix(self.selection.release).strip() or self.release

    @property
    def span(self) -> str:
        return f"{self.selection.from_year}–{self.selection.to_year}"

    def register(self) -> tuple[str, ...]:
        """Source ids of the selected release (or of the claims, for `documented`)."""
        sources = self.package.tables["sources"]
        if self.selection.measure == "documented":
            return tuple(sources[sources.kind == "claims"].source_id)
        return tuple(sources[sources.release == self.selection.release].source_id)


def nothing(view: View, text: str) -> Figure:
    """A figure without a frame: one sentence in its middle."""
    axis = {"visible": False, "range": [0, 1]}
    letters = int((view.size.width - 20) / (0.55 * view.size.note))
    said = style.note("<br>".join(wrap(text, letters)), view.selection.theme, view.size, x=0.5, y=0.5, font={"color": view.theme.quiet})
    return {"data": [], "layout": style.layout(view.selection.theme, view.size, height=view.size.tall(120), margin={"l": 8, "r": 8, "t": 8, "b": 8}, xaxis=axis, yaxis=axis, annotations=[said])}


@dataclass(frozen=True)
class Series:
    """Numbers for a program for slides to draw, None where missing. `kind` is `a_to_b`, `b_to_a` or
    `""` (ink); `hatched` fills columns with stripes, and without `line` there are marks alone."""

    name: str
    values: tuple[float | None, ...]
    kind: str
    hatched: bool = False
    line: bool = True


@dataclass(frozen=True)
class Native:
    """A chart that a program for slides draws by itself, from numbers of the chart's table: `columns` that are stacked
    with both signs, or `lines`. `reach` is the axis' range, `number` its format in the language of spreadsheets."""

    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    number: str
    reach: tuple[float, float] | None = None


def cells(values: pd.Series, sign: int = 1) -> tuple[float | None, ...]:
    """A column as plain numbers, None where missing."""
    return tuple(None if pd.isna(v) else round(sign * float(v), 6) for v in values)


@dataclass(frozen=True)
class Step:
    """A step in which a talk builds a chart up: what it is about, what is new in it, and the view, on the axes of the whole."""

    label: str
    said: str
    view: View


@dataclass(frozen=True)
class Chart:
    """One chart. `draw` gives the plotly figure as a plain dict, `describe` what it says in words.

    `native` gives it for slides, where a program for slides has such a chart; else slides take the picture.
    """

    id: str
    order: int
    question: str
    draw: Callable[[View], Figure]
    describe: Callable[[View], Description]
    find: Callable[[View, str], Mark | None] | None = None
    """A mark by its id, where a chart knows marks that its description does not list."""
    native: Callable[[View], Native | None] | None = None
    build: Callable[[View], tuple[Step, ...]] | None = None
    """The steps in which a talk shows it, where not all at once."""
