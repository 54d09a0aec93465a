"""Put a selection into words."""

from dashboard.data.claims.pair import FACETS
from dashboard.data.package import Package
from dashboard.data.parameters import Misread, to_text
from dashboard.data.selection import Selection
from dashboard.data.view import View
from dashboard.text.forms import names
from dashboard.text.forms.arguments import Argument, Choice, Day, Name, Share, Way, Year, yes
from dashboard.text.sentence import words
from dashboard.text.wording.claim_words import facet_in_words
from etl.contracts.errors import Problem


def local_arguments(package: Package, selection: Selection) -> dict[str, Argument]:
    """Return how local production counts, how much of it, and both directions, as arguments of sentences."""
    dyad = package.dyad(selection.dyad)
    a, b = package.name(dyad.a), package.name(dyad.b)
    return {
        "local": Choice(selection.counting),
        "counted": Share(selection.local / 100),
        "a_to_b": Way("a_to_b", a, b, coloured=False),
        "b_to_a": Way("b_to_a", b, a, coloured=False),
    }


def in_words(package: Package, selection: Selection) -> str:
    """Return the measure, options and years of a selection in words, as printed on every table and file."""
    return words(
        "selection.shown",
        pair=Name(package.dyad(selection.dyad).label),
        measure=Choice(selection.measure),
        release=Name(package.release_name(selection.release) if selection.measure == "tiv" else ""),
        **local_arguments(package, selection),
        grade=selection.credibility,
        origins=selection.origins,
        weight=Choice("none" if not selection.weight else "whole" if selection.weight == 1 else "root"),
        gross=Name(to_text(selection.gross_min) if selection.gross_min else "none"),
        first=Year(selection.from_year),
        last=Year(selection.to_year),
        **_answered(package, selection),
        **_as_known_on(selection),
    )


def _answered(package: Package, selection: Selection) -> dict[str, Argument]:
    """Return the years that the numbers come from, and whether they are others than those selected."""
    flows = View(package, selection).flows
    first, last = flows.answered
    others = flows.covered.any() and (first, last) != (selection.from_year, selection.to_year)
    return {"others": yes(others), "data_first": Year(first), "data_last": Year(last)}


def _as_known_on(selection: Selection) -> dict[str, Argument]:
    return {"known": Choice("yes" if selection.known_on else "no"), "day": Day(selection.known_on)}


def claims_in_words(package: Package, selection: Selection) -> str:
    """Return which claims a selection filters, in words; `all claims` without a filter."""
    s = selection
    facets = (tuple(facet_in_words(package, s.dyad, name, v) for v in getattr(s, name)) for name in FACETS)
    chosen = [
        *(names.row(values, "or") for values in facets if values),
        *([words("selection.contested")] if s.contested else []),
        *([words("selection.graded", grade=s.credibility)] if s.solid else []),
        *([words("selection.origins", n=s.origins)] if s.origins > 1 else []),
        *([words("selection.found", search=Name(s.q))] if s.q else []),
        *([words("selection.zoom", day=Day(s.zoom))] if s.zoom else []),
    ]
    filtered = Choice("yes" if chosen else "no")
    return words("selection.claims", filtered=filtered, chosen=Name("; ".join(chosen)), **_as_known_on(s))


def problem_in_words(misread: Misread) -> Problem:
    """Return a fault of an address as a problem: where, what, how to mend it."""
    given = {name: value if isinstance(value, int) else Name(value) for name, value in misread.given}
    return Problem(misread.where, words(f"errors.{misread.what}"), words(f"errors.{misread.fix}", **given))
