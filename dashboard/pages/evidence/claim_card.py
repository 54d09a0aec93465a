"""Build the card of a claim: statement, claimant, grade and denials, then the way to its source and its history."""

from urllib.parse import quote

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from dashboard.data.package import origin_name
from dashboard.data.records import Claim, Document
from dashboard.data.view import View
from dashboard.evidence.claim_index import (
    answered,
    answering,
    asserting,
    claim_index,
    event_label,
    event_link,
    grade,
    is_in_history,
    origins,
    query,
    reported_day,
    status,
)
from dashboard.evidence.grade_reasons import grade_reasons, state_of
from dashboard.evidence.quantities import apart, bounds, kind, quantity, scope, with_unit
from dashboard.pages.html.components import runs
from dashboard.pages.html.inline import around
from dashboard.pages.html.to_html import attrs
from dashboard.text.forms import dates
from dashboard.text.forms.arguments import Argument, Choice, Day, Name, Small, Statement
from dashboard.text.sentence import say, to_text, words
from dashboard.text.wording.claim_words import grade_in_words


def claim_card(view: View, claim: Claim, opened: bool = False) -> Component:
    """Return a claim as a card; `opened` unfolds its history and reasons, where it is shown alone."""
    reasons = [html.Li(to_text(reason)) for reason in grade_reasons(view, claim)]
    return html.Article(
        [
            html.P(claim.statement, className="statement"),
            html.P(who(view, claim), className="who"),
            html.P(grade_in_words(claim.reliability, claim.credibility), className="grade"),
            *counters(view, claim),
            _facts(view, claim),
            *note(view, claim),
            source_line(view, claim),
            html.Details(
                [html.Summary(words("claims.why-this-grade")), html.Ul(reasons)],
                className="why",
                open=opened,
            ),
            *_event_history(view, claim, opened),
            html.P(
                html.A(
                    words("claims.all-on-event", event=Name(event_label(view.package, claim.event_id))),
                    href=event_link(view, claim),
                ),
                className="source",
            ),
        ],
        className=f"card {claim.stance}",
        id=f"claim-{claim.claim_id}",
    )


def who(view: View, claim: Claim) -> Markup:
    """Return the claimant with its state, and the day it spoke."""
    claimant, day = Name(claim.claimant, strong=True), reported_day(claim)
    return runs((say("claims.who", claimant=claimant, day=day, **_state(view, claim)),))


def _state(view: View, claim: Claim) -> dict[str, Argument]:
    state = state_of(view, claim)
    return {"state": state, "known": Choice("yes" if state.name else "no")}


def note(view: View, claim: Claim) -> list[Component]:
    """Return the coder's note on a claim; a view of an earlier day adds that it was written later and may know more."""
    if claim.note is None:
        return []
    later = Choice("yes" if view.selection.known_on else "no")
    return [html.P(words("claims.note", later=later, note=Statement(claim.note)), className="note")]


def _facts(view: View, claim: Claim) -> Component:
    facts = [
        ("period", dates.when(claim)),
        ("status", status(claim)),
        ("quantity", quantity(claim)),
        ("origin", _origins(view, claim)),
        ("way", _route(view, claim)),
    ]
    return html.Dl([x for k, v in facts if v for x in (html.Dt(words(f"claims.fact-{k}")), html.Dd(v))])


def _origins(view: View, claim: Claim) -> str:
    n = len(origins(asserting(view.package, claim.event_id)))
    found = Choice("some" if n else "context" if claim.stance == "context" else "none")
    return words("claims.origin", origin=Name(origin_name(view.package, claim.origin)), found=found, n=n, word=Small(n))


def _route(view: View, claim: Claim) -> list[Component | str]:
    doc = claim_index(view.package).documents[claim.document_id]
    claimant = words("claims.route-claimant", claimant=Name(claim.claimant), **_state(view, claim))
    outlet = [] if doc.publisher is None else [f"{doc.publisher} → "]
    link_to = html.A(doc.title, href=f"/sources{query(view)}#{doc.document_id}")
    return [f"{claimant} → ", *outlet, link_to]


def counters(view: View, claim: Claim) -> list[Component]:
    """Return what contradicts a claim: denials and corrections in both directions, and other numbers on the event."""
    blocks = [(title, [html.Li(line) for _, line in lines]) for title, lines in answers(view, claim)]
    others = [html.Li(_rival(view, claim, o)) for o in rivals(view, claim)]
    blocks.append((words("claims.other-numbers"), others))
    return [
        html.Div([html.P(title, className="counter-title"), html.Ul(items)], className="counter")
        for title, items in blocks
        if items
    ]


