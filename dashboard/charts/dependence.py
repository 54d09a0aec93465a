"""Who needs whom: the share of each one's imports that came from the other, over five-year sums."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd

from dashboard.charts.base import Chart, Description, Figure, Mark, Native, Series, cells
from dashboard.charts.drawing.axes import layout
from dashboard.charts.drawing.labels import Labels, empty_figure, note
from dashboard.data.memo import memoized
from dashboard.data.view import View
from dashboard.text import findings, numbers
from dashboard.text.numbers import count
from dashboard.text.sentence import Run, Sentence, join_runs, listed
from etl.analysis import metrics
from etl.analysis.inputs import Inputs
from etl.analysis.metrics import WINDOW
from etl.contracts.vocabulary import DIRECTIONS


@memoized
def _windows(view: View) -> Inputs:
    return view.inputs.windows(WINDOW)


def _by_year(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reset_index(names="period").assign(year=lambda d: d.period.str[-4:].astype(int)).set_index("year")


@memoized
def _dependence(view: View, direction: str) -> pd.DataFrame:
    return _by_year(metrics.compute("import_dependence", _windows(view), direction))


@memoized
def _other(view: View, direction: str) -> tuple[str, pd.Series] | None:
    """The largest other supplier of a direction's recipient over the last ten windows, and its share by year."""
    amounts = _windows(view).suppliers[direction]
    partner = view.dyad.a if direction == "a_to_b" else view.dyad.b
    shares = amounts.div(amounts.sum(axis=1).where(lambda s: s > 0), axis=0).drop(columns=partner, errors="ignore")
    recent = shares.dropna(how="all").tail(10)
    if recent.empty or not recent.to_numpy().max() > 0.02:
        return None
    code = str(recent.max().idxmax())
    return view.package.name(code), shares[code].set_axis([int(p[-4:]) for p in shares.index])


def _line(view: View, frame: pd.Series, colour: str, width: float, **more: object) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": frame.index.tolist(),
        "y": [None if pd.isna(v) else round(v, 6) for v in frame],
        "connectgaps": False,
        "line": {"color": colour, "width": width},
        "hoverinfo": "text",
    } | more


def draw(view: View) -> Figure:
    theme, size = view.selection.theme, view.size
    if not any(_dependence(view, d).central.notna().any() for d in DIRECTIONS):
        return empty_figure(view, "No share of imports can be given.")
    data, notes = [], []
    for n, direction in enumerate(DIRECTIONS):
        frame = _dependence(view, direction)
        who, on = view.recipient(direction), view.supplier(direction)
        text = [
            f"<b>{p}</b><br>{who} took {numbers.percent(v, 1)} of its arms imports from {on}<br>Click for its sources"
            for p, v in zip(frame.period, frame.central, strict=True)
        ]
        colour = view.theme.direction(direction)
        data.append(
            _line(
                view,
                frame.central,
                colour,
                3,
                mode="lines+markers",
                cliponaxis=False,
                marker={"size": 6, "color": colour, "symbol": ["circle", "diamond"][n]},
                customdata=[f"{p}:{direction}" for p in frame.period],
                hovertext=text,
            )
        )
        at = _label_at(frame.central, direction)
        if at is not None:
            words = f"<b>{who}’s imports from {on}</b>" if not view.size.narrow else f"<b>{who} from {on}</b>"
            left = {"yanchor": "top", "xshift": -16} if view.size.fixed else {"yanchor": "middle", "xshift": -10}
            place = {"xanchor": "center", "yanchor": "bottom", "yshift": 6} if n == 0 else {"xanchor": "right"} | left
            wide, before = (
                0.56 * (size.font + 1) * len(words),
                (at - _first(view)) / (_end(view) - _first(view)) * (size.width - 54),
            )
            if before < wide * (0.5 if n == 0 else 1):  # it would begin left of the axis
                place = {"xanchor": "left", "yanchor": "bottom", "yshift": 6}
            notes.append(
                note(
                    words,
                    theme,
                    size,
                    x=at,
                    y=frame.central.loc[at],
                    font={"color": colour, "size": view.size.font + 1},
                    **place,
                )
            )
    asym = _by_year(metrics.compute("asymmetry", _windows(view)))
    colours = [view.theme.a_to_b if v > 0 else view.theme.b_to_a for v in asym.central.fillna(0)]
    data.append(
        {
            "type": "bar",
            "x": asym.index.tolist(),
            "y": [None if pd.isna(v) else round(v, 6) for v in asym.central],
            "yaxis": "y2",
            "marker": {"color": colours, "line": {"width": 0}},
            "hoverinfo": "text",
            "customdata": asym.period.tolist(),
            "hovertext": [
                f"<b>{p}</b><br>difference {v:+.2f}<br>Click for its sources" if pd.notna(v) else ""
                for p, v in zip(asym.period, asym.central, strict=True)
            ],
        }
    )
    height = view.size.tall(430)
    labels = _labels(view, data[:2], notes, 0.63 * (height - 46))
    for direction in DIRECTIONS:
        other = _other(view, direction)
        if other is None:
            continue
        name, share = other
        who = view.recipient(direction)
        data.append(
            _line(
                view,
                share,
                view.theme.quiet,
                2.2,
                line={"color": view.theme.quiet, "width": 2.2, "dash": "dot"},
                hovertext=[
                    f"{y - WINDOW + 1}/{y}: {numbers.percent(v, 1)} of {who}’s imports from {name}"
                    if pd.notna(v)
                    else ""
                    for y, v in share.items()
                ],
            )
        )
        ranked = share[share > 0.02].sort_values(ascending=False, kind="stable")
        labels.place(
            f"{who} from {name}",
            [(int(y), v, side) for y, v in ranked.items() for side in ("center", "right", "left")],
            color=view.theme.quiet,
        )
    notes += labels.notes
    step = 10 if view.size.narrow and len(asym) > 25 else 5
    notes.append(
        note(
            f"{view.b} depends more ↑   {view.a} depends more ↓",
            theme,
            size,
            xref="paper",
            x=0,
            yref="paper",
            y=0.27,
            yanchor="bottom",
            xanchor="left",
            font={"color": view.theme.quiet},
        )
    )
    return {
        "data": data,
        "layout": layout(
            theme,
            size,
            height=height,
            margin={"l": 44, "r": 10, "t": 20, "b": 26},
            xaxis={
                "range": [_first(view), _end(view)],
                "anchor": "y2",
                "tickvals": [y for y in view.selection.years if y % step == 0],
            },
            yaxis={
                "range": [0, 1.12],
                "domain": [0.37, 1],
                "tickvals": [0, 0.25, 0.5, 0.75, 1],
                "ticktext": ["0", "25%", "50%", "75%", "100%"],
            },
            yaxis2={
                "range": [-1.1, 1.1],
                "domain": [0, 0.26],
                "tickvals": [-1, 0, 1],
                "ticktext": ["−1", "0", "+1"],
                "zeroline": True,
                "zerolinecolor": view.theme.ink,
            },
            annotations=notes,
        ),
    }


