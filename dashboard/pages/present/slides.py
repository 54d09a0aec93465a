"""What the slides of a view are, in the order of the page, and how each is set on a stage of fixed size."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from dashboard import style
from dashboard.charts.base import Chart, charts
from dashboard.data.view import View
from dashboard.exports.formats.html import without_click
from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.rendering.measure import break_lines
from dashboard.text import findings
from dashboard.text.sentence import Sentence, join_runs, split_sentences, to_text

# Screens that slides are set for, px; a stage is enlarged until it fills its screen. `wide` is a slide of 13.3 inches,
# so 16 px are 12 points.
STAGES = {
    "wide": style.Frame(1280, 720, 1, 48, (46, 30), 21, 16, 18, 5, False, 380),
    "classic": style.Frame(1024, 768, 1, 40, (42, 28), 20, 16, 17, 4, False, 380),
    "short": style.Frame(844, 390, 1, 18, (23, 18), 14, 12, 13, 4, False, 235),
    "phone": style.Frame(390, 780, 1, 18, (26, 20), 15, 13, 13, 3, True, 380),
}
# Stages too small for some charts: there a slide is as high as it needs to be, and is scrolled as a whole.
SCROLLED = ("short", "phone")
# Letters of a legend that a slide has room for: sentences are left out from the last on.
_LEGEND = 380
_LEAD = {"title": 1.14, "text": 1.35}
_GAP = 10


@dataclass(frozen=True)
class Slide:
    """One slide: a chart, or a step of one. `about` is of the chart's view, `view` what is drawn."""

    id: str
    about: ExportMetadata
    kicker: str
    title: Sentence
    sentence: Sentence
    view: View

    @property
    def chart(self) -> Chart:
        return self.about.chart


def slides(view: View) -> list[Slide]:
    """The slides of a view: every chart that is registered, built up where it has steps."""
    return [slide for chart in charts().values() for slide in _of(chart, view)]


def _of(chart: Chart, view: View) -> Iterator[Slide]:
    about = ExportMetadata(chart, view, "")
    steps = chart.build(view) if chart.build else ()
    if not steps:
        yield Slide(chart.id, about, chart.question, about.description.title, about.finding, view)
    for n, step in enumerate(steps, 1):
        yield Slide(
            f"{chart.id}-{n}",
            ExportMetadata(chart, step.view, ""),
            step.label,
            findings.headline(step.view),
            join_runs(step.text),
            step.view,
        )


@dataclass(frozen=True)
class Setting:
    """How the slides of one chart are set on a stage: size of the title, sentences that fit beneath it, where the chart begins, and its room, px."""

    title: int
    sentences: int
    top: int
    room: int


def setting(group: list[Slide], frame: style.Frame) -> Setting:
    """Sets the slides of one chart alike, so that nothing moves while it is built up: sentences are left out from the last on,
    then the title shrinks, until the chart has its room."""
    most = (frame.width - 2 * frame.margin) * 0.98
    below = 0.0 if scrolled(frame) else max(_foot(slide, frame) for slide in group)
    parts = [split_sentences(slide.sentence) for slide in group]
    around = max(
        len(break_lines(join_runs(s.kicker), "sans", frame.small, most))
        + len(break_lines(join_runs(s.about.description.unit), "sans", frame.small, most))
        for s in group
    )
    for kept in range(max(map(len, parts)), -1, -1):
        rows = max(
            len(break_lines(tuple(run for part in p[:kept] for run in part), "sans", frame.text, most)) if kept else 0
            for p in parts
        )
        for size in _sizes(group, frame):
            high = max(len(break_lines(slide.title, "serif", size, most)) for slide in group) * size * _LEAD["title"]
            top = int(
                around * frame.small * 1.4 + high + rows * frame.text * _LEAD["text"] + (2 * _GAP if rows else _GAP)
            )
            room = int(frame.height - 1.1 * frame.margin - top - below - _GAP)
            if room >= frame.least and rows <= 3:
                return Setting(size, kept, top, room)
    return Setting(size, 0, top, max(room, frame.least // 2))


def _sizes(group: list[Slide], frame: style.Frame) -> list[int]:
    """The title's largest size that takes two lines at most, and its least."""
    most = (frame.width - 2 * frame.margin) * 0.98
    two = next(
        (
            s
            for s in range(*frame.title, -1)
            if all(len(break_lines(slide.title, "serif", s, most)) <= 2 for slide in group)
        ),
        frame.title[1],
    )
    return list(dict.fromkeys((two, frame.title[1])))


def foot(slide: Slide) -> str:
    """Legend, sources and selection of a slide, in one line of text."""
    about = slide.about
    return " ".join(
        filter(
            None,
            [_legend(about), about.source_line, about.unit_note, f"{about.words}. Data {about.view.package.version}."],
        )
    )


def _legend(about: ExportMetadata) -> str:
    kept = ""
    for part in split_sentences(join_runs(about.description.legend)):
        if len(kept) + len(to_text(part)) > _LEGEND:
            break
        kept += to_text(part)
    return kept.strip()


def scrolled(frame: style.Frame) -> bool:
    return any(frame is STAGES[name] for name in SCROLLED)


def _foot(slide: Slide, frame: style.Frame) -> float:
    wide = frame.width - 2 * frame.margin - 70  # the progress mark stands beside it
    return len(break_lines(join_runs(foot(slide)), "sans", frame.small, wide * 0.98)) * frame.small * 1.3 + 6


def figures(shown: list[Slide], frame: style.Frame) -> dict[str, dict[str, Any]]:
    """Slide id → how it is set on a stage, for the page's script."""
    found = {}
    for _, several in groupby(shown, lambda slide: slide.chart.id):
        group = list(several)
        s = setting(group, frame)
        for slide in group:
            drawn = replace(frame.drawing(s.room), fixed=not scrolled(frame))
            figure = without_click(slide.chart.draw(replace(slide.view, drawn=drawn)))
            figure["layout"] |= {"width": frame.width - 2 * frame.margin} | ({"height": s.room} if drawn.fixed else {})
            room = s.room if drawn.fixed else figure["layout"]["height"]
            found[slide.id] = {"title": s.title, "sentences": s.sentences, "top": s.top, "room": room, "figure": figure}
    return found
