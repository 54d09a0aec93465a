"""Direction votes: did the direction of supply reverse, when, and how sure is that?

Every period with deliveries casts one vote v = x/(x + y) for a, split as the flows are split; periods
without deliveries abstain. Four stories compete to explain the votes: one side always leads, one
reversal, a reversal and back, nobody leads. The sum over all placements of the change dates is exact.

Segment evidence, s and f the sums of votes for a and b, prior Beta(½, ½) cut to the leading half:
L_a = 2 · Be(½+s, ½+f) · (1 − I_½(½+s, ½+f)) / Be(½, ½), L_b with I_½ instead. Contested evidence:
Be(10+S, 10+F) / Be(10, 10) over the whole series. (Beta-Bernoulli change-point model after
Barry and Hartigan 1993, with direction-constrained segments.)
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaln

Array = NDArray[np.float64]
# A year, or a month `YYYY-MM`.
Period = int | str

STORIES = ("one_leader", "one_reversal", "there_and_back", "contested")
# Prior probabilities of the four stories for one pair chosen because its reversal is discussed: 0.40 for a reversal, a
# third of which is there and back.
PRIOR = (0.40, 0.80 / 3, 0.40 / 3, 0.20)
# P(reversed) and P(the new side leads now) from which a reversal is called.
CALL = 0.9
# Up to so many different votes, equal sums are worth finding before their evidence is computed.
FEW_VOTES = 64
# Least number of periods that must point the new way before a reversal is called.
CALL_PERIODS = 2


@dataclass(frozen=True)
class Posterior:
    """Posterior over stories and dates for n series of T periods.

    `stories` (n, 4) in the order of STORIES; `reversed` (n,) = one reversal or there and back;
    `b_leads_now` (n,); `date` (n, T): given one reversal, the probability that the new side's first
    period is t (0 at t = 0); `towards_b` (n,): given one reversal, that it went from a to b.
    """

    stories: Array
    reversed: Array
    b_leads_now: Array
    date: Array
    towards_b: Array


@dataclass(frozen=True)
class Reversal:
    """The answer for one series. Periods are those given; `first_period` is None where no vote follows."""

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


def votes(
    x: Array, y: Array, weight_exponent: float | Array = 0.0, gross_min: float | Array = 0.0
) -> tuple[Array, Array]:
    """Votes for a and their weights, from flows x (a→b) and y (b→a) of shape (n, T) or (T,).

    The weight is (gross / mean gross of the voting periods) ** weight_exponent, so a change of unit
    changes nothing; it is 0 where gross is missing, 0, or below `gross_min`.
    """
    gross = np.nan_to_num(np.asarray(x, float) + np.asarray(y, float))
    active = (gross > 0) & (gross >= gross_min)
    share = np.divide(x, gross, out=np.full_like(gross, 0.5), where=active)
    count = np.maximum(active.sum(axis=-1, keepdims=True), 1)
    mean = np.where(active, gross, 0).sum(axis=-1, keepdims=True) / count
    relative = np.divide(gross, mean, out=np.zeros_like(gross), where=active)
    return share, np.where(active, relative**weight_exponent, 0.0)


def vote_segments(share: Array, weight: Array) -> tuple[Array, Array]:
    """Log evidence of every segment under each leader, (2, n, T+1, T+1), and of the contested story, (n,).

    Entry [leader, k, i, j] is for periods i ≤ t < j; entries with j < i are −∞.
    """
    share, weight = np.atleast_2d(share), np.atleast_2d(weight)
    zero = np.zeros((len(share), 1))
    s = np.concatenate([zero, np.cumsum(weight * share, axis=1)], axis=1)
    f = np.concatenate([zero, np.cumsum(weight * (1 - share), axis=1)], axis=1)
    i, j = np.triu_indices(s.shape[1])
    ds, df = s[:, j] - s[:, i], f[:, j] - f[:, i]
    if len(s) > 1 and len(np.unique(np.round(weight * share, 12))) <= FEW_VOTES:
        # drawn counts give few different sums, and the Beta functions are dear: each pair of sums is worked out once
        sums, at = np.unique(np.round(ds, 12) + 1j * np.round(df, 12), return_inverse=True)
        lead_a, lead_b = (log_evidence[at] for log_evidence in _lead(sums.real, sums.imag))
    else:
        lead_a, lead_b = _lead(ds, df)
    segments = np.full((2, *s.shape, s.shape[1]), -np.inf)
    segments[0][:, i, j], segments[1][:, i, j] = lead_a, lead_b
    contested = betaln(10 + s[:, -1], 10 + f[:, -1]) - betaln(10, 10)
    return segments, contested


def _lead(s: Array, f: Array) -> tuple[Array, Array]:
    """Log evidence that a leads, and that b leads, from the sums of votes for each.

    Both follow from the smaller tail of the Beta distribution, I_½(p, q) = 1 − I_½(q, p): exact, and mirrored.
    """
    more, less = np.maximum(s, f) + 0.5, np.minimum(s, f) + 0.5
    whole = betaln(more, less) - betaln(0.5, 0.5) + np.log(2)
    tail = betainc(more, less, 0.5)
    with np.errstate(divide="ignore"):
        leads, trails = whole + np.log1p(-tail), whole + np.log(tail)
    return np.where(s >= f, leads, trails), np.where(s >= f, trails, leads)


def posterior(segments: Array, contested: Array, prior: tuple[float, ...] = PRIOR) -> Posterior:
    """The exact posterior from the evidence of every segment (as `vote_segments` shapes it).

    Leaders alternate; the first is either with ½; change dates are uniform over their placements.
    Other segment likelihoods (Gaussian, Poisson) may be passed with both leaders alike.
    """
    periods = segments.shape[-1] - 1
    start, end = segments[:, :, 0, :], segments[:, :, :, periods]
    inner = range(1, periods)
    none = start[:, :, periods] + np.log(0.5)  # (leader, n)
    one = start[:, :, inner] + end[::-1, :, inner] + np.log(0.5) - np.log(max(len(inner), 1))
    i, j = np.triu_indices(max(periods - 1, 0), k=1)
    i, j = i + 1, j + 1
    two = start[:, :, i] + segments[::-1, :, i, j] + end[:, :, j] + np.log(0.5) - np.log(max(len(i), 1))
    by_leader = [none, _sum(one), _sum(two)]
    with np.errstate(divide="ignore"):
        log_prior = np.log(np.asarray(prior, float))
    evidence = np.stack([_sum(np.moveaxis(e, 0, -1)) for e in by_leader] + [contested], axis=-1) + log_prior
    total = _sum(evidence)
    stories = np.exp(evidence - total[:, None])
    ends_in_b = np.stack([none[1], by_leader[1][0], by_leader[2][1]], axis=-1) + log_prior[:3]
    dates = _sum(np.moveaxis(one, 0, -1))
    date = np.zeros((len(total), periods))
    if len(inner):
        date[:, 1:] = np.exp(dates - _sum(dates)[:, None])
    towards = (
        np.exp(by_leader[1] - _sum(np.moveaxis(by_leader[1], 0, -1)))[0] if len(inner) else np.full(len(total), 0.5)
    )
    return Posterior(stories, stories[:, 1] + stories[:, 2], np.exp(_sum(ends_in_b) - total), date, towards)


def _sum(values: Array) -> Array:
    if values.shape[-1] == 0:
        return np.full(values.shape[:-1], -np.inf)
    top = values.max(axis=-1, keepdims=True)
    top = np.where(np.isfinite(top), top, 0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.exp(values - top).sum(axis=-1)) + top[..., 0])


def highest_density(date: Array, mass: float = 0.9) -> Array:
    """Indices of the smallest set of dates with at least this mass; ties go to the latest."""
    order = np.lexsort((-np.arange(len(date)), -np.round(date, 12)))
    needed = int(np.searchsorted(np.cumsum(date[order]), mass - 1e-12)) + 1
    return np.sort(order[:needed])


def reversal(
    x: Array, y: Array, periods: Sequence[Period], weight_exponent: float = 0.0, gross_min: float = 0.0
) -> Reversal:
    """The reversal of one pair from its flows x (a→b), y (b→a) over `periods` (missing allowed)."""
    return reversals(np.atleast_2d(x), np.atleast_2d(y), periods, weight_exponent, gross_min)[0]


def reversals(
    x: Array, y: Array, periods: Sequence[Period], weight_exponent: float | Array = 0.0, gross_min: float | Array = 0.0
) -> list[Reversal]:
    """The reversal of each of n pairs or variants at once: x and y (n, T), the options scalars or (n, 1)."""
    share, weight = votes(np.asarray(x, float), np.asarray(y, float), weight_exponent, gross_min)
    post = _posterior_of_votes(share, weight)
    return [
        _answer(
            post.stories[k],
            float(post.b_leads_now[k]),
            post.date[k],
            float(post.towards_b[k]),
            share[k],
            weight[k] > 0,
            periods,
        )
        for k in range(len(share))
    ]


def averaged(x: Array, y: Array, periods: Sequence[Period]) -> tuple[Reversal, float]:
    """The reversal of one pair whose flows were drawn n times, x and y (n, T): the posteriors' mean.

    Returns it with the Monte-Carlo error of P(reversed). A period counts as voting where it does in most draws.
    """
    share, weight = votes(np.asarray(x, float), np.asarray(y, float))
    post = _posterior_of_votes(share, weight)
    active = weight > 0
    times = np.maximum(active.sum(axis=0), 1)
    usual = (share * active).sum(axis=0) / times
    mean = _answer(
        post.stories.mean(axis=0),
        float(post.b_leads_now.mean()),
        post.date.mean(axis=0),
        float(post.towards_b.mean()),
        usual,
        active.mean(axis=0) >= 0.5,
        periods,
    )
    return mean, float(post.reversed.std(ddof=1) / np.sqrt(len(x))) if len(x) > 1 else 0.0


def _posterior_of_votes(share: Array, weight: Array) -> Posterior:
    """`posterior` of many series, in pieces that fit the memory: a piece holds about 2 million segments."""
    step = max(1, 2_000_000 // (share.shape[1] + 1) ** 2)
    parts = [posterior(*vote_segments(share[i : i + step], weight[i : i + step])) for i in range(0, len(share), step)]
    return Posterior(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Posterior)))


def _answer(
    stories: Array,
    p_b: float,
    date: Array,
    towards_b: float,
    share: Array,
    active: NDArray[np.bool_],
    periods: Sequence[Period],
) -> Reversal:
    best = len(date) - 1 - int(np.argmax(np.round(date[::-1], 12)))  # flat over empty periods: the latest
    old, new = np.flatnonzero(active[:best]), best + np.flatnonzero(active[best:])
    # votes all one way leave it even, and rounding errors must not decide: then away from who led before that date
    to_b = 2 * share[old].sum() >= len(old) if round(towards_b, 9) == 0.5 else towards_b > 0.5
    points_new = (share < 0.5) if to_b else (share > 0.5)
    new_way = int((points_new & active)[best:].sum())
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
