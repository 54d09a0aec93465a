"""Draw how one-sided the pair was: the balance index by year and over five-year sums."""

import pandas as pd

from dashboard.charts.base import Chart, Description, Figure, Mark, Native, Series, cells
from dashboard.charts.drawing.axes import layout, margin
from dashboard.charts.drawing.labels import note
from dashboard.charts.drawing.marked_text import BREAK, bold, invitation
from dashboard.data.view import View
from dashboard.text import findings, how_sure
from dashboard.text.forms.arguments import Choice, Name, Share, Signed, Small, Year, Years
from dashboard.text.sentence import Role, Sentence, say, words
from etl.analysis import metrics
from etl.analysis.inputs import Inputs
from etl.analysis.metrics import WINDOW


def _annual(view: View) -> pd.DataFrame:
    return metrics.compute("balance", _inputs(view))


def _inputs(view: View) -> Inputs:
    return Inputs(dict(view.flows.flow), imports={}, exports={}, suppliers={})


def _rolling(view: View) -> pd.DataFrame:
    """Return the five-year balance by the last year of each window, with the window in `period`."""
    frame = metrics.compute("rolling_balance", _inputs(view).windows(WINDOW))
    return frame.reset_index(names="period").assign(year=lambda d: d.period.str[-4:].astype(int)).set_index("year")


def _traces(view: View, annual: pd.DataFrame, rolling: pd.DataFrame) -> list[Figure]:
    """Draw single years as markers and five-year sums as a line."""
    dated = annual[annual.central.notna()]
    colours = [view.theme.a_to_b if v > 0 else view.theme.b_to_a if v < 0 else view.theme.quiet for v in dated.central]
    error = {
        "type": "data",
        "symmetric": False,
        "thickness": 1.2,
        "width": 0,
        "color": view.theme.quiet,
        "array": (dated.high - dated.central).round(6).tolist(),
        "arrayminus": (dated.central - dated.low).round(6).tolist(),
    }

    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": dated.index.tolist(),
            "y": dated.central.round(6).tolist(),
            "marker": {
                "size": 9,
                "color": colours,
                "symbol": ["triangle-up" if v > 0 else "triangle-down" if v < 0 else "circle" for v in dated.central],
            },
            "error_y": error,
            "customdata": [str(y) for y in dated.index],
            "hoverinfo": "text",
            "hovertext": [
                BREAK.join([bold(y), words("balance.hover-balance", balance=Signed(v))])
                + invitation(words("charts.click"))
                for y, v in dated.central.items()
            ],
        },
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": rolling.index.tolist(),
            "y": [None if pd.isna(v) else round(v, 6) for v in rolling.central],
            "connectgaps": False,
            "line": {"color": view.theme.ink, "width": 2, "shape": "linear"},
            "marker": {"size": 4, "color": view.theme.ink},
            "customdata": rolling.period.tolist(),
            "hoverinfo": "text",
            "hovertext": [
                words("balance.hover-window", window=Name(bold(p)))
                + BREAK
                + words("balance.hover-balance", balance=Signed(v))
                if pd.notna(v)
                else ""
                for p, v in zip(rolling.period, rolling.central, strict=True)
            ],
        },
    ]


def draw(view: View) -> Figure:
    annual, rolling = _annual(view), _rolling(view)
    only = {d: words("balance.only", way=way) for d, way in findings.ways(view).items()}
    names: list[tuple[str, float, str, Figure]] = [
        (only["a_to_b"], 1.06, "bottom", {"weight": 700, "color": view.theme.a_to_b}),
        (only["b_to_a"], -1.06, "top", {"weight": 700, "color": view.theme.b_to_a}),
        (words("balance.equal"), 0.02, "bottom", {"color": view.theme.quiet}),
    ]
    notes = [
        note(view, text, xref="paper", x=0, y=y, yanchor=yanchor, xanchor="left", font=font)
        for text, y, yanchor, font in names
    ]
    last = rolling.central.last_valid_index()
    if last is not None:
        y = rolling.central.loc[last]
        name = words("balance.line" if not view.size.narrow else "balance.line-narrow")
        left_of_line = {"x": last - 4, "y": y, "xanchor": "right", "yanchor": "middle"}
        inside = {"x": last - 2, "y": y - 0.06, "xanchor": "left", "yanchor": "top"}
        if y < 0:
            inside |= {"y": y + 0.06, "yanchor": "bottom"}
        has_room = last - 4 - view.selection.from_year > len(annual) / 2
        notes.append(note(view, name, **(left_of_line if has_room else inside)))
    step = 10 if view.size.narrow and len(annual) > 25 else 5
    return {
        "data": _traces(view, annual, rolling),
        "layout": layout(
            view,
            height=view.size.tall(340 if not view.size.narrow else 360),
            margin=margin(view, 40, 14, 14, 26),
            xaxis={
                "range": [view.selection.from_year - 0.8, view.selection.to_year + 0.9],
                "tickvals": [y for y in view.selection.years if y % step == 0],
            },
            yaxis={"range": [-1.3, 1.3], "tickvals": [-1, -0.5, 0, 0.5, 1], "ticktext": ["−1", "−½", "0", "+½", "+1"]},
            shapes=[
                {
                    "type": "line",
                    "x0": 0,
                    "x1": 1,
                    "xref": "paper",
                    "y0": 0,
                    "y1": 0,
                    "line": {"color": view.theme.ink, "width": 1},
                }
            ],
            annotations=notes,
        ),
    }


