"""Build the page of pairs: of all that armed each other, those whose lead most likely changed."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.data.package import Package
from dashboard.data.view import View
from dashboard.evidence.source_names import source_names
from dashboard.exports.rendering.markup import render
from dashboard.pages.html.components import paragraph
from dashboard.text.findings import EVEN
from dashboard.text.forms.arguments import Amount, Argument, Chance, Name, Share, Way, Year
from dashboard.text.sentence import words
from etl.analysis.reversal import RARE

_COLUMNS = ("pair", "years", "chance", "turned", "sent", "sent-back")


def page(view: View) -> list[Component]:
    """Return the whole page; a package that ranks no pairs says so."""
    package = view.package
    table = package.tables["ranking"]
    sources = [] if table.empty else _sources(view, str(table.release.iloc[0]))
    if not sources:  # none is ranked, or its register was not yet released on the day of the view
        return [html.H1(words("pairs.title")), html.P(words("pairs.none"), className="lead")]
    first = table.iloc[0]
    flows = package.tables["pairs"]
    said: dict[str, Argument] = {
        "register": Name(package.release_name(str(first.release))),
        "of": int(first["of"]),
        "n": int((table.p_reversed > EVEN).sum()),
        "first": Year(int(flows.year.min())),
        "last": Year(int(flows.year.max())),
        "a": Name(package.name(first.a)),
        "b": Name(package.name(first.b)),
        "chance": Chance(float(first.p_reversed)),
        "shown": len(table),
        "prior": Share(RARE),
    }
    return [
        html.H1(words("pairs.title")),
        html.P(paragraph("pairs.lead", "pairs.likeliest", **said), className="lead"),
        html.P(paragraph("pairs.prior", "pairs.shown", **said), className="note"),
        html.Div(_table(package, table, flows), className="pairs-scroll"),
        html.P(words("files.sources", sources=Name(source_names(view, sources, (), dated=True))), className="note"),
    ]


def _sources(view: View, release: str) -> list[str]:
    """Return the ids of the register of a release: every number of the page is a sum over its rows."""
    return [id for id, s in view.package.sources().items() if s.kind == "register" and str(s.release) == release]


def _table(package: Package, table: pd.DataFrame, flows: pd.DataFrame) -> Component:
    by_pair = {pair: part for pair, part in flows.groupby(["a", "b"], sort=False)}
    head = html.Thead(html.Tr([html.Th(words(f"pairs.column-{name}"), scope="col") for name in _COLUMNS]))
    body = [_row(package, row, by_pair[row.a, row.b]) for _, row in table.iterrows()]
    return html.Table([head, html.Tbody(body)], className="pairs")


def _row(package: Package, row: pd.Series, flow: pd.DataFrame) -> Component:
    a, b = package.name(row.a), package.name(row.b)
    turned = pd.notna(row.first_period) and row.p_reversed > EVEN
    way = Way("b_to_a", b, a) if row.new_leader == "b" else Way("a_to_b", a, b)
    when = words("pairs.turned", way=way, year=Year(int(row.first_period))) if turned else ""
    name = words("pairs.pair", a=Name(a), b=Name(b))
    known = {frozenset(dyad.split("-")): dyad for dyad in package.tables["dyads"].dyad}.get(frozenset((row.a, row.b)))
    cells = [
        html.A(name, href=f"/?dyad={known}") if known else name,
        html.Span(_sparkline(flow), className="sparkline"),
        words("pairs.chance", chance=Chance(float(row.p_reversed), strong=False)),
        when,
        words("pairs.amount", amount=Amount(row.a_to_b)),
        words("pairs.amount", amount=Amount(row.b_to_a)),
    ]
    return html.Tr([html.Th(cells[0], scope="row"), *map(html.Td, cells[1:])])


def _sparkline(flow: pd.DataFrame) -> str:
    """Return a bar for each year, up for the flow of the larger supplier and down for the flow back, as SVG."""
    most = max(flow.a_to_b.max(), flow.b_to_a.max())
    bars = [
        {"x": n, "up": round(20 * up / most, 2), "down": round(20 * down / most, 2)}
        for n, (up, down) in enumerate(zip(flow.a_to_b, flow.b_to_a, strict=True))
    ]
    return render("sparkline", bars=bars, years=len(bars))
