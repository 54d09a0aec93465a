"""Rows are records: a misspelt field is found by the type checker, and each row is parsed once."""

import dataclasses

import pandas as pd
import pytest
from mypy import api

from dashboard.data.read_records import records
from dashboard.data.records import Claim, Delivery, Document, Event, Order, PairClaim, Total

FIELDS = [
    ("Claim", "claimant"),
    ("Document", "title"),
    ("Order", "ordered"),
    ("Event", "label"),
    ("PairClaim", "origin"),
]


@pytest.mark.slow
def test_a_misspelt_field_fails_the_type_checker(tmp_path):
    lines = ["from dashboard.data.records import Claim, Document, Event, Order, PairClaim", ""]
    for kind, field in FIELDS:
        lines += [f"def right_{kind}(row: {kind}) -> object:", f"    return row.{field}", ""]
        lines += [f"def wrong_{kind}(row: {kind}) -> object:", f"    return row.{field[:-1]}", ""]
    file = tmp_path / "rows.py"
    file.write_text("\n".join(lines), encoding="utf-8")
    said, _, code = api.run(["--config-file", "pyproject.toml", "--no-incremental", str(file)])
    assert code == 1
    found = [line for line in said.splitlines() if "rows.py" in line and "error" in line]
    assert len(found) == len(FIELDS), said
    for kind, field in FIELDS:
        assert any(f'"{kind}" has no attribute "{field[:-1]}"' in line for line in found)


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (Claim, "claims"),
        (Document, "documents"),
        (Order, "orders"),
        (Event, "events"),
        (Delivery, "deliveries"),
        (Total, "totals"),
    ],
)
def test_every_row_is_a_record_and_nothing_missing_is_a_number(package, kind, table):
    rows = records(kind, package.tables[table])
    assert len(rows) == len(package.tables[table])
    for row in rows:
        for value in dataclasses.astuple(row):
            assert value is None or isinstance(value, str | int | float | bool | tuple)
            assert value == value  # not-a-number is never equal to itself


def test_records_cannot_be_changed(package):
    with pytest.raises(dataclasses.FrozenInstanceError):
        package.claims()[0].status = "confirmed"


def test_claims_are_parsed_once(package):
    assert package.claims() is package.claims()
    assert package.evidence[package.claims()[0].claim_id] is package.claims()[0]


def test_a_missing_column_is_named():
    with pytest.raises(KeyError, match="label"):
        records(Event, pd.DataFrame({"event_id": ["a"]}))


def test_the_number_of_a_claim_is_its_central_one_or_else_a_bound(package):
    claims = {c.claim_id: c for c in package.claims()}
    central = next(c for c in claims.values() if c.quantity_central is not None)
    low = next(c for c in claims.values() if c.quantity_central is None and c.quantity_low is not None)
    none = next(c for c in claims.values() if c.quantity_low is c.quantity_central is c.quantity_high is None)
    assert (central.number, low.number, none.number) == (central.quantity_central, low.quantity_low, None)
    assert none.quantity is None


def test_a_claim_on_a_pair_has_all_that_a_claim_has():
    assert {f.name for f in dataclasses.fields(Claim)} < {f.name for f in dataclasses.fields(PairClaim)}
