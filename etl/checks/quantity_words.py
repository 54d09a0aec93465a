"""Words for quantities and the ranges they stand for: the code book of datasets/README.md, checked row by row.

Never a midpoint: a word that names a range leaves `central` empty.
"""

import re
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from etl.checks.between_rows import Checked, place
from etl.contracts.errors import Problem

# For low, central and high the values a row may have, None for an empty cell; what is not named is free.
Allowed = Mapping[str, tuple[float | None, ...]]
COLUMNS = ("low", "central", "high")

_UNITS = {
    w: float(n) for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_TIMES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_N = rf"((?:\d[\d,]*(?:\.\d+)?|{'|'.join(_UNITS)})(?: (?:{'|'.join(_TIMES)}))?)"
_TAIL = r"(?: (?:dollars|euros|roubles|pounds|tonnes|percent)| (?:a|per) month)?"
# Units (currencies by their three letters) and words of what is weighed or paid, not counted by the piece.
_MEASURED = re.compile(r"^[A-Z]{3}\b|\b(?:tonnes|percent|dollars|euros|roubles|pounds)\b")


def _range(low: float, high: float) -> Allowed:
    return {"low": (low,), "central": (None,), "high": (high,)}


def _more(n: float, counted: bool) -> Allowed:
    return {"low": (n + 1 if counted else n,), "central": (None,), "high": (None,)}


_WORDS: dict[str, Allowed] = {
    "several hundred": _range(200, 999),
    "hundreds": _range(200, 999),
    "up to several hundred": _range(0, 999),
    "dozens": _range(24, 99),
    "dozens or hundreds": _range(24, 999),
}
_FORMS: list[tuple[str, Callable[[list[float], bool], Allowed]]] = [
    (rf"(?:more than|over) {_N}", lambda n, counted: _more(n[0], counted)),
    (rf"(?:about|around) {_N}", lambda n, _: {"central": (n[0],)}),
    (rf"at least {_N}", lambda n, _: {"low": (n[0],), "central": (None, n[0]), "high": (None,)}),
    (rf"up to {_N}", lambda n, _: _range(0, n[0])),
    (rf"{_N} (?:to|or) {_N}", lambda n, _: _range(n[0], n[1])),
    (rf"all {_N}", lambda n, _: {c: (n[0],) for c in COLUMNS}),
    (_N, lambda n, _: {"low": (None, n[0]), "central": (n[0],), "high": (None, n[0])}),
]


def _number(said: str) -> float:
    first, *times = said.split()
    n = _UNITS[first] if first in _UNITS else float(first.replace(",", ""))
    return n * (_TIMES[times[0]] if times else 1)


def allowed(words: str, unit: str = "") -> Allowed | None:
    """What low, central and high may be for a quantity in words; None where the code book does not know the form.

    What follows the first comma and space is a remark (`hundreds, to be made in Russia`).
    """
    said = " ".join(words.lower().split(", ")[0].split())
    if said in _WORDS:
        return _WORDS[said]
    counted = not (_MEASURED.search(unit) or _MEASURED.search(said))
    for form, make in _FORMS:
        match = re.fullmatch(form + _TAIL, said)
        if match:
            numbers = _numbers(match.groups())
            return make(numbers, counted) if numbers else None
    return None


def _numbers(said: Sequence[str]) -> list[float] | None:
    """The numbers of a form; None where it is not clear what they are.

    A multiplier said once, after the last number, holds for both (`2 to 3 million`); not where the first would then
    be the greater (`900 to 1 million`), which may be read either way.
    """
    last = said[-1].split()
    if len(last) == 1 or all(len(n.split()) > 1 for n in said):
        return [_number(n) for n in said]
    both = [_number(n if len(n.split()) > 1 else f"{n} {last[1]}") for n in said]
    return both if both == sorted(both) else None


def check(claims: pd.DataFrame) -> Checked:
    """Every quantity in words against its range. The frame carries `_where` and `_line`.

    Not checked, and counted as such: forms the code book does not know, and sums of money that no number is given for.
    """
    problems, right, unknown = [], 0, 0
    for _, row in claims[claims.quantity_words.notna()].iterrows():
        unit = "" if pd.isna(row.quantity_unit) else row.quantity_unit
        may = allowed(row.quantity_words, unit)
        found = {c: None if pd.isna(row[f"quantity_{c}"]) else float(row[f"quantity_{c}"]) for c in COLUMNS}
        money = set(found.values()) == {None} and _MEASURED.search(row.quantity_words)
        if may is None or money:
            unknown += 1
        elif all(found[c] in values for c, values in may.items()):
            right += 1
        else:
            problems.append(_problem(row, found, may))
    holds = f"{right} stand{'s' if right == 1 else ''} for {'its range' if right == 1 else 'their ranges'}"
    return Checked(
        tuple(problems),
        f"Words for quantities: {holds}; {unknown} not checked, forms the code book does not have or sums of money left in words.",
    )


def _problem(row: pd.Series, found: Mapping[str, float | None], may: Allowed) -> Problem:
    wrong = [c for c in COLUMNS if c in may and found[c] not in may[c]]
    has = ", ".join(f"{c} {_said(found[c])}" for c in wrong)
    needs = ", ".join(f"{c} {' or '.join(map(_said, may[c]))}" for c in wrong)
    what = f'claim {row.claim_id} has "{row.quantity_words}" with {has}, but the code book has {needs}'
    return Problem(place(row, f"quantity_{wrong[0]}"), what, "Correct the numbers or the words")


def _said(n: float | None) -> str:
    return "empty" if n is None else f"{n:,.0f}" if n == int(n) else f"{n:,}"
