"""TODO"""

import pandas as pd

from etl.analysis import series
from etl.analysis.inputs import Inputs, documented_inputs, tiv_inputs
from etl.analysis.metrics import METRICS, WINDOW, Metric
from etl.analysis.series import COLUMNS, Pair, Tables
from etl.contracts.vocabulary import DIRECTIONS


def _rows(inputs: Inputs, metrics: list[Metric]) -> list[pd.DataFrame]:
    out = []
    for metric in metrics:
        for direction in DIRECTIONS if metric.directed else (None,):
            frame = metric.function(inputs, direction or "a_to_b")
            out.append(frame.assign(metric=metric.id, direction=direction).reset_index(names="period"))
    return out


def table(tables: Tables, dyads: list[str], credibility_max: int) -> pd.DataFrame:
    """Every metric × dyad × variant, by year and by five-year window (see package_tables.TABLES['metrics'])."""
    years = series.all_years(tables)
    releases = sorted({r for r in tables["coverage"].release if r})
    flows = {r: series.yearly_flows(tables, r) for r in releases}
    out = []
    for dyad in dyads:
        pair = Pair.of(dyad)
        variants = [("tiv", r, local) for r in releases for local in ("included", "excluded")]
        for measure, release, local in [*variants, ("documented", "", None)]:
            if measure == "tiv":
                inputs = tiv_inputs(tables, pair, release, years, str(local), flows[release])
            else:
                inputs = documented_inputs(tables, pair, credibility_max, years)
            with_trade = measure == "tiv" and local == "included"
            usable = [m for m in METRICS.values() if with_trade or not m.needs_trade]
            rows = _rows(inputs, [m for m in usable if not m.window_only])
            rows += _rows(inputs.windows(WINDOW), [m for m in usable if m.window_only or m.needs_trade])
            variant = {"dyad": dyad, "measure": measure, "release": release, "local_production": local}
            out += [frame.assign(**variant) for frame in rows]
    frame = pd.concat(out, ignore_index=True).astype({"period": str})
    values = frame[["low", "central", "high"]].round(9)
    order = ["dyad", "metric", "direction", "measure", "release", "local_production", "period", *COLUMNS]
    return frame.assign(**values)[order]
