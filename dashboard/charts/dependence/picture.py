"""Draw the import dependence of both states, and the difference of the two shares below."""

from itertools import pairwise
from typing import Any

import pandas as pd

from dashboard.charts.base import Figure
from dashboard.charts.dependence.shares import (
    by_last_year,
    dependence_by_window,
    largest_other_supplier,
    parties,
    window_inputs,
)
from dashboard.charts.drawing.axes import layout, margin
from dashboard.charts.drawing.labels import Labels, empty_figure, note
from dashboard.charts.drawing.marked_text import BREAK, bold, invitation
from dashboard.data.view import View
from dashboard.text.forms.arguments import Name, Share, Signed, State
from dashboard.text.sentence import words
from etl.analysis import metrics
from etl.analysis.metrics import WINDOW
from etl.contracts.vocabulary import DIRECTIONS


def _line(view: View, frame: pd.Series, colour: str, width: float, **more: object) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": frame.index.tolist(),
        "y": [None if pd.isna(v) else round(v, 6) for v in frame],
        "connectgaps": False,
        "line": {"color": colour, "width": width},
        "hoverinfo": "text",
    } | more


def _share_line(view: View, direction: str) -> dict[str, object]:
    frame, colour = dependence_by_window(view, direction), view.theme.direction(direction)
    said = parties(view, direction)
    return _line(
        view,
        frame.central,
        colour,
        3,
        mode="lines+markers",
        cliponaxis=False,
        marker={"size": 6, "color": colour, "symbol": "circle" if direction == "a_to_b" else "diamond"},
        customdata=[f"{p}:{direction}" for p in frame.period],
        hovertext=[
            f"{bold(p)}{BREAK}{words('dependence.hover-share', **said, share=Share(v, 1))}{invitation(words('charts.click'))}"
            for p, v in zip(frame.period, frame.central, strict=True)
        ],
    )


def _share_name(view: View, direction: str) -> list[dict[str, Any]]:
    """Name the line of a direction: a→b above its peak, b→a left of its rise; nothing where it has no share."""
    share, size, above = dependence_by_window(view, direction).central, view.size, direction == "a_to_b"
    year = _name_year(share, direction)
    if year is None:
        return []
    name = words("dependence.from" if size.narrow else "dependence.imports", **parties(view, direction))
    left = {"yanchor": "top", "xshift": -16} if size.fixed else {"yanchor": "middle", "xshift": -10}
    place = {"xanchor": "center", "yanchor": "bottom", "yshift": 6} if above else {"xanchor": "right"} | left
    width = 0.56 * (size.font + 1) * (len(name) + 7)
    room = (year - _axis_start(view)) / (_axis_end(view) - _axis_start(view)) * (size.width - 54)
    if room < width * (0.5 if above else 1):  # it would begin left of the axis
        place = {"xanchor": "left", "yanchor": "bottom", "yshift": 6}
    font = {"color": view.theme.direction(direction), "size": size.font + 1}
    return [note(view, bold(name), x=year, y=share.loc[year], font=font, **place)]


def _asymmetry_bars(view: View, asym: pd.DataFrame) -> dict[str, object]:
    colours = [view.theme.a_to_b if v > 0 else view.theme.b_to_a for v in asym.central.fillna(0)]
    return {
        "type": "bar",
        "x": asym.index.tolist(),
        "y": [None if pd.isna(v) else round(v, 6) for v in asym.central],
        "yaxis": "y2",
        "marker": {"color": colours, "line": {"width": 0}},
        "hoverinfo": "text",
        "customdata": asym.period.tolist(),
        "hovertext": [
            f"{bold(p)}{BREAK}{words('dependence.hover-difference', difference=Signed(v))}{invitation(words('charts.click'))}"
            if pd.notna(v)
            else ""
            for p, v in zip(asym.period, asym.central, strict=True)
        ],
    }


# Where the words over the bars beneath begin, and where the shares at least do, as shares of the height.
_BELOW, _FOOT = 0.27, 0.37


