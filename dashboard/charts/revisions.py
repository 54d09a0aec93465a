"""Did the record itself change: the same years in each release of the register, a panel for each release."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard import style
from dashboard.charts.base import Chart, Description, Figure, Mark
from dashboard.charts.drawing.axes import layout
from dashboard.charts.drawing.labels import Labels, empty_figure, note
from dashboard.data.memo import memoized
from dashboard.data.view import View
from dashboard.text import findings, numbers
from dashboard.text.dates import day
from dashboard.text.numbers import count
from dashboard.text.sentence import Sentence, join_runs, listed
from etl.analysis import series
from etl.contracts.vocabulary import DIRECTIONS

BEFORE = 2
"""Years shown before the year under discussion."""
_NARROWEST = 30
"""Where a year would be narrower than this (px), panels stand below one another."""
_HEAD, _FOOT = 68, 50
"""Room in each panel above and below the bars (px), for its name and its total."""


@dataclass(frozen=True)
class _Panel:
    """One release and what it has in both directions, by year."""

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
class _Record:
    """All releases of a pair, oldest first, over the years around the break."""

    years: list[int]
    since: int
    panels: list[_Panel]

    def shared(self, newest: int = 0) -> list[int]:
        """The years since the break that all releases cover, or the newest few of them."""
        return [y for y in self.years if y >= self.since and all(p.covers(y) for p in self.panels[-newest:])]

    def totals(self, direction: str) -> list[float]:
        return [p.total(direction, self.shared()) for p in self.panels]

    @property
    def way(self) -> str:
        """The direction whose total over the shared years changed most; b→a where neither did."""
        return max(reversed(DIRECTIONS), key=lambda d: max(self.totals(d), default=0) - min(self.totals(d), default=0))


@memoized
def _record(view: View) -> _Record:
    package, dyad = view.package, view.selection.dyad
    releases = sorted(package.releases(dyad))
    last = max((package.covered(dyad, r)[-1] for r in releases), default=view.selection.to_year)
    since = last - 3 if pd.isna(view.dyad.break_year) else min(int(view.dyad.break_year), last)
    years, pair, local = range(since - BEFORE, last + 1), series.Pair.of(dyad), view.selection.local
    flows = {r: series.both_ways(package.tables, pair, r, years, local, package.yearly_flows(r)) for r in releases}
    return _Record(list(years), since, [_Panel(r, package.release_name(r), flow) for r, flow in flows.items()])


def _revalued(view: View, record: _Record) -> tuple[str, dict[str, tuple[float, float]]]:
    """The designation whose unit value changed most; by release its number in the shared years, and that value."""
    joined = series.successors(view.package.tables["countries"])
    rows = view.package.tables["deliveries"].replace({"supplier": joined, "recipient": joined})
    ways = {view.dyad.a: "a_to_b", view.dyad.b: "b_to_a"}
    kept = {state: series.local_of(view.selection.local, way) == "included" for state, way in ways.items()}
    rows = rows[
        rows.supplier.isin(ways) & rows.recipient.isin(ways) & rows.release.isin([p.release for p in record.panels])
    ]
    rows = rows[rows.delivery_year.isin(record.shared()) & (~rows.local_production | rows.supplier.map(kept))]
    values = rows.groupby("designation").tiv_unit
    change = (values.max() / values.min()).where(lambda c: c > 1).dropna()
    if change.empty:
        return "", {}
    mine = (
        rows[rows.designation == change.idxmax()]
        .groupby("release")
        .agg(pieces=("delivered", "sum"), value=("tiv_unit", "first"))
    )
    return str(change.idxmax()), {str(r): (float(n), float(v)) for r, n, v in mine.itertuples()}


@dataclass(frozen=True)
class _Frame:
    """Where panels stand, each on an axis of its own at one scale: side by side, or below one another.

    `low` and `high` are the axes' ends in TIV, `px` how much TIV a pixel is; `head` and `foot` the room (px) above and
    below the bars, `tight` that a panel has no room for more lines than one.
    """

    record: _Record
    stacked: bool
    height: int
    low: float
    high: float
    px: float
    head: float
    foot: float
    tight: bool

    def at(self, n: int, year: int) -> float:
        return year - self.record.years[0] + (0 if self.stacked else n * (len(self.record.years) + 0.7))

    def axis(self, n: int) -> str:
        return "y" if n == 0 else f"y{n + 1}"


def _frame(view: View, record: _Record) -> _Frame:
    top, bottom = (
        max((float(p.flow[d].central.max()) for p in record.panels if p.flow[d].covered.any()), default=0.0)
        for d in DIRECTIONS
    )
    stacked = (view.size.width - 16) / (len(record.panels) * (len(record.years) + 0.7)) < _NARROWEST
    height = (view.size.tall(221 * len(record.panels) + 34 if stacked else 430) - 34) // (
        len(record.panels) if stacked else 1
    )
    tight = stacked and view.size.fixed
    head, foot = (_HEAD - 32, _FOOT - 32) if tight else (_HEAD * view.size.em, _FOOT * view.size.em)
    px = max(top + bottom, 1) / (height - head - foot)
    return _Frame(record, stacked, height, -bottom - foot * px, top + head * px, px, head, foot, tight)


def _bars(view: View, frame: _Frame, n: int, direction: str) -> Figure:
    years, panel, sign = frame.record.years, frame.record.panels[n], 1 if direction == "a_to_b" else -1
    drawn = [float(v) if pd.notna(v) and v else None for v in panel.flow[direction].central]
    colour = view.theme.direction(direction)
    return {
        "type": "bar",
        "x": [frame.at(n, y) for y in years],
        "y": [v and round(sign * v, 6) for v in drawn],
        "yaxis": frame.axis(n),
        "marker": {"color": colour, "line": {"width": 0}},
        "customdata": [f"{panel.release}:{y}:{direction}" for y in years],
        "text": [numbers.number(v) if v else "" for v in drawn],
        "textposition": "outside",
        "cliponaxis": False,
        "constraintext": "none",
        "textfont": {"size": view.size.note, "color": colour},
        "textangle": 0,
        "hoverinfo": "text",
        "hovertext": [
            f"<b>{panel.name} release, {y}</b><br>{view.arrow(direction)}: {numbers.exact(v)} million TIV<br>Click for its sources"
            if v
            else ""
            for y, v in zip(years, drawn, strict=True)
        ],
    }


def _absent(view: View, frame: _Frame, n: int) -> Figure:
    """Hatched grey over the years that the release does not cover."""
    panel = frame.record.panels[n]
    years = [y for y in frame.record.years if not panel.covers(y)]
    low, high = frame.low + frame.foot * frame.px, frame.high - (frame.head - 16) * frame.px
    pattern = {"shape": "\\", "fgcolor": view.theme.absent, "bgcolor": view.theme.paper, "size": 5, "solidity": 0.2}
    return {
        "type": "bar",
        "x": [frame.at(n, y) for y in years],
        "y": [high - low] * len(years),
        "base": [low] * len(years),
        "width": 1,
        "opacity": 0.55,
        "yaxis": frame.axis(n),
        "marker": {"color": view.theme.paper, "pattern": pattern, "line": {"width": 0}},
        "hoverinfo": "text",
        "hovertext": [f"{y}: not covered by the {panel.name} release" for y in years],
    }


def _notes(view: View, frame: _Frame, n: int, head: str) -> tuple[list[Any], list[Any]]:
    """A panel's head, its total over the shared years under a bracket, and the words over what it does not cover."""
    record, panel, theme, size = frame.record, frame.record.panels[n], view.selection.theme, view.size
    axis = {"yref": frame.axis(n)}
    notes = [
        note(
            head,
            theme,
            size,
            x=frame.at(n, record.years[0]) - 0.45,
            y=frame.high,
            xanchor="left",
            yanchor="top",
            align="left",
            **axis,
        )
    ]
    gaps = [y for y in record.years if not panel.covers(y)]
    if gaps and not frame.tight:
        x = (frame.at(n, gaps[0]) + frame.at(n, gaps[-1])) / 2
        notes.append(
            note(
                "not covered",
                theme,
                size,
                x=x,
                y=(frame.low + frame.high) / 2,
                textangle=-90,
                bgcolor=view.theme.paper,
                font={"color": view.theme.quiet},
                **axis,
            )
        )
    x0, x1 = (frame.at(n, y) for y in (record.years[0], record.years[-1]))
    shapes = [
        {
            "type": "line",
            "x0": x0 - 0.5,
            "x1": x1 + 0.5,
            "y0": 0,
            "y1": 0,
            "line": {"color": view.theme.ink, "width": 1.2},
            **axis,
        }
    ]
    years = record.shared()
    if years and not frame.tight:
        colour, depth = view.theme.direction(record.way), frame.low + (frame.foot - 18) * frame.px
        x0, x1 = (frame.at(n, y) for y in (years[0], years[-1]))
        shapes.append(
            {
                "type": "line",
                "x0": x0 - 0.4,
                "x1": x1 + 0.4,
                "y0": depth,
                "y1": depth,
                "line": {"color": colour, "width": 2},
                **axis,
            }
        )
        notes.append(
            note(
                f"<b>{numbers.number(panel.total(record.way, years))}</b>",
                theme,
                size,
                x=(x0 + x1) / 2,
                y=depth,
                yanchor="top",
                yshift=-2,
                font={"color": colour, "size": view.size.font + 3},
                **axis,
            )
        )
    return notes, shapes


