"""Build the table `metrics` from every metric, dyad and variant of the series."""

import pandas as pd

from etl.analysis import series
from etl.analysis.inputs import Inputs, documented_inputs, tiv_inputs
from etl.analysis.metrics import METRICS, WINDOW, Metric
from etl.analysis.series import COLUMNS, Pair, Tables
from etl.contracts.vocabulary import DIRECTIONS


def _compute_all(inputs: Inputs, metrics: list[Metric]) -> list[pd.DataFrame]:
    frames = []
    for metric in metrics:
        for direction in DIRECTIONS if metric.directed else (None,):
            frame = metric.function(inputs, direction or "a_to_b")
            frames.append(frame.assign(metric=metric.id, direction=direction).reset_index(names="period"))
    return frames


def table(tables: Tables, dyads: list[str], credibility_max: int) -> pd.DataFrame:
    """Return every metric × dyad × variant by year or window (columns dyad, metric, direction, measure, release, local_production, period and COLUMNS)."""
    years = series.all_years(tables)
    releases = sorted({r for r in tables["coverage"].release if r})
    flows = {r: series.yearly_flows(tables, r) for r in releases}
    frames = []
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
            computed = _compute_all(inputs, [m for m in usable if not m.window_only])
            computed += _compute_all(inputs.windows(WINDOW), [m for m in usable if m.window_only or m.needs_trade])
            variant = {"dyad": dyad, "measure": measure, "release": release, "local_production": local}
            frames += [frame.assign(**variant) for frame in computed]
    frame = pd.concat(frames, ignore_index=True).astype({"period": str})
    values = frame[["low", "central", "high"]].round(9)
    order = ["dyad", "metric", "direction", "measure", "release", "local_production", "period", *COLUMNS]
    return frame.assign(**values)[order]
