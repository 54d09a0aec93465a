"""Show how sure the reversal is: the chance by year of data, its date, and what changes the answer."""

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.base import Chart, Description, Mark, Native, Series
from dashboard.charts.certainty.calibration import right_in_threes
from dashboard.charts.certainty.matrix import is_selected, matrix_cells
from dashboard.charts.certainty.picture import draw
from dashboard.charts.certainty.what_if import answers, changes
from dashboard.data.view import View
from dashboard.text import findings, how_sure
from dashboard.text.forms import numbers
from dashboard.text.forms.arguments import Argument, Chance, Share, Small, Year, yes
from dashboard.text.forms.likelihood import likelihood
from dashboard.text.sentence import Role, Sentence, Text, say, words
from etl.analysis.reversal import CALL, CALL_PERIODS, Reversal
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
    said: dict[str, Argument] = {"likelihood": likelihood(r.p_reversed), "chance": _chance(r.p_reversed)}
    said |= {"called": yes(r.callable), "year": Year(int(r.first_period or 0)), "late": findings.at_the_latest(view)}
    return (say("certainty.title", Role.FINDING, **said),)


def _sentence(view: View) -> Text:
    if findings.recorded(view) != "votes":
        return (say("certainty.no-vote", Role.FINDING),)
    leads = _chance(view.flows.reversal.p_new_leads_now)
    enough = say("certainty.enough", Role.FINDING, least=Share(CALL), leads=leads)
    return (*how_sure.counted_instead(view), enough, *_variants(view))


def _began(view: View) -> Sentence:
    """Return when the new direction began; where that may be any year after the first, that it cannot be told."""
    dates, (start, end) = view.flows.reversal.credible_set, view.flows.answered
    first, last = int(dates[0]), int(dates[-1])
    years = {"first": Year(first), "last": Year(last)}
    if first <= start + 1 and last >= end:
        return say("certainty.began-any-year", Role.READING, **years)
    absent = not view.flows.covered.loc[first:last].all()
    return say("certainty.began", Role.READING, several=yes(first < last), absent=yes(absent), **years)


def _variants(view: View) -> Text:
    """Return how many of the other ways to count say the same, and what all take on trust.

    Empty for a measure without variants.
    """
    every = changes(view)
    if not every:
        return ()
    n = sum(c.answer.callable for c in every)
    called, edge = yes(view.flows.reversal.callable), yes(view.flows.at_the_edge)
    counted = say("certainty.variants", Role.FINDING, n=n, total=len(every), called=called, edge=edge)
    low, high = map(numbers.points, right_in_threes())
    return (counted, say("certainty.one-cause", Role.CAVEAT, least=Share(CALL), low=low, high=high))


def _basis(view: View, year: int) -> tuple[str, ...]:
    return tuple(" ".join(view.flows.flow[d].basis.loc[year] for d in DIRECTIONS).split())


def describe(view: View) -> Description:
    curve, dates = view.flows.as_of, view.flows.reversal.date
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
    return Description(
        _title(view),
        _sentence(view),
        table,
        tuple(marks),
        _registers(view),
        words("certainty.unit"),
        _legend(view),
        variants=answers(view),
    )


def _legend(view: View) -> Text:
    """Return what lines and cells tell, of those in this picture, what counts once, and when it turned."""
    cells = matrix_cells(view)
    drawn = {
        "spans": _drawn_chances(view.flows.as_of) != _drawn_chances(view.flows.as_of_spans_now),
        "cells": any(cell.callable for cell in cells),
        "twice": bool(cells),
        "framed": any(is_selected(view, cell) for cell in cells),
    }
    said: dict[str, Argument] = {"least": Share(CALL), "periods": Small(CALL_PERIODS)}
    told = tuple(say(f"certainty.legend-{part}", Role.READING, **said) for part, there in drawn.items() if there)
    if findings.recorded(view) != "votes":
        return told
    likely = view.flows.reversal.p_reversed >= findings.EVEN
    return (*told, *findings.votes(view), *([_began(view)] if likely else []))


def _drawn_chances(curve: Mapping[int, Reversal]) -> tuple[float, ...]:
    """Return the chances of a curve as exactly as they are drawn and listed: to 0.01 points."""
    return tuple(round(r.p_reversed, 4) for r in curve.values())


def native(view: View) -> Native | None:
    """Return the chance with the data up to each year as lines; None where nothing counts."""
    curve = view.flows.as_of
    if findings.recorded(view) != "votes" or not curve:
        return None
    now, spans = _drawn_chances(curve), _drawn_chances(view.flows.as_of_spans_now)
    series = [Series(words("certainty.column-chance"), now, findings.new_direction(view))]
    if spans != now:
        series.append(Series(words("certainty.column-spans-now"), spans, "quiet"))
    return Native("lines", tuple(map(str, curve)), tuple(series), "0%", (0.0, 1.0))


CHART = Chart(
    "certainty",
    4,
    words("certainty.name"),
    words("certainty.question"),
    draw,
    describe,
    controls=("known",),
    native=native,
    crowded=True,
)
