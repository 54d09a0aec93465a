"""Read the declarations in `source.toml` and `dyads.toml`: sources, dyads, checksums and coverage."""

import hashlib
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from pydantic import BaseModel, ValidationError

from etl.contracts.declarations import Dyad, Source, SourceFile
from etl.contracts.errors import DataError, Problem

Model = TypeVar("Model", bound=BaseModel)


def _parse(model: type[Model], raw: object, where: str) -> Model:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise DataError(
            Problem(f"{where}:{'.'.join(map(str, e['loc']))}", e["msg"], "See datasets/README.md for the form")
            for e in error.errors()
        ) from None


def _toml(path: Path, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError.one(where, "the file is missing", "Add it; datasets/README.md shows its form") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError.one(where, f"is not valid TOML ({error})", "Correct that line") from None


def load_sources(datasets: Path) -> list[Source]:
    """Read every source under `datasets/sources`, sorted by folder. Raises DataError naming each mistake."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for folder in sorted(p for p in (datasets / "sources").iterdir() if p.is_dir()):
        where = f"sources/{folder.name}/source.toml"
        try:
            source = _parse(Source, _toml(folder / "source.toml", where), where)
        except DataError as error:
            problems += error.problems
            continue
        if source.id != folder.name:
            problems.append(
                Problem(f"{where}:id", f'"{source.id}" is not the name of its folder', "Make the two equal")
            )
        sources.append(source)
    if problems:
        raise DataError(problems)
    return sources


def load_dyads(datasets: Path) -> list[Dyad]:
    """Read the dyads of `dyads.toml`, in its order. Raises DataError for a bad or repeated dyad, or for none."""
    raw = _toml(datasets / "dyads.toml", "dyads.toml").get("dyad", [])
    dyads = [_parse(Dyad, d, f"dyads.toml:dyad {i}") for i, d in enumerate(raw, 1)]
    problems = [
        Problem(
            f"dyads.toml:{d.id}", f'the id is not "{d.a}-{d.b}"', "The id is the code of a, a hyphen, the code of b"
        )
        for d in dyads
        if d.id != f"{d.a}-{d.b}"
    ]
    ids = [d.id for d in dyads]
    problems += [
        Problem(f"dyads.toml:{i}", "the dyad is declared twice", "Remove one")
        for i in sorted(set(ids))
        if ids.count(i) > 1
    ]
    if problems or not dyads:
        raise DataError(problems or [Problem("dyads.toml", "declares no [[dyad]]", "Add one")])
    return dyads


def read_checked(datasets: Path, source: Source, file: SourceFile) -> bytes:
    """Return the bytes of a source's file. Raises DataError where they do not match the checksum in `source.toml`."""
    where = f"sources/{source.id}/{file.name}"
    path = datasets / where
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DataError.one(where, "the file is missing", "Add it or take it out of source.toml") from None
    found = hashlib.sha256(data).hexdigest()
    if found == file.sha256:
        return data
    unix = data.replace(b"\r\n", b"\n")
    if file.sha256 in (hashlib.sha256(text).hexdigest() for text in (unix, unix.replace(b"\n", b"\r\n"))):
        what = "only its line endings differ from the file as received: git or an editor changed them"
        raise DataError.one(where, what, f"Leave the checksum, delete the file and run: git checkout -- {path}")
    raise DataError.one(
        where,
        f"its SHA-256 is {found}, but source.toml says {file.sha256}",
        "If the change is meant, write the new checksum into source.toml and say why in CHANGELOG.md; "
        "if not, restore the file",
    )


def coverage_table(sources: list[Source]) -> pd.DataFrame:
    """Return one row per span of years that a file covers (columns as in package_tables.TABLES['coverage'])."""
    rows = [
        (s.id, f.name, f.format, s.release, c.supplier, c.recipient, c.first_year, c.last_year)
        for s in sources
        for f in s.file
        for c in f.coverage
    ]
    names = ["source_id", "file", "format", "release", "supplier", "recipient", "first_year", "last_year"]
    return pd.DataFrame(rows, columns=names)
