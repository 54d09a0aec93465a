"""Draw diverging bars per year, and the leader of each year beneath them."""

import pandas as pd

from dashboard import style
from dashboard.charts.base import Figure
from dashboard.charts.drawing.axes import layout, nice_ticks
from dashboard.charts.drawing.labels import Labels, note
from dashboard.charts.drawing.marked_text import BREAK, bold, invitation
from dashboard.data.view import View
from dashboard.evidence import designations
from dashboard.text import findings
from dashboard.text.forms import numbers
from dashboard.text.forms.arguments import Amount, Name, Year
from dashboard.text.sentence import words
from etl.contracts.vocabulary import DIRECTIONS

# Height of the strip of leaders, as a share of the drawing.
STRIP = 0.075
# Up to so many years, each has room for its amount.
_FEW = 12


def _bars(view: View) -> list[Figure]:
    """Draw the solid and the hatched part of each direction; the register marks the hatched one as locally produced."""
    traces: list[Figure] = []
    years = list(view.selection.years)
    for direction in DIRECTIONS:
        sign, way = 1 if direction == "a_to_b" else -1, findings.view_way(view, direction)
        flow, local = view.flows.flow[direction], view.flows.local[direction].fillna(0)
        colour, paper = view.theme.direction(direction), view.theme.paper
        hovers = [
            _hover(view, year, direction, *values)
            for year, *values in zip(years, flow.central, flow.covered, view.flows.local[direction], strict=True)
        ]
        pattern = {"shape": "/", "fgcolor": colour, "bgcolor": paper, "size": 6, "solidity": 0.45}
        solid: Figure = {"color": colour, "line": {"width": 0}}
        stripes: Figure = {"color": paper, "line": {"width": 1, "color": colour}, "pattern": pattern}
        for hatched, values, marker in ((False, flow.central - local, solid), (True, local, stripes)):
            traces.append(
                {
                    "type": "bar",
                    "name": words("direction.bars-local", way=way) if hatched else view.arrow(direction),
                    "x": years,
                    "y": [None if pd.isna(v) or v == 0 else round(sign * v, 6) for v in values],
                    "marker": marker,
                    "customdata": [f"{y}:{direction}" for y in years],
                    "hovertext": hovers,
                    "hoverinfo": "text",
                }
            )
    return traces


def _hover(view: View, year: int, direction: str, central: float, covered: bool, local: float) -> str:
    if not covered:
        return findings.lead_in_words(view, year)
    head = words("direction.hover", year=Year(year), way=findings.view_way(view, direction))
    amount = words("charts.amount", amount=Amount(central, exact=True), unit=Name(findings.unit(view)))
    lines = [bold(head), amount]
    if pd.notna(local) and local:
        lines.append(words("direction.hover-local", amount=Amount(local, exact=True)))
    return BREAK.join(lines) + invitation(words("charts.click"))


def _leader_strip(view: View) -> Figure:
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


def _uncovered(view: View, low: float, high: float) -> list[Figure]:
    years = [y for y in view.selection.years if not view.flows.covered.loc[y]]
    pattern = {"shape": "\\", "fgcolor": view.theme.absent, "bgcolor": view.theme.paper, "size": 5, "solidity": 0.2}
    trace = {
        "type": "bar",
        "x": years,
        "width": 1,
        "marker": {"color": view.theme.paper, "pattern": pattern, "line": {"width": 0}},
        "hovertext": [findings.lead_in_words(view, y) for y in years],
        "hoverinfo": "text",
        "opacity": 0.55,
        "customdata": [str(y) for y in years],
    }
    full = {"y": [high - low] * len(years), "base": [low] * len(years), "offset": -0.5}
    return [trace | full, trace | {"y": [1] * len(years), "yaxis": "y2", "offset": -0.5}]


def _place_labels(view: View, low: float, high: float, frame: tuple[float, float]) -> Labels:
    """Label the two directions and what the highest bars contained, where there is room."""
    whole = view.within or view
    s, (width, height) = whole.selection, frame
    labels = Labels(view, width, height, (s.from_year - 0.6, s.to_year + 0.6), (low, high))
    flow = {d: whole.flows.flow[d].central.fillna(0) for d in DIRECTIONS}
    labels.bars(flow["a_to_b"].items())
    labels.bars((-flow["b_to_a"]).items())
    turn = findings.turn(whole)
    if turn:
        labels.bars([((turn[0] + turn[1] + 1) / 2, high)], turn[1] - turn[0])
    bold = {"size": view.size.font + 2, "weight": 700}
    up, down = (f"{view.arrow(d)} {style.ARROW[d]}" for d in DIRECTIONS)
    years = sorted(s.years, key=lambda y: abs(y - s.from_year - 0.27 * len(s.years)))
    heights = [(y, level * high, "center") for level in (0.84, 0.66, 0.5, 0.32) for y in years]
    labels.place(up, heights, color=view.theme.a_to_b, **bold)
    labels.taken = [t for t in labels.taken if turn is None or t[3] - t[1] < 0.9 * height * high / (high - low)]
    _place_amounts(view, labels)
    deep = [(s.to_year + 0.5, level * low, "right") for level in (0.8, 0.95)] + [
        (y, 0.8 * low, "center") for y in reversed(s.years)
    ]
    labels.place(down, deep, rise=0, color=view.theme.b_to_a, **bold)
    named: set[str] = set()
    flow = {d: view.flows.flow[d].central.fillna(0) for d in DIRECTIONS}
    for year in flow["a_to_b"].sort_values(ascending=False, kind="stable").index:
        if len(named) == view.size.labels or flow["a_to_b"][year] < 0.12 * high:
            break
        text = designations.designations(view, int(year), "a_to_b", 1 if view.size.narrow else 2)
        top = float(flow["a_to_b"][year])
        spots = [
            (year, top, "center"),
            (year + 0.6, top - 16 * high / height, "left"),
            (year - 0.6, top - 16 * high / height, "right"),
        ]
        if text and text not in named and labels.place(text, spots):
            named.add(text)
    first = flow["b_to_a"].index[flow["b_to_a"] > 0]
    if len(first) and not view.size.narrow:
        text = designations.designations(view, int(first[0]), "b_to_a", 1)
        labels.place(text, [(int(first[0]) - 0.7, 0, "right")], rise=-4)
    return labels


