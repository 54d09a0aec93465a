"""Draw what the claims leave uncertain: whether an event happened, and on which day.

All claims on an event are true or false together. The probability that it happened is the maximum over its independent
origins, not a noisy-or, because reports of one event are not independent trials. Its day is uniform over the span that
its best-graded claim states. An event counts once, whatever its quantity. Denials are shown, but not subtracted.
"""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import pandas as pd

from etl.analysis import series
from etl.analysis.series import Pair, Tables
from etl.analysis.votes import Array

DRAWS = 300
SEED = 1989
# Probability that a claim of this credibility is true.
OF_CREDIBILITY = {1: 1.00, 2: 0.75, 3: 0.50, 4: 0.25, 5: 0.05}
# Probability by reliability, used only where credibility is 6 (cannot be judged); the two are never multiplied.
OF_RELIABILITY = {"A": 1.00, "B": 0.75, "C": 0.50, "D": 0.25, "E": 0.05, "F": 0.50}
CLIP = (0.05, 0.95)


def probability(reliability: str, credibility: int) -> float:
    """Return the probability that a claim is true by its Admiralty grade, clipped to 0.05–0.95."""
    p = OF_CREDIBILITY.get(credibility, OF_RELIABILITY[reliability])
    return min(max(p, CLIP[0]), CLIP[1])


def pert(low: Array, central: Array, high: Array, draws: int) -> Array:
    """Return seeded draws of amounts with low ≤ central ≤ high, shape (draws, *shape of low).

    They follow the PERT distribution, Beta(1 + 4m, 5 − 4m) scaled to low…high with its mode at central, where
    m = (central − low)/(high − low). Where low equals high, every draw is that number.
    """
    width = np.where(high > low, high - low, 1.0)
    alpha = 1 + 4 * np.clip((central - low) / width, 0, 1)
    stream = np.random.default_rng(SEED)
    return low + (high - low) * stream.beta(alpha, 6 - alpha, (draws, *np.shape(low)))


def events(tables: Tables, pair: Pair, direction: str, credibility_max: int, origins_min: int = 1) -> pd.DataFrame:
    """Return the events that may count in one direction: p_true, first_day, last_day and basis, indexed by event_id.

    Days are counted from 1970-01-01. The span is that of the claim with the highest probability; among equals, the
    shortest, then the earliest.
    """
    claims = series.counting_claims(tables["claims"], credibility_max)
    claims = series.towards(tables, claims, *pair.parties(direction))
    origins = claims.groupby("event_id").origin.transform("nunique")
    claims = claims[origins >= origins_min].sort_values("claim_id")
    first = pd.to_datetime(claims.start).dt.as_unit("s").astype("int64") // 86_400
    end = claims.end.fillna(claims.reported_on).fillna(claims.start)  # a span without an end runs to the report
    last = (pd.to_datetime(end).dt.as_unit("s").astype("int64") // 86_400).clip(lower=first)
    graded = claims.assign(
        p_true=[probability(r, int(c)) for r, c in zip(claims.reliability, claims.credibility, strict=True)],
        first_day=first,
        last_day=last,
        width=last - first,
    )
    best = (
        graded.sort_values(["p_true", "width", "first_day"], ascending=[False, True, True], kind="stable")
        .groupby("event_id")
        .first()
    )
    basis = claims.groupby("event_id").claim_id.agg(" ".join)
    return best[["p_true", "first_day", "last_day"]].assign(basis=basis)


def draw_counts(found: pd.DataFrame, flow: str, edges: Sequence[int], draws: int) -> Array:
    """Return the number of events per period in each draw, (draws, T), for the T periods between the days `edges`.

    Each event has a random stream of its own, seeded by `flow` (supplier-recipient) and its id, so that the draws do
    not depend on the order of rows or on which other events are included.
    """
    counts = np.zeros((draws, len(edges) - 1))
    rows = np.arange(draws)
    for event in found.itertuples():
        stream = np.random.default_rng([SEED, crc32(f"{flow} {event.Index}".encode())])
        happened = stream.random(draws) < event.p_true
        day = event.first_day + np.floor(stream.random(draws) * (event.last_day - event.first_day + 1))
        period = np.searchsorted(edges, day, side="right") - 1
        inside = happened & (period >= 0) & (period < len(edges) - 1)
        np.add.at(counts, (rows[inside], period[inside]), 1)
    return counts


def expected_counts(found: pd.DataFrame, edges: Sequence[int]) -> Array:
    """Return the number of events per period, shape (1, T), with every event true and on its first day."""
    period = np.searchsorted(edges, found.first_day.to_numpy(), side="right") - 1
    counts = np.zeros((1, len(edges) - 1))
    inside = (period >= 0) & (period < len(edges) - 1)
    np.add.at(counts, (np.zeros(int(inside.sum()), int), period[inside]), 1)
    return counts
