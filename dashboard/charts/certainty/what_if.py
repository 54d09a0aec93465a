"""Ask the same question in other ways: one thing changed at a time, and by documented transfers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.base import Variants
from dashboard.data.memo import memoized
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.text import findings
from dashboard.text.forms import numbers
from dashboard.text.forms.arguments import Amount, Argument, Choice, Name, Share, Year, yes
from dashboard.text.sentence import words
from dashboard.text.wording.selection_words import local_arguments
from etl.analysis.reversal import Reversal, prior_of
from etl.analysis.robustness import GROSS_MIN, LATER_START, LEAST_YEARS, PRIORS, STARTS, WEIGHTS, left_out

_WEIGHTS = {0.0: "one", 0.5: "root", 1.0: "volume"}
# Shares of local production that count, and the direction they apply to.
LOCAL = ((100, "both"), (75, "both"), (50, "both"), (25, "both"), (0, "both"), (0, "a_to_b"), (0, "b_to_a"))


@dataclass(frozen=True)
class Change:
    """One thing changed: what it is (the ending of its messages), its arguments, its answer, the query of its view.

    `query` is None for a method that no address names. `near` is true for the named rules and the neighbours, on whose
    agreement it depends whether a call is at the edge.
    """

    kind: str
    said: dict[str, Argument]
    answer: Reversal
    query: str | None = None
    near: bool = False


def local_argument(view: View, share: int, side: str) -> dict[str, Argument]:
    """Return how local production is counted, and both directions, as arguments of sentences."""
    changed = view.selection.replace(measure="tiv", local=share, local_side=side)
    return local_arguments(view.package, changed)


def weight_argument(weight: float) -> Choice:
    return Choice(_WEIGHTS[weight])


def _of_selection(view: View) -> Iterator[Change]:
    """Yield the changes of one parameter of the view at a time."""
    s, package = view.selection, view.package
    options: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        *(("local", {"local": k, "local_side": side}, local_argument(view, k, side)) for k, side in LOCAL),
        *(("release", {"release": r}, {"release": Name(package.release_name(r))}) for r in package.releases(s.dyad)),
        *(("weight", {"weight": w}, {"weight": weight_argument(w)}) for w in WEIGHTS),
        *(("gross-min", {"gross_min": g}, {"some": yes(g), "least": Amount(g)}) for g in GROSS_MIN),
    ]
    for kind, changes, said in options:
        variant = view.with_selection(**changes)
        if variant.selection != s and findings.recorded(variant) == "votes":
            query = to_query(package, variant.selection, presentation=False)
            yield Change(kind, said, findings.reversal_with(view, **changes), query)


def _of_years(view: View) -> Iterator[Change]:
    """Yield other first and last years of data, each once; years that the release lacks are none."""
    s, package, span = view.selection, view.package, view.flows.span
    starts = {y for y in (*STARTS, int(view.dyad.first_year)) if y in package.years(s.dyad)}
    options: list[tuple[str, dict[str, Any]]] = [
        *(("from-year", {"from_year": y}) for y in sorted(starts) if y + LEAST_YEARS - 1 <= span[-1]),
        *(("to-year", {"to_year": y}) for y in range(span[-1] - 4, span[-1]) if y - span[0] >= LEAST_YEARS - 1),
    ]
    seen = {span}
    for kind, changes in options:
        variant = view.with_selection(**changes)
        years = variant.flows.span
        if years in seen or findings.recorded(variant) != "votes":
            continue
        seen.add(years)
        near = kind == "to-year" and years == span[:-1] or kind == "from-year" and span[0] < years[0] == LATER_START
        query = to_query(package, variant.selection, presentation=False)
        answer = findings.reversal_with(view, **changes)
        yield Change(kind, {"year": Year(years[0 if kind == "from-year" else -1])}, answer, query, near)


def _of_method(view: View) -> Iterator[Change]:
    """Yield the other rules of voting and other priors."""
    for rule, answer in view.flows.named.items():
        yield Change("rule", {"rule": Choice(rule), **findings.ways(view)}, answer, near=True)
    for prior in PRIORS:
        yield Change("prior", {"prior": Share(prior)}, view.flows.answer(view.flows.ballot, prior_of(prior)))


def _of_data(view: View) -> Iterator[Change]:
    """Yield what is left out, one order or year at a time, of those that deliver since the new direction was seen."""
    for name, ballot in left_out(view.flows.ballot, view.flows.reversal.window_until):
        kind, of, *order = name.split(":", 3)
        said: dict[str, Argument] = {"year": Year(int(of))} if kind == "year" else {}
        if kind == "order":
            said = {"weapon": Name(order[1]), "way": findings.view_way(view, of)}
        yield Change(f"without-{kind}", said, view.flows.answer(ballot))


@memoized(64)
def changes(view: View) -> tuple[Change, ...]:
    """Return the answers with one thing changed at a time; none without votes, or for another measure than TIV."""
    if view.selection.measure != "tiv" or findings.recorded(view) != "votes":
        return ()
    return (*_of_selection(view), *_of_years(view), *_of_method(view), *_of_data(view))


def answers(view: View) -> Variants | None:
    """Return every variant with its answer, that of documented transfers last; None where there is none."""
    every = [*changes(view), *_documented(view)]
    if not every:
        return None
    yes_no = [words("certainty.cell-called", called=yes(c.answer.callable)) for c in every]
    table = pd.DataFrame(
        {
            words("certainty.column-change"): [words(f"certainty.change-{c.kind}", **c.said) for c in every],
            words("certainty.column-chance"): [numbers.chance(c.answer.p_reversed) for c in every],
            words("certainty.column-called"): yes_no,
        }
    )
    return Variants(words("certainty.all-variants"), table, tuple(c.query for c in every))


def _documented(view: View) -> Iterator[Change]:
    """Yield the answer by documented transfers in the same years; none where that is this view, or nothing counts."""
    variant = view.with_selection(measure="documented")
    if view.selection.measure != "tiv" or findings.recorded(variant) != "votes":
        return
    span = variant.flows.span
    said: dict[str, Argument] = {"first": Year(span[0]), "last": Year(span[-1])}
    query = to_query(view.package, variant.selection, presentation=False)
    yield Change("documented", said, findings.reversal_with(view, measure="documented"), query)
