"""Runs the stages from source folders to a built package: read, harmonise, check, grade, derive, write.

A package is a folder of CSV tables with `datapackage.json` (Frictionless) and `manifest.json`. It is
written beside its place and swapped in whole, so a failed build leaves the last good one; two builds
from the same inputs are byte-identical.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from pandera.pandas import DataFrameSchema

from etl import checks, grading, harmonise, metrics, robustness, schema, series, table_schema, texts, uncertainty, vocabulary, wording
from etl.errors import DataError, Problem
from etl.folders import BUILT, DATASETS, swap
from etl.harmonise import Countries
from etl.readers import READERS
from etl.readers.csvfile import read_bytes, read_table
from etl.sources import Dyad, Source, coverage_table, load_dyads, load_sources, read_checked

Tables = dict[str, pd.DataFrame]


@dataclass
class Report:
    """What a build read and kept, for the reader of the terminal."""

    lines: list[str] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    checked: list[str] = field(default_factory=list)
    """What was checked between the rows, in plain words with counts."""


def read_sources(datasets: Path, sources: list[Source], countries: Countries, report: Report) -> Tables:
    """Every file of every source, read, corrected and with names turned to codes, one frame per format.

    A format that no source holds gives an empty frame by its contract.
    Raises one DataError naming every offending row of every file.
    """
    frames: dict[str, list[pd.DataFrame]] = {}
    problems: list[Problem] = []
    for source in sources:
        mends, stray = harmonise.load_corrections(datasets, source)
        problems += stray
        for file in source.file:
            where = f"sources/{source.id}/{file.name}"
            try:
                if file.format not in READERS:
                    fix = f"The formats are {', '.join(READERS)}"
                    raise DataError.one(f"sources/{source.id}/source.toml:{file.name}", f'no reader for "{file.format}"', fix)
                data = read_checked(datasets, source, file)
                report.inputs[where] = file.sha256
                data = harmonise.correct(data, where, mends[mends.file == file.name])
                frame = READERS[file.format](data, where, source, file)
                frame, unknown = _to_codes(frame, file.format, where, countries)
                problems += unknown
                frames.setdefault(file.format, []).append(frame.assign(_where=where, _line=frame.index))
                report.lines.append(f"  {where}: {len(frame)} rows read, {len(frame)} kept, 0 refused")
            except DataError as error:
                problems += error.problems
    if problems:
        raise DataError(problems)
    read = {name: pd.concat(parts, ignore_index=True) for name, parts in frames.items()}
    return {name: table_schema.empty(name) for name in READERS} | read


def _to_codes(frame: pd.DataFrame, form: str, where: str, countries: Countries) -> tuple[pd.DataFrame, list[Problem]]:
    problems: list[Problem] = []
    for column in ("supplier", "recipient", "claimant_country"):
        if column in frame:
            frame[column], unknown = countries.codes(frame[column], where, column)
            problems += unknown
    if form == "deliveries":
        frame["category"], unknown = harmonise.categories(frame.category, where, "Armament category")
        problems += unknown
    return frame, problems


def grade(tables: Tables) -> None:
    """Puts grades on register rows and counts independent origins of each claim's event, in place."""
    tables["claims"]["event_origins"] = grading.count_origins(tables["claims"])
    rows = tables["deliveries"].assign(_doubt=tables["deliveries"].delivered_low.isna())
    rows = grading.grade_register(rows, ["_doubt", "delivery_year_estimated"])
    tables["deliveries"] = rows.drop(columns="_doubt")
    tables["orders"] = grading.grade_register(tables["orders"], ["ordered_estimated", "delivered_estimated"])
    totals = tables["totals"]
    row_id = totals.source_id + "/" + totals.supplier + "-" + totals.recipient + "/" + totals.year.astype(str)
    tables["totals"] = grading.grade_register(totals.assign(row_id=row_id), [])


def derive(tables: Tables, dyads: list[Dyad], draws: int) -> None:
    """Adds the tables series, metrics and reversal, in place."""
    ids = [d.id for d in dyads]
    tables["series"] = series.table(tables, ids, grading.DEFAULT_CREDIBILITY)
    tables["metrics"] = metrics.table(tables, ids, grading.DEFAULT_CREDIBILITY)
    tables["reversal"] = robustness.table(tables, dyads, draws)


def describe_inputs(sources: list[Source], dyads: list[Dyad], datasets: Path) -> Tables:
    """The tables that say where everything comes from: sources, dyads, context, steps, promises, names of events and origins."""
    rows = [
        s.model_dump(mode="json", exclude={"file", "caveats"}) | {"caveats": " ".join(s.caveats)} for s in sources
    ]
    pairs = [d.model_dump(mode="json", exclude={"context", "promise", "step"}) for d in dyads]
    context = [
        {"dyad": d.id, "date": c.date.isoformat(), "label": c.label, "claims": " ".join(c.claims)}
        for d in dyads
        for c in d.context
    ]
    steps = [{"dyad": d.id} | s.model_dump() for d in dyads for s in d.step]
    promises = [{"dyad": d.id} | p.model_dump() for d in dyads for p in d.promise]
    return {
        "sources": pd.DataFrame(rows).rename(columns={"id": "source_id"}),
        "dyads": pd.DataFrame(pairs).rename(columns={"id": "dyad"}).astype({"break_year": "Int64"}),
        "context": pd.DataFrame(context, columns=["dyad", "date", "label", "claims"]),
        "steps": pd.DataFrame(steps, columns=["dyad", "label", "until", "local"]).astype({"until": "Int64"}),
        "promises": pd.DataFrame(promises, columns=list(table_schema.TABLES["promises"].columns)).replace("", None),
        "events": _names(datasets, "events.csv", schema.EVENTS),
        "origins": _names(datasets, "origins.csv", schema.ORIGINS),
    }


