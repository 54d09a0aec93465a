"""What the claims of a view say together, in sentences and lists computed from them."""

from typing import Any

import pandas as pd

from dashboard.data import claims
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.evidence import production, quantities
from dashboard.text import claim_words, dates, numbers
from dashboard.text.sentence import Sentence, join_runs, join_words
from etl.contracts.vocabulary import BESIDE, LADDER

# Statuses of a flow that are counted in the sentence, the surest first.
_TOLD = (*reversed(LADDER), *BESIDE)
_COUNTED = [
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


def title(view: View, mine: pd.DataFrame) -> Sentence:
    """`By 15 July 2022: 48 claims, 2 denials …`; under filters, of how many."""
    total, s = len(view.claims), view.selection
    number = f"{len(mine)}" if len(mine) == total else f"{len(mine)} of {total}"
    by = f"By {dates.day(s.known_on)}, " if s.known_on else ""
    if mine.empty:
        return join_runs(f"{by or 'None '}{'none ' if by else ''}of {total} claims matches.")
    denials = int((mine.stance == "denies").sum())
    answered = int(mine.claim_id.isin(" ".join(view.claims.answers.dropna()).split()).sum())
    claim = "claim" if total == 1 else "claims"
    told = ((denials, "denies another", "deny another"), (answered, "is denied or narrowed", "are denied or narrowed"))
    against = [f"{numbers.count_in_words(n)} {one if n == 1 else many}" for n, one, many in told if n]
    return join_runs(f"{by}{number} {claim}{': ' + join_words(against) if against else ', none of them contested'}.")


def sentence(view: View, mine: pd.DataFrame) -> Sentence:
    """How many claims each way, by what they say of a flow."""
    runs: list[Any] = []
    told = 0
    for direction in ("b_to_a", "a_to_b"):
        statuses = mine[mine.facet_direction == direction].status.value_counts()
        parts = [f"{statuses[s]} {claim_words.STATUS[s]}" for s in _TOLD if s in statuses]
        told += sum(int(statuses[s]) for s in _TOLD if s in statuses)
        if parts:
            runs += [(view.arrow(direction), direction), f": {', '.join(parts)}. "]
    if not runs and len(mine):
        runs.append("None of them speaks of a flow of arms between the two. ")
    elif told < len(mine):
        rest = "The other one speaks" if len(mine) - told == 1 else f"The other {len(mine) - told} speak"
        runs.append(f"{rest} of use, training, law and what stands around it. ")
    return join_runs(*runs, "Each mark opens the claim, its claimant, its grade, its denials and its source.")


def lists(view: View, mine: pd.DataFrame) -> tuple[List, ...]:
    """The newest claims of the day, and numbers that compete."""
    return (_newest(view, mine), *_numbers(view, mine))


def _event(view: View, claim: Any) -> str:
    """Where a claim stands on the page of its event, under the same selection."""
    query = to_query(view.package, view.selection.unfiltered, presentation=False)
    return f"/events/{claim.event_id}{'?' if query else ''}{query}#claim-{claim.claim_id}"


def _said(claim: Any) -> str:
    return dates.day(claim.reported_on) if isinstance(claim.reported_on, str) else "on an unknown day"


def _newest(view: View, mine: pd.DataFrame) -> List:
    keys = mine.loc[mine.facet_status != claims.NO_STATUS, ["reported_on", "claim_id"]].sort_values(
        ["reported_on", "claim_id"], ascending=False
    )
    rows = mine.loc[keys.index[: _NEWEST_NARROW if view.size.narrow else _NEWEST]]
    named = "Newest by that day" if view.selection.known_on else "Newest on record"
    items = [
        (f"{_said(c)}, {claim_words.STATUS[c.facet_status]}: {c.statement} {_by(c)}", _event(view, c))
        for c in rows.itertuples()
    ]
    return named, tuple(items)


def _by(claim: Any) -> str:
    return f"({claim.claimant}, {claim.reliability}{claim.credibility})"


def _numbers(view: View, mine: pd.DataFrame) -> list[List]:
    """Per direction, category and unit with two numbers or more: each with its claimant and day; never added up."""
    told = mine.facet_direction.isin(["a_to_b", "b_to_a"]) & mine.status.isin(_TOLD) & mine.quantity_unit.notna()
    rows = mine.loc[told, _COUNTED]
    amounts = [quantities.amount(c) for c in rows.itertuples()]
    rows = rows.assign(counted=[None if a is None else a.kind for a in amounts])
    found = []
    for (direction, category, unit), group in rows.groupby(["facet_direction", "facet_category", "counted"]):
        if group.origin.nunique() < 2:
            continue
        group = group.sort_values(["reported_on", "claim_id"], ascending=False)
        items: list[tuple[str, str | None]] = [
            (f"{_words(c)}: {claim_words.STATUS[c.facet_status]}, {c.claimant}, {_said(c)}", _event(view, c))
            for c in group.head(_MOST_NARROW if view.size.narrow else _MOST_NUMBERS).itertuples()
        ]
        if category == "drones":
            items = [*_launched(view, direction), *items]
        found.append((len(group), (f"Numbers that compete: {unit}, {view.arrow(direction)}", tuple(items))))
    return [each for _, each in sorted(found, key=lambda f: (-f[0], f[1][0]))[:3]]


def _launched(view: View, direction: str) -> list[tuple[str, str | None]]:
    """What the recipient had launched by then: a floor under what it had been given, while nothing shows that it builds its own."""
    cover = view.package.tables["coverage"]
    party = view.dyad.b if direction == "a_to_b" else view.dyad.a
    mine = cover[(cover.format == "launches") & (cover.supplier == party)]
    months = view.package.tables["launches"]
    months = months[months.source_id.isin(mine.source_id)].sort_values("month")
    until = production.production_start(view)[0]
    months = months[months.month <= until] if until else months
    if months.empty or not view.selection.known_on:
        return []
    return [
        (
            f"{numbers.number(months.launched.sum())} launched by {view.recipient(direction)} by the end of {dates.day(months.month.iloc[-1])}: use, not supply",
            f"/charts/launches?known_on={view.selection.known_on}",
        )
    ]


def _words(claim: Any) -> str:
    """A quantity in the claimant's words, or as a number or range; with its unit where the word differs from the list's."""
    found = quantities.amount(claim)
    assert found is not None
    text = claim.quantity_words if isinstance(claim.quantity_words, str) else quantities.span(found)
    return text if found.unit == found.kind else f"{text} {found.unit}"
