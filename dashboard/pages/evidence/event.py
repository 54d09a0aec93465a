"""Build the page of one event: all claims side by side, their numbers, denials, and what counts."""

from collections import Counter
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.data.package import origin_name
from dashboard.data.view import View
from dashboard.evidence.claim_index import (
    answered,
    answering,
    claim_index,
    is_in_history,
    origins,
    query,
    reported_day,
    status,
)
from dashboard.evidence.counting import counting_note
from dashboard.evidence.event import Event, capital, headline, narrowed, ordered_too, origins_word
from dashboard.evidence.grade_reasons import state_name
from dashboard.evidence.quantities import quantity
from dashboard.pages.evidence.claim_card import against_line, history_list, note, source_line
from dashboard.pages.evidence.number_ranges import in_short, range_blocks
from dashboard.text import dates, numbers
from etl.analysis.grading import in_words


def page(event: Event) -> list[Component]:
    """Return the whole page of an event."""
    view = event.view
    others = [c for c in event.claims if c.stance == "context"]
    if not event.claims:
        return [html.H1(event.label), html.P(headline(event), className="lead"), _links(view)]
    parts: list[Component] = [
        html.P(["Event: ", html.Strong(event.label)], className="question"),
        html.H1(headline(event)),
        html.P(
            " ".join(filter(None, [_period(event), ordered_too(event), narrowed(event), in_short(event.claims)])),
            className="lead",
        ),
        _links(view),
    ]
    if numbers_shown := range_blocks(view, event.claims):
        parts.append(_section("numbers", "The numbers", numbers_shown))
    if event.asserted:
        title = f"Who says what: {origins_word(len(origins(event.asserted)))}"
        parts.append(_section("claims", title, [b for o in origins(event.asserted) for b in _origin(event, o)]))
    answers = [c for c in event.claims if c.stance in ("denies", "qualifies")]
    elsewhere = [c for c in [*event.denials, *event.corrections] if c.event_id != event.id]
    if answers or elsewhere:
        parts.append(
            _section(
                "denials",
                "Who denies it, or narrows it",
                [*(_claim_with_answers(event, c) for c in answers), *_elsewhere(view, elsewhere)],
            )
        )
    if others:
        parts.append(_section("context", "Context", [_claim_with_answers(event, c) for c in others]))
    rows = [c for c in event.claims if is_in_history(c)]
    if len(rows) > 1:
        parts.append(_section("history", "History, by the day it was said", [history_list(rows)]))
    parts.append(_section("counts", "What counts in the series", _counted_and_left_out(event)))
    return parts


def _links(view: View) -> Component:
    suffix = query(view)
    return html.P(
        [
            html.A("All events", href=f"/events{suffix}"),
            " · ",
            html.A("Timeline of all claims", href=f"/evidence{suffix}"),
            " · ",
            html.A("Claims (CSV)", href="/data/claims.csv"),
        ]
    )


def _section(name: str, title: str, body: list[Component]) -> Component:
    return html.Section([html.H2(title), *body], id=name, className="event-part")


def _period(event: Event) -> str:
    """Return how many claims there are and from when; a view of an earlier day names that day too."""
    known = event.view.selection.known_on
    as_known = f"As known on {dates.day(known)}. " if known else ""
    days = sorted(c.reported_on for c in event.claims if not pd.isna(c.reported_on))
    n = (
        f"{as_known}{numbers.count_in_words(len(event.claims)).capitalize()} "
        f"claim{'' if len(event.claims) == 1 else 's'} among these data"
    )
    if not days:
        return f"{n}."
    return (
        f"{n}, said {dates.day(days[0])}."
        if days[0] == days[-1]
        else f"{n}, said from {dates.day(days[0])} to {dates.day(days[-1])}."
    )


def _origin(event: Event, slug: str) -> list[Component]:
    """Return an origin with all its claims: outlets that repeat it are listed under it and count once."""
    claims = [c for c in event.asserted if c.origin == slug]
    name = origin_name(event.view.package, slug)
    repeats = f": {numbers.count_in_words(len(claims))} claims, one origin" if len(claims) > 1 else ""
    return [
        html.H3([html.Span(capital(name)), html.Span(repeats, className="by")]),
        *(_claim_with_answers(event, c) for c in claims),
    ]


