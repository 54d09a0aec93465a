"""The methods page says how often answers are right: in words, as a picture, as a table, from the simulation's rows."""

import pytest
from lxml import html

from dashboard.charts.certainty.calibration import bins, right_above, right_in_threes
from dashboard.pages.html.to_html import to_html
from dashboard.pages.reference.calibration import calibration


@pytest.fixture(scope="module")
def section():
    return html.fromstring(str(to_html(calibration())))


def test_shares_above_a_chance_are_weighed_by_worlds():
    upper = [(r.worlds, r.observed) for r in bins("plain", "4") if r.low >= 0.9]
    (few, first), (more, second) = upper
    assert right_above("plain", "4") == pytest.approx((few * first + more * second) / (few + more))
    assert right_above("plain", "4") == pytest.approx(0.9898, abs=0.0001)
    assert right_above("plain", "4", "years") == pytest.approx(0.8053, abs=0.0001)
    assert right_in_threes() == pytest.approx((0.7135, 0.8530), abs=0.0001)


def test_the_title_and_the_caveat_have_the_numbers_of_the_table(section):
    assert section.findtext(".//figcaption") == (
        "With votes by orders, answers above 90% were right 99 times in 100; with a vote for every year, 81 times"
    )
    caveat = section.findall("p")[-1].text_content()
    assert caveat.endswith("where orders come in threes, answers above 90% were right 71 to 85 times in 100.")


def test_the_picture_has_every_point_in_its_place_and_says_them_aloud(section):
    (svg,) = section.xpath(".//svg")
    alt = svg.get("aria-label")
    assert svg.get("role") == "img"
    assert "94% said, 99% right, 99.1% said, 99% right. A vote for every year" in alt
    width, height = map(float, svg.get("viewbox", svg.get("viewBox")).split()[2:])
    for rule in ("orders", "years"):
        (group,) = svg.xpath(f"./g[@class='rule-{rule}']")
        circles = [(float(c.get("cx")), float(c.get("cy"))) for c in group.xpath("./circle")]
        assert len(circles) == 7
        for (x, y), row in zip(circles, bins("plain", "4", rule), strict=True):
            assert (x - 52) / 360 == pytest.approx(row.predicted, abs=0.001)
            assert (394 - y) / 360 == pytest.approx(row.observed, abs=0.001)
            assert 0 < x < width
            assert 0 < y < height
    names = [text.text_content() for text in svg.xpath(".//*[@class='label']")]
    assert names == ["votes by orders", "a vote for every year"]


def test_the_table_has_the_numbers_of_the_picture(section):
    rows = [[cell.text_content() for cell in row] for row in section.xpath(".//tbody/tr")]
    assert len(rows) == 7
    assert rows[-2] == ["90% to 98%", "480", "94.4%", "99.0%", "636", "95.0%", "56.3%"]


def test_the_methods_page_has_it(client):
    assert 'id="calibration"' in client.get("/methods").get_data(as_text=True)
