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
from dashboard.text.forms.arguments import Choice, Name
from dashboard.text.sentence import words

# Formats that presenters need most, in that order; the rest follow in the order of the registry.
_FIRST = ("png", "pptx", "pdf", "svg", "html")


def link(view: View, chart: Chart) -> Component:
    """Return the link that opens the dialog for a chart. Without scripts it leads to the picture."""
    query = to_query(view.package, view.selection, presentation=False)
    address = f"/charts/{chart.id}.png{'?' if query else ''}{query}"
    return html.A(
        words("export-dialog.open"),
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
        f"{escape(label)}</label>"
        for n, (v, label, more) in enumerate(values)
    )
    return f"<fieldset><legend>{escape(legend)}</legend>{items}</fieldset>"


def _button(do: str, label: str) -> str:
    return f'<button type="button" class="pill" data-do="{do}">{escape(label)}</button>'


def _citation(name: str, form: str, rows: int) -> str:
    return (
        f'<p class="export-cite"><label for="export-{name}">{form}</label> '
        f"{_button(name, words('export-dialog.copy-citation', form=Name(form)))}</p>"
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
    sizes = [(s, words("export-dialog.size-name", size=Choice(s)), "") for s in style.FRAMES]
    themes = [(t, words("export-dialog.theme-name", theme=Choice(t)), "") for t in THEMES]
    said = {
        k: escape(words(f"export-dialog.{k}")) for k in ("title", "close", "preview", "download", "all-charts", "cite")
    }
    return (
        '<form id="export-form" method="dialog">'
        f'<div class="panel-head"><h2 id="export-title" tabindex="-1">{said["title"]}</h2>'
        f'<span><button type="button" data-do="close">{said["close"]}</button></span></div>'
        '<div class="export-body"><p id="export-chart"></p>'
        f'<figure><img id="export-preview" alt="{said["preview"]}">'
        '<figcaption id="export-note"></figcaption></figure>'
        f"{_radio_group('format', words('export-dialog.format'), formats)}"
        f"{_radio_group('size', words('export-dialog.size'), sizes)}"
        f"{_radio_group('theme', words('export-dialog.theme'), themes)}"
        f'<p class="export-do"><a id="export-file" class="pill" download>{said["download"]}</a>'
        f"{_button('picture', words('export-dialog.copy-picture'))}"
        f"{_button('link', words('export-dialog.copy-link'))}"
        f"{_button('embed', words('export-dialog.copy-embed-code'))}"
        f'<a id="export-deck" class="pill" download>{said["all-charts"]}</a></p>'
        '<p id="export-status" role="status"></p>'
        f"<h3>{said['cite']}</h3>"
        f"{_citation('apa', 'APA', 3)}{_citation('bibtex', 'BibTeX', 9)}"
        "</div></form>"
    )
