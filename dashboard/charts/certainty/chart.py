"""Show how sure the reversal is: the chance by year of data, its date, and what changes the answer."""

import pandas as pd

from dashboard.charts.base import Chart, Description, Mark
from dashboard.charts.certainty.calibration import right_in_threes
from dashboard.charts.certainty.matrix import is_selected, matrix_cells
from dashboard.charts.certainty.picture import draw
from dashboard.charts.certainty.what_if import (
    answer_changes,
    changes,
    documented_variant,
    not_shared,
)
from dashboard.data.view import View
from dashboard.text import findings
from dashboard.text.forms import numbers
from dashboard.text.forms.arguments import Argument, Chance, Listed, Share, Small, Year, yes
from dashboard.text.sentence import Role, Sentence, Text, say, words
from etl.analysis.reversal import CALL, CALL_PERIODS
from etl.contracts.vocabulary import DIRECTIONS


def _registers(view: View) -> tuple[str, ...]:
    """Return the ids of the sources of the selected measure and of all releases in the matrix."""
    sources = view.package.tables["sources"]
    releases = sources[sources.release.isin(view.package.releases(view.selection.dyad))].source_id
    return tuple(dict.fromkeys([*view.register(), *releases]))


def _chance(p: float) -> Chance:
    return Chance(p, strong=False)


def _title(view: View) -> Text:
    r = view.flows.reversal
    if findings.recorded(view) != "votes":
        return findings.nothing(view)
    chance = _chance(r.p_reversed)
    if r.callable:
        way = findings.view_way(view, findings.new_direction(view), coloured=True)
        said: dict[str, Argument] = {"year": Year(int(r.first_period or 0)), "late": findings.at_the_latest(view)}
        return (say("certainty.title-called", Role.FINDING, chance=chance, way=way, **said),)
    return (say("certainty.title-not-callable", Role.FINDING, chance=chance),)


def _sentence(view: View) -> Text:
    r = view.flows.reversal
    if findings.recorded(view) != "votes":
        return (say("certainty.no-vote", Role.FINDING),)
    called_when = say(
        "certainty.called-when",
        Role.FINDING,
        chance=_chance(r.p_reversed),
        leads=_chance(r.p_new_leads_now),
        least=Share(CALL),
        periods=Small(CALL_PERIODS),
        n=int(r.periods_new_way),
    )
    text = (*findings.counted_instead(view), findings.votes(view), called_when, *_variants(view))
    if r.p_reversed < findings.EVEN:
        return text
    return *text, _began(view)


def _began(view: View) -> Sentence:
    """Return when the new direction began; where that may be any year after the first, that it cannot be told."""
    dates, span = view.flows.reversal.credible_set, view.flows.span
    first, last = int(dates[0]), int(dates[-1])
    years = {"first": Year(first), "last": Year(last)}
    if first <= span[1] and last == span[-1]:
        return say("certainty.began-any-year", Role.FINDING, **years)
    absent = not view.flows.covered.loc[first:last].all()
    return say("certainty.began", Role.FINDING, several=yes(first < last), absent=yes(absent), **years)


def _variants(view: View) -> Text:
    """Return how many of the variants call a reversal, which near ones do not share a call, and what all take on trust.

    Empty for a measure without variants.
    """
    every, apart = changes(view), not_shared(view)
    if not every:
        return ()
    called = sum(c.answer.callable for c in every)
    counted = say("certainty.variants", Role.FINDING, n=called, total=len(every))
    edge = (say("certainty.edge", Role.FINDING, variants=apart),) if view.flows.at_the_edge and apart.items else ()
    low, high = map(numbers.points, right_in_threes())
    return (*edge, counted, say("certainty.one-cause", Role.CAVEAT, least=Share(CALL), low=low, high=high))


def _basis(view: View, year: int) -> tuple[str, ...]:
    return tuple(" ".join(view.flows.flow[d].basis.loc[year] for d in DIRECTIONS).split())


def describe(view: View) -> Description:
    curve, dates, (links, stays) = view.flows.as_of, view.flows.reversal.date, answer_changes(view)
    marks = []
    for i, (year, answer) in enumerate(curve.items()):
        answered: dict[str, Argument] = {"chance": _chance(answer.p_reversed), "called": yes(answer.callable)}
        label = words("certainty.mark-as-of", year=Year(year), **answered)
        marks.append(Mark(f"asof:{year}", label, _basis(view, year), 0, i))
    for i, year in enumerate(view.flows.span):
        label = words("certainty.mark-date", year=Year(year), share=Share(dates[year], 1))
        marks.append(Mark(f"date:{year}", label, _basis(view, year), 2, i))
    marks += [Mark(f"?{cell.query}", cell.label, cell.basis, 3, i) for i, cell in enumerate(matrix_cells(view))]
    table = pd.DataFrame(
        {
            words("certainty.column-data"): list(curve),
            words("certainty.column-chance"): [round(r.p_reversed, 4) for r in curve.values()],
            words("certainty.column-spans-now"): [round(r.p_reversed, 4) for r in view.flows.as_of_spans_now.values()],
            words("certainty.column-leads"): [round(r.p_new_leads_now, 4) for r in curve.values()],
            words("certainty.column-called"): [
                words("certainty.cell-called", called=yes(r.callable)) for r in curve.values()
            ],
        }
    )
    lists = (
        (words("certainty.list-flips"), links),
        (words("certainty.list-documented"), documented_variant(view)),
    )
    return Description(
        _title(view),
        _sentence(view),
        table,
        tuple(marks),
        _registers(view),
        words("certainty.unit"),
        _legend(view, stays),
        lists=lists,
    )


def _legend(view: View, stays: Listed) -> Text:
    """Return what lines and cells tell, of those in this picture, and what does not change the answer."""
    cells, now = matrix_cells(view), view.flows.as_of_spans_now
    drawn = {
        "spans": any(r.p_reversed != now[year].p_reversed for year, r in view.flows.as_of.items()),
        "cells": any(cell.callable for cell in cells),
        "twice": bool(cells),
        "framed": any(is_selected(view, cell) for cell in cells),
        "stays": bool(stays.items),
    }
    said: dict[str, Argument] = {"least": Share(CALL), "changes": stays}
    return tuple(say(f"certainty.legend-{part}", Role.READING, **said) for part, there in drawn.items() if there)


CHART = Chart("certainty", 4, words("certainty.name"), words("certainty.question"), draw, describe)
