"""Read the quantities in claims as ranges, compare them, and match units that count the same thing."""

from dashboard.data.records import Claim, Quantity
from dashboard.text.forms import numbers
from dashboard.text.forms.arguments import Amount as Number
from dashboard.text.forms.arguments import Argument, Bounds, Choice, Name
from dashboard.text.sentence import words

# Units of one claimant → the usual unit for the same thing. Each number is printed with the unit of its claimant.
_SAME_UNIT = {"artillery shells": "shells", "bullets": "rounds", "factory": "factories"}
_MULTIPLES = {10: "tenfold", 100: "hundredfold", 1000: "thousandfold"}
_NONE = Choice("none")


def kind(claimed: Quantity) -> str:
    """Return the unit in one word, the same for units that count the same thing."""
    return _SAME_UNIT.get(claimed.unit, claimed.unit)


def span(claimed: Quantity) -> str:
    """Return an amount as a range: `200–999`, `more than 400` as `401 or more`, `0–2,700`."""
    return numbers.between(claimed.floor, claimed.central, claimed.ceiling)


def bounds(claimed: Quantity) -> Bounds:
    """Return an amount as an argument of sentences."""
    return Bounds(claimed.floor, claimed.central, claimed.ceiling)


def with_unit(claimed: Quantity) -> str:
    """Return an amount with its unit: `401 or more drones`, `1 voyage`."""
    one = claimed.is_point and claimed.floor == 1
    unit = claimed.unit.removesuffix("s") if one else claimed.unit
    return words("quantities.with-unit", number=bounds(claimed), unit=Name(unit))


def quantity(claim: Claim) -> str:
    """Return the quantity in the claimant's words and as a range; empty where none was given."""
    claimed = claim.quantity
    stated = claim.quantity_words or ""
    return " = ".join(filter(None, [stated, with_unit(claimed) if claimed else ""]))


def apart(this: Quantity, other: Quantity, /, **frame: Argument) -> str:
    """Return how `this` differs from `other`: `at least 4.3 times as many`, `at least 4.3 times fewer`.

    `frame` has arguments of the message: what is said `head`, what `this` stands `beside`, and `why` they may differ.
    """
    return gap(**_apart(this, other), **frame)


def gap(**found: Argument) -> str:
    """Return how two numbers differ, by the arguments of the message."""
    return words("quantities.gap", **{"head": _NONE, "beside": _NONE, "why": _NONE} | found)


def _apart(this: Quantity, other: Quantity) -> dict[str, Argument]:
    if (this.floor, this.ceiling) == (other.floor, other.ceiling):
        return {"gap": Choice("same_number" if this.is_point else "same_range")}
    is_more = (this.floor, this.ceiling) > (other.floor, other.ceiling)
    low, high = (other, this) if is_more else (this, other)
    if low.ceiling >= high.floor:
        return {"gap": Choice("within" if low.is_point or high.is_point else "overlap")}
    if not low.ceiling:
        return {"gap": Choice("some_against_none" if is_more else "none_against_some")}
    factor = high.floor / low.ceiling
    if factor < 1.05:
        return {"gap": Choice("nearly")}
    exact = low.is_point and high.is_point
    if exact and factor in _MULTIPLES:
        return {"gap": Choice(_MULTIPLES[int(factor)])}
    times = Number(round(factor, 0 if factor >= 10 else 1))
    return {"gap": Choice("times"), "times": times, "more": _yes(is_more), "exact": _yes(exact)}


def _yes(true: bool) -> Choice:
    return Choice("yes" if true else "no")


def scope(a: Claim, b: Claim) -> Choice:
    """Return why two numbers on one event need not agree: another step or another period; `none` if nothing shows it."""
    notes = []
    if a.status != b.status and not (a.status is None or b.status is None):
        notes.append("step")
    if a.start and b.start and a.end and b.end and (a.start, a.end) != (b.start, b.end):
        nested = (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)
        notes.append("within" if nested else "time" if a.end < b.start or b.end < a.start else "overlap")
    return Choice("_".join(notes) or "none")
