"""Show which way arms flowed: diverging bars per year, and the leader of each year beneath them."""

import pandas as pd

from dashboard.charts.base import Chart, Description, Mark, Native, Series, cells
from dashboard.charts.direction import steps
from dashboard.charts.direction.picture import draw
from dashboard.data.view import View
from dashboard.text import findings, numbers
from etl.analysis.series import local_of
from etl.contracts.vocabulary import DIRECTIONS


def _marks(view: View) -> tuple[Mark, ...]:
    marks = []
    flows, years = {d: view.flows.flow[d].to_dict("index") for d in DIRECTIONS}, list(view.selection.years)
    local = {d: view.flows.local[d].fillna(0).to_dict() for d in DIRECTIONS}
    for i, year in enumerate(years):
        for curve, direction in ((0, "a_to_b"), (2, "b_to_a")):
            flow = flows[direction][year]
            if flow["covered"] and flow["central"]:
                all_local = flow["central"] - local[direction][year] <= 0
                marks.append(
                    Mark(
                        f"{year}:{direction}",
                        f"{year}, {view.arrow(direction)}: {numbers.exact(flow['central'])} {findings.unit(view)}",
                        tuple(flow["basis"].split()),
                        curve + all_local,
                        i,
                        view.claims_by_year.get((year, direction), ()),
                    )
                )
        basis = tuple(" ".join(flows[d][year]["basis"] for d in DIRECTIONS).split())
        about = tuple(c for d in DIRECTIONS for c in view.claims_by_year.get((year, d), ()))
        marks.append(Mark(str(year), findings.lead_in_words(view, year), basis, 4, i, about))
    return tuple(marks)


def describe(view: View) -> Description:
    columns = {}
    for direction in DIRECTIONS:
        flow, local = view.flows.flow[direction], view.flows.local[direction]
        columns[f"{view.arrow(direction)} ({findings.unit(view)})"] = flow.central.where(flow.covered)
        if view.selection.measure == "tiv" and local_of(view.selection.local, direction) == "included":
            columns[f"{view.arrow(direction)}, locally produced part"] = local.where(flow.covered)
    table = pd.DataFrame(columns, index=pd.Index(list(view.selection.years), name="Year"))
    table["Led"] = [findings.leader_name(view, y) for y in table.index]
    hatched = any(view.flows.local[d].fillna(0).max() > 0 for d in DIRECTIONS)
    legend = f"Hatched bars: orders that {view.register_name} marks as locally produced. " if hatched else ""
    if findings.turn(view):
        legend += "Band: from the last year of the old direction to the first of the new. "
    legend += "Paler tiles: a smaller lead. "
    if not view.flows.covered.all():
        legend += "Hatched grey years: not covered by this source."
    return Description(
        title=findings.headline(view),
        sentence=findings.lead_sentence(view),
        table=table.reset_index(),
        marks=_marks(view),
        sources=view.register(),
        unit="Arms delivered, million TIV a year"
        if view.selection.measure == "tiv"
        else "Documented transfer events a year",
        legend=legend,
    )


def native(view: View) -> Native:
    """Return stacked columns, b→a downwards; the locally produced part is a series of its own if known."""
    series = []
    for direction, sign in zip(DIRECTIONS, (1, -1), strict=True):
        flow = view.flows.flow[direction]
        total = flow.central.where(flow.covered)
        local = view.flows.local[direction].where(flow.covered)
        if local.fillna(0).max() > 0:
            series.append(Series(view.arrow(direction), cells(total - local.fillna(0), sign), direction))
            series.append(
                Series(f"{view.arrow(direction)}, locally produced", cells(local, sign), direction, hatched=True)
            )
        else:
            series.append(Series(view.arrow(direction), cells(total, sign), direction))
    return Native("columns", tuple(map(str, view.selection.years)), tuple(series), "#,##0;#,##0")


CHART = Chart(
    "direction",
    1,
    "Which way did arms flow, and when did it turn?",
    draw,
    describe,
    native=native,
    build=steps.build_steps,
)
