"""Bad input stops the build: every offender with its file, line, column, and what to do about it."""

import csv
import hashlib
import io

import pytest

CLAIMS = "sources/reports/claims.csv"
SEEDS = "sources/documents/claims.csv"
DOCUMENTS = "sources/reports/documents.csv"
DELIVERIES = "sources/sipri_2025/deliveries.csv"
TOTALS = "sources/sipri_2026/totals.csv"
ORDERS = "sources/sipri_2025/orders.csv"
LAUNCHES = "sources/launches/launches.csv"
TOML = "sources/sipri_2024/source.toml"


def refused(workshop, where: str, what: str, fix: str) -> None:
    """The build stops with exactly this one problem; `what` and `fix` are parts of its words."""
    (problem,) = workshop.problems()
    assert problem.where == where
    assert what in problem.what
    assert fix in problem.fix
    assert str(problem) == f"{problem.where}: {problem.what}. {problem.fix}."


# ---- one bad cell ----

CELLS = [
    # text in a number
    (CLAIMS, 5, "quantity_low", "many", '"many" is not a number', "Write a plain number"),
    (CLAIMS, 5, "quantity_low", "1,500", '"1,500" can mean 1500 or 1.5', "Write 1500, or 1.5 if that is meant"),
    (CLAIMS, 5, "credibility", "good", '"good" is not a whole number', "Write a plain whole number"),
    (SEEDS, 5, "locator", "first", '"first" is not a whole number', "Write a plain whole number"),
    (DELIVERIES, 9, "Numbers delivered", "(six)", '"(six)" is not a number', "Write a plain number"),
    (DELIVERIES, 9, "Delivery year", "2006?", '"2006?" is not a whole number', "Write a plain whole number"),
    (TOTALS, 9, "tiv", "12.5 m", '"12.5 m" is not a number', "Write a plain number"),
    (TOTALS, 9, "tiv", "inf", "is infinite", "Write a plain number"),
    (LAUNCHES, 9, "launched", "ca. 300", '"ca. 300" is not a number', "Write a plain number"),
    (ORDERS, 9, "ordered", "?", '"?" is not a number', "Write a plain number"),
    (ORDERS, 9, "delivery_years", "2003-2005", "is not a list of years", "Write 1993; 1994"),
    # numbers as other languages and spreadsheets write them
    (TOTALS, 9, "tiv", "14,56", '"14,56" has a decimal comma', "Write 14.56"),
    (TOTALS, 9, "tiv", "0,250", '"0,250" has a decimal comma', "Write 0.250"),
    (TOTALS, 9, "tiv", "1.250", '"1.250" can mean 1250 or 1.25', "Write 1250, or 1.25 if that is meant"),
    (TOTALS, 9, "tiv", "1.234,50", '"1.234,50" has a point for thousands', "Write 1234.50"),
    (TOTALS, 9, "tiv", "1,234.5", '"1,234.5" has a comma for thousands', "Write 1234.5"),
    (TOTALS, 9, "tiv", "1 250", '"1 250" has a space for thousands', "Write 1250"),
    (TOTALS, 9, "tiv", "12'250'125", "has an apostrophe for thousands", "Write 12250125"),
    (DELIVERIES, 9, "Numbers delivered", "1.255", '"1.255" has a point for thousands', "Write 1255"),
    (DELIVERIES, 9, "Delivery year", "2,006", '"2,006" has a comma for thousands', "Write 2006"),
    (DELIVERIES, 9, "TIV delivery values", "3,25", '"3,25" has a decimal comma', "Write 3.25"),
    (ORDERS, 9, "ordered", "1.200", '"1.200" has a point for thousands', "Write 1200"),
    (LAUNCHES, 9, "launched", "1,020", '"1,020" has a comma for thousands', "Write 1020"),
    # negative
    (CLAIMS, 5, "quantity_low", "-5", '"-5" is negative', "supplier and recipient give the direction"),
    (DELIVERIES, 9, "TIV delivery values", "-3", '"-3" is negative', "Amounts are zero or more"),
    (TOTALS, 9, "tiv", "-1", '"-1" is negative', "Amounts are zero or more"),
    (LAUNCHES, 9, "launched", "-1", '"-1" is negative', "Amounts are zero or more"),
    # dates
    (CLAIMS, 3, "end", "1989-13-21", "is a date that does not exist", "Correct the date"),
    (CLAIMS, 3, "end", "1989-06-31", "is a date that does not exist", "Correct the date"),
    (CLAIMS, 3, "reported_on", "2023-02-29", "is a date that does not exist", "Correct the date"),
    (CLAIMS, 3, "reported_on", "21 June 1989", "is not a date of the form YYYY-MM-DD", "Write the full date"),
    (DOCUMENTS, 3, "accessed", "2026-11", "is not a date of the form YYYY-MM-DD", "Write the full date"),
    (LAUNCHES, 9, "month", "2023-13", "is not a month YYYY-MM", "Write 2023-05"),
    (TOTALS, 9, "year", "3001", "is not a year between 1900 and 2100", "Write four digits"),
    # words of the code book
    (CLAIMS, 5, "category", "rockets", '"rockets" is not one of aircraft,', "Use one of these words"),
    (CLAIMS, 5, "status", "delivered", '"delivered" is not one of discussed,', "Use one of these words"),
    (CLAIMS, 5, "stance", "admits", '"admits" is not one of asserts,', "Use one of these words"),
    (CLAIMS, 3, "precision", "decade", '"decade" is not one of day,', "Use one of these words"),
    (CLAIMS, 5, "reliability", "G", '"G" is not one of A,', "Use one of these words"),
    (CLAIMS, 5, "credibility", "7", "is not a credibility from 1 to 6", "See the code book"),
    (CLAIMS, 5, "claim_id", "R/MiG 29", "is not a slug", "Use a-z, 0-9 and -"),
    (SEEDS, 5, "anchor", "one two three four five six seven", "has more than six words", "Shorten the anchor"),
    (DOCUMENTS, 3, "kind", "blog", '"blog" is not one of news,', "Use one of these words"),
    (DOCUMENTS, 3, "url", "www.example.org/x", "is not an http(s) address", "Give the full address"),
    (DELIVERIES, 9, "Local production", "maybe", '"maybe" is not one of Yes, No', "Use one of these words"),
    (
        DELIVERIES,
        9,
        "Armament category",
        "Teapots",
        '"Teapots" is not a known category',
        "Add it to etl/sources/names.py",
    ),
    (DELIVERIES, 9, "SIPRI AT Database ID", "64 462", '"64 462" contains a space', "Ids are one word"),
    # empty where something must stand
    (CLAIMS, 5, "claimant", "", "the cell is empty", "This column needs a value in every row"),
    (CLAIMS, 5, "credibility", "", "the cell is empty", "This column needs a value in every row"),
    (TOTALS, 9, "tiv", "", "the cell is empty", "This column needs a value in every row"),
    # links
    (
        CLAIMS,
        5,
        "document_id",
        "the-times",
        '"the-times" is not in any documents.csv',
        "Add the document, or correct the id",
    ),
]


