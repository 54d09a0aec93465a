"""Numbers as claimed: a quantity as a range, two of them compared, which of them count the same thing."""

from dataclasses import dataclass
from math import inf
from typing import Any

import pandas as pd

from dashboard.text import numbers

# Units under which different claimants count the same thing. Each number keeps the word of its claimant.
_ALIKE = {"artillery shells": "shells", "bullets": "rounds", "factory": "factories"}
_FOLD = {10: "tenfold", 100: "a hundredfold", 1000: "a thousandfold"}


@dataclass(frozen=True)
class Amount:
    """What a claim says of a number. A bound that was not given is None; `central` is a number given as such."""

    low: float | None
    central: float | None
    high: float | None
    unit: str

    @property
    def floor(self) -> float:
        """The least that was said; 0 where only an upper bound was given."""
        return self.low if self.low is not None else self.central if self.central is not None else 0.0

    @property
    def ceiling(self) -> float:
        """The most that was said; infinite where a lower bound stands without an upper one."""
        if self.high is not None:
            return self.high
        return self.central if self.low is None and self.central is not None else inf

    @property
    def is_point(self) -> bool:
        return self.floor == self.ceiling

    @property
    def kind(self) -> str:
        """What is counted, one word for units that count the same."""
        return _ALIKE.get(self.unit, self.unit)


def many(n: int, noun: str) -> str:
    """`1 claim`, `260 claims`."""
    return f"{numbers.number(n)} {noun}{'' if n == 1 else 's'}"


def amount(claim: Any) -> Amount | None:
    """The number in a claim; None where it gives none, or none with a unit."""
    low, central, high = (
        None if pd.isna(v) else float(v) for v in (claim.quantity_low, claim.quantity_central, claim.quantity_high)
    )
    if pd.isna(claim.quantity_unit) or (low is None and central is None and high is None):
        return None
    return Amount(low, central, high, claim.quantity_unit)


def span(found: Amount) -> str:
    """A number as a range: `200–999`, `more than 400` as `401 or more`, `up to 2,700`."""
    floor, ceiling = numbers.number(found.floor), numbers.number(found.ceiling) if found.ceiling < inf else ""
    if found.is_point:
        return floor
    if not ceiling:
        return f"{floor} or more"
    text = f"{floor}–{ceiling}"
    if found.central is not None and found.floor < found.central < found.ceiling:
        return f"{numbers.number(found.central)} ({text})"
    return text


def with_unit(found: Amount) -> str:
    """A number with what it counts: `401 or more drones`, `1 voyage`."""
    one = found.is_point and found.floor == 1
    return f"{span(found)} {found.unit.removesuffix('s') if one else found.unit}"


def quantity(claim: Any) -> str:
    """The quantity in the claimant's words and as a range; empty where none was given."""
    found = amount(claim)
    words = "" if pd.isna(claim.quantity_words) else claim.quantity_words
    return " = ".join(filter(None, [words, with_unit(found) if found else ""]))


def apart(this: Amount, other: Amount) -> str:
    """How far `this` stands from `other`, in words: `at least 4.3 times as many`, or `at least 4.3 times fewer`."""
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
    if exact and factor in _FOLD:
        return f"{_FOLD[int(factor)]} apart"
    times = f"{factor:,.0f}" if factor >= 10 else f"{factor:.1f}".removesuffix(".0")
    return f"{'' if exact else 'at least '}{times} times {'as many' if more else 'fewer'}"


def scope(a: Any, b: Any) -> str:
    """Why two numbers on one event need not agree: they count another step or another time. Empty where nothing shows it."""
    notes = []
    if a.status != b.status and not (pd.isna(a.status) or pd.isna(b.status)):
        notes.append("another step")
    if not any(pd.isna(v) for v in (a.start, b.start, a.end, b.end)) and (a.start, a.end) != (b.start, b.end):
        within = (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)
        notes.append(
            "one time lies within the other"
            if within
            else "another time"
            if a.end < b.start or b.end < a.start
            else "times that overlap"
        )
    return ", ".join(notes)
