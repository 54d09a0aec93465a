"""Rank the pairs of a whole register by how likely the lead between them has changed."""

import pandas as pd

from etl.analysis.reversal import prior_of, reversals
from etl.analysis.votes import flow_votes

# Chance of a reversal before any delivery is read: few pairs of all ever turn.
RARE = 0.1


def ranking(rows: pd.DataFrame, years: range, prior: float = RARE) -> pd.DataFrame:
    """Return the pairs with deliveries both ways, the most likely reversal first.

    `rows` has one row per order and delivery year with supplier and recipient (codes of today's states), year, order
    and tiv (million TIV). Each order has one vote, shared equally over its years, as in `votes.Ballot`. Of each pair,
    `a` supplied more in all. The columns are a, b, p_reversed, year (first of the new direction, missing where no vote
    follows), new_leader (`a` or `b`), a_to_b and b_to_a (million TIV in all).
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
    columns = ["a", "b", "p_reversed", "year", "new_leader", "a_to_b", "b_to_a"]
    if not pairs:
        return pd.DataFrame(columns=columns)
    back = [(b, a) for a, b in pairs]
    x, y, n_a, n_b = (table.loc[ways].to_numpy() for table in (flow, orders) for ways in (pairs, back))
    answers = reversals(flow_votes(x, y, n_a, n_b, "orders"), list(years), prior_of(prior))
    found = pd.DataFrame(
        [
            (a, b, r.p_reversed, r.first_period, r.new_leader, total[a, b], total[b, a])
            for (a, b), r in zip(pairs, answers, strict=True)
        ],
        columns=columns,
    ).astype({"year": "Int64"})
    return found.sort_values(["p_reversed", "a", "b"], ascending=[False, True, True], ignore_index=True)


def _by_year(sums: pd.Series, years: range) -> pd.DataFrame:
    """Return a series with the index (supplier, recipient, year) as a table with a column for each year; 0 without."""
    return sums.unstack("year").reindex(columns=[*years]).fillna(0.0)
