"""Check quantities in words against the numbers of their row, by the code book of datasets/README.md.

A word for a range leaves `central` empty: a midpoint would be an invention.
"""

import re
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from etl.checks.between_rows import Checked, place
from etl.contracts.errors import Problem

# The values that low, central and high may have, None for an empty cell; a column without an entry may have any.
Allowed = Mapping[str, tuple[float | None, ...]]
COLUMNS = ("low", "central", "high")

_UNITS = {
    w: float(n) for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_MULTIPLIERS = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_N = rf"((?:\d[\d,]*(?:\.\d+)?|{'|'.join(_UNITS)})(?: (?:{'|'.join(_MULTIPLIERS)}))?)"
_TAIL = r"(?: (?:dollars|euros|roubles|pounds|tonnes|percent)| (?:a|per) month)?"
# Units (currencies by their ISO codes) and words of quantities that are weighed or paid, not counted.
_MEASURED = re.compile(r"^[A-Z]{3}\b|\b(?:tonnes|percent|dollars|euros|roubles|pounds)\b")


def _range(low: float, high: float) -> Allowed:
    return {"low": (low,), "central": (None,), "high": (high,)}


_PHRASES: dict[str, Allowed] = {
    "several hundred": _range(200, 999),
    "hundreds": _range(200, 999),
    "up to several hundred": _range(0, 999),
    "dozens": _range(24, 99),
    "dozens or hundreds": _range(24, 999),
}
_PATTERNS: list[tuple[str, Callable[[list[float], bool], Allowed]]] = [
    (
        rf"(?:more than|over) {_N}",
        lambda n, counted: {"low": (n[0] + 1 if counted else n[0],), "central": (None,), "high": (None,)},
    ),
    (rf"(?:about|around) {_N}", lambda n, _: {"central": (n[0],)}),
    (rf"at least {_N}", lambda n, _: {"low": (n[0],), "central": (None, n[0]), "high": (None,)}),
    (rf"up to {_N}", lambda n, _: _range(0, n[0])),
    (rf"{_N} (?:to|or) {_N}", lambda n, _: _range(n[0], n[1])),
    (rf"all {_N}", lambda n, _: {c: (n[0],) for c in COLUMNS}),
    (_N, lambda n, _: {"low": (None, n[0]), "central": (n[0],), "high": (None, n[0])}),
]


def _number(words: str) -> float:
    first, *multiplier = words.split()
    n = _UNITS[first] if first in _UNITS else float(first.replace(",", ""))
    return n * (_MULTIPLIERS[multiplier[0]] if multiplier else 1)


def allowed(words: str, unit: str = "") -> Allowed | None:
    """Return the values that low, central and high may have; None where the code book does not cover the words.

    Anything after the first comma and space is a remark (`hundreds, to be made in Russia`).
    """
    quantity = " ".join(words.lower().split(", ")[0].split())
    if quantity in _PHRASES:
        return _PHRASES[quantity]
    counted = not (_MEASURED.search(unit) or _MEASURED.search(quantity))
    for pattern, values in _PATTERNS:
        match = re.fullmatch(pattern + _TAIL, quantity)
        if match:
            numbers = _numbers(match.groups())
            return values(numbers, counted) if numbers else None
    return None


def _numbers(parts: Sequence[str]) -> list[float] | None:
    """Return the numbers in words; None where they are ambiguous.

    A multiplier after the last number applies to both (`2 to 3 million`), unless the first would then be greater than
    the last (`900 to 1 million`): that may be read either way.
    """
    last = parts[-1].split()
    if len(last) == 1 or all(len(n.split()) > 1 for n in parts):
        return [_number(n) for n in parts]
    multiplied = [_number(n if len(n.split()) > 1 else f"{n} {last[1]}") for n in parts]
    return multiplied if multiplied == sorted(multiplied) else None


def check(claims: pd.DataFrame) -> Checked:
    """Check every quantity in words against the numbers of its row. The frame has the columns `_where` and `_line`.

    Words that the code book does not cover, and sums of money without a number, are counted as unchecked.
    """
    problems, correct, unchecked = [], 0, 0
    for _, row in claims[claims.quantity_words.notna()].iterrows():
        unit = "" if pd.isna(row.quantity_unit) else row.quantity_unit
        expected = allowed(row.quantity_words, unit)
        found = {c: None if pd.isna(row[f"quantity_{c}"]) else float(row[f"quantity_{c}"]) for c in COLUMNS}
        money = set(found.values()) == {None} and _MEASURED.search(row.quantity_words)
        if expected is None or money:
            unchecked += 1
        elif all(found[c] in values for c, values in expected.items()):
            correct += 1
        else:
            problems.append(_problem(row, found, expected))
    matches = "1 matches its range" if correct == 1 else f"{correct} match their ranges"
    return Checked(
        tuple(problems),
        f"Words for quantities: {matches}; {unchecked} not checked, either because the code book does not cover them "
        "or because they are sums of money without a number.",
    )


def _problem(row: pd.Series, found: Mapping[str, float | None], expected: Allowed) -> Problem:
    wrong = [c for c in COLUMNS if c in expected and found[c] not in expected[c]]
    has = ", ".join(f"{c} {_cell(found[c])}" for c in wrong)
    needs = ", ".join(f"{c} {' or '.join(map(_cell, expected[c]))}" for c in wrong)
    what = f'claim {row.claim_id} has "{row.quantity_words}" with {has}, but the code book requires {needs}'
    return Problem(place(row, f"quantity_{wrong[0]}"), what, "Correct the numbers or the words")


def _cell(n: float | None) -> str:
    return "empty" if n is None else f"{n:,.0f}" if n == int(n) else f"{n:,}"
