"""Build the controls of the evidence: which claims, and as known on which day."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.charts.evidence import timeline
from dashboard.charts.evidence.chart import chosen
from dashboard.data.claims import filters as claim_filters
from dashboard.data.claims import pair as claims
from dashboard.data.parameters import MAX_SEARCH
from dashboard.data.selection import Selection, on_day, to_query
from dashboard.data.view import View
from dashboard.pages.html.components import hidden, menu, runs, turn
from dashboard.pages.html.inline import around
from dashboard.pages.html.to_html import attrs, field
from dashboard.text.forms import dates, numbers
from dashboard.text.forms.arguments import Day, Name, Year
from dashboard.text.sentence import say, to_text, words
from dashboard.text.wording import claim_words

# Attributes of a link or form that changes the evidence alone, so the rest of the page is not requested.
_EVIDENCE_ONLY = {"data-turn": "", "data-part": "evidence"}


def claim_controls(view: View) -> list[Component]:
    """Return search, facets with their counts, and how many claims are left."""
    s, counts = view.selection, claim_filters.count_by_facet(view.package, view.selection)
    total, shown = int(claim_filters.select_claims(view.package, s).sum()), len(chosen(view))
    found = say(
        "filters.found", shown=Name(numbers.number(shown), strong=True), n=len(view.claims), more=max(total - shown, 0)
    )
    facets = [_facet(view, name, counts[name]) for name in claims.FACETS]
    flags = [
        turn(view, words(f"filters.{flag}"), _EVIDENCE_ONLY, pressed=bool(on), **{flag: "" if on else "yes"})
        for flag, on in (("contested", s.contested), ("solid", s.solid))
    ]
    origins = menu(words("filters.origins", n=s.origins), "", [_origins(view, n) for n in range(1, 6)])
    # the least number of origins acts on the whole page
    reach = _EVIDENCE_ONLY if s.origins == 1 else {"data-turn": ""}
    clear = (
        [
            html.A(
                words("filters.clear"),
                href=f"?{_query(view, s.unfiltered.replace(origins=1))}",
                className="clear",
                **attrs(reach),
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
            **attrs({"aria-label": words("filters.which")}),
        ),
        html.P(runs((found,)), className="found", role="status"),
    ]


def _query(view: View, target: Selection) -> str:
    return to_query(view.package, target, presentation=False)


def _search(view: View) -> Component:
    typed: Any = field(type="search", name="q", id="claims-q", maxlength=MAX_SEARCH, value=view.selection.q)
    return html.Form(
        [
            *hidden(view, "q"),
            html.Label(words("filters.search-claims"), htmlFor="claims-q"),
            typed,
            html.Button(words("filters.search"), type="submit", className="plain"),
        ],
        action="?",
        method="GET",
        role="search",
        className="seek",
        **attrs(_EVIDENCE_ONLY | {"data-keep": ""}),
    )


def _facet(view: View, name: str, counts: Mapping[str, int]) -> Component:
    chosen = getattr(view.selection, name)
    items = []
    for value in claims.facet_values(view.package, view.selection.dyad)[name]:
        text, n = claim_words.facet_in_words(view.package, view.selection.dyad, name, value), counts.get(value, 0)
        changed = tuple(
            v for v in claims.facet_values(view.package, view.selection.dyad)[name] if (v in chosen) != (v == value)
        )
        label: Any = [f"{text} ", html.Span(str(n), className="n")]
        items.append(
            turn(view, label, _EVIDENCE_ONLY, pressed=value in chosen, **{name: changed})
            if n or value in chosen
            else html.Span(label, className="pill none")
        )
    selected = ", ".join(claim_words.facet_in_words(view.package, view.selection.dyad, name, v) for v in chosen)
    facet = words(f"filters.{name}")
    return menu(
        f"{facet} ({len(chosen)})" if len(selected) >= 28 else selected or facet,
        f"{facet}: " if selected else "",
        items,
    )


def _origins(view: View, n: int) -> Component:
    text = words("filters.origins-or-more", n=n)
    return turn(view, text, {"data-turn": ""}, origins=n, pressed=view.selection.origins == n)


def _zoom(view: View) -> Component:
    """Return years and, within a chosen one, months, each with how many claims it would show."""
    s = view.selection
    matching = claims.claims_on_pair(view.package, s.dyad)[claim_filters.select_claims(view.package, s, "zoom")]
    first, last = matching.first_month.dropna(), matching.last_month.dropna()

    def item(period: str, text: str) -> Component:
        n = int(((first.str[: len(period)] <= period) & (last.str[: len(period)] >= period)).sum())
        label: Any = [f"{text} ", html.Span(str(n), className="n")]
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
        turn(view, words("filters.all-years"), _EVIDENCE_ONLY, zoom="", pressed=not s.zoom),
        *[item(str(y), str(y)) for y in recent],
        *months,
    ]
    zoom = words("filters.zoom")
    return menu(dates.day(s.zoom) if s.zoom else zoom, f"{zoom}: " if s.zoom else "", items)


def known_on_controls(view: View, place: str) -> list[Component]:
    """Return the slider over the days on which the record grew, and links to the days of dated events.

    Empty for a pair whose record never grew. `place` makes the ids of the fields unique.
    """
    s, days = view.selection, view.package.days(view.selection.dyad)
    if len(days) < 2:
        return []
    at = next((i for i, d in enumerate(days) if d > s.known_on), len(days)) - 1 if s.known_on else len(days) - 1
    day = dates.day(s.known_on) if s.known_on else words("filters.today")
    slider: Any = field(
        type="range",
        className="range",
        id=f"{place}-known",
        min=0,
        max=len(days) - 1,
        step=1,
        value=max(at, 0),
        **attrs({"aria-valuetext": day}),
    )
    date: Any = field(
        type="date", name="known_on", id=f"{place}-known-day", min=days[0], max=days[-1], value=s.known_on
    )
    picker = html.Form(
        [
            *hidden(view, "known_on"),
            html.Label(words("filters.day"), htmlFor=f"{place}-known-day", className="sr"),
            date,
            html.Button(words("filters.show"), type="submit", className="plain"),
        ],
        action="?",
        method="GET",
        className="day",
        **attrs({"data-turn": ""}),
    )
    strong = html.Strong(day, className="known-words")
    control = html.Div(
        [
            html.Label(around("filters.known-on", "day", strong), htmlFor=f"{place}-known"),
            slider,
            picker,
        ],
        className="known",
        **attrs({"data-keep": "", "data-days": " ".join(days)}),
    )
    return [control, *_days_of_events(view, days)]


def _days_of_events(view: View, days: Sequence[str]) -> list[Component]:
    """Return a menu of the dated events of the pair and of the releases, each a day of the record."""
    table = view.package.as_known_on("").tables
    context = table["context"][table["context"].dyad == view.selection.dyad]
    registers = table["sources"].query("kind == 'register'")
    named = [*zip(context.date, context.label, strict=True), *zip(registers.published, registers.title, strict=True)]
    items = [
        html.A(
            words("filters.day-of", day=Day(day), event=Name(text)),
            href=f"?{_query(view, on_day(view.package, view.selection, day))}",
            className="pill",
            **attrs({"data-turn": "", "aria-current": "true" if day == view.selection.known_on else None}),
        )
        for day, text in sorted(set(named))
        if days[0] <= day < days[-1]
    ]
    return [menu(words("filters.days-of-events"), "", items)] if items else []


def record_note(view: View) -> list[Component]:
    """Return what the record of the chosen day is; empty for that of today."""
    s = view.selection
    if not s.known_on:
        return []
    whole = len(claims.claims_on_pair(view.package.as_known_on(""), s.dyad))
    releases = view.package.releases(s.dyad)
    record = say(
        "filters.record",
        day=Day(s.known_on),
        n=len(view.claims),
        whole=whole,
        release=Name(view.package.release_name(releases[0]) if releases else "none"),
    )
    text = to_text((record, say("filters.year-so-far", year=Year(int(s.known_on[:4]))), say("filters.grades-of-today")))
    return [
        html.P(
            [
                f"{text} ",
                html.A(
                    words("filters.back"),
                    href=f"?{_query(view, on_day(view.package, s, ''))}",
                    **attrs({"data-turn": ""}),
                ),
            ],
            className="stood",
            role="status",
        )
    ]
