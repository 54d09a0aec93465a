"""Build the list of all events: what is claimed, by how many, how often denied, in which numbers."""

from math import inf

from dash import html
from dash.development.base_component import Component

from dashboard.data.view import View
from dashboard.evidence.claim_index import claim_index, direction, origins, query
from dashboard.evidence.event import Event, find_event
from dashboard.evidence.quantities import amount, many
from dashboard.text import dates, numbers

_GROUPS = ("a_to_b", "b_to_a", "neither")


def page(view: View) -> list[Component]:
    """Return all events with a claim in the view, by direction, the most recently reported first."""
    claims = view.claims
    shown = [find_event(view, e) for e in dict.fromkeys(claims.event_id)]
    groups: dict[str, list[Event]] = {g: [] for g in _GROUPS}
    for event in shown:
        groups[_direction(event)].append(event)
    names = {"a_to_b": view.arrow("a_to_b"), "b_to_a": view.arrow("b_to_a"), "neither": "Neither way: context"}
    links = [x for g in _GROUPS for x in (html.A(f"{names[g]} ({len(groups[g])})", href=f"#{g}"), " · ")][:-1]
    total = len(claim_index(view.package).by_id)
    return [
        html.H1(f"{many(len(shown), 'event')}, and who says what about {'it' if len(shown) == 1 else 'each'}"),
        html.P(
            f"{f'As known on {dates.day(view.selection.known_on)}. ' if view.selection.known_on else ''}"
            f"{many(total, 'claim')} in all. Several claims speak of one event; an event counts once, whoever "
            "repeats it. The last spoken of stand first.",
            className="lead",
        ),
        html.P(links),
        *(_group(view, g, names[g], groups[g]) for g in _GROUPS if groups[g]),
    ]


def _direction(event: Event) -> str:
    directions = [d for c in event.claims if (d := direction(event.view, c))]
    return (
        max(sorted(set(directions)), key=directions.count)
        if directions and any(c.stance != "context" for c in event.claims)
        else "neither"
    )


def _last_reported(event: Event) -> str:
    return max((c.reported_on for c in event.claims if isinstance(c.reported_on, str)), default="")


def _group(view: View, name: str, title: str, events: list[Event]) -> Component:
    ordered = sorted(events, key=lambda e: (_last_reported(e), e.id), reverse=True)
    return html.Section(
        [
            html.H2(title, className="" if name == "neither" else name),
            html.Ul([_line(view, e) for e in ordered], className="event-list"),
        ],
        id=name,
        className="event-part",
    )


def _line(view: View, event: Event) -> Component:
    def n(number: int, word: str) -> Component:
        return html.Span(many(number, word) if number else f"no {word}s", className="" if number else "by")

    day = _last_reported(event)
    return html.Li(
        [
            html.A(event.label, href=f"/events/{event.id}{query(view)}"),
            n(len(event.claims), "claim"),
            n(len(origins(event.asserted)), "origin"),
            n(len(event.denials), "denial"),
            html.Span(numbers_in_words(event)),
            html.Span(f"last said {dates.day(day)}" if day else "", className="by"),
        ]
    )


def numbers_in_words(event: Event) -> str:
    """Return the range of what most claims count: `drones 46–999`; empty where there is none."""
    amounts = [a for c in event.claims if (a := amount(c))]
    if not amounts:
        return ""
    kinds = [a.kind for a in amounts]
    kind = max(dict.fromkeys(kinds), key=kinds.count)
    counted = [a for a in amounts if a.kind == kind]
    least, most = min(a.floor for a in counted), max(a.ceiling for a in counted)
    greatest = max(v for a in counted for v in (a.floor, a.ceiling) if v < inf)
    text = numbers.number(least) if greatest == least else f"{numbers.number(least)}–{numbers.number(greatest)}"
    unit = counted[0].unit.removesuffix("s") if least == most == 1 else counted[0].unit
    return f"{text}{' or more' if most == inf else ''} {unit}"
