"""Draw every claim on a timeline, with lines from denials to what they deny."""

from functools import lru_cache
from textwrap import wrap

import pandas as pd

from dashboard.charts.base import Figure, Mark
from dashboard.charts.drawing.axes import layout, margin
from dashboard.charts.drawing.labels import note
from dashboard.charts.drawing.marked_text import BREAK, bold, invitation
from dashboard.charts.evidence import timeline
from dashboard.charts.evidence.timeline import LANES, Placed, Spot
from dashboard.charts.evidence.words import grade_of
from dashboard.data.claims import filters as claim_filters
from dashboard.data.claims import pair as claims
from dashboard.data.memo import memoized
from dashboard.data.records import PairClaim
from dashboard.data.view import View
from dashboard.text.forms import dates
from dashboard.text.forms.arguments import Choice, Name, Period, yes
from dashboard.text.sentence import words

_SHAPES = {"delivery": "circle", "plan": "diamond", "denial": "x", "other": "square"}
# Shapes of groups: those with room for a number.
_GROUP_SHAPES = _SHAPES | {"denial": "octagon"}


@memoized(1)
def placed_claims(view: View) -> tuple[Placed, set[str]]:
    """Return the place of every mark, and the ids of claims drawn faint."""
    shown, faint = _drawn_rows(view)
    return timeline.place(view, shown), faint


def _drawn_rows(view: View) -> tuple[list[int], set[str]]:
    """Return (rows of `claims_on_pair` to draw, ids of those drawn only because they answer a chosen claim)."""
    rows = claims.claims_on_pair(view.package, view.selection.dyad)
    mask = claim_filters.select_claims(view.package, view.selection) & in_period(view, rows)
    faint: set[str] = set()
    if view.selection.filters:
        chosen = set(rows.claim_id[mask])
        answering = (
            rows.answers.fillna("").map(lambda ids: bool(chosen & set(ids.split()))) & ~mask & in_period(view, rows)
        )
        faint = set(rows.claim_id[answering])
        mask = mask | answering
    return mask.to_numpy().nonzero()[0].tolist(), faint


def in_period(view: View, rows: pd.DataFrame) -> pd.Series:
    """Return a mask of the claims that overlap the selected years or the zoom; undated ones only without a zoom."""
    if view.selection.zoom:
        return claim_filters.overlaps(rows, view.selection.zoom)
    first, last = f"{view.selection.from_year}", f"{timeline.last_year(view)}-12"
    return rows.start.isna() | ((rows.last_month >= first) & (rows.first_month <= last))


def _colour(view: View, lane: str) -> str:
    return view.theme.quiet if lane == "neither" else view.theme.direction(lane)


def _solid(view: View, spot: Spot) -> bool:
    return sum(c.credibility <= view.selection.credibility for c in spot.claims) * 2 > len(spot.claims)


def lines_between(placed: Placed) -> tuple[Figure, Figure]:
    """Return lines from each answer to the claim it answers, and lines over the period that a claim leaves open."""
    at = {s.claims[0].claim_id: s for s in placed.spots} if not placed.grouped else {}
    ties: dict[str, list[float | None]] = {"x": [], "y": []}
    spans: dict[str, list[float | None]] = {"x": [], "y": []}
    for spot in at.values():
        for answered in spot.claims[0].answers:
            if answered in at:
                ties["x"] += [spot.x, at[answered].x, None]
                ties["y"] += [spot.y, at[answered].y, None]
        if spot.until > spot.x + 6:
            spans["x"] += [spot.x, spot.until, None]
            spans["y"] += [spot.y, spot.y, None]
    return ties, spans


