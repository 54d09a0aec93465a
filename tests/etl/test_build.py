"""The package: reproducible, described, swapped in whole, and never lost to a bad build."""

import csv
import hashlib
import json
import os
import shutil

import pandas as pd
import pytest
from frictionless import Package

from etl import build as stages
from etl import write
from etl.contracts import package_tables, vocabulary
from etl.contracts.errors import DataError
from etl.contracts.folders import swap
from tests import cached
from tests.etl.conftest import DRAWS


def contents(folder) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


@pytest.fixture(scope="module")
def registers_only(tmp_path_factory):
    """A package of registers alone: no claims, no documents, no launches."""
    folder = tmp_path_factory.mktemp("registers")
    shutil.copytree(
        stages.DATASETS,
        folder / "datasets",
        ignore=shutil.ignore_patterns("built", ".built*", "documents", "reports", "launches"),
    )
    return cached.build(folder / "datasets", folder / "out", draws=DRAWS)


@pytest.mark.slow
def test_two_builds_are_byte_identical_wherever_the_datasets_lie(built, workshop, tmp_path):
    stages.build(workshop.root, tmp_path / "elsewhere", draws=DRAWS)
    assert contents(tmp_path / "elsewhere") == contents(built)


def test_the_version_follows_the_data(made, built, tmp_path):
    before = json.loads((built / "manifest.json").read_text())
    assert write.write_package(made, {}, tmp_path / "same")["data_version"] == before["data_version"]
    other = {**made, "totals": made["totals"].assign(tiv=made["totals"].tiv + 1)}
    manifest = write.write_package(other, {}, tmp_path / "other")
    assert manifest["data_version"] != before["data_version"]
    assert manifest["code_version"] == before["code_version"]


