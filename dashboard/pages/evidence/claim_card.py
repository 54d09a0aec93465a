"""Build the card of a claim: statement, claimant, grade and denials, then the way to its source and its history."""

from typing import Any
from urllib.parse import quote

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.data.package import origin_name
from dashboard.data.view import View
from dashboard.evidence.claim_index import (
    answered,
    answering,
    asserting,
    claim_index,
    event_label,
    event_link,
    is_in_history,
    origins,
    query,
    reported_day,
    status,
)
from dashboard.evidence.grade_reasons import grade_reasons, state_name
from dashboard.evidence.quantities import amount, apart, quantity, scope, span, with_unit
from dashboard.pages.html.to_html import attrs
from dashboard.text import dates
from dashboard.text.numbers import count_in_words
from etl.analysis.grading import in_words


def claim_card(view: View, claim: Any, opened: bool = False) -> Component:
    """Return a claim as a card; `opened` unfolds its history and reasons, where it is shown alone."""
    return html.Article(
        [
            html.P(claim.statement, className="statement"),
            html.P(_who(view, claim), className="who"),
            html.P(in_words(claim.reliability, int(claim.credibility)), className="grade"),
            *counters(view, claim),
            _facts(view, claim),
            *note(view, claim),
            source_line(view, claim),
            html.Details(
                [html.Summary("Why this grade"), html.Ul([html.Li(r) for r in grade_reasons(view, claim)])],
                className="why",
                open=opened,
            ),
            *_event_history(view, claim, opened),
            html.P(
                html.A(
                    f"All claims on this event: {event_label(view.package, claim.event_id)}",
                    href=event_link(view, claim),
                ),
                className="source",
            ),
        ],
        className=f"card {claim.stance}",
        id=f"claim-{claim.claim_id}",
    )


def _who(view: View, claim: Any) -> list[Component | str]:
    state = state_name(view, claim)
    return [html.Strong(claim.claimant), f" ({state})" if state else "", f", {reported_day(claim)}"]


def note(view: View, claim: Any) -> list[Component]:
    """Return the coder's note on a claim; a view of an earlier day adds that it was written later and may know more."""
    if pd.isna(claim.note):
        return []
    return [html.P(f"{'Note, written later: ' if view.selection.known_on else ''}{claim.note}", className="note")]


def _facts(view: View, claim: Any) -> Component:
    facts = [
        ("Speaks of", dates.when(claim)),
        ("Status", status(claim)),
        ("Quantity", quantity(claim)),
        ("Origin", f"{origin_name(view.package, claim.origin)}; {_origins(view, claim)}"),
        ("Way", _route(view, claim)),
    ]
    return html.Dl([x for k, v in facts if v for x in (html.Dt(k), html.Dd(v))])


def _origins(view: View, claim: Any) -> str:
    n = len(origins(asserting(view.package, claim.event_id)))
    if not n:
        return (
            "context, so no origins are counted"
            if claim.stance == "context"
            else "nobody in this view asserts the event"
        )
    return f"{count_in_words(n)} independent origin{'' if n == 1 else 's'} for this event"


def _route(view: View, claim: Any) -> list[Component | str]:
    doc = claim_index(view.package).documents[claim.document_id]
    state = state_name(view, claim)
    outlet = [] if pd.isna(doc.publisher) else [f"{doc.publisher} → "]
    link_to = html.A(doc.title, href=f"/sources{query(view)}#{doc.document_id}")
    return [f"{claim.claimant}{f' (state: {state})' if state else ' (no one state named)'} → ", *outlet, link_to]


def counters(view: View, claim: Any) -> list[Component]:
    """Return what contradicts a claim: denials and corrections in both directions, and other numbers on the event."""
    blocks = []
    against = answering(view.package, claim)
    for stance, title in (("denies", "Denied by"), ("qualifies", "Narrowed or disputed by")):
        blocks.append((title, [html.Li(against_line(o, claim)) for o in against if o.stance == stance]))
    own = {"denies": "It denies", "qualifies": "It narrows or disputes"}.get(claim.stance, "It answers")
    blocks.append((own, [html.Li(against_line(claim, o, shown=o)) for o in answered(view.package, claim)]))
    blocks.append(("Other numbers on this event", [html.Li(_rival(view, claim, o)) for o in rivals(view, claim)]))
    return [
        html.Div([html.P(title, className="counter-title"), html.Ul(items)], className="counter")
        for title, items in blocks
        if items
    ]