@pytest.mark.parametrize(
    ("file", "line", "column", "value", "what", "fix"), CELLS, ids=lambda v: str(v).rsplit("/", 1)[-1][:24]
)
def test_one_bad_cell(workshop, file, line, column, value, what, fix):
    workshop.set(file, line, **{column.replace(" ", "__"): value})
    refused(workshop, f"{file}:{line}:{column}", what, fix)


@pytest.mark.parametrize(
    ("file", "column", "named"),
    [
        (CLAIMS, "supplier", "supplier"),
        (CLAIMS, "claimant_country", "claimant_country"),
        (TOTALS, "recipient", "recipient"),
        (DELIVERIES, "Supplier", "supplier"),
        (ORDERS, "supplier", "supplier"),
    ],
)
def test_an_unknown_country(workshop, file, column, named):
    workshop.set(file, 7, **{column: "Rusia"})
    refused(workshop, f"{file}:7:{named}", '"Rusia" is not in countries.csv', "as a name or an alias")


# ---- one bad row ----


def test_low_above_high(workshop):
    workshop.set(CLAIMS, 5, quantity_low="30", quantity_central="", quantity_high="20")
    refused(workshop, f"{CLAIMS}:5", "quantity_low is above quantity_high", "Swap or correct the two numbers")


@pytest.mark.parametrize(
    ("low", "central", "high", "what"),
    [
        ("30", "20", "", "quantity_low is above quantity_central"),
        ("", "30", "20", "quantity_central is above quantity_high"),
    ],
)
def test_a_central_number_outside_its_bounds(workshop, low, central, high, what):
    workshop.set(CLAIMS, 5, quantity_low=low, quantity_central=central, quantity_high=high)
    refused(workshop, f"{CLAIMS}:5", what, "The central number lies between low and high")


def test_start_after_end(workshop):
    workshop.set(CLAIMS, 3, start="1989-06-22", end="1989-06-21")
    refused(workshop, f"{CLAIMS}:3", "start is after end", "Swap or correct the two dates")


def test_a_day_for_an_undated_claim(workshop):
    workshop.set(CLAIMS, 3, precision="undated")
    refused(
        workshop, f"{CLAIMS}:3", "an undated claim has a start", "Leave start empty if and only if precision is undated"
    )


def test_a_claim_without_status(workshop):
    workshop.set(CLAIMS, 3, status="")
    refused(workshop, f"{CLAIMS}:3", "status is empty", "Only a claim with the stance context may have no status")


def test_a_denial_without_answers(workshop):
    line = workshop.line(CLAIMS, "r-peskov-denies-shipment")
    workshop.set(CLAIMS, line, answers="")
    refused(workshop, f"{CLAIMS}:{line}", "answers is empty", "names the claim it answers")


