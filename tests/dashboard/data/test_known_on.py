"""As known on a day: counts, sentences, series and competing totals, stated from the claims' own dates."""

import csv
import gc
import weakref
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.charts.base import charts
from dashboard.data.package import DAYS_KEPT
from dashboard.data.selection import Impossible, parse, parse_strict, to_query
from dashboard.data.view import View
from dashboard.pages.evidence.filters import record_note
from dashboard.pages.html.to_html import to_html
from dashboard.text.findings import headline
from dashboard.text.sentence import to_text
from dashboard.text.wording.selection_words import problem_in_words
from dashboard.web.app import create_app
from etl.analysis import as_of as record
from etl.analysis.reversal import reversal
from etl.analysis.votes import flow_votes

SOURCES = Path(__file__).resolve().parents[3] / "datasets" / "sources"


def coded():
    """The claims as they stand in the coded files."""
    for folder in ("documents", "reports"):
        with (SOURCES / folder / "claims.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def view(package, query):
    return View(package, parse_strict(package, query))


def said(package, query):
    return charts()["evidence"].describe(view(package, query))


def listed(description, title):
    return [text for name, items in description.lists if name == title for text, _ in items]


# day, claims, denials: counted in the coded files by their column reported_on
DAYS = [
    ("2022-07-15", 65, 2),
    ("2022-07-31", 74, 4),
    ("2022-09-01", 86, 6),
    ("2022-11-06", 164, 8),
    ("2023-05-16", 227, 9),
]
SPOKEN = {
    "2022-07-15": "15 July 2022",
    "2022-07-31": "31 July 2022",
    "2022-09-01": "1 September 2022",
    "2022-11-06": "6 November 2022",
    "2023-05-16": "16 May 2023",
}


@pytest.mark.parametrize(("day", "claims", "denials"), DAYS)
def test_the_counts_of_a_day_are_those_of_the_coded_files(package, day, claims, denials):
    rows = [c for c in coded() if c["reported_on"] <= day]
    assert (len(rows), sum(c["stance"] == "denies" for c in rows)) == (claims, denials)
    description = said(package, f"known_on={day}")
    assert len(description.table) == claims
    assert set(description.table["Id"]) == {c["claim_id"] for c in rows}
    number = {2: "two", 4: "four", 6: "six", 8: "eight", 9: "nine"}[denials]
    assert to_text(description.title).startswith(f"By {SPOKEN[day]}, {claims} claims: {number} deny another and ")


SENTENCES = {
    "2022-07-15": "Iran → Russia: 8 reported, 1 denied, 2 planned or expected.",
    "2022-07-31": "Iran → Russia: 8 reported, 1 talked about, 3 denied, 2 not delivered, or no sign of it, 3 planned or expected.",
    "2022-09-01": "Iran → Russia: 3 confirmed, 11 reported, 4 denied, 3 planned or expected, 4 others.",
    "2022-11-06": "Iran → Russia: 4 confirmed, 18 reported, 7 ordered, 6 denied, 6 others.",
    "2023-05-16": "Iran → Russia: 5 confirmed, 30 reported, 11 ordered, 7 denied, 7 others.",
}


@pytest.mark.parametrize("day", SENTENCES)
def test_the_sentence_of_a_day_counts_what_was_said_by_then(package, day):
    assert to_text(said(package, f"known_on={day}").sentence).startswith(SENTENCES[day])


def test_the_first_claims_of_july_are_a_plan_a_denial_and_no_sign(package):
    newest = listed(said(package, "known_on=2022-07-15"), "Newest by that day")
    assert newest[0].startswith("13 July 2022, ")
    assert any(n.startswith("13 July 2022, denied: ") for n in newest)
    assert any(n.startswith("11 July 2022, planned or expected: ") for n in newest)
    newest = listed(said(package, "known_on=2022-07-31"), "Newest by that day")
    assert [n for n in newest if n.startswith("26 July 2022, not delivered, or no sign of it: ")] == newest[:2]


def test_the_first_delivery_of_drones_enters_the_series_in_august(package):
    """One transfer in 2022, the weapons bought in Iraq, told in April; 46 drones said on 5 August have no first day."""

    def events(day):
        return view(package, f"known_on={day}&measure=documented").flows.flow["b_to_a"].central

    assert events("2022-08-04").loc[2022] == 1
    assert events("2022-08-05").loc[2022] == 1
    assert events("2022-09-01").loc[2022] == 2
    assert events("2022-08-04").loc[1989:2021].sum() == 0
    assert events("2022-09-01").loc[2023:].isna().all()


def test_the_certainty_of_a_day_is_that_of_the_events_known_by_then(package):
    """15 July 2022: a package of seven years (2,557 days) and four of one year one way, one of 2022 the other way."""
    days = {year: (366 if year % 4 == 0 else 365) / 2557 for year in range(1990, 1997)} | dict.fromkeys(
        (2000, 2006, 2011, 2016), 1.0
    )
    x = np.array([days.get(year, 0.0) for year in range(1989, 2023)])
    y = np.array([1.0 if year == 2022 else 0.0 for year in range(1989, 2023)])
    found = view(package, "known_on=2022-07-15").flows
    assert np.nan_to_num(found.flow["a_to_b"].central.loc[:2022]) == pytest.approx(x, abs=1e-6)
    assert np.nan_to_num(found.flow["b_to_a"].central.loc[:2022]) == pytest.approx(y)
    votes = flow_votes(x, y, x, y, "counts")
    assert found.reversal.p_reversed == pytest.approx(reversal(votes, range(1989, 2023)).p_reversed, abs=1e-6)
    assert (
        to_text(headline(view(package, "known_on=2022-07-15")))
        == "It cannot be told whether the lead has passed to Iran."
    )


NUMBERS = "Numbers that compete: drones, Iran → Russia"


def test_the_totals_that_competed_in_november_2022(package):
    """260 launches: 7 in September and 253 in October 2022."""
    assert listed(said(package, "known_on=2022-11-06"), NUMBERS) == [
        "260 launched by Russia by the end of October 2022: use, not supply",
        "about 300: reported, Oleksii Reznikov, Ukraine’s defence minister, 4 November 2022",
        "1,500 to 2,400: ordered, Oleksii Reznikov, Ukraine’s defence minister, 4 November 2022",
        "about 450: reported, Officials of a Western country, to CNN, 1 November 2022",
        "about 2,000: ordered, Volodymyr Zelensky, president of Ukraine, 24 October 2022",
        "2,400: ordered, Volodymyr Zelensky, president of Ukraine, 11 October 2022",
        "hundreds: ordered, US government, through the Washington Post, 29 August 2022",
        "hundreds: reported, Western intelligence officials, to the Associated Press, 26 August 2022",
        "46: reported, Adviser in Ukraine’s presidential office, 5 August 2022",
        "up to 300: planned or expected, US officials, to The New York Times, 18 July 2022",
        "up to several hundred: planned or expected, Jake Sullivan, US National Security Advisor, 11 July 2022",
    ]


def test_the_totals_that_competed_in_may_2023(package):
    """724 launches to the end of April beside more than 400 said to be delivered the day before."""
    numbers = listed(said(package, "known_on=2023-05-16"), NUMBERS)
    assert numbers[:2] == [
        "724 launched by Russia by the end of April 2023: use, not supply",
        "more than 400: reported, John Kirby, US National Security Council, 15 May 2023",
    ]
    assert (
        listed(said(package, "known_on=2023-06-02"), NUMBERS)[0]
        == "1,135 launched by Russia by the end of May 2023: use, not supply"
    )


RELEASES = [
    (
        "2022-07-15",
        "documented",
        "no release of the register packaged here was published by then, so documented transfers answer",
    ),
    ("2024-06-01", "2024", "SIPRI 2024 was the newest release"),
    ("2025-06-01", "2025", "SIPRI 2025 was the newest release"),
]


@pytest.mark.parametrize(("day", "answers", "words"), RELEASES)
def test_the_newest_release_published_by_a_day_answers(package, day, answers, words):
    found = view(package, f"known_on={day}")
    assert answers in (found.selection.measure, found.selection.release)
    assert words in to_html(record_note(found))


def test_no_release_of_later_is_to_be_had_on_a_day(package):
    with pytest.raises(Impossible, match="measure=tiv"):
        parse_strict(package, "known_on=2022-07-15&measure=tiv")
    with pytest.raises(Impossible, match="release=2026"):
        parse_strict(package, "known_on=2025-06-01&release=2026")
    early = package.as_known_on("2025-06-01")
    assert set(early.tables["totals"].release) == {"2025"}
    assert set(early.tables["deliveries"].release) == {"2024", "2025"}
    assert not {i for row in early.evidence.values() for i in [getattr(row, "release", "")]} & {"2026"}


def test_the_last_day_of_the_record_is_today_and_days_before_it_are_refused(package):
    last = package.days("RUS-IRN")[-1]
    assert last == max(max(c["reported_on"] for c in coded()), "2026-03-09")
    assert parse_strict(package, f"known_on={last}").known_on == ""
    first = package.days("RUS-IRN")[0]
    for bad, nearest, words in (
        ("2022-02-30", "", "no such day"),
        ("soon", "", "YYYY-MM-DD"),
        ("1900-01-01", first, f"from {first} on"),
    ):
        selection, problems = parse(package, f"known_on={bad}")
        assert [p.where for p in problems] == [f"known_on={bad}"]
        assert words in problem_in_words(problems[0]).fix
        assert selection.known_on == nearest


def test_a_confirmed_delivery_is_a_reported_one_until_the_second_origin_speaks(package):
    """Two made-up claims on one event: graded 1 and confirmed because another government said so a week later."""
    claims = package.tables["claims"]
    own = claims[claims.claim_id == "r-us-first-shipment"]
    first = own.assign(claim_id="first", event_id="made-up", reported_on="2022-08-01")
    second = first.assign(claim_id="second", origin="another-government", reported_on="2022-08-08")
    tables = {**package.tables, "claims": pd.concat([claims, first, second], ignore_index=True)}

    def graded(day):
        row = record.as_known(tables, day)["claims"].set_index("claim_id").loc["first"]
        return row.status, row.credibility

    assert graded("2022-08-07") == ("reported", 2)
    assert graded("2022-08-08") == ("confirmed", 1)


def test_a_month_of_launches_is_known_on_its_last_day(package):
    assert package.as_known_on("2023-07-30").tables["launches"].month.max() == "2023-06"
    assert package.as_known_on("2023-07-31").tables["launches"].month.max() == "2023-07"


def test_a_document_dated_by_its_month_is_known_at_its_end(package):
    documents = pd.DataFrame({"document_id": ["a", "b", "c"], "published": ["2024-02", "2023", "2023-05-06"]})
    claims = pd.DataFrame({"document_id": ["a", "b", "c"], "reported_on": [None, None, None]}, dtype="str")
    assert record.said_on(claims, documents).tolist() == ["2024-02-29", "2023-12-31", "2023-05-06"]


@pytest.mark.slow
def test_methods_and_all_pages_answer_for_every_day(package):
    client = create_app(package).server.test_client()
    for day in package.days("RUS-IRN")[::9]:
        for page in ("/methods", "/events", "/sources", "/events/drones-2022", "/view.json"):
            assert client.get(f"{page}?known_on={day}").status_code == 200, (page, day)


@pytest.mark.slow
def test_what_is_kept_of_days_is_bounded(package):
    held = [weakref.ref(package.as_known_on(day)) for day in package.days("RUS-IRN")[:40]]
    gc.collect()
    assert sum(ref() is not None for ref in held) <= 2 * DAYS_KEPT


def test_a_day_stays_in_the_address(package):
    assert to_query(package, parse_strict(package, "known_on=2022-07-15")) == "known_on=2022-07-15"


def test_what_becomes_known_only_grows(package):
    days = package.days("RUS-IRN")[::12]
    grown = [set(record.as_known(package.tables, d)["claims"].claim_id) for d in days]
    assert all(a <= b for a, b in zip(grown, grown[1:], strict=False))


def test_origins_are_counted_among_what_was_known(package):
    """5 August 2022: one government speaks of drones handed over; by 29 August Western officials and a second one do."""

    def origins(day):
        claims = package.as_known_on(day).tables["claims"].set_index("claim_id")
        return claims.loc["r-ukraine-46-drones"].event_origins

    assert (origins("2022-08-05"), origins("2022-08-29")) == (1, 3)


@pytest.mark.parametrize("day", ["1993-01-01", "2000-12-31", "2022-07-15", "2024-06-01"])
@pytest.mark.parametrize("chart", charts())
def test_every_chart_draws_the_record_of_a_day(package, chart, day):
    shown = view(package, f"known_on={day}")
    assert charts()[chart].figure(shown)["layout"]["height"] > 0
    assert to_text(charts()[chart].describe(shown).title)
