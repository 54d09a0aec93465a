"""What was promised and what came: for each promise, how much of what was ordered was delivered."""

from dataclasses import dataclass
from textwrap import wrap

import pandas as pd

from dashboard.charts.base import Chart, Description, Figure, Mark
from dashboard.charts.drawing.axes import layout
from dashboard.charts.drawing.labels import empty_figure, note
from dashboard.charts.promised.layout import setting
from dashboard.charts.promised.promises import Promise, read
from dashboard.data.view import View
from dashboard.text import dates, numbers
from dashboard.text.sentence import Sentence, join_runs, join_words
from etl.analysis import series
from etl.contracts.vocabulary import DIRECTIONS


@dataclass(frozen=True)
class _Row:
    """Where a promise stands, in px from the top: the middle of its bar, the top of its words, and the words as set."""

    promise: Promise
    bar: float
    top: float
    text: str


def _rows(view: View, promises: list[Promise]) -> tuple[list[_Row], dict[str, float], float]:
    """Rows from top to bottom, where each direction is named, and the height of all."""
    least = _stacked(view, promises, 0)
    spare = view.size.height - 20 - least[2]
    return (
        _stacked(view, promises, min(14.0, max(0.0, spare / len(promises)))) if view.size.fixed and promises else least
    )


def _stacked(view: View, promises: list[Promise], more: float) -> tuple[list[_Row], dict[str, float], float]:
    """The rows with `more` px between two than there must be."""
    rows: list[_Row] = []
    heads: dict[str, float] = {}
    y, narrow, room = 0.0, view.size.narrow, setting(view.size)
    for p in promises:
        if p.direction not in heads:
            heads[p.direction] = y = y + (0.5 * room.head if heads else 0)
            y += room.head
        lines = wrap(f"{p.label}, {p.year}: {p.words}" if narrow else p.words, room.letters)
        height = max(room.line * len(lines), 18 if not view.size.fixed else 0)
        text = "<br>".join(lines).replace(f"{p.label},", f"<b>{p.label}</b>,", 1)
        beside = [n for i, n in enumerate(p.notes) if len(" ".join([p.words, *p.notes[: i + 1]])) < room.letters]
        if beside and view.size.width > 900:
            text += f'. <span style="color:{view.theme.quiet}">{" ".join(beside)}</span>'
        rows.append(_Row(p, y + (height + room.thick / 2 + 2 if narrow else height / 2), y, text))
        y += height + (room.thick if narrow else 0) + room.gap + more
    return rows, heads, y


def _bars(view: View, rows: list[_Row], direction: str) -> list[Figure]:
    """Outlines of what was ordered, and in them what came; hatched grey where a number is missing."""
    colour, paper, grey = view.theme.direction(direction), view.theme.paper, view.theme.absent
    mine = [r for r in rows if r.promise.direction == direction]
    known = [r for r in mine if pd.notna(r.promise.share)]
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
            "width": setting(view.size).thick,
            "marker": marker,
            "customdata": [r.promise.id for r in these],
            "hovertext": ["<br>".join(h) for h in hover],
            "hoverinfo": "text",
        }

    blank = [r for r in mine if r not in known]
    return [
        bar(known, [1.0] * len(known), {"color": paper, "line": {"color": colour, "width": 1.4}}),
        bar(known, [r.promise.share for r in known], {"color": colour, "line": {"width": 0}}),
        bar(blank, [1.0] * len(blank), {"color": paper, "line": {"color": grey, "width": 1}, "pattern": hatch}),
    ]


def draw(view: View) -> Figure:
    narrow = view.size.narrow
    rows, heads, height = _rows(view, read(view))
    axis = {"visible": False, "range": [0, 1]}
    if not rows:
        return empty_figure(view, "No promise is on record.")
    inner, room = view.size.width - 16, setting(view.size)
    left, bar = room.left, room.bar
    start = {"xanchor": "left", "align": "left", "x": -left / bar}
    notes = []
    for way, y in heads.items():
        font = {"color": view.theme.direction(way), "size": view.size.font + 1}
        head = f"<b>{view.arrow(way)}</b>" + ("" if _unlisted(view) else f": {_head([r.promise for r in rows], way)}")
        notes.append(note(view, head, y=y, yanchor="top", yshift=2, font=font, **start))
    for r in rows:
        if narrow:
            notes.append(note(view, r.text, y=r.top, yanchor="top", yshift=2, **start))
            continue
        notes.append(note(view, f"<b>{r.promise.label}</b>", y=r.bar, **start))
        notes.append(
            note(
                view,
                str(r.promise.year),
                x=-12 / bar,
                y=r.bar,
                xanchor="right",
                font={"color": view.theme.quiet},
            )
        )
        notes.append(note(view, r.text, x=1 + 12 / bar, y=r.bar, xanchor="left", align="left"))
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


