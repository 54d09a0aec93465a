"""Selection ↔ URL query: what is shown, in one immutable value. The only filter of the dashboard."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from unicodedata import category
from urllib.parse import parse_qsl, urlencode

from dashboard import claims
from dashboard.data import Package
from dashboard.phrases import day as day_in_words
from dashboard.phrases import listed
from dashboard.style import FRAMES
from etl.analysis.grading import DEFAULT_CREDIBILITY
from etl.analysis.robustness import GROSS_MIN, LOCAL, WEIGHTS
from etl.contracts.errors import DataError, Problem

MEASURES = ("tiv", "documented")
THEMES = ("light", "dark", "grey", "transparent")
MAX_QUERY = 2000
"""Characters of a query that are read; the longest sensible one has a tenth of that."""
MAX_SEARCH = 100
SIZES = ("wide", "tablet", "phone", "classic", "square", "print")
PAGES = SIZES[:3]
"""Those of the page; of files it is those with a frame."""


@dataclass(frozen=True)
class Selection:
    """A view's parameters, named as in the address. `from_year`/`to_year` are `from` and `to` there."""

    dyad: str
    measure: str
    release: str
    from_year: int
    to_year: int
    local: str
    weight: float
    gross_min: float
    credibility: int
    origins: int
    known_on: str
    direction: tuple[str, ...]
    category: tuple[str, ...]
    status: tuple[str, ...]
    claimant: tuple[str, ...]
    contested: str
    solid: str
    q: str
    zoom: str
    theme: str
    size: str

    @property
    def years(self) -> range:
        return range(self.from_year, self.to_year + 1)

    def turned(self, **changes: object) -> Selection:
        """The selection with some parameters changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def filters(self) -> dict[str, object]:
        """The parameters that choose among claims and are set, by name."""
        set_here = {name: getattr(self, name) for name in (*claims.FACETS, "contested", "solid", "q", "zoom")}
        return {name: value for name, value in set_here.items() if value}

    @property
    def unfiltered(self) -> Selection:
        """The selection with every claim chosen."""
        return self.turned(**{name: () if name in claims.FACETS else "" for name in self.filters})


_KEY = {"from_year": "from", "to_year": "to"}
_PRESENTATION = ("theme", "size")


def _day(text: str, package: Package, dyad: str) -> str:
    """A day of the record, or the empty text for all of it. Raises ValueError saying what to give."""
    days = package.days(dyad)
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        shaped = re.fullmatch(r"\d{4}-\d\d-\d\d", text)
        raise ValueError("There is no such day in the calendar" if shaped else "Write a day as YYYY-MM-DD") from None
    if not days:
        raise ValueError("Leave it out: no claims are on record for this pair")
    if not days[0] <= day < "2100":
        raise ValueError(f"Name a day from {days[0]} on: too little is on record before")
    return "" if day >= days[-1] else day


def _nearest_day(text: str, package: Package, dyad: str) -> str:
    """The day that a text names; the first one for a day before it, and all of the record for what is no day."""
    try:
        return _day(text, package, dyad) if text else ""
    except ValueError:
        days = package.days(dyad)
        return days[0] if days and re.fullmatch(r"\d{4}-\d\d-\d\d", text) and text < days[0] else ""


def _search(text: str, package: Package, dyad: str) -> str:
    words = " ".join("".join(" " if category(c) in ("Cc", "Cn", "Cs") else c for c in text).split())  # what no XML may hold
    if len(words) > MAX_SEARCH:
        raise ValueError(f"Search for at most {MAX_SEARCH} characters")
    return words


def _zoom(text: str, package: Package, dyad: str) -> str:
    if text and not re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", text):
        raise ValueError("Name a year or a month, as 2022 or 2022-08")
    return text


_FREE: dict[str, Callable[[str, Package, str], str]] = {"known_on": _day, "q": _search, "zoom": _zoom}
"""Parameters that any text may stand in, and what makes a value of it."""


@lru_cache(maxsize=256)
def allowed(package: Package, dyad: str) -> Mapping[str, tuple[object, ...]]:
    """The values each parameter may have, first the default, for a pair. Free ones (`known_on`, `q`, `zoom`) have their default alone.

    A parameter that chooses several has single values here, and none of them as its default.
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
        **claims.options(package, dyad),
        "contested": ("", "yes"),
        "solid": ("", "yes"),
        "q": ("",),
        "zoom": ("",),
        "theme": THEMES,
        "size": SIZES,
    }


def _text(value: object) -> str:
    """A value as it stands in an address: `0.5`, `1`, `included`, `drones,missiles`."""
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _say(values: Iterable[object]) -> str:
    values = [v for v in values if v not in ("", ())]
    values = sorted(values) if all(isinstance(v, int) for v in values) else values  # type: ignore[type-var]
    if len(values) > 8 and all(isinstance(v, int) for v in values):
        return f"{min(values)} to {max(values)}"  # type: ignore[type-var]
    return ", ".join(map(_text, values))


