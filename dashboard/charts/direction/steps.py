"""Build up the chart of directions in steps for a talk: one period after another, on constant axes."""

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.charts.base import Step
from dashboard.data.selection import ALL
from dashboard.data.view import View
from dashboard.text import findings
from dashboard.text.forms.arguments import Amount, Argument, Choice, Name, Share, Year, yes
from dashboard.text.sentence import Role, Sentence, say, words
from etl.analysis.robustness import SIDES
from etl.contracts.vocabulary import DIRECTIONS

# Fewest years of a step: with fewer no reversal can be computed.
MIN_YEARS = 3


def build_steps(view: View) -> tuple[Step, ...]:
    """Return the steps of a view's pair that fit its selection, the last ones with all years; none if only one fits."""
    s, steps, before = view.selection, [], view.selection.from_year - 1
    for row in _rows(view):
        until = s.to_year if pd.isna(row["until"]) else int(row["until"])
        share, side = int(row["local"]), str(row["local_side"])
        leaves_out = share < ALL
        if leaves_out and (s.counting != "included" or s.measure != "tiv"):
            continue  # the view leaves out local production already
        if leaves_out and not view.with_selection(local=0, local_side=SIDES[0]).flows.covered.any():
            continue  # nobody says what was locally produced
        if until > s.to_year or until < s.from_year + MIN_YEARS - 1 or (until <= before and not leaves_out):
            continue
        shown = replace(
            view.with_selection(to_year=until, **({"local": share, "local_side": side} if leaves_out else {})),
            within=view,
        )
        text = _left_out(view, shown) if leaves_out else _added_years(shown, before + 1)
        steps.append(Step(str(row["label"]), (text,), shown))
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
        {
            "label": words("direction.step-until", year=Year(turn[0])),
            "until": turn[0],
            "local": ALL,
            "local_side": SIDES[0],
        },
        {"label": words("direction.step-all"), "until": None, "local": ALL, "local_side": SIDES[0]},
    ]


def _added_years(view: View, start: int) -> Sentence:
    """Describe what the years from `start` on add.

    Example: `From 2011 to 2015: 33 million TIV from Russia to Iran and nothing recorded from Iran to Russia.`
    """
    end = view.selection.to_year
    said: dict[str, Argument] = {"single": yes(start == end), "first": Year(start), "last": Year(end)}
    if not view.flows.covered.loc[start:end].any():
        known = view.all_recorded.loc[start:end].notna().any()
        if known and view.selection.measure != "tiv":
            return say("direction.step-nothing", Role.FINDING, **said, counted=yes(True))
        return say("direction.step-not-covered", Role.FINDING, **said, part=yes(known))
    sums = {d: float(view.flows.flow[d].central.loc[start:end].sum()) for d in DIRECTIONS}
    whole = view.with_selection(local=ALL, credibility=6, origins=1).flows.flow
    left_out = {d: whole[d].central.loc[start:end].sum() > 0 for d in sums}
    if not any(sums.values()):
        return say("direction.step-nothing", Role.FINDING, **said, counted=yes(any(left_out.values())))
    for d, amount in sums.items():
        some = Choice("yes" if amount else "left_out" if left_out[d] else "no")
        said |= {d: findings.view_way(view, d), f"some_{d}": some, f"amount_{d}": Amount(round(amount, 2))}
    return say("direction.step-added", Role.FINDING, **said, unit=Name(findings.unit(view)))


def _left_out(whole: View, view: View) -> Sentence:
    """State which share of each direction is left out as locally produced."""
    sums = {d: [float(v.flows.flow[d].central.sum()) for v in (whole, view)] for d in DIRECTIONS}
    shares = {d: Share(1 - rest / all_) for d, (all_, rest) in sums.items() if all_ > rest}
    said: dict[str, Argument] = {**findings.ways(view), **{f"share_{d}": share for d, share in shares.items()}}
    said |= {"which": Choice("both" if len(shares) == 2 else "".join(shares) or "none")}
    return say("direction.step-local", Role.FINDING, register=Name(whole.register_name), **said)
