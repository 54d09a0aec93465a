"""Separators and numbers as other languages and spreadsheets write them."""

import pytest

from etl.contracts.source_files import FILES
from etl.sources import spelling


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("1,5", "1.5"),
        ("-0,125", "-0.125"),
        ("1,250", "1250"),
        ("1.250", "1250"),
        ("1.250.000", "1250000"),
        ("1,250,001", "1250001"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("12 500", "12500"),
        ("12\u00a0500,5", "12500.5"),
        ("12’500", "12500"),
    ],
)
def test_what_a_number_means(cell, meant):
    _, fix, found = spelling.number(cell, whole=False)
    assert found == meant
    assert meant in fix


@pytest.mark.parametrize(
    "cell", ["0", "1250", "1.5", "1.25", "1.788", "2.068", "0.250", "1250.125", "1.2500", "1e3", "x,5", "1.250.5", ""]
)
def test_what_is_a_plain_number_or_none_at_all(cell):
    assert spelling.number(cell, whole=False) is None


@pytest.mark.parametrize("cell", ["1.788", "2.006", "12.125"])
def test_things_are_not_counted_in_thousandths(cell):
    assert spelling.number(cell, whole=True)[2] == cell.replace(".", "")


def test_columns_of_whole_numbers():
    columns = spelling.numbers(FILES["deliveries"])
    assert [name for name, whole in columns.items() if whole] == ["Order date", "Numbers delivered", "Delivery year"]
    assert [name for name, whole in columns.items() if not whole] == ["TIV deal unit", "TIV delivery values"]


def test_a_header_with_commas_is_no_header_with_semicolons():
    header = "supplier,recipient,year,tiv,tiv_local_production;;;;\n"
    assert spelling.separator([header], FILES["totals"].columns) is None
    line, what, _ = spelling.separator(["sep=;\n", header.replace(",", ";")], FILES["totals"].columns)
    assert (line, what) == (2, "its cells are separated by semicolons (;), not by commas")
