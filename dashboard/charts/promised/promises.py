"""Read the promises of a pair from orders and claims: what was ordered and what was delivered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.data import records as records_of
from dashboard.data.memo import memoized
from dashboard.data.read_records import records
from dashboard.data.records import Claim, Evidence, Order
from dashboard.data.view import View
from dashboard.text.forms.arguments import Amount, Argument, Choice, Day, Listed, Name, Statement, Year, yes
from dashboard.text.sentence import words

# Statuses of claims that nothing came.
_NOTHING_CAME = ("not_delivered", "cancelled")
_NAN = float("nan")
Arguments = dict[str, Argument]


@dataclass(frozen=True)
class Promise:
    """One promise. A number is missing if no row gives it; `came` is zero only if a row says that nothing came.

    `words` say what came of it.
    """

    label: str
    direction: str
    year: int
    ordered: float
    came: float
    words: str
    notes: tuple[str, ...]
    basis: tuple[str, ...]
    claims: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.year}:{re.sub('[^a-z0-9]+', '-', self.label.lower())}"

    @property
    def said(self) -> Arguments:
        """Its name, its year and what came of it, as arguments of sentences."""
        return {"promise": Name(self.label), "year": Year(self.year), "came": Statement(self.words)}

    @property
    def share(self) -> float:
        """Delivered share of the order, at most 1; missing if either number is."""
        share = self.came / self.ordered
        return 1.0 if share > 1 else share

    @property
    def outcome(self) -> str:
        if self.came == 0:
            return "nothing"
        return "not_known" if pd.isna(self.share) else "in_full" if self.share == 1 else "in_part"


@memoized(16)
def read_promises(view: View) -> list[Promise]:
    """Return the promises of the selected years whose orders the package has, by direction, year and label."""
    table, known = view.package.tables["promises"], view.package.evidence
    rows = records(records_of.Promise, table[table.dyad == view.selection.dyad])
    promises = [_read_promise(view, row) for row in rows if all(i in known for i in row.ordered)]
    return sorted((p for p in promises if p.year in view.selection.years), key=lambda p: (p.direction, p.year, p.label))


def _read_promise(view: View, row: records_of.Promise) -> Promise:
    evidence = view.package.evidence
    ids = tuple(dict.fromkeys(i for i in (*row.ordered, *row.delivered, row.ended) if i and i in evidence))
    ended = _claim(evidence.get(row.ended or ""))
    ordered, unit, year, notes = _read_orders(view, [evidence[i] for i in row.ordered])
    came, remark = _read_deliveries(view, [evidence[i] for i in row.delivered if i in evidence], ended)
    end = _end(ended, view.size.narrow or view.size.fixed)
    events = {claim.event_id for i in ids if (claim := _claim(evidence[i]))}
    claims = tuple(c for c in view.claims[view.claims.event_id.isin(events)].claim_id if c not in ids)
    return Promise(
        row.label,
        row.direction,
        year,
        ordered,
        came,
        _in_words(ordered, unit, came, **remark, **end),
        (*notes, *([row.note] if row.note else [])),
        ids,
        claims,
    )


def _claim(row: Evidence | None) -> Claim | None:
    return row if isinstance(row, Claim) else None


def _when(claim: Claim) -> str:
    return claim.start or claim.reported_on or ""


def _read_orders(view: View, rows: Sequence[Evidence]) -> tuple[float, str, int, list[str]]:
    """Return (number ordered, its unit, first year, notes) of orders or claims together."""
    numbers, units, years, notes = zip(*(_read_order(view, row) for row in rows), strict=True)
    return sum(numbers), units[0], min(years), [note for some in notes for note in some]


def _read_order(view: View, row: Evidence) -> tuple[float, str, int, list[str]]:
    """Return (number ordered, its unit, year, notes) of an order or claim; the contracted number if there is one."""
    if isinstance(row, Claim):
        return row.quantity_central or _NAN, row.quantity_unit or "", int(_when(row)[:4]), []
    assert isinstance(row, Order), row
    year = row.order_year or row.first_year or 0
    if row.contracted is not None:
        counts = {"ordered": Amount(row.ordered or _NAN), "contracted": Amount(row.contracted)}
        return row.contracted, "", year, [words("promised.contracted", **counts)]
    return row.ordered or _NAN, "", year, _later_deliveries(view, row)


def _read_deliveries(view: View, rows: Sequence[Evidence], ended: Claim | None) -> tuple[float, Arguments]:
    """Return (number delivered, a remark) of orders or claims together, with the first remark that one of them has."""
    none: Arguments = {"remark": Choice("none")}
    if not rows:
        return (0.0 if ended and ended.status in _NOTHING_CAME else _NAN), none
    numbers, remarks = zip(*(_read_delivery(view, row) for row in rows), strict=True)
    return sum(numbers), next((remark for remark in remarks if remark != none), none)


def _read_delivery(view: View, row: Evidence) -> tuple[float, Arguments]:
    """Return (number delivered, a remark): a range, a claimant's words, or until when the source looked."""
    if isinstance(row, Order):
        last, came = _last_year(view, row), _NAN if row.delivered is None else row.delivered
        closed = came >= (row.ordered or _NAN) or (row.last_year is not None and row.last_year < last)
        return came, {"remark": Choice("none" if closed else "until"), "until": Day(str(last))}
    assert isinstance(row, Claim), row
    if row.status in _NOTHING_CAME:
        return 0.0, {"remark": Choice("until"), "until": Day(_when(row)[:7])}
    central = _NAN if row.quantity_central is None else row.quantity_central
    if row.quantity_low is not None and row.quantity_high is not None and row.quantity_low < row.quantity_high:
        low, high = Amount(row.quantity_low), Amount(row.quantity_high)
        return central, {"remark": Choice("range"), "low": low, "high": high}
    said = Statement(row.quantity_words or "")
    return central, {"remark": Choice("quoted" if row.quantity_words else "none"), "quoted": said}