def _directions(view: View, frame: _Frame, right: float) -> list[Any]:
    """Which way is up and which is down, in the first panel, where there is room."""
    record, first = frame.record, frame.record.panels[0]
    height, low = frame.height, frame.low
    labels = Labels(view.selection.theme, view.size, view.size.width - 16, height, (-0.6, right), (low, frame.high))
    for sign, way in ((1, "a_to_b"), (-1, "b_to_a")):
        labels.bars(
            (frame.at(0, y), sign * (float(v) + 18 * frame.px))
            for y, v in first.flow[way].central.items()
            if pd.notna(v) and v
        )
    labels.bars((frame.at(0, y), end) for y in record.years if not first.covers(y) for end in (low, frame.high))
    labels.taken.append((0, height - 44, labels.width, height))
    spots = [(frame.at(0, y) - 0.45, 0.0) for y in record.years]
    for way, side in (("a_to_b", 1), ("b_to_a", -1)):
        near = [(x, side * up * frame.px, "left") for up in (4, 20, 28, 43, 70, 110, 150, 200) for x, _ in spots]
        labels.place(
            f"{view.arrow(way)} {style.ARROW[way]}",
            near,
            rise=0 if side > 0 else -1,
            color=view.theme.direction(way),
            weight=700,
        )
    return labels.notes


