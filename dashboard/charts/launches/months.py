"""TODO"""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.launches import claimed_numbers
from dashboard.charts.launches.claimed_numbers import ClaimedNumber
from dashboard.data.view import View
from dashboard.evidence import production
from dashboard.text import dates, numbers

# Flags of months in which more was launched than is counted.
INCOMPLETE = ("launched_is_floor", "partial_month")


_DECOYS = "decoys_included"


@dataclass(frozen=True)
class Launches:
    """A pair's months in order, and what they say of its supply.

    `months` has the columns month, launched, total (launched so far), incomplete, decoys, row_id. `built` is the
    month in which the launching party was first shown to build them itself, None where nothing says so; up to
    then the total is a lower bound of what `supplier` had supplied, and `said` is what was said to have come.
    On a day before that was shown, `built` is the last month known and `open` is true.
    """

    months: pd.DataFrame
    party: str
    supplier: str
    target: str
    built: str | None
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    direction: str = "b_to_a"
    claimed: tuple[ClaimedNumber, ...] = ()
    open: bool = False

    @property
    def bound(self) -> pd.DataFrame:
        """The months up to the break."""
        return self.months[self.months.month <= str(self.built)]

    def until(self, month: str) -> float:
        return float(self.months[self.months.month <= month].total.max())


def monthly_launches(view: View) -> Launches:
    cover = view.package.tables["coverage"]
    pair = {view.dyad.a: view.b, view.dyad.b: view.a}
    cover = cover[(cover.format == "launches") & cover.supplier.isin(pair)]
    rows = view.package.tables["launches"]
    rows = rows[rows.source_id.isin(cover.source_id)].sort_values("month", ignore_index=True)
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
        return Launches(months, "", "", "", None, (), ())
    first = next(cover.itertuples())
    built, claims = production.production_start(view)
    still = built is None and bool(view.selection.known_on)
    built = str(months.month.iloc[-1]) if still else built
    direction = "b_to_a" if first.supplier == view.dyad.a else "a_to_b"
    said = claimed_numbers.read_claimed_numbers(view, direction, months, built) if built else ()
    sources = tuple(dict.fromkeys([*cover.source_id, *(s.source for s in said)]))
    party, target = view.package.name(first.supplier), view.package.name(first.recipient)
    return Launches(months, party, pair[first.supplier], target, built, claims, sources, direction, said, still)


def number(month: Any, value: float) -> str:
    return f"{'at least ' if month.incomplete else ''}{numbers.number(value)}{', decoys included,' if month.decoys else ''}"


def named_months(found: Launches) -> list[int]:
    """The months whose total is named: before and after the steepest one, and the last that bounds supply."""
    steepest = int(found.bound.launched.idxmax())
    return sorted({max(0, steepest - 1), steepest, int(found.bound.index[-1])})


def why_bound_ends(found: Launches) -> tuple[str, str]:
    """Up to when launches bound supply, and why no longer."""
    first = f"Up to {dates.day(str(found.built))} what {found.party} launched had come from {found.supplier}"
    if found.open:
        return f"{first}, as far as was known.", f"Nothing on record by then showed that {found.party} built its own."
    return (
        f"{first}.",
        f"Since then {found.party} has been shown to build its own: launches no longer tell what {found.supplier} supplied.",
    )


def by(view: View) -> str:
    return f" by {dates.day(view.selection.known_on)}" if view.selection.known_on else ""
