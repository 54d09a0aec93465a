"""What is drawn for slides can be read from the back row: 18 points on a page 7.5 inches high."""

from dataclasses import replace

import pytest

from dashboard.charts.base import charts
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.pages.present.slides import STAGES
from dashboard.style import FRAMES

POINTS_OF_PX = 72 / 96
LARGE = [chart.id for chart in charts().values() if not chart.crowded]


def sizes(part):
    """Every size of type in a figure, px; those of markers and lines are none."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key.endswith("font") and isinstance(value, dict) and "size" in value:
                yield value["size"]
            yield from sizes(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from sizes(value)


def test_only_charts_with_many_rows_have_smaller_type():
    assert set(LARGE) == {"direction", "balance", "dependence", "revisions", "evidence"}


@pytest.mark.parametrize("frame", [FRAMES["wide"], STAGES["wide"]], ids=["file", "talk"])
@pytest.mark.parametrize("chart", LARGE)
def test_type_in_a_chart_for_slides_is_at_least_18_points(package, chart, frame):
    view = replace(View(package, parse_strict(package, "")), drawn=frame.drawing(frame.least))
    found = list(sizes(charts()[chart].figure(view)))
    assert len(found) > 3
    assert min(found) * POINTS_OF_PX >= 18
