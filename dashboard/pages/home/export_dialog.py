"""Build the export dialog: one for all charts, with choices from the registries of formats, sizes and themes."""

from html import escape

from dash import html
from dash.development.base_component import Component

from dashboard import style
from dashboard.charts.base import Chart
from dashboard.data.parameters import THEMES
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.exports.registry import Export, formats
from dashboard.pages.html.to_html import attrs

# Formats that presenters need most, in that order; the rest follow in the order of the registry.
_FIRST = ("png", "pptx", "pdf", "svg", "html")
_SIZE_NAMES = {
    "wide": "Slide, 16:9",
    "classic": "Slide, 4:3",
    "square": "Square",
    "print": "A4, landscape",
    "phone": "Phone, 9:16",
}
_THEME_NAMES = {"light": "Light", "dark": "Dark", "grey": "Grey, for print", "transparent": "No ground"}


def link(view: View, chart: Chart) -> Component:
    """Return the link that opens the dialog for a chart. Without scripts it leads to the picture."""
    query = to_query(view.package, view.selection, presentation=False)
    address = f"/charts/{chart.id}.png{'?' if query else ''}{query}"
    return html.A(
        "Export, copy, cite",
        href=address,
        className="export-open",
        **attrs({"data-export": chart.id, "aria-haspopup": "dialog"}),
    )


def _ordered_formats() -> list[Export]:
    rank = {ending: n for n, ending in enumerate(_FIRST)}
    return sorted((e for e in formats().values() if e.label), key=lambda e: rank.get(e.ending, len(rank)))


def _radio_group(name: str, legend: str, values: list[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<label><input type="radio" name="{name}" value="{escape(v)}"{" checked" if n == 0 else ""}{more}> '
        f"{escape(words)}</label>"
        for n, (v, words, more) in enumerate(values)
    )
    return f"<fieldset><legend>{legend}</legend>{items}</fieldset>"


def _citation(name: str, words: str, rows: int) -> str:
    return (
        f'<p class="export-cite"><label for="export-{name}">{words}</label> '
        f'<button type="button" class="pill" data-do="{name}">Copy {words}</button></p>'
        f'<textarea id="export-{name}" rows="{rows}" readonly></textarea>'
    )


def dialog() -> str:
    """Return the dialog as HTML, to be put into the page once; `assets/export.js` fills it."""
    formats = [
        (
            e.ending,
            e.label,
            f' data-themed="{str(e.themed).lower()}" data-browser="{str(e.browser).lower()}" '
            f'data-note="{escape(e.note)}"',
        )
        for e in _ordered_formats()
    ]
    sizes = [(s, _SIZE_NAMES.get(s, s), "") for s in style.FRAMES]
    themes = [(t, _THEME_NAMES.get(t, t), "") for t in THEMES]
    return (
        '<form id="export-form" method="dialog">'
        '<div class="panel-head"><h2 id="export-title" tabindex="-1">Export</h2>'
        '<span><button type="button" data-do="close">Close</button></span></div>'
        '<div class="export-body"><p id="export-chart"></p>'
        '<figure><img id="export-preview" alt="Preview of the picture">'
        '<figcaption id="export-note"></figcaption></figure>'
        f"{_radio_group('format', 'Format', formats)}{_radio_group('size', 'Size', sizes)}"
        f"{_radio_group('theme', 'Theme', themes)}"
        '<p class="export-do"><a id="export-file" class="pill" download>Download</a>'
        '<button type="button" class="pill" data-do="picture">Copy picture</button>'
        '<button type="button" class="pill" data-do="link">Copy link</button>'
        '<button type="button" class="pill" data-do="embed">Copy embed code</button>'
        '<a id="export-deck" class="pill" download>All charts as slides</a></p>'
        '<p id="export-status" role="status"></p>'
        "<h3>Cite this view</h3>"
        f"{_citation('apa', 'APA', 3)}{_citation('bibtex', 'BibTeX', 9)}"
        "</div></form>"
    )
