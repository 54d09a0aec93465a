"""TODO"""

from textwrap import wrap
from typing import Any

import pandas as pd

from dashboard.charts.base import Figure
from dashboard.charts.drawing.axes import layout, nice_ticks
from dashboard.charts.drawing.labels import empty_figure, note
from dashboard.charts.launches import claimed_numbers
from dashboard.charts.launches.claimed_numbers import ClaimedNumber
from dashboard.charts.launches.months import Launches, by, monthly_launches, named_months, number, why_bound_ends
from dashboard.data.view import View
from dashboard.text import dates, numbers

# Least height in px of the upper bars, where a drawing has a height to keep to: then not every claim is named.
_BARS = 62


def _bars(view: View, months: pd.DataFrame, column: str, axis: str = "") -> Figure:
    """Grey bars: hatched where a month is incomplete, fainter where decoys are counted among the launches."""
    fills = [view.theme.absent if decoys else view.theme.quiet for decoys in months.decoys]
    hatched = months.incomplete.tolist()
    words = {"launched": "launched", "total": "launched so far"}[column]
    return {
        "type": "bar",
        "x": months.index.tolist(),
        "y": [None if pd.isna(v) else float(v) for v in months[column]],
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "marker": {
            "color": fills,
            "line": {"width": [int(h) for h in hatched], "color": fills},
            "pattern": {"shape": ["/" if h else "" for h in hatched], "size": 5, "solidity": 0.4},
        },
        "customdata": months.month.tolist(),
        "hoverinfo": "text",
        "hovertext": [
            f"<b>{dates.day(m.month)}</b><br>{number(m, getattr(m, column))} {words}<br>Click for its source"
            for m in months.itertuples()
        ],
    }


