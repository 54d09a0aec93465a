"""Words are apart from the program: with ids or nonsense in place of all messages, every part is still there."""

import ast
import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from tomllib import loads

import pytest

from dashboard.text.catalogue import MESSAGES, patterns

ROOT = Path(__file__).resolve().parents[3]
DASHBOARD = ROOT / "dashboard"
_ARGUMENTS = re.compile(r"\{(\w+)(?=[},])")
_LETTERS = re.compile(r"[A-Za-zÀ-ž’]+")
# What ICU reads in a pattern: arguments, the heads of choices and the names of branches.
_KEPT = r"(\{\w+(?:, ?\w+(?:, ?[\w:-]+)?)?\}|\{\w+, ?(?:select|plural),|(?<=[\s,}])=?\w+ ?(?=\{))"


def as_ids(id: str, pattern: str) -> str:
    """A message with its id in place of all words of a branch; what ICU reads stays, and empty branches do."""
    parts = re.split(_KEPT, pattern)
    return "".join(part if n % 2 else re.sub(r"[^{}#]*[A-Za-z][^{}#]*", id, part) for n, part in enumerate(parts))


def as_nonsense(id: str, pattern: str) -> str:
    """A message with each of its words replaced by letters drawn at random; what ICU reads stays."""
    draw = random.Random(f"1989 {id}")

    def word(match: re.Match[str]) -> str:
        return "".join(draw.choice("bcdfghklmnprstvz") for _ in match[0])

    return "".join(part if n % 2 else _LETTERS.sub(word, part) for n, part in enumerate(re.split(_KEPT, pattern)))


def rewritten(folder: Path, change) -> Path:
    """A catalogue with every message changed."""
    for file in (MESSAGES / "en").glob("*.toml"):
        found = loads(file.read_text(encoding="utf-8"))
        lines = [
            f"{key} = {json.dumps(change(f'{file.stem}.{key}', text), ensure_ascii=False)}"
            for key, text in found.items()
        ]
        (folder / "en").mkdir(parents=True, exist_ok=True)
        (folder / "en" / file.name).write_text("\n".join(lines), encoding="utf-8")
    return folder


def structures(messages: Path, package: Path) -> dict[str, object]:
    script = Path(__file__).with_name("structures.py")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, script, messages, package], env=env, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def own(package):
    return structures(MESSAGES, package.path)


@pytest.mark.slow
@pytest.mark.parametrize("change", [as_ids, as_nonsense])
def test_charts_files_slides_and_pages_have_the_same_parts_whatever_their_words(package, own, tmp_path, change):
    found = structures(rewritten(tmp_path, change), package.path)
    assert list(found) == list(own)
    assert len(found) > 130
    assert [address for address in own if found[address] != own[address]] == []


def test_nonsense_keeps_what_icu_reads():
    pattern = "Since {year} arms {back, select, yes {mainly } other {}}from {n, plural, =1 {one side} other {# sides}}."
    changed = as_nonsense("x", pattern)
    assert _ARGUMENTS.findall(changed) == _ARGUMENTS.findall(pattern)
    assert re.search(r"\{back, select, yes \{\w{6} \} other \{\}\}", changed)
    assert "{n, plural, =1 {" in changed
    assert "Since" not in changed


# ---- no sentence outside the catalogue ----

COMMAND_LINE = ("__main__.py", "exports/requests.py", "web/serve.py", "web/static_copy/write.py", "data/package.py")
"""What these say is read on a terminal, by whoever runs the program."""
PROSE = re.compile(r"[A-Za-z’']{2,} [a-z’']+ [a-z’']{2,}|[a-z]{2,}\. [A-Z]|^[A-Z][a-z]+ [a-z]{2,}[.?!]$")
CODE = re.compile(r"[<{};]|'self'|'none'|\w+-src|data:|/\*|^\.//|\\")
"""Markup, styles, policies and paths."""


def literals(file: Path) -> list[tuple[int, str]]:
    """Texts in a module that are no docstring, no error of a programmer, and no class of an element."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(
            node
        ):
            skipped.add(id(node.body[0].value))
        if isinstance(node, ast.Raise | ast.Assert):
            skipped |= {id(n) for n in ast.walk(node)}
        if isinstance(node, ast.keyword) and node.arg in ("className", "rel", "textposition"):
            skipped |= {id(n) for n in ast.walk(node)}
    return [
        (n.lineno, n.value)
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in skipped
    ]


def test_no_sentence_stands_in_the_code():
    files = [f for f in sorted(DASHBOARD.rglob("*.py")) if f.relative_to(DASHBOARD).as_posix() not in COMMAND_LINE]
    assert len(files) > 100
    found = [
        f"{file.relative_to(DASHBOARD)}:{line}: {text}"
        for file in files
        for line, text in literals(file)
        if PROSE.search(text) and not CODE.search(text)
    ]
    assert found == []


def test_no_word_stands_in_a_template():
    """Between tags and in attributes that are read: only what the catalogue says."""
    for file in sorted((DASHBOARD / "templates").iterdir()):
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<style>.*?</style>", "", file.read_text(encoding="utf-8"), flags=re.S)
        between = [part for part in re.findall(r">([^<>]*)<", text) if re.search(r"[A-Za-z]{2,}", part)]
        read = re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*[A-Za-z]{2,}[^"]*)"', text)
        assert [*between, *read] == [], file.name


def test_no_sentence_stands_in_a_script():
    scripts = [f for f in DASHBOARD.rglob("*.js") if f.name != "plotly-basic.min.js" and "/." not in f.as_posix()]
    assert len(scripts) >= 5
    for file in scripts:
        code = re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)|\s//\s.*", "", file.read_text(encoding="utf-8"), flags=re.S)
        texts = re.findall(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`]*)`", code)
        said = [
            t
            for group in texts
            for t in group
            if PROSE.search(t) and not re.search(r"[<>{}\[\]#;=:]", t) and t != "use strict"
        ]
        assert said == [], file.name


def test_every_message_is_used():
    """Ids that are made of parts name their beginning or their end in the code."""
    code = "\n".join(
        f.read_text(encoding="utf-8")
        for folder in ("dashboard",)
        for f in (ROOT / folder).rglob("*")
        if f.suffix in (".py", ".js", ".html")
    )
    made = [
        re.compile(re.sub(r"\\\{.*?\\\}", r"[a-z0-9_-]+", re.escape(text)).replace("\\-", "-"))
        for text in re.findall(r'f"([a-z-]+\.[^"\s]*\{[^"\s]*\}[^"\s]*|\{[^"\s]+\}[.-][^"\s]*)"', code)
    ]
    unused = [
        id
        for id in patterns()
        if f'"{id}"' not in code and f"'{id}'" not in code and not any(each.fullmatch(id) for each in made)
    ]
    assert unused == []
