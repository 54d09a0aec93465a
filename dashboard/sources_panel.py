"""Who says so: the rows under a mark, each with its claimant, grade, denial and a way to its source."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import style
from dashboard.charts import CHARTS
from dashboard.charts.base import Mark, View
from dashboard.data import when
from dashboard.htmltext import attrs
from dashboard.phrases import count, day
from etl import series
from etl.grading import in_words

_STATUS = {
    "confirmed": "confirmed", "reported": "reported", "ordered": "ordered", "discussed": "talked about", "denied": "denied",
    "cancelled": "cancelled", "not_delivered": "not delivered", "localised": "made locally", "prospective": "planned or expected",
    "technology": "technology, no arms delivery", "production": "production, no delivery", "training": "training",
    "use": "use, not supply", "policy": "policy", "payment": "payment", "logistics": "transport",
}  # fmt: skip


def find_mark(view: View, chart: str, mark: str) -> Mark:
    """The mark of a chart under a view. Raises KeyError where there is none."""
    return next((m for m in CHARTS[chart].describe(view).marks if m.id == mark), None) or _missing(mark)


def _missing(mark: str) -> Mark:
    raise KeyError(mark)


def panel(view: View, mark: Mark) -> list[Component]:
    """Everything under one mark, as a list of blocks for the panel."""
    rows = [view.package.evidence[i] for i in mark.basis if i in view.package.evidence]
    register = [(t, r) for t, r in rows if t != "claims"]
    counted = [r for t, r in rows if t == "claims"]
    more = [view.package.evidence[i][1] for i in mark.claims if i not in mark.basis]
    blocks: list[Component] = [html.P(mark.label, className="mark-label")]
    if register:
        blocks += [html.H3("In the register"), *_register(view, register), *_other_release(view, register)]
    if counted:
        blocks += [html.H3("Claims counted" if view.selection.measure == "documented" else "The claim"), *(claim_card(view, c) for c in counted)]
    if more:
        blocks += [html.H3("Claims about this year and direction"), *(claim_card(view, c) for c in more)]
    if not (register or counted or more):
        blocks.append(html.P("No row stands under this mark: the source looked and recorded nothing, or did not look."))
    return blocks


def claim_card(view: View, claim: Any) -> Component:
    """One claim: what is said, by whom, how it is graded, what it answers and what answers it, where it stands."""
    facts = [
        ("Said by", claim.claimant + (f", {day(claim.reported_on)}" if not pd.isna(claim.reported_on) else "")),
        ("Speaks of", when(claim)),
        ("Status", _STATUS.get(claim.status, "context, no flow") if not pd.isna(claim.status) else "context, no flow"),
        ("Quantity", quantity(claim)),
        ("Grade", in_words(claim.reliability, int(claim.credibility))),
        ("Origin", f"{claim.origin.replace('-', ' ')}; {_origins(int(claim.event_origins))}"),
    ]  # fmt: skip
    body: list[Component] = [html.P(claim.statement, className="statement")]
    body.append(html.Dl([x for k, v in facts if v for x in (html.Dt(k), html.Dd(v))]))
    if not pd.isna(claim.note):
        body.append(html.P(claim.note, className="note"))
    for word, others in (("Answers", _answered(view, claim)), ("Denied or narrowed by", _answering(view, claim))):
        if others:
            body.append(html.Div([html.P(word, className="counter-title"), html.Ul([html.Li(_line(o)) for o in others])], className="counter"))
    body.append(source_line(view, claim))
    return html.Article(body, className=f"card {claim.stance}", id=f"claim-{claim.claim_id}")


def _origins(n: int) -> str:
    if not n:
        return "no claim asserts this event"
    return f"{count(n)} independent origin{'' if n == 1 else 's'} for this event"


def quantity(claim: Any) -> str:
    """The quantity in the claimant's words and as a range; empty where none was given."""
    low, mid, high = (None if pd.isna(v) else style.number(v) for v in (claim.quantity_low, claim.quantity_central, claim.quantity_high))
    words = "" if pd.isna(claim.quantity_words) else claim.quantity_words
    span = f"{low}–{high}" if low and high and low != high else mid or (f"{low} or more" if low else f"up to {high}" if high else "")
    if mid and span != mid:
        span = f"{mid} ({span})"
    unit = "" if pd.isna(claim.quantity_unit) else f" {claim.quantity_unit}"
    return " = ".join(filter(None, [words, span and span + unit]))


def _line(claim: Any) -> list[Component | str]:
    return [claim.statement, html.Span(f" {claim.claimant}, graded {claim.reliability}{claim.credibility}", className="by")]


def _answered(view: View, claim: Any) -> list[Any]:
    ids = [] if pd.isna(claim.answers) else claim.answers.split()
    return [view.package.evidence[i][1] for i in ids]


def _answering(view: View, claim: Any) -> list[Any]:
    claims = view.package.tables["claims"]
    mine = claims[claims.answers.fillna("").str.split().map(lambda ids: claim.claim_id in ids)]
    return list(mine.itertuples(index=False))


