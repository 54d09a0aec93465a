"""Show for each promise how much of what was ordered was delivered."""

from dataclasses import dataclass
from textwrap import wrap

import pandas as pd

from dashboard.charts.base import Chart, Description, Figure, Mark
from dashboard.charts.drawing.axes import layout
from dashboard.charts.drawing.labels import empty_figure, note
from dashboard.charts.promised.layout import row_setting
from dashboard.charts.promised.promises import Promise, read_promises
from dashboard.data.view import View
from dashboard.text import dates, numbers
from dashboard.text.sentence import Prose, join_runs, join_words
from etl.analysis import series
from etl.contracts.vocabulary import DIRECTIONS


@dataclass(frozen=True)
class _Row:
    """Place of a promise, in px from the top: the middle of its bar and the top of its text; and the wrapped text."""

    promise: Promise
    bar: float
    top: float
    text: str


def _lay_out(view: View, promises: list[Promise]) -> tuple[list[_Row], dict[str, float], float]:
    """Return the rows, the top of each direction's head, and the height of all, in px from the top."""
    least = _stack(view, promises, 0)
    spare = view.size.height - 20 - least[2]
    return _stack(view, promises, min(14.0, max(0.0, spare / len(promises)))) if view.size.fixed and promises else least


def _stack(view: View, promises: list[Promise], extra_gap: float) -> tuple[list[_Row], dict[str, float], float]:
    """Stack the rows with `extra_gap` px more between them than needed."""
    rows: list[_Row] = []
    heads: dict[str, float] = {}
    y, narrow, setting = 0.0, view.size.narrow, row_setting(view.size)
    for p in promises:
        if p.direction not in heads:
            heads[p.direction] = y = y + (0.5 * setting.head if heads else 0)
            y += setting.head
        lines = wrap(f"{p.label}, {p.year}: {p.words}" if narrow else p.words, setting.letters)
        height = max(setting.line * len(lines), 18 if not view.size.fixed else 0)
        text = "<br>".join(lines).replace(f"{p.label},", f"<b>{p.label}</b>,", 1)
        fitting_notes = [
            n for i, n in enumerate(p.notes) if len(" ".join([p.words, *p.notes[: i + 1]])) < setting.letters
        ]
        if fitting_notes and view.size.width > 900:
            text += f'. <span style="color:{view.theme.quiet}">{" ".join(fitting_notes)}</span>'
        rows.append(_Row(p, y + (height + setting.thick / 2 + 2 if narrow else height / 2), y, text))
        y += height + (setting.thick if narrow else 0) + setting.gap + extra_gap
    return rows, heads, y


def _bars(view: View, rows: list[_Row], direction: str) -> list[Figure]:
    """Draw outlines of what was ordered, filled with the share that came; hatched grey where a number is missing."""
    colour, paper, grey = view.theme.direction(direction), view.theme.paper, view.theme.absent
    rows_of_direction = [r for r in rows if r.promise.direction == direction]
    known = [r for r in rows_of_direction if pd.notna(r.promise.share)]
    hatch = {"shape": "\\", "fgcolor": grey, "bgcolor": paper, "size": 5, "solidity": 0.2}

    def bar(these: list[_Row], shares: list[float], marker: Figure) -> Figure:
        hover = [
            [f"<b>{p.label}, {p.year}</b>", *wrap(p.words, 60), *wrap(" ".join(p.notes), 60), "Click for its sources"]
            for p in (r.promise for r in these)
        ]
        return {
            "type": "bar",
            "orientation": "h",
            "x": [round(s, 6) for s in shares],
            "y": [r.bar for r in these],
            "width": row_setting(view.size).thick,
            "marker": marker,
            "customdata": [r.promise.id for r in these],
            "hovertext": ["<br>".join(h) for h in hover],
            "hoverinfo": "text",
        }

    unknown = [r for r in rows_of_direction if r not in known]
    return [
        bar(known, [1.0] * len(known), {"color": paper, "line": {"color": colour, "width": 1.4}}),
        bar(known, [r.promise.share for r in known], {"color": colour, "line": {"width": 0}}),
        bar(unknown, [1.0] * len(unknown), {"color": paper, "line": {"color": grey, "width": 1}, "pattern": hatch}),
    ]


