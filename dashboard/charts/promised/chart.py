"""Show for each promise how much of what was ordered was delivered."""

import pandas as pd

from dashboard.charts.base import Chart, Description, Figure, Mark, Native, Series
from dashboard.charts.drawing.labels import empty_figure
from dashboard.charts.drawing.rows import Item, draw_rows, places
from dashboard.charts.promised.promises import Promise, read_promises
from dashboard.data.records import Order
from dashboard.data.view import View
from dashboard.text import findings
from dashboard.text.forms.arguments import Argument, Choice, Day, Listed, Name, Small, State, Year, yes
from dashboard.text.sentence import Role, Text, say, words
from etl.analysis import series
from etl.contracts.vocabulary import DIRECTIONS

# Number of promises that a slide shows: more could not be read.
_ON_A_SLIDE = 8
_COLUMNS = ("promise", "direction", "year", "ordered", "came", "outcome", "words", "note")


def _items(promises: list[Promise]) -> list[Item]:
    return [
        Item(
            p.id,
            p.direction,
            p.label,
            str(p.year),
            p.share,
            p.words,
            words("promised.row-narrow", **p.said),
            words("promised.label", **p.said),
            p.notes,
        )
        for p in promises
    ]


def draw(view: View) -> Figure:
    promises = read_promises(view)
    if not promises:
        return empty_figure(view, words("promised.none"))
    heads = {way: _head(view, promises, way) for way in _directions(promises)}
    return draw_rows(view, _items(promises), heads, words("promised.hover-open"))


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
    ordered = " ".join(table[table.dyad == view.selection.dyad].ordered).split()
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
    at = places(view, _items(promises))
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
    shares = [p.share for p in promises]
    drawn = {
        "outline": any(map(pd.notna, shares)),
        "filled": any(share > 0 for share in shares),
        "unknown": any(map(pd.isna, shares)),
    }
    return Description(
        _title(view, promises),
        _sentence(view, promises),
        table,
        tuple(marks),
        tuple(used),
        words("promised.unit"),
        tuple(say(f"promised.legend-{each}", Role.READING) for each, there in drawn.items() if there),
        words("promised.selection", pair=Name(view.dyad.label), **_years(view)),
    )


def native(view: View) -> Native | None:
    """Return how much of each promise came, as bars: those that fell short first, as many as can be read."""
    known = [p for p in read_promises(view) if not pd.isna(p.share)]
    if not known:
        return None
    shown = sorted(
        sorted(known, key=lambda p: (p.share == 1, p.year))[:_ON_A_SLIDE], key=lambda p: (p.direction, p.year)
    )
    drawn = tuple(
        Series(view.arrow(d), tuple(p.share if p.direction == d else None for p in shown), d)
        for d in DIRECTIONS
        if any(p.direction == d for p in shown)
    )
    names = tuple(words("promised.label", **p.said) for p in shown)
    return Native("bars", names, drawn, "0%", (0.0, 1.0), total=len(known))


CHART = Chart(
    "promised", 6, words("promised.name"), words("promised.question"), draw, describe, native=native, crowded=True
)
