"""List the values that columns of the built tables may have, and state the version of the tables."""

VERSION = "6"

ARMS = (
    "aircraft",
    "air_defence",
    "ammunition",
    "anti_tank",
    "armour",
    "artillery",
    "drones",
    "missiles",
    "mixed",
    "sensors",
    "ships",
)
NOT_ARMS = ("analysis", "law", "money", "nuclear", "space", "technology", "training", "transport")
LADDER = ("discussed", "ordered", "reported", "confirmed")
# `sample` is a captured or single weapon handed over for study: shown, and not counted.
BESIDE = ("denied", "cancelled", "not_delivered", "localised", "prospective", "sample")
NO_DELIVERY = ("technology", "production", "training", "use", "policy", "payment", "logistics")
STANCES = ("asserts", "denies", "qualifies", "context")
# At some time up to the day that was spoken of: an end, not a start.
UNTIL = "until"
PRECISIONS = ("day", "month", "season", "year", "period", UNTIL, "undated")
DIRECTIONS = ("a_to_b", "b_to_a")
# Statuses that make an event count in the series `documented`.
COUNTING = ("reported", "confirmed")
# Partner code in coverage: the source covers every partner, so a missing row means that nothing was recorded.
EVERYONE = "*"