def _title(view: View, rolling: pd.DataFrame) -> Sentence:
    valid = rolling[rolling.central.notna()]
    if valid.empty:
        return say("balance.title-none", Role.FINDING, n=Small(WINDOW))
    last = valid.iloc[-1]
    window, measure = Years.of(last.period), Choice(view.selection.measure)
    if last.central == 0:
        return say("balance.title-even", Role.FINDING, window=window, measure=measure)
    way = findings.view_way(view, "a_to_b" if last.central > 0 else "b_to_a", coloured=True)
    share = Share((1 + abs(last.central)) / 2)
    return say("balance.title", Role.FINDING, window=window, share=share, measure=measure, way=way)


def describe(view: View) -> Description:
    annual, rolling = _annual(view), _rolling(view)
    marks = [
        Mark(
            str(year),
            words("balance.mark-year", year=Year(year), balance=Signed(row.central)),
            tuple(row.basis.split()),
            0,
            i,
        )
        for i, (year, row) in enumerate(annual[annual.central.notna()].iterrows())
    ]
    marks += [
        Mark(
            row.period,
            words("balance.mark-window", window=Name(row.period), balance=Signed(row.central)),
            tuple(row.basis.split()),
            1,
            i,
        )
        for i, (_, row) in enumerate(rolling.iterrows())
        if pd.notna(row.central)
    ]
    table = (
        pd.DataFrame(
            {
                words("balance.column-balance"): annual.central.round(4),
                words("balance.column-from"): annual.low.round(4),
                words("balance.column-to"): annual.high.round(4),
                words("balance.column-windows", n=WINDOW): rolling.central.reindex(annual.index).round(4),
            }
        )
        .rename_axis(words("charts.year"))
        .reset_index()
    )
    single, sums = annual.central.notna(), rolling.central.notna()
    drawn = {"triangles": single.any(), "line": sums.any(), "gap": not (single.all() and sums.all())}
    scale, windows = say("balance.scale", Role.READING, **findings.ways(view)), say("balance.windows", Role.READING)
    return Description(
        (_title(view, rolling),),
        (*how_sure.counted_instead(view), scale, windows),
        table,
        tuple(marks),
        view.register(),
        words("balance.unit", **findings.ways(view)),
        tuple(say(f"balance.legend-{part}", Role.READING) for part, there in drawn.items() if there),
    )


def native(view: View) -> Native:
    """Return single years as markers and five-year sums as a line."""
    annual, rolling = _annual(view), _rolling(view)
    single, sums = annual.central.round(4), rolling.central.reindex(annual.index).round(4)
    led = {"a_to_b": single[single > 0], "b_to_a": single[single < 0], "": single[single == 0]}
    names = {d: words("balance.series-led", way=way) for d, way in findings.ways(view).items()}
    names[""] = words("balance.series-equal")
    years = [
        Series(names[way], cells(values.reindex(annual.index)), way, line=False)
        for way, values in led.items()
        if len(values)
    ]
    line = Series(words("balance.series-windows", n=WINDOW), cells(sums), "")
    return Native("lines", tuple(map(str, annual.index)), (*years, line), "+0.0;−0.0;0", (-1.0, 1.0))


CHART = Chart("balance", 2, words("balance.name"), words("balance.question"), draw, describe, native=native)
