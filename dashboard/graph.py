"""The live chart as a Dash component: what dcc.Graph is, for a page that shows its chart before Dash is there.

dcc.Graph draws when React has mounted it, into an element of its own, so a reader would wait for Dash to see
what plotly can draw at once, and see it drawn twice. Here `assets/graph.js` draws into the page as it was sent,
and the component gives Dash what is clicked. It also saves a reader dcc's 100 kB.
"""

from __future__ import annotations

from dash.development.base_component import Component


class Graph(Component):
    """`id` is the id of the element that holds the chart; `clickData` the mark that was clicked last, as in dcc.Graph."""

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
