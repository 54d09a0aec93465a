"""The address holds the selection: what is written can be read, what is bad is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.data.claims.pair import FACETS
from dashboard.data.selection import Impossible, Selection, allowed_values, parse, parse_strict, to_query
from dashboard.text.wording.selection_words import in_words, problem_in_words


def test_an_empty_query_is_the_default_view_and_has_an_empty_query(package):
    selection = parse_strict(package, "")
    assert (selection.dyad, selection.measure, selection.release, selection.local) == (
        "RUS-IRN",
        "tiv",
        "2026",
        100,
    )
    assert (selection.from_year, selection.to_year, selection.credibility) == (1989, 2025, 3)
    assert to_query(package, selection) == ""


def test_every_selection_survives_its_own_query(package):
    options = allowed_values(package, "RUS-IRN")

    def value(key, values):
        """One of the values, or several in their order; for a free parameter, anything that stands for itself."""
        if key in FACETS:
            return st.sets(st.sampled_from(values)).map(lambda some: tuple(v for v in values if v in some))
        free = {
            "known_on": ["", "2024-06-01", "2025-12-31"],
            "q": ["", "tor m1", "a&b=c,d"],
            "zoom": ["", "2022", "2022-08"],
        }
        return st.sampled_from(free.get(key, values))

    @given(st.fixed_dictionaries({k: value(k, v) for k, v in options.items()}))
    def survives(values):
        if values["known_on"]:
            values |= {
                "measure": "documented",
                "release": package.as_known_on(values["known_on"]).releases("RUS-IRN")[0],
                "from": 1989,
                "to": 2022,
            }
        if values["local"] == 100:  # all of it counts on both ways
            values["local_side"] = "both"
        values["dyad"] = "RUS-IRN"  # the values are those of this pair
        if values["from"] + 2 > values["to"]:
            values["from"], values["to"] = 1989, 2025
        values = {{"from": "from_year", "to": "to_year"}.get(k, k): v for k, v in values.items()}
        selection = Selection(**values)
        assert parse_strict(package, to_query(package, selection)) == selection

    survives()


@pytest.mark.parametrize(
    ("query", "where", "fix"),
    [
        ("local=some", "local=some", "0 to 100"),
        ("release=2019", "release=2019", "2026, 2025, 2024"),
        ("from=1066", "from=1066", "1950 to 2026"),
        ("credibility=7", "credibility=7", "1, 2, 3, 4, 5, 6"),
        ("from=2020&to=2021", "from=2020&to=2021", "at least two years before"),
        ("local=included&local=0", "local=", "Give it once"),
        ("theme=", "theme=", "light, dark"),
    ],
)
def test_a_bad_parameter_is_named_with_what_is_possible(package, query, where, fix):
    with pytest.raises(Impossible) as caught:
        parse_strict(package, query)
    (problem,) = caught.value.problems
    assert problem.where.startswith(where)
    assert fix in problem_in_words(problem).fix


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("local=included", ""),
        ("local=excluded", "local=0"),
        ("local=excluded_a_to_b", "local=0&local_side=a_to_b"),
        ("local=excluded_b_to_a", "local=0&local_side=b_to_a"),
        ("local=100&local_side=b_to_a", ""),
        ("local_side=b_to_a", ""),
    ],
)
def test_earlier_names_of_shares_are_understood(package, old, new):
    assert to_query(package, parse_strict(package, old)) == new


def test_the_page_falls_back_to_the_nearest_view_and_says_so(package):
    selection, problems = parse(package, "local=0&release=1999&x=1")
    assert selection.local == 0
    assert selection.release == "2026"
    assert [p.where for p in problems] == ["release=1999"]


def test_the_address_bar_leaves_out_what_is_only_presentation(package):
    selection = parse_strict(package, "theme=dark&size=phone&local=0")
    assert to_query(package, selection, presentation=False) == "local=0"


def test_the_selection_in_words_names_release_unit_and_years(package):
    words = in_words(package, parse_strict(package, "local=0&local_side=b_to_a&release=2025&from=2000"))
    assert (
        words
        == "Russia and Iran, SIPRI 2025 release, million TIV, without local production from Iran to Russia, 2000–2025"
        " (data of 2000–2024)"
    )
