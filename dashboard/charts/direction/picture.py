"""TODO"""

import pandas as pd

from dashboard import style
from dashboard.charts.base import Figure
from dashboard.charts.drawing.axes import layout, nice_ticks
from dashboard.charts.drawing.labels import Labels, note
from dashboard.data.view import View
from dashboard.text import designations, findings, numbers
from etl.contracts.vocabulary import DIRECTIONS

# Height of the strip of leaders, as a share of the drawing.
STRIP = 0.075


# With as many years, or fewer, each has room for its amount.
_FEW = 12


def _bars(view: View) -> list[Figure]:
    """Solid and hatched part of each direction; the hatched part is what SIPRI marks as locally produced."""
    traces: list[Figure] = []
    years = list(view.selection.years)
    for direction in DIRECTIONS:
        sign = 1 if direction == "a_to_b" else -1
        flow, local = view.flows.flow[direction], view.flows.local[direction].fillna(0)
        colour = view.theme.direction(direction)
        parts = zip(years, flow.central, flow.covered, view.flows.local[direction], strict=True)
        hovers = [_hover(view, year, direction, *part) for year, *part in parts]
        for hatched in (False, True):
            values = local if hatched else flow.central - local
            marker: Figure = {"color": colour, "line": {"width": 0}}
            if hatched:
                marker |= {
                    "color": view.theme.paper,
                    "line": {"width": 1, "color": colour},
                    "pattern": {
                        "shape": "/",
                        "fgcolor": colour,
                        "bgcolor": view.theme.paper,
                        "size": 6,
                        "solidity": 0.45,
                    },
                }
            traces.append(
                {
                    "type": "bar",
                    "name": view.arrow(direction) + (", marked as locally produced" if hatched else ""),
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
        return f"{year}: not covered"
    value = f"<b>{year}, {view.arrow(direction)}</b><br>{numbers.exact(central)} {findings.unit(view)}"
    if pd.notna(local) and local:
        value += f"<br>of which marked as locally produced: {numbers.exact(local)}"
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


def _labels(view: View, low: float, high: float, frame: tuple[float, float]) -> Labels:
    """Names of the two directions and of what the highest bars held, each where it is free."""
    whole = view.within or view
    s, (width, height) = whole.selection, frame
    labels = Labels(view, width, height, (s.from_year - 0.6, s.to_year + 0.6), (low, high))
    flow = {d: whole.flows.flow[d].central.fillna(0) for d in DIRECTIONS}
    labels.bars(flow["a_to_b"].items())
    labels.bars((-flow["b_to_a"]).items())
    turned = findings.turn(whole)
    if turned:
        labels.bars([((turned[0] + turned[1] + 1) / 2, high)], turned[1] - turned[0])
    bold = {"size": view.size.font + 2, "weight": 700}
    up, down = (f"{view.arrow(d)} {style.ARROW[d]}" for d in DIRECTIONS)
    years = sorted(s.years, key=lambda y: abs(y - s.from_year - 0.27 * len(s.years)))
    heights = [(y, level * high, "center") for level in (0.84, 0.66, 0.5, 0.32) for y in years]
    labels.place(up, heights, color=view.theme.a_to_b, **bold)
    labels.taken = [t for t in labels.taken if turned is None or t[3] - t[1] < 0.9 * height * high / (high - low)]
    _values(view, labels)
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
        beside = [
            (year, top, "center"),
            (year + 0.6, top - 16 * high / height, "left"),
            (year - 0.6, top - 16 * high / height, "right"),
        ]
        if text and text not in named and labels.place(text, beside):
            named.add(text)
    first = flow["b_to_a"].index[flow["b_to_a"] > 0]
    if len(first) and not view.size.narrow:
        text = designations.designations(view, int(first[0]), "b_to_a", 1)
        labels.place(text, [(int(first[0]) - 0.7, 0, "right")], rise=-4)
    return labels


def _values(view: View, labels: Labels) -> None:
    """The amounts of the new direction since the turn, or of the newest year, at the ends of their bars.

    A step takes the room of the whole, so that nothing moves while a chart is built up.
    """
    whole = view.within or view
    turned, new = findings.turn(whole), findings.new_direction(whole)
    flow, shown = (v.flows.flow[new].central.fillna(0) for v in (whole, view))
    sign = 1 if new == "a_to_b" else -1
    years = [y for y in reversed(whole.selection.years) if flow[y] > 0]
    for year in (
        [y for y in years if y >= turned[1]]
        if turned
        else years[: len(years) if len(whole.selection.years) <= _FEW else 1]
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


def _ticks(view: View, low: float, high: float, height: float) -> dict[int, list[float]]:
    """Sign → amounts of the axis: the same steps both ways, or one of its own where the lower side is too short for them."""
    whole = view.selection.measure == "documented"
    both, own = (
        [t for t in nice_ticks(reach, about) if t > 0 and (not whole or t == int(t))]
        for reach, about in ((max(high, -low), 4), (-low / 1.5, 1))
    )
    up, down = ([t for t in both if t <= end] for end in (high, -low))
    down = down or own
    least = 1.5 * view.size.note * (high - low) / height
    return {
        1: up,
        -1: [t for n, t in enumerate(down) if t - (down[n - 1] if n else 0) >= least and -low - t >= 0.4 * least],
    }


def _reach(view: View) -> tuple[float, float]:
    """The range of the axis: room for the bars and their labels."""
    up, down = (view.flows.flow[d].central.fillna(0) for d in DIRECTIONS)
    top = max(up.max(), 0.35 * down.max(), 1)
    depth = max(1.9 * down.max(), 0.26 * top) if down.max() < top else 1.25 * down.max()
    return -depth, 1.12 * top


def draw(view: View) -> Figure:
    whole = view.within or view
    s, (low, high) = whole.selection, _reach(whole)
    domain = STRIP + 0.105
    margin = {"l": 40, "r": 8, "t": 26, "b": 26}
    inside = view.size.width - margin["l"] - margin["r"], (view.size.height - margin["t"] - margin["b"]) * (1 - domain)
    notes, shapes = _labels(view, low, high, inside).notes, []
    turned = findings.turn(view)
    if turned:
        after, until = turned
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
        word = f"reversal, {until}" if not view.size.narrow else str(until)
        notes.append(
            note(
                view,
                f"<b>{word}</b>",
                x=min((after + until + 1) / 2, s.to_year - 0.06 * len(s.years)),
                y=high,
                yanchor="bottom",
            )
        )
    ticks = _year_ticks(whole, inside[0])
    at = [
        (sign * t, numbers.number(t)) for sign, amounts in _ticks(whole, low, high, inside[1]).items() for t in amounts
    ]
    strip = note(
        view,
        f"Who led, year by year (grey: {'nothing' if view.selection.local == 'included' else 'nothing else'} recorded)",
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
        "data": [*_bars(view), _strip(view), *_absent(view, low, high)],
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
    """Every fifth year, or as many as leave 42 px between two."""
    years = view.selection.years
    step = next(n for n in (1, 5, 10, 20, 50) if n * width / len(years) >= 42)
    step = max(step, 5) if len(years) > 12 else step
    return [y for y in years if y % step == 0]
