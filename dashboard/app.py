"""Wires a package to a Dash app: pages, files, callbacks, headers. Decides nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from dash import Dash
from dash.development.base_component import Component
from flask import Flask, g, has_request_context, request

from dashboard import callbacks, claims, layout, routes, server, views
from dashboard.bundles import Bundles, collect
from dashboard.data import Package


class _App(Dash):
    """Dash with the page's text inside the HTML it sends, so that it reads before any script has run."""

    package: Package
    bundles: Bundles | None = None

    def _config(self) -> Any:
        """Dash's own, without the token it draws for each page load: only background callbacks need it, and a page is the same for all."""
        return {name: value for name, value in super()._config().items() if name != "end_id"}

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
        if self.bundles is None:
            return "".join(parts[name] for name in ("app_entry", "config", "scripts", "renderer"))  # what Dash would load, asked for once to be bundled
        title, text, g.finished = views.page_html(self.package, routes.query(), routes.chart_of(request.path))
        return server.document(self.bundles, parts["config"], title, text)


def create_app(package: Package) -> Dash:
    """A Dash app that serves one package. Nothing is shared between two apps in one process."""
    flask: Any = Flask(__name__, static_folder=None)
    app = _App(
        __name__, server=flask, include_assets_files=False, title=layout.NAME,
        update_title="", serve_locally=True, enable_mcp=False, add_log_handler=False,
    )  # fmt: skip
    app.package = package

    def live() -> Component:
        asking = urlsplit((request.referrer if has_request_context() else "") or "")
        return layout.live(routes.chart_of(asking.path))

    app.layout = live
    app.validation_layout = layout.live()  # type: ignore[assignment]
    claims.search(package, "first")  # so that no reader waits for the index of words
    callbacks.register(app)
    routes.register(app.server, package)
    server.harden(app, package)
    client = app.server.test_client()
    app.bundles = collect(client.get("/").get_data(as_text=True), lambda url: client.get(url, buffered=True).get_data())
    server.serve_files(app, app.bundles)
    return app
