"""Name the weapons in a year's deliveries."""

from dashboard.data.memo import memoized
from dashboard.data.package import Package, successors
from dashboard.data.view import View
from dashboard.evidence.claim_index import claim_index
from dashboard.text.forms.arguments import Listed
from dashboard.text.sentence import words
from etl.analysis import series
from etl.contracts.vocabulary import DIRECTIONS


def designations(view: View, year: int, direction: str, most: int) -> str:
    """Return up to `most` designations delivered in a year, largest first; empty where none is recorded.

    They come from the selected release, else from the newest one that lists the year, else from its orders. In a view
    of documented transfers it is the name of the largest.
    """
    s = view.selection
    if s.measure != "tiv":
        return _largest_transfer(view, year, direction)
    exclude_local = s.shares[DIRECTIONS.index(direction)] == 0
    return _designations(view.package, s.dyad, s.release, year, direction, most, exclude_local)


def _largest_transfer(view: View, year: int, direction: str) -> str:
    shares = {e: e.by_year().get(year, 0.0) for e in view.flows.events if e.direction == direction}
    largest = max(shares, key=lambda e: (shares[e], e.p_true), default=None)
    return claim_index(view.package).events.get(largest.id, "") if largest and shares[largest] > 0 else ""


@memoized(1024)
def _designations(
    package: Package, dyad: str, release: str, year: int, direction: str, most: int, exclude_local: bool
) -> str:
    supplier, recipient = series.Pair.of(dyad).parties(direction)
    successor = successors(package)
    rows = package.tables["deliveries"]
    rows = rows[rows.delivery_year == year].replace({"supplier": successor, "recipient": successor})
    rows = rows[(rows.supplier == supplier) & (rows.recipient == recipient)]
    if exclude_local:
        rows = rows[~rows.local_production]
    for candidate in (release, *(r for r in package.releases(dyad) if r != release)):
        delivered = rows[rows.release == candidate]
        if len(delivered):
            return _join_largest(delivered.groupby("designation").tiv.sum(), most)
    orders = package.tables["orders"].replace({"supplier": successor, "recipient": successor})
    orders = orders[(orders.supplier == supplier) & (orders.recipient == recipient)]
    orders = orders[orders.delivery_years.fillna("").str.contains(str(year))]
    if exclude_local:
        orders = orders[~orders.local_production]
    if orders.empty:
        return ""
    # a ranking only: how much of an order came in each of its years is unknown
    per_year = orders.tiv_delivered / (orders.delivery_years.str.count(";") + 1)
    return _join_largest(per_year.groupby(orders.designation).sum(), most)


def _join_largest(amounts: object, most: int) -> str:
    ranked = amounts.sort_values(ascending=False, kind="stable")  # type: ignore[attr-defined]
    largest = [n for n, v in ranked.items() if v >= 0.2 * ranked.iloc[0]][:most]
    names = Listed(tuple(n.split(" ")[0] if any(c.isdigit() for c in n.split(" ")[0]) else n for n in largest))
    return words("charts.names", names=names)
