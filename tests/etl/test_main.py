"""`python -m etl`: what a reader of the terminal sees."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from etl import __main__ as command
from etl.analysis.metrics import METRICS
from etl.contracts.package_tables import TABLES
from etl.readers.registry import readers

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


@pytest.mark.slow
def test_a_bad_row_ends_with_code_2_and_a_message_without_traceback(workshop, tmp_path):
    workshop.set("sources/reports/claims.csv", 5, supplier="Rusia")
    workshop.set("sources/sipri_2026/totals.csv", 9, tiv="much")
    done = subprocess.run(
        [sys.executable, "-m", "etl", "build", "--datasets", workshop.root, "--out", tmp_path / "out"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "Nothing was written; the last good build stays. 2 problems:",
        '  sources/reports/claims.csv:5:supplier: "Rusia" is not in countries.csv. '
        "Correct it, or add it there as a name or an alias.",
        '  sources/sipri_2026/totals.csv:9:tiv: "much" is not a number. Write a plain number, or leave it empty.',
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_build_says_what_it_read_and_wrote(monkeypatch, capsys, workshop, tmp_path):
    code, out, err = run(
        monkeypatch, capsys, "build", "--datasets", workshop.root, "--out", tmp_path / "out", "--draws", "0"
    )
    assert (code, err) == (0, "")
    assert "sources/sipri_2026/totals.csv: 548 rows read, 548 kept, 0 refused" in out
    assert "deliveries 265" in out
    assert (tmp_path / "out" / "manifest.json").exists()


@pytest.mark.slow
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
    assert lines[0] == "Formats: " + ", ".join(readers())
    assert [line.split(":")[0] for line in lines[1:]] == [f"Table {t}" for t in TABLES] + [
        f"Metric {m}" for m in METRICS
    ]


@pytest.mark.parametrize("words", [["build", "--datasets", "no-such-folder"], ["dance"], ["build", "--colour", "red"]])
def test_a_wrong_word_ends_with_code_2_and_no_traceback(monkeypatch, capsys, words):
    code, out, err = run(monkeypatch, capsys, *words)
    assert (code, out) == (2, "")
    assert "Error" in err
    assert "Traceback" not in err


def test_an_output_folder_with_other_files_is_refused(monkeypatch, capsys, workshop, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter-1.txt").write_text("years of work")
    code, _, err = run(
        monkeypatch, capsys, "build", "--datasets", workshop.root, "--out", tmp_path / "thesis", "--draws", "0"
    )
    assert code == 2
    assert "contains other files and would be replaced. Name a new folder or an empty one." in err
    assert (tmp_path / "thesis" / "chapter-1.txt").exists()


CLAIMS = "sources/documents/claims.csv"


def told_texts(workshop, folder):
    """Made-up texts for the two documents, and their claims pointed at them: one paragraph a claim."""
    folder.mkdir()
    rows = workshop.rows(CLAIMS)
    head = rows[0]
    column = {name: head.index(name) for name in ("document_id", "locator", "paragraph_sha256", "anchor")}
    texts = {}
    for row in rows[1:]:
        lines = texts.setdefault(row[column["document_id"]], [])
        lines.append(f"Made-up paragraph about {row[0]} alone.")
        row[column["locator"]], row[column["anchor"]] = str(len(lines)), f"about {row[0]} alone"
        row[column["paragraph_sha256"]] = hashlib.sha256(lines[-1].encode()).hexdigest()
    workshop.put(CLAIMS, rows)
    for document, file, *_ in workshop.rows("sources/documents/documents.csv")[1:]:
        (folder / file).write_text("\n\n".join(texts[document]), encoding="utf-8")
        texts[file] = texts.pop(document)
    return texts


@pytest.mark.slow
def test_check_reads_the_texts_of_documents(monkeypatch, capsys, workshop, tmp_path):
    told_texts(workshop, tmp_path / "texts")
    code, out, err = run(monkeypatch, capsys, "check", "--datasets", workshop.root, "--documents", tmp_path / "texts")
    assert (code, err) == (0, "")
    assert "Texts: 115 claims rest on 115 paragraphs of 2 documents" in out
    assert "no text is named: 141 documents with 212 claims." in out
    assert "Denials and qualifications: 33" in out
    assert "Blanket denials: 6, and each answers all earlier claims of its event." in out
    assert "Words for quantities: " in out


def test_check_names_every_fault_of_texts_and_rows_at_once(monkeypatch, capsys, workshop, tmp_path):
    folder = tmp_path / "texts"
    (first, lines), (second, _) = told_texts(workshop, folder).items()
    (folder / first).write_text("\n".join([lines[1], lines[0], "Altered.", *lines[3:-1]]), encoding="utf-8")
    (folder / second).unlink()
    line = workshop.line("sources/reports/claims.csv", "r-kirby-400-drones")
    workshop.set("sources/reports/claims.csv", line, quantity_low="400")
    code, out, err = run(monkeypatch, capsys, "check", "--datasets", workshop.root, "--documents", folder)
    assert (code, out) == (2, "")
    assert "6 problems:" in err
    assert f"sources/reports/claims.csv:{line}:quantity_low: claim r-kirby-400-drones has" in err
    assert f"{first}:paragraph 1: moved to 2; d1-not-allies names 1. Set their locator to 2." in err
    assert f"{first}:paragraph 2: moved to 1; " in err
    assert f"{first}:paragraph 3: was altered, as " in err
    assert (
        f"{first}:paragraph {len(lines)}: is missing, as the text ends with {len(lines) - 1}; d1-eder-sign rests on it"
        in err
    )
    assert f'"{second}" is not in {folder}; {115 - len(lines)} claims rest on ' in err
    assert ": d2-closer-than-ever, " in err


def test_a_folder_of_texts_that_does_not_exist_is_an_error(monkeypatch, capsys, tmp_path):
    code, out, err = run(monkeypatch, capsys, "check", "--documents", tmp_path / "nowhere")
    assert (code, out) == (2, "")
    assert "nowhere' does not exist" in err


def test_denials_that_do_not_answer_are_named(monkeypatch, capsys, workshop):
    name = "sources/reports/claims.csv"
    early, turned = (workshop.line(name, i) for i in ("r-iran-mission-denies-launchers", "r-jalali-s400-not-requested"))
    workshop.set(name, early, reported_on="2025-05-08")
    workshop.set(name, turned, supplier="Iran", recipient="Russia")
    code, out, err = run(monkeypatch, capsys, "check", "--datasets", workshop.root)
    assert (code, out) == (2, "")
    assert "2 problems:" in err
    assert (
        f"{name}:{early}:reported_on: the denial r-iran-mission-denies-launchers of 2025-05-08 predates every claim it "
        "answers: r-western-launchers-2025 (2025-05-09)."
    ) in err
    assert (
        f"{name}:{turned}:answers: r-jalali-s400-not-requested (IRN to RUS) answers r-zohrevand-s400 (RUS to IRN), which is about something else."
        in err
    )


def test_a_blanket_denial_may_stand_against_later_claims(monkeypatch, capsys, workshop):
    """Iran's of 17 October 2022 answers a claim of August and two of 18 October; without the early ones it is refused."""
    line = workshop.line(CLAIMS, "d1-mfa-denial")
    workshop.set(CLAIMS, line, answers="d1-iran-supplies d1-ukraine-information")
    code, _, err = run(monkeypatch, capsys, "check", "--datasets", workshop.root)
    assert code == 2
    assert "the denial d1-mfa-denial of 2022-10-17 predates every claim it answers" in err


