"""The page, built from one view: as a Dash layout, as plain HTML, and as the changes a turned control makes."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import components, findings, style
from dashboard.charts import CHARTS
from dashboard.charts.base import Chart, Description, Figure, View
from dashboard.phrases import plain
from dashboard.selection import to_query
from etl.errors import Problem

NAME = "Dependency reversal"


def region(view: View, problems: list[Problem], only: str | None = None) -> dict[str, dict[str, Any]]:
    """Component id → properties that depend on the selection: everything a turned control changes."""
    regions: dict[str, dict[str, Any]] = {
        "headline": {"children": components.runs(findings.headline(view))},
        "lead": {"children": components.runs(findings.lead_sentence(view))},
        "controls": {"children": components.controls(view)},
        "problems": {"children": _problems(problems)},
    }
    for chart in charts(only):
        regions |= _chart_regions(view, chart, chart.describe(view))
    return regions


def charts(only: str | None) -> list[Chart]:
    return [c for c in CHARTS.values() if only in (None, c.id)]


def figures(view: View, only: str | None = None) -> dict[str, Figure]:
    """Chart id → figure."""
    return {c.id: c.draw(view) for c in charts(only)}


def _chart_regions(view: View, chart: Chart, said: Description) -> dict[str, dict[str, Any]]:
    words = components.caption(view)
    table = components.data_table(said.table, f"{plain(said.title)} {words}")
    csv = f"/charts/{chart.id}.csv"
    query = to_query(view.package, view.selection, presentation=False)
    return {
        f"{chart.id}-title": {"children": components.runs(said.title)},
        f"{chart.id}-sentence": {"children": components.runs(said.sentence)},
        f"{chart.id}-unit": {"children": said.unit},
        f"{chart.id}-legend": {"children": said.legend},
        f"{chart.id}-marks": {"children": _marks(chart, said)},
        f"{chart.id}-table": {
            "children": [html.P(html.A("Download this table (CSV)", href=f"{csv}?{query}" if query else csv)), table]
        },
        f"{chart.id}-sources": {"children": components.source_list(view, said.sources)},
        f"{chart.id}-source": {"children": f"{_short(view, said)} {words}."},
    }


def _short(view: View, said: Description) -> str:
    sources = view.package.tables["sources"]
    titles = sources[sources.source_id.isin(said.sources)].title
    tail = " TIV measures volume, not money." if "TIV" in said.unit or "olume" in plain(said.sentence) else ""
    return "Source: " + "; ".join(titles) + "." + tail


def _marks(chart: Chart, said: Description) -> list[Component]:
    """The keyboard's path: one tab stop a chart, arrow keys between marks, Enter for the sources."""
    return [
        html.Button(
            m.label, className="mark", type="button", tabIndex=0 if i == 0 else -1,
            **{"data-chart": chart.id, "data-mark": m.id, "data-curve": str(m.curve), "data-point": str(m.point)},
        )
        for i, m in enumerate(said.marks)
    ]  # fmt: skip


def _problems(problems: list[Problem]) -> list[Component]:
    if not problems:
        return []
    return [html.P("The address asked for something that is not possible; the nearest view is shown."), html.Ul([html.Li(str(p)) for p in problems])]


def _empty(view: View, chart: Chart) -> dict[str, Any]:
    blank = {"visible": False}
    return {"data": [], "layout": style.layout(view.selection.theme, view.selection.size, xaxis=blank, yaxis=blank)}


