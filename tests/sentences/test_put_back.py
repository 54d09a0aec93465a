"""False sentences of every kind, put back one at a time: each is caught, and none is found without it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from icu4py.messageformat import MessageFormat

from dashboard.charts.base import charts
from dashboard.charts.launches import months
from dashboard.charts.revisions import chart as revisions
from dashboard.data import flows
from dashboard.data.view import View
from dashboard.text import catalogue, findings, how_sure, sentence
from dashboard.text.forms.arguments import Argument, Year, yes
from etl.analysis import series
from tests.sentences import kinds, views


@dataclass(frozen=True)
class Falsehood:
    """A false sentence: its kind, where it is said, and the messages or the functions that say it."""

    kind: str
    package: str
    query: str
    chart: str = "direction"
    messages: Mapping[str, str] = field(default_factory=dict)
    functions: tuple[tuple[Any, str, Any], ...] = ()


def _asked(view: View, _way: str = "") -> dict[str, Argument]:
    return {"first": Year(view.selection.from_year), "last": Year(view.selection.to_year), "single": yes(False)}


def _zeros(*asked: Any) -> Any:
    frame = _TIV(*asked)
    return frame.assign(covered=True, **{name: frame[name].fillna(0.0) for name in ("low", "central", "high")})


def _one_partner(*asked: Any) -> Any:
    frame = _TRADE(*asked)
    return frame.assign(covered=True, **{name: frame[name].fillna(20.0) for name in ("low", "central", "high")})


def _turned_about(amounts: Any) -> Any:
    return _IN_RELEASES(dict(zip(amounts, reversed(list(amounts.values())), strict=True)))


_TIV, _IN_RELEASES, _TRADE = flows._tiv_flow, revisions._in_releases, series.trade
_SPLIT = "Shares of {register}’s volume: the split by local production is known for this pair only."
BACK = {
    "a flow called in doubt": Falsehood(
        "called_over_a_flow",
        "shipped",
        "local=0",
        messages={"findings.not-called-now": "It cannot be called whether arms flow to {leader}."},
    ),
    "a headline of nothing recorded": Falsehood(
        "nothing_recorded",
        "shipped",
        "release=2026&from=2012&to=2014&local=0",
        messages={"findings.nothing-counted": "Nothing is recorded between {a} and {b} from {first} to {last}."},
    ),
    "a year of nothing recorded": Falsehood(
        "nothing_recorded", "shipped", "local=0", messages={"findings.leader-local-left-out": "nothing recorded"}
    ),
    "a strip of nothing recorded": Falsehood(
        "nothing_recorded",
        "shipped",
        "local=0",
        messages={"direction.strip": "Who supplied more, year by year (grey: nothing recorded)"},
    ),
    "a gap of nothing recorded": Falsehood(
        "nothing_recorded",
        "shipped",
        "local=0",
        "balance",
        {"balance.legend-gap": "A gap: nothing recorded or not covered."},
    ),
    "the years asked for": Falsehood(
        "years_without_an_answer", "gaps", "to=2008", functions=((findings, "_led_span", _asked),)
    ),
    "years without a flow": Falsehood(
        "years_without_a_flow", "shipped", "from=1950&to=1990", functions=((findings, "_led_span", _asked),)
    ),
    "the years asked for beside a number": Falsehood(
        "asked_beside_answered",
        "gaps",
        "to=2008",
        messages={"selection.shown": "{pair}, {release} release, {first}–{last}"},
    ),
    "the same years of events": Falsehood(
        "asked_beside_answered",
        "shipped",
        "from=1975",
        messages={
            "findings.by-events-from": "They hold {n, plural, one {# transfer} other {# transfers}}; before any is read the chance is {prior}."
        },
    ),
    "marks of a register without any": Falsehood(
        "marked_by_no_one",
        "no split",
        "",
        messages={
            "findings.local-not-known": "It holds without the deliveries that {register} marks as locally produced."
        },
    ),
    "a split of a register without any": Falsehood(
        "marked_by_no_one", "no split", "", "dependence", {"dependence.volume": _SPLIT}
    ),
    "two registers under one name": Falsehood(
        "credited_to_another",
        "no split",
        "",
        "revisions",
        {"revisions.title-registers": "For {years} Bureau counted 80, then 160 million TIV from {way}."},
    ),
    "a matrix under one name": Falsehood(
        "credited_to_another",
        "no split",
        "",
        "certainty",
        {"certainty.heading-matrix": "Bureau volume, from {year} on"},
    ),
    "a foot that names one register for all": Falsehood(
        "credited_to_another",
        "no split",
        "",
        messages={"page.rests-on": "SIPRI Arms Transfers Database, and {n} documented claims."},
    ),
    "a value of another release": Falsehood(
        "credited_to_another", "shipped", "", "revisions", functions=((revisions, "_in_releases", _turned_about),)
    ),
    "a supplier of another decade": Falsehood(
        "not_the_largest_supplier",
        "shipped",
        "",
        "dependence",
        {"dependence.from": "{recipient} from Ukraine"},
    ),
    "a supplier of nothing": Falsehood(
        "not_the_largest_supplier",
        "shipped",
        "",
        "dependence",
        {"dependence.legend-dotted": "Dotted: the largest other supplier of 2016–2025, Iran from China."},
    ),
    "a month of one's own drones": Falsehood(
        "more_than_had_come",
        "shipped",
        "",
        "launches",
        functions=((months.production, "production_start", lambda view: ("2023-08", ())),),
    ),
    "a zero of years without data": Falsehood(
        "zero_for_what_was_not_looked_at", "gaps", "from=2006&to=2012", functions=((flows, "_tiv_flow", _zeros),)
    ),
    "imports from one partner alone": Falsehood(
        "zero_for_what_was_not_looked_at",
        "one partner",
        "dyad=FRA-BRA",
        "dependence",
        functions=((series, "trade", _one_partner),),
    ),
    "a total of zero": Falsehood(
        "zero_for_what_was_not_looked_at",
        "no split",
        "",
        "dependence",
        {"dependence.totals": "In those years Brazil imported 0 million TIV: a large share of little is little."},
    ),
    "a turn beside years without data": Falsehood(
        "turn_without_data", "gaps", "", messages={"findings.since": "Since {year} arms have flowed from {way}."}
    ),
    "an interval over years without data": Falsehood(
        "turn_without_data",
        "gaps",
        "",
        "certainty",
        {"certainty.began": "If it turned once, the new direction began in {first} to {last} (90%)."},
    ),
    "an interval of the whole window": Falsehood(
        "date_of_the_whole_window",
        "shipped",
        "from=2010&to=2012",
        "certainty",
        {"certainty.began-any-year": "If it turned once, the new direction began in {first} to {last} (90%)."},
        ((findings, "EVEN", 0.0),),
    ),
    "a caption of a gap": Falsehood(
        "caption_without_its_mark",
        "one partner",
        "dyad=FRA-BRA",
        "balance",
        {"balance.legend-line": "A gap: not covered, or nothing that counts."},
    ),
    "a caption of years not covered": Falsehood(
        "caption_without_its_mark",
        "shipped",
        "",
        messages={"direction.legend-band": "Shaded years: not covered by this source."},
    ),
    "claims that do not add up": Falsehood(
        "counts_that_do_not_add_up", "shipped", "", "evidence", {"timeline.rest": "The other 30 speak of use."}
    ),
    "promises that do not add up": Falsehood(
        "counts_that_do_not_add_up", "shipped", "", "promised", {"promised.heading": "{way_arrow}: 5 of 9 in full"}
    ),
    "variants that do not add up": Falsehood(
        "counts_that_do_not_add_up",
        "shipped",
        "",
        "certainty",
        {"certainty.variants": "Of {total} other ways to count, 15 say so too."},
    ),
    "a lead without events": Falsehood(
        "dropped_from_the_lead", "shipped", "", functions=((how_sure, "_by_events", lambda view: ()),)
    ),
    "a lead without local production": Falsehood(
        "dropped_from_the_lead", "shipped", "", functions=((how_sure, "_hinge", lambda view: ()),)
    ),
    "an amount of another year": Falsehood(
        "amounts_of_other_years",
        "shipped",
        "",
        messages={
            "findings.how-much": "Mostly drones: {low} to {high} million TIV a year since 2022, against up to 413 when Russia armed Iran."
        },
    ),
    "the most of another year": Falsehood(
        "amounts_of_other_years",
        "shipped",
        "local=0",
        messages={
            "findings.most-in-a-year": "At most {more} million TIV went from {more_way} in a year ({more_year}), and {less} from {less_way} (2022)."
        },
    ),
    "drones for missiles": Falsehood(
        "most_of_another_kind",
        "shipped",
        "",
        messages={
            "findings.how-much": "Mostly missiles: {low} to {high} {unit} a year since {year}, against up to {most} when {supplier_inside} armed {recipient_inside}."
        },
    ),
    "certain where it is likely": Falsehood(
        "another_word_of_likelihood",
        "shipped",
        "",
        messages={"findings.chance": "It is virtually certain that the lead has changed: {chance}."},
    ),
    "an older release unexplained": Falsehood(
        "unexplained_jump",
        "shipped",
        "known_on=2025-06-01",
        functions=((how_sure, "counted_instead", lambda view: ()),),
    ),
}


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """The packages by name."""
    return {name: views.build(name, tmp_path_factory.mktemp(name.replace(" ", "-"))) for name in views.PACKAGES}


def _put_back(monkeypatch: pytest.MonkeyPatch, said: Falsehood) -> None:
    def message(id: str, language: str = catalogue.LANGUAGE) -> MessageFormat:
        return MessageFormat(said.messages.get(id) or catalogue.patterns(language)[id], catalogue.locale(language))

    assert {*said.messages} <= {*catalogue.patterns()}
    monkeypatch.setattr(sentence, "message", message)
    for module, name, function in said.functions:
        monkeypatch.setattr(module, name, function)


@pytest.mark.parametrize("what", BACK)
def test_a_false_sentence_is_caught(packages, monkeypatch, what):
    said = BACK[what]
    package, chart = packages[said.package], charts()[said.chart]
    dyad = "" if said.package == "shipped" or "dyad=" in said.query else "dyad=FRA-BRA&"

    def found() -> list[str]:
        fresh = replace(package)  # nothing computed before is kept
        return [*kinds.false(views.collect(views.view_of(fresh, dyad + said.query), [chart]))]

    assert found() == []
    _put_back(monkeypatch, said)
    assert said.kind in {each.partition(":")[0] for each in found()}


def test_each_kind_is_put_back():
    assert {said.kind for said in BACK.values()} == {*kinds.KINDS}
    assert len(BACK) >= 20