def _counted(promises: list[Promise], way: str) -> tuple[int, int, int]:
    """(came in full, both numbers known, one of them not known) of a direction."""
    mine = [p for p in promises if p.direction == way]
    known = [p for p in mine if pd.notna(p.share)]
    return sum(p.outcome == "in full" for p in known), len(known), len(mine) - len(known)


def _head(promises: list[Promise], way: str) -> str:
    """`6 of 11 in full, 2 not known`."""
    full, known, unknown = _counted(promises, way)
    parts = [f"{full} of {known} in full" if known else "", f"{unknown} not known" if unknown else ""]
    return ", ".join(filter(None, parts))


def _unlisted(view: View) -> bool:
    """Whether the register that lists the pair's orders was published only after the selected day."""
    whole, known = view.package.as_known_on("").evidence, view.package.evidence
    table = view.package.tables["promises"]
    ordered = table[table.dyad == view.selection.dyad].ordered
    return any(i not in known and i in whole and whole[i][0] == "orders" for i in ordered)


def _ways(promises: list[Promise]) -> list[str]:
    """The directions that have promises, the one with most first."""
    return sorted({p.direction for p in promises}, key=lambda d: (-sum(p.direction == d for p in promises), d))


def _title(view: View, promises: list[Promise]) -> Sentence:
    if not promises:
        return join_runs(f"No promise of {view.span} between {view.a} and {view.b} is on record here.")
    way = _ways(promises)[0]
    if _unlisted(view):
        return join_runs(
            f"No register of orders held here was published by {dates.day(view.selection.known_on)}, so promises cannot be held against what came."
        )
    none = [f"{p.label} ({p.year})" for p in promises if p.direction == way and p.outcome == "nothing"]
    tail = f"; nothing came of {join_words(none)}." if none else "."
    full, known, unknown = _counted(promises, way)
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


def _sentence(view: View, promises: list[Promise]) -> Sentence:
    if not promises:
        return join_runs("A promise is an order of the register, or a claim that something was ordered.")
    if _unlisted(view):
        return join_runs(
            "Shown are the promises that claims alone tell of. Most orders, and what was delivered of them, are known from the register."
        )
    way, *others = _ways(promises)
    unknown = _counted(promises, way)[2]
    says = [f"Of {numbers.count_in_words(unknown)} more a number is not known."] if unknown else []
    for d in others:
        full, known, more = _counted(promises, d)
        rest = f"of {numbers.count_in_words(more)} {'more ' if known else ''}a number is not known" if more else ""
        says.append(
            f"From {view.from_to(d)} "
            + "; ".join(filter(None, [f"it was {full} of {known}" if known else "", rest]))
            + "."
        )
    joined = series.successors(view.package.tables["countries"])
    orders = view.package.tables["orders"].replace({"supplier": joined, "recipient": joined})
    supplier, recipient = series.Pair.of(view.selection.dyad).parties(way)
    orders = orders[
        (orders.supplier == supplier) & (orders.recipient == recipient) & orders.order_year.isin(view.selection.years)
    ]
    orders = orders[orders.release == orders.release.max()]
    short = orders[orders.delivered < orders.contracted.fillna(orders.ordered)].row_id
    here = int(short.isin([i for p in promises for i in p.basis]).sum())
    if len(short):
        release = view.package.release_name(orders.release.max())
        if len(orders) == 1:
            says.append(
                f"The list is a choice: {release} has one order from {view.from_to(way)} in these years, which fell short and is {'' if here else 'not '}shown here."
            )
        else:
            those = (
                "all of them"
                if here == len(short) > 1
                else f"{here} of them"
                if len(short) > 1
                else "which is"
                if here
                else "which is not"
            )
            says.append(
                f"The list is a choice: of {len(orders)} orders from {view.from_to(way)} in {release}, {numbers.count_in_words(len(short))} fell short, {those} shown here."
            )
    return join_runs(" ".join(says) or "The list is a choice.")


def describe(view: View) -> Description:
    promises = read(view)
    traces = [t for d in DIRECTIONS for t in _bars(view, _rows(view, promises)[0], d)]
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
