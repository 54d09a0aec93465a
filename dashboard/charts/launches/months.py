"""Read launches by month, and how far their sum bounds what had been supplied."""

from dataclasses import dataclass

import pandas as pd

from dashboard.charts.launches import claimed_numbers
from dashboard.charts.launches.claimed_numbers import ClaimedNumber
from dashboard.data.view import View
from dashboard.evidence import production
from dashboard.text.forms.arguments import Amount, Argument, Day, State, yes
from dashboard.text.sentence import Role, Sentence, say

# Flags of months in which more was launched than is counted.
INCOMPLETE = ("launched_is_floor", "partial_month")
_DECOYS = "decoys_included"


@dataclass(frozen=True)
class Launches:
    """Launches of one state of a pair by month, and what they bound.

    `months` has the columns month, launched, total (launched so far), incomplete, decoys, row_id. `built` is the month
    in which the launching party was first shown to build drones itself. Up to `last`, the month before, the total is a
    lower bound of what `supplier` had supplied, and `claimed` are the numbers claimed as delivered; None if nothing
    bounds it. On a day before that was shown, `last` is the last month known and `open` is true.
    """

    months: pd.DataFrame
    party: str
    supplier: str
    target: str
    built: str | None
    last: str | None
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    direction: str = "b_to_a"
    claimed: tuple[ClaimedNumber, ...] = ()
    open: bool = False

    @property
    def bound(self) -> pd.DataFrame:
        """Months up to `last`."""
        return self.months[self.months.month <= str(self.last)]

    def until(self, month: str) -> float:
        return float(self.months[self.months.month <= month].total.max())


@dataclass(frozen=True)
class LaunchMonth:
    """Launches of one month and their sum since the first; `incomplete` and `decoys` say what qualifies the count."""

    month: str
    launched: float
    total: float
    row_id: str
    incomplete: bool
    decoys: bool


def monthly_launches(view: View) -> Launches:
    """Return the launches by the state of the pair whose launches a source counts; no months without such a source."""
    pair = {view.dyad.a: view.b, view.dyad.b: view.a}
    coverage = [c for c in view.package.coverage() if c.format == "launches" and c.supplier in pair]
    covering = [c.source_id for c in coverage]
    rows = view.package.tables["launches"]
    rows = rows[rows.source_id.isin(covering)].sort_values("month", ignore_index=True)
    flags = rows["flags"].fillna("")
    months = pd.DataFrame(
        {
            "month": rows.month,
            "launched": rows.launched,
            "total": rows.launched.cumsum(),
            "row_id": rows.row_id,
            "incomplete": flags.str.contains("|".join(INCOMPLETE)),
            "decoys": flags.str.contains(_DECOYS),
        }
    )
    if rows.empty:
        return Launches(months, "", "", "", None, None, (), ())
    first = coverage[0]
    built, claims = production.production_start(view)
    still_open = built is None and bool(view.selection.known_on)
    bounding = months.month[months.month < (built or ("9999" if still_open else ""))]
    last = None if bounding.empty else str(bounding.iloc[-1])
    direction = "b_to_a" if first.supplier == view.dyad.a else "a_to_b"
    claimed = claimed_numbers.read_claimed_numbers(view, direction, months, last) if last else ()
    sources = tuple(dict.fromkeys([*covering, *(s.source for s in claimed)]))
    party, target = view.package.name(first.supplier), view.package.name(first.recipient)
    who = party, pair[first.supplier], target
    return Launches(months, *who, built, last, claims, sources, direction, claimed, still_open)


def launch_count(month: LaunchMonth, value: float) -> dict[str, Argument]:
    """Return a number of launches with its reservations, whether it is a floor and holds decoys, as arguments."""
    return {"n": Amount(value), "floor": yes(month.incomplete), "decoys": yes(month.decoys)}


def named_months(launches: Launches) -> list[int]:
    """Return the indices of the months whose total is named: around the steepest, and the last that bounds supply."""
    steepest = int(launches.bound.launched.idxmax())
    return sorted({max(0, steepest - 1), steepest, int(launches.bound.index[-1])})


def why_bound_ends(launches: Launches) -> tuple[Sentence, Sentence]:
    """Return two sentences: up to when launches bound supply, and why no longer."""
    states: dict[str, Argument] = {"party": State(launches.party), "supplier": State(launches.supplier)}
    month, still_open = Day(str(launches.last)), yes(launches.open)
    why = "launches.own-not-shown" if launches.open else "launches.own-shown"
    return (
        say("launches.bound-until", Role.FINDING, month=month, open=still_open, **states),
        say(why, Role.FINDING, **states),
    )


def known_by(view: View) -> dict[str, Argument]:
    """Return whether a day is selected, and which, as arguments of sentences."""
    return {"known": yes(view.selection.known_on), "day": Day(view.selection.known_on)}
