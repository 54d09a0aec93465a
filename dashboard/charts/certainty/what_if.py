"""List what would change the answer about the reversal, and the answer of documented events."""

from dashboard.data.read_records import records
from dashboard.data.records import Variant
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.text import findings
from dashboard.text.forms.arguments import Amount, Argument, Chance, Choice, Day, Listed, Name, Points, Share, Year, yes
from dashboard.text.sentence import words
from etl.analysis.robustness import GROSS_MIN, LOCAL, STARTS, WEIGHTS
from etl.contracts.vocabulary import DIRECTIONS

List = tuple[tuple[str, str | None], ...]
_WEIGHTS = {0.0: "one", 0.5: "root", 1.0: "volume"}


def local_argument(view: View, local: str) -> dict[str, Argument]:
    """Return how local production is counted, and both directions, as arguments of sentences."""
    return {"local": Choice(local), **{way: findings.view_way(view, way) for way in DIRECTIONS}}


def weight_argument(weight: float) -> Choice:
    return Choice(_WEIGHTS[weight])


def _changes(view: View) -> list[tuple[str, str, bool]]:
    """Compute the reversal with one parameter changed at a time: (change in words, query, called)."""
    s, package = view.selection, view.package
    options = {
        "local": LOCAL,
        "release": package.releases(s.dyad),
        "weight": WEIGHTS,
        "gross_min": GROSS_MIN,
        "from_year": [
            y for y in (*STARTS, int(view.dyad.first_year)) if y in package.years(s.dyad) and y + 2 <= s.to_year
        ],
        "to_year": [y for y in range(s.to_year - 4, s.to_year) if y - s.from_year >= 2],
    }
    changes = []
    for field, values in options.items():
        for value in sorted(set(values) - {getattr(s, field)}, key=str):
            variant = view.with_selection(**{field: value})
            if findings.recorded(variant) == "votes":
                r = findings.reversal_with(view, **{field: value})
                query = to_query(package, variant.selection, presentation=False)
                text = _change_in_words(view, field, value, r.callable, r.p_reversed)
                changes.append((text, query, r.callable))
    return changes


def _change_in_words(view: View, field: str, value: object, called: bool, p: float) -> str:
    """Return a change with its answer in words: a sentence where it flips the answer, else part of a list."""
    named: dict[str, Argument] = {}
    if isinstance(value, str):
        named = (
            {"release": Name(view.package.release_name(value))} if field == "release" else local_argument(view, value)
        )
    elif isinstance(value, int):
        named = {"year": Year(value)}
    elif isinstance(value, float):
        named = (
            {"weight": weight_argument(value)} if field == "weight" else {"some": yes(value), "least": Amount(value)}
        )
    kind = "stays" if called == view.flows.reversal.callable else "flips"
    message = f"certainty.{kind}-{field.replace('_', '-')}"
    return words(message, chance=Chance(p, strong=False), called=yes(called), **named)


def documented_variant(view: View) -> List:
    """Return the answer by documented events in the same years, with the query of that view.

    Empty where that is this view, or without a vote.
    """
    s, variant = view.selection, view.with_selection(measure="documented")
    if s.measure == "documented" or findings.recorded(variant) != "votes":
        return ()
    r = findings.reversal_with(view, measure="documented")
    text = words(
        "certainty.documented",
        first=Year(s.from_year),
        last=Year(s.to_year),
        grade=s.credibility,
        chance=Chance(r.p_reversed, strong=False),
        called=yes(r.callable),
    )
    return ((text, to_query(view.package, variant.selection, presentation=False)),)


def documented_with_uncertainty(view: View) -> List:
    """Return the answers by documented events whose dates, grades and fates were drawn at random in the build."""
    rows = view.package.tables["reversal"]
    rows = rows[(rows.dyad == view.selection.dyad) & (rows.measure == "documented")]
    return tuple((_drawn_in_words(view, row), None) for row in records(Variant, rows))


def _drawn_in_words(view: View, row: Variant) -> str:
    return words(
        "certainty.documented-drawn",
        step=Choice(row.step),
        first=Year(int(row.start[:4])),
        last=Year(int(row.end[:4])),
        graded=Choice("all" if row.credibility_max == 6 else "graded"),
        grade=row.credibility_max or 0,
        origins=row.origins_min or 0,
        share=Share(row.p_reversed),
        drawn=yes(row.draws),
        error=Points(row.mc_error or 0.0),
        draws=row.draws,
        called=yes(row.callable),
        **_start_argument(view, row),
    )


def _start_argument(view: View, row: Variant) -> dict[str, Argument]:
    """Return when the new direction began, if it turned once, with its 90% set; for months only."""
    if row.step != "month" or row.first_period is None:
        return {"dated": yes(False)}
    days = {"began": Day(row.first_period), "set_from": Day(row.set_from or ""), "set_to": Day(row.set_to or "")}
    return {"dated": yes(True), "way": findings.view_way(view, "b_to_a" if row.new_leader == "b" else "a_to_b"), **days}


def answer_changes(view: View) -> tuple[List, Listed]:
    """Return links to the single changes that flip the answer, and the changes that do not."""
    if view.selection.measure != "tiv" or findings.recorded(view) != "votes":
        return (), Listed(())
    now, changes = view.flows.reversal.callable, _changes(view)
    links = tuple((text, query) for text, query, called in changes if called != now)
    return links, Listed(tuple(text for text, _, called in changes if called == now))
