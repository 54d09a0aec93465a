"""The claims on a pair of states, with what is asked of them again and again."""

from datetime import date
from typing import Any

import pandas as pd

from dashboard.data.memo import memoized
from dashboard.data.package import Package
from etl.analysis import series

# Parameters that choose claims by one property each; several values of one are joined by `or`.
FACETS = ("direction", "category", "status", "claimant")
NO_WAY, NO_STATUS, NO_STATE = "neither", "context", "none"
# Values of the facet `status`, in the order a reader expects.
STATUSES = (
    "confirmed",
    "reported",
    "ordered",
    "discussed",
    "denied",
    "cancelled",
    "not_delivered",
    "localised",
    "prospective",
    "technology",
    "production",
    "training",
    "use",
    "policy",
    "payment",
    "logistics",
    NO_STATUS,
)


@memoized
def claims_on_pair(package: Package, dyad: str) -> pd.DataFrame:
    """Return the claims on a pair, oldest first, with a column for each facet (`facet_direction` …), `contested`,
    `first_month` and `last_month`."""
    claims = claims_with_direction(package, dyad).sort_values(
        ["start", "reported_on", "claim_id"], na_position="first", ignore_index=True
    )
    answered = set(" ".join(claims.answers.dropna()).split())
    return claims.assign(
        facet_direction=claims.direction.fillna(NO_WAY),
        facet_category=claims.category,
        facet_status=claims.status.fillna(NO_STATUS),
        facet_claimant=claims.claimant_country.fillna(NO_STATE),
        contested=claims.answers.notna() | claims.claim_id.isin(answered),
        first_month=claims.start.str[:7],
        last_month=claims.end.fillna(claims.start).str[:7],
    )


@memoized
def claim_rows(package: Package, dyad: str) -> tuple[Any, ...]:
    """The rows of `on_pair` as named tuples."""
    return tuple(claims_on_pair(package, dyad).itertuples())


@memoized
def claim_spans(package: Package, dyad: str) -> tuple[tuple[date | None, date | None], ...]:
    """First and last day of each row of `on_pair`; a claim without an end has its first day for both."""
    claims = claims_on_pair(package, dyad)
    return tuple(
        (None, None) if pd.isna(a) else (date.fromisoformat(a), date.fromisoformat(a if pd.isna(b) else b))
        for a, b in zip(claims.start, claims.end, strict=True)
    )


@memoized
def facet_values(package: Package, dyad: str) -> dict[str, tuple[str, ...]]:
    """The values each facet has on a pair, in the order a reader expects, whatever day is asked for."""
    claims = claims_on_pair(package.as_known_on(""), dyad)
    found = {name: set(claims[f"facet_{name}"]) for name in FACETS}
    return {
        "direction": ("a_to_b", "b_to_a", NO_WAY),
        "category": tuple(sorted(found["category"])),
        "status": tuple(s for s in STATUSES if s in found["status"]),
        "claimant": (*sorted(found["claimant"] - {NO_STATE}), *([NO_STATE] if NO_STATE in found["claimant"] else [])),
    }


def claims_with_direction(package: Package, dyad: str) -> pd.DataFrame:
    """All claims on a pair, with a column `direction` (`a_to_b`, `b_to_a`, or missing where none is meant).

    A claim without parties, or with a third one (a factory in Tajikistan), belongs to the pairs that its source covers.
    """
    pair = series.Pair.of(dyad)
    joined = series.successors(package.tables["countries"])
    claims = package.tables["claims"]
    parties = claims[["supplier", "recipient"]].replace(joined)
    direction = pd.Series(pd.NA, claims.index, dtype="str")
    direction = direction.mask((parties.supplier == pair.a) & (parties.recipient == pair.b), "a_to_b")
    direction = direction.mask((parties.supplier == pair.b) & (parties.recipient == pair.a), "b_to_a")
    events = set(claims.event_id[direction.notna()])
    named = (parties.supplier.isin([pair.a, pair.b]) | parties.recipient.isin([pair.a, pair.b])) & direction.isna()
    loose = parties.supplier.isna() | parties.recipient.isna()
    sources = package.tables["coverage"].query("format == 'claims'")
    covering = set(
        sources[sources.supplier.isin([pair.a, pair.b]) & sources.recipient.isin([pair.a, pair.b])].source_id
    )
    mine = direction.notna() | ((claims.event_id.isin(events) | named | loose) & claims.source_id.isin(covering))
    return claims.assign(direction=direction)[mine].reset_index(drop=True)
