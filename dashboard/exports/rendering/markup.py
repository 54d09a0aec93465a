"""Write HTML from templates, for files and pages alike: whatever is not `Markup` is escaped.

Markup comes from templates and components alone, so words of the data can never become elements.
"""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dashboard.data.view import View
from dashboard.exports.json_text import to_json
from dashboard.style import ASSETS
from dashboard.text.catalogue import LANGUAGE
from dashboard.text.citations import with_licence
from dashboard.text.forms import numbers
from dashboard.text.forms.arguments import Choice, Name
from dashboard.text.sentence import Renderable, runs_of, words

_TEMPLATES = ASSETS.parent / "templates"
_COLOURED = {"a_to_b": Markup('<span class="a_to_b">{}</span>'), "b_to_a": Markup('<span class="b_to_a">{}</span>')}
_STRONG = Markup("<strong>{}</strong>")


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(_TEMPLATES)
    found = Environment(autoescape=True, loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    found.globals |= {"words": words, "sentence": sentence_html, "Name": Name, "Choice": Choice, "language": LANGUAGE}
    return found


def render(template: str, **values: object) -> Markup:
    """Return a template filled with values, which are escaped unless they are markup. Raises where one is missing."""
    return Markup(_environment().get_template(template if "." in template else f"{template}.html").render(values))


def json_text(value: object) -> Markup:
    """Return JSON that cannot end the script element around it."""
    return Markup(to_json(value).decode().replace("<", "\\u003c"))


def script_digest(script: bytes) -> str:
    """Return the source expression by which a content security policy allows an inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"


def sentence_html(text: Renderable) -> Markup:
    """Return a text as HTML; its runs have the colours of their directions, or are strong."""
    return Markup("").join(_COLOURED.get(kind, _STRONG).format(part) if kind else part for part, kind in runs_of(text))


def table_html(
    table: pd.DataFrame, caption: str, most: int | None = None, queries: Sequence[str | None] = ()
) -> Markup:
    """Return a scrolling table of the first `most` rows, or of all for None. Missing cells are empty, never zero.

    `queries` has for each row the query of the view to which its first cell leads, or None.
    """
    if most is not None and len(table) > most:
        caption = f"{caption} {words('files.first-rows', shown=most, n=len(table))}"
        table = table.head(most)
    numeric = [n > 0 and pd.api.types.is_numeric_dtype(table[c]) for n, c in enumerate(table)]

    def cell(value: object, is_number: bool) -> str:
        return "" if pd.isna(value) else numbers.exact(float(str(value))) if is_number else str(value)

    rows = [list(map(cell, row, numeric)) for row in table.itertuples(index=False, name=None)]
    links = [*queries, *[None] * (len(rows) - len(queries))]
    return render(
        "table", caption=caption, columns=list(table.columns), rows=zip(rows, links, strict=True), numeric=numeric
    )


def sources_html(view: View, source_ids: Sequence[str]) -> Markup:
    """Return the sources of a chart as a list, each with citation, access date, licence and caveats."""
    sources = [s for s in view.package.sources().values() if s.source_id in source_ids]
    return render("sources", sources=sources, with_licence=with_licence)
