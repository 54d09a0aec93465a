"""How the house is built: who imports whom, how large files and folders are, how much code there is, how it speaks."""

import ast
import os
import re
import subprocess
import sys
import tokenize
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("dashboard", "etl")
PYTHON = sorted(chain.from_iterable((ROOT / package).rglob("*.py") for package in PACKAGES))
FOLDERS = [
    Path(folder)
    for package in PACKAGES
    for folder, _, _ in os.walk(ROOT / package)
    if not re.search(r"/\.|/__pycache__", Path(folder).relative_to(ROOT).as_posix())
]
BUDGET = 12_500
"""Logical lines of Python: 9,300 for the rebuilt house and 800 for each large piece of work since, four so far."""
SCRIPT_BUDGET = 1300
"""Lines of JavaScript of our own."""
MOST_LINES = 300
MOST_ENTRIES = 9
LIKE_MEMBERS = (
    "dashboard/assets",
    "dashboard/charts",
    "dashboard/exports/formats",
    "dashboard/templates",
    "dashboard/text/messages/en",
    "etl/readers",
)
"""Folders whose entries are like one another: who knows one knows all."""
NOT_COUNTED = {"__init__.py", "__main__.py", "__pycache__", "README.md", "py.typed", "assets", "data"}


def name(path: Path) -> str:
    """Return a path as the repository has it."""
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def graph():
    """The imports between the modules of the product."""
    return grimp.build_graph(*PACKAGES, cache_dir=None)


def test_the_contracts_of_imports_hold():
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", done.stdout), done.stdout


def test_no_modules_import_each_other_in_a_circle(graph):
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(imports) > 100
    TopologicalSorter(imports).prepare()  # raises CycleError, which names the circle


def test_charts_do_not_import_one_another(graph):
    folder = ROOT / "dashboard" / "charts"
    shared = {"__init__", "__pycache__", "base", "drawing"}
    charts = {path.stem for path in folder.iterdir() if path.suffix == ".py" or path.is_dir()} - shared
    assert len(charts) >= 8

    def chart_of(module):
        return module.removeprefix("dashboard.charts.").partition(".")[0]

    inside = [m for m in graph.modules if m.startswith("dashboard.charts.") and chart_of(m) in charts]
    crossing = [
        (one, other)
        for one in inside
        for other in graph.find_modules_directly_imported_by(one) & {*inside}
        if chart_of(one) != chart_of(other)
    ]
    assert crossing == []


def test_what_charts_share_imports_no_chart(graph):
    shared = [m for m in graph.modules if re.match(r"dashboard\.charts\.(base|drawing)\b", m)]
    found = {m: graph.find_modules_directly_imported_by(m) for m in shared}
    wrong = {m: [i for i in of if i.startswith("dashboard.charts.") and i not in shared] for m, of in found.items()}
    assert {m: of for m, of in wrong.items() if of} == {}


def test_every_init_is_empty():
    assert [name(file) for file in PYTHON if file.name == "__init__.py" and file.stat().st_size] == []


def test_no_file_is_too_long():
    lines = {name(file): len(file.read_text(encoding="utf-8").splitlines()) for file in PYTHON}
    assert {file: n for file, n in lines.items() if n > MOST_LINES} == {}


def test_no_folder_is_too_full():
    entries = {
        name(folder): sorted(
            p.name for p in folder.iterdir() if p.name not in NOT_COUNTED and not p.name.startswith(".")
        )
        for folder in FOLDERS
        if name(folder) not in LIKE_MEMBERS
    }
    assert {folder: found for folder, found in entries.items() if len(found) > MOST_ENTRIES} == {}


def test_folders_of_like_members_are_there():
    assert [folder for folder in LIKE_MEMBERS if not (ROOT / folder).is_dir()] == []


def logical_lines(file: Path) -> int:
    """Return how many statements and headers of statements a file has, however they are broken; docstrings are free."""
    with file.open("rb") as source:
        statements = sum(token.type == tokenize.NEWLINE for token in tokenize.tokenize(source.readline))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return statements - sum(isinstance(n, documented) and bool(ast.get_docstring(n)) for n in ast.walk(tree))


def test_there_is_no_more_code_than_its_budget():
    assert sum(map(logical_lines, PYTHON)) <= BUDGET


def test_there_is_no_more_script_than_its_budget():
    scripts = [
        file
        for file in (ROOT / "dashboard").rglob("*.js")
        if file.name != "plotly-basic.min.js" and "/." not in name(file)  # what a server wrote aside is a copy
    ]
    assert len(scripts) >= 5
    assert sum(len(file.read_text(encoding="utf-8").splitlines()) for file in scripts) <= SCRIPT_BUDGET


def test_what_a_function_says_of_itself_begins_with_a_verb():
    functions = [
        (f"{name(file)}:{node.lineno} {node.name}", ast.get_docstring(node) or "")
        for file in PYTHON
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert len(functions) > 500
    assert [where for where, said in functions if re.match(r"(What|Where|How)\b", said)] == []


def test_colours_stand_in_one_place():
    colour = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b(?=[\s;\"'])|\brgba?\((?!0[ ,]+0[ ,]+0\b)\d")
    files = [*PYTHON, *(ROOT / "dashboard" / "assets").glob("*.css"), *(ROOT / "dashboard" / "assets").glob("*.js")]
    own = [f for f in files if f.name not in ("style.py", "plotly-basic.min.js")]
    found = {name(f): colour.findall(f.read_text(encoding="utf-8")) for f in own}
    # black is left: the shade behind a dialog, and what cannot be seen; `#000` is what SVG itself takes for no colour
    assert {f: c for f, c in found.items() if c and c != ["#000"]} == {}


def test_no_string_builds_html():
    """HTML comes from components, templates and `Markup`, which escape; never from strings put together."""

    def glued(node: ast.AST) -> list[ast.expr]:
        if isinstance(node, ast.JoinedStr):
            return node.values
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            return [node.left, node.right]
        called = node.func if isinstance(node, ast.Call) else None
        return [called.value] if isinstance(called, ast.Attribute) and called.attr in ("format", "join") else []

    found = [
        f"{name(file)}:{node.lineno}"
        for file in (ROOT / "dashboard").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for part in glued(node)
        if isinstance(part, ast.Constant) and re.search(r"</?[A-Za-z]", str(part.value))
    ]
    assert found == []
