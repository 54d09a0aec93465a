"""What the page asks the server for. Each body parses the selection and draws."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboard.charts import CHARTS
from dashboard.charts.base import View
from dashboard.data import Package
from dashboard.selection import parse
from dashboard.sources_panel import find_mark, panel


def register(app: Dash, package: Package) -> None:
    """The callbacks of one app on one package."""

    @app.callback(Output("panel-body", "children"), Input("mark", "data"), prevent_initial_call=True)
    def show_sources(asked: dict[str, Any] | None) -> list[Component]:
        view = View(package, parse(package, str((asked or {}).get("query", "")))[0])
        return panel(view, find_mark(view, *_names(asked)))

    app.clientside_callback(ClientsideFunction("view", "ready"), Output("ready", "data"), Input("page", "id"))
    app.clientside_callback(
        ClientsideFunction("view", "clicked"),
        Output("clicked", "data"),
        *[Input(f"{chart}-graph", "clickData", allow_optional=True) for chart in CHARTS],
        prevent_initial_call=True,
    )


def _names(asked: dict[str, Any] | None) -> tuple[str, str]:
    if not isinstance(asked, dict) or not asked.get("chart"):
        raise PreventUpdate
    return str(asked["chart"]), str(asked["mark"])
