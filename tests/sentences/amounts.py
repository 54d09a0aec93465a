"""Name sentences whose amounts, kinds of arms or words of likelihood are not those of the tables."""

from collections.abc import Iterator

from tests.sentences.facts import Facts, Shown, number

_HOW_MUCH = (
    r"(In all|Mostly [\w ]+): (?:([\d.,]+) to )?([\d.,]+) (?:million TIV|transfers) a year since (\d{4}), "
    r"against up to ([\d.,]+) when (.+) armed "
)
_MOST = (
    r"(?:At most|, and) ([\d.,]+)(?: million TIV| transfers)?(?: went)? from (\w+) to \w+(?: in a year)? \((\d{4})\)"
)
_ONE_WAY = r"[Aa]rms flowed(?: mainly)? from (.+?) to .+? (?:between (\d{4}) and (\d{4})|in (\d{4}))\."
_DRONE = r"\b(?:drone|UAV|loitering munition)"
# Word → least and most probability: table 1 of the IPCC's guidance note.
_SCALE = {
    "virtually certain": (0.99, 1),
    "very likely": (0.9, 0.99),
    "likely": (0.66, 0.9),
    "about as likely as not": (0.33, 0.66),
    "unlikely": (0.1, 0.33),
    "very unlikely": (0.01, 0.1),
    "exceptionally unlikely": (0, 0.01),
}


def _differs(text: str, value: float) -> bool:
    decimals = len(text.partition(".")[2])
    return not abs(number(text) - value) <= 0.5 * 10**-decimals + 1e-6


def amounts_of_other_years(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield leads whose least, most or largest earlier amount is not that of the years they name."""
    for found in shown.found(_HOW_MUCH, "lead"):
        old = facts.way(found[6])
        new = "a_to_b" if old == "b_to_a" else "b_to_a"
        since, before = facts.flow(new).loc[int(found[4]) :].dropna(), facts.flow(old).loc[: int(found[4]) - 1]
        said = ((found[2] or found[3], since.min()), (found[3], since.max()), (found[5], before.max()))
        if any(_differs(text, float(value)) for text, value in said):
            yield found[0]
    for found in shown.found(_MOST, "lead"):
        flow = facts.flow(facts.way(found[2]))
        if _differs(found[1], float(flow.max())) or _differs(found[1], float(flow[int(found[3])])):
            yield found[0]


def years_without_a_flow(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield headlines that date a flow one way by other years than the first and the last in which it led."""
    for found in shown.found(_ONE_WAY, "headline"):
        way = facts.way(found[1])
        flow, back = (facts.flow(w).loc[facts.answered] for w in (way, "a_to_b" if way == "b_to_a" else "b_to_a"))
        led = list(flow.index[flow > back])
        if not led or (int(found[2] or found[4]), int(found[3] or found[4])) != (led[0], led[-1]):
            yield found[0]


def most_of_another_kind(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield leads that name a kind of arms which is not most of the new direction's volume."""
    rows = facts.tables["deliveries"]
    drones = set(rows[rows.description.str.contains(_DRONE, na=False)].designation)
    for found in shown.found(_HOW_MUCH, "lead"):
        if not found[1].startswith("Mostly"):
            continue
        way = "a_to_b" if facts.way(found[6]) == "b_to_a" else "b_to_a"
        parties = facts.parties(way)
        own = rows[(rows.release == facts.release) & rows.delivery_year.between(int(found[4]), facts.years[-1])]
        own = own.replace({"supplier": facts.successor, "recipient": facts.successor})
        own = own[(own.supplier == parties[0]) & (own.recipient == parties[1])]
        volume = own.tiv.where(~own.local_production, own.tiv * facts.share(way))
        named = own.designation.isin(drones) == (found[1] == "Mostly drones")
        if not volume[named].sum() > volume.sum() / 2:
            yield found[0]


def another_word_of_likelihood(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield sentences whose word of likelihood is not that of their number."""
    words = "|".join(sorted(_SCALE, key=len, reverse=True))
    for found in shown.found(rf"(?:is|decide it:|say so too:) ({words})(?: that the lead has changed:|,) ([\d.]+)%"):
        least, most = _SCALE[found[1]]
        if not least - 0.005 <= float(found[2]) / 100 <= most + 0.005:
            yield found[0]
