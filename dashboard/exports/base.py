"""What an export is: an ending, a type, and a function from a chart's view to bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.charts.base import Chart
from dashboard.data.view import View

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True)
class Export:
    """`render(chart, view, address)` gives the file; `address` is where the view lives.

    `label` names the format in a menu, `note` says there what is in a file that is no picture. `themed` is true where a
    theme changes the file. `browser` is true for what needs a browser on the server to be drawn;
    `policy`, where given, is the content policy of a file that is a page of its own.
    """

    ending: str
    mimetype: str
    render: Callable[[Chart, View, str], bytes]
    label: str = ""
    note: str = ""
    themed: bool = False
    browser: bool = False
    policy: Callable[[bytes], str] | None = None
