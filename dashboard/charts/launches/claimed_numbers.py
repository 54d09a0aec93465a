"""What was said to have come, on the day it was said, beside what had been launched by then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.base import Figure
from dashboard.data.view import View
from dashboard.text import dates, numbers
from etl.contracts.vocabulary import COUNTING

# Height of one row of labels, in px.
ROW = 17
# Width of a label's character, in px, on the wide side.
_CHARACTER = 6.9


@dataclass(frozen=True)
class ClaimedNumber:
    """One claim that a number of drones had come, of the direction whose launches are counted.

    `x` is its day on the axis of months, `launched` what had been launched by the end of the month before
    (`by`, empty where no month was recorded before), `solid` whether its grade is good enough.
    """

    id: str
    x: float
    on: str
    words: str
    claimant: str
    country: str
    code: str
    low: float | None
    central: float | None
    high: float | None
    solid: bool
    launched: float
    by: str
    source: str

    @property
    def floor(self) -> float:
        """The least that the claim says."""
        return self.low if self.low is not None else self.central or 0.0

    @property
    def open(self) -> bool:
        """Whether it gives a lower bound and no upper one."""
        return self.low is not None and self.high is None

    @property
    def overtaken(self) -> bool:
        """Whether more had been launched before its month than it says at its most (its least, where it is open)."""
        return self.launched > (self.floor if self.high is None else self.high)

    def label(self, narrow: bool) -> str:
        """`more than 400, United States, 15 May 2023`; on a phone `more than 400, USA, 15 May`."""
        year, month, number = self.on.split("-")
        date = f"{int(number)} {dates.day(f'{year}-{month}')[:3]}" + ("" if narrow else f" {year}")
        return ", ".join(part for part in (self.words, self.code if narrow else self.country, date) if part)


def read_claimed_numbers(view: View, direction: str, months: pd.DataFrame, built: str) -> tuple[ClaimedNumber, ...]:
    """The claims on drones delivered in `direction` that give a number, spoken in the months that bound supply.

    `months`: month and total, in order. A number for one shipment is a floor of the whole as well.
    """
    claims, at = view.claims, {m: i for i, m in enumerate(months.month)}
    numbers = claims[["quantity_low", "quantity_central", "quantity_high"]].notna().any(axis=1)
    mine = claims[
        (claims.category == "drones")
        & (claims.quantity_unit == "drones")
        & numbers
        & claims.status.isin(COUNTING)
        & claims.stance.isin(["asserts", "qualifies"])
        & (claims.direction == direction)
        & claims.reported_on.str[:7].isin(list(at))
        & (claims.reported_on.str[:7] <= built)
    ].sort_values(["reported_on", "claim_id"])
    return tuple(_said(view, claim, months, at) for claim in mine.itertuples())


def _said(view: View, claim: Any, months: pd.DataFrame, at: Mapping[str, int]) -> ClaimedNumber:
    i, when = at[claim.reported_on[:7]], pd.Timestamp(claim.reported_on)
    low, central, high = (
        None if pd.isna(v) else float(v) for v in (claim.quantity_low, claim.quantity_central, claim.quantity_high)
    )
    number = next(n for n in (central, low, high) if n is not None)
    words = numbers.number(number) if pd.isna(claim.quantity_words) else claim.quantity_words.split(", ")[0]
    code = "" if pd.isna(claim.claimant_country) else claim.claimant_country
    return ClaimedNumber(
        claim.claim_id,
        i - 0.5 + (when.day - 0.5) / when.days_in_month,
        claim.reported_on,
        words,
        claim.claimant,
        view.package.name(code) if code else "",
        code,
        low,
        central,
        high,
        claim.credibility <= view.selection.credibility,
        float(months.total[i - 1]) if i else 0.0,
        str(months.month[i - 1]) if i else "",
        claim.source_id,
    )


def key(found: Sequence[ClaimedNumber]) -> ClaimedNumber | None:
    """The claim that the launches overtook by the highest floor, of those drawn solid; the latest of equals."""
    return max((s for s in found if s.solid and s.overtaken), key=lambda s: (s.floor, s.on), default=None)


def spoken(one: ClaimedNumber) -> str:
    """A claim as a reader of the marks hears it."""
    beside = f"; {numbers.number(one.launched)} had been launched by the end of {dates.day(one.by)}" if one.by else ""
    return f"{dates.day(one.on)}: {one.words} said to have come, {one.claimant}{beside}"


def foremost(found: Sequence[ClaimedNumber], most: int) -> tuple[ClaimedNumber, ...]:
    """As many claims as may be named, the one that was overtaken first, then those that say most; in their own order."""
    first = key(found)
    ranked = sorted(found, key=lambda s: (s is not first, -s.floor, s.on))[:most]
    return tuple(s for s in found if s in ranked)


def rows(
    found: Sequence[ClaimedNumber], left: float, scale: float, narrow: bool, em: float = 1.0
) -> list[tuple[ClaimedNumber, float, str, int]]:
    """Each claim with the place of its label in px, its anchor and its row, from the top row 0 down, so that leaders keep clear of labels.

    `left` is the axis' first value and `scale` its px per month, `em` how much larger than on the page type is set. Labels that fit to the left of their leader come
    first, the latest on top, and share a row where a later label begins right of an earlier leader; those that do not fit
    follow to the right of theirs, the earliest on top.
    """
    at = {s.id: (s.x - left) * scale for s in found}
    wide = {s.id: em * _CHARACTER * len(s.label(narrow)) for s in found}
    fitting = [s for s in reversed(found) if wide[s.id] <= at[s.id]]
    placed: list[tuple[ClaimedNumber, float, str, int]] = []
    for s in fitting:
        row = 1 + max((r for late, _, _, r in placed if at[late.id] - wide[late.id] <= at[s.id] + 12), default=-1)
        placed.append((s, at[s.id] - 2, "right", row))
    edge = min((at[s.id] for s in fitting), default=float("inf")) - 6
    before, row = 0.0, 1 + max((r for *_, r in placed), default=-1)
    for n, s in enumerate(s for s in found if s not in fitting):
        placed.append((s, max(before, min(at[s.id] + 2, edge - wide[s.id])), "left", row + n))
        before = at[s.id] + 4
    return placed


def crossed(
    placed: Sequence[tuple[ClaimedNumber, float, str, int]], left: float, scale: float, narrow: bool, em: float = 1.0
) -> bool:
    """Whether the leader of a label runs through another one beneath it."""
    for one, at, anchor, row in placed:
        wide = em * _CHARACTER * len(one.label(narrow))
        start = at - wide if anchor == "right" else at
        if any(above < row and start < (s.x - left) * scale < start + wide for s, *_, above in placed):
            return True
    return False


def marks(
    view: View, direction: str, found: Sequence[ClaimedNumber], tops: Mapping[str, float], high: float
) -> list[Figure]:
    """Five traces: leaders and ranges, each on an edge in the paper's colour, and a mark at the least each claim says.

    `tops`: claim id → where its leader ends, `high`: the axis' last value. Only the marks can be pointed at.
    """
    colour, paper = view.theme.direction(direction), view.theme.paper
    ends = [
        s.high if s.high is not None else min(s.floor + 0.1 * high, tops[s.id]) if s.open else s.floor for s in found
    ]
    place = {"xaxis": "x2", "yaxis": "y2"}

    def lines(tops: Sequence[float], tone: str, width: float) -> Figure:
        xs = [x for s in found for x in (s.x, s.x, None)]
        ys = [y for s, top in zip(found, tops, strict=True) for y in (s.floor, top, None)]
        return {
            "type": "scatter",
            "mode": "lines",
            "x": xs,
            "y": ys,
            "line": {"color": tone, "width": width},
            "hoverinfo": "skip",
        } | place

    hover = [
        f"<b>{s.words}</b> said to have come<br>{s.claimant}, {dates.day(s.on)}<br>Click for its source" for s in found
    ]
    symbols = {
        "symbol": ["triangle-up" if s.open or s.high is not None else "diamond" for s in found],
        "size": 11,
        "color": [colour if s.solid else paper for s in found],
        "line": {"color": [paper if s.solid else colour for s in found], "width": 1.5},
    }
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": [s.x for s in found],
        "y": [s.floor for s in found],
        "marker": symbols,
        "customdata": [s.id for s in found],
        "hoverinfo": "text",
        "hovertext": hover,
        "cliponaxis": False,
    }
    leaders = [tops[s.id] for s in found]
    return [
        lines(leaders, paper, 3),
        lines(leaders, colour, 1),
        lines(ends, paper, 7),
        lines(ends, colour, 3.5),
        points | place,
    ]
