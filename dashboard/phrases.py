"""Computed sentences: runs of text, some of them coloured by the direction they speak of."""

from __future__ import annotations

from collections.abc import Sequence

Run = tuple[str, str]
"""(text, kind): kind is `""`, `a_to_b`, `b_to_a` or `strong`."""
Phrase = tuple[Run, ...]


def phrase(*runs: str | Run) -> Phrase:
    """A phrase from plain strings and (text, kind) runs."""
    return tuple((run, "") if isinstance(run, str) else run for run in runs)


def plain(runs: Phrase) -> str:
    """The text of a phrase."""
    return "".join(text for text, _ in runs)


def sentences(runs: Phrase) -> list[Phrase]:
    """A phrase cut after each full stop that ends a sentence."""
    out: list[list[tuple[str, str]]] = [[]]
    for text, kind in runs:
        rest = text
        while ". " in rest:
            head, rest = rest.split(". ", 1)
            out[-1].append((f"{head}. ", kind))
            out.append([])
        if rest:
            out[-1].append((rest, kind))
    return [tuple(sentence) for sentence in out if sentence]


def listed(items: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def count(n: int) -> str:
    """A small number as a word."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else str(n)


def day(iso: str) -> str:
    """`2022-10-17` as `17 October 2022`; a bare month or year as itself in words."""
    parts = iso.split("-")
    if len(parts) == 1:
        return iso
    month = f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"


MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def span(start: str | None, end: str | None, precision: str) -> str:
    """The time a claim speaks of, no sharper than it was stated."""
    if not start:
        return "undated"
    if end == start:
        return day(start)
    if precision == "month" and end and end[:7] == start[:7]:
        return day(start[:7])
    if precision == "year" and end and end[:4] == start[:4]:
        return start[:4]
    return f"{day(start)} to {day(end)}" if end else f"from {day(start)} on"
