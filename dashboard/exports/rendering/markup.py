"""Write sentences, tables and lists of sources as HTML, for files and pages alike."""

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from dashboard.data.view import View
from dashboard.text.citations import with_licence
from dashboard.text.forms import numbers
from dashboard.text.sentence import Renderable, runs_of, words


def script_digest(script: bytes) -> str:
    """Return the source expression by which a content security policy allows an inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"


def sentence_html(text: Renderable) -> str:
    """Return a text as HTML; its runs have the colours of their directions, or are strong."""
    return "".join(_run(escape(part), kind) for part, kind in runs_of(text))


def _run(text: str, kind: str) -> str:
    if kind in ("a_to_b", "b_to_a"):
        return f'<span class="{kind}">{text}</span>'
    return f"<strong>{text}</strong>" if kind else text


def table_html(table: pd.DataFrame, caption: str, most: int | None = None) -> str:
    """Return a scrolling table of the first `most` rows, or of all for None. Missing cells are empty, never zero."""
    if most is not None and len(table) > most:
        caption = f"{caption} {words('files.first-rows', shown=most, n=len(table))}"
        table = table.head(most)
    numeric = [pd.api.types.is_numeric_dtype(table[c]) for c in table]

    def cell(value: Any, is_number: bool, first: bool) -> str:
        text = escape("" if pd.isna(value) else (str(value) if first or not is_number else numbers.exact(float(value))))
        return (
            f'<th scope="row">{text}</th>'
            if first
            else f'<td class="n">{text}</td>'
            if is_number
            else f"<td>{text}</td>"
        )

    head = "".join(f'<th scope="col">{escape(str(c))}</th>' for c in table.columns)
    rows = table.itertuples(index=False, name=None)
    body = "".join(f"<tr>{''.join(cell(v, numeric[i], i == 0) for i, v in enumerate(row))}</tr>" for row in rows)
    return (
        f'<div aria-label="{escape(caption)}" class="scroll" role="region" tabindex="0">'
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def sources_html(view: View, source_ids: Sequence[str]) -> str:
    """Return the sources of a chart as a list, each with citation, access date, licence and caveats."""
    table = view.package.tables["sources"]
    items = []
    for row in table[table.source_id.isin(source_ids)].itertuples(index=False):
        name = escape(row.title)
        if not pd.isna(row.url):
            name = f'<a href="{escape(row.url)}" rel="noopener noreferrer" target="_blank">{name}</a>'
        details = escape(f". {with_licence(row)}")
        items.append(f'<li>{name}{details}<span class="note">{escape(f" {row.caveats}")}</span></li>')
    return f'<ul class="sources">{"".join(items)}</ul>'
