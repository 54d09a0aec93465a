"""Index the claims of a package by id, event, document and the claims they answer.

Everything is read from the package of a view, so that a view of an earlier day knows only the claims made by then.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from dashboard.data.claims.pair import NO_STATUS, claims_on_pair
from dashboard.data.memo import memoized
from dashboard.data.package import Package, origin_name
from dashboard.data.read_records import records
from dashboard.data.records import Claim, Delivery, Document, Event, Order, Total
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.text.forms import dates
from dashboard.text.forms.arguments import Day, Name, Origins, Period
from dashboard.text.wording.claim_words import status_in_words, step_in_words
from etl.contracts.vocabulary import ARMS, BESIDE, COUNTING, LADDER


def status(claim: Claim) -> str:
    """Return a claim's status in words; a claim without one is context. Raises KeyError for an unknown status."""
    return status_in_words(claim.status or NO_STATUS)


def step(claim: Claim) -> Name:
    """Return a claim's status in one word or two, for sentences."""
    return Name(step_in_words(claim.status or NO_STATUS))


@dataclass(frozen=True, eq=False)
class ClaimIndex:
    """All claims of a package, indexed; lists are ordered by the day the claimant spoke."""

    by_id: Mapping[str, Claim]
    by_event: Mapping[str, tuple[Claim, ...]]
    by_document: Mapping[str, tuple[Claim, ...]]
    # Claim id → the denials and qualifications that answer it.
    answering: Mapping[str, tuple[Claim, ...]]
    documents: Mapping[str, Document]
    events: Mapping[str, str]


@memoized(1)
def claim_index(package: Package) -> ClaimIndex:
    """Return the index of a package's claims, cached."""
    steps = {s: i for i, s in enumerate((*LADDER, *BESIDE))}
    last = len(steps)

    def order(claim: Claim) -> tuple[bool, str, int, str]:
        # on one day, talk comes before delivery
        return claim.reported_on is None, claim.reported_on or "", steps.get(claim.status or "", last), claim.claim_id

    events: dict[str, list[Claim]] = {}
    documents: dict[str, list[Claim]] = {}
    answering: dict[str, list[Claim]] = {}
    by_id = {}
    for claim in sorted(package.claims(), key=order):
        by_id[claim.claim_id] = claim
        events.setdefault(claim.event_id, []).append(claim)
        documents.setdefault(claim.document_id, []).append(claim)
        for answered in claim.answers:
            answering.setdefault(answered, []).append(claim)
    known = {d.document_id: d for d in records(Document, package.tables["documents"])}
    labels = {e.event_id: e.label for e in records(Event, package.tables["events"])}
    return ClaimIndex(
        MappingProxyType(by_id),
        _frozen(events),
        _frozen(documents),
        _frozen(answering),
        MappingProxyType(known),
        MappingProxyType(labels),
    )


def _frozen(lists: dict[str, list[Claim]]) -> Mapping[str, tuple[Claim, ...]]:
    return MappingProxyType({key: tuple(rows) for key, rows in lists.items()})


def answered(package: Package, claim: Claim) -> list[Claim]:
    """Return the claims that this one denies or qualifies and that the package knows."""
    known = claim_index(package).by_id
    return [known[i] for i in claim.answers if i in known]


def answering(package: Package, claim: Claim) -> list[Claim]:
    """Return the claims that deny or qualify this one."""
    return list(claim_index(package).answering.get(claim.claim_id, ()))


def origins(claims: Iterable[Claim]) -> list[str]:
    """Return the distinct origins of claims, in the order of their first claims."""
    return list(dict.fromkeys(c.origin for c in claims))


def may_share(package: Package, found: Sequence[str]) -> list[Origins]:
    """Return the pairs of these origins, by name, that may rest on one intelligence though they are counted apart."""
    table = package.tables["origins"].dropna(subset="may_share")
    pairs = [(row.origin, other) for row in table.itertuples() for other in str(row.may_share).split()]
    return [Origins(tuple(origin_name(package, o) for o in pair)) for pair in pairs if {*pair} <= {*found}]


def named(package: Package, claims: Iterable[Claim]) -> Origins:
    """Return the origins of claims by name."""
    return Origins(tuple(origin_name(package, o) for o in origins(claims)))


def reported_day(claim: Claim) -> Day:
    """Return the day a claimant spoke, which may be unknown."""
    return Day(claim.reported_on or "")


def period(claim: Claim) -> Period:
    """Return the period a claim speaks of."""
    return Period(*dates.stated(claim))


def grade(claim: Claim | Delivery | Order | Total) -> Name:
    """Return the grade of a claim as its two signs: `B2`."""
    return Name(f"{claim.reliability}{claim.credibility}")


def asserting(package: Package, event: str) -> list[Claim]:
    """Return the claims that assert something about an event."""
    return [c for c in claim_index(package).by_event.get(event, ()) if c.stance == "asserts"]


def is_delivery(claim: Claim) -> bool:
    """Return True if a claim asserts that arms were delivered."""
    return bool(claim.stance == "asserts" and claim.category in ARMS and claim.status in COUNTING)


def is_in_history(claim: Claim) -> bool:
    """Return True if a claim belongs to the history of its event: it has a status, or answers a claim."""
    return claim.status is not None or bool(claim.answers)


@memoized(16)
def _directions(package: Package, dyad: str) -> Mapping[str, str]:
    claims = claims_on_pair(package, dyad)
    claims = claims[claims.direction.notna()]
    return MappingProxyType(dict(zip(claims.claim_id, claims.direction, strict=True)))


def direction(view: View, claim: Claim) -> str | None:
    """Return `a_to_b` or `b_to_a` of the view's pair, as in `view.claims`; None for other parties."""
    return _directions(view.package, view.selection.dyad).get(claim.claim_id)


def event_label(package: Package, event: str) -> str:
    """Return an event's name; its id in words where it has none."""
    return claim_index(package).events.get(event, event.replace("-", " ").capitalize())


def query(view: View) -> str:
    """Return the query of a view for a link to another page, with `?`, without filters of claims; empty by default."""
    query_text = to_query(view.package, view.selection.unfiltered.replace(size="wide"))
    return f"?{query_text}" if query_text else ""


def event_link(view: View, claim: Claim) -> str:
    """Return the address of a claim on the page of its event."""
    return f"/events/{claim.event_id}{query(view)}#claim-{claim.claim_id}"
