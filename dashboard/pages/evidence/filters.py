"""Build the controls of the evidence: which claims, and as known on which day."""

from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.charts.evidence import timeline
from dashboard.charts.evidence.chart import chosen
from dashboard.data import claim_filters, claims
from dashboard.data.parameters import MAX_SEARCH
from dashboard.data.selection import Selection, on_day, to_query
from dashboard.data.view import View
from dashboard.pages.html.components import hidden, menu, turn
from dashboard.pages.html.to_html import Raw, attrs
from dashboard.text import claim_words, dates

_FACET = {"direction": "Direction", "category": "Category", "status": "Status", "claimant": "Said for"}
# Attributes of a link or form that changes the evidence alone, so the rest of the page is not requested.
_EVIDENCE_ONLY = {"data-turn": "", "data-part": "evidence"}


def claim_controls(view: View) -> list[Component]:
    """Return search, facets with their counts, and how many claims are left."""
    s, counts = view.selection, claim_filters.count_by_facet(view.package, view.selection)
    total, shown = int(claim_filters.select_claims(view.package, s).sum()), len(chosen(view))
    elsewhere = f"; {total - shown} more in other years" if total > shown else ""
    facets = [_facet(view, name, counts[name]) for name in claims.FACETS]
    flags = [
        turn(view, "Contested only", _EVIDENCE_ONLY, contested="" if s.contested else "yes", pressed=bool(s.contested)),
        turn(view, "Solid only", _EVIDENCE_ONLY, solid="" if s.solid else "yes", pressed=bool(s.solid)),
    ]
    origins = menu(
        "Origins" if s.origins == 1 else f"{s.origins} origins or more", "", [_origins(view, n) for n in range(1, 6)]
    )
    # the least number of origins acts on the whole page
    reach = _EVIDENCE_ONLY if s.origins == 1 else {"data-turn": ""}
    clear = (
        [
            html.A(
                "Clear all", href=f"?{_query(view, s.unfiltered.replace(origins=1))}", className="clear", **attrs(reach)
            )
        ]
        if s.filters or s.origins > 1
        else []
    )
    return [
        _search(view),
        html.Div(
            [*facets, origins, _zoom(view), *flags, *clear],
            className="controls facets",
            role="group",
            **attrs({"aria-label": "Which claims"}),
        ),
        html.P(
            [html.Strong(str(shown)), f" of {len(view.claims)} claims{elsewhere}"], className="found", role="status"
        ),
    ]


def _query(view: View, target: Selection) -> str:
    return to_query(view.package, target, presentation=False)


def _search(view: View) -> Component:
    field: Any = Raw(
        f'<input type="search" name="q" id="claims-q" maxlength="{MAX_SEARCH}" value="{escape(view.selection.q)}">'
    )
    return html.Form(
        [
            *hidden(view, "q"),
            html.Label("Search the claims", htmlFor="claims-q"),
            field,
            html.Button("Search", type="submit", className="plain"),
        ],
        action="?",
        method="GET",
        role="search",
        className="seek",
        **attrs(_EVIDENCE_ONLY | {"data-keep": ""}),
    )


def _facet(view: View, name: str, counts: Any) -> Component:
    chosen = getattr(view.selection, name)
    items = []
    for value in claims.facet_values(view.package, view.selection.dyad)[name]:
        words, n = claim_words.facet_in_words(view.package, view.selection.dyad, name, value), counts.get(value, 0)
        changed = tuple(
            v for v in claims.facet_values(view.package, view.selection.dyad)[name] if (v in chosen) != (v == value)
        )
        label: Any = [f"{words} ", html.Span(str(n), className="n")]
        items.append(
            turn(view, label, _EVIDENCE_ONLY, pressed=value in chosen, **{name: changed})
            if n or value in chosen
            else html.Span(label, className="pill none")
        )
    selected = ", ".join(claim_words.facet_in_words(view.package, view.selection.dyad, name, v) for v in chosen)
    return menu(
        f"{_FACET[name]} ({len(chosen)})" if len(selected) >= 28 else selected or _FACET[name],
        f"{_FACET[name]}: " if selected else "",
        items,
    )


