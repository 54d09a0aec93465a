"""Count the votes of a pair: which side each year speaks for, and how strongly, from its flows and the orders behind.

Every order has one vote, shared equally over the years in which it delivers. With n_a(t) the sum of these shares over
the orders from a to b that deliver in year t, n_b(t) likewise, and v = x/(x + y) the share of a in that year's volume,
the votes are s = min(v, n_a) for a and f = min(1 − v, n_b) for b: more from one side is never a vote for the other. A
side with a flow and no known order has n = ½. Years without deliveries abstain.

An order that the register marks as locally produced counts as far as its deliveries do: with the share k.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from etl.analysis import series
from etl.analysis.series import Pair, Tables
from etl.contracts.vocabulary import DIRECTIONS

Array = NDArray[np.float64]

# What a side with a flow and no known order may vote at most.
NO_ORDER = 0.5


@dataclass(frozen=True)
class Order:
    """One order: the years in which it delivers (sorted), with its amount in each where the register tells it."""

    id: str
    designation: str
    years: tuple[int, ...]
    local_production: bool = False
    placed: int | None = None
    # In the unit of the flows, one per year; empty where only the years are known.
    amounts: tuple[float, ...] = ()
    # What each year has of its vote; empty where all have as much.
    shares: tuple[float, ...] = ()

    def votes(self, last: int) -> dict[int, float]:
        """Return year → its part of the vote, over the years up to `last`: those with `shares` as they are, else equal."""
        known = [year for year in self.years if year <= last]
        return dict(zip(known, self.shares or (1 / len(known),) * len(known) if known else (), strict=False))


@dataclass(frozen=True)
class Votes:
    """The votes for a and for b, each of shape (T,) or (n, T), without a unit."""

    for_a: Array
    for_b: Array

    @property
    def weight(self) -> Array:
        """The votes of both sides together; 0 where a year abstains."""
        return self.for_a + self.for_b


Rule = Callable[[Array, Array, Array], Votes]


def _limited(v: Array, n_a: Array, n_b: Array) -> Votes:
    return Votes(np.minimum(v, n_a), np.minimum(1 - v, n_b))


def _by_year(v: Array, n_a: Array, n_b: Array) -> Votes:
    return Votes(v, 1 - v)


def _joint(v: Array, n_a: Array, n_b: Array) -> Votes:
    weight = np.minimum(1, n_a + n_b)
    return Votes(weight * v, weight * (1 - v))


def _counted(v: Array, n_a: Array, n_b: Array) -> Votes:
    n = n_a + n_b
    scale = np.divide(np.minimum(1, n), n, out=np.zeros_like(n), where=n > 0)
    return Votes(n_a * scale, n_b * scale)


PRIMARY = "orders"
# Rule → how a year's votes follow from v, n_a and n_b; methods that differ in this alone.
_RULES: dict[str, Rule] = {PRIMARY: _limited, "years": _by_year, "joint": _joint, "counts": _counted}
# Rule → directions whose orders of one year are taken as one decision.
_DECISIONS: dict[str, tuple[str, ...]] = {
    "decisions_a_to_b": ("a_to_b",),
    "decisions_b_to_a": ("b_to_a",),
    "decisions": DIRECTIONS,
}
RULES = (*_RULES, *_DECISIONS)


def shared_votes(v: Array, n_a: Array, n_b: Array, rule: str = PRIMARY) -> Votes:
    """Return the votes from the share v of a in each year's volume and what each side's orders can give."""
    return _RULES.get(rule, _limited)(v, n_a, n_b)


def flow_votes(x: Array, y: Array, n_a: Array | None = None, n_b: Array | None = None, rule: str = "years") -> Votes:
    """Return the votes of the flows x (a→b) and y (b→a), shape (T,) or (n, T); amounts may be missing.

    Without `n_a` and `n_b`, every year with deliveries is one witness (the rule `years`).
    """
    gross = np.nan_to_num(np.asarray(x, float) + np.asarray(y, float))
    share = np.divide(x, gross, out=np.full_like(gross, 0.5), where=gross > 0)
    none = np.zeros_like(gross)
    cast = shared_votes(share, none if n_a is None else n_a, none if n_b is None else n_b, rule)
    return Votes(np.where(gross > 0, cast.for_a, 0.0), np.where(gross > 0, cast.for_b, 0.0))


def weigh(votes: Votes, gross: Array, exponent: float | Array) -> Votes:
    """Return the votes times h = g^α · Σm / Σ(m · g^α), with m the votes of both sides: their sum stays as it was.

    `exponent` is α, or an array (n, 1) of them; the result does not depend on the unit of `gross`.
    """
    m = votes.weight
    relative = np.divide(gross, np.nanmax(np.where(m > 0, gross, np.nan)) if (m > 0).any() else 1.0)
    power = np.where(m > 0, np.where(m > 0, relative, 1.0) ** exponent, 0.0)
    whole, part = m.sum(axis=-1, keepdims=True), (m * power).sum(axis=-1, keepdims=True)
    h = power * np.divide(whole, part, out=np.zeros_like(part), where=part > 0)
    return Votes(votes.for_a * h, votes.for_b * h)


@dataclass(frozen=True)
class Ballot:
    """What a pair's reversal is voted on: its flows per year in one unit, and the orders behind them.

    `x` (a→b) and `y` (b→a) have shape (T,) and are counted with the `shares` of local production (0 to 1) already.
    `last` is the last year whose deliveries count in the span of an order: the last of `periods`, or a later one where
    the spans known later are asked for. Without `orders`, every year with deliveries is one witness. `rule` is how it
    votes where no other rule is asked for.
    """

    periods: tuple[int, ...]
    x: Array
    y: Array
    orders: tuple[tuple[Order, ...], tuple[Order, ...]] | None = None
    shares: tuple[float, float] = (1.0, 1.0)
    last: int | None = None
    rule: str = PRIMARY

    @property
    def gross(self) -> Array:
        """The flow of both directions together, 0 where one is missing."""
        return np.nan_to_num(self.x + self.y)

    def up_to(self, year: int, spans_known_now: bool = False) -> Ballot:
        """Return the ballot with only the years up to `year`; spans end there too, or are all that is known of them."""
        kept = sum(period <= year for period in self.periods)
        known = (order.years[-1] for side in self.orders or () for order in side if order.years)
        last = max(known, default=None) if spans_known_now else None
        return replace(self, periods=self.periods[:kept], x=self.x[:kept], y=self.y[:kept], last=last)

    def since(self, year: int) -> Ballot:
        """Return the ballot with only the years from `year`; orders keep the spans they have."""
        kept = sum(period >= year for period in self.periods)
        start = len(self.periods) - kept
        return replace(self, periods=self.periods[start:], x=self.x[start:], y=self.y[start:])

    def without_year(self, year: int) -> Ballot:
        """Return the ballot in which nothing was delivered in `year`; orders keep their spans."""
        inside = np.asarray(self.periods) != year
        return replace(self, x=np.where(inside, self.x, 0.0), y=np.where(inside, self.y, 0.0))

    def delivered_alone(self, order: Order, side: int) -> dict[int, float] | None:
        """Return year → amount of an order, or None where it is not known how much of a year's flow is its own.

        It is known where the register gives the amount, and where no other order of that side delivered in the year.
        """
        flow = dict(zip(self.periods, (self.x, self.y)[side], strict=True))
        counted = self.shares[side] if order.local_production else 1.0
        if order.amounts:
            amounts = dict(zip(order.years, order.amounts, strict=True))
            return {year: counted * amount for year, amount in amounts.items() if year in flow}
        assert self.orders is not None
        others = {year for other in self.orders[side] if other.id != order.id for year in other.years}
        years = [year for year in order.years if year in flow]
        return None if others & set(years) else {year: float(flow[year]) for year in years}

    def without_order(self, order: Order, side: int) -> Ballot | None:
        """Return the ballot without an order of side 0 (a→b) or 1 (b→a).

        None where its amounts are not known, or it delivered in none of the periods.
        """
        amounts = self.delivered_alone(order, side)
        if not amounts or self.orders is None:
            return None
        taken = np.array([amounts.get(year, 0.0) for year in self.periods])
        flows = [self.x, self.y]
        flows[side] = np.maximum(0.0, (flows[side] - taken).round(6))
        orders = [*self.orders]
        orders[side] = tuple(other for other in orders[side] if other.id != order.id)
        return replace(self, x=flows[0], y=flows[1], orders=(orders[0], orders[1]))

    def capacity(self, side: int, one_decision: bool = False) -> Array:
        """Return n of side 0 (a→b) or 1 (b→a): the votes that its orders can give in each period, shape (T,).

        With `one_decision`, the orders placed in one year are one order that delivers in all of their years.
        """
        assert self.orders is not None
        n, known = dict.fromkeys(self.periods, 0.0), set()
        last = self.last or (self.periods[-1] if self.periods else 0)
        orders = _as_decisions(self.orders[side]) if one_decision else self.orders[side]
        for order in orders:
            for year, part in order.votes(last).items():
                known.add(year)
                if year in n:
                    n[year] += part * (self.shares[side] if order.local_production else 1.0)
        flow = (self.x, self.y)[side]
        return np.array([n[y] if y in known else NO_ORDER * (f > 0) for y, f in zip(n, flow, strict=True)])

    def years_without_order(self, side: int) -> tuple[int, ...]:
        """Return the years in which a side has a flow and no order is known that delivers in them."""
        if self.orders is None:
            return ()
        known = {year for order in self.orders[side] for year in order.years}
        flow = zip(self.periods, (self.x, self.y)[side], strict=True)
        return tuple(year for year, amount in flow if amount > 0 and year not in known)

    def votes(self, rule: str = "", weight_exponent: float = 0.0, gross_min: float = 0.0) -> Votes:
        """Return the votes of each period, shape (T,); years with a gross flow below `gross_min` abstain."""
        if self.orders is None:
            cast = flow_votes(self.x, self.y)
        else:
            merged = _DECISIONS.get(rule, ())
            n_a, n_b = (self.capacity(side, direction in merged) for side, direction in enumerate(DIRECTIONS))
            cast = flow_votes(self.x, self.y, n_a, n_b, rule or self.rule)
        heavy = self.gross >= gross_min
        cast = Votes(np.where(heavy, cast.for_a, 0.0), np.where(heavy, cast.for_b, 0.0))
        return weigh(cast, self.gross, weight_exponent) if weight_exponent else cast


def _as_decisions(orders: Sequence[Order]) -> list[Order]:
    """Return the orders with those placed in the same year as one; one without a known year stands alone."""
    together: dict[object, Order] = {}
    for order in orders:
        key = order.id if order.placed is None else order.placed
        years = {*together[key].years, *order.years} if key in together else set(order.years)
        together[key] = replace(order, years=tuple(sorted(years)), amounts=())
    return list(together.values())


def find_orders(tables: Tables, pair: Pair, release: str, direction: str) -> tuple[Order, ...]:
    """Return the orders of one direction that a release lists by delivery year, or those of the newest that does.

    Rows of one order id are one order, however many files hold them. Where the release has only totals of this
    direction, and a release has a list of its orders, the years are those of the newest such list.
    """
    rows = series.towards(tables, tables["deliveries"], *pair.parties(direction))
    own = rows[rows.release == release]
    if len(own):
        return _from_deliveries(own)
    listed = series.towards(tables, tables["orders"], *pair.parties(direction))
    listed = listed[listed.delivery_years.notna()]
    releases = {*rows.release, *listed.release}
    if not releases:
        return ()
    newest = max(releases)
    listed = listed[listed.release == newest]
    found = _from_orders(listed) if len(listed) else _from_deliveries(rows[rows.release == newest])
    return tuple(replace(order, amounts=()) for order in found)


def _from_deliveries(rows: pd.DataFrame) -> tuple[Order, ...]:
    found = []
    for register_id, order in rows.groupby("register_id", sort=True):
        amounts = order.groupby("delivery_year").tiv.sum()
        placed = order.order_year.dropna()
        found.append(
            Order(
                str(register_id),
                str(order.designation.iloc[0]),
                tuple(int(year) for year in amounts.index),
                bool(order.local_production.any()),
                int(placed.iloc[0]) if len(placed) else None,
                tuple(float(amount) for amount in amounts),
            )
        )
    return tuple(found)


def _from_orders(rows: pd.DataFrame) -> tuple[Order, ...]:
    return tuple(
        Order(
            row.row_id,
            row.designation,
            tuple(sorted({int(year) for year in row.delivery_years.split("; ")})),
            bool(row.local_production),
            None if pd.isna(row.order_year) else int(row.order_year),
        )
        for row in rows.itertuples()
    )
