"""Promises, revisions and launches: the published numbers come out of the tables, gaps stay gaps, and another pair has none of it."""

import math
import shutil

import plotly.graph_objects as go
import pytest

from dashboard.charts.base import charts
from dashboard.data.package import open_package
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.text.sentence import to_text
from etl import build as stages
from etl.analysis import series
from etl.contracts import package_tables
from etl.contracts.errors import DataError
from tests import cached
from tests.additions import with_a_pair

MINE = ("promised", "revisions", "launches")


def view(package, query=""):
    return View(package, parse_strict(package, query))


def said(package, chart, query=""):
    return charts()[chart].describe(view(package, query))


def drawn(package, chart, query=""):
    return charts()[chart].figure(view(package, query))


def words(figure):
    return [
        note["text"].replace("<b>", "").replace("</b>", "").replace("<br>", " ")
        for note in figure["layout"]["annotations"]
    ]


# ---- revisions ----


def test_the_same_years_in_three_releases(package):
    description = said(package, "revisions")
    assert (
        to_text(description.title)
        == "For 2022–23 SIPRI counted 243, then 269, then 113 million TIV from Iran to Russia."
    )
    sentence = to_text(description.sentence)
    assert (
        "One Shahed-136 counts 0.2 in SIPRI 2024, 0.1 in SIPRI 2025 and 0.04 in SIPRI 2026 (million TIV)." in sentence
    )
    assert "For 2022–24 it is 493 in SIPRI 2025 and 217 in SIPRI 2026." in sentence


def test_each_panel_is_labelled_with_its_release_and_unit_value(package):
    notes = words(drawn(package, "revisions"))
    for label in (
        "SIPRI 2024 1,200 Shahed-136 at 0.2 each",
        "SIPRI 2025 2,600 Shahed-136 at 0.1 each",
        "SIPRI 2026 2,600 Shahed-136 at 0.04 each",
        "243",
        "269",
        "113",
    ):
        assert label in notes
    assert notes.index("SIPRI 2024 1,200 Shahed-136 at 0.2 each") < notes.index(
        "SIPRI 2026 2,600 Shahed-136 at 0.04 each"
    )


@pytest.mark.parametrize("size", ["wide", "tablet", "phone"])
def test_both_directions_are_named_on_the_picture(package, size):
    assert {"Russia → Iran ↑", "Iran → Russia ↓"} <= set(words(drawn(package, "revisions", f"size={size}")))


@pytest.mark.parametrize("size", ["wide", "tablet", "phone"])
def test_a_release_has_an_axis_of_its_own_at_one_scale(package, size):
    figure = drawn(package, "revisions", f"size={size}")
    by_axis = {}
    for trace in figure["data"]:
        for mark in trace.get("customdata", []):
            by_axis.setdefault(trace["yaxis"], set()).add(mark.split(":")[0])
    assert by_axis == {"y": {"2024"}, "y2": {"2025"}, "y3": {"2026"}}
    axes = [figure["layout"][name] for name in ("yaxis", "yaxis2", "yaxis3")]
    assert all(axis["range"] == axes[0]["range"] for axis in axes)
    places = [{x for t in figure["data"] if t["yaxis"] == y for x in t["x"]} for y in ("y", "y2", "y3")]
    apart = places[0].isdisjoint(places[1]) and places[1].isdisjoint(places[2])
    assert apart or len({tuple(axis["domain"]) for axis in axes}) == 3


def test_years_a_release_does_not_cover_are_shaded_and_have_no_number(package):
    table = said(package, "revisions").table.set_index(["Release", "Year"])
    column = "Iran → Russia (million TIV)"
    assert math.isnan(table.loc[("SIPRI 2024", "2024"), column])
    assert math.isnan(table.loc[("SIPRI 2025", "2025"), column])
    assert table.loc[("SIPRI 2026", "2025"), column] == 80
    assert table.loc[("SIPRI 2024", "2021"), column] == 0
    line = view(package).theme.line
    shaded = [t for t in drawn(package, "revisions")["data"] if t["marker"]["color"] == line]
    assert [len(t["x"]) for t in shaded] == [2, 1, 0]


