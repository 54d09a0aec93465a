"""Packages and tables for tests, built once for the same datasets, code and draws: later runs and other workers copy them.

`pytest --cache-clear` forgets them. Tests about building itself call `etl.build` and keep nothing here.
"""

import hashlib
import os
import pickle
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from etl import build as stages
from etl.analysis.documented.draws import DRAWS

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "d" / "packages"
MOST = 40
"""Folders that are kept, the one used last foremost."""


def build(datasets: Path, out: Path, draws: int = DRAWS) -> Path:
    """Put the package of some datasets at `out`, and return that folder."""
    made = _kept(_key("package", datasets, draws), lambda folder: stages.build(datasets, folder / "built", draws))
    shutil.copytree(made / "built", out)
    return out


def tables(datasets: Path, draws: int) -> dict[str, pd.DataFrame]:
    """Return every table of some datasets, as `etl.build.make_tables` makes them."""

    def write(folder: Path) -> None:
        made = stages.make_tables(datasets, stages.Report(), draws=draws)
        (folder / "tables.pickle").write_bytes(pickle.dumps(made))

    return pickle.loads((_kept(_key("tables", datasets, draws), write) / "tables.pickle").read_bytes())


def _kept(key: str, make: Callable[[Path], object]) -> Path:
    """Return the folder of that name; where there is none it is made aside and renamed, so nobody meets half of one."""
    place = KEPT / key
    if not place.is_dir():
        KEPT.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".", dir=KEPT))
        try:
            make(aside)
            with suppress(OSError):  # another worker was quicker
                aside.rename(place)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        _tidy()
    os.utime(place)
    return place


def _tidy() -> None:
    """Remove what was used longest ago; what another worker may be using is a day younger."""
    with suppress(OSError):
        for old in sorted(KEPT.iterdir(), key=lambda p: p.stat().st_mtime)[:-MOST]:
            if old.stat().st_mtime < time.time() - 86_400:
                shutil.rmtree(old, ignore_errors=True)


def _key(kind: str, datasets: Path, draws: int) -> str:
    digest = hashlib.sha256(f"{kind} {draws} {_code()}".encode())
    for path in sorted(datasets.rglob("*")):
        name = path.relative_to(datasets)
        if path.is_file() and not name.parts[0].startswith(("built", ".built")):
            digest.update(f"{name.as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


@cache
def _code() -> str:
    """Return a digest of what builds: the code of the ETL, and the versions of what it computes with."""
    digest = hashlib.sha256(sys.version.encode())
    for name in ("numpy", "pandas", "pandera", "pydantic", "scipy"):
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted((ROOT / "etl").rglob("*.py")):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()
