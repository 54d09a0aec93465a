"""Where the sources and the built package lie, and how a folder is replaced whole or not at all."""

import shutil
from pathlib import Path

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
BUILT = DATASETS / "built"


def swap(fresh: Path, out: Path) -> None:
    """Puts `fresh` in the place of `out`, on the same disk; where that fails, what stood there stays. Raises OSError."""
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
