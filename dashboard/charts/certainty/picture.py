"""Draw the chance of a reversal by year of data, its date, and the matrix of variants."""

from collections.abc import Mapping
from typing import Any

from dashboard.charts.base import Figure
from dashboard.charts.certainty.matrix import CELL, is_selected, matrix_cells, matrix_layout
from dashboard.charts.drawing.axes import layout, nice_ticks
from dashboard.charts.drawing.labels import note
from dashboard.charts.drawing.marked_text import BREAK, bold, invitation
from dashboard.data.view import View
from dashboard.text import findings
from dashboard.text.forms import numbers
from dashboard.text.forms.arguments import Chance, Share, Year, yes
from dashboard.text.sentence import words
from etl.analysis.reversal import CALL, Period, Reversal


def draw(view: View) -> Figure:
    curve, dates, cells = view.flows.as_of, view.flows.reversal.date, matrix_cells(view)
    colour = view.theme.direction(findings.new_direction(view))
    years = list(curve)
    called = [curve[y].callable for y in years]
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "cliponaxis": False,
            "x": years,
            "y": [round(curve[y].p_reversed, 6) for y in years],
            "line": {"color": view.theme.ink, "width": 2},
            "marker": {
                "size": 8,
                "color": [colour if c else view.theme.paper for c in called],
                "line": {"width": 1.5, "color": [colour if c else view.theme.ink for c in called]},
            },
            "customdata": [f"asof:{y}" for y in years],
            "hoverinfo": "text",
            "hovertext": [_as_of_hover(y, curve[y]) for y in years],
        },
        {
            "type": "scatter",
            "mode": "lines",
            "cliponaxis": False,
            "x": years,
            "y": [round(answer.p_reversed, 6) for answer in view.flows.as_of_spans_now.values()],
            "line": {"color": view.theme.quiet, "width": 1.5, "dash": "dash"},
            "hoverinfo": "skip",
        },
        {
            "type": "bar",
            "x": list(dates),
            "y": [round(p, 6) for p in dates.values()],
            "xaxis": "x2",
            "yaxis": "y2",
            "marker": {"color": colour, "line": {"width": 0}},
            "customdata": [f"date:{y}" for y in dates],
            "hoverinfo": "text",
            "hovertext": [
                f"{bold(y)}{BREAK}{words('certainty.hover-date', share=Share(p, 1))}" for y, p in dates.items()
            ],
        },
        {
            "type": "bar",
            "x": [c.column for c in cells],
            "y": [CELL] * len(cells),
            "base": [-c.row - CELL / 2 for c in cells],
            "xaxis": "x3",
            "yaxis": "y3",
            "width": CELL,
            "offset": -CELL / 2,
            "cliponaxis": False,
            "text": [numbers.chance(c.p) for c in cells],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "constraintext": "none",
            "insidetextfont": {
                "size": view.size.note,
                "color": [view.theme.on_mark if c.callable else view.theme.ink for c in cells],
            },
            "marker": {
                "color": [view.theme.direction(c.direction) if c.callable else view.theme.paper for c in cells],
                "line": {
                    "width": [3 if is_selected(view, c) else 1 for c in cells],
                    "color": [view.theme.ink if is_selected(view, c) else view.theme.absent for c in cells],
                },
            },
            "customdata": [f"?{c.query}" for c in cells],
            "hoverinfo": "text",
            "hovertext": [c.label + invitation(words("certainty.hover-open")) for c in cells],
        },
    ]
    return {"data": data if cells else data[:3], "layout": _layout(view, dates, bool(cells))}


def _as_of_hover(year: int, answer: Reversal) -> str:
    lines = [
        bold(words("certainty.hover-data", year=Year(year))),
        words("certainty.hover-chance", chance=Chance(answer.p_reversed, strong=False)),
        words("certainty.hover-called", called=yes(answer.callable)),
    ]
    return BREAK.join(lines)


def _layout(view: View, dates: Mapping[Period, float], matrix: bool) -> Figure:
    s, narrow = view.selection, view.size.narrow
    chance_ticks = [t / 100 for t in nice_ticks(100 * max(dates.values(), default=0), 3) if t > 0]
    top, left, right = ([0.56, 1.0], [0, 0.55], [0.65, 1]) if not narrow else ([0.72, 1.0], [0, 1], [0, 1])
    second = top if not narrow else [0.47, 0.64]
    height, low_end = view.size.tall(660 if not narrow else 860), 0.44 if not narrow else 0.38
    if narrow and view.size.fixed:
        top, second = [0.76, 0.97], [0.5, 0.62]
    if not matrix:
        height, top, second = (
            view.size.tall(330 if not narrow else 520),
            [0.0 if not narrow else 0.58, 0.97],
            [0.0, 0.97 if not narrow else 0.36],
        )
    first = max(dates, key=lambda y: dates[y], default=s.to_year)
    window = max(12, s.to_year - int(first) + 6)
    step = 10 if narrow or view.size.width < 900 else 5
    pitch = (right[1] - right[0]) * (view.size.width - 56) / (s.to_year + 0.8 - int(first) + window / 2)
    year_step = next(n for n in (2, 4, 6) if n * pitch > 3.2 * view.size.note or n == 6)
    ticks = [y for y in s.years if y % step == 0]
    quiet = {"color": view.theme.quiet}
    label = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "font": quiet}
    titles = [
        note(
            view,
            words("certainty.heading-chance"),
            x=left[0],
            y=top[1] + 0.012,
            **dict(label),
        ),
        note(view, words("certainty.heading-date"), x=right[0], y=second[1] + 0.012, **dict(label)),
        note(
            view,
            words("certainty.called-from", least=Share(CALL)),
            xref="x",
            yref="y",
            x=s.from_year + 2,
            y=CALL,
            xanchor="left",
            yanchor="top",
            font=dict(quiet),
        ),
    ]
    axes, notes = matrix_layout(view, height, low_end) if matrix else ({}, [])
    call = {
        "type": "line",
        "xref": "x",
        "yref": "y",
        "x0": s.from_year,
        "x1": s.to_year + 0.5,
        "y0": CALL,
        "y1": CALL,
        "line": {"color": view.theme.absent, "width": 1, "dash": "dot"},
    }
    return layout(
        view,
        height=height,
        margin={"l": 44, "r": 12, "t": 30, "b": 24},
        xaxis={
            "range": [s.from_year - 0.5, s.to_year + 0.8],
            "domain": left,
            "anchor": "y",
            "tickvals": ticks,
            "showgrid": False,
        },
        yaxis={
            "range": [0, 1.06],
            "domain": top,
            "anchor": "x",
            "tickvals": [0.5, 1],
            "ticktext": [numbers.percent(t) for t in (0.5, 1)],
        },
        xaxis2={
            "range": [int(first) - window / 2, s.to_year + 0.8],
            "domain": right,
            "anchor": "y2",
            "showgrid": False,
            "tickvals": [
                y for y in map(int, dates) if int(first) - window / 2 <= y and (y - int(first)) % year_step == 0
            ],
        },
        yaxis2={
            "domain": second,
            "anchor": "x2",
            "rangemode": "tozero",
            "tickvals": chance_ticks,
            "ticktext": [numbers.percent(p) for p in chance_ticks],
        },
        shapes=[call],
        annotations=[*titles, *notes],
        **axes,
    )
