"""Launches beside what was said to have come: which claims are drawn, where, and what the reader is told of them."""

from dataclasses import replace

import pytest

from dashboard.charts.base import charts
from dashboard.charts.launches import claimed_numbers, picture
from dashboard.charts.launches.claimed_numbers import ClaimedNumber
from dashboard.charts.launches.months import monthly_launches
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.style import FRAMES
from dashboard.text.sentence import to_text

KIRBY = "r-kirby-400-drones"
DRAWN = [
    "r-cnn-450-drones",
    "r-reznikov-first-batch",
    "r-sky-166-drones",
    "r-ihnat-second-batch",
    "r-observer-18-drones",
    KIRBY,
    "r-kirby-caspian-drones",
]


def view(package, query=""):
    return View(package, parse_strict(package, query))


def said(package, query=""):
    return charts()["launches"].describe(view(package, query))


def drawn(package, query=""):
    return charts()["launches"].figure(view(package, query))


def points(figure):
    (trace,) = [t for t in figure["data"] if t.get("mode") == "markers"]
    return trace


def words(figure):
    return [note["text"].replace("<b>", "").replace("</b>", "") for note in figure["layout"]["annotations"]]


def test_the_claims_of_the_months_that_bound_supply_are_drawn_at_their_least(package):
    """46 drones were said to have come on 5 August 2022, before the first bulletin, and stay out."""
    trace = points(drawn(package))
    assert trace["customdata"] == DRAWN
    assert trace["y"] == [450, 300, 166, 250, 18, 401, 200]
    assert trace["marker"]["symbol"] == ["diamond"] * 4 + ["triangle-up"] * 3
    first, kirby = trace["x"][0], trace["x"][5]
    assert first == pytest.approx(1.5 + 0.5 / 30)  # 1 November, two months after September 2022
    assert kirby == pytest.approx(7.5 + 14.5 / 31)  # 15 May, inside the bar of May
    assert {trace["marker"]["color"][5]} == {view(package).theme.b_to_a}


def test_an_open_range_points_up_and_a_closed_one_ends(package):
    ranges = drawn(package)["data"][5]  # the coloured ranges on their edge
    tops = dict(zip(DRAWN, ranges["y"][1::3], strict=True))
    assert tops["r-kirby-caspian-drones"] == 999
    assert tops[KIRBY] > 401
    assert tops["r-cnn-450-drones"] == 450


def test_the_reader_is_told_that_launches_were_ahead_of_the_claim(package):
    sentence = to_text(said(package).sentence)
    assert "The sum was 724 by the end of April 2023 and 1,135 by the end of May 2023." in sentence
    assert (
        "On 15 May 2023 more than 400 were said to have come (John Kirby, US National Security Council). "
        "By then 724 had been launched, so at least as many had come."
    ) in sentence


@pytest.mark.parametrize(
    ("size", "label", "labels"),
    [
        ("wide", "more than 400, United States, 15 May 2023", 7),
        ("tablet", "more than 400, United States, 15 May 2023", 5),
        ("phone", "more than 400, USA, 15 May", 5),
    ],
)
def test_claims_are_labelled_where_no_leader_crosses_the_label(package, size, label, labels):
    notes = words(drawn(package, f"size={size}"))
    assert label in notes
    assert {"724", "1,135", "1,336"} <= set(notes)
    others = ("about 450,", "about 300,", "166,", "around 250,", "at least 18,", "more than 400,", "hundreds,")
    assert sum(any(w in n for w in others) for n in notes) == labels


def test_a_claim_s_mark_opens_the_claim(package):
    description = said(package)
    marks = {m.id: m for m in description.marks}
    trace = points(drawn(package))
    curve = drawn(package)["data"].index(trace)
    for i, name in enumerate(DRAWN):
        assert (marks[name].basis, marks[name].curve, marks[name].point) == ((name,), curve, i)
    assert marks[KIRBY].label == (
        "15 May 2023: more than 400 said to have come, John Kirby, US National Security Council; 724 had been launched by the end of April 2023"
    )
    assert "reports" in description.sources


def test_the_table_has_what_was_said_in_its_month(package):
    column = said(package).table.set_index("Month")["Said to have come"]
    assert column["2023-05"] == "more than 400 (John Kirby, US National Security Council, 15 May 2023)"
    assert column["2022-11"].count(";") == 2
    assert (column != "").sum() == 5


def test_claims_of_a_worse_grade_are_hollow_and_tell_nothing(package):
    trace = points(drawn(package, "credibility=2"))
    theme = view(package).theme
    assert trace["marker"]["color"] == [theme.paper] * 6 + [theme.b_to_a]
    assert (
        "On 9 June 2023 hundreds were said to have come (John Kirby, US National Security Council). By then 1,135"
        in to_text(said(package, "credibility=2").sentence)
    )
    assert "were said to have come" not in to_text(said(package, "credibility=1").sentence)


def claim(name, x, low=None, central=None, high=None, launched=0.0, solid=True, words="more than 400"):
    return ClaimedNumber(
        name,
        x,
        "2023-05-15",
        words,
        "A spokesman",
        "United States",
        "USA",
        low,
        central,
        high,
        solid,
        launched,
        "2023-04",
        "reports",
    )


def test_a_claim_is_overtaken_where_the_launches_pass_its_most():
    assert claim("a", 0, low=401, launched=724).overtaken
    assert not claim("b", 0, low=401, launched=401).overtaken
    assert claim("c", 0, central=450, launched=451).overtaken
    assert not claim("d", 0, low=200, high=999, launched=724).overtaken
    assert (
        claimed_numbers.key(
            [
                claim("low", 0, low=18, launched=562),
                claim("high", 0, low=401, launched=724),
                claim("hollow", 0, low=600, launched=724, solid=False),
            ]
        ).id
        == "high"
    )
    assert claimed_numbers.key([]) is None


@pytest.mark.parametrize(("scale", "size", "labels"), [(28, "phone", 6), (60, "wide", 4), (100, "wide", 7)])
def test_no_label_s_row_is_crossed_by_another_s_leader(package, scale, size, labels):
    shown = view(package, f"size={size}")
    placed, _ = picture.labelled_claims(shown, monthly_launches(shown), scale, 9)
    assert len({s.id for s, *_ in placed} & set(DRAWN)) == labels
    for one, at, anchor, row in placed:
        width = 6.4 * len(one.label(scale < 40))  # Inter at 13 px; the code reckons a little more
        left = at - width if anchor == "right" else at
        crossing = [s.id for s, *_, above in placed if above < row and left < (s.x + 0.5) * scale < left + width]
        crossing += [
            s.id
            for s, *_, beside in placed
            if beside == row and s is not one and left - 4 < (s.x + 0.5) * scale < left + width + 4
        ]
        assert crossing == []
        assert left >= -2


@pytest.mark.parametrize(("size", "least"), [("wide", 2), ("classic", 2), ("square", 2), ("phone", 2)])
def test_a_drawing_with_a_height_to_keep_names_the_claims_it_has_room_for(package, size, least):
    shown = replace(view(package, f"size={size}"), drawn=FRAMES[size].drawing(FRAMES[size].least, True))
    notes = words(charts()["launches"].figure(shown))
    assert any("more than 400," in n for n in notes)  # the one that the sentence speaks of
    assert (
        sum(any(w in n for w in ("about 450,", "166,", "around 250,", "more than 400,", "hundreds,")) for n in notes)
        >= least
    )