def _in_words(ordered: float, unit: str, came: float, **more: Argument) -> str:
    """Return `422 of 1,000`, with words for an unknown number."""
    ordered_too: Arguments = {"ordered": Amount(ordered), "counted": yes(unit), "unit": Name(unit)}
    if pd.isna(ordered):
        amount = Choice("unknown" if pd.isna(came) else "some" if came else "none")
        return words("promised.came", amount=amount, came=Amount(came), **more)
    if pd.isna(came):
        return words("promised.ordered", **ordered_too, **more)
    return words("promised.came-of-ordered", came=Amount(came), **ordered_too, **more)


def _end(claim: Claim | None, short: bool) -> Arguments:
    """Return `cancelled`, its claimant and its month, or year where `short`, as arguments, if the promise ended."""
    if claim is None:
        return {"ended": Choice("none")}
    when, how = _when(claim), Choice("short" if short else "long")
    said: Arguments = {"status": Choice(claim.status or ""), "claimant": Name(claim.claimant)}
    return {"ended": how, "year": Year(int(when[:4])), "month": Day(when[:7]), **said}


def _last_year(view: View, order: Order) -> int:
    """Return the last year that the source of an order covers."""
    cover = view.package.tables["coverage"]
    return int(cover[(cover.source_id == order.source_id) & (cover.format == "orders")].last_year.max())


def _later_deliveries(view: View, order: Order) -> list[str]:
    """Return, as sentences, what newer releases count as delivered under an order after its own release ends."""
    rows = view.package.tables["deliveries"]
    rows = rows[(rows.release > order.release) & (rows.delivery_year > _last_year(view, order))]
    for column in ("supplier", "recipient", "designation", "order_year"):
        rows = rows[rows[column] == getattr(order, column)]
    return [
        words(
            "promised.newer-release",
            release=Name(view.package.release_name(r)),
            n=Amount(d.delivered.sum()),
            years=Listed(tuple(str(y) for y in d.delivery_year)),
        )
        for r, d in rows.groupby("release")
    ]
