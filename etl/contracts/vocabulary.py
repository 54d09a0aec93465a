"""The words that the columns of built tables hold, and which version of the tables this is."""

VERSION = "3"

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
BESIDE = ("denied", "cancelled", "not_delivered", "localised", "prospective")
NO_DELIVERY = ("technology", "production", "training", "use", "policy", "payment", "logistics")
STANCES = ("asserts", "denies", "qualifies", "context")
PRECISIONS = ("day", "month", "season", "year", "period", "undated")
DIRECTIONS = ("a_to_b", "b_to_a")
# Statuses from which an event counts in the series `documented`.
COUNTING = ("reported", "confirmed")
# In coverage: every partner was looked at, so a missing row means nothing was recorded.
EVERYONE = "*"