def test_a_denial_of_a_claim_that_does_not_exist(workshop):
    line = workshop.line(CLAIMS, "r-jalali-s400-not-requested")
    workshop.set(CLAIMS, line, answers="r-zohrevand-s400 r-nobody-said-so")
    refused(
        workshop,
        f"{CLAIMS}:{line}:answers",
        'answers "r-nobody-said-so", a claim that does not exist',
        "Correct the id, or add the claim",
    )


def test_a_claim_that_answers_itself(workshop):
    line = workshop.line(CLAIMS, "r-jalali-s400-not-requested")
    workshop.set(CLAIMS, line, answers="r-jalali-s400-not-requested")
    refused(workshop, f"{CLAIMS}:{line}:answers", "answers itself", "Name the claim it answers")


@pytest.mark.parametrize(("file", "key"), [(CLAIMS, "claim_id"), (DOCUMENTS, "document_id")])
def test_a_duplicate_id(workshop, file, key):
    rows = workshop.rows(file)
    workshop.put(file, [*rows, rows[4]])
    refused(
        workshop, f"{file}:{len(rows) + 1}:{key}", f'"{rows[4][0]}" occurs twice', "ids are unique across all sources"
    )


def test_a_claim_id_of_another_source(workshop):
    rows = workshop.rows(CLAIMS)
    workshop.put(CLAIMS, [*rows, ["d1-first-shipment", *rows[4][1:]]])
    refused(workshop, f"{CLAIMS}:{len(rows) + 1}:claim_id", '"d1-first-shipment" occurs twice', "Remove one")


def test_a_yearly_total_given_twice_would_count_twice(workshop):
    rows = workshop.rows(TOTALS)
    supplier, recipient, year, *_ = rows[8]
    workshop.put(TOTALS, [*rows, [supplier, recipient, year, "1", ""]])
    what = f"occurs twice, first in {TOTALS}:9"
    refused(workshop, f"{TOTALS}:{len(rows) + 1}:year", what, "Remove one row, or what it says counts twice")


def test_every_delivery_given_twice_is_named(workshop):
    """The volume would double: the same order in the same year, thrice in one file and once in another."""
    rows = workshop.rows(DELIVERIES)
    workshop.put(DELIVERIES, [*rows, rows[4], rows[6], rows[4]])
    last = len(rows)
    found = {p.where: (p.what, p.fix) for p in workshop.problems()}
    assert list(found) == [f"{DELIVERIES}:{n}:delivery_year" for n in (last + 1, last + 3, last + 2)]
    assert all("counts twice" in fix for _, fix in found.values())
    order, year = rows[6][0], rows[6][10]
    assert found[f"{DELIVERIES}:{last + 2}:delivery_year"][0] == (
        f'"2025 {order} {year}" occurs twice, first in {DELIVERIES}:7'
    )


def test_a_delivery_that_another_source_of_the_release_has_too(workshop):
    rows = workshop.rows(DELIVERIES)
    head = workshop.read("sources/sipri_2026/source.toml").decode()
    _, files = head.split("[[file]]", 1)
    made = head.replace(files, "").replace("sipri_2026", "again").replace('release = "2026"', 'release = "2025"')
    made += '\nname = "deliveries.csv"\nformat = "deliveries"\nsha256 = "<deliveries>"\n'
    made += '[[file.coverage]]\nsupplier = "IRN"\nrecipient = "RUS"\nfrom = 1995\nto = 2024\n'
    text = ",".join(rows[0]) + "\n" + ",".join(rows[1]) + "\n"
    workshop.add_source("again", made, deliveries=text)
    refused(workshop, f"{DELIVERIES}:2:delivery_year", "first in sources/again/deliveries.csv:2", "Remove one row")


def test_a_month_of_launches_given_twice(workshop):
    rows = workshop.rows(LAUNCHES)
    workshop.put(LAUNCHES, [*rows, rows[3]])
    refused(workshop, f"{LAUNCHES}:{len(rows) + 1}:month", "occurs twice", "Remove one row")


def test_a_part_larger_than_its_whole(workshop):
    workshop.set(TOTALS, 9, tiv="3", tiv_local_production="4")
    refused(workshop, f"{TOTALS}:9", "tiv_local_production is above tiv", "A part is not larger than its whole")


@pytest.mark.parametrize("change", [lambda row: row[:-1], lambda row: [*row, "x"]], ids=["too few", "too many"])
def test_a_row_with_another_number_of_cells(workshop, change):
    rows = workshop.rows(TOTALS)
    rows[8] = change(rows[8])
    workshop.put(TOTALS, rows)
    refused(workshop, f"{TOTALS}:9", f"the row has {len(rows[8])} cells, but the header has 5", "comma inside a cell")


