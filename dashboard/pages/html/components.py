"""Small pieces of page: phrases, tables, controls."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.data.parameters import allowed_values
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.exports.rendering.markup import sentence_html, sources_html, table_html
from dashboard.pages.html.to_html import Raw, attrs
from dashboard.text.sentence import Sentence


def runs(sentence: Sentence) -> Any:
    """Return a sentence for the page."""
    return Raw(sentence_html(sentence))


# Rows of a table that the page shows; the file has all of them.
ROWS = 200


def data_table(table: pd.DataFrame, caption: str) -> Any:
    """Return a table of a chart's data, its first rows."""
    return Raw(table_html(table, caption, ROWS))


def _pair(view: View, dyad: str) -> Component:
    """A change of pair: a link to the other pair's own default view, and a step for the Back button."""
    current = "true" if dyad == view.selection.dyad else None
    href = f"?{urlencode({'dyad': dyad})}" if dyad != view.package.dyads[0] else "?"
    return html.A(
        view.package.dyad(dyad).label,
        href=href,
        className="pill",
        **attrs({"data-turn": "push", "aria-current": current}),
    )


def turn(
    view: View, text: Any, marked: dict[str, str] | None = None, pressed: bool | None = None, **changes: object
) -> Component:
    """A control that turns the selection: a link to the view it leads to.

    It is current where the view is that one already, or where `pressed` says so.
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


def hidden(view: View, *but: str) -> list[Component]:
    """The selection as hidden fields of a form, without the parameters that the form itself asks for."""
    return [
        dcc.Input(type="hidden", name=k, value=v)
        for k, v in parse_qsl(to_query(view.package, view.selection, presentation=False))
        if k not in but
    ]


def menu(label: str, name: str, items: Sequence[Component]) -> Component:
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
    form = html.Form(
        [
            *hidden(view, "from", "to"),
            html.Label(
                [
                    "From ",
                    dcc.Input(
                        type="number",
                        name="from",
                        value=s.from_year,
                        min=years[0],
                        max=years[-1],
                        step=1,
                        id="from-year",
                    ),
                ]
            ),
            html.Label(
                [
                    "to ",
                    dcc.Input(
                        type="number", name="to", value=s.to_year, min=years[0], max=years[-1], step=1, id="to-year"
                    ),
                ]
            ),
            html.Button("Show", type="submit"),
        ],
        action="?",
        method="GET",
        className="years",
        **attrs({"data-turn": ""}),
    )
    links = [turn(view, f"{a}–{b}", from_year=a, to_year=b) for a, b in sorted(presets) if b - a >= 2]
    return menu(f"{s.from_year}–{s.to_year}", "Years: ", [*links, form])


_GRADES = {
    1: "Claims graded 1: confirmed only",
    2: "Claims graded 2 or better",
    3: "Claims graded 3 or better",
    4: "Claims graded 4 or better",
    5: "Claims graded 5 or better",
    6: "All claims",
}


def controls(view: View) -> list[Component]:
    """The row of controls; the two that change the answer come first."""
    s = view.selection
    a_to_b, b_to_a = view.from_to("a_to_b"), view.from_to("b_to_a")
    local = [
        turn(view, f"Without local production, {b_to_a} only", local="excluded_b_to_a"),
        turn(view, f"Without local production, {a_to_b} only", local="excluded_a_to_b"),
    ]
    tiv, one_sided = s.measure == "tiv", s.local not in ("included", "excluded")
    one_side = (
        f"Without local production, {a_to_b if s.local.endswith('a_to_b') else b_to_a} only"
        if one_sided
        else "One side only"
    )
    both = (
        [turn(view, "All deliveries", local="included"), turn(view, "Without local production", local="excluded")]
        if tiv
        else []
    )
    one = [menu(one_side, "", local)] if tiv else []
    releases = [turn(view, view.package.release_name(r), release=r) for r in view.package.releases(s.dyad)]
    measures = [turn(view, "Volume (TIV)", measure="tiv"), turn(view, "Documented events", measure="documented")]
    grades = [turn(view, words, credibility=c) for c, words in _GRADES.items()]
    pairs = (
        [menu(view.dyad.label, "Pair: ", [_pair(view, d) for d in view.package.dyads])]
        if len(view.package.dyads) > 1
        else []
    )
    return [
        html.Div(
            [
                *([html.Div([*pairs, *both])] if pairs or both else []),
                html.Div(
                    [
                        *one,
                        _years(view),
                        *(
                            [menu(view.package.release_name(s.release), "Release: ", releases)]
                            if releases and tiv
                            else []
                        ),
                        *(
                            [menu("Volume (TIV)" if tiv else "Events", "Measured in: ", measures)]
                            if releases
                            else [html.Span("Documented events", className="pill none")]
                        ),
                        menu(_GRADES[s.credibility].split(":")[0], "", grades),
                    ]
                ),
            ],
            className="controls",
            role="group",
            **attrs({"aria-label": "What to show"}),
        )
    ]


def source_list(view: View, source_ids: Sequence[str]) -> Any:
    """Return the sources of a chart for the page."""
    return Raw(sources_html(view, source_ids))
