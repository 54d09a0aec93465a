"""Define the selection, one immutable value, and convert it from and to the query of an address.

Its fields are the registry of parameters: address, checks, defaults and documentation follow from them.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import parse_qsl, urlencode

from dashboard.data.memo import memoized
from dashboard.data.package import Package
from dashboard.data.parameters import (
    MAX_QUERY,
    SIZES,
    Misread,
    NotPossible,
    Parameter,
    day,
    dyads,
    facet,
    first_years,
    last_years,
    measures,
    nearest_day,
    one_of,
    parameter,
    period,
    releases,
    search_text,
    to_text,
)
from dashboard.style import THEMES
from etl.analysis.grading import DEFAULT_CREDIBILITY
from etl.analysis.robustness import GROSS_MIN, SIDES, WEIGHTS, shares_of
from etl.analysis.series import ALL_LOCAL, Shares

# Share of local production that counts by default, in per cent.
ALL = 100
# Names of shares that addresses may have: what they were called before shares, in per cent and direction.
_NAMED_SHARES = {
    "included": {"local": "100"},
    "excluded": {"local": "0"},
    **{f"excluded_{side}": {"local": "0", "local_side": side} for side in SIDES[1:]},
}


@dataclass(frozen=True)
class Selection:
    """Parameters of a view, named as in an address, where `from_year` and `to_year` are `from` and `to`."""

    dyad: str = parameter(dyads)
    measure: str = parameter(measures)
    release: str = parameter(releases)
    from_year: int = parameter(first_years, name="from")
    to_year: int = parameter(last_years, name="to")
    local: int = parameter(one_of(*range(ALL, -1, -1)), spelt=_NAMED_SHARES)
    local_side: str = parameter(one_of(*SIDES))
    weight: float = parameter(one_of(*WEIGHTS))
    gross_min: float = parameter(one_of(*GROSS_MIN))
    credibility: int = parameter(one_of(DEFAULT_CREDIBILITY, *(c for c in range(1, 7) if c != DEFAULT_CREDIBILITY)))
    origins: int = parameter(one_of(*range(1, 6)))
    known_on: str = parameter(read=day)
    direction: tuple[str, ...] = parameter(**facet("direction"))
    category: tuple[str, ...] = parameter(**facet("category"))
    status: tuple[str, ...] = parameter(**facet("status"))
    claimant: tuple[str, ...] = parameter(**facet("claimant"))
    contested: str = parameter(one_of("", "yes"), filters=True)
    solid: str = parameter(one_of("", "yes"), filters=True)
    q: str = parameter(read=search_text, filters=True)
    zoom: str = parameter(read=period, filters=True)
    theme: str = parameter(one_of(*THEMES), presentation=True)
    size: str = parameter(one_of(*SIZES), presentation=True, fix="use-size")

    @property
    def years(self) -> range:
        return range(self.from_year, self.to_year + 1)

    @property
    def shares(self) -> Shares:
        """Shares of local production that count from a to b and back, 0 to 1; the measure `tiv` alone knows them."""
        return shares_of(self.local, self.local_side) if self.measure == "tiv" else ALL_LOCAL

    @property
    def counting(self) -> str:
        """Return how local production counts: `included`, `excluded` or `part`, the latter two perhaps of one direction."""
        if self.shares == ALL_LOCAL:
            return "included"
        side = "" if self.local_side == SIDES[0] else f"_{self.local_side}"
        return ("part" if self.local else "excluded") + side

    def replace(self, **changes: object) -> Selection:
        """Return a copy with some parameters changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]

    @property
    def filters(self) -> dict[str, object]:
        """Parameters that filter claims and are set, by name."""
        values = {name: getattr(self, name) for name, known in PARAMETERS.items() if known.filters}
        return {name: value for name, value in values.items() if value}

    @property
    def unfiltered(self) -> Selection:
        """Selection without filters of claims."""
        return self.replace(**{name: () if PARAMETERS[name].several else "" for name in self.filters})


