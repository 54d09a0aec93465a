"""Build the row of controls: share of local production, years, what is rarely changed, and what differs from the default."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.data.selection import FIELDS, Selection, allowed_values, on_day, to_query
from dashboard.data.view import View
from dashboard.pages.home import local_share
from dashboard.pages.html.components import hidden, menu, turn
from dashboard.pages.html.to_html import attrs
from dashboard.text.forms.arguments import Choice, Day, Year
from dashboard.text.sentence import words
from dashboard.text.wording.selection_words import local_arguments

_MEASURES = {
    "tiv": "controls.volume",
    "documented": "controls.documented-events",
    "documented_volume": "controls.documented-volume",
}
# Parameters under *More*, in this order.
_RARE = ("measure", "release", "weight", "gross_min", "credibility", "origins")


def row(fill: dict[str, Any]) -> Component:
    """Return the row with its regions filled; menus stay open while what is in them changes."""

    def region(name: str, class_name: str = "", tag: Callable[..., Component] = html.Div) -> Component:
        return tag(fill.get(name), id=name, className=class_name, **attrs({"data-region": ""}))

    caret = html.Span("", className="caret")
    share = html.Details(
        [html.Summary([region("local-label", tag=html.Span), caret]), region("local", "sheet")],
        className="menu stays",
        id="share-menu",
    )
    more = html.Details(
        [html.Summary([words("controls.more"), caret]), region("more", "sheet more")], className="menu stays"
    )
    return html.Div(
        [share, region("controls", "controls-pair"), more, region("chips", "chips")],
        className="controls",
        role="group",
        **attrs({"aria-label": words("controls.what-to-show")}),
    )


def regions(view: View) -> dict[str, Any]:
    """Return the content of the row's regions."""
    return {
        "local-label": local_share.label(view),
        "local": local_share.local_share(view),
        "controls": _pair_and_years(view),
        "more": _more(view),
        "chips": _chips(view),
    }


def _pair_and_years(view: View) -> list[Component]:
    pairs = [_pair(view, d) for d in view.package.dyads]
    chosen = [_named_menu("controls.name-pair", view.dyad.label, pairs)] if len(pairs) > 1 else []
    return [*chosen, _years(view)]


def _pair(view: View, dyad: str) -> Component:
    """Link to another pair's default view."""
    current = "true" if dyad == view.selection.dyad else None
    href = f"?{urlencode({'dyad': dyad})}" if dyad != view.package.dyads[0] else "?"
    return html.A(
        view.package.dyad(dyad).label,
        href=href,
        className="pill",
        **attrs({"data-turn": "whole", "aria-current": current}),
    )


def _years(view: View) -> Component:
    s, years = view.selection, view.package.years(view.selection.dyad)
    options = allowed_values(view.package, s.dyad)
    start, newest = int(str(options["from"][0])), int(str(options["to"][0]))
    presets = {(start, newest), (years[0], newest), (years[0], years[-1])}
    limits: dict[str, Any] = {"min": years[0], "max": years[-1], "step": 1}
    fields = (("controls.from", "from", s.from_year), ("controls.to", "to", s.to_year))
    form = html.Form(
        [
            *hidden(view, "from", "to"),
            *(
                html.Label([f"{words(id)} ", dcc.Input(type="number", name=n, value=year, id=f"{n}-year", **limits)])
                for id, n, year in fields
            ),
            html.Button(words("controls.show"), type="submit"),
        ],
        action="?",
        method="GET",
        className="years",
        **attrs({"data-turn": ""}),
    )
    links = [turn(view, _span(a, b), from_year=a, to_year=b) for a, b in sorted(presets) if b - a >= 2]
    return _named_menu("controls.name-years", _span(s.from_year, s.to_year), [*links, form])


def _span(first: int, last: int) -> str:
    return words("controls.years", first=Year(first), last=Year(last))


def _named_menu(id: str, label: str, items: Sequence[Component]) -> Component:
    return menu(label, f"{words(id)} ", items)


def _more(view: View) -> list[Component]:
    """Return the rarely changed parameters, each with what it does and a link for each value."""
    groups: list[Component] = []
    for name in _RARE:
        values = [v for v in allowed_values(view.package, view.selection.dyad)[name] if v != ""]
        if len(values) < 2 or (name == "release" and view.selection.measure != "tiv"):
            continue
        if name not in ("measure", "release"):
            values = sorted(values)  # type: ignore[type-var]
        options: list[dict[str, Any]] = [{FIELDS[name]: value} for value in values]
        links = [turn(view, _value(view, name, *o.values()), **o) for o in options]
        title, what = (words(f"controls.{kind}-{name.replace('_', '-')}") for kind in ("title", "what"))
        group = [html.H3(title), html.P(what, className="note"), html.Div(links, className="choices")]
        groups.append(html.Div(group, role="group", **attrs({"aria-label": title})))
    return groups


def _value(view: View, name: str, value: Any) -> str:  # noqa: ANN401
    """Return a value of a parameter as its control, and its chip, call it."""
    match name:
        case "measure":
            return words(_MEASURES[value])
        case "release":
            return view.package.release_name(value)
        case "weight":
            return words("controls.weight", weight=Choice("none" if not value else "whole" if value == 1 else "root"))
        case "gross_min":
            unit = Choice("events" if view.selection.measure == "documented" else "tiv")
            return words("controls.gross", n=int(value), unit=unit)
        case "credibility":
            return words("controls.grade", grade=value)
        case "origins":
            return words("filters.origins-or-more", n=value)
        case "known_on":
            return words("controls.known-on", day=Day(value))
    raise KeyError(name)


def _chips(view: View) -> list[Component]:
    """Return what differs from the default, each as a link that takes it back, and a link that takes back all."""
    s, options = view.selection, allowed_values(view.package, view.selection.dyad)
    chips = []
    if (s.from_year, s.to_year) != (options["from"][0], options["to"][0]):
        back = {FIELDS[name]: options[name][0] for name in ("from", "to")}
        chips.append(_chip(view, _span(s.from_year, s.to_year), s.replace(**back)))
    if s.counting != "included":
        text = words("controls.local", **local_arguments(view.package, s))
        chips.append(_chip(view, text, s.replace(local=options["local"][0], local_side=options["local_side"][0])))
    for name in _RARE:
        value, default = getattr(s, FIELDS[name]), options[name][0]
        if value != default and not (name == "release" and s.measure != "tiv"):
            chips.append(_chip(view, _value(view, name, value), s.replace(**{FIELDS[name]: default})))
    if s.known_on:
        chips.append(_chip(view, _value(view, "known_on", s.known_on), on_day(view.package, s, "")))
    if s.filters:
        chips.append(_chip(view, words("controls.filters", n=len(s.filters)), s.unfiltered))
    if len(chips) > 1:
        plain = f"?{urlencode({'dyad': s.dyad})}" if s.dyad != view.package.dyads[0] else "?"
        chips.append(html.A(words("controls.reset"), href=plain, className="clear", **attrs({"data-turn": "whole"})))
    return chips


def _chip(view: View, text: str, target: Selection) -> Component:
    query = to_query(view.package, target, presentation=False)
    cross = html.Span("×", **attrs({"aria-hidden": "true"}))
    return html.A(
        [html.Span(words("controls.remove"), className="sr"), text, cross],
        href=f"?{query}" if query else "?",
        className="pill chip",
        **attrs({"data-turn": ""}),
    )
