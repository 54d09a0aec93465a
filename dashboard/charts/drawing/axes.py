"""Build the layout that every chart starts from, and round ticks for its axes."""

import math
from typing import Any

from dashboard import style
from dashboard.data.view import View

# Share of the room around a drawing on the page that type fills.
_FILLED = 0.8


def margin(view: View, left: int = 40, right: int = 8, top: int = 26, bottom: int = 26) -> dict[str, int]:
    """Return the room around a drawing, px: as given on the page, and larger where the type that stands in it needs it."""
    grown = max(1.0, _FILLED * view.size.em)
    return {side: round(room * grown) for side, room in zip("lrtb", (left, right, top, bottom), strict=True)}


def layout(view: View, **extra: object) -> dict[str, Any]:
    """Return the plotly layout that every chart starts from, with `extra` merged into it."""
    colours, sizes = view.theme, view.size
    axis = {
        "gridcolor": colours.line,
        "showline": False,
        "zeroline": False,
        "tickfont": {"color": colours.quiet, "size": sizes.note},
        "fixedrange": True,
        "automargin": False,
        "title": {"text": ""},
    }
    base: dict[str, Any] = {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": style.SANS, "size": sizes.font, "color": colours.ink},
        "margin": margin(view),
        "height": sizes.height,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": colours.paper,
            "bordercolor": colours.quiet,
            "font": {"family": style.SANS, "size": sizes.font, "color": colours.ink},
            "align": "left",
        },
        "xaxis": axis | {"showgrid": False},
        "yaxis": dict(axis),
        "bargap": 0.22,
    }
    for key, value in extra.items():
        base[key] = base.get(key, axis) | value if key.startswith(("xaxis", "yaxis")) else value
    return base


def nice_ticks(high: float, about: int = 4) -> list[float]:
    """Return about as many round ticks as asked for, from 0 to `high`."""
    step = 10.0 ** math.floor(math.log10(high / about)) if high > 0 else 1.0
    step *= next(m for m in (1, 2, 5, 10) if high / (step * m) <= about + 0.5)
    return [step * i for i in range(int(high / step) + 1)]