def test_a_blanket_denial_answers_the_earlier_claims_of_every_document(monkeypatch, capsys, workshop):
    """Peskov's of 30 August 2022 stands against the claims of two documents; one of the same day need not be named."""
    name = "sources/reports/claims.csv"
    line = workshop.line(name, "r-peskov-denies-shipment")
    workshop.set(name, line, answers="r-us-first-shipment d1-first-shipment r-ap-hundreds-there")
    code, _, err = run(monkeypatch, capsys, "check", "--datasets", workshop.root)
    assert code == 2
    assert "1 problem:" in err
    assert (
        f"{name}:{line}:answers: the blanket denial r-peskov-denies-shipment of 2022-08-30 leaves earlier claims "
        "unanswered: d1-shipment-total r-ukraine-46-drones r-nyt-first-instalment. Add their ids"
    ) in err
    workshop.set(name, line, reliability="C")
    assert run(monkeypatch, capsys, "check", "--datasets", workshop.root)[0] == 0


@pytest.mark.slow
def test_a_denial_without_a_day_cannot_be_said_to_come_too_early(monkeypatch, capsys, workshop):
    name = "sources/reports/claims.csv"
    workshop.set(name, workshop.line(name, "r-peskov-denies-shipment"), reported_on="")
    code, out, err = run(monkeypatch, capsys, "check", "--datasets", workshop.root)
    assert (code, err) == (0, "")
    assert "Denials and qualifications: 33" in out


def test_the_top_grade_needs_another_origin_or_the_register(monkeypatch, capsys, workshop):
    name = "sources/reports/claims.csv"
    line = workshop.line(name, "r-observer-18-drones")  # one origin; the register has Iranian drones from 2022 on
    workshop.set(name, line, credibility="1", start="2021-01-01", end="2021-12-31")
    code, _, err = run(monkeypatch, capsys, "check", "--datasets", workshop.root)
    assert code == 2
    assert "1 problem:" in err
    assert (
        f"{name}:{line}:credibility: claim r-observer-18-drones has credibility 1, but observer-iran-sources is the only origin"
        in err
    )


def test_an_origin_named_twice_is_refused(monkeypatch, capsys, workshop):
    workshop.write("origins.csv", workshop.read("origins.csv") + b"eu,The Union again,\n")
    code, _, err = run(monkeypatch, capsys, "check", "--datasets", workshop.root)
    assert code == 2
    assert 'origins.csv:62:origin: "eu" occurs twice. Remove one.' in err
