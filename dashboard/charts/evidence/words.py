"""Describe the claims of a view together, in sentences and lists computed from them."""

from typing import Any

import pandas as pd

from dashboard.data import claims
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.evidence import production, quantities
from dashboard.text import claim_words, dates, numbers
from dashboard.text.sentence import Prose, join_runs, join_words
from etl.contracts.vocabulary import BESIDE, LADDER

# Statuses of a flow that the sentence counts, the surest first.
_FLOW_STATUSES = (*reversed(LADDER), *BESIDE)
_NUMBER_COLUMNS = [
    "claim_id",
    "event_id",
    "claimant",
    "origin",
    "reported_on",
    "quantity_low",
    "quantity_central",
    "quantity_high",
    "quantity_unit",
    "quantity_words",
    "facet_direction",
    "facet_category",
    "facet_status",
]
_NEWEST, _NEWEST_NARROW = 6, 4
_MOST_NUMBERS, _MOST_NARROW = 10, 6
List = tuple[str, tuple[tuple[str, str | None], ...]]


def title(view: View, chosen: pd.DataFrame) -> Prose:
    """Return `By 15 July 2022: 48 claims, 2 denials …`; with filters, out of how many."""
    total, s = len(view.claims), view.selection
    number = f"{len(chosen)}" if len(chosen) == total else f"{len(chosen)} of {total}"
    known_by = f"By {dates.day(s.known_on)}, " if s.known_on else ""
    if chosen.empty:
        return join_runs(f"{known_by or 'None '}{'none ' if known_by else ''}of {total} claims matches.")
    denials = int((chosen.stance == "denies").sum())
    answered = int(chosen.claim_id.isin(" ".join(view.claims.answers.dropna()).split()).sum())
    claim = "claim" if total == 1 else "claims"
    counts = (
        (denials, "denies another", "deny another"),
        (answered, "is denied or narrowed", "are denied or narrowed"),
    )
    against = [f"{numbers.count_in_words(n)} {one if n == 1 else many}" for n, one, many in counts if n]
    return join_runs(
        f"{known_by}{number} {claim}{': ' + join_words(against) if against else ', none of them contested'}."
    )


def sentence(view: View, chosen: pd.DataFrame) -> Prose:
    """Return how many claims there are in each direction, by status."""
    runs: list[Any] = []
    counted = 0
    for direction in ("b_to_a", "a_to_b"):
        statuses = chosen[chosen.facet_direction == direction].status.value_counts()
        parts = [f"{statuses[s]} {claim_words.STATUS[s]}" for s in _FLOW_STATUSES if s in statuses]
        counted += sum(int(statuses[s]) for s in _FLOW_STATUSES if s in statuses)
        if parts:
            runs += [(view.arrow(direction), direction), f": {', '.join(parts)}. "]
    if not runs and len(chosen):
        runs.append("None of them speaks of a flow of arms between the two. ")
    elif counted < len(chosen):
        rest = "The other one speaks" if len(chosen) - counted == 1 else f"The other {len(chosen) - counted} speak"
        runs.append(f"{rest} of use, training, law and what stands around it. ")
    return join_runs(*runs, "Each mark opens the claim, its claimant, its grade, its denials and its source.")


def lists(view: View, chosen: pd.DataFrame) -> tuple[List, ...]:
    """Return the newest claims, and lists of numbers that compete."""
    return (_newest(view, chosen), *_competing_numbers(view, chosen))


def _event_address(view: View, claim: Any) -> str:
    query = to_query(view.package, view.selection.unfiltered, presentation=False)
    return f"/events/{claim.event_id}{'?' if query else ''}{query}#claim-{claim.claim_id}"


def _day_spoken(claim: Any) -> str:
    return dates.day(claim.reported_on) if isinstance(claim.reported_on, str) else "on an unknown day"


def _newest(view: View, chosen: pd.DataFrame) -> List:
    newest = chosen.loc[chosen.facet_status != claims.NO_STATUS, ["reported_on", "claim_id"]].sort_values(
        ["reported_on", "claim_id"], ascending=False
    )
    rows = chosen.loc[newest.index[: _NEWEST_NARROW if view.size.narrow else _NEWEST]]
    heading = "Newest by that day" if view.selection.known_on else "Newest on record"
    items = [
        (
            f"{_day_spoken(c)}, {claim_words.STATUS[c.facet_status]}: {c.statement} "
            f"({c.claimant}, {c.reliability}{c.credibility})",
            _event_address(view, c),
        )
        for c in rows.itertuples()
    ]
    return heading, tuple(items)


def _competing_numbers(view: View, chosen: pd.DataFrame) -> list[List]:
    """List, per direction, category and unit, the numbers of two origins or more; they are never added up."""
    on_flow = (
        chosen.facet_direction.isin(["a_to_b", "b_to_a"])
        & chosen.status.isin(_FLOW_STATUSES)
        & chosen.quantity_unit.notna()
    )
    rows = chosen.loc[on_flow, _NUMBER_COLUMNS]
    amounts = [quantities.amount(c) for c in rows.itertuples()]
    rows = rows.assign(counted=[None if a is None else a.kind for a in amounts])
    ranked_lists = []
    for (direction, category, unit), group in rows.groupby(["facet_direction", "facet_category", "counted"]):
        if group.origin.nunique() < 2:
            continue
        group = group.sort_values(["reported_on", "claim_id"], ascending=False)
        items: list[tuple[str, str | None]] = [
            (
                f"{_quantity_in_words(c)}: {claim_words.STATUS[c.facet_status]}, {c.claimant}, {_day_spoken(c)}",
                _event_address(view, c),
            )
            for c in group.head(_MOST_NARROW if view.size.narrow else _MOST_NUMBERS).itertuples()
        ]
        if category == "drones":
            items = [*_launch_floor(view, direction), *items]
        ranked_lists.append((len(group), (f"Numbers that compete: {unit}, {view.arrow(direction)}", tuple(items))))
    return [each for _, each in sorted(ranked_lists, key=lambda f: (-f[0], f[1][0]))[:3]]


def _launch_floor(view: View, direction: str) -> list[tuple[str, str | None]]:
    """State how much the recipient had launched by the selected day, while nothing shows that it builds its own."""
    coverage = view.package.tables["coverage"]
    party = view.dyad.b if direction == "a_to_b" else view.dyad.a
    sources = coverage[(coverage.format == "launches") & (coverage.supplier == party)]
    months = view.package.tables["launches"]
    months = months[months.source_id.isin(sources.source_id)].sort_values("month")
    until = production.production_start(view)[0]
    months = months[months.month <= until] if until else months
    if months.empty or not view.selection.known_on:
        return []
    last = dates.day(months.month.iloc[-1])
    launched = f"{numbers.number(months.launched.sum())} launched by {view.recipient(direction)}"
    address = f"/charts/launches?known_on={view.selection.known_on}"
    return [(f"{launched} by the end of {last}: use, not supply", address)]


def _quantity_in_words(claim: Any) -> str:
    """Return a quantity in the claimant's words, or as a range; with its unit if that differs from the list's."""
    claimed = quantities.amount(claim)
    assert claimed is not None
    text = claim.quantity_words if isinstance(claim.quantity_words, str) else quantities.span(claimed)
    return text if claimed.unit == claimed.kind else f"{text} {claimed.unit}"
