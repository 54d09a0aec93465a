"""Lay out the slides of a view, in the order of the page, on stages of fixed size."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from dashboard import style
from dashboard.charts.base import Chart, charts
from dashboard.data.view import View
from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.rendering.measure import break_lines
from dashboard.exports.rendering.words_that_fit import from_the_start, fullest
from dashboard.text import findings
from dashboard.text.forms.arguments import Name
from dashboard.text.sentence import Text, to_text, words

# Screens for which slides are laid out, px; a stage is enlarged until it fills its screen. `wide` is a slide of 13.3
# inches, so 24 px are 18 points.
STAGES = {
    "wide": style.Frame(1280, 720, 1, 48, (46, 30), 21, 16, 25, 18, 4, False, 380),
    "classic": style.Frame(1024, 768, 1, 40, (42, 28), 20, 16, 20, 17, 4, False, 380),
    "short": style.Frame(844, 390, 1, 18, (23, 18), 14, 12, 13, 13, 4, False, 235),
    "phone": style.Frame(390, 780, 1, 18, (26, 20), 15, 13, 13, 13, 3, True, 380),
}
# Stages too small for some charts: there a slide is as high as its content and scrolls as a whole.
SCROLLED = ("short", "phone")
# Largest number of letters in a legend on a slide: sentences are left out from the last on.
_LEGEND = 380
_LEAD = {"title": 1.14, "text": 1.35}
_GAP = 10


@dataclass(frozen=True)
class Slide:
    """Chart, or step of one, on a slide. `metadata` describes the chart's view; `view` is the one drawn."""

    id: str
    metadata: ExportMetadata
    kicker: str
    title: Text
    sentence: Text
    view: View

    @property
    def chart(self) -> Chart:
        return self.metadata.chart


def slides(view: View) -> list[Slide]:
    """Return the slides of a view: every registered chart, built up where it has steps."""
    return [slide for chart in charts().values() for slide in _chart_slides(chart, view)]


def _chart_slides(chart: Chart, view: View) -> Iterator[Slide]:
    metadata = ExportMetadata(chart, view, "")
    steps = chart.build(view) if chart.build else ()
    if not steps:
        yield Slide(chart.id, metadata, chart.question, metadata.description.title, metadata.finding, view)
    for n, step in enumerate(steps, 1):
        yield Slide(
            f"{chart.id}-{n}",
            ExportMetadata(chart, step.view, ""),
            step.label,
            findings.headline(step.view),
            step.text,
            step.view,
        )


@dataclass(frozen=True)
class Setting:
    """Layout of one chart's slides on a stage.

    `title` is the size of the title, `top` the start of the chart and `room` its height, all in px; `sentences` is the
    number of sentences that fit beneath the title.
    """

    title: int
    sentences: int
    top: int
    room: int


def setting(group: list[Slide], frame: style.Frame) -> Setting:
    """Lay out the slides of one chart alike, so that nothing moves while it is built up.

    Sentences are left out from the last on, then the title shrinks, until the chart has its space.
    """
    max_width = (frame.width - 2 * frame.margin) * 0.98
    foot_height = 0.0 if scrolled(frame) else max(_foot(slide, frame) for slide in group)
    parts = [slide.sentence for slide in group]
    rows_around = max(
        len(break_lines(s.kicker, "sans", frame.small, max_width))
        + len(break_lines(s.metadata.description.unit, "sans", frame.small, max_width))
        for s in group
    )

    def rows(count: int) -> int:
        return max(len(break_lines(p[:count], "sans", frame.text, max_width)) if count else 0 for p in parts)

    def top(choice: tuple[int, int]) -> int:
        count, size = choice
        titles = max(len(break_lines(slide.title, "serif", size, max_width)) for slide in group)
        words_high = rows(count) * frame.text * _LEAD["text"] + (2 * _GAP if rows(count) else _GAP)
        return int(rows_around * frame.small * 1.4 + titles * size * _LEAD["title"] + words_high)

    choices = [(n, size) for n in range(max(map(len, parts)), -1, -1) for size in _sizes(group, frame)]
    chosen, room = fullest(
        choices,
        lambda choice: int(frame.height - 1.1 * frame.margin - top(choice) - foot_height - _GAP),
        frame.least,
        lambda choice, _: rows(choice[0]) <= 3,
    )
    return Setting(chosen[1], chosen[0], top(chosen), int(max(room, frame.least // 2)))


def _sizes(group: list[Slide], frame: style.Frame) -> list[int]:
    """Return the title's largest size with two lines at most, and its least."""
    max_width = (frame.width - 2 * frame.margin) * 0.98
    two = next(
        (
            s
            for s in range(*frame.title, -1)
            if all(len(break_lines(slide.title, "serif", s, max_width)) <= 2 for slide in group)
        ),
        frame.title[1],
    )
    return list(dict.fromkeys((two, frame.title[1])))


def foot(slide: Slide) -> str:
    """Return legend, sources and selection of a slide, in one line of text."""
    metadata = slide.metadata
    return " ".join(
        filter(
            None,
            [
                _legend(metadata),
                metadata.source_line,
                metadata.unit_note,
                f"{metadata.words}. {words('present.data', version=Name(metadata.view.package.version))}",
            ],
        )
    )


def _legend(metadata: ExportMetadata) -> str:
    return to_text(from_the_start(metadata.description.legend, lambda kept: len(to_text(kept)) <= _LEGEND)).strip()


def scrolled(frame: style.Frame) -> bool:
    """Return whether slides scroll on a stage."""
    return any(frame is STAGES[name] for name in SCROLLED)


def _foot(slide: Slide, frame: style.Frame) -> float:
    wide = frame.width - 2 * frame.margin - 70  # the progress mark is beside it
    return len(break_lines(foot(slide), "sans", frame.small, wide * 0.98)) * frame.small * 1.3 + 6


def figures(shown: list[Slide], frame: style.Frame) -> dict[str, dict[str, Any]]:
    """Return the layout and the figure of each slide on a stage, by slide id, for the page's script."""
    layouts = {}
    for _, several in groupby(shown, lambda slide: slide.chart.id):
        group = list(several)
        s = setting(group, frame)
        for slide in group:
            drawn = replace(frame.drawing(s.room, slide.chart.crowded), fixed=not scrolled(frame))
            figure = slide.chart.figure(replace(slide.view, drawn=drawn))
            figure["layout"] |= {"width": frame.width - 2 * frame.margin} | ({"height": s.room} if drawn.fixed else {})
            room = s.room if drawn.fixed else figure["layout"]["height"]
            layouts[slide.id] = {
                "title": s.title,
                "sentences": s.sentences,
                "top": s.top,
                "room": room,
                "figure": figure,
            }
    return layouts
