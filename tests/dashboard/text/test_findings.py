"""Sentences follow from the numbers: the published probabilities, and a headline that turns by itself."""

import pytest

from dashboard.charts.base import charts
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.text import findings
from dashboard.text.forms import numbers
from dashboard.text.forms.dates import span
from dashboard.text.sentence import to_text


def said(package, query):
    view = View(package, parse_strict(package, query))
    return to_text(findings.headline(view)), to_text(findings.lead_sentence(view))


def test_all_deliveries_the_reversal_is_called_and_hangs_on_local_production(package):
    headline, lead = said(package, "")
    assert headline == "Since 2022 arms have flowed mainly from Iran to Russia. For three decades it was the other way."
    assert "reversed is 95.4%, first seen in 2022" in lead
    assert "at the edge of what is called" in lead
    assert "locally produced: count half of them and it is 87%, none and it is 65%." in lead
    assert (
        "The documents alone do not decide it: about as likely as not, 60% (15 transfers; 40% before any is read)."
        in lead
    )


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
    _, lead = said(package, query)
    own = View(package, parse_strict(package, query))
    shown = own.with_selection(measure="documented").flows.reversal
    said_years = "" if years == "the same years" else f" of {years}"
    assert f"about as likely as not, {numbers.chance(shown.p_reversed)} (" in lead
    assert f"transfers{said_years}; 40% before any is read)" in lead
    ((text, link),) = charts()["certainty"].describe(own).lists[1][1]
    assert numbers.chance(shown.p_reversed) in text
    assert View(package, parse_strict(package, link)).flows.reversal == shown


@pytest.mark.parametrize(
    ("query", "headline", "chance"),
    [
        (
            "local=0",
            "Without local production, it cannot be told whether the lead has passed to Iran.",
            "65%: too little to call",
        ),
        (
            "local=0&local_side=b_to_a",
            "Without local production from Iran to Russia, it cannot be told whether the lead has passed to Iran.",
            "64%: too little to call",
        ),
        (
            "local=0&local_side=a_to_b",
            "Without local production from Russia to Iran, it cannot be told whether the lead has passed to Iran.",
            "95%: too little to call",
        ),
        (
            "to=2022",
            "It cannot be told whether the lead had passed to Iran by 2022.",
            "76%: too little to call",
        ),
        ("to=2021", "Arms flowed from Russia to Iran between 1989 and 2021.", "10%"),
        ("release=2025", "Since 2022 arms have flowed mainly from Iran to Russia. For at least two decades", "95.5%"),
        ("from=1950&to=1990", "Arms flowed from Russia to Iran between 1950 and 1990.", "reversed is"),
        ("from=1950&to=1952", "Nothing is recorded between Russia and Iran from 1950 to 1952.", "nothing to be said"),
        (
            "release=2024&from=1950&to=1990",
            "No source in this selection looked at deliveries between Russia and Iran",
            "nothing to be said",
        ),
        ("measure=documented&gross_min=10", "No year from 1990 to 2024 has enough deliveries", "nothing to be said"),
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