def _chosen(key: str, text: str, options: tuple[object, ...], package: Package, dyad: str) -> object:
    """The value that a text names. Raises ValueError saying what is possible."""
    if key in _FREE:
        return _FREE[key](text, package, dyad)
    if key in claims.FACETS:
        several = tuple(dict.fromkeys(filter(None, text.split(","))))
        if not set(several) <= set(options):
            raise ValueError(f"Use one or more of {_say(options)}, with commas between")
        return tuple(v for v in options if v in several)
    match = next((v for v in options if _text(v) == text), None)
    if match is None:
        raise ValueError(_fix(key, options))
    return match


def _fix(key: str, options: tuple[object, ...]) -> str:
    """What to give for a parameter instead of what was given."""
    if key == "size":
        return f"Use {', '.join(FRAMES)} for files; {', '.join(PAGES)} for the page"
    if options == ("",):  # releases alone may be none
        return "Leave it out: no release was published by that day, or none covers this pair"
    return f"Use {_say(options)}"


def parse(package: Package, query: str) -> tuple[Selection, list[Problem]]:
    """The selection a query names, and its problems; what is bad falls back to the default."""
    pairs = parse_qsl(query.lstrip("?")[:MAX_QUERY], keep_blank_values=True)
    given = dict(pairs)
    problems = [Problem(f"{key}=", "is given twice", "Give it once") for key, n in Counter(k for k, _ in pairs).items() if n > 1]
    dyad = given.get("dyad", package.dyads[0])
    dyad = dyad if dyad in package.dyads else package.dyads[0]
    package = package.known(_nearest_day(given.get("known_on", ""), package, dyad))
    options = allowed(package, dyad)
    chosen: dict[str, object] = {key: () if key in claims.FACETS else values[0] for key, values in options.items()}
    chosen |= {"dyad": dyad, "known_on": _nearest_day(given.get("known_on", ""), package, dyad)}
    for key, text in given.items():
        if key not in options:
            problems.append(Problem(f"{key}=", "is no parameter", f"Use {', '.join(options)}"))
        elif text or key not in (*_FREE, *claims.FACETS):
            try:
                chosen[key] = _chosen(key, text, options[key], package, dyad)
            except ValueError as error:
                problems.append(Problem(f"{key}={text}", "is not possible here", str(error)))
    if int(str(chosen["from"])) + 2 > int(str(chosen["to"])):
        where = f"from={chosen['from']}&to={chosen['to']}"
        problems.append(Problem(where, "is shorter than three years", "Let `from` be at least two years before `to`"))
        chosen["from"], chosen["to"] = options["from"][0], options["to"][0]
    names = {_KEY.get(f.name, f.name): f.name for f in fields(Selection)}
    return Selection(**{names[k]: v for k, v in chosen.items()}), problems  # type: ignore[arg-type]


def parse_strict(package: Package, query: str) -> Selection:
    """The selection a query names. Raises DataError where any parameter is bad."""
    selection, problems = parse(package, query)
    if problems:
        raise DataError(problems)
    return selection


def to_query(package: Package, selection: Selection, presentation: bool = True) -> str:
    """The canonical query of a selection, defaults left out, without `?`.

    `presentation=False` leaves theme and size out too: what the address bar holds.
    """
    options = allowed(package.known(selection.known_on), selection.dyad)
    pairs = []
    for f in fields(Selection):
        key, value = _KEY.get(f.name, f.name), getattr(selection, f.name)
        default = package.dyads[0] if key == "dyad" else () if key in claims.FACETS else options[key][0]
        if value != default and (presentation or key not in _PRESENTATION):
            pairs.append((key, _text(value)))
    return urlencode(pairs, safe=",")


def on_day(package: Package, selection: Selection, day: str) -> Selection:
    """The selection as known on another day: what was left to its default takes the default of that day."""
    query = dict(parse_qsl(to_query(package, selection))) | {"known_on": day}
    return parse(package, urlencode(query))[0]


def in_words(package: Package, selection: Selection) -> str:
    """The selection as a reader would say it: goes on every table and file."""
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
        parts.append("years weighed by what was delivered" if selection.weight == 1 else "years weighed by the root of what was delivered")
    if selection.gross_min:
        parts.append(f"years with at least {_text(selection.gross_min)} {'million TIV' if selection.measure == 'tiv' else 'events'}")
    return ", ".join([*parts, f"{selection.from_year}–{selection.to_year}", *_known(selection)])


def _known(selection: Selection) -> list[str]:
    return [f"as known on {day_in_words(selection.known_on)}"] if selection.known_on else []


def claims_in_words(package: Package, selection: Selection) -> str:
    """Which claims a selection chooses, as a reader would say it; `all claims` where it chooses none."""
    parts = [listed([claims.say(package, selection.dyad, name, v) for v in getattr(selection, name)], "or") for name in claims.FACETS]
    parts.append("contested" if selection.contested else "")
    parts.append(f"graded {selection.credibility} or better" if selection.solid else "")
    parts.append(f"of events with {selection.origins} independent origins or more" if selection.origins > 1 else "")
    parts.append(f"found by “{selection.q}”" if selection.q else "")
    parts.append(f"in {day_in_words(selection.zoom)}" if selection.zoom else "")
    chosen = "; ".join(filter(None, parts))
    return ", ".join([f"claims: {chosen}" if chosen else "all claims", *_known(selection)])
