"""A day on which no release of the register was there yet: its absence is said, and never shown as a finding."""

import pytest

from dashboard.charts.base import charts
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.text.forms.dates import day as spoken
from dashboard.text.sentence import to_text


def said(package, chart, query=""):
    return charts()[chart].describe(View(package, parse_strict(package, query)))


def drawn(package, chart, query=""):
    return charts()[chart].figure(View(package, parse_strict(package, query)))


def test_before_the_register_of_orders_was_there_promises_are_not_counted(package):
    description = said(package, "promised", "known_on=2022-09-01")
    assert (
        to_text(description.title)
        == "No register of orders held here was published by 1 September 2022, so promises cannot be held against what came."
    )
    assert len(description.table) == 1  # the one that claims tell of
    assert not any(
        " of 1" in a["text"] or "in full" in a["text"]
        for a in drawn(package, "promised", "known_on=2022-09-01")["layout"]["annotations"]
    )


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("day", ["1993-01-01", "2022-09-01"])
def test_before_the_first_release_each_chart_says_so_and_draws_no_empty_frame(package, day, size):
    words = f"No SIPRI release held here was published by {spoken(day)}, so "
    query = f"known_on={day}&size={size}"
    for chart in ("dependence", "revisions"):
        assert to_text(said(package, chart, query).title).startswith(words)
        figure = drawn(package, chart, query)
        assert (figure["data"], len(figure["layout"]["annotations"]), figure["layout"]["height"]) == ([], 1, 120)
    for chart in ("direction", "balance", "certainty"):
        assert to_text(said(package, chart, query).sentence).startswith(words + "documented transfers are counted. ")
    texts = [a["text"] for a in drawn(package, "certainty", query)["layout"]["annotations"]]
    assert not any("volume" in t or "local production" in t for t in texts)
    assert "The counts held here begin only with September 2022." in to_text(said(package, "launches", query).sentence)
    assert not any("  " in said(package, chart, query).words for chart in charts())
    assert "release" not in to_text(said(package, "dependence", query).sentence)
