"""Search the claims by word, with tolerance for spelling mistakes."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from dashboard.data.memo import memoized
from dashboard.data.package import Package, origin_name
from dashboard.data.read_records import records
from dashboard.data.records import Document

# Minimum likeness of two words in per cent: one wrong letter in five still matches.
MIN_LIKENESS = 79


@lru_cache(maxsize=50_000)
def words_of(text: object) -> list[str]:
    """Return the lower-case words of a text, without accents; an empty list for a missing value."""
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


_SEARCHED_COLUMNS = (
    "statement",
    "claimant",
    "designation",
    "category",
    "status",
    "quantity_words",
    "origin",
    "claim_id",
)


@memoized(64)
def _word_index(package: Package) -> Mapping[str, frozenset[str]]:
    """Return word → ids of the claims whose text, event, document or parties contain it."""
    tables, index = package.tables, defaultdict(set)
    events = dict(zip(tables["events"].event_id, tables["events"].label, strict=True))
    documents = {d.document_id: f"{d.title} {d.publisher}" for d in records(Document, tables["documents"])}
    for claim in package.claims():
        parties = [
            package.name(c) for c in (claim.supplier, claim.recipient, claim.claimant_country) if isinstance(c, str)
        ]
        texts = [
            *(getattr(claim, name) for name in _SEARCHED_COLUMNS),
            None if package.whole else claim.note,  # a note may mention what became known after the selected day
            origin_name(package, claim.origin),
            events.get(claim.event_id, claim.event_id),
            documents.get(claim.document_id),
            *parties,
        ]
        for text in filter(lambda text: isinstance(text, str), texts):
            for word in (*words_of(text), *words_of(text.replace("-", " "))):  # `Su-35` is su35, su and 35
                index[word].add(claim.claim_id)
    return {word: frozenset(ids) for word, ids in index.items()}


@memoized(64)
def search_claims(package: Package, query: str) -> frozenset[str]:
    """Return the ids of the claims that contain every word of a query; all claims for an empty query.

    A query word matches equal words and words that begin with it. If none does, and it has more than three letters, it
    matches the indexed words most like it, of at least `MIN_LIKENESS`. Hyphens do not matter.
    """
    index = _word_index(package)
    ids = frozenset(package.tables["claims"].claim_id)
    for word in words_of(query):
        matches = [w for w in index if w.startswith(word)]
        if not matches and len(word) > 3:
            candidates = process.extract(word, list(index), scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS, limit=8)
            matches = [match for match, likeness, _ in candidates if likeness >= candidates[0][1] - 1]
        ids &= frozenset().union(*(index[w] for w in matches))
    return ids
