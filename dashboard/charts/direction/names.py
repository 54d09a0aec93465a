"""Put words on the chart of directions where there is room, the most important first."""

from collections.abc import Container
from datetime import date

from dashboard import style
from dashboard.charts.base import Figure
from dashboard.charts.direction.bars import MAIN, SIGN, Axes
from dashboard.charts.direction.frames import CLOSE, Frames, Panel
from dashboard.charts.drawing.labels import Labels
from dashboard.data.view import View
from dashboard.evidence import designations
from dashboard.text import findings
from dashboard.text.forms import numbers
from dashboard.text.forms.arguments import State, Year
from dashboard.text.sentence import words
from etl.contracts.vocabulary import DIRECTIONS

# Up to so many years, each has room for its amount.
_FEW = 12


def whole_of(view: View) -> View:
    """Return the view on whose axes one is drawn: a step reserves the room of the whole, so that nothing moves."""
    return view.within or view


def _labels(view: View, panel: Panel, axes: Axes, free: float = 1.0) -> Labels:
    whole = whole_of(view)
    labels = Labels(
        view, panel.width, panel.height, panel.x_range, (panel.low, panel.high), axes=axes, bounded=axes == CLOSE
    )
    for direction in DIRECTIONS:
        flow = whole.flows.flow[direction].central.fillna(0).loc[list(panel.years)]
        labels.bars((SIGN[direction] * flow).items(), free)
    return labels


def names(view: View, frames: Frames) -> tuple[list[Figure], list[Figure]]:
    """Return the annotations of the chart, and the lines that mark days."""
    if frames.close is None:
        labels = _labels(view, frames.main, MAIN)
        _reserve_band(view, labels, frames.main)
        _name_way(view, labels, frames.main, "a_to_b")
        _unreserve(view, labels, frames.main)
        _amounts(view, labels)
        _main_system(view, labels, frames.main)
        _name_way(view, labels, frames.main, "b_to_a")
        _largest(view, labels, frames.main)
        _gaps(view, labels, frames.main)
        return labels.notes, []
    new = findings.new_direction(whole_of(view))
    close, main = _labels(view, frames.close, CLOSE, 0.9), _labels(view, frames.main, MAIN)
    _turn_label(view, close, frames.close)
    _amounts(view, close, *DIRECTIONS)
    _main_system(view, close, frames.close)
    _name_way(view, close, frames.close, new)
    for direction in (findings.opposite(new), new):
        _other_systems(view, close, frames.close, direction)
    _largest(view, main, frames.main)
    _name_way(view, main, frames.main, findings.opposite(new))
    _gaps(view, main, frames.main)
    close_lines = _days(view, close, frames.close, CLOSE)
    main_lines = _days(view, main, frames.main, MAIN, but=frames.close.years)
    return [*close.notes, *main.notes], [*close_lines, *main_lines]


def _turn_label(view: View, labels: Labels, panel: Panel) -> None:
    turn = findings.turn(view)
    if turn and turn[1] >= panel.years[0]:
        text = words("direction.reversal", year=Year(turn[1]), late=findings.at_the_latest(view))
        spots = [((turn[0] + turn[1] + 1) / 2, panel.high, anchor) for anchor in ("center", "left", "right")]
        labels.place(text, spots, rise=-2, weight=700)


def _shown(view: View, direction: str, year: int) -> float:
    """Return the amount of a year as drawn; 0 for a year that a step does not show yet."""
    amount = view.flows.flow[direction].central.get(year, 0.0)
    return float(amount) if amount == amount else 0.0


def _amounts(view: View, labels: Labels, *directions: str) -> None:
    """Label bars with their amounts: of both directions where they are enlarged, else of the new one."""
    whole = whole_of(view)
    turn, new = findings.turn(whole), findings.new_direction(whole)
    for direction in directions or (new,):
        flow, sign = whole.flows.flow[direction].central.fillna(0), SIGN[direction]
        years = [y for y in reversed(whole.selection.years) if flow[y] > 0]
        if not directions:
            few = years if len(whole.selection.years) <= _FEW else years[:1]
            years = [y for y in years if y >= turn[1]] if turn else few
        first, last = labels.x_range
        for year in (y for y in years if first < y < last):
            if directions and flow[year] * labels.height / (labels.y_range[1] - labels.y_range[0]) < 4:
                continue  # a trace, not a bar
            text, colour = numbers.number(float(flow[year])), view.theme.direction(direction)
            if not labels.place(text, [(year, sign * float(flow[year]), "center")], rise=3 * sign, color=colour):
                continue
            shown = _shown(view, direction, year)
            if shown > 0:
                labels.notes[-1] |= {"text": numbers.number(shown), "y": sign * shown}
            else:
                labels.notes.pop()


