"""TODO"""

import pandas as pd

from dashboard.data.memo import memoized
from dashboard.data.view import View
from etl.analysis import metrics
from etl.analysis.inputs import Inputs
from etl.analysis.metrics import WINDOW


@memoized
def window_inputs(view: View) -> Inputs:
    return view.inputs.windows(WINDOW)


def by_year(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reset_index(names="period").assign(year=lambda d: d.period.str[-4:].astype(int)).set_index("year")


@memoized
def dependence_by_window(view: View, direction: str) -> pd.DataFrame:
    return by_year(metrics.compute("import_dependence", window_inputs(view), direction))


@memoized
def largest_other_supplier(view: View, direction: str) -> tuple[str, pd.Series] | None:
    """The largest other supplier of a direction's recipient over the last ten windows, and its share by year."""
    amounts = window_inputs(view).suppliers[direction]
    partner = view.dyad.a if direction == "a_to_b" else view.dyad.b
    shares = amounts.div(amounts.sum(axis=1).where(lambda s: s > 0), axis=0).drop(columns=partner, errors="ignore")
    recent = shares.dropna(how="all").tail(10)
    if recent.empty or not recent.to_numpy().max() > 0.02:
        return None
    code = str(recent.max().idxmax())
    return view.package.name(code), shares[code].set_axis([int(p[-4:]) for p in shares.index])