@pytest.mark.parametrize(
    ("file", "cells", "readings"),
    [
        (TOTALS, ["Iran", "Russia", "2021", "14", "5", ""], '"14,5" a number'),
        (TOTALS, ["Iran", "Russia", "2021", "14", "5", "2", "5"], '"14,5" and "2,5" a number'),
        (TOTALS, ["Iran", "Russia", "2021", "1", "250", "0"], '"1,250" or "250,0" a number'),
    ],
)
def test_a_comma_in_a_number_makes_a_row_too_long(workshop, file, cells, readings):
    rows = workshop.rows(file)
    workshop.put(file, [*rows[:8], cells, *rows[9:]])
    what = f"the row has {len(cells)} cells, but the header has 5"
    refused(workshop, f"{file}:9", what, "Write a point for decimals (1.5), nothing for thousands")
    assert f"Is {readings}" in workshop.problems()[0].fix


def test_a_comma_in_the_numbers_of_an_export(workshop):
    rows = workshop.rows(DELIVERIES)
    split = [part for at, cell in enumerate(rows[8]) for part in (["0", "15"] if 13 <= at <= 14 else [cell])]
    workshop.put(DELIVERIES, [*rows[:8], split, *rows[9:]])
    refused(workshop, f"{DELIVERIES}:9", "the row has 19 cells, but the header has 17", 'Is "0,15" and "0,15" or')


# ---- all of them at once ----


def test_every_bad_row_of_every_file_is_named(workshop):
    """Two columns of one row, several rows of one file, several files: one message for each."""
    workshop.set(CLAIMS, 4, quantity_low="-1", category="rockets")
    workshop.set(CLAIMS, 9, status="delivered")
    workshop.set(CLAIMS, 11, reported_on="2022-02-30")
    workshop.set(SEEDS, 6, stance="admits")
    workshop.set(TOTALS, 20, tiv="much")
    workshop.set(TOTALS, 30, year="19")
    workshop.set(DELIVERIES, 12, Recipient="Persien")
    workshop.set(DELIVERIES, 13, Armament__category="Teapots")
    problems = workshop.problems()
    assert sorted(p.where for p in problems) == sorted(
        [
            f"{CLAIMS}:4:quantity_low",
            f"{CLAIMS}:4:category",
            f"{CLAIMS}:9:status",
            f"{CLAIMS}:11:reported_on",
            f"{SEEDS}:6:stance",
            f"{TOTALS}:20:tiv",
            f"{TOTALS}:30:year",
            f"{DELIVERIES}:12:recipient",
            f"{DELIVERIES}:13:Armament category",
        ]
    )
    assert all(p.what and p.fix for p in problems)


def test_every_unknown_country_and_every_lost_answer_is_named(workshop):
    for line in (3, 5, 8):
        workshop.set(TOTALS, line, supplier=f"Nowhere {line}")
    assert [p.where for p in workshop.problems()] == [f"{TOTALS}:{n}:supplier" for n in (3, 5, 8)]


def test_every_row_with_a_lost_link_is_named(workshop):
    denials = [workshop.line(CLAIMS, c) for c in ("r-peskov-denies-shipment", "r-jalali-s400-not-requested")]
    for line in denials:
        workshop.set(CLAIMS, line, answers="gone", document_id="gone")
    found = {p.where for p in workshop.problems()}
    assert found == {f"{CLAIMS}:{line}:{column}" for line in denials for column in ("answers", "document_id")}


def test_all_stages_are_named_in_one_run(workshop):
    """Each of them stopped the run at its own stage: declarations, names, checksums, cells, rows, links."""
    rows = workshop.rows(DELIVERIES)
    workshop.put(DELIVERIES, [*rows, rows[4]])
    workshop.set(DELIVERIES, 9, TIV__delivery__values="1,5")
    workshop.set(DELIVERIES, 10, Recipient="Persien")
    workshop.write(TOTALS, workshop.read(TOTALS).replace(b",80.0,", b",much,", 1), seal=False)
    workshop.write(CORRECTIONS, f"{HEAD}totals.csv,5,tiv,123456,81.5,A misprint,open\n")
    workshop.set(CLAIMS, 5, document_id="the-times")
    workshop.replace("dyads.toml", 'label = "Russia and Iran"\n', "")
    workshop.replace("sources/launches/source.toml", 'kind = "official"', 'kind = "rumour"')
    workshop.replace(TOML, 'release = "2024"', 'release = ""')
    workshop.write("events.csv", workshop.read("events.csv") + b"soviet-promise-1989,Again,,,,,,,\n")
    found = [p.where for p in workshop.problems()]
    assert found == [
        "sources/launches/source.toml:kind",
        "dyads.toml:dyad 1:label",
        f"{TOML}:release",
        f"events.csv:{len(workshop.rows('events.csv'))}:event_id",
        f"{DELIVERIES}:9:TIV delivery values",
        f"{DELIVERIES}:10:recipient",
        TOTALS,
        f"{CORRECTIONS}:2",
        f"{TOTALS}:{workshop.line_of(TOTALS, 'much')}:tiv",
        f"{DELIVERIES}:{len(rows) + 1}:delivery_year",
    ]


