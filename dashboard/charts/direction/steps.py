"""The steps in which a talk builds up the chart of directions: one stretch of years after another, on axes that stay."""

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.charts.base import Step
from dashboard.data.view import View
from dashboard.text import findings, numbers
from etl.contracts.vocabulary import DIRECTIONS

# Years that a step shows at least: with fewer there is no reversal to ask for.
LEAST = 3


def of(view: View) -> tuple[Step, ...]:
    """The steps of a view's pair that its selection leaves room for, the last ones with all years; none where one is all there is."""
    s, found, before = view.selection, [], view.selection.from_year - 1
    for row in _rows(view):
        until = s.to_year if pd.isna(row["until"]) else int(row["until"])
        local = str(row["local"])
        turned = local != "included"
        if turned and (s.local != "included" or s.measure != "tiv"):
            continue  # what it would leave out is left out already
        if until > s.to_year or until < s.from_year + LEAST - 1 or (until <= before and not turned):
            continue
        shown = replace(view.with_selection(to_year=until, **({"local": local} if turned else {})), within=view)
        found.append(Step(str(row["label"]), _left_out(view, shown) if turned else _new(shown, before + 1), shown))
        before = max(before, until)
    return tuple(found) if len(found) > 1 else ()


def _rows(view: View) -> list[dict[str, Any]]:
    """The pair's own steps, or else up to the turn and then all years."""
    table = view.package.tables.get("steps")
    mine = [] if table is None else table[table.dyad == view.selection.dyad].to_dict("records")
    turned = findings.turn(view)
    if mine or not turned:
        return mine
    return [
        {"label": f"Until {turned[0]}", "until": turned[0], "local": "included"},
        {"label": "All years", "until": None, "local": "included"},
    ]


def _new(view: View, start: int) -> str:
    """What the years from `start` on add: `From 2011 to 2015: 33 million TIV from Russia to Iran, nothing recorded from Iran to Russia.`"""
    end = view.selection.to_year
    when = f"In {end}" if start == end else f"From {start} to {end}"
    if not view.flows.covered.loc[start:end].any():
        return f"{when}: not covered by this source."
    sums = {d: float(view.flows.flow[d].central.loc[start:end].sum()) for d in DIRECTIONS}
    if not any(sums.values()):
        return f"{when}: nothing recorded either way."
    said = [f"{_amount(view, sums[d])} from {view.from_to(d)}" for d in DIRECTIONS]
    return f"{when}: {' and '.join(said)}."


def _amount(view: View, amount: float) -> str:
    return f"{numbers.number(round(amount, 2))} {findings.unit(view)}" if amount else "nothing recorded"


def _left_out(whole: View, view: View) -> str:
    """What a step leaves out of all deliveries."""
    parts = []
    for direction in DIRECTIONS:
        all_, rest = (float(v.flows.flow[direction].central.sum()) for v in (whole, view))
        if all_ > rest:
            parts.append(f"{numbers.percent(1 - rest / all_)} of what went from {view.from_to(direction)}")
    if not parts:
        return f"{whole.register_name} marks no delivery in these years as locally produced."
    return f"{whole.register_name} marks as locally produced {' and '.join(parts)}."
