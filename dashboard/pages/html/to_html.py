"""Turn Dash components into an HTML string, so that the page reads without JavaScript."""

from dataclasses import dataclass
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

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


@dataclass(frozen=True)
class Raw:
    """Finished HTML, for thousands of cells: as components they would take most of the time of an answer."""

    html: str


def to_html(node: Any) -> str:
    """Return the HTML of a component tree. A component that is not plain HTML becomes an empty `div` with its id."""
    if node is None:
        return ""
    if isinstance(node, Raw):
        return node.html
    if isinstance(node, (list, tuple)):
        return "".join(map(to_html, node))
    if not isinstance(node, Component):
        return escape(str(node))
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
    attributes = "".join(_attribute(k, v) for k, v in sorted(props.items(), key=lambda p: (p[0] != "id", p[0])))
    return f"<{tag}{attributes}>" + ("" if tag in _VOID else f"{to_html(children)}</{tag}>")


def _attribute(name: str, value: Any) -> str:
    name = _NAMES.get(name, name)
    if value is None or not name or name.startswith("n_clicks"):
        return ""
    if name == "style":
        value = ";".join(f"{''.join('-' + c.lower() if c.isupper() else c for c in k)}:{v}" for k, v in value.items())
    if name in _BOOLEAN:
        return f" {name}" if value else ""
    return f' {name}="{escape(str(value), quote=True)}"'
