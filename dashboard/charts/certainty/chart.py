"""How sure the reversal is: what was known year by year, when it turned, and where the answer breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.base import Chart, Description, Figure, Mark
from dashboard.charts.certainty.what_if import WEIGHT_WORDS, breaks, documented, local_words, weighed
from dashboard.charts.drawing.axes import layout, nice_ticks
from dashboard.charts.drawing.labels import note
from dashboard.data.memo import memoized
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.text import findings, numbers
from dashboard.text.numbers import count
from dashboard.text.sentence import Sentence, join_runs
from etl.analysis.reversal import CALL, CALL_PERIODS
from etl.analysis.robustness import LOCAL, WEIGHTS

_CELL = 0.86
"""Width and height of a cell of the matrix, in columns and rows."""


@dataclass(frozen=True)
class _Cell:
    """One variant of the question: where it stands in the matrix, its answer, the view that shows it."""

    row: int
    column: int
    p: float
    callable: bool
    label: str
    query: str
    direction: str
    basis: tuple[str, ...]


def _columns(view: View) -> list[tuple[str, float]]:
    """(release, vote weight) of the matrix's columns; on a phone one weight only, and where cells would be too narrow for their numbers."""
    releases = view.package.releases(view.selection.dyad)
    room = (1 - _matrix_left(view)) * view.size.width / max(1, len(WEIGHTS) * len(releases))
    weights = WEIGHTS if not view.size.narrow and room > 3.4 * view.size.note else WEIGHTS[:1]
    return [(r, w) for w in weights for r in releases]


def _heads(view: View, columns: list[tuple[str, float]]) -> list[str]:
    """The releases over the columns, as short as they must be to stand apart; a bare year would read as a year of data."""
    full = [view.package.release_name(r) for r, _ in columns]
    short = [name.replace(r, f"’{r[-2:]}") for name, (r, _) in zip(full, columns, strict=True)]
    room = (1 - _matrix_left(view)) * (view.size.width - 56) / max(1, len(columns))
    broken = [name.replace(" ", "<br>") for name in short]
    return next(
        (
            names
            for names in (full, short)
            if 0.5 * view.size.note * max((len(n.replace("’", "")) for n in names), default=0) + 10 <= room
        ),
        broken,
    )


def _matrix_left(view: View) -> float:
    """Where the matrix begins, right of its rows' names, as a share of the drawing."""
    return 0.02 + 0.5 * view.size.note * max(len(_row_name(view, local)) for local in LOCAL) / (view.size.width - 56)


def _row_name(view: View, local: str) -> str:
    """A row of the matrix, short where the page is narrow."""
    if not view.size.narrow or local == "included":
        return local_words(view, local)
    return "without local" if local == "excluded" else f"without: {view.arrow(local.removeprefix('excluded_'))}"


def _robust(view: View) -> pd.DataFrame:
    """The TIV rows of the table `reversal` for the pair, all years, at its own start year."""
    rows = view.package.tables["reversal"]
    rows = rows[(rows.dyad == view.selection.dyad) & (rows.measure == "tiv")]
    return rows[rows.end == rows.groupby("release").end.transform("max")]


@memoized
def _cells(view: View) -> list[_Cell]:
    rows = _robust(view)
    own = rows.groupby("release").start.transform(lambda s: s[s >= str(view.dyad.first_year)].min())
    rows = rows[(rows.start == own) & (rows.gross_min == 0)]
    cells = []
    for column, (release, weight) in enumerate(_columns(view)):
        for row, local in enumerate(LOCAL):
            found = rows[
                (rows.release == release) & (rows.weight_exponent == weight) & (rows.local_production == local)
            ]
            if found.empty:
                continue
            r = found.iloc[0]
            label = f"{view.package.release_name(release)}, {local_words(view, local)}, {WEIGHT_WORDS[weight]}: {numbers.chance(r.p_reversed)}"
            label += f", {'a reversal' if r.callable else 'not callable'}; the new side leads now: {numbers.chance(r.p_new_leads_now)}"
            turned = view.selection.replace(
                release=release,
                local=local,
                weight=weight,
                measure="tiv",
                gross_min=0.0,
                from_year=_first(view),
                to_year=_last(view),
            )
            query = to_query(view.package, turned, presentation=False)
            cells.append(
                _Cell(
                    row,
                    column,
                    float(r.p_reversed),
                    bool(r.callable),
                    label,
                    query,
                    "b_to_a" if r.new_leader == "b" else "a_to_b",
                    tuple(r.basis.split()),
                )
            )
    return cells


