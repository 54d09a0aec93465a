"""Plain English, measured: short sentences of easy words, and none of our own jargon."""

import re
from statistics import median

import pytest
import textstat

from dashboard.charts.base import charts
from dashboard.text.catalogue import patterns
from dashboard.text.sentence import words
from tests.sentences import views

QUERIES = (
    "",
    "local=0",
    "local=50",
    "local=25&local_side=b_to_a",
    "release=2024",
    "release=2025",
    "measure=documented",
    "measure=documented_volume",
    "known_on=2022-09-01",
    "known_on=2024-06-01",
    "from=1972",
    "to=2015",
)
ROLES = ("page/lead", "page/headline", "/title", "/sentence", "/legend", "/step", "/slide")
"""Places of sentences by role: leads, findings, captions, steps, and what slides say of a chart."""
BANNED = {
    "called": r"\bcall(?:ed|able|s)?\b",
    "votes": r"\bvot(?:e|es|ed|ing)\b",
    "hangs on": r"\bhangs? on\b",
    "graded 3 or better": r"\bgraded (?:\d|\{grade\}) or better\b",
    "of two more a number is not known": r"\bmore a number is not known\b",
}
DEFINING = ("methods.", "calibration.", "glossary.", "claims.", "grades.")
"""Messages that may define the words: the method, its calibration, the glossary, and the grades of claims."""


@pytest.fixture(scope="module")
def sentences(package):
    """Sentences of six words or more, each with the place where it is first said."""
    found = {}
    for query in (*QUERIES, *views.queries("shipped", package, 20)):
        for place, texts in views.collect(views.view_of(package, query)).texts.items():
            if any(role in place for role in ROLES):
                for text in texts:
                    for one in re.split(r"(?<=[.!?])\s+(?=[A-Z0-9“+−])", text):
                        if len(one.split()) >= 6:
                            found.setdefault(one, f"{place}?{query}")
    return found


def test_sentences_can_be_read_at_school(sentences):
    grades = {text: textstat.flesch_kincaid_grade(text) for text in sentences}
    assert len(grades) > 300
    assert median(grades.values()) <= 9
    assert {text: grade for text, grade in grades.items() if grade > 12} == {}


def test_no_sentence_is_longer_than_25_words(sentences):
    assert {place: text for text, place in sentences.items() if len(text.split()) > 25} == {}


def _said(pattern):
    """A message without the names of its arguments and branches."""
    for part in (r"\{\w+\}", r"\{\w+, (?:select|plural),", r"\w+ \{"):
        pattern = re.sub(part, " ", pattern)
    return pattern


@pytest.mark.parametrize("what", BANNED)
def test_no_message_has_words_of_our_own(what):
    found = {id: p for id, p in patterns().items() if not id.startswith(DEFINING) and re.search(BANNED[what], _said(p))}
    assert found == {}


def test_the_words_are_found_where_they_stand():
    assert re.search(BANNED["called"], _said("A reversal is called{late, select, yes { by then} other {}}."))
    assert not re.search(BANNED["called"], _said("{called, select, yes {enough} other {not enough}}"))


def test_the_glossary_holds_for_any_pair():
    entries = [text for id, text in patterns().items() if id.startswith("glossary.")]
    assert len(entries) > 20
    assert [text for text in entries if re.search(r"Russia|Iran|Ukraine|Shahed|Yak-", text)] == []


@pytest.mark.parametrize(
    ("grade", "solid", "counted"),
    [
        (1, "Solid: claims of grade 1; hollow: weaker ones.", "claims of grade 1"),
        (3, "Solid: claims of grades 1 to 3; hollow: weaker ones.", "claims of grades 1 to 3"),
        (6, "Solid: claims of all grades.", "claims of all grades"),
    ],
)
def test_grades_are_counted_as_a_reader_would_count_them(package, grade, solid, counted):
    assert words("timeline.legend-solid", grade=grade) == solid
    query = f"measure=documented&credibility={grade}"
    assert charts()["documented"].describe(views.view_of(package, query)).words.endswith(counted)
