"""Compare the numbers claimed as delivered, on the day of each claim, with what had been launched by then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.base import Figure
from dashboard.charts.drawing.marked_text import BREAK, bold, invitation
from dashboard.data.claims.pair import claim_rows
from dashboard.data.records import PairClaim, Quantity
from dashboard.data.view import View
from dashboard.text.forms import dates, numbers
from dashboard.text.forms.arguments import Amount, Argument, Day, Name, Statement, yes
from dashboard.text.sentence import words
from etl.contracts.vocabulary import COUNTING

# Height of one row of labels, in px.
ROW = 17
# Width of a label's character in px, a generous estimate.
_CHARACTER = 6.9


@dataclass(frozen=True)
class ClaimedNumber:
    """One claim that a number of drones was delivered, in the direction whose launches are counted.

    `x` is its day on the axis of months; `launched` is the sum by the end of the month before (`by`, empty if none was
    recorded before); `solid` is whether its grade is good enough.
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
        """Lowest number that the claim allows."""
        return self.low if self.low is not None else self.central or 0.0

    @property
    def open(self) -> bool:
        """Whether it gives a lower bound and no upper one."""
        return self.low is not None and self.high is None

    @property
    def overtaken(self) -> bool:
        """Whether more had been launched before its month than its upper bound, or its floor if it is open."""
        return self.launched > (self.floor if self.high is None else self.high)

    def label(self, narrow: bool) -> str:
        """Return `more than 400, United States, 15 May 2023`, or on a phone `more than 400, USA, 15 May`."""
        year, month, number = self.on.split("-")
        date = f"{int(number)} {dates.day(f'{year}-{month}')[:3]}" + ("" if narrow else f" {year}")
        return ", ".join(part for part in (self.words, self.code if narrow else self.country, date) if part)


def read_claimed_numbers(view: View, direction: str, months: pd.DataFrame, last: str) -> tuple[ClaimedNumber, ...]:
    """Return the claims on drones delivered in `direction` that give a number, made in the months that bound supply.

    `months` has the columns month and total, in order. A number for one shipment is a floor of the whole as well.
    """
    index_of_month = {m: i for i, m in enumerate(months.month)}
    matching = [
        (claim, claim.quantity, claim.reported_on)
        for claim in claim_rows(view.package, view.selection.dyad)
        if claim.category == "drones"
        and claim.quantity
        and claim.quantity.unit == "drones"
        and claim.status in COUNTING
        and claim.stance in ("asserts", "qualifies")
        and claim.facet_direction == direction
        and claim.reported_on
        and claim.reported_on[:7] in index_of_month
        and claim.reported_on[:7] <= last
    ]
    matching.sort(key=lambda found: (found[2], found[0].claim_id))
    return tuple(_read_claim(view, *found, months, index_of_month[found[2][:7]]) for found in matching)


def _read_claim(
    view: View, claim: PairClaim, number: Quantity, day: str, months: pd.DataFrame, i: int
) -> ClaimedNumber:
    when, code = pd.Timestamp(day), claim.claimant_country or ""
    in_words = claim.quantity_words.split(", ")[0] if claim.quantity_words else numbers.number(claim.number or 0.0)
    return ClaimedNumber(
        claim.claim_id,
        i - 0.5 + (when.day - 0.5) / when.days_in_month,
        day,
        in_words,
        claim.claimant,
        view.package.name(code) if code else "",
        code,
        number.low,
        number.central,
        number.high,
        claim.credibility <= view.selection.credibility,
        float(months.total[i - 1]) if i else 0.0,
        str(months.month[i - 1]) if i else "",
        claim.source_id,
    )


def key(claims: Sequence[ClaimedNumber]) -> ClaimedNumber | None:
    """Return the overtaken claim with the highest floor, of those drawn solid; the latest of equals, or None."""
    return max((s for s in claims if s.solid and s.overtaken), key=lambda s: (s.floor, s.on), default=None)


def said(claim: ClaimedNumber) -> dict[str, Argument]:
    """Return the number of a claim, its claimant and its day, as arguments of sentences."""
    return {"words": Statement(claim.words), "claimant": Name(claim.claimant), "day": Day(claim.on)}


def claim_label(claim: ClaimedNumber) -> str:
    """Return the text of a claim's mark."""
    before: dict[str, Argument] = {"n": Amount(claim.launched), "month": Day(claim.by)}
    return words("launches.mark-claim", before=yes(claim.by), **said(claim), **before)


