"""Explain the grade of a claim in plain words, from its columns alone."""

from collections.abc import Sequence

from dashboard.data.package import successors
from dashboard.data.records import Claim
from dashboard.data.view import View
from dashboard.evidence.claim_index import (
    answered,
    answering,
    asserting,
    claim_index,
    is_delivery,
    may_share,
    named,
    origins,
)
from dashboard.text.forms.arguments import Argument, Choice, Listed, Name, Small, State
from dashboard.text.sentence import Role, Sentence, Text, say, words
from dashboard.text.wording.claim_words import credibility_in_words, reliability_in_words

# Words in an origin's id that tell what its knowledge rests on.
_KNOWLEDGE_SOURCES = ("leak", "imagery", "wreckage", "tracking", "archive")


def grade_reasons(view: View, claim: Claim) -> list[Text]:
    """Return the reasons for a grade.

    They explain the letter and whom the claimant speaks for, then the number, other origins and denials.
    """
    letter, number = Name(reliability_in_words(claim.reliability)), Name(credibility_in_words(claim.credibility))
    return [
        (say("grades.letter", letter=Name(claim.reliability), words=letter), speaks_for(view, claim)),
        (say("grades.number", number=int(claim.credibility), words=number), *_credibility_reason(view, claim)),
        *filter(None, [_knowledge_source(claim), _contested_by(view, claim)]),
    ]


def speaks_for(view: View, claim: Claim) -> Sentence:
    """Return whose interest a claim may serve: `The claimant’s state is Iran, the supplier it speaks about.`"""
    if claim.claimant_country is None:
        return say("grades.no-state")
    successor = successors(view.package)
    state, supplier, recipient = (
        p and successor.get(p, p) for p in (claim.claimant_country, claim.supplier, claim.recipient)
    )
    unknown = claim.supplier is None and claim.recipient is None
    side = "supplier" if state == supplier else "recipient" if state == recipient else "none" if unknown else "third"
    return say("grades.state", state=state_of(view, claim), side=Choice(side))


def state_of(view: View, claim: Claim) -> State:
    """Return the claimant's state; without a name where none is coded."""
    return State("" if claim.claimant_country is None else view.package.name(claim.claimant_country))


def _credibility_reason(view: View, claim: Claim) -> Text:
    package = view.package
    if claim.stance in ("denies", "qualifies"):
        return (say(f"grades.{claim.stance}", **_count(answered(package, claim))),)
    backing = asserting(package, claim.event_id)
    alone = {*origins(backing)} <= {claim.origin}
    what: dict[str, Argument] = {"what": Choice("delivery" if is_delivery(claim) else "event")}
    if is_delivery(claim):
        backing = [c for c in backing if is_delivery(c)]
    others = [o for o in origins(backing) if o != claim.origin]
    if others:
        also = Choice("yes" if claim.stance == "asserts" else "no")
        shared = [p for o in others for p in may_share(package, [claim.origin, o])]
        caveats = (say("events.may-share", Role.CAVEAT, by=pair) for pair in shared)
        return say("grades.others", **_count(others), **what, also=also), *caveats
    repeats = [
        c
        for c in claim_index(package).by_event[claim.event_id]
        if c.origin == claim.origin and c.claim_id != claim.claim_id
    ]
    if claim.credibility == 1 and alone:
        return (say("grades.no-other-but-confirmed"),)
    more = (say("grades.repeats", **_count(repeats)),) if repeats else ()
    return say("grades.no-other", **what), *more


def _count(found: Sequence[object]) -> dict[str, Argument]:
    return {"n": len(found), "word": Small(len(found))}


def _knowledge_source(claim: Claim) -> Text:
    sources = [words(f"grades.knows-{w}") for w in _KNOWLEDGE_SOURCES if w in claim.origin.split("-")]
    return (say("grades.knowledge", sources=Listed(tuple(sources))),) if sources else ()


def _contested_by(view: View, claim: Claim) -> Text:
    found = answering(view.package, claim)
    denials, corrections = ([c for c in found if c.stance == stance] for stance in ("denies", "qualifies"))
    if not denials and not corrections:
        return ()
    by = Choice("both" if denials and corrections else "denials" if denials else "corrections")
    d, c = len(origins(denials)), len(origins(corrections))
    counts: dict[str, Argument] = {"d": d, "d_word": Small(d), "c": c, "c_word": Small(c)}
    who = {"denied_by": named(view.package, denials), "narrowed_by": named(view.package, corrections)}
    return (say("grades.contested", by=by, **counts, **who),)
