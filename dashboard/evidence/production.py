"""Find the month in which the recipient of arms was first shown to produce them itself."""

from dashboard.data.read_records import records
from dashboard.data.records import Context
from dashboard.data.view import View

# Status of claims that the recipient has begun to produce the arms itself.
_PRODUCTION = ("production", "localised")


def production_start(view: View) -> tuple[str | None, tuple[str, ...]]:
    """Return the month (`YYYY-MM`) in which local production was first shown, and the ids of the claims that show it.

    It is the month of the pair's first context event that rests on a claim of production; (None, ()) without one.
    """
    production = set(view.claims[view.claims.status.isin(_PRODUCTION)].claim_id)
    events = records(Context, view.package.tables["context"])
    for event in sorted((e for e in events if e.dyad == view.selection.dyad), key=lambda e: e.date):
        if production & {*event.claims}:
            return event.date[:7], event.claims
    return None, ()
