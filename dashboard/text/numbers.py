"""Numbers, shares and chances in words."""

import math

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def count_in_words(n: int) -> str:
    """A small number as a word."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else str(n)


def number(value: float) -> str:
    """A number as read aloud: 3,410 · 104 · 0.25; no more digits than it needs."""
    if math.isnan(value):
        return "–"
    if abs(value) >= 100 or float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) < 10 else f"{value:.1f}"


def exact(value: float) -> str:
    """A number as the register prints it, for tables."""
    return "" if math.isnan(value) else f"{value:,.4f}".rstrip("0").rstrip(".")


def percent(share: float, digits: int = 0) -> str:
    """A share as a percentage `74.5%`; a dash where it is missing."""
    return "–" if math.isnan(share) else f"{math.floor(100 * share * 10**digits + 0.5 + 1e-9) / 10**digits:.{digits}f}%"


def chance(p: float) -> str:
    """A probability in per cent; one decimal near the ends, where it matters; never a certainty."""
    if p > 0.9995:
        return "over 99.9%"
    if p < 0.0005:
        return "under 0.1%"
    return percent(p, 1 if p > 0.95 or p < 0.05 else 0)
