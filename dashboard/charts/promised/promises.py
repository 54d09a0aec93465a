"""Read the promises of a pair from orders and claims: what was ordered and what was delivered."""

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.data.memo import memoized
from dashboard.data.view import View
from dashboard.text import dates, numbers
from dashboard.text.sentence import join_words

# Statuses of claims that nothing came.
_NOTHING_CAME = ("not_delivered", "cancelled")
_NAN = float("nan")


@dataclass(frozen=True)
class Promise:
    """One promise. A number is missing if no row gives it; `came` is zero only if a row says that nothing came."""

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
    def share(self) -> float:
        """Delivered share of the order, at most 1; missing if either number is."""
        share = self.came / self.ordered
        return 1.0 if share > 1 else share

    @property
    def outcome(self) -> str:
        if self.came == 0:
            return "nothing"
        return "not known" if pd.isna(self.share) else "in full" if self.share == 1 else "in part"


@memoized
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
    came, more = _read_delivery(view, evidence.get(row.delivered), ended)
    words = "; ".join(
        filter(
            None,
            [_amounts_in_words(ordered, unit, came, more), _end_in_words(ended, view.size.narrow or view.size.fixed)],
        )
    )
    events = {evidence[i][1].event_id for i in ids if evidence[i][0] == "claims"}
    claims = tuple(c for c in view.claims[view.claims.event_id.isin(events)].claim_id if c not in ids)
    return Promise(
        row.label,
        row.direction,
        year,
        ordered,
        came,
        words,
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
            "" if pd.isna(row.quantity_unit) else f" {row.quantity_unit}",
            int(_when(row)[:4]),
            [],
        )
    year = int(row.first_year if pd.isna(row.order_year) else row.order_year)
    if pd.notna(row.contracted):
        return (
            row.contracted,
            "",
            year,
            [
                f"The register counts {numbers.number(row.ordered)} as ordered, "
                f"though {numbers.number(row.contracted)} were contracted."
            ],
        )
    return row.ordered or _NAN, "", year, _later_deliveries(view, row)


def _read_delivery(view: View, delivered: tuple[str, Any] | None, ended: Any) -> tuple[float, str]:
    """Return (number delivered, a remark): a range, a claimant's words, or until when the source looked."""
    if delivered is None:
        return (0.0 if ended is not None and ended.status in _NOTHING_CAME else _NAN), ""
    table, row = delivered
    if table == "orders":
        closed = pd.notna(row.last_year) and row.last_year < _last_year(view, row)
        return row.delivered, "" if closed or row.delivered >= row.ordered else f" by {_last_year(view, row)}"
    if row.status in _NOTHING_CAME:
        return 0.0, f" by {dates.day(_when(row)[:7])}"
    if row.quantity_low < row.quantity_high:
        return row.quantity_central, f" ({numbers.number(row.quantity_low)}–{numbers.number(row.quantity_high)})"
    return row.quantity_central, "" if pd.isna(row.quantity_words) else f" (“{row.quantity_words}”)"


def _amounts_in_words(ordered: float, unit: str, came: float, more: str) -> str:
    """Return `422 of 1,000`, with words for an unknown number."""
    if pd.notna(ordered) and pd.notna(came):
        return f"{numbers.number(came)} of {numbers.number(ordered)}{unit}{more}"
    if pd.notna(ordered):
        return f"{numbers.number(ordered)}{unit} ordered; what came is not known{more}"
    return (
        "number ordered not known; "
        + ("so is what came" if pd.isna(came) else f"{numbers.number(came) if came else 'none'} came")
        + more
    )


def _end_in_words(claim: Any, short: bool) -> str:
    """Return `cancelled: President Dmitry Medvedev, by decree, September 2010`; empty if the promise did not end."""
    if claim is None:
        return ""
    word = claim.status.replace("_", " ")
    return f"{word}, {_when(claim)[:4]}" if short else f"{word}: {claim.claimant}, {dates.day(_when(claim)[:7])}"


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
        f"{view.package.release_name(r)} counts {numbers.number(d.delivered.sum())} more for "
        f"{join_words([str(y) for y in d.delivery_year])}."
        for r, d in rows.groupby("release")
    ]
