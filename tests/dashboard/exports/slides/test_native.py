"""Charts that PowerPoint draws: the numbers of the table, in type that can be read from the back row."""

import io
import re

import pandas as pd
import pytest
from pptx import Presentation

from dashboard.charts.base import charts
from dashboard.exports.slides.native import POINTS

NATIVE = [c.id for c in charts().values() if c.native]


def chart_of(client, chart, query=""):
    deck = Presentation(io.BytesIO(client.get(f"/charts/{chart}.pptx?{query}").get_data()))
    return next(shape.chart for shape in deck.slides[0].shapes if shape.has_chart)


def table_of(client, chart, query=""):
    body = client.get(f"/charts/{chart}.csv?{query}").get_data()
    return pd.read_csv(io.BytesIO(body), comment="#")


def values(client, chart, query=""):
    """Series name → value by category."""
    plot = chart_of(client, chart, query).plots[0]
    return {s.name: dict(zip(plot.categories, s.values, strict=True)) for s in plot.series}


def test_all_but_lists_of_claims_are_charts_of_powerpoint():
    assert {*charts()} - {*NATIVE} == {"documented", "evidence"}


@pytest.mark.parametrize("chart", NATIVE)
def test_no_type_of_a_chart_is_smaller_than_18_points(client, chart):
    xml = chart_of(client, chart)._chartSpace.xml
    sizes = [int(size) for size in re.findall(r'\bsz="(\d+)"', xml)]
    assert sizes
    assert min(sizes) == 100 * POINTS == 1800


def test_the_chance_by_year_is_that_of_the_table(client):
    table = table_of(client, "certainty")
    drawn = values(client, "certainty")
    chance = drawn["Chance that the lead has changed"]
    assert list(map(int, chance)) == table["Data up to"].tolist()
    assert list(chance.values()) == table["Chance that the lead has changed"].tolist()
    spans = drawn["Chance with the spans of orders known now"]
    assert list(spans.values()) == table["Chance with the spans of orders known now"].tolist()


def test_launches_stand_once_with_or_without_decoys(client):
    table, drawn = table_of(client, "launches"), values(client, "launches")
    apart = [[v for v in series.values() if v is not None] for series in drawn.values()]
    assert [n for part in apart for n in part] == table.Launched.tolist()
    assert len(apart) == 2
    assert len(apart[1]) == table.Counted.fillna("").str.contains("decoys").sum() > 10


def test_releases_stand_side_by_side_with_nothing_where_one_does_not_cover_a_year(client):
    drawn = values(client, "revisions")
    assert list(drawn) == ["SIPRI 2024", "SIPRI 2025", "SIPRI 2026"]
    assert [drawn[name]["2022"] for name in drawn] == [123, 69, 33]
    assert [drawn[name]["2025"] for name in drawn] == [None, None, 80]


def test_promises_that_fell_short_come_first_and_the_slide_says_how_many_are_shown(client):
    table = table_of(client, "promised")
    known = table[table[["Ordered", "Came"]].notna().all(axis=1)]
    drawn = values(client, "promised")
    shares = {name: v for series in drawn.values() for name, v in series.items() if v is not None}
    assert len(shares) == 8
    short = known[known.Came < known.Ordered]
    for row in short.itertuples():
        assert shares[f"{row.Promise}, {row._3}"] == pytest.approx(row.Came / row.Ordered)
    deck = Presentation(io.BytesIO(client.get("/charts/promised.pptx").get_data()))
    said = " ".join(s.text_frame.text for s in deck.slides[0].shapes if s.has_text_frame)
    assert f"8 of {len(known)} are shown here" in said
