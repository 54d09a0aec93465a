"""Build the page of one event: all claims side by side, their numbers, denials, and what counts."""

from collections import Counter

from dash import html
from dash.development.base_component import Component

from dashboard.data.package import origin_name
from dashboard.data.records import Claim
from dashboard.data.view import View
from dashboard.evidence.claim_index import claim_index, is_in_history, origins, query, status
from dashboard.evidence.counting import LEFT_OUT, counting_note
from dashboard.evidence.event import EventView, as_known, count_origins, headline, narrowed, ordered_too, sharing
from dashboard.evidence.quantities import quantity
from dashboard.pages.evidence.claim_card import answers, by, history_list, note, source_line, who
from dashboard.pages.evidence.number_ranges import in_short, range_blocks
from dashboard.pages.html.components import runs
from dashboard.text.findings import view_way
from dashboard.text.forms import dates
from dashboard.text.forms.arguments import Argument, Choice, Day, Name, Small, Year, yes
from dashboard.text.forms.names import capital
from dashboard.text.sentence import Text, say, to_text, words
from dashboard.text.wording.claim_words import grade_in_words


def page(event: EventView) -> list[Component]:
    """Return the whole page of an event."""
    view = event.view
    others = [c for c in event.claims if c.stance == "context"]
    if not event.claims:
        return [html.H1(event.label), html.P(to_text(headline(event)), className="lead"), _links(view)]
    parts: list[Component] = [
        html.P(runs((say("events.question", label=Name(event.label, strong=True)),)), className="question"),
        html.H1(to_text(headline(event))),
        html.P(
            " ".join(
                [
                    to_text((*_said(event), *ordered_too(event), *sharing(event), *narrowed(event))),
                    *in_short(event.claims),
                ]
            ),
            className="lead",
        ),
        _links(view),
    ]
    if numbers_shown := range_blocks(view, event.claims):
        parts.append(_section("numbers", words("events.numbers"), numbers_shown))
    if event.asserted:
        title = words("events.who-says-what", **count_origins(event.asserted))
        parts.append(_section("claims", title, [b for o in origins(event.asserted) for b in _origin(event, o)]))
    answers = [c for c in event.claims if c.stance in ("denies", "qualifies")]
    elsewhere = [c for c in [*event.denials, *event.corrections] if c.event_id != event.id]
    if answers or elsewhere:
        parts.append(
            _section(
                "denials",
                words("events.who-denies"),
                [*(_claim_with_answers(event, c) for c in answers), *_elsewhere(view, elsewhere)],
            )
        )
    if others:
        parts.append(_section("context", words("events.context"), [_claim_with_answers(event, c) for c in others]))
    rows = [c for c in event.claims if is_in_history(c)]
    if len(rows) > 1:
        parts.append(_section("history", words("events.history"), [history_list(rows)]))
    parts.append(_section("counts", words("events.counts"), _counted_and_left_out(event)))
    return parts


def _links(view: View) -> Component:
    suffix = query(view)
    return html.P(
        [
            html.A(words("events.all"), href=f"/events{suffix}"),
            " · ",
            html.A(words("events.timeline"), href=f"/evidence{suffix}"),
            " · ",
            html.A(words("events.csv"), href="/data/claims.csv"),
        ]
    )


def _section(name: str, title: str, body: list[Component]) -> Component:
    return html.Section([html.H2(title), *body], id=name, className="event-part")


def _said(event: EventView) -> Text:
    """Return how many claims there are and from when; a view of an earlier day names that day too."""
    days = sorted(c.reported_on for c in event.claims if c.reported_on is not None) or [""]
    n, said = len(event.claims), Choice("never" if not days[0] else "once" if days[0] == days[-1] else "often")
    return *as_known(event.view), say(
        "events.said", n=n, word=Small(n), said=said, first=Day(days[0]), last=Day(days[-1])
    )


def _origin(event: EventView, slug: str) -> list[Component]:
    """Return an origin with all its claims: outlets that repeat it are listed under it and count once."""
    claims = [c for c in event.asserted if c.origin == slug]
    name = origin_name(event.view.package, slug)
    repeats = f": {words('events.repeats', word=Small(len(claims)))}" if len(claims) > 1 else ""
    return [
        html.H3([html.Span(capital(name)), html.Span(repeats, className="by")]),
        *(_claim_with_answers(event, c) for c in claims),
    ]


def _claim_with_answers(event: EventView, claim: Claim) -> Component:
    view = event.view
    doc = claim_index(view.package).documents[claim.document_id]
    facts = " · ".join(filter(None, [dates.when(claim), status(claim), quantity(claim)]))
    left = [
        html.P(claim.statement, className="statement"),
        html.P(who(view, claim), className="who"),
        html.P(grade_in_words(claim.reliability, claim.credibility), className="grade"),
        html.P(capital(facts), className="by"),
        html.P(to_text(counting_note(view, claim, event.counted)), className="by"),
        source_line(view, claim),
        html.P(
            html.A(words("claims.about-source"), href=f"/sources{query(view)}#{doc.document_id}"), className="source"
        ),
    ]
    return html.Article(
        [html.Div(left), html.Div([*_beside(view, claim), *note(view, claim)])],
        id=f"claim-{claim.claim_id}",
        className=f"card beside {claim.stance}",
    )


def _beside(view: View, claim: Claim) -> list[Component]:
    return [
        html.Div(
            [
                html.P(t, className="counter-title"),
                html.Ul([html.Li([*line, " ", _link_to(view, o)]) for o, line in lines]),
            ],
            className="counter",
        )
        for t, lines in answers(view, claim)
        if lines
    ]


def _link_to(view: View, claim: Claim) -> Component:
    return html.A(
        words("claims.see-it"),
        href=f"/events/{claim.event_id}{query(view)}#claim-{claim.claim_id}",
        title=words("claims.see-claim-of", claimant=Name(claim.claimant)),
    )


def _elsewhere(view: View, claims: list[Claim]) -> list[Component]:
    if not claims:
        return []
    items = [
        html.Li(
            [
                c.statement,
                html.Span(f" {by(c)} ", className="by"),
                _link_to(view, c),
            ]
        )
        for c in claims
    ]
    return [html.H3(words("events.elsewhere")), html.Ul(items)]


def _counted_and_left_out(event: EventView) -> list[Component]:
    view, grade = event.view, event.view.selection.credibility
    years: dict[str, Argument] = {"first": Year(view.selection.from_year), "last": Year(view.selection.to_year)}
    counted: list[Component] = []
    for part in event.counted:
        n = len(part.claims)
        sentence = say(
            "counting.counted",
            way=view_way(view, part.direction),
            when=part.period,
            shown=yes(set(part.years) & {*view.selection.years}),
            **years,
            n=n,
            word=Small(n),
            grade=grade,
        )
        counted.append(html.P(to_text((sentence, say("counting.counted-once")))))
    if not counted:
        counted.append(html.P(words("counting.counted-none", grade=grade)))
    left_out = Counter(note for c in event.claims if (note := counting_note(view, c, event.counted)).id == LEFT_OUT)
    items = [
        html.Li(words("counting.left-out", **dict(note.arguments), n=n, word=Small(n))) for note, n in left_out.items()
    ]
    return [*counted, html.P(words("counting.left-out-title")), html.Ul(items)] if items else counted
