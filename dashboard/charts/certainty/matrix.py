"""TODO"""

from dataclasses import dataclass

import pandas as pd

from dashboard.charts.base import Figure
from dashboard.charts.certainty.what_if import WEIGHT_WORDS, local_words
from dashboard.charts.drawing.labels import note
from dashboard.data.memo import memoized
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.text import numbers
from etl.analysis.robustness import LOCAL, WEIGHTS

# Width and height of a cell of the matrix, in columns and rows.
CELL = 0.86


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
def matrix_cells(view: View) -> list[_Cell]:
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


def is_here(view: View, cell: _Cell) -> bool:
    return cell.query == to_query(view.package, view.selection, presentation=False)


def matrix_notes(view: View, height: int, low_end: float) -> tuple[Figure, list[Figure]]:
    """The axes of the matrix, and its names: of what it is, of rows, of columns, and of groups of columns."""
    columns = _columns(view)
    names, small, n = _heads(view, columns), {"color": view.theme.quiet}, len(columns)
    title = note(
        view,
        f"{view.register_name} volume, from {_first(view)} on",
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
            view,
            _row_name(view, local),
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
        note(view, name, xref="x3", x=i, yref="y3", y=0.5, yanchor="bottom", font=dict(small))
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
                view,
                WEIGHT_WORDS[w],
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
