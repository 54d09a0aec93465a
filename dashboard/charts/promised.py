"""What was promised and what came: for each promise, how much of what was ordered was delivered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import pandas as pd

from dashboard import style
from dashboard.charts.base import DIRECTIONS, Chart, Description, Figure, Mark, View
from dashboard.charts.promised_rows import setting
from dashboard.data import kept
from dashboard.phrases import Phrase, day, listed, phrase
from etl import series

_NEVER = ("not_delivered", "cancelled")
"""Status of a claim that says that nothing came."""
_NAN = float("nan")


@dataclass(frozen=True)
class _Promise:
    """One promise. A number is missing where no row tells it; `came` is zero only where a row says that nothing came."""

    label: str
    direction: str
    year: int
    ordered: float
    came: float
    words: str
    notes: tuple[str, ...]
    basis: tuple[str, ...]
    claims: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.year}:{re.sub('[^a-z0-9]+', '-', self.label.lower())}"

    @property
    def share(self) -> float:
        """Of what was ordered, at most 1; missing where either number is."""
        share = self.came / self.ordered
        return 1.0 if share > 1 else share

    @property
    def outcome(self) -> str:
        if self.came == 0:
            return "nothing"
        return "not known" if pd.isna(self.share) else "in full" if self.share == 1 else "in part"


@kept
def _promises(view: View) -> list[_Promise]:
    """The pair's promises of the selected years, a→b first, oldest first; none whose order this package lacks."""
    table, known = view.package.tables["promises"], view.package.evidence
    mine = table[(table.dyad == view.selection.dyad) & table.ordered.isin(known)]
    read = [_read(view, row) for row in mine.itertuples()]
    return sorted((p for p in read if p.year in view.selection.years), key=lambda p: (p.direction, p.year, p.label))


def _read(view: View, row: Any) -> _Promise:
    evidence = view.package.evidence
    ids = tuple(dict.fromkeys(i for i in (row.ordered, row.delivered, row.ended) if i in evidence))
    order, ended = evidence[row.ordered], evidence.get(row.ended, ("", None))[1]
    ordered, unit, year, notes = _ordered(view, *order)
    came, more = _came(view, evidence.get(row.delivered), ended)
    words = "; ".join(filter(None, [_said(ordered, unit, came, more), _ended(ended, view.size.narrow or view.size.fixed)]))
    events = {evidence[i][1].event_id for i in ids if evidence[i][0] == "claims"}
    claims = tuple(c for c in view.claims[view.claims.event_id.isin(events)].claim_id if c not in ids)
    return _Promise(row.label, row.direction, year, ordered, came, words, (*notes, *([] if pd.isna(row.note) else [row.note])), ids, claims)


def _when(claim: Any) -> str:
    return str(claim.reported_on if pd.isna(claim.start) else claim.start)


def _ordered(view: View, table: str, row: Any) -> tuple[float, str, int, list[str]]:
    """(number ordered, its unit, year, notes) of an order or claim. The number contracted goes before the one counted."""
    if table == "claims":
        return row.quantity_central or _NAN, "" if pd.isna(row.quantity_unit) else f" {row.quantity_unit}", int(_when(row)[:4]), []
    year = int(row.first_year if pd.isna(row.order_year) else row.order_year)
    if pd.notna(row.contracted):
        return row.contracted, "", year, [f"The register counts {style.number(row.ordered)} as ordered, though {style.number(row.contracted)} were contracted."]
    return row.ordered or _NAN, "", year, _later(view, row)


def _came(view: View, found: tuple[str, Any] | None, ended: Any) -> tuple[float, str]:
    """(number, what is to be said beside it): a range, a claimant's words, or until when the source looked."""
    if found is None:
        return (0.0 if ended is not None and ended.status in _NEVER else _NAN), ""
    table, row = found
    if table == "orders":
        over = pd.notna(row.last_year) and row.last_year < _last_year(view, row)
        return row.delivered, "" if over or row.delivered >= row.ordered else f" by {_last_year(view, row)}"
    if row.status in _NEVER:
        return 0.0, f" by {day(_when(row)[:7])}"
    if row.quantity_low < row.quantity_high:
        return row.quantity_central, f" ({style.number(row.quantity_low)}–{style.number(row.quantity_high)})"
    return row.quantity_central, "" if pd.isna(row.quantity_words) else f" (“{row.quantity_words}”)"


