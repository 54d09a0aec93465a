"""Names to codes, armament categories, corrections."""

import pandas as pd
import pytest

from etl.contracts.folders import DATASETS
from etl.sources import corrections, names

WHERE = "sources/x/claims.csv"


@pytest.fixture(scope="module")
def countries():
    return names.load_countries(DATASETS)[0]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Russia", "RUS"),
        ("Russian Federation", "RUS"),
        ("RUS", "RUS"),
        ("Soviet Union", "SUN"),
        ("USSR", "SUN"),
        ("Iran", "IRN"),
        ("IRAN", "IRN"),
        ("iran", "IRN"),
        ("North Korea", "PRK"),
        ("Hezbollah (Lebanon)*", "XAS"),
    ],
)
def test_names_become_codes(countries, name, code):
    found, problems = countries.codes(pd.Series([name], index=[7]), WHERE, "supplier")
    assert found.tolist() == [code]
    assert problems == []


def test_an_empty_name_stays_empty_and_an_unknown_one_is_named_with_its_line(countries):
    found, problems = countries.codes(pd.Series([None, "Rusia", "Persien"], index=[5, 41, 43]), WHERE, "supplier")
    assert found.isna().all()
    assert [p.where for p in problems] == [f"{WHERE}:41:supplier", f"{WHERE}:43:supplier"]
    assert '"Rusia" is not in countries.csv' in problems[0].what
    assert "alias" in problems[0].fix


def test_the_soviet_union_is_followed_by_russia(countries):
    assert countries.successor["SUN"] == "RUS"


def test_every_code_stands_once(countries):
    assert not countries.table.iso3.duplicated().any()
    assert countries.table.iso3.str.fullmatch("[A-Z]{3}").all()
    assert set(countries.successor) <= set(countries.table.iso3)


def test_categories_of_the_register():
    named = pd.Series(["Air defence systems", "Air-defence systems", "Missiles", "Teapots"], index=[2, 3, 4, 5])
    found, problems = names.categories(named, WHERE, "Armament category")
    assert found.tolist()[:3] == ["air_defence", "air_defence", "missiles"]
    assert [(p.where, p.what) for p in problems] == [
        (f"{WHERE}:5:Armament category", '"Teapots" is not a known category')
    ]


def mends(*rows: tuple[int, str, str | None, str | None], status: str = "open") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["row", "column", "expected", "value"])
    return frame.assign(status=status, place=[f"corrections.csv:{n}" for n in range(2, 2 + len(rows))])


def test_a_correction_changes_one_cell_and_no_line():
    data = b'a,b\n1,"x, y"\n\n3,"two\nlines"\n6,z\n'
    found, problems = corrections.correct(
        data, WHERE, mends((2, "b", "x, y", "w"), (6, "a", "6", "7"), (6, "b", "z", None))
    )
    assert problems == []
    assert found.decode() == 'a,b\n1,w\n\n3,"two\nlines"\n7,\n'


@pytest.mark.parametrize(
    "mend", [(2, "b", "gone", "w"), (9, "a", "1", "2"), (2, "c", "1", "2"), (1, "a", "a", "z"), (2, "a", None, "5")]
)
def test_a_correction_whose_expected_value_is_gone_stops(mend):
    data, (problem,) = corrections.correct(b"a,b\n1,x\n", WHERE, mends(mend))
    assert data == b"a,b\n1,x\n"
    assert problem.where == "corrections.csv:2"
    assert f'{WHERE}:{mend[0]}:{mend[1]} does not contain "{mend[2] or ""}"' == problem.what
    assert "check whether the correction is still needed" in problem.fix


def test_what_the_source_has_mended_is_left_alone():
    data = b"a,b\n1,w\n"
    assert corrections.correct(data, WHERE, mends((2, "b", "x", "w"), status="fixed upstream")) == (data, [])


@pytest.mark.parametrize(
    ("cell", "status", "what", "fix"),
    [
        ("w", "open", 'contains "w" already', 'write "fixed upstream" as its status'),
        ("x", "fixed upstream", 'still contains "x"', 'write "open" as its status'),
        ("y", "open", 'does not contain "x"', "The source changed"),
        ("y", "fixed upstream", 'does not contain "w"', "The source changed"),
    ],
)
def test_a_status_that_the_file_contradicts(cell, status, what, fix):
    data = f"a,b\n1,{cell}\n".encode()
    found, (problem,) = corrections.correct(data, WHERE, mends((2, "b", "x", "w"), status=status))
    assert found == data
    assert problem.what == f"{WHERE}:2:b {what}"
    assert fix in problem.fix


def test_without_corrections_the_bytes_are_untouched():
    data = b"\xff\x00 anything"
    assert corrections.correct(data, WHERE, mends()) == (data, [])
