"""TODO"""

from dashboard.data.memo import memoized
from dashboard.data.package import Package, successors
from dashboard.data.view import View
from dashboard.text.sentence import join_words
from etl.analysis import series


def designations(view: View, year: int, direction: str, most: int) -> str:
    """What was in a year's deliveries, largest first, from the selected release or else the newest that lists it."""
    s = view.selection
    without = s.measure == "tiv" and series.local_of(s.local, direction) == "excluded"
    return _designations(view.package, s.dyad, s.release, year, direction, most, without)


@memoized
def _designations(
    package: Package, dyad: str, release: str, year: int, direction: str, most: int, without: bool
) -> str:
    """`without` leaves out what was produced locally."""
    supplier, recipient = series.Pair.of(dyad).parties(direction)
    joined = successors(package)
    rows = package.tables["deliveries"]
    rows = rows[rows.delivery_year == year].replace({"supplier": joined, "recipient": joined})
    rows = rows[(rows.supplier == supplier) & (rows.recipient == recipient)]
    if without:
        rows = rows[~rows.local_production]
    for one in (release, *(r for r in package.releases(dyad) if r != release)):
        mine = rows[rows.release == one]
        if len(mine):
            return _names(mine.groupby("designation").tiv.sum(), most)
    orders = package.tables["orders"].replace({"supplier": joined, "recipient": joined})
    orders = orders[(orders.supplier == supplier) & (orders.recipient == recipient)]
    orders = orders[orders.delivery_years.fillna("").str.contains(str(year))]
    if orders.empty or without:  # orders do not tell what was made locally
        return ""
    # only a ranking: what an order brought in one of its years is not known
    per_year = orders.tiv_delivered / (orders.delivery_years.str.count(";") + 1)
    return _names(per_year.groupby(orders.designation).sum(), most)


def _names(amounts: object, most: int) -> str:
    ranked = amounts.sort_values(ascending=False, kind="stable")  # type: ignore[attr-defined]
    big = [n for n, v in ranked.items() if v >= 0.2 * ranked.iloc[0]][:most]
    return join_words([n.split(" ")[0] if any(c.isdigit() for c in n.split(" ")[0]) else n for n in big])
