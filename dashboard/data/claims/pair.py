"""Collect the claims on a pair of states, with the columns that filters and charts need."""

from datetime import date

import pandas as pd

from dashboard.data.memo import memoized
from dashboard.data.package import Package
from dashboard.data.read_records import records
from dashboard.data.records import PairClaim
from etl.analysis import series

# Parameters that filter claims by one property each; several values of one are alternatives.
FACETS = ("direction", "category", "status", "claimant")
NO_WAY, NO_STATUS, NO_STATE = "neither", "context", "none"
# Values of the facet `status`, in the order of display.
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
    "sample",
    "technology",
    "production",
    "training",
    "use",
    "policy",
    "payment",
    "logistics",
    NO_STATUS,
)


@memoized(16)
def claims_on_pair(package: Package, dyad: str) -> pd.DataFrame:
    """Return the claims on a pair, oldest first, with columns for filters and charts.

    The columns are those of `claims_with_direction` and `facet_direction`, `facet_category`, `facet_status`,
    `facet_claimant`, `contested` (answers a claim or is answered by one), `first_month` and `last_month` (`YYYY-MM`).
    """
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


@memoized(16)
def claim_rows(package: Package, dyad: str) -> tuple[PairClaim, ...]:
    """Return the rows of `claims_on_pair` as records."""
    return records(PairClaim, claims_on_pair(package, dyad))


@memoized(16)
def claim_spans(package: Package, dyad: str) -> tuple[tuple[date | None, date | None], ...]:
    """Return (first day, last day) of each row of `claims_on_pair`.

    Both are None for an undated claim; a claim without an end has its first day twice.
    """
    return tuple(
        (date.fromisoformat(c.start), date.fromisoformat(c.end or c.start)) if c.start else (None, None)
        for c in claim_rows(package, dyad)
    )


@memoized(16)
def facet_values(package: Package, dyad: str) -> dict[str, tuple[str, ...]]:
    """Return facet → its values on a pair over the whole record, in the order of display."""
    claims = claims_on_pair(package.as_known_on(""), dyad)
    present = {name: set(claims[f"facet_{name}"]) for name in FACETS}
    return {
        "direction": ("a_to_b", "b_to_a", NO_WAY),
        "category": tuple(sorted(present["category"])),
        "status": tuple(s for s in STATUSES if s in present["status"]),
        "claimant": (
            *sorted(present["claimant"] - {NO_STATE}),
            *([NO_STATE] if NO_STATE in present["claimant"] else []),
        ),
    }


def claims_with_direction(package: Package, dyad: str) -> pd.DataFrame:
    """Return all claims on a pair, with a column `direction`: `a_to_b`, `b_to_a`, or missing for neither.

    A claim without parties, or with a third party (a factory in Tajikistan), belongs to the pairs that its source
    covers.
    """
    pair = series.Pair.of(dyad)
    successor = series.successors(package.tables["countries"])
    claims = package.tables["claims"]
    parties = claims[["supplier", "recipient"]].replace(successor)
    direction = pd.Series(pd.NA, claims.index, dtype="str")
    direction = direction.mask((parties.supplier == pair.a) & (parties.recipient == pair.b), "a_to_b")
    direction = direction.mask((parties.supplier == pair.b) & (parties.recipient == pair.a), "b_to_a")
    events = set(claims.event_id[direction.notna()])
    names_one_state = (
        parties.supplier.isin([pair.a, pair.b]) | parties.recipient.isin([pair.a, pair.b])
    ) & direction.isna()
    lacks_a_party = parties.supplier.isna() | parties.recipient.isna()
    coverage = package.tables["coverage"].query("format == 'claims'")
    covering_sources = set(
        coverage[coverage.supplier.isin([pair.a, pair.b]) & coverage.recipient.isin([pair.a, pair.b])].source_id
    )
    on_pair = direction.notna() | (
        (claims.event_id.isin(events) | names_one_state | lacks_a_party) & claims.source_id.isin(covering_sources)
    )
    return claims.assign(direction=direction)[on_pair].reset_index(drop=True)
