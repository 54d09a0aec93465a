"""Build up the chart of directions in steps for a talk: one period after another, on constant axes."""

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.charts.base import Step
from dashboard.data.view import View
from dashboard.text import findings, numbers
from etl.contracts.vocabulary import DIRECTIONS

# Fewest years of a step: with fewer no reversal can be computed.
MIN_YEARS = 3


def build_steps(view: View) -> tuple[Step, ...]:
    """Return the steps of a view's pair that fit its selection, the last ones with all years; none if only one fits."""
    s, steps, before = view.selection, [], view.selection.from_year - 1
    for row in _rows(view):
        until = s.to_year if pd.isna(row["until"]) else int(row["until"])
        local = str(row["local"])
        leaves_out = local != "included"
        if leaves_out and (s.local != "included" or s.measure != "tiv"):
            continue  # the view leaves out local production already
        if until > s.to_year or until < s.from_year + MIN_YEARS - 1 or (until <= before and not leaves_out):
            continue
        shown = replace(view.with_selection(to_year=until, **({"local": local} if leaves_out else {})), within=view)
        steps.append(
            Step(str(row["label"]), _left_out(view, shown) if leaves_out else _added_years(shown, before + 1), shown)
        )
        before = max(before, until)
    return tuple(steps) if len(steps) > 1 else ()


def _rows(view: View) -> list[dict[str, Any]]:
    """Return the pair's own steps; without any, those up to the reversal and of all years."""
    table = view.package.tables.get("steps")
    own_steps = [] if table is None else table[table.dyad == view.selection.dyad].to_dict("records")
    turn = findings.turn(view)
    if own_steps or not turn:
        return own_steps
    return [
        {"label": f"Until {turn[0]}", "until": turn[0], "local": "included"},
        {"label": "All years", "until": None, "local": "included"},
    ]


def _added_years(view: View, start: int) -> str:
    """Describe what the years from `start` on add.

    Example: `From 2011 to 2015: 33 million TIV from Russia to Iran and nothing recorded from Iran to Russia.`
    """
    end = view.selection.to_year
    when = f"In {end}" if start == end else f"From {start} to {end}"
    if not view.flows.covered.loc[start:end].any():
        return f"{when}: not covered by this source."
    sums = {d: float(view.flows.flow[d].central.loc[start:end].sum()) for d in DIRECTIONS}
    if not any(sums.values()):
        return f"{when}: nothing recorded either way."
    amounts = [f"{_amount(view, sums[d])} from {view.from_to(d)}" for d in DIRECTIONS]
    return f"{when}: {' and '.join(amounts)}."


def _amount(view: View, amount: float) -> str:
    return f"{numbers.number(round(amount, 2))} {findings.unit(view)}" if amount else "nothing recorded"


def _left_out(whole: View, view: View) -> str:
    parts = []
    for direction in DIRECTIONS:
        all_, rest = (float(v.flows.flow[direction].central.sum()) for v in (whole, view))
        if all_ > rest:
            parts.append(f"{numbers.percent(1 - rest / all_)} of what went from {view.from_to(direction)}")
    if not parts:
        return f"{whole.register_name} marks no delivery in these years as locally produced."
    return f"{whole.register_name} marks as locally produced {' and '.join(parts)}."
