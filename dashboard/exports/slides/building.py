"""Slides of 13.33 × 7.5 inches: words placed by hand in fonts that every machine has, charts that can be edited."""

import datetime as dt
import io
import re
import zipfile
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from dashboard import style
from dashboard.exports.metadata import NAME, ExportMetadata
from dashboard.exports.rendering import pictures
from dashboard.exports.rendering.fit import drawing
from dashboard.exports.rendering.measure import break_lines
from dashboard.exports.slides import native
from dashboard.text import findings
from dashboard.text.sentence import Sentence, join_runs, join_words

# A slide in px at 96 an inch.
WIDTH, HEIGHT, MARGIN = 1280, 720, 48
# Least height of a chart, px.
LEAST = 330
# Years without a number that are named one by one.
FEW = 6
SERIF, SANS = "Georgia", "Arial"
_CLOCK = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def px(n: float) -> Emu:
    return Emu(round(n * 9525))


def show(theme: style.Theme) -> Any:
    """An empty 16:9 presentation; its master and layouts are widened with it."""
    deck = Presentation()
    wider = Inches(13.333) / deck.slide_width
    deck.slide_width, deck.slide_height = px(WIDTH), px(HEIGHT)
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for shape in sheet.placeholders:
            left, top, width, height = shape.left, shape.top, shape.width, shape.height
            shape.left, shape.top, shape.width, shape.height = round(left * wider), top, round(width * wider), height
    if theme.ground:
        fill = deck.slide_master.background.fill
        fill.solid()
        fill.fore_color.rgb = native.rgb(theme.ground)
    _links(deck, theme)
    return deck


def _links(deck: Any, theme: style.Theme) -> None:
    """Links have the colour of quiet text, on any ground: programs take it from the master's theme, not from the run."""
    part = deck.slide_master.part.part_related_by(RT.THEME)
    root = etree.fromstring(part.blob)
    for name in ("hlink", "folHlink"):
        for colour in root.iter(qn(f"a:{name}")):
            colour[:] = [etree.Element(qn("a:srgbClr"), val=theme.quiet[1:].upper())]
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def blank(deck: Any, title: Sentence, theme: style.Theme, size: float, top: float, high: float) -> Any:
    """A slide with its title: a true one, which outlines and screen readers know."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    box = slide.shapes.title
    box.left, box.top, box.width, box.height = px(MARGIN), px(top), px(WIDTH - 2 * MARGIN), px(high)
    write(box.text_frame, title, theme, size, SERIF, bold=True)
    return slide


def words(
    slide: Any,
    runs: Sentence,
    theme: style.Theme,
    size: float,
    top: float,
    high: float,
    quiet: bool = False,
    link: str = "",
) -> Any:
    """A text box over the slide's width."""
    box = slide.shapes.add_textbox(px(MARGIN), px(top), px(WIDTH - 2 * MARGIN), px(high))
    write(box.text_frame, runs, theme, size, SANS, quiet=quiet, link=link)
    return box


def write(
    frame: Any,
    runs: Sentence,
    theme: style.Theme,
    size: float,
    font: str,
    bold: bool = False,
    quiet: bool = False,
    link: str = "",
) -> None:
    """Sets a phrase in a text frame; a run that is `link` leads there."""
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for n, part in enumerate(_paragraphs(runs)):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.alignment = 1
        for text, kind in part:
            run = paragraph.add_run()
            run.text, run.font.size, run.font.name = text, Pt(size), font
            run.font.bold = bold or kind == "strong"
            colour = theme.direction(kind) if kind in ("a_to_b", "b_to_a") else theme.quiet if quiet else theme.ink
            run.font.color.rgb = native.rgb(colour)
            if text == link and link.startswith(("http://", "https://")):
                run.hyperlink.address = link


def _paragraphs(runs: Sentence) -> list[list[tuple[str, str]]]:
    """Runs cut into paragraphs at line ends."""
    out: list[list[tuple[str, str]]] = [[]]
    for text, kind in runs:
        for n, part in enumerate(text.split("\n")):
            if n:
                out.append([])
            if part:
                out[-1].append((part, kind))
    return out


def height(runs: Sentence, face: str, points: float) -> float:
    """Height in px of a phrase over the slide's width. Arial is no wider than Inter; Georgia, and what stands in for
    it where it is missing, are up to three tenths wider than the serif."""
    size = points * 96 / 72
    rows = sum(
        len(break_lines(tuple(p), face, size * (1.3 if face == "serif" else 1), WIDTH - 2 * MARGIN))
        for p in _paragraphs(runs)
    )
    return rows * size * 1.22


