"""Compute shares of arms imports over five-year windows."""

import pandas as pd

from dashboard.data.memo import memoized
from dashboard.data.view import View
from dashboard.text.forms.arguments import State
from etl.analysis import metrics
from etl.analysis.inputs import Inputs
from etl.analysis.metrics import WINDOW

# Least part of what was supplied in a decade that is worth a line.
_LEAST, _DECADE = 0.02, 10


def parties(view: View, direction: str, other: str = "") -> dict[str, State]:
    """Return the recipient of a direction and its supplier, or another one, as arguments of sentences."""
    return {"recipient": State(view.recipient(direction)), "supplier": State(other or view.supplier(direction))}


@memoized(16)
def window_inputs(view: View) -> Inputs:
    """Return the inputs of the metrics summed over five-year windows, in million TIV."""
    return view.inputs.windows(WINDOW)


def by_last_year(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame of windows by their last year, with the window in `period`."""
    return frame.reset_index(names="period").assign(year=lambda d: d.period.str[-4:].astype(int)).set_index("year")


@memoized(16)
def dependence_by_window(view: View, direction: str) -> pd.DataFrame:
    """Return the import dependence of a direction's recipient, 0 to 1, by last year of the window."""
    return by_last_year(metrics.compute("import_dependence", window_inputs(view), direction))


@memoized(16)
def largest_other_supplier(view: View, direction: str) -> tuple[str, pd.Series] | None:
    """Return who of others supplied a direction's recipient most in the last decade, and its share by last year.

    None if nobody reached 2% of what was supplied in those years.
    """
    partner = view.dyad.a if direction == "a_to_b" else view.dyad.b
    recent = view.inputs.suppliers[direction].reindex([*last_decade(view)]).sum()
    others = recent.drop(partner, errors="ignore")
    if others.empty or not others.max() > _LEAST * recent.sum():
        return None
    amounts, code = window_inputs(view).suppliers[direction], str(others.idxmax())
    shares = amounts.div(amounts.sum(axis=1).where(lambda s: s > 0), axis=0)
    return view.package.name(code), shares[code].set_axis([int(p[-4:]) for p in shares.index])


def last_decade(view: View) -> range:
    """Return the last ten years of a view for which the imports of both states are known, or as many as there are."""
    imports = view.inputs.imports.values()
    known = [y for y in view.selection.years if all(frame.covered.loc[y] for frame in imports)]
    return range(max(known[0], known[-1] - _DECADE + 1), known[-1] + 1) if known else range(0)
