"""The chart of what the documents alone show: its transfers, its answer and its words for how likely it is."""

import pytest

from dashboard.charts.base import charts
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.text.forms.likelihood import likelihood
from dashboard.text.sentence import to_text


def view(package, query=""):
    return View(package, parse_strict(package, query))


def said(package, query=""):
    return charts()["documented"].describe(view(package, query))


def test_the_title_says_how_likely_a_reversal_is_by_the_documents_alone(package):
    shown = view(package).with_selection(measure="documented").flows
    title = to_text(said(package).title)
    assert title.startswith("The documents alone do not decide it: about as likely as not, ")
    assert f"{100 * shown.reversal.p_reversed:.0f}%" in title


def test_each_transfer_has_its_days_its_numbers_and_what_is_not_valued(package):
    table = said(package).table.set_index("Transfer")
    boats = table.loc["Drones sent by boat and airliner"]
    assert boats["How it counts, by year"] == "2022: 59%, 2023: 41%"
    assert (boats["Pieces"], boats["Million TIV"]) == (18, 0.9)
    assert boats["Types without a value"] == "Shahed-129 or Shahed-191"
    drones = table.loc["Drones delivered by November 2022"]
    assert (drones["Pieces"], drones["Pieces, range"], drones["Million TIV"]) == (300, "166–999", 15.4)


def test_its_marks_rest_on_the_claims_that_count_and_name_those_that_do_not(package):
    marks = {mark.id: mark for mark in said(package).marks}
    assert "r-sky-166-drones" in marks["drones-2022"].basis
    assert "d1-mfa-denial" in marks["drones-2022"].claims


def test_years_without_a_transfer_show_none(package):
    empty = said(package, "from=2017&to=2021")
    assert to_text(empty.title) == "No documented transfer between Russia and Iran counts in 2017–2021."
    assert len(empty.table) == 0


def test_other_ways_to_count_are_listed_with_their_error(package):
    found = said(package).variants
    assert found.title == "Other ways to count the documents"
    ways = list(found.table["Way to count"])
    assert any("without running totals" in way for way in ways)
    assert "By volume, 1989–2025, claims of grades 1 to 3" in ways
    assert found.table["Error of the draws"].str.startswith("± ").all()
    assert set(found.table["Enough to say so"]) == {"no"}


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0.995, "virtually_certain"),
        (0.954, "very_likely"),
        (0.66, "likely"),
        (0.5, "even"),
        (0.34, "even"),
        (0.33, "unlikely"),
        (0.1, "very_unlikely"),
        (0.005, "exceptionally_unlikely"),
    ],
)
def test_a_chance_has_the_word_of_the_published_scale(p, word):
    """The ranges of the IPCC's guidance note of 2010, table 1."""
    assert likelihood(p).value == word


@pytest.mark.parametrize("query", ["weight=0.5", "weight=1", "gross_min=1"])
def test_what_was_drawn_by_another_method_is_not_said_beside_it(package, query):
    assert "drawn" in to_text(said(package).sentence)
    assert "drawn" not in to_text(said(package, query).sentence)


def test_transfers_that_cast_no_vote_are_no_answer(package):
    """Ten transfers in a year: without a vote the chance is the one assumed beforehand, which decides nothing."""
    shown = said(package, "gross_min=10")
    assert to_text(shown.title).startswith("No year from 1990 to 2024 has enough deliveries")
    assert "likely" not in to_text(shown.title)


def test_a_share_of_local_production_that_no_document_knows_is_left_out_of_no_release(package):
    """What is not said of the selection may not be done to it."""
    revisions = charts()["revisions"]
    for_all, for_none = (revisions.describe(view(package, f"measure=documented{q}")) for q in ("", "&local=0"))
    assert to_text(for_none.title) == to_text(for_all.title)
    assert for_none.table.equals(for_all.table)
    assert to_text(revisions.describe(view(package, "local=0")).title).startswith("Without local production, for")
