"""Describe the claims of a view together, in sentences and lists computed from them."""

import pandas as pd

from dashboard.data.claims import pair as claims
from dashboard.data.records import PairClaim
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.evidence import production, quantities
from dashboard.text.findings import view_way
from dashboard.text.forms.arguments import Amount, Argument, Day, Listed, Name, Small, State, Statement, yes
from dashboard.text.sentence import Role, Sentence, Text, say, words
from dashboard.text.wording import claim_words
from etl.contracts.vocabulary import BESIDE, LADDER

# Statuses of a flow that the sentence counts, the surest first.
_FLOW_STATUSES = (*reversed(LADDER), *BESIDE)
_NEWEST, _NEWEST_NARROW = 6, 4
_MOST_NUMBERS, _MOST_NARROW = 10, 6
# So many statuses are named in a sentence, those of most claims; what remains is summed up.
_MOST_STATUSES = 4
List = tuple[str, tuple[tuple[str, str | None], ...]]


def title(view: View, chosen: pd.DataFrame) -> Text:
    """Return `By 15 July 2022: 48 claims, 2 denials …`; with filters, out of how many."""
    total, s = len(view.claims), view.selection
    known: dict[str, Argument] = {"known": yes(s.known_on), "day": Day(s.known_on), "total": total}
    if chosen.empty:
        return (say("timeline.title-none", Role.FINDING, **known),)
    denials = int((chosen.stance == "denies").sum())
    answered = int(chosen.claim_id.isin(" ".join(view.claims.answers.dropna()).split()).sum())
    return (
        say(
            "timeline.title",
            Role.FINDING,
            **known,
            n=len(chosen),
            all=yes(len(chosen) == total),
            denials=denials,
            denials_word=Small(denials),
            answered=answered,
            answered_word=Small(answered),
        ),
    )


def sentence(view: View, chosen: pd.DataFrame) -> Text:
    """Return how many claims there are in each direction, by status."""
    text: list[Sentence] = []
    counted = 0
    for direction in ("b_to_a", "a_to_b"):
        statuses = chosen[chosen.facet_direction == direction].status.value_counts()
        found = [(s, int(statuses[s])) for s in _FLOW_STATUSES if s in statuses]
        most = sorted(found, key=lambda each: -each[1])[:_MOST_STATUSES]
        few = found if len(found) <= _MOST_STATUSES + 1 else [each for each in found if each in most]
        parts = tuple(words("timeline.flow-count", n=n, status=_status(s)) for s, n in few)
        rest = sum(n for _, n in found) - sum(n for _, n in few)
        parts += (words("timeline.flow-others", n=rest),) if rest else ()
        counted += sum(n for _, n in found)
        if parts:
            way = view_way(view, direction, coloured=True)
            text.append(say("timeline.flow", Role.FINDING, way=way, counts=Listed(parts, last="")))
    if not text and len(chosen):
        text.append(say("timeline.no-flow", Role.FINDING))
    elif counted < len(chosen):
        text.append(say("timeline.rest", Role.FINDING, n=len(chosen) - counted))
    return *text, say("timeline.each-mark-opens", Role.PAGE)


def _status(status: str) -> Name:
    return Name(claim_words.status_in_words(status))


def lists(view: View, chosen: pd.DataFrame) -> tuple[List, ...]:
    """Return the newest claims, and lists of numbers that compete."""
    return (_newest(view, chosen), *_competing_numbers(view, chosen))


def _event_address(view: View, claim: PairClaim) -> str:
    query = to_query(view.package, view.selection.unfiltered, presentation=False)
    return f"/events/{claim.event_id}{'?' if query else ''}{query}#claim-{claim.claim_id}"


def _spoken(claim: PairClaim) -> dict[str, Argument]:
    """Return a claim's status, its claimant and the day it was made, as arguments of sentences."""
    who, day = Name(claim.claimant), Day(claim.reported_on or "")
    return {"status": _status(claim.facet_status), "claimant": who, "dated": yes(claim.reported_on), "day": day}


def _newest(view: View, chosen: pd.DataFrame) -> List:
    newest = chosen.loc[chosen.facet_status != claims.NO_STATUS, ["reported_on", "claim_id"]].sort_values(
        ["reported_on", "claim_id"], ascending=False
    )
    rows = chosen.loc[newest.index[: _NEWEST_NARROW if view.size.narrow else _NEWEST]]
    items = [
        (
            words("timeline.newest", statement=Statement(c.statement), grade=grade_of(c), **_spoken(c)),
            _event_address(view, c),
        )
        for c in (claims.claim_rows(view.package, view.selection.dyad)[n] for n in rows.index)
    ]
    return words("timeline.list-newest", known=yes(view.selection.known_on)), tuple(items)


def grade_of(claim: PairClaim) -> Name:
    """Return a claim's grade, `B2`, as an argument of sentences."""
    return Name(f"{claim.reliability}{claim.credibility}")


def _competing_numbers(view: View, chosen: pd.DataFrame) -> list[List]:
    """List, per direction, category and unit, the numbers of two origins or more; they are never added up."""
    on_flow = (
        chosen.facet_direction.isin(["a_to_b", "b_to_a"])
        & chosen.status.isin(_FLOW_STATUSES)
        & chosen.quantity_unit.notna()
    )
    rows, known = chosen.loc[on_flow], claims.claim_rows(view.package, view.selection.dyad)
    amounts = [known[n].quantity for n in rows.index]
    rows = rows.assign(counted=[None if a is None else quantities.kind(a) for a in amounts])
    ranked_lists = []
    for (direction, category, unit), group in rows.groupby(["facet_direction", "facet_category", "counted"]):
        if group.origin.nunique() < 2:
            continue
        group = group.sort_values(["reported_on", "claim_id"], ascending=False)
        items: list[tuple[str, str | None]] = [
            (
                words("timeline.number", quantity=Statement(_quantity_in_words(c)), **_spoken(c)),
                _event_address(view, c),
            )
            for c in (known[n] for n in group.index[: _MOST_NARROW if view.size.narrow else _MOST_NUMBERS])
        ]
        if category == "drones":
            items = [*_launch_floor(view, direction), *items]
        heading = words("timeline.list-numbers", unit=Name(unit), way=view_way(view, direction))
        ranked_lists.append((len(group), (heading, tuple(items))))
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
    state, launched = State(view.recipient(direction)), Amount(months.launched.sum())
    text = words("timeline.launched", n=launched, state=state, month=Day(months.month.iloc[-1]))
    return [(text, f"/charts/launches?known_on={view.selection.known_on}")]


def _quantity_in_words(claim: PairClaim) -> str:
    """Return a quantity in the claimant's words, or as a range; with its unit if that differs from the list's."""
    claimed = claim.quantity
    assert claimed is not None
    text = claim.quantity_words or quantities.span(claimed)
    return text if claimed.unit == quantities.kind(claimed) else f"{text} {claimed.unit}"
