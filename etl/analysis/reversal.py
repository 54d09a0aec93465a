"""Estimate from votes per period whether the direction of supply reversed, when, and how certain that is.

Every period has votes for a and for b (see `votes`); periods without deliveries abstain. Four stories compete to
explain the votes: one side always leads, one reversal, a reversal and back, nobody leads (contested). The posterior is
exact, because all placements of the change dates are summed.

The model is a Beta-Bernoulli change-point model after Barry and Hartigan (1993) whose segments each have a leader. With
s and f the sums of votes for a and for b in a segment, and a prior Beta(½, ½) truncated to the leader's half, the
evidence that a leads is L_a = 2 · Be(½+s, ½+f) · (1 − I_½(½+s, ½+f)) / Be(½, ½); L_b has I_½ in place of 1 − I_½. The
evidence of the contested story is Be(10+S, 10+F) / Be(10, 10), with S and F the sums over the whole series.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaln

from etl.analysis.votes import Array, Votes

# A year, or a month `YYYY-MM`.
Period = int | str

STORIES = ("one_leader", "one_reversal", "there_and_back", "contested")
# Prior probabilities of the four stories for a dyad chosen because its reversal is discussed: 0.40 for a reversal, a
# third of it for a reversal and back.
PRIOR = (0.40, 0.80 / 3, 0.40 / 3, 0.20)
# Least value of both P(reversed) and P(new leader leads now) at which a reversal is called.
CALL = 0.9
# Chance of a reversal before any delivery is read, where all pairs of a register are ranked: few ever turn.
RARE = 0.1
# Up to this many distinct votes, it is faster to compute the evidence once per distinct pair of sums.
FEW_VOTES = 64
# Least number of periods that vote for the new leader after the change at which a reversal is called.
CALL_PERIODS = 2


@dataclass(frozen=True)
class Posterior:
    """Represent the posterior over stories and change dates for n series of T periods, as probabilities.

    `stories` (n, 4) is in the order of STORIES; `reversed` (n,) sums one reversal and there and back; `b_leads_now` is
    (n,). Given one reversal, `date` (n, T) is for the new leader's first period being t (0 at t = 0), and `towards_b`
    (n,) for the lead passing from a to b.
    """

    stories: Array
    reversed: Array
    b_leads_now: Array
    date: Array
    towards_b: Array


@dataclass(frozen=True)
class Reversal:
    """Report the estimate for one series, in its periods; `first_period` is None where no vote follows the change."""

    p_stories: dict[str, float]
    p_reversed: float
    p_new_leads_now: float
    p_b_leads_now: float
    new_leader: str
    first_period: Period | None
    window_after: Period | None
    window_until: Period | None
    credible_set: tuple[Period, ...]
    date: dict[Period, float]
    periods_new_way: int
    callable: bool


def prior_of(reversal: float) -> tuple[float, ...]:
    """Return the prior of the four stories in which a reversal has this probability in all.

    A third of it is for a reversal and back; contested keeps its 0.20, and one leader has the rest.
    """
    return (1 - PRIOR[3] - reversal, reversal * 2 / 3, reversal / 3, PRIOR[3])


def vote_segments(votes: Votes) -> tuple[Array, Array]:
    """Return the log evidence of each segment under each leader, (2, n, T+1, T+1), and of the contested story, (n,).

    Entry [leader, k, i, j] is for the periods i ≤ t < j of series k, leader 0 being a; entries with j < i are −∞.
    """
    for_a, for_b = np.atleast_2d(votes.for_a), np.atleast_2d(votes.for_b)
    zero = np.zeros((len(for_a), 1))
    s = np.concatenate([zero, np.cumsum(for_a, axis=1)], axis=1)
    f = np.concatenate([zero, np.cumsum(for_b, axis=1)], axis=1)
    i, j = np.triu_indices(s.shape[1])
    ds, df = s[:, j] - s[:, i], f[:, j] - f[:, i]
    if len(s) > 1 and len(np.unique(np.round(for_a, 12))) <= FEW_VOTES:
        # drawn counts have few distinct sums, and Beta functions are slow: evaluate each distinct pair once
        sums, at = np.unique(np.round(ds, 12) + 1j * np.round(df, 12), return_inverse=True)
        lead_a, lead_b = (log_evidence[at] for log_evidence in _log_evidence(sums.real, sums.imag))
    else:
        lead_a, lead_b = _log_evidence(ds, df)
    segments = np.full((2, *s.shape, s.shape[1]), -np.inf)
    segments[0][:, i, j], segments[1][:, i, j] = lead_a, lead_b
    contested = betaln(10 + s[:, -1], 10 + f[:, -1]) - betaln(10, 10)
    return segments, contested


def _log_evidence(s: Array, f: Array) -> tuple[Array, Array]:
    """Return the log of L_a and of L_b, from the sums of votes for a and for b.

    Both use the smaller tail of the Beta distribution, since I_½(p, q) = 1 − I_½(q, p): this loses no precision, and
    swapping a and b swaps the results exactly.
    """
    more, less = np.maximum(s, f) + 0.5, np.minimum(s, f) + 0.5
    whole = betaln(more, less) - betaln(0.5, 0.5) + np.log(2)
    tail = betainc(more, less, 0.5)
    with np.errstate(divide="ignore"):
        leads, trails = whole + np.log1p(-tail), whole + np.log(tail)
    return np.where(s >= f, leads, trails), np.where(s >= f, trails, leads)


def posterior(segments: Array, contested: Array, prior: tuple[float, ...] = PRIOR) -> Posterior:
    """Return the exact posterior from the log evidence of all segments, shaped as `vote_segments` returns it.

    Leaders alternate, each is the first with probability ½, and change dates are uniform over their placements. Other
    segment likelihoods (Gaussian, Poisson) may be passed, the same for both leaders.
    """
    periods = segments.shape[-1] - 1
    start, end = segments[:, :, 0, :], segments[:, :, :, periods]
    inner = range(1, periods)
    unchanged = start[:, :, periods] + np.log(0.5)  # (first leader, n)
    once = start[:, :, inner] + end[::-1, :, inner] + np.log(0.5) - np.log(max(len(inner), 1))
    i, j = np.triu_indices(max(periods - 1, 0), k=1)
    i, j = i + 1, j + 1
    twice = start[:, :, i] + segments[::-1, :, i, j] + end[:, :, j] + np.log(0.5) - np.log(max(len(i), 1))
    by_first_leader = [unchanged, _log_sum(once), _log_sum(twice)]
    with np.errstate(divide="ignore"):
        log_prior = np.log(np.asarray(prior, float))
    log_stories = [_log_sum(np.moveaxis(story, 0, -1)) for story in by_first_leader]
    evidence = np.stack([*log_stories, contested], axis=-1) + log_prior
    total = _log_sum(evidence)
    stories = np.exp(evidence - total[:, None])
    ends_in_b = np.stack([unchanged[1], by_first_leader[1][0], by_first_leader[2][1]], axis=-1) + log_prior[:3]
    log_dates = _log_sum(np.moveaxis(once, 0, -1))
    date = np.zeros((len(total), periods))
    if len(inner):
        date[:, 1:] = np.exp(log_dates - _log_sum(log_dates)[:, None])
    towards_b = np.exp(by_first_leader[1][0] - log_stories[1]) if len(inner) else np.full(len(total), 0.5)
    return Posterior(stories, stories[:, 1] + stories[:, 2], np.exp(_log_sum(ends_in_b) - total), date, towards_b)


def _log_sum(values: Array) -> Array:
    if values.shape[-1] == 0:
        return np.full(values.shape[:-1], -np.inf)
    top = values.max(axis=-1, keepdims=True)
    top = np.where(np.isfinite(top), top, 0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.exp(values - top).sum(axis=-1)) + top[..., 0])


def highest_density(date: Array, mass: float = 0.9) -> Array:
    """Return the indices of the smallest set of dates with at least this probability; ties go to the latest."""
    order = np.lexsort((-np.arange(len(date)), -np.round(date, 12)))
    needed = int(np.searchsorted(np.cumsum(date[order]), mass - 1e-12)) + 1
    return np.sort(order[:needed])


def reversal(votes: Votes, periods: Sequence[Period], prior: tuple[float, ...] = PRIOR) -> Reversal:
    """Estimate the reversal of one pair from its votes, shape (T,), one per period."""
    return reversals(Votes(np.atleast_2d(votes.for_a), np.atleast_2d(votes.for_b)), periods, prior)[0]


def reversals(votes: Votes, periods: Sequence[Period], prior: tuple[float, ...] = PRIOR) -> list[Reversal]:
    """Estimate the reversal of n pairs or variants at once from their votes, shape (n, T)."""
    post = posterior_of_votes(votes, prior)
    return [
        _answer(
            post.stories[k],
            float(post.b_leads_now[k]),
            post.date[k],
            float(post.towards_b[k]),
            Votes(votes.for_a[k], votes.for_b[k]),
            votes.weight[k] > 0,
            periods,
        )
        for k in range(len(votes.for_a))
    ]


def averaged(votes: Votes, periods: Sequence[Period]) -> tuple[Reversal, float]:
    """Estimate the reversal of one pair from the votes of n draws, shape (n, T), by the mean of the posteriors.

    Returns the estimate and the Monte-Carlo standard error of P(reversed). A period votes if it does in at least half
    of the draws.
    """
    post = posterior_of_votes(votes)
    mean = _answer(
        post.stories.mean(axis=0),
        float(post.b_leads_now.mean()),
        post.date.mean(axis=0),
        float(post.towards_b.mean()),
        Votes(votes.for_a.mean(axis=0), votes.for_b.mean(axis=0)),
        (votes.weight > 0).mean(axis=0) >= 0.5,
        periods,
    )
    draws = len(votes.for_a)
    return mean, float(post.reversed.std(ddof=1) / np.sqrt(draws)) if draws > 1 else 0.0


def posterior_of_votes(votes: Votes, prior: tuple[float, ...] = PRIOR) -> Posterior:
    """Return the posterior of many series, computed in parts of about 2 million segments to limit memory."""
    step = max(1, 2_000_000 // (votes.for_a.shape[1] + 1) ** 2)
    parts = [
        posterior(*vote_segments(Votes(votes.for_a[i : i + step], votes.for_b[i : i + step])), prior)
        for i in range(0, len(votes.for_a), step)
    ]
    return Posterior(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Posterior)))


def _answer(
    stories: Array,
    p_b: float,
    date: Array,
    towards_b: float,
    votes: Votes,
    active: NDArray[np.bool_],
    periods: Sequence[Period],
) -> Reversal:
    best = len(date) - 1 - int(np.argmax(np.round(date[::-1], 12)))  # periods without votes tie; the latest wins
    old, new = np.flatnonzero(active[:best]), best + np.flatnonzero(active[best:])
    # where all votes go one way, towards_b is ½ but for rounding: the new leader is then who did not lead before
    before = votes.for_a[old].sum() >= votes.for_b[old].sum()
    to_b = bool(before) if round(towards_b, 9) == 0.5 else towards_b > 0.5
    for_new = (votes.for_b > votes.for_a) if to_b else (votes.for_a > votes.for_b)
    new_way = int((for_new & active)[best:].sum())
    p_new = p_b if to_b else float(1 - stories[3] - p_b)
    p = float(stories[1] + stories[2])
    return Reversal(
        p_stories=dict(zip(STORIES, stories.tolist(), strict=True)),
        p_reversed=p,
        p_new_leads_now=p_new,
        p_b_leads_now=p_b,
        new_leader="b" if to_b else "a",
        first_period=periods[new[0]] if len(new) else None,
        window_after=periods[old[-1]] if len(old) else None,
        window_until=periods[new[0]] if len(new) else None,
        credible_set=tuple(periods[i] for i in highest_density(date)),
        date=dict(zip(periods, date.tolist(), strict=True)),
        periods_new_way=new_way,
        callable=p >= CALL and p_new >= CALL and new_way >= CALL_PERIODS,
    )
