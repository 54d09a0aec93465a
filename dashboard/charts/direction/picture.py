"""Draw diverging bars per year, the leader of each year beneath them, and the last years enlarged."""

from dashboard.charts.base import Figure
from dashboard.charts.direction.bars import MAIN, Axes, bars, leader_strip, uncovered
from dashboard.charts.direction.frames import CLOSE, Frames, Panel, frames
from dashboard.charts.direction.names import names, whole_of
from dashboard.charts.drawing.axes import layout, margin, nice_ticks
from dashboard.charts.drawing.labels import note
from dashboard.charts.drawing.marked_text import bold
from dashboard.data.view import View
from dashboard.text import findings
from dashboard.text.forms import numbers
from dashboard.text.forms.arguments import Small, Year
from dashboard.text.sentence import words


def draw(view: View) -> Figure:
    """Return the figure; the parts of a step stand where they stand in the whole."""
    whole = whole_of(view)
    size = view.size
    around = margin(view)
    width, height = size.width - around["l"] - around["r"], size.height - around["t"] - around["b"]
    place = frames(whole, width, height)
    main, close = place.main, place.close
    notes, lines = names(view, place)
    strip = words("direction.strip")
    if 0.53 * size.note * len(strip) > main.width:
        strip = words("direction.strip-short")
    at = {"xref": "paper", "x": 0, "yref": "paper", "yanchor": "bottom", "font": {"color": view.theme.quiet}}
    notes.append(note(view, strip, y=place.strip[1] + 3 / height, **at))
    shapes = [*lines, _zero(view, main, "y")]
    shapes = [*_band(view, close or main, CLOSE if close else MAIN), *shapes]
    notes += [] if close else _turn_label(view, main)
    amounts = [(sign * t, numbers.number(t)) for sign, found in _amount_ticks(whole, main).items() for t in found]
    axes: Figure = {
        "xaxis": {
            "range": main.x_range,
            "domain": main.across,
            "tickvals": _year_ticks(main, view.size.note),
            "anchor": "y2",
            "ticks": "",
        },
        "yaxis": {
            "range": [main.low, main.high],
            "domain": main.up,
            "tickvals": [t for t, _ in amounts],
            "ticktext": [text for _, text in amounts],
        },
        "yaxis2": {"range": [0, 1], "domain": place.strip, "showticklabels": False, "showgrid": False},
    }
    data = [*bars(view, main.years), leader_strip(view, main.width / len(main.years), findings.new_direction(whole))]
    data += [uncovered(view, main.low, main.high, main.years), uncovered(view, 0, 1, main.years, ("x", "y2"))]
    if close:
        data += [*bars(view, close.years, CLOSE), uncovered(view, close.low, close.high, close.years, CLOSE)]
        shapes += [_zero(view, close, "y3"), *_joined(view, place)]
        notes.append(_enlarged(view, place, height))
        hidden = {"showticklabels": False, "showgrid": False}
        axes |= {
            "xaxis3": {
                "range": close.x_range,
                "domain": close.across,
                "tickvals": _year_ticks(close, view.size.note),
                "anchor": "y3",
                "ticks": "",
                "showgrid": False,
            },
            "yaxis3": {"range": [close.low, close.high], "domain": close.up, "anchor": "x3", **hidden},
        }
    return {
        "data": data,
        "layout": layout(view, barmode="relative", shapes=shapes, annotations=notes, **axes),
    }


def _zero(view: View, panel: Panel, axis: str) -> Figure:
    left, right = panel.across
    ends = {"x0": left, "x1": right, "xref": "paper", "y0": 0, "y1": 0, "yref": axis}
    return {"type": "line", **ends, "line": {"color": view.theme.ink, "width": 1.2}}


