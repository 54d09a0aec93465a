"""All charts of the page as a talk: a title, a slide a chart, how the answer is made, where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard import findings
from dashboard.charts import CHARTS
from dashboard.charts.base import View
from dashboard.exports.about import NAME, About
from dashboard.exports.talk import slides
from dashboard.phrases import Phrase, count, phrase
from dashboard.selection import in_words
from etl.analysis.reversal import CALL, CALL_PERIODS

MOST = 8
"""Contested claims that notes spell out."""
METHOD = (
    "Every year with deliveries casts one vote, split as the deliveries are split; years without deliveries abstain. "
    "Four stories compete to explain the votes: one side always leads, one reversal, a reversal and back, nobody leads. "
    f"A reversal is called where its chance and the chance that the new side leads now are both at least {CALL:.0%}, "
    f"and at least {count(CALL_PERIODS)} years point the new way. "
    "A year that no source covers is missing, not zero. TIV is SIPRI’s measure of the volume of military capability moved, in millions; it is not money."
)


def notes(about: About) -> str:
    """What a speaker needs to say and to answer: finding, reading, method, sources, what is contested."""
    contested = about.contested
    more = [f"and {len(contested) - MOST} more, at {about.address}"] if len(contested) > MOST else []
    disputed = [*contested[:MOST], *more] or [f"No claim is denied or narrowed among those that this chart rests on. What the answer hangs on: {_hangs_on(about)}"]
    parts = [
        ("Question", [about.chart.question]),
        ("Finding", [about.title, about.sentence]),
        ("How to read it", [slides.reading(about)]),
        ("Method", [METHOD]),
        ("What is contested", disputed),
        ("Sources", about.citations),
        ("Shown", [f"{about.words}. Release: {about.release}. {about.evidence}. {about.licences}. Data version {about.view.package.version}.", about.address]),
    ]
    return "\n\n".join("\n".join([f"{head}:", *text]) for head, text in parts)


def _hangs_on(about: About) -> str:
    return "".join(text for text, _ in findings.lead_sentence(about.view))


def deck(view: View, where: Callable[[str], str]) -> bytes:
    """The talk of a selection; `where` gives the address of a path under it. Raises PictureError where a chart needs a browser."""
    talk = slides.show(view.theme)
    about = {chart.id: About(chart, view, where(f"/charts/{chart.id}")) for chart in CHARTS.values()}
    _cover(talk, view, where("/"))
    for one in about.values():
        slides.chart_slide(talk, one, notes(one))
    _text(talk, view, "How the answer is made", phrase(f"{METHOD}\n\nEvery metric, with examples on these numbers: ", where("/methods")), where("/methods"))
    cited = list(dict.fromkeys(c for one in about.values() for c in one.citations))
    _text(talk, view, "Where it comes from", phrase("\n\n".join(cited)))
    fields = {"Question": "Which way did arms flow, and when did it turn?", "Selection": in_words(view.package, view.selection), "Sources": "\n".join(cited),
              "Data version": view.package.version, "Address": where("/")}  # fmt: skip
    return slides.save(talk, f"{NAME}: {view.dyad.label}", fields)


def _cover(talk: Any, view: View, address: str) -> None:
    title = findings.headline(view)
    high = slides.height(title, "serif", 40)
    slide = slides.blank(talk, title, view.theme, 40, 190, high)
    slides.words(slide, phrase(f"{NAME}. {view.dyad.label}"), view.theme, 16, 120, 30, quiet=True)
    slides.words(slide, findings.lead_sentence(view), view.theme, 18, 215 + high, 150)
    foot = phrase(f"{in_words(view.package, view.selection)}. Data version {view.package.version}.\n", address)
    slides.words(slide, foot, view.theme, 12, 640, 50, quiet=True, link=address)
    slide.notes_slide.notes_text_frame.text = f"{''.join(t for t, _ in title)}\n\n{METHOD}\n\n{address}"


def _text(talk: Any, view: View, title: str, said: Phrase, link: str = "") -> None:
    slide = slides.blank(talk, phrase(title), view.theme, 28, 40, 50)
    points = next((p for p in (16, 14, 13) if slides.height(said, "sans", p) < 560), 12)
    slides.words(slide, said, view.theme, points, 115, 560, link=link)
    slide.notes_slide.notes_text_frame.text = "".join(t for t, _ in said)
