"""The catalogue: every message can be formatted, every id is there, and a program does not read its own prose."""

import ast
import re
from pathlib import Path

import pytest
from icu4py.messageformat import MessageFormat

from dashboard.charts.base import charts
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.text import catalogue
from dashboard.text.catalogue import LANGUAGE, MESSAGES, message, patterns
from dashboard.text.sentence import Sentence, runs_of, say, to_text

DASHBOARD = Path(__file__).resolve().parents[3] / "dashboard"
LANGUAGES = sorted(folder.name for folder in MESSAGES.iterdir() if folder.is_dir())
_ARGUMENTS = re.compile(r"\{(\w+)(?=[},])")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_formatted(language):
    for id in patterns(language):
        assert isinstance(message(id, language), MessageFormat)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_ids(language):
    assert set(patterns(language)) == set(patterns(LANGUAGE))


def test_every_id_in_the_code_is_in_the_catalogue():
    groups = {id.partition(".")[0] for id in patterns()}
    missing = []
    for file in sorted(DASHBOARD.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in ("say", "words"):
                continue
            id = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else ""
            if id and id not in patterns():
                missing.append((file.name, id))
    assert missing == []
    assert len(groups) > 20


def test_no_message_leaves_an_argument_open(package):
    """A name in braces that nobody gave would be printed as it stands."""
    for query in (
        "",
        "local=0",
        "measure=documented",
        "known_on=2022-07-15",
        "release=2024",
        "q=drones&zoom=2022",
    ):
        view = View(package, parse_strict(package, query))
        for chart in charts().values():
            said = chart.describe(view)
            for sentence in (*said.title, *said.sentence, *said.legend):
                assert isinstance(sentence, Sentence)
                assert not re.search(r"[{}]", to_text(sentence)), sentence.id


def test_a_text_is_its_sentences_with_a_blank_between():
    text = (say("findings.nothing-to-say"), say("findings.nothing-to-say"))
    assert to_text(text) == f"{to_text(text[0])} {to_text(text[1])}"
    assert runs_of("a label") == (("a label", ""),)
    with pytest.raises(KeyError):
        to_text(say("findings.no-such-message"))


@pytest.fixture
def ids_for_words(monkeypatch):
    """Put its id and its bare arguments in the place of every message."""
    found = {id: " ".join([id, *(f"{{{a}}}" for a in _ARGUMENTS.findall(text))]) for id, text in patterns().items()}
    monkeypatch.setattr(catalogue, "patterns", lambda language=LANGUAGE: found)
    message.cache_clear()
    yield found
    message.cache_clear()


@pytest.mark.parametrize(
    "query", ["", "measure=documented&credibility=2", "known_on=2022-07-15", "release=2025&local=0"]
)
def test_charts_have_the_same_parts_whatever_their_words(package, ids_for_words, query):
    view = View(package, parse_strict(package, query))
    with_ids = {chart.id: _parts(chart, view) for chart in charts().values()}
    message.cache_clear()
    catalogue_patterns = patterns()
    assert catalogue_patterns is not ids_for_words
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "patterns", lambda language=LANGUAGE: catalogue_patterns)
        with_words = {chart.id: _parts(chart, view) for chart in charts().values()}
    assert with_ids == with_words


def _parts(chart, view):
    """Return what a chart consists of, without its words."""
    said = chart.describe(view)
    sentences = [(s.id, s.role) for s in (*said.title, *said.sentence, *said.legend)]
    marks = [(m.id, m.basis, m.claims, m.curve, m.point) for m in said.marks]
    return sentences, marks, said.sources, said.table.shape, len(chart.figure(view)["data"])
