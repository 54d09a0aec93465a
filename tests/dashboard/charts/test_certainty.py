"""How sure, since when, and what it hangs on: the published numbers, all the way to the chart and its lists."""

import shutil
from dataclasses import replace

import pytest

from dashboard.charts.base import charts
from dashboard.charts.certainty.matrix import matrix_cells
from dashboard.charts.certainty.what_if import changes
from dashboard.data.package import open_package
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.pages.reference import methods
from dashboard.text import findings, how_sure
from dashboard.text.sentence import runs_of, to_text
from etl.analysis.reversal import reversal
from etl.contracts.folders import DATASETS
from tests import cached

CERTAINTY = charts()["certainty"]


def view(package, query=""):
    return View(package, parse_strict(package, query))


def test_the_as_of_curve_says_what_was_known_when(package):
    curve = view(package).flows.as_of
    for year, p in ((2021, 0.097), (2022, 0.762), (2023, 0.881), (2024, 0.937), (2025, 0.954)):
        assert curve[year].p_reversed == pytest.approx(p, abs=1e-3)
    assert [y for y, r in curve.items() if r.callable] == [2025]
    now = view(package).flows.as_of_spans_now
    for year, p in ((2022, 0.762), (2023, 0.803), (2024, 0.926), (2025, 0.954)):
        assert now[year].p_reversed == pytest.approx(p, abs=1e-3)


def test_the_matrix_holds_the_published_variants(package):
    found = {c.label.split(": ", 1)[0]: c for c in matrix_cells(view(package))}
    for label, p, called in (
        ("SIPRI 2026, all deliveries, orders alike", 0.954, True),
        ("SIPRI 2026, all deliveries, by volume", 0.664, False),
        ("SIPRI 2026, without local production, orders alike", 0.648, False),
        ("SIPRI 2026, without local production, Iran → Russia, orders alike", 0.640, False),
        ("SIPRI 2026, without local production, Russia → Iran, orders alike", 0.945, False),
        ("SIPRI 2025, all deliveries, orders alike", 0.955, True),
    ):
        assert found[label].p == pytest.approx(p, abs=1e-3)
        assert found[label].callable is called


def test_each_cell_opens_the_view_that_gives_its_number(package):
    for cell in matrix_cells(view(package)):
        assert view(package, cell.query).flows.reversal.p_reversed == pytest.approx(cell.p, abs=1e-8)


def test_all_variants_are_in_a_table_with_their_views(package):
    found = CERTAINTY.describe(view(package)).variants
    assert found.title == "All variants"
    rows = {row[0]: (*row[1:], query) for row, query in zip(found.table.values, found.queries, strict=True)}
    assert rows["Without local production"] == ("65%", "no", "local=0")
    assert rows["50% of local production"] == ("87%", "no", "local=50")
    assert rows["Without local production, Iran → Russia"] == ("64%", "no", "local=0&local_side=b_to_a")
    assert rows["Orders of one year as one decision, on both sides"] == ("72%", "no", None)
    assert rows["The SIPRI 2025 release"] == ("96%", "yes", "release=2025")
    assert found.table.iloc[-1, 0] == "Documented transfers instead, 1989–2025"
    assert found.queries[-1] == "measure=documented"


def test_the_answer_stands_at_the_edge_where_near_variants_do_not_share_it(package):
    shown = view(package)
    assert shown.flows.at_the_edge
    assert "; some of the nearest do not." in to_text(CERTAINTY.describe(shown).sentence)
    near = {(c.kind, c.answer.callable) for c in changes(shown) if c.near}
    assert ("rule", False) in near
    assert ("rule", True) in near  # each year as one witness
    for query in ("local=50", "release=2024"):  # nothing is said there that they could not share
        assert not view(package, query).flows.at_the_edge
        assert "nearest" not in to_text(CERTAINTY.describe(view(package, query)).sentence)


def test_the_variants_that_say_so_are_counted(package):
    shown = view(package)
    every = changes(shown)
    said = f"Of {len(every)} other ways to count, {sum(c.answer.callable for c in every)} say so too"
    assert said in to_text(CERTAINTY.describe(shown).sentence)
    assert len(CERTAINTY.describe(shown).variants.table) == len(every) + 1  # and documented transfers


def test_certainty_is_told_in_three_sentences(package):
    said = CERTAINTY.describe(view(package)).sentence
    assert [s.id.removeprefix("certainty.") for s in said] == ["enough", "variants", "one-cause"]
    text = to_text(said)
    assert text.startswith("To say that it has changed takes 90%, and 90% that the new side leads now: here 90%.")
    assert "answers above 90% were right 71 to 85 times in 100" in text


def test_without_local_production_it_is_not_enough_and_says_what_would_change_that(package):
    said = CERTAINTY.describe(view(package, "local=0"))
    assert to_text(said.title) == "It is about as likely as not that the lead has changed: 65%."
    rows = {
        row[0]: (*row[1:], query) for row, query in zip(said.variants.table.values, said.variants.queries, strict=True)
    }
    assert rows["All deliveries"] == ("95%", "yes", "")


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory):
    """The package built with a and b exchanged in dyads.toml."""
    folder = tmp_path_factory.mktemp("mirrored")
    shutil.copytree(DATASETS, folder / "datasets", ignore=shutil.ignore_patterns("built*", ".built*"))
    path = folder / "datasets" / "dyads.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('id = "RUS-IRN"\na = "RUS"\nb = "IRN"', 'id = "IRN-RUS"\na = "IRN"\nb = "RUS"')
    path.write_text(text, encoding="utf-8")
    return open_package(cached.build(folder / "datasets", folder / "built"))


MIRROR = {"a_to_b": "b_to_a", "b_to_a": "a_to_b"}


