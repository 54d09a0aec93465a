"""`python -m etl`: what a reader of the terminal sees."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from etl import __main__ as command
from etl.metrics import METRICS
from etl.readers import READERS
from etl.schema import TABLES

ROOT = Path(__file__).resolve().parents[2]


def run(monkeypatch, capsys, *words) -> tuple[int, str, str]:
    """The command in this process: exit code, stdout, stderr."""
    monkeypatch.setattr(sys, "argv", ["etl", *map(str, words)])
    code = 0
    try:
        command.main()
    except SystemExit as end:
        code = end.code or 0
    out, err = capsys.readouterr()
    return code, out, err


def test_a_bad_row_ends_with_code_2_and_a_message_without_traceback(workshop, tmp_path):
    workshop.set("sources/reports/claims.csv", 5, supplier="Rusia")
    workshop.set("sources/sipri_2026/totals.csv", 9, tiv="much")
    done = subprocess.run(
        [sys.executable, "-m", "etl", "build", "--datasets", workshop.root, "--out", tmp_path / "out"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "Nothing was written; the last good build stays. 2 problems:",
        '  sources/reports/claims.csv:5:supplier: "Rusia" is in no row of countries.csv. '
        "Correct it, or add the name or an alias there.",
        '  sources/sipri_2026/totals.csv:9:tiv: "much" is no number. Write a plain number, or leave it empty.',
    ]
    assert not (tmp_path / "out").exists()


def test_build_says_what_it_read_and_wrote(monkeypatch, capsys, workshop, tmp_path):
    code, out, err = run(monkeypatch, capsys, "build", "--datasets", workshop.root, "--out", tmp_path / "out", "--draws", "0")
    assert (code, err) == (0, "")
    assert "sources/sipri_2026/totals.csv: 548 rows read, 548 kept, 0 refused" in out
    assert "deliveries 265" in out
    assert (tmp_path / "out" / "manifest.json").exists()


def test_check_reads_everything_and_writes_nothing(monkeypatch, capsys, workshop):
    before = sorted(workshop.root.rglob("*"))
    code, out, err = run(monkeypatch, capsys, "check", "--datasets", workshop.root)
    assert (code, err) == (0, "")
    assert "All good: " in out
    assert "265 register rows" in out
    assert sorted(workshop.root.rglob("*")) == before


def test_check_names_what_is_bad(monkeypatch, capsys, workshop):
    workshop.set("sources/sipri_2026/totals.csv", 9, tiv="-1")
    code, out, err = run(monkeypatch, capsys, "check", "--datasets", workshop.root)
    assert (code, out) == (2, "")
    assert "1 problem:" in err
    assert 'sources/sipri_2026/totals.csv:9:tiv: "-1" is negative' in err


def test_describe_lists_formats_tables_and_metrics(monkeypatch, capsys):
    code, out, err = run(monkeypatch, capsys, "describe")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Formats: " + ", ".join(READERS)
    assert [line.split(":")[0] for line in lines[1:]] == [f"Table {t}" for t in TABLES] + [f"Metric {m}" for m in METRICS]


@pytest.mark.parametrize("words", [["build", "--datasets", "no-such-folder"], ["dance"], ["build", "--colour", "red"]])
def test_a_wrong_word_ends_with_code_2_and_no_traceback(monkeypatch, capsys, words):
    code, out, err = run(monkeypatch, capsys, *words)
    assert (code, out) == (2, "")
    assert "Error" in err
    assert "Traceback" not in err


def test_an_output_folder_with_other_files_is_refused(monkeypatch, capsys, workshop, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter-1.txt").write_text("years of work")
    code, _, err = run(monkeypatch, capsys, "build", "--datasets", workshop.root, "--out", tmp_path / "thesis", "--draws", "0")
    assert code == 2
    assert "holds other files and would be replaced. Name a new folder or an empty one." in err
    assert (tmp_path / "thesis" / "chapter-1.txt").exists()