def _first(view: View) -> int:
    return max(int(view.dyad.first_year), view.package.years(view.selection.dyad)[0])


def _last(view: View) -> int:
    releases = view.package.releases(view.selection.dyad)
    return view.package.covered(view.selection.dyad, releases[0])[-1] if releases else view.selection.to_year


def _registers(view: View) -> tuple[str, ...]:
    """All releases of the matrix, and the sources of the selected measure."""
    sources = view.package.tables["sources"]
    releases = sources[sources.release.isin(view.package.releases(view.selection.dyad))].source_id
    return tuple(dict.fromkeys([*view.register(), *releases]))


def _new(view: View) -> str:
    return findings.new_direction(view)


def draw(view: View) -> Figure:
    curve, dates, cells = view.flows.as_of, view.flows.reversal.date, _cells(view)
    colour = view.theme.direction(_new(view))
    years = list(curve)
    called = [curve[y].callable for y in years]
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "cliponaxis": False,
            "x": years,
            "y": [round(curve[y].p_reversed, 6) for y in years],
            "line": {"color": view.theme.ink, "width": 2},
            "marker": {
                "size": 8,
                "color": [colour if c else view.theme.paper for c in called],
                "line": {"width": 1.5, "color": [colour if c else view.theme.ink for c in called]},
            },
            "customdata": [f"asof:{y}" for y in years],
            "hoverinfo": "text",
            "hovertext": [
                f"<b>With data up to {y}</b><br>chance of a reversal {numbers.chance(curve[y].p_reversed)}<br>{'called' if curve[y].callable else 'not callable'}"
                for y in years
            ],
        },
        {
            "type": "bar",
            "x": list(dates),
            "y": [round(p, 6) for p in dates.values()],
            "xaxis": "x2",
            "yaxis": "y2",
            "marker": {"color": colour, "line": {"width": 0}},
            "customdata": [f"date:{y}" for y in dates],
            "hoverinfo": "text",
            "hovertext": [
                f"<b>{y}</b><br>chance that the new direction begins here, if it turned once: {numbers.percent(p, 1)}"
                for y, p in dates.items()
            ],
        },
        {
            "type": "bar",
            "x": [c.column for c in cells],
            "y": [_CELL] * len(cells),
            "base": [-c.row - _CELL / 2 for c in cells],
            "xaxis": "x3",
            "yaxis": "y3",
            "width": _CELL,
            "offset": -_CELL / 2,
            "cliponaxis": False,
            "text": [numbers.chance(c.p) for c in cells],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "constraintext": "none",
            "insidetextfont": {
                "size": view.size.note,
                "color": [view.theme.on_mark if c.callable else view.theme.ink for c in cells],
            },
            "marker": {
                "color": [view.theme.direction(c.direction) if c.callable else view.theme.paper for c in cells],
                "line": {
                    "width": [3 if _is_here(view, c) else 1 for c in cells],
                    "color": [view.theme.ink if _is_here(view, c) else view.theme.absent for c in cells],
                },
            },
            "customdata": [f"?{c.query}" for c in cells],
            "hoverinfo": "text",
            "hovertext": [f"{c.label}<br>Click to open this view" for c in cells],
        },
    ]
    return {"data": data if cells else data[:2], "layout": _layout(view, dates, bool(cells))}


def _is_here(view: View, cell: _Cell) -> bool:
    return cell.query == to_query(view.package, view.selection, presentation=False)


