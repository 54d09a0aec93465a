"""Datasets whose words are markup, for every field that a reader sees."""

import csv
import hashlib
import io
import re
import shutil
from pathlib import Path

from etl.contracts.folders import DATASETS

MARKUP = (
    "<img src=x onerror=alert(1)><b>bold</b></script><script>alert(2)</script>"
    "<a href='javascript:alert(3)'>x</a>&amp; \"q\" {x} [a](javascript:alert(4)) | `c` *s* _u_"
)
"""Elements, an end of a script, a link, an entity, quotes, and what ICU messages, Markdown and tables read as theirs."""
CLAIMS = ("statement", "claimant", "designation", "note")
DOCUMENTS = ("title", "author", "publisher")


def make(folder: Path) -> Path:
    """Return a copy of the project's datasets with markup at the end of each of these fields."""
    datasets = folder / "datasets"
    shutil.copytree(DATASETS, datasets, ignore=shutil.ignore_patterns("built*", ".built*"))
    for source in ("documents", "reports"):
        _spoil(datasets / "sources" / source / "claims.csv", CLAIMS)
        _spoil(datasets / "sources" / source / "documents.csv", DOCUMENTS)
    _spoil(datasets / "events.csv", ("label",))
    _spoil(datasets / "origins.csv", ("label",))
    dyads = datasets / "dyads.toml"
    text = re.sub(r'(?m)^(label|note) = "(.*)"$', lambda m: f"{m[1]} = '''{m[2]} {MARKUP}'''", dyads.read_text("utf-8"))
    dyads.write_text(text, encoding="utf-8")
    for source in ("sipri_2026", "reports"):
        toml = datasets / "sources" / source / "source.toml"
        text = re.sub(
            r'(?m)^(title|publisher|short|licence|citation) = "(.*)"$',
            lambda m: f"{m[1]} = '''{m[2]} {MARKUP}'''",
            toml.read_text("utf-8"),
        )
        toml.write_text(text, encoding="utf-8")
    return datasets


def _spoil(file: Path, columns: tuple[str, ...]) -> None:
    before = file.read_bytes()
    rows = list(csv.reader(io.StringIO(before.decode(), newline="")))
    for row in rows[1:]:
        for name in columns:
            at = rows[0].index(name)
            row[at] = f"{row[at]} {MARKUP}".strip() if row[at] else ""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    after = text.getvalue().encode()
    file.write_bytes(after)
    toml = file.parent / "source.toml"
    if toml.exists():
        old, new = (hashlib.sha256(data).hexdigest() for data in (before, after))
        toml.write_text(toml.read_text("utf-8").replace(old, new), encoding="utf-8")