def test_a_revision_s_marks_rest_on_their_own_release(package):
    for mark in said(package, "revisions").marks:
        release = mark.id.split(":")[0]
        assert {package.evidence[i].release for i in mark.basis} == {release}


def test_without_local_production_there_was_little_to_revise(package):
    title = to_text(said(package, "revisions", "local=0").title)
    assert (
        title
        == "Without local production, for 2022–23 SIPRI counted 3, then 9, then 9 million TIV from Iran to Russia."
    )


# ---- launches ----


def test_launches_bound_supply_until_the_first_russian_built_drone(package):
    description = said(package, "launches")
    assert (
        to_text(description.title)
        == "Russia had launched 1,336 drones by the end of June 2023: at least as many had come from Iran."
    )
    sentence = to_text(description.sentence)
    assert "use, not supply" in sentence
    assert "724 by the end of April 2023 and 1,135 by the end of May 2023" in sentence
    so_far = description.table.set_index("Month")
    assert so_far.loc[["2023-04", "2023-05", "2023-06"], "Launched so far"].tolist() == [724, 1135, 1336]
    assert so_far.index[so_far["Bounds supply"] == "yes"].max() == "2023-06"


def test_incomplete_months_are_outlined_and_decoys_said(package):
    figure = drawn(package, "launches")
    bars = figure["data"][0]
    theme = view(package).theme
    outlined = [m for m, fill in zip(bars["customdata"], bars["marker"]["color"], strict=True) if fill == theme.paper]
    assert outlined == ["2022-09", "2022-10", "2022-11", "2022-12", "2023-01", "2026-06"]
    assert "decoys counted too, since August 2024" in words(figure)
    assert figure["data"][1]["customdata"][-1] == "2023-06"  # the sum stops where it no longer bounds supply
    assert not {theme.a_to_b, theme.b_to_a} & {
        c for t in figure["data"] if t["type"] == "bar" for c in t["marker"]["color"]
    }


def test_each_month_rests_on_its_row_and_the_break_on_its_claim(package):
    marks = {m.id: m for m in said(package, "launches").marks if m.curve == 0}
    assert len(marks) == len(package.tables["launches"])
    assert all(package.evidence[m.basis[0]].month == m.id for m in marks.values())
    assert marks["2023-07"].claims == ("r-car-first-russian-geran",)


# ---- promised ----


@pytest.fixture(scope="module")
def promises(package):
    return said(package, "promised").table.set_index("Promise")


@pytest.mark.parametrize(
    ("promise", "year", "in_words"),
    [
        ("MiG-29 fighters", "1989", "25 of 25"),
        ("T-72 tanks", "1991", "422 of 1,000"),
        ("BMP-2 vehicles", "1991", "413 of 1,500"),
        ("Tor-M1 systems", "2005", "29 of 29"),
        ("S-300PMU1", "2007", "0 of 5 battalions; cancelled: President Dmitry Medvedev, by decree, September 2010"),
        ("S-300PMU2", "2015", "4 of 4"),
        ("Yak-130 trainers", "2022", "6 of 24 by 2024"),
        (
            "Su-35 fighters",
            "2023",
            "0 of 24 by 2024; not delivered: Nikolay Staykov and Jack Watling, RUSI, November 2025",
        ),
        ("Mi-28 helicopters", "2023", "number ordered not known; 3 came"),
        ("Verba launchers", "2025", "500 launch units ordered; what came is not known (“some”)"),
        ("Shahed-136 drones", "2022", "4,600 of 6,600 by 2024"),
        ("Fath-360 missiles", "2023", "number ordered not known; 200 came by 2024"),
        (
            "Fath-360 launchers",
            "2025",
            "number ordered not known; none came by September 2024; denied: Iran’s mission to the United Nations, May 2025",
        ),
    ],
)
def test_what_came_of_a_promise(promises, promise, year, in_words):
    assert (promises.loc[promise, "Promised in"], promises.loc[promise, "In words"]) == (year, in_words)