def _origins(view: View, n: int) -> Component:
    words = "any number of origins" if n == 1 else f"{n} independent origins or more"
    return turn(view, words[0].upper() + words[1:], {"data-turn": ""}, origins=n, pressed=view.selection.origins == n)


def _zoom(view: View) -> Component:
    """Return years and, within a chosen one, months, each with how many claims it would show."""
    s = view.selection
    matching = claims.claims_on_pair(view.package, s.dyad)[claim_filters.select_claims(view.package, s, "zoom")]
    first, last = matching.first_month.dropna(), matching.last_month.dropna()

    def item(period: str, words: str) -> Component:
        n = int(((first.str[: len(period)] <= period) & (last.str[: len(period)] >= period)).sum())
        label: Any = [f"{words} ", html.Span(str(n), className="n")]
        return (
            turn(view, label, _EVIDENCE_ONLY, zoom=period, pressed=s.zoom == period)
            if n
            else html.Span(label, className="pill none")
        )

    years = sorted({int(m[:4]) for m in first} | {int(m[:4]) for m in last})
    recent = [
        y
        for y in years
        if y >= timeline.scale_of(view.with_selection(zoom="")).turn.year and y <= timeline.last_year(view)
    ]
    months = [item(f"{s.zoom[:4]}-{m:02}", dates.day(f"{s.zoom[:4]}-{m:02}")) for m in range(1, 13)] if s.zoom else []
    items = [
        turn(view, "All years", _EVIDENCE_ONLY, zoom="", pressed=not s.zoom),
        *[item(str(y), str(y)) for y in recent],
        *months,
    ]
    return menu(dates.day(s.zoom) if s.zoom else "Zoom", "Zoom: " if s.zoom else "", items)


def known_on_controls(view: View, place: str) -> list[Component]:
    """Return the slider over the days on which the record grew, and a note on the record of the chosen day.

    Empty for a pair whose record never grew. `place` makes the ids of the fields unique.
    """
    s, days = view.selection, view.package.days(view.selection.dyad)
    if len(days) < 2:
        return []
    at = next((i for i, d in enumerate(days) if d > s.known_on), len(days)) - 1 if s.known_on else len(days) - 1
    words = dates.day(s.known_on) if s.known_on else "today"
    slider: Any = Raw(
        f'<input type="range" class="range" id="{place}-known" min="0" max="{len(days) - 1}" step="1" '
        f'value="{max(at, 0)}" aria-valuetext="{words}">'
    )
    date: Any = Raw(
        f'<input type="date" name="known_on" id="{place}-known-day" min="{days[0]}" max="{days[-1]}" '
        f'value="{s.known_on}">'
    )
    picker = html.Form(
        [
            *hidden(view, "known_on"),
            html.Label("Day", htmlFor=f"{place}-known-day", className="sr"),
            date,
            html.Button("Show", type="submit", className="plain"),
        ],
        action="?",
        method="GET",
        className="day",
        **attrs({"data-turn": ""}),
    )
    control = html.Div(
        [
            html.Label(["As known on ", html.Strong(words, className="known-words")], htmlFor=f"{place}-known"),
            slider,
            picker,
        ],
        className="known",
        **attrs({"data-keep": "", "data-days": " ".join(days)}),
    )
    return [control, *_record_note(view)]


def _record_note(view: View) -> list[Component]:
    s = view.selection
    if not s.known_on:
        return []
    whole = len(claims.claims_on_pair(view.package.as_known_on(""), s.dyad))
    releases = view.package.releases(s.dyad)
    register = (
        f"{view.package.release_name(releases[0])} was the newest release"
        if releases
        else "no release of the register packaged here was published by then, so documented events answer"
    )
    text = (
        f"The record as it stood at the end of {dates.day(s.known_on)}: {len(view.claims)} of {whole} claims; "
        f"{register}. {s.known_on[:4]} is told up to that day. Grades and notes are those of today. "
    )
    return [
        html.P(
            [
                text,
                html.A(
                    "Back to today", href=f"?{_query(view, on_day(view.package, s, ''))}", **attrs({"data-turn": ""})
                ),
            ],
            className="stood",
            role="status",
        )
    ]
