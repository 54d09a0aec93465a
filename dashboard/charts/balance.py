"""Draw how one-sided the pair was: the balance index by year and over five-year sums."""

import pandas as pd

from dashboard.charts.base import Chart, Description, Figure, Mark, Native, Series, cells
from dashboard.charts.drawing.axes import layout
from dashboard.charts.drawing.labels import note
from dashboard.data.view import View
from dashboard.text import findings, numbers
from dashboard.text.sentence import Prose, join_runs, to_text
from etl.analysis import metrics
from etl.analysis.inputs import Inputs
from etl.analysis.metrics import WINDOW
from etl.contracts.vocabulary import DIRECTIONS


def _instead(view: View) -> str:
    counted = findings.counted_instead(view)
    return f"{to_text(counted)} " if counted else ""


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
            "hovertext": [f"<b>{y}</b><br>balance {v:+.2f}<br>Click for its sources" for y, v in dated.central.items()],
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
                f"<b>{p}</b>, five-year sums<br>balance {v:+.2f}" if pd.notna(v) else ""
                for p, v in zip(rolling.period, rolling.central, strict=True)
            ],
        },
    ]


def draw(view: View) -> Figure:
    annual, rolling = _annual(view), _rolling(view)
    names: list[tuple[str, float, str, Figure]] = [
        (f"only {view.arrow('a_to_b')}", 1.06, "bottom", {"weight": 700, "color": view.theme.a_to_b}),
        (f"only {view.arrow('b_to_a')}", -1.06, "top", {"weight": 700, "color": view.theme.b_to_a}),
        ("equal", 0.02, "bottom", {"color": view.theme.quiet}),
    ]
    notes = [
        note(view, text, xref="paper", x=0, y=y, yanchor=yanchor, xanchor="left", font=font)
        for text, y, yanchor, font in names
    ]
    last = rolling.central.last_valid_index()
    if last is not None:
        y = rolling.central.loc[last]
        words = "five-year sums" if not view.size.narrow else "five years"
        notes.append(note(view, words, x=last - 4, y=y, xanchor="right", yanchor="middle"))
    step = 10 if view.size.narrow and len(annual) > 25 else 5
    return {
        "data": _traces(view, annual, rolling),
        "layout": layout(
            view,
            height=view.size.tall(340 if not view.size.narrow else 360),
            margin={"l": 40, "r": 14, "t": 14, "b": 26},
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


def _title(view: View, rolling: pd.DataFrame) -> Prose:
    valid = rolling[rolling.central.notna()]
    if valid.empty:
        return join_runs(
            f"The selection holds no {numbers.count_in_words(WINDOW)} covered years with deliveries, "
            "so there is no balance over them."
        )
    last = valid.iloc[-1]
    direction = "a_to_b" if last.central > 0 else "b_to_a"
    share = (1 + abs(last.central)) / 2
    span = last.period.replace("/", "–")
    what = "what passed between the two" if view.selection.measure == "tiv" else "the documented transfer events"
    if last.central == 0:
        return join_runs(f"Over {span}, {what} went as much one way as the other.")
    return join_runs(
        f"Over {span}, {numbers.percent(share)} of {what} went from ",
        (view.from_to(direction), direction),
        ".",
    )


def describe(view: View) -> Description:
    annual, rolling = _annual(view), _rolling(view)
    marks = [
        Mark(str(year), f"{year}: balance {row.central:+.2f}", tuple(row.basis.split()), 0, i)
        for i, (year, row) in enumerate(annual[annual.central.notna()].iterrows())
    ]
    marks += [
        Mark(row.period, f"{row.period}, five-year sums: balance {row.central:+.2f}", tuple(row.basis.split()), 1, i)
        for i, (_, row) in enumerate(rolling.iterrows())
        if pd.notna(row.central)
    ]
    table = (
        pd.DataFrame(
            {
                "Balance": annual.central.round(4),
                "from": annual.low.round(4),
                "to": annual.high.round(4),
                f"Balance, {WINDOW}-year sums": rolling.central.reindex(annual.index).round(4),
            }
        )
        .rename_axis("Year")
        .reset_index()
    )
    sentence = join_runs(
        _instead(view),
        f"+1 means that everything went from {view.from_to('a_to_b')}, "
        f"−1 that everything went from {view.from_to('b_to_a')}. "
        "A window of five years keeps the old sign for years after one large delivery, "
        "so the single years stand beside it.",
    )
    return Description(
        _title(view, rolling),
        sentence,
        table,
        tuple(marks),
        view.register(),
        f"Balance: ({view.arrow('a_to_b')} minus {view.arrow('b_to_a')}) divided by their sum",
        "Triangles: single years, up or down by who led. Line: five-year sums. A gap: nothing recorded or not covered.",
    )


def native(view: View) -> Native:
    """Return single years as markers and five-year sums as a line."""
    annual, rolling = _annual(view), _rolling(view)
    single, sums = annual.central.round(4), rolling.central.reindex(annual.index).round(4)
    led = {"a_to_b": single[single > 0], "b_to_a": single[single < 0], "": single[single == 0]}
    names = {d: f"Single years: {view.arrow(d)} led" for d in DIRECTIONS} | {"": "Single years: as much each way"}
    years = [
        Series(names[way], cells(values.reindex(annual.index)), way, line=False)
        for way, values in led.items()
        if len(values)
    ]
    line = Series(f"{WINDOW}-year sums", cells(sums), "")
    return Native("lines", tuple(map(str, annual.index)), (*years, line), "+0.0;−0.0;0", (-1.0, 1.0))


CHART = Chart("balance", 2, "How one-sided was it?", draw, describe, native=native)
