"""The chart as one page that needs nothing else: interactive, with its table and sources, and it opens offline."""

import re
from html import escape

from dashboard import style
from dashboard.charts.base import Figure
from dashboard.exports.json_text import to_json
from dashboard.exports.metadata import NAME, ExportMetadata
from dashboard.exports.registry import Export
from dashboard.exports.rendering import browser
from dashboard.exports.rendering.markup import script_digest, sentence_html, sources_html, table_html
from dashboard.exports.rendering.measure import break_lines
from dashboard.text.sentence import join_runs

_DRAWN = ("wide", "tablet", "phone")
# Width of a scroll bar, px.
_BAR = 10
SCRIPT = re.compile(rb"<script[^>]*>(.*?)</script>", re.S)
_WIDTHS = """
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
    """The content policy of a page: its own scripts by their digests, nothing from elsewhere, and anybody may embed it."""
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
        # a frame that is too low shows that there is more; some systems hide their own bar
        f"html{{overflow-y:scroll}}::-webkit-scrollbar{{width:{_BAR}px;height:{_BAR}px}}::-webkit-scrollbar-thumb{{background:{theme.absent};border-radius:5px}}"
        "main{max-width:1160px;margin:0 auto;padding:20px}h1,p,figure{margin:0 0 6px}"
        f"h1{{font:600 clamp(24px,3.4vw,36px)/1.15 {style.SERIF};text-wrap:balance}}"
        f"p{{max-width:75ch}}.quiet,figcaption,footer,caption{{color:{theme.quiet};font-size:14px}}"
        f".a_to_b{{color:{theme.a_to_b}}}.b_to_a{{color:{theme.b_to_a}}}a{{color:inherit}}.source{{max-width:none;overflow-wrap:anywhere}}"
        "@media(max-width:700px){main{padding:12px 16px}body{font-size:15px}h1{font-size:22px}.quiet,figcaption{font-size:13px}}"
        f"footer{{border-top:1px solid {theme.line};padding-top:8px;margin-top:8px}}.scroll{{overflow:auto;max-height:480px}}"
        f"table{{border-collapse:collapse;font-size:14px}}caption{{text-align:left}}th,td{{text-align:left;padding:3px 14px 3px 0;border-bottom:1px solid {theme.line};vertical-align:top}}"
        "th[scope=row]{font-weight:400}.n{text-align:right;font-variant-numeric:tabular-nums}.note{display:block}li{margin:.3em 0}"
    )


def json_text(value: object) -> str:
    """JSON that cannot end the script element it stands in."""
    return to_json(value).decode().replace("<", "\\u003c")


def render(about: ExportMetadata) -> bytes:
    said, words = about.description, about.words
    figures = {size: without_click(about.chart.draw(about.view.with_selection(size=size))) for size in _DRAWN}
    bundle = (style.ASSETS / "plotly-basic.min.js").read_text(encoding="utf-8")
    table = table_html(said.table, f"{about.title} {words}")
    contested = "".join(f"<li>{escape(c)}</li>" for c in about.contested)
    body = f"""<main>
<p class="quiet">{escape(about.chart.question)}</p>
<h1>{sentence_html(said.title)}</h1>
<p>{sentence_html(about.finding)}</p>
<figure aria-label="{escape(about.alt, quote=True)}"><p class="quiet">{escape(said.unit)}</p><div id="chart" aria-hidden="true"></div>
<figcaption>{escape(said.legend)}</figcaption></figure>
<p class="quiet source">{escape(_source(about))} {f'<a href="{escape(about.address, quote=True)}" target="_blank" rel="noopener">{escape(about.address)}</a>' if about.linked else escape(about.address)}</p>
<details><summary>Table</summary>{table}</details>
{f"<details><summary>What is contested</summary><ul>{contested}</ul></details>" if contested else ""}
<details><summary>Sources</summary>{sources_html(about.view, said.sources)}</details>
<footer><p>{escape(words)}. Release: {escape(about.release)}. {escape(about.evidence)}.</p></footer>
</main>"""
    scripts = f'<script type="application/json" id="figures">{json_text(figures)}</script><script>{bundle}</script><script>{_WIDTHS}</script>'
    inside = policy(scripts.encode()).replace("; frame-ancestors *", "")  # a page's own element cannot say that
    metas = {
        "description": f"{about.chart.question} {about.sentence}",
        "dcterms.source": about.fields["Sources"],
        "dcterms.rights": about.licences,
        "dcterms.identifier": about.address,
        "dcterms.hasVersion": about.view.package.version,
        "generator": NAME,
    }
    named = "".join(f'<meta name="{k}" content="{escape(v, quote=True)}">' for k, v in metas.items())
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{escape(inside, quote=True)}"><title>{escape(about.title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{named}<link rel="icon" href="data:,"><style>{_css(about.view.theme)}</style>'
    )
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>{body}{scripts}</body></html>\n'.encode()


def _source(about: ExportMetadata) -> str:
    """What stands under the chart: its source, licence and data version."""
    return " ".join(
        filter(
            None, [about.source_line, about.unit_note, f"{about.licences}. Data version {about.view.package.version}."]
        )
    )


def heights(about: ExportMetadata) -> tuple[int, int]:
    """Heights in px at which the page shows its chart with title, legend and source in a frame of 390 px and of 720 px."""
    return _height(about, 390, "phone", 12, 16, 22, 15, 13), _height(about, 720, "tablet", 20, 20, 25, 16, 14)


def _height(
    about: ExportMetadata, width: int, size: str, top: int, side: int, large: int, text: int, small: int
) -> int:
    """The same in a frame `width` wide, with the margins and type sizes of the style sheet."""
    most = width - 2 * side - _BAR
    quiet = [
        about.chart.question,
        about.description.unit,
        about.description.legend,
        f"{_source(about)} {about.address}",
    ]
    rows = sum(len(break_lines(join_runs(part), "sans", small, most)) for part in quiet)
    words = (
        rows * small * 1.5
        + len(break_lines(about.finding, "sans", text, most)) * text * 1.5
        + len(break_lines(about.description.title, "serif", large, most)) * large * 1.15
    )
    return int(top + words + about.chart.draw(about.view.with_selection(size=size))["layout"]["height"] + 6 * 6 + top)


def without_click(figure: Figure) -> Figure:
    """The figure, without the invitation to click: here no sources open."""
    for trace in figure["data"]:
        if isinstance(trace.get("hovertext"), list):
            trace["hovertext"] = [
                re.sub(r"<br>Click [^<]*$", "", text) if isinstance(text, str) else text for text in trace["hovertext"]
            ]
    return figure


NOTE = "One page that needs nothing else: the chart, which answers to the mouse, its table, what is contested, and sources. It fits the width of its window, opens offline, and any site may embed it."

EXPORT = Export(
    "html", "text/html; charset=utf-8", render, "Page for a website (HTML)", NOTE, themed=True, policy=policy
)
