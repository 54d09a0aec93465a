"""Build the table `reversal`: the estimate under every defensible choice of data and method, the primary one marked.

For TIV, the choices are release × local production × vote weight × least gross flow × start year, and the data up to
each year (rows that differ only in `end`). For documented events, they are credibility × independent origins by year,
and credibility by month to date the new direction; whether and when events happened is drawn (`draws` > 0).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from etl.analysis import reversal, series, uncertainty
from etl.analysis.reversal import Reversal
from etl.analysis.series import Pair, Tables
from etl.contracts.vocabulary import DIRECTIONS

if TYPE_CHECKING:
    from etl.contracts.declarations import Dyad

LOCAL = ("included", "excluded", "excluded_a_to_b", "excluded_b_to_a")
WEIGHTS = (0.0, 0.5, 1.0)
# Least gross flow, in million TIV, at which a year votes.
GROSS_MIN = (0.0, 1.0, 10.0)
# Start years besides the dyad's own.
STARTS = (1950, 1992, 2000)
CREDIBILITY = (2, 3, 6)
ORIGINS = (1, 2)
# Credibility limits of the monthly rows: all claims, and only those that are probably true or better.
MONTHLY = (6, 2)
# Years from the start of the monthly rows to the year in which the direction is said to have turned.
MONTHS_BEFORE = 7
PERIODS = ("start", "end", "first_period", "window_after", "window_until", "set_from", "set_to")


@dataclass(frozen=True)
class _Flows:
    """Represent the yearly flows x (a→b) and y (b→a) of a dyad in one release and treatment of local production."""

    x: pd.Series
    y: pd.Series
    basis: pd.Series


def _row(estimate: Reversal, **variant: object) -> dict[str, object]:
    defaults = {
        "primary": False,
        "step": "year",
        "release": "",
        "local_production": None,
        "credibility_max": None,
        "origins_min": None,
        "weight_exponent": 0.0,
        "gross_min": 0.0,
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


def _read_flows(tables: Tables, pair: Pair, release: str, years: range, local: str, flows: pd.DataFrame) -> _Flows:
    both = series.both_ways(tables, pair, release, years, local, flows)
    x, y = (both[d] for d in DIRECTIONS)
    return _Flows(x.central, y.central, x.basis + " " + y.basis)


def _tiv_rows(tables: Tables, dyad: Dyad, release: str, is_newest: bool) -> Iterator[dict[str, Any]]:
    pair, flows = Pair.of(dyad.id), series.yearly_flows(tables, release)
    own = series.tiv_years(tables, pair, release, dyad.first_year)
    spans = {own, *(series.tiv_years(tables, pair, release, start) for start in STARTS)}
    for years in sorted((s for s in spans if len(s) > 2), key=lambda s: s[0]):
        for local in LOCAL:
            selected = _read_flows(tables, pair, release, years, local, flows)
            variant = {
                "dyad": dyad.id,
                "measure": "tiv",
                "release": release,
                "local_production": local,
                "start": years[0],
            }
            yield from _method_rows(selected, years, is_newest and years == own, variant)
            if years == own:
                yield from _as_of_rows(selected, years, variant)


def _method_rows(flows: _Flows, years: range, is_default: bool, variant: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a row for each vote weight × least gross flow, from all years."""
    methods = list(product(WEIGHTS, GROSS_MIN))
    weights, least = (np.array([[method[k]] for method in methods]) for k in (0, 1))
    x, y = (np.tile(flow.to_numpy(), (len(methods), 1)) for flow in (flows.x, flows.y))
    estimates = reversal.reversals(x, y, list(years), weights, least)
    for (weight, gross_min), estimate in zip(methods, estimates, strict=True):
        primary = is_default and (weight, gross_min, variant["local_production"]) == (0.0, 0.0, "included")
        method = {"primary": primary, "weight_exponent": weight, "gross_min": gross_min}
        yield _row(estimate, **variant, **method, end=years[-1], basis=_join_ids(flows.basis))


