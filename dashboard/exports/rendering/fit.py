"""Compose the picture of a file as one SVG in a frame: the finding, the chart and its sources.

Readers pass charts on without their context, so the picture carries its source itself. What does not fit gives way in
this order: the size of the title, sentences from the last on, and the line of the question, which joins that of the
unit. The chart and the foot always stay.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree
from markupsafe import Markup

from dashboard import style
from dashboard.charts.base import Figure
from dashboard.exports.json_text import to_json
from dashboard.exports.metadata import ExportMetadata, as_sentence
from dashboard.exports.rendering import pictures
from dashboard.exports.rendering.hatching import make_portable
from dashboard.exports.rendering.markup import render
from dashboard.exports.rendering.measure import Line, balance_lines, break_lines
from dashboard.exports.rendering.words_that_fit import from_the_start, fullest
from dashboard.text.forms.arguments import Name
from dashboard.text.sentence import Text, to_text, words
from etl.contracts.errors import DataError

# Line height as a share of the type size.
_LEAD = 1.36
_GROUND = Markup('<rect width="{width}" height="{height}" fill="{fill}"/>')
_RULE = Markup('<path d="M{left},{y}H{right}" stroke="{stroke}" fill="none"/>')


@dataclass(frozen=True)
class Poster:
    """Composed picture: the content of its `<svg>` element, and the frame it is drawn for."""

    metadata: ExportMetadata
    frame: style.Frame
    body: Markup

    @property
    def clear(self) -> bool:
        return not self.metadata.view.theme.ground

    def svg(self, **described: object) -> Markup:
        """Return the whole SVG; `described` says what it shows, as `picture.svg` takes it."""
        return render("picture.svg", frame=self.frame, body=self.body, **{"described": None} | described)


@dataclass(frozen=True)
class _Text:
    """Lines of text in one face, size (px) and colour."""

    lines: list[Line]
    face: str
    size: int
    colour: str
    # Space beneath, px.
    after: float = 0

    @property
    def lead(self) -> float:
        return self.size * (1.2 if self.face == "serif" else _LEAD)

    @property
    def height(self) -> float:
        return len(self.lines) * self.lead + self.after if self.lines else 0.0


def compose(metadata: ExportMetadata) -> Poster:
    """Return a chart's view composed in its frame.

    Raises DataError for a size without a frame, PictureError without a browser.
    """
    view, name = metadata.view, metadata.view.selection.size
    if name not in style.FRAMES:
        sizes = Name(", ".join(style.FRAMES))
        raise DataError.one(f"size={name}", words("files.size-of-page"), words("files.use-sizes", sizes=sizes))
    frame = style.FRAMES[name]
    foot = _foot(metadata, frame)
    top, figure, height = _fit(metadata, frame, frame.height - 2 * frame.margin * 0.8 - _total_height(foot) - 8)
    drawn = pictures.svg(to_json(figure), frame.width - 2 * frame.margin, height)
    y = frame.margin * 0.8
    ground = view.theme.ground
    parts = [_GROUND.format(width=frame.width, height=frame.height, fill=ground) if ground else Markup("")]
    for text in top:
        parts.append(_text_svg(text, view.theme, frame.margin, y))
        y += text.height
    parts.append(_drawing_at(drawn, frame.margin, y))
    y = frame.height - frame.margin * 0.8 - _total_height(foot)
    for n, text in enumerate(foot):
        if n == 1:
            line = {"left": frame.margin, "y": f"{y - 8:.1f}", "right": frame.width - frame.margin}
            parts.append(_RULE.format(**line, stroke=view.theme.line))
        parts.append(_text_svg(text, view.theme, frame.margin, y))
        y += text.height
    return Poster(metadata, frame, Markup("").join(parts))


def _total_height(texts: list[_Text]) -> float:
    return sum(t.height for t in texts)


def _fit(metadata: ExportMetadata, frame: style.Frame, room: float) -> tuple[list[_Text], Figure, int]:
    """Return the fullest head that leaves the chart its height, the chart's figure, and that height in px."""
    top, left = fullest(
        _heads(metadata, frame),
        lambda head: int(room - _total_height(head)),
        frame.least,
        lambda _, height: _figure(metadata, frame, int(height))["layout"]["height"] <= height,
    )
    return top, _figure(metadata, frame, int(left)), int(left)


def _figure(metadata: ExportMetadata, frame: style.Frame, height: int) -> Figure:
    return metadata.chart.figure(replace(metadata.view, drawn=frame.drawing(height, metadata.chart.crowded)))