def _mirrored(text):
    return tuple((word, MIRROR.get(kind, kind)) for word, kind in runs_of(text))


@pytest.mark.parametrize("query", ["", "local=0", "to=2022", "release=2025", "measure=documented"])
def test_exchanging_a_and_b_mirrors_every_sentence(package, mirrored, query):
    one, other = view(package, query), view(mirrored, query)
    for sentence in (findings.headline, how_sure.lead_sentence):
        assert runs_of(sentence(other)) == _mirrored(sentence(one))
    for chart in ("balance", "certainty", "direction"):
        title = charts()[chart].describe(one).title
        assert runs_of(charts()[chart].describe(other).title) == _mirrored(title)
    there, back = (charts()["balance"].describe(v).table["Balance"].dropna() for v in (one, other))
    assert (there + back).abs().max() == 0


def test_the_methods_page_works_on_the_page_s_own_numbers(client):
    text = client.get("/methods").get_data(as_text=True)
    assert "95%" in text
    assert "0.208" in text  # the vote of 2023 for Russia: 21 of 101, less than its order could give
    assert "0.25" in text  # the vote of 2025 for Iran: one order in four years, for all of the volume
    assert "297 of 584 million TIV, 0.509" in text  # the published 50.9 %
    for name in (
        "Gross flow",
        "Reciprocity",
        "Supplier concentration",
        "Effective number of suppliers",
        "direction votes",
    ):
        assert name in text
    assert client.get("/methods?local=0").get_data(as_text=True).count("65%") >= 1


@pytest.mark.parametrize(("weight", "by"), [(0.5, "by the root of what was delivered"), (1, "by what was delivered")])
def test_votes_that_are_weighed_are_said_to_be(client, package, weight, by):
    """Weighed votes are more than a side's own orders give in large years, and no order weighs as much as another."""
    said = to_text(CERTAINTY.describe(view(package, f"weight={weight}")).legend)
    page = client.get(f"/methods?weight={weight}").get_data(as_text=True)
    assert f"Years are then weighed {by} in them." in said
    assert f"Years are then weighed {by} in them." in page
    assert "weighs the same" not in page
    assert "weighed" not in to_text(CERTAINTY.describe(view(package)).legend)
    assert "weighs the same" in client.get("/methods").get_data(as_text=True)


@pytest.mark.parametrize("size", ["wide", "tablet", "phone", "classic", "square", "print"])
def test_releases_over_the_table_do_not_read_as_years_and_its_cells_are_explained(package, size):
    shown = view(package, f"size={size}")
    texts = [a["text"].replace("<br>", " ") for a in CERTAINTY.figure(shown)["layout"]["annotations"]]
    assert any(t in ("SIPRI 2026", "SIPRI ’26") for t in texts)
    assert not any(t.isdecimal() for t in texts)
    legend = to_text(CERTAINTY.describe(shown).legend)
    assert "Filled cell: enough to say that it has changed. It takes 90% twice" in legend
    bare = [c for c in matrix_cells(shown) if c.p >= 0.9 and not c.callable]
    assert bare  # the ones that would look like a mistake
    assert all(view(package, c.query).flows.reversal.p_new_leads_now < 0.9 for c in bare)


@pytest.mark.parametrize("query", ["weight=0.5", "gross_min=10"])
def test_another_rule_changes_the_rule_alone(package, query):
    """Weight and least gross flow of the view stay as they are, so that one thing is changed and not two."""
    flows = view(package, query).flows
    for rule, answer in flows.named.items():
        cast = flows.ballot.votes(rule, weight_exponent=flows.weight, gross_min=flows.gross_min)
        assert answer == reversal(cast, flows.ballot.periods)
        assert answer != view(package).flows.named[rule]


def test_years_that_a_release_lacks_change_nothing_and_are_no_variant(package):
    """The 2025 release is of 1995 to 2024: data from 1950 or up to 2024 are the data of this view."""
    shown = view(package, "release=2025")
    of_years = [(c.kind, c.said["year"].year, c.near) for c in changes(shown) if c.kind in ("from-year", "to-year")]
    ends = [("to-year", year, year == 2023) for year in (2020, 2021, 2022, 2023)]
    assert of_years == [("from-year", 2000, False), *ends]
    later = view(package, "release=2025&from=2000")
    assert [c.said["year"].year for c in changes(later) if c.kind == "from-year"] == [1995]


@pytest.mark.parametrize("query", ["", "release=2025", "release=2025&to=2023", "from=2000", "gross_min=10"])
def test_the_near_variants_are_those_that_decide_about_the_edge(package, query):
    shown = view(package, query)
    near = [c.answer.p_reversed for c in changes(shown) if c.near]
    decide = [r.p_reversed for r in (*shown.flows.neighbours.values(), *shown.flows.named.values())]
    assert sorted(near) == pytest.approx(sorted(decide), abs=1e-9)


def test_spans_known_now_are_those_of_the_release_also_where_the_view_ends_earlier(package):
    now = view(package, "to=2023").flows.as_of_spans_now
    assert {year: now[year].p_reversed for year in (2022, 2023)} == pytest.approx({2022: 0.762, 2023: 0.803}, abs=1e-3)


def test_a_register_that_tells_no_local_production_disproves_nothing_by_leaving_it_out(package):
    """The chance assumed beforehand is no answer to what the reversal would be without it."""
    rows, amounts = package.tables["series"], ["low", "central", "high"]
    excluded = rows.local_production == "excluded"
    untold = rows.assign(covered=rows.covered & ~excluded, **{a: rows[a].mask(excluded) for a in amounts})
    other = replace(package, tables={**package.tables, "series": untold})
    shown = methods.page(view(other))
    assert "Leave out what is marked" in str(methods.page(view(package)))
    assert "Leave out what is marked" not in str(shown)