def draw(view: View) -> Figure:
    scale = timeline.scale_of(view)
    placed, faint = placed_claims(view)
    ties, spans = lines_between(placed)
    plain = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "connectgaps": False}
    data = [
        plain | ties | {"line": {"color": view.theme.absent, "width": 1}},
        plain | spans | {"line": {"color": view.theme.absent, "width": 2}, "opacity": 0.45},
        *[_marks(view, placed, lane, faint) for lane in LANES],
    ]
    neither = words("timeline.lane-neither", neither_way=Name(bold(words("timeline.neither-way"))))
    names = {d: bold(view.arrow(d)) for d in ("a_to_b", "b_to_a")} | {"neither": neither}
    bottom = min(b for _, b in placed.bands.values())
    notes = [
        note(
            view,
            names[lane],
            x=0,
            y=top - 3,
            xanchor="left",
            yanchor="top",
            font={"color": _colour(view, lane), "size": view.size.font + 1},
        )
        for lane, (top, _) in placed.bands.items()
    ]
    if placed.grouped and not view.size.narrow:
        data.append(_kind_names(view, placed))
    at = timeline.ticks(view, scale)
    notes += [
        note(view, words("timeline.undated"), x=x, y=bottom, yanchor="top", yshift=1, font={"color": view.theme.quiet})
        for x, text in at
        if text == timeline.UNDATED
    ]
    at = [(x, text) for x, text in at if text != timeline.UNDATED]
    if view.selection.zoom:  # its first tick is a full date, which begins at the edge
        (x, text), *at = at
        notes.append(
            note(
                view,
                text,
                x=x,
                y=bottom,
                xanchor="left",
                yanchor="top",
                yshift=1,
                font={"color": view.theme.quiet},
            )
        )
    dotted = {"color": view.theme.absent, "width": 1, "dash": "dot"}
    shapes = [
        {"type": "line", "layer": "below", "x0": x, "x1": x, "y0": 0, "y1": bottom, "line": dotted} for x in scale.edges
    ]
    return {
        "data": data,
        "layout": layout(
            view,
            height=max(int(-bottom + 44), view.size.tall(0)),
            margin=margin(view, 10, 10, 8, 30),
            xaxis={
                "range": [-4, scale.width],
                "tickangle": 0,
                "tickvals": [x for x, _ in at],
                "ticktext": [text for _, text in at],
                "showgrid": True,
            },
            yaxis={
                "range": [bottom, 0],
                "showticklabels": False,
                "tickvals": [low for _, low in placed.bands.values()],
            },
            shapes=shapes,
            annotations=notes,
        ),
    }


def _kind_names(view: View, placed: Placed) -> Figure:
    """Name the rows of groups in one trace, as plotly is slow with many annotations."""
    at = {(s.lane, s.kind): s.y for s in placed.spots}
    return {
        "type": "scatter",
        "mode": "text",
        "x": [0] * len(at),
        "y": list(at.values()),
        "text": [words("timeline.kind", kind=Choice(kind)) for _, kind in at],
        "textposition": "middle right",
        "textfont": {"size": view.size.note, "color": view.theme.quiet},
        "hoverinfo": "skip",
    }


def _marks(view: View, placed: Placed, lane: str, faint: set[str]) -> Figure:
    spots = [s for s in placed.spots if s.lane == lane]
    colour, single = _colour(view, lane), placed.step - (2 if not view.size.narrow or view.size.fixed else 1)
    trace: Figure = {
        "type": "scatter",
        "mode": "markers",
        "x": [s.x for s in spots],
        "y": [s.y for s in spots],
        "marker": {
            "size": single,
            "color": colour,
            "line": {"width": 1.4, "color": colour},
            "symbol": [_SHAPES[s.kind] + ("" if _solid(view, s) else "-open") for s in spots],
        },
        "customdata": [s.id for s in spots],
        "hoverinfo": "text",
        "hovertext": [_hover(view, s) for s in spots],
    }
    if placed.grouped:
        solid = [_solid(view, s) for s in spots]
        trace |= {
            "mode": "markers+text",
            "text": [str(len(s.claims)) if len(s.claims) > 1 else "" for s in spots],
            "textposition": "middle center",
            "textfont": {
                "size": 12 if not view.size.fixed else view.size.note,
                "color": [view.theme.on_mark if s else view.theme.ink for s in solid],
            },
        }
        shapes = [(_SHAPES if len(s.claims) == 1 else _GROUP_SHAPES)[s.kind] for s in spots]
        trace["marker"] |= {
            "size": [
                single if len(s.claims) == 1 else round(view.size.grown * min(30, 15 + 5 * len(str(len(s.claims)))))
                for s in spots
            ],
            "symbol": [shape + ("" if f else "-open") for shape, f in zip(shapes, solid, strict=True)],
        }
    elif faint:
        trace["marker"]["opacity"] = [0.35 if s.id in faint else 1 for s in spots]
    return trace


def _hover(view: View, spot: Spot) -> str:
    if len(spot.claims) > 1:
        return group_mark(spot).label + invitation(words("timeline.hover-list"))
    claim = spot.claims[0]
    claimant = words("timeline.hover-claimant", claimant=Name(claim.claimant), grade=grade_of(claim))
    return BREAK.join([bold(_wrapped(claim.statement)), claimant, dates.when(claim)])


@lru_cache(maxsize=20_000)
def _wrapped(text: str) -> str:
    return BREAK.join(wrap(text, 58))


def period(claim: PairClaim) -> Period:
    """Return the period a claim speaks of, as an argument of sentences."""
    return Period(claim.start, claim.end, claim.precision)


def group_mark(spot: Spot, curve: int = 0, point: int = 0) -> Mark:
    """Return the mark of a group of claims at a place in the figure."""
    beside = {"other": "beside"}.get(spot.kind, spot.kind)
    kind, when = Choice("none" if spot.lane == "neither" else beside), period(spot.claims[0])
    label = words("timeline.mark-group", n=len(spot.claims), kind=kind, when=when, dated=yes(when.start))
    return Mark(spot.id, label, tuple(c.claim_id for c in spot.claims), curve, point, listed=True)