def test_the_package_is_valid(built):
    report = Package(str(built / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert report.stats["errors"] == 0
    assert report.stats["tasks"] == len(list(built.glob("*.csv")))


def test_a_package_of_registers_alone_is_valid(registers_only):
    assert Package(str(registers_only / "datapackage.json")).validate().valid


def test_the_manifest_counts_the_rows(built):
    manifest = json.loads((built / "manifest.json").read_text())
    counted = {}
    for path in built.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            counted[path.stem] = sum(1 for _ in csv.reader(file)) - 1
    assert manifest["rows"] == counted
    assert {"claims", "documents", "deliveries", "orders", "series", "reversal"} <= set(counted)
    assert counted["claims"] == sum(
        len(pd.read_csv(stages.DATASETS / f"sources/{s}/claims.csv")) for s in ("documents", "reports")
    )
    assert manifest["schema_version"] == vocabulary.VERSION


def test_the_manifest_names_every_input_with_its_checksum(built):
    inputs = json.loads((built / "manifest.json").read_text())["inputs"]
    files = [
        p
        for p in stages.DATASETS.rglob("*")
        if p.is_file() and "built" not in str(p.relative_to(stages.DATASETS)) and p.name != "README.md"
    ]
    assert inputs == {
        p.relative_to(stages.DATASETS).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files
    }


def test_the_tables_keep_their_contracts(made):
    for name, contract in package_tables.TABLES.items():
        assert list(made[name].columns) == list(contract.columns)
        assert len(made[name]) > 0
    assert list(made["reversal"].columns) == list(package_tables.REVERSAL)


def test_one_primary_row_per_pair(made):
    primary = made["reversal"][made["reversal"].primary]
    assert primary.dyad.tolist() == made["dyads"].dyad.tolist()
    assert set(zip(primary.share, primary.vote_rule, primary.left_out, strict=True)) == {(100, "orders", "")}


# ---- without claims ----


def test_registers_alone_make_a_package(registers_only, built):
    read = lambda folder, name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)  # noqa: E731
    for name in ("claims", "documents", "launches"):
        table = read(registers_only, name)
        assert len(table) == 0
        assert table.columns.tolist() == read(built, name).columns.tolist()
    series = read(registers_only, "series")
    documented = series[series.measure == "documented"]
    assert set(documented.covered) == {"False"}  # nobody looked: missing, not zero
    assert set(documented.central) == {""}
    tiv = lambda table: table[(table.measure == "tiv") & (table.covered == "True")].reset_index(drop=True)  # noqa: E731
    tiv_of = lambda folder: read(folder, "reversal").query("measure == 'tiv'").reset_index(drop=True)  # noqa: E731
    pd.testing.assert_frame_equal(tiv(series), tiv(read(built, "series")))
    pd.testing.assert_frame_equal(tiv_of(registers_only), tiv_of(built))


@pytest.mark.slow
def test_claims_alone_make_a_package(workshop, tmp_path):
    for folder in (workshop.root / "sources").glob("sipri_*"):
        shutil.rmtree(folder)
    _, manifest = stages.build(workshop.root, tmp_path / "out", draws=0)
    assert manifest["rows"]["deliveries"] == manifest["rows"]["totals"] == manifest["rows"]["orders"] == 0
    reversal = pd.read_csv(tmp_path / "out" / "reversal.csv")
    assert reversal.columns.tolist() == list(package_tables.REVERSAL)
    assert set(reversal.measure) == {"documented", "documented_volume"}
    series = pd.read_csv(tmp_path / "out" / "series.csv")
    assert set(series.measure) == {"documented", "documented_volume"}
    assert series.central.sum() > 0


def test_a_folder_without_sources_says_so(tmp_path):
    with pytest.raises(DataError, match="sources: the folder is missing"):
        stages.make_tables(tmp_path, stages.Report())


def test_sources_that_cover_nothing_say_so(workshop):
    for toml in (workshop.root / "sources").glob("*/source.toml"):
        head, *rest = toml.read_text().split("[[file.coverage]]")
        toml.write_text(head + "".join("[[file]]" + r.split("[[file]]")[1] for r in rest if "[[file]]" in r))
    problems = workshop.problems()
    assert [p.where for p in problems] == [
        *(f"sources/sipri_{year}/source.toml:coverage" for year in (2024, 2025, 2026)),
        *(f"sources/sipri_{year}/source.toml:coverage" for year in (2025, 2026)),
        *(f"sources/{name}/source.toml:coverage" for name in ("documents", "reports")),
    ]
    assert problems[0].what == "deliveries.csv covers nothing, so no series counts its rows (111)"
    assert problems[4].what == "totals.csv covers nothing, so no series counts its rows (548)"
    assert {p.fix for p in problems} == {
        "Add a [[file.coverage]] for each flow, with the years that the file looked at"
    }


def test_sources_without_rows_for_a_series_say_so(workshop):
    for folder in (workshop.root / "sources").iterdir():
        if folder.name != "launches":
            shutil.rmtree(folder)
    toml = workshop.read("sources/launches/source.toml").decode()
    workshop.write("sources/launches/source.toml", toml.split("[[file.coverage]]")[0])
    (problem,) = workshop.problems()
    assert (problem.where, problem.what) == ("sources", "no file declares which years it covers")


# ---- the swap ----


@pytest.fixture
def shelf(built, tmp_path):
    """A parent folder with a good package in it."""
    shutil.copytree(built, tmp_path / "shelf" / "built")
    return tmp_path / "shelf"


def test_a_bad_source_leaves_the_last_good_package(workshop, shelf):
    before = contents(shelf / "built")
    workshop.set("sources/sipri_2026/totals.csv", 9, tiv="much")
    with pytest.raises(DataError):
        stages.build(workshop.root, shelf / "built")
    assert contents(shelf / "built") == before
    assert os.listdir(shelf) == ["built"]


def test_a_bad_source_leaves_nothing_where_there_was_nothing(workshop, tmp_path):
    workshop.set("sources/sipri_2026/totals.csv", 9, tiv="much")
    (tmp_path / "shelf").mkdir()
    with pytest.raises(DataError):
        stages.build(workshop.root, tmp_path / "shelf" / "built")
    assert os.listdir(tmp_path / "shelf") == []


def test_a_failure_while_writing_leaves_the_last_good_package(made, shelf, monkeypatch):
    before = contents(shelf / "built")

    def full_disk(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr(write, "datapackage", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write.write_package(made, {}, shelf / "built")
    assert contents(shelf / "built") == before
    assert os.listdir(shelf) == ["built"]


def test_a_failure_of_the_swap_itself_puts_the_old_package_back(shelf):
    before = contents(shelf / "built")
    with pytest.raises(OSError):  # noqa: PT011, the words are the system's
        swap(shelf / "never-written", shelf / "built")
    assert contents(shelf / "built") == before
    assert os.listdir(shelf) == ["built"]


def test_a_new_package_replaces_the_old_one_whole(made, shelf):
    (shelf / "built" / "of-yesterday.csv").write_text("a\n1\n")
    write.write_package(made, {}, shelf / "built")
    assert "of-yesterday.csv" not in os.listdir(shelf / "built")
    assert os.listdir(shelf) == ["built"]


def test_a_folder_with_other_files_is_never_replaced(tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter-1.txt").write_text("years of work")
    with pytest.raises(DataError, match="contains other files and would be replaced"):
        stages.build(out=tmp_path / "thesis")
    assert os.listdir(tmp_path / "thesis") == ["chapter-1.txt"]
    assert os.listdir(tmp_path) == ["thesis"]


def test_the_code_version_is_that_of_the_code():
    assert len(write.code_version()) == 12
    assert write.code_version() == write.code_version()
