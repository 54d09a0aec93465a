"""Build the panel of a mark: the register rows and claims under it."""

from dash import html
from dash.development.base_component import Component

from dashboard.charts.base import Mark, charts
from dashboard.data.package import successors
from dashboard.data.records import Claim, Delivery, Launches, Order, Source, Total
from dashboard.data.view import View
from dashboard.evidence.claim_index import answering, grade
from dashboard.pages.evidence.claim_card import claim_card
from dashboard.pages.html.inline import around
from dashboard.pages.html.to_html import attrs
from dashboard.text.forms import dates, numbers
from dashboard.text.forms.arguments import Amount, Day, Name, Way, Year
from dashboard.text.sentence import words

# Row of a register or of a count.
Row = Delivery | Order | Total | Launches


def find_mark(view: View, chart: str, mark: str) -> Mark:
    """Return a mark of a chart under a view. Raises KeyError where there is none."""
    return {m.id: m for m in reversed(charts()[chart].describe(view).marks)}[mark]


def panel(view: View, mark: Mark) -> list[Component]:
    """Return everything under one mark, as blocks for the panel."""
    rows = [view.package.evidence[i] for i in mark.basis if i in view.package.evidence]
    register = [row for row in rows if not isinstance(row, Claim)]
    counted = [row for row in rows if isinstance(row, Claim)]
    about = [view.package.evidence[i] for i in mark.claims if i not in mark.basis]
    more = [row for row in about if isinstance(row, Claim)]
    if len(rows) == 1 and len(counted) == 1 and not more:  # the card contains all of the mark's label
        return [claim_card(view, counted[0], opened=True)]
    blocks: list[Component] = [html.P(mark.label, className="mark-label")]
    if register:
        blocks += [html.H3(words("claims.in-register")), *_register(view, register), *_other_release(view, register)]
    if counted:
        blocks += [
            html.H3(words("claims.counted" if view.selection.measure != "tiv" else "claims.the-claim")),
            *_cards(view, counted),
        ]
    if more:
        blocks += [html.H3(words("claims.about-year")), *_cards(view, more)]
    if not (register or counted or more):
        blocks.append(html.P(words("claims.no-row")))
    return blocks


# Up to so many claims appear as cards; more become a list of lines that unfold.
_MANY = 4


def _cards(view: View, claims: list[Claim]) -> list[Component]:
    if len(claims) <= _MANY:
        return [claim_card(view, c) for c in claims]
    return [html.Details([html.Summary(_in_short(view, c)), claim_card(view, c)], className="fold") for c in claims]


def _in_short(view: View, claim: Claim) -> list[Component | str]:
    """Return statement, claimant, grade and denials: what readers must see before they open a card."""
    against = {c.stance for c in answering(view.package, claim)}
    fates = [words("claims.a-denial")] if claim.stance == "denies" else []
    fates += [words(f"claims.answer-{stance}") for stance in ("denies", "qualifies") if stance in against]
    by = words("claims.by", claimant=Name(claim.claimant), grade=grade(claim))
    return [
        claim.statement,
        html.Span(f" {by}", className="by"),
        html.Span(f" · {', '.join(fates)}" if fates else "", className="gap"),
    ]


def _register(view: View, rows: list[Row]) -> list[Component]:
    blocks: list[Component] = []
    for source_id in dict.fromkeys(row.source_id for row in rows):
        source = view.package.source(source_id)
        blocks += [
            _register_table(view, [row for row in rows if row.source_id == source_id]),
            html.P(
                around("claims.source-accessed", "source", _linked(source), day=Day(source.accessed)),
                className="source",
            ),
        ]
    return blocks


def _linked(source: Source) -> Component | str:
    return (
        source.title
        if source.url is None
        else html.A(source.title, href=source.url, target="_blank", rel="noopener noreferrer")
    )


