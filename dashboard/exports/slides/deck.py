"""All charts of the page as a talk: a title, a slide a chart, how the answer is made, where it comes from."""

from collections.abc import Callable
from typing import Any

from dashboard.charts.base import charts
from dashboard.data.view import View
from dashboard.exports.metadata import NAME, ExportMetadata
from dashboard.exports.slides import building
from dashboard.text import findings, numbers
from dashboard.text.selection_words import in_words
from dashboard.text.sentence import Sentence, join_runs
from etl.analysis.reversal import CALL, CALL_PERIODS

# Contested claims that notes spell out.
MOST = 8
METHOD = (
    "Every year with deliveries casts one vote, split as the deliveries are split; years without deliveries abstain. "
    "Four stories compete to explain the votes: one side always leads, one reversal, a reversal and back, nobody leads. "
    f"A reversal is called where its chance and the chance that the new side leads now are both at least {CALL:.0%}, "
    f"and at least {numbers.count_in_words(CALL_PERIODS)} years point the new way. "
    "A year that no source covers is missing, not zero. TIV is SIPRI’s measure of the volume of military capability moved, in millions; it is not money."
)


def notes(about: ExportMetadata) -> str:
    """What a speaker needs to say and to answer: finding, reading, method, sources, what is contested."""
    contested = about.contested
    more = [f"and {len(contested) - MOST} more, at {about.address}"] if len(contested) > MOST else []
    disputed = [*contested[:MOST], *more] or [
        f"No claim is denied or narrowed among those that this chart rests on. What the answer hangs on: {_hangs_on(about)}"
    ]
    parts = [
        ("Question", [about.chart.question]),
        ("Finding", [about.title, about.sentence]),
        ("How to read it", [building.reading(about)]),
        ("Method", [METHOD]),
        ("What is contested", disputed),
        ("Sources", about.citations),
        (
            "Shown",
            [
                f"{about.words}. Release: {about.release}. {about.evidence}. {about.licences}. Data version {about.view.package.version}.",
                about.address,
            ],
        ),
    ]
    return "\n\n".join("\n".join([f"{head}:", *text]) for head, text in parts)


def _hangs_on(about: ExportMetadata) -> str:
    return "".join(text for text, _ in findings.lead_sentence(about.view))


def deck(view: View, where: Callable[[str], str]) -> bytes:
    """The talk of a selection; `where` gives the address of a path under it. Raises PictureError where a chart needs a browser."""
    talk = building.show(view.theme)
    about = {chart.id: ExportMetadata(chart, view, where(f"/charts/{chart.id}")) for chart in charts().values()}
    _cover(talk, view, where("/"))
    for one in about.values():
        building.chart_slide(talk, one, notes(one))
    _text(
        talk,
        view,
        "How the answer is made",
        join_runs(f"{METHOD}\n\nEvery metric, with examples on these numbers: ", where("/methods")),
        where("/methods"),
    )
    cited = list(dict.fromkeys(c for one in about.values() for c in one.citations))
    _text(talk, view, "Where it comes from", join_runs("\n\n".join(cited)))
    fields = {
        "Question": "Which way did arms flow, and when did it turn?",
        "Selection": in_words(view.package, view.selection),
        "Sources": "\n".join(cited),
        "Data version": view.package.version,
        "Address": where("/"),
    }
    return building.save(talk, f"{NAME}: {view.dyad.label}", fields)


def _cover(talk: Any, view: View, address: str) -> None:
    title = findings.headline(view)
    high = building.height(title, "serif", 40)
    slide = building.blank(talk, title, view.theme, 40, 190, high)
    building.words(slide, join_runs(f"{NAME}. {view.dyad.label}"), view.theme, 16, 120, 30, quiet=True)
    building.words(slide, findings.lead_sentence(view), view.theme, 18, 215 + high, 150)
    foot = join_runs(f"{in_words(view.package, view.selection)}. Data version {view.package.version}.\n", address)
    building.words(slide, foot, view.theme, 12, 640, 50, quiet=True, link=address)
    slide.notes_slide.notes_text_frame.text = f"{''.join(t for t, _ in title)}\n\n{METHOD}\n\n{address}"


def _text(talk: Any, view: View, title: str, said: Sentence, link: str = "") -> None:
    slide = building.blank(talk, join_runs(title), view.theme, 28, 40, 50)
    points = next((p for p in (16, 14, 13) if building.height(said, "sans", p) < 560), 12)
    building.words(slide, said, view.theme, points, 115, 560, link=link)
    slide.notes_slide.notes_text_frame.text = "".join(t for t, _ in said)
