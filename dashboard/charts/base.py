"""What a chart is: a question, a picture and what the picture says, all drawn from one view."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboard import charts as folder
from dashboard.data.view import View
from dashboard.text.sentence import Sentence
from etl.contracts.discovery import members

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
    # Claims that speak of the mark without being counted in it.
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Description:
    """What a picture says: its finding, a sentence of context, its data, its marks, its sources."""

    title: Sentence
    sentence: Sentence
    table: pd.DataFrame
    marks: tuple[Mark, ...]
    sources: tuple[str, ...]
    unit: str
    legend: str = ""
    # The selection in words, where not all of it acts on the chart.
    words: str = ""
    # What the filter of evidence does, where it is not to count events.
    evidence: str = ""
    # Lists beneath the picture: a title, and items with the query of the view each leads to, or None.
    lists: tuple[tuple[str, tuple[tuple[str, str | None], ...]], ...] = ()


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
    text: str
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
    # A mark by its id, where a chart knows marks that its description does not list.
    find: Callable[[View, str], Mark | None] | None = None
    native: Callable[[View], Native | None] | None = None
    # The steps in which a talk shows it, where not all at once.
    build: Callable[[View], tuple[Step, ...]] | None = None


@cache
def charts() -> Mapping[str, Chart]:
    """Return chart id → chart, in the order of the page."""
    found = sorted(members(folder, "CHART").values(), key=lambda chart: chart.order)
    return MappingProxyType({chart.id: chart for chart in found})