def _register_table(view: View, rows: list[Row]) -> Component:
    head = ["what", "year", "delivered", "tiv", "local", "grade"]
    if isinstance(rows[0], Launches):  # use, not supply: no delivery and no grade of their own
        head = ["month", "launched", "destroyed", "reports", "flags"]
    body = [
        html.Tr([html.Td(c, className="n" if i in (1, 2, 3) else "") for i, c in enumerate(_register_row(view, row))])
        for row in rows
    ]
    return html.Div(
        html.Table(
            [html.Thead(html.Tr([html.Th(words(f"claims.column-{h}"), scope="col") for h in head])), html.Tbody(body)]
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **attrs({"aria-label": words("claims.register-rows")}),
    )


def _register_row(view: View, row: Row) -> list[str]:
    if isinstance(row, Launches):
        counts = ["" if v is None else numbers.number(v) for v in (row.launched, row.destroyed, row.reports)]
        return [dates.day(row.month), *counts, (row.flags or "").replace("_", " ")]
    name = view.package.name
    graded = grade(row).name
    if isinstance(row, Total):
        local = (
            ""
            if row.tiv_local_production is None
            else words("claims.local-part", part=Amount(row.tiv_local_production, exact=True))
            if row.tiv_local_production
            else words("claims.local-no")
        )
        return [
            words("claims.total", way=Way("", name(row.supplier), name(row.recipient), coloured=False)),
            str(row.year),
            "",
            numbers.exact(row.tiv),
            local,
            graded,
        ]
    if isinstance(row, Order):
        delivered = "" if row.delivered is None else numbers.number(row.delivered)
        if row.delivered is not None and row.ordered is not None:
            delivered = words("claims.delivered-of", n=Amount(row.delivered), ordered=Amount(row.ordered))
        years = row.delivery_years or ""
        return [
            _order(row),
            years,
            delivered,
            "" if row.tiv_delivered is None else numbers.exact(row.tiv_delivered),
            "",
            graded,
        ]
    guess = "≈ " if row.delivered_low is None else ""
    number = "" if row.delivered is None else f"{guess}{numbers.number(row.delivered)}"
    return [
        _order(row),
        str(row.delivery_year),
        number,
        numbers.exact(row.tiv),
        words("claims.local-yes" if row.local_production else "claims.local-no"),
        graded,
    ]


def _order(row: Delivery | Order) -> str:
    weapon = {"designation": Name(row.designation), "description": Name(row.description or "")}
    return words("claims.order", **weapon, ordered=Name(str(row.order_year)))


def _other_release(view: View, rows: list[Row]) -> list[Component]:
    """Return, for a bare yearly total of the pair, the rows that another release lists for that year."""
    totals = [row for row in rows if isinstance(row, Total)]
    joined = successors(view.package)
    pair = {view.dyad.a, view.dyad.b}
    totals = [r for r in totals if {joined.get(r.supplier, r.supplier), joined.get(r.recipient, r.recipient)} == pair]
    if not totals or len(totals) > 2:
        return []
    blocks: list[Component] = []
    for total in totals:
        if listed := _listed_elsewhere(view, total):
            release = listed[0].release
            blocks += [
                html.H4(words("claims.other-release", release=Name(release), year=Year(total.year))),
                html.P(words("claims.other-release-note", release=Name(total.release)), className="note"),
                *_register(view, list(listed)),
            ]
    return blocks


def _listed_elsewhere(view: View, total: Total) -> list[Delivery] | list[Order]:
    parties = (total.supplier, total.recipient)
    rows = [row for row in view.package.evidence.values() if isinstance(row, Delivery | Order)]
    rows = [row for row in rows if (row.supplier, row.recipient) == parties]
    for release in (r for r in view.package.releases(view.selection.dyad) if r != total.release):
        listed = [row for row in rows if row.release == release]
        came = [row for row in listed if isinstance(row, Delivery) and row.delivery_year == total.year]
        if came:
            return came
        ordered = [r for r in listed if isinstance(r, Order) and str(total.year) in (r.delivery_years or "")]
        if ordered:
            return ordered
    return []
