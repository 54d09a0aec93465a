"""Sentences follow from the numbers: the published probabilities, and a headline that turns by itself."""

import pytest

from dashboard.charts.base import charts
from dashboard.charts.direction.steps import build_steps
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.text import findings, how_sure
from dashboard.text.forms import numbers
from dashboard.text.forms.dates import span
from dashboard.text.sentence import to_text


def said(package, query):
    view = View(package, parse_strict(package, query))
    return to_text(findings.headline(view)), to_text(how_sure.lead_sentence(view))


def further(package, query):
    return to_text(how_sure.further(View(package, parse_strict(package, query))))


def test_all_deliveries_the_reversal_is_called_and_hangs_on_local_production(package):
    headline, lead = said(package, "")
    assert headline == "Since 2022 arms have flowed mainly from Iran to Russia. For three decades it was the other way."
    assert lead == (
        "Mostly drones: 33 to 104 million TIV a year since 2022, against up to 760 when Russia armed Iran. "
        "It is very likely that the lead has changed: 95%. "
        "Count half of the drones built in Russia and it is 87%; count none and it is 64%."
    )
    assert further(package, "") == (
        "The new direction is first seen in 2022; the last year the other way was 2020. "
        "This is at the edge: some other ways to count leave it open. "
        "The documents alone do not decide it: about as likely as not, 60%. "
        "They hold 15 transfers; before any is read the chance is 40%."
    )


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("", "Mostly drones"),
        ("release=2025", "Mostly drones"),
        ("local=50", ""),
        ("gross_min=10", "Mostly drones"),
    ],
)
def test_what_moved_is_named_where_the_answer_is_that_it_turned(package, query, kind):
    _, lead = said(package, query)
    assert lead.startswith(kind or "At most 760 million TIV went from Russia to Iran in a year (1991), and ")


def test_a_weapon_is_a_drone_in_a_release_that_calls_it_a_missile(package):
    rows = package.tables["deliveries"]
    assert set(rows[(rows.release == "2024") & (rows.designation == "Shahed-136")].description) == {"SSM"}
    _, lead = said(package, "release=2024")
    assert "Without the drones built in Russia it is 42%." in lead


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("", "the same years"),
        ("from=2000&to=2023", "the same years"),
        ("credibility=5", "the same years"),
        ("known_on=2025-01-01", "1989–2023"),  # the release of that day begins in 2000
    ],
)
def test_the_number_by_documented_events_is_that_of_the_view_by_that_measure(package, query, years):
    lead = further(package, query)
    own = View(package, parse_strict(package, query))
    shown = own.with_selection(measure="documented").flows.reversal
    said_years = "" if years == "the same years" else f" of {years}"
    assert f"about as likely as not, {numbers.chance(shown.p_reversed)}." in lead
    assert f"transfers{said_years}; before any is read the chance is 40%." in lead
    other = charts()["certainty"].describe(own).variants
    link, text = other.queries[-1], other.table.iloc[-1, 0]
    assert text.startswith("Documented transfers instead, ")
    assert other.table.iloc[-1, 1] == numbers.chance(shown.p_reversed)
    assert View(package, parse_strict(package, link)).flows.reversal == shown


@pytest.mark.parametrize(
    ("query", "headline", "chance"),
    [
        (
            "local=0",
            "Without local production, it cannot be told whether the lead has passed to Iran.",
            "about as likely as not that the lead has changed: 65%.",
        ),
        (
            "local=0&local_side=b_to_a",
            "Without local production from Iran to Russia, it cannot be told whether the lead has passed to Iran.",
            "about as likely as not that the lead has changed: 64%.",
        ),
        (
            "local=0&local_side=a_to_b",
            "Without local production from Russia to Iran, it cannot be told whether the lead has passed to Iran.",
            "very likely that the lead has changed: 95%.",
        ),
        (
            "to=2022",
            "It cannot be told whether the lead had passed to Iran by 2022.",
            "likely that the lead has changed: 76%.",
        ),
        (
            "to=2021",
            "Arms flowed from Russia to Iran between 1989 and 2020.",
            "very unlikely that the lead has changed: 10%",
        ),
        ("release=2025", "Since 2022 arms have flowed mainly from Iran to Russia. For at least two decades", "96%"),
        (
            "from=1950&to=1990",
            "Arms flowed from Russia to Iran between 1967 and 1990.",
            "unlikely that the lead has changed",
        ),
        (
            "release=2024&from=2023&to=2025",
            "Arms flowed mainly from Iran to Russia in 2023.",
            "unlikely that the lead has changed",
        ),
        ("from=1950&to=1952", "Nothing is recorded between Russia and Iran from 1950 to 1952.", "nothing can be said"),
        (
            "release=2024&from=1950&to=1990",
            "No source in this selection looked at deliveries between Russia and Iran",
            "nothing can be said",
        ),
        ("measure=documented&gross_min=10", "No year from 1990 to 2024 has enough deliveries", "nothing can be said"),
    ],
)
def test_the_headline_turns_with_the_selection(package, query, headline, chance):
    found, lead = said(package, query)
    assert found.startswith(headline)
    assert chance in lead


def test_a_year_says_who_led_and_by_how_much(package):
    view = View(package, parse_strict(package, ""))
    assert findings.lead_in_words(view, 2024) == "2024: Iran → Russia led, 104 against 42 million TIV"
    assert findings.lead_in_words(view, 2021) == "2021: nothing recorded"
    assert findings.lead_in_words(View(package, parse_strict(package, "release=2025")), 1990) == "1990: not covered"


def test_the_window_of_the_reversal_is_the_years_between_the_last_old_and_the_first_new_vote(package):
    assert findings.turn(View(package, parse_strict(package, ""))) == (2020, 2022)
    assert findings.turn(View(package, parse_strict(package, "local=0"))) is None


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        (None, None, "undated", "undated"),
        ("2022-10-17", "2022-10-17", "day", "17 October 2022"),
        ("2022-08-01", "2022-08-31", "month", "August 2022"),
        ("2016-01-01", "2016-12-31", "year", "2016"),
        ("1992-01-01", None, "period", "from 1 January 1992 on"),
        ("2006-01-01", "2010-12-31", "period", "1 January 2006 to 31 December 2010"),
    ],
)
def test_a_time_is_told_no_sharper_than_it_was_stated(start, end, precision, words):
    assert span(start, end, precision) == words


@pytest.mark.parametrize("measure", ["documented", "documented_volume"])
def test_documents_that_a_filter_leaves_out_are_not_said_to_be_of_unknown_local_production(package, measure):
    """Of documented transfers, no register says what was locally produced, and nothing hangs on it."""
    empty = View(package, parse_strict(package, f"measure={measure}&credibility=1&origins=5"))
    assert to_text(findings.headline(empty)).startswith(
        "The transfers documented between Russia and Iran are all left out"
    )
    assert findings.leader_name(empty, 2022) == "recorded, but left out"
    some = View(package, parse_strict(package, f"measure={measure}&credibility=1"))
    direction = charts()["direction"].describe(some)
    assert "recorded, but left out" in set(direction.table["Led"])
    for text in (to_text(direction.legend), *(to_text(step.text) for step in build_steps(empty))):
        assert "local" not in text