def foremost(claims: Sequence[ClaimedNumber], most: int) -> tuple[ClaimedNumber, ...]:
    """Return the `most` claims to name, in their own order: the key claim, then those with the highest floors."""
    first = key(claims)
    ranked = sorted(claims, key=lambda s: (s is not first, -s.floor, s.on))[:most]
    return tuple(s for s in claims if s in ranked)


def rows(
    claims: Sequence[ClaimedNumber], left: float, scale: float, narrow: bool, em: float = 1.0
) -> list[tuple[ClaimedNumber, float, str, int]]:
    """Place the label of each claim: (claim, x in px, anchor, row from the top), so that leaders keep clear of labels.

    `left` is the first value of the axis, `scale` its px per month, `em` the scale of type relative to the page. Labels
    that fit to the left of their leader come first, the latest on top, and share a row if a later label begins right of
    an earlier leader; the others follow to the right of their leader, the earliest on top.
    """
    x_px = {s.id: (s.x - left) * scale for s in claims}
    width = {s.id: em * _CHARACTER * len(s.label(narrow)) for s in claims}
    fitting = [s for s in reversed(claims) if width[s.id] <= x_px[s.id]]
    placed: list[tuple[ClaimedNumber, float, str, int]] = []
    for s in fitting:
        row = 1 + max((r for late, _, _, r in placed if x_px[late.id] - width[late.id] <= x_px[s.id] + 12), default=-1)
        placed.append((s, x_px[s.id] - 2, "right", row))
    edge = min((x_px[s.id] for s in fitting), default=float("inf")) - 6
    before, row = 0.0, 1 + max((r for *_, r in placed), default=-1)
    for n, s in enumerate(s for s in claims if s not in fitting):
        placed.append((s, max(before, min(x_px[s.id] + 2, edge - width[s.id])), "left", row + n))
        before = x_px[s.id] + 4
    return placed


def leaders_cross_labels(
    placed: Sequence[tuple[ClaimedNumber, float, str, int]], left: float, scale: float, narrow: bool, em: float = 1.0
) -> bool:
    """Return True if the leader of a label runs through another label beneath it."""
    for claim, x_px, anchor, row in placed:
        width = em * _CHARACTER * len(claim.label(narrow))
        start = x_px - width if anchor == "right" else x_px
        if any(above < row and start < (s.x - left) * scale < start + width for s, *_, above in placed):
            return True
    return False


def claim_traces(
    view: View, direction: str, claims: Sequence[ClaimedNumber], tops: Mapping[str, float], high: float
) -> list[Figure]:
    """Return five traces: leaders and ranges, each on an edge in paper colour, and a marker at the floor of each claim.

    `tops` is claim id → end of its leader, `high` the end of the axis. Only the markers can be pointed at.
    """
    colour, paper = view.theme.direction(direction), view.theme.paper
    ends = [
        s.high if s.high is not None else min(s.floor + 0.1 * high, tops[s.id]) if s.open else s.floor for s in claims
    ]
    place = {"xaxis": "x2", "yaxis": "y2"}

    def lines(tops: Sequence[float], tone: str, width: float) -> Figure:
        xs = [x for s in claims for x in (s.x, s.x, None)]
        ys = [y for s, top in zip(claims, tops, strict=True) for y in (s.floor, top, None)]
        return {
            "type": "scatter",
            "mode": "lines",
            "x": xs,
            "y": ys,
            "line": {"color": tone, "width": width},
            "hoverinfo": "skip",
        } | place

    hover = [
        BREAK.join(
            [
                words("launches.hover-claim", words=Statement(bold(s.words))),
                words("launches.hover-claimant", claimant=Name(s.claimant), day=Day(s.on)),
            ]
        )
        + invitation(words("launches.hover-open"))
        for s in claims
    ]
    symbols = {
        "symbol": ["triangle-up" if s.open or s.high is not None else "diamond" for s in claims],
        "size": 11,
        "color": [colour if s.solid else paper for s in claims],
        "line": {"color": [paper if s.solid else colour for s in claims], "width": 1.5},
    }
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": [s.x for s in claims],
        "y": [s.floor for s in claims],
        "marker": symbols,
        "customdata": [s.id for s in claims],
        "hoverinfo": "text",
        "hovertext": hover,
        "cliponaxis": False,
    }
    leaders = [tops[s.id] for s in claims]
    return [
        lines(leaders, paper, 3),
        lines(leaders, colour, 1),
        lines(ends, paper, 7),
        lines(ends, colour, 3.5),
        points | place,
    ]
