"""Read what the build estimated from documented events, and say it."""

import pandas as pd

from dashboard.charts.base import Variants
from dashboard.data.read_records import records
from dashboard.data.records import Variant
from dashboard.data.view import View
from dashboard.text import findings
from dashboard.text.forms.arguments import Argument, Chance, Choice, Day, Points, Year, yes
from dashboard.text.sentence import words

# A set that is longer than this share of the window dates nothing.
MOST = 0.75
_UNDATED: dict[str, Argument] = {"dated": yes(False)}


def built(view: View) -> tuple[Variant, ...]:
    """Return the rows of `reversal` on documented events of the pair; none for the record of an earlier day."""
    rows = view.package.tables["reversal"]
    rows = rows[(rows.dyad == view.selection.dyad) & (rows.measure != "tiv")]
    return records(Variant, rows)


def drawn(view: View, measure: str) -> Variant | None:
    """Return the answer of this very selection with what is left to chance drawn; None where it was not built."""
    s = view.selection
    if s.weight or s.gross_min:
        return None  # the build draws one vote a transfer, of every year
    asked = (measure, s.credibility, s.origins, str(s.from_year), str(s.to_year), None)
    for row in built(view):
        if row.draws and asked == (row.measure, row.credibility_max, row.origins_min, row.start, row.end, row.left_out):
            return row
    return None


def variants(view: View) -> Variants | None:
    """Return every answer that the build drew; None for the record of an earlier day."""
    rows = [row for row in built(view) if row.draws]
    if not rows:
        return None
    columns = ("way", "chance", "error", "enough", "began")
    said = [{**_answer(row), **_start(view, row)} for row in rows]
    table = pd.DataFrame(
        {words(f"documented.column-{name}"): [words(f"documented.cell-{name}", **s) for s in said] for name in columns}
    )
    return Variants(words("documented.all-variants"), table, (None,) * len(rows))


def _answer(row: Variant) -> dict[str, Argument]:
    return {
        "measure": Choice(row.measure),
        "step": Choice(row.step),
        "first": Year(int(row.start[:4])),
        "last": Year(int(row.end[:4])),
        "grade": row.credibility_max or 0,
        "origins": row.origins_min or 0,
        "left_out": Choice((row.left_out or "none").replace(" ", "_")),
        "chance": Chance(row.p_reversed, strong=False),
        "error": Points(row.mc_error or 0.0),
        "draws": row.draws,
        "called": yes(row.callable),
    }


def _start(view: View, row: Variant) -> dict[str, Argument]:
    """Return when the new direction began, if it turned once, with its 90% set.

    For months alone, and where the set is shorter than most of the window, which would date nothing.
    """
    if row.step != "month" or row.first_period is None or row.set_from is None or row.set_to is None:
        return _UNDATED
    if _months(row.set_from, row.set_to) > MOST * _months(row.start, row.end):
        return _UNDATED
    days = {"began": Day(row.first_period), "set_from": Day(row.set_from), "set_to": Day(row.set_to)}
    return {"dated": yes(True), "way": findings.view_way(view, "b_to_a" if row.new_leader == "b" else "a_to_b"), **days}


def _months(first: str, last: str) -> int:
    """Return how many months lie from one `YYYY-MM` to another, both counted."""
    (year, month), (to_year, to_month) = ((int(part) for part in text.split("-")) for text in (first, last))
    return 12 * (to_year - year) + to_month - month + 1