def _layout(view: View, dates: Any, matrix: bool) -> Figure:
    """Two panels, and beneath them the matrix, where any release is there to fill it."""
    s, narrow = view.selection, view.size.narrow
    peaks = [t / 100 for t in nice_ticks(100 * max(dates.values(), default=0), 3) if t > 0]
    top, left, right = ([0.56, 1.0], [0, 0.55], [0.65, 1]) if not narrow else ([0.72, 1.0], [0, 1], [0, 1])
    second = top if not narrow else [0.47, 0.64]
    height, low_end = view.size.tall(660 if not narrow else 860), 0.44 if not narrow else 0.38
    if narrow and view.size.fixed:
        top, second = [0.76, 0.97], [0.5, 0.62]
    if not matrix:
        height, top, second = (
            view.size.tall(330 if not narrow else 520),
            [0.0 if not narrow else 0.58, 0.97],
            [0.0, 0.97 if not narrow else 0.36],
        )
    first = max(dates, key=lambda y: dates[y], default=s.to_year)
    near = max(12, s.to_year - int(first) + 6)
    step = 10 if narrow or view.size.width < 900 else 5
    pitch = (right[1] - right[0]) * (view.size.width - 56) / (s.to_year + 0.8 - int(first) + near / 2)
    every = next(n for n in (2, 4, 6) if n * pitch > 3.2 * view.size.note or n == 6)
    ticks = [y for y in s.years if y % step == 0]
    small = {"color": view.theme.quiet}
    label = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "font": small}
    titles = [
        note(
            "Chance of a reversal, with the data up to each year",
            s.theme,
            view.size,
            x=left[0],
            y=top[1] + 0.012,
            **dict(label),
        ),
        note("If it turned once: when?", s.theme, view.size, x=right[0], y=second[1] + 0.012, **dict(label)),
        note(
            f"called from {CALL:.0%}",
            s.theme,
            view.size,
            xref="x",
            yref="y",
            x=s.from_year + 2,
            y=CALL,
            xanchor="left",
            yanchor="top",
            font=dict(small),
        ),
    ]
    axes, notes = _matrix(view, height, low_end) if matrix else ({}, [])
    call = {
        "type": "line",
        "xref": "x",
        "yref": "y",
        "x0": s.from_year,
        "x1": s.to_year + 0.5,
        "y0": CALL,
        "y1": CALL,
        "line": {"color": view.theme.absent, "width": 1, "dash": "dot"},
    }
    return layout(
        s.theme,
        view.size,
        height=height,
        margin={"l": 44, "r": 12, "t": 30, "b": 24},
        xaxis={
            "range": [s.from_year - 0.5, s.to_year + 0.8],
            "domain": left,
            "anchor": "y",
            "tickvals": ticks,
            "showgrid": False,
        },
        yaxis={"range": [0, 1.06], "domain": top, "anchor": "x", "tickvals": [0.5, 1], "ticktext": ["50%", "100%"]},
        xaxis2={
            "range": [int(first) - near / 2, s.to_year + 0.8],
            "domain": right,
            "anchor": "y2",
            "showgrid": False,
            "tickvals": [y for y in dates if int(first) - near / 2 <= y and (y - int(first)) % every == 0],
        },
        yaxis2={
            "domain": second,
            "anchor": "x2",
            "rangemode": "tozero",
            "tickvals": peaks,
            "ticktext": [numbers.percent(p) for p in peaks],
        },
        shapes=[call],
        annotations=[*titles, *notes],
        **axes,
    )


