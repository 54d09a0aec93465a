"""Every chart, under many selections: a valid figure, honest gaps, marks that lead to existing rows."""

import math

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts.base import charts
from dashboard.charts.dependence.shares import largest_other_supplier, last_decade
from dashboard.data.selection import parse, parse_strict
from dashboard.data.view import View
from dashboard.pages.evidence.mark_panel import find_mark
from dashboard.pages.home import page, section
from dashboard.pages.html.to_html import to_html
from dashboard.text.sentence import to_text

QUERIES = [
    "",
    "local=0",
    "local=0&local_side=b_to_a&theme=dark",
    "release=2025&size=phone",
    "release=2024",
    "from=1950",
    "measure=documented&credibility=2",
    "measure=documented&to=2026&size=phone&theme=dark",
    "from=2010&to=2014",
    "credibility=6",
]


@pytest.fixture(params=QUERIES)
def view(request, package):
    return View(package, parse_strict(package, request.param))


@pytest.mark.parametrize("chart_id", list(charts()))
def test_a_chart_is_a_valid_plotly_figure_of_plain_values(view, chart_id):
    figure = charts()[chart_id].figure(view)
    go.Figure(figure)  # raises for any property plotly does not know
    for trace in figure["data"]:
        for axis in ("x", "y", "customdata", "hovertext"):
            assert isinstance(trace.get(axis, []), list)
        assert not any(isinstance(v, float) and math.isnan(v) for v in trace.get("y", []))
    sizes = [a["font"]["size"] for a in figure["layout"]["annotations"]] + [figure["layout"]["font"]["size"]]
    assert min(sizes) >= 12


@pytest.mark.parametrize("chart_id", list(charts()))
def test_a_chart_says_something_and_its_marks_rest_on_rows(view, chart_id):
    said = charts()[chart_id].describe(view)
    assert to_text(said.title).endswith(".")
    assert "nan" not in to_text(said.title) + to_text(said.sentence)
    figure = charts()[chart_id].figure(view)
    for mark in said.marks:
        assert set(mark.basis) <= set(view.package.evidence)
        trace = figure["data"][mark.curve]
        assert str(trace["customdata"][mark.point]) == mark.id
    if said.marks:
        assert find_mark(view, chart_id, said.marks[-1].id) == said.marks[-1]
    clickable = {str(c) for t in figure["data"] for c in t.get("customdata", [])}
    silent = clickable - {m.id for m in said.marks}
    assert not any(_has_amount(view, chart_id, figure, c) for c in silent)


def _has_amount(view, chart_id, figure, mark):
    """Whether something is drawn for a customdata that no mark describes."""
    for trace in figure["data"]:
        for value, data in zip(trace.get("y", []), trace.get("customdata", []), strict=False):
            if str(data) == mark and value:
                return True
    return False


def test_bars_of_direction_are_the_register_s_amounts_up_and_down(package):
    figure = charts()["direction"].figure(View(package, parse_strict(package, "")))
    up_solid, up_local, down_solid, down_local = figure["data"][:4]
    at = {y: i for i, y in enumerate(up_solid["x"])}
    assert up_solid["y"][at[1991]] == 760.15
    assert up_local["y"][at[1993]] == 334.5
    assert up_solid["y"][at[1993]] == 220.0
    assert down_solid["y"][at[2022]] == -9.0
    assert down_local["y"][at[2022]] == -24.0
    assert [down_local["y"][at[y]] for y in (2023, 2024, 2025)] == [-80.0, -80.0, -80.0]
    assert down_solid["y"][at[2021]] is None


def test_years_that_a_release_does_not_cover_are_shaded_with_a_word_and_not_zero(package):
    view = View(package, parse_strict(package, "release=2025"))
    figure = charts()["direction"].figure(view)
    absent = figure["data"][5]
    assert absent["x"] == [1989, 1990, 1991, 1992, 1993, 1994, 2025]
    assert "pattern" not in absent["marker"]  # hatching means locally produced
    words = [a for a in figure["layout"]["annotations"] if a["text"] == "not covered"]
    assert [(a["x"], a.get("textangle", 0)) for a in words] == [(1991.5, 0), (2025, -90)]
    table = charts()["direction"].describe(view).table.set_index("Year")
    assert math.isnan(table.loc[2025, "Iran → Russia (million TIV)"])
    assert table.loc[2025, "Led"] == "not covered"
    assert table.loc[2021, "Iran → Russia (million TIV)"] == 0


def test_balance_and_dependence_titles_carry_the_published_shares(package):
    view = View(package, parse_strict(package, ""))
    assert "83%" in to_text(charts()["balance"].describe(view).title)  # 297 of 297 + 63: 82.5
    title = to_text(charts()["dependence"].describe(view).title)
    assert "Russia took 51% of its arms imports from Iran" in title
    assert "Iran took 100% of its arms imports from Russia." in title
    sentence = to_text(charts()["dependence"].describe(view).sentence)
    assert "In those years Iran imported 63 million TIV and Russia 584: a large share of little is little." in sentence


