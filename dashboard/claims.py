"""Which claims a selection chooses: facets that combine, what is contested, and a search that forgives spelling."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd
from rapidfuzz import fuzz, process

from dashboard import data

if TYPE_CHECKING:
    from dashboard.data import Package
    from dashboard.selection import Selection

FACETS = ("direction", "category", "status", "claimant")
"""Parameters that choose claims by one property each; several values of one are joined by `or`."""
NO_WAY, NO_STATUS, NO_STATE = "neither", "context", "none"
STATUS = {
    "confirmed": "confirmed", "reported": "reported", "ordered": "ordered", "discussed": "talked about", "denied": "denied",
    "cancelled": "cancelled", "not_delivered": "not delivered, or no sign of it", "localised": "made locally",
    "prospective": "planned or expected", "technology": "technology, no arms delivery", "production": "production, no delivery",
    "training": "training", "use": "use, not supply", "policy": "policy", "payment": "payment", "logistics": "transport",
    NO_STATUS: "context, no flow",
}  # fmt: skip
ALIKE = 79
"""Least likeness in per cent for a word that is not found to stand for another: one letter wrong in five."""


@data.kept
def on_pair(package: Package, dyad: str) -> pd.DataFrame:
    """`data.claims_on`, kept, with columns for what is asked again and again: a facet each (`facet_direction` …),
    `contested`, `first_month`, `last_month`, and `when` in words."""
    claims = data.claims_on(package, dyad).sort_values(["start", "reported_on", "claim_id"], na_position="first", ignore_index=True)
    answered = set(" ".join(claims.answers.dropna()).split())
    return claims.assign(
        facet_direction=claims.direction.fillna(NO_WAY),
        facet_category=claims.category,
        facet_status=claims.status.fillna(NO_STATUS),
        facet_claimant=claims.claimant_country.fillna(NO_STATE),
        contested=claims.answers.notna() | claims.claim_id.isin(answered),
        first_month=claims.start.str[:7],
        last_month=claims.end.fillna(claims.start).str[:7],
        when=[data.when(c) for c in claims.itertuples()],
    )


@data.kept
def rows(package: Package, dyad: str) -> tuple[Any, ...]:
    """The rows of `on_pair` as named tuples."""
    return tuple(on_pair(package, dyad).itertuples())


@data.kept
def spans(package: Package, dyad: str) -> tuple[tuple[date | None, date | None], ...]:
    """First and last day of each row of `on_pair`; a claim without an end has its first day for both."""
    claims = on_pair(package, dyad)
    return tuple(
        (None, None) if pd.isna(a) else (date.fromisoformat(a), date.fromisoformat(a if pd.isna(b) else b))
        for a, b in zip(claims.start, claims.end, strict=True)
    )


@data.kept
def options(package: Package, dyad: str) -> dict[str, tuple[str, ...]]:
    """The values each facet has on a pair, in the order a reader expects, whatever day is asked for."""
    claims = on_pair(package.known(""), dyad)
    found = {name: set(claims[f"facet_{name}"]) for name in FACETS}
    return {
        "direction": ("a_to_b", "b_to_a", NO_WAY),
        "category": tuple(sorted(found["category"])),
        "status": tuple(s for s in STATUS if s in found["status"]),
        "claimant": (*sorted(found["claimant"] - {NO_STATE}), *([NO_STATE] if NO_STATE in found["claimant"] else [])),
    }


def say(package: Package, dyad: str, facet: str, value: str) -> str:
    """A facet's value in words."""
    pair = package.dyad(dyad)
    a, b = package.name(pair.a), package.name(pair.b)
    if facet == "direction":
        return {"a_to_b": f"{a} → {b}", "b_to_a": f"{b} → {a}"}.get(value, "neither way")
    if facet == "status":
        return STATUS[value]
    if facet == "claimant":
        return "no state" if value == NO_STATE else package.name(value)
    return value.replace("_", " ")


@data.kept
def _masks(package: Package, selection: Selection) -> Mapping[str, pd.Series]:
    """One mask of the pair's claims per parameter that is set."""
    claims = on_pair(package, selection.dyad)
    masks = {name: claims[f"facet_{name}"].isin(getattr(selection, name)) for name in FACETS if getattr(selection, name)}
    if selection.contested:
        masks["contested"] = claims.contested
    if selection.solid:
        masks["solid"] = claims.credibility <= selection.credibility
    if selection.origins > 1:
        masks["origins"] = claims.event_origins >= selection.origins
    if selection.q:
        masks["q"] = claims.claim_id.isin(search(package, selection.q))
    if selection.zoom:
        masks["zoom"] = within(claims, selection.zoom)
    return masks


def within(claims: pd.DataFrame, period: str) -> pd.Series:
    """Which claims speak of some day in a year or month (`2022`, `2022-08`); undated ones do not."""
    return (claims.first_month.str[: len(period)] <= period) & (claims.last_month.str[: len(period)] >= period)


def chosen(package: Package, selection: Selection, but: str = "") -> pd.Series:
    """Which of `on_pair` a selection chooses, as a mask; `but` leaves one parameter out."""
    mask = pd.Series(True, on_pair(package, selection.dyad).index)
    for name, one in _masks(package, selection).items():
        if name != but:
            mask &= one
    return mask


def counts(package: Package, selection: Selection) -> Mapping[str, Mapping[str, int]]:
    """Facet → value → how many claims it would choose under the other parameters."""
    claims = on_pair(package, selection.dyad)
    return {name: claims.loc[chosen(package, selection, name), f"facet_{name}"].value_counts().to_dict() for name in FACETS}


@lru_cache(maxsize=50_000)
def words_of(text: object) -> list[str]:
    """Lower-case words without accents; none for a missing value."""
    if not isinstance(text, str):
        return []
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    plain = "".join(c if c.isalnum() or c == "-" else " " for c in plain if not unicodedata.combining(c))
    return [part for word in plain.split() for part in ([word.replace("-", "")] if "-" in word.strip("-") else [word.strip("-")]) if part]


_SEARCHED = ("statement", "claimant", "designation", "category", "status", "quantity_words", "origin", "claim_id")


@data.kept
def _index(package: Package) -> Mapping[str, frozenset[str]]:
    """Word → ids of the claims that hold it: in their own text, in their event's name, document, or parties' names."""
    tables, index = package.tables, defaultdict(set)
    events = dict(zip(tables["events"].event_id, tables["events"].label, strict=True))
    documents = {d.document_id: f"{d.title} {d.publisher}" for d in tables["documents"].itertuples()}
    for claim in tables["claims"].itertuples():
        parties = [package.name(c) for c in (claim.supplier, claim.recipient, claim.claimant_country) if isinstance(c, str)]
        note = None if package.whole else claim.note  # a note may tell what became known later
        texts = [*(getattr(claim, name) for name in _SEARCHED), note, data.origin_name(package, claim.origin), events.get(claim.event_id, claim.event_id), documents.get(claim.document_id), *parties]
        words = {word for text in texts for word in words_of(text)}
        words |= {word for text in texts if isinstance(text, str) for word in words_of(text.replace("-", " "))}  # `Su-35` is su35, su and 35
        for word in words:
            index[word].add(claim.claim_id)
    return {word: frozenset(ids) for word, ids in index.items()}


@data.kept
def search(package: Package, query: str) -> frozenset[str]:
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
