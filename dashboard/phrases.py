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


def listed(items: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def count(n: int) -> str:
    """A small number as a word."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else str(n)
