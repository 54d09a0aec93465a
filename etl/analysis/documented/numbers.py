"""Put numbers and volumes to a documented event, from what its claims say.

Per type and unit there is one number for each origin, the latest; "more than N" is a low bound only. The lowest of them
is low, the median central (else √(low · high), else low), the highest high (else central). The value of a unit is SIPRI's
TIV for its designation, or of a near type that `unit_values.csv` names as its stand-in; a type without one is not
valued, and an event without a valued type has no volume.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

import pandas as pd

_BOUNDS = ("quantity_low", "quantity_central", "quantity_high")


@dataclass(frozen=True)
class Range:
    """Represent low ≤ central ≤ high, in pieces or in million TIV."""

    low: float
    central: float
    high: float

    def times(self, factor: float) -> Range:
        return Range(self.low * factor, self.central * factor, self.high * factor)


@dataclass(frozen=True)
class TypeNumber:
    """Represent how many of one type came, and what a piece is worth in million TIV; None where it is not valued."""

    designation: str
    number: Range
    unit_value: float | None


@dataclass(frozen=True)
class Numbers:
    """Represent the numbers of an event: of each type, and all told where claims count them together."""

    types: tuple[TypeNumber, ...] = ()
    together: Range | None = None

    @property
    def number(self) -> Range | None:
        """Return how many pieces came in all; None where no claim says."""
        if self.together is not None or not self.types:
            return self.together
        ranges = [t.number for t in self.types]
        return Range(*(sum(getattr(r, bound) for r in ranges) for bound in ("low", "central", "high")))

    @property
    def volume(self) -> Range | None:
        """Return million TIV; None where nothing is valued. What is counted together is split as the types are."""
        valued = [(t.number, t.unit_value) for t in self.types if t.unit_value is not None]
        counted = sum(t.number.central for t in self.types)
        if not valued or (self.together is not None and not counted):
            return None
        if self.together is not None:
            return self.together.times(sum(n.central * value for n, value in valued) / counted)
        parts = [n.times(value) for n, value in valued]
        return Range(*(sum(getattr(p, bound) for p in parts) for bound in ("low", "central", "high")))

    @property
    def not_valued(self) -> tuple[str, ...]:
        """Return the designations that have a number and no value."""
        return tuple(t.designation for t in self.types if t.unit_value is None)


NO_NUMBERS = Numbers()


def numbers_of(claims: pd.DataFrame, unit_values: pd.DataFrame, coded_types: str = "") -> Numbers:
    """Return the numbers that the claims of one event tell.

    A claim that names no type, or several without a value of their own, counts all of them together, and so do all
    claims where the coder split an event by type; loads and shipments are no number of what the types are counted in.
    `coded_types` is how many of each it was, as
    `events.csv` has it from a claim: `100 Shahed-136; 6 Mohajer-6`.
    """
    values = dict(zip(unit_values.designation, unit_values.tiv_unit, strict=True))
    told = claims[claims[list(_BOUNDS)].notna().any(axis=1)].fillna({"quantity_unit": ""})
    one_type = told.designation.notna() & ~told.designation.fillna("").str.contains(",")
    named = (one_type | told.designation.isin(values)) & (not coded_types)
    types = [
        TypeNumber(str(name), _range(rows), values.get(str(name)))
        for (name, _), rows in told[named].groupby(["designation", "quantity_unit"], dropna=False)
    ]
    for part in filter(None, coded_types.split("; ")):
        number, name = part.split(" ", 1)
        types.append(TypeNumber(name, Range(*[float(number)] * 3), values.get(name)))
    units = {unit: _range(rows) for unit, rows in told[~named].groupby("quantity_unit", dropna=False)}
    same = not named.any() or {*units} <= {*told[named].quantity_unit}
    return Numbers(tuple(types), next(iter(units.values())) if len(units) == 1 and same else None)


def _range(claims: pd.DataFrame) -> Range:
    """Return the range of one type. What an origin says later stands beside what it said before, or in its place."""
    grouped = claims.sort_values(["reported_on", "claim_id"]).groupby("origin")[["origin", *_BOUNDS]]
    by_origin, latest = grouped.last()[list(_BOUNDS)], grouped.tail(1).set_index("origin")
    low, central, high = (by_origin[bound] for bound in _BOUNDS)
    by_origin = by_origin.mask((low > central) | (central > high) | (low > high), latest)
    lows = by_origin.quantity_low.fillna(by_origin.quantity_central).dropna()
    highs = by_origin.quantity_high.fillna(by_origin.quantity_central).dropna()
    centrals = by_origin.quantity_central.dropna()
    low = float(lows.min()) if len(lows) else 0.0
    between = sqrt(low * float(highs.max())) if len(highs) else low
    central = float(median(centrals)) if len(centrals) else between
    return Range(min(low, central), central, max([central, *highs.astype(float)]))


def surplus(total: Numbers, counted: Sequence[Numbers]) -> Numbers:
    """Return the numbers of a running total beyond what is counted already: each bound less their sum, 0 at least."""
    known = sum(n.number.central for n in counted if n.number is not None)

    def less(r: Range) -> Range:
        return Range(*(max(0.0, bound - known) for bound in (r.low, r.central, r.high)))

    if len(total.types) == 1 and total.together is None:
        (only,) = total.types
        return Numbers((TypeNumber(only.designation, less(only.number), only.unit_value),))
    return total if total.number is None else Numbers(total.types, less(total.number))
