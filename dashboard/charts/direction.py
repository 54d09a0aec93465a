"""The opening picture: diverging bars per year, and who led each year beneath them."""

from __future__ import annotations

import pandas as pd

from dashboard import findings, style
from dashboard.charts.base import DIRECTIONS, Chart, Description, Figure, Mark, View

STRIP = 0.075
"""Height of the strip of leaders, as a share of the drawing."""


def _bars(view: View) -> list[Figure]:
    """Solid and hatched part of each direction; the hatched part is what SIPRI marks as locally produced."""
    traces: list[Figure] = []
    years = list(view.selection.years)
    for direction in DIRECTIONS:
        sign = 1 if direction == "a_to_b" else -1
        flow, local = view.flows.flow[direction], view.flows.local[direction].fillna(0)
        colour = view.theme.direction(direction)
        for hatched in (False, True):
            values = local if hatched else flow.central - local
            marker: Figure = {"color": colour, "line": {"width": 0}}
            if hatched:
                marker |= {
                    "color": view.theme.paper,
                    "line": {"width": 1, "color": colour},
                    "pattern": {"shape": "/", "fgcolor": colour, "bgcolor": view.theme.paper, "size": 6, "solidity": 0.45},
                }
            traces.append(
                {
                    "type": "bar",
                    "name": view.arrow(direction) + (", marked as locally produced" if hatched else ""),
                    "x": years,
                    "y": [None if pd.isna(v) or v == 0 else round(sign * v, 6) for v in values],
                    "marker": marker,
                    "customdata": [f"{y}:{direction}" for y in years],
                    "hovertext": [_hover(view, y, direction) for y in years],
                    "hoverinfo": "text",
                }
            )
    return traces


def _hover(view: View, year: int, direction: str) -> str:
    flow = view.flows.flow[direction].loc[year]
    local = view.flows.local[direction].loc[year]
    if not flow.covered:
        return f"{year}: not covered"
    value = f"<b>{year}, {view.arrow(direction)}</b><br>{style.exact(flow.central)} {findings.unit(view)}"
    if pd.notna(local) and local:
        value += f"<br>of which marked as locally produced: {style.exact(local)}"
    return value + "<br>Click for its sources"


def _strip(view: View) -> Figure:
    years = list(view.selection.years)
    leads = [findings.lead(view, y) for y in years]
    colours = [view.theme.direction(d) if d else view.theme.line for d, _ in leads]
    opacity = [0.45 + 0.55 * share if d else 0.9 for d, share in leads]
    return {
        "type": "bar",
        "x": years,
        "y": [1 if view.flows.covered.loc[y] else None for y in years],
        "yaxis": "y2",
        "width": 0.94,
        "marker": {"color": colours, "opacity": opacity, "line": {"width": 0}},
        "customdata": [str(y) for y in years],
        "hovertext": [findings.lead_in_words(view, y) for y in years],
        "hoverinfo": "text",
    }


def _absent(view: View, low: float, high: float) -> list[Figure]:
    """Hatched grey over years that nobody covered, on both axes."""
    years = [y for y in view.selection.years if not view.flows.covered.loc[y]]
    pattern = {"shape": "\\", "fgcolor": view.theme.absent, "bgcolor": view.theme.paper, "size": 5, "solidity": 0.2}
    trace = {
        "type": "bar",
        "x": years,
        "width": 1,
        "marker": {"color": view.theme.paper, "pattern": pattern, "line": {"width": 0}},
        "hovertext": [f"{y}: not covered by this source" for y in years],
        "hoverinfo": "text",
        "opacity": 0.55,
        "customdata": [str(y) for y in years],
    }
    full = {"y": [high - low] * len(years), "base": [low] * len(years), "offset": -0.5}
    return [trace | full, trace | {"y": [1] * len(years), "yaxis": "y2", "offset": -0.5}]


