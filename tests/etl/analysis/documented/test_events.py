"""Which claims make an event, over which days, and how likely it is true."""

import pandas as pd
import pytest

from etl.analysis.documented import series as documented
from etl.analysis.documented.events import find_events, probability
from etl.analysis.series import Pair

RUS_IRN = Pair("RUS", "IRN")


def with_claims(made, *changes: dict) -> dict[str, pd.DataFrame]:
    """`made` with no claims but copies of a counted one of 2010, each with some cells changed."""
    claims = made["claims"]
    (model,) = claims[claims.claim_id == "d1-first-shipment"].to_dict("records")
    base = model | {"event_id": "made-up", "start": "2010-06-01", "end": "2010-06-30", "answers": None}
    rows = [base | {"claim_id": f"made-up-{n}"} | change for n, change in enumerate(changes)]
    return {**made, "claims": pd.DataFrame(rows).astype(claims.dtypes)}


def coded(tables, **of_event: str) -> dict[str, pd.DataFrame]:
    """`tables` with what a coder says of the event `made-up`, and of a package `whole`."""
    rows = [{"event_id": "made-up", "label": "Made up"} | of_event, {"event_id": "whole", "label": "The whole"}]
    return {**tables, "events": pd.DataFrame(rows).reindex(columns=tables["events"].columns)}


def found(tables, credibility=3, origins=1):
    return find_events(tables, RUS_IRN, credibility, origins)


def presence(tables, credibility=3, years=range(2008, 2014)):
    return documented.yearly(found(tables, credibility), "documented", years)


@pytest.mark.parametrize(
    ("grade", "expected"),
    [
        ("A1", 0.95),
        ("D1", 0.95),
        ("B2", 0.75),
        ("E2", 0.75),
        ("C3", 0.5),
        ("B4", 0.25),
        ("A5", 0.05),
        ("A6", 0.95),
        ("B6", 0.75),
        ("C6", 0.5),
        ("D6", 0.25),
        ("E6", 0.05),
        ("F6", 0.5),
    ],
)
def test_probability_of_a_grade(grade, expected):
    """Credibility alone, clipped to 0.05-0.95; reliability only where credibility cannot be judged. Never a product."""
    assert probability(grade[0], int(grade[1])) == expected


def test_claims_of_one_event_share_the_best_probability_and_never_add_up(made):
    told = [{"credibility": 3, "origin": "a"}, {"credibility": 3, "origin": "b"}, {"credibility": 2, "origin": "c"}]
    (event,) = found(with_claims(made, *told), 6)
    assert event.p_true == 0.75  # noisy-or would give 1 − 0.5 · 0.5 · 0.25 = 0.9375
    assert event.claims == ("made-up-0", "made-up-1", "made-up-2")


def test_a_denial_takes_nothing_away(made):
    denial = {"stance": "denies", "status": "denied", "answers": "made-up-0", "origin": "iran", "credibility": 5}
    alone, denied = (found(with_claims(made, *rows), 6) for rows in ([{}], [{}, denial]))
    assert alone == denied


def test_least_number_of_origins(made):
    others = ({"origin": "b", "event_id": "other"}, {"origin": "c", "event_id": "other"})
    tables = with_claims(made, {"origin": "a"}, {"origin": "a"}, *others)
    assert [e.id for e in found(tables)] == ["made-up", "other"]
    assert [e.id for e in found(tables, origins=2)] == ["other"]


@pytest.mark.parametrize("credibility", range(1, 7))
def test_the_credibility_filter_keeps_that_grade_or_better(made, credibility):
    tables = with_claims(made, {"credibility": credibility})
    assert [len(found(tables, least)) for least in range(1, 7)] == [int(credibility <= least) for least in range(1, 7)]


@pytest.mark.parametrize(
    "change",
    [
        {"start": None, "end": None, "precision": "undated"},
        {"precision": "until"},
        {"stance": "denies", "status": "denied"},
        {"stance": "qualifies"},
        {"stance": "context"},
        {"category": "training", "status": "training"},
        {"category": "technology", "status": "technology"},
        {"category": "drones", "status": "training"},
        {"category": "drones", "status": "technology"},
        {"category": "drones", "status": "use"},
        {"category": "drones", "status": "production"},
        {"category": "drones", "status": "localised"},
        {"category": "drones", "status": "prospective"},
        {"category": "drones", "status": "sample"},
        {"category": "drones", "status": "not_delivered"},
        {"category": "drones", "status": "cancelled"},
        {"category": "drones", "status": "discussed"},
        {"category": "drones", "status": "ordered"},
        {"category": "money", "status": "payment"},
        {"category": "law", "status": "policy"},
        {"category": "technology", "status": "reported"},
        {"category": "training", "status": "confirmed"},
        {"credibility": 4},
    ],
    ids=lambda c: " ".join(f"{k}={v}" for k, v in c.items()),
)
def test_what_never_counts(made, change):
    assert found(with_claims(made, change)) == ()
    assert len(found(with_claims(made, {}))) == 1  # the same claim without the change does