def against_line(answer: Any, to: Any, shown: Any = None) -> list[Component | str]:
    """Return a denial or correction in one line, and by how much the two differ; print the claim `shown` if given."""
    shown = answer if shown is None else shown
    numbers = amount(answer), amount(to)
    if numbers[0] and numbers[1] and numbers[0].kind == numbers[1].kind:
        gap = f"{span(numbers[0])} against {span(numbers[1])}: {apart(*numbers)}"  # type: ignore[arg-type]
    else:
        gap = "denied" if answer.stance == "denies" else "no other number given"
    by = f" {shown.claimant}, {reported_day(shown)}, graded {shown.reliability}{shown.credibility}"
    return [shown.statement, html.Span(by, className="by"), html.Span(f" · {gap}", className="gap")]


def rivals(view: View, claim: Any) -> list[Any]:
    """Return other claims on the same event with a number of the same kind, whoever answers whom."""
    own = amount(claim)
    if own is None:
        return []
    others = [
        (o, amount(o)) for o in claim_index(view.package).by_event[claim.event_id] if o.claim_id != claim.claim_id
    ]
    return [o for o, theirs in others if theirs and theirs.kind == own.kind]


def _rival(view: View, claim: Any, other: Any) -> list[Component | str]:
    own, theirs = amount(claim), amount(other)
    if own is None or theirs is None:
        return []
    why, gap = scope(claim, other), apart(theirs, own)
    gap = (
        f"{gap} as in this claim"
        if gap.endswith("as many")
        else f"{gap} than in this claim"
        if gap.endswith("fewer")
        else gap
    )
    by = f" {status(other)}, {other.claimant}, graded {other.reliability}{other.credibility}"
    return [
        html.Strong(with_unit(theirs)),
        html.Span(by, className="by"),
        html.Span(f" · {gap}{f' ({why})' if why else ''}", className="gap"),
    ]


def _event_history(view: View, claim: Any, opened: bool) -> list[Component]:
    rows = [
        c
        for c in claim_index(view.package).by_event[claim.event_id]
        if is_in_history(c) or c.claim_id == claim.claim_id
    ]
    if len(rows) < 2:
        return []
    steps = " → ".join(dict.fromkeys(status(c) for c in rows if not pd.isna(c.status)))
    return [
        html.Details(
            [html.Summary(f"History of the event, {len(rows)} claims: {steps}"), history_list(rows, claim)],
            className="why",
            open=opened,
        )
    ]


def history_list(rows: list[Any], claim: Any = None) -> Component:
    """Return one line per claim: day reported, status, claimant; `claim` is marked."""

    def line(row: Any) -> Component:
        here = claim is not None and row.claim_id == claim.claim_id
        day = html.Span(reported_day(row), className="day")
        words = {"denies": "denied", "qualifies": "narrowed or disputed"}.get(row.stance, status(row))
        return html.Li(
            [day, html.Span([html.Strong(words), f" {row.claimant}", " (this claim)" if here else ""])],
            **attrs({"aria-current": "true" if here else None}),
        )

    return html.Ol([line(r) for r in rows], className="history")


def source_line(view: View, claim: Any) -> Component:
    """Return a claim's source: document, paragraph, and a link where the URL is known."""
    doc = claim_index(view.package).documents[claim.document_id]
    parts = [f"{doc.publisher}: " if not pd.isna(doc.publisher) else "", doc.title]
    if not pd.isna(doc.published):
        parts.append(f", {dates.day(doc.published)}")
    if not pd.isna(claim.locator):
        parts.append(f", paragraph {int(claim.locator)} of the text held")
    text = "".join(parts)
    if pd.isna(doc.url):
        return html.P(["Source: ", text, ". No address is known."], className="source")
    return html.P(
        ["Source: ", html.A(text, href=link(doc, claim), target="_blank", rel="noopener noreferrer")],
        className="source",
    )


def link(doc: Any, claim: Any) -> str:
    """Return the document's URL, opening at the passage where the document contains the anchor's own words."""
    if pd.isna(claim.anchor) or not pd.isna(doc.translated_from):
        return str(doc.url)
    return f"{doc.url}#:~:text={quote(claim.anchor, safe='')}"
