"""Define the parameters of a selection: the values each may have for a pair, and how an address spells them."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from unicodedata import category

from dashboard.data.claims import pair as claims
from dashboard.data.memo import memoized
from dashboard.data.package import Package
from dashboard.style import FRAMES
from etl.analysis.grading import DEFAULT_CREDIBILITY
from etl.analysis.robustness import GROSS_MIN, LOCAL, WEIGHTS

MEASURES = ("tiv", "documented")
THEMES = ("light", "dark", "grey", "transparent")
# Characters of a query that are read; no sensible query has more than a tenth of that.
MAX_QUERY = 2000
MAX_SEARCH = 100
SIZES = ("wide", "tablet", "phone", "classic", "square", "print")
# Sizes of the page; files have the sizes in FRAMES.
PAGES = SIZES[:3]


def _day(text: str, package: Package, dyad: str) -> str:
    """Return a day of the record, or an empty text for the whole record. Raises ValueError with the remedy."""
    days = package.days(dyad)
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        well_formed = re.fullmatch(r"\d{4}-\d\d-\d\d", text)
        raise ValueError(
            "There is no such day in the calendar" if well_formed else "Write a day as YYYY-MM-DD"
        ) from None
    if not days:
        raise ValueError("Leave it out: no claims are on record for this pair")
    if not days[0] <= day < "2100":
        raise ValueError(f"Name a day from {days[0]} on: too little is on record before")
    return "" if day >= days[-1] else day


def nearest_day(text: str, package: Package, dyad: str) -> str:
    """Return the day of the record that a text names, or the first day for an earlier one; else an empty text."""
    try:
        return _day(text, package, dyad) if text else ""
    except ValueError:
        days = package.days(dyad)
        return days[0] if days and re.fullmatch(r"\d{4}-\d\d-\d\d", text) and text < days[0] else ""


def _search_text(text: str, package: Package, dyad: str) -> str:
    words = " ".join(
        "".join(" " if category(c) in ("Cc", "Cn", "Cs") else c for c in text).split()  # not allowed in XML
    )
    if len(words) > MAX_SEARCH:
        raise ValueError(f"Search for at most {MAX_SEARCH} characters")
    return words


def _period(text: str, package: Package, dyad: str) -> str:
    if text and not re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", text):
        raise ValueError("Name a year or a month, as 2022 or 2022-08")
    return text


# Parameters that accept free text → the function that turns the text into a value.
FREE: dict[str, Callable[[str, Package, str], str]] = {"known_on": _day, "q": _search_text, "zoom": _period}


@memoized(16)
def allowed_values(package: Package, dyad: str) -> Mapping[str, tuple[object, ...]]:
    """Return parameter → its possible values for a pair, the default first.

    Free parameters (`known_on`, `q`, `zoom`) list their default alone. Facets list single values; their default is
    none.
    """
    years, releases = package.years(dyad), package.releases(dyad)
    first = max(int(package.dyad(dyad).first_year), years[0])
    last = package.covered(dyad, releases[0])[-1] if releases else years[-1]
    return {
        "dyad": package.dyads,
        "measure": MEASURES if releases else MEASURES[1:],
        "release": releases or ("",),
        "from": (min(first, last - 2), *(y for y in years if y != first)),
        "to": (last, *(y for y in years if y != last)),
        "local": LOCAL,
        "weight": WEIGHTS,
        "gross_min": GROSS_MIN,
        "credibility": (DEFAULT_CREDIBILITY, *(c for c in range(1, 7) if c != DEFAULT_CREDIBILITY)),
        "origins": tuple(range(1, 6)),
        "known_on": ("",),
        **claims.facet_values(package, dyad),
        "contested": ("", "yes"),
        "solid": ("", "yes"),
        "q": ("",),
        "zoom": ("",),
        "theme": THEMES,
        "size": SIZES,
    }


def to_text(value: object) -> str:
    """Spell a value as an address does: `0.5`, `1`, `included`, `drones,missiles`."""
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _list_values(values: Iterable[object]) -> str:
    values = [v for v in values if v not in ("", ())]
    values = sorted(values) if all(isinstance(v, int) for v in values) else values  # type: ignore[type-var]
    if len(values) > 8 and all(isinstance(v, int) for v in values):
        return f"{min(values)} to {max(values)}"  # type: ignore[type-var]
    return ", ".join(map(to_text, values))


def value_of(key: str, text: str, options: tuple[object, ...], package: Package, dyad: str) -> object:
    """Return the value that a text names. Raises ValueError with the possible values."""
    if key in FREE:
        return FREE[key](text, package, dyad)
    if key in claims.FACETS:
        chosen = tuple(dict.fromkeys(filter(None, text.split(","))))
        if not set(chosen) <= set(options):
            raise ValueError(f"Use one or more of {_list_values(options)}, with commas between")
        return tuple(v for v in options if v in chosen)
    match = next((v for v in options if to_text(v) == text), None)
    if match is None:
        raise ValueError(_remedy(key, options))
    return match


def _remedy(key: str, options: tuple[object, ...]) -> str:
    if key == "size":
        return f"Use {', '.join(FRAMES)} for files; {', '.join(PAGES)} for the page"
    if options == ("",):  # only a list of releases may be empty
        return "Leave it out: no release was published by that day, or none covers this pair"
    return f"Use {_list_values(options)}"
