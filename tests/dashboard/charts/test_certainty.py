"""How sure, since when, and what it hangs on: the published numbers, all the way to the chart and its lists."""

import shutil

import pytest

from dashboard.charts.base import charts
from dashboard.charts.certainty.matrix import matrix_cells
from dashboard.data.package import open_package
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.text import findings
from dashboard.text.sentence import runs_of, to_text
from etl.contracts.folders import DATASETS
from tests import cached

CERTAINTY = charts()["certainty"]


def view(package, query=""):
    return View(package, parse_strict(package, query))


def test_the_as_of_curve_says_what_was_known_when(package):
    curve = view(package).flows.as_of
    assert curve[2021].p_reversed == pytest.approx(0.035, abs=5e-4)
    assert curve[2022].p_reversed == pytest.approx(0.712, abs=6e-4)
    assert curve[2023].p_reversed == pytest.approx(0.940, abs=5e-4)
    assert curve[2024].p_reversed == pytest.approx(0.981, abs=6e-4)
    assert curve[2025].p_reversed == pytest.approx(0.998, abs=5e-4)
    assert [y for y, r in curve.items() if r.callable] == [2023, 2024, 2025]


def test_the_matrix_holds_the_published_variants(package):
    found = {c.label.split(": ", 1)[0]: c for c in matrix_cells(view(package))}
    for label, p, called in (
        ("SIPRI 2026, all deliveries, one vote a year", 0.998, True),
        ("SIPRI 2026, all deliveries, votes by volume", 0.979, True),
        ("SIPRI 2026, without local production, one vote a year", 0.54, False),
        ("SIPRI 2026, without Iran → Russia local production, one vote a year", 0.415, False),
        ("SIPRI 2026, without Russia → Iran local production, one vote a year", 0.996, True),
        ("SIPRI 2025, all deliveries, one vote a year", 0.991, True),
    ):
        assert found[label].p == pytest.approx(p, abs=1e-3 if p > 0.9 else 5e-3)
        assert found[label].callable is called


def test_each_cell_opens_the_view_that_gives_its_number(package):
    for cell in matrix_cells(view(package)):
        assert view(package, cell.query).flows.reversal.p_reversed == pytest.approx(cell.p, abs=1e-8)


def test_what_would_change_the_answer_is_listed_with_its_view(package):
    ((title, items), (other, documented), (drawn, weighed)) = CERTAINTY.describe(view(package)).lists
    assert title == "What would change this answer"
    assert dict(items)["Without local production: 54%, not callable"] == "local=excluded"
    assert dict(items)["Without Iran → Russia local production: 42%, not callable"] == "local=excluded_b_to_a"
    assert not any("release" in text or "votes by" in text for text, _ in items)
    assert other == "Asked of documented events instead"
    ((_, query),) = documented
    assert query == "measure=documented"
    assert drawn.endswith("weighed in")
    (monthly,) = [text for text, _ in weighed if text.startswith("By month, 2015–2026, claims graded 2 or better")]
    assert "if it turned once, Iran → Russia began in August 2022 (90%: " in monthly
    assert all("not callable" in text for text, _ in weighed if text.startswith("By year"))


def test_without_local_production_it_is_not_callable_and_says_what_would_change_that(package):
    said = CERTAINTY.describe(view(package, "local=excluded"))
    assert to_text(said.title) == "Not callable yet: the chance of a reversal is 54%."
    assert dict(said.lists[0][1])["All deliveries: 99.8%, a reversal is called"] == ""


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


@pytest.mark.parametrize("query", ["", "local=excluded", "to=2022", "release=2025", "measure=documented"])
def test_exchanging_a_and_b_mirrors_every_sentence(package, mirrored, query):
    one, other = view(package, query), view(mirrored, query)
    for sentence in (findings.headline, findings.lead_sentence):
        assert runs_of(sentence(other)) == _mirrored(sentence(one))
    for chart in ("balance", "certainty", "direction"):
        title = charts()[chart].describe(one).title
        assert runs_of(charts()[chart].describe(other).title) == _mirrored(title)
    there, back = (charts()["balance"].describe(v).table["Balance"].dropna() for v in (one, other))
    assert (there + back).abs().max() == 0


def test_the_methods_page_works_on_the_page_s_own_numbers(client):
    text = client.get("/methods").get_data(as_text=True)
    assert "99.8%" in text
    assert "0.208" in text  # the vote of 2023: 21 of 101
    assert "297 of 584 million TIV, 0.509" in text  # the published 50.9 %
    for name in (
        "Gross flow",
        "Reciprocity",
        "Supplier concentration",
        "Effective number of suppliers",
        "direction votes",
    ):
        assert name in text
    assert client.get("/methods?local=excluded").get_data(as_text=True).count("54%") >= 2


@pytest.mark.parametrize("size", ["wide", "tablet", "phone", "classic", "square", "print"])
def test_releases_over_the_table_do_not_read_as_years_and_its_cells_are_explained(package, size):
    shown = view(package, f"size={size}")
    texts = [a["text"].replace("<br>", " ") for a in CERTAINTY.figure(shown)["layout"]["annotations"]]
    assert any(t in ("SIPRI 2026", "SIPRI ’26") for t in texts)
    assert not any(t.isdecimal() for t in texts)
    assert to_text(CERTAINTY.describe(shown).legend).startswith(
        "In the table a filled cell is a called reversal. It takes 90% twice"
    )
    bare = [c for c in matrix_cells(shown) if c.p >= 0.9 and not c.callable]
    assert bare  # the ones that would look like a mistake
    assert all(view(package, c.query).flows.reversal.p_new_leads_now < 0.9 for c in bare)
