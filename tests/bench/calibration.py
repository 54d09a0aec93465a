"""Is a chance of 70 % right seven times in ten? Simulations of the direction-votes estimator.

    python -m tests.bench.calibration

1. Under its own model: stories, leaders and dates drawn from the prior; predicted chances against what was true.
2. On another generator, which the estimator knows nothing of: zero-inflated, autocorrelated log-normal flows over
   36 periods; how often P(reversed) > 0.9 where nothing reversed, and where it did.

Prints the table with the required bounds and exits 1 where one is not met. Seeded.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
from scipy.stats import beta

from etl.analysis.reversal import PRIOR, highest_density, posterior, reversals, vote_segments

SEED = 2022
PERIODS = 36
SERIES = 40_000
STRESS = 2_000
CHUNK = 1_000


def own_model(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """n series of whole votes (n, T) with their true story (n,) and date of the (first) change (n,)."""
    story = rng.choice(4, size=n, p=PRIOR)
    leader = rng.integers(0, 2, n)
    changes = np.full((n, 2), PERIODS)
    for k in np.flatnonzero(story == 1):
        changes[k, 0] = rng.integers(1, PERIODS)
    for k in np.flatnonzero(story == 2):
        changes[k] = np.sort(rng.choice(np.arange(1, PERIODS), 2, replace=False))
    segment = (np.arange(PERIODS) >= changes[:, :1]).astype(int) + (np.arange(PERIODS) >= changes[:, 1:])
    led = (leader[:, None] + np.arange(3)) % 2  # leaders alternate
    half = beta.ppf(0.5 + 0.5 * rng.random((n, 3)), 0.5, 0.5)  # Beta(½, ½) cut to the leading half
    share = np.take_along_axis(np.where(led == 0, half, 1 - half), segment, axis=1)
    share[story == 3] = rng.beta(10, 10, n)[story == 3, None]
    return (rng.random((n, PERIODS)) < share).astype(float), story, changes[:, 0]


def calibration() -> Iterator[tuple[str, float, str, bool]]:
    rng = np.random.default_rng(SEED)
    votes, story, date = own_model(rng, SERIES)
    predicted, inside = np.empty(SERIES), []
    for at in range(0, SERIES, CHUNK):
        part = slice(at, at + CHUNK)
        post = posterior(*vote_segments(votes[part], np.ones_like(votes[part])))
        predicted[part] = post.reversed
        inside += [date[at + k] in highest_density(post.date[k]) for k in np.flatnonzero(story[part] == 1)]
    truth = (story == 1) | (story == 2)
    order = np.argsort(predicted, kind="stable")
    for n, ids in enumerate(np.array_split(order, 10), 1):
        gap = abs(predicted[ids].mean() - truth[ids].mean())
        yield (
            f"own model, tenth {n}: predicted {predicted[ids].mean():.3f}, observed {truth[ids].mean():.3f}, gap",
            gap,
            "≤ 0.02",
            gap <= 0.02,
        )
    cover = float(np.mean(inside))
    yield "own model: the 90 % set holds the true date", cover, "0.88 to 0.94", 0.88 <= cover <= 0.94


def flows(
    rng: np.random.Generator, level: np.ndarray, zero: float = 0.35, spread: float = 0.8, memory: float = 0.6
) -> np.ndarray:
    """Zero-inflated log-normal flows (n, T) around `level`, autocorrelated in the logarithm."""
    shocks = rng.normal(size=level.shape)
    state = np.empty_like(level)
    state[:, 0] = shocks[:, 0]
    for t in range(1, level.shape[1]):
        state[:, t] = memory * state[:, t - 1] + np.sqrt(1 - memory**2) * shocks[:, t]
    return np.where(rng.random(level.shape) < zero, 0, level * np.exp(spread * state))


def stress() -> Iterator[tuple[str, float, str, bool]]:
    """The main side delivers 100 in two periods of three; the minor side 15, in one period of seven."""
    rng = np.random.default_rng(SEED + 1)
    time, turn = np.arange(PERIODS), rng.integers(12, 25, (STRESS, 1))
    full = np.full((STRESS, PERIODS), 100.0)
    before = time < turn

    def main_side() -> np.ndarray:
        return flows(rng, full)

    def minor_side() -> np.ndarray:
        return flows(rng, 0.15 * full, zero=0.85)

    worlds = {
        "never reversed, one-way": (main_side(), 0 * full, "≤ 0.01"),
        "never reversed, two-way": (main_side(), minor_side(), "≤ 0.03"),
        "volume collapse": (np.where(before, main_side(), 0.05 * main_side()), 0.05 * minor_side(), "≤ 0.02"),
        "pure noise": (main_side(), main_side(), "≤ 0.04"),
        "true reversal": (
            np.where(before, main_side(), minor_side()),
            np.where(before, minor_side(), main_side()),
            "≥ 0.70",
        ),
        "true reversal, minor side as busy as the main": (
            np.where(before, main_side(), 0.15 * main_side()),
            np.where(before, 0.15 * main_side(), main_side()),
            "for information",
        ),
    }
    for name, (x, y, bound) in worlds.items():
        rate = float(np.mean([r.p_reversed > 0.9 for r in reversals(x, y, list(range(PERIODS)))]))
        sign, _, limit = bound.partition(" ")
        met = rate <= float(limit) if sign == "≤" else rate >= float(limit) if sign == "≥" else True
        yield f"stress, flagged at P > 0.9: {name}", rate, bound, met


def main() -> int:
    rows = [*calibration(), *stress()]
    width = max(len(name) for name, *_ in rows)
    for name, value, bound, met in rows:
        print(f"{name:<{width}}  {value:6.3f}  required {bound:<13} {'met' if met else 'NOT MET'}")
    return 0 if all(met for *_, met in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
