"""Every sentence that readers see holds: of random selections of four packages, and of what they rest on.

`make test` checks 150 selections of each package, a chart or two of each; `make sentences` 2,000, with all charts.
"""

import ast
import os
from pathlib import Path

import pytest

from dashboard.charts.base import charts
from tests.sentences import amounts, captions, facts, kinds, views

MANY = bool(os.environ.get("MANY_SENTENCES"))
EACH = 2000 if MANY else 150
PARTS = 3


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """The packages by name, built when they are first asked for."""
    opened = {}

    def package(name):
        if name not in opened:
            opened[name] = views.build(name, tmp_path_factory.mktemp(name.replace(" ", "-")))
        return opened[name]

    return package


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", views.PACKAGES)
def test_every_sentence_of_a_random_selection_holds(packages, name, part):
    package, every = packages(name), [*charts().values()]
    checked, wrong = 0, []
    for n, query in enumerate(views.queries(name, package, EACH)):
        if n % PARTS == part:
            shown = views.collect(views.view_of(package, query), every if MANY else [every[n // PARTS % len(every)]])
            checked += sum(map(len, shown.texts.values()))
            wrong += [f"{query}  {what}" for what in kinds.false(shown)]
    assert not wrong, "\n".join(wrong)
    assert checked > EACH // PARTS * 10


# Selections that random ones found to be told wrong.
FOUND = ("from=1956&to=1975&local=54",)


@pytest.mark.parametrize("query", FOUND)
def test_every_sentence_of_what_was_once_wrong_holds(packages, query):
    package = packages("shipped")
    assert list(kinds.false(views.collect(views.view_of(package, query)))) == []


def test_selections_are_the_same_in_every_run(packages):
    package = packages("shipped")
    once, again = (list(views.queries("shipped", package, 20)) for _ in range(2))
    assert once == again
    assert len(set(once)) == 20


@pytest.mark.parametrize("module", [facts, amounts, captions, kinds])
def test_facts_are_computed_without_the_code_that_they_check(module):
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported
    own = {f"tests.sentences.{name}" for name in ("facts", "amounts", "captions")}
    assert {i for i in imported if i.partition(".")[0] in ("dashboard", "etl", "tests", "importlib")} <= own
