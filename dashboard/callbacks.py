"""The page's callbacks. They run in the browser and ask the cacheable addresses of `routes`: a Dash callback
on the server would be a POST, computed anew for every reader."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output

from dashboard.charts import CHARTS


def register(app: Dash) -> None:
    """The callbacks of one app: a mark was clicked."""
    app.clientside_callback(
        ClientsideFunction("panel", "clicked"),
        Output("clicked", "title"),
        *[Input(f"{chart}-graph", "clickData", allow_optional=True) for chart in CHARTS],
        prevent_initial_call=True,
    )