def _names(view: View, top: float) -> list[Figure]:
    """What was in the highest bars, by the register's own designations."""
    flow = view.flows.flow["a_to_b"].central.fillna(0)
    notes: list[Figure] = []
    taken: list[int] = []
    gap = max(4, len(flow) // (9 if not view.size.narrow else 5))
    for year in flow.sort_values(ascending=False, kind="stable").index:
        if len(taken) >= view.size.labels - 1 or flow[year] < 0.1 * top:
            break
        if any(abs(year - t) < gap for t in taken):
            continue
        text = findings.designations(view, year, "a_to_b", 2 if not view.size.narrow else 1)
        if text:
            taken.append(year)
            near_end = year > view.selection.to_year - 6
            anchor = "right" if near_end else "left" if flow[year] > 0.9 * top else "center"
            shift = 0 if anchor != "left" else 12
            y_shift = -8 if anchor == "left" else 12
            notes.append(
                style.note(text, view.selection.theme, view.selection.size, x=year, y=flow[year], xanchor=anchor,
                           xshift=shift, yshift=y_shift)
            )  # fmt: skip
    return notes


def _free_centre(view: View, flow: pd.Series, half: int, level: float) -> int:
    """The first year, from the first quarter on, around which no bar reaches `level`: room for a label."""
    years = list(flow.index)
    turned = findings.turn(view)
    inside = [y for y in years[half:-half] if turned is None or y < turned[0] - half] or years
    return min(inside, key=lambda y: (flow.loc[y - half : y + half].max() > level, abs(y - years[len(years) // (2 if view.size.narrow else 4)])))


def draw(view: View) -> Figure:
    theme, size = view.selection.theme, view.selection.size
    up = view.flows.flow["a_to_b"].central.fillna(0)
    down = view.flows.flow["b_to_a"].central.fillna(0)
    top = max(up.max(), 0.35 * down.max(), 1)
    depth = max(1.9 * down.max(), 0.26 * top) if down.max() < top else 1.25 * down.max()
    low, high = -depth, 1.12 * top
    notes = _names(view, top)
    bold = {"size": view.size.font + 2, "weight": 700}
    half = 3 if not view.size.narrow else 5
    if len(up) > 2 * half:
        centre = _free_centre(view, up, half, 0.68 * high)
        text = f"{view.arrow('a_to_b')} {style.ARROW['a_to_b']}"
        notes.append(style.note(text, theme, size, x=centre, y=0.86 * high,
                                font=bold | {"color": view.theme.a_to_b}))  # fmt: skip
    text = f"{view.arrow('b_to_a')} {style.ARROW['b_to_a']}"
    last = view.selection.to_year
    notes.append(style.note(text, theme, size, x=last + 0.5, xanchor="right", y=0.86 * low, font=bold | {"color": view.theme.b_to_a}))
    shapes = []
    turn = findings.turn(view)
    if turn:
        after, until = turn
        for ref, y0, y1 in (("y", low, high), ):
            shapes.append({"type": "rect", "layer": "below", "x0": after + 0.5, "x1": until + 0.5, "y0": y0, "y1": y1,
                           "yref": ref, "fillcolor": view.theme.band, "line": {"width": 0}})  # fmt: skip
        word = f"reversal, {until}" if not view.size.narrow else str(until)
        notes.append(style.note(f"<b>{word}</b>", theme, size, x=(after + until + 1) / 2, y=high, yanchor="bottom"))
        first = down[down > 0].index
        if len(first) and not view.size.narrow:
            names = findings.designations(view, int(first[0]), "b_to_a", 1)
            notes.append(style.note(f"{names} drones" if names.startswith("Shahed") else names, theme, size,
                                    x=int(first[0]) - 0.6, y=-0.5 * down.max(), xanchor="right"))  # fmt: skip
    step = 5 if len(up) <= 45 or view.size.narrow is False else 10
    step = 10 if view.size.narrow and len(up) > 25 else step
    ticks = [y for y in view.selection.years if y % step == 0]
    at = [t for t in findings.nice_ticks(high) if t > 0]
    data = [*_bars(view), _strip(view), *_absent(view, low, high)]
    x_range = [view.selection.from_year - 0.6, last + 0.6]
    return {
        "data": data,
        "layout": style.layout(
            theme, size,
            barmode="relative",
            xaxis={"range": x_range, "tickvals": ticks, "anchor": "y2", "ticks": "", "showline": False},
            yaxis={"range": [low, high], "domain": [STRIP + 0.105, 1], "tickvals": at, "ticktext": [style.number(t) for t in at]},
            yaxis2={"range": [0, 1], "domain": [0, STRIP], "showticklabels": False, "showgrid": False},
            shapes=[*shapes, {"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": 0, "y1": 0, "line": {"color": view.theme.ink, "width": 1.2}}],
            annotations=[*notes, style.note("Who led, year by year (grey: nothing recorded)", theme, size, xref="paper", x=0,
                                            yref="paper", y=STRIP + 0.005, yanchor="bottom", font={"color": view.theme.quiet})],
        ),
    }  # fmt: skip


def _marks(view: View) -> tuple[Mark, ...]:
    marks = []
    years = list(view.selection.years)
    for i, year in enumerate(years):
        for curve, direction in ((0, "a_to_b"), (2, "b_to_a")):
            flow = view.flows.flow[direction].loc[year]
            if not flow.covered or not flow.central:
                continue
            solid = flow.central - (view.flows.local[direction].fillna(0).loc[year])
            label = f"{year}, {view.arrow(direction)}: {style.exact(flow.central)} {findings.unit(view)}"
            basis = tuple(flow.basis.split())
            marks.append(Mark(f"{year}:{direction}", label, basis, curve + (solid <= 0), i, view.claims_by_year.get((year, direction), ())))
        basis = tuple(" ".join(view.flows.flow[d].basis.loc[year] for d in DIRECTIONS).split())
        about = tuple(c for d in DIRECTIONS for c in view.claims_by_year.get((year, d), ()))
        marks.append(Mark(str(year), findings.lead_in_words(view, year), basis, 4, i, about))
    return tuple(marks)


def describe(view: View) -> Description:
    columns = {}
    for direction in DIRECTIONS:
        flow, local = view.flows.flow[direction], view.flows.local[direction]
        columns[f"{view.arrow(direction)} ({findings.unit(view)})"] = flow.central.where(flow.covered)
        if view.selection.measure == "tiv":
            columns[f"{view.arrow(direction)}, locally produced part"] = local.where(flow.covered)
    table = pd.DataFrame(columns, index=pd.Index(list(view.selection.years), name="Year"))
    table["Led"] = [findings.leader_name(view, y) for y in table.index]
    hatched = any(view.flows.local[d].fillna(0).max() > 0 for d in DIRECTIONS)
    legend = f"Hatched bars: orders that {view.register_name} marks as locally produced. " if hatched else ""
    if not view.flows.covered.all():
        legend += "Hatched grey years: not covered by this source."
    return Description(
        title=findings.headline(view),
        sentence=findings.lead_sentence(view),
        table=table.reset_index(),
        marks=_marks(view),
        sources=view.register(),
        unit="Arms delivered, million TIV a year" if view.selection.measure == "tiv" else "Documented transfer events a year",
        legend=legend,
    )


CHART = Chart("direction", 1, "Which way did arms flow, and when did it turn?", draw, describe)
