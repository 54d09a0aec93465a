"""Show which way arms flowed: diverging bars per year, and the leader of each year beneath them."""

from collections.abc import Iterator

import pandas as pd

from dashboard.charts.base import Chart, Description, Mark, Native, PointLabel, Series, cells
from dashboard.charts.direction import steps
from dashboard.charts.direction.bars import SIGN
from dashboard.charts.direction.picture import draw
from dashboard.data.view import View
from dashboard.evidence import designations
from dashboard.text import findings, how_sure
from dashboard.text.forms.arguments import Amount, Argument, Choice, Name, Year
from dashboard.text.sentence import Role, Text, say, words
from etl.contracts.vocabulary import DIRECTIONS

# Measure → message of the unit.
_UNITS = {
    "tiv": "charts.unit-tiv",
    "documented": "direction.unit-events",
    "documented_volume": "direction.unit-documented-volume",
}


def _marks(view: View) -> tuple[Mark, ...]:
    marks = []
    flows, years = {d: view.flows.flow[d].to_dict("index") for d in DIRECTIONS}, list(view.selection.years)
    local = {d: view.flows.local[d].fillna(0).to_dict() for d in DIRECTIONS}
    unit = Name(findings.unit(view))
    for i, year in enumerate(years):
        for curve, direction in ((0, "a_to_b"), (2, "b_to_a")):
            flow = flows[direction][year]
            if flow["covered"] and flow["central"]:
                all_local = flow["central"] - local[direction][year] <= 0
                way, amount = findings.view_way(view, direction), Amount(flow["central"], exact=True)
                marks.append(
                    Mark(
                        f"{year}:{direction}",
                        words("direction.mark", year=Year(year), way=way, amount=amount, unit=unit),
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
    columns, unit = {}, Name(findings.unit(view))
    for direction in DIRECTIONS:
        flow, local, way = view.flows.flow[direction], view.flows.local[direction], findings.view_way(view, direction)
        columns[words("charts.way-in-unit", way=way, unit=unit)] = flow.central.where(flow.covered)
        if view.selection.measure == "tiv" and view.selection.shares[DIRECTIONS.index(direction)] > 0:
            columns[words("direction.column-local", way=way)] = local.where(flow.covered)
    table = pd.DataFrame(columns, index=pd.Index(list(view.selection.years), name=words("charts.year")))
    table[words("direction.column-led")] = [findings.leader_name(view, y) for y in table.index]
    return Description(
        title=findings.headline(view),
        sentence=(*how_sure.lead_sentence(view), *how_sure.further(view)),
        table=table.reset_index(),
        marks=_marks(view),
        sources=view.register(),
        unit=words(_UNITS[view.selection.measure]),
        legend=_legend(view),
        volume=view.selection.measure != "documented",
    )


def _legend(view: View) -> Text:
    hatched = any(view.flows.local[d].fillna(0).max() > 0 for d in DIRECTIONS)
    absent = view.all_recorded[~view.flows.covered].notna()
    shown = {
        "legend-hatched": hatched,
        "legend-band": findings.turn(view),
        "legend-paler": any(0 < findings.lead(view, y)[1] < 1 for y in view.selection.years),
        "legend-not-covered": not view.flows.covered.all(),
    }
    why = Choice("part" if absent.all() else "both" if absent.any() else "not_covered")
    if view.selection.measure != "tiv" and absent.any():
        why = Choice("left_out")
    said: dict[str, Argument] = {"register": Name(view.register_name), "why": why}
    return tuple(say(f"direction.{key}", Role.READING, **said) for key, true in shown.items() if true)


def native(view: View) -> Native:
    """Return stacked columns, b→a downwards; the locally produced part is a series of its own if known."""
    series = []
    for direction, sign in zip(DIRECTIONS, (1, -1), strict=True):
        flow = view.flows.flow[direction]
        total = flow.central.where(flow.covered)
        local = view.flows.local[direction].where(flow.covered)
        if local.fillna(0).max() > 0:
            series.append(Series(view.arrow(direction), cells(total - local.fillna(0), sign), direction))
            name = words("direction.series-local", way=findings.view_way(view, direction))
            series.append(Series(name, cells(local, sign), direction, hatched=True))
        else:
            series.append(Series(view.arrow(direction), cells(total, sign), direction))
    years = tuple(map(str, view.selection.years))
    return Native("columns", years, tuple(series), "#,##0;#,##0", labels=tuple(_labels(view)))


def _labels(view: View) -> Iterator[PointLabel]:
    """Yield the year of the reversal, and what most of the new direction was."""
    turn, new = findings.turn(view), findings.new_direction(view)
    if turn:
        yield PointLabel(
            str(turn[1]), "", words("direction.reversal", year=Year(turn[1]), late=findings.at_the_latest(view))
        )
    systems = designations.main_systems(view, view.selection.years, new)
    flow = view.flows.flow[new].central.fillna(0)
    if systems and flow.max() > 0:
        name = designations.plain_name(view, systems[0])
        yield PointLabel(str(flow.idxmax()), new, name, across=-0.16, up=0.06 * SIGN[new])


CHART = Chart(
    "direction",
    1,
    words("direction.name"),
    words("direction.question"),
    draw,
    describe,
    native=native,
    build=steps.build_steps,
)
