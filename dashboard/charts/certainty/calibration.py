"""Read how often answers were right in made-up worlds of orders: `python -m tests.bench.calibration --write` made it."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

from etl.analysis.reversal import CALL
from etl.analysis.votes import PRIMARY

FILE = Path(__file__).with_name("calibration.csv")


@dataclass(frozen=True)
class Result:
    """The answers between two chances: how many worlds got one, the mean chance, and the share that had reversed.

    `span` is the mean number of years in which an order delivers. Chance and share are None where no world is.
    """

    COLUMNS: ClassVar = ("world", "span", "rule", "bin_low", "bin_high", "worlds", "predicted", "observed")

    world: str
    span: str
    rule: str
    low: float
    high: float
    worlds: int
    predicted: float | None
    observed: float | None

    def cells(self) -> tuple[str, ...]:
        """Return the row of the file, in the order of COLUMNS."""
        shares = ("" if share is None else f"{share:.4f}" for share in (self.predicted, self.observed))
        return (self.world, self.span, self.rule, f"{self.low:g}", f"{self.high:g}", str(self.worlds), *shares)


@cache
def results() -> tuple[Result, ...]:
    """Return all rows of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(map(_result, csv.DictReader(file)))


def _result(row: dict[str, str]) -> Result:
    said, right = (float(row[name]) if row[name] else None for name in ("predicted", "observed"))
    ends = float(row["bin_low"]), float(row["bin_high"])
    return Result(row["world"], row["span"], row["rule"], *ends, int(row["worlds"]), said, right)


def bins(world: str, span: str, rule: str = PRIMARY) -> list[Result]:
    """Return all bins of one kind of world under one rule."""
    return [r for r in results() if (r.world, r.span, r.rule) == (world, span, rule)]


def right_above(world: str, span: str, rule: str = PRIMARY, least: float = CALL) -> float:
    """Return the share of answers above a chance that were right."""
    above = [(r.worlds, r.observed) for r in bins(world, span, rule) if r.low >= least and r.observed is not None]
    return sum(n * share for n, share in above) / sum(n for n, _ in above)


def right_in_threes() -> tuple[float, float]:
    """Return the least and the greatest share of answers at which one calls that were right where orders come in threes."""
    shares = [right_above("threes", span) for span in dict.fromkeys(r.span for r in results() if r.world == "threes")]
    return min(shares), max(shares)
