"""Use, not supply: launches by month, and how far their sum says something about what had been supplied."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import pandas as pd

from dashboard.charts.base import Chart, Description, Figure, Mark
from dashboard.charts.drawing.axes import layout, nice_ticks
from dashboard.charts.drawing.labels import empty_figure, note
from dashboard.charts.launches import claimed_numbers
from dashboard.charts.launches.claimed_numbers import ClaimedNumber
from dashboard.data.view import View
from dashboard.evidence import production
from dashboard.text import numbers
from dashboard.text.dates import day
from dashboard.text.sentence import Sentence, join_runs, listed

INCOMPLETE = ("launched_is_floor", "partial_month")
"""Flags of months in which more was launched than is counted."""
_BARS = 62
"""Least height in px of the upper bars, where a drawing has a height to keep to: then not every claim is named."""
_DECOYS = "decoys_included"


@dataclass(frozen=True)
class _Launches:
    """A pair's months in order, and what they say of its supply.

    `months` has the columns month, launched, total (launched so far), incomplete, decoys, row_id. `built` is the
    month in which the launching party was first shown to build them itself, None where nothing says so; up to
    then the total is a lower bound of what `supplier` had supplied, and `said` is what was said to have come.
    On a day before that was shown, `built` is the last month known and `open` is true.
    """

    months: pd.DataFrame
    party: str
    supplier: str
    target: str
    built: str | None
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    direction: str = "b_to_a"
    said: tuple[ClaimedNumber, ...] = ()
    open: bool = False

    @property
    def bound(self) -> pd.DataFrame:
        """The months up to the break."""
        return self.months[self.months.month <= str(self.built)]

    def until(self, month: str) -> float:
        return float(self.months[self.months.month <= month].total.max())


def _launches(view: View) -> _Launches:
    cover = view.package.tables["coverage"]
    pair = {view.dyad.a: view.b, view.dyad.b: view.a}
    cover = cover[(cover.format == "launches") & cover.supplier.isin(pair)]
    rows = view.package.tables["launches"]
    rows = rows[rows.source_id.isin(cover.source_id)].sort_values("month", ignore_index=True)
    flags = rows["flags"].fillna("")
    months = pd.DataFrame(
        {
            "month": rows.month,
            "launched": rows.launched,
            "total": rows.launched.cumsum(),
            "row_id": rows.row_id,
            "incomplete": flags.str.contains("|".join(INCOMPLETE)),
            "decoys": flags.str.contains(_DECOYS),
        }
    )
    if rows.empty:
        return _Launches(months, "", "", "", None, (), ())
    first = next(cover.itertuples())
    built, claims = production.production_start(view)
    still = built is None and bool(view.selection.known_on)
    built = str(months.month.iloc[-1]) if still else built
    direction = "b_to_a" if first.supplier == view.dyad.a else "a_to_b"
    said = claimed_numbers.said(view, direction, months, built) if built else ()
    sources = tuple(dict.fromkeys([*cover.source_id, *(s.source for s in said)]))
    party, target = view.package.name(first.supplier), view.package.name(first.recipient)
    return _Launches(months, party, pair[first.supplier], target, built, claims, sources, direction, said, still)


def _bars(view: View, months: pd.DataFrame, column: str, axis: str = "") -> Figure:
    """Grey bars: hatched where a month is incomplete, fainter where decoys are counted among the launches."""
    fills = [view.theme.absent if decoys else view.theme.quiet for decoys in months.decoys]
    hatched = months.incomplete.tolist()
    words = {"launched": "launched", "total": "launched so far"}[column]
    return {
        "type": "bar",
        "x": months.index.tolist(),
        "y": [None if pd.isna(v) else float(v) for v in months[column]],
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "marker": {
            "color": fills,
            "line": {"width": [int(h) for h in hatched], "color": fills},
            "pattern": {"shape": ["/" if h else "" for h in hatched], "size": 5, "solidity": 0.4},
        },
        "customdata": months.month.tolist(),
        "hoverinfo": "text",
        "hovertext": [
            f"<b>{day(m.month)}</b><br>{_number(m, getattr(m, column))} {words}<br>Click for its source"
            for m in months.itertuples()
        ],
    }


def _number(month: Any, value: float) -> str:
    return f"{'at least ' if month.incomplete else ''}{numbers.number(value)}{', decoys included,' if month.decoys else ''}"


def _steps(found: _Launches) -> list[int]:
    """The months whose total is named: before and after the steepest one, and the last that bounds supply."""
    steepest = int(found.bound.launched.idxmax())
    return sorted({max(0, steepest - 1), steepest, int(found.bound.index[-1])})


def _upper(view: View, found: _Launches, width: float, height: float) -> tuple[list[Figure], list[Any], dict[str, Any]]:
    """The upper panel, `width` × `height` px: traces, labels, axes. What was said stands in rows above the bars."""
    months, narrow, scale = found.bound, view.size.narrow, width / len(found.bound)
    two = narrow or view.size.width < 52 * view.size.note
    head, row = view.size.grown * (24 if not found.said or not two else 42), view.size.grown * claimed_numbers.ROW
    most = max(1, int((height - head - _BARS) / row) - 1) if view.size.fixed else len(found.said)
    rows, used = _named(view, found, scale, most)
    high = float(months.total.max()) * height / (height - head - row * (used + 1))
    tops = {s.id: s.floor for s in found.said} | {
        s.id: high * (1 - (head + row * (i + 1)) / height) for s, _, _, i in rows
    }
    place = {"xref": "x2", "yref": "y2", "yanchor": "bottom"}
    notes = _totals(view, found, scale, place)
    colour = view.theme.direction(found.direction)
    for s, at, anchor, _ in rows:
        label = s.label(narrow).replace(s.words, f"<b>{s.words}</b>", 1)
        notes.append(
            _note(view, label, x=at / scale - 0.5, y=tops[s.id], xanchor=anchor, font={"color": colour}, **place)
        )
    title = f"All launched so far, at the end of each month{'<br>' if two else '. '}"
    title += (
        f'<span style="color:{colour}">Said to have come from {found.supplier}, on the day it was said</span>'
        if found.said
        else ""
    )
    notes.append(
        _note(
            view,
            title,
            xref="paper",
            x=0,
            yref="paper",
            y=1,
            xanchor="left",
            yanchor="top",
            align="left",
            font={"color": view.theme.quiet},
        )
    )
    ticks = [_month(m, first=n == 0) for n, m in enumerate(months.month)]
    axes = {
        "yaxis2": {"range": [0, high], "showticklabels": False, "showgrid": False, "anchor": "x2"},
        "xaxis2": {
            "range": [-0.5, len(months) - 0.5],
            "anchor": "y2",
            "tickvals": months.index.tolist(),
            "ticktext": ticks,
            "tickangle": 0,
            "showgrid": False,
        },
    }
    said = claimed_numbers.marks(view, found.direction, found.said, tops, high) if found.said else []
    return [_bars(view, months, "total", "2"), *said], notes, axes


def _named(
    view: View, found: _Launches, scale: float, most: int
) -> tuple[list[tuple[ClaimedNumber, float, str, int]], int]:
    """The claims that `most` rows have room for, the foremost first, as labels; and how many rows they take."""
    kept: tuple[ClaimedNumber, ...] = ()
    rows: list[tuple[ClaimedNumber, float, str, int]] = []
    for n in range(1, len(found.said) + 1):
        before = claimed_numbers.foremost(found.said, n - 1)
        more = [s for s in claimed_numbers.foremost(found.said, n) if s not in before]
        how = (-0.5, scale, view.size.narrow, view.size.grown)
        tried = claimed_numbers.rows([s for s in found.said if s in kept or s in more], *how)
        if max(row for *_, row in tried) < most and not (view.size.fixed and claimed_numbers.crossed(tried, *how)):
            kept, rows = tuple(s for s, *_ in tried), tried
    return rows, 1 + max((row for *_, row in rows), default=-1)


def _totals(view: View, found: _Launches, scale: float, place: dict[str, str]) -> list[Any]:
    """The sums on their bars: the named ones, and all that have room; none over the line of a claim."""
    notes, named = [], _steps(found)
    for i, total in enumerate(found.bound.total):
        leaders = [s.x - 5 / scale for s in found.said if abs(s.x - i) < 0.5]
        if i in named or not (view.size.narrow or leaders):
            text = f"<b>{numbers.number(total)}</b>" if i in named else numbers.number(total)
            notes.append(_note(view, text, x=min([i + 0.45, *leaders]), y=float(total), xanchor="right", **place))
    return notes


def _note(view: View, text: str, **place: Any) -> Any:
    return note(text, view.selection.theme, view.size, **place)


def _break(view: View, found: _Launches, high: float) -> tuple[list[Any], list[Any]]:
    """In the lower panel: the line that ends the sum, and why it does."""
    why = _ends(found)
    lines = [wrap(part, 30 if view.size.narrow else 60) for part in why]
    text = "<br>".join(
        [*(f"<b>{line}</b>" for line in lines[0]), *(lines[1] if not (view.size.narrow and view.size.fixed) else [])]
    )
    at = int(found.bound.index[-1]) + 0.5
    line = {
        "type": "line",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 0.36 * high,
        "line": {"color": view.theme.ink, "width": 1.2, "dash": "dot"},
    }
    return [
        _note(
            view, text, x=-0.5, y=0.38 * high, xanchor="left", yanchor="bottom", align="left", bgcolor=view.theme.paper
        )
    ], [line]


def _ends(found: _Launches) -> tuple[str, str]:
    """Up to when launches bound supply, and why no longer."""
    first = f"Up to {day(str(found.built))} what {found.party} launched had come from {found.supplier}"
    if found.open:
        return f"{first}, as far as was known.", f"Nothing on record by then showed that {found.party} built its own."
    return (
        f"{first}.",
        f"Since then {found.party} has been shown to build its own: launches no longer tell what {found.supplier} supplied.",
    )


def _decoys(view: View, months: pd.DataFrame, high: float) -> tuple[list[Any], list[Any]]:
    """The line over the months in which decoys are counted among the launches."""
    at = months.index[months.decoys].tolist()
    if not at:
        return [], []
    y, words = 0.9 * high, f"decoys counted too, since {day(months.month[at[0]])}"
    line = {
        "type": "line",
        "x0": at[0] - 0.4,
        "x1": at[-1] + 0.4,
        "y0": y,
        "y1": y,
        "line": {"color": view.theme.absent, "width": 2},
    }
    return [
        _note(view, words, x=at[-1] + 0.4, y=y, xanchor="right", yanchor="bottom", font={"color": view.theme.quiet})
    ], [line]


def _month(month: str, first: bool) -> str:
    """`Sep`; with its year below in January and in the first month shown."""
    year, number = month.split("-")
    return day(month)[:3] + (f"<br>{year}" if first or number == "01" else "")


def draw(view: View) -> Figure:
    theme, size, found = view.selection.theme, view.size, _launches(view)
    months, quiet = found.months, {"color": view.theme.quiet}
    if months.empty:
        return empty_figure(view, f"No launches are recorded{_by(view)}.")
    margin, tall = (
        {"l": int(44 * size.grown) + 4 * size.fixed, "r": 8, "t": 6, "b": int(26 * size.grown) + 4 * size.fixed},
        view.size.tall(640 if found.built else 500),
    )
    tall = max(tall, 350 if found.built else 0)
    plot, high = tall - margin["t"] - margin["b"], 1.3 * float(months.launched.max())
    split = (0.42 if not view.size.fixed else 0.36) if found.built else 1
    data: list[Figure] = [_bars(view, months, "launched")]
    axes: dict[str, Any] = {}
    notes, shapes = _decoys(view, months, high)
    if not view.size.fixed or plot > 360:
        notes.append(
            _note(view, "By month", xref="paper", x=0, yref="paper", y=split, xanchor="left", yanchor="top", font=quiet)
        )
    if found.built:
        foot = split + 48 / plot
        upper, words, axes = _upper(view, found, view.size.width - margin["l"] - margin["r"], plot * (1 - foot))
        axes["yaxis2"]["domain"] = [foot, 1]
        why, line = _break(view, found, high)
        data, notes, shapes = [*data, *upper], [*notes, *words, *why], [*shapes, *line]
    at = [t for t in nice_ticks(high / 1.3) if t > 0]
    few = len(months) <= 12
    named = {
        i: _month(m, first=i == 0) if few else f"Jan {m[:4]}"
        for i, m in months.month.items()
        if few or m.endswith("-01")
    }
    return {
        "data": data,
        "layout": layout(
            theme,
            size,
            height=tall,
            margin=margin,
            bargap=0.16,
            xaxis={
                "range": [-0.6, len(months) - 0.4],
                "tickvals": list(named),
                "ticktext": list(named.values()),
                "tickangle": 0,
                "ticks": "outside",
                "tickcolor": view.theme.absent,
            },
            yaxis={
                "range": [0, high],
                "domain": [0, split],
                "tickvals": at,
                "ticktext": [numbers.number(t) for t in at],
            },
            annotations=notes,
            shapes=shapes,
            **axes,
        ),
    }


def _by(view: View) -> str:
    return f" by {day(view.selection.known_on)}" if view.selection.known_on else ""


def _title(found: _Launches, view: View) -> Sentence:
    if found.months.empty:
        return join_runs(f"No launches are recorded for {view.a} and {view.b}{_by(view)}.")
    if found.built:
        return join_runs(
            f"{found.party} had launched {numbers.number(found.until(found.built))} drones by the end of {day(found.built)}: at least as many had come from {found.supplier}{', as far as was known' if found.open else ''}."
        )
    first, last = (day(m) for m in (found.months.month.iloc[0], found.months.month.iloc[-1]))
    decoys = " and decoys" if found.months.decoys.any() else ""
    return join_runs(
        f"{found.party} launched {numbers.number(found.until('9999'))} drones{decoys} from {first} to {last}."
    )


def _first_counted(view: View) -> str:
    """The first month that is counted for the pair on any day of the record; empty where there is none."""
    months = _launches(View(view.package.known(""), view.selection.replace(known_on=""))).months.month
    return "" if months.empty else str(months.iloc[0])


def _sentence(found: _Launches, view: View) -> Sentence:
    who = "".join(
        f"; the count is that of the {view.package.source(s).publisher.split(';')[0]}" for s in found.sources[:1]
    )
    use = f"Launches are use, not supply, and enter no balance{who}. "
    first = _first_counted(view)
    if found.months.empty and first:
        return join_runs(use + f"The counts held here begin only with {day(first)}.")
    if found.months.empty:
        return join_runs(
            use + "They are shown for a pair of which one state launches what the other may have supplied."
        )
    if not found.built:
        return join_runs(use + f"Nothing on record ties them to what {found.supplier} supplied.")
    said = claimed_numbers.key(found.said)
    beside = ""
    if said:
        beside = (
            f"On {day(said.on)} {said.words} were said to have come ({said.claimant}), when {numbers.number(said.launched)} had already been launched: "
            "that claim is a floor, and the launches are a higher one. "
        )
    steps = [
        f"{numbers.number(found.months.total[i])} by the end of {day(found.months.month[i])}"
        for i in _steps(found)[:-1]
    ]
    decoys = found.months.month[found.months.decoys]
    more = f", and since {day(decoys.iloc[0])} decoys are counted too" if len(decoys) else ""
    if found.open:
        return join_runs(f"{use}{f'The sum was {listed(steps)}. ' if steps else ''}{beside}{_ends(found)[1]}")
    return join_runs(
        f"{use}The sum was {listed(steps)}. {beside}Later launches also count drones built in {found.party}{more}: they say nothing about what {found.supplier} supplied."
    )


def describe(view: View) -> Description:
    found = _launches(view)
    months = found.months
    marks = [
        Mark(
            m.month,
            f"{day(m.month)}: {_number(m, m.launched)} launched; {numbers.number(m.total)} so far",
            (m.row_id,),
            0,
            i,
            found.claims if m.month == found.built else (),
        )
        for i, m in enumerate(months.itertuples())
    ]
    marks += [Mark(s.id, claimed_numbers.spoken(s), (s.id,), 6, i) for i, s in enumerate(found.said)]
    table = pd.DataFrame(
        {
            "Month": months.month,
            "Launched": months.launched,
            "Launched so far": months.total,
            "Bounds supply": ["yes" if found.built and m <= found.built else "no" for m in months.month],
            "Said to have come": [
                "; ".join(f"{s.words} ({s.claimant}, {day(s.on)})" for s in found.said if s.on.startswith(m))
                for m in months.month
            ],
            "Counted": [
                "; ".join(
                    w
                    for w, is_so in (("a floor or part of the month", m.incomplete), ("decoys included", m.decoys))
                    if is_so
                )
                for m in months.itertuples()
            ],
        }
    )
    words = (
        f"{view.dyad.label}, no launches"
        if months.empty
        else f"{found.party} against {found.target}, {day(months.month.iloc[0])} to {day(months.month.iloc[-1])}, all that is recorded"
    )
    legend = "Hatched: a floor, or part of a month. Fainter: decoys are counted among the launches. Grey, because launches are no direction of supply."
    if found.said:
        legend += (
            f" In colour: what was said to have come from {found.supplier}, on the day it was said. A triangle is a lower bound, its line the range; "
            "a diamond is a single number. None is added to another."
        )
    return Description(
        _title(found, view),
        _sentence(found, view),
        table,
        tuple(marks),
        found.sources,
        "Drones launched",
        legend if marks else "",
        words,
    )


CHART = Chart("launches", 8, "Use, not supply: what does the sky over Ukraine show?", draw, describe)
