"""Build the control of the share of local production: a slider, the chance along it, and what stands behind it."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.data.read_records import records
from dashboard.data.records import Claim, LocalNote
from dashboard.data.selection import ALL
from dashboard.data.view import View
from dashboard.exports.rendering.markup import render
from dashboard.pages.html.components import hidden, menu, turn
from dashboard.pages.html.inline import around
from dashboard.pages.html.to_html import attrs, field
from dashboard.text import findings
from dashboard.text.forms.arguments import Chance, Choice, Share
from dashboard.text.sentence import words
from etl.analysis.robustness import SIDES

# Shares, in per cent, at which the chance is shown along the slider.
STOPS = (0, 25, 50, 75, 100)


def local_share(view: View) -> list[Component]:
    """Return the control; empty for a measure or release that knows no local production."""
    if view.selection.measure != "tiv" or not _has_local_production(view):
        return []
    stops = html.Div([_curve(view), *_stops(view)], className="share-stops")
    return [html.P(words("share.what"), className="note"), _slider(view), stops, *_more(view)]


def label(view: View) -> str:
    """Return what the menu says while it is closed; empty where there is no control."""
    if view.selection.measure != "tiv" or not _has_local_production(view):
        return ""
    return words("share.menu", share=Share(view.selection.local / 100), local=Choice(view.selection.counting))


def _has_local_production(view: View) -> bool:
    whole = view.with_selection(local=ALL)
    return any(part.fillna(0).max() > 0 for part in whole.flows.local.values())


def _slider(view: View) -> Component:
    share = view.selection.local
    slider: Any = field(
        type="range",
        className="range",
        id="local-share",
        name="local",
        min=0,
        max=100,
        step=1,
        value=share,
        **attrs({"aria-valuetext": words("share.value", share=Share(share / 100))}),
    )
    shown = html.Strong(words("share.value", share=Share(share / 100)), className="share-words")
    return html.Form(
        [
            *hidden(view, "local"),
            html.Label(around("share.label", "share", shown), htmlFor="local-share"),
            slider,
            html.Noscript(html.Button(words("controls.show"), type="submit")),
        ],
        action="?",
        method="GET",
        className="share",
        **attrs({"data-keep": "", "data-turn": ""}),
    )


def _chances(view: View) -> list[float]:
    return [findings.reversal_with(view, local=stop).p_reversed for stop in STOPS]


def _curve(view: View) -> Component:
    """Return the chance along the slider as a line, from 0 at the foot to 1 at the top; its ends are those of the slider."""
    points = " ".join(f"{stop},{round(40 * (1 - p), 1)}" for stop, p in zip(STOPS, _chances(view), strict=True))
    return html.Span(render("share_curve", points=points), className="share-curve")


def _stops(view: View) -> list[Component]:
    return [
        turn(
            view,
            words("share.stop", share=Share(stop / 100), chance=Chance(p, strong=False)),
            local=stop,
            local_side=SIDES[0] if stop == ALL else view.selection.local_side,
        )
        for stop, p in zip(STOPS, _chances(view), strict=True)
    ]


def _more(view: View) -> list[Component]:
    """Return the direction that the share applies to, what is said of the marked orders, and who says it."""
    s, parts = view.selection, []
    ways = findings.ways(view)
    if s.local < ALL:
        named = {side: words("share.side", side=Choice(side), **ways) for side in SIDES}
        parts.append(menu(named[s.local_side], "", [turn(view, name, local_side=side) for side, name in named.items()]))
    for note in _notes(view):
        claims = [view.package.evidence[id] for id in note.claims]
        links = [html.A(c.statement, href=f"/events/{c.event_id}") for c in claims if isinstance(c, Claim)]
        parts.append(html.Span(note.text, className="share-note"))
        parts.append(menu(words("share.who-says"), "", links))
    return [html.Div(parts, className="share-more")] if parts else []


def _notes(view: View) -> list[LocalNote]:
    shown = {d for d, part in view.with_selection(local=ALL).flows.local.items() if part.fillna(0).max() > 0}
    notes = records(LocalNote, view.package.tables["local_notes"])
    return [n for n in notes if n.dyad == view.selection.dyad and n.direction in shown]
