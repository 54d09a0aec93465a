"""Put the facets of claims into words."""

from dashboard.data.claims import NO_STATE, NO_STATUS
from dashboard.data.package import Package

STATUS = {
    "confirmed": "confirmed",
    "reported": "reported",
    "ordered": "ordered",
    "discussed": "talked about",
    "denied": "denied",
    "cancelled": "cancelled",
    "not_delivered": "not delivered, or no sign of it",
    "localised": "made locally",
    "prospective": "planned or expected",
    "technology": "technology, no arms delivery",
    "production": "production, no delivery",
    "training": "training",
    "use": "use, not supply",
    "policy": "policy",
    "payment": "payment",
    "logistics": "transport",
    NO_STATUS: "context, no flow",
}


def facet_in_words(package: Package, dyad: str, facet: str, value: str) -> str:
    """Return a facet's value in words. Raises KeyError for an unknown status."""
    pair = package.dyad(dyad)
    a, b = package.name(pair.a), package.name(pair.b)
    if facet == "direction":
        return {"a_to_b": f"{a} → {b}", "b_to_a": f"{b} → {a}"}.get(value, "neither way")
    if facet == "status":
        return STATUS[value]
    if facet == "claimant":
        return "no state" if value == NO_STATE else package.name(value)
    return value.replace("_", " ")
