"""Build the matrix of variants: the chance of a reversal by release, weight of votes and local production."""

from dataclasses import dataclass

import pandas as pd

from dashboard.charts.base import Figure
from dashboard.charts.certainty.what_if import local_argument, weight_argument
from dashboard.charts.drawing.labels import note
from dashboard.charts.drawing.marked_text import BREAK
from dashboard.data.memo import memoized
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.text.forms import names
from dashboard.text.forms.arguments import Chance, Name, Year, yes
from dashboard.text.sentence import words
from etl.analysis.reversal import PRIOR
from etl.analysis.robustness import WEIGHTS
from etl.analysis.votes import PRIMARY

# Rows: per cent of local production that counts, and the direction it applies to.
ROWS = ((100, "both"), (0, "both"), (0, "a_to_b"), (0, "b_to_a"))
# Width and height of a cell of the matrix, in columns and rows.
CELL = 0.86


@dataclass(frozen=True)
class _Cell:
    """One variant of the question: its place in the matrix, its answer, the query of its view."""

    row: int
    column: int
    p: float
    callable: bool
    label: str
    query: str
    direction: str
    basis: tuple[str, ...]


def _columns(view: View) -> list[tuple[str, float]]:
    """Return (release, weight of votes) of each column; one weight only if cells were too narrow for their numbers."""
    releases = view.package.releases(view.selection.dyad)
    room = (1 - _left_edge(view)) * view.size.width / max(1, len(WEIGHTS) * len(releases))
    weights = WEIGHTS if not view.size.narrow and room > 3.4 * view.size.note else WEIGHTS[:1]
    return [(r, w) for w in weights for r in releases]


def _column_heads(view: View, columns: list[tuple[str, float]]) -> list[str]:
    """Return the releases as column heads, short enough to stand apart; a bare year would read as a year of data."""
    full = [view.package.release_name(r) for r, _ in columns]
    short = [name.replace(r, f"’{r[-2:]}") for name, (r, _) in zip(full, columns, strict=True)]
    room = (1 - _left_edge(view)) * (view.size.width - 56) / max(1, len(columns))
    broken = [name.replace(" ", BREAK) for name in short]
    return next(
        (
            names
            for names in (full, short)
            if 0.5 * view.size.note * max((len(n.replace("’", "")) for n in names), default=0) + 10 <= room
        ),
        broken,
    )


def _left_edge(view: View) -> float:
    """Return where the matrix begins, right of its row names, as a share of the drawing's width."""
    return 0.02 + 0.5 * view.size.note * max(len(_row_name(view, *local)) for local in ROWS) / (view.size.width - 56)


def _row_name(view: View, share: int, side: str) -> str:
    return words("certainty.row-narrow" if view.size.narrow else "certainty.row", **local_argument(view, share, side))


def _reversal_rows(view: View) -> pd.DataFrame:
    """Return the pair's TIV rows of the table `reversal` that end with the last year of their release."""
    rows = view.package.tables["reversal"]
    rows = rows[(rows.dyad == view.selection.dyad) & (rows.measure == "tiv") & (rows.vote_rule == PRIMARY)]
    rows = rows[
        (rows.spans == "then")
        & (rows.left_out.fillna("") == "")
        & (rows.prior.round(9) == round(PRIOR[1] + PRIOR[2], 9))
    ]
    return rows[rows.end == rows.groupby("release").end.transform("max")]


@memoized(64)
def matrix_cells(view: View) -> list[_Cell]:
    """Return the cells of the matrix, column by column; none without a release."""
    rows = _reversal_rows(view)
    own = rows.groupby("release").start.transform(lambda s: s[s >= str(view.dyad.first_year)].min())
    rows = rows[(rows.start == own) & (rows.gross_min == 0)]
    cells = []
    for column, (release, weight) in enumerate(_columns(view)):
        for row, (share, side) in enumerate(ROWS):
            counted = (rows.share == share) & (rows.share_side == side)
            variant = rows[(rows.release == release) & (rows.weight_exponent == weight) & counted]
            if variant.empty:
                continue
            r = variant.iloc[0]
            label = words(
                "certainty.mark-variant",
                release=Name(view.package.release_name(release)),
                **local_argument(view, share, side),
                weight=weight_argument(weight),
                chance=Chance(r.p_reversed, strong=False),
                called=yes(r.callable),
                leads=Chance(r.p_new_leads_now, strong=False),
            )
            changed = view.selection.replace(
                release=release,
                local=share,
                local_side=side,
                weight=weight,
                measure="tiv",
                gross_min=0.0,
                from_year=_first_year(view),
                to_year=_last_year(view),
            )
            query = to_query(view.package, changed, presentation=False)
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


def _registers(view: View) -> Name:
    """Return the registers whose releases are columns."""
    return Name(names.row(view.package.registers(view.package.releases(view.selection.dyad))))


def _first_year(view: View) -> int:
    return max(int(view.dyad.first_year), view.package.years(view.selection.dyad)[0])


def _last_year(view: View) -> int:
    releases = view.package.releases(view.selection.dyad)
    return view.package.covered(view.selection.dyad, releases[0])[-1] if releases else view.selection.to_year


def is_selected(view: View, cell: _Cell) -> bool:
    return cell.query == to_query(view.package, view.selection, presentation=False)


def matrix_layout(view: View, height: int, low_end: float) -> tuple[Figure, list[Figure]]:
    """Return the axes of the matrix and its annotations: title, row names, column heads and heads of column groups."""
    columns = _columns(view)
    head_texts, quiet, column_count = _column_heads(view, columns), {"color": view.theme.quiet}, len(columns)
    title = note(
        view,
        words("certainty.heading-matrix", register=_registers(view), year=Year(_first_year(view))),
        x=0,
        y=low_end + (0.004 if view.size.narrow else -0.02),
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        font=dict(quiet),
    )
    rows = [
        note(
            view,
            _row_name(view, *local),
            xref="paper",
            x=0,
            yref="y3",
            y=-i,
            xanchor="left",
            yanchor="middle",
        )
        for i, local in enumerate(ROWS)
    ]
    heads = [
        note(view, name, xref="x3", x=i, yref="y3", y=0.5, yanchor="bottom", font=dict(quiet))
        for i, name in enumerate(head_texts)
    ]
    weights = list(dict.fromkeys(w for _, w in columns))
    per_weight = max(1, column_count // max(1, len(weights)))
    extra_lines = 1.3 * any(BREAK in name for name in head_texts)
    head_height = ((3.1 if len(weights) > 1 else 1.7) + extra_lines) * view.size.note
    row_height = ((height - 54) * low_end - head_height) / (len(ROWS) + 0.1)
    groups = (
        []
        if len(weights) < 2
        else [
            note(
                view,
                words("certainty.column-group", weight=weight_argument(w)),
                xref="x3",
                x=k * per_weight + (per_weight - 1) / 2,
                yref="y3",
                y=0.5,
                yanchor="bottom",
                yshift=(1.3 + extra_lines) * view.size.note,
                font={"weight": 600},
            )
            for k, w in enumerate(weights)
        ]
    )
    axes = {
        "xaxis3": {
            "range": [-0.6, column_count - 0.4],
            "domain": [_left_edge(view), 1],
            "anchor": "y3",
            "showticklabels": False,
            "showgrid": False,
        },
        "yaxis3": {
            "range": [-len(ROWS) + 0.4, 0.5 + head_height / row_height],
            "domain": [0.0, low_end],
            "anchor": "x3",
            "showticklabels": False,
            "showgrid": False,
        },
    }
    return axes, [title, *rows, *heads, *groups]
