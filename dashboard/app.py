"""Wires a package to a Dash app: pages, files, callbacks, headers. Decides nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dash import Dash, html
from flask import Flask, has_request_context, request

from dashboard import callbacks, layout, routes, server
from dashboard.charts.base import View
from dashboard.data import Package
from dashboard.htmltext import to_html
from dashboard.selection import parse

ASSETS = Path(__file__).parent / "assets"


class _App(Dash):
    """Dash with the page's text inside the HTML it sends, so that it reads before any script has run."""

    package: Package

    def interpolate_index(self, **parts: Any) -> str:
        only = routes.chart_of(request.path)
        selection, problems = parse(self.package, request.query_string.decode())
        text = to_html(layout.page(View(self.package, selection), problems, only))
        return server.document(parts, text, selection.theme)


def create_app(package: Package) -> Dash:
    """A Dash app that serves one package. Nothing is shared between two apps in one process."""
    app = _App(
        __name__, server=Flask(__name__, static_folder=None), assets_folder=str(ASSETS), title=layout.NAME,
        update_title="", serve_locally=True, enable_mcp=False, add_log_handler=False,
        assets_ignore=r"OFL|LICENSE",
    )  # fmt: skip
    app.package = package

    def page() -> html.Div:
        """The layout of the page that asks: its address is the referrer of the request."""
        asking = urlsplit((request.referrer if has_request_context() else "") or "")
        selection, problems = parse(package, asking.query)
        return layout.page(View(package, selection), problems, routes.chart_of(asking.path))

    app.layout = page
    app.validation_layout = layout.page(View(package, parse(package, "")[0]), [])
    callbacks.register(app, package)
    routes.register(app.server, package)
    server.harden(app)
    return app
