"""Hold everything that depends on how Dash works inside: its index, configuration, scripts, and a component of ours.

`dash.Dash` serves every page that is read, from components; `interpolate_index` puts them into the HTML that is sent,
so that a page reads before any script has run. What Dash's renderer holds (`live`) comes last.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from dash import ClientsideFunction, Dash, Input, Output, html
from dash.development.base_component import Component
from flask import Flask, abort, g, has_request_context, request

from dashboard.charts.base import charts
from dashboard.data.package import Package
from dashboard.exports.metadata import NAME
from dashboard.pages import addresses
from dashboard.pages.home import page, render
from dashboard.pages.html import document

_SCRIPTS = re.compile(r'<script src="(/_dash-component-suites/[^"]+)"></script>')
# Components that no page here has, and what browsers older than 2018 lack.
_UNUSED = re.compile(r"/(dcc|dash_table)/|/polyfill@")
START = b"var renderer = new DashRenderer();\n"


class Graph(Component):
    """The live chart as a Dash component: what dcc.Graph is, for a page that shows its chart before Dash is there.

    dcc.Graph draws once React has mounted it, into an element of its own, so a reader would wait for Dash to see what
    plotly can draw at once, and see it drawn twice. Here `assets/graph.js` draws into the page as it was sent, and the
    component gives Dash what is clicked. It also saves a reader dcc's 100 kB.

    `id` is the id of the element that holds the chart; `clickData` the mark that was clicked last, as in dcc.Graph.
    """

    _namespace = "dashboard"
    _type = "Graph"
    _children_props: list[str] = []
    _base_nodes = ["children"]
    _prop_names = ["id", "clickData"]
    _valid_wildcard_attributes: list[str] = []
    available_properties = ["id", "clickData"]
    available_wildcard_properties: list[str] = []

    def __init__(self, id: str):
        super().__init__(id=id)


class DashboardApp(Dash):
    """Dash with the page's text inside the HTML it sends."""

    package: Package
    # None until the scripts are collected: then the index is what Dash would load.
    page_scripts: document.Scripts | None = None

    def _config(self) -> dict[str, object]:
        """Return Dash's own, without the token it draws for each page load: only background callbacks need it."""
        return {name: value for name, value in super()._config().items() if name != "end_id"}

    def index(self, *args: object, **parts: object) -> str:
        """Return the page at the requested path: one that needs no script is sent without Dash's own."""
        if not addresses.is_plain(request.path):
            return str(super().index(*args, **parts))
        try:
            title, text = addresses.plain_page(self.package, request.path, query())
        except KeyError:
            abort(404)
        return document.plain_document(title, text, request.args.get("theme", ""), query())

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        """Return the HTML of a live page, with its text and first picture before all scripts."""
        if self.page_scripts is None:
            return "".join(parts[name] for name in ("app_entry", "config", "scripts", "renderer"))
        title, text, g.finished = render.page_html(self.package, query(), addresses.chart_at(request.path))
        return document.live_document(title, text, request.args.get("theme", ""), self.page_scripts, parts["config"])


def query() -> str:
    """Return the query of the request, as text whatever its bytes."""
    return request.query_string.decode(errors="replace")


def scripts(index: str) -> list[str]:
    """Return the addresses of the scripts that Dash's own index loads and these pages use."""
    return [url for url in _SCRIPTS.findall(index) if not _UNUSED.search(url)]


def create_shell(package: Package) -> DashboardApp:
    """Return a Dash app of a package, with its layout and callbacks, and none of our routes."""
    flask: Any = Flask(__name__, static_folder=None)
    app = DashboardApp(
        __name__,
        server=flask,
        include_assets_files=False,
        title=NAME,
        update_title="",
        serve_locally=True,
        enable_mcp=False,
        add_log_handler=False,
    )
    app.package = package
    app.layout = _layout
    app.validation_layout = live()  # type: ignore[assignment]
    # It runs in the browser and requests cacheable addresses: a callback on the server would be a POST that nobody
    # can cache.
    app.clientside_callback(
        ClientsideFunction("panel", "clicked"),
        Output("clicked", "title"),
        *[Input(f"{chart}-graph", "clickData", allow_optional=True) for chart in charts()],
        prevent_initial_call=True,
    )
    return app


def _layout() -> Component:
    """Return the layout of the page that asks: its renderer names it as the referrer."""
    asking = urlsplit((request.referrer if has_request_context() else "") or "")
    return live(addresses.chart_at(asking.path))


def live(only: str | None = None) -> Component:
    """Return what Dash's renderer holds: the live charts, drawn by `graph.js` in the page, and a place for answers."""
    return html.Div([*[Graph(f"{chart.id}-graph") for chart in page.shown_charts(only)], html.Div(id="clicked")])


def is_page_request() -> bool:
    """Return whether Dash's index answers the present request."""
    return request.endpoint in ("/", "/<path:path>")
