"""Place claims on a timeline: days to px, marks stacked in dense months, groups where there are too many."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.data.claims import pair as claims
from dashboard.data.records import PairClaim
from dashboard.data.selection import allowed_values
from dashboard.data.view import View
from dashboard.text.forms.dates import day as day_in_words
from etl.contracts.vocabulary import BESIDE, COUNTING

LANES = ("a_to_b", "b_to_a", "neither")
KINDS = ("delivery", "plan", "denial", "other")
# Most claims that are drawn one by one; more are drawn in groups.
MOST = 700
# Deepest stack of claims that are drawn one by one.
DEEPEST = 40
# Minimum px from one mark to the next in a drawing of fixed height.
_MIN_STEP = 6
UNDATED = "undated"
# Height in px of a lane's name.
HEAD = 34


def kind(claim: PairClaim) -> str:
    """Classify what a claim says of a flow: `delivery`, `plan` (order, talk), `denial` (not delivered), or `other`."""
    if claim.stance == "denies" or claim.status in ("denied", "cancelled", "not_delivered"):
        return "denial"
    if claim.stance == "asserts" and claim.status in COUNTING:
        return "delivery"
    if claim.status in ("discussed", "ordered", *BESIDE):
        return "plan"
    return "other"


@dataclass(frozen=True)
class Scale:
    """Days → px from the left: a block for undated claims, the long past, and the years from `turn` on, drawn wider.

    A zoomed scale has the zoomed year or month alone. `undated` and `past` are widths in px.
    """

    width: float
    first: date
    turn: date
    last: date
    undated: float
    past: float

    def x(self, day: date) -> float:
        if day < self.turn:
            span = (self.turn - self.first).days or 1
            return self.undated + 14 + (max(day, self.first) - self.first).days / span * (self.past - 14)
        start = self.undated + self.past + (10 if self.undated else 12)
        span = (self.last - self.turn).days or 1
        return start + min(1.0, (day - self.turn).days / span) * (self.width - start - 8)

    @property
    def edges(self) -> tuple[float, ...]:
        """Boundaries between the parts of the scale, in px."""
        return (self.undated + 4, self.undated + self.past + 2) if self.undated else ()


def scale_of(view: View) -> Scale:
    """Return the scale of a view's timeline at its size."""
    width, zoom = float(view.size.width - 20), view.selection.zoom
    if zoom:
        year, month = int(zoom[:4]), int(zoom[5:] or 12)
        first = date(year, month if zoom[5:] else 1, 1)
        last = date(year, month, monthrange(year, month)[1]) + timedelta(1)
        return Scale(width, first, first, last, 0, 0)
    first, last = date(view.selection.from_year, 1, 1), date(last_year(view) + 1, 1, 1)
    turn = max(first, date(view.dyad.break_year, 1, 1)) if view.dyad.break_year else first
    turn = turn if turn < last else first
    past = 0.27 if turn > first else 0.0
    return Scale(width, first, turn, last, 0.13 * width, past * width)


def last_year(view: View) -> int:
    """Return the selected last year, or by default the last year on record, as claims continue after the register."""
    default = int(str(allowed_values(view.package, view.selection.dyad)["to"][0]))
    years = view.package.years(view.selection.dyad)
    return years[-1] if view.selection.to_year == default else view.selection.to_year


def ticks(view: View, scale: Scale) -> list[tuple[float, str]]:
    """Return (px, text) of the axis: days of a month, months of a year, or years, as many as there is room for.

    The first tick of a zoomed scale is a full date: `1 August 2022`, `January 2022`.
    """
    zoom = view.selection.zoom
    if len(zoom) == 7:
        day_step = 5 if not view.size.narrow else 10
        days = [
            (scale.x(d), str(d.day)) for d in _days(scale)[:-1] if d.day == 1 or (d.day % day_step == 0 and d.day < 31)
        ]
        return [(days[0][0], _full_date(view, scale.first.isoformat())), *days[1:]]
    if zoom:
        months = [date(scale.first.year, m, 1) for m in range(1, 13, 3 if view.size.narrow else 1)]
        return [
            (scale.x(d), day_in_words(d.isoformat()[:7])[:3] if n else _full_date(view, zoom + "-01"))
            for n, d in enumerate(months)
        ]
    recent = (scale.width - scale.undated - scale.past) / (scale.last.year - scale.turn.year + 1)
    before = scale.past / max(1, scale.turn.year - scale.first.year) if scale.past else recent
    step = next(n for n in (1, 2, 5, 10, 20, 50, 100) if n * before >= max(44, 3 * view.size.note))
    labels = [(scale.undated / 2 - 4, UNDATED)]
    if recent > 300:  # a year or two: their quarters have room
        months = [date(y, m, 1) for y in range(scale.turn.year, scale.last.year) for m in (4, 7, 10)]
        labels += [(scale.x(d), day_in_words(d.isoformat()[:7])[:3]) for d in months]
    for year in range(scale.first.year, scale.last.year):
        x, late = scale.x(date(year, 1, 1)), scale.past and year >= scale.turn.year
        if late and (year - scale.turn.year) % (1 if recent > 30 else 2) == 0:
            labels.append((x, f"’{year % 100:02}" if view.size.narrow else str(year)))
        elif not late and year % step == 0 and (not scale.past or (scale.turn.year - year) * before >= 40):
            labels.append((x, str(year) if scale.past or year < 2000 or not view.size.narrow else f"’{year % 100:02}"))
    return labels


