"""Use, not supply: launches by month, and how far their sum says something about what had been supplied."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import pandas as pd

from dashboard import findings, style
from dashboard.charts.base import Chart, Description, Figure, Mark, View
from dashboard.phrases import Phrase, day, listed, phrase

INCOMPLETE = ("launched_is_floor", "partial_month")
"""Flags of months in which more was launched than is counted."""
_DECOYS = "decoys_included"
_MADE_THERE = ("production", "localised")
"""Status of claims that the launching party has begun to make the things itself."""


@dataclass(frozen=True)
class _Launches:
    """A pair's months in order, and what they say of its supply.

    `months` has the columns month, launched, total (launched so far), incomplete, decoys, row_id. `built` is the
    month in which the launching party was first shown to build them itself, None where nothing says so; up to
    then the total is a lower bound of what `supplier` had supplied.
    """

    months: pd.DataFrame
    party: str
    supplier: str
    target: str
    built: str | None
    claims: tuple[str, ...]
    sources: tuple[str, ...]

    def until(self, month: str) -> float:
        return float(self.months[self.months.month <= month].total.max())


def _launches(view: View) -> _Launches:
    cover = view.package.tables["coverage"]
    pair = {view.dyad.a: view.b, view.dyad.b: view.a}
    cover = cover[(cover.format == "launches") & cover.supplier.isin(pair)]
    rows = view.package.tables["launches"]
    rows = rows[rows.source_id.isin(cover.source_id)].sort_values("month", ignore_index=True)
    flags = rows["flags"].fillna("")
    months = pd.DataFrame({
        "month": rows.month, "launched": rows.launched, "total": rows.launched.cumsum(), "row_id": rows.row_id,
        "incomplete": flags.str.contains("|".join(INCOMPLETE)), "decoys": flags.str.contains(_DECOYS),
    })  # fmt: skip
    if rows.empty:
        return _Launches(months, "", "", "", None, (), ())
    first = next(cover.itertuples())
    built, claims = _built(view)
    return _Launches(months, view.package.name(first.supplier), pair[first.supplier], view.package.name(first.recipient), built, claims, tuple(dict.fromkeys(cover.source_id)))


def _built(view: View) -> tuple[str | None, tuple[str, ...]]:
    """The month of the pair's context event that rests on a claim of production, and that event's claims."""
    made = view.claims[view.claims.status.isin(_MADE_THERE)].claim_id
    context = view.package.tables["context"]
    for event in context[context.dyad == view.selection.dyad].sort_values("date").itertuples():
        ids = "" if pd.isna(event.claims) else event.claims
        if set(ids.split()) & set(made):
            return event.date[:7], tuple(ids.split())
    return None, ()


def _bars(view: View, months: pd.DataFrame, column: str, axis: str) -> Figure:
    """Grey bars: hatched where a month is incomplete, fainter where decoys are counted among the launches."""
    fills = [view.theme.absent if decoys else view.theme.quiet for decoys in months.decoys]
    hatched = months.incomplete.tolist()
    words = {"launched": "launched", "total": "launched so far"}[column]
    return {
        "type": "bar", "x": months.index.tolist(), "y": [None if pd.isna(v) else float(v) for v in months[column]], "yaxis": axis,
        "marker": {"color": fills, "line": {"width": [int(h) for h in hatched], "color": fills},
                   "pattern": {"shape": ["/" if h else "" for h in hatched], "size": 5, "solidity": 0.4}},
        "customdata": months.month.tolist(), "hoverinfo": "text",
        "hovertext": [f"<b>{day(m.month)}</b><br>{_number(m, getattr(m, column))} {words}<br>Click for its source" for m in months.itertuples()],
    }  # fmt: skip


def _number(month: Any, value: float) -> str:
    return f"{'at least ' if month.incomplete else ''}{style.number(value)}{', decoys included,' if month.decoys else ''}"


def _steps(found: _Launches) -> list[int]:
    """The months whose total is named: before and after the steepest one, and the last that bounds supply."""
    bound = found.months[found.months.month <= str(found.built)]
    steepest = int(bound.launched.idxmax())
    return sorted({max(0, steepest - 1), steepest, int(bound.index[-1])})


def _top(view: View, found: _Launches, bar: float) -> list[Any]:
    """Words of the upper panel: the totals on their bars, and why the bars stop."""
    theme, size, months = view.selection.theme, view.selection.size, found.months
    notes, last = [], int(months.index[months.month <= str(found.built)][-1])
    for i in _steps(found):
        month = day(months.month[i])
        words = f" by the end of {month}" if bar > 20 else f" in {month.split(' ')[0]}" if bar > 12 else ""
        total = f"<b>{style.number(months.total[i])}</b>{words}"
        notes.append(style.note(total, theme, size, x=i + 0.45, y=float(months.total[i]), yref="y2", xanchor="right", yanchor="bottom"))
    why = (f"Up to {day(str(found.built))} what {found.party} launched had come from {found.supplier}.",
           f"Since then {found.party} has been shown to build its own: launches no longer tell what {found.supplier} supplied.")  # fmt: skip
    width = int((len(months) - last - 2) * bar / 6.9)
    text = "<br>".join(f"<b>{line}</b>" if n == 0 else line for n, part in enumerate(why) for line in wrap(part, min(width, 60)))
    notes.append(style.note(text, theme, size, x=last + 1.2, y=0.97, yref="paper", xanchor="left", yanchor="top", align="left"))
    return notes


def draw(view: View) -> Figure:
    theme, size, found = view.selection.theme, view.selection.size, _launches(view)
    months, quiet = found.months, {"color": view.theme.quiet}
    if months.empty:
        blank = {"visible": False, "range": [0, 1]}
        text = style.note("No launches are recorded.", theme, size, x=0.5, y=0.5, font=quiet)
        return {"data": [], "layout": style.layout(theme, size, height=120, xaxis=blank, yaxis=blank, annotations=[text])}
    margin = {"l": 44, "r": 8, "t": 6, "b": 26}
    bar, high = (view.size.width - margin["l"] - margin["r"]) / len(months), 1.3 * float(months.launched.max())
    data, notes, shapes, axes = [_bars(view, months, "launched", "y")], [], [], {}
    split = 0.56 if found.built else 1
    head = {"xref": "paper", "x": 0, "yref": "paper", "xanchor": "left", "yanchor": "top", "font": quiet}
    notes.append(style.note("By month", theme, size, y=split, **head))
    if found.built:
        bound = months[months.month <= found.built]
        data.append(_bars(view, bound, "total", "y2"))
        axes["yaxis2"] = {"range": [0, 1.45 * float(bound.total.max())], "domain": [split + 0.06, 1], "showticklabels": False, "showgrid": False}
        notes += [style.note("All so far", theme, size, y=1, **head), *_top(view, found, bar)]
        line = {"color": view.theme.ink, "width": 1.2, "dash": "dot"}
        shapes.append({"type": "line", "x0": bound.index[-1] + 0.5, "x1": bound.index[-1] + 0.5, "yref": "paper", "y0": 0, "y1": 1, "line": line})
    decoys = months.index[months.decoys].tolist()
    if decoys:
        y, words = 0.9 * high, f"decoys counted too, since {day(months.month[decoys[0]])}"
        shapes.append({"type": "line", "x0": decoys[0] - 0.4, "x1": decoys[-1] + 0.4, "y0": y, "y1": y, "line": {"color": view.theme.absent, "width": 2}})
        notes.append(style.note(words, theme, size, x=decoys[-1] + 0.4, y=y, xanchor="right", yanchor="bottom", font=quiet))
    at = [t for t in findings.nice_ticks(high / 1.3) if t > 0]
    januaries = [i for i, m in months.month.items() if m.endswith("-01")]
    return {
        "data": data,
        "layout": style.layout(
            theme, size, height=500 if not view.size.narrow else 520, margin=margin, bargap=0.16,
            xaxis={"range": [-0.6, len(months) - 0.4], "tickvals": januaries, "ticktext": [f"Jan {months.month[i][:4]}" for i in januaries],
                   "tickangle": 0, "ticks": "outside", "tickcolor": view.theme.absent},
            yaxis={"range": [0, high], "domain": [0, split], "tickvals": at, "ticktext": [style.number(t) for t in at]},
            annotations=notes, shapes=shapes, **axes,
        ),
    }  # fmt: skip


def _title(found: _Launches, view: View) -> Phrase:
    if found.months.empty:
        return phrase(f"No launches are recorded for {view.a} and {view.b}.")
    if found.built:
        return phrase(f"{found.party} had launched {style.number(found.until(found.built))} drones by the end of {day(found.built)}: at least as many had come from {found.supplier}.")
    first, last = (day(m) for m in (found.months.month.iloc[0], found.months.month.iloc[-1]))
    decoys = " and decoys" if found.months.decoys.any() else ""
    return phrase(f"{found.party} launched {style.number(found.until('9999'))} drones{decoys} from {first} to {last}.")


def _sentence(found: _Launches, view: View) -> Phrase:
    who = "".join(f"; the count is that of the {view.package.source(s).publisher.split(';')[0]}" for s in found.sources[:1])
    use = f"Launches are use, not supply, and enter no balance{who}. "
    if found.months.empty:
        return phrase(use + "They are shown for a pair of which one state launches what the other may have supplied.")
    if not found.built:
        return phrase(use + f"Nothing on record ties them to what {found.supplier} supplied.")
    steps = [f"{style.number(found.months.total[i])} by the end of {day(found.months.month[i])}" for i in _steps(found)[:-1]]
    decoys = found.months.month[found.months.decoys]
    more = f", and since {day(decoys.iloc[0])} decoys are counted too" if len(decoys) else ""
    return phrase(f"{use}The sum was {listed(steps)}. Later launches also count drones built in {found.party}{more}: they say nothing about what {found.supplier} supplied.")


def describe(view: View) -> Description:
    found = _launches(view)
    months = found.months
    marks = [
        Mark(m.month, f"{day(m.month)}: {_number(m, m.launched)} launched; {style.number(m.total)} so far", (m.row_id,), 0, i, found.claims if m.month == found.built else ())
        for i, m in enumerate(months.itertuples())
    ]
    table = pd.DataFrame(
        {
            "Month": months.month, "Launched": months.launched, "Launched so far": months.total,
            "Bounds supply": ["yes" if found.built and m <= found.built else "no" for m in months.month],
            "Counted": ["; ".join(w for w, is_so in (("a floor or part of the month", m.incomplete), ("decoys included", m.decoys)) if is_so) for m in months.itertuples()],
        }
    )  # fmt: skip
    words = f"{view.dyad.label}, no launches" if months.empty else f"{found.party} against {found.target}, {day(months.month.iloc[0])} to {day(months.month.iloc[-1])}, all that is recorded"
    legend = "Hatched: a floor, or part of a month. Fainter: decoys are counted among the launches. Grey, because launches are no direction of supply."
    return Description(_title(found, view), _sentence(found, view), table, tuple(marks), found.sources, "Drones launched", legend if marks else "", words)


CHART = Chart("launches", 8, "Use, not supply: what does the sky over Ukraine show?", draw, describe)