def _section(view: View, chart: Chart, at: dict[str, dict[str, Any]], opening: bool) -> Component:
    """One chart with its words, marks, table and sources. The opening chart's title is the page's headline."""
    cid = chart.id
    question = html.P(chart.question, className="question")
    title = html.H2(id=f"{cid}-title", **at[f"{cid}-title"])
    sentence = html.P(id=f"{cid}-sentence", className="sentence", **at[f"{cid}-sentence"])
    words = [] if opening else [question, title, sentence]
    hidden = [html.Div([title, sentence], hidden=True)] if opening else []
    return html.Section(
        [
            *words,
            *hidden,
            html.Figure(
                [
                    html.P(id=f"{cid}-unit", className="unit", **at[f"{cid}-unit"]),
                    html.Div(dcc.Graph(id=f"{cid}-graph", figure=_empty(view, chart), config=style.CONFIG, responsive=False), className="graph", **{"aria-hidden": "true"}),
                    html.Div(id=f"{cid}-marks", className="marks", role="group", **{"aria-label": f"Marks of the chart: {chart.question} Arrow keys move, Enter opens the sources."}, **at[f"{cid}-marks"]),
                    html.Figcaption([
                        html.Span(id=f"{cid}-legend", className="legend", **at[f"{cid}-legend"]),
                        html.Span(id=f"{cid}-source", className="source-line", **at[f"{cid}-source"]),
                    ]),
                ]
            ),
            html.Div(
                [
                    html.Details([html.Summary("Table"), html.Div(id=f"{cid}-table", **at[f"{cid}-table"])]),
                    html.Details([html.Summary("Sources"), html.Div(id=f"{cid}-sources", **at[f"{cid}-sources"])]),
                ],
                className="under",
            ),
        ],
        id=cid, className="chart opening" if opening else "chart",
    )  # fmt: skip


def page(view: View, problems: list[Problem], only: str | None = None) -> Component:
    """The whole page under a selection; `only` shows a single chart."""
    at = region(view, problems, only)
    shown = charts(only)
    opening = shown[0].id == "direction"
    head = [
        html.H1(id="headline", **at["headline"]),
        html.P(id="lead", className="lead", **at["lead"]),
    ]
    return html.Div(
        [
            html.A("Skip to the charts", href="#charts", className="skip"),
            html.Header([html.A(NAME, href="/", className="name"), _nav(shown)], className="top"),
            html.Main(
                [
                    html.Div(id="problems", role="status", className="problems", **at["problems"]),
                    *head,
                    html.Div(id="controls", **at["controls"]),
                    html.Div([_section(view, c, at, opening and c.id == "direction") for c in shown], id="charts"),
                ]
            ),
            _foot(view),
            html.Dialog([
                html.Div([html.H2("Who says so", id="panel-title"), html.Button("Close", id="panel-close", type="button")], className="panel-head"),
                html.Div(id="panel-body", **{"aria-live": "polite"}),
            ], id="panel", **{"aria-labelledby": "panel-title"}),
            *[dcc.Store(id=name) for name in ("mark", "ready", "clicked")],
        ],
        id="page", **{"data-version": view.package.version, "data-only": only or ""},
    )  # fmt: skip


def _nav(shown: list[Chart]) -> Component:
    names = {"direction": "Direction", "balance": "Balance", "dependence": "Dependence", "evidence": "Evidence"}
    links = [html.A(names.get(c.id, c.id.capitalize()), href=f"#{c.id}") for c in shown] if len(shown) > 1 else [html.A("All charts", href="/")]
    return html.Nav([*links, html.Button("Dark", id="theme", type="button", **{"aria-label": "Change between light and dark"})], **{"aria-label": "On this page"})


def _foot(view: View) -> Component:
    claims = len(view.package.tables["claims"])
    return html.Footer(
        [
            html.P(
                f"{view.dyad.label}. SIPRI Arms Transfers Database and {claims} documented claims, each with its claimant, grade and source. "
                "TIV is SIPRI’s measure of the volume of military capability moved, in millions; it is not money. "
                f"Data version {view.package.version}."
            ),
            html.P([html.A("Data package", href="/datapackage.json"), " · ", html.A("Manifest", href="/manifest.json"), " · ",
                    html.A("Claims (CSV)", href="/data/claims.csv"), " · ", html.A("Series (CSV)", href="/data/series.csv")]),
        ]
    )  # fmt: skip
