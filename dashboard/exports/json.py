"""The figure itself, with its words and table in `layout.meta`."""

from dashboard.charts.base import Chart, View
from dashboard.exports.base import Export
from dashboard.views import chart_json


def render(chart: Chart, view: View, address: str) -> bytes:
    return chart_json(view.package, chart.id, view.selection)


EXPORT = Export("json", "application/json", render)
