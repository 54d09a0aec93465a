"""Name the sentences that do not hold, a function for each kind of falsehood: facts of `tests.sentences.facts` alone."""

import re
from collections.abc import Callable, Iterator

import pandas as pd

from tests.sentences.amounts import (
    amounts_of_other_years,
    another_word_of_likelihood,
    most_of_another_kind,
    years_without_a_flow,
)
from tests.sentences.captions import caption_without_its_mark, counts_that_do_not_add_up
from tests.sentences.facts import WAYS, Facts, Shown, number

Kind = Callable[[Facts, Shown], Iterator[str]]
_OWN_WORDS = ("documented/", "promised/", "launches/", "evidence/")
"""Charts whose years are not those of a flow."""
_MONTHS = "January February March April May June July August September October November December".split()


def called_over_a_flow(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield sentences that doubt the flow itself where it is recorded."""
    if facts.gross().sum() > 0:
        for found in shown.found(r".*cannot be (?:called|told) whether arms.*"):
            yield found[0]


def nothing_recorded(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield sentences by which nothing is recorded, where a choice left out what is."""
    recorded = facts.everything
    for found in shown.found(r"Nothing is recorded between .* from (\d{4}) to (\d{4})\."):
        if (
            recorded.loc[int(found[1]) : int(found[2])]
            .to_numpy()
            .sum(where=recorded.loc[int(found[1]) : int(found[2])].notna().to_numpy())
            > 0
        ):
            yield found[0]
    for found in shown.found(r"^(\d{4}): nothing recorded"):
        if recorded.loc[int(found[1])].sum() > 0:
            yield found[0]
    for found in shown.found(r"(?:In|From) (\d{4})(?: to (\d{4}))?: (.*)"):
        years = recorded.loc[int(found[1]) : int(found[2] or found[1])].sum()
        if "nothing recorded either way" in found[3] and years.sum() > 0:
            yield found[0]
        for supplier in re.findall(r"nothing recorded from (\w+) to ", found[3]):
            if years[facts.way(supplier)] > 0:
                yield found[0]
    grey = facts.everything.sum(axis=1)[facts.gross() == 0]
    for found in shown.found(r"grey: nothing recorded|A gap: nothing recorded or not covered"):
        if (grey > 0).any() or ("grey" in found[0] and _ties(facts)):
            yield found[0]
    if "direction" in shown.tables:
        led = shown.tables["direction"].set_index("Year").iloc[:, -1]
        yield from (
            f"{y}: {text}" for y, text in led.items() if text == "nothing recorded" and recorded.loc[y].sum() > 0
        )


def _ties(facts: Facts) -> bool:
    x, y = (facts.flow(way) for way in WAYS)
    return bool(((x == y) & (x > 0)).any())


def years_without_an_answer(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield sentences on years of which some at an end were not looked at."""
    patterns = (
        r"[Aa]rms flowed.* between (\d{4}) and (\d{4})",
        r"(?:Nothing|No year|Nothing that counts).* from (\d{4}) to (\d{4})",
    )
    for pattern in patterns:
        for found in shown.found(pattern, "headline", "direction/title", "direction/step", "certainty/title"):
            if not {int(found[1]), int(found[2])} <= {*facts.answered}:
                yield found[0]


def asked_beside_answered(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield words of a selection whose years are not those that its numbers come from."""
    for place, sentence in shown.of("/selection"):
        if place.startswith(_OWN_WORDS) or place.startswith("revisions/"):
            continue
        said = re.search(r"(\d{4})–(\d{4})(?: \(data of (\d{4})–(\d{4})\))?", sentence)
        if place.startswith("dependence/"):
            known = sorted(facts.both_ways(facts.release) & {*facts.years}) if facts.release else []
        else:
            known = facts.answered
        if said and known:
            ends = (said[3], said[4]) if said[3] else (said[1], said[2])
            if (int(ends[0]), int(ends[1])) != (known[0], known[-1]):
                yield sentence
    counted = facts.looked_at
    for found in shown.found(r"They hold \d+ transfers?(?: of (\d{4})–(\d{4}))?; ", "lead"):
        ends = (int(found[1]), int(found[2])) if found[1] else (facts.answered[0], facts.answered[-1])
        if ends != (counted[0], counted[-1]):
            yield found[0]
    for found in shown.found(r"^Documented transfers instead, (\d{4})–(\d{4});", "certainty/variants"):
        if (int(found[1]), int(found[2])) != (counted[0], counted[-1]):
            yield found[0]


def marked_by_no_one(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield sentences on what a register marks as locally produced, where it says nothing of it or marks none."""
    for _, sentence in shown.of():
        says = re.search(r"\bmark(?:s|ed)\b.* as locally produced|the split by local production is known", sentence)
        if (
            says
            and not facts.stated
            or re.search(r"(deliveries|none|part) that \w+ marks as locally produced", sentence)
            and not facts.marked
        ):
            yield sentence


def credited_to_another(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield sentences that name one register for the numbers of another."""
    registers = set(facts.registers.register)
    compared = {facts.register_of(r) for r in facts.known_releases}
    own = {facts.register_of(facts.release)} if facts.release else set()
    patterns = (
        (r"(\w+) counted .* million TIV", "revisions/title", compared),
        (r"(.+) volume, from \d{4} on", "certainty/notes", compared),
        (r"Shares of (\w+)’s volume", "dependence/sentence", own),
        (r"(\w+) marks ", "", own),
    )
    for pattern, place, right in patterns:
        for found in shown.found(pattern, place):
            named = registers & {*re.findall(r"\w+", found[1])}
            if named and named != right and right:
                yield found[0]
    for found in shown.found(r"One ([\w-]+) counts (.*) \(million TIV\)", "revisions/sentence"):
        rows = facts.tables["deliveries"]
        for value, name in re.findall(r"([\d.,]+) in ([A-Z]\w+ \d+)", found[2]):
            unit = rows[(rows.designation == found[1]) & (rows.release == name.split()[-1])].tiv_unit
            if abs(unit.iloc[0] - number(value)) > 0.006:
                yield found[0]
    known = facts.registers[facts.registers.published <= (facts.day or "9999")]
    titles = {title.partition(", ")[0] for title in known.title}
    for found in shown.found(r"(?:([^<>]*), and )?[\d,]+ documented claims", "page/foot"):
        if {*re.split(r", | and ", found[1] or "")} - {""} != titles:
            yield found[0]


def not_the_largest_supplier(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield who is named as largest other supplier of some years without having supplied most in them."""
    for found in shown.found(
        r"the largest other supplier of (?:the last decade|(\d{4})–(\d{4})), (.*)\.", "dependence/legend"
    ):
        last = max(facts.both_ways(facts.release) & {*facts.years})
        years = range(int(found[1] or last - 9), int(found[2] or last) + 1)
        for recipient, supplier in re.findall(r"(?:^|, | and )(.+?) from (.+?)(?=, | and |$)", found[3]):
            code, other = (facts.b, facts.a) if recipient == facts.name(facts.b) else (facts.a, facts.b)
            others = facts.supplies(code, years).drop(other, errors="ignore")
            named = others[[facts.name(c) == supplier for c in others.index]]
            if named.empty or named.iloc[0] < others.iloc[0] or not others.iloc[0]:
                yield f"{found[0]} ({supplier})"


def more_than_had_come(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield bounds of what had come that count a month in which the launching side already built its own."""
    claims, months = facts.tables["claims"], facts.tables["launches"].sort_values("month")
    building = set(claims[claims.status.isin(["production", "localised"])].claim_id)
    context = (
        facts.tables["context"].query(f"dyad == '{facts.a}-{facts.b}'").dropna(subset="claims").sort_values("date")
    )
    shown_on = [
        d
        for d, c in zip(context.date, context.claims, strict=True)
        if building & {*c.split()} and (not facts.day or d <= facts.day)
    ]
    for found in shown.found(
        r"launched ([\d,]+) drones by the end of (\w+) (\d{4}): at least as many", "launches/title"
    ):
        month = f"{found[3]}-{_MONTHS.index(found[2]) + 1:02}"
        total = months[months.month <= month].launched.sum()
        if round(total) != number(found[1]) or (shown_on and month >= shown_on[0][:7]):
            yield found[0]


def zero_for_what_was_not_looked_at(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield numbers of years, or of totals over all partners, that no file covers."""
    if "direction" in shown.tables:
        table = shown.tables["direction"].set_index("Year")
        for column, way in enumerate(_columns(table)):
            covered = facts.covered(way, facts.release if facts.tiv else None)
            given = table.iloc[:, column].dropna()
            yield from (f"{y}: {v} in {table.columns[column]}" for y, v in given.items() if y not in covered)
    if facts.release and "dependence" in shown.tables:
        for way in WAYS:
            every = facts.covered(way, facts.release, every_partner=True)
            table = shown.tables["dependence"]
            for window, value in zip(table.iloc[:, 0], table.iloc[:, 1 + WAYS.index(way)], strict=True):
                first, last = map(int, window.split("/"))
                if pd.notna(value) and not {*range(first, last + 1)} <= every:
                    yield f"{window}: {value} of {facts.name(facts.parties(way)[1])}"
        for found in shown.found(
            r"In those years .*imported 0 million TIV.*|In those years .* and \w+ 0:.*", "dependence/sentence"
        ):
            yield found[0]


def _columns(table: pd.DataFrame) -> Iterator[str]:
    """Yield the way of each column of the table of directions that has amounts."""
    for n in range(len(table.columns) - 1):
        local = "locally produced" in str(table.columns[n])
        yield "a_to_b" if n == 0 or (local and n == 1) else "b_to_a"


def turn_without_data(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield dates of a turn that may lie in years which nobody looked at, and do not say so."""
    known, votes = {*facts.answered}, facts.gross()
    first = known and min(known)
    for found in shown.found(r"(?:[Ss]ince) (\d{4})( at the latest)? arms have flowed", "headline", "direction/title"):
        year = int(found[1])
        if not votes.get(year, 0) > 0 or (first and year - 1 not in known and year != first and not found[2]):
            yield found[0]
    for found in shown.found(r"first seen in (\d{4}); the last year the other way was (\d{4})", "lead"):
        if not (votes.get(int(found[1]), 0) > 0 and votes.get(int(found[2]), 0) > 0):
            yield found[0]
    for found in shown.found(r"the new direction began in (\d{4})(?: to (\d{4}))? \(90%\)(, .*without data)?"):
        if not {*range(int(found[1]), int(found[2] or found[1]) + 1)} <= known and not found[3]:
            yield found[0]


def date_of_the_whole_window(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield dates whose interval is all the years in which a turn is possible."""
    for found in shown.found(r"the new direction began in (\d{4}) to (\d{4}) \(90%\)"):
        if facts.answered and int(found[1]) <= facts.answered[0] + 1 and int(found[2]) >= facts.answered[-1]:
            yield found[0]


def dropped_from_the_lead(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield leads that keep silent about local production or documented transfers, instead of saying why."""
    if not (facts.tiv and facts.voting):
        return
    lead = " ".join(shown.texts["page/lead"])
    for needed in (r"locally produced|built in|local production", r"[Dd]ocumented transfer|documents alone"):
        if not re.search(needed, lead):
            yield f"{needed} is not in: {lead}"


def unexplained_jump(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield leads of an earlier day that count an older release, or none, and do not say that a newer came later."""
    if not (facts.day and facts.releases) or facts.releases[0] in facts.known_releases:
        return
    lead = " ".join(shown.texts["page/lead"])
    if facts.known_releases and facts.tiv and not re.search(r"released? .*(published|later)", lead):
        yield lead
    if not facts.known_releases and "so documented transfers are counted" not in lead:
        yield lead


KINDS: dict[str, Kind] = {
    kind.__name__: kind
    for kind in (
        called_over_a_flow,
        nothing_recorded,
        years_without_an_answer,
        asked_beside_answered,
        marked_by_no_one,
        credited_to_another,
        not_the_largest_supplier,
        more_than_had_come,
        zero_for_what_was_not_looked_at,
        turn_without_data,
        date_of_the_whole_window,
        caption_without_its_mark,
        counts_that_do_not_add_up,
        dropped_from_the_lead,
        unexplained_jump,
        amounts_of_other_years,
        years_without_a_flow,
        most_of_another_kind,
        another_word_of_likelihood,
    )
}


def false(shown: Shown) -> Iterator[str]:
    """Yield every sentence that does not hold, after the name of its kind."""
    facts = Facts(shown)
    for name, kind in KINDS.items():
        yield from (f"{name}: {what}" for what in dict.fromkeys(kind(facts, shown)))
