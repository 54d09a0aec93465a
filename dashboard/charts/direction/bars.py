"""Draw the bars of both directions: what came in each year, and who led."""

import pandas as pd

from dashboard import style
from dashboard.charts.base import Figure
from dashboard.charts.drawing.marked_text import BREAK, bold, invitation
from dashboard.data.view import View
from dashboard.evidence import designations
from dashboard.text import findings
from dashboard.text.forms.arguments import Amount, Name, Year
from dashboard.text.sentence import words
from etl.contracts.vocabulary import DIRECTIONS

# Direction → the side of zero on which it is drawn.
SIGN = {"a_to_b": 1, "b_to_a": -1}
Axes = tuple[str, str]
MAIN: Axes = ("x", "y")


def bars(view: View, years: range, axes: Axes = MAIN) -> list[Figure]:
    """Draw the solid and the hatched part of each direction; the register marks the hatched one as locally produced."""
    traces: list[Figure] = []
    shown = [y for y in years if y in view.selection.years]
    for direction in DIRECTIONS:
        flow = view.flows.flow[direction].loc[shown]
        local = view.flows.local[direction].loc[shown]
        colour, paper = view.theme.direction(direction), view.theme.paper
        hovers = [
            _hover(view, year, direction, *values)
            for year, *values in zip(shown, flow.central, flow.covered, local, strict=True)
        ]
        pattern = {"shape": "/", "fgcolor": colour, "bgcolor": paper, "size": 6, "solidity": 0.45}
        solid: Figure = {"color": colour, "line": {"width": 0}}
        stripes: Figure = {"color": paper, "line": {"width": 1, "color": colour}, "pattern": pattern}
        way, known = findings.view_way(view, direction), local.fillna(0)
        for hatched, values, marker in ((False, flow.central - known, solid), (True, known, stripes)):
            traces.append(
                {
                    "type": "bar",
                    "name": words("direction.bars-local", way=way) if hatched else view.arrow(direction),
                    "x": shown,
                    "y": [None if pd.isna(v) or v == 0 else round(SIGN[direction] * v, 6) for v in values],
                    "xaxis": axes[0],
                    "yaxis": axes[1],
                    "marker": marker,
                    "customdata": [f"{y}:{direction}" for y in shown],
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
    if central and (what := designations.designations(view, year, direction, 3)):
        lines.append(words("direction.hover-what", what=Name(what)))
    if pd.notna(local) and local:
        lines.append(words("direction.hover-local", amount=Amount(local, exact=True)))
    return BREAK.join(lines) + invitation(words("charts.click"))


def leader_strip(view: View, room: float, new: str) -> Figure:
    """Draw a tile a year in the colour of who led, paler where the lead was smaller, grey where nobody did.

    `room` is the width of a tile, px: those of the direction `new` have its arrow where there is room for one.
    """
    years = list(view.selection.years)
    leads = [findings.lead(view, y) for y in years]
    colours = [view.theme.direction(d) if d else view.theme.line for d, _ in leads]
    arrow = style.ARROW[new] if room > 1.1 * view.size.note else ""
    opacity = [0.45 + 0.55 * share if d else 0.9 for d, share in leads]
    return {
        "type": "bar",
        "x": years,
        "y": [1 if view.flows.covered.loc[y] else None for y in years],
        "yaxis": "y2",
        "width": 0.94,
        "marker": {"color": colours, "opacity": opacity, "line": {"width": 0}},
        "customdata": [str(y) for y in years],
        "text": [arrow if d == new else "" for d, _ in leads],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": view.theme.on_mark, "size": view.size.note},
        "constraintext": "none",
        "hovertext": [findings.lead_in_words(view, y) for y in years],
        "hoverinfo": "text",
    }


def uncovered(view: View, low: float, high: float, years: range, axes: Axes = MAIN) -> Figure:
    """Shade, from `low` to `high`, the years that have no answer."""
    without = [y for y in years if y in view.selection.years and not view.flows.covered.loc[y]]
    return {
        "type": "bar",
        "x": without,
        "y": [high - low] * len(without),
        "base": [low] * len(without),
        "xaxis": axes[0],
        "yaxis": axes[1],
        "offset": -0.5,
        "width": 1,
        "marker": {"color": view.theme.line, "line": {"width": 0}},
        "opacity": 0.5,
        "customdata": [str(y) for y in without],
        "hovertext": [findings.lead_in_words(view, y) for y in without],
        "hoverinfo": "text",
    }
