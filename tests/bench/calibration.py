"""Is a chance of 70 % right seven times in ten? Simulations of the estimator.

    python -m tests.bench.calibration [--quick] [--write]

1. Under its own model: stories, leaders and dates drawn from the prior; predicted chances against what was true.
2. On another generator, which the estimator knows nothing of: zero-inflated, autocorrelated log-normal flows over
   36 periods; how often P(reversed) > 0.9 where nothing reversed, and where it did.
3. In worlds of orders that deliver over years (`worlds.py`), with votes by orders and with the votes of years.

Prints tables with the required bounds and exits 1 where one is not met. Seeded.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import click
import numpy as np
from scipy.stats import beta

from dashboard.charts.certainty.calibration import FILE, Result
from etl.analysis.reversal import CALL, PRIOR, highest_density, posterior_of_votes, reversals
from etl.analysis.votes import PRIMARY, Votes, flow_votes
from tests.bench.worlds import KINDS, NOBODY, ONE_LEADER, PERIODS, Kind, Worlds, draw

SEED = 2022
FLOW_PERIODS = 36
SERIES = 40_000
STRESS = 2_000
WORLDS = 9_000
QUICK = 10
"""How many times fewer series and worlds a quick run has."""
QUICK_ERRORS = 2.0
"""Standard errors by which fewer worlds may pass a bound."""
RULES = (PRIMARY, "years")
EDGES = (0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 1)
OVERCONFIDENT, FALSE_ONE_LEADER, FALSE_NOBODY = 0.03, 0.01, 0.02
"""Most by which answers above 0.9 may be less often right than they say, and most that may be called without a turn."""

Row = tuple[str, float, str, bool]
"""What was measured, the number, the bound in words, whether it is met."""


def own_model(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """n series of whole votes for a (n, T) with their true story (n,) and date of the (first) change (n,)."""
    story = rng.choice(4, size=n, p=PRIOR)
    leader = rng.integers(0, 2, n)
    changes = np.full((n, 2), FLOW_PERIODS)
    for k in np.flatnonzero(story == 1):
        changes[k, 0] = rng.integers(1, FLOW_PERIODS)
    for k in np.flatnonzero(story == 2):
        changes[k] = np.sort(rng.choice(np.arange(1, FLOW_PERIODS), 2, replace=False))
    segment = (np.arange(FLOW_PERIODS) >= changes[:, :1]).astype(int) + (np.arange(FLOW_PERIODS) >= changes[:, 1:])
    led = (leader[:, None] + np.arange(3)) % 2  # leaders alternate
    half = beta.ppf(0.5 + 0.5 * rng.random((n, 3)), 0.5, 0.5)  # Beta(½, ½) cut to the leading half
    share = np.take_along_axis(np.where(led == 0, half, 1 - half), segment, axis=1)
    share[story == 3] = rng.beta(10, 10, n)[story == 3, None]
    return (rng.random((n, FLOW_PERIODS)) < share).astype(float), story, changes[:, 0]


def calibration(n: int = SERIES) -> Iterator[Row]:
    """How predicted chances agree with what was true in n series of the estimator's own model."""
    rng = np.random.default_rng(SEED)
    for_a, story, date = own_model(rng, n)
    found = posterior_of_votes(Votes(for_a, 1 - for_a))
    predicted, truth = found.reversed, (story == 1) | (story == 2)
    for tenth, ids in enumerate(np.array_split(np.argsort(predicted, kind="stable"), 10), 1):
        said, was = predicted[ids].mean(), truth[ids].mean()
        bound = 0.02 if n >= SERIES else 0.05  # fewer series, more noise
        name = f"own model, tenth {tenth}: predicted {said:.3f}, observed {was:.3f}, gap"
        yield name, abs(said - was), f"≤ {bound}", bool(abs(said - was) <= bound)
    cover = float(np.mean([date[k] in highest_density(found.date[k]) for k in np.flatnonzero(story == 1)]))
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


