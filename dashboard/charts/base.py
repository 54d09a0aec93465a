"""Define a chart: a question, a picture and what the picture shows, all computed from one view."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboard import charts as folder
from dashboard.charts.drawing.marked_text import finished
from dashboard.data.view import View
from dashboard.text.sentence import Text
from etl.contracts.discovery import members

Figure = dict[str, Any]


@dataclass(frozen=True)
class Mark:
    """Item of a chart that rests on sources: its id, its text for a reader, the ids of its rows.

    `curve` and `point` are its place in the figure, so that the keyboard can show it.
    """

    id: str
    label: str
    basis: tuple[str, ...]
    curve: int
    point: int
    # Claims about the mark that are not counted in it.
    claims: tuple[str, ...] = ()
    # Whether it stands for many claims, to be listed rather than shown in full.
    listed: bool = False


@dataclass(frozen=True)
class Variants:
    """Other answers to the same question: a title, a table, and for each row the query of its view, or None."""

    title: str
    table: pd.DataFrame
    queries: tuple[str | None, ...]


@dataclass(frozen=True)
class Description:
    """Words and data of a picture: title, context, table, marks and sources."""

    title: Text
    sentence: Text
    table: pd.DataFrame
    marks: tuple[Mark, ...]
    sources: tuple[str, ...]
    unit: str
    legend: Text = ()
    # The selection in words, if only part of it applies to the chart.
    words: str = ""
    # What the filter of evidence does, if not to count events.
    evidence: str = ""
    # Whether any of it is in TIV: volume, which is not money.
    volume: bool = False
    # Lists beneath the picture: a title, and items, each with the query of the view it links to, or None.
    lists: tuple[tuple[str, tuple[tuple[str, str | None], ...]], ...] = ()
    # Other ways to count, in a table that is closed on the page.
    variants: Variants | None = None


@dataclass(frozen=True)
class Series:
    """Numbers for a slide program to draw, None where missing.

    `kind` is `a_to_b`, `b_to_a`, `""` (ink) or `quiet` (grey); `hatched` stripes columns; without `line` only markers are
    drawn; `tint` is the strength of the colour, from 0 to 1.
    """

    name: str
    values: tuple[float | None, ...]
    kind: str
    hatched: bool = False
    line: bool = True
    tint: float = 1.0


@dataclass(frozen=True)
class PointLabel:
    """A text at a column: that of the series of a `kind` in a category, or of the first with a number there.

    `across` and `up` move it from the middle of the column, as shares of the chart.
    """

    category: str
    kind: str
    text: str
    across: float = 0.0
    up: float = 0.07


@dataclass(frozen=True)
class Native:
    """Chart that a slide program draws itself, from numbers of the chart's table.

    `kind` is `columns`, stacked with both signs, `clusters` of columns, `bars` that lie, or `lines`; categories are years,
    windows of years, or texts; `reach` is the range of the axis, `number` its spreadsheet number format. `total` is how
    many categories there are, where only some are shown.
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    number: str
    reach: tuple[float, float] | None = None
    labels: tuple[PointLabel, ...] = ()
    total: int = 0


def cells(values: pd.Series, sign: int = 1) -> tuple[float | None, ...]:
    """Return a column as numbers times `sign`, None where missing."""
    return tuple(None if pd.isna(v) else round(sign * float(v), 6) for v in values)


@dataclass(frozen=True)
class Step:
    """Step in which a talk builds up a chart: its label, what it adds, and the view, on the axes of the whole."""

    label: str
    text: Text
    view: View


@dataclass(frozen=True)
class Chart:
    """One chart: `draw` returns the figure as a plain dict with marked text, `describe` its words, table and marks.

    `native` returns the chart for slide programs that can draw it themselves; other charts are pictures on slides.
    """

    id: str
    order: int
    # What menus call it, and the question it answers.
    name: str
    question: str
    draw: Callable[[View], Figure]
    describe: Callable[[View], Description]
    # Find a mark by its id, for charts with marks that their description does not list.
    find: Callable[[View, str], Mark | None] | None = None
    native: Callable[[View], Native | None] | None = None
    # Its controls: names of parameters, or `claims` for the filters of claims. What a control says stands in the
    # chart's messages, under the parameter's name.
    controls: tuple[str, ...] = ()
    # Address of its own page, if not `/charts/<id>`.
    path: str = ""
    # The steps in which a talk builds it up, if it does.
    build: Callable[[View], tuple[Step, ...]] | None = None
    # Whether it has so many rows that large type has no room.
    crowded: bool = False

    def figure(self, view: View, invites: bool = False) -> Figure:
        """Return the figure for plotly; where marks can be pressed, its hover texts invite to it."""
        return finished(self.draw(view), invites)


@cache
def charts() -> Mapping[str, Chart]:
    """Return chart id → chart, in the order of the page."""
    by_order = sorted(members(folder, "CHART").values(), key=lambda chart: chart.order)
    return MappingProxyType({chart.id: chart for chart in by_order})