def _main_system(view: View, labels: Labels, panel: Panel) -> None:
    """Name what made up most of the new direction, beside its first bar or wherever there is room."""
    whole = whole_of(view)
    new = findings.new_direction(whole)
    found = designations.main_systems(whole, panel.years, new)
    years = [y for y in panel.years if _shown(whole, new, y) > 0]
    if not found or not years or not any(_shown(view, new, y) for y in years):
        return
    sign, colour = SIGN[new], view.theme.direction(new)
    bottom = max(_shown(whole, new, y) for y in years)
    reach = panel.high if sign > 0 else -panel.low
    spots = [(years[0] - 0.6, sign * share * reach, "right") for share in (0, 0.2, 0.4, 0.6)]
    spots += [(panel.x_range[0], sign * share * reach, "left") for share in (0.3, 0.5, 0.7, 0.85)]
    spots += [(years[-1] + 0.6, sign * (bottom + share * (reach - bottom)), "right") for share in (0.6, 0.3)]
    short, full = designations.short_name(found[0]), designations.plain_name(whole, found[0])
    texts = [full, short] if full != short else [full]
    for n, text in enumerate(texts, 1):
        if labels.place(text, spots, rise=4 * sign, color=colour, weight=700, always=n == len(texts)):
            break
    local = whole.flows.local[new].fillna(0)
    if any(local.get(y, 0) > 0 for y in years) and labels.axes == CLOSE:
        note = words("direction.hatched", recipient=State(whole.recipient(new)))
        x, y, anchor = labels.notes[-1]["x"], labels.notes[-1]["y"], labels.notes[-1]["xanchor"]
        spots = [(x, y + sign * 18 / panel.scale, anchor)]
        spots += [(panel.x_range[0], level * reach * sign, "left") for level in (0.3, 0.4, 0.5, 0.6, 0.7)]
        labels.place(note, spots, rise=4 * sign, color=colour)


def _other_systems(view: View, labels: Labels, panel: Panel, direction: str) -> None:
    """Name what else came in the enlarged years, each at its largest year."""
    whole, sign = whole_of(view), SIGN[direction]
    found = designations.main_systems(whole, panel.years, direction)
    main = direction == findings.new_direction(whole)
    for name in found[main:3]:
        years = designations.delivered_in(whole, name, panel.years, direction)
        year = max(years, key=lambda y: _shown(whole, direction, y), default=None)
        if year is None or not _shown(view, direction, year):
            continue
        end = sign * _shown(whole, direction, year)
        text = designations.plain_name(whole, name)
        step = 20 / panel.scale
        spots = [(year, end + sign * step, "center"), (year + 0.4, end + sign * step, "right")]
        spots += [(year - 0.5, end, "right"), (year + 0.5, end, "left"), (panel.x_range[1], end + sign * step, "right")]
        labels.place(text, spots, rise=2 * sign, color=view.theme.direction(direction))


def _name_way(view: View, labels: Labels, panel: Panel, direction: str) -> None:
    text = f"{view.arrow(direction)} {style.ARROW[direction]}"
    look = {"size": view.size.font + 2, "weight": 700, "color": view.theme.direction(direction)}
    years = list(panel.years)
    if labels.axes == CLOSE or direction == "b_to_a":
        reach = panel.low if direction == "b_to_a" else panel.high
        if labels.axes == CLOSE:
            spots = [(panel.x_range[0], level * reach, "left") for level in (0.85, 0.7, 0.55, 0.4, 0.95)]
        else:
            spots = [(panel.x_range[1] - 0.1, level * reach, "right") for level in (0.8, 0.95)]
        spots += [(y, 0.8 * reach, "center") for y in reversed(years)]
        labels.place(text, spots, rise=0, **look)  # type: ignore[arg-type]
        return
    near = sorted(years, key=lambda y: abs(y - years[0] - 0.27 * len(years)))
    spots = [(y, level * panel.high, "center") for level in (0.84, 0.66, 0.5, 0.32) for y in near]
    labels.place(text, spots, **look)  # type: ignore[arg-type]


