"""Put days, months and periods into words."""

from functools import lru_cache
from typing import Any

import pandas as pd


def day(iso: str) -> str:
    """Return `2022-10-17` as `17 October 2022`; a month or year without a day in the same style."""
    parts = iso.split("-")
    if len(parts) == 1:
        return iso
    month = f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@lru_cache(maxsize=50_000)
def span(start: str | None, end: str | None, precision: str) -> str:
    """Return a claim's period in words, no more precise than it was stated."""
    if not start:
        return "undated"
    if end == start:
        return day(start)
    if precision == "month" and end and end[:7] == start[:7]:
        return day(start[:7])
    if precision == "year" and end and end[:4] == start[:4]:
        return start[:4]
    return f"{day(start)} to {day(end)}" if end else f"from {day(start)} on"


def when(claim: Any) -> str:
    """Return the period a claim speaks of, in words."""
    start, end = (None if pd.isna(v) else str(v) for v in (claim.start, claim.end))
    return span(start, end, claim.precision)