def draw(view: View) -> Figure:
    theme, size, record = view.selection.theme, view.size, _record(view)
    if len(record.panels) < 2:
        return empty_figure(view, "No two releases to compare.")
    frame, last, (thing, counts) = _frame(view, record), len(record.panels) - 1, _revalued(view, record)
    data: list[Figure] = []
    notes: list[Any] = []
    shapes: list[Any] = []
    axes: dict[str, Any] = {}
    shared = record.shared()
    for n, panel in enumerate(record.panels):
        data += [*(_bars(view, frame, n, d) for d in DIRECTIONS), _absent(view, frame, n)]
        pieces, value = counts.get(panel.release, (0, 0))
        counted = f"{numbers.number(pieces)} {thing} at {numbers.exact(value)} each" if pieces else ""
        total = f"{_span(shared)}: {numbers.number(panel.total(record.way, shared))}" if frame.tight and shared else ""
        head = (". " if frame.tight else "<br>").join(filter(None, [f"<b>{panel.name}</b>", counted, total]))
        words, lines = _notes(view, frame, n, head)
        notes, shapes = notes + words, shapes + lines
        share = 1 / (last + 1)
        place = {"domain": [1 - (n + 1) * share, 1 - n * share]} if frame.stacked else {"overlaying": "y"} if n else {}
        axes[f"yaxis{n + 1 if n else ''}"] = {
            "range": [frame.low, frame.high],
            "showticklabels": False,
            "showgrid": False,
        } | place
    ticks = [(frame.at(n, y), y) for n in range(1 if frame.stacked else last + 1) for y in record.years]
    full, right = view.size.width / len(ticks) > 48, ticks[-1][0] + 0.6
    xaxis = {
        "range": [-0.6, right],
        "tickvals": [x for x, _ in ticks],
        "ticktext": [str(y) if full else f"’{y % 100:02}" for _, y in ticks],
        "tickangle": 0,
        "anchor": frame.axis(last) if frame.stacked else "y",
    }
    return {
        "data": data,
        "layout": layout(
            theme,
            size,
            height=frame.height * (last + 1 if frame.stacked else 1) + 34,
            margin={"l": 8, "r": 8, "t": 8, "b": 26},
            barmode="overlay",
            xaxis=xaxis,
            annotations=[*notes, *_directions(view, frame, right)],
            shapes=shapes,
            **axes,
        ),
    }


def _span(years: list[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1] % 100:02}"


