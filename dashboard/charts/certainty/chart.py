"""Show how sure the reversal is: the chance by year of data, its date, and what changes the answer."""

import pandas as pd

from dashboard.charts.base import Chart, Description, Mark
from dashboard.charts.certainty.matrix import matrix_cells
from dashboard.charts.certainty.picture import draw
from dashboard.charts.certainty.what_if import answer_changes, documented_variant, documented_with_uncertainty
from dashboard.data.view import View
from dashboard.text import findings, numbers
from dashboard.text.sentence import Prose, join_runs, to_text
from etl.analysis.reversal import CALL, CALL_PERIODS
from etl.contracts.vocabulary import DIRECTIONS


def _instead(view: View) -> str:
    counted = findings.counted_instead(view)
    return f"{to_text(counted)} " if counted else ""


def _registers(view: View) -> tuple[str, ...]:
    """Return the ids of the sources of the selected measure and of all releases in the matrix."""
    sources = view.package.tables["sources"]
    releases = sources[sources.release.isin(view.package.releases(view.selection.dyad))].source_id
    return tuple(dict.fromkeys([*view.register(), *releases]))


def _title(view: View) -> Prose:
    r = view.flows.reversal
    if findings.recorded(view) != "votes":
        return findings.nothing(view)
    if r.callable:
        return join_runs(
            f"A reversal is called, at {numbers.chance(r.p_reversed)}: ",
            (view.from_to(findings.new_direction(view)), findings.new_direction(view)),
            f" since {r.first_period}.",
        )
    return join_runs(f"Not callable yet: the chance of a reversal is {numbers.chance(r.p_reversed)}.")


def _sentence(view: View) -> Prose:
    r = view.flows.reversal
    if findings.recorded(view) != "votes":
        return join_runs("Without a vote the chance of a reversal is the one assumed beforehand, and says nothing.")
    span = f"{r.credible_set[0]} to {r.credible_set[-1]}" if len(r.credible_set) > 1 else str(r.credible_set[0])
    when = f" If it turned once, the new direction began in {span} (90%)." if r.p_reversed >= findings.EVEN else ""
    return join_runs(
        _instead(view),
        "Each year with deliveries casts a vote, split as the deliveries are split. A reversal is called when its "
        f"chance (here {numbers.chance(r.p_reversed)}) and the chance that the new side leads now "
        f"({numbers.chance(r.p_new_leads_now)}) are both at least {CALL:.0%}, and at least "
        f"{numbers.count_in_words(CALL_PERIODS)} years point the new way ({r.periods_new_way} do).{when}",
    )


def _basis(view: View, year: int) -> tuple[str, ...]:
    return tuple(" ".join(view.flows.flow[d].basis.loc[year] for d in DIRECTIONS).split())


def describe(view: View) -> Description:
    curve, dates, (links, stays) = view.flows.as_of, view.flows.reversal.date, answer_changes(view)
    marks = []
    for i, (year, answer) in enumerate(curve.items()):
        called = "called" if answer.callable else "not callable"
        label = f"With data up to {year}: {numbers.chance(answer.p_reversed)}, {called}"
        marks.append(Mark(f"asof:{year}", label, _basis(view, year), 0, i))
    for i, year in enumerate(view.flows.span):
        label = f"New direction from {year}, if it turned once: {numbers.percent(dates[year], 1)}"
        marks.append(Mark(f"date:{year}", label, _basis(view, year), 1, i))
    marks += [Mark(f"?{cell.query}", cell.label, cell.basis, 2, i) for i, cell in enumerate(matrix_cells(view))]
    table = pd.DataFrame(
        {
            "Data up to": list(curve),
            "Chance of a reversal": [round(r.p_reversed, 4) for r in curve.values()],
            "Chance that the new side leads": [round(r.p_new_leads_now, 4) for r in curve.values()],
            "Called": ["yes" if r.callable else "no" for r in curve.values()],
        }
    )
    lists = (
        ("What would change this answer", links),
        ("Asked of documented events instead", documented_variant(view)),
        ("The same with the doubt about dates, numbers and claims weighed in", documented_with_uncertainty(view)),
    )
    key = (
        f"In the table a filled cell is a called reversal. It takes {CALL:.0%} twice: for a reversal, and for who "
        "leads now; a bare cell above that misses the second. Framed: this view. "
        if matrix_cells(view)
        else ""
    )
    legend = key + (f"What does not change it: {stays}." if stays else "")
    return Description(
        _title(view),
        _sentence(view),
        table,
        tuple(marks),
        _registers(view),
        "Chance, from direction votes",
        legend,
        lists=lists,
    )


CHART = Chart("certainty", 4, "How sure is the reversal?", draw, describe)
