"""A register as downloaded becomes a package, or is refused for what it is."""

import os
from pathlib import Path

import pandas as pd
import pytest

from etl.build import build_register
from etl.contracts.errors import DataError
from etl.contracts.folders import DATASETS
from etl.registers.prepare import read_pairs
from etl.registers.ranking import pair_flows, rank

PREAMBLE = """Transfers of major conventional arms from {who}  to {whom} . Deals with deliveries made for the year range '{first}' to '{last}';
A '?' in a column indicates uncertain data.;
;
Source: made up for a test;
Data generated: {day} 12:26:12 PM;
"""
ASKED = {"who": "All countries", "whom": "All countries", "first": 2010, "last": 2025, "day": "12 Feb 2026"}
HEADER = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
    "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,"
    "Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production;\n"
)


def row(id, supplier, recipient, year, number=10, unit="0.5", tiv=None):
    volume = number * float(unit) if tiv is None else tiv
    return (
        f"{id},{supplier},{recipient},Kite-{id},drone,Aircraft,{year - 1},No,{number},Yes,{year},No,New,{unit},{unit},"
        f"{volume:g},No;\n"
    )


ROWS = (
    "".join(row(year, "Brazil", "Peru", year) for year in range(2010, 2018))
    + "".join(row(year, "Peru", "Brazil", year, 20) for year in range(2018, 2025))
    + row(30, "Turkey", "Chile", 2012)
    + row(31, "Libya GNC", "Chile", 2013)
)
WHOLE = PREAMBLE.format(**ASKED) + HEADER + ROWS


@pytest.fixture
def make(tmp_path):
    """Builds a package from the texts or bytes of files; returns what was said, and its folder."""

    def run(*files, pairs=(), release=""):
        paths = []
        for n, data in enumerate(files):
            paths.append(tmp_path / f"download{n}.csv")
            paths[-1].write_bytes(data if isinstance(data, bytes) else data.encode())
        report, _ = build_register(tuple(paths), tuple(pairs), release, tmp_path / "built")
        return "\n".join(report.lines), tmp_path / "built"

    return run


@pytest.fixture
def refused(make, tmp_path):
    """Returns the problems of files, of which nothing was written."""

    def run(*files, **options):
        with pytest.raises(DataError) as caught:
            make(*files, **options)
        assert not (tmp_path / "built").exists()
        return [str(problem) for problem in caught.value.problems]

    return run


def test_a_download_becomes_a_package(make):
    said, built = make(WHOLE)
    assert "The release is taken to be that of March 2025: download0.csv was generated on 2026-02-12." in said
    assert "download0.csv covers 2010 to 2024." in said
    assert "sources/register/download0.csv: 17 rows read, 17 kept, 0 refused" in said
    assert "Pairs: Peru and Brazil." in said
    series = pd.read_csv(built / "series.csv")
    sent = (
        series[(series.measure == "tiv") & (series.local_production == "included")].groupby("direction").central.sum()
    )
    assert dict(sent) == {"a_to_b": 7 * 20 * 0.5, "b_to_a": 8 * 10 * 0.5}
    coverage = pd.read_csv(built / "coverage.csv")
    assert list(coverage[["supplier", "recipient", "first_year", "last_year"]].iloc[0]) == ["*", "*", 2010, 2024]


def test_a_pair_can_be_named(make):
    said, built = make(WHOLE, pairs=["tur-chl"])
    assert "Pairs: Türkiye and Chile." in said
    assert list(pd.read_csv(built / "dyads.csv").dyad) == ["TUR-CHL"]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + WHOLE.encode(),
        WHOLE.replace("\n", "\r\n").encode(),
        WHOLE.replace("Kite-30", "Caño").encode("latin-1"),
        WHOLE.replace(";\n", ";" * 30 + "\n").encode(),
    ],
    ids=["with a byte order mark", "Windows lines", "Latin-1", "thirty semicolons"],
)
def test_other_ways_to_save_the_same_file(make, data):
    said, built = make(data)
    assert len(pd.read_csv(built / "deliveries.csv")) == 17
    assert ("was read as Latin-1" in said) == (b"Ca\xf1o" in data)


