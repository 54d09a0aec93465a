"""The picture of a file: the finding, the chart and where it comes from, composed as one SVG in a frame.

A chart without its source is passed on without it, so nothing here is left to the one who pastes it. What does not fit
gives way in this order: the size of the title, sentences from the last on, the line of the question, which joins that of
the unit; the chart and the foot never do.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape

from lxml import etree

from dashboard import style
from dashboard.charts.base import Figure
from dashboard.data.view import View
from dashboard.exports.json_text import to_json
from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.rendering import pictures
from dashboard.exports.rendering.hatching import make_portable
from dashboard.exports.rendering.measure import Line, balance_lines, break_lines
from dashboard.text.sentence import join_runs, split_sentences
from etl.contracts.errors import DataError

# Line height as a share of the type size.
_LEAD = 1.36


@dataclass(frozen=True)
class Poster:
    """A composed picture: what stands inside its `<svg>` element, and the frame it is drawn for."""

    about: ExportMetadata
    frame: style.Frame
    body: str

    @property
    def clear(self) -> bool:
        return not self.about.view.theme.ground

    def svg(self, head: str = "", attributes: str = "") -> str:
        """The whole SVG; `head` stands before the drawing."""
        size = f'width="{self.frame.width}" height="{self.frame.height}" viewBox="0 0 {self.frame.width} {self.frame.height}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}{attributes}>{head}{self.body}</svg>'


@dataclass(frozen=True)
class _Text:
    """Lines of text in one face, size and colour."""

    lines: list[Line]
    face: str
    size: int
    colour: str
    # Room beneath, px.
    after: float = 0

    @property
    def lead(self) -> float:
        return self.size * (1.2 if self.face == "serif" else _LEAD)

    @property
    def height(self) -> float:
        return len(self.lines) * self.lead + self.after if self.lines else 0.0


def compose(about: ExportMetadata) -> Poster:
    """Draws a chart's view in its frame. Raises DataError for a size without a frame, PictureError without a browser."""
    view, name = about.view, about.view.selection.size
    if name not in style.FRAMES:
        raise DataError.one(
            f"size={name}", "is a size of the page alone, not of a file", f"Use {', '.join(style.FRAMES)}"
        )
    frame = style.FRAMES[name]
    foot = _foot(about, frame)
    top, figure, height = _fit(about, frame, frame.height - 2 * frame.margin * 0.8 - _height(foot) - 8)
    drawn = pictures.svg(to_json(figure), frame.width - 2 * frame.margin, height)
    y = frame.margin * 0.8
    parts = [_ground(view, frame)]
    for text in top:
        parts.append(_set(text, view.theme, frame.margin, y))
        y += text.height
    parts.append(_placed(drawn, frame.margin, y))
    y = frame.height - frame.margin * 0.8 - _height(foot)
    for n, text in enumerate(foot):
        if n == 1:
            parts.append(
                f'<path d="M{frame.margin},{y - 8:.1f}H{frame.width - frame.margin}" stroke="{view.theme.line}" fill="none"/>'
            )
        parts.append(_set(text, view.theme, frame.margin, y))
        y += text.height
    return Poster(about, frame, "".join(parts))


def _height(texts: list[_Text]) -> float:
    return sum(t.height for t in texts)


def _fit(about: ExportMetadata, frame: style.Frame, room: float) -> tuple[list[_Text], Figure, int]:
    """The head that leaves the chart its height, the chart's figure, and that height in px."""
    for top in _heads(about, frame):
        height = int(room - _height(top))
        if height < frame.least:
            continue
        figure = _figure(about, frame, height)
        if figure["layout"]["height"] <= height:
            return top, figure, height
    height = int(room - _height(top))
    return top, _figure(about, frame, height), height


def _figure(about: ExportMetadata, frame: style.Frame, height: int) -> Figure:
    return about.chart.draw(replace(about.view, drawn=frame.drawing(height)))


