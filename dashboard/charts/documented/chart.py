"""Show the transfers that documents report: how sure each is, how much of what came, and what they say together."""

from typing import Any

import pandas as pd

from dashboard.charts.base import Chart, Description, Figure, Mark
from dashboard.charts.documented.answers import drawn, variants
from dashboard.charts.drawing.labels import empty_figure
from dashboard.charts.drawing.rows import Item, draw_rows, places
from dashboard.data.flows import documented_events
from dashboard.data.view import View
from dashboard.evidence.claim_index import claim_index
from dashboard.text import findings, how_sure
from dashboard.text.forms.arguments import (
    Amount,
    Argument,
    Bounds,
    Chance,
    Choice,
    Listed,
    Name,
    Share,
    State,
    Year,
    Years,
    yes,
)
from dashboard.text.sentence import Role, Text, say, words
from etl.analysis.documented.events import Event
from etl.analysis.documented.numbers import Range
from etl.analysis.reversal import PRIOR
from etl.contracts.vocabulary import DIRECTIONS

MEASURE, VOLUME = "documented", "documented_volume"
_COLUMNS = (
    "event",
    "direction",
    "first",
    "last",
    "years",
    "true",
    "number",
    "number-range",
    "tiv",
    "tiv-range",
    "not-valued",
)


def _events(view: View) -> list[Event]:
    """Return the events that count in one of the selected years."""
    s = view.selection
    every = documented_events(view.package, s.dyad, s.credibility, s.origins)
    return [e for e in every if any(share > 0 and year in s.years for year, share in e.by_year().items())]


def _label(view: View, event: Event) -> str:
    return claim_index(view.package).events.get(event.id, event.id)


def _when(event: Event) -> Years:
    return Years(int(event.first_day[:4]), int(event.last_day[:4]), short=True)


def _amounts(event: Event) -> dict[str, Argument]:
    """Return the number and volume of an event as arguments; what is not told is said so by a branch."""
    number, volume = event.numbers.number, event.numbers.volume
    return {
        "true": Share(event.p_true),
        "told": Choice("none" if number is None else "point" if number.low == number.high else "range"),
        "number": Amount(round(number.central) if number else 0, exact=True),
        "range": _bounds(number),
        "total": yes(event.total_of),
        "valued": yes(volume),
        "volume": Amount(volume.central if volume else 0.0),
    }


def _bounds(r: Range | None) -> Bounds:
    return Bounds(round(r.low), None, round(r.high)) if r else Bounds(0, None, 0)


def _tiv_range(volume: Range | None) -> str:
    if volume is None or volume.low == volume.high:
        return ""
    return words("documented.tiv-range", low=Amount(volume.low), high=Amount(volume.high))


def _items(view: View) -> list[Item]:
    items = []
    for event in _events(view):
        said: dict[str, Argument] = {"event": Name(_label(view, event)), "years": _when(event), **_amounts(event)}
        items.append(
            Item(
                event.id,
                event.direction,
                _label(view, event),
                words("documented.when", **said),
                event.p_true,
                words("documented.row-short" if view.size.fixed else "documented.row", **said),
                words("documented.row-narrow-short" if view.size.fixed else "documented.row-narrow", **said),
                words("documented.label", **said),
            )
        )
    return items


def draw(view: View) -> Figure:
    items = _items(view)
    if not items:
        return empty_figure(view, words("documented.none"))
    counts = {d: [i for i in items if i.direction == d] for d in DIRECTIONS}
    heads = {
        d: words("documented.heading", way=findings.view_way(view, d), n=len(own)) for d, own in counts.items() if own
    }
    return draw_rows(view, items, heads, words("documented.hover-open"))


def _votes(view: View, measure: str) -> bool:
    return findings.recorded(view.with_selection(measure=measure)) == "votes"


def _title(view: View) -> Text:
    s = view.selection
    if not _events(view):
        years = {"first": Year(s.from_year), "last": Year(s.to_year)}
        return (say("documented.title-none", Role.FINDING, a=State(view.a), b=State(view.b), **years),)
    if not _votes(view, MEASURE):
        return findings.nothing(view.with_selection(measure=MEASURE))
    return (say("documented.title", Role.FINDING, **how_sure.documented_answer(view)),)


def _sentence(view: View) -> Text:
    events = _events(view)
    if not events:
        return (say("documented.selection-only"),)
    prior = Share(PRIOR[1] + PRIOR[2])
    text: Text = (say("documented.counted", Role.FINDING, n=len(events), prior=prior),)
    row = drawn(view, MEASURE)
    if row is not None:
        text += (say("documented.drawn", Role.FINDING, chance=Chance(row.p_reversed, strong=False), draws=row.draws),)
    valued = [e for e in events if e.numbers.volume is not None]
    if valued and _votes(view, VOLUME):
        by_volume = Chance(findings.reversal_with(view, measure=VOLUME).p_reversed, strong=False)
        text += (say("documented.by-volume", Role.FINDING, n=len(valued), chance=by_volume),)
    return (*text, say("documented.selection-only", Role.CAVEAT))


def _table(view: View) -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for e in _events(view):
        shares = [words("documented.year-share", year=Year(y), share=Share(s)) for y, s in e.by_year().items() if s > 0]
        number, volume = e.numbers.number, e.numbers.volume
        rows.append(
            (
                _label(view, e),
                view.arrow(e.direction),
                e.first_day,
                e.last_day,
                words("documented.year-shares", shares=Listed(tuple(shares), last="")),
                e.p_true,
                round(number.central) if number else None,
                words("documented.range", range=_bounds(number)) if number else "",
                round(volume.central, 1) if volume else None,
                _tiv_range(volume),
                ", ".join(e.numbers.not_valued),
            )
        )
    return pd.DataFrame(rows, columns=[words(f"documented.column-{name}") for name in _COLUMNS])


def describe(view: View) -> Description:
    s, index = view.selection, claim_index(view.package)
    events, items = _events(view), _items(view)
    at = places(view, items)
    marks = []
    for event, item in zip(events, items, strict=True):
        others = tuple(c.claim_id for c in index.by_event[event.id] if c.claim_id not in event.claims)
        label = words("documented.mark", way=findings.view_way(view, event.direction), said=Name(item.narrow))
        marks.append(Mark(event.id, label, event.claims, *at[event.id], others))
    claims = {view.package.evidence[id].source_id for e in events for id in e.claims}
    values = view.package.tables["unit_values"]
    releases = set(values.release) if any(e.numbers.volume for e in events) else set()
    sources = view.package.tables["sources"]
    registers = sources[sources.release.isin(releases)].source_id
    years = {"first": Year(s.from_year), "last": Year(s.to_year)}
    return Description(
        _title(view),
        _sentence(view),
        _table(view),
        tuple(marks),
        (*sorted(claims), *registers),
        words("documented.unit"),
        (say("documented.legend-filled", Role.READING), say("documented.legend-volume", Role.READING))
        if events
        else (),
        words("documented.selection", pair=Name(view.dyad.label), **years, grade=s.credibility),
        evidence=words("files.evidence-graded", grade=s.credibility, origins=s.origins),
        volume=True,
        variants=variants(view),
    )


CHART = Chart("documented", 5, words("documented.name"), words("documented.question"), draw, describe, crowded=True)
