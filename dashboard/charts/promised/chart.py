"""Show for each promise how much of what was ordered was delivered."""

from dataclasses import dataclass
from textwrap import wrap

import pandas as pd

from dashboard.charts.base import Chart, Description, Figure, Mark
from dashboard.charts.drawing.axes import layout
from dashboard.charts.drawing.labels import empty_figure, note
from dashboard.charts.drawing.marked_text import BREAK, bold, coloured, invitation
from dashboard.charts.promised.layout import row_setting
from dashboard.charts.promised.promises import Promise, read_promises
from dashboard.data.records import Order
from dashboard.data.view import View
from dashboard.text import findings
from dashboard.text.forms.arguments import Argument, Choice, Day, Listed, Name, Small, State, Year, yes
from dashboard.text.sentence import Role, Text, say, words
from etl.analysis import series
from etl.contracts.vocabulary import DIRECTIONS

_COLUMNS = ("promise", "direction", "year", "ordered", "came", "outcome", "words", "note")


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
        lines = wrap(words("promised.row-narrow", **p.said) if narrow else p.words, setting.letters)
        height = max(setting.line * len(lines), 18 if not view.size.fixed else 0)
        text = BREAK.join(lines).replace(f"{p.label},", f"{bold(p.label)},", 1)
        fitting_notes = [
            n for i, n in enumerate(p.notes) if len(" ".join([p.words, *p.notes[: i + 1]])) < setting.letters
        ]
        if fitting_notes and view.size.width > 900:
            text += f". {coloured(' '.join(fitting_notes), view.theme.quiet)}"
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
            [
                bold(words("promised.label", **p.said)),
                *wrap(p.words, 60),
                *wrap(" ".join(p.notes), 60),
            ]
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
            "hovertext": [BREAK.join(h) + invitation(words("promised.hover-open")) for h in hover],
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
        return empty_figure(view, words("promised.none"))
    inner, setting = view.size.width - 16, row_setting(view.size)
    left, bar = setting.left, setting.bar
    start = {"xanchor": "left", "align": "left", "x": -left / bar}
    below_top, quiet = {"yanchor": "top", "yshift": 2}, {"color": view.theme.quiet}
    notes = []
    for way, y in heads.items():
        font = {"color": view.theme.direction(way), "size": view.size.font + 1}
        head = _head(view, [r.promise for r in rows], way).replace(view.arrow(way), bold(view.arrow(way)), 1)
        notes.append(note(view, head, y=y, font=font, **below_top, **start))
    if view.size.narrow:
        notes += [note(view, r.text, y=r.top, **below_top, **start) for r in rows]
    else:
        for r in rows:
            notes += [
                note(view, bold(r.promise.label), y=r.bar, **start),
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
    return sum(p.outcome == "in_full" for p in known), len(known), len(own) - len(known)


def _head(view: View, promises: list[Promise], way: str) -> str:
    """Return `Russia → Iran: 6 of 11 in full, 2 not known`."""
    full, known, unknown = _count_outcomes(promises, way)
    heading = "promised.heading-plain" if _before_register(view) else "promised.heading"
    return words(heading, way=findings.view_way(view, way), full=full, known=known, unknown=unknown)


def _before_register(view: View) -> bool:
    """Return True if the register with the pair's orders was published only after the selected day."""
    whole, known = view.package.as_known_on("").evidence, view.package.evidence
    table = view.package.tables["promises"]
    ordered = table[table.dyad == view.selection.dyad].ordered
    return any(i not in known and i in whole and isinstance(whole[i], Order) for i in ordered)


def _directions(promises: list[Promise]) -> list[str]:
    """Return the directions that have promises, the one with most first."""
    return sorted({p.direction for p in promises}, key=lambda d: (-sum(p.direction == d for p in promises), d))


def _title(view: View, promises: list[Promise]) -> Text:
    if not promises:
        return (say("promised.title-none", Role.FINDING, a=State(view.a), b=State(view.b), **_years(view)),)
    way = _directions(promises)[0]
    if _before_register(view):
        return (say("promised.title-no-register", Role.FINDING, day=Day(view.selection.known_on)),)
    unfulfilled = [p for p in promises if p.direction == way and p.outcome == "nothing"]
    named = Listed(tuple(words("promised.title-promise", **p.said) for p in unfulfilled))
    full, known, unknown = _count_outcomes(promises, way)
    of_many = "title-some-known" if unknown else "title-known"
    return (
        say(
            f"promised.{'title-unknown' if not known else 'title-one' if known == 1 else of_many}",
            Role.FINDING,
            way=findings.view_way(view, way, coloured=True),
            full=full,
            known=known,
            unknown=unknown,
            nothing=yes(unfulfilled),
            promises=named,
        ),
    )


def _years(view: View) -> dict[str, Argument]:
    return {"first": Year(view.selection.from_year), "last": Year(view.selection.to_year)}


def _sentence(view: View, promises: list[Promise]) -> Text:
    if not promises:
        return (say("promised.what-it-is"),)
    if _before_register(view):
        return say("promised.claims-alone"), say("promised.register-knows")
    way, *others = _directions(promises)
    unknown = _count_outcomes(promises, way)[2]
    text = (say("promised.more-unknown", Role.FINDING, word=Small(unknown)),) if unknown else ()
    for d in others:
        full, known, more = _count_outcomes(promises, d)
        counts: dict[str, Argument] = {"full": full, "known": known, "unknown": more, "word": Small(more)}
        text = (*text, say("promised.from-way", Role.FINDING, way=findings.view_way(view, d), **counts))
    return (*text, *_choice(view, promises, way)) or (say("promised.choice"),)


def _choice(view: View, promises: list[Promise], way: str) -> Text:
    """Return how many orders of a direction fell short, and how many of them are shown; empty if none did."""
    successor = series.successors(view.package.tables["countries"])
    orders = view.package.tables["orders"].replace({"supplier": successor, "recipient": successor})
    supplier, recipient = series.Pair.of(view.selection.dyad).parties(way)
    orders = orders[
        (orders.supplier == supplier) & (orders.recipient == recipient) & orders.order_year.isin(view.selection.years)
    ]
    orders = orders[orders.release == orders.release.max()]
    short_orders = orders[orders.delivered < orders.contracted.fillna(orders.ordered)].row_id
    shown, short = int(short_orders.isin([i for p in promises for i in p.basis]).sum()), len(short_orders)
    if not short:
        return ()
    release, said_way = Name(view.package.release_name(orders.release.max())), findings.view_way(view, way)
    if len(orders) == 1:
        return (say("promised.choice-of-one", release=release, way=said_way, shown=shown),)
    counts: dict[str, Argument] = {"orders": len(orders), "short": short, "word": Small(short), "shown": shown}
    return (say("promised.choice-of-orders", release=release, way=said_way, all=yes(shown == short), **counts),)


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
            " ".join([words("promised.mark", way=findings.view_way(view, p.direction), **p.said), *p.notes]),
            p.basis,
            *at[p.id],
            p.claims,
        )
        for p in promises
    ]
    table = pd.DataFrame(
        [
            (
                p.label,
                view.arrow(p.direction),
                str(p.year),
                p.ordered,
                p.came,
                words("promised.cell-outcome", outcome=Choice(p.outcome)),
                p.words,
                " ".join(p.notes),
            )
            for p in promises
        ],
        columns=[words(f"promised.column-{name}") for name in _COLUMNS],
    )
    used = sorted({view.package.evidence[i].source_id for p in promises for i in p.basis})
    legend = [say(f"promised.legend-{each}", Role.READING) for each in ("outline", "filled", "hatched")]
    return Description(
        _title(view, promises),
        _sentence(view, promises),
        table,
        tuple(marks),
        tuple(used),
        words("promised.unit"),
        tuple(legend) if promises else (),
        words("promised.selection", pair=Name(view.dyad.label), **_years(view)),
    )


CHART = Chart("promised", 5, words("promised.name"), words("promised.question"), draw, describe)
