"""Put days, months and periods into words."""

from datetime import date
from functools import lru_cache

from dashboard.data.records import Claim
from dashboard.text.catalogue import LANGUAGE, message
from etl.contracts.vocabulary import UNTIL


@lru_cache(maxsize=50_000)
def day(iso: str, language: str = LANGUAGE) -> str:
    """Return `2022-10-17` as `17 October 2022`; a month or year in the same style, `day unknown` for an empty text."""
    if not iso:
        return message("dates.unknown", language).format({})
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return iso
    return message("dates.month" if len(parts) == 2 else "dates.day", language).format({"day": date(*[*parts, 1][:3])})


@lru_cache(maxsize=50_000)
def span(start: str | None, end: str | None, precision: str, language: str = LANGUAGE) -> str:
    """Return a claim's period in words, no more precise than it was stated."""
    if not start:
        return message("dates.undated", language).format({})
    if precision == UNTIL and end:
        return message("dates.until", language).format({"last": day(end, language)})
    if end == start:
        return day(start, language)
    if precision == "month" and end and end[:7] == start[:7]:
        return day(start[:7], language)
    if precision == "year" and end and end[:4] == start[:4]:
        return start[:4]
    last = day(end, language) if end else ""
    return message("dates.span" if end else "dates.since", language).format(
        {"first": day(start, language), "last": last}
    )


def when(claim: Claim) -> str:
    """Return the period a claim speaks of, in words."""
    return span(*stated(claim))


def stated(claim: Claim) -> tuple[str | None, str | None, str]:
    """Return the first day, last day and precision of the period a claim speaks of."""
    return claim.start, claim.end, claim.precision