def test_links_are_checked_beside_bad_cells_of_other_files(workshop):
    """A claim without its document, while a register has a bad cell."""
    workshop.set(TOTALS, 20, tiv="much")
    workshop.set(CLAIMS, 5, document_id="the-times")
    assert [p.where for p in workshop.problems()] == [f"{TOTALS}:20:tiv", f"{CLAIMS}:5:document_id"]


def test_what_a_lost_row_would_make_look_wrong_is_not_named(workshop):
    """Claims that answer a claim with a bad cell, or rest on a document with one, are sound themselves."""
    workshop.set(CLAIMS, workshop.line(CLAIMS, "r-us-first-shipment"), credibility="good")
    workshop.set(DOCUMENTS, 3, kind="blog")
    assert [p.where.rpartition(":")[2] for p in workshop.problems()] == ["kind", "credibility"]


def test_a_bad_row_over_two_lines_keeps_the_lines_of_the_rest(workshop):
    rows = workshop.rows(CLAIMS)
    column = rows[0].index("note")
    rows[4][column], rows[4][rows[0].index("credibility")] = "one\ntwo\nthree", "good"
    workshop.put(CLAIMS, [*rows, rows[6]])
    assert [p.where for p in workshop.problems()] == [f"{CLAIMS}:5:credibility", f"{CLAIMS}:{len(rows) + 3}:claim_id"]


# ---- the file as a whole ----


@pytest.mark.parametrize(
    ("file", "column"),
    [
        (CLAIMS, "stance"),
        (DOCUMENTS, "title"),
        (TOTALS, "tiv"),
        (LAUNCHES, "month"),
        (ORDERS, "ordered"),
        (DELIVERIES, "Local production"),
    ],
)
def test_a_missing_column(workshop, file, column):
    rows = workshop.rows(file)
    at = rows[0].index(column)
    workshop.put(file, [row[:at] + row[at + 1 :] for row in rows])
    refused(workshop, f"{file}:1", f'the column "{column}" is missing', "The columns are ")


def test_every_missing_column_is_named(workshop):
    workshop.put(TOTALS, [row[:3] for row in workshop.rows(TOTALS)])
    assert [p.what for p in workshop.problems()] == [
        f'the column "{c}" is missing' for c in ("tiv", "tiv_local_production")
    ]


def test_rows_below_a_header_without_columns_are_not_named_too(workshop):
    workshop.put(TOTALS, [["supplier", "year", "tiv", "tiv_local_production"], *workshop.rows(TOTALS)[1:]])
    refused(workshop, f"{TOTALS}:1", 'the column "recipient" is missing', "The columns are ")


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolons (;)"), ("\t", "tabs"), ("|", "bars (|)")])
@pytest.mark.parametrize("file", [TOTALS, DELIVERIES, CLAIMS, "countries.csv"])
def test_another_separator_is_named(workshop, file, sign, name):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sign, lineterminator="\n").writerows(workshop.rows(file))
    workshop.write(file, text.getvalue())
    refused(workshop, f"{file}:1", f"its cells are separated by {name}, not by commas", "Save it again with commas")


def test_another_separator_below_a_preamble(workshop):
    text = workshop.read(DELIVERIES).decode()
    workshop.write(DELIVERIES, "Transfers of arms\n\n" + text.replace(",", ";"))
    refused(workshop, f"{DELIVERIES}:3", "its cells are separated by semicolons (;)", "a point in decimals (1.5)")


@pytest.mark.parametrize("name", ["tiv", ""])
def test_a_column_twice_or_without_a_name(workshop, name):
    rows = workshop.rows(TOTALS)
    rows[0][1] = name
    workshop.put(TOTALS, rows)
    refused(
        workshop, f"{TOTALS}:1", "the header names a column twice, or a column has no name", "Give each column a name"
    )


@pytest.mark.parametrize(
    ("data", "where", "what", "fix"),
    [
        (b"", "", "the file is empty", "Restore it from its source"),
        (b" \n\n", "", "the file is empty", "Restore it from its source"),
        (b"supplier,recipient,year,tiv,tiv_local_production\n", "", "has a header but no rows", "Restore it"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "", "is a binary file, not CSV", "Export it as CSV in UTF-8"),
        (b"PK\x03\x04\x14\x00\x06\x00", "", "is a binary file, not CSV", "Export it as CSV in UTF-8"),
        (
            "supplier,recipient,year,tiv,tiv_local_production\nIran,Russia,2001,1,\nÖsterreich,Iran,2002,1,\n".encode(
                "latin-1"
            ),
            ":3",
            "byte 0xd6 is not UTF-8",
            "is it Latin-1?",
        ),
        (
            b'supplier,recipient,year,tiv,tiv_local_production\nIran,"Rus"sia,2001,1,\n',
            ":2",
            "is not valid CSV",
            "Correct the quotes",
        ),
        (
            b'supplier,recipient,year,tiv,tiv_local_production\nIran,Russia,2001,1,\nIran,"Russia,2002,1,\nIran,Russia,2003,1,\n',
            ":3",
            "is not valid CSV",
            "Correct the quotes",
        ),
        (
            b"supplier,recipient,year,tiv,tiv_local_production\nIran,Russia,2001,1,\nIran,Russia,"
            + b"9" * (2 * 2**20)
            + b",1,\n",
            ":3",
            "the line has 2097167 bytes",
            "No row is that long; is it CSV?",
        ),
    ],
    ids=["empty", "blank", "header only", "image", "zip", "Latin-1", "bad quote", "open quote", "long line"],
)
def test_a_file_that_is_no_table(workshop, data, where, what, fix):
    workshop.write(TOTALS, data)
    refused(workshop, f"{TOTALS}{where}", what, fix)


