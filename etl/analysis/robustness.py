"""Build the table `reversal`: the estimate under every defensible choice of data and method, the primary one marked.

For TIV in each release there are the product of share of local production × exponent of the votes, and rows that
differ from the first of these in one thing: the rule of the votes, the least gross flow, the first year, the share, the
prior, a year or an order left out, or the last year of the data (with the spans of orders known then, and those known
now). Those of documented events are in `documented.variants`, for the same years.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from etl.analysis import series
from etl.analysis.documented.variants import variants as documented_variants
from etl.analysis.reversal import PRIOR, Period, Reversal, prior_of, reversal
from etl.analysis.series import Pair, Shares, Tables
from etl.analysis.votes import PRIMARY, RULES, Ballot, find_orders
from etl.contracts.vocabulary import DIRECTIONS

if TYPE_CHECKING:
    from etl.contracts.declarations import Dyad

# Shares of local production that count, in per cent, and the direction they apply to.
SHARES = (100, 75, 50, 25, 10, 0)
SIDES = ("both", *DIRECTIONS)
WEIGHTS = (0.0, 0.5, 1.0)
# Least gross flow, in million TIV, at which a year votes.
GROSS_MIN = (0.0, 1.0, 10.0)
# Start years besides the dyad's own; a call that the later one does not share is at the edge.
LATER_START = 1992
STARTS = (1950, 1967, LATER_START, 2000)
# Prior probabilities of a reversal besides that of PRIOR.
PRIORS = (0.1, 0.2, 0.3, 0.5, 0.6)
# Fewest years of data from which anything is estimated.
LEAST_YEARS = 3
PERIODS = ("start", "end", "first_period", "window_after", "window_until", "set_from", "set_to")


def shares_of(share: int, side: str) -> Shares:
    """Return the shares of local production that count from a to b and back, 0 to 1, from per cent and side."""
    counted = [share / 100 if side in ("both", direction) else 1.0 for direction in DIRECTIONS]
    return counted[0], counted[1]


def named_variants(
    ballot: Ballot, weight_exponent: float = 0.0, gross_min: float = 0.0
) -> Iterator[tuple[str, Reversal]]:
    """Yield the reversal by each rule but the primary one; those on decisions count all local production only."""
    for rule in RULES:
        if rule != PRIMARY and (not rule.startswith("decisions") or ballot.shares == series.ALL_LOCAL):
            yield rule, reversal(ballot.votes(rule, weight_exponent, gross_min), ballot.periods)


def left_out(ballot: Ballot, since: Period | None = 0) -> Iterator[tuple[str, Ballot]]:
    """Yield the ballot without each of its orders and years: (`order:<direction>:<id>:<designation>` or `year:<n>`, it).

    Only those that deliver in `since` or later are left out; none where it is None. Years without a vote change nothing
    and are not yielded, nor are orders whose amounts are not known.
    """
    if since is None:
        return
    cast, first = ballot.votes(), int(since)
    for side, direction in enumerate(DIRECTIONS):
        for order in (ballot.orders or ((), ()))[side]:
            without = ballot.without_order(order, side) if order.years and order.years[-1] >= first else None
            if without is not None:
                yield f"order:{direction}:{order.id}:{order.designation}", without
    for year, weight in zip(ballot.periods, cast.weight, strict=True):
        if weight > 0 and year >= first:
            yield f"year:{year}", ballot.without_year(year)


def _row(estimate: Reversal, **variant: object) -> dict[str, object]:
    defaults = {
        "primary": False,
        "step": "year",
        "release": "",
        "credibility_max": None,
        "origins_min": None,
        "vote_rule": PRIMARY,
        "weight_exponent": 0.0,
        "gross_min": 0.0,
        "share": 100,
        "share_side": "both",
        "prior": round(PRIOR[1] + PRIOR[2], 9),
        "left_out": "",
        "spans": "then",
        "draws": 0,
        "mc_error": None,
    }
    result = {
        "p_reversed": estimate.p_reversed,
        "p_new_leads_now": estimate.p_new_leads_now,
        "p_b_leads_now": estimate.p_b_leads_now,
        **{f"p_{story}": p for story, p in estimate.p_stories.items()},
        "new_leader": estimate.new_leader,
        "first_period": estimate.first_period,
        "window_after": estimate.window_after,
        "window_until": estimate.window_until,
        "set_from": estimate.credible_set[0] if estimate.credible_set else None,
        "set_to": estimate.credible_set[-1] if estimate.credible_set else None,
        "callable": estimate.callable,
    }
    row = defaults | result | variant
    # as text, because pandas turns a column of years with a missing value into decimals
    return row | {name: str(row[name]) for name in PERIODS if row[name] is not None}


class Register:
    """The flows and orders of a pair in one release, read once, from which ballots are made."""

    def __init__(self, tables: Tables, pair: Pair, release: str) -> None:
        flows = series.yearly_flows(tables, release)
        years = series.tiv_years(tables, pair, release, 0)
        whole, none = (series.both_ways(tables, pair, release, years, (k, k), flows) for k in (1.0, 0.0))
        self.all_years = years
        self._whole = [whole[direction].central for direction in DIRECTIONS]
        self._none = [none[direction].central for direction in DIRECTIONS]
        self._ids = whole["a_to_b"].basis + " " + whole["b_to_a"].basis
        a_to_b, b_to_a = (find_orders(tables, pair, release, direction) for direction in DIRECTIONS)
        self._orders = a_to_b, b_to_a

    def years(self, first: int) -> range:
        """Return the years from `first` on that the release covers in both directions."""
        return range(max(first, self.all_years.start), max(first, self.all_years.stop))

    def ballot(self, years: range, share: int = 100, side: str = "both") -> Ballot:
        """Return the ballot of some of its years, in million TIV, with a share of local production in per cent.

        It is of the years from the first to the last of which the release says how much that is; perhaps of none.
        """
        shares = shares_of(share, side)
        x, y = (
            (whole if k == 1 else k * whole + (1 - k) * none).round(6).loc[years[0] : years[-1]].to_numpy(float)
            for k, whole, none in zip(shares, self._whole, self._none, strict=True)
        )
        known = np.flatnonzero(~np.isnan(x + y))
        span = slice(known[0], known[-1] + 1) if len(known) else slice(0)
        return Ballot(tuple(years[span]), x[span], y[span], self._orders, shares)

    def basis(self, periods: tuple[int, ...]) -> str:
        """Return the ids of the rows under the flows of some of its years."""
        return _join_ids(self._ids.loc[periods[0] : periods[-1]])


def _tiv_rows(tables: Tables, dyad: Dyad, release: str, is_newest: bool) -> Iterator[dict[str, Any]]:
    data = Register(tables, Pair.of(dyad.id), release)
    own = data.years(dyad.first_year)
    for variant, ballot, options in _variants(data, own):
        if len(ballot.periods) < LEAST_YEARS:
            continue
        prior = prior_of(options.pop("prior")) if "prior" in options else PRIOR
        estimate = reversal(ballot.votes(**options), ballot.periods, prior)
        yield _row(
            estimate,
            dyad=dyad.id,
            measure="tiv",
            release=release,
            start=ballot.periods[0],
            end=ballot.periods[-1],
            basis=data.basis(ballot.periods),
            **{"primary": is_newest and not variant and ballot.periods == tuple(own)} | variant,
        )


_Variant = tuple[dict[str, Any], Ballot, dict[str, Any]]


def _variants(data: Register, own: range) -> Iterator[_Variant]:
    """Yield each variant: what its row says of it, its ballot, and the options of its votes and prior."""
    whole = data.ballot(own)
    kinds = [(share, side) for share, side in product(SHARES, SIDES) if share < 100 or side == "both"]
    for share, side in kinds:
        ballot, counted = data.ballot(own, share, side), {"share": share, "share_side": side}
        for exponent in WEIGHTS if share in (0, 100) else WEIGHTS[:1]:
            variant = (counted if share < 100 else {}) | ({"weight_exponent": exponent} if exponent else {})
            yield variant, ballot, {"weight_exponent": exponent}
    for rule in RULES[1:]:
        yield {"vote_rule": rule}, whole, {"rule": rule}
    for least in GROSS_MIN[1:]:
        yield {"gross_min": least}, whole, {"gross_min": least}
    for prior in PRIORS:
        yield {"prior": prior}, whole, {"prior": prior}
    for name, ballot in left_out(whole):
        yield {"left_out": name}, ballot, {}
    for years in {data.years(start): None for start in STARTS}:
        if years != own and len(years) >= LEAST_YEARS:
            yield {}, data.ballot(years), {}
    for year in own[LEAST_YEARS - 1 : -1]:
        yield {}, whole.up_to(year), {}
        yield {"spans": "now"}, whole.up_to(year, spans_known_now=True), {}


def _join_ids(basis: pd.Series) -> str:
    return " ".join(" ".join(basis).split())


def _claimed(tables: Tables, dyad: Dyad) -> range:
    """Return the years that files of claims cover in both directions, for a dyad that no register covers."""
    ways = (series.covered_years(tables, *Pair.of(dyad.id).parties(d), None, {"claims"}) for d in DIRECTIONS)
    both = sorted(year for year in set.intersection(*ways) if year >= dyad.first_year)
    return range(both[0], both[-1] + 1) if both else range(0)


def table(tables: Tables, dyads: list[Dyad], draws: int) -> pd.DataFrame:
    """Return every variant for every dyad (columns as in package_tables.REVERSAL).

    With 0 `draws`, every documented event is true, with its central number.
    """
    from etl.contracts.package_tables import REVERSAL  # pandera, which the server does not load

    releases = sorted({r for r in tables["coverage"].release if r}, reverse=True)
    rows: list[dict[str, Any]] = []
    for dyad in dyads:
        covering = [r for r in releases if len(series.tiv_years(tables, Pair.of(dyad.id), r, dyad.first_year)) > 2]
        for release in covering:
            rows += _tiv_rows(tables, dyad, release, release == covering[0])
        years = (
            series.tiv_years(tables, Pair.of(dyad.id), covering[0], dyad.first_year)
            if covering
            else _claimed(tables, dyad)
        )
        for e in documented_variants(tables, dyad, years, draws):
            rows.append(_row(e.reversal, dyad=dyad.id, **e.variant))
    return pd.DataFrame(rows, columns=list(REVERSAL)).round(9)
