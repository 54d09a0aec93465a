"""The figure itself, with its words, table and sources in `layout.meta`."""

import orjson

from dashboard.charts.base import Chart, View
from dashboard.exports.about import About
from dashboard.exports.base import Export
from dashboard.views import chart_json


def render(chart: Chart, view: View, address: str) -> bytes:
    figure = orjson.loads(chart_json(view.package, chart.id, view.selection))
    about = About(chart, view, address)
    figure["layout"]["meta"] |= {"citations": about.citations, "licence": about.licences, "evidence": about.evidence, "address": address}
    return orjson.dumps(figure)


EXPORT = Export("json", "application/json", render, "Figure (plotly JSON)")
