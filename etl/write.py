"""Write the tables as a package: CSV files with `datapackage.json` (Frictionless) and `manifest.json`."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from etl.contracts import vocabulary
from etl.contracts.folders import swap

Tables = dict[str, pd.DataFrame]


def code_version() -> str:
    """Return the first twelve hexadecimal digits of a SHA-256 over the ETL's own code, for the manifest."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def write_package(tables: Tables, inputs: dict[str, str], out: Path) -> dict[str, object]:
    """Write the package, replace the last one at `out` by it, and return its manifest. Raises OSError."""
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
        _write_json(fresh / "manifest.json", manifest)
        _write_json(fresh / "datapackage.json", datapackage(tables, str(manifest["data_version"])))
        os.chmod(fresh, 0o755)
        swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return manifest


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


_FIELD_TYPES: list[tuple[Callable[[object], bool], str]] = [
    (pd.api.types.is_bool_dtype, "boolean"),
    (pd.api.types.is_integer_dtype, "integer"),
    (pd.api.types.is_numeric_dtype, "number"),
]
_BOOLEAN = {"trueValues": ["True"], "falseValues": ["False"]}  # as pandas writes them


def datapackage(tables: Tables, version: str) -> dict[str, object]:
    """Return the Frictionless description of the package."""
    resources = []
    for name, frame in sorted(tables.items()):
        fields = []
        for column in frame.columns:
            kind = next((field_type for test, field_type in _FIELD_TYPES if test(frame[column].dtype)), "string")
            fields.append({"name": column, "type": kind} | (_BOOLEAN if kind == "boolean" else {}))
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
    return {
        "name": "dependency-reversal",
        "version": version,
        "profile": "tabular-data-package",
        "resources": resources,
    }


def is_package(folder: Path) -> bool:
    """Return whether a folder contains a package and nothing else."""
    try:
        rows = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["rows"]
        known = {"manifest.json", "datapackage.json", *(f"{name}.csv" for name in rows)}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return {p.name for p in folder.iterdir()} <= known
