"""Who says so, and who denies it: every claim on a timeline, a lane per direction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import pandas as pd

from dashboard import style
from dashboard.charts.base import Chart, Description, Figure, Mark, View
from dashboard.data import when
from dashboard.phrases import phrase
from dashboard.selection import allowed
from etl.schema import BESIDE, COUNTING

LANES = ("a_to_b", "b_to_a", "other")
_SHAPES = {
    "delivery": "circle",
    "plan": "diamond",
    "denial": "x",
    "other": "square",
}
_KEY = "● delivery  ◆ plan, order, talk  ✕ denied or not delivered  ■ use, training, law, context"


@dataclass(frozen=True)
class _Spot:
    """One claim's place: x and y in px of the plot, lane, shape."""

    claim: Any
    lane: str
    x: float
    y: float
    shape: str


def _kind(claim: Any) -> str:
    if claim.stance == "denies" or claim.status in ("denied", "cancelled", "not_delivered"):
        return "denial"
    if claim.stance == "asserts" and claim.status in COUNTING:
        return "delivery"
    if claim.status in ("discussed", "ordered", *BESIDE):
        return "plan"
    return "other"


@dataclass(frozen=True)
class _Scale:
    """Days → px: an undated block, the long past, and the years under discussion drawn wider."""

    width: float
    first: date
    turn: date
    last: date
    undated: float
    past: float

    def x(self, day: date | None) -> float | None:
        if day is None:
            return None
        if day < self.turn:
            span = (self.turn - self.first).days or 1
            return self.undated + 14 + (max(day, self.first) - self.first).days / span * (self.past - 14)
        start = self.undated + self.past + 10
        span = (self.last - self.turn).days or 1
        return start + min(1.0, (day - self.turn).days / span) * (self.width - start - 8)


def _scale(view: View) -> _Scale:
    width = float(view.size.width - 20)
    first, last = date(view.selection.from_year, 1, 1), date(_last_year(view) + 1, 1, 1)
    year = view.dyad.break_year
    turn = date(int(year), 1, 1) if not pd.isna(year) else first
    past = 0.27 if turn > first else 0.0
    return _Scale(width, first, max(turn, first), last, 0.13 * width, past * width)


def _last_year(view: View) -> int:
    """The selected end; with the default end, which is that of the register, all claims that came later too."""
    default = int(str(allowed(view.package, view.selection.dyad)["to"][0]))
    years = view.package.years(view.selection.dyad)
    return years[-1] if view.selection.to_year == default else view.selection.to_year


def _shown(view: View) -> pd.DataFrame:
    """Claims that touch the selected years, and the undated ones."""
    claims = view.claims
    end = claims.end.fillna(claims.start)
    within = (end.str[:4] >= str(view.selection.from_year)) & (claims.start.str[:4] <= str(_last_year(view)))
    return claims[claims.start.isna() | within].sort_values(["start", "reported_on", "claim_id"], na_position="first")


