"""Wires a package to a Dash app: pages, files, callbacks, headers. Decides nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dash import Dash
from dash.development.base_component import Component
from flask import Flask, has_request_context, request

from dashboard import callbacks, claims, layout, routes, server, views
from dashboard.data import Package

ASSETS = Path(__file__).parent / "assets"


class _App(Dash):
    """Dash with the page's text inside the HTML it sends, so that it reads before any script has run."""

    package: Package

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
        title, text = views.page_html(self.package, routes.query(), routes.chart_of(request.path))
        return server.document(parts, title, text)


def create_app(package: Package) -> Dash:
    """A Dash app that serves one package. Nothing is shared between two apps in one process."""
    flask: Any = Flask(__name__, static_folder=None)
    app = _App(
        __name__, server=flask, assets_folder=str(ASSETS), title=layout.NAME,
        update_title="", serve_locally=True, enable_mcp=False, add_log_handler=False,
        assets_ignore=r"OFL|LICENSE",
    )  # fmt: skip
    app.package = package

    def skeleton() -> Component:
        asking = urlsplit((request.referrer if has_request_context() else "") or "")
        return layout.skeleton(package, routes.chart_of(asking.path))

    app.layout = skeleton
    app.validation_layout = layout.skeleton(package)  # type: ignore[assignment]
    claims.search(package, "first")  # so that no reader waits for the index of words
    callbacks.register(app)
    routes.register(app.server, package)
    server.harden(app)
    return app
