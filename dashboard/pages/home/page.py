"""Build the page: fixed parts, and regions whose content follows from the view.

It travels as HTML, whole in the first answer and by region after every change of a control, because thousands of table
cells as components take seconds in the browser. Dash renders only the live charts (`dash_shell.live`).
"""

from collections.abc import Callable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.charts.base import Chart, Description, Figure, charts
from dashboard.data.package import Package
from dashboard.data.parameters import Misread
from dashboard.data.view import View
from dashboard.exports.metadata import NAME
from dashboard.pages.evidence import filters
from dashboard.pages.home import controls, export_dialog, section
from dashboard.pages.home.first_picture import FirstPicture
from dashboard.pages.home.section import Regions, first_chart
from dashboard.pages.html import components
from dashboard.pages.html.to_html import attrs
from dashboard.pages.reference.glossary import with_terms
from dashboard.text import findings, how_sure
from dashboard.text.forms.arguments import Listed, Name, yes
from dashboard.text.sentence import words
from dashboard.text.wording.selection_words import problem_in_words

# Chart id → its description under a view.
Descriptions = Mapping[str, Description]
# Other pages, by their paths and messages.
_PAGES = ("evidence", "events", "pairs", "sources", "methods", "glossary", "present")


def describe(view: View, only: str | None = None) -> Descriptions:
    """Return the descriptions of all charts, or of `only` one, under a view."""
    return {chart.id: chart.describe(view) for chart in shown_charts(only)}


def regions(view: View, problems: list[Misread], descriptions: Descriptions) -> Regions:
    """Return the content of every region by id: all that a control changes on the page, except the figures."""
    content: Regions = {
        "headline": components.runs(findings.headline(view)),
        "lead": [html.Span(with_terms((sentence,))) for sentence in how_sure.lead_sentence(view)],
        "further": with_terms(how_sure.further(view)),
        **controls.regions(view),
        "known": filters.record_note(view),
        "problems": _problems(problems),
    }
    for chart, description in descriptions.items():
        content |= section.regions(view, charts()[chart], description)
    return content


def shown_charts(only: str | None) -> list[Chart]:
    """Return the charts of a page: `only` one, or all."""
    return [c for c in charts().values() if only in (None, c.id)]


def figures(view: View, only: str | None = None) -> dict[str, Figure]:
    """Return the figures by chart id."""
    return {c.id: c.figure(view, invites=True) for c in shown_charts(only)}


def _problems(problems: list[Misread]) -> list[Component]:
    if not problems:
        return []
    return [
        html.P(words("errors.nearest-view")),
        html.Ul([html.Li(str(problem_in_words(p))) for p in problems]),
    ]


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
    row = controls.row(fill)
    export: Any = export_dialog.dialog()

    def part(tag: Callable[..., Component], name: str, **more: object) -> Component:
        return tag(fill.get(name), id=name, **attrs({"data-region": ""}), **more)

    return html.Div(
        [
            html.A(words("page.skip"), href="#charts", className="skip"),
            html.Header([html.A(NAME, href="/", className="name"), *_nav(shown)], className="top"),
            html.Main(
                [
                    part(html.Div, "problems", role="status", className="problems"),
                    *([] if alone else [part(html.H1, "headline"), part(html.P, "lead", className="lead")]),
                    part(html.Div, "known"),
                    html.Div(
                        [
                            section.section(c, fill, first, c is shown[0], alone, row if c is shown[0] else None)
                            for c in shown
                        ],
                        id="charts",
                    ),
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


def _nav(shown: list[Chart]) -> list[Component]:
    """Return the menu of charts, which says where the reader is, and the other pages: in a menu on a narrow screen."""
    charts_here = [html.A(c.name, href=f"#{c.id}", **attrs({"data-chart-link": c.id})) for c in shown]
    here = (
        html.Details(
            [
                html.Summary([html.Span(words("page.charts"), id="where"), html.Span("", className="caret")]),
                html.Div(charts_here, className="sheet"),
            ],
            className="menu",
        )
        if len(shown) > 1
        else html.A(words("page.all-charts"), href="/")
    )
    dark = html.Button(
        words("page.dark"), id="theme", type="button", **attrs({"aria-label": words("page.change-theme")})
    )
    caret = html.Span("", className="caret")
    folded = html.Details(
        [html.Summary([words("page.menu"), caret]), html.Div(_page_links(), className="sheet")], className="menu folded"
    )
    return [
        html.Nav([here], className="charts-here", **attrs({"aria-label": words("page.on-this-page")})),
        html.Nav(
            [html.Div(_page_links(), className="unfolded"), folded, dark], **attrs({"aria-label": words("page.pages")})
        ),
    ]


def _page_links() -> list[Component]:
    return [html.A(words(f"page.{name}"), href=f"/{name}", **attrs({"data-carry": ""})) for name in _PAGES]


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
