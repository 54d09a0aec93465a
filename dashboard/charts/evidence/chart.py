"""Show who claims what and who denies it: every claim on a timeline, a lane per direction."""

import pandas as pd

from dashboard.charts.base import Chart, Description, Mark
from dashboard.charts.evidence import timeline
from dashboard.charts.evidence.picture import draw, group_mark, in_period, lines_between, period, placed_claims
from dashboard.charts.evidence.timeline import KINDS, LANES, Placed
from dashboard.charts.evidence.words import grade_of, lists, sentence, title
from dashboard.data.claims import filters as claim_filters
from dashboard.data.claims import pair as claims
from dashboard.data.claims.pair import claim_rows
from dashboard.data.records import PairClaim
from dashboard.data.view import View
from dashboard.text.forms import dates
from dashboard.text.forms.arguments import Argument, Choice, Name, Statement, Year, yes
from dashboard.text.sentence import Role, Text, say, words
from dashboard.text.wording.selection_words import claims_in_words

# The first trace with marks, after the lines of answers and those of periods.
FIRST_LANE = 2


def chosen(view: View) -> pd.DataFrame:
    """Return the claims that pass the filters of a view, in its years."""
    rows = claims.claims_on_pair(view.package, view.selection.dyad)
    return rows[claim_filters.select_claims(view.package, view.selection) & in_period(view, rows)]


def claim_mark(claim: PairClaim, curve: int = 0, point: int = 0) -> Mark:
    """Return the mark of a claim at a place in the figure."""
    said, claimant = Statement(claim.statement), Name(claim.claimant)
    label = words("timeline.mark", when=period(claim), statement=said, claimant=claimant, grade=grade_of(claim))
    return Mark(claim.claim_id, label, (claim.claim_id,), curve, point)


def find(view: View, mark: str) -> Mark | None:
    """Return the mark of any claim of the pair, filtered out or not, or of a group; None for an unknown id."""
    if mark.startswith("group:"):
        return next((group_mark(s) for s in placed_claims(view)[0].spots if s.id == mark), None)
    return next(
        (claim_mark(c) for c in claims.claim_rows(view.package, view.selection.dyad) if c.claim_id == mark), None
    )


def _legend(view: View, placed: Placed, faint: bool) -> Text:
    """Return what the shapes and lines of the marks that are drawn tell, and what the dotted lines separate."""
    scale, claims = timeline.scale_of(view), [claim for spot in placed.spots for claim in spot.claims]
    answers, spans = (bool(lines["x"]) for lines in lines_between(placed))
    several, undated = len(placed.spots) < len(claims), any(not claim.start for claim in claims)
    drawn = {
        "shapes": claims,
        "number": several,
        "open": several,
        "solid": claims and not placed.grouped,
        "answers": answers,
        "span": spans,
        "scale": scale.edges and scale.past,
        "undated": scale.edges and not scale.past and undated,
        "faint": faint,
    }
    first, before, turn = (Year(y) for y in (scale.first.year, scale.turn.year - 1, scale.turn.year))
    given: dict[str, Argument] = {"grade": view.selection.credibility, "first": first, "before": before, "turn": turn}
    kinds = [kind for kind in KINDS if any(spot.kind == kind for spot in placed.spots)]
    given["shapes"] = Name("  ".join(words("timeline.shape", kind=Choice(kind)) for kind in kinds))
    return tuple(say(f"timeline.legend-{part}", Role.READING, **given) for part, there in drawn.items() if there)


def describe(view: View) -> Description:
    placed, faint = placed_claims(view)
    next_point = dict.fromkeys(LANES, 0)
    marks = []
    for spot in placed.spots:
        curve, point = FIRST_LANE + LANES.index(spot.lane), next_point[spot.lane]
        next_point[spot.lane] += 1
        single = len(spot.claims) == 1
        marks.append(claim_mark(spot.claims[0], curve, point) if single else group_mark(spot, curve, point))
    shown, rows = chosen(view), claim_rows(view.package, view.selection.dyad)
    status = {s: words("timeline.cell-status", status=Choice(s)) for s in shown.facet_status.unique()}
    table = pd.DataFrame(
        {
            words("timeline.column-when"): [dates.when(rows[n]) for n in shown.index],
            words("timeline.column-direction"): [
                view.arrow(d) if d in ("a_to_b", "b_to_a") else "–" for d in shown.facet_direction
            ],
            words("timeline.column-claim"): shown.statement,
            words("timeline.column-status"): shown.facet_status.map(status),
            words("timeline.column-claimant"): shown.claimant,
            words("timeline.column-grade"): shown.reliability + shown.credibility.astype(str),
            words("timeline.column-said"): shown.reported_on,
            words("timeline.column-id"): shown.claim_id,
        }
    )
    sources = view.package.tables["sources"]
    used = tuple(sources[sources.kind == "claims"].source_id)
    years = {"first": Year(view.selection.from_year), "last": Year(timeline.last_year(view))}
    what = Name(claims_in_words(view.package, view.selection))
    return Description(
        title(view, shown),
        sentence(view, shown),
        table,
        tuple(marks),
        used,
        words("timeline.unit"),
        _legend(view, placed, bool(faint)),
        words("timeline.selection", pair=Name(view.dyad.label), claims=what, zoomed=yes(view.selection.zoom), **years),
        words("timeline.evidence", grade=view.selection.credibility),
        lists=lists(view, shown),
    )


CHART = Chart(
    "evidence",
    10,
    words("timeline.name"),
    words("timeline.question"),
    draw,
    describe,
    find,
    controls=("known", "claims"),
    path="/evidence",
)