def test_a_line_of_100_mb(workshop):
    workshop.write(TOTALS, b"supplier,recipient,year,tiv,tiv_local_production\n" + b"x" * (100 * 2**20))
    refused(workshop, TOTALS, "the file has 100 MB, more than the limit of 64 MB", "export fewer rows")


def test_a_changed_file(workshop):
    before = workshop.read(TOTALS)
    workshop.write(TOTALS, before.replace(b",80.0,", b",90.0,", 1), seal=False)
    found, said = (hashlib.sha256(d).hexdigest() for d in (workshop.read(TOTALS), before))
    assert found != said
    refused(
        workshop,
        TOTALS,
        f"its SHA-256 is {found}, but source.toml says {said}",
        "write the new checksum into source.toml",
    )


def test_a_missing_file(workshop):
    (workshop.root / TOTALS).unlink()
    refused(workshop, TOTALS, "the file is missing", "Add it or take it out of source.toml")


def test_an_unknown_format(workshop):
    workshop.replace(TOML, 'format = "deliveries"', 'format = "spreadsheet"')
    refused(
        workshop,
        f"{TOML}:deliveries.csv",
        'no reader for "spreadsheet"',
        "The formats are claims, deliveries, documents",
    )


@pytest.mark.parametrize("name", ["countries.csv", "events.csv", "dyads.toml"])
def test_a_missing_table_of_names(workshop, name):
    (workshop.root / name).unlink()
    refused(workshop, name, "the file is missing", "datasets/README.md shows its form")


# ---- source.toml ----


def test_a_source_without_source_toml(workshop):
    (workshop.root / TOML).unlink()
    refused(workshop, TOML, "the file is missing", "datasets/README.md shows its form")


def test_bad_toml(workshop):
    workshop.replace(TOML, 'kind = "register"', 'kind = "register')
    refused(workshop, TOML, "is not valid TOML", "Correct that line")
    assert "line 2" in workshop.problems()[0].what


def test_toml_that_is_no_text(workshop):
    workshop.write(TOML, b'id = "\xff"')
    refused(workshop, TOML, "is not valid TOML", "Correct that line")


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ('title = "SIPRI Arms Transfers Database, March 2024 release"\n', "", "title", "Field required"),
        ("accessed = 2026-11-01", 'accessed = "lately"', "accessed", "valid date"),
        ('kind = "register"', 'kind = "rumour"', "kind", "'register', 'claims' or 'official'"),
        ('kind = "register"', 'kind = "register"\ncolour = "red"', "colour", "Extra inputs are not permitted"),
        ('url = "https://', 'url = "ftp://', "url", "should match pattern"),
    ],
)
def test_a_bad_field_of_source_toml(workshop, old, new, where, what):
    workshop.replace(TOML, old, new)
    refused(workshop, f"{TOML}:{where}", what, "See datasets/README.md for the form")


def test_a_checksum_that_is_none(workshop):
    sha = hashlib.sha256(workshop.read("sources/sipri_2024/deliveries.csv")).hexdigest()
    workshop.replace(TOML, sha, "to be done")
    refused(workshop, f"{TOML}:file.0.sha256", "should match pattern", "See datasets/README.md for the form")


def test_an_id_that_is_not_the_folder(workshop):
    workshop.replace(TOML, 'id = "sipri_2024"', 'id = "sipri_24"')
    refused(workshop, f"{TOML}:id", '"sipri_24" is not the name of its folder', "Make the two equal")


def test_a_register_without_a_release(workshop):
    workshop.replace(TOML, 'release = "2024"', 'release = ""')
    refused(workshop, f"{TOML}:release", "is empty for a register", "a series never mixes two")


def test_coverage_of_an_unknown_state(workshop):
    text = workshop.read(TOML).decode().replace('supplier = "RUS"', 'supplier = "RSU"')
    workshop.write(TOML, text)
    refused(
        workshop,
        f"{TOML}:coverage",
        '"RSU" in the coverage of deliveries.csv is not a code in countries.csv',
        "Use an ISO3 code",
    )


def test_coverage_that_runs_backwards(workshop):
    text = workshop.read(TOML).decode().replace("from = 2000\nto = 2023", "from = 2023\nto = 2000", 1)
    workshop.write(TOML, text)
    refused(
        workshop,
        f"{TOML}:coverage",
        "the coverage of deliveries.csv runs from 2023 to 2000",
        "Swap or correct the two years",
    )


