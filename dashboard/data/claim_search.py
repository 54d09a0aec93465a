"""Search the claims, forgiving spelling."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from dashboard.data.memo import memoized
from dashboard.data.package import Package, origin_name

# Least likeness in per cent for a word that is not found to stand for another: one letter wrong in five.
ALIKE = 79


@lru_cache(maxsize=50_000)
def words_of(text: object) -> list[str]:
    """Lower-case words without accents; none for a missing value."""
    if not isinstance(text, str):
        return []
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    plain = "".join(c if c.isalnum() or c == "-" else " " for c in plain if not unicodedata.combining(c))
    return [
        part
        for word in plain.split()
        for part in ([word.replace("-", "")] if "-" in word.strip("-") else [word.strip("-")])
        if part
    ]


_SEARCHED = ("statement", "claimant", "designation", "category", "status", "quantity_words", "origin", "claim_id")


@memoized
def _index(package: Package) -> Mapping[str, frozenset[str]]:
    """Word → ids of the claims that hold it: in their own text, in their event's name, document, or parties' names."""
    tables, index = package.tables, defaultdict(set)
    events = dict(zip(tables["events"].event_id, tables["events"].label, strict=True))
    documents = {d.document_id: f"{d.title} {d.publisher}" for d in tables["documents"].itertuples()}
    for claim in tables["claims"].itertuples():
        parties = [
            package.name(c) for c in (claim.supplier, claim.recipient, claim.claimant_country) if isinstance(c, str)
        ]
        note = None if package.whole else claim.note  # a note may tell what became known later
        texts = [
            *(getattr(claim, name) for name in _SEARCHED),
            note,
            origin_name(package, claim.origin),
            events.get(claim.event_id, claim.event_id),
            documents.get(claim.document_id),
            *parties,
        ]
        words = {word for text in texts for word in words_of(text)}
        words |= {
            word for text in texts if isinstance(text, str) for word in words_of(text.replace("-", " "))
        }  # `Su-35` is su35, su and 35
        for word in words:
            index[word].add(claim.claim_id)
    return {word: frozenset(ids) for word, ids in index.items()}


@memoized
def search_claims(package: Package, query: str) -> frozenset[str]:
    """Ids of the claims that hold every word of a query; hyphens do not matter.

    A word is found as it is or as the beginning of another; where neither is, the words most like it stand for it.
    """
    index = _index(package)
    found: frozenset[str] | None = None
    for word in words_of(query):
        near = [w for w in index if w.startswith(word)]
        if not near and len(word) > 3:
            alike = process.extract(word, list(index), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=8)
            near = [match for match, likeness, _ in alike if likeness >= alike[0][1] - 1]
        ids = frozenset().union(*(index[w] for w in near))
        found = ids if found is None else found & ids
    return found if found is not None else frozenset(package.tables["claims"].claim_id)
