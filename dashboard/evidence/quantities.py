"""Read the quantities in claims as ranges, compare them, and match units that count the same thing."""

from dataclasses import dataclass
from math import inf
from typing import Any

import pandas as pd

from dashboard.text import numbers

# Units of one claimant → the usual unit for the same thing. Each number is printed with the unit of its claimant.
_SAME_UNIT = {"artillery shells": "shells", "bullets": "rounds", "factory": "factories"}
_MULTIPLES = {10: "tenfold", 100: "a hundredfold", 1000: "a thousandfold"}


@dataclass(frozen=True)
class Amount:
    """Quantity in a claim. A bound that was not given is None; `central` is a number given as such."""

    low: float | None
    central: float | None
    high: float | None
    unit: str

    @property
    def floor(self) -> float:
        """Lowest number claimed; 0 where only an upper bound was given."""
        return self.low if self.low is not None else self.central if self.central is not None else 0.0

    @property
    def ceiling(self) -> float:
        """Highest number claimed; infinite where only a lower bound was given."""
        if self.high is not None:
            return self.high
        return self.central if self.low is None and self.central is not None else inf

    @property
    def is_point(self) -> bool:
        return self.floor == self.ceiling

    @property
    def kind(self) -> str:
        """Unit in one word, the same for units that count the same thing."""
        return _SAME_UNIT.get(self.unit, self.unit)


def many(n: int, noun: str) -> str:
    """Return a count with its noun: `1 claim`, `260 claims`."""
    return f"{numbers.number(n)} {noun}{'' if n == 1 else 's'}"


def amount(claim: Any) -> Amount | None:
    """Return the quantity in a claim; None where it gives no number or no unit."""
    low, central, high = (
        None if pd.isna(v) else float(v) for v in (claim.quantity_low, claim.quantity_central, claim.quantity_high)
    )
    if pd.isna(claim.quantity_unit) or (low is None and central is None and high is None):
        return None
    return Amount(low, central, high, claim.quantity_unit)


def span(claimed: Amount) -> str:
    """Return an amount as a range: `200–999`, `more than 400` as `401 or more`, `0–2,700`."""
    floor, ceiling = numbers.number(claimed.floor), numbers.number(claimed.ceiling) if claimed.ceiling < inf else ""
    if claimed.is_point:
        return floor
    if not ceiling:
        return f"{floor} or more"
    text = f"{floor}–{ceiling}"
    if claimed.central is not None and claimed.floor < claimed.central < claimed.ceiling:
        return f"{numbers.number(claimed.central)} ({text})"
    return text


def with_unit(claimed: Amount) -> str:
    """Return an amount with its unit: `401 or more drones`, `1 voyage`."""
    one = claimed.is_point and claimed.floor == 1
    return f"{span(claimed)} {claimed.unit.removesuffix('s') if one else claimed.unit}"


def quantity(claim: Any) -> str:
    """Return the quantity in the claimant's words and as a range; empty where none was given."""
    claimed = amount(claim)
    words = "" if pd.isna(claim.quantity_words) else claim.quantity_words
    return " = ".join(filter(None, [words, with_unit(claimed) if claimed else ""]))


def apart(this: Amount, other: Amount) -> str:
    """Return how `this` differs from `other`: `at least 4.3 times as many`, `at least 4.3 times fewer`."""
    if (this.floor, this.ceiling) == (other.floor, other.ceiling):
        return "the same number" if this.is_point else "the same range"
    more = (this.floor, this.ceiling) > (other.floor, other.ceiling)
    low, high = (other, this) if more else (this, other)
    if low.ceiling >= high.floor:
        return "one lies within the range of the other" if low.is_point or high.is_point else "the ranges overlap"
    if not low.ceiling:
        return "some against none" if more else "none against some"
    factor = high.floor / low.ceiling
    if factor < 1.05:
        return "nearly the same"
    exact = low.is_point and high.is_point
    if exact and factor in _MULTIPLES:
        return f"{_MULTIPLES[int(factor)]} apart"
    times = f"{factor:,.0f}" if factor >= 10 else f"{factor:.1f}".removesuffix(".0")
    return f"{'' if exact else 'at least '}{times} times {'as many' if more else 'fewer'}"


def scope(a: Any, b: Any) -> str:
    """Return why two numbers on one event need not agree: another step or another period; empty if nothing shows it."""
    notes = []
    if a.status != b.status and not (pd.isna(a.status) or pd.isna(b.status)):
        notes.append("another step")
    if not any(pd.isna(v) for v in (a.start, b.start, a.end, b.end)) and (a.start, a.end) != (b.start, b.end):
        nested = (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)
        notes.append(
            "one time lies within the other"
            if nested
            else "another time"
            if a.end < b.start or b.end < a.start
            else "times that overlap"
        )
    return ", ".join(notes)