# Field of the selection → parameter, and its name in an address → field.
_BY_FIELD = {f.name: Parameter(**{**f.metadata, "name": f.metadata["name"] or f.name}) for f in fields(Selection)}
FIELDS = {known.name: field for field, known in _BY_FIELD.items()}
# Name in an address → parameter.
PARAMETERS: Mapping[str, Parameter] = {known.name: known for known in _BY_FIELD.values()}


class Impossible(Exception):
    """An address that asks for something that is not possible: one `Misread` for each fault."""

    def __init__(self, problems: list[Misread]) -> None:
        super().__init__(", ".join(f"{p.where} {p.what}" for p in problems))
        self.problems = tuple(problems)


@memoized(16)
def allowed_values(package: Package, dyad: str) -> Mapping[str, tuple[object, ...]]:
    """Return parameter → its possible values for a pair, the default first; a facet's default is none of its values."""
    return {name: known.values(package, dyad) for name, known in PARAMETERS.items()}


def parse(package: Package, query: str) -> tuple[Selection, list[Misread]]:
    """Return the selection that a query names, and its problems: an impossible value gives way to the default."""
    # what others append to an address (`utm_source`, `fbclid`) is no part of the view
    pairs = [p for p in parse_qsl(query.lstrip("?")[:MAX_QUERY], keep_blank_values=True) if p[0] in PARAMETERS]
    given = dict(pairs)
    for key, text in pairs:
        given |= PARAMETERS[key].spelt.get(text, {})
    repeated = (key for key, n in Counter(k for k, _ in pairs).items() if n > 1)
    problems = [Misread(f"{key}=", "given-twice", "give-once") for key in repeated]
    dyad = given.get("dyad", package.dyads[0])
    dyad = dyad if dyad in package.dyads else package.dyads[0]
    package = package.as_known_on(nearest_day(given.get("known_on", ""), package, dyad))
    options = allowed_values(package, dyad)
    chosen = {key: _default(key, options) for key in options}
    chosen |= {"dyad": dyad, "known_on": nearest_day(given.get("known_on", ""), package, dyad)}
    for key, text in given.items():
        if text or not PARAMETERS[key].default_is_empty:
            try:
                chosen[key] = PARAMETERS[key].value_of(text, options[key], package, dyad)
            except NotPossible as error:
                problems.append(Misread(f"{key}={text}", "not-possible-here", error.fix, error.given))
    if chosen["local"] == ALL:
        chosen["local_side"] = options["local_side"][0]
    if int(str(chosen["from"])) + 2 > int(str(chosen["to"])):
        problems.append(Misread(f"from={chosen['from']}&to={chosen['to']}", "too-short", "lengthen"))
        chosen["from"], chosen["to"] = options["from"][0], options["to"][0]
    return Selection(**{FIELDS[k]: v for k, v in chosen.items()}), problems  # type: ignore[arg-type]


def _default(key: str, options: Mapping[str, tuple[object, ...]]) -> object:
    return () if PARAMETERS[key].several else options[key][0]


def parse_strict(package: Package, query: str) -> Selection:
    """Return the selection that a query names. Raises Impossible for any bad parameter."""
    selection, problems = parse(package, query)
    if problems:
        raise Impossible(problems)
    return selection


def to_query(package: Package, selection: Selection, presentation: bool = True) -> str:
    """Return the canonical query of a selection, without `?` and without defaults.

    `presentation=False` leaves out theme and size too, as the address bar does.
    """
    options = allowed_values(package.as_known_on(selection.known_on), selection.dyad)
    pairs = []
    for key, known in PARAMETERS.items():
        value = getattr(selection, FIELDS[key])
        default = package.dyads[0] if key == "dyad" else _default(key, options)
        if value != default and (presentation or not known.presentation):
            pairs.append((key, to_text(value)))
    return urlencode(pairs, safe=",")


def on_day(package: Package, selection: Selection, day: str) -> Selection:
    """Return the selection as known on another day; parameters at their default take the default of that day."""
    query = dict(parse_qsl(to_query(package, selection))) | {"known_on": day}
    return parse(package, urlencode(query))[0]
