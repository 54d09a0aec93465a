"""Build slides of 13.33 × 7.5 inches: text placed by hand in fonts that every machine has, and editable charts."""

import datetime as dt
import io
import re
import zipfile

import pptx
from lxml import etree
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Pt

from dashboard import style
from dashboard.exports.metadata import NAME, ExportMetadata, as_sentence, labelled
from dashboard.exports.rendering import pictures
from dashboard.exports.rendering.fit import drawing
from dashboard.exports.rendering.measure import break_lines
from dashboard.exports.rendering.words_that_fit import fullest
from dashboard.exports.slides import native
from dashboard.text.forms.arguments import Listed
from dashboard.text.sentence import Renderable, runs_of, say, to_text

# A slide in px at 96 an inch.
WIDTH, HEIGHT, MARGIN = 1280, 720, 48
# Least height of a chart, px.
LEAST = 400
# Up to so many years without a number are named one by one.
FEW = 6
SERIF, SANS = "Georgia", "Arial"
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def px(n: float) -> Emu:
    """Return a length in px at 96 an inch in the unit of PowerPoint."""
    return Emu(round(n * 9525))


def show(theme: style.Theme) -> Presentation:
    """Return an empty 16:9 presentation in a theme; its master and layouts are widened with it."""
    deck = pptx.Presentation()
    factor = Inches(13.333) / deck.slide_width
    deck.slide_width, deck.slide_height = px(WIDTH), px(HEIGHT)
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for shape in sheet.placeholders:
            left, top, width, height = shape.left, shape.top, shape.width, shape.height
            shape.left, shape.top, shape.width, shape.height = round(left * factor), top, round(width * factor), height
    if theme.ground:
        fill = deck.slide_master.background.fill
        fill.solid()
        fill.fore_color.rgb = native.rgb(theme.ground)
    _colour_links(deck, theme)
    return deck


def _colour_links(deck: Presentation, theme: style.Theme) -> None:
    """Give links the colour of quiet text: programs take it from the master's theme, not from the run."""
    part = deck.slide_master.part.part_related_by(RT.THEME)
    root = etree.fromstring(part.blob)
    for name in ("hlink", "folHlink"):
        for colour in root.iter(qn(f"a:{name}")):
            colour[:] = [etree.Element(qn("a:srgbClr"), val=theme.quiet[1:].upper())]
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def blank(deck: Presentation, title: Renderable, theme: style.Theme, size: float, top: float, high: float) -> Slide:
    """Return a new slide with its title, `top` and `high` in px. Outlines and screen readers know the title."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    box = slide.shapes.title
    box.left, box.top, box.width, box.height = px(MARGIN), px(top), px(WIDTH - 2 * MARGIN), px(high)
    write(box.text_frame, title, theme, size, SERIF, bold=True)
    return slide


def put_text(
    slide: Slide,
    runs: Renderable,
    theme: style.Theme,
    size: float,
    top: float,
    high: float,
    quiet: bool = False,
    link: str = "",
) -> None:
    """Add a text box over the slide's width, `top` and `high` in px; `size` is in points."""
    box = slide.shapes.add_textbox(px(MARGIN), px(top), px(WIDTH - 2 * MARGIN), px(high))
    write(box.text_frame, runs, theme, size, SANS, quiet=quiet, link=link)


def write(
    frame: TextFrame,
    runs: Renderable,
    theme: style.Theme,
    size: float,
    font: str,
    bold: bool = False,
    quiet: bool = False,
    link: str = "",
) -> None:
    """Write a phrase into a text frame, `size` in points. The text `link` in it becomes a hyperlink."""
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for n, part in enumerate(_paragraphs(runs, link)):
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


def _paragraphs(runs: Renderable, link: str = "") -> list[list[tuple[str, str]]]:
    """Return the runs of each paragraph; the first `link` in one is a run of its own."""
    paragraphs: list[list[tuple[str, str]]] = [[]]
    for text, kind in runs_of(runs):
        for n, part in enumerate(text.split("\n")):
            if n:
                paragraphs.append([])
            pieces = part.partition(link) if link else (part,)
            paragraphs[-1] += [(piece, kind) for piece in pieces if piece]
    return paragraphs


def height(runs: Renderable, face: str, points: float) -> float:
    """Return the height in px of a phrase over the slide's width, rather too high than too low.

    Arial is no wider than Inter; Georgia and its substitutes are up to three tenths wider than the bundled serif.
    """
    size = points * 96 / 72
    rows = sum(
        len(break_lines(tuple(p), face, size * (1.3 if face == "serif" else 1), WIDTH - 2 * MARGIN))
        for p in _paragraphs(runs)
    )
    return rows * size * 1.22