def _names(datasets: Path, file: str, contract: DataFrameSchema) -> pd.DataFrame:
    """A table of plain names: its first column is the id, which stands once."""
    names = read_table(read_bytes(datasets / file, file), file, contract)
    key = names.columns[0]
    twice = names[key][names.duplicated(key)]
    if len(twice):
        raise DataError(Problem(f"{file}:{line}:{key}", f'"{named}" is given twice', "Keep one") for line, named in twice.items())
    return names.reset_index(drop=True)


def _described(datasets: Path) -> dict[str, str]:
    """SHA-256 of every file that says how to read the others."""
    names = ("countries.csv", "dyads.toml", "events.csv", "origins.csv", "sources/*/source.toml", "sources/*/corrections.csv")
    files = [path for name in names for path in datasets.glob(name)]
    return {f.relative_to(datasets).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def check_between(tables: Tables, countries: Countries, documents: Path | None, report: Report) -> None:
    """What must hold between rows, and against the texts in the folder `documents`. Raises one DataError naming every offender."""
    joined = series.successors(countries.table)
    found = [checks.rows(tables), checks.denials(tables["claims"], joined), wording.check(tables["claims"]), checks.top_grades(tables, joined)]
    if documents is not None:
        found.append(texts.check(documents, tables))
    problems = [problem for one in found for problem in one.problems]
    if problems:
        raise DataError(problems)
    report.checked += [one.summary for one in found if one.summary]


def make_tables(datasets: Path, report: Report, draws: int = uncertainty.DRAWS, documents: Path | None = None) -> Tables:
    """Every table of the package, checked against its contract. Raises DataError; writes nothing.

    `documents`: a folder of the documents' texts, against which locators and anchors are checked.
    """
    checks.check_folder(datasets)
    sources, dyads = load_sources(datasets), load_dyads(datasets)
    countries = harmonise.load_countries(datasets)
    checks.check_sources(sources, dyads, countries)
    report.inputs |= _described(datasets)
    tables = read_sources(datasets, sources, countries, report)
    check_between(tables, countries, documents, report)
    checks.check_dyads(dyads, tables)
    tables = {name: frame.drop(columns=["_where", "_line"], errors="ignore") for name, frame in tables.items()}
    tables |= describe_inputs(sources, dyads, datasets)
    tables |= {"countries": countries.table, "coverage": coverage_table(sources)}
    grade(tables)
    derive(tables, dyads, draws)
    for name, contract in table_schema.TABLES.items():
        tables[name] = contract.validate(tables[name][list(contract.columns)])
    return tables


def code_version() -> str:
    """Twelve hex digits over the ETL's own code, for the manifest."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def write(tables: Tables, inputs: dict[str, str], out: Path) -> dict[str, object]:
    """Writes the package and swaps it in. Returns its manifest."""
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        digest = hashlib.sha256()
        for name, frame in sorted(tables.items()):
            data = frame.to_csv(index=False, lineterminator="\n").encode()
            (fresh / f"{name}.csv").write_bytes(data)
            digest.update(name.encode() + data)
        manifest: dict[str, object] = {
            "schema_version": vocabulary.VERSION,
            "data_version": digest.hexdigest()[:12],
            "code_version": code_version(),
            "inputs": dict(sorted(inputs.items())),
            "rows": {name: len(frame) for name, frame in sorted(tables.items())},
        }
        _json(fresh / "manifest.json", manifest)
        _json(fresh / "datapackage.json", datapackage(tables, str(manifest["data_version"])))
        os.chmod(fresh, 0o755)
        swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return manifest


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


_FIELD: list[tuple[Callable[[object], bool], str]] = [
    (pd.api.types.is_bool_dtype, "boolean"),
    (pd.api.types.is_integer_dtype, "integer"),
    (pd.api.types.is_numeric_dtype, "number"),
]


def datapackage(tables: Tables, version: str) -> dict[str, object]:
    """The Frictionless description of the package."""
    resources = []
    for name, frame in sorted(tables.items()):
        fields = []
        for column in frame.columns:
            kind = next((k for test, k in _FIELD if test(frame[column].dtype)), "string")
            fields.append({"name": column, "type": kind} | _BOOLEAN.get(kind, {}))
        resources.append(
            {
                "name": name,
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "scheme": "file",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": fields},
            }
        )
    return {"name": "dependency-reversal", "version": version, "profile": "tabular-data-package", "resources": resources}


_BOOLEAN = {"boolean": {"trueValues": ["True"], "falseValues": ["False"]}}


def _is_package(folder: Path) -> bool:
    """Whether a folder holds a package and nothing else."""
    try:
        rows = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["rows"]
        known = {"manifest.json", "datapackage.json", *(f"{name}.csv" for name in rows)}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return {p.name for p in folder.iterdir()} <= known


def build(datasets: Path = DATASETS, out: Path = BUILT, draws: int = uncertainty.DRAWS) -> tuple[Report, dict[str, object]]:
    """Builds the package at `out`. Raises DataError and leaves the last good package on bad input.

    A folder that holds anything but a package is never replaced.
    """
    if out.exists() and any(out.iterdir()) and not _is_package(out):
        raise DataError.one(out, "holds other files and would be replaced", "Name a new folder or an empty one")
    report = Report()
    tables = make_tables(datasets, report, draws)
    manifest = write(tables, report.inputs, out)
    return report, manifest