def source_line(view: View, claim: Any) -> Component:
    """The way to a claim's source: document, paragraph, and a link where there is an address."""
    documents = view.package.tables["documents"]
    doc = next(documents[documents.document_id == claim.document_id].itertuples(index=False))
    where = [f"{doc.publisher}: " if not pd.isna(doc.publisher) else "", doc.title]
    if not pd.isna(doc.published):
        where.append(f", {day(doc.published)}")
    if not pd.isna(claim.locator):
        where.append(f", paragraph {int(claim.locator)} of the text held")
    text = "".join(where)
    if pd.isna(doc.url):
        return html.P(["Source: ", text, ". No address is known."], className="source")
    return html.P(["Source: ", html.A(text, href=link(doc, claim), target="_blank", rel="noopener noreferrer")], className="source")


def link(doc: Any, claim: Any) -> str:
    """The document's address, opening at the passage where the page holds the anchor's own words."""
    from urllib.parse import quote

    translated = not pd.isna(doc.translated_from)
    if pd.isna(claim.anchor) or translated:
        return str(doc.url)
    return f"{doc.url}#:~:text={quote(claim.anchor, safe='')}"


def _register(view: View, rows: list[tuple[str, Any]]) -> list[Component]:
    """Register rows as a table, with the release they belong to and the way to it."""
    out: list[Component] = []
    for source_id in dict.fromkeys(r.source_id for _, r in rows):
        mine = [(t, r) for t, r in rows if r.source_id == source_id]
        source = view.package.source(source_id)
        out.append(_register_table(view, mine))
        out.append(html.P(["Source: ", _linked(source), f", accessed {day(source.accessed)}."], className="source"))
    return out


def _linked(source: Any) -> Component | str:
    return source.title if pd.isna(source.url) else html.A(source.title, href=source.url, target="_blank", rel="noopener noreferrer")


def _register_table(view: View, rows: list[tuple[str, Any]]) -> Component:
    head = ["What", "Year", "Delivered", "Million TIV", "Local", "Grade"]
    if rows[0][0] == "launches":  # use, not supply: nothing delivered, no grade of its own
        head = ["Month", "Launched", "Destroyed", "Reports", "Mind"]
    body = [html.Tr([html.Td(c, className="n" if i in (1, 2, 3) else "") for i, c in enumerate(_register_row(view, t, r))]) for t, r in rows]
    return html.Div(html.Table([html.Thead(html.Tr([html.Th(h, scope="col") for h in head])), html.Tbody(body)]), className="scroll", tabIndex=0, role="region", **attrs({"aria-label": "Register rows"}))


def _register_row(view: View, table: str, row: Any) -> list[str]:
    if table == "launches":
        numbers = ["" if pd.isna(v) else style.number(v) for v in (row.launched, row.destroyed, row.reports)]
        return [day(row.month), *numbers, "" if pd.isna(row.flags) else row.flags.replace("_", " ")]
    name = view.package.name
    grade = f"{row.reliability}{row.credibility}"
    if table == "totals":
        local = "" if pd.isna(row.tiv_local_production) else f"{style.exact(row.tiv_local_production)} of it" if row.tiv_local_production else "no"
        return [f"{name(row.supplier)} → {name(row.recipient)}, total of the year", str(row.year), "", style.exact(row.tiv), local, grade]
    if table == "orders":
        delivered = "" if pd.isna(row.delivered) else style.number(row.delivered)
        if pd.notna(row.delivered) and pd.notna(row.ordered):
            delivered += f" of {style.number(row.ordered)}"
        years = "" if pd.isna(row.delivery_years) else str(row.delivery_years)
        return [f"{row.designation} ({row.description}), ordered {row.order_year}", years, delivered, style.exact(row.tiv_delivered), "", grade]
    guess = "≈ " if pd.isna(row.delivered_low) else ""
    number = "" if pd.isna(row.delivered) else f"{guess}{style.number(row.delivered)}"
    return [f"{row.designation} ({row.description}), ordered {row.order_year}", str(row.delivery_year), number, style.exact(row.tiv), "yes" if row.local_production else "no", grade]


def _other_release(view: View, rows: list[tuple[str, Any]]) -> list[Component]:
    """Beneath a bare yearly total of the pair: the rows that another release lists for that year, labelled so."""
    totals = [r for t, r in rows if t == "totals"]
    joined = series.successors(view.package.tables["countries"])
    pair = {view.dyad.a, view.dyad.b}
    totals = [r for r in totals if {joined.get(r.supplier, r.supplier), joined.get(r.recipient, r.recipient)} == pair]
    if not totals or len(totals) > 2:
        return []
    out: list[Component] = []
    for total in totals:
        found = _listed_elsewhere(view, total)
        if found:
            release = found[0][1].release
            out.append(html.H4(f"What the {release} release lists for {total.year}"))
            out.append(html.P(f"Another release: its numbers need not add up to the total above, which is the {total.release} release’s own.", className="note"))
            out += _register(view, found)
    return out


def _listed_elsewhere(view: View, total: Any) -> list[tuple[str, Any]]:
    for release in (r for r in view.package.releases(view.selection.dyad) if r != total.release):
        for table, year_in in (("deliveries", lambda r: r.delivery_year == total.year),
                               ("orders", lambda r: str(total.year) in str(r.delivery_years))):  # fmt: skip
            frame = view.package.tables[table]
            frame = frame[(frame.release == release) & (frame.supplier == total.supplier) & (frame.recipient == total.recipient)]
            found = [(table, r) for r in frame.itertuples(index=False) if year_in(r)]
            if found:
                return found
    return []
