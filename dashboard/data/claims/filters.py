"""Filter the claims on a pair: by facet, contested or not, grade, origins, a search and a period."""

from collections.abc import Mapping

import pandas as pd

from dashboard.data.claims.pair import FACETS, claims_on_pair
from dashboard.data.claims.search import search_claims
from dashboard.data.memo import memoized
from dashboard.data.package import Package
from dashboard.data.selection import Selection


@memoized(128)
def filter_masks(package: Package, selection: Selection) -> Mapping[str, pd.Series]:
    """Return parameter → mask over the rows of `claims_on_pair`, for each filter that is set."""
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
    """Return a mask of the claims whose period overlaps a year or month (`2022`, `2022-08`); undated ones never do."""
    return (claims.first_month.str[: len(period)] <= period) & (claims.last_month.str[: len(period)] >= period)


def select_claims(package: Package, selection: Selection, but: str = "") -> pd.Series:
    """Return a mask of the rows of `claims_on_pair` that pass all filters of a selection, save the one named `but`."""
    mask = pd.Series(True, claims_on_pair(package, selection.dyad).index)
    for name, filter_mask in filter_masks(package, selection).items():
        if name != but:
            mask &= filter_mask
    return mask


def count_by_facet(package: Package, selection: Selection) -> Mapping[str, Mapping[str, int]]:
    """Return facet → value → number of claims with that value that pass all filters but that facet's own."""
    claims = claims_on_pair(package, selection.dyad)
    return {
        name: claims.loc[select_claims(package, selection, name), f"facet_{name}"].value_counts().to_dict()
        for name in FACETS
    }