def _matrix(view: View, height: int, low_end: float) -> tuple[Figure, list[Figure]]:
    """The axes of the matrix, and its names: of what it is, of rows, of columns, and of groups of columns."""
    s, columns = view.selection, _columns(view)
    names, small, n = _heads(view, columns), {"color": view.theme.quiet}, len(columns)
    title = note(
        f"{view.register_name} volume, from {_first(view)} on",
        s.theme,
        view.size,
        x=0,
        y=low_end + (0.004 if view.size.narrow else -0.02),
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        font=dict(small),
    )
    rows = [
        note(
            _row_name(view, local),
            s.theme,
            view.size,
            xref="paper",
            x=0,
            yref="y3",
            y=-i,
            xanchor="left",
            yanchor="middle",
        )
        for i, local in enumerate(LOCAL)
    ]
    heads = [
        note(name, s.theme, view.size, xref="x3", x=i, yref="y3", y=0.5, yanchor="bottom", font=dict(small))
        for i, name in enumerate(names)
    ]
    weights = list(dict.fromkeys(w for _, w in columns))
    per = max(1, n // max(1, len(weights)))
    more = 1.3 * any("<br>" in name for name in names)
    head = ((3.1 if len(weights) > 1 else 1.7) + more) * view.size.note
    row = ((height - 54) * low_end - head) / (len(LOCAL) + 0.1)
    groups = (
        []
        if len(weights) < 2
        else [
            note(
                WEIGHT_WORDS[w],
                s.theme,
                view.size,
                xref="x3",
                x=k * per + (per - 1) / 2,
                yref="y3",
                y=0.5,
                yanchor="bottom",
                yshift=(1.3 + more) * view.size.note,
                font={"weight": 600},
            )
            for k, w in enumerate(weights)
        ]
    )
    axes = {
        "xaxis3": {
            "range": [-0.6, n - 0.4],
            "domain": [_matrix_left(view), 1],
            "anchor": "y3",
            "showticklabels": False,
            "showgrid": False,
        },
        "yaxis3": {
            "range": [-len(LOCAL) + 0.4, 0.5 + head / row],
            "domain": [0.0, low_end],
            "anchor": "x3",
            "showticklabels": False,
            "showgrid": False,
        },
    }
    return axes, [title, *rows, *heads, *groups]


def _title(view: View) -> Sentence:
    r = view.flows.reversal
    if findings.recorded(view) != "votes":
        return findings.nothing(view)
    if r.callable:
        return join_runs(
            f"A reversal is called, at {numbers.chance(r.p_reversed)}: ",
            (view.from_to(_new(view)), _new(view)),
            f" since {r.first_period}.",
        )
    return join_runs(f"Not callable yet: the chance of a reversal is {numbers.chance(r.p_reversed)}.")


def _sentence(view: View) -> Sentence:
    r = view.flows.reversal
    if findings.recorded(view) != "votes":
        return join_runs("Without a vote the chance of a reversal is the one assumed beforehand, and says nothing.")
    span = f"{r.credible_set[0]} to {r.credible_set[-1]}" if len(r.credible_set) > 1 else str(r.credible_set[0])
    when = (
        f" If it turned once, the new direction began in {span} (90%)." if r.p_reversed >= findings.NO_REVERSAL else ""
    )
    return join_runs(
        findings.counted_instead(view),
        f"Each year with deliveries casts a vote, split as the deliveries are split. A reversal is called when its chance (here {numbers.chance(r.p_reversed)}) and the chance that "
        f"the new side leads now ({numbers.chance(r.p_new_leads_now)}) are both at least {CALL:.0%}, and at least {count(CALL_PERIODS)} years point the new way ({r.periods_new_way} do).{when}",
    )


def describe(view: View) -> Description:
    curve, links_stays = view.flows.as_of, breaks(view)
    links, stays = links_stays
    marks = []
    for i, (year, answer) in enumerate(curve.items()):
        basis = " ".join(view.flows.flow[d].basis.loc[year] for d in ("a_to_b", "b_to_a"))
        label = f"With data up to {year}: {numbers.chance(answer.p_reversed)}, {'called' if answer.callable else 'not callable'}"
        marks.append(Mark(f"asof:{year}", label, tuple(basis.split()), 0, i))
    for i, year in enumerate(view.flows.span):
        p = view.flows.reversal.date[year]
        basis = " ".join(view.flows.flow[d].basis.loc[year] for d in ("a_to_b", "b_to_a"))
        marks.append(
            Mark(
                f"date:{year}",
                f"New direction from {year}, if it turned once: {numbers.percent(p, 1)}",
                tuple(basis.split()),
                1,
                i,
            )
        )
    for i, cell in enumerate(_cells(view)):
        marks.append(Mark(f"?{cell.query}", cell.label, cell.basis, 2, i))
    table = pd.DataFrame(
        {
            "Data up to": list(curve),
            "Chance of a reversal": [round(r.p_reversed, 4) for r in curve.values()],
            "Chance that the new side leads": [round(r.p_new_leads_now, 4) for r in curve.values()],
            "Called": ["yes" if r.callable else "no" for r in curve.values()],
        }
    )
    lists = (
        ("What would change this answer", links),
        ("Asked of documented events instead", documented(view)),
        ("The same with the doubt about dates, numbers and claims weighed in", weighed(view)),
    )
    key = (
        f"In the table a filled cell is a called reversal. It takes {CALL:.0%} twice: for a reversal, and for who leads now; a bare cell above that misses the second. Framed: this view. "
        if _cells(view)
        else ""
    )
    legend = key + (f"What does not change it: {stays}." if stays else "")
    return Description(
        _title(view),
        _sentence(view),
        table,
        tuple(marks),
        _registers(view),
        "Chance, from direction votes",
        legend,
        lists=lists,
    )


CHART = Chart("certainty", 4, "How sure is the reversal?", draw, describe)
