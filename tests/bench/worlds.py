"""Draw made-up worlds of orders, in which it is known who led when: orders that deliver over years, not years alone.

In each world orders arrive by chance over 37 years. The side that leads places them at a rate of min(0.7, U(0.5, 1.6) /
span) a year; the other one at none, or at 0.15 · U(0, 1) / span. Where nobody leads, both have the leader's rate. Sizes
are log-normal, and an order delivers in equal parts over U{1 … 2 · span − 1} years. Stories come from the prior; the
years in which the lead changes are any years of the 37, each as likely as another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from etl.analysis.reversal import PRIOR
from etl.analysis.votes import PRIMARY, Array, Votes, flow_votes

PERIODS = 37
ONE_LEADER, ONE_REVERSAL, THERE_AND_BACK, NOBODY = range(4)
LATE = 5
"""A late turn lies in this many last years, and a short there-and-back lasts at most as many."""

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Kind:
    """What a world is like: the mean span of each side's orders in years, and what else is not as usual.

    `size_sd` is that of the logarithm of sizes. `at_once` orders of one size and span are placed together, at a rate
    as much lower. With `memory`, each side's rate is times exp(z) / √e, where z is an AR(1) of that coefficient and
    sd 1. `turns` is `any`, `late` (one reversal in the last years) or `short` (there and back within a few years).
    """

    name: str
    spans: tuple[int, int]
    size_sd: float = 1.3
    at_once: int = 1
    memory: float = 0.0
    turns: str = "any"
    bounded: bool = False

    @property
    def span(self) -> str:
        """The mean span as a table has it: `4`, or `8-1` where the sides differ."""
        a, b = self.spans
        return str(a) if a == b else f"{a}-{b}"


KINDS = (
    Kind("plain", (1, 1), bounded=True),
    Kind("plain", (2, 2), bounded=True),
    Kind("plain", (4, 4), bounded=True),
    Kind("uneven_sizes", (4, 4), size_sd=2.5, bounded=True),
    Kind("uneven_spans", (8, 1), bounded=True),
    Kind("threes", (2, 2), at_once=3),
    Kind("threes", (4, 4), at_once=3),
    Kind("swings", (4, 4), memory=0.85),
    Kind("late_turn", (4, 4), turns="late"),
    Kind("short_return", (4, 4), turns="short"),
)


@dataclass(frozen=True)
class Worlds:
    """The truth of n worlds, and all their orders in a row.

    `story` (n,) is an index into STORIES, `leads` (n, T) the side that leads in each year, 0 or 1 (without meaning
    where nobody does). The rest has one entry for each order: its world, side, first year (0 … 36), years of delivery
    (which may pass the end) and size.
    """

    story: Whole
    leads: Whole
    world: Whole
    side: Whole
    year: Whole
    years: Whole
    size: Array

    @property
    def reversed(self) -> NDArray[np.bool_]:
        """Whether the lead ever changed, (n,)."""
        return (self.story == ONE_REVERSAL) | (self.story == THERE_AND_BACK)

    def sums(self) -> tuple[Array, Array]:
        """Return flows and votes that orders can give, both (n, 2, T): spans end with the data."""
        shape = (len(self.story), 2, PERIODS)
        flow, capacity = np.zeros(np.prod(shape)), np.zeros(np.prod(shape))
        known = np.minimum(self.years, PERIODS - self.year)
        row = (2 * self.world + self.side) * PERIODS + self.year
        for k in range(int(known.max(initial=0))):
            on = known > k
            flow += np.bincount(row[on] + k, (self.size / self.years)[on], flow.size)
            capacity += np.bincount(row[on] + k, 1 / known[on], flow.size)
        return flow.reshape(shape), capacity.reshape(shape)

    def votes(self, rule: str = PRIMARY) -> Votes:
        """Return the votes of all worlds, (n, T), under a rule of `etl.analysis.votes`."""
        flow, capacity = self.sums()
        return flow_votes(flow[:, 0], flow[:, 1], capacity[:, 0], capacity[:, 1], rule)


def draw(kind: Kind, n: int, rng: np.random.Generator) -> Worlds:
    """Return n worlds of a kind."""
    story, leads = _leads(kind, n, rng)
    rate = _rates(kind, story, leads, rng) / kind.at_once
    if kind.memory:
        rate = rate * np.exp(_swings(rate.shape, kind.memory, rng) - 0.5)
    placed = rng.poisson(rate)
    world, side, year = (np.repeat(at, placed[np.nonzero(placed)]) for at in np.nonzero(placed))
    years = rng.integers(1, 2 * np.array(kind.spans)[side])
    size = rng.lognormal(4, kind.size_sd, len(world))
    columns = (np.repeat(column, kind.at_once) for column in (world, side, year, years, size))
    return Worlds(story, leads, *columns)


def _leads(kind: Kind, n: int, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """Return the story of each world, and the side that leads in each of its years."""
    story = rng.choice(4, n, p=PRIOR)
    one = rng.integers(1, PERIODS, n)
    two = np.sort(np.argsort(rng.random((n, PERIODS - 1)))[:, :2] + 1)
    if kind.turns == "late":
        story, one = np.full(n, ONE_REVERSAL), rng.integers(PERIODS - LATE, PERIODS, n)
    if kind.turns == "short":
        story, start = np.full(n, THERE_AND_BACK), rng.integers(1, PERIODS - LATE, n)
        two = np.stack([start, start + rng.integers(1, LATE + 1, n)], axis=1)
    turns = np.full((n, 2), PERIODS)
    turns[story == ONE_REVERSAL, 0] = one[story == ONE_REVERSAL]
    turns[story == THERE_AND_BACK] = two[story == THERE_AND_BACK]
    changed = (np.arange(PERIODS) >= turns[:, :, None]).sum(axis=1)
    return story, (rng.integers(0, 2, n)[:, None] + changed) % 2


def _rates(kind: Kind, story: Whole, leads: Whole, rng: np.random.Generator) -> Array:
    """Return the orders that each side places a year on average, (n, 2, T)."""
    n, spans = len(story), np.array(kind.spans)
    first = np.minimum(0.7, rng.uniform(0.5, 1.6, (n, 1)) / spans)[:, :, None]
    second = (rng.integers(0, 2, (n, 1)) * 0.15 * rng.random((n, 1)) / spans)[:, :, None]
    leading = (leads[:, None, :] == np.array([0, 1])[:, None]) | (story == NOBODY)[:, None, None]
    return np.where(leading, first, second)


def _swings(shape: tuple[int, ...], memory: float, rng: np.random.Generator) -> Array:
    """Return an autocorrelated normal series of sd 1 along the last axis."""
    state = rng.normal(size=shape)
    for t in range(1, shape[-1]):
        state[..., t] = memory * state[..., t - 1] + np.sqrt(1 - memory**2) * state[..., t]
    return state


def mirrored(worlds: Worlds) -> Worlds:
    """Return the same worlds with the two sides exchanged."""
    return replace(worlds, leads=1 - worlds.leads, side=1 - worlds.side)