def _local(view: View) -> str:
    way = view.selection.local.removeprefix("excluded").removeprefix("_")
    if way == "included":
        return "all deliveries"
    return "without local production" + (f" from {view.from_to(way)}" if way else "")


def _title(view: View, record: _Record) -> Sentence:
    years = record.shared()
    missing = findings.no_release(view)
    if missing:
        return join_runs(f"{missing}, so there are no releases to compare.")
    if len(record.panels) == 1 and view.selection.known_on:
        return join_runs(
            f"{record.panels[0].name} alone of the releases held here was published by {day(view.selection.known_on)}, so it cannot be compared with another."
        )
    if len(record.panels) < 2 or not years:
        have = "Fewer than two releases cover" if len(record.panels) < 2 else "No two releases share a year of"
        return join_runs(f"{have} {view.a} and {view.b} both ways, so the record cannot be compared with itself.")
    said = list(map(numbers.number, record.totals(record.way)))
    counted = f"counted {', then '.join(said)}" if len(set(said)) > 1 else f"counted {said[0]} in every release,"
    start = "For" if view.selection.local == "included" else f"W{_local(view)[1:]}, for"
    return join_runs(
        f"{start} {_span(years)} {view.register_name} {counted} million TIV from ",
        (view.from_to(record.way), record.way),
        ".",
    )


def _sentence(view: View, record: _Record) -> Sentence:
    (thing, counts), years, newest = _revalued(view, record), record.shared(), record.shared(2)
    says = []
    if counts:
        says.append(
            f"One {thing} counts {listed([f'{numbers.exact(counts[p.release][1])} in {p.name}' for p in record.panels if p.release in counts])} (million TIV)."
        )
    if newest and newest != years:
        totals = [numbers.number(p.total(record.way, newest)) for p in record.panels[-2:]]
        names = [p.name for p in record.panels[-2:]]
        told = (
            f"{totals[0]} in both {listed(names)}"
            if len(set(totals)) == 1
            else listed([f"{n} in {name}" for n, name in zip(totals, names, strict=True)])
        )
        says.append(f"For {_span(newest)} it is {told}.")
    most = {max(DIRECTIONS, key=lambda d: p.total(d, years)) for p in record.panels}
    if years and len(most) == 1 and len(record.panels) > 1:
        every = "both" if len(record.panels) == 2 else f"all {count(len(record.panels))}"
        says.append(f"In {every} most of what went in {_span(years)} went from {view.from_to(most.pop())}.")
    return join_runs(" ".join(says) or "A release is only compared with another, never mixed with it.")


def describe(view: View) -> Description:
    record = _record(view)
    marks, rows = [], []
    for n, panel in enumerate(record.panels if len(record.panels) > 1 else []):
        for i, year in enumerate(record.years):
            rows.append({"Release": panel.name, "Year": str(year), "Covered": "yes" if panel.covers(year) else "no"})
            for k, way in enumerate(DIRECTIONS):
                flow = panel.flow[way].loc[year]
                rows[-1][f"{view.arrow(way)} (million TIV)"] = flow.central
                if flow.covered and flow.central:
                    label = (
                        f"{panel.name} release, {year}, {view.arrow(way)}: {numbers.exact(flow.central)} million TIV"
                    )
                    marks.append(
                        Mark(
                            f"{panel.release}:{year}:{way}",
                            label,
                            tuple(flow.basis.split()),
                            3 * n + k,
                            i,
                            view.claims_by_year.get((year, way), ()),
                        )
                    )
    sources = view.package.tables["sources"]
    used = tuple(sources[sources.release.isin([p.release for p in record.panels])].source_id)
    thing, names = _revalued(view, record)[0], listed([p.name for p in record.panels]) or "no release"
    legend = (
        f"Above each panel: how many {thing} the release counts for {_span(record.shared())}, and the value of each. "
        if thing
        else ""
    )
    total = "" if len(record.panels) < 2 or _frame(view, record).tight else "Under the bars: the total of those years. "
    return Description(
        _title(view, record),
        _sentence(view, record),
        pd.DataFrame(rows),
        tuple(marks),
        used,
        "Arms delivered, million TIV a year",
        f"{view.arrow('a_to_b')} up, {view.arrow('b_to_a')} down. {legend}{total}Hatched grey: years the release does not cover."
        if marks
        else "",
        f"{view.dyad.label}, {names}, {_local(view)}, {_span(record.years)}",
    )


CHART = Chart("revisions", 6, "Did the record itself change?", draw, describe)