def reading(about: ExportMetadata) -> str:
    """How a chart on a slide is read. One that the program draws names its series itself, and has not all that the picture has."""
    own = about.chart.native(about.view) if about.chart.native else None
    if not own:
        return f"{about.description.unit}. {about.description.legend}".strip()
    empty = [
        c
        for c, row in zip(own.categories, zip(*(s.values for s in own.series), strict=True), strict=True)
        if all(v is None for v in row)
    ]
    few = join_words(empty) if len(empty) <= FEW else f"{len(empty)} of {len(own.categories)}"
    sums = " Each point stands at the last year of its sum." if any(len(c) > 4 for c in own.categories) else ""
    return f"{about.description.unit}.{sums}" + (f" No number, which is not zero: {few}." if empty else "")


def chart_slide(deck: Any, about: ExportMetadata, notes: str) -> None:
    """One chart as a slide: its finding as title, what it rests on, the chart, sources, and notes to speak from."""
    theme, said = about.view.theme, about.description
    foot = join_runs(
        f"{about.source_line} {about.unit_note} {about.words}. {about.licences}. Data {about.view.package.version}. ".replace(
            "  ", " "
        ),
        about.address,
    )
    low = HEIGHT - 26 - height(foot, "sans", 12)
    legend = join_runs(reading(about))
    points = next((p for p in (28, 26, 24, 22) if height(said.title, "serif", p) < 2.5 * p * 1.63), 20)
    top = 46 + height(said.title, "serif", points)
    slide = blank(deck, said.title, theme, points, 46, top - 46)
    words(slide, join_runs(about.chart.question), theme, 12, 22, 20, quiet=True)
    bottom = low - 14 - height(legend, "sans", 12)
    for kept in about.findings:
        room = bottom - top - 22 - height(kept, "sans", 14)
        if room >= LEAST:
            break
    if kept:
        words(slide, kept, theme, 14, top + 8, height(kept, "sans", 14))
    put(slide, about, bottom - room, room)
    words(slide, legend, theme, 12, bottom + 4, height(legend, "sans", 12), quiet=True)
    words(slide, foot, theme, 12, low, HEIGHT - low - 20, quiet=True, link=about.address)
    slide.notes_slide.notes_text_frame.text = notes


def put(slide: Any, about: ExportMetadata, top: float, room: float) -> None:
    """The chart itself: native where PowerPoint has its type, else its picture."""
    theme, wide = about.view.theme, WIDTH - 2 * MARGIN
    own = about.chart.native(about.view) if about.chart.native else None
    if own:
        shape = native.add(slide, own, theme, (px(MARGIN), px(top), px(wide), px(room)))
        turned = findings.turn(about.view)
        if own.kind == "columns" and turned and str(turned[1]) in own.categories:
            native.mark(shape.chart, own, str(turned[1]), f"reversal, {turned[1]}", theme)
    else:
        picture = drawing(about, wide, int(room), style.FRAMES["wide"])
        data = pictures.png(picture, wide, int(room), 2, True)
        shape = slide.shapes.add_picture(io.BytesIO(data), px(MARGIN), px(top), px(wide), px(int(room)))
    shape.name = about.chart.id
    described = shape._element.xpath(".//p:cNvPr")[0]
    described.set("title", about.title)
    described.set("descr", about.alt)


def save(deck: Any, title: str, fields: dict[str, str]) -> bytes:
    """The file, with its properties and without any clock in it: the same view gives the same bytes."""
    said = deck.core_properties
    said.title, said.author, said.subject = title[:255], NAME, fields["Question"][:255]
    said.keywords, said.comments = fields["Selection"][:255], "…"
    # the library stops at 255 letters, the format does not
    said._element.find(qn("dc:description")).text = "\n".join(f"{k}: {v}" for k, v in fields.items() if k != "Title")
    said.identifier, said.version, said.language = fields["Address"][:255], fields["Data version"], "en"
    said.created = said.modified = dt.datetime(2026, 1, 1)
    said.last_modified_by = NAME
    out = io.BytesIO()
    deck.save(out)
    return _timeless(out.getvalue())


def _timeless(data: bytes) -> bytes:
    """A zip whose entries, and those of workbooks inside it, carry no time of their making."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = _timeless(content)
            elif name == "docProps/core.xml":
                content = _CLOCK.sub(b"2026-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()
