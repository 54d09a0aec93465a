"""Put a selection into words."""

from dashboard.data.claims import FACETS
from dashboard.data.package import Package
from dashboard.data.parameters import to_text
from dashboard.data.selection import Selection
from dashboard.text import dates
from dashboard.text.claim_words import facet_in_words
from dashboard.text.sentence import join_words


def in_words(package: Package, selection: Selection) -> str:
    """Return the measure, options and years of a selection in words, as printed on every table and file."""
    what = {
        "tiv": f"{package.release_name(selection.release)} release, million TIV",
        "documented": f"documented transfer events graded {selection.credibility} or better",
    }[selection.measure]
    if selection.measure == "documented" and selection.origins > 1:
        what += f" and with {selection.origins} independent origins or more"
    dyad = package.dyad(selection.dyad)
    a, b = package.name(dyad.a), package.name(dyad.b)
    local = {
        "included": "all deliveries",
        "excluded": "without local production",
        "excluded_a_to_b": f"without local production from {a} to {b}",
        "excluded_b_to_a": f"without local production from {b} to {a}",
    }[selection.local]
    parts = [dyad.label, what, *([local] if selection.measure == "tiv" else [])]
    if selection.weight:
        root = "" if selection.weight == 1 else "the root of "
        parts.append(f"years weighed by {root}what was delivered")
    if selection.gross_min:
        unit = "million TIV" if selection.measure == "tiv" else "events"
        parts.append(f"years with at least {to_text(selection.gross_min)} {unit}")
    return ", ".join([*parts, f"{selection.from_year}–{selection.to_year}", *_as_known_on(selection)])


def _as_known_on(selection: Selection) -> list[str]:
    return [f"as known on {dates.day(selection.known_on)}"] if selection.known_on else []


def claims_in_words(package: Package, selection: Selection) -> str:
    """Return which claims a selection filters, in words; `all claims` without a filter."""
    parts = [
        *(
            join_words([facet_in_words(package, selection.dyad, name, v) for v in getattr(selection, name)], "or")
            for name in FACETS
        ),
        "contested" if selection.contested else "",
        f"graded {selection.credibility} or better" if selection.solid else "",
        f"of events with {selection.origins} independent origins or more" if selection.origins > 1 else "",
        f"found by “{selection.q}”" if selection.q else "",
        f"in {dates.day(selection.zoom)}" if selection.zoom else "",
    ]
    chosen = "; ".join(filter(None, parts))
    return ", ".join([f"claims: {chosen}" if chosen else "all claims", *_as_known_on(selection)])
