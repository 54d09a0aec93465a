"""Lay out the chart of directions: the whole series, the strip of leaders, and the last years enlarged."""

from dataclasses import dataclass

from dashboard.charts.direction.bars import Axes
from dashboard.data.view import View
from dashboard.text import findings
from etl.contracts.vocabulary import DIRECTIONS

# Height of the strip of leaders, px, and of the words above it, as a multiple of their size.
_STRIP, _ABOVE_STRIP = 26, 2.9
# Fewest years of a series whose last ones are enlarged; how many those are, and at most; least enlargement.
_LONG, _LAST, _MOST, _WORTH = 12, 7, 12, 2
# Least width of a drawing that has both beside one another, px.
_LEAST_BESIDE = 520
# Least width of the gap between the whole and the enlarged years beside it, as a share and in sizes of type; their
# height beneath it.
_GAP, _BETWEEN, _BENEATH = 0.035, 2.6, 0.4
# Room for amounts and names beyond the bars, px; for the words and years around the enlarged years, in sizes of type.
_ROOM, _AROUND = 38, 4
CLOSE: Axes = ("x3", "y3")


@dataclass(frozen=True)
class Panel:
    """A part of the drawing: its years, the range of its axis, its size in px, and its place as shares."""

    years: range
    low: float
    high: float
    width: float
    height: float
    across: tuple[float, float]
    up: tuple[float, float]

    @property
    def x_range(self) -> tuple[float, float]:
        return self.years[0] - 0.6, self.years[-1] + 0.6

    @property
    def scale(self) -> float:
        """Px for one unit."""
        return self.height / (self.high - self.low)

    def share_across(self, year: float) -> float:
        """Return where a year is in the drawing, as a share of its width."""
        (x0, x1), (left, right) = self.x_range, self.across
        return left + (year - x0) / (x1 - x0) * (right - left)

    def share_up(self, amount: float) -> float:
        """Return where an amount is in the drawing, as a share of its height."""
        return self.up[0] + (amount - self.low) / (self.high - self.low) * (self.up[1] - self.up[0])


@dataclass(frozen=True)
class Frames:
    """The whole series, where its strip is, and the last years enlarged `times`, if they are."""

    main: Panel
    strip: tuple[float, float]
    close: Panel | None = None
    times: int = 1

    @property
    def beside(self) -> bool:
        return self.main.across[1] < 1


def frames(view: View, width: float, height: float) -> Frames:
    """Return the layout for a drawing whose inside has a size in px."""
    years = range(view.selection.from_year, view.selection.to_year + 1)
    last = _last_years(view, years)
    if last:
        low, high = axis_range(view, labelled=False)
        beside = not view.size.narrow and width > _LEAST_BESIDE
        share = (0.29 if width > 800 else 0.37) if beside else 1.0
        gap = max(_GAP, _BETWEEN * view.size.note / width)
        right = 1 - share - gap if beside else 1.0
        foot = 0.0 if beside else _BENEATH
        strip, bottom = _bands(view, height, foot + (0 if beside else _AROUND * view.size.note / height))
        main = Panel(years, low, high, width * right, height * (1 - bottom), (0, right), (bottom, 1))
        found = _enlarged(view, main, last, height * (1.0 if beside else _BENEATH))
        if found:
            low, high, times = found
            across = (1 - share, 1.0)
            up = (0.0, 1.0) if beside else (0.0, _BENEATH)
            close = Panel(last, low, high, width * (across[1] - across[0]), height * (up[1] - up[0]), across, up)
            return Frames(main, strip, close, times)
    strip, bottom = _bands(view, height, 0)
    low, high = axis_range(view)
    tall, down = height * (1 - bottom), float(view.flows.flow["b_to_a"].central.fillna(0).max())
    label = 1.5 * view.size.note + 4  # of the amount beneath the lowest bar
    low = min(low, -(down + label * (high + down) / (tall - label)))
    return Frames(Panel(years, low, high, width, tall, (0, 1), (bottom, 1)), strip)


def _bands(view: View, height: float, foot: float) -> tuple[tuple[float, float], float]:
    """Return where the strip is, and where the bars begin, as shares of the height."""
    strip = (foot, foot + min(_STRIP, 0.09 * height) / height)
    return strip, strip[1] + _ABOVE_STRIP * view.size.note / height


def _last_years(view: View, years: range) -> range | None:
    """Return the years to enlarge: the last ones, from before a late reversal on."""
    if len(years) < _LONG:
        return None
    start, turn = years[-1] - _LAST + 1, findings.turn(view)
    if turn and years[-1] - turn[0] + 2 <= _MOST:
        start = min(start, turn[0] - 1)
    return range(max(start, years[0]), years[-1] + 1)


def _enlarged(view: View, main: Panel, last: range, height: float) -> tuple[float, float, int] | None:
    """Return the axis of the enlarged years and how many times they are enlarged; None where that is not worth it."""
    up, down = (float(view.flows.flow[d].central.fillna(0).loc[list(last)].max()) for d in DIRECTIONS)
    rooms = [_ROOM if reach else _ROOM / 2 for reach in (up, down)]
    if not up + down or height - sum(rooms) < _ROOM:
        return None
    times = int((height - sum(rooms)) / (up + down) / main.scale)
    if times < _WORTH:
        return None
    scale = times * main.scale
    spare = height - scale * (up + down) - sum(rooms)
    return -(down + (rooms[1] + spare / 2) / scale), up + (rooms[0] + spare / 2) / scale, times


def axis_range(view: View, labelled: bool = True) -> tuple[float, float]:
    """Return the range of the axis of amounts, with room for labels beneath the lower bars where they are `labelled`."""
    up, down = (view.flows.flow[d].central.fillna(0) for d in DIRECTIONS)
    top = max(up.max(), 0.35 * down.max(), 1)
    if down.max() >= top:
        depth = 1.25 * down.max()
    else:
        depth = max(1.9 * down.max(), 0.26 * top) if labelled else max(1.15 * down.max(), 0.06 * top)
    return -depth, 1.12 * top
