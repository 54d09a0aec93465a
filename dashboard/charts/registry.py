"""Find the charts: one file or folder each. A new file with a `CHART` joins the page and every export by itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dashboard import charts as folder
from dashboard.charts.base import Chart
from etl.contracts.discovery import members


@cache
def charts() -> Mapping[str, Chart]:
    """Return chart id → chart, in the order of the page."""
    found = sorted(members(folder, "CHART").values(), key=lambda chart: chart.order)
    return MappingProxyType({chart.id: chart for chart in found})
