"""Draw launches by month and, above them, their sum with the numbers claimed as delivered."""

from textwrap import wrap
from typing import Any

import pandas as pd

from dashboard.charts.base import Figure
from dashboard.charts.drawing.axes import layout, nice_ticks
from dashboard.charts.drawing.labels import empty_figure, note
from dashboard.charts.drawing.marked_text import BREAK, bold, coloured, invitation
from dashboard.charts.launches import claimed_numbers
from dashboard.charts.launches.claimed_numbers import ClaimedNumber
from dashboard.charts.launches.months import (
    Launches,
    LaunchMonth,
    known_by,
    launch_count,
    monthly_launches,
    named_months,
    why_bound_ends,
)
from dashboard.data.read_records import records
from dashboard.data.view import View
from dashboard.text.forms import dates, numbers
from dashboard.text.forms.arguments import Day, State, yes
from dashboard.text.sentence import to_text, words

# Minimum height in px of the upper bars in a drawing of fixed height, where not every claim is named.
_MIN_BARS = 62


def _bars(view: View, months: pd.DataFrame, column: str, axis: str = "") -> Figure:
    """Draw grey bars: outlined for an incomplete month, fainter where decoys are counted."""
    fills = [view.theme.absent if decoys else view.theme.quiet for decoys in months.decoys]
    open_bars = months.incomplete.tolist()
    return {
        "type": "bar",
        "x": months.index.tolist(),
        "y": [None if pd.isna(v) else float(v) for v in months[column]],
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "marker": {
            "color": [view.theme.paper if o else fill for o, fill in zip(open_bars, fills, strict=True)],
            "line": {"width": [1.5 * o for o in open_bars], "color": fills},
        },
        "customdata": months.month.tolist(),
        "hoverinfo": "text",
        "hovertext": [
            BREAK.join(
                [
                    bold(dates.day(m.month)),
                    words(f"launches.hover-{column}", **launch_count(m, getattr(m, column))),
                ]
            )
            + invitation(words("launches.hover-open"))
            for m in records(LaunchMonth, months)
        ],
    }


def _supply_panel(
    view: View, launches: Launches, width: float, height: float
) -> tuple[list[Figure], list[Any], dict[str, Any]]:
    """Draw the upper panel, `width` × `height` px, with labels of claims above the bars: (traces, notes, axes)."""
    months, narrow, scale = launches.bound, view.size.narrow, width / len(launches.bound)
    two_lines = narrow or view.size.width < 52 * view.size.note
    head, row = (
        view.size.grown * (24 if not launches.claimed or not two_lines else 42),
        view.size.grown * claimed_numbers.ROW,
    )
    max_rows = max(1, int((height - head - _MIN_BARS) / row) - 1) if view.size.fixed else len(launches.claimed)
    rows, used = labelled_claims(view, launches, scale, max_rows)
    high = float(months.total.max()) * height / (height - head - row * (used + 1))
    tops = {s.id: s.floor for s in launches.claimed} | {
        s.id: high * (1 - (head + row * (i + 1)) / height) for s, _, _, i in rows
    }
    place = {"xref": "x2", "yref": "y2", "yanchor": "bottom"}
    notes = _totals(view, launches, scale, place)
    colour = view.theme.direction(launches.direction)
    for s, at, anchor, _ in rows:
        label = s.label(narrow).replace(s.words, bold(s.words), 1)
        notes.append(
            note(view, label, x=at / scale - 0.5, y=tops[s.id], xanchor=anchor, font={"color": colour}, **place)
        )
    claimed = words("launches.heading-claimed", supplier=State(launches.supplier))
    legend = coloured(claimed, colour) if launches.claimed else ""
    notes.append(
        note(
            view,
            f"{words('launches.heading-total', alone=yes(two_lines))}{BREAK if two_lines else ' '}{legend}",
            xref="paper",
            x=0,
            yref="paper",
            y=1,
            xanchor="left",
            yanchor="top",
            align="left",
            font={"color": view.theme.quiet},
        )
    )
    ticks = [_month_tick(m, first=n == 0) for n, m in enumerate(months.month)]
    axes = {
        "yaxis2": {"range": [0, high], "showticklabels": False, "showgrid": False, "anchor": "x2"},
        "xaxis2": {
            "range": [-0.5, len(months) - 0.5],
            "anchor": "y2",
            "tickvals": months.index.tolist(),
            "ticktext": ticks,
            "tickangle": 0,
            "showgrid": False,
        },
    }
    claim_traces = (
        claimed_numbers.claim_traces(view, launches.direction, launches.claimed, tops, high) if launches.claimed else []
    )
    return [_bars(view, months, "total", "2"), *claim_traces], notes, axes


def labelled_claims(
    view: View, launches: Launches, scale: float, max_rows: int
) -> tuple[list[tuple[ClaimedNumber, float, str, int]], int]:
    """Choose the claims to label, the foremost first, in at most `max_rows` rows: (placed labels, number of rows)."""
    accepted: tuple[ClaimedNumber, ...] = ()
    rows: list[tuple[ClaimedNumber, float, str, int]] = []
    for n in range(1, len(launches.claimed) + 1):
        before = claimed_numbers.foremost(launches.claimed, n - 1)
        more = [s for s in claimed_numbers.foremost(launches.claimed, n) if s not in before]
        geometry = (-0.5, scale, view.size.narrow, view.size.grown)
        placed = claimed_numbers.rows([s for s in launches.claimed if s in accepted or s in more], *geometry)
        crossed = claimed_numbers.leaders_cross_labels(placed, *geometry)
        if max(row for *_, row in placed) < max_rows and not crossed:
            accepted, rows = tuple(s for s, *_ in placed), placed
    return rows, 1 + max((row for *_, row in rows), default=-1)