def _first(view: View) -> float:
    return view.selection.from_year - 0.8 + WINDOW - 1


def _end(view: View) -> float:
    return view.selection.to_year + 0.9


def _labels(view: View, lines: list[Any], named: list[Any], height: float) -> Labels:
    """The upper panel, `height` px high, with the room that both lines and their names take."""
    labels = Labels(
        view.selection.theme, view.size, view.size.width - 54, height, (_first(view), _end(view)), (0, 1.12)
    )
    for line in lines:
        points = [None if y is None else labels.px(x, y) for x, y in zip(line["x"], line["y"], strict=True)]
        for one, other in pairwise(points):
            between = (
                [(one[0] + n / 8 * (other[0] - one[0]), one[1] + n / 8 * (other[1] - one[1])) for n in range(9)]
                if one and other
                else []
            )
            labels.taken += [(x - 4, y - 4, x + 4, y + 4) for x, y in between]
    for name in named:
        x, y = labels.px(name["x"], name["y"])
        high, wide = (
            1.3 * name["font"]["size"],
            0.58 * name["font"]["size"] * len(name["text"].replace("<b>", "").replace("</b>", "")),
        )
        left = x + name.get("xshift", 0) - {"left": 0, "center": wide / 2, "right": wide}[name["xanchor"]]
        bottom = y + name.get("yshift", 0) - {"bottom": 0, "middle": high / 2, "top": high}[name["yanchor"]]
        labels.taken.append((left, bottom, left + wide, bottom + high))
    return labels


def _label_at(values: pd.Series, direction: str) -> int | None:
    """Where a line is named: a→b at its early peak, b→a where it has begun to rise."""
    valid = values.dropna()
    if valid.empty or valid.max() <= 0:
        return None
    if direction == "a_to_b":
        return int(valid.iloc[: max(1, int(0.4 * len(valid)))].idxmax())
    return int(valid.index[valid >= 0.3 * valid.max()][0])


