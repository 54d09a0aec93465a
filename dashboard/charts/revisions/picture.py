"""Draw the same years in each release of the register, a panel per release."""

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import pandas as pd

from dashboard import style
from dashboard.charts.base import Figure
from dashboard.charts.drawing.axes import layout, margin
from dashboard.charts.drawing.labels import Labels, empty_figure, note
from dashboard.charts.drawing.marked_text import BREAK, bold, invitation
from dashboard.charts.revisions.record import Record, read_record, revalued
from dashboard.data.view import View
from dashboard.text import findings
from dashboard.text.forms import numbers
from dashboard.text.forms.arguments import Amount, Name, Year, Years
from dashboard.text.sentence import words
from etl.contracts.vocabulary import DIRECTIONS

# Panels are stacked if a year would be narrower than this (px) side by side.
_NARROWEST = 30
# Room in each panel above and below the bars (px), for its name and its total.
HEAD, FOOT = 68, 50
# Width of a letter of a line of text, as a share of its size; labels reckon more generously.
_LETTER = 0.53


@dataclass(frozen=True)
class _Frame:
    """Panels, each on its own axis at one scale: side by side, or stacked.

    `low` and `high` are the ends of the axes in million TIV, `px` the million TIV per px; `head` and `foot` the room
    (px) above and below the bars; `tight` is whether a panel has room for one line only.
    """

    record: Record
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


def panel_frame(view: View, record: Record) -> _Frame:
    """Return how the panels of a record are arranged at the view's size."""
    top, bottom = (
        max((float(p.flow[d].central.max()) for p in record.panels if p.flow[d].covered.any()), default=0.0)
        for d in DIRECTIONS
    )
    stacked = (view.size.width - 16) / (len(record.panels) * (len(record.years) + 0.7)) < _NARROWEST
    height = (view.size.tall(221 * len(record.panels) + 34 if stacked else 430) - 34) // (
        len(record.panels) if stacked else 1
    )
    tight = stacked and view.size.fixed
    head, foot = (HEAD - 32, FOOT - 32) if tight else (HEAD * view.size.em, FOOT * view.size.em)
    px = max(top + bottom, 1) / (height - head - foot)
    return _Frame(record, stacked, height, -bottom - foot * px, top + head * px, px, head, foot, tight)


def _bars(view: View, frame: _Frame, n: int, direction: str) -> Figure:
    years, panel, sign = frame.record.years, frame.record.panels[n], 1 if direction == "a_to_b" else -1
    drawn = [float(v) if pd.notna(v) and v else None for v in panel.flow[direction].central]
    colour, way = view.theme.direction(direction), findings.view_way(view, direction)
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
            BREAK.join(
                [
                    bold(words("revisions.hover-release", release=Name(panel.name), year=Year(y))),
                    words("revisions.hover-amount", way=way, amount=Amount(v, exact=True)),
                ]
            )
            + invitation(words("charts.click"))
            if v
            else ""
            for y, v in zip(years, drawn, strict=True)
        ],
    }


def _uncovered(view: View, frame: _Frame, n: int) -> Figure:
    panel = frame.record.panels[n]
    years = [y for y in frame.record.years if not panel.covers(y)]
    low, high = frame.low + frame.foot * frame.px, frame.high - (frame.head - 16) * frame.px
    return {
        "type": "bar",
        "x": [frame.at(n, y) for y in years],
        "y": [high - low] * len(years),
        "base": [low] * len(years),
        "width": 1,
        "opacity": 0.55,
        "yaxis": frame.axis(n),
        "marker": {"color": view.theme.line, "line": {"width": 0}},
        "hoverinfo": "text",
        "hovertext": [words("revisions.hover-not-covered", year=Year(y), release=Name(panel.name)) for y in years],
    }


def _notes(view: View, frame: _Frame, n: int, head: str) -> tuple[list[Any], list[Any]]:
    """Return (notes, shapes) of a panel: its head, its total over the shared years, and what it does not cover."""
    record, panel = frame.record, frame.record.panels[n]
    axis = {"yref": frame.axis(n)}
    notes = [
        note(
            view,
            head,
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
                view,
                words("revisions.not-covered"),
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
                view,
                bold(numbers.number(panel.total(record.way, years))),
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
    """Name the upward and downward directions in the first panel, where there is room."""
    record, first = frame.record, frame.record.panels[0]
    height, low = frame.height, frame.low
    labels = Labels(view, view.size.width - 16, height, (-0.6, right), (low, frame.high))
    for sign, way in ((1, "a_to_b"), (-1, "b_to_a")):
        labels.bars(
            (frame.at(0, y), sign * (float(v) + 18 * view.size.em * frame.px))
            for y, v in first.flow[way].central.items()
            if pd.notna(v) and v
        )
    labels.bars((frame.at(0, y), end) for y in record.years if not first.covers(y) for end in (low, frame.high))
    if record.shared() and not frame.tight:  # their total stands beneath
        left, right_end = (labels.px(frame.at(0, y), 0)[0] for y in (record.shared()[0], record.shared()[-1]))
        labels.taken.append((left - 20, 0, right_end + 20, frame.foot - 14))
    labels.taken.append((0, height - 44 * view.size.em, labels.width, height))
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
    record = read_record(view)
    if len(record.panels) < 2:
        return empty_figure(view, words("revisions.none"))
    frame, last, (thing, counts) = panel_frame(view, record), len(record.panels) - 1, revalued(view, record)
    data: list[Figure] = []
    notes: list[Any] = []
    shapes: list[Any] = []
    axes: dict[str, Any] = {}
    shared = record.shared()
    for n, panel in enumerate(record.panels):
        data += [*(_bars(view, frame, n, d) for d in DIRECTIONS), _uncovered(view, frame, n)]
        pieces, value = counts.get(panel.release, (0, 0))
        head = [bold(panel.name)]
        if pieces:
            each = Amount(value, exact=True)
            counted = words("revisions.weapon", pieces=Amount(pieces), weapon=Name(thing), value=each)
            room = view.size.width / (1 if frame.stacked else len(record.panels)) / (_LETTER * view.size.note)
            head += wrap(counted, int(room), break_long_words=False, break_on_hyphens=False)
        if frame.tight and shared:
            total = Amount(panel.total(record.way, shared))
            head.append(words("revisions.total", years=year_range(shared), total=total))
        named, lines = _notes(view, frame, n, (". " if frame.tight else BREAK).join(head))
        notes, shapes = notes + named, shapes + lines
        share = 1 / (last + 1)
        place = {"domain": [1 - (n + 1) * share, 1 - n * share]} if frame.stacked else {"overlaying": "y"} if n else {}
        axes[f"yaxis{n + 1 if n else ''}"] = {
            "range": [frame.low, frame.high],
            "showticklabels": False,
            "showgrid": False,
        } | place
    ticks = [(frame.at(n, y), y) for n in range(1 if frame.stacked else last + 1) for y in record.years]
    full, right = view.size.width / len(ticks) > max(48, 2.9 * view.size.note), ticks[-1][0] + 0.6
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
            view,
            height=frame.height * (last + 1 if frame.stacked else 1) + 34,
            margin=margin(view, 8, 8, 8, 26),
            barmode="overlay",
            xaxis=xaxis,
            annotations=[*notes, *_directions(view, frame, right)],
            shapes=shapes,
            **axes,
        ),
    }


def year_range(years: list[int]) -> Years:
    return Years(years[0], years[-1], short=True)
