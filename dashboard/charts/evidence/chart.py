"""Show who claims what and who denies it: every claim on a timeline, a lane per direction."""

from typing import Any

import pandas as pd

from dashboard.charts.base import Chart, Description, Mark
from dashboard.charts.evidence import timeline
from dashboard.charts.evidence.picture import draw, group_mark, in_period, placed_claims
from dashboard.charts.evidence.timeline import LANES
from dashboard.charts.evidence.words import lists, sentence, title
from dashboard.data import claim_filters, claims
from dashboard.data.view import View
from dashboard.text import dates
from dashboard.text.selection_words import claims_in_words

_KEY = "● delivery  ◆ plan, order, talk  × denied or not delivered  ■ use, training, law, context. "
_ONE = (
    "Solid: graded {grade} or better, hollow: worse. A thin line between marks: one answers the other. "
    "A line to the right: the span a claim leaves open."
)
_GROUPS = (
    "A number: so many claims, filled where most are graded {grade} or better. "
    "Open one for its list, or zoom in to see each with what it denies."
)
# The first trace with marks, after the lines of answers and those of periods.
FIRST_LANE = 2


def chosen(view: View) -> pd.DataFrame:
    """Return the claims that pass the filters of a view, in its years."""
    rows = claims.claims_on_pair(view.package, view.selection.dyad)
    return rows[claim_filters.select_claims(view.package, view.selection) & in_period(view, rows)]


def claim_mark(claim: Any, curve: int = 0, point: int = 0) -> Mark:
    """Return the mark of a claim at a place in the figure."""
    label = f"{dates.when(claim)}: {claim.statement} {claim.claimant}, graded {claim.reliability}{claim.credibility}"
    return Mark(claim.claim_id, label, (claim.claim_id,), curve, point)


def find(view: View, mark: str) -> Mark | None:
    """Return the mark of any claim of the pair, filtered out or not, or of a group; None for an unknown id."""
    if mark.startswith("group:"):
        return next((group_mark(s) for s in placed_claims(view)[0].spots if s.id == mark), None)
    return next(
        (claim_mark(c) for c in claims.claim_rows(view.package, view.selection.dyad) if c.claim_id == mark), None
    )


def _scale_changes(view: View) -> str:
    """Describe what the dotted lines separate; empty without such lines."""
    scale = timeline.scale_of(view)
    if not scale.edges:
        return ""
    if not scale.past:
        return " Left of the dotted line: undated claims."
    return (
        f" Dotted: the scale changes (undated, {scale.first.year}–{scale.turn.year - 1}, wider from {scale.turn.year})."
    )


def describe(view: View) -> Description:
    placed, faint = placed_claims(view)
    next_point = dict.fromkeys(LANES, 0)
    marks = []
    for spot in placed.spots:
        curve, point = FIRST_LANE + LANES.index(spot.lane), next_point[spot.lane]
        next_point[spot.lane] += 1
        single = len(spot.claims) == 1
        marks.append(claim_mark(spot.claims[0], curve, point) if single else group_mark(spot, curve, point))
    shown = chosen(view)
    table = pd.DataFrame(
        {
            "When": [dates.when(c) for c in shown.itertuples()],
            "Direction": [view.arrow(d) if d in ("a_to_b", "b_to_a") else "–" for d in shown.facet_direction],
            "Claim": shown.statement,
            "Status": shown.facet_status.str.replace("_", " "),
            "Claimant": shown.claimant,
            "Grade": shown.reliability + shown.credibility.astype(str),
            "Said on": shown.reported_on,
            "Id": shown.claim_id,
        }
    )
    sources = view.package.tables["sources"]
    used = tuple(sources[sources.kind == "claims"].source_id)
    key = _KEY + (_GROUPS if placed.grouped else _ONE).format(grade=view.selection.credibility) + _scale_changes(view)
    if faint:
        key += " Faint: left out by the filters, but it answers what they chose."
    years = "" if view.selection.zoom else f", {view.selection.from_year}–{timeline.last_year(view)} and undated"
    return Description(
        title(view, shown),
        sentence(view, shown),
        table,
        tuple(marks),
        used,
        "Claims by the day they speak of",
        key,
        f"{view.dyad.label}, {claims_in_words(view.package, view.selection)}{years}",
        f"Claims graded {view.selection.credibility} or better are solid, others hollow",
        lists(view, shown),
    )


CHART = Chart("evidence", 9, "Who says so, and who denies it?", draw, describe, find)
