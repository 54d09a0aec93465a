"""Claims and register rows → directed series. The only maker of zeros.

A direction is `a_to_b` or `b_to_a` of a dyad. Three absences are kept apart: zero (covered, nothing
recorded), below rounding (low < central < high around a printed 0) and not covered (`covered` False,
numbers missing).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from etl.contracts.vocabulary import ARMS, COUNTING, DIRECTIONS, EVERYONE

# Partner code of a register's own total over all partners.
ALL = "WLD"
COLUMNS = ["low", "central", "high", "covered", "basis"]
_KEY = ["supplier", "recipient", "year"]
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Pair:
    """Two states, `a` and `b`, as ISO3 codes; `a_to_b` is the flow from a to b."""

    a: str
    b: str

    @classmethod
    def of(cls, dyad: str) -> Pair:
        return cls(*dyad.split("-"))

    def parties(self, direction: str) -> tuple[str, str]:
        """(supplier, recipient) of a direction."""
        return (self.a, self.b) if direction == "a_to_b" else (self.b, self.a)


def successors(countries: pd.DataFrame) -> dict[str, str]:
    """Predecessor → successor code, from countries.csv (SUN → RUS)."""
    later = countries.dropna(subset="predecessor")
    return dict(zip(later.predecessor, later.iso3, strict=True))


def yearly_flows(tables: Tables, release: str) -> pd.DataFrame:
    """Directed yearly amounts of one SIPRI release, in million TIV, successor states joined to predecessors.

    Columns: supplier, recipient, year, low, central, high, local (the locally produced part, missing
    where the release does not tell), basis (ids of the rows). Delivery rows are summed where a file of
    them covers the pair; elsewhere the register's own yearly total is taken. Never both, never two releases.
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
    totals = totals.rename(columns={"tiv_low": "low", "tiv": "central", "tiv_high": "high", "row_id": "basis"})
    totals = totals.rename(columns={"tiv_local_production": "local"})
    if totals.duplicated(_KEY).any():  # a state and its predecessor in one year
        by_year = totals.groupby(_KEY)
        amounts = by_year[["low", "central", "high", "local"]].sum(skipna=False).round(6)
        totals = amounts.assign(basis=by_year.basis.agg(" ".join)).reset_index()
    have = pd.MultiIndex.from_frame(summed[_KEY])
    totals = totals[~pd.MultiIndex.from_frame(totals[_KEY]).isin(have)]
    columns = [*_KEY, "low", "central", "high", "local", "basis"]
    flows = pd.concat([summed[columns], totals[columns]], ignore_index=True)
    return flows.astype({"year": int}).sort_values(_KEY, ignore_index=True)


def covered_years(tables: Tables, supplier: str, recipient: str, release: str | None, formats: set[str]) -> set[int]:
    """The years in which some file of these formats looked at flows from supplier to recipient.

    `EVERYONE` as supplier or recipient asks for files that looked at all partners. `release=None`: any.
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
    """`flows` (indexed by year) laid on every year: zero where covered and silent, missing where not covered."""
    frame = flows.reindex(years)
    is_covered = pd.Series([y in covered for y in years], index=frame.index)
    silent = is_covered & frame.central.isna() & frame.basis.isna()
    for column in ("low", "central", "high"):
        frame[column] = frame[column].mask(silent, 0.0).where(is_covered)
    frame["covered"] = is_covered & frame.central.notna()
    frame["basis"] = frame.basis.where(frame.covered, "").fillna("")
    return frame[COLUMNS].rename_axis("period")


def tiv(
    tables: Tables,
    pair: Pair,
    direction: str,
    release: str,
    years: range,
    local: str = "included",
    flows: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One direction of a pair in one SIPRI release: million TIV a year, indexed by year.

    `local`: `included`, `excluded` (without deliveries that SIPRI flags as locally produced) or `only`
    (those alone). Where a release does not tell the part, `excluded` and `only` are not covered.
    Returns the columns low, central, high, covered, basis.
    """
    supplier, recipient = pair.parties(direction)
    flows = yearly_flows(tables, release) if flows is None else flows
    mine = flows[(flows.supplier == supplier) & (flows.recipient == recipient)].set_index("year")
    if local != "included":
        for column in ("low", "central", "high"):
            part = mine.local.clip(upper=mine[column])
            mine[column] = part if local == "only" else (mine[column] - part).round(6)
    covered = covered_years(tables, supplier, recipient, release, {"deliveries", "totals"})
    return _on_years(mine, covered, years)


def both_ways(
    tables: Tables, pair: Pair, release: str, years: range, local: str = "included", flows: pd.DataFrame | None = None
) -> dict[str, pd.DataFrame]:
    """`tiv` for both directions; `local` is one of the four values a selection may name."""
    flows = yearly_flows(tables, release) if flows is None else flows
    return {d: tiv(tables, pair, d, release, years, local_of(local, d), flows) for d in DIRECTIONS}