def test_credibility_acts_on_claims_and_never_on_tiv(package):
    strict, loose = (View(package, parse_strict(package, f"credibility={c}")) for c in (1, 6))
    assert charts()["direction"].figure(strict) == charts()["direction"].figure(loose)
    hollow = [
        sum(str(s).endswith("-open") for t in charts()["evidence"].figure(v)["data"][2:] for s in t["marker"]["symbol"])
        for v in (strict, loose)
    ]
    assert hollow[1] == 0
    assert hollow[0] > 100


def _direction(package, query):
    return charts()["direction"].figure(View(package, parse_strict(package, query)))["layout"]


@pytest.mark.parametrize("query", ["", "release=2024", "local=0", "to=2016"])
def test_what_two_years_brought_is_named_once(package, query):
    texts = [
        a["text"]
        for a in _direction(package, query)["annotations"]
        if not a["text"].isdecimal() and a["text"] != "not covered"
    ]
    assert len(texts) == len(set(texts)) > 4


def test_the_reversed_years_say_their_amounts(package):
    notes = [a for a in _direction(package, "")["annotations"] if a["text"].isdecimal()]
    down, up = ({a["x"]: a["text"] for a in notes if (a["y"] < 0) is below} for below in (True, False))
    assert down == {2022: "33", 2023: "80", 2024: "104", 2025: "80"}  # the register's own totals
    assert up == {2020: "2", 2023: "21", 2024: "42"}
    assert {a["yref"] for a in notes} == {"y3"}


@pytest.mark.parametrize(
    ("query", "below"), [("", []), ("from=2023", ["50", "100"]), ("measure=documented", ["2", "4"])]
)
def test_the_lower_side_has_a_scale_of_plain_amounts(package, query, below):
    axis = _direction(package, query)["yaxis"]
    ticks = list(zip(axis["tickvals"], axis["ticktext"], strict=True))
    assert [text for value, text in ticks if value < 0] == below
    assert all(float(text.replace(",", "")) == abs(value) for value, text in ticks)


@pytest.mark.parametrize("size", ["wide", "classic", "square", "phone"])
def test_the_largest_other_suppliers_are_named_at_their_lines(package, size):
    shown = View(package, parse_strict(package, f"size={size}"))
    texts = [a["text"] for a in charts()["dependence"].figure(shown)["layout"]["annotations"]]
    named = {t for t in texts if " from " in t and "<b>" not in t}
    assert named == {"Russia from North Korea"}  # 264.1 million TIV in 2016–2025; Iran took nothing from others
    who, share = largest_other_supplier(shown, "b_to_a") or ("", pd.Series())
    assert largest_other_supplier(shown, "a_to_b") is None
    assert (who, last_decade(shown)) == ("North Korea", range(2016, 2026))
    suppliers = shown.inputs.suppliers["b_to_a"].loc[2016:2025].sum()
    assert suppliers[["PRK", "UKR"]].round(1).tolist() == [264.1, 234.0]
    assert share.loc[2025] > 0.3
    # no window that ends in 1997, 1998 or 2006 has any import of Russia
    assert "A gap: no imports recorded in those five years." in to_text(charts()["dependence"].describe(shown).legend)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("zoom=2022-08", "1 August 2022"),
        ("zoom=2022-08&size=phone", "1 Aug 2022"),
        ("zoom=2022", "January 2022"),
        ("zoom=2022&size=phone", "Jan 2022"),
    ],
)
def test_a_zoomed_timeline_names_its_month_and_year_on_the_axis(package, query, first):
    layout = charts()["evidence"].figure(View(package, parse_strict(package, query)))["layout"]
    assert first in [a["text"] for a in layout["annotations"]]
    ticks = layout["xaxis"]["ticktext"]
    assert ticks == {
        "zoom=2022-08": ["5", "10", "15", "20", "25", "30"],
        "zoom=2022&size=phone": ["Apr", "Jul", "Oct"],
    }.get(query, ticks)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Dotted: the scale changes (undated, 1989–2021, wider from 2022)."),
        ("from=2023", "Left of the dotted line: undated claims."),
        ("zoom=2022", None),
    ],
)
def test_the_lines_where_the_timeline_changes_its_scale_are_explained(package, query, words):
    shown = View(package, parse_strict(package, query))
    legend, lines = (
        to_text(charts()["evidence"].describe(shown).legend),
        charts()["evidence"].figure(shown)["layout"]["shapes"],
    )
    assert bool(lines) is (words is not None)
    assert (words or "Solid: ") in legend
    assert ("otted" in legend) is (words is not None)


@pytest.mark.parametrize("query", ["", "local=0", "measure=documented", "from=1950", "known_on=2022-09-01"])
@pytest.mark.slow
def test_only_the_named_regions_follow_from_the_width_and_none_from_the_theme(package, query):
    def said(**changes):
        view = View(package, parse(package, query)[0].replace(**changes))
        found = page.regions(view, [], page.describe(view))
        return {name: to_html(content) for name, content in found.items() if not name.endswith("-marks")}

    wide = said(size="wide")
    for size in ("tablet", "phone"):
        assert {name for name, html in said(size=size).items() if html != wide[name]} <= set(section.SIZED)
    assert said(theme="dark") == wide