def test_what_is_not_known_is_no_zero(promises):
    assert math.isnan(promises.loc["Fath-360 missiles", "Ordered"])
    assert promises.loc["Fath-360 missiles", "Came"] == 200
    assert math.isnan(promises.loc["Verba launchers", "Came"])
    assert promises.loc["Fath-360 launchers", "Came"] == 0
    assert promises.loc["Shahed-136 drones", "Note"].startswith("SIPRI 2026 counts 2,000 more for 2025.")
    assert set(promises.Outcome) == {"in full", "in part", "nothing", "not known"}


def test_the_title_counts_promises_and_names_those_of_which_nothing_came(package, promises):
    description = said(package, "promised")
    mine = promises[promises.Direction == "Russia → Iran"]
    assert (len(mine), (mine.Outcome == "in full").sum(), mine[["Ordered", "Came"]].isna().any(axis=1).sum()) == (
        13,
        6,
        2,
    )
    assert (
        to_text(description.title)
        == "Of 11 promises from Russia to Iran with known numbers, 6 came in full; nothing came of S-300PMU1 (2007) and Su-35 fighters (2023)."
    )
    assert (
        "For two more, what was ordered or what came is not known. From Iran to Russia it was 2 of 3; for two more it is not known. The list is a choice: of 40 orders from Russia to Iran in SIPRI 2025, four fell short, all of them shown here"
        in to_text(description.sentence)
    )
    heads = [a["text"] for a in drawn(package, "promised")["layout"]["annotations"] if "→" in a["text"]]
    assert heads == [
        "<b>Russia → Iran</b>: 6 of 11 in full, 2 not known",
        "<b>Iran → Russia</b>: 2 of 3 in full, 2 not known",
    ]


def test_one_promise_is_told_as_one(package):
    description, title = (
        said(package, "promised", "from=2023"),
        "The one promise from Russia to Iran with known numbers did not come in full; nothing came of Su-35 fighters (2023).",
    )
    assert to_text(description.title) == title
    assert (
        "SIPRI 2025 has one order from Russia to Iran in these years, which fell short and is shown here."
        in to_text(description.sentence)
    )


def test_the_releases_of_a_record_that_agree_are_said_to(package):
    assert (
        to_text(said(package, "revisions", "local=0").sentence)
        == "For 2022–24 it is 33 in both SIPRI 2025 and SIPRI 2026. In all three most of what went in 2022–23 went from Russia to Iran."
    )


def test_bars_show_shares_and_hatch_what_is_not_known(package):
    figure = drawn(package, "promised")
    outline, filled, unknown = figure["data"][:3]
    share = dict(zip(filled["customdata"], filled["x"], strict=True))
    assert share["1991:t-72-tanks"] == 0.422
    assert share["2007:s-300pmu1"] == share["2023:su-35-fighters"] == 0
    assert set(outline["x"]) == {1.0}
    assert unknown["customdata"] == ["2023:mi-28-helicopters", "2025:verba-launchers"]
    assert unknown["marker"]["line"]["color"] == view(package).theme.absent


def test_a_contested_promise_leads_to_all_claims_on_it(package):
    marks = {m.id: m for m in said(package, "promised").marks}
    assert "r-csis-su35-supplied" in marks["2023:su-35-fighters"].claims
    assert marks["2007:s-300pmu1"].basis == ("r-interfax-s300-contract-2007", "r-medvedev-s300-ban")


def test_promises_follow_the_selected_years(package):
    assert set(said(package, "promised", "from=2010&to=2016").table.Promise) == {"S-300PMU2"}
    empty = said(package, "promised", "from=1995&to=2000")
    assert to_text(empty.title) == "No promise of 1995–2000 between Russia and Iran is on record here."
    assert len(empty.table) == 0


