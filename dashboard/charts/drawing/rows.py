"""Draw rows of one bar each, under a head for each direction: a name, when it was, the bar, and what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import pandas as pd

from dashboard.charts.base import Figure
from dashboard.charts.drawing.axes import layout
from dashboard.charts.drawing.labels import note
from dashboard.charts.drawing.marked_text import BREAK, bold, coloured, invitation
from dashboard.data.view import View
from dashboard.style import Size
from etl.contracts.vocabulary import DIRECTIONS

# Height of a bar in px.
BAR = 13
# With fewer letters beside the bars than this, text stands above them.
_FEW_LETTERS = 20


@dataclass(frozen=True)
class Item:
    """What one row says: its id and direction, its name, when it was, the filled share of its bar, and its words.

    `share` is missing where a number is; `narrow` is name, time and words in one for narrow drawings; `notes` follow
    the words where there is room.
    """

    id: str
    direction: str
    label: str
    when: str
    share: float
    words: str
    narrow: str
    heading: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Setting:
    """Setting of rows: px left of the bars and of the bars, letters of a line, heights in px, text above the bars or not."""

    left: float
    bar: float
    letters: int
    line: float
    thick: float
    gap: float
    head: float
    stacked: bool = False


@dataclass(frozen=True)
class _Row:
    """Place of an item, in px from the top: the middle of its bar and the top of its text; and the wrapped text."""

    item: Item
    bar: float
    top: float
    text: str


def row_setting(size: Size, longest: int = 0) -> Setting:
    """Return the setting of rows at a size: text above the bars in a narrow drawing, else beside them.

    `longest` is how many letters the longest name has: names and times stand left of the bars.
    """
    tight = size.fixed
    inner, em, letter = size.width - 16, size.em, 0.535 * size.note
    line = (1.22 if tight else 1.27) * size.note
    left, bar = (
        (15.3 * size.note, 0.2 * inner)
        if tight
        else (205 + (25 if size.width > 900 else 0), (0.26 if size.width < 900 else 0.288) * inner)
    )
    left = max(left, 0.58 * size.note * longest + 5.5 * size.note)
    letters = int((inner - left - bar - 12) / letter)
    if size.narrow or letters < _FEW_LETTERS:
        thick, gap, head = (4, 0, 19) if tight else (BAR, 14, 28)
        return Setting(0, inner, int(inner / letter), line, thick, gap, head, stacked=True)
    return Setting(left, bar, letters, line, BAR, 0 if tight else 9, 24 * em if tight else 28)


def _setting(view: View, items: Sequence[Item]) -> Setting:
    return row_setting(view.size, max((len(item.label) for item in items), default=0))


def _lay_out(view: View, items: Sequence[Item]) -> tuple[list[_Row], dict[str, float], float]:
    """Return the rows, the top of each direction's head, and the height of all, in px from the top."""
    least = _stack(view, items, 0)
    spare = view.size.height - 20 - least[2]
    return _stack(view, items, min(14.0, max(0.0, spare / len(items)))) if view.size.fixed and items else least


def _stack(view: View, items: Sequence[Item], extra_gap: float) -> tuple[list[_Row], dict[str, float], float]:
    """Stack the rows with `extra_gap` px more between them than needed."""
    rows: list[_Row] = []
    heads: dict[str, float] = {}
    y, setting = 0.0, _setting(view, items)
    for item in items:
        if item.direction not in heads:
            heads[item.direction] = y = y + (0.5 * setting.head if heads else 0)
            y += setting.head
        lines = wrap(item.narrow if setting.stacked else item.words, setting.letters)
        height = max(setting.line * len(lines), 18 if not view.size.fixed else 0)
        text = BREAK.join(lines).replace(f"{item.label},", f"{bold(item.label)},", 1)
        fitting_notes = [
            n for i, n in enumerate(item.notes) if len(" ".join([item.words, *item.notes[: i + 1]])) < setting.letters
        ]
        if fitting_notes and view.size.width > 900:
            text += f". {coloured(' '.join(fitting_notes), view.theme.quiet)}"
        rows.append(_Row(item, y + (height + setting.thick / 2 + 2 if setting.stacked else height / 2), y, text))
        y += height + (setting.thick if setting.stacked else 0) + setting.gap + extra_gap
    return rows, heads, y


