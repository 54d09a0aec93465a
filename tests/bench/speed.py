"""How long the estimator takes for one pair of 76 years, and for many in one call.

python -m tests.bench.speed
"""

import statistics
import time

import numpy as np

from etl.analysis.reversal import reversals
from etl.analysis.votes import flow_votes

YEARS = list(range(1950, 2026))


def seconds(n: int, rounds: int) -> float:
    """Median seconds of one call for n pairs."""
    rng = np.random.default_rng(n)
    x, y = (rng.gamma(0.3, 100, (n, len(YEARS))) for _ in range(2))
    taken = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        reversals(flow_votes(x, y), YEARS)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def main() -> None:
    for n, rounds in ((1, 20), (10, 10), (100, 5), (1000, 3)):
        took = seconds(n, rounds)
        print(f"{n:5d} pairs of {len(YEARS)} years: {1000 * took:8.1f} ms, {1000 * took / n:6.2f} ms a pair")


if __name__ == "__main__":
    main()
