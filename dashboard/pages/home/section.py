"""Build one chart of the page: its words, its picture, what can be done with it, its table and sources."""

from collections.abc import Callable
from typing import Any

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from dashboard.charts.base import Chart, Description, charts
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.evidence.source_names import source_names
from dashboard.exports.metadata import NOT_MONEY
from dashboard.exports.rendering.markup import render
from dashboard.pages.evidence import filters
from dashboard.pages.home import export_dialog
from dashboard.pages.home.first_picture import FirstPicture
from dashboard.pages.html import components
from dashboard.pages.html.to_html import attrs
from dashboard.pages.reference.glossary import with_terms
from dashboard.text.forms.arguments import Name
from dashboard.text.sentence import to_text, words
from dashboard.text.wording.selection_words import in_words

# Controls of a chart that are more than the values of a parameter.
_CONTROLS: dict[str, Callable[[View, str], list[Component]]] = {
    "claims": lambda view, chart: filters.claim_controls(view),
    "known": filters.known_on_controls,
}
# Regions whose text depends on the page's width. Keyboard marks may too, but are not sent with the page.
SIZED = ("promised-table", "evidence-links")
# Region id → content: components, strings, or lists of them.
Regions = dict[str, Any]


def regions(view: View, chart: Chart, description: Description) -> Regions:
    """Return the content of a chart's regions by id."""
    selected = description.words or in_words(view.package, view.selection)
    table = components.data_table(description.table, f"{to_text(description.title)} {selected}")
    query = to_query(view.package, view.selection, presentation=False)
    return {
        f"{chart.id}-title": components.runs(description.title),
        f"{chart.id}-sentence": with_terms(description.sentence),
        f"{chart.id}-unit": with_terms(description.unit),
        f"{chart.id}-legend": with_terms(description.legend),
        f"{chart.id}-tools": [part for name in chart.controls for part in _control(view, chart, name)],
        f"{chart.id}-links": _links(description),
        f"{chart.id}-variants": _variants(description),
        f"{chart.id}-file": export_dialog.link(view, chart),
        f"{chart.id}-marks": _marks(chart, description),
        f"{chart.id}-data": _data_link(f"/charts/{chart.id}.csv", query),
        f"{chart.id}-table": table,
        f"{chart.id}-sources": components.source_list(view, description.sources),
        f"{chart.id}-source": f"{_source_text(view, description)} {selected}.",
    }


def first_chart() -> str:
    """Return the id of the chart that opens the page; its finding is the headline."""
    return next(iter(charts()))


def _control(view: View, chart: Chart, name: str) -> list[Component]:
    return _CONTROLS[name](view, chart.id) if name in _CONTROLS else [components.choice(view, chart.id, name)]


def _data_link(path: str, query: str) -> Component:
    return html.A(words("page.data"), href=f"{path}?{query}" if query else path, className="do")


def _links(description: Description) -> list[Component]:
    def item(text: str, query: str | None) -> Component:
        if query is not None and query.startswith(("/", "#")):
            return html.Li(html.A(text, href=query))
        return html.Li(
            text if query is None else html.A(text, href=f"?{query}" if query else "?", **attrs({"data-turn": ""}))
        )

    return [
        block
        for title, items in description.lists
        if items
        for block in (html.H3(title), html.Ul([item(*i) for i in items]))
    ]


def _source_text(view: View, description: Description) -> str:
    rows = (id for mark in description.marks for id in (*mark.basis, *mark.claims))
    named = source_names(view, description.sources, rows)
    tail = f" {NOT_MONEY}" if description.volume else ""
    return words("page.source", titles=Name(named)) + tail


def _marks(chart: Chart, description: Description) -> Markup:
    """Return the marks for the keyboard: one tab stop per chart, arrow keys between marks, Enter for the sources."""
    return render("marks", chart=chart.id, marks=description.marks)


def _variants(description: Description) -> Markup | str:
    """Return the table of other ways to count, each row with a link to its view where it has one."""
    found = description.variants
    return components.linked_table(found.table, found.title, found.queries) if found else ""


def _place(cid: str, first: FirstPicture, opens: bool) -> Component:
    """Return the place of a live chart, as high as the chart; the first one of a page shows the picture until then."""
    picture: Any = Markup(first.html) if opens and first.html else None
    return html.Div(picture, id=f"{cid}-graph", className="plot", style=first.place(cid))


def section(
    chart: Chart, fill: Regions, first: FirstPicture, opens: bool, alone: bool, row: Component | None
) -> Component:
    """Return one chart with its words, marks, table and sources; `row` is the row of controls, above the page's first.

    The opening chart's title is the page's headline; a page of one chart has that chart's title. Closed parts, most of
    a page's elements, are packed: browsers with scripts see them as text until they are opened or the page is idle.
    """
    cid, opening = chart.id, chart.id == first_chart() and not alone

    def part(
        tag: Callable[..., Component], name: str, class_name: str = "", packed: bool = False, **more: object
    ) -> Component:
        region = f"{cid}-{name}"
        return tag(
            html.Noscript(fill.get(region)) if packed and fill.get(region) else fill.get(region),
            id=region,
            className=class_name,
            **attrs({"data-region": "sized" if region in SIZED else ""}),
            **more,
        )

    head = [
        html.P(chart.question, className="question"),
        part(html.H1 if alone else html.H2, "title"),
        part(html.P, "sentence", "sentence"),
    ]
    keys = f"{words('page.marks-of')} {chart.question} {words('page.keys')}"
    unscripted = html.P(components.paragraph("page.needs-scripts", "page.numbers-below"), className="note")
    table = html.Details(
        [html.Summary(words("page.table-of-chart")), part(html.Div, "table", packed=True)], className="table"
    )
    variants = html.Details(
        [html.Summary(words("page.variants-of-chart")), part(html.Div, "variants", packed=True)], className="variants"
    )
    sources = html.Details([html.Summary(words("page.sources-of-chart")), part(html.Div, "sources", packed=True)])
    figure = html.Figure(
        [
            part(html.P, "unit", "unit"),
            html.Div(_place(cid, first, opens), className="graph", **attrs({"aria-hidden": "true"})),
            None if opens and first.html else html.Noscript(unscripted),
            part(html.Div, "marks", "marks", role="group", **attrs({"aria-label": keys})),
            table,
            html.Figcaption([part(html.Span, "legend"), part(html.Span, "source")]),
        ]
    )
    body = [
        part(html.Div, "tools", "tools"),
        html.Div([row, _do(part)], className="row"),
        figure,
        html.P(fill.get("further"), id="further", className="sentence", **attrs({"data-region": ""}))
        if opening
        else None,
        part(html.Div, "links", "links"),
        html.Div([variants, sources], className="under"),
    ]
    return html.Section(
        [html.Div(head, className="head", hidden=opening), html.Div(body, className="body")],
        id=cid,
        className="chart opening" if opening else "chart",
        **attrs({"data-name": chart.name}),
    )


def _do(part: Callable[..., Component]) -> Component:
    """Return what can be done with a chart in one press."""

    def button(name: str) -> Component:
        pressed = "false" if name == "table" else None
        said = words(f"page.do-{name}")
        return html.Button(said, type="button", className="do", **attrs({"data-do": name, "aria-pressed": pressed}))

    return html.Div(
        [button("table"), button("full"), part(html.Span, "data"), part(html.Span, "file")], className="actions"
    )