def _band(view: View, panel: Panel, axes: Axes) -> list[Figure]:
    """Return the band from the last year of the old direction to the first of the new."""
    turn = findings.turn(view)
    if not turn or turn[1] < panel.years[0]:
        return []
    ends = {"x0": max(turn[0] + 0.5, panel.x_range[0]), "x1": turn[1] + 0.5, "y0": panel.low, "y1": panel.high}
    look = {"fillcolor": view.theme.band, "line": {"width": 0}}
    return [{"type": "rect", "layer": "below", "xref": axes[0], "yref": axes[1], **ends, **look}]


def _turn_label(view: View, main: Panel) -> list[Figure]:
    """Return the words above the band where the last years are not enlarged."""
    turn = findings.turn(view)
    if not turn:
        return []
    text = words("direction.reversal", year=Year(turn[1]), late=findings.at_the_latest(view))
    x = min((turn[0] + turn[1] + 1) / 2, view.selection.to_year - 0.06 * len(main.years))
    shown = bold(str(turn[1]) if view.size.narrow else text)
    return [note(view, shown, x=x, y=main.high, yanchor="bottom")]


def _enlarged(view: View, place: Frames, height: float) -> Figure:
    """Return the words above the enlarged years."""
    close = place.close
    assert close
    text = words(
        "direction.enlarged",
        first=Year(close.years[0]),
        last=Year(close.years[-1]),
        times=place.times,
        word=Small(place.times),
    )
    if 0.53 * view.size.note * len(text) > close.width:
        text = words("controls.years", first=Year(close.years[0]), last=Year(close.years[-1]))
    spot = {"xref": "paper", "x": close.across[0], "yref": "paper", "y": close.up[1] + 4 / height}
    return note(view, text, **spot, xanchor="left", yanchor="bottom", font={"color": view.theme.quiet})


def _joined(view: View, place: Frames) -> list[Figure]:
    """Return a box around the last years in the whole and, beside it, lines to where they are enlarged."""
    main, close = place.main, place.close
    assert close
    line = {"color": view.theme.quiet, "width": 1}
    x0, x1 = close.years[0] - 0.5, main.x_range[1]
    low, high = max(main.low, close.low), min(main.high, close.high)
    box = {"type": "rect", "x0": x0, "x1": x1, "y0": low, "y1": high, "line": line, "fillcolor": "rgba(0,0,0,0)"}
    if not place.beside:
        return [box]
    ends = [(high, close.up[1]), (low, close.up[0])]
    joins = [
        {
            "type": "line",
            "xref": "paper",
            "yref": "paper",
            "x0": main.share_across(x1),
            "y0": main.share_up(amount),
            "x1": close.across[0],
            "y1": edge,
            "line": line,
        }
        for amount, edge in ends
    ]
    return [box, *joins]


def _amount_ticks(view: View, main: Panel) -> dict[int, list[float]]:
    """Return sign → amounts on the axis: equal steps both ways, or own ones if the lower side is too short for them."""
    low, high, height = main.low, main.high, main.height
    counts_events = view.selection.measure == "documented"
    shared, own_step = (
        [t for t in nice_ticks(reach, about) if t > 0 and (not counts_events or t == int(t))]
        for reach, about in ((max(high, -low), 4), (-low / 1.5, 1))
    )
    up, down = ([t for t in shared if t <= end] for end in (high, -low))
    down = down or own_step
    min_gap = 1.5 * view.size.note * (high - low) / height
    return {
        1: up,
        -1: [t for n, t in enumerate(down) if t - (down[n - 1] if n else 0) >= min_gap and -low - t >= 0.4 * min_gap],
    }


def _year_ticks(panel: Panel, type_px: int) -> list[int]:
    """Return every fifth year, or as many as have room; each year for a few, or every second."""
    years, width = panel.years, panel.width
    steps = (1, 2, 5, 10) if len(years) <= 12 else (5, 10, 20, 50)
    step = next(n for n in steps if n * width / len(years) >= max(42, 2.6 * type_px))
    return [y for y in reversed(years) if (years[-1] - y if step == 2 else y) % step == 0]
