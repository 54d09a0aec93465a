"""Define the selection, one immutable value, and convert it from and to the query of an address."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass, fields
from urllib.parse import parse_qsl, urlencode

from dashboard.data.claims import pair as claims
from dashboard.data.package import Package
from dashboard.data.parameters import FREE, MAX_QUERY, allowed_values, nearest_day, to_text, value_of
from etl.contracts.errors import DataError, Problem


@dataclass(frozen=True)
class Selection:
    """Parameters of a view, named as in an address, where `from_year` and `to_year` are `from` and `to`."""

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

    def replace(self, **changes: object) -> Selection:
        """Return a copy with some parameters changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]

    @property
    def filters(self) -> dict[str, object]:
        """Parameters that filter claims and are set, by name."""
        values = {name: getattr(self, name) for name in (*claims.FACETS, "contested", "solid", "q", "zoom")}
        return {name: value for name, value in values.items() if value}

    @property
    def unfiltered(self) -> Selection:
        """Selection without filters of claims."""
        return self.replace(**{name: () if name in claims.FACETS else "" for name in self.filters})


_KEY = {"from_year": "from", "to_year": "to"}
# Name in an address → field of the selection.
PARAMETERS = {_KEY.get(f.name, f.name): f.name for f in fields(Selection)}
_PRESENTATION = ("theme", "size")


def parse(package: Package, query: str) -> tuple[Selection, list[Problem]]:
    """Return the selection that a query names, and its problems: an impossible value gives way to the default."""
    # what others append to an address (`utm_source`, `fbclid`) is no part of the view
    pairs = [p for p in parse_qsl(query.lstrip("?")[:MAX_QUERY], keep_blank_values=True) if p[0] in PARAMETERS]
    given = dict(pairs)
    problems = [
        Problem(f"{key}=", "is given twice", "Give it once") for key, n in Counter(k for k, _ in pairs).items() if n > 1
    ]
    dyad = given.get("dyad", package.dyads[0])
    dyad = dyad if dyad in package.dyads else package.dyads[0]
    package = package.as_known_on(nearest_day(given.get("known_on", ""), package, dyad))
    options = allowed_values(package, dyad)
    chosen: dict[str, object] = {key: () if key in claims.FACETS else values[0] for key, values in options.items()}
    chosen |= {"dyad": dyad, "known_on": nearest_day(given.get("known_on", ""), package, dyad)}
    for key, text in given.items():
        if text or key not in (*FREE, *claims.FACETS):
            try:
                chosen[key] = value_of(key, text, options[key], package, dyad)
            except ValueError as error:
                problems.append(Problem(f"{key}={text}", "is not possible here", str(error)))
    if int(str(chosen["from"])) + 2 > int(str(chosen["to"])):
        where = f"from={chosen['from']}&to={chosen['to']}"
        problems.append(Problem(where, "is shorter than three years", "Let `from` be at least two years before `to`"))
        chosen["from"], chosen["to"] = options["from"][0], options["to"][0]
    return Selection(**{PARAMETERS[k]: v for k, v in chosen.items()}), problems  # type: ignore[arg-type]


def parse_strict(package: Package, query: str) -> Selection:
    """Return the selection that a query names. Raises DataError for any bad parameter."""
    selection, problems = parse(package, query)
    if problems:
        raise DataError(problems)
    return selection


def to_query(package: Package, selection: Selection, presentation: bool = True) -> str:
    """Return the canonical query of a selection, without `?` and without defaults.

    `presentation=False` leaves out theme and size too, as the address bar does.
    """
    options = allowed_values(package.as_known_on(selection.known_on), selection.dyad)
    pairs = []
    for f in fields(Selection):
        key, value = _KEY.get(f.name, f.name), getattr(selection, f.name)
        default = package.dyads[0] if key == "dyad" else () if key in claims.FACETS else options[key][0]
        if value != default and (presentation or key not in _PRESENTATION):
            pairs.append((key, to_text(value)))
    return urlencode(pairs, safe=",")


def on_day(package: Package, selection: Selection, day: str) -> Selection:
    """Return the selection as known on another day; parameters at their default take the default of that day."""
    query = dict(parse_qsl(to_query(package, selection))) | {"known_on": day}
    return parse(package, urlencode(query))[0]
