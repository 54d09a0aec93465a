"""Find the month in which the recipient of arms was first shown to produce them itself."""

import pandas as pd

from dashboard.data.view import View

# Status of claims that the recipient has begun to produce the arms itself.
_PRODUCTION = ("production", "localised")


def production_start(view: View) -> tuple[str | None, tuple[str, ...]]:
    """Return the month (`YYYY-MM`) in which local production was first shown, and the ids of the claims that show it.

    It is the month of the pair's first context event that rests on a claim of production; (None, ()) without one.
    """
    production = set(view.claims[view.claims.status.isin(_PRODUCTION)].claim_id)
    context = view.package.tables["context"]
    for event in context[context.dyad == view.selection.dyad].sort_values("date").itertuples():
        ids = () if pd.isna(event.claims) else tuple(event.claims.split())
        if production & set(ids):
            return event.date[:7], ids
    return None, ()