def _said(ordered: float, unit: str, came: float, more: str) -> str:
    """`422 of 1,000`; what is not known is said in words."""
    if pd.notna(ordered) and pd.notna(came):
        return f"{style.number(came)} of {style.number(ordered)}{unit}{more}"
    if pd.notna(ordered):
        return f"{style.number(ordered)}{unit} ordered; what came is not known{more}"
    return "number ordered not known; " + ("so is what came" if pd.isna(came) else f"{style.number(came) if came else 'none'} came") + more


def _ended(claim: Any, short: bool) -> str:
    """`cancelled: President Dmitry Medvedev, by decree, September 2010`."""
    if claim is None:
        return ""
    word = claim.status.replace("_", " ")
    return f"{word}, {_when(claim)[:4]}" if short else f"{word}: {claim.claimant}, {day(_when(claim)[:7])}"


def _last_year(view: View, order: Any) -> int:
    """The last year that the file of an order covers."""
    cover = view.package.tables["coverage"]
    return int(cover[(cover.source_id == order.source_id) & (cover.format == "orders")].last_year.max())


def _later(view: View, order: Any) -> list[str]:
    """What newer releases count as delivered under the same order after the last year that its own release covers."""
    rows = view.package.tables["deliveries"]
    rows = rows[(rows.release > order.release) & (rows.delivery_year > _last_year(view, order))]
    for column in ("supplier", "recipient", "designation", "order_year"):
        rows = rows[rows[column] == getattr(order, column)]
    return [f"{view.package.release_name(r)} counts {style.number(d.delivered.sum())} more for {listed([str(y) for y in d.delivery_year])}." for r, d in rows.groupby("release")]


@dataclass(frozen=True)
class _Row:
    """Where a promise stands, in px from the top: the middle of its bar, the top of its words, and the words as set."""

    promise: _Promise
    bar: float
    top: float
    text: str


def _rows(view: View, promises: list[_Promise]) -> tuple[list[_Row], dict[str, float], float]:
    """Rows from top to bottom, where each direction is named, and the height of all."""
    least = _stacked(view, promises, 0)
    spare = view.size.height - 20 - least[2]
    return _stacked(view, promises, min(14.0, max(0.0, spare / len(promises)))) if view.size.fixed and promises else least


def _stacked(view: View, promises: list[_Promise], more: float) -> tuple[list[_Row], dict[str, float], float]:
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
        hover = [[f"<b>{p.label}, {p.year}</b>", *wrap(p.words, 60), *wrap(" ".join(p.notes), 60), "Click for its sources"] for p in (r.promise for r in these)]
        return {
            "type": "bar", "orientation": "h", "x": [round(s, 6) for s in shares], "y": [r.bar for r in these], "width": setting(view.size).thick, "marker": marker,
            "customdata": [r.promise.id for r in these], "hovertext": ["<br>".join(h) for h in hover], "hoverinfo": "text",
        }  # fmt: skip

    blank = [r for r in mine if r not in known]
    return [
        bar(known, [1.0] * len(known), {"color": paper, "line": {"color": colour, "width": 1.4}}),
        bar(known, [r.promise.share for r in known], {"color": colour, "line": {"width": 0}}),
        bar(blank, [1.0] * len(blank), {"color": paper, "line": {"color": grey, "width": 1}, "pattern": hatch}),
    ]


def draw(view: View) -> Figure:
    theme, size, narrow = view.selection.theme, view.size, view.size.narrow
    rows, heads, height = _rows(view, _promises(view))
    axis = {"visible": False, "range": [0, 1]}
    if not rows:
        text = style.note("No promise is on record.", theme, size, x=0.5, y=0.5, font={"color": view.theme.quiet})
        return {"data": [], "layout": style.layout(theme, size, height=120, xaxis=axis, yaxis=axis, annotations=[text])}
    inner, room = view.size.width - 16, setting(view.size)
    left, bar = room.left, room.bar
    start = {"xanchor": "left", "align": "left", "x": -left / bar}
    notes = []
    for way, y in heads.items():
        font = {"color": view.theme.direction(way), "size": view.size.font + 1}
        head = f"<b>{view.arrow(way)}</b>: {_counted([r.promise for r in rows], way)} in full"
        notes.append(style.note(head, theme, size, y=y, yanchor="top", yshift=2, font=font, **start))
    for r in rows:
        if narrow:
            notes.append(style.note(r.text, theme, size, y=r.top, yanchor="top", yshift=2, **start))
            continue
        notes.append(style.note(f"<b>{r.promise.label}</b>", theme, size, y=r.bar, **start))
        notes.append(style.note(str(r.promise.year), theme, size, x=-12 / bar, y=r.bar, xanchor="right", font={"color": view.theme.quiet}))
        notes.append(style.note(r.text, theme, size, x=1 + 12 / bar, y=r.bar, xanchor="left", align="left"))
    return {
        "data": [trace for way in DIRECTIONS for trace in _bars(view, rows, way)],
        "layout": style.layout(
            theme, size, height=max(int(height) + 16, view.size.tall(0)), margin={"l": 8, "r": 8, "t": 4, "b": 4}, barmode="overlay", annotations=notes,
            xaxis=axis | {"range": [-left / bar, (inner - left) / bar]}, yaxis=axis | {"range": [max(height + 16, view.size.tall(0)) - 12, -4]},
        ),
    }  # fmt: skip


