"""Build a talk from all charts of the page: a title, one slide per chart, the method, the sources."""

from collections.abc import Callable

from pptx.presentation import Presentation

from dashboard.charts.base import charts
from dashboard.data.view import View
from dashboard.exports.metadata import NAME, ExportMetadata, as_sentence
from dashboard.exports.slides import building
from dashboard.text import findings, how_sure
from dashboard.text.forms.arguments import Argument, Name, Said, Share, Small
from dashboard.text.sentence import say, to_text, words
from dashboard.text.wording.selection_words import in_words
from etl.analysis.reversal import CALL, CALL_PERIODS

# Largest number of contested claims that notes spell out.
MOST = 8


def _method(view: View) -> str:
    """Return how the answer is made."""
    called: dict[str, Argument] = {"call": Share(CALL), "n": CALL_PERIODS, "word": Small(CALL_PERIODS)}
    votes = (
        *findings.votes(view),
        say("slides.abstain"),
        say("slides.four-stories"),
        say("slides.when-enough", **called),
    )
    return to_text((*votes, say("slides.missing"), say("slides.tiv")))


def notes(metadata: ExportMetadata) -> str:
    """Return what a speaker needs to present a chart: finding, reading, method, sources, contested claims."""
    parts = {
        "question": [metadata.chart.question],
        "finding": [metadata.title, metadata.sentence],
        "reading": [building.reading(metadata)],
        "method": [_method(metadata.view)],
        "contested": _contested(metadata),
        "sources": metadata.citations,
        "shown": [to_text((*metadata.shown, *metadata.rights)), metadata.address],
    }
    return "\n\n".join("\n".join([words(f"slides.notes-{head}"), *texts]) for head, texts in parts.items())


def _contested(metadata: ExportMetadata) -> list[str]:
    """Return the contested claims or, where there are none, what the answer hangs on."""
    claims = metadata.contested
    if len(claims) > MOST:
        return [*claims[:MOST], words("slides.more-contested", n=len(claims) - MOST, address=Name(metadata.address))]
    answer = Said(to_text(how_sure.lead_sentence(metadata.view)))
    return claims or [to_text((say("slides.none-contested"), say("slides.depends-on", answer=answer)))]


def deck(view: View, where: Callable[[str], str]) -> bytes:
    """Return the talk of a selection; `where` returns the URL of a path under it.

    Raises PictureError where a chart needs a browser and there is none.
    """
    talk = building.show(view.theme)
    shown = [ExportMetadata(chart, view, where(f"/charts/{chart.id}")) for chart in charts().values()]
    _cover_slide(talk, view, where("/"))
    for metadata in shown:
        building.chart_slide(talk, metadata, notes(metadata))
    metrics = words("slides.every-metric", address=Name(where("/methods")))
    _text_slide(talk, view, words("slides.how-made"), f"{_method(view)}\n\n{metrics}", where("/methods"))
    cited = list(dict.fromkeys(c for metadata in shown for c in metadata.citations))
    _text_slide(talk, view, words("slides.where-from"), "\n\n".join(cited))
    fields = {
        "Question": words("slides.deck-question"),
        "Selection": in_words(view.package, view.selection),
        "Sources": "\n".join(cited),
        "Data version": view.package.version,
        "Address": where("/"),
    }
    return building.save(talk, words("slides.deck-title", **_named(view)), fields)


def _named(view: View) -> dict[str, Argument]:
    return {"name": Name(NAME), "pair": Name(view.dyad.label)}


def _cover_slide(talk: Presentation, view: View, address: str) -> None:
    title = findings.headline(view)
    height = building.height(title, "serif", 40)
    slide = building.blank(talk, title, view.theme, 40, 190, height)
    building.put_text(slide, words("slides.cover", **_named(view)), view.theme, 16, 120, 30, quiet=True)
    building.put_text(slide, how_sure.lead_sentence(view), view.theme, 18, 215 + height, 150)
    version = words("files.data-version", version=Name(view.package.version))
    shown = to_text((as_sentence(in_words(view.package, view.selection)), as_sentence(version)))
    building.put_text(slide, f"{shown}\n{address}", view.theme, 12, 640, 50, quiet=True, link=address)
    slide.notes_slide.notes_text_frame.text = f"{to_text(title)}\n\n{_method(view)}\n\n{address}"


def _text_slide(talk: Presentation, view: View, title: str, text: str, link: str = "") -> None:
    slide = building.blank(talk, title, view.theme, 28, 40, 50)
    points = next((p for p in (16, 14, 13) if building.height(text, "sans", p) < 560), 12)
    building.put_text(slide, text, view.theme, points, 115, 560, link=link)
    slide.notes_slide.notes_text_frame.text = text
