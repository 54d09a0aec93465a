"""Build a talk from all charts of the page: a title, one slide per chart, the method, the sources."""

from collections.abc import Callable
from typing import Any

from dashboard.charts.base import charts
from dashboard.data.view import View
from dashboard.exports.metadata import NAME, ExportMetadata
from dashboard.exports.slides import building
from dashboard.text import findings, numbers
from dashboard.text.selection_words import in_words
from dashboard.text.sentence import Prose, join_runs, to_text
from etl.analysis.reversal import CALL, CALL_PERIODS

# Largest number of contested claims that notes spell out.
MOST = 8
METHOD = (
    "Every year with deliveries casts one vote, split as the deliveries are split; years without deliveries abstain. "
    "Four stories compete to explain the votes: one side always leads, one reversal, a reversal and back, nobody "
    "leads. A reversal is called where its chance and the chance that the new side leads now are both at least "
    f"{CALL:.0%}, and at least {numbers.count_in_words(CALL_PERIODS)} years point the new way. A year that no source "
    "covers is missing, not zero. TIV is SIPRI’s measure of the volume of military capability moved, in millions; it "
    "is not money."
)


def notes(metadata: ExportMetadata) -> str:
    """Return what a speaker needs to present a chart: finding, reading, method, sources, contested claims."""
    contested = metadata.contested
    rest = [f"and {len(contested) - MOST} more, at {metadata.address}"] if len(contested) > MOST else []
    disputed = [*contested[:MOST], *rest] or [
        "No claim is denied or narrowed among those that this chart rests on. What the answer hangs on: "
        f"{to_text(findings.lead_sentence(metadata.view))}"
    ]
    parts = [
        ("Question", [metadata.chart.question]),
        ("Finding", [metadata.title, metadata.sentence]),
        ("How to read it", [building.reading(metadata)]),
        ("Method", [METHOD]),
        ("What is contested", disputed),
        ("Sources", metadata.citations),
        (
            "Shown",
            [
                f"{metadata.words}. Release: {metadata.release}. {metadata.evidence}. {metadata.licences}. Data "
                f"version {metadata.view.package.version}.",
                metadata.address,
            ],
        ),
    ]
    return "\n\n".join("\n".join([f"{head}:", *texts]) for head, texts in parts)


def deck(view: View, where: Callable[[str], str]) -> bytes:
    """Return the talk of a selection; `where` returns the URL of a path under it.

    Raises PictureError where a chart needs a browser and there is none.
    """
    talk = building.show(view.theme)
    shown = [ExportMetadata(chart, view, where(f"/charts/{chart.id}")) for chart in charts().values()]
    _cover_slide(talk, view, where("/"))
    for metadata in shown:
        building.chart_slide(talk, metadata, notes(metadata))
    _text_slide(
        talk,
        view,
        "How the answer is made",
        join_runs(f"{METHOD}\n\nEvery metric, with examples on these numbers: ", where("/methods")),
        where("/methods"),
    )
    cited = list(dict.fromkeys(c for metadata in shown for c in metadata.citations))
    _text_slide(talk, view, "Where it comes from", join_runs("\n\n".join(cited)))
    fields = {
        "Question": "Which way did arms flow, and when did it turn?",
        "Selection": in_words(view.package, view.selection),
        "Sources": "\n".join(cited),
        "Data version": view.package.version,
        "Address": where("/"),
    }
    return building.save(talk, f"{NAME}: {view.dyad.label}", fields)


def _cover_slide(talk: Any, view: View, address: str) -> None:
    title = findings.headline(view)
    height = building.height(title, "serif", 40)
    slide = building.blank(talk, title, view.theme, 40, 190, height)
    building.words(slide, join_runs(f"{NAME}. {view.dyad.label}"), view.theme, 16, 120, 30, quiet=True)
    building.words(slide, findings.lead_sentence(view), view.theme, 18, 215 + height, 150)
    foot = join_runs(f"{in_words(view.package, view.selection)}. Data version {view.package.version}.\n", address)
    building.words(slide, foot, view.theme, 12, 640, 50, quiet=True, link=address)
    slide.notes_slide.notes_text_frame.text = f"{to_text(title)}\n\n{METHOD}\n\n{address}"


def _text_slide(talk: Any, view: View, title: str, text: Prose, link: str = "") -> None:
    slide = building.blank(talk, join_runs(title), view.theme, 28, 40, 50)
    points = next((p for p in (16, 14, 13) if building.height(text, "sans", p) < 560), 12)
    building.words(slide, text, view.theme, points, 115, 560, link=link)
    slide.notes_slide.notes_text_frame.text = to_text(text)