def _full_date(view: View, day: str) -> str:
    """Return a day or month with its year, the month abbreviated on a phone."""
    *number, month, year = day_in_words(day).split(" ")
    return " ".join([*number, month[:3] if view.size.narrow else month, year])


def _days(scale: Scale) -> list[date]:
    return [scale.first + timedelta(n) for n in range((scale.last - scale.first).days)]


@dataclass(frozen=True)
class Spot:
    """Mark on the timeline: its claims (one, or a group's), lane, kind, and px from the left and, negative, the top.

    `until` is the end of the period that its claim leaves open; `x` for a single day or a group.
    """

    id: str
    claims: tuple[PairClaim, ...]
    lane: str
    kind: str
    x: float
    y: float
    until: float


@dataclass(frozen=True)
class Placed:
    """All marks, the top and bottom of each lane, whether the marks are groups, and the px between single marks."""

    spots: tuple[Spot, ...]
    bands: dict[str, tuple[float, float]]
    grouped: bool
    step: float


# A claim, its first day in px (None without one), and its last.
_Row = tuple[PairClaim, float | None, float]


def place(view: View, shown: Iterable[int]) -> Placed:
    """Place the claims at the rows `shown` of `claims_on_pair`: stacked, or grouped if too many or stacked too high."""
    scale, step = scale_of(view), 11.0 if not view.size.narrow else 9.0
    dyad = view.selection.dyad
    claims_of_pair, spans = claims.claim_rows(view.package, dyad), claims.claim_spans(view.package, dyad)
    rows: list[_Row] = [
        (claims_of_pair[n], None, 0.0)
        if first is None or last is None
        else (claims_of_pair[n], scale.x(max(first, scale.first)), scale.x(last))
        for n in shown
        for first, last in [spans[n]]
    ]
    depth: dict[tuple[str, int], int] = defaultdict(int)
    columns = _undated_columns(scale, step)
    for claim, x, _ in rows:
        depth[claim.facet_direction, -1 if x is None else int(x // step)] += 1
    deepest = max((-(-n // columns) if column < 0 else n for (_, column), n in depth.items()), default=0)
    if len(rows) > MOST or deepest > DEEPEST:
        return _grouped(view, scale, rows)
    placed = _one_by_one(rows, step, columns, _head(view))
    while view.size.fixed and step > _MIN_STEP and 44 - min(low for _, low in placed.bands.values()) > view.size.height:
        step -= 1
        placed = _one_by_one(rows, step, _undated_columns(scale, step), _head(view))
    return placed


def _head(view: View) -> int:
    """Return the room for the name of a lane, px."""
    return max(HEAD, round(1.7 * view.size.font))


def _undated_columns(scale: Scale, step: float) -> int:
    return max(1, int((scale.undated - 16) // step))


def _one_by_one(rows: list[_Row], step: float, columns: int, head: int) -> Placed:
    bands, spots, top = {}, [], 0.0
    for lane in LANES:
        stack: dict[int, int] = defaultdict(int)
        undated, deepest = 0, 0
        for claim, x, until in (row for row in rows if row[0].facet_direction == lane):
            if x is None:
                at, level = 6 + step * (undated % columns), undated // columns
                undated += 1
            else:
                column = int(x // step)
                at, level = step * (column + 0.5), stack[column]
                stack[column] += 1
            deepest = max(deepest, level)
            y = top - head - step * level
            spots.append(Spot(claim.claim_id, (claim,), lane, kind(claim), at, y, max(at, until)))
        bottom = top - head - (deepest + 1) * step + 3
        bands[lane] = (top, bottom)
        top = bottom
    return Placed(tuple(spots), bands, False, step)


def _grouped(view: View, scale: Scale, rows: list[_Row]) -> Placed:
    """Place the claims in groups: a row per kind in each lane, a mark per stretch of time."""
    width, height = (view.size.grown * n for n in ((34.0, 31.0) if not view.size.narrow else (30.0, 29.0)))
    head, left = _head(view), scale.undated - (24 if not view.size.narrow else 16)
    groups: dict[tuple[str, str, int], list[PairClaim]] = defaultdict(list)
    for claim, x, _ in rows:
        groups[claim.facet_direction, kind(claim), -1 if x is None else int(x // width)].append(claim)
    bands, spots, top = {}, [], 0.0
    for lane in LANES:
        for n, row_kind in enumerate(KINDS):
            for at, column in sorted((c, c) for group, k, c in groups if (group, k) == (lane, row_kind)):
                members = tuple(groups[lane, row_kind, column])
                x = left if column < 0 else width * (at + 0.5)
                spots.append(
                    Spot(
                        f"group:{lane}:{row_kind}:{column}",
                        members,
                        lane,
                        row_kind,
                        x,
                        top - head - height * (n + 0.4),
                        x,
                    )
                )
        bands[lane] = (top, top - head - height * len(KINDS))
        top = bands[lane][1]
    return Placed(tuple(spots), bands, True, 11.0)
