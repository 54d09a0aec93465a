"""Write a chart as Markdown: its finding, its table and its sources."""

import re

import pandas as pd

from dashboard.exports.metadata import ExportMetadata, as_sentence, labelled
from dashboard.exports.registry import Export
from dashboard.text.forms import numbers
from dashboard.text.sentence import to_text, words

_SPECIAL = re.compile(r"[|\\`*_<\[]|&(?=#?\w+;)")
_ADDRESS = re.compile(r"(https?://[\w./:%?=&~#+,@!-]+)")


def _cell(value: object) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, float):
        return numbers.exact(value)
    return escaped(str(value))


def escaped(text: str) -> str:
    """Return text in one line, with the characters escaped that Markdown would interpret; addresses stay as they are."""
    parts = _ADDRESS.split(text.replace("\n", " "))
    return "".join(part if n % 2 else _SPECIAL.sub(r"\\\g<0>", part) for n, part in enumerate(parts))


def table(frame: pd.DataFrame) -> str:
    """Return a table in the syntax that GitHub and pandoc read. Missing cells are empty, never zero."""
    right = ["---:" if pd.api.types.is_numeric_dtype(frame[c]) else "---" for c in frame]
    rows = [
        [_cell(str(c)) for c in frame.columns],
        right,
        *([_cell(v) for v in row] for row in frame.itertuples(index=False, name=None)),
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def render(metadata: ExportMetadata) -> bytes:
    unit = to_text(as_sentence(labelled("unit", metadata.description.unit)))
    details = [
        labelled("selection", escaped(metadata.words)),
        escaped(f"{unit} {metadata.unit_note}".rstrip()),
        labelled("release", escaped(metadata.release)),
        escaped(metadata.evidence),
        *(labelled("source", escaped(c)) for c in metadata.citations),
        labelled("licence", escaped(metadata.licences)),
        metadata.data_version,
        labelled("address", metadata.shown_address.replace(metadata.address, f"<{metadata.address}>"))
        if metadata.linked
        else labelled("address", metadata.address),
    ]
    claims = [f"- {_cell(c)}" for c in metadata.contested]
    contested = [f"## {words('files.contested')}", "", *claims, ""] if claims else []
    lists = [
        line
        for title, items in metadata.description.lists
        if items
        for line in (f"## {escaped(title)}", "", *(f"- {_cell(text)}" for text, _ in items), "")
    ]
    variants = metadata.description.variants
    if variants:
        lists += [f"## {escaped(variants.title)}", "", table(variants.table), ""]
    legend = [escaped(text), ""] if (text := to_text(metadata.description.legend).strip()) else []
    lines = [
        f"# {escaped(metadata.title)}",
        "",
        f"*{escaped(metadata.chart.question)}*",
        "",
        escaped(metadata.sentence),
        "",
        table(metadata.description.table),
        *legend,
        *lists,
        *contested,
        f"## {words('files.where-from')}",
        "",
        *(f"- {detail}" for detail in details),
        "",
    ]
    return "\n".join(lines).encode()


EXPORT = Export(
    "md", "text/markdown; charset=utf-8", render, label=words("files.md-label"), note=words("files.md-note")
)
