"""Read the promises of a pair from orders and claims: what was ordered and what was delivered."""

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.data.memo import memoized
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
    """Return the promises of the selected years whose order the package has, by direction, year and label."""
    table, known = view.package.tables["promises"], view.package.evidence
    rows = table[(table.dyad == view.selection.dyad) & table.ordered.isin(known)]
    promises = [_read_promise(view, row) for row in rows.itertuples()]
    return sorted((p for p in promises if p.year in view.selection.years), key=lambda p: (p.direction, p.year, p.label))


def _read_promise(view: View, row: Any) -> Promise:
    evidence = view.package.evidence
    ids = tuple(dict.fromkeys(i for i in (row.ordered, row.delivered, row.ended) if i in evidence))
    order, ended = evidence[row.ordered], evidence.get(row.ended, ("", None))[1]
    ordered, unit, year, notes = _read_order(view, *order)
    came, remark = _read_delivery(view, evidence.get(row.delivered), ended)
    end = _end(ended, view.size.narrow or view.size.fixed)
    events = {evidence[i][1].event_id for i in ids if evidence[i][0] == "claims"}
    claims = tuple(c for c in view.claims[view.claims.event_id.isin(events)].claim_id if c not in ids)
    return Promise(
        row.label,
        row.direction,
        year,
        ordered,
        came,
        _in_words(ordered, unit, came, **remark, **end),
        (*notes, *([] if pd.isna(row.note) else [row.note])),
        ids,
        claims,
    )


def _when(claim: Any) -> str:
    return str(claim.reported_on if pd.isna(claim.start) else claim.start)


def _read_order(view: View, table: str, row: Any) -> tuple[float, str, int, list[str]]:
    """Return (number ordered, its unit, year, notes) of an order or claim; the contracted number if there is one."""
    if table == "claims":
        return (
            row.quantity_central or _NAN,
            "" if pd.isna(row.quantity_unit) else row.quantity_unit,
            int(_when(row)[:4]),
            [],
        )
    year = int(row.first_year if pd.isna(row.order_year) else row.order_year)
    if pd.notna(row.contracted):
        counts = {"ordered": Amount(row.ordered), "contracted": Amount(row.contracted)}
        return row.contracted, "", year, [words("promised.contracted", **counts)]
    return row.ordered or _NAN, "", year, _later_deliveries(view, row)


def _read_delivery(view: View, delivered: tuple[str, Any] | None, ended: Any) -> tuple[float, Arguments]:
    """Return (number delivered, a remark): a range, a claimant's words, or until when the source looked."""
    if delivered is None:
        return (0.0 if ended is not None and ended.status in _NOTHING_CAME else _NAN), {"remark": Choice("none")}
    table, row = delivered
    if table == "orders":
        last = _last_year(view, row)
        closed = row.delivered >= row.ordered or (pd.notna(row.last_year) and row.last_year < last)
        return row.delivered, {"remark": Choice("none" if closed else "until"), "until": Day(str(last))}
    if row.status in _NOTHING_CAME:
        return 0.0, {"remark": Choice("until"), "until": Day(_when(row)[:7])}
    if row.quantity_low < row.quantity_high:
        low, high = Amount(row.quantity_low), Amount(row.quantity_high)
        return row.quantity_central, {"remark": Choice("range"), "low": low, "high": high}
    quoted = pd.notna(row.quantity_words)
    said = Statement(str(row.quantity_words))
    return row.quantity_central, {"remark": Choice("quoted" if quoted else "none"), "quoted": said}


def _in_words(ordered: float, unit: str, came: float, **more: Argument) -> str:
    """Return `422 of 1,000`, with words for an unknown number."""
    ordered_too: Arguments = {"ordered": Amount(ordered), "counted": yes(unit), "unit": Name(unit)}
    if pd.isna(ordered):
        amount = Choice("unknown" if pd.isna(came) else "some" if came else "none")
        return words("promised.came", amount=amount, came=Amount(came), **more)
    if pd.isna(came):
        return words("promised.ordered", **ordered_too, **more)
    return words("promised.came-of-ordered", came=Amount(came), **ordered_too, **more)


def _end(claim: Any, short: bool) -> Arguments:
    """Return `cancelled`, its claimant and its month, or year where `short`, as arguments, if the promise ended."""
    if claim is None:
        return {"ended": Choice("none")}
    when, how = _when(claim), Choice("short" if short else "long")
    said: Arguments = {"status": Choice(claim.status), "claimant": Name(claim.claimant)}
    return {"ended": how, "year": Year(int(when[:4])), "month": Day(when[:7]), **said}


def _last_year(view: View, order: Any) -> int:
    """Return the last year that the source of an order covers."""
    cover = view.package.tables["coverage"]
    return int(cover[(cover.source_id == order.source_id) & (cover.format == "orders")].last_year.max())


def _later_deliveries(view: View, order: Any) -> list[str]:
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