def _claim_with_answers(event: Event, claim: Any) -> Component:
    view = event.view
    state = state_name(view, claim)
    number = quantity(claim)
    doc = claim_index(view.package).documents[claim.document_id]
    facts = f"{dates.when(claim)} · {status(claim)}{f' · {number}' if number else ''}"
    left = [
        html.P(claim.statement, className="statement"),
        html.P(
            [html.Strong(claim.claimant), f" ({state})" if state else "", f", {reported_day(claim)}"], className="who"
        ),
        html.P(in_words(claim.reliability, int(claim.credibility)), className="grade"),
        html.P(capital(facts), className="by"),
        html.P(counting_note(view, claim, event.counted), className="by"),
        source_line(view, claim),
        html.P(html.A("About this source", href=f"/sources{query(view)}#{doc.document_id}"), className="source"),
    ]
    return html.Article(
        [html.Div(left), html.Div([*_beside(view, claim), *note(view, claim)])],
        id=f"claim-{claim.claim_id}",
        className=f"card beside {claim.stance}",
    )


def _beside(view: View, claim: Any) -> list[Component]:
    against = answering(view.package, claim)
    own = {"denies": "It denies", "qualifies": "It narrows or disputes"}.get(claim.stance, "It answers")
    blocks = [
        *(
            (title, [(o, against_line(o, claim)) for o in against if o.stance == stance])
            for stance, title in (("denies", "Denied by"), ("qualifies", "Narrowed or disputed by"))
        ),
        (own, [(o, against_line(claim, o, shown=o)) for o in answered(view.package, claim)]),
    ]
    return [
        html.Div(
            [
                html.P(t, className="counter-title"),
                html.Ul([html.Li([*line, " ", _link_to(view, o)]) for o, line in lines]),
            ],
            className="counter",
        )
        for t, lines in blocks
        if lines
    ]


def _link_to(view: View, claim: Any) -> Component:
    return html.A(
        "see it",
        href=f"/events/{claim.event_id}{query(view)}#claim-{claim.claim_id}",
        title=f"See the claim of {claim.claimant}",
    )


def _elsewhere(view: View, claims: list[Any]) -> list[Component]:
    if not claims:
        return []
    items = [
        html.Li(
            [
                c.statement,
                html.Span(f" {c.claimant}, {reported_day(c)}, graded {c.reliability}{c.credibility} ", className="by"),
                _link_to(view, c),
            ]
        )
        for c in claims
    ]
    return [html.H3("Said about another event, answering a claim on this one"), html.Ul(items)]


def _counted_and_left_out(event: Event) -> list[Component]:
    view, grade = event.view, event.view.selection.credibility
    counted: list[Component] = []
    for part in event.counted:
        n = len(part.claims)
        outside = "" if part.year in view.selection.years else f", outside the years shown ({view.span})"
        counted.append(
            html.P(
                f"{view.arrow(part.direction)}: one event, in {part.year}{outside}, by {part.by}, on the strength of "
                f"{numbers.count_in_words(n)} claim{'' if n == 1 else 's'} graded {grade} or better. However many "
                "claims repeat it, it counts once."
            )
        )
    if not counted:
        counted.append(
            html.P(
                f"Nothing of this event counts in the series of documented events, with claims graded {grade} or "
                "better."
            )
        )
    left_out = Counter(
        words for c in event.claims if (words := counting_note(view, c, event.counted)).startswith("Does not")
    )
    items = [
        html.Li(
            f"{capital(w.removeprefix('Does not count: ').removesuffix('.'))}: {numbers.count_in_words(n)} "
            f"claim{'' if n == 1 else 's'}."
        )
        for w, n in left_out.items()
    ]
    return [*counted, html.P("Left out:"), html.Ul(items)] if items else counted
