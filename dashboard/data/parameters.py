"""Define what a parameter of a selection is: which values it may have for a pair, and how an address spells them.

The parameters themselves are the fields of `selection.Selection`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unicodedata import category

from dashboard.data.claims import pair as claims
from dashboard.data.package import Package
from dashboard.style import FRAMES

MEASURES = ("tiv", "documented", "documented_volume")
# Characters of a query that are read; no sensible query has more than a tenth of that.
MAX_QUERY = 2000
MAX_SEARCH = 100
SIZES = ("wide", "tablet", "phone", "classic", "square", "print")
# Sizes of the page; files have the sizes in FRAMES.
PAGES = SIZES[:3]

# Possible values for a pair, the default first.
Values = Callable[[Package, str], tuple[object, ...]]
Reader = Callable[[str, Package, str], object]


@dataclass(frozen=True)
class Misread:
    """What is wrong with one parameter of an address: where, and the messages `errors.<what>` and `errors.<fix>`.

    `given` are the arguments of the second message: numbers or texts, by name.
    """

    where: str
    what: str
    fix: str
    given: tuple[tuple[str, str | int], ...] = ()


class NotPossible(ValueError):
    """A value that a parameter cannot have, with the message that says what to do, and its arguments."""

    def __init__(self, fix: str, **given: str | int) -> None:
        super().__init__(fix)
        self.fix, self.given = fix, tuple(given.items())


@dataclass(frozen=True)
class Parameter:
    """One parameter of a selection.

    `values` lists what it may be; `read` turns free text into a value instead and raises NotPossible. `several` takes
    some of the values, none by default. `filters` is true where it filters claims, `presentation` where it only changes
    how a view looks. `fix` is the message that lists the values. `spelt` has other words for a value, and the parameters
    that they stand for.
    """

    name: str
    values: Values
    read: Reader | None = None
    several: bool = False
    filters: bool = False
    presentation: bool = False
    fix: str = "use"
    spelt: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def default_is_empty(self) -> bool:
        return self.several or self.read is not None

    def value_of(self, text: str, options: tuple[object, ...], package: Package, dyad: str) -> object:
        """Return the value that a text names. Raises NotPossible with the possible values."""
        if self.read:
            return self.read(text, package, dyad)
        if self.several:
            chosen = tuple(dict.fromkeys(filter(None, text.split(","))))
            if not set(chosen) <= set(options):
                raise NotPossible("use-several", values=_list_values(options))
            return tuple(v for v in options if v in chosen)
        match = next((v for v in options if to_text(v) == text), None)
        if match is not None:
            return match
        if options == ("",):  # only a list of releases may be empty
            raise NotPossible("no-release")
        raise NotPossible(self.fix, values=_list_values(options), files=", ".join(FRAMES), page=", ".join(PAGES))


def parameter(values: Values = lambda package, dyad: ("",), name: str = "", **more: Any) -> Any:
    """Return a field of a selection that is a parameter; `name` is how an address spells it, if not as the field."""
    return field(metadata={"name": name, "values": values, **more})


def one_of(*values: object) -> Values:
    """Return values that are the same for every pair."""
    return lambda package, dyad: values


def facet(name: str) -> dict[str, Any]:
    """Return what makes a field a facet of claims."""

    def values(package: Package, dyad: str) -> tuple[object, ...]:
        return claims.facet_values(package, dyad)[name]

    return {"values": values, "several": True, "filters": True}


def first_years(package: Package, dyad: str) -> tuple[object, ...]:
    """Return the first years that a view may have, the pair's own first."""
    years, last = package.years(dyad), last_years(package, dyad)[0]
    first = min(max(package.dyad(dyad).first_year, years[0]), int(str(last)) - 2)
    return (first, *(y for y in years if y != first))


def last_years(package: Package, dyad: str) -> tuple[object, ...]:
    """Return the last years that a view may have, the last covered one first."""
    years, releases = package.years(dyad), package.releases(dyad)
    last = package.covered(dyad, releases[0])[-1] if releases else years[-1]
    return (last, *(y for y in years if y != last))


def releases(package: Package, dyad: str) -> tuple[object, ...]:
    return package.releases(dyad) or ("",)


def measures(package: Package, dyad: str) -> tuple[object, ...]:
    return MEASURES if package.releases(dyad) else MEASURES[1:]


def dyads(package: Package, dyad: str) -> tuple[object, ...]:
    return package.dyads


def day(text: str, package: Package, dyad: str) -> str:
    """Return a day of the record, or an empty text for the whole record. Raises NotPossible."""
    days = package.days(dyad)
    try:
        named = date.fromisoformat(text).isoformat()
    except ValueError:
        well_formed = re.fullmatch(r"\d{4}-\d\d-\d\d", text)
        raise NotPossible("no-such-day" if well_formed else "write-a-day") from None
    if not days:
        raise NotPossible("no-claims")
    if not days[0] <= named < "2100":
        raise NotPossible("day-from", first=days[0])
    return "" if named >= days[-1] else named


def nearest_day(text: str, package: Package, dyad: str) -> str:
    """Return the day of the record that a text names, or the first day for an earlier one; else an empty text."""
    try:
        return day(text, package, dyad) if text else ""
    except NotPossible:
        days = package.days(dyad)
        return days[0] if days and re.fullmatch(r"\d{4}-\d\d-\d\d", text) and text < days[0] else ""


def search_text(text: str, package: Package, dyad: str) -> str:
    """Return the words of a search. Raises NotPossible for too long a text."""
    words = " ".join(
        "".join(" " if category(c) in ("Cc", "Cn", "Cs") else c for c in text).split()  # not allowed in XML
    )
    if len(words) > MAX_SEARCH:
        raise NotPossible("search-at-most", most=MAX_SEARCH)
    return words


def period(text: str, package: Package, dyad: str) -> str:
    """Return a year or month as it is written. Raises NotPossible for anything else."""
    if text and not re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", text):
        raise NotPossible("name-a-period")
    return text


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
