"""Rank the pairs of a whole register by how likely the lead between them has changed."""

import numpy as np
import pandas as pd

from etl.analysis.reversal import RARE, prior_of, reversals
from etl.analysis.votes import flow_votes

PAIRS = ("release", "of", "a", "b", "year", "a_to_b", "b_to_a", "orders_a", "orders_b")
RANKING = ("release", "of", "a", "b", "p_reversed", "first_period", "new_leader", "a_to_b", "b_to_a")


def pair_flows(rows: pd.DataFrame, years: range, release: str, most: int | None = None) -> pd.DataFrame:
    """Return the yearly flows of the pairs with deliveries both ways, those most likely to have turned first.

    `rows` has one row per order and delivery year with supplier and recipient (codes of today's states), year, order
    and tiv (million TIV). Each order has one vote, shared equally over its years, as in `votes.Ballot`. The columns are
    those of PAIRS, with one row for each of `years`: `a` supplied more in all, `orders_a` is the votes that its orders
    can give, `of` the number of pairs before `most` were kept.
    """
    rows = rows[(rows.supplier != rows.recipient) & rows.year.isin(years)]
    flow = _by_year(rows.groupby(["supplier", "recipient", "year"]).tiv.sum(), years)
    delivered = rows.drop_duplicates(["supplier", "recipient", "order", "year"])
    part = 1 / delivered.groupby(["supplier", "recipient", "order"]).year.transform("size")
    orders = _by_year(delivered.assign(part=part).groupby(["supplier", "recipient", "year"]).part.sum(), years)
    total = flow.sum(axis=1)
    pairs = [
        (a, b)
        for (a, b), sent in total.items()
        if sent > 0 and total.get((b, a), 0) > 0 and (sent, b) >= (total[b, a], a)
    ]
    if not pairs:
        return pd.DataFrame(columns=list(PAIRS))
    back = [(b, a) for a, b in pairs]
    given = zip(
        ("a_to_b", "b_to_a", "orders_a", "orders_b"),
        ((flow, pairs), (flow, back), (orders, pairs), (orders, back)),
        strict=True,
    )
    table = pd.DataFrame(
        {
            "release": release,
            "of": len(pairs),
            "a": [a for a, _ in pairs for _ in years],
            "b": [b for _, b in pairs for _ in years],
            "year": [*years] * len(pairs),
        }
        | {name: found.reindex(ways).to_numpy().ravel().round(6) for name, (found, ways) in given},
        columns=list(PAIRS),
    )
    order = rank(table).reset_index()[["index", "a", "b"]].head(most or len(pairs))
    return table.merge(order, on=["a", "b"]).sort_values(["index", "year"], ignore_index=True)[list(PAIRS)]


def rank(table: pd.DataFrame, prior: float = RARE) -> pd.DataFrame:
    """Return the pairs of `pair_flows`, the most likely reversal first, with the columns of RANKING.

    `first_period` is the first year of the new direction, missing where no vote follows; `new_leader` is `a` or `b`;
    `a_to_b` and `b_to_a` are million TIV in all years.
    """
    if table.empty:
        return pd.DataFrame(columns=list(RANKING))
    years = sorted(set(table.year))
    x, y, n_a, n_b = (
        table.pivot_table(index=["a", "b"], columns="year", values=name, sort=True).to_numpy(float)
        for name in ("a_to_b", "b_to_a", "orders_a", "orders_b")
    )
    answers = reversals(flow_votes(x, y, n_a, n_b, "orders"), years, prior_of(prior))
    pairs = sorted({*zip(table.a, table.b, strict=True)})
    found = pd.DataFrame(
        {
            "release": table.release.iloc[0],
            "of": table["of"].iloc[0],
            "a": [a for a, _ in pairs],
            "b": [b for _, b in pairs],
            "p_reversed": np.round([r.p_reversed for r in answers], 6),
            "first_period": pd.array([r.first_period for r in answers], dtype="Int64"),
            "new_leader": [r.new_leader for r in answers],
            "a_to_b": x.sum(axis=1).round(6),
            "b_to_a": y.sum(axis=1).round(6),
        }
    )
    return found.sort_values(["p_reversed", "a", "b"], ascending=[False, True, True], ignore_index=True)


def _by_year(sums: pd.Series, years: range) -> pd.DataFrame:
    """Return a series with the index (supplier, recipient, year) as a table with a column for each year; 0 without."""
    return sums.unstack("year").reindex(columns=[*years]).fillna(0.0)
