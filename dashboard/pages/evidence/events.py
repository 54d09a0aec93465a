"""Build the list of all events: what is claimed, by how many, how often denied, in which numbers."""

from math import inf

from dash import html
from dash.development.base_component import Component

from dashboard.data.view import View
from dashboard.evidence.claim_index import claim_index, direction, origins, query
from dashboard.evidence.event import EventView, as_known, find_event
from dashboard.evidence.quantities import kind
from dashboard.text.forms.arguments import Amount, Choice, Day, Name
from dashboard.text.sentence import say, to_text, words

_GROUPS = ("a_to_b", "b_to_a", "neither")


def page(view: View) -> list[Component]:
    """Return all events with a claim in the view, by direction, the most recently reported first."""
    claims = view.claims
    shown = [find_event(view, e) for e in dict.fromkeys(claims.event_id)]
    groups: dict[str, list[EventView]] = {g: [] for g in _GROUPS}
    for event in shown:
        groups[_direction(event)].append(event)
    names = {"a_to_b": view.arrow("a_to_b"), "b_to_a": view.arrow("b_to_a"), "neither": words("events.neither-way")}
    links = [x for g in _GROUPS for x in (html.A(f"{names[g]} ({len(groups[g])})", href=f"#{g}"), " · ")][:-1]
    total = len(claim_index(view.package).by_id)
    lead = say("events.in-all", n=total), say("events.counts-once"), say("events.last-first")
    return [
        html.H1(words("events.title", n=len(shown))),
        html.P(to_text((*as_known(view), *lead)), className="lead"),
        html.P(links),
        *(_group(view, g, names[g], groups[g]) for g in _GROUPS if groups[g]),
    ]


def _direction(event: EventView) -> str:
    directions = [d for c in event.claims if (d := direction(event.view, c))]
    return (
        max(sorted(set(directions)), key=directions.count)
        if directions and any(c.stance != "context" for c in event.claims)
        else "neither"
    )


def _last_reported(event: EventView) -> str:
    return max((c.reported_on for c in event.claims if isinstance(c.reported_on, str)), default="")


def _group(view: View, name: str, title: str, events: list[EventView]) -> Component:
    ordered = sorted(events, key=lambda e: (_last_reported(e), e.id), reverse=True)
    return html.Section(
        [
            html.H2(title, className="" if name == "neither" else name),
            html.Ul([_line(view, e) for e in ordered], className="event-list"),
        ],
        id=name,
        className="event-part",
    )


def _line(view: View, event: EventView) -> Component:
    def n(number: int, what: str) -> Component:
        return html.Span(words(f"events.{what}", n=number), className="" if number else "by")

    day = _last_reported(event)
    return html.Li(
        [
            html.A(event.label, href=f"/events/{event.id}{query(view)}"),
            n(len(event.claims), "claims"),
            n(len(origins(event.asserted)), "origins"),
            n(len(event.denials), "denials"),
            html.Span(numbers_in_words(event)),
            html.Span(words("events.last-said", day=Day(day)) if day else "", className="by"),
        ]
    )


def numbers_in_words(event: EventView) -> str:
    """Return the range of what most claims count: `drones 46–999`; empty where there is none."""
    amounts = [a for c in event.claims if (a := c.quantity)]
    if not amounts:
        return ""
    kinds = [kind(a) for a in amounts]
    usual = max(dict.fromkeys(kinds), key=kinds.count)
    counted = [a for a in amounts if kind(a) == usual]
    least, most = min(a.floor for a in counted), max(a.ceiling for a in counted)
    greatest = max(v for a in counted for v in (a.floor, a.ceiling) if v < inf)
    unit = counted[0].unit.removesuffix("s") if least == most == 1 else counted[0].unit
    extent, open_end = Choice("point" if greatest == least else "range"), Choice("yes" if most == inf else "no")
    low, high = Amount(least), Amount(greatest)
    return words("events.extent", extent=extent, low=low, high=high, open=open_end, unit=Name(unit))
