"""Name captions whose mark is not in the picture, and counts that do not add up."""

import re
from collections.abc import Iterator

from tests.sentences.facts import WAYS, Facts, Shown, number

_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()


def _count(text: str) -> int:
    """Return a count that sentences write in figures or as a word."""
    return _WORDS.index(text.lower()) if text.lower() in _WORDS else int(number(text))


def caption_without_its_mark(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield captions of what this picture does not show."""
    drawn = {**_of_flows(facts), **_of_tables(facts, shown)}
    for place, sentence in shown.of("/legend"):
        for caption, there in drawn.items():
            chart, _, begin = caption.partition(": ")
            if place.startswith(chart) and sentence.startswith(begin) and not there:
                yield f"{place}: {sentence}"
    if "evidence" in shown.tables:
        signs = {"●": "delivery", "×": "denied"}
        status = shown.tables["evidence"]["Status"]
        there = {"●": status.isin(["reported", "confirmed"]).any(), "×": True, "◆": True, "■": True}
        for found in shown.found("[" + "".join(signs) + "]", "evidence/legend"):
            if not there[found[0]] or status.empty:
                yield f"{found[0]} {signs[found[0]]}"


def _of_flows(facts: Facts) -> dict[str, bool]:
    x, y = (facts.flow(way) for way in WAYS)
    gross = x + y
    led, windows = gross[(gross > 0) & (x != y)], gross.rolling(5).sum()
    smaller = ((x - y).abs() < gross)[led.index]
    local = sum(
        ((facts.flow(way) - facts.flow(way, share=0.0)).sum() > 0) and facts.share(way) > 0 for way in WAYS if facts.tiv
    )
    return {
        "direction: Hatched bars": bool(local),
        "direction: Paler tiles": bool(smaller.any()),
        "direction: Shaded years": bool(gross.isna().any()),
        "balance: Triangles": bool((gross > 0).any()),
        "balance: Line": bool((windows > 0).any()),
        "balance: A gap": bool((~(gross > 0)).any() or (~(windows.iloc[4:] > 0)).any()),
    }


def _of_tables(facts: Facts, shown: Shown) -> dict[str, bool]:
    drawn = {}
    if "promised" in shown.tables:
        outcome = shown.tables["promised"]["Outcome"]
        unknown = shown.tables["promised"][["Ordered", "Came"]].isna().any(axis=1)
        drawn = {
            "promised: Outline": bool((~unknown).any()),
            "promised: Filled": bool(outcome.isin(["in full", "in part"])[~unknown].any()),
            "promised: Grey": bool(unknown.any()),
        }
    if "revisions" in shown.tables and len(shown.tables["revisions"]):
        drawn["revisions: Shaded"] = bool((shown.tables["revisions"]["Covered"] == "no").any())
    if "launches" in shown.tables and len(shown.tables["launches"]):
        counted = shown.tables["launches"]["Counted"]
        drawn |= {
            "launches: Outlined": bool(counted.str.contains("floor").any()),
            "launches: Fainter": bool(counted.str.contains("decoys").any()),
        }
    if "certainty" in shown.tables:
        table = shown.tables["certainty"]
        apart = (table.iloc[:, 1] - table.iloc[:, 2]).abs().max()
        cells = [mark for mark in shown.texts["certainty/marks"] if "new side leads now" in mark]
        drawn |= {
            "certainty: Dashed": bool(apart > 0),
            "certainty: Filled cell": any(", enough;" in mark for mark in cells),
            "certainty: It takes": bool(cells),
            "certainty: Framed": bool(cells),
        }
    return drawn | (_of_claims(facts, shown) if "evidence" in shown.tables else {})


def _of_claims(facts: Facts, shown: Shown) -> dict[str, bool]:
    table, claims = shown.tables["evidence"], facts.tables["claims"]
    chosen = claims[claims.claim_id.isin(table["Id"])]
    answers = set(" ".join(chosen.answers.dropna()).split())
    return {
        "evidence: Solid": len(table) > 0,
        "evidence: A thin line": bool(answers & {*chosen.claim_id}),
        "evidence: A line to the right": bool((chosen.end.notna() & (chosen.end != chosen.start)).any())
        or bool((chosen.precision != "day").any()),
        "evidence: Left of": bool(chosen.start.isna().any()),
    }


def counts_that_do_not_add_up(facts: Facts, shown: Shown) -> Iterator[str]:
    """Yield counts whose parts are more or fewer than the whole, or than the rows of the table."""
    yield from _claims_do_not_add_up(shown)
    yield from _promises_do_not_add_up(shown)
    said = " ".join(shown.texts.get("certainty/sentence", ()))
    for found in re.finditer(r"Of (\d+) other ways to count, (none|one|\d+) says? (so too|that it has changed)", said):
        rows = [r for r in shown.texts["certainty/variants"] if not r.startswith("Documented transfers instead")]
        calls = {"none": 0, "one": 1}.get(found[2]) if found[2] in ("none", "one") else int(found[2])
        if len(rows) != int(found[1]) or calls != sum(r.endswith("; yes") for r in rows):
            yield f"{found[0]} ({rows})"
        enough = "has changed, since" in " ".join(shown.texts["certainty/title"])
        if enough != (found[3] == "so too"):
            yield found[0]


def _claims_do_not_add_up(shown: Shown) -> Iterator[str]:
    if "evidence" not in shown.tables or shown.tables["evidence"].empty:
        return
    rows, text = len(shown.tables["evidence"]), " ".join(shown.texts["evidence/sentence"])
    title = " ".join(shown.texts["evidence/title"])
    flows = [int(n) for flow in re.findall(r" → \w+: ([^.]*)\.", text) for n in re.findall(r"(\d+) [a-z]", flow)]
    rest = re.search(r"The other (one|\d+) speaks?|None of them speaks", text)
    others = rows if rest and rest[0].startswith("None") else _count(rest[1]) if rest else 0
    if sum(flows) + others != rows:
        yield f"{rows} claims = {sum(flows)} + {others}: {text}"
    said = re.search(r"(\d[\d,]*)(?: of [\d,]+)? claims?", title)
    if said and number(said[1]) != rows:
        yield f"{rows} claims: {title}"


def _promises_do_not_add_up(shown: Shown) -> Iterator[str]:
    if "promised" not in shown.tables or shown.tables["promised"].empty:
        return
    table = shown.tables["promised"].assign(unknown=lambda d: d[["Ordered", "Came"]].isna().any(axis=1))
    for found in shown.found(
        r"([\w ]+ → [\w ]+)(?:</b>)?: (?:(\d+) of (\d+) in full(?:, (\d+) not known)?|(\d+) not known)",
        "promised/notes",
    ):
        own = table[table.iloc[:, 1] == found[1]]
        said = (int(found[2] or 0), int(found[3] or 0), int(found[4] or found[5] or 0))
        full = int(((own["Outcome"] == "in full") & ~own.unknown).sum())
        if said != (full, int((~own.unknown).sum()), int(own.unknown.sum())):
            yield found[0]
    for found in shown.found(
        r"of (\d+) orders .*?, (\w+) fell short, (?:which is|(\d+|all) of them)", "promised/sentence"
    ):
        if _count(found[2]) > int(found[1]) or (found[3] and found[3] != "all" and int(found[3]) > _count(found[2])):
            yield found[0]