def draw(view: View) -> Figure:
    rows, heads, height = _lay_out(view, read_promises(view))
    axis = {"visible": False, "range": [0, 1]}
    if not rows:
        return empty_figure(view, "No promise is on record.")
    inner, setting = view.size.width - 16, row_setting(view.size)
    left, bar = setting.left, setting.bar
    start = {"xanchor": "left", "align": "left", "x": -left / bar}
    below_top, quiet = {"yanchor": "top", "yshift": 2}, {"color": view.theme.quiet}
    notes = []
    for way, y in heads.items():
        font = {"color": view.theme.direction(way), "size": view.size.font + 1}
        summary = "" if _before_register(view) else f": {_outcome_summary([r.promise for r in rows], way)}"
        notes.append(note(view, f"<b>{view.arrow(way)}</b>{summary}", y=y, font=font, **below_top, **start))
    if view.size.narrow:
        notes += [note(view, r.text, y=r.top, **below_top, **start) for r in rows]
    else:
        for r in rows:
            notes += [
                note(view, f"<b>{r.promise.label}</b>", y=r.bar, **start),
                note(view, str(r.promise.year), x=-12 / bar, y=r.bar, xanchor="right", font=dict(quiet)),
                note(view, r.text, x=1 + 12 / bar, y=r.bar, xanchor="left", align="left"),
            ]
    return {
        "data": [trace for way in DIRECTIONS for trace in _bars(view, rows, way)],
        "layout": layout(
            view,
            height=max(int(height) + 16, view.size.tall(0)),
            margin={"l": 8, "r": 8, "t": 4, "b": 4},
            barmode="overlay",
            annotations=notes,
            xaxis=axis | {"range": [-left / bar, (inner - left) / bar]},
            yaxis=axis | {"range": [max(height + 16, view.size.tall(0)) - 12, -4]},
        ),
    }


def _count_outcomes(promises: list[Promise], way: str) -> tuple[int, int, int]:
    """Count the promises of a direction: (came in full, both numbers known, one of them unknown)."""
    own = [p for p in promises if p.direction == way]
    known = [p for p in own if pd.notna(p.share)]
    return sum(p.outcome == "in full" for p in known), len(known), len(own) - len(known)


def _outcome_summary(promises: list[Promise], way: str) -> str:
    """Return `6 of 11 in full, 2 not known`."""
    full, known, unknown = _count_outcomes(promises, way)
    parts = [f"{full} of {known} in full" if known else "", f"{unknown} not known" if unknown else ""]
    return ", ".join(filter(None, parts))


def _before_register(view: View) -> bool:
    """Return True if the register with the pair's orders was published only after the selected day."""
    whole, known = view.package.as_known_on("").evidence, view.package.evidence
    table = view.package.tables["promises"]
    ordered = table[table.dyad == view.selection.dyad].ordered
    return any(i not in known and i in whole and whole[i][0] == "orders" for i in ordered)


def _directions(promises: list[Promise]) -> list[str]:
    """Return the directions that have promises, the one with most first."""
    return sorted({p.direction for p in promises}, key=lambda d: (-sum(p.direction == d for p in promises), d))


def _title(view: View, promises: list[Promise]) -> Prose:
    if not promises:
        return join_runs(f"No promise of {view.span} between {view.a} and {view.b} is on record here.")
    way = _directions(promises)[0]
    if _before_register(view):
        return join_runs(
            f"No register of orders held here was published by {dates.day(view.selection.known_on)}, "
            "so promises cannot be held against what came."
        )
    unfulfilled = [f"{p.label} ({p.year})" for p in promises if p.direction == way and p.outcome == "nothing"]
    tail = f"; nothing came of {join_words(unfulfilled)}." if unfulfilled else "."
    full, known, unknown = _count_outcomes(promises, way)
    if not known:
        return join_runs("Of no promise from ", (view.from_to(way), way), f" are both numbers known{tail}")
    if known == 1:
        return join_runs(
            "The one promise from ",
            (view.from_to(way), way),
            f"{' with known numbers' if unknown else ''} {'came' if full else 'did not come'} in full{tail}",
        )
    if not unknown:
        return join_runs(f"{full} of {known} promises from ", (view.from_to(way), way), f" came in full{tail}")
    return join_runs(
        f"Of {known} promises from ", (view.from_to(way), way), f" with known numbers, {full} came in full{tail}"
    )


