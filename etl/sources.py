"""Source folders: what `source.toml` and `dyads.toml` may say, checksums, coverage."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from etl.errors import DataError, Problem


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)


class Coverage(_Strict):
    """The years in which the source looked at flows from `supplier` to `recipient` (ISO3 or `*`)."""

    supplier: str
    recipient: str
    first_year: int = Field(alias="from")
    last_year: int = Field(alias="to")


class SourceFile(_Strict):
    name: str
    format: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    rounded: bool = False
    """True where the register prints whole numbers, so that its 0 stands for 0 to 0.5."""
    caveats: str = ""
    coverage: tuple[Coverage, ...] = ()


class Source(_Strict):
    """One folder under `sources/`, as its `source.toml` describes it."""

    id: str
    kind: Literal["register", "claims", "official"]
    release: str = ""
    short: str = ""
    """How a control names a register's release: `SIPRI 2026`; the id where it is empty."""
    publisher: str
    title: str
    url: str = Field("", pattern=r"^(https?://.*)?$")
    published: date
    accessed: date
    licence: str
    citation: str
    caveats: tuple[str, ...] = ()
    file: tuple[SourceFile, ...]


class ContextEvent(_Strict):
    date: date
    label: str
    claims: tuple[str, ...] = ()


class Promise(_Strict):
    """Something one side was to deliver: ids of the rows or claims that say what was ordered and what came.

    It holds no number: numbers are read from the rows it names.
    """

    label: str
    direction: Literal["a_to_b", "b_to_a"]
    ordered: str
    """Row of `orders`, or claim, that says what was ordered and when."""
    delivered: str = ""
    """Row of `orders`, or claim, that says what came; empty where nothing says so."""
    ended: str = ""
    """Claim that it was cancelled, denied or never sent."""
    note: str = ""


class Step(_Strict):
    """A step in which the chart of directions is built up for an audience. What it shows is computed, not written here."""

    label: str
    until: int | None = None
    """The last year shown; left out: all of them."""
    local: Literal["included", "excluded", "excluded_a_to_b", "excluded_b_to_a"] = "included"


class Dyad(_Strict):
    """A pair of states. `a` and `b` are ISO3 codes; the id is `A-B`."""

    id: str = Field(pattern=r"^[A-Z]{3}-[A-Z]{3}$")
    a: str = Field(pattern=r"^[A-Z]{3}$")
    b: str = Field(pattern=r"^[A-Z]{3}$")
    label: str
    first_year: int = Field(alias="from")
    break_year: int | None = None
    context: tuple[ContextEvent, ...] = ()
    promise: tuple[Promise, ...] = ()
    step: tuple[Step, ...] = ()


Model = TypeVar("Model", bound=BaseModel)


def _parse(model: type[Model], raw: Any, where: str) -> Model:
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
        raise DataError.one(where, f"is no valid TOML ({error})", "Correct the line named") from None


def load_sources(datasets: Path) -> list[Source]:
    """Every source under `datasets/sources`, sorted by id. Raises DataError naming each bad one."""
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
            problems.append(Problem(f"{where}:id", f'"{source.id}" is not the folder\'s name', "Make them equal"))
        sources.append(source)
    if problems:
        raise DataError(problems)
    return sources


def load_dyads(datasets: Path) -> list[Dyad]:
    """The pairs of `dyads.toml`. Raises DataError for a form error or an id that is not `A-B`."""
    raw = _toml(datasets / "dyads.toml", "dyads.toml").get("dyad", [])
    dyads = [_parse(Dyad, d, f"dyads.toml:dyad {i}") for i, d in enumerate(raw, 1)]
    problems = [
        Problem(f"dyads.toml:{d.id}", f'the id is not "{d.a}-{d.b}"', "The id is the two codes, a first")
        for d in dyads
        if d.id != f"{d.a}-{d.b}"
    ]
    ids = [d.id for d in dyads]
    problems += [
        Problem(f"dyads.toml:{i}", "the pair is given twice", "Keep one") for i in sorted(set(ids)) if ids.count(i) > 1
    ]
    if problems or not dyads:
        raise DataError(problems or [Problem("dyads.toml", "holds no [[dyad]]", "Add one")])
    return dyads


def read_checked(datasets: Path, source: Source, file: SourceFile) -> bytes:
    """The bytes of a source's file, once they match the checksum in `source.toml`."""
    where = f"sources/{source.id}/{file.name}"
    try:
        data = (datasets / "sources" / source.id / file.name).read_bytes()
    except FileNotFoundError:
        raise DataError.one(where, "the file is missing", "Add it or take it out of source.toml") from None
    found = hashlib.sha256(data).hexdigest()
    if found != file.sha256:
        raise DataError.one(
            where,
            f"its SHA-256 is {found}, but source.toml says {file.sha256}",
            "If the change is meant, write the new checksum into source.toml and say why in CHANGELOG.md; "
            "if not, restore the file",
        )
    return data


def coverage_table(sources: list[Source]) -> pd.DataFrame:
    """One row per stretch of years that a source's file covers (see table_schema.TABLES['coverage'])."""
    rows = [
        (s.id, f.name, f.format, s.release, c.supplier, c.recipient, c.first_year, c.last_year)
        for s in sources
        for f in s.file
        for c in f.coverage
    ]
    names = ["source_id", "file", "format", "release", "supplier", "recipient", "first_year", "last_year"]
    return pd.DataFrame(rows, columns=names)