def test_without_a_preamble_the_release_is_asked_for(make, refused):
    assert refused(HEADER + ROWS) == [
        "download0.csv: does not say on which day it was generated, so its release is not known. "
        "Name the release: --release 2025."
    ]
    said, _ = make(HEADER + ROWS, release="2025")
    assert "The release is 2025, as given." in said
    assert "does not say which years were asked for; those of its rows are taken" in said
    assert "does not say which states were asked for; all are taken" in said


def test_exports_that_overlap_are_joined(make):
    half = PREAMBLE.format(**ASKED | {"last": 2017}) + HEADER + ROWS[: ROWS.index("2018,Peru")]
    said, built = make(half, WHOLE)
    assert "download1.csv: 8 rows that earlier files have are counted once." in said
    assert len(pd.read_csv(built / "deliveries.csv")) == 17
    assert "download1.csv is left out: earlier files have all of its rows." in make(WHOLE, half)[0]


def covered(built, direction):
    series = pd.read_csv(built / "series.csv")
    part = series[(series.direction == direction) & (series.measure == "tiv") & (series.local_production == "included")]
    return sorted(part[part.covered].period)


def test_years_that_no_file_asked_for_are_not_covered(make):
    early = (
        PREAMBLE.format(**ASKED | {"last": 2012}) + HEADER + "".join(row(y, "Brazil", "Peru", y) for y in (2010, 2012))
    )
    late = (
        PREAMBLE.format(**ASKED | {"first": 2018}) + HEADER + "".join(row(y, "Peru", "Brazil", y) for y in (2018, 2024))
    )
    said, built = make(early, late, pairs=["BRA-PER"])
    assert covered(built, "a_to_b") == covered(built, "b_to_a") == [2010, 2011, 2012, *range(2018, 2025)]
    assert not (pd.read_csv(built / "ranking.csv")).size  # all pairs can be compared only where all years are there


def test_a_file_covers_the_flows_that_it_asked_for_alone(make):
    there = PREAMBLE.format(**ASKED | {"who": "Brazil", "whom": "Peru"}) + HEADER + row(1, "Brazil", "Peru", 2011)
    back = PREAMBLE.format(**ASKED | {"who": "Peru", "whom": "Brazil", "first": 2018}) + HEADER
    _, built = make(there, back + row(2, "Peru", "Brazil", 2020), pairs=["BRA-PER"])
    coverage = pd.read_csv(built / "coverage.csv")[["supplier", "recipient", "first_year", "last_year"]]
    assert coverage.to_numpy().tolist() == [["BRA", "PER", 2010, 2024], ["PER", "BRA", 2018, 2024]]
    assert not (pd.read_csv(built / "ranking.csv")).size


def test_a_register_with_flows_one_way_only(make):
    said, built = make(PREAMBLE.format(**ASKED) + HEADER + row(1, "Brazil", "Peru", 2011))
    assert "Pairs: Brazil and Peru." in said
    assert len(pd.read_csv(built / "deliveries.csv")) == 1


def test_a_state_that_ended_is_its_successor(make, refused):
    soviet = PREAMBLE.format(**ASKED | {"first": 1985}) + HEADER + row(1, "Soviet Union", "Iran", 1986)
    assert refused(soviet, pairs=["RUS-SUN"]) == [
        '--pair: "RUS-SUN" is no pair of two states. Write two ISO3 codes of countries.csv with a hyphen: RUS-IRN.'
    ]
    said, built = make(soviet, pairs=["SUN-IRN", "IRN-RUS"])
    assert "Pairs: Russia and Iran." in said
    assert pd.read_csv(built / "series.csv").central.sum() > 0