def draw(view: View) -> Figure:
    if not any(dependence_by_window(view, d).central.notna().any() for d in DIRECTIONS):
        return empty_figure(view, words("dependence.none"))
    asym = by_last_year(metrics.compute("asymmetry", window_inputs(view)))
    data = [*(_share_line(view, d) for d in DIRECTIONS), _asymmetry_bars(view, asym)]
    notes = [name for d in DIRECTIONS for name in _share_name(view, d)]
    height, around = view.size.tall(430), margin(view, 44, 10, 20, 26)
    inside = height - around["t"] - around["b"]
    foot = max(_FOOT, _BELOW + 1.5 * view.size.note / inside)
    labels = _labels_around(view, data[:2], notes, (1 - foot) * inside)
    others = {d: other for d in DIRECTIONS if (other := largest_other_supplier(view, d))}
    for direction, (name, share) in others.items():
        said = parties(view, direction, name)
        data.append(
            _line(
                view,
                share,
                view.theme.quiet,
                2.2,
                line={"color": view.theme.quiet, "width": 2.2, "dash": "dot"},
                hovertext=[
                    words("dependence.hover-other", **said, window=Name(f"{y - WINDOW + 1}/{y}"), share=Share(v, 1))
                    if pd.notna(v)
                    else ""
                    for y, v in share.items()
                ],
            )
        )
        ranked = share.dropna().iloc[::-1].sort_values(ascending=False, kind="stable")
        spots = [(int(y), v, side) for y, v in ranked.items() for side in ("center", "right", "left")]
        labels.place(words("dependence.from", **said), spots, rise=7, color=view.theme.quiet)
    notes += labels.notes
    step = 10 if view.size.narrow and len(asym) > 25 else 5
    notes.append(
        note(
            view,
            words("dependence.below", a=State(view.a), b=State(view.b)),
            xref="paper",
            x=0,
            yref="paper",
            y=_BELOW,
            yanchor="bottom",
            xanchor="left",
            font={"color": view.theme.quiet},
        )
    )
    return {
        "data": data,
        "layout": layout(
            view,
            height=height,
            margin=around,
            xaxis={
                "range": [_axis_start(view), _axis_end(view)],
                "anchor": "y2",
                "tickvals": [y for y in view.selection.years if y % step == 0],
            },
            yaxis={
                "range": [0, 1.12],
                "domain": [foot, 1],
                "tickvals": [0, 0.25, 0.5, 0.75, 1],
                "ticktext": ["0", "25%", "50%", "75%", "100%"],
            },
            yaxis2={
                "range": [-1.1, 1.1],
                "domain": [0, _BELOW - 0.01],
                "tickvals": [-1, 0, 1],
                "ticktext": ["−1", "0", "+1"],
                "zeroline": True,
                "zerolinecolor": view.theme.ink,
            },
            annotations=notes,
        ),
    }


def _axis_start(view: View) -> float:
    return view.selection.from_year - 0.8 + WINDOW - 1


def _axis_end(view: View) -> float:
    return view.selection.to_year + 0.9


def _labels_around(view: View, lines: list[Any], named: list[Any], height: float) -> Labels:
    """Return labels for the upper panel, `height` px high, with the room taken by both lines and their names."""
    labels = Labels(view, view.size.width - 54, height, (_axis_start(view), _axis_end(view)), (0, 1.12))
    for line in lines:
        points = [None if y is None else labels.px(x, y) for x, y in zip(line["x"], line["y"], strict=True)]
        for one, other in pairwise(points):
            between = (
                [(one[0] + n / 8 * (other[0] - one[0]), one[1] + n / 8 * (other[1] - one[1])) for n in range(9)]
                if one and other
                else []
            )
            labels.taken += [(x - 4, y - 4, x + 4, y + 4) for x, y in between]
    for name in named:
        x, y = labels.px(name["x"], name["y"])
        high, wide = (
            1.3 * name["font"]["size"],
            0.58 * name["font"]["size"] * (len(name["text"]) - len(bold(""))),
        )
        left = x + name.get("xshift", 0) - {"left": 0, "center": wide / 2, "right": wide}[name["xanchor"]]
        bottom = y + name.get("yshift", 0) - {"bottom": 0, "middle": high / 2, "top": high}[name["yanchor"]]
        labels.taken.append((left, bottom, left + wide, bottom + high))
    return labels


def _name_year(values: pd.Series, direction: str) -> int | None:
    """Return the year at which a line is named: a→b at its early peak, b→a where it has begun to rise."""
    valid = values.dropna()
    if valid.empty or valid.max() <= 0:
        return None
    if direction == "a_to_b":
        return int(valid.iloc[: max(1, int(0.4 * len(valid)))].idxmax())
    return int(valid.index[valid >= 0.3 * valid.max()][0])