def _heads(about: ExportMetadata, frame: style.Frame) -> Iterator[list[_Text]]:
    """Heads from the fullest to the barest."""
    theme, most = about.view.theme, frame.width - 2 * frame.margin
    kicker = _Text(
        break_lines(join_runs(about.chart.question), "sans", frame.small, most), "sans", frame.small, theme.quiet, 4
    )
    unit = _Text(
        break_lines(join_runs(about.description.unit), "sans", frame.small, most), "sans", frame.small, theme.quiet, 2
    )
    sizes = range(frame.title[0], frame.title[1] - 1, -1)
    few = next((s for s in sizes if len(break_lines(about.description.title, "serif", s, most)) <= 2), frame.title[1])
    titles = [
        _Text(balance_lines(about.description.title, "serif", s, most), "serif", s, theme.ink, 6)
        for s in dict.fromkeys((few, (few + frame.title[1]) // 2, frame.title[1]))
    ]
    for said in about.findings:
        for title in titles:
            yield [
                kicker,
                title,
                _Text(break_lines(said, "sans", frame.text, most), "sans", frame.text, theme.ink, 10),
                unit,
            ]
    both = break_lines(join_runs(f"{about.chart.question} {about.description.unit}"), "sans", frame.small, most)
    yield [titles[-1], replace(unit, lines=both)]


def _foot(about: ExportMetadata, frame: style.Frame) -> list[_Text]:
    """The legend, and beneath a rule the sources, the selection, licence, data version and address."""
    theme, most = about.view.theme, frame.width - 2 * frame.margin
    licence = f"{about.licences}. " if about.licences else ""
    said = [
        about.source_line + (f" {about.unit_note}" if about.unit_note else ""),
        f"{about.words}.",
        f"{licence}Data {about.view.package.version}. {about.address}",
    ]
    if sum(len(break_lines(join_runs(s), "sans", frame.small, most)) for s in said) > len(
        break_lines(join_runs(" ".join(said)), "sans", frame.small, most)
    ):
        said = [" ".join(said)]
    legend = _Text(_legend(about, frame), "sans", frame.small, theme.quiet)
    return [
        replace(legend, after=16),
        *(_Text(break_lines(join_runs(s), "sans", frame.small, most), "sans", frame.small, theme.quiet) for s in said),
    ]


def _legend(about: ExportMetadata, frame: style.Frame) -> list[Line]:
    """The legend, or as many of its sentences as leave the chart its room."""
    parts = split_sentences(join_runs(about.description.legend.strip()))
    for n in range(len(parts), 0, -1):
        said = break_lines(
            tuple(run for part in parts[:n] for run in part), "sans", frame.small, frame.width - 2 * frame.margin
        )
        if len(said) <= (5 if frame.narrow else 2):
            return said
    return []


def _ground(view: View, frame: style.Frame) -> str:
    return (
        f'<rect width="{frame.width}" height="{frame.height}" fill="{view.theme.ground}"/>' if view.theme.ground else ""
    )


# How the two directions are told apart in a sentence without colour.
_UNDER = {"a_to_b": "underline", "b_to_a": "underline dotted"}


def _set(text: _Text, theme: style.Theme, x: float, y: float) -> str:
    """SVG of lines of text whose first one's top is at y."""
    family = style.SERIF if text.face == "serif" else style.SANS
    weight = ' font-weight="600"' if text.face == "serif" else ""
    out = []
    for n, line in enumerate(text.lines):
        runs = "".join(_run(part, kind, theme) for part, kind in line)
        base = y + n * text.lead + 0.5 * text.lead + 0.35 * text.size
        out.append(
            f'<text x="{x}" y="{base:.1f}" font-family="{escape(family)}" font-size="{text.size}"{weight} fill="{text.colour}" xml:space="preserve">{runs}</text>'
        )
    return "".join(out)


def _run(part: str, kind: str, theme: style.Theme) -> str:
    if kind == "strong":
        return f'<tspan font-weight="700">{escape(part)}</tspan>'
    if kind:
        grey = f' text-decoration="{_UNDER[kind]}"' if theme == style.THEMES["grey"] else ""
        return f'<tspan fill="{theme.direction(kind)}"{grey}>{escape(part)}</tspan>'
    return escape(part)


def drawing(about: ExportMetadata, width: int, height: int, like: style.Frame) -> str:
    """The chart alone as SVG of a size in px, with the type of a frame: for slides, which set their own words."""
    figure = about.chart.draw(replace(about.view, drawn=replace(like.drawing(height), width=width)))
    root = make_portable(pictures.svg(to_json(figure), width, height))
    root.set("overflow", "visible")
    return etree.tostring(root, encoding="unicode")


def _placed(drawn: str, x: float, y: float) -> str:
    """A drawing of plotly at a place in the frame; its labels may reach over its edge, as on the page."""
    root = make_portable(drawn)
    root.set("x", f"{x:g}")
    root.set("y", f"{y:.1f}")
    root.set("overflow", "visible")
    return etree.tostring(root, encoding="unicode")
