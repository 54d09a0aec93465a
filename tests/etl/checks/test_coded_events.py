"""What `events.csv` and `unit_values.csv` say must hold of the rows that they name."""

import pandas as pd
import pytest

from etl.checks.coded_events import check

EVENTS = pd.DataFrame(
    {"event_id": ["whole", "part"], "label": ["A", "B"], "part_of": [None, "whole"], "total_of": [None, None]}
)
VALUES = pd.DataFrame(
    {
        "designation": ["Su-24"],
        "register_designation": ["Su-24"],
        "tiv_unit": [35.0],
        "release": ["2025"],
        "row": ["sipri/order-1"],
    }
)
ORDERS = pd.DataFrame({"row_id": ["sipri/order-1"], "release": ["2025"], "designation": ["Su-24"], "tiv_unit": [35.0]})


def problems(events=EVENTS, values=VALUES, claims=("c1",)):
    tables = {
        "events": events,
        "unit_values": values,
        "claims": pd.DataFrame({"claim_id": claims}),
        "orders": ORDERS,
        "deliveries": ORDERS.iloc[:0],
    }
    return [f"{p.where}: {p.what}" for p in check(tables).problems]


def test_what_is_coded_well_passes():
    assert problems() == []


@pytest.mark.parametrize(
    ("cell", "value", "found"),
    [
        ("part_of", "none", 'events.csv:whole:part_of: "none" is no event of this file'),
        ("part_of", "whole", "events.csv:whole:part_of: names itself"),
        ("part_of", "part", 'events.csv:whole:part_of: "part" is itself part of a package'),
        ("total_of", "part none", 'events.csv:whole:total_of: "none" is no event of this file'),
        ("contract", "c2", 'events.csv:whole:contract: "c2" is no claim of this package'),
    ],
)
def test_a_row_that_is_named_and_not_there_is_told(cell, value, found):
    events = EVENTS.reindex(columns=[*EVENTS.columns, "contract"]).astype(object)
    events.loc[0, cell] = value
    assert found in problems(events)


def test_a_span_runs_forwards():
    events = EVENTS.assign(start=["2022-05-01", None], end=["2022-04-01", None])
    assert problems(events) == ["events.csv:whole:start: 2022-05-01 is after 2022-04-01"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"row": "sipri/order-2"}, 'unit_values.csv:Su-24:row: "sipri/order-2" is no row of a register here'),
        ({"release": "2026"}, "unit_values.csv:Su-24:release: is 2026, but sipri/order-1 has 2025"),
        ({"tiv_unit": 3.5}, "unit_values.csv:Su-24:tiv_unit: is 3.5, but sipri/order-1 has 35.0"),
    ],
)
def test_a_unit_value_is_that_of_the_register_s_row(change, found):
    assert problems(values=VALUES.assign(**change)) == [found]
