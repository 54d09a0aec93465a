"""Which claims a selection chooses: facets that combine, what is contested, a search, a period."""

from collections.abc import Mapping

import pandas as pd

from dashboard.data.claim_search import search_claims
from dashboard.data.claims import FACETS, claims_on_pair
from dashboard.data.memo import memoized
from dashboard.data.package import Package
from dashboard.data.selection import Selection


@memoized
def filter_masks(package: Package, selection: Selection) -> Mapping[str, pd.Series]:
    """One mask of the pair's claims per parameter that is set."""
    claims = claims_on_pair(package, selection.dyad)
    masks = {
        name: claims[f"facet_{name}"].isin(getattr(selection, name)) for name in FACETS if getattr(selection, name)
    }
    if selection.contested:
        masks["contested"] = claims.contested
    if selection.solid:
        masks["solid"] = claims.credibility <= selection.credibility
    if selection.origins > 1:
        masks["origins"] = claims.event_origins >= selection.origins
    if selection.q:
        masks["q"] = claims.claim_id.isin(search_claims(package, selection.q))
    if selection.zoom:
        masks["zoom"] = overlaps(claims, selection.zoom)
    return masks


def overlaps(claims: pd.DataFrame, period: str) -> pd.Series:
    """Which claims speak of some day in a year or month (`2022`, `2022-08`); undated ones do not."""
    return (claims.first_month.str[: len(period)] <= period) & (claims.last_month.str[: len(period)] >= period)


def select_claims(package: Package, selection: Selection, but: str = "") -> pd.Series:
    """Which of `on_pair` a selection chooses, as a mask; `but` leaves one parameter out."""
    mask = pd.Series(True, claims_on_pair(package, selection.dyad).index)
    for name, one in filter_masks(package, selection).items():
        if name != but:
            mask &= one
    return mask


def count_by_facet(package: Package, selection: Selection) -> Mapping[str, Mapping[str, int]]:
    """Facet → value → how many claims it would choose under the other parameters."""
    claims = claims_on_pair(package, selection.dyad)
    return {
        name: claims.loc[select_claims(package, selection, name), f"facet_{name}"].value_counts().to_dict()
        for name in FACETS
    }