def _as_of_rows(flows: _Flows, years: range, variant: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a row for each year, from the flows up to that year."""
    x, y = flows.x.to_numpy(), flows.y.to_numpy()
    for n in range(3, len(years)):
        estimate = reversal.reversal(x[:n], y[:n], list(years[:n]))
        yield _row(estimate, **variant, end=years[n - 1], basis=_join_ids(flows.basis.iloc[:n]))


def _join_ids(basis: pd.Series) -> str:
    return " ".join(" ".join(basis).split())


def _periods(dyad: Dyad, tables: Tables, step: str) -> tuple[list[str], list[int]]:
    """Return the labels of T periods and the T + 1 days between which they lie, counted from 1970-01-01."""
    covered = set.intersection(
        *(series.covered_years(tables, *Pair.of(dyad.id).parties(d), None, {"claims"}) for d in DIRECTIONS)
    )
    last = max(covered, default=0)
    if step == "year":
        first, months, label = max(dyad.first_year, min(covered, default=0)), range(1, 2), "%Y"
    else:
        first, months, label = (dyad.break_year or last) - MONTHS_BEFORE, range(1, 13), "%Y-%m"
    starts = [date(y, m, 1) for y in range(first, last + 1) for m in months] + [date(last + 1, 1, 1)]
    return [f"{d:{label}}" for d in starts[:-1]], [(d - date(1970, 1, 1)).days for d in starts]


def _documented_rows(tables: Tables, dyad: Dyad, draws: int) -> Iterator[dict[str, Any]]:
    pair = Pair.of(dyad.id)
    covered = (series.covered_years(tables, *pair.parties(d), None, {"claims"}) for d in DIRECTIONS)
    if tables["claims"].empty or not all(covered):
        return
    variants = [("year", c, o) for c in CREDIBILITY for o in ORIGINS] + [("month", c, 1) for c in MONTHLY]
    for step, credibility, origins in variants:
        labels, edges = _periods(dyad, tables, step)
        events = {d: uncertainty.events(tables, pair, d, credibility, origins) for d in DIRECTIONS}
        if sum(map(len, events.values())) == 0 or len(labels) < 3:
            continue
        estimate, error = _estimate(pair, events, labels, edges, draws)
        basis = " ".join(_join_ids(one_way.basis) for one_way in events.values()).strip()
        yield _row(
            estimate,
            dyad=dyad.id,
            measure="documented",
            step=step,
            credibility_max=credibility,
            origins_min=origins,
            start=labels[0],
            end=labels[-1],
            draws=draws,
            mc_error=error if draws else None,
            basis=basis,
        )


def _estimate(
    pair: Pair, events: dict[str, pd.DataFrame], labels: Sequence[str], edges: Sequence[int], draws: int
) -> tuple[Reversal, float]:
    if draws:
        x, y = (uncertainty.draw_counts(events[d], "-".join(pair.parties(d)), edges, draws) for d in DIRECTIONS)
    else:
        x, y = (uncertainty.expected_counts(events[d], edges) for d in DIRECTIONS)
    return reversal.averaged(x, y, list(labels))


def table(tables: Tables, dyads: list[Dyad], draws: int) -> pd.DataFrame:
    """Return every variant for every dyad (columns as in package_tables.REVERSAL).

    With 0 `draws`, every documented event is true and on its first day.
    """
    from etl.contracts.package_tables import REVERSAL  # pandera, which the server does not load

    releases = sorted({r for r in tables["coverage"].release if r}, reverse=True)
    rows: list[dict[str, Any]] = []
    for dyad in dyads:
        covering = [r for r in releases if len(series.tiv_years(tables, Pair.of(dyad.id), r, dyad.first_year)) > 2]
        for release in covering:
            rows += _tiv_rows(tables, dyad, release, release == covering[0])
        rows += _documented_rows(tables, dyad, draws)
    return pd.DataFrame(rows, columns=list(REVERSAL)).round(9)
