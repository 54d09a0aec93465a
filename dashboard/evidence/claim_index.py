"""Index the claims of a package by id, event, document and the claims they answer.

Everything is read from the package of a view, so that a view of an earlier day knows only the claims made by then.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboard.data.claims import NO_STATUS, claims_on_pair
from dashboard.data.memo import memoized
from dashboard.data.package import Package, origin_name
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.text.claim_words import status_in_words, step_in_words
from dashboard.text.forms import dates
from dashboard.text.forms.arguments import Day, Name, Origins, Period
from etl.contracts.vocabulary import ARMS, BESIDE, COUNTING, LADDER


def status(claim: Any) -> str:
    """Return a claim's status in words; a claim without one is context. Raises KeyError for an unknown status."""
    return status_in_words(NO_STATUS if pd.isna(claim.status) else claim.status)


def step(claim: Any) -> Name:
    """Return a claim's status in one word or two, for sentences."""
    return Name(step_in_words(NO_STATUS if pd.isna(claim.status) else claim.status))


@dataclass(frozen=True, eq=False)
class ClaimIndex:
    """All claims of a package, indexed; lists are ordered by the day the claimant spoke."""

    by_id: Mapping[str, Any]
    by_event: Mapping[str, tuple[Any, ...]]
    by_document: Mapping[str, tuple[Any, ...]]
    # Claim id → the denials and qualifications that answer it.
    answering: Mapping[str, tuple[Any, ...]]
    documents: Mapping[str, Any]
    events: Mapping[str, str]


@memoized(1)
def claim_index(package: Package) -> ClaimIndex:
    """Return the index of a package's claims, cached."""
    rows = package.tables["claims"]
    # on one day, talk comes before delivery
    rows = rows.assign(step=rows.status.map({s: i for i, s in enumerate((*LADDER, *BESIDE))}))
    rows = rows.sort_values(["reported_on", "step", "claim_id"], na_position="last")
    events: dict[str, list[Any]] = {}
    documents: dict[str, list[Any]] = {}
    answering: dict[str, list[Any]] = {}
    by_id = {}
    for claim in rows.itertuples(index=False):
        by_id[claim.claim_id] = claim
        events.setdefault(claim.event_id, []).append(claim)
        documents.setdefault(claim.document_id, []).append(claim)
        for answered in _answered_ids(claim):
            answering.setdefault(answered, []).append(claim)
    labels = package.tables["events"]
    known = {d.document_id: d for d in package.tables["documents"].itertuples(index=False)}
    return ClaimIndex(
        MappingProxyType(by_id),
        _frozen(events),
        _frozen(documents),
        _frozen(answering),
        MappingProxyType(known),
        MappingProxyType(dict(zip(labels.event_id, labels.label, strict=True))),
    )


def _frozen(lists: dict[str, list[Any]]) -> Mapping[str, tuple[Any, ...]]:
    return MappingProxyType({key: tuple(rows) for key, rows in lists.items()})


def _answered_ids(claim: Any) -> list[str]:
    return [] if pd.isna(claim.answers) else claim.answers.split()


def answered(package: Package, claim: Any) -> list[Any]:
    """Return the claims that this one denies or qualifies and that the package knows."""
    known = claim_index(package).by_id
    return [known[i] for i in _answered_ids(claim) if i in known]


def answering(package: Package, claim: Any) -> list[Any]:
    """Return the claims that deny or qualify this one."""
    return list(claim_index(package).answering.get(claim.claim_id, ()))


def origins(claims: Iterable[Any]) -> list[str]:
    """Return the distinct origins of claims, in the order of their first claims."""
    return list(dict.fromkeys(c.origin for c in claims))


def named(package: Package, claims: Iterable[Any]) -> Origins:
    """Return the origins of claims by name."""
    return Origins(tuple(origin_name(package, o) for o in origins(claims)))


def reported_day(claim: Any) -> Day:
    """Return the day a claimant spoke, which may be unknown."""
    return Day("" if pd.isna(claim.reported_on) else claim.reported_on)


def period(claim: Any) -> Period:
    """Return the period a claim speaks of."""
    return Period(*dates.stated(claim))


def grade(claim: Any) -> Name:
    """Return the grade of a claim as its two signs: `B2`."""
    return Name(f"{claim.reliability}{claim.credibility}")


def asserting(package: Package, event: str) -> list[Any]:
    """Return the claims that assert something about an event."""
    return [c for c in claim_index(package).by_event.get(event, ()) if c.stance == "asserts"]


def is_delivery(claim: Any) -> bool:
    """Return True if a claim asserts that arms were delivered."""
    return bool(claim.stance == "asserts" and claim.category in ARMS and claim.status in COUNTING)


def is_in_history(claim: Any) -> bool:
    """Return True if a claim belongs to the history of its event: it has a status, or answers a claim."""
    return not pd.isna(claim.status) or bool(_answered_ids(claim))


@memoized(16)
def _directions(package: Package, dyad: str) -> Mapping[str, str]:
    claims = claims_on_pair(package, dyad)
    claims = claims[claims.direction.notna()]
    return MappingProxyType(dict(zip(claims.claim_id, claims.direction, strict=True)))


def direction(view: View, claim: Any) -> str | None:
    """Return `a_to_b` or `b_to_a` of the view's pair, as in `view.claims`; None for other parties."""
    return _directions(view.package, view.selection.dyad).get(claim.claim_id)


def event_label(package: Package, event: str) -> str:
    """Return an event's name; its id in words where it has none."""
    return claim_index(package).events.get(event, event.replace("-", " ").capitalize())


def query(view: View) -> str:
    """Return the query of a view for a link to another page, with `?`, without filters of claims; empty by default."""
    query_text = to_query(view.package, view.selection.unfiltered.replace(size="wide"))
    return f"?{query_text}" if query_text else ""


def event_link(view: View, claim: Any) -> str:
    """Return the address of a claim on the page of its event."""
    return f"/events/{claim.event_id}{query(view)}#claim-{claim.claim_id}"
