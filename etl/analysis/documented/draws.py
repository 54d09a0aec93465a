"""Draw what the claims leave to chance, many times with a fixed seed: whether an event is true, and its numbers.

Dates are not drawn: an event shares its vote over its span, in the series and in the draws alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from etl.analysis.documented.events import Event
from etl.analysis.documented.numbers import Range
from etl.analysis.votes import Array, Votes, flow_votes
from etl.contracts.vocabulary import DIRECTIONS

DRAWS = 300
SEED = 1989


def pert(low: Array, central: Array, high: Array, draws: int, stream: np.random.Generator | None = None) -> Array:
    """Return seeded draws of amounts with low ≤ central ≤ high, shape (draws, *shape of low).

    They follow the PERT distribution, Beta(1 + 4m, 5 − 4m) scaled to low…high with its mode at central, where
    m = (central − low)/(high − low). Where low equals high, every draw is that number.
    """
    width = np.where(high > low, high - low, 1.0)
    alpha = 1 + 4 * np.clip((central - low) / width, 0, 1)
    stream = np.random.default_rng(SEED) if stream is None else stream
    return low + (high - low) * stream.beta(alpha, 6 - alpha, (draws, *np.shape(low)))


def presence_votes(events: Sequence[Event], edges: Sequence[int], draws: int = 0) -> Votes:
    """Return the votes of T periods by presence, (draws, T): every order counted, whatever its volume.

    With 0 draws, every event is true and the shape is (1, T).
    """
    n_a, n_b = _sums(events, edges, draws, volume=False)
    return flow_votes(n_a, n_b, n_a, n_b, "counts")


def volume_votes(events: Sequence[Event], edges: Sequence[int], draws: int = 0) -> Votes:
    """Return the votes of T periods by volume, (draws, T), with the valued events as orders.

    With 0 draws, every event is true with its central number, and the shape is (1, T).
    """
    valued = [event for event in events if event.numbers.volume is not None]
    n_a, n_b = _sums(valued, edges, draws, volume=False)
    x, y = _sums(valued, edges, draws, volume=True)
    return flow_votes(x, y, n_a, n_b, "orders")


def _sums(events: Sequence[Event], edges: Sequence[int], draws: int, volume: bool) -> tuple[Array, Array]:
    """Return the sums of shares, or of volumes, from a to b and back, (max(draws, 1), T).

    Each event has a random stream of its own, seeded by its direction and id, so that the draws do not depend on the
    order of events or on which others are included.
    """
    sums = {direction: np.zeros((max(draws, 1), len(edges) - 1)) for direction in DIRECTIONS}
    for event in events:
        stream = np.random.default_rng([SEED, crc32(f"{event.direction} {event.id}".encode())])
        happened = stream.random(draws) < event.p_true if draws else np.ones(1)
        amount = _drawn(event.numbers.volume, draws, stream) if volume else np.ones(1)
        sums[event.direction] += (happened * amount)[:, None] * event.shares(edges)
    return sums["a_to_b"], sums["b_to_a"]


def _drawn(volume: Range | None, draws: int, stream: np.random.Generator) -> Array:
    assert volume is not None
    if not draws:
        return np.array([volume.central])
    low, central, high = (np.array(bound) for bound in (volume.low, volume.central, volume.high))
    return pert(low, central, high, draws, stream)