def stress(n: int = STRESS) -> Iterator[Row]:
    """The main side delivers 100 in two periods of three; the minor side 15, in one period of seven."""
    rng = np.random.default_rng(SEED + 1)
    time, turn = np.arange(FLOW_PERIODS), rng.integers(12, 25, (n, 1))
    full = np.full((n, FLOW_PERIODS), 100.0)
    before = time < turn

    def main_side() -> np.ndarray:
        return flows(rng, full)

    def minor_side() -> np.ndarray:
        return flows(rng, 0.15 * full, zero=0.85)

    series = {
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
    for name, (x, y, bound) in series.items():
        rate = float((posterior_of_votes(flow_votes(x, y)).reversed > 0.9).mean())
        sign, _, limit = bound.partition(" ")
        met = rate <= float(limit) if sign == "≤" else rate >= float(limit) if sign == "≥" else True
        yield f"other flows, flagged at P > 0.9: {name}", rate, bound, met


class Share(NamedTuple):
    """Of n worlds, a share; None where there is no such world."""

    n: int
    share: float | None

    @classmethod
    def of(cls, true: np.ndarray) -> Share:
        return cls(len(true), float(true.mean()) if len(true) else None)


@dataclass(frozen=True)
class Found:
    """What a rule made of the worlds of a kind: its bins, and the shares that were called where nothing had turned.

    `found` is the share of true reversals that got more than 0.9.
    """

    kind: Kind
    rule: str
    bins: list[Result]
    false_one_leader: Share
    false_nobody: Share
    found: Share

    def missed(self, errors: float = 0.0) -> list[str]:
        """Return each bound that is not met by this many standard errors, in words.

        Only votes by orders in bounded kinds have bounds.
        """
        if not self.kind.bounded or self.rule != PRIMARY:
            return []
        held = [
            (
                f"over-confidence in ({b.low:g}, {b.high:g}]",
                b.predicted - b.observed,
                OVERCONFIDENT,
                b.predicted,
                b.worlds,
            )
            for b in self.bins
            if b.low >= 0.9 and b.predicted is not None and b.observed is not None
        ]
        for where, called, most in (
            ("one side always led", self.false_one_leader, FALSE_ONE_LEADER),
            ("nobody led", self.false_nobody, FALSE_NOBODY),
        ):
            held.append((f"false calls where {where}", called.share or 0.0, most, most, called.n))
        name = f"{self.kind.name}, span {self.kind.span}, {self.rule}"
        return [
            f"{name}: {what} {value:.3f}, at most {most}"
            for what, value, most, p, n in held
            if value > most + errors * (p * (1 - p) / max(n, 1)) ** 0.5
        ]


def _called(votes: Votes, predicted: np.ndarray) -> np.ndarray:
    """Which series are called; only those that can be are asked for their whole answer."""
    called, near = np.zeros(len(predicted), bool), np.flatnonzero(predicted >= CALL)
    if len(near):
        answers = reversals(Votes(votes.for_a[near], votes.for_b[near]), range(votes.for_a.shape[1]))
        called[near] = [answer.callable for answer in answers]
    return called


def judge(kind: Kind, worlds: Worlds, rule: str) -> Found:
    """Compare what a rule says of worlds with what is true of them."""
    votes = worlds.votes(rule)
    predicted, truth = posterior_of_votes(votes).reversed, worlds.reversed
    bins = []
    for low, high in zip(EDGES, EDGES[1:], strict=False):
        here = (predicted > low) & (predicted <= high)
        said, right = Share.of(predicted[here]), Share.of(truth[here])
        bins.append(Result(kind.name, kind.span, rule, low, high, said.n, said.share, right.share))
    called = _called(votes, predicted)
    one_leader, nobody = (Share.of(called[worlds.story == story]) for story in (ONE_LEADER, NOBODY))
    return Found(kind, rule, bins, one_leader, nobody, Share.of(predicted[truth] > 0.9))


def in_worlds(n: int = WORLDS, kinds: Iterable[Kind] = KINDS) -> Iterator[Found]:
    """What both rules make of n worlds of each kind, the same worlds for both. A kind's worlds depend on it alone."""
    for kind in kinds:
        worlds = draw(kind, n, np.random.default_rng([SEED, KINDS.index(kind)]))
        for rule in RULES:
            yield judge(kind, worlds, rule)


def write(results: Iterable[Found]) -> None:
    """Write the bins of all results into the file that the page draws."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(Result.COLUMNS)
        for bin_ in (b for found in results for b in found.bins):
            out.writerow(bin_.cells())


def together(bins: list[Result]) -> tuple[float | None, float | None]:
    """Return the mean chance of several bins together, and the share that was right; None where they are empty."""
    known = [(b.worlds, b.predicted, b.observed) for b in bins if b.predicted is not None and b.observed is not None]
    whole = sum(n for n, _, _ in known)
    if not whole:
        return None, None
    return sum(n * said for n, said, _ in known) / whole, sum(n * right for n, _, right in known) / whole


def _cell(value: float | None) -> str:
    return f"{'–':>6}" if value is None else f"{value:6.3f}"


def line(found: Found, errors: float = 0.0) -> str:
    """Return a result as a row of the table."""
    upper = [b for b in found.bins if b.low >= 0.9]
    parts = []
    for b in upper:
        over = None if b.predicted is None or b.observed is None else b.predicted - b.observed
        parts.append(f"{b.worlds:6d} {_cell(b.predicted)} {_cell(b.observed)} {_cell(over)}")
    parts.append(" ".join(map(_cell, together(upper))))
    shares = " ".join(_cell(made.share) for made in (found.false_one_leader, found.false_nobody, found.found))
    bound = "" if not found.kind.bounded or found.rule != PRIMARY else "NOT MET" if found.missed(errors) else "met"
    head = f"{found.kind.name:<13} {found.kind.span:>4}  {found.rule:<6}"
    return f"{head} | {' | '.join(parts)} | {shares} | {bound}"


def _print_head(n: int) -> None:
    print(f"\nWorlds of orders over {PERIODS} years, {n} of each kind; span in years; votes by orders and of years")
    columns = "number   said  right   over"
    print(f"{'':27}| {'P in (0.9, 0.98]':<27} | {'P in (0.98, 1]':<27} | P > 0.9       | called where     found |")
    print(f"{'world':<13} span  rule   | {columns} | {columns} |   said  right | led: one nobody > 0.9  |")


@click.command()
@click.option("--quick", is_flag=True, help="A tenth of the series and worlds; bounds leave room for chance.")
@click.option("--write", "writes", is_flag=True, help=f"Write {FILE.name}, which /methods draws.")
def main(quick: bool, writes: bool) -> None:
    """Simulate, print the tables, and exit 1 where a bound is not met."""
    if quick and writes:
        raise click.UsageError("--write needs all worlds: leave out --quick")
    less, errors = (QUICK, QUICK_ERRORS) if quick else (1, 0.0)
    rows = [*calibration(SERIES // less), *stress(STRESS // less)]
    width = max(len(name) for name, *_ in rows)
    for name, value, bound, met in rows:
        print(f"{name:<{width}}  {value:6.3f}  required {bound:<15} {'met' if met else 'NOT MET'}")
    _print_head(WORLDS // less)
    results = []
    for found in in_worlds(WORLDS // less):
        print(line(found, errors), flush=True)
        results.append(found)
    if writes:
        write(results)
    missed = [f"{name} {value:.3f}, required {bound}" for name, value, bound, met in rows if not met]
    missed += [text for found in results for text in found.missed(errors)]
    print("\n" + ("\n".join(f"NOT MET: {text}" for text in missed) or "All bounds are met."))
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
