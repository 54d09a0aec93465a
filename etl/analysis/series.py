"""Turn claims and register rows into directed series. No other module fills in zeros.

A direction is `a_to_b` or `b_to_a` of a dyad. Three absences are distinct: zero (covered, nothing recorded), below
rounding (low < central < high for a printed 0) and not covered (`covered` False, amounts missing).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from etl.contracts.vocabulary import DIRECTIONS, EVERYONE

# Partner code in a register's own total over all partners; a file that covers it looked at the total, at no partner.
ALL = "WLD"
COLUMNS = ["low", "central", "high", "covered", "basis"]
_KEY = ["supplier", "recipient", "year"]
Tables = Mapping[str, pd.DataFrame]
# Shares of local production that count from a to b and from b to a, 0 to 1 each.
Shares = tuple[float, float]
ALL_LOCAL: Shares = (1.0, 1.0)


@dataclass(frozen=True)
class Pair:
    """Represent a dyad, two states `a` and `b` as ISO3 codes; `a_to_b` is the flow from a to b."""

    a: str
    b: str

    @classmethod
    def of(cls, dyad: str) -> Pair:
        """Return the pair of a dyad id such as `RUS-IRN`."""
        return cls(*dyad.split("-"))

    def parties(self, direction: str) -> tuple[str, str]:
        """Return (supplier, recipient) of a direction."""
        return (self.a, self.b) if direction == "a_to_b" else (self.b, self.a)


def successors(countries: pd.DataFrame) -> dict[str, str]:
    """Return predecessor → successor code, such as SUN → RUS, from countries.csv."""
    later = countries.dropna(subset="predecessor")
    return dict(zip(later.predecessor, later.iso3, strict=True))


def yearly_flows(tables: Tables, release: str) -> pd.DataFrame:
    """Return the directed yearly flows of one SIPRI release in million TIV; predecessor states count as successors.

    The columns are supplier, recipient, year, low, central, high, local (the locally produced part, missing where the
    release does not state it) and basis (ids of the rows). Each flow and year is the sum of its delivery rows or, where
    there are none, the register's own total; never both, and never from two releases.
    """
    joined = successors(tables["countries"])
    rows = tables["deliveries"]
    rows = rows[rows.release == release].replace({"supplier": joined, "recipient": joined})
    summed = (
        rows.assign(local=rows.tiv.where(rows.local_production, 0.0))
        .groupby(["supplier", "recipient", "delivery_year"], sort=True)
        .agg(central=("tiv", "sum"), local=("local", "sum"), basis=("row_id", " ".join))
        .round(6)
        .reset_index(names=["supplier", "recipient", "year"])
    )
    summed = summed.assign(low=summed.central, high=summed.central)
    totals = tables["totals"]
    totals = totals[totals.release == release].replace({"supplier": joined, "recipient": joined})
    names = {"tiv_low": "low", "tiv": "central", "tiv_high": "high", "tiv_local_production": "local", "row_id": "basis"}
    totals = totals.rename(columns=names)
    if totals.duplicated(_KEY).any():  # a state and its predecessor in one year
        by_year = totals.groupby(_KEY)
        amounts = by_year[["low", "central", "high", "local"]].sum(skipna=False).round(6)
        totals = amounts.assign(basis=by_year.basis.agg(" ".join)).reset_index()
    has_deliveries = pd.MultiIndex.from_frame(totals[_KEY]).isin(pd.MultiIndex.from_frame(summed[_KEY]))
    columns = [*_KEY, "low", "central", "high", "local", "basis"]
    flows = pd.concat([summed[columns], totals[~has_deliveries][columns]], ignore_index=True)
    return flows.astype({"year": int}).sort_values(_KEY, ignore_index=True)


def covered_years(tables: Tables, supplier: str, recipient: str, release: str | None, formats: set[str]) -> set[int]:
    """Return the years for which a file of these formats covers flows from supplier to recipient.

    With `EVERYONE` as supplier or recipient, only files that cover each partner count; with `ALL`, those that cover the
    total too. None as release means any.
    """
    table = tables["coverage"]
    rows = table[
        table.format.isin(formats)
        & table.supplier.isin([supplier, EVERYONE])
        & table.recipient.isin([recipient, EVERYONE])
        & ((table.release == release) if release is not None else True)
    ]
    if supplier == EVERYONE:
        rows = rows[rows.supplier == EVERYONE]
    if recipient == EVERYONE:
        rows = rows[rows.recipient == EVERYONE]
    return {y for r in rows.itertuples() for y in range(int(r.first_year), int(r.last_year) + 1)}


def _on_years(flows: pd.DataFrame, covered: set[int], years: range) -> pd.DataFrame:
    """Return `flows` (indexed by year) for every year: 0 where covered without a record, missing where not covered."""
    frame = flows.reindex(years)
    is_covered = pd.Series([y in covered for y in years], index=frame.index)
    unrecorded = is_covered & frame.central.isna() & frame.basis.isna()
    for column in ("low", "central", "high"):
        frame[column] = frame[column].mask(unrecorded, 0.0).where(is_covered)
    frame["covered"] = is_covered & frame.central.notna()
    frame["basis"] = frame.basis.where(frame.covered, "").fillna("")
    return frame[COLUMNS].rename_axis("period")


def tiv(
    tables: Tables,
    pair: Pair,
    direction: str,
    release: str,
    years: range,
    share: float = 1.0,
    flows: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return one direction of a dyad in one SIPRI release, in million TIV, indexed by year.

    `share` (0 to 1) is how much of what SIPRI flags as locally produced counts. Below 1, a year is not covered where
    the release does not state the locally produced part. `flows` is `yearly_flows` where the caller has it. The columns
    are low, central, high, covered and basis.
    """
    supplier, recipient = pair.parties(direction)
    flows = yearly_flows(tables, release) if flows is None else flows
    flow = flows[(flows.supplier == supplier) & (flows.recipient == recipient)].set_index("year")
    if share < 1:
        for column in ("low", "central", "high"):
            flow[column] = (flow[column] - (1 - share) * flow.local.clip(upper=flow[column])).round(6)
    covered = covered_years(tables, supplier, recipient, release, {"deliveries", "totals"})
    return _on_years(flow, covered, years)


