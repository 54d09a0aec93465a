"""When the recipient of arms was first shown to make them itself."""

import pandas as pd

from dashboard.data.view import View

# Status of claims that the launching party has begun to make the things itself.
_MADE_THERE = ("production", "localised")


def production_start(view: View) -> tuple[str | None, tuple[str, ...]]:
    """The month in which the launching party was first shown to make the things itself, and the claims that show it.

    It is that of the pair's context event that rests on a claim of production; None where none does.
    """
    made = view.claims[view.claims.status.isin(_MADE_THERE)].claim_id
    context = view.package.tables["context"]
    for event in context[context.dyad == view.selection.dyad].sort_values("date").itertuples():
        ids = "" if pd.isna(event.claims) else event.claims
        if set(ids.split()) & set(made):
            return event.date[:7], tuple(ids.split())
    return None, ()