def _counted(promises: list[_Promise], way: str) -> str:
    mine = [p for p in promises if p.direction == way]
    return f"{sum(p.outcome == 'in full' for p in mine)} of {len(mine)}"


def _ways(promises: list[_Promise]) -> list[str]:
    """The directions that have promises, the one with most first."""
    return sorted({p.direction for p in promises}, key=lambda d: (-sum(p.direction == d for p in promises), d))


def _title(view: View, promises: list[_Promise]) -> Phrase:
    if not promises:
        return phrase(f"No promise of {view.span} between {view.a} and {view.b} is on record here.")
    way = _ways(promises)[0]
    nothing = [f"{p.label} ({p.year})" for p in promises if p.direction == way and p.outcome == "nothing"]
    tail = f"; nothing came of {listed(nothing)}." if nothing else "."
    return phrase(f"{_counted(promises, way)} promises from ", (view.from_to(way), way), f" came in full{tail}")


def _sentence(view: View, promises: list[_Promise]) -> Phrase:
    if not promises:
        return phrase("A promise is an order of the register, or a claim that something was ordered.")
    way, *others = _ways(promises)
    says = [f"From {view.from_to(d)} it was {_counted(promises, d)}." for d in others]
    joined = series.successors(view.package.tables["countries"])
    orders = view.package.tables["orders"].replace({"supplier": joined, "recipient": joined})
    supplier, recipient = series.Pair.of(view.selection.dyad).parties(way)
    orders = orders[(orders.supplier == supplier) & (orders.recipient == recipient) & orders.order_year.isin(view.selection.years)]
    orders = orders[orders.release == orders.release.max()]
    short = orders[orders.delivered < orders.contracted.fillna(orders.ordered)].row_id
    here = int(short.isin([i for p in promises for i in p.basis]).sum())
    if len(short):
        those = "all of them" if here == len(short) else f"{here} of them"
        says.append(f"The list is a choice: of {len(orders)} orders from {view.from_to(way)} in {view.package.release_name(orders.release.max())}, "
                    f"{len(short)} fell short, {those} shown here.")  # fmt: skip
    return phrase(" ".join(says) or "The list is a choice.")


def describe(view: View) -> Description:
    promises = _promises(view)
    traces = [t for d in DIRECTIONS for t in _bars(view, _rows(view, promises)[0], d)]
    at = {str(mark): (curve, n) for curve, trace in enumerate(traces) for n, mark in enumerate(trace["customdata"]) if curve % 3 != 1}
    marks = [Mark(p.id, f"{p.label}, {view.arrow(p.direction)}, {p.year}: {' '.join([p.words + '.', *p.notes])}", p.basis, *at[p.id], p.claims) for p in promises]
    table = pd.DataFrame(
        [(p.label, view.arrow(p.direction), str(p.year), p.ordered, p.came, p.outcome, p.words, " ".join(p.notes)) for p in promises],
        columns=["Promise", "Direction", "Promised in", "Ordered", "Came", "Outcome", "In words", "Note"],
    )
    used = sorted({view.package.evidence[i][1].source_id for p in promises for i in p.basis})
    legend = "Outline: what was ordered. Filled: the share of it that came. Hatched grey: a number is not known." if promises else ""
    return Description(_title(view, promises), _sentence(view, promises), table, tuple(marks), tuple(used), "Delivered, of what was ordered", legend,
                       f"{view.dyad.label}, promises of {view.span}")  # fmt: skip


CHART = Chart("promised", 5, "What was promised and what came?", draw, describe)
