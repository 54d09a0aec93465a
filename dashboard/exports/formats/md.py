"""The chart as Markdown: what it says, its table, and where that comes from."""

from typing import Any

import pandas as pd

from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.registry import Export
from dashboard.text import numbers


def _cell(value: Any) -> str:
    """A cell; missing is empty, never zero."""
    if pd.isna(value):
        return ""
    if isinstance(value, float):
        return numbers.exact(value)
    return escaped(str(value))


def escaped(text: str) -> str:
    """Text with what Markdown would read as its own written out, in one line."""
    return "".join(f"\\{c}" if c in "|\\`*_<[" else c for c in text.replace("\n", " "))


def table(frame: pd.DataFrame) -> str:
    """A table in the form that GitHub and pandoc read."""
    right = ["---:" if pd.api.types.is_numeric_dtype(frame[c]) else "---" for c in frame]
    rows = [
        [_cell(str(c)) for c in frame.columns],
        right,
        *([_cell(v) for v in row] for row in frame.itertuples(index=False, name=None)),
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def render(about: ExportMetadata) -> bytes:
    more = [
        f"- Selection: {escaped(about.words)}",
        f"- Unit: {about.description.unit}. {about.unit_note}".rstrip(),
        f"- Release: {about.release}",
        f"- {about.evidence}",
        *(f"- Source: {c}" for c in about.citations),
        f"- Licence: {about.licences}",
        f"- Data version {about.view.package.version}",
        f"- Address: <{about.address}>" if about.linked else f"- Address: {about.address}",
    ]
    contested = ["## What is contested", "", *(f"- {_cell(c)}" for c in about.contested), ""] if about.contested else []
    lists = [
        line
        for title, items in about.description.lists
        if items
        for line in (f"## {title}", "", *(f"- {_cell(text)}" for text, _ in items), "")
    ]
    legend = [about.description.legend.strip(), ""] if about.description.legend.strip() else []
    lines = [
        f"# {about.title}",
        "",
        f"*{about.chart.question}*",
        "",
        about.sentence,
        "",
        table(about.description.table),
        *legend,
        *lists,
        *contested,
        "## Where this comes from",
        "",
        *more,
        "",
    ]
    return "\n".join(lines).encode()


EXPORT = Export(
    "md",
    "text/markdown; charset=utf-8",
    render,
    "Text and table (Markdown)",
    "The finding, the table, what is contested and the sources, as text.",
)