def _totals(view: View, launches: Launches, scale: float, place: dict[str, str]) -> list[Any]:
    """Label bars with their sums: those of named months, and others where there is room; none over a leader."""
    notes, named, taken = [], named_months(launches), float("inf")
    for i, total in reversed(list(enumerate(launches.bound.total))):
        leaders = [s.x - 5 / scale for s in launches.claimed if abs(s.x - i) < 0.5]
        if i in named or not (view.size.narrow or leaders):
            text, x = numbers.number(total), min([i + 0.45, *leaders])
            if view.size.fixed and view.size.narrow and x > taken:  # the sum of a later month is there
                continue
            taken = x - 0.58 * view.size.note * len(text) / scale
            notes.append(note(view, bold(text) if i in named else text, x=x, y=float(total), xanchor="right", **place))
    return notes


def _bound_line(view: View, launches: Launches, high: float) -> tuple[list[Any], list[Any]]:
    """Draw in the lower panel the line at which launches stop to bound supply, and say why: (notes, shapes)."""
    why = why_bound_ends(launches)
    lines = [wrap(to_text(part), 30 if view.size.narrow else 60) for part in why]
    text = BREAK.join(
        [*(bold(line) for line in lines[0]), *(lines[1] if not (view.size.narrow and view.size.fixed) else [])]
    )
    at = int(launches.bound.index[-1]) + 0.5
    line = {
        "type": "line",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 0.36 * high,
        "line": {"color": view.theme.ink, "width": 1.2, "dash": "dot"},
    }
    return [
        note(
            view, text, x=-0.5, y=0.38 * high, xanchor="left", yanchor="bottom", align="left", bgcolor=view.theme.paper
        )
    ], [line]


def _decoy_line(view: View, months: pd.DataFrame, high: float) -> tuple[list[Any], list[Any]]:
    """Draw the line over the months in which decoys are counted: (notes, shapes)."""
    at = months.index[months.decoys].tolist()
    if not at:
        return [], []
    y, text = 0.9 * high, words("launches.decoys-since", month=Day(months.month[at[0]]))
    line = {
        "type": "line",
        "x0": at[0] - 0.4,
        "x1": at[-1] + 0.4,
        "y0": y,
        "y1": y,
        "line": {"color": view.theme.absent, "width": 2},
    }
    return [
        note(view, text, x=at[-1] + 0.4, y=y, xanchor="right", yanchor="bottom", font={"color": view.theme.quiet})
    ], [line]


def _month_tick(month: str, first: bool) -> str:
    """Return `Sep`; with its year below in January and in the first month shown."""
    year, launch_count = month.split("-")
    return dates.day(month)[:3] + (f"{BREAK}{year}" if first or launch_count == "01" else "")


def draw(view: View) -> Figure:
    size, launches = view.size, monthly_launches(view)
    months, quiet = launches.months, {"color": view.theme.quiet}
    if months.empty:
        return empty_figure(view, words("launches.none", **known_by(view)))
    margin = {"l": int(44 * size.grown) + 4 * size.fixed, "r": 8, "t": 6, "b": int(26 * size.grown) + 4 * size.fixed}
    tall = max(size.tall(640 if launches.last else 500), 350 if launches.last else 0)
    plot, high = tall - margin["t"] - margin["b"], 1.3 * float(months.launched.max())
    split = (0.42 if not view.size.fixed else 0.36) if launches.last else 1
    data: list[Figure] = [_bars(view, months, "launched")]
    axes: dict[str, Any] = {}
    notes, shapes = _decoy_line(view, months, high)
    if not view.size.fixed or plot > 360:
        notes.append(
            note(
                view,
                words("launches.heading-month"),
                xref="paper",
                x=0,
                yref="paper",
                y=split,
                xanchor="left",
                yanchor="top",
                font=quiet,
            )
        )
    if launches.last:
        foot = split + 48 / plot
        upper, labels, axes = _supply_panel(
            view, launches, view.size.width - margin["l"] - margin["r"], plot * (1 - foot)
        )
        axes["yaxis2"]["domain"] = [foot, 1]
        why, line = _bound_line(view, launches, high)
        data, notes, shapes = [*data, *upper], [*notes, *labels, *why], [*shapes, *line]
    at = [t for t in nice_ticks(high / 1.3) if t > 0]
    every_month = len(months) <= 12
    tick_texts = {
        i: _month_tick(m, first=i == 0) if every_month else f"{dates.day(m)[:3]} {m[:4]}"
        for i, m in months.month.items()
        if every_month or m.endswith("-01")
    }
    return {
        "data": data,
        "layout": layout(
            view,
            height=tall,
            margin=margin,
            bargap=0.16,
            xaxis={
                "range": [-0.6, len(months) - 0.4],
                "tickvals": list(tick_texts),
                "ticktext": list(tick_texts.values()),
                "tickangle": 0,
                "ticks": "outside",
                "tickcolor": view.theme.absent,
            },
            yaxis={
                "range": [0, high],
                "domain": [0, split],
                "tickvals": at,
                "ticktext": [numbers.number(t) for t in at],
            },
            annotations=notes,
            shapes=shapes,
            **axes,
        ),
    }
