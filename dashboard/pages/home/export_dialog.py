"""Build the export dialog: one for all charts, with choices from the registries of formats, sizes and themes."""

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from dashboard import style
from dashboard.charts.base import Chart
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.exports.registry import Export, formats
from dashboard.exports.rendering.markup import render
from dashboard.pages.html.to_html import attrs
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


def dialog() -> Markup:
    """Return the dialog as HTML, to be put into the page once; `assets/export.js` fills it."""
    return render("dialog", formats=_ordered_formats(), sizes=list(style.FRAMES), themes=list(style.THEMES))