def reading(metadata: ExportMetadata) -> str:
    """Explain how to read a chart on a slide.

    Where PowerPoint draws the chart, it labels the series itself and shows less than the picture.
    """
    data = metadata.chart.native(metadata.view) if metadata.chart.native else None
    if not data:
        return f"{to_text(as_sentence(metadata.description.unit))} {to_text(metadata.description.legend)}".strip()
    empty = [
        c
        for c, row in zip(data.categories, zip(*(s.values for s in data.series), strict=True), strict=True)
        if all(v is None for v in row)
    ]
    text = [as_sentence(metadata.description.unit)]
    if any("–" in c for c in data.categories):
        text.append(say("slides.last-years"))
    if data.total > len(data.categories):
        text.append(say("slides.some-shown", n=len(data.categories), all=data.total))
    if len(empty) > FEW:
        text.append(say("slides.no-number-many", n=len(empty), all=len(data.categories)))
    elif empty:
        text.append(say("slides.no-number-years", years=Listed(tuple(empty))))
    return to_text(tuple(text))


def chart_slide(deck: Presentation, metadata: ExportMetadata, notes: str) -> None:
    """Add a slide of one chart: finding as title, what it rests on, chart, sources, and notes for the speaker.

    Raises PictureError where the chart needs a browser and there is none.
    """
    theme, title = metadata.view.theme, metadata.description.title
    rights = to_text((as_sentence(metadata.words), as_sentence(metadata.licences), metadata.data))
    foot = " ".join(filter(None, [metadata.source_line, metadata.unit_note, rights, metadata.shown_address]))
    low = HEIGHT - 26 - height(foot, "sans", 12)
    legend = reading(metadata)
    points = next((p for p in (28, 26, 24, 22) if height(title, "serif", p) < 2.5 * p * 1.63), 20)
    top = 46 + height(title, "serif", points)
    slide = blank(deck, title, theme, points, 46, top - 46)
    put_text(slide, metadata.chart.question, theme, 12, 22, 20, quiet=True)
    bottom = low - 14 - height(legend, "sans", 12)
    finding, room = fullest(metadata.findings, lambda text: bottom - top - 22 - height(text, "sans", 14), LEAST)
    if finding:
        put_text(slide, finding, theme, 14, top + 8, height(finding, "sans", 14))
    put(slide, metadata, bottom - room, room)
    put_text(slide, legend, theme, 12, bottom + 4, height(legend, "sans", 12), quiet=True)
    put_text(slide, foot, theme, 12, low, HEIGHT - low - 20, quiet=True, link=metadata.address)
    slide.notes_slide.notes_text_frame.text = notes


def put(slide: Slide, metadata: ExportMetadata, top: float, room: float) -> None:
    """Add the chart itself, `top` and `room` in px: native where PowerPoint has its type, else as a picture."""
    theme, width = metadata.view.theme, WIDTH - 2 * MARGIN
    data = metadata.chart.native(metadata.view) if metadata.chart.native else None
    if data:
        shape = native.add(slide, data, theme, (px(MARGIN), px(top), px(width), px(room)))
    else:
        picture = drawing(metadata, width, int(room), style.FRAMES["wide"])
        png = pictures.png(picture, width, int(room), 2, True)
        shape = slide.shapes.add_picture(io.BytesIO(png), px(MARGIN), px(top), px(width), px(int(room)))
    shape.name = metadata.chart.id
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("title", metadata.title)
    properties.set("descr", metadata.alt)


def save(deck: Presentation, title: str, fields: dict[str, str]) -> bytes:
    """Return the file with its properties and without times, so that the same view gives the same bytes."""
    properties = deck.core_properties
    properties.title, properties.author, properties.subject = title[:255], NAME, fields["Question"][:255]
    properties.keywords, properties.comments = fields["Selection"][:255], "…"
    # the library limits this property to 255 letters, the format does not
    properties._element.find(qn("dc:description")).text = "\n".join(
        labelled(k.lower().replace(" ", "-"), v) for k, v in fields.items() if k != "Title"
    )
    properties.identifier, properties.version, properties.language = (
        fields["Address"][:255],
        fields["Data version"],
        "en",
    )
    properties.created = properties.modified = dt.datetime(2026, 1, 1)
    properties.last_modified_by = NAME
    buffer = io.BytesIO()
    deck.save(buffer)
    return _without_times(buffer.getvalue())


def _without_times(data: bytes) -> bytes:
    """Return a zip file with fixed times in its entries and in those of workbooks inside it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = _without_times(content)
            elif name == "docProps/core.xml":
                content = _TIME.sub(b"2026-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return buffer.getvalue()