def _heads(metadata: ExportMetadata, frame: style.Frame) -> Iterator[list[_Text]]:
    """Yield heads from the fullest to the barest."""
    theme, max_width = metadata.view.theme, frame.width - 2 * frame.margin
    question, measured = metadata.chart.question, metadata.description.unit
    kicker = _quiet(metadata, frame, question, 4)
    unit = _quiet(metadata, frame, measured, 2)
    sizes = range(frame.title[0], frame.title[1] - 1, -1)
    few = next(
        (s for s in sizes if len(break_lines(metadata.description.title, "serif", s, max_width)) <= 2), frame.title[1]
    )
    titles = [
        _Text(balance_lines(metadata.description.title, "serif", s, max_width), "serif", s, theme.ink, 6)
        for s in dict.fromkeys((few, (few + frame.title[1]) // 2, frame.title[1]))
    ]
    for finding in metadata.findings:
        for title in titles:
            yield [
                kicker,
                title,
                _Text(break_lines(finding, "sans", frame.text, max_width), "sans", frame.text, theme.ink, 10),
                unit,
            ]
    yield [titles[-1], _quiet(metadata, frame, f"{question} {measured}", 2)]


def _quiet(metadata: ExportMetadata, frame: style.Frame, text: str, after: float = 0) -> _Text:
    lines = break_lines(text, "sans", frame.small, frame.width - 2 * frame.margin)
    return _Text(lines, "sans", frame.small, metadata.view.theme.quiet, after)


def _foot(metadata: ExportMetadata, frame: style.Frame) -> list[_Text]:
    """Return the legend and, beneath a rule, sources, selection, licence, data version and address."""
    licences = (as_sentence(metadata.licences),) if metadata.licences else ()
    notes = [
        f"{metadata.source_line} {metadata.unit_note}".strip(),
        to_text(as_sentence(metadata.words)),
        f"{to_text((*licences, metadata.data))} {metadata.shown_address}",
    ]
    apart, together = ([_quiet(metadata, frame, s) for s in several] for several in (notes, [" ".join(notes)]))
    shorter = sum(len(t.lines) for t in apart) > len(together[0].lines)
    legend = _Text(_legend(metadata, frame), "sans", frame.small, metadata.view.theme.quiet, after=16)
    return [legend, *(together if shorter else apart)]


def _legend(metadata: ExportMetadata, frame: style.Frame) -> list[Line]:
    """Return the legend, or as many of its sentences as leave the chart its space."""

    def lines(legend: Text) -> list[Line]:
        return break_lines(legend, "sans", frame.small, frame.width - 2 * frame.margin)

    kept = from_the_start(metadata.description.legend, lambda legend: len(lines(legend)) <= (5 if frame.narrow else 2))
    return lines(kept) if kept else []


# Underlines that distinguish the two directions in a sentence without colour.
_UNDERLINE = {"a_to_b": "underline", "b_to_a": "underline dotted"}


def _text_svg(text: _Text, theme: style.Theme, x: float, y: float) -> Markup:
    """Return SVG of lines of text; the top of the first is at y."""
    rows = [
        (
            f"{y + n * text.lead + 0.5 * text.lead + 0.35 * text.size:.1f}",
            [_run(part, kind, theme) for part, kind in line],
        )
        for n, line in enumerate(text.lines)
    ]
    family = style.SERIF if text.face == "serif" else style.SANS
    return render("text.svg", x=x, rows=rows, family=family, bold=text.face == "serif", text=text)


def _run(part: str, kind: str, theme: style.Theme) -> tuple[str, dict[str, str]]:
    """Return a run of text and the attributes of its element: none for plain text."""
    if kind == "strong":
        return part, {"font-weight": "700"}
    grey = {"text-decoration": _UNDERLINE[kind]} if kind and theme == style.THEMES["grey"] else {}
    return part, {"fill": theme.direction(kind)} | grey if kind else {}


def drawing(metadata: ExportMetadata, width: int, height: int, like: style.Frame) -> str:
    """Return the chart alone as SVG of a size in px, with the type of a frame: slides set their own words.

    Raises PictureError where it cannot be drawn.
    """
    figure = metadata.chart.figure(
        replace(metadata.view, drawn=replace(like.drawing(height, metadata.chart.crowded), width=width))
    )
    root = make_portable(pictures.svg(to_json(figure), width, height))
    root.set("overflow", "visible")
    return etree.tostring(root, encoding="unicode")


def _drawing_at(drawn: str, x: float, y: float) -> Markup:
    """Place a plotly drawing in the frame; its labels may extend past its edge, as on the page."""
    root = make_portable(drawn)
    root.set("x", f"{x:g}")
    root.set("y", f"{y:.1f}")
    root.set("overflow", "visible")
    return Markup(etree.tostring(root, encoding="unicode"))
