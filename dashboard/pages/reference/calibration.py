"""Build the part of the methods page on how often answers are right, with its picture: chances said against chances met."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.charts.certainty.calibration import Result, bins, right_above, right_in_threes
from dashboard.exports.rendering.markup import render
from dashboard.pages.html.components import data_table, paragraph
from dashboard.text.forms import numbers
from dashboard.text.forms.arguments import Argument, Chance, Listed, Share
from dashboard.text.sentence import words
from etl.analysis.reversal import CALL
from etl.analysis.votes import PRIMARY

# The kind of world that is drawn, and its mean span in years.
_DRAWN = ("plain", "4")
_RULES = (PRIMARY, "years")
# Side of the square that is drawn in, and where its left and upper edge are, in px.
_SIDE, _LEFT, _TOP = 360, 52, 34


def calibration() -> Component:
    """Return the section; it does not depend on the view."""
    low, high = right_in_threes()
    said: dict[str, Argument] = {
        "worlds": sum(r.worlds for r in bins(*_DRAWN)),
        "span": int(_DRAWN[1]),
        "least": Share(CALL),
        "low": numbers.points(low),
        "high": numbers.points(high),
        **{rule: numbers.points(right_above(*_DRAWN, rule)) for rule in _RULES},
    }
    return html.Section(
        [
            html.H2(words("calibration.head")),
            html.P(paragraph("calibration.worlds", "calibration.orders", "calibration.diagonal", **said)),
            html.Figure([html.Figcaption(words("calibration.title", **said)), _picture()], className="calibration"),
            data_table(_table(), words("calibration.table", **said)),
            html.P(paragraph("calibration.cautious", "calibration.one-cause", **said)),
        ],
        id="calibration",
        className="chapter",
    )


def _place(said: float, right: float) -> tuple[float, float]:
    return round(_LEFT + _SIDE * said, 1), round(_TOP + _SIDE * (1 - right), 1)


def _points(rule: str) -> list[tuple[float, float]]:
    known = [(r.predicted, r.observed) for r in bins(*_DRAWN, rule)]
    return [(said, right) for said, right in known if said is not None and right is not None]


def _picture() -> Component:
    """Return the points of both rules on the square of chances, each line with its name beside it."""
    lines = [(rule, words(f"calibration.rule-{rule}"), [_place(*p) for p in _points(rule)]) for rule in _RULES]
    ticks = [(numbers.percent(t / 4), *_place(t / 4, t / 4)) for t in range(5)]
    spoken: dict[str, Argument] = {rule: Listed(tuple(_spoken(*p) for p in _points(rule)), last="") for rule in _RULES}
    alt = words("calibration.alt", **spoken)
    square = {"side": _SIDE, "left": _LEFT, "top": _TOP}
    return html.Div(render("calibration", lines=lines, ticks=ticks, alt=alt, diagonal=_place(0.56, 0.5), **square))


def _spoken(said: float, right: float) -> str:
    return words("calibration.point", said=Chance(said, strong=False), right=Share(right))


def _table() -> pd.DataFrame:
    pairs = [bins(*_DRAWN, rule) for rule in _RULES]
    columns = {words("calibration.answers"): [_between(r) for r in pairs[0]]}
    for rule, found in zip(_RULES, pairs, strict=True):
        name = {"rule": Listed((words(f"calibration.rule-{rule}"),))}
        columns[words("calibration.number", **name)] = [f"{r.worlds:,}" for r in found]
        columns[words("calibration.said", **name)] = [_percent(r.predicted) for r in found]
        columns[words("calibration.right", **name)] = [_percent(r.observed) for r in found]
    return pd.DataFrame(columns)


def _between(result: Result) -> str:
    return words("calibration.between", low=Share(result.low), high=Share(result.high))


def _percent(share: float | None) -> str:
    return "" if share is None else numbers.percent(share, 1)