def test_a_promise_runs_as_its_rows_do(package):
    joined = series.successors(package.tables["countries"])
    for promise in package.tables["promises"].itertuples():
        meant = series.Pair.of(promise.dyad).parties(promise.direction)
        named_rows = {
            *promise.ordered.split(),
            *(promise.delivered if isinstance(promise.delivered, str) else "").split(),
            promise.ended,
        }
        for named in named_rows & set(package.evidence):
            row = package.evidence[named]
            assert (joined.get(row.supplier, row.supplier), row.recipient) == meant


# ---- dyads.toml ----


@pytest.mark.parametrize(
    ("old", "new", "place", "what"),
    [
        (
            "sipri_2025/order-54",
            "sipri_2025/order-540",
            'promise "Yak-130 trainers"',
            '"sipri_2025/order-540" is no order',
        ),
        ("r-medvedev-s300-ban", "r-medvedev", 'promise "S-300PMU1"', '"r-medvedev" is no claim'),
        ("d1-khomeini-end", "d1-khomeini", 'context "Khomeini dies"', '"d1-khomeini" is no claim'),
    ],
)
def test_a_lost_id_in_dyads_is_named_with_its_place(tmp_path, old, new, place, what):
    datasets = tmp_path / "datasets"
    shutil.copytree(stages.DATASETS, datasets, ignore=shutil.ignore_patterns("built*", ".built*"))
    path = datasets / "dyads.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(f'"{old}"', f'"{new}"'), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        stages.make_tables(datasets, stages.Report(), draws=0)
    named = {(p.where, p.what.split(" of this package")[0]) for p in caught.value.problems}
    assert (f"dyads.toml:RUS-IRN:{place}", what) in named
    assert {w for _, w in named} == {what}


def test_contracted_is_passed_through_where_a_file_has_it(package):
    orders = package.tables["orders"].set_index("designation").contracted.dropna()
    assert orders.to_dict() == {"T-72M1": 1000, "BMP-2": 1500}
    assert "contracted" in package_tables.TABLES["orders"].columns


# ---- a pair that has none of it ----


@pytest.fixture(scope="module")
def wider(tmp_path_factory):
    """A package with one more pair, of which a single release knows."""
    folder = tmp_path_factory.mktemp("wider")
    return open_package(cached.build(with_a_pair(folder), folder / "built", draws=0))


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A package of registers alone: no claims, no launches, no promises."""
    folder = tmp_path_factory.mktemp("bare")
    shutil.copytree(
        stages.DATASETS,
        folder / "datasets",
        ignore=shutil.ignore_patterns("built*", ".built*", "documents", "reports", "launches"),
    )
    path = folder / "datasets" / "dyads.toml"
    path.write_text(path.read_text(encoding="utf-8").split("\n# What was promised")[0], encoding="utf-8")
    return open_package(cached.build(folder / "datasets", folder / "built", draws=0))


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("chart", MINE)
def test_another_pair_gets_an_honest_title_and_an_empty_figure(wider, chart, size):
    query = f"dyad=FRA-BRA&size={size}"
    figure, description = drawn(wider, chart, query), said(wider, chart, query)
    go.Figure(figure)
    assert figure["data"] == []
    assert len(figure["layout"]["annotations"]) == 1
    assert (
        to_text(description.title)
        == {
            "promised": "No promise of 2000–2019 between France and Brazil is on record here.",
            "revisions": "Fewer than two releases cover France and Brazil both ways, so the record cannot be compared with itself.",
            "launches": "No launches are recorded for France and Brazil.",
        }[chart]
    )
    assert len(description.table) == 0
    assert description.marks == ()
    assert to_text(description.sentence)
    assert "France and Brazil" in description.words


def test_a_second_pair_does_not_change_the_first(wider, package):
    for chart in MINE:
        assert to_text(said(wider, chart).title) == to_text(said(package, chart).title)


def test_a_package_of_registers_alone_draws_what_it_has(bare):
    assert to_text(said(bare, "revisions").title).startswith("For 2022–23 SIPRI counted 243")
    assert to_text(said(bare, "launches").title) == "No launches are recorded for Russia and Iran."
    assert to_text(said(bare, "promised").title) == "No promise of 1989–2025 between Russia and Iran is on record here."
