"""Run the stages from source folders to a built package: read, harmonise, check, grade, derive, write.

A package is a folder of CSV tables with `datapackage.json` (Frictionless) and `manifest.json`. It is written to a
temporary folder that then replaces the last package as a whole, so a failed build leaves that one intact. Two builds
from the same inputs are byte-identical.
"""

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from pandera.pandas import DataFrameSchema

from etl.analysis import grading, inputs, robustness
from etl.analysis.documented.draws import DRAWS
from etl.checks import between_rows, coded_events, coverage, passages, preamble, quantity_words
from etl.contracts import package_tables, source_files
from etl.contracts.declarations import Dyad, Source, SourceFile
from etl.contracts.errors import DataError, Problem, attempt
from etl.contracts.folders import BUILT, DATASETS
from etl.readers import deliveries
from etl.readers.registry import readers
from etl.registers.prepare import SOURCE, prepare
from etl.registers.ranking import rank
from etl.sources import corrections, names
from etl.sources.csv_file import before_header, decode, read_bytes, read_table, without_rows
from etl.sources.declared import coverage_table, load_dyads, load_sources, read_checked
from etl.sources.names import Countries
from etl.write import Tables, is_package, write_package


@dataclass
class Report:
    """Collect what a build read and checked, to print on the terminal."""

    lines: list[str] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    # One sentence with counts per check between rows.
    checked: list[str] = field(default_factory=list)


def read_sources(
    datasets: Path, sources: list[Source], countries: Countries | None, report: Report
) -> tuple[Tables, set[str], list[Problem]]:
    """Read every file of every source, correct it and translate names to codes.

    Returns one frame per format, empty for a format without files, the formats of which every row was read, and the
    problems of all files. `_where` and `_line` are the file and line of each row.
    """
    frames: dict[str, list[pd.DataFrame]] = {}
    problems: list[Problem] = []
    complete = set(readers())
    for source in sources:
        corrected, misnamed = corrections.load_corrections(datasets, source)
        problems += misnamed
        for file in source.file:
            where = f"sources/{source.id}/{file.name}"
            frame, faults = _read_file(datasets, source, file, corrected[corrected.file == file.name], countries)
            report.inputs[where] = file.sha256
            if frame is not None:
                frames.setdefault(file.format, []).append(frame.assign(_where=where, _line=frame.index))
                report.lines.append(f"  {where}: {len(frame)} rows read, {len(frame)} kept, 0 refused")
            problems += faults
            if frame is None or any(fault.where.startswith(f"{where}:") for fault in faults):
                complete.discard(file.format)
    tables = {name: pd.concat(parts, ignore_index=True) for name, parts in frames.items()}
    return {name: package_tables.empty(name) for name in readers()} | tables, complete, problems


def _read_file(
    datasets: Path, source: Source, file: SourceFile, corrected: pd.DataFrame, countries: Countries | None
) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Return the sound rows of a file, with codes for names, and the problems of all others."""
    where = f"sources/{source.id}/{file.name}"
    reader = readers().get(file.format)
    if reader is None:
        what, fix = f'no reader for "{file.format}"', f"The formats are {', '.join(readers())}"
        return None, [Problem(f"sources/{source.id}/source.toml:{file.name}", what, fix)]
    data, problems = read_checked(datasets, source, file)
    mended = None if data is None else attempt(problems, corrections.correct, data, where, corrected)
    if mended is None:
        return None, problems
    problems += mended[1]
    faults: list[Problem] = []
    frame = attempt(faults, reader, mended[0], where, source, file)
    if frame is None:  # what is checked between rows is checked for the rest
        lines = {fault.line(where) for fault in faults} - {0}
        rest = attempt([], without_rows, mended[0], where, lines) if lines else None
        frame = None if rest is None else attempt([], reader, rest, where, source, file)
    problems += faults
    if frame is not None and countries is not None:
        if file.format == "deliveries":
            lines_before = before_header(decode(mended[0], where).splitlines(), deliveries.FIRST_COLUMN)
            problems += preamble.check(lines_before, where, f"sources/{source.id}/source.toml", file, countries)
        frame, unknown = _to_codes(frame, file.format, where, countries)
        problems += unknown
    return frame, problems


def _to_codes(
    frame: pd.DataFrame, format_name: str, where: str, countries: Countries
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the rows of which all names are known, with codes in their place, and a problem for each unknown name."""
    problems: list[Problem] = []
    for column in ("supplier", "recipient", "claimant_country"):
        if column in frame:
            frame[column], unknown = countries.codes(frame[column], where, column)
            problems += unknown
    if format_name == "deliveries":
        frame["category"], unknown = names.categories(frame.category, where, "Armament category")
        problems += unknown
    return frame.drop(index=list({problem.line(where) for problem in problems})), problems