def test_a_file_without_coverage_is_named_once(workshop):
    head, *_ = workshop.read(TOML).decode().split("[[file.coverage]]")
    workshop.write(TOML, head)
    what = "deliveries.csv covers nothing, so no series counts its rows (111)"
    refused(workshop, f"{TOML}:coverage", what, "Add a [[file.coverage]] for each flow")


def test_a_file_whose_rows_another_file_of_the_release_covers_needs_no_coverage(workshop):
    toml = "sources/sipri_2026/source.toml"
    head, _ = workshop.read(toml).decode().rsplit("[[file.coverage]]", 1)
    workshop.write(toml, head)  # of the deliveries; the totals cover all partners
    assert len(workshop.tables()["deliveries"]) == 265


def test_rows_outside_the_coverage_are_named_by_flow(workshop):
    text = workshop.read(TOML).decode().replace("from = 2000", "from = 2004").replace("to = 2023", "to = 2022")
    workshop.write(TOML, text)
    file = "sources/sipri_2024/deliveries.csv"
    assert [(p.where, p.what) for p in workshop.problems()] == [
        (f"{file}:4:delivery_year", "IRN to RUS in 2023 is not covered (line 4), so no series counts it"),
        (
            f"{file}:5:delivery_year",
            "RUS to IRN in 2000–2003, 2023 is not covered (lines 5–36, 112), so no series counts it",
        ),
    ]


def test_a_flow_that_no_file_looked_at(workshop):
    workshop.set(TOTALS, 9, recipient="Brazil", supplier="France")
    year = workshop.rows(TOTALS)[8][2]
    what = f"FRA to BRA in {year} is not covered (line 9), so no series counts it"
    refused(workshop, f"{TOTALS}:9:year", what, "Add the years to [[file.coverage]]")


def test_a_claim_that_counts_outside_the_years_of_all_claims(workshop):
    for name in ("documents", "reports"):
        text = workshop.read(f"sources/{name}/source.toml").decode().replace("from = 1989", "from = 1993")
        workshop.write(f"sources/{name}/source.toml", text)
    problems = workshop.problems()
    assert {p.where.split(":")[0] for p in problems} == {CLAIMS, SEEDS}
    assert {p.where.split(":")[2] for p in problems} == {"start"}
    assert all("RUS to IRN in 19" in p.what for p in problems)


def test_years_of_coverage_that_no_register_has(workshop):
    text = workshop.read(TOML).decode().replace("to = 2023", "to = 20230", 1)
    workshop.write(TOML, text)
    refused(workshop, f"{TOML}:file.0.coverage.0.to", "less than or equal to 2100", "See datasets/README.md")


def test_every_bad_source_toml_is_named(workshop):
    (workshop.root / TOML).unlink()
    workshop.replace("sources/launches/source.toml", 'kind = "official"', 'kind = "official')
    assert [p.where for p in workshop.problems()] == ["sources/launches/source.toml", TOML]


# ---- dyads.toml, countries.csv ----


@pytest.mark.parametrize(
    ("old", "new", "where", "what", "fix"),
    [
        (
            'id = "RUS-IRN"',
            'id = "IRN-RUS"',
            "dyads.toml:IRN-RUS",
            'the id is not "RUS-IRN"',
            "the code of a, a hyphen, the code of b",
        ),
        (
            'id = "RUS-IRN"',
            'id = "Russia-Iran"',
            "dyads.toml:dyad 1:id",
            "should match pattern",
            "See datasets/README.md",
        ),
        ('label = "Russia and Iran"\n', "", "dyads.toml:dyad 1:label", "Field required", "See datasets/README.md"),
        ('b = "IRN"', 'b = "IRN', "dyads.toml", "is not valid TOML", "Correct that line"),
    ],
)
def test_a_bad_dyad(workshop, old, new, where, what, fix):
    workshop.replace("dyads.toml", old, new)
    refused(workshop, where, what, fix)


def test_a_dyad_of_an_unknown_state(workshop):
    text = workshop.read("dyads.toml").decode()
    workshop.write("dyads.toml", text.replace('id = "RUS-IRN"', 'id = "RUS-QQQ"').replace('b = "IRN"', 'b = "QQQ"'))
    refused(workshop, "dyads.toml:RUS-QQQ", '"QQQ" is not a code in countries.csv', "Use an ISO3 code of that file")


def test_a_dyad_twice(workshop):
    workshop.write(
        "dyads.toml",
        workshop.read("dyads.toml") + b'\n[[dyad]]\nid = "RUS-IRN"\na = "RUS"\nb = "IRN"\nlabel = "x"\nfrom = 1989\n',
    )
    refused(workshop, "dyads.toml:RUS-IRN", "the dyad is declared twice", "Remove one")


