"""Build the page: fixed parts, and regions whose content follows from the view.

It travels as HTML, whole in the first answer and by region after every change of a control, because thousands of table
cells as components take seconds in the browser. Dash renders only the live charts (`dash_shell.live`).
"""

from collections.abc import Callable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from dashboard.charts.base import Chart, Description, Figure, charts
from dashboard.data.package import Package
from dashboard.data.parameters import Misread
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.exports.metadata import NAME, NOT_MONEY
from dashboard.exports.rendering.markup import render
from dashboard.pages.evidence import filters
from dashboard.pages.home import export_dialog
from dashboard.pages.home.first_picture import FirstPicture
from dashboard.pages.home.local_share import local_share
from dashboard.pages.html import components
from dashboard.pages.html.to_html import attrs
from dashboard.text import findings
from dashboard.text.forms.arguments import Listed, Name, yes
from dashboard.text.selection_words import in_words, problem_in_words
from dashboard.text.sentence import to_text, words

# Controls of a chart that are more than the values of a parameter.
_CONTROLS = {"claims": filters.claim_controls}
# Regions whose text depends on the page's width. Keyboard marks may too, but are not sent with the page.
SIZED = ("promised-table", "evidence-links")
# Region id → content: components, strings, or lists of them.
Regions = dict[str, Any]
# Chart id → its description under a view.
Descriptions = Mapping[str, Description]


def describe(view: View, only: str | None = None) -> Descriptions:
    """Return the descriptions of all charts, or of `only` one, under a view."""
    return {chart.id: chart.describe(view) for chart in shown_charts(only)}


def regions(view: View, problems: list[Misread], descriptions: Descriptions) -> Regions:
    """Return the content of every region by id: all that a control changes on the page, except the figures."""
    content: Regions = {
        "headline": components.runs(findings.headline(view)),
        "lead": components.runs(findings.lead_sentence(view)),
        "local": local_share(view),
        "controls": components.controls(view),
        "known": filters.known_on_controls(view, "page"),
        "problems": _problems(problems),
    }
    for chart, description in descriptions.items():
        content |= _chart_regions(view, charts()[chart], description)
    return content


def shown_charts(only: str | None) -> list[Chart]:
    """Return the charts of a page: `only` one, or all."""
    return [c for c in charts().values() if only in (None, c.id)]


def figures(view: View, only: str | None = None) -> dict[str, Figure]:
    """Return the figures by chart id."""
    return {c.id: c.figure(view, invites=True) for c in shown_charts(only)}


def _chart_regions(view: View, chart: Chart, description: Description) -> Regions:
    selected = description.words or in_words(view.package, view.selection)
    table = components.data_table(description.table, f"{to_text(description.title)} {selected}")
    csv = f"/charts/{chart.id}.csv"
    query = to_query(view.package, view.selection, presentation=False)
    return {
        f"{chart.id}-title": components.runs(description.title),
        f"{chart.id}-sentence": components.runs(description.sentence),
        f"{chart.id}-unit": description.unit,
        f"{chart.id}-legend": components.runs(description.legend),
        f"{chart.id}-tools": [part for name in chart.controls for part in _control(view, chart, name)],
        f"{chart.id}-links": _links(description),
        f"{chart.id}-file": export_dialog.link(view, chart),
        f"{chart.id}-marks": _marks(chart, description),
        f"{chart.id}-table": [
            html.P(html.A(words("page.download-table"), href=f"{csv}?{query}" if query else csv)),
            table,
        ],
        f"{chart.id}-sources": components.source_list(view, description.sources),
        f"{chart.id}-source": f"{_source_text(view, description)} {selected}.",
    }


def first_chart() -> str:
    """Return the id of the chart that opens the page; its finding is the headline."""
    return next(iter(charts()))


def _control(view: View, chart: Chart, name: str) -> list[Component]:
    return _CONTROLS[name](view) if name in _CONTROLS else [components.choice(view, chart.id, name)]


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
    sources = view.package.tables["sources"]
    titles = sources[sources.source_id.isin(description.sources)].title
    tail = f" {NOT_MONEY}" if description.volume else ""
    return words("page.source", titles=Name("; ".join(titles))) + tail


def _marks(chart: Chart, description: Description) -> Markup:
    """Return the marks for the keyboard: one tab stop per chart, arrow keys between marks, Enter for the sources."""
    return render("marks", chart=chart.id, marks=description.marks)


def _problems(problems: list[Misread]) -> list[Component]:
    if not problems:
        return []
    return [
        html.P(words("errors.nearest-view")),
        html.Ul([html.Li(str(problem_in_words(p))) for p in problems]),
    ]


def _place(cid: str, first: FirstPicture, opens: bool) -> Component:
    """Return the place of a live chart, as high as the chart; the first one of a page shows the picture until then."""
    picture: Any = Markup(first.html) if opens and first.html else None
    return html.Div(picture, id=f"{cid}-graph", className="plot", style=first.place(cid))