def _upper(view: View, found: Launches, width: float, height: float) -> tuple[list[Figure], list[Any], dict[str, Any]]:
    """The upper panel, `width` × `height` px: traces, labels, axes. What was said stands in rows above the bars."""
    months, narrow, scale = found.bound, view.size.narrow, width / len(found.bound)
    two = narrow or view.size.width < 52 * view.size.note
    head, row = view.size.grown * (24 if not found.claimed or not two else 42), view.size.grown * claimed_numbers.ROW
    most = max(1, int((height - head - _BARS) / row) - 1) if view.size.fixed else len(found.claimed)
    rows, used = _named(view, found, scale, most)
    high = float(months.total.max()) * height / (height - head - row * (used + 1))
    tops = {s.id: s.floor for s in found.claimed} | {
        s.id: high * (1 - (head + row * (i + 1)) / height) for s, _, _, i in rows
    }
    place = {"xref": "x2", "yref": "y2", "yanchor": "bottom"}
    notes = _totals(view, found, scale, place)
    colour = view.theme.direction(found.direction)
    for s, at, anchor, _ in rows:
        label = s.label(narrow).replace(s.words, f"<b>{s.words}</b>", 1)
        notes.append(
            note(view, label, x=at / scale - 0.5, y=tops[s.id], xanchor=anchor, font={"color": colour}, **place)
        )
    title = f"All launched so far, at the end of each month{'<br>' if two else '. '}"
    title += (
        f'<span style="color:{colour}">Said to have come from {found.supplier}, on the day it was said</span>'
        if found.claimed
        else ""
    )
    notes.append(
        note(
            view,
            title,
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
    ticks = [_month(m, first=n == 0) for n, m in enumerate(months.month)]
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
    said = claimed_numbers.marks(view, found.direction, found.claimed, tops, high) if found.claimed else []
    return [_bars(view, months, "total", "2"), *said], notes, axes


def _named(
    view: View, found: Launches, scale: float, most: int
) -> tuple[list[tuple[ClaimedNumber, float, str, int]], int]:
    """The claims that `most` rows have room for, the foremost first, as labels; and how many rows they take."""
    kept: tuple[ClaimedNumber, ...] = ()
    rows: list[tuple[ClaimedNumber, float, str, int]] = []
    for n in range(1, len(found.claimed) + 1):
        before = claimed_numbers.foremost(found.claimed, n - 1)
        more = [s for s in claimed_numbers.foremost(found.claimed, n) if s not in before]
        how = (-0.5, scale, view.size.narrow, view.size.grown)
        tried = claimed_numbers.rows([s for s in found.claimed if s in kept or s in more], *how)
        if max(row for *_, row in tried) < most and not (view.size.fixed and claimed_numbers.crossed(tried, *how)):
            kept, rows = tuple(s for s, *_ in tried), tried
    return rows, 1 + max((row for *_, row in rows), default=-1)


def _totals(view: View, found: Launches, scale: float, place: dict[str, str]) -> list[Any]:
    """The sums on their bars: the named ones, and all that have room; none over the line of a claim."""
    notes, named = [], named_months(found)
    for i, total in enumerate(found.bound.total):
        leaders = [s.x - 5 / scale for s in found.claimed if abs(s.x - i) < 0.5]
        if i in named or not (view.size.narrow or leaders):
            text = f"<b>{numbers.number(total)}</b>" if i in named else numbers.number(total)
            notes.append(note(view, text, x=min([i + 0.45, *leaders]), y=float(total), xanchor="right", **place))
    return notes


def _break(view: View, found: Launches, high: float) -> tuple[list[Any], list[Any]]:
    """In the lower panel: the line that ends the sum, and why it does."""
    why = why_bound_ends(found)
    lines = [wrap(part, 30 if view.size.narrow else 60) for part in why]
    text = "<br>".join(
        [*(f"<b>{line}</b>" for line in lines[0]), *(lines[1] if not (view.size.narrow and view.size.fixed) else [])]
    )
    at = int(found.bound.index[-1]) + 0.5
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


def _decoys(view: View, months: pd.DataFrame, high: float) -> tuple[list[Any], list[Any]]:
    """The line over the months in which decoys are counted among the launches."""
    at = months.index[months.decoys].tolist()
    if not at:
        return [], []
    y, words = 0.9 * high, f"decoys counted too, since {dates.day(months.month[at[0]])}"
    line = {
        "type": "line",
        "x0": at[0] - 0.4,
        "x1": at[-1] + 0.4,
        "y0": y,
        "y1": y,
        "line": {"color": view.theme.absent, "width": 2},
    }
    return [
        note(view, words, x=at[-1] + 0.4, y=y, xanchor="right", yanchor="bottom", font={"color": view.theme.quiet})
    ], [line]


def _month(month: str, first: bool) -> str:
    """`Sep`; with its year below in January and in the first month shown."""
    year, number = month.split("-")
    return dates.day(month)[:3] + (f"<br>{year}" if first or number == "01" else "")


def draw(view: View) -> Figure:
    size, found = view.size, monthly_launches(view)
    months, quiet = found.months, {"color": view.theme.quiet}
    if months.empty:
        return empty_figure(view, f"No launches are recorded{by(view)}.")
    margin, tall = (
        {"l": int(44 * size.grown) + 4 * size.fixed, "r": 8, "t": 6, "b": int(26 * size.grown) + 4 * size.fixed},
        view.size.tall(640 if found.built else 500),
    )
    tall = max(tall, 350 if found.built else 0)
    plot, high = tall - margin["t"] - margin["b"], 1.3 * float(months.launched.max())
    split = (0.42 if not view.size.fixed else 0.36) if found.built else 1
    data: list[Figure] = [_bars(view, months, "launched")]
    axes: dict[str, Any] = {}
    notes, shapes = _decoys(view, months, high)
    if not view.size.fixed or plot > 360:
        notes.append(
            note(view, "By month", xref="paper", x=0, yref="paper", y=split, xanchor="left", yanchor="top", font=quiet)
        )
    if found.built:
        foot = split + 48 / plot
        upper, words, axes = _upper(view, found, view.size.width - margin["l"] - margin["r"], plot * (1 - foot))
        axes["yaxis2"]["domain"] = [foot, 1]
        why, line = _break(view, found, high)
        data, notes, shapes = [*data, *upper], [*notes, *words, *why], [*shapes, *line]
    at = [t for t in nice_ticks(high / 1.3) if t > 0]
    few = len(months) <= 12
    named = {
        i: _month(m, first=i == 0) if few else f"Jan {m[:4]}"
        for i, m in months.month.items()
        if few or m.endswith("-01")
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
                "tickvals": list(named),
                "ticktext": list(named.values()),
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