def describe(view: View) -> Description:
    frames = {d: _dependence(view, d) for d in DIRECTIONS}
    asym = _by_year(metrics.compute("asymmetry", _windows(view)))
    marks = []
    for curve, direction in enumerate(DIRECTIONS):
        for i, row in enumerate(frames[direction].itertuples()):
            if pd.notna(row.central):
                who, on = view.recipient(direction), view.supplier(direction)
                label = f"{row.period}: {who} took {numbers.percent(row.central, 1)} of its arms imports from {on}"
                marks.append(Mark(f"{row.period}:{direction}", label, tuple(row.basis.split()), curve, i))
    for i, row in enumerate(asym.itertuples()):
        if pd.notna(row.central):
            label = f"{row.period}: difference of the two shares {row.central:+.2f}"
            marks.append(Mark(row.period, label, tuple(row.basis.split()), 2, i))
    columns: dict[str, object] = {"Window": frames["a_to_b"].period}
    for direction in DIRECTIONS:
        name = f"{view.recipient(direction)}’s imports from {view.supplier(direction)}"
        columns[name] = frames[direction].central.round(4)
    columns["Asymmetry"] = asym.central.round(4)
    sources = view.package.tables["sources"]
    used = tuple(sources[sources.release == view.selection.release].source_id)
    release = f"{view.release} release" if view.release else "no release"
    words = f"{view.dyad.label}, {release}, all deliveries, {view.span}"
    if not marks:
        short = len(view.selection.years) < WINDOW
        missing = findings.no_release(view)
        title = join_runs(
            f"{missing}, so no share of imports can be given."
            if missing
            else f"Fewer than {count(WINDOW)} years are selected, so there is no window to take shares over."
            if short
            else f"The {release} in this package does not cover all partners for these years, so no share can be given."
            if view.release
            else "No release of the register is on record here, so no share can be given."
        )
        hint = join_runs(
            "What a state imported from all its suppliers is known from a register alone."
            if missing or not view.release
            else "Choose more years."
            if short
            else "Choose another release or other years."
            if len(view.package.releases(view.selection.dyad)) > 1
            else "Choose other years, or a later day."
            if view.selection.known_on
            else "Choose other years."
        )
        return Description(
            title, hint, pd.DataFrame(columns), (), used, "Share of arms imports, five-year sums", words=words
        )
    sentence = join_runs(
        _who_more(view, asym),
        f"Shares of {view.register_name}’s volume over five-year sums, all deliveries: the split by local production is known for this pair only. "
        "A high share of very little is still very little.",
    )
    gaps = [
        bool(_windows(view).imports[d].covered.loc[p]) for d, f in frames.items() for p in f.period[f.central.isna()]
    ]
    gap = f"A gap: no imports {'recorded' if all(gaps) else 'known of'} in those five years. " if gaps else ""
    return Description(
        _title(view, frames),
        sentence,
        pd.DataFrame(columns),
        tuple(marks),
        used,
        "Share of arms imports, five-year sums",
        f"Below: the difference of the two shares (asymmetry of dependence). {gap}{_dotted(view)}",
        words,
    )


def _who_more(view: View, asym: pd.DataFrame) -> str:
    """Who depends more in the last window with both shares."""
    known = asym[asym.central.notna()]
    if known.empty or known.central.iloc[-1] == 0:
        return ""
    value, period = known.central.iloc[-1], known.period.iloc[-1].replace("/", "–")
    more, less = (view.b, view.a) if value > 0 else (view.a, view.b)
    return f"{more} depended more on {less} than {less} on {more} in {period}, by {numbers.percent(abs(value))[:-1]} points. "


def _dotted(view: View) -> str:
    """Which other suppliers the dotted lines show."""
    others = [(view.recipient(d), _other(view, d)) for d in DIRECTIONS]
    named = [f"{who} from {other[0]}" for who, other in others if other]
    return f"Dotted: the largest other supplier of the last decade, {listed(named)}." if named else ""


def _title(view: View, frames: dict[str, pd.DataFrame]) -> Sentence:
    """Both shares of the last window, with the volume the larger one is a share of."""
    runs: list[str | Run] = []
    both = pd.concat([frames[d].central for d in DIRECTIONS], axis=1).dropna(how="all")
    year = int(both.index[-1])
    period = frames["a_to_b"].period.loc[year]
    imports = _windows(view).imports
    runs.append(f"In {period.replace('/', '–')}")
    for n, direction in enumerate(reversed(DIRECTIONS)):
        value = frames[direction].central.loc[year]
        who, on = view.recipient(direction), view.supplier(direction)
        total = imports[direction].central.loc[period]
        joint = " " if n == 0 else "; "
        if pd.isna(value):
            runs.append(f"{joint}{who} is not known to have imported any arms")
            continue
        runs += [
            f"{joint}{who} took ",
            (f"{numbers.percent(value)} of its arms imports from {on}", direction),
            f" ({numbers.number(total)} million TIV in all)",
        ]
    return join_runs(*runs, ".")


def native(view: View) -> Native | None:
    """Both shares as lines; None where the release has none."""
    frames = {d: _dependence(view, d) for d in DIRECTIONS}
    if not any(frame.central.notna().any() for frame in frames.values()):
        return None
    series = tuple(
        Series(f"{view.recipient(d)}’s imports from {view.supplier(d)}", cells(frames[d].central.round(4)), d)
        for d in DIRECTIONS
    )
    return Native("lines", tuple(frames["a_to_b"].period.str.replace("/", "–")), series, "0%", (0.0, 1.0))


CHART = Chart("dependence", 3, "Who needs whom?", draw, describe, native=native)
