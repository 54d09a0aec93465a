"""Turn Dash components into an HTML string, so that the page reads without JavaScript."""

from typing import Any

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup, escape

_VOID = {"br", "hr", "img", "input", "meta", "link"}
_NAMES = {
    "className": "class",
    "tabIndex": "tabindex",
    "colSpan": "colspan",
    "rowSpan": "rowspan",
    "htmlFor": "for",
    "encType": "enctype",
    "dateTime": "datetime",
    "disable_n_clicks": "",
}
_BOOLEAN = {"open", "hidden", "disabled", "required"}


def attrs(values: dict[str, Any]) -> dict[str, Any]:
    """Return `data-…` and `aria-…` attributes, to be passed as `**attrs({...})`: Dash types only its named ones."""
    return values


def to_html(node: object) -> Markup:
    """Return the HTML of a component tree, of markup as it is, and of any other value as escaped text.

    A component that is not plain HTML becomes an empty `div` with its id.
    """
    if node is None:
        return Markup("")
    if isinstance(node, (list, tuple)):
        return Markup("").join(map(to_html, node))
    if not isinstance(node, Component):
        return escape(node)
    props = dict(node.to_plotly_json()["props"])
    children = props.pop("children", None)
    if type(node).__module__.startswith(html.__name__):
        tag = type(node).__name__.lower()
    elif type(node).__name__ == "Input":
        names = ("id", "type", "name", "value", "min", "max", "step", "className", "size")
        tag, props = "input", {k: v for k, v in props.items() if k in names}
    else:
        tag, props = "div", {k: v for k, v in props.items() if k in ("id", "className", "style")}
    # Dash orders them differently in each process
    ordered = sorted(props.items(), key=lambda p: (p[0] != "id", p[0]))
    attributes = Markup("").join(_attribute(k, v) for k, v in ordered)
    opening = Markup("<{}{}>").format(tag, attributes)
    return opening if tag in _VOID else opening + to_html(children) + Markup("</{}>").format(tag)


def field(**attributes: object) -> Markup:
    """Return an input element, with attributes that `dcc.Input` lacks."""
    return Markup("<input{}>").format(Markup("").join(_attribute(k, v) for k, v in attributes.items()))


def _attribute(name: str, value: object) -> Markup:
    name = _NAMES.get(name, name)
    if value is None or not name or name.startswith("n_clicks"):
        return Markup("")
    if isinstance(value, dict):
        value = ";".join(f"{''.join('-' + c.lower() if c.isupper() else c for c in k)}:{v}" for k, v in value.items())
    if name in _BOOLEAN:
        return Markup(" {}").format(name) if value else Markup("")
    return Markup(' {}="{}"').format(name, str(value))