def _place_amounts(view: View, labels: Labels) -> None:
    """Label the bars of the new direction since the reversal, or that of the newest year, with their amounts.

    A step reserves the room of the whole, so that nothing moves while a chart is built up.
    """
    whole = view.within or view
    turn, new = findings.turn(whole), findings.new_direction(whole)
    flow, shown = (v.flows.flow[new].central.fillna(0) for v in (whole, view))
    sign = 1 if new == "a_to_b" else -1
    years = [y for y in reversed(whole.selection.years) if flow[y] > 0]
    for year in (
        [y for y in years if y >= turn[1]] if turn else years[: len(years) if len(whole.selection.years) <= _FEW else 1]
    ):
        if not labels.place(
            numbers.number(float(flow[year])),
            [(year, sign * float(flow[year]), "center")],
            rise=3 * sign,
            color=view.theme.direction(new),
        ):
            continue
        if shown.get(year, 0) > 0:
            labels.notes[-1] |= {"text": numbers.number(float(shown[year])), "y": sign * float(shown[year])}
        else:
            labels.notes.pop()


def _amount_ticks(view: View, low: float, high: float, height: float) -> dict[int, list[float]]:
    """Return sign → amounts on the axis: equal steps both ways, or own ones if the lower side is too short for them."""
    counts_events = view.selection.measure == "documented"
    shared, own_step = (
        [t for t in nice_ticks(reach, about) if t > 0 and (not counts_events or t == int(t))]
        for reach, about in ((max(high, -low), 4), (-low / 1.5, 1))
    )
    up, down = ([t for t in shared if t <= end] for end in (high, -low))
    down = down or own_step
    min_gap = 1.5 * view.size.note * (high - low) / height
    return {
        1: up,
        -1: [t for n, t in enumerate(down) if t - (down[n - 1] if n else 0) >= min_gap and -low - t >= 0.4 * min_gap],
    }


def _axis_range(view: View) -> tuple[float, float]:
    up, down = (view.flows.flow[d].central.fillna(0) for d in DIRECTIONS)
    top = max(up.max(), 0.35 * down.max(), 1)
    depth = max(1.9 * down.max(), 0.26 * top) if down.max() < top else 1.25 * down.max()
    return -depth, 1.12 * top


def draw(view: View) -> Figure:
    whole = view.within or view
    s, (low, high) = whole.selection, _axis_range(whole)
    domain = STRIP + 0.105
    margin = {"l": 40, "r": 8, "t": 26, "b": 26}
    inside = view.size.width - margin["l"] - margin["r"], (view.size.height - margin["t"] - margin["b"]) * (1 - domain)
    notes, shapes = _place_labels(view, low, high, inside).notes, []
    turn = findings.turn(view)
    if turn:
        after, until = turn
        shapes.append(
            {
                "type": "rect",
                "layer": "below",
                "x0": after + 0.5,
                "x1": until + 0.5,
                "y0": low,
                "y1": high,
                "fillcolor": view.theme.band,
                "line": {"width": 0},
            }
        )
        word = (
            words("direction.reversal", year=Year(until), late=findings.at_the_latest(view))
            if not view.size.narrow
            else str(until)
        )
        notes.append(
            note(
                view,
                bold(word),
                x=min((after + until + 1) / 2, s.to_year - 0.06 * len(s.years)),
                y=high,
                yanchor="bottom",
            )
        )
    ticks = _year_ticks(whole, inside[0])
    at = [
        (sign * t, numbers.number(t))
        for sign, amounts in _amount_ticks(whole, low, high, inside[1]).items()
        for t in amounts
    ]
    strip = note(
        view,
        words("direction.strip"),
        xref="paper",
        x=0,
        yref="paper",
        y=STRIP + 0.005,
        yanchor="bottom",
        font={"color": view.theme.quiet},
    )
    zero = {
        "type": "line",
        "x0": 0,
        "x1": 1,
        "xref": "paper",
        "y0": 0,
        "y1": 0,
        "line": {"color": view.theme.ink, "width": 1.2},
    }
    return {
        "data": [*_bars(view), _leader_strip(view), *_uncovered(view, low, high)],
        "layout": layout(
            view,
            barmode="relative",
            margin=margin,
            xaxis={"range": [s.from_year - 0.6, s.to_year + 0.6], "tickvals": ticks, "anchor": "y2", "ticks": ""},
            yaxis={
                "range": [low, high],
                "domain": [domain, 1],
                "tickvals": [t for t, _ in at],
                "ticktext": [text for _, text in at],
            },
            yaxis2={"range": [0, 1], "domain": [0, STRIP], "showticklabels": False, "showgrid": False},
            shapes=[*shapes, zero],
            annotations=[*notes, strip],
        ),
    }


def _year_ticks(view: View, width: float) -> list[int]:
    """Return every fifth year, or as many as leave 42 px between two; each year for a few."""
    years = view.selection.years
    step = next(n for n in (1, 5, 10, 20, 50) if n * width / len(years) >= 42)
    step = max(step, 5) if len(years) > 12 else step
    return [y for y in years if y % step == 0]
