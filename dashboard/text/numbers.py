"""Put numbers, shares and chances into words."""

import math

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def count_in_words(n: int) -> str:
    """Return a number up to twelve as a word, larger ones in digits."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else str(n)


def number(value: float) -> str:
    """Return a number with no more digits than a reader needs: 3,410 · 104 · 0.25; a dash where it is missing."""
    if math.isnan(value):
        return "–"
    if abs(value) >= 100 or float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) < 10 else f"{value:.1f}"


def exact(value: float) -> str:
    """Return a number as the register prints it, for tables; empty where it is missing."""
    return "" if math.isnan(value) else f"{value:,.4f}".rstrip("0").rstrip(".")


def percent(share: float, digits: int = 0) -> str:
    """Return a share as a percentage, `74.5%`; a dash where it is missing."""
    return "–" if math.isnan(share) else f"{math.floor(100 * share * 10**digits + 0.5 + 1e-9) / 10**digits:.{digits}f}%"


def chance(p: float) -> str:
    """Return a probability in per cent, with one decimal near the ends; never 0% or 100%."""
    if p > 0.9995:
        return "over 99.9%"
    if p < 0.0005:
        return "under 0.1%"
    return percent(p, 1 if p > 0.95 or p < 0.05 else 0)
