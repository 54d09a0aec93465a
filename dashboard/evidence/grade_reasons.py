"""Explain the grade of a claim in plain words, from its columns alone."""

from typing import Any

import pandas as pd

from dashboard.data.package import successors
from dashboard.data.view import View
from dashboard.evidence.claim_index import answered, answering, asserting, claim_index, is_delivery, names, origins
from dashboard.text import numbers
from dashboard.text.sentence import join_words
from etl.analysis.grading import CREDIBILITY, RELIABILITY

# Word in an origin's id → what the knowledge of that origin rests on.
_KNOWLEDGE_SOURCES = {
    "leak": "leaked papers",
    "imagery": "images",
    "wreckage": "wreckage",
    "tracking": "the tracking of flights or ships",
    "archive": "an archive",
}


def grade_reasons(view: View, claim: Any) -> list[str]:
    """Return the reasons for a grade as sentences.

    They explain the letter and whom the claimant speaks for, then the number, other origins and denials.
    """
    letter, number = RELIABILITY[claim.reliability], CREDIBILITY[int(claim.credibility)]
    return [
        f"{claim.reliability}: the claimant is graded “{letter}”. {speaks_for(view, claim)}",
        f"{claim.credibility}: the information is graded “{number}”. {_credibility_reason(view, claim)}",
        *filter(None, [_knowledge_source(claim), _contested_by(view, claim)]),
    ]


def speaks_for(view: View, claim: Any) -> str:
    """Return whose interest a claim may serve: `The claimant’s state is Iran, the supplier it speaks about.`"""
    if pd.isna(claim.claimant_country):
        return (
            "No one state stands behind the claimant in these data: a medium, an expert, an institution, "
            "or people of several or unnamed states."
        )
    successor = successors(view.package)
    state, supplier, recipient = (
        successor.get(p, p) for p in (claim.claimant_country, claim.supplier, claim.recipient)
    )
    if state == supplier:
        role = ", the supplier it speaks about"
    elif state == recipient:
        role = ", the recipient it speaks about"
    else:
        role = "" if pd.isna(claim.supplier) and pd.isna(claim.recipient) else ", a third state"
    return f"The claimant’s state is {state_name(view, claim)}{role}."


def state_name(view: View, claim: Any) -> str:
    """Return the claimant's state as written within a sentence: `the United States`; empty where none is named."""
    if pd.isna(claim.claimant_country):
        return ""
    name = view.package.name(claim.claimant_country)
    return f"the {name}" if name.startswith(("United ", "Soviet ")) else name


def _credibility_reason(view: View, claim: Any) -> str:
    package = view.package
    if claim.stance == "denies":
        return f"A denial: it answers {_count_claims(len(answered(package, claim)))}."
    if claim.stance == "qualifies":
        return f"It narrows or disputes {_count_claims(len(answered(package, claim)))}."
    backing = asserting(package, claim.event_id)
    singular, plural = "asserts something about this event", "assert something about this event"
    if is_delivery(claim):
        backing = [c for c in backing if is_delivery(c)]
        singular, plural = "says that arms were delivered", "say that arms were delivered"
    others = [o for o in origins(backing) if o != claim.origin]
    if others:
        number, also = numbers.count_in_words(len(others)).capitalize(), "also " if claim.stance == "asserts" else ""
        return f"{number} other {f'origin {also}{singular}' if len(others) == 1 else f'origins {also}{plural}'}."
    repeats = [
        c
        for c in claim_index(package).by_event[claim.event_id]
        if c.origin == claim.origin and c.claim_id != claim.claim_id
    ]
    if claim.credibility == 1:
        return (
            "No other origin on this event is among these claims: the grade is the coder’s judgement of the document."
        )
    text = f"No other origin among these claims {singular}."
    if not repeats:
        return text
    come = "comes" if len(repeats) == 1 else "come"
    return f"{text} {_count_claims(len(repeats)).capitalize()} more on this event {come} from this same origin."


def _count_claims(n: int) -> str:
    if not n:
        return "claims that are not in this view"
    return f"{numbers.count_in_words(n)} claim{'' if n == 1 else 's'}"


def _knowledge_source(claim: Any) -> str:
    sources = [words for word, words in _KNOWLEDGE_SOURCES.items() if word in claim.origin.split("-")]
    return f"The knowledge comes from {join_words(sources)}." if sources else ""


def _contested_by(view: View, claim: Any) -> str:
    all_answers = answering(view.package, claim)
    parts = []
    for stance, verb in (("denies", "denied"), ("qualifies", "narrowed or disputed")):
        answers = [c for c in all_answers if c.stance == stance]
        if answers:
            n = len(origins(answers))
            parts.append(
                f"{verb} by {numbers.count_in_words(n)} origin{'' if n == 1 else 's'}: {names(view.package, answers)}"
            )
    return f"It is {', and '.join(parts)}." if parts else ""