def _spots(view: View) -> tuple[list[_Spot], dict[str, tuple[float, float]]]:
    """Every claim's place, and each lane's top and bottom, packed so that no two marks touch."""
    scale, step = _scale(view), 11.0 if not view.size.narrow else 9.0
    columns = max(2, int((scale.undated - 16) // step))
    spots: list[_Spot] = []
    bands: dict[str, tuple[float, float]] = {}
    top = 0.0
    for lane in LANES:
        placed: list[tuple[float, int]] = []
        rows, undated, deepest = [], 0, 0
        for claim in _shown(view).itertuples():
            direction = claim.direction if isinstance(claim.direction, str) else "other"
            if direction != lane:
                continue
            day = None if pd.isna(claim.start) else date.fromisoformat(claim.start)
            x = scale.x(day)
            if x is None:
                x, level = 6 + step * (undated % columns), undated // columns
                undated += 1
            else:
                level = 0
                while any(abs(x - px) < step and level == pl for px, pl in placed):
                    level += 1
                placed.append((x, level))
            deepest = max(deepest, level)
            rows.append((claim, x, level))
        height = (deepest + 1) * step + 42
        spots += [_Spot(c, lane, x, top - 34 - step * level, _SHAPES[_kind(c)]) for c, x, level in rows]
        bands[lane] = (top, top - height)
        top -= height
    return spots, bands


def _colour(view: View, lane: str) -> str:
    return view.theme.quiet if lane == "other" else view.theme.direction(lane)


def _solid(view: View, claim: Any) -> bool:
    return bool(claim.credibility <= view.selection.credibility)


def _ties(view: View, spots: list[_Spot]) -> list[dict[str, Any]]:
    """A line from each denial or qualification to what it answers."""
    at = {s.claim.claim_id: s for s in spots}
    lines = []
    for spot in spots:
        if pd.isna(spot.claim.answers):
            continue
        for answered in spot.claim.answers.split():
            if answered in at:
                other = at[answered]
                lines.append({"type": "line", "layer": "below", "x0": spot.x, "y0": spot.y, "x1": other.x, "y1": other.y,
                              "line": {"color": view.theme.absent, "width": 1}})  # fmt: skip
    return lines


def draw(view: View) -> Figure:
    theme, size = view.selection.theme, view.selection.size
    scale, (spots, bands) = _scale(view), _spots(view)
    data = []
    for lane in LANES:
        mine = [s for s in spots if s.lane == lane]
        colour = _colour(view, lane)
        data.append({
            "type": "scatter", "mode": "markers", "x": [s.x for s in mine], "y": [s.y for s in mine],
            "marker": {
                "size": 9 if not view.size.narrow else 8, "color": colour, "line": {"width": 1.4, "color": colour},
                "symbol": [s.shape + ("" if _solid(view, s.claim) else "-open") for s in mine],
            },
            "customdata": [s.claim.claim_id for s in mine], "hoverinfo": "text",
            "hovertext": [f"<b>{_wrap(escape(s.claim.statement))}</b><br>{escape(s.claim.claimant)}, graded {s.claim.reliability}{s.claim.credibility}<br>{when(s.claim)}" for s in mine],
        })  # fmt: skip
    notes, shapes = [], _ties(view, spots)
    names = {d: f"<b>{view.arrow(d)}</b>" for d in ("a_to_b", "b_to_a")} | {"other": "<b>neither way</b>: context"}
    bottom = min(b for _, b in bands.values())
    for lane, (top, low) in bands.items():
        notes.append(style.note(names[lane], theme, size, x=0, y=top - 3, xanchor="left", yanchor="top", font={"color": _colour(view, lane), "size": view.size.font + 1}))
        shapes.append({"type": "line", "x0": 0, "x1": scale.width, "y0": low, "y1": low, "line": {"color": view.theme.line, "width": 1}})
    ticks: list[tuple[float, str]] = [(scale.undated / 2 - 4, "undated")]
    per_year = (scale.past or scale.width - scale.undated) / max(1, (scale.turn if scale.past else scale.last).year - scale.first.year)
    step = next(n for n in (1, 2, 5, 10, 20, 50) if n * per_year >= 44)
    every = 1 if (scale.width - scale.undated - scale.past) / (scale.last.year - scale.turn.year + 1) > 30 else 2
    for year in range(scale.first.year, scale.last.year + 1):
        x = scale.x(date(year, 1, 1))
        assert x is not None
        recent = date(year, 1, 1) >= scale.turn
        crowded = not recent and scale.turn > scale.first and (scale.turn.year - year) * per_year < 40
        if (recent and (year - scale.turn.year) % (every if scale.past else step) == 0) or (year % step == 0 and not crowded and not recent):
            shapes.append({"type": "line", "layer": "below", "x0": x, "x1": x, "y0": 0, "y1": bottom, "line": {"color": view.theme.line, "width": 1}})
            ticks.append((x, str(year) if not view.size.narrow or not recent else f"’{year % 100}"))
    for x in (scale.undated + 4, scale.undated + scale.past + 2):
        shapes.append({"type": "line", "x0": x, "x1": x, "y0": 0, "y1": bottom, "line": {"color": view.theme.absent, "width": 1, "dash": "dot"}})
    height = int(-bottom + 44)
    return {
        "data": data,
        "layout": style.layout(
            theme, size, height=height, margin={"l": 10, "r": 10, "t": 8, "b": 30},
            xaxis={"range": [-4, scale.width], "tickangle": 0, "tickvals": [t for t, _ in ticks], "ticktext": [w for _, w in ticks]},
            yaxis={"range": [bottom, 0], "showticklabels": False, "showgrid": False},
            shapes=shapes, annotations=notes,
        ),
    }  # fmt: skip


def _wrap(text: str, width: int = 58) -> str:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "<br>".join([*lines, line])


def describe(view: View) -> Description:
    spots, _ = _spots(view)
    index = {lane: 0 for lane in LANES}
    marks = []
    for spot in spots:
        claim = spot.claim
        label = f"{when(claim)}: {claim.statement} {claim.claimant}, graded {claim.reliability}{claim.credibility}"
        marks.append(Mark(claim.claim_id, label, (claim.claim_id,), LANES.index(spot.lane), index[spot.lane]))
        index[spot.lane] += 1
    shown = _shown(view)
    answers = " ".join(shown.answers.dropna()).split()
    contested = shown[shown.claim_id.isin(answers)]
    denied = shown[shown.stance == "denies"]
    solid = int((shown.credibility <= view.selection.credibility).sum())
    title = phrase(f"{len(shown)} claims, {len(denied)} denials; {len(contested)} claims are contradicted or narrowed by another.")
    grade = view.selection.credibility
    sentence = phrase(
        f"Solid marks are graded {grade} or better ({solid}), hollow ones worse. A line ties a denial to what it denies. "
        "Each mark opens the claim, its claimant, its grade and its source."
    )
    table = pd.DataFrame(
        {
            "When": [when(c) for c in shown.itertuples()],
            "Direction": [view.arrow(d) if isinstance(d, str) else "–" for d in shown.direction],
            "Claim": shown.statement.tolist(),
            "Status": shown.status.fillna("context").str.replace("_", " ").tolist(),
            "Claimant": shown.claimant.tolist(),
            "Grade": (shown.reliability + shown.credibility.astype(str)).tolist(),
            "Id": shown.claim_id.tolist(),
        }
    )
    sources = view.package.tables["sources"]
    used = tuple(sources[sources.kind == "claims"].source_id)
    return Description(title, sentence, table, tuple(marks), used, "Claims by the day they speak of", _KEY,
                       f"{view.dyad.label}, claims of all grades, {view.selection.from_year}–{_last_year(view)} and undated")  # fmt: skip


CHART = Chart("evidence", 9, "Who says so, and who denies it?", draw, describe)
