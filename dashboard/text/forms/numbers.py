"""Put numbers, shares and chances into words."""

import math

from dashboard.text.catalogue import LANGUAGE, message


def count_in_words(n: int, language: str = LANGUAGE) -> str:
    """Return a number up to twelve as a word, larger ones in digits."""
    return message("numbers.count", language).format({"n": int(n), "digits": str(n)})


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


def points(share: float) -> int:
    """Return a share as a whole number of percentage points."""
    return math.floor(100 * share + 0.5 + 1e-9)


def percent(share: float, digits: int = 0) -> str:
    """Return a share as a percentage, `74.5%`; a dash where it is missing."""
    return "–" if math.isnan(share) else f"{math.floor(100 * share * 10**digits + 0.5 + 1e-9) / 10**digits:.{digits}f}%"


def chance(p: float, language: str = LANGUAGE) -> str:
    """Return a probability in per cent, with one decimal above 99% and below 1%; never 0% or 100%."""
    if p > 0.9995:
        return message("numbers.over", language).format({"share": "99.9%"})
    if p < 0.0005:
        return message("numbers.under", language).format({"share": "0.1%"})
    return percent(p, 1 if p > 0.99 or p < 0.01 else 0)


def between(low: float, central: float | None, high: float, language: str = LANGUAGE) -> str:
    """Return a number within bounds: `46`, `200–999`, `450 (401–999)`, or `401 or more` where `high` is infinite."""
    inside = central is not None and low < central < high < math.inf
    form = "point" if low == high else "open" if high == math.inf else "central" if inside else "range"
    given = {"low": number(low), "high": number(high) if high < math.inf else ""}
    middle = number(central) if central is not None else ""
    return message("numbers.between", language).format({"form": form, "central": middle, **given})
