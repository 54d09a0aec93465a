"""What an export is: an ending, a type, and a function from a chart's view to bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.charts.base import Chart, View


@dataclass(frozen=True)
class Export:
    """`render(chart, view, address)` gives the file; `address` is where the view lives."""

    ending: str
    mimetype: str
    render: Callable[[Chart, View, str], bytes]
