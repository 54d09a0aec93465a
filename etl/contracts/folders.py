"""Locate the sources and the built package, and replace a folder as a whole or not at all."""

import shutil
from pathlib import Path

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
BUILT = DATASETS / "built"
IMPORTED = DATASETS / "imported"


def swap(fresh: Path, out: Path) -> None:
    """Replace the folder `out` by `fresh`, on the same disk. Where that fails, restore `out` and raise OSError."""
    old = out.with_name(f".{out.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
