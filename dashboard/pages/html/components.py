"""Build small pieces of a page: phrases, tables, controls."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component
from markupsafe import Markup

from dashboard.data.parameters import to_text
from dashboard.data.selection import FIELDS, allowed_values, to_query
from dashboard.data.view import View
from dashboard.exports.rendering.markup import sentence_html, sources_html, table_html
from dashboard.pages.html.to_html import attrs
from dashboard.text.forms.arguments import Argument, Choice, Year
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


def _pair(view: View, dyad: str) -> Component:
    """Link to another pair's default view, as a step for the Back button."""
    current = "true" if dyad == view.selection.dyad else None
    href = f"?{urlencode({'dyad': dyad})}" if dyad != view.package.dyads[0] else "?"
    return html.A(
        view.package.dyad(dyad).label,
        href=href,
        className="pill",
        **attrs({"data-turn": "push", "aria-current": current}),
    )


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


def _years(view: View) -> Component:
    s, years = view.selection, view.package.years(view.selection.dyad)
    options = allowed_values(view.package, s.dyad)
    start, newest = int(str(options["from"][0])), int(str(options["to"][0]))
    presets = {(start, newest), (years[0], newest), (years[0], years[-1])}
    limits: dict[str, Any] = {"min": years[0], "max": years[-1], "step": 1}
    fields = (("controls.from", "from", s.from_year), ("controls.to", "to", s.to_year))
    form = html.Form(
        [
            *hidden(view, "from", "to"),
            *(
                html.Label([f"{words(id)} ", dcc.Input(type="number", name=n, value=year, id=f"{n}-year", **limits)])
                for id, n, year in fields
            ),
            html.Button(words("controls.show"), type="submit"),
        ],
        action="?",
        method="GET",
        className="years",
        **attrs({"data-turn": ""}),
    )
    links = [turn(view, _span(a, b), from_year=a, to_year=b) for a, b in sorted(presets) if b - a >= 2]
    return _named_menu("controls.name-years", _span(s.from_year, s.to_year), [*links, form])


def _span(first: int, last: int) -> str:
    return words("controls.years", first=Year(first), last=Year(last))


def _named_menu(id: str, label: str, items: Sequence[Component]) -> Component:
    return menu(label, f"{words(id)} ", items)


def controls(view: View) -> list[Component]:
    """Return the row of controls that choose pair, years, release, measure and grade."""
    s, tiv = view.selection, view.selection.measure == "tiv"
    releases = [turn(view, view.package.release_name(r), release=r) for r in view.package.releases(s.dyad)]
    named = {
        "tiv": words("controls.volume"),
        "documented": words("controls.documented-events"),
        "documented_volume": words("controls.documented-volume"),
    }
    possible = named if releases else {m: name for m, name in named.items() if m != "tiv"}
    measures = [turn(view, name, measure=measure) for measure, name in possible.items()]
    grades = [turn(view, words("controls.grade", grade=c), credibility=c) for c in range(1, 7)]
    pairs = [_named_menu("controls.name-pair", view.dyad.label, [_pair(view, d) for d in view.package.dyads])]
    first = pairs if len(view.package.dyads) > 1 else []
    second = [
        _years(view),
        *(
            [_named_menu("controls.name-release", view.package.release_name(s.release), releases)]
            if releases and tiv
            else []
        ),
        _named_menu("controls.name-measure", named[s.measure], measures),
        menu(words("controls.grade-chosen", grade=s.credibility), "", grades),
    ]
    return [
        html.Div(
            [*([html.Div(first)] if first else []), html.Div(second)],
            className="controls",
            role="group",
            **attrs({"aria-label": words("controls.what-to-show")}),
        )
    ]


def source_list(view: View, source_ids: Sequence[str]) -> Markup:
    """Return the sources of a chart as HTML for the page."""
    return sources_html(view, source_ids)