def grade(tables: Tables) -> None:
    """Grade register rows and count the independent origins of each claim's event, in place."""
    tables["claims"]["event_origins"] = grading.count_origins(tables["claims"])
    rows = tables["deliveries"].assign(_estimated=tables["deliveries"].delivered_low.isna())
    tables["deliveries"] = grading.grade_register(rows, ["_estimated", "delivery_year_estimated"]).drop(
        columns="_estimated"
    )
    tables["orders"] = grading.grade_register(tables["orders"], ["ordered_estimated", "delivered_estimated"])
    totals = tables["totals"]
    row_id = totals.source_id + "/" + totals.supplier + "-" + totals.recipient + "/" + totals.year.astype(str)
    tables["totals"] = grading.grade_register(totals.assign(row_id=row_id), [])


def derive(tables: Tables, dyads: list[Dyad], draws: int) -> None:
    """Add the tables series, reversal and ranking, in place."""
    ids = [d.id for d in dyads]
    tables["series"] = inputs.series_table(tables, ids, grading.DEFAULT_CREDIBILITY)
    tables["reversal"] = robustness.table(tables, dyads, draws)
    tables["ranking"] = rank(tables["pairs"])


def describe_inputs(sources: list[Source], dyads: list[Dyad]) -> Tables:
    """Return the tables that describe sources and pairs."""
    rows = [s.model_dump(mode="json", exclude={"file", "caveats"}) | {"caveats": " ".join(s.caveats)} for s in sources]
    pairs = [d.model_dump(mode="json", exclude={"context", "promise", "step", "local_note"}) for d in dyads]
    context = [
        {"dyad": d.id, "date": c.date.isoformat(), "label": c.label, "claims": " ".join(c.claims)}
        for d in dyads
        for c in d.context
    ]
    steps = [{"dyad": d.id} | s.model_dump() for d in dyads for s in d.step]
    notes = [{"dyad": d.id} | n.model_dump() | {"claims": " ".join(n.claims)} for d in dyads for n in d.local_note]
    promises = [
        {"dyad": d.id} | p.model_dump() | {"ordered": " ".join(p.ordered), "delivered": " ".join(p.delivered)}
        for d in dyads
        for p in d.promise
    ]
    return {
        "sources": pd.DataFrame(rows).rename(columns={"id": "source_id"}),
        "dyads": pd.DataFrame(pairs).rename(columns={"id": "dyad"}).astype({"break_year": "Int64"}),
        "context": pd.DataFrame(context, columns=["dyad", "date", "label", "claims"]),
        "steps": pd.DataFrame(steps, columns=["dyad", "label", "until", "local", "local_side"]).astype(
            {"until": "Int64"}
        ),
        "local_notes": pd.DataFrame(notes, columns=["dyad", "direction", "text", "claims"]),
        "promises": pd.DataFrame(promises, columns=list(package_tables.TABLES["promises"].columns)).replace("", None),
    }


def _read_labels(datasets: Path, file: str, contract: DataFrameSchema) -> pd.DataFrame:
    """Read a table keyed by its first column. Raises DataError where a key is repeated."""
    labels = _read_rows(datasets, file, contract)
    key = labels.columns[0]
    repeated = labels[key][labels.duplicated(key)]
    if len(repeated):
        raise DataError(
            Problem(f"{file}:{line}:{key}", f'"{name}" occurs twice', "Remove one") for line, name in repeated.items()
        )
    return labels.reset_index(drop=True)


def _read_if_there(datasets: Path, file: str, contract: DataFrameSchema, keyed: bool = True) -> pd.DataFrame:
    """Return a table that a folder need not have; empty where there is none."""
    if not (datasets / file).exists():
        return pd.DataFrame(columns=list(contract.columns))
    return (_read_labels if keyed else _read_rows)(datasets, file, contract)


def _read_rows(datasets: Path, file: str, contract: DataFrameSchema) -> pd.DataFrame:
    return read_table(read_bytes(datasets / file, file), file, contract)


