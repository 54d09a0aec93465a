"""Read the declarations in `source.toml` and `dyads.toml`: sources, dyads, checksums and coverage."""

import hashlib
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from pydantic import BaseModel, ValidationError

from etl.contracts.declarations import Dyad, Source, SourceFile
from etl.contracts.errors import DataError, Problem, attempt

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
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise DataError.one(where, "the file is missing", "Add it; datasets/README.md shows its form") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError.one(where, f"is not valid TOML ({error})", "Correct that line") from None


def load_sources(datasets: Path) -> tuple[list[Source], list[Problem]]:
    """Return the sources under `datasets/sources`, sorted by folder, and the problems of those that cannot be read."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for folder in sorted(p for p in (datasets / "sources").iterdir() if p.is_dir()):
        where = f"sources/{folder.name}/source.toml"
        raw = attempt(problems, _toml, folder / "source.toml", where)
        source = None if raw is None else attempt(problems, _parse, Source, raw, where)
        if source is None:
            continue
        if source.id != folder.name:
            what = f'"{source.id}" is not the name of its folder'
            problems.append(Problem(f"{where}:id", what, "Make the two equal"))
            source = source.model_copy(update={"id": folder.name})  # so that its files are found and read
        sources.append(source)
    return sources, problems


def load_dyads(datasets: Path) -> tuple[list[Dyad], list[Problem]]:
    """Return the dyads of `dyads.toml`, in its order, and a problem for each bad or repeated one, or for none."""
    problems: list[Problem] = []
    declared = attempt(problems, _toml, datasets / "dyads.toml", "dyads.toml")
    raw = [] if declared is None else declared.get("dyad", [])
    if not isinstance(raw, list):
        return [], [Problem("dyads.toml:dyad", "is not a list of blocks", "Write each as [[dyad]]")]
    parsed = [attempt(problems, _parse, Dyad, d, f"dyads.toml:dyad {i}") for i, d in enumerate(raw, 1)]
    dyads = [d for d in parsed if d is not None]
    fix = "The id is the code of a, a hyphen, the code of b"
    for dyad in dyads:
        if dyad.id != f"{dyad.a}-{dyad.b}":
            problems.append(Problem(f"dyads.toml:{dyad.id}", f'the id is not "{dyad.a}-{dyad.b}"', fix))
    ids = [d.id for d in dyads]
    for repeated in sorted({i for i in ids if ids.count(i) > 1}):
        problems.append(Problem(f"dyads.toml:{repeated}", "the dyad is declared twice", "Remove one"))
    if not raw and not problems:
        problems.append(Problem("dyads.toml", "declares no [[dyad]]", "Add one"))
    return dyads, problems


def read_checked(datasets: Path, source: Source, file: SourceFile) -> tuple[bytes | None, list[Problem]]:
    """Return the bytes of a source's file, None where it is missing, and a problem where its checksum is another."""
    where = f"sources/{source.id}/{file.name}"
    path = datasets / where
    try:
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None, [Problem(where, "the file is missing", "Add it or take it out of source.toml")]
    found = hashlib.sha256(data).hexdigest()
    if found == file.sha256:
        return data, []
    unix = data.replace(b"\r\n", b"\n")
    if file.sha256 in (hashlib.sha256(text).hexdigest() for text in (unix, unix.replace(b"\n", b"\r\n"))):
        what = "only its line endings differ from the file as received: git or an editor changed them"
        return data, [Problem(where, what, f"Leave the checksum, delete the file and run: git checkout -- {path}")]
    what = f"its SHA-256 is {found}, but source.toml says {file.sha256}"
    fix = (
        "If the change is meant, write the new checksum into source.toml and say why in CHANGELOG.md; "
        "if not, restore the file"
    )
    return data, [Problem(where, what, fix)]


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