def test_the_span_is_that_of_the_best_graded_claims(made):
    best = ({"credibility": 2, "start": "2010-03-04", "end": "2010-03-09"}, {"credibility": 2, "end": "2010-07-01"})
    (event,) = found(with_claims(made, *best, {"credibility": 3, "start": "2009-01-01", "end": "2012-01-01"}))
    assert (event.first_day, event.last_day) == ("2010-03-04", "2010-07-01")


def test_a_day_on_which_somebody_spoke_is_no_start(made):
    spoken = {"precision": "until", "start": "2010-01-01", "end": "2010-01-01", "credibility": 1, "origin": "other"}
    (event,) = found(with_claims(made, {"credibility": 2}, spoken))
    assert (event.first_day, event.p_true) == ("2010-06-01", 0.95)


def test_an_open_span_ends_with_its_first_year_or_as_coded_by_hand(made):
    tables = with_claims(made, {"end": None})
    assert found(tables)[0].last_day == "2010-12-31"
    assert found(coded(tables, end="2012-03-01"))[0].last_day == "2012-03-01"


def test_a_span_coded_by_hand_dates_what_was_only_spoken_of(made):
    spoken = with_claims(made, {"precision": "until"})
    assert found(spoken) == ()
    (event,) = found(coded(spoken, start="2010-02-01", end="2010-04-30"))
    assert (event.first_day, event.last_day) == ("2010-02-01", "2010-04-30")
    (event,) = found(coded(spoken, start="2010-02-01"))
    assert (event.first_day, event.last_day) == ("2010-02-01", "2010-06-30")  # the day somebody spoke is the end


def test_a_package_counts_and_its_parts_do_not(made):
    part = {
        "quantity_central": 3,
        "quantity_low": None,
        "quantity_high": None,
        "designation": "Su-24",
        "quantity_unit": "jets",
    }
    package = {
        "event_id": "whole",
        "start": "2010-01-01",
        "end": "2011-12-31",
        "quantity_low": None,
        "quantity_high": None,
    }
    tables = coded(with_claims(made, part, package), part_of="whole")
    (event,) = found(tables)
    assert event.id == "whole"
    assert event.numbers.number.central == 3
    (alone,) = found(coded(with_claims(made, part), part_of="whole"))
    assert alone.id == "made-up"  # of a package that no claim reports


def test_a_fulfilled_contract_gives_the_number_that_no_delivery_tells(made):
    none = {"quantity_low": None, "quantity_central": None, "quantity_high": None, "designation": "Tor-M1"}
    contract = none | {"status": "ordered", "quantity_central": 29, "quantity_unit": "systems"}
    tables = with_claims(made, none, contract)
    assert found(tables)[0].numbers.number is None
    assert found(coded(tables, contract="made-up-1"))[0].numbers.number.central == 29


def test_an_event_shares_its_vote_over_its_days(made):
    frame = presence(with_claims(made, {"start": "2010-12-15", "end": "2011-01-14"}))["b_to_a"]
    assert frame.central[[2010, 2011]].tolist() == pytest.approx([17 / 31, 14 / 31], abs=1e-6)
    assert frame.basis[2010] == frame.basis[2011] == "made-up-0"
    assert frame.covered.tolist() == [False, False, True, True, False, False]
    assert frame.central[[2008, 2009, 2012, 2013]].isna().all()


def test_a_year_with_an_event_covers_both_directions(made):
    flows = presence(with_claims(made, {}))
    assert flows["a_to_b"].central[2010] == 0
    assert flows["b_to_a"].central[2010] == 1


def test_soviet_supplies_count_as_russian(made):
    (event,) = found(with_claims(made, {"supplier": "SUN", "recipient": "IRN"}))
    assert event.direction == "a_to_b"