def _checksums_of_declarations(datasets: Path) -> dict[str, str]:
    patterns = ("*.csv", "dyads.toml", "sources/*/source.toml", "sources/*/corrections.csv")
    files = [path for pattern in patterns for path in datasets.glob(pattern)]
    return {f.relative_to(datasets).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def check_between(
    tables: Tables, complete: set[str], joined: dict[str, str], documents: Path | None, report: Report
) -> list[Problem]:
    """Return the problems of rows judged by one another and by the texts in `documents`.

    What a missing row would make look wrong is checked only where every row of a format was read (`complete`).
    """
    results = [between_rows.rows(tables, complete), quantity_words.check(tables["claims"])]
    if "claims" in complete:
        results.append(between_rows.denials(tables["claims"], joined))
        results.append(between_rows.blanket_denials(tables["claims"], joined))
    if {"claims", "deliveries"} <= complete:
        results.append(between_rows.top_grades(tables, joined))
    if documents is not None and {"claims", "documents"} <= complete:
        results.append(passages.check(documents, tables))
    report.checked += [result.summary for result in results if result.summary]
    return [problem for result in results for problem in result.problems]


@dataclass
class _Folder:
    """Collect what `read_folder` read."""

    sources: list[Source]
    dyads: list[Dyad]
    tables: Tables


def read_folder(datasets: Path, documents: Path | None, report: Report) -> _Folder:
    """Read and check every file of a folder. Raises one DataError with the problems of all of them."""
    between_rows.check_folder(datasets)
    sources, problems = load_sources(datasets)
    whole = not problems  # otherwise rows and coverage may be missing that the rest refers to
    dyads, faults = load_dyads(datasets)
    problems += faults
    loaded = attempt(problems, names.load_countries, datasets)
    countries = loaded[0] if loaded else None
    if loaded:
        misdeclared = coverage.check_sources(sources, loaded[0])
        problems += loaded[1] + misdeclared
        problems += coverage.check_pairs(dyads, sources, loaded[0]) if whole else []
    claimed = any(file.format == "claims" for source in sources for file in source.file) or not whole
    labels = {
        name: attempt(problems, _read_labels if claimed else _read_if_there, datasets, f"{name}.csv", contract)
        for name, contract in (("events", source_files.EVENTS), ("origins", source_files.ORIGINS))
    }
    labels["pairs"] = attempt(problems, _read_if_there, datasets, "pairs.csv", source_files.PAIRS, False)
    labels["unit_values"] = attempt(problems, _read_if_there, datasets, "unit_values.csv", source_files.UNIT_VALUES)
    tables, complete, faults = read_sources(datasets, sources, countries, report)
    problems += faults
    complete = complete if whole and loaded and not loaded[1] else set()
    if whole and loaded and not loaded[1] + misdeclared:
        problems += coverage.check_rows(tables, sources, loaded[0].successor)
    problems += check_between(tables, complete, countries.successor if countries else {}, documents, report)
    problems += between_rows.check_dyads(dyads, tables) if {"claims", "orders"} <= complete else []
    described = {name: frame for name, frame in labels.items() if frame is not None}
    if {"claims", "orders", "deliveries"} <= complete and len(described) == len(labels):
        problems += coded_events.check(tables | described).problems
    if problems or countries is None:
        raise DataError(dict.fromkeys(problems))
    return _Folder(sources, dyads, tables | described | {"countries": countries.table})


def make_tables(datasets: Path, report: Report, draws: int = DRAWS, documents: Path | None = None) -> Tables:
    """Return every table of the package, checked against its contract. Writes nothing; raises DataError for bad input.

    `draws` is the number of Monte-Carlo draws. `documents` is a folder of the documents' texts, against which locators
    and anchors are checked.
    """
    folder = read_folder(datasets, documents, report)
    report.inputs |= _checksums_of_declarations(datasets)
    tables = {name: frame.drop(columns=["_where", "_line"], errors="ignore") for name, frame in folder.tables.items()}
    tables |= describe_inputs(folder.sources, folder.dyads) | {"coverage": coverage_table(folder.sources)}
    grade(tables)
    derive(tables, folder.dyads, draws)
    for name, contract in package_tables.TABLES.items():
        tables[name] = contract.validate(tables[name][list(contract.columns)])
    return tables


def build_register(
    files: tuple[Path, ...], pairs: tuple[str, ...], release: str, out: Path
) -> tuple[Report, dict[str, object]]:
    """Build a package from registers as downloaded, as `registers.prepare` reads them. Raises DataError as `build`."""
    with TemporaryDirectory() as made:
        said = prepare(files, pairs, release, Path(made))
        try:
            report, manifest = build(Path(made), out, 0)
        except DataError as error:  # the reader of the message knows the files by their own names
            own = f"sources/{SOURCE}/"
            raise DataError(replace(p, where=p.where.removeprefix(own)) for p in error.problems) from None
    return Report([*said, *report.lines], report.inputs, report.checked), manifest


def build(datasets: Path = DATASETS, out: Path = BUILT, draws: int = DRAWS) -> tuple[Report, dict[str, object]]:
    """Build the package at `out`; return the report and the manifest.

    Raises DataError for bad input, which leaves the last package intact, and for a folder that contains other files.
    """
    if out.exists() and any(out.iterdir()) and not is_package(out):
        raise DataError.one(out, "contains other files and would be replaced", "Name a new folder or an empty one")
    report = Report()
    tables = make_tables(datasets, report, draws)
    return report, write_package(tables, report.inputs, out)
