"""What a SIPRI export says of itself before its header, against the declared coverage."""

import pytest

DELIVERIES = "sources/sipri_2024/deliveries.csv"
TOML = "sources/sipri_2024/source.toml"  # covers Russia to Iran and back, from 2000 to 2023
PREAMBLE = """Transfers of major conventional arms from {supplier}  to {recipient} . Deals with deliveries made for the year range '{first}' to '{last}';
A '?' in a column indicates uncertain data. The figures go from 0 to 5.;

Source: made up for a test;
"""
ASKED = {"supplier": "All countries", "recipient": "All countries", "first": 1950, "last": 2024}


def put(workshop, **asked):
    workshop.write(DELIVERIES, PREAMBLE.format(**ASKED | asked).encode() + workshop.read(DELIVERIES))


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"first": 2000, "last": 2023},
        {"supplier": "Russia, Iran", "recipient": "Iran, Russia"},
        {"supplier": "Soviet Union, Iran", "recipient": "Iran and Russia"},
        {"supplier": "Bosnia-Herzegovina, Trinidad and Tobago, Russia, Iran"},
    ],
    ids=["all", "the same years", "the same states", "a predecessor", "a name with and"],
)
def test_an_export_that_holds_what_is_declared(workshop, asked):
    put(workshop, **asked)
    assert len(workshop.tables()["deliveries"]) == 265


@pytest.mark.parametrize(("first", "last"), [(2001, 2024), (1950, 2022)])
def test_other_years(workshop, first, last):
    put(workshop, first=first, last=last)
    (problem,) = workshop.problems()
    assert problem.where == f"{TOML}:coverage"
    said = f"deliveries.csv is declared to cover 2000 to 2023, but {DELIVERIES}:1 says {first} to {last}"
    assert problem.what == said
    assert "Correct the coverage, or export the register again" in problem.fix


def test_other_states(workshop):
    put(workshop, supplier="Russia", recipient="Iran", first=2010)
    assert [p.what for p in workshop.problems()] == [
        f"deliveries.csv is declared to cover 2000 to 2023, but {DELIVERIES}:1 says 2010 to 2024",
        f'deliveries.csv is declared to cover the supplier IRN, but {DELIVERIES}:1 says "Russia"',
        f'deliveries.csv is declared to cover the recipient RUS, but {DELIVERIES}:1 says "Iran"',
    ]


def test_every_partner_is_more_than_one(workshop):
    workshop.write(TOML, workshop.read(TOML).replace(b'supplier = "RUS"', b'supplier = "*"'))
    put(workshop, supplier="Russia, Iran")
    (problem,) = workshop.problems()
    assert "is declared to cover every supplier, but" in problem.what


def test_a_state_that_nobody_knows(workshop):
    put(workshop, supplier="Rusia, Iran")
    (problem,) = workshop.problems()
    assert problem.where == f"{DELIVERIES}:1"
    assert problem.what == '"Rusia", the supplier that the export is limited to, is not in countries.csv'


def test_lines_that_say_nothing_of_it_are_passed_over(workshop):
    workshop.write(DELIVERIES, b"A note from me to you.\n\n" + workshop.read(DELIVERIES))
    assert len(workshop.tables()["deliveries"]) == 265


def test_a_preamble_is_checked_beside_a_bad_row(workshop):
    workshop.set(DELIVERIES, 9, Recipient="Persien")
    put(workshop, last=2020)
    assert [p.where for p in workshop.problems()] == [f"{TOML}:coverage", f"{DELIVERIES}:13:recipient"]