def answers(view: View, claim: Claim) -> list[tuple[str, list[tuple[Claim, list[Component | str]]]]]:
    """Return, under their titles, the claims that answer this one and those that it answers, each with its line."""
    against = answering(view.package, claim)
    own = f"claims.own-{claim.stance}" if claim.stance in ("denies", "qualifies") else "claims.own"
    return [
        *(
            (words(f"claims.against-{stance}"), [(o, _answer(o, claim, o)) for o in against if o.stance == stance])
            for stance in ("denies", "qualifies")
        ),
        (words(own), [(o, _answer(claim, o, o)) for o in answered(view.package, claim)]),
    ]


def _answer(answer: Claim, to: Claim, shown: Claim) -> list[Component | str]:
    """Return the claim `shown`, one of a denial or correction and what it answers, and by how much the two differ."""
    this, other = answer.quantity, to.quantity
    if this and other and kind(this) == kind(other):
        gap = apart(this, other, head=Choice("spans"), first=bounds(this), second=bounds(other))
    else:
        gap = words("claims.denied" if answer.stance == "denies" else "claims.no-other-number")
    return [shown.statement, html.Span(f" {by(shown)}", className="by"), html.Span(f" · {gap}", className="gap")]


def by(claim: Claim) -> str:
    """Return the claimant, the day it spoke, and the grade."""
    return words("claims.by-day", claimant=Name(claim.claimant), day=reported_day(claim), grade=grade(claim))


def rivals(view: View, claim: Claim) -> list[Claim]:
    """Return other claims on the same event with a number of the same kind, whoever answers whom."""
    own = claim.quantity
    if own is None:
        return []
    others = [
        (o, o.quantity) for o in claim_index(view.package).by_event[claim.event_id] if o.claim_id != claim.claim_id
    ]
    return [o for o, theirs in others if theirs and kind(theirs) == kind(own)]


def _rival(view: View, claim: Claim, other: Claim) -> list[Component | str]:
    own, theirs = claim.quantity, other.quantity
    if own is None or theirs is None:
        return []
    gap = apart(theirs, own, beside=Choice("claim"), why=scope(claim, other))
    said = {"claimant": Name(other.claimant), "grade": grade(other)}
    by_whom = words("claims.by-status", status=Name(status(other)), **said)
    return [
        html.Strong(with_unit(theirs)),
        html.Span(f" {by_whom}", className="by"),
        html.Span(f" · {gap}", className="gap"),
    ]


def _event_history(view: View, claim: Claim, opened: bool) -> list[Component]:
    rows = [
        c
        for c in claim_index(view.package).by_event[claim.event_id]
        if is_in_history(c) or c.claim_id == claim.claim_id
    ]
    if len(rows) < 2:
        return []
    steps = " → ".join(dict.fromkeys(status(c) for c in rows if c.status is not None))
    return [
        html.Details(
            [html.Summary(words("claims.history", n=len(rows), steps=Name(steps))), history_list(rows, claim)],
            className="why",
            open=opened,
        )
    ]


def history_list(rows: list[Claim], claim: Claim | None = None) -> Component:
    """Return one line per claim: day reported, status, claimant; `claim` is marked."""

    def line(row: Claim) -> Component:
        here = claim is not None and row.claim_id == claim.claim_id
        day = html.Span(dates.day(reported_day(row).iso), className="day")
        step = words(f"claims.answer-{row.stance}") if row.stance in ("denies", "qualifies") else status(row)
        said = {"step": Name(step, strong=True), "claimant": Name(row.claimant)}
        return html.Li(
            [day, html.Span(runs((say("claims.history-line", **said, here=Choice("yes" if here else "no")),)))],
            **attrs({"aria-current": "true" if here else None}),
        )

    return html.Ol([line(r) for r in rows], className="history")


def source_line(view: View, claim: Claim) -> Component:
    """Return a claim's source: document, paragraph, and a link where the URL is known."""
    doc = claim_index(view.package).documents[claim.document_id]
    said: dict[str, Argument] = {
        "publisher": Name("none" if doc.publisher is None else doc.publisher),
        "title": Name(doc.title),
        "dated": Choice("no" if doc.published is None else "yes"),
        "day": Day("" if doc.published is None else doc.published),
        "paragraph": Name("none" if claim.locator is None else str(int(claim.locator))),
    }
    if doc.url is None:
        return html.P(words("claims.source-without-address", **said), className="source")
    text = html.A(
        words("claims.source-text", **said), href=link(doc, claim), target="_blank", rel="noopener noreferrer"
    )
    return html.P(around("claims.source", "source", text), className="source")


def link(doc: Document, claim: Claim) -> str:
    """Return the document's URL, opening at the passage where the document contains the anchor's own words."""
    if claim.anchor is None or doc.translated_from is not None:
        return str(doc.url)
    return f"{doc.url}#:~:text={quote(claim.anchor, safe='')}"
