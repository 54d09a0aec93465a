"""Selection ↔ URL query: what is shown, in one immutable value. The only filter of the dashboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from urllib.parse import parse_qsl, urlencode

from dashboard.data import Package
from etl.errors import DataError, Problem
from etl.grading import DEFAULT_CREDIBILITY
from etl.robustness import GROSS_MIN, LOCAL, WEIGHTS

MEASURES = ("tiv", "documented")
THEMES = ("light", "dark")
MAX_QUERY = 2000
"""Characters of a query that are read; the longest sensible one has a tenth of that."""
SIZES = ("wide", "tablet", "phone")


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
    theme: str
    size: str

    @property
    def years(self) -> range:
        return range(self.from_year, self.to_year + 1)

    def turned(self, **changes: object) -> Selection:
        """The selection with some parameters changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


_KEY = {"from_year": "from", "to_year": "to"}


def allowed(package: Package, dyad: str) -> dict[str, tuple[object, ...]]:
    """The values each parameter may have, first the default, for a pair."""
    years, releases = package.years(dyad), package.releases(dyad)
    first = max(int(package.dyad(dyad).first_year), years[0])
    last = package.covered(dyad, releases[0])[-1] if releases else years[-1]
    return {
        "dyad": package.dyads,
        "measure": MEASURES if releases else MEASURES[::-1],
        "release": releases or ("",),
        "from": (first, *(y for y in years if y != first)),
        "to": (last, *(y for y in years if y != last)),
        "local": LOCAL,
        "weight": WEIGHTS,
        "gross_min": GROSS_MIN,
        "credibility": (DEFAULT_CREDIBILITY, *(c for c in range(1, 7) if c != DEFAULT_CREDIBILITY)),
        "theme": THEMES,
        "size": SIZES,
    }


def _text(value: object) -> str:
    """A value as it stands in an address: `0.5`, `1`, `included`."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _say(values: Iterable[object]) -> str:
    values = list(values)
    if len(values) > 8 and all(isinstance(v, int) for v in values):
        return f"{min(values)} to {max(values)}"  # type: ignore[type-var]
    return ", ".join(map(_text, values))


def parse(package: Package, query: str) -> tuple[Selection, list[Problem]]:
    """The selection a query names, and its problems; what is bad falls back to the default."""
    pairs = parse_qsl(query.lstrip("?")[:MAX_QUERY], keep_blank_values=True)
    given = dict(pairs)
    problems = [Problem(f"{key}=", "is given twice", "Give it once") for key, n in Counter(k for k, _ in pairs).items() if n > 1]
    dyad = given.get("dyad", package.dyads[0])
    options = allowed(package, dyad if dyad in package.dyads else package.dyads[0])
    chosen: dict[str, object] = {key: values[0] for key, values in options.items()}
    for key, text in given.items():
        if key not in options:
            problems.append(Problem(f"{key}=", "is no parameter", f"Use {', '.join(options)}"))
            continue
        match = next((v for v in options[key] if _text(v) == text), None)
        if match is None:
            problems.append(Problem(f"{key}={text}", "is not possible here", f"Use {_say(options[key])}"))
        else:
            chosen[key] = match
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
    options = allowed(package, selection.dyad)
    pairs = []
    for f in fields(Selection):
        key, value = _KEY.get(f.name, f.name), getattr(selection, f.name)
        default = package.dyads[0] if key == "dyad" else options[key][0]
        if value != default and (presentation or key not in ("theme", "size")):
            pairs.append((key, _text(value)))
    return urlencode(pairs)


def in_words(package: Package, selection: Selection) -> str:
    """The selection as a reader would say it: goes on every table and file."""
    what = {
        "tiv": f"{package.release_name(selection.release)} release, million TIV",
        "documented": f"documented transfer events graded {selection.credibility} or better",
    }[selection.measure]
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
    return ", ".join([*parts, f"{selection.from_year}–{selection.to_year}"])
