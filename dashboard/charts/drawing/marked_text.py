"""Mark up text in a figure: bold, coloured, in lines, and the invitation that only a page shows.

Charts mark text with characters of no language; `finished` escapes every text of a figure and only then turns these
marks into plotly's own markup. So words of the data come out as text, whatever they contain.
"""

import re
from html import escape
from typing import Any

BREAK = "\n"
_BOLD, _BOLD_END, _COLOUR, _TEXT, _COLOUR_END, _INVITATION = "\ue101\ue102\ue103\ue104\ue105\ue106"
_MARKUP: dict[str, str | int | None] = {
    BREAK: "<br>",
    _BOLD: "<b>",
    _BOLD_END: "</b>",
    _COLOUR_END: "</span>",
    _INVITATION: "<br>",
}
_COLOUR_START = re.compile(f"{_COLOUR}([^{_TEXT}]*){_TEXT}")
# Keys of a figure under which plotly reads markup.
_TEXTS = {"text", "hovertext", "ticktext", "name"}


def bold(text: object) -> str:
    """Return text that a figure shows in bold."""
    return f"{_BOLD}{text}{_BOLD_END}"


def coloured(text: str, colour: str) -> str:
    """Return text that a figure shows in a colour, `#rrggbb`."""
    return f"{_COLOUR}{colour}{_TEXT}{text}{_COLOUR_END}"


def invitation(text: str) -> str:
    """Return a last line of a hover text that only a page has, where a press opens something."""
    return f"{_INVITATION}{text}"


def finished(figure: dict[str, Any], invites: bool) -> dict[str, Any]:
    """Return a figure with its texts as plotly's markup; the original stays as it is."""
    return {name: _finished(part, invites, name) for name, part in figure.items()}


def _finished(part: object, invites: bool, key: str) -> object:
    if isinstance(part, dict):
        return finished(part, invites)
    if isinstance(part, list | tuple):
        return [_finished(each, invites, key) for each in part]
    return _to_markup(part, invites) if key in _TEXTS and isinstance(part, str) else part


def _to_markup(text: str, invites: bool) -> str:
    text = escape(text if invites else text.partition(_INVITATION)[0], quote=False)
    text = _COLOUR_START.sub(r'<span style="color:\1">', text)
    return text.translate(str.maketrans(_MARKUP))