@pytest.mark.parametrize(
    ("day", "newest", "release"),
    [("12 Feb 2026", 2024, 2025), ("20 Mar 2026", 2025, 2026), ("20 Mar 2026", 2024, 2025), ("1 Apr 2026", 2024, 2026)],
)
def test_the_release_follows_from_the_day_and_the_newest_delivery(make, day, newest, release):
    data = PREAMBLE.format(**ASKED | {"day": day}) + HEADER + row(1, "Brazil", "Peru", newest)
    said, built = make(data, pairs=["BRA-PER"])
    assert f"The release is taken to be that of March {release}:" in said
    assert pd.read_csv(built / "coverage.csv").last_year.tolist() == [min(2025, release - 1)]


@pytest.mark.parametrize(
    ("data", "options", "what"),
    [
        (WHOLE, {"release": "abc"}, '--release: "abc" is no year up to'),
        (WHOLE, {"release": "²"}, '--release: "²" is no year up to'),
        (WHOLE, {"release": "2999"}, '--release: "2999" is no year up to'),
        (WHOLE, {"release": "2020"}, "download0.csv: has deliveries of 2024, so it is no release of March 2020"),
        (WHOLE.replace("'2010' to '2025'", "'2025' to '2010'"), {}, "download0.csv:1: asks for the years 2025 to 2010"),
        (WHOLE.replace("'2010' to '2025'", "'0001' to '9999'"), {}, "download0.csv:1: asks for the years 1 to 9999"),
        (WHOLE.replace("from All countries", "from Atlantis"), {}, 'download0.csv:1: "Atlantis" is not in countries'),
        (WHOLE.replace("12 Feb", "12 Dez"), {}, "download0.csv: does not say on which day"),
        (WHOLE.replace("12 Feb", "32 Jan"), {}, "download0.csv: does not say on which day"),
        (WHOLE.replace("Supplier", "Seller"), {}, 'download0.csv:6: the column "Supplier" is missing'),
        (WHOLE.replace("'2010'", "'2023'"), {}, "download0.csv: covers 2 years before the release of 2025"),
        (WHOLE.replace(",Peru,", ",Atlantis,", 1), {}, 'download0.csv:7:recipient: "Atlantis" is not in countries.csv'),
    ],
)
def test_what_cannot_be_understood_is_said_in_the_users_own_terms(refused, data, options, what):
    (problem,) = refused(data, **options)
    assert problem.startswith(what)


@pytest.mark.parametrize("month", ["Sep", "September"])
def test_a_day_with_its_month_in_full(make, month):
    assert "generated on 2025-09-03" in make(WHOLE.replace("12 Feb 2026", f"3 {month} 2025"))[0]


def test_exports_that_contradict_one_another_are_refused(refused):
    other = WHOLE.replace(row(30, "Turkey", "Chile", 2012), row(30, "Turkey", "Chile", 2012, 11))
    (problem,) = refused(WHOLE, other)
    assert problem.startswith("download1.csv:22: order 30 in 2012 has other numbers here than in download0.csv:22")


def test_every_row_that_is_wrong_is_named(refused):
    lines = WHOLE.count("\n")
    bad = row(30, "Turkey", "Chile", 2012) + row(40, "Brazil", "Peru", 2012).replace("New,", "New,,", 1) + "41,Brazil\n"
    found = refused(WHOLE + bad)
    for n, what in enumerate(("", "the row has 18 cells, but the header has 17", "the row has 2 cells"), 1):
        assert any(problem.startswith(f"download0.csv:{lines + n}") and what in problem for problem in found)
    assert len(found) == 3


def test_a_name_that_nobody_knows_and_a_volume_that_does_not_add_up(refused):
    found = refused(WHOLE + row(50, "Ruritania", "Chile", 2012) + row(51, "Brazil", "Chile", 2013, 10, "1.25", 125))
    assert len(found) == 2
    assert any('"Ruritania" is not in countries.csv' in problem for problem in found)
    assert any("number delivered times value of one is not the volume" in problem for problem in found)