def both_ways(
    tables: Tables,
    pair: Pair,
    release: str,
    years: range,
    shares: Shares = ALL_LOCAL,
    flows: pd.DataFrame | None = None,
) -> dict[str, pd.DataFrame]:
    """Return direction → `tiv` with the share of local production that counts in that direction."""
    flows = yearly_flows(tables, release) if flows is None else flows
    return {d: tiv(tables, pair, d, release, years, share, flows) for d, share in zip(DIRECTIONS, shares, strict=True)}


def trade(
    tables: Tables, party: str, side: str, release: str, years: range, flows: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return all imports (`side="imports"`) or exports of one state in one release, in million TIV, indexed by year.

    The register's own total over all partners is used where the release has one, otherwise the sum of the partners. A
    year is covered only where a file covers that total, or else every partner. The columns are those of `tiv`.
    """
    own, other = ("recipient", "supplier") if side == "imports" else ("supplier", "recipient")
    flows = yearly_flows(tables, release) if flows is None else flows
    flows = flows[flows[own] == party]
    is_total = flows[other] == ALL
    summed = (
        flows[is_total if is_total.any() else ~is_total]
        .groupby("year")
        .agg(low=("low", "sum"), central=("central", "sum"), high=("high", "sum"), basis=("basis", " ".join))
    )
    partners = ALL if is_total.any() else EVERYONE
    parties = (partners, party) if side == "imports" else (party, partners)
    covered = covered_years(tables, *parties, release, {"deliveries", "totals"})
    return _on_years(summed.round(6), covered, years)


def towards(tables: Tables, rows: pd.DataFrame, supplier: str, recipient: str) -> pd.DataFrame:
    """Return the rows from supplier to recipient; a predecessor state counts as its successor."""
    joined = successors(tables["countries"])
    rows = rows.replace({"supplier": joined, "recipient": joined})
    return rows[(rows.supplier == supplier) & (rows.recipient == recipient)]


def windows(flow: pd.DataFrame, width: int) -> pd.DataFrame:
    """Return sums over windows of `width` years, indexed by `YYYY/YYYY`; covered only where each of the years is."""
    years = flow.index.to_numpy()
    sums = flow[["low", "central", "high"]].rolling(width).sum().round(6).iloc[width - 1 :]
    labels = [f"{y - width + 1}/{y}" for y in years[width - 1 :]]
    basis = [" ".join(filter(None, flow.basis.iloc[i - width + 1 : i + 1])) for i in range(width - 1, len(flow))]
    frame = sums.set_axis(pd.Index(labels, name="period")).assign(covered=lambda d: d.central.notna(), basis=basis)
    frame.loc[~frame.covered, "basis"] = ""
    return frame[COLUMNS]


def all_years(tables: Tables) -> range:
    """Return the years from the first to the last that any file covers."""
    cover = tables["coverage"]
    return range(int(cover.first_year.min()), int(cover.last_year.max()) + 1)


def tiv_years(tables: Tables, pair: Pair, release: str, first: int) -> range:
    """Return the years from `first` on that a release covers in both directions of a dyad, or an empty range."""
    both = set.intersection(
        *(covered_years(tables, *pair.parties(d), release, {"deliveries", "totals"}) for d in DIRECTIONS)
    )
    years = sorted(y for y in both if y >= first)
    return range(years[0], years[-1] + 1) if years else range(first, first)
