"""Name the weapons that were delivered: in a year, and over several."""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from dashboard.data.memo import memoized
from dashboard.data.package import Package, successors
from dashboard.data.records import Order
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
    return _join_largest(_ranked(view, year, direction), most)


def main_systems(view: View, years: Iterable[int], direction: str) -> list[str]:
    """Return what was delivered in those of some years that have a flow, by name, that of the largest volume first.

    What is less than a twentieth of the largest is left out.
    """
    total: dict[str, float] = {}
    flow = view.flows.flow[direction].central.fillna(0)
    for year in (y for y in years if flow.get(y, 0) > 0):
        if view.selection.measure == "tiv":
            ranked = _ranked(view, year, direction)
        else:
            name = _largest_transfer(view, year, direction)
            ranked = ((name, 1.0),) if name else ()
        for name, volume in ranked:
            total[name] = total.get(name, 0.0) + volume
    ordered = sorted(total, key=lambda name: -total[name])
    return [name for name in ordered if total[name] >= 0.05 * total[ordered[0]]]


def delivered_in(view: View, name: str, years: Iterable[int], direction: str) -> list[int]:
    """Return the years among some in which a weapon was delivered."""
    if view.selection.measure != "tiv":
        return [y for y in years if _largest_transfer(view, y, direction) == name]
    return [y for y in years if name in dict(_ranked(view, y, direction))]


def plain_name(view: View, name: str) -> str:
    """Return a weapon with what it is, `Shahed-136 drones`, as `datasets/dyads.toml` has it; else its short name."""
    if view.selection.measure != "tiv":
        return name
    return _labels(view.package, view.selection.dyad).get(name, short_name(name))


@memoized(16)
def _labels(package: Package, dyad: str) -> Mapping[str, str]:
    """Return designation → label of the promise whose orders have it."""
    table, found = package.tables["promises"], dict[str, str]()
    for ordered, label in table[table.dyad == dyad][["ordered", "label"]].itertuples(index=False, name=None):
        for id in str(ordered).split():
            order = package.evidence.get(id)
            if isinstance(order, Order):
                found.setdefault(order.designation, label)
    return MappingProxyType(found)


def short_name(designation: str) -> str:
    """Return the first word of a designation where that has a number, `MiG-29A`; else all of it."""
    first = designation.split(" ")[0]
    return first if re.search(r"\d", first) else designation


def _ranked(view: View, year: int, direction: str) -> tuple[tuple[str, float], ...]:
    s = view.selection
    exclude_local = s.shares[DIRECTIONS.index(direction)] == 0
    return _designations(view.package, s.dyad, s.release, year, direction, exclude_local)


def _largest_transfer(view: View, year: int, direction: str) -> str:
    shares = {e: e.by_year().get(year, 0.0) for e in view.flows.events if e.direction == direction}
    largest = max(shares, key=lambda e: (shares[e], e.p_true), default=None)
    return claim_index(view.package).events.get(largest.id, "") if largest and shares[largest] > 0 else ""


@memoized(1024)
def _designations(
    package: Package, dyad: str, release: str, year: int, direction: str, exclude_local: bool
) -> tuple[tuple[str, float], ...]:
    """Return (designation, volume) of what was delivered in a year, largest first."""
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
            return _largest_first(delivered.groupby("designation").tiv.sum())
    orders = package.tables["orders"].replace({"supplier": successor, "recipient": successor})
    orders = orders[(orders.supplier == supplier) & (orders.recipient == recipient)]
    orders = orders[orders.delivery_years.fillna("").str.contains(str(year))]
    if exclude_local:
        orders = orders[~orders.local_production]
    if orders.empty:
        return ()
    # a ranking only: how much of an order came in each of its years is unknown
    per_year = orders.tiv_delivered / (orders.delivery_years.str.count(";") + 1)
    return _largest_first(per_year.groupby(orders.designation).sum())


def _largest_first(volumes: pd.Series) -> tuple[tuple[str, float], ...]:
    ranked = volumes.sort_values(ascending=False, kind="stable")
    return tuple((str(name), float(volume)) for name, volume in ranked.items())


def _join_largest(ranked: Sequence[tuple[str, float]], most: int) -> str:
    largest = [name for name, volume in ranked if volume >= 0.2 * ranked[0][1]][:most]
    return words("charts.names", names=Listed(tuple(map(short_name, largest)))) if largest else ""