def test_no_dyad(workshop):
    workshop.write("dyads.toml", "# nothing here\n")
    refused(workshop, "dyads.toml", "declares no [[dyad]]", "Add one")


def test_a_name_of_two_states(workshop):
    rows = workshop.rows("countries.csv")
    rows[3][2] = "Persia; Iran"
    line_of_iran = next(n for n, row in enumerate(rows, 1) if row[0] == "IRN")
    workshop.put("countries.csv", rows)
    refused(
        workshop,
        f"countries.csv:{line_of_iran}",
        f'"Iran" already means {rows[3][0]}',
        "Leave the name in one row only",
    )


# ---- corrections ----

HEAD = "file,row,column,expected,value,reason,status\n"
CORRECTIONS = "sources/sipri_2026/corrections.csv"


@pytest.mark.slow
def test_a_correction_that_applies(workshop, made):
    line = next(n for n, row in enumerate(workshop.rows(TOTALS), 1) if row[:3] == ["Iran", "Russia", "2023"])
    workshop.write(CORRECTIONS, f"{HEAD}totals.csv,{line},tiv,80.0,81.5,A misprint,open\n")
    before, after = made["totals"].set_index("row_id").tiv, workshop.tables()["totals"].set_index("row_id").tiv
    assert (after - before)[lambda d: d != 0].to_dict() == {"sipri_2026/IRN-RUS/2023": 1.5}


def test_a_correction_whose_expected_value_is_gone(workshop):
    workshop.write(CORRECTIONS, f"{HEAD}totals.csv,5,tiv,123456,81.5,A misprint,open\n")
    refused(
        workshop,
        f"{CORRECTIONS}:2",
        f'{TOTALS}:5:tiv does not contain "123456"',
        "check whether the correction is still needed",
    )


def test_every_correction_that_is_gone_is_named(workshop):
    workshop.write(
        CORRECTIONS,
        f"{HEAD}totals.csv,5,tiv,123456,1,x,open\ntotals.csv,6,colour,,1,x,open\ntotals.csv,9999,tiv,1,1,x,open\n",
    )
    assert [p.where for p in workshop.problems()] == [f"{CORRECTIONS}:{n}" for n in (2, 3, 4)]


def test_a_correction_of_an_unknown_file(workshop):
    workshop.write(CORRECTIONS, f"{HEAD}total.csv,5,tiv,1,2,A misprint,open\n")
    refused(workshop, f"{CORRECTIONS}:2:file", '"total.csv" is not a file of this source', "Name a file of source.toml")


def test_a_correction_without_a_reason(workshop):
    workshop.write(CORRECTIONS, f"{HEAD}totals.csv,5,tiv,1,2,,open\n")
    refused(workshop, f"{CORRECTIONS}:2:reason", "the cell is empty", "This column needs a value in every row")


@pytest.mark.parametrize(
    ("status", "what"), [("", "the cell is empty"), ("done", '"done" is not one of open, fixed upstream')]
)
def test_a_correction_without_a_status(workshop, status, what):
    workshop.write(CORRECTIONS, f"{HEAD}totals.csv,5,tiv,1,2,A misprint,{status}\n")
    assert [(p.where, p.what) for p in workshop.problems()] == [(f"{CORRECTIONS}:2:status", what)]


def test_a_correction_that_the_source_has_taken_over(workshop):
    line = next(n for n, row in enumerate(workshop.rows(TOTALS), 1) if row[:3] == ["Iran", "Russia", "2023"])
    workshop.write(CORRECTIONS, f"{HEAD}totals.csv,{line},tiv,81.5,80.0,A misprint,open\n")
    refused(workshop, f"{CORRECTIONS}:2", 'contains "80.0" already', 'write "fixed upstream" as its status')
    workshop.write(CORRECTIONS, f"{HEAD}totals.csv,{line},tiv,81.5,80.0,A misprint,fixed upstream\n")
    totals = workshop.tables()["totals"].set_index("row_id").tiv
    assert totals["sipri_2026/IRN-RUS/2023"] == 80


def test_a_broken_file_with_corrections_is_still_named_plainly(workshop):
    workshop.write(CORRECTIONS, f"{HEAD}totals.csv,2,tiv,1,2,A misprint,open\n")
    workshop.write(TOTALS, b"\x00\x01\x02")
    refused(workshop, TOTALS, "is a binary file, not CSV", "Export it as CSV in UTF-8")


def test_lines_are_those_of_the_file_after_a_correction_too(workshop):
    line = next(n for n, row in enumerate(workshop.rows(TOTALS), 1) if row[:3] == ["Iran", "Russia", "2023"])
    rows = workshop.rows(TOTALS)
    rows[line + 2][3] = "much"
    workshop.put(TOTALS, rows)
    workshop.write(CORRECTIONS, f"{HEAD}totals.csv,{line},tiv,80.0,81.5,A misprint,open\n")
    refused(workshop, f"{TOTALS}:{line + 3}:tiv", '"much" is not a number', "Write a plain number")
