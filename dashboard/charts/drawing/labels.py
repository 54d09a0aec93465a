"""Place labels where they collide with nothing, or leave them out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

from dashboard.charts.drawing import axes
from dashboard.charts.drawing.marked_text import BREAK, bold
from dashboard.data.view import View

# A character's width as a share of the font size, a generous estimate for Inter.
_WIDTH = 0.58
Box = tuple[float, float, float, float]


@dataclass
class Labels:
    """Plot in px (`width` × `height`), the ranges of its axes, and the boxes already taken."""

    view: View
    width: float
    height: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    taken: list[Box] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    # Names of the axes, as plotly has them.
    axes: tuple[str, str] = ("x", "y")
    # Whether labels stay between the lower and the upper edge of the plot too.
    bounded: bool = False

    def px(self, x: float, y: float) -> tuple[float, float]:
        """Convert data coordinates to px from the left and from the bottom."""
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        return (x - x0) / (x1 - x0) * self.width, (y - y0) / (y1 - y0) * self.height

    def bars(self, heights: Iterable[tuple[float, float]], width: float = 1.0) -> None:
        """Mark the area of bars as taken, from zero to y of each (x, y)."""
        for x, y in heights:
            left, _ = self.px(x - width / 2, 0)
            right, end = self.px(x + width / 2, y)
            zero = self.px(x, 0)[1]
            if y:
                self.taken.append((left, min(zero, end), right, max(zero, end)))

    def place(
        self,
        text: str,
        spots: Sequence[tuple[float, float, str]],
        rise: float = 4,
        color: str = "",
        size: int = 0,
        weight: int = 0,
        always: bool = False,
    ) -> bool:
        """Place `text` at the first free spot (x, y, anchor `left` | `center` | `right`), `rise` px above y.

        It is bold with a `weight`, and in the usual ink and size where none are given.

        Return False, and leave the text out, if no spot is free and inside the plot; `always` takes the last one then.
        """
        points = size or self.view.size.note
        wide, high = _WIDTH * points * len(text), 1.25 * points
        for n, (x, y, anchor) in enumerate(spots, 1):
            at, base = self.px(x, y)
            left = at - {"left": 0.0, "center": wide / 2, "right": wide}[anchor]
            bottom = base + rise if rise >= 0 else base + rise - high
            box = (left, bottom, left + wide, bottom + high)
            inside = left >= -2 and left + wide <= self.width + 4
            inside = inside and (not self.bounded or (bottom >= -4 and bottom + high <= self.height + 8))
            if not (inside and not any(_meet(box, other) for other in self.taken)) and not (always and n == len(spots)):
                continue
            self.taken.append(box)
            shown = bold(text) if weight else text
            ground = {} if weight or rise < 0 or self.bounded else {"bgcolor": self.view.theme.paper, "borderpad": 0}
            self.notes.append(
                note(
                    self.view,
                    shown,
                    x=x,
                    y=y,
                    xref=self.axes[0],
                    yref=self.axes[1],
                    xanchor=anchor,
                    yshift=rise,
                    yanchor="bottom" if rise >= 0 else "top",
                    **ground,
                    font=({"size": size} if size else {}) | ({"color": color} if color else {}),
                )
            )
            return True
        return False

    def length(self, text: str) -> float:
        """Return about how long a text is in the usual size, px."""
        return _WIDTH * self.view.size.note * len(text)

    def place_upwards(self, text: str, spots: Sequence[tuple[float, float]], color: str) -> bool:
        """Place `text`, read upwards, around the first (x, y) where it is free and inside the plot; return whether."""
        wide, high = 1.25 * self.view.size.note, self.length(text)
        for x, y in spots:
            at, middle = self.px(x, y)
            box = (at - wide / 2, middle - high / 2, at + wide / 2, middle + high / 2)
            if box[1] >= 0 and box[3] <= self.height and not any(_meet(box, other) for other in self.taken):
                self.taken.append(box)
                place = {"x": x, "y": y, "xref": self.axes[0], "yref": self.axes[1], "textangle": -90}
                self.notes.append(note(self.view, text, **place, font={"color": color}))
                return True
        return False


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] + 3 and b[0] < a[2] + 3 and a[1] < b[3] + 1 and b[1] < a[3] + 1


def note(view: View, text: str, **place: object) -> dict[str, Any]:
    """Return a plotly annotation without arrow or box, of 12 px or more; `place` may have a `font`, a dict."""
    font, given = {"size": view.size.note, "color": view.theme.ink}, place.pop("font", {})
    return {"text": text, "showarrow": False, "font": font | (given if isinstance(given, dict) else {})} | place


def empty_figure(view: View, text: str) -> dict[str, Any]:
    """Return a figure without axes: one sentence in its middle."""
    axis = {"visible": False, "range": [0, 1]}
    letters = int((view.size.width - 20) / (0.55 * view.size.note))
    sentence = note(view, BREAK.join(wrap(text, letters)), x=0.5, y=0.5, font={"color": view.theme.quiet})
    return {
        "data": [],
        "layout": axes.layout(
            view,
            height=view.size.tall(120),
            margin={"l": 8, "r": 8, "t": 8, "b": 8},
            xaxis=axis,
            yaxis=axis,
            annotations=[sentence],
        ),
    }