@pytest.mark.parametrize("pair", ["BRA", "BRA-BRA", "BRA-XYZ", ""])
def test_a_pair_that_is_none(refused, pair):
    (problem,) = refused(WHOLE, pairs=[pair])
    assert f'"{pair}" is no pair of two states' in problem


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (
            "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
            "Number delivered, ,Year(s) of delivery,status\n",
            "is the register by order",
        ),
        ("supplier,recipients,2001,2002,2003,2004,2005,2006\nBrazil,Peru,1,2,3,4,5,6\n", "is a table of TIV by year"),
        ("Military expenditure by country\nBrazil,12\n", "is military expenditure"),
        ("time_start,time_end,model,launched,is_shahed\n", "is a list of attacks"),
        ("Donor,Announcement date,Item\n", "is a list of aid"),
        (b"PK\x03\x04 workbook", "is a workbook"),
        (b"\x00\x01\x02", "is a binary file"),
        ("a,b\n1,2\n", "has no header that begins with SIPRI AT Database ID"),
        (PREAMBLE.format(**ASKED) + HEADER, "has a header but no rows"),
        ("", "has no header that begins with"),
    ],
)
def test_another_kind_of_file_is_refused_for_what_it_is(refused, data, what):
    (problem,) = refused(data)
    assert what in problem
    assert problem.count(". ") >= 1  # what to do instead


def test_the_ranking_finds_the_pair_that_turned():
    rows = [("A", "B", year, f"a{year}", 5.0) for year in range(2000, 2010)]
    rows += [("B", "A", year, f"b{year}", 6.0) for year in range(2010, 2020)]
    rows += [("C", "D", year, f"c{year}", 5.0) for year in range(2000, 2020)] + [("D", "C", 2005, "d", 0.1)]
    rows += [("E", "F", 2001, "e", 9.0)]  # one way only
    table = pd.DataFrame(rows, columns=["supplier", "recipient", "year", "order", "tiv"])
    found = rank(pair_flows(table, range(2000, 2020), "2020"))
    assert found[["a", "b", "first_period", "new_leader"]].iloc[0].tolist() == ["B", "A", 2010, "a"]
    assert found.p_reversed.iloc[0] > 0.99
    assert found[["a", "b"]].iloc[1].tolist() == ["C", "D"]
    assert found.p_reversed.iloc[1] < 0.05
    assert len(found) == 2
    assert len(rank(pair_flows(table[table.supplier == "E"], range(2000, 2020), "2020"))) == 0


REGISTER = "sipri_register_by_delivery_year_1995-2024_release2025.csv"


@pytest.mark.slow
@pytest.mark.skipif("REGISTERS" not in os.environ, reason="a full register is asked for by make test REGISTERS=DIR")
def test_the_whole_register(tmp_path):
    file = Path(os.environ["REGISTERS"]) / REGISTER
    report, manifest = build_register((file,), (), "", tmp_path / "built")
    assert manifest["rows"]["deliveries"] == 25_024
    assert "Russia and Iran" in "\n".join(report.lines)
    built = pd.read_csv(tmp_path / "built" / "deliveries.csv", dtype={"register_id": str})
    own = pd.read_csv(DATASETS / "sources/sipri_2025/deliveries.csv", dtype={"SIPRI AT Database ID": str})
    pair = built[built.supplier.isin(["RUS", "IRN"]) & built.recipient.isin(["RUS", "IRN"])]
    key = ["SIPRI AT Database ID", "Delivery year"]
    expected = own.set_index(key)["TIV delivery values"].sort_index()
    found = pair.set_index(["register_id", "delivery_year"]).tiv.sort_index()
    assert found.to_dict() == expected.to_dict()
    first = pd.read_csv(tmp_path / "built" / "ranking.csv").iloc[0]
    assert (first.a, first.b, first.first_period, first["of"]) == ("RUS", "IRN", 2022, 142)
    shipped = read_pairs(file, 2025, 20).to_csv(index=False, lineterminator="\n")
    assert (DATASETS / "pairs.csv").read_text(encoding="utf-8") == shipped