def _bars(view: View, rows: list[_Row], direction: str, thick: float, invites: str) -> list[Figure]:
    """Draw outlines of the whole, filled with the share; grey where a number is missing."""
    colour, paper, grey = view.theme.direction(direction), view.theme.paper, view.theme.absent
    own = [r for r in rows if r.item.direction == direction]
    known = [r for r in own if pd.notna(r.item.share)]

    def bar(these: list[_Row], shares: list[float], marker: Figure) -> Figure:
        hover = [[bold(i.heading), *wrap(i.words, 60), *wrap(" ".join(i.notes), 60)] for i in (r.item for r in these)]
        return {
            "type": "bar",
            "orientation": "h",
            "x": [round(s, 6) for s in shares],
            "y": [r.bar for r in these],
            "width": thick,
            "marker": marker,
            "customdata": [r.item.id for r in these],
            "hovertext": [BREAK.join(h) + invitation(invites) for h in hover],
            "hoverinfo": "text",
        }

    unknown = [r for r in own if r not in known]
    return [
        bar(known, [1.0] * len(known), {"color": paper, "line": {"color": colour, "width": 1.4}}),
        bar(known, [r.item.share for r in known], {"color": colour, "line": {"width": 0}}),
        bar(unknown, [1.0] * len(unknown), {"color": view.theme.line, "line": {"color": grey, "width": 1}}),
    ]


def draw_rows(view: View, items: Sequence[Item], heads: dict[str, str], invites: str) -> Figure:
    """Return the figure of the rows; `heads` is direction → the words of its head, `invites` what a press does."""
    rows, tops, height = _lay_out(view, items)
    axis = {"visible": False, "range": [0, 1]}
    inner, setting = view.size.width - 16, _setting(view, items)
    left, bar = setting.left, setting.bar
    start = {"xanchor": "left", "align": "left", "x": -left / bar}
    below_top, quiet = {"yanchor": "top", "yshift": 2}, {"color": view.theme.quiet}
    notes = []
    for way, y in tops.items():
        font = {"color": view.theme.direction(way), "size": view.size.font + 1}
        head = heads[way].replace(view.arrow(way), bold(view.arrow(way)), 1)
        notes.append(note(view, head, y=y, font=font, **below_top, **start))
    if setting.stacked:
        notes += [note(view, r.text, y=r.top, **below_top, **start) for r in rows]
    else:
        for r in rows:
            notes += [
                note(view, bold(r.item.label), y=r.bar, **start),
                note(view, r.item.when, x=-12 / bar, y=r.bar, xanchor="right", font=dict(quiet)),
                note(view, r.text, x=1 + 12 / bar, y=r.bar, xanchor="left", align="left"),
            ]
    return {
        "data": [trace for way in DIRECTIONS for trace in _bars(view, rows, way, setting.thick, invites)],
        "layout": layout(
            view,
            height=max(int(height) + 16, view.size.tall(0)),
            margin={"l": 8, "r": 8, "t": 4, "b": 4},
            barmode="overlay",
            annotations=notes,
            xaxis=axis | {"range": [-left / bar, (inner - left) / bar]},
            yaxis=axis | {"range": [max(height + 16, view.size.tall(0)) - 12, -4]},
        ),
    }


def places(view: View, items: Sequence[Item]) -> dict[str, tuple[int, int]]:
    """Return item id → (curve, point) of its bar in the figure."""
    rows = _lay_out(view, items)[0]
    traces = [trace for way in DIRECTIONS for trace in _bars(view, rows, way, BAR, "")]
    return {
        str(id): (curve, n)
        for curve, trace in enumerate(traces)
        for n, id in enumerate(trace["customdata"])
        if curve % 3 != 1
    }
