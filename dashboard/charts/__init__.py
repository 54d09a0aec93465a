"""The charts, one file each. A new file with a `CHART` joins the page and every export by itself."""

from importlib import import_module
from pkgutil import iter_modules

from dashboard.charts.base import Chart

_found = [import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__)]
CHARTS: dict[str, Chart] = {
    c.id: c for c in sorted((m.CHART for m in _found if hasattr(m, "CHART")), key=lambda c: c.order)
}
"""Chart id → chart, in the order of the page."""
