"""The table `reversal`: the same question asked in every defensible way, the primary one marked.

For TIV: release × local production × vote weight × least gross × start year, and the as-of curve (rows that
differ only in `end`). For documented events: credibility × independent origins by year, and by month when the
new direction began; their input uncertainty is drawn (`draws` > 0).
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
# Least gross flow, in million TIV, for a year to vote.
GROSS_MIN = (0.0, 1.0, 10.0)
# Start years beside the pair's own.
STARTS = (1950, 1992, 2000)
CREDIBILITY = (2, 3, 6)
ORIGINS = (1, 2)
# Credibility limits of the monthly rows: all claims, and only the probably true or better.
MONTHLY = (6, 2)
# Years before the year under discussion at which the monthly rows begin.
MONTHS_BEFORE = 7
PERIODS = ("start", "end", "first_period", "window_after", "window_until", "set_from", "set_to")


@dataclass(frozen=True)
class _Flows:
    """A pair's flows in one release and treatment of local production, by year."""

    x: pd.Series
    y: pd.Series
    basis: pd.Series


def _row(r: Reversal, **variant: Any) -> dict[str, Any]:
    blank = {
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
    answer = {
        "p_reversed": r.p_reversed,
        "p_new_leads_now": r.p_new_leads_now,
        "p_b_leads_now": r.p_b_leads_now,
        **{f"p_{name}": p for name, p in r.p_stories.items()},
        "new_leader": r.new_leader,
        "first_period": r.first_period,
        "window_after": r.window_after,
        "window_until": r.window_until,
        "set_from": r.credible_set[0] if r.credible_set else None,
        "set_to": r.credible_set[-1] if r.credible_set else None,
        "callable": r.callable,
    }
    row = blank | answer | variant
    # as text at once: a column of years with a gap in it would turn into decimals
    return row | {name: str(row[name]) for name in PERIODS if row[name] is not None}


def _flows(tables: Tables, pair: Pair, release: str, years: range, local: str, flows: pd.DataFrame) -> _Flows:
    both = series.both_ways(tables, pair, release, years, local, flows)
    x, y = (both[d] for d in DIRECTIONS)
    return _Flows(x.central, y.central, x.basis + " " + y.basis)


def _tiv(tables: Tables, dyad: Dyad, release: str, newest: bool) -> Iterator[dict[str, Any]]:
    pair, flows = Pair.of(dyad.id), series.yearly_flows(tables, release)
    own = series.tiv_years(tables, pair, release, dyad.first_year)
    spans = {own, *(series.tiv_years(tables, pair, release, start) for start in STARTS)}
    for years in sorted((s for s in spans if len(s) > 2), key=lambda s: s[0]):
        for local in LOCAL:
            found = _flows(tables, pair, release, years, local, flows)
            variant = {
                "dyad": dyad.id,
                "measure": "tiv",
                "release": release,
                "local_production": local,
                "start": years[0],
            }
            yield from _grid(found, years, newest and years == own, variant)
            if years == own:
                yield from _as_of(found, years, variant)


def _grid(found: _Flows, years: range, primary: bool, variant: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Vote weights × least gross, with all years."""
    options = list(product(WEIGHTS, GROSS_MIN))
    weight, least = (np.array([[o[k]] for o in options]) for k in (0, 1))
    x, y = (np.tile(f.to_numpy(), (len(options), 1)) for f in (found.x, found.y))
    for (w, g), r in zip(options, reversal.reversals(x, y, list(years), weight, least), strict=True):
        mark = primary and (w, g, variant["local_production"]) == (0.0, 0.0, "included")
        yield _row(r, **variant, primary=mark, weight_exponent=w, gross_min=g, end=years[-1], basis=_ids(found.basis))


def _as_of(found: _Flows, years: range, variant: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same question with only the years up to each."""
    x, y = found.x.to_numpy(), found.y.to_numpy()
    for n in range(3, len(years)):
        r = reversal.reversal(x[:n], y[:n], list(years[:n]))
        yield _row(r, **variant, end=years[n - 1], basis=_ids(found.basis.iloc[:n]))


def _ids(basis: pd.Series) -> str:
    return " ".join(" ".join(basis).split())


def _periods(dyad: Dyad, tables: Tables, step: str) -> tuple[list[str], list[int]]:
    """Labels of the periods and the days at which they begin, with the end of the last."""
    covered = set.intersection(
        *(series.covered_years(tables, *Pair.of(dyad.id).parties(d), None, {"claims"}) for d in DIRECTIONS)
    )
    last = max(covered, default=0)
    if step == "year":
        first = max(dyad.first_year, min(covered, default=0))
        starts = [date(y, 1, 1) for y in range(first, last + 2)]
        return [str(d.year) for d in starts[:-1]], [_day(d) for d in starts]
    first = (dyad.break_year or last) - MONTHS_BEFORE
    starts = [date(y, m, 1) for y in range(first, last + 1) for m in range(1, 13)] + [date(last + 1, 1, 1)]
    return [f"{d:%Y-%m}" for d in starts[:-1]], [_day(d) for d in starts]


def _day(d: date) -> int:
    return (d - date(1970, 1, 1)).days


def _documented(tables: Tables, dyad: Dyad, draws: int) -> Iterator[dict[str, Any]]:
    pair = Pair.of(dyad.id)
    if tables["claims"].empty or not _periods_exist(tables, pair):
        return
    variants = [("year", c, o) for c in CREDIBILITY for o in ORIGINS] + [("month", c, 1) for c in MONTHLY]
    for step, credibility, origins in variants:
        labels, edges = _periods(dyad, tables, step)
        found = {d: uncertainty.events(tables, pair, d, credibility, origins) for d in DIRECTIONS}
        if sum(map(len, found.values())) == 0 or len(labels) < 3:
            continue
        r, error = _drawn(pair, found, labels, edges, draws)
        basis = " ".join(_ids(f.basis) for f in found.values()).strip()
        yield _row(
            r,
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


def _periods_exist(tables: Tables, pair: Pair) -> bool:
    return all(series.covered_years(tables, *pair.parties(d), None, {"claims"}) for d in DIRECTIONS)


def _drawn(
    pair: Pair, found: dict[str, pd.DataFrame], labels: Sequence[str], edges: Sequence[int], draws: int
) -> tuple[Reversal, float]:
    if draws:
        x, y = (uncertainty.draw_counts(found[d], "-".join(pair.parties(d)), edges, draws) for d in DIRECTIONS)
    else:
        x, y = (uncertainty.expected_counts(found[d], edges) for d in DIRECTIONS)
    return reversal.averaged(x, y, list(labels))


def table(tables: Tables, dyads: list[Dyad], draws: int) -> pd.DataFrame:
    """Every variant for every pair (see package_tables.REVERSAL). `draws=0` takes documented events as they stand."""
    from etl.contracts.package_tables import REVERSAL  # loads pandera, which a server does without

    releases = sorted({r for r in tables["coverage"].release if r}, reverse=True)
    rows: list[dict[str, Any]] = []
    for dyad in dyads:
        covering = [r for r in releases if len(series.tiv_years(tables, Pair.of(dyad.id), r, dyad.first_year)) > 2]
        for release in covering:
            rows += _tiv(tables, dyad, release, release == covering[0])
        rows += _documented(tables, dyad, draws)
    return pd.DataFrame(rows, columns=list(REVERSAL)).round(9)