def _section(chart: Chart, fill: Regions, first: FirstPicture, opens: bool, alone: bool) -> Component:
    """Return one chart with its words, marks, table and sources.

    The opening chart's title is the page's headline; a page of one chart has that chart's title. Closed parts, most of
    a page's elements, are packed: browsers with scripts see them as text until they are opened or the page is idle.
    """
    cid, opening = chart.id, chart.id == first_chart()

    def part(
        tag: Callable[..., Component], name: str, class_name: str = "", packed: bool = False, **more: object
    ) -> Component:
        region = f"{cid}-{name}"
        return tag(
            html.Noscript(fill.get(region)) if packed else fill.get(region),
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
    return html.Section(
        [
            html.Div(head, hidden=opening),
            part(html.Div, "tools", "tools"),
            html.Figure(
                [
                    part(html.P, "unit", "unit"),
                    html.Div(_place(cid, first, opens), className="graph", **attrs({"aria-hidden": "true"})),
                    None if opens and first.html else html.Noscript(unscripted),
                    part(html.Div, "marks", "marks", role="group", **attrs({"aria-label": keys})),
                    html.Figcaption([part(html.Span, "legend"), part(html.Span, "source")]),
                ]
            ),
            part(html.Div, "links", "links"),
            html.Div(
                [
                    *[
                        html.Details([html.Summary(words(f"page.{name}-of-chart")), part(html.Div, name, packed=True)])
                        for name in ("table", "sources")
                    ],
                    part(html.Div, "file"),
                ],
                className="under",
            ),
        ],
        id=cid,
        className="chart opening" if opening else "chart",
    )


def page(
    view: View, problems: list[Misread], descriptions: Descriptions, first: FirstPicture, only: str | None = None
) -> Component:
    """Return the page of a selection; `only` shows a single chart. `first` is the picture with which it opens.

    Keyboard marks, half of a page's bytes, need a script to be of use, so they come with the live charts.
    """
    fill = {
        name: content for name, content in regions(view, problems, descriptions).items() if not name.endswith("-marks")
    }
    shown, alone = shown_charts(only), only not in (None, first_chart())
    export: Any = export_dialog.dialog()

    def part(tag: Callable[..., Component], name: str, **more: object) -> Component:
        return tag(fill.get(name), id=name, **attrs({"data-region": ""}), **more)

    return html.Div(
        [
            html.A(words("page.skip"), href="#charts", className="skip"),
            html.Header([html.A(NAME, href="/", className="name"), _nav(shown)], className="top"),
            html.Main(
                [
                    part(html.Div, "problems", role="status", className="problems"),
                    *([] if alone else [part(html.H1, "headline"), part(html.P, "lead", className="lead")]),
                    part(html.Div, "local", className="local"),
                    part(html.Div, "controls"),
                    part(html.Div, "known"),
                    html.Div([_section(c, fill, first, c is shown[0], alone) for c in shown], id="charts"),
                ]
            ),
            _foot(view.package),
            _panel_dialog(),
            html.Dialog(export, id="export", **attrs({"aria-labelledby": "export-title", "data-region": ""})),
        ],
        id="page",
        **attrs({"data-version": view.package.version, "data-only": only, "data-drawn": view.selection.size}),
    )


def _panel_dialog() -> Component:
    buttons = [
        html.Button(words("page.back"), id="panel-back", type="button", hidden=True),
        html.Button(words("page.close"), id="panel-close", type="button"),
    ]
    title = html.H2(words("page.panel-title"), id="panel-title", tabIndex=-1)
    return html.Dialog(
        [
            html.Div([title, html.Span(buttons)], className="panel-head"),
            html.Div(id="panel-body", **attrs({"aria-live": "polite"})),
        ],
        id="panel",
        **attrs({"aria-labelledby": "panel-title"}),
    )


def _chart_link(chart: Chart) -> Component:
    return html.A(chart.name, href=f"#{chart.id}", className="" if chart.foremost else "minor")


def _nav(shown: list[Chart]) -> Component:
    links = [_chart_link(c) for c in shown] if len(shown) > 1 else [html.A(words("page.all-charts"), href="/")]
    links += [
        html.A(words(f"page.{name}"), href=f"/{name}", **attrs({"data-carry": ""}))
        for name in ("present", "events", "sources", "methods")
    ]
    dark = html.Button(
        words("page.dark"), id="theme", type="button", **attrs({"aria-label": words("page.change-theme")})
    )
    return html.Nav([*links, dark], **attrs({"aria-label": words("page.on-this-page")}))


def _foot(package: Package) -> Component:
    files = {
        "page.data-package": "/datapackage.json",
        "page.manifest": "/manifest.json",
        "page.claims-file": "/data/claims.csv",
        "page.series-file": "/data/series.csv",
    }
    links = [part for id, path in files.items() for part in (" · ", html.A(words(id), href=path))]
    return html.Footer(
        [
            html.P(
                components.paragraph(
                    "page.rests-on",
                    "page.tiv",
                    "page.data-version",
                    n=len(package.tables["claims"]),
                    registers=Listed(package.register_titles),
                    some=yes(package.register_titles),
                    version=Name(package.version),
                )
            ),
            html.P(links[1:]),
        ]
    )
