"""Why a claim has its grade, in plain words, from what its columns say and nothing else."""

from typing import Any

import pandas as pd

from dashboard.data.package import successors
from dashboard.data.view import View
from dashboard.evidence.claim_index import answered, answering, asserting, claim_index, is_delivery, names, origins
from dashboard.text import numbers
from dashboard.text.sentence import join_words
from etl.analysis.grading import CREDIBILITY, RELIABILITY

# Word in an origin's id → what such knowledge rests on.
_TRACES = {
    "leak": "leaked papers",
    "imagery": "images",
    "wreckage": "wreckage",
    "tracking": "the tracking of flights or ships",
    "archive": "an archive",
}


def grade_reasons(view: View, claim: Any) -> list[str]:
    """The grade in sentences: the letter, who the claimant speaks for, the number, who else says so and who denies it."""
    return [
        f"{claim.reliability}: the claimant is graded {_quoted(RELIABILITY[claim.reliability])}. {speaks_for(view, claim)}",
        f"{claim.credibility}: the information is graded {_quoted(CREDIBILITY[int(claim.credibility)])}. {_support(view, claim)}",
        *filter(None, [_trace(claim), _against(view, claim)]),
    ]


def _quoted(words: str) -> str:
    return f"“{words}”"


def speaks_for(view: View, claim: Any) -> str:
    """Whose interest the claim may serve: `The claimant’s state is Iran, the supplier it speaks about.`"""
    if pd.isna(claim.claimant_country):
        return "No one state stands behind the claimant in these data: a medium, an expert, an institution, or people of several or unnamed states."
    joined = successors(view.package)
    state, supplier, recipient = (joined.get(p, p) for p in (claim.claimant_country, claim.supplier, claim.recipient))
    if state == supplier:
        part = ", the supplier it speaks about"
    elif state == recipient:
        part = ", the recipient it speaks about"
    else:
        part = "" if pd.isna(claim.supplier) and pd.isna(claim.recipient) else ", a third state"
    return f"The claimant’s state is {state_name(view, claim)}{part}."


def state_name(view: View, claim: Any) -> str:
    """The claimant's state as it stands in a sentence: `the United States`; empty where none is named."""
    if pd.isna(claim.claimant_country):
        return ""
    name = view.package.name(claim.claimant_country)
    return f"the {name}" if name.startswith(("United ", "Soviet ")) else name


def _support(view: View, claim: Any) -> str:
    package = view.package
    if claim.stance == "denies":
        return f"A denial: it answers {_claims(len(answered(package, claim)))}."
    if claim.stance == "qualifies":
        return f"It narrows or disputes {_claims(len(answered(package, claim)))}."
    backing = asserting(package, claim.event_id)
    if is_delivery(claim):
        backing, said = [c for c in backing if is_delivery(c)], "say that arms were delivered"
    else:
        said = "assert something about this event"
    others = [o for o in origins(backing) if o != claim.origin]
    if others:
        one = len(others) == 1
        said = said.replace("say", "says").replace("assert ", "asserts ") if one else said
        return f"{numbers.count_in_words(len(others)).capitalize()} other origin{'' if one else 's'} {'also ' if claim.stance == 'asserts' else ''}{said}."
    repeats = [
        c
        for c in claim_index(package).by_event[claim.event_id]
        if c.origin == claim.origin and c.claim_id != claim.claim_id
    ]
    if claim.credibility == 1:
        return (
            "No other origin on this event is among these claims: the grade is the coder’s judgement of the document."
        )
    text = f"No other origin among these claims {said.replace('say', 'says').replace('assert ', 'asserts ')}."
    return text + (
        f" {_claims(len(repeats)).capitalize()} more on this event come{'s' if len(repeats) == 1 else ''} from this same origin."
        if repeats
        else ""
    )


def _claims(n: int) -> str:
    if not n:
        return "claims that are not in this view"
    return f"{numbers.count_in_words(n)} claim{'' if n == 1 else 's'}"


def _trace(claim: Any) -> str:
    found = [words for word, words in _TRACES.items() if word in claim.origin.split("-")]
    return f"The knowledge comes from {join_words(found)}." if found else ""


def _against(view: View, claim: Any) -> str:
    against = answering(view.package, claim)
    parts = []
    for stance, verb in (("denies", "denied"), ("qualifies", "narrowed or disputed")):
        mine = [c for c in against if c.stance == stance]
        if mine:
            n = len(origins(mine))
            parts.append(
                f"{verb} by {numbers.count_in_words(n)} origin{'' if n == 1 else 's'}: {names(view.package, mine)}"
            )
    return f"It is {', and '.join(parts)}." if parts else ""
