"""Each format from its bytes: values, lines, bounds."""

import pandas as pd
import pytest

from etl.contracts.declarations import Source, SourceFile
from etl.contracts.errors import DataError
from etl.contracts.package_tables import TABLES
from etl.contracts.source_files import FILES
from etl.readers.registry import readers
from etl.sources.csv_file import MAX_BYTES, decode, numbered_rows, read_table

WHERE = "sources/made/file.csv"
DELIVERIES = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
    "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,"
    "Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production\n"
)


def source(form: str, **options) -> tuple[Source, SourceFile]:
    file = SourceFile.model_validate({"name": "file.csv", "format": form, "sha256": "0" * 64, **options})
    made = Source.model_validate(
        {
            "id": "made",
            "kind": "register",
            "release": "2099",
            "publisher": "p",
            "title": "t",
            "published": "2099-01-01",
            "accessed": "2099-01-02",
            "licence": "l",
            "citation": "c",
            "file": [file.model_dump(by_alias=True)],
        }
    )
    return made, file


def read(form: str, text: str, **options):
    return readers()[form](text.encode(), WHERE, *source(form, **options))


def test_lines_before_the_header_of_an_export_are_counted():
    preamble = 'Transfers of arms\n"All suppliers, all recipients"\n\n'
    rows = (
        "1,France,Brazil,Gun,towed gun,Artillery,2000,No,12,No,2001,No,New,2,2,24,No\n"
        "1,France,Brazil,Gun,towed gun,Artillery,2000,No,10,Yes,2002,Yes,New,2,2,20,Yes\n"
    )
    found = read("deliveries", preamble + DELIVERIES + rows)
    assert found.index.tolist() == [5, 6]
    assert found.row_id.tolist() == ["made/1/2001", "made/1/2002"]
    assert found.tiv.tolist() == [24, 20]
    assert found.local_production.tolist() == [False, True]
    assert found.delivered_low.tolist()[0] == found.delivered_high.tolist()[0] == 12
    assert found.delivered_low.isna().tolist() == [False, True]  # an estimate is given without bounds
    assert found.delivery_year_estimated.tolist() == [False, True]
    assert set(found.release) == {"2099"}


@pytest.mark.parametrize(
    ("printed", "rounded", "expected"),
    [
        ("0", True, (0, 0.25, 0.5)),
        ("1", True, (0.5, 1, 1.5)),
        ("42", True, (41.5, 42, 42.5)),
        ("0", False, (0, 0, 0)),
        ("42.25", False, (42.25, 42.25, 42.25)),
    ],
)
def test_a_rounded_table_prints_intervals(printed, rounded, expected):
    text = f"supplier,recipient,year,tiv,tiv_local_production\nIran,Russia,2001,{printed},\n"
    row = read("totals", text, rounded=rounded).iloc[0]
    assert (row.tiv_low, row.tiv, row.tiv_high) == expected


ORDERS = (
    "supplier,recipient,designation,description,order_year,order_year_estimated,ordered,ordered_estimated,delivered,"
    "delivered_estimated,delivery_years,condition,tiv_unit,tiv_order,tiv_delivered,local_production\n"
)


@pytest.mark.parametrize(
    ("ordered", "delivered", "years", "status", "first", "last"),
    [
        ("24", "", "", "ordered", None, None),
        ("24", "0", "", "nothing delivered", None, None),
        ("24", "6", "2006", "part delivered", 2006, 2006),
        ("24", "24", "2006; 2007; 2009", "delivered", 2006, 2009),
    ],
)
def test_what_came_of_an_order(ordered, delivered, years, status, first, last):
    row = read(
        "orders", f"{ORDERS}Russia,Iran,Su-35,fighter,2022,No,{ordered},No,{delivered},No,{years},New,55,1320,,No\n"
    ).iloc[0]
    assert row.status == status
    assert [None if pd.isna(y) else y for y in (row.first_year, row.last_year)] == [first, last]


def test_a_row_over_two_lines_is_named_by_its_first():
    text = 'a,b\n1,"two\nlines"\n\n5,x\n'
    assert list(numbered_rows(text, WHERE)) == [(1, ["a", "b"]), (2, ["1", "two\nlines"]), (4, []), (5, ["5", "x"])]


def test_an_open_quote_is_named_where_it_opens():
    with pytest.raises(DataError) as caught:
        list(numbered_rows('a,b\n1,x\n2,"never closed\n3,y\n4,z\n', WHERE))
    (problem,) = caught.value.problems
    assert problem.where == f"{WHERE}:3"
    assert problem.fix == "Correct the quotes"


def test_exports_with_semicolons_and_empty_columns_at_the_end():
    text = "\ufeffmonth,reports,launched,destroyed,not_reached,of_which_shahed,reports_with_of_which,flags;,,\n2023-05,3,7,5,0,,0,;,,\n"
    row = read_table(text.encode(), WHERE, FILES["launches"]).iloc[0]
    assert (row.month, row.launched) == ("2023-05", 7)
    assert row[["of_which_shahed", "flags"]].isna().all()


def test_columns_in_another_order_and_columns_of_no_use():
    text = "note,tiv,year,recipient,supplier,tiv_local_production\nhello,3,2001,Russia,Iran,1\n"
    row = read("totals", text).iloc[0]
    assert (row.supplier, row.recipient, row.year, row.tiv, row.tiv_local_production) == ("Iran", "Russia", 2001, 3, 1)
    assert "note" not in row


def test_a_huge_file_is_refused_before_it_is_parsed():
    with pytest.raises(DataError, match="more than the limit of 64 MB"):
        decode(b"a" * (MAX_BYTES + 1), WHERE)


def test_every_format_has_a_contract_and_a_table():
    assert set(readers()) == set(FILES) & set(TABLES)