def _sentence(view: View, promises: list[Promise]) -> Prose:
    if not promises:
        return join_runs("A promise is an order of the register, or a claim that something was ordered.")
    if _before_register(view):
        return join_runs(
            "Shown are the promises that claims alone tell of. "
            "Most orders, and what was delivered of them, are known from the register."
        )
    way, *others = _directions(promises)
    unknown = _count_outcomes(promises, way)[2]
    sentences = [f"Of {numbers.count_in_words(unknown)} more a number is not known."] if unknown else []
    for d in others:
        full, known, more = _count_outcomes(promises, d)
        rest = f"of {numbers.count_in_words(more)} {'more ' if known else ''}a number is not known" if more else ""
        sentences.append(
            f"From {view.from_to(d)} "
            + "; ".join(filter(None, [f"it was {full} of {known}" if known else "", rest]))
            + "."
        )
    successor = series.successors(view.package.tables["countries"])
    orders = view.package.tables["orders"].replace({"supplier": successor, "recipient": successor})
    supplier, recipient = series.Pair.of(view.selection.dyad).parties(way)
    orders = orders[
        (orders.supplier == supplier) & (orders.recipient == recipient) & orders.order_year.isin(view.selection.years)
    ]
    orders = orders[orders.release == orders.release.max()]
    short_orders = orders[orders.delivered < orders.contracted.fillna(orders.ordered)].row_id
    shown = int(short_orders.isin([i for p in promises for i in p.basis]).sum())
    if len(short_orders):
        release = view.package.release_name(orders.release.max())
        if len(orders) == 1:
            sentences.append(
                f"The list is a choice: {release} has one order from {view.from_to(way)} in these years, "
                f"which fell short and is {'' if shown else 'not '}shown here."
            )
        else:
            those = (
                "all of them"
                if shown == len(short_orders) > 1
                else f"{shown} of them"
                if len(short_orders) > 1
                else "which is"
                if shown
                else "which is not"
            )
            sentences.append(
                f"The list is a choice: of {len(orders)} orders from {view.from_to(way)} in {release}, "
                f"{numbers.count_in_words(len(short_orders))} fell short, {those} shown here."
            )
    return join_runs(" ".join(sentences) or "The list is a choice.")


def describe(view: View) -> Description:
    promises = read_promises(view)
    traces = [t for d in DIRECTIONS for t in _bars(view, _lay_out(view, promises)[0], d)]
    at = {
        str(mark): (curve, n)
        for curve, trace in enumerate(traces)
        for n, mark in enumerate(trace["customdata"])
        if curve % 3 != 1
    }
    marks = [
        Mark(
            p.id,
            f"{p.label}, {view.arrow(p.direction)}, {p.year}: {' '.join([p.words + '.', *p.notes])}",
            p.basis,
            *at[p.id],
            p.claims,
        )
        for p in promises
    ]
    table = pd.DataFrame(
        [
            (p.label, view.arrow(p.direction), str(p.year), p.ordered, p.came, p.outcome, p.words, " ".join(p.notes))
            for p in promises
        ],
        columns=["Promise", "Direction", "Promised in", "Ordered", "Came", "Outcome", "In words", "Note"],
    )
    used = sorted({view.package.evidence[i][1].source_id for p in promises for i in p.basis})
    legend = (
        "Outline: what was ordered. Filled: the share of it that came. Hatched grey: a number is not known."
        if promises
        else ""
    )
    return Description(
        _title(view, promises),
        _sentence(view, promises),
        table,
        tuple(marks),
        tuple(used),
        "Delivered, of what was ordered",
        legend,
        f"{view.dyad.label}, promises of {view.span}",
    )


CHART = Chart("promised", 5, "What was promised and what came?", draw, describe)
