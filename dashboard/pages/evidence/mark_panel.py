"""Build the panel of a mark: the register rows and claims under it."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.charts.base import Mark, charts
from dashboard.data.package import successors
from dashboard.data.view import View
from dashboard.evidence.claim_index import answering
from dashboard.pages.evidence.claim_card import claim_card
from dashboard.pages.html.to_html import attrs
from dashboard.text import dates, numbers


def find_mark(view: View, chart: str, mark: str) -> Mark:
    """Return a mark of a chart under a view. Raises KeyError where there is none."""
    return {m.id: m for m in reversed(charts()[chart].describe(view).marks)}[mark]


def panel(view: View, mark: Mark) -> list[Component]:
    """Return everything under one mark, as blocks for the panel."""
    rows = [view.package.evidence[i] for i in mark.basis if i in view.package.evidence]
    register = [(t, r) for t, r in rows if t != "claims"]
    counted = [r for t, r in rows if t == "claims"]
    more = [view.package.evidence[i][1] for i in mark.claims if i not in mark.basis]
    if len(rows) == 1 and len(counted) == 1 and not more:  # the card contains all of the mark's label
        return [claim_card(view, counted[0], opened=True)]
    blocks: list[Component] = [html.P(mark.label, className="mark-label")]
    if register:
        blocks += [html.H3("In the register"), *_register(view, register), *_other_release(view, register)]
    if counted:
        blocks += [
            html.H3("Claims counted" if view.selection.measure == "documented" else "The claim"),
            *_cards(view, counted),
        ]
    if more:
        blocks += [html.H3("Claims about this year and direction"), *_cards(view, more)]
    if not (register or counted or more):
        blocks.append(html.P("No row stands under this mark: the source looked and recorded nothing, or did not look."))
    return blocks


# Up to so many claims appear as cards; more become a list of lines that unfold.
_MANY = 4


def _cards(view: View, claims: list[Any]) -> list[Component]:
    if len(claims) <= _MANY:
        return [claim_card(view, c) for c in claims]
    return [html.Details([html.Summary(_in_short(view, c)), claim_card(view, c)], className="fold") for c in claims]


def _in_short(view: View, claim: Any) -> list[Component | str]:
    """Return statement, claimant, grade and denials: what readers must see before they open a card."""
    against = {c.stance for c in answering(view.package, claim)}
    words = ["a denial"] if claim.stance == "denies" else []
    words += [
        word for stance, word in (("denies", "denied"), ("qualifies", "narrowed or disputed")) if stance in against
    ]
    by = f" {claim.claimant}, graded {claim.reliability}{claim.credibility}"
    return [
        claim.statement,
        html.Span(by, className="by"),
        html.Span(f" · {', '.join(words)}" if words else "", className="gap"),
    ]


def _register(view: View, rows: list[tuple[str, Any]]) -> list[Component]:
    blocks: list[Component] = []
    for source_id in dict.fromkeys(r.source_id for _, r in rows):
        source = view.package.source(source_id)
        blocks += [
            _register_table(view, [(t, r) for t, r in rows if r.source_id == source_id]),
            html.P(["Source: ", _linked(source), f", accessed {dates.day(source.accessed)}."], className="source"),
        ]
    return blocks


def _linked(source: Any) -> Component | str:
    return (
        source.title
        if pd.isna(source.url)
        else html.A(source.title, href=source.url, target="_blank", rel="noopener noreferrer")
    )


def _register_table(view: View, rows: list[tuple[str, Any]]) -> Component:
    head = ["What", "Year", "Delivered", "Million TIV", "Local", "Grade"]
    if rows[0][0] == "launches":  # use, not supply: no delivery and no grade of their own
        head = ["Month", "Launched", "Destroyed", "Reports", "Mind"]
    body = [
        html.Tr([html.Td(c, className="n" if i in (1, 2, 3) else "") for i, c in enumerate(_register_row(view, t, r))])
        for t, r in rows
    ]
    return html.Div(
        html.Table([html.Thead(html.Tr([html.Th(h, scope="col") for h in head])), html.Tbody(body)]),
        className="scroll",
        tabIndex=0,
        role="region",
        **attrs({"aria-label": "Register rows"}),
    )


def _register_row(view: View, table: str, row: Any) -> list[str]:
    if table == "launches":
        counts = ["" if pd.isna(v) else numbers.number(v) for v in (row.launched, row.destroyed, row.reports)]
        return [dates.day(row.month), *counts, "" if pd.isna(row.flags) else row.flags.replace("_", " ")]
    name = view.package.name
    grade = f"{row.reliability}{row.credibility}"
    if table == "totals":
        local = (
            ""
            if pd.isna(row.tiv_local_production)
            else f"{numbers.exact(row.tiv_local_production)} of it"
            if row.tiv_local_production
            else "no"
        )
        return [
            f"{name(row.supplier)} → {name(row.recipient)}, total of the year",
            str(row.year),
            "",
            numbers.exact(row.tiv),
            local,
            grade,
        ]
    if table == "orders":
        delivered = "" if pd.isna(row.delivered) else numbers.number(row.delivered)
        if pd.notna(row.delivered) and pd.notna(row.ordered):
            delivered += f" of {numbers.number(row.ordered)}"
        years = "" if pd.isna(row.delivery_years) else str(row.delivery_years)
        return [
            f"{row.designation} ({row.description}), ordered {row.order_year}",
            years,
            delivered,
            numbers.exact(row.tiv_delivered),
            "",
            grade,
        ]
    guess = "≈ " if pd.isna(row.delivered_low) else ""
    number = "" if pd.isna(row.delivered) else f"{guess}{numbers.number(row.delivered)}"
    return [
        f"{row.designation} ({row.description}), ordered {row.order_year}",
        str(row.delivery_year),
        number,
        numbers.exact(row.tiv),
        "yes" if row.local_production else "no",
        grade,
    ]


def _other_release(view: View, rows: list[tuple[str, Any]]) -> list[Component]:
    """Return, for a bare yearly total of the pair, the rows that another release lists for that year."""
    totals = [r for t, r in rows if t == "totals"]
    joined = successors(view.package)
    pair = {view.dyad.a, view.dyad.b}
    totals = [r for r in totals if {joined.get(r.supplier, r.supplier), joined.get(r.recipient, r.recipient)} == pair]
    if not totals or len(totals) > 2:
        return []
    blocks: list[Component] = []
    for total in totals:
        if listed := _listed_elsewhere(view, total):
            release = listed[0][1].release
            blocks += [
                html.H4(f"What the {release} release lists for {total.year}"),
                html.P(
                    f"Another release: its numbers need not add up to the total above, which is the {total.release} "
                    "release’s own.",
                    className="note",
                ),
                *_register(view, listed),
            ]
    return blocks


def _listed_elsewhere(view: View, total: Any) -> list[tuple[str, Any]]:
    for release in (r for r in view.package.releases(view.selection.dyad) if r != total.release):
        for table, year_in in (
            ("deliveries", lambda r: r.delivery_year == total.year),
            ("orders", lambda r: str(total.year) in str(r.delivery_years)),
        ):
            frame = view.package.tables[table]
            frame = frame[
                (frame.release == release) & (frame.supplier == total.supplier) & (frame.recipient == total.recipient)
            ]
            if rows := [(table, r) for r in frame.itertuples(index=False) if year_in(r)]:
                return rows
    return []