def trade(
    tables: Tables, party: str, side: str, release: str, years: range, flows: pd.DataFrame | None = None
) -> pd.DataFrame:
    """All imports (`side="imports"`) or exports of one state in one release: million TIV, indexed by year.

    A register's own total over all partners is preferred for exports; else the partners are summed.
    Covered only where a file looked at every partner.
    """
    me, other = ("recipient", "supplier") if side == "imports" else ("supplier", "recipient")
    flows = yearly_flows(tables, release) if flows is None else flows
    mine = flows[flows[me] == party]
    own = mine[mine[other] == ALL]
    parts = mine[mine[other] != ALL]
    chosen = parts if own.empty else own
    summed = chosen.groupby("year").agg(
        low=("low", "sum"), central=("central", "sum"), high=("high", "sum"), basis=("basis", " ".join)
    )
    asked = (EVERYONE, party) if side == "imports" else (party, EVERYONE)
    covered = covered_years(tables, *asked, release, {"deliveries", "totals"})
    return _on_years(summed.round(6), covered, years)


def counting_claims(claims: pd.DataFrame, credibility_max: int) -> pd.DataFrame:
    """The claims that may count: dated arms deliveries asserted as reported or confirmed, at that grade or better."""
    return claims[
        (claims.stance == "asserts")
        & claims.category.isin(ARMS)
        & claims.status.isin(COUNTING)
        & claims.start.notna()
        & (claims.credibility <= credibility_max)
    ]


def towards(tables: Tables, rows: pd.DataFrame, supplier: str, recipient: str) -> pd.DataFrame:
    """The rows from supplier to recipient, predecessor states joined to their successors."""
    joined = successors(tables["countries"])
    rows = rows.replace({"supplier": joined, "recipient": joined})
    return rows[(rows.supplier == supplier) & (rows.recipient == recipient)]


def documented(
    tables: Tables, pair: Pair, direction: str, credibility_max: int, years: range, origins_min: int = 1
) -> pd.DataFrame:
    """Count of documented transfer events a year, indexed by year.

    An event counts once, in the year of its first documented day, if that many independent origins assert it
    among the claims that may count; basis names these claims.
    """
    supplier, recipient = pair.parties(direction)
    mine = towards(tables, counting_claims(tables["claims"], credibility_max), supplier, recipient)
    mine = mine[mine.groupby("event_id").origin.transform("nunique") >= origins_min]
    first = mine.groupby("event_id").agg(start=("start", "min"), basis=("claim_id", " ".join))
    counted = first.assign(year=first.start.str[:4].astype(int)).groupby("year")
    frame = counted.agg(central=("basis", "size"), basis=("basis", " ".join)).astype({"central": float})
    frame = frame.assign(low=frame.central, high=frame.central)
    covered = covered_years(tables, supplier, recipient, None, {"claims"})
    return _on_years(frame, covered, years)


def windows(flow: pd.DataFrame, width: int) -> pd.DataFrame:
    """Sums over `width` years, indexed by the window `YYYY/YYYY`; a window with an uncovered year is not covered."""
    years = flow.index.to_numpy()
    sums = flow[["low", "central", "high"]].rolling(width).sum().round(6).iloc[width - 1 :]
    labels = [f"{y - width + 1}/{y}" for y in years[width - 1 :]]
    basis = [" ".join(filter(None, flow.basis.iloc[i - width + 1 : i + 1])) for i in range(width - 1, len(flow))]
    frame = sums.set_axis(pd.Index(labels, name="period")).assign(covered=lambda d: d.central.notna(), basis=basis)
    frame.loc[~frame.covered, "basis"] = ""
    return frame[COLUMNS]


def all_years(tables: Tables) -> range:
    """From the first to the last year that any register or claims file covers."""
    cover = tables["coverage"]
    return range(int(cover.first_year.min()), int(cover.last_year.max()) + 1)


def table(tables: Tables, dyads: list[str], credibility_max: int) -> pd.DataFrame:
    """Every dyad × direction × release × local production, and `documented` (see package_tables.TABLES['series'])."""
    years, out = all_years(tables), []
    releases = sorted({r for r in tables["coverage"].release if r})
    flows = {r: yearly_flows(tables, r) for r in releases}
    for dyad in dyads:
        pair = Pair.of(dyad)
        for direction in DIRECTIONS:
            for release in releases:
                for local in ("included", "excluded"):
                    frame = tiv(tables, pair, direction, release, years, local, flows[release])
                    out.append(frame.assign(measure="tiv", release=release, local_production=local))
                    out[-1] = out[-1].assign(dyad=dyad, direction=direction)
            frame = documented(tables, pair, direction, credibility_max, years)
            out.append(frame.assign(measure="documented", release="", local_production=None))
            out[-1] = out[-1].assign(dyad=dyad, direction=direction)
    frame = pd.concat(out).reset_index().astype({"period": str})
    return frame[["dyad", "direction", "measure", "release", "local_production", "period", *COLUMNS]]


def local_of(variant: str, direction: str) -> str:
    """`included` or `excluded` for one direction, from the four values a selection may name."""
    return "excluded" if variant in ("excluded", f"excluded_{direction}") else "included"


def tiv_years(tables: Tables, pair: Pair, release: str, first: int) -> range:
    """The years from `first` that a release covers in both directions of a pair (empty where none)."""
    both = set.intersection(
        *(covered_years(tables, *pair.parties(d), release, {"deliveries", "totals"}) for d in DIRECTIONS)
    )
    years = sorted(y for y in both if y >= first)
    return range(years[0], years[-1] + 1) if years else range(first, first)
