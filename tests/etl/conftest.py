"""What the tests of the ETL share: the built tables, and copies of the datasets that a test may spoil."""

import csv
import hashlib
import io
import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from etl import build as stages
from etl.contracts.declarations import Source, SourceFile
from etl.contracts.errors import DataError, Problem
from etl.contracts.folders import DATASETS
from etl.readers.registry import readers
from tests import cached

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")  # the same examples in every run: a red test is red again
DRAWS = 10
"""Monte-Carlo draws in the packages of these tests: enough to fill every column."""


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """A package built from the project's own datasets."""
    return cached.build(stages.DATASETS, tmp_path_factory.mktemp("package") / "built", DRAWS)


@pytest.fixture(scope="session")
def made() -> dict[str, pd.DataFrame]:
    """Every table made from the project's own datasets, in memory. Not to be changed."""
    return cached.tables(stages.DATASETS, DRAWS)


@pytest.fixture
def read(built):
    """Reads a table of the built package, every cell as text and an empty cell as ''."""
    return lambda name: pd.read_csv(built / f"{name}.csv", dtype=str, keep_default_na=False)


_READ: dict[tuple, pd.DataFrame] = {}


def _read_once(data: bytes, where: str, source: Source, file: SourceFile) -> pd.DataFrame:
    """Read a file as its format's reader does; of what was read before, a copy. Most files of a workshop are the same."""
    key = (data, where, source.model_dump_json(), file.model_dump_json())
    if key not in _READ:
        found = readers()[file.format](data, where, source, file)
        if (DATASETS / where).is_file() and (DATASETS / where).read_bytes() == data:
            _READ[key] = found
        return found.copy()
    return _READ[key].copy()


@dataclass(frozen=True)
class Workshop:
    """A copy of the datasets. File names are relative to it; checksums follow every change of a file."""

    root: Path

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()

    def write(self, name: str, data: bytes | str, seal: bool = True) -> None:
        """Puts a file in place; `seal=False` leaves the checksum in source.toml as it was."""
        path = self.root / name
        data = data.encode() if isinstance(data, str) else data
        toml = path.parent / "source.toml"
        if seal and path.exists() and toml.exists() and path != toml:
            old, new = (hashlib.sha256(d).hexdigest() for d in (path.read_bytes(), data))
            toml.write_text(toml.read_text().replace(old, new))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)

    def replace(self, name: str, old: str, new: str) -> None:
        """Exchanges text that stands exactly once."""
        text = self.read(name).decode()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def rows(self, name: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.read(name).decode(), newline="")))

    def put(self, name: str, rows: list[list[str]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(rows)
        self.write(name, text.getvalue())

    def line(self, name: str, key: str) -> int:
        """The line of the one row whose first cell is `key`."""
        (line,) = [n for n, row in enumerate(self.rows(name), 1) if row[0] == key]
        return line

    def line_of(self, name: str, cell: str) -> int:
        """The line of the one row that has such a cell."""
        (line,) = [n for n, row in enumerate(self.rows(name), 1) if cell in row]
        return line

    def set(self, name: str, line: int, **cells: str) -> None:
        """Writes cells of one line; spaces in a column's name are given as `__`."""
        rows = self.rows(name)
        for column, value in cells.items():
            rows[line - 1][rows[0].index(column.replace("__", " "))] = value
        self.put(name, rows)

    def add_source(self, source_id: str, head: str, **files: str) -> None:
        """A new source folder: `head` opens source.toml, each file is given as `name=csv text`."""
        for name, text in files.items():
            self.write(f"sources/{source_id}/{name}.csv", text)
            head = head.replace(f"<{name}>", hashlib.sha256(text.encode()).hexdigest())
        self.write(f"sources/{source_id}/source.toml", head)

    def tables(self) -> dict[str, pd.DataFrame]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(stages, "readers", lambda: dict.fromkeys(readers(), _read_once))
            return stages.make_tables(self.root, stages.Report(), draws=0)

    def problems(self) -> list[Problem]:
        """What the build refuses, in its order."""
        with pytest.raises(DataError) as caught:
            self.tables()
        return list(caught.value.problems)


@pytest.fixture
def workshop(tmp_path) -> Workshop:
    root = tmp_path / "datasets"
    shutil.copytree(stages.DATASETS, root, ignore=shutil.ignore_patterns("built", ".built*"))
    return Workshop(root)
