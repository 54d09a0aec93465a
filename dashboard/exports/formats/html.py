"""Write a chart as one HTML page: interactive, with its table and sources, complete in itself, so it opens offline."""

import re

from markupsafe import Markup

from dashboard import style
from dashboard.exports.metadata import NAME, ExportMetadata
from dashboard.exports.registry import Export
from dashboard.exports.rendering import browser, markup
from dashboard.exports.rendering.markup import script_digest
from dashboard.exports.rendering.measure import break_lines
from dashboard.text.sentence import to_text, words

_SIZES = ("wide", "tablet", "phone")
# Width of a scroll bar, px.
_SCROLL_BAR = 10
SCRIPT = re.compile(rb"<script[^>]*>(.*?)</script>", re.S)
_DRAW_SCRIPT = """
const figures = JSON.parse(document.getElementById("figures").textContent), place = document.getElementById("chart");
const sizes = [matchMedia("(max-width: 700px)"), matchMedia("(max-width: 1000px)")];
function draw() {
  const figure = figures[sizes[0].matches ? "phone" : sizes[1].matches ? "tablet" : "wide"];
  place.style.height = figure.layout.height + "px";
  Plotly.react(place, figure.data, Object.assign({ autosize: true }, figure.layout),
    { displayModeBar: false, displaylogo: false, showSendToCloud: false, responsive: true });
}
for (const size of sizes) size.addEventListener("change", draw);
document.fonts.ready.then(draw);
"""


def policy(page: bytes) -> str:
    """Return the content security policy of a page: own scripts by digest, nothing external, embeddable anywhere."""
    scripts = map(script_digest, SCRIPT.findall(page))
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(scripts)}",
            "style-src 'unsafe-inline'",
            "img-src data: blob:",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors *",
        ]
    )


def _css(theme: style.Theme) -> str:
    ground = theme.ground or "transparent"
    return (
        f"{browser.font_faces()}body{{margin:0;background:{ground};color:{theme.ink};font:16px/1.5 {style.SANS}}}"
        # a visible scroll bar shows that a low frame has more content; some systems hide their own
        f"html{{overflow-y:scroll}}::-webkit-scrollbar{{width:{_SCROLL_BAR}px;height:{_SCROLL_BAR}px}}"
        f"::-webkit-scrollbar-thumb{{background:{theme.absent};border-radius:5px}}"
        "main{max-width:1160px;margin:0 auto;padding:20px}h1,p,figure{margin:0 0 6px}"
        f"h1{{font:600 clamp(24px,3.4vw,36px)/1.15 {style.SERIF};text-wrap:balance}}"
        f"p{{max-width:75ch}}.quiet,figcaption,footer,caption{{color:{theme.quiet};font-size:14px}}"
        f".a_to_b{{color:{theme.a_to_b}}}.b_to_a{{color:{theme.b_to_a}}}"
        "a{color:inherit}.source{max-width:none;overflow-wrap:anywhere}"
        "@media(max-width:700px){main{padding:12px 16px}body{font-size:15px}h1{font-size:22px}"
        ".quiet,figcaption{font-size:13px}}"
        f"footer{{border-top:1px solid {theme.line};padding-top:8px;margin-top:8px}}"
        ".scroll{overflow:auto;max-height:480px}"
        "table{border-collapse:collapse;font-size:14px}caption{text-align:left}"
        "th,td{text-align:left;padding:3px 14px 3px 0;"
        f"border-bottom:1px solid {theme.line};vertical-align:top}}"
        "th[scope=row]{font-weight:400}.n{text-align:right;font-variant-numeric:tabular-nums}"
        ".note{display:block}li{margin:.3em 0}"
    )


def render(metadata: ExportMetadata) -> bytes:
    figures = {size: metadata.chart.figure(metadata.view.with_selection(size=size)) for size in _SIZES}
    bundle = (style.ASSETS / "plotly-basic.min.js").read_text(encoding="utf-8")
    scripts = scripts_html("figures", figures, bundle, _DRAW_SCRIPT)
    metas = {
        "description": f"{metadata.chart.question} {metadata.sentence}",
        "dcterms.source": metadata.fields["Sources"],
        "dcterms.rights": metadata.licences,
        "dcterms.identifier": metadata.address,
        "dcterms.hasVersion": metadata.view.package.version,
        "generator": NAME,
    }
    page = markup.render(
        "file",
        file=metadata,
        metas=metas,
        policy=meta_policy(scripts),
        css=Markup(_css(metadata.view.theme)),
        source=_source_text(metadata),
        table=markup.table_html(metadata.description.table, f"{metadata.title} {metadata.words}"),
        sources=markup.sources_html(metadata.view, metadata.description.sources),
        shown=to_text(metadata.shown),
        scripts=scripts,
    )
    return page.encode()


def scripts_html(id: str, data: object, *scripts: str) -> Markup:
    """Return script elements: data as JSON with an id, and our scripts as they are."""
    return markup.render("scripts", id=id, data=markup.json_text(data), scripts=list(map(Markup, scripts)))


def meta_policy(scripts: Markup) -> str:
    """Return the policy of a page with these scripts for its meta element, which may not contain `frame-ancestors`."""
    return policy(scripts.encode()).replace("; frame-ancestors *", "")


def _source_text(metadata: ExportMetadata) -> str:
    return " ".join(filter(None, [metadata.source_line, metadata.unit_note, to_text(metadata.rights)]))


def heights(metadata: ExportMetadata) -> tuple[int, int]:
    """Return the heights in px at which frames of 390 px and of 720 px show the chart with title, legend and source."""
    return _height(metadata, 390, "phone", 12, 16, 22, 15, 13), _height(metadata, 720, "tablet", 20, 20, 25, 16, 14)


def _height(
    metadata: ExportMetadata, width: int, size: str, top: int, side: int, large: int, text: int, small: int
) -> int:
    """Return the height in a frame `width` px wide, with the margins and type sizes (px) of the style sheet."""
    max_width = width - 2 * side - _SCROLL_BAR
    quiet = [
        metadata.chart.question,
        metadata.description.unit,
        to_text(metadata.description.legend),
        f"{_source_text(metadata)} {metadata.shown_address}",
    ]
    rows = sum(len(break_lines(part, "sans", small, max_width)) for part in quiet)
    texts = (
        rows * small * 1.5
        + len(break_lines(metadata.finding, "sans", text, max_width)) * text * 1.5
        + len(break_lines(metadata.description.title, "serif", large, max_width)) * large * 1.15
    )
    return int(
        top + texts + metadata.chart.figure(metadata.view.with_selection(size=size))["layout"]["height"] + 6 * 6 + top
    )


LABEL, NOTE = words("files.html-label"), words("files.html-note")

EXPORT = Export("html", "text/html; charset=utf-8", render, LABEL, NOTE, themed=True, policy=policy)
