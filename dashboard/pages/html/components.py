"""Build small pieces of a page: phrases, tables, controls."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component
from markupsafe import Markup

from dashboard.data.parameters import to_text
from dashboard.data.selection import FIELDS, allowed_values, to_query
from dashboard.data.view import View
from dashboard.exports.rendering.markup import sentence_html, sources_html, table_html
from dashboard.pages.html.to_html import attrs
from dashboard.text.forms.arguments import Argument, Choice
from dashboard.text.sentence import Renderable, Sentence, runs_of, say, words


def runs(sentence: Renderable) -> Markup:
    """Return a sentence as HTML for the page."""
    return sentence_html(sentence)


def paragraph(*ids: str, **arguments: Argument) -> Markup:
    """Return the sentences of messages, one after the other, as HTML for the page."""
    return runs(tuple(say(id, **arguments) for id in ids))


def marked_up(sentence: Sentence, mark: Callable[[str], Any]) -> list[Any]:
    """Return a sentence whose strong words are something else: code, or a link."""
    return [mark(text) if kind else text for text, kind in runs_of(sentence)]


# What an element may hold.
Children = str | Component | Sequence[str | Component]
# Largest number of table rows on the page; the file has all of them.
ROWS = 200


def data_table(table: pd.DataFrame, caption: str) -> Markup:
    """Return the first `ROWS` rows of a table of a chart's data."""
    return table_html(table, caption, ROWS)


def linked_table(table: pd.DataFrame, caption: str, queries: Sequence[str | None]) -> Markup:
    """Return a table whose rows begin with a link to a view, where they have its query."""
    return table_html(table, caption, queries=queries)


def turn(
    view: View, text: Children, marked: dict[str, str] | None = None, pressed: bool | None = None, **changes: object
) -> Component:
    """Return a control that changes the selection: a link to another view.

    It is current where the view is that one already, or where `pressed` is true.
    """
    target = view.selection.replace(**changes)
    current = all(getattr(view.selection, k) == v for k, v in changes.items()) if pressed is None else pressed
    query = to_query(view.package, target, presentation=False)
    return html.A(
        text,
        href=f"?{query}" if query else "?",
        className="pill",
        **attrs((marked or {"data-turn": ""}) | {"aria-current": "true" if current else None}),
    )


def choice(view: View, chart: str, name: str) -> Component:
    """Return a control of a chart: a link for each value of a parameter, in the words of the chart's messages."""
    links = []
    for value in allowed_values(view.package, view.selection.dyad)[name]:
        changes: dict[str, Any] = {FIELDS[name]: value}
        links.append(turn(view, words(f"{chart}.{name}", value=Choice(to_text(value))), **changes))
    label = words(f"{chart}.{name}", value=Choice("label"))
    return html.Div(links, className="controls", role="group", **attrs({"aria-label": label}))


def hidden(view: View, *but: str) -> list[Component]:
    """Return the selection as hidden fields of a form, without the parameters `but` that the form has itself."""
    return [
        dcc.Input(type="hidden", name=k, value=v)
        for k, v in parse_qsl(to_query(view.package, view.selection, presentation=False))
        if k not in but
    ]


def menu(label: str, name: str, items: Sequence[Component]) -> Component:
    """Return a menu that opens on its label; `name` is read out before it by screen readers."""
    return html.Details(
        [
            html.Summary([html.Span(name, className="sr"), label, html.Span("", className="caret")]),
            html.Div(list(items), className="sheet"),
        ],
        className="menu",
    )


def source_list(view: View, source_ids: Sequence[str]) -> Markup:
    """Return the sources of a chart as HTML for the page."""
    return sources_html(view, source_ids)
