"""List what would change the answer about the reversal, and the answer of documented events."""

from typing import Any

from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.text import dates, findings, numbers
from dashboard.text.sentence import join_words
from etl.analysis.robustness import GROSS_MIN, LOCAL, STARTS, WEIGHTS

WEIGHT_WORDS = {0.0: "one vote a year", 0.5: "votes by √volume", 1.0: "votes by volume"}


def local_words(view: View, local: str) -> str:
    """Return a value of `local` in words, with the direction as an arrow."""
    return {
        "included": "all deliveries",
        "excluded": "without local production",
        "excluded_a_to_b": f"without {view.arrow('a_to_b')} local production",
        "excluded_b_to_a": f"without {view.arrow('b_to_a')} local production",
    }[local]


def _changes(view: View) -> list[tuple[str, str, bool, float]]:
    """Compute the reversal with one parameter changed at a time: (change in words, query, called, chance)."""
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
                changes.append((_change_in_words(view, field, value), query, r.callable, r.p_reversed))
    return changes


def _change_in_words(view: View, field: str, value: Any) -> str:
    return {
        "release": lambda: f"the {view.package.release_name(value)} release",
        "local": lambda: local_words(view, value),
        "weight": lambda: WEIGHT_WORDS[value],
        "gross_min": lambda: (
            f"only years with at least {value:g} million TIV" if value else "every year with any delivery"
        ),
        "from_year": lambda: f"counting from {value}",
        "to_year": lambda: f"knowing only the years up to {value}",
    }[field]()


def documented_variant(view: View) -> tuple[tuple[str, str | None], ...]:
    """Return the answer by documented events in the same years, with the query of that view.

    Empty where that is this view, or without a vote.
    """
    variant = view.with_selection(measure="documented")
    if view.selection.measure == "documented" or findings.recorded(variant) != "votes":
        return ()
    r = findings.reversal_with(view, measure="documented")
    called = "a reversal is called" if r.callable else "not callable"
    text = (
        f"{view.span}, claims graded {view.selection.credibility} or better, as dated and stated: "
        f"{numbers.chance(r.p_reversed)}, {called}"
    )
    return ((text, to_query(view.package, variant.selection, presentation=False)),)


def documented_with_uncertainty(view: View) -> tuple[tuple[str, str | None], ...]:
    """Return the answers by documented events whose dates, grades and fates were drawn at random in the build."""
    rows = view.package.tables["reversal"]
    rows = rows[(rows.dyad == view.selection.dyad) & (rows.measure == "documented")]
    items: list[tuple[str, str | None]] = []
    for row in rows.itertuples():
        graded = "all claims" if row.credibility_max == 6 else f"claims graded {row.credibility_max} or better"
        origins = f", events with {row.origins_min} independent origins or more" if row.origins_min > 1 else ""
        error = f" ± {100 * row.mc_error:.1f}" if row.draws else ""
        drawn = f"{row.draws} draws, " if row.draws else ""
        called = "a reversal is called" if row.callable else "not callable"
        text = (
            f"By {row.step}, {row.start[:4]}–{row.end[:4]}, {graded}{origins}: {numbers.percent(row.p_reversed)}"
            f"{error}, {drawn}{called}{_start_in_words(view, row)}"
        )
        items.append((text, None))
    return tuple(items)


def _start_in_words(view: View, row: Any) -> str:
    """Return when the new direction began, if it turned once, with its 90% set; for months only."""
    if row.step != "month" or not isinstance(row.first_period, str):
        return ""
    way = view.arrow("b_to_a" if row.new_leader == "b" else "a_to_b")
    spread = f" (90%: {dates.day(row.set_from)} to {dates.day(row.set_to)})"
    return f"; if it turned once, {way} began in {dates.day(row.first_period)}{spread}"


def answer_changes(view: View) -> tuple[tuple[tuple[str, str | None], ...], str]:
    """Return links to the single changes that flip the answer, and the changes that do not, in words."""
    if view.selection.measure != "tiv" or findings.recorded(view) != "votes":
        return (), ""
    now = view.flows.reversal.callable
    changes = _changes(view)
    word = "a reversal is called" if not now else "not callable"
    links: tuple[tuple[str, str | None], ...] = tuple(
        (f"{text[0].upper()}{text[1:]}: {numbers.chance(p)}, {word}", query)
        for text, query, called, p in changes
        if called != now
    )
    stays = [f"{text} ({numbers.chance(p)})" for text, _, called, p in changes if called == now]
    return links, join_words(stays)