def _reserve_band(view: View, labels: Labels, panel: Panel) -> None:
    turn = findings.turn(whole_of(view))
    if turn:
        labels.bars([((turn[0] + turn[1] + 1) / 2, panel.high)], turn[1] - turn[0])


def _unreserve(view: View, labels: Labels, panel: Panel) -> None:
    if findings.turn(whole_of(view)):
        full = 0.9 * panel.scale * panel.high
        labels.taken = [t for t in labels.taken if t[3] - t[1] < full]


def _largest(view: View, labels: Labels, panel: Panel) -> None:
    """Name what the highest bars of the upper direction contained."""
    named: set[str] = set()
    flow = view.flows.flow["a_to_b"].central.fillna(0)
    for year in flow.sort_values(ascending=False, kind="stable").index:
        if len(named) == view.size.labels or flow[year] < 0.12 * panel.high:
            break
        found = designations.main_systems(view, [int(year)], "a_to_b")
        text = designations.plain_name(view, found[0]) if found else ""
        top, drop = float(flow[year]), 16 / panel.scale
        spots = [(year, top, "center"), (year + 0.75, top - drop, "left"), (year - 0.75, top - drop, "right")]
        if text and text not in named and labels.place(text, spots):
            named.add(text)


def _gaps(view: View, labels: Labels, panel: Panel) -> None:
    """Write into each run of years without an answer why there is none: across, else upwards, where there is room."""
    run: list[int] = []
    without = [y for y in view.selection.years if not view.flows.covered.loc[y]]
    middles = [level * reach for reach in (panel.high, panel.low) for level in (0.5, 0.7, 0.3, 0.85)]
    for year in without:
        run = [*run, year] if run and year == run[-1] + 1 else [year]
        if year + 1 in without:
            continue
        text, room = findings.leader_name(view, run[0]), len(run) * panel.width / len(panel.years)
        middle = (run[0] + run[-1]) / 2
        if labels.length(text) < room:
            labels.place(text, [(middle, y, "center") for y in middles], rise=0, color=view.theme.quiet)
        elif room >= view.size.note + 2:
            labels.place_upwards(text, [(middle, y) for y in middles], view.theme.quiet)


def _days(view: View, labels: Labels, panel: Panel, axes: Axes, but: Container[int] = ()) -> list[Figure]:
    """Mark the dated events of the pair, as far as there is room, with a dotted line from zero to their words.

    Those of the years `but` are left out.
    """
    lines: list[Figure] = []
    table = view.package.tables["context"]
    turn = findings.turn(view)
    rows = table[table.dyad == view.selection.dyad].sort_values(
        "date", key=lambda days: (days.str[:4].astype(int) - (turn[1] if turn else 0)).abs(), kind="stable"
    )
    for day, text in zip(rows.date, rows.label, strict=True):
        at = date.fromisoformat(day)
        x = at.year - 0.5 + at.timetuple().tm_yday / 366
        if len(lines) == _MOST_DAYS:
            break
        if at.year in but or at.year not in panel.years or at.year > view.selection.to_year:
            continue
        level = next((f for f in _LEVELS if _place_day(labels, panel, x, f, text, view)), None)
        if level is not None:
            lines.append(
                {
                    "type": "line",
                    "xref": axes[0],
                    "yref": axes[1],
                    "x0": x,
                    "x1": x,
                    "y0": 0,
                    "y1": level * panel.high,
                    "layer": "below",
                    "line": {"color": view.theme.absent, "width": 1, "dash": "dot"},
                }
            )
    return lines


# Number of dated events that a panel marks at most.
_MOST_DAYS = 2
# Heights at which the words of a dated event may stand, as shares of the axis.
_LEVELS = (0.16, 0.24, 0.32, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def _place_day(labels: Labels, panel: Panel, x: float, level: float, text: str, view: View) -> bool:
    """Place the words of an event at a height, where nothing stands between them and zero."""
    at, height = labels.px(x, level * panel.high)
    zero = labels.px(x, 0)[1]
    if any(left < at < right and bottom < height and top > zero + 2 for left, bottom, right, top in labels.taken):
        return False
    spots = [(x, level * panel.high, anchor) for anchor in ("center", "right", "left")]
    if not labels.place(text, spots, rise=2, color=view.theme.quiet, size=view.size.note):
        return False
    labels.taken.append((at - 2, zero, at + 2, height))
    return True
