"""What the slides of a view are, in the order of the page, and how each is set on a stage of fixed size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from dashboard import findings, style
from dashboard.charts import CHARTS
from dashboard.charts.base import Chart, Figure, View
from dashboard.exports.about import About
from dashboard.exports.html import without_click
from dashboard.exports.typeset import lines
from dashboard.phrases import Phrase, phrase, sentences

STAGES = {
    "wide": style.Frame(1280, 720, 1, 48, (46, 30), 21, 16, 18, 5, False, 380),
    "classic": style.Frame(1024, 768, 1, 40, (42, 28), 20, 16, 17, 4, False, 380),
    "short": style.Frame(844, 390, 1, 18, (23, 18), 14, 12, 13, 4, False, 235),
    "phone": style.Frame(390, 780, 1, 18, (26, 20), 15, 13, 13, 3, True, 380),
}
"""Screens that slides are set for, px; a stage is enlarged until it fills its screen. `wide` is a slide of 13.3 inches, so 16 px are 12 points."""
_LEAD = {"title": 1.14, "text": 1.35}
_GAP = 10


@dataclass(frozen=True)
class Slide:
    """One slide: a chart, or a step of one. `about` is of the chart's view, `view` what is drawn."""

    id: str
    about: About
    kicker: str
    title: Phrase
    sentence: Phrase
    view: View

    @property
    def chart(self) -> Chart:
        return self.about.chart


def slides(view: View) -> list[Slide]:
    """The slides of a view: every chart that is registered, built up where it has steps."""
    return [slide for chart in CHARTS.values() for slide in _of(chart, view)]


def _of(chart: Chart, view: View) -> Iterator[Slide]:
    about = About(chart, view, "")
    steps = chart.build(view) if chart.build else ()
    if not steps:
        yield Slide(chart.id, about, chart.question, about.said.title, about.finding, view)
    for n, step in enumerate(steps, 1):
        yield Slide(f"{chart.id}-{n}", About(chart, step.view, ""), step.label, findings.headline(step.view), phrase(step.said), step.view)


@dataclass(frozen=True)
class Setting:
    """A slide on a stage: size of the title, how many sentences fit beneath it, and the room and figure of the chart, px."""

    title: int
    sentences: int
    height: int
    figure: Figure


def setting(slide: Slide, frame: style.Frame) -> Setting:
    """Sets a slide: sentences are left out from the last on, then the title shrinks, until the chart has its room."""
    most, foot = frame.width - 2 * frame.margin, _foot(slide, frame)
    parts = sentences(slide.sentence)
    heads = [(size, parts[:n]) for n in range(len(parts), -1, -1) for size in _sizes(slide, frame)]
    for size, kept in heads:
        said = tuple(run for part in kept for run in part)
        head = len(lines(slide.title, "serif", size, most * 0.98)) * size * _LEAD["title"]
        rows = len(lines(said, "sans", frame.text, most * 0.98)) if kept else 0
        room = int(frame.height - 1.1 * frame.margin - frame.small * 2.8 - head - rows * frame.text * _LEAD["text"] - 3 * _GAP - foot)
        if room >= frame.least and rows <= 3:
            break
    drawn = replace(slide.view, drawn=frame.drawing(max(room, frame.least // 2)))
    return Setting(size, len(kept), room, without_click(slide.chart.draw(drawn)))


def _sizes(slide: Slide, frame: style.Frame) -> list[int]:
    """The title's largest size that takes two lines at most, and its least."""
    most = (frame.width - 2 * frame.margin) * 0.98
    two = next((s for s in range(*frame.title, -1) if len(lines(slide.title, "serif", s, most)) <= 2), frame.title[1])
    return list(dict.fromkeys((two, frame.title[1])))


def foot(slide: Slide) -> str:
    """Legend, sources and selection of a slide, in one line of text."""
    about = slide.about
    return " ".join(filter(None, [about.said.legend.strip(), about.source_line, about.unit_note, f"{about.words}. Data {about.view.package.version}."]))


def _foot(slide: Slide, frame: style.Frame) -> float:
    wide = frame.width - 2 * frame.margin - 70  # the progress mark stands beside it
    return len(lines(phrase(foot(slide)), "sans", frame.small, wide * 0.98)) * frame.small * 1.3 + 6


def figures(shown: list[Slide], frame: style.Frame) -> dict[str, dict[str, Any]]:
    """Slide id → how it is set on a stage, for the page's script."""
    found = {}
    for slide in shown:
        s = setting(slide, frame)
        s.figure["layout"] |= {"height": s.height, "width": frame.width - 2 * frame.margin}
        found[slide.id] = {"title": s.title, "sentences": s.sentences, "height": s.height, "figure": s.figure}
    return found
