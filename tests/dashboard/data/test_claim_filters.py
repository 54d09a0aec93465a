"""Filters that combine, their counts, and a search that forgives spelling; stated from the claims' own columns."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.base import charts
from dashboard.charts.evidence.timeline import DEEPEST, LANES, MOST, place
from dashboard.data.claims import filters as claim_filters
from dashboard.data.claims import pair as claims
from dashboard.data.claims import search as claim_search
from dashboard.data.selection import parse, parse_strict, to_query
from dashboard.data.view import View
from dashboard.text.sentence import to_text
from dashboard.text.wording.selection_words import claims_in_words, problem_in_words
from tests.bench.many_claims import with_claims


def chosen(package, query):
    selection = parse_strict(package, query)
    every = claims.claims_on_pair(package, selection.dyad)
    return set(every.claim_id[claim_filters.select_claims(package, selection)])


def test_each_filter_chooses_by_its_column(package):
    table = package.tables["claims"]
    drones = set(table.claim_id[table.category == "drones"])
    assert chosen(package, "category=drones") == drones
    assert chosen(package, "status=denied,cancelled") == set(table.claim_id[table.status.isin(["denied", "cancelled"])])
    assert chosen(package, "claimant=IRN") == set(table.claim_id[table.claimant_country == "IRN"])
    assert chosen(package, "claimant=none") == set(table.claim_id[table.claimant_country.isna()])
    assert chosen(package, "status=context") == set(table.claim_id[table.status.isna()])
    assert chosen(package, "origins=2") == set(table.claim_id[table.event_origins >= 2])
    assert chosen(package, "solid=yes&credibility=1") == set(table.claim_id[table.credibility == 1])
    assert chosen(package, "category=drones&claimant=IRN") == drones & chosen(package, "claimant=IRN")
    answered = {i for ids in table.answers.dropna() for i in ids.split()}
    assert chosen(package, "contested=yes") == set(table.claim_id[table.answers.notna()]) | answered


def test_soviet_deliveries_are_russia_s_direction(package):
    table = package.tables["claims"]
    mine = table[table.supplier.isin(["RUS", "SUN"]) & (table.recipient == "IRN")]
    assert chosen(package, "direction=a_to_b") == set(mine.claim_id)


def test_a_zoom_holds_what_touches_its_month(package):
    table = package.tables["claims"]
    end = table.end.fillna(table.start)
    august = table[(table.start <= "2022-08-31") & (end >= "2022-08-01")]
    assert chosen(package, "zoom=2022-08") == set(august.claim_id)


QUERIES = [
    "",
    "category=drones",
    "status=reported&contested=yes",
    "q=missiles",
    "zoom=2022",
    "origins=2&direction=b_to_a",
]


@pytest.mark.parametrize("query", QUERIES)
def test_the_count_beside_a_value_is_what_choosing_it_shows(package, query):
    selection = parse_strict(package, query)
    counts = claim_filters.count_by_facet(package, selection)
    for facet, values in claims.facet_values(package, selection.dyad).items():
        for value in values:
            turned = selection.replace(**{facet: (value,)})
            assert int(claim_filters.select_claims(package, turned).sum()) == counts[facet].get(value, 0)


def test_a_search_finds_words_their_beginnings_and_misspellings(package):
    assert "r-kirby-400-drones" in chosen(package, "q=kirby")
    assert chosen(package, "q=kirbi") == chosen(package, "q=kirby")
    assert chosen(package, "q=balistic") == chosen(package, "q=ballistic")
    assert chosen(package, "q=KIRBY+drones") == chosen(package, "q=kirby") & chosen(package, "q=drones")
    assert chosen(package, "q=alabug") == chosen(package, "q=Alabuga") != set()
    assert "r-sky-166-drones" in chosen(package, "q=sky+news+drons")
    assert chosen(package, "q=xylophone") == set()
    assert set() < chosen(package, "q=shahid") <= chosen(package, "q=shahed")
    assert set() != chosen(package, "q=SU-35") == chosen(package, "q=su35")


def test_a_word_that_is_there_brings_no_words_like_it(package):
    """`gold` must not bring `hold`: every claim found has the word itself, in its text, its event's name or its document's title."""
    texts = (
        package.tables["claims"]
        .merge(package.tables["events"], on="event_id", how="left")
        .merge(package.tables["documents"], on="document_id")
    )
    found = chosen(package, "q=gold")
    assert found
    for row in texts[texts.claim_id.isin(found)].itertuples():
        assert "gold" in " ".join(map(str, row)).lower()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_any_text_may_be_searched_for(package, text):
    selection, problems = parse(package, "")
    claim_search.search_claims(package, text)
    assert not problems
    assert selection.q == ""


def test_filters_stay_in_the_address_in_one_form(package):
    asked = parse_strict(package, "status=denied,reported&q=  tor   m1 &contested=yes&category=")
    assert to_query(package, asked) == "status=reported,denied&contested=yes&q=tor+m1"
    assert parse_strict(package, to_query(package, asked)) == asked
    assert claims_in_words(package, asked) == "claims: reported or denied; contested; found by “tor m1”"


def test_a_value_that_no_claim_has_is_named_with_those_that_are_possible(package):
    _, problems = parse(package, "category=tanks&zoom=22&status=reported,maybe")
    assert [p.where for p in problems] == ["category=tanks", "zoom=22", "status=reported,maybe"]
    assert "drones" in problem_in_words(problems[0]).fix


def test_what_answers_a_chosen_claim_is_drawn_beside_it_and_not_counted(package):
    view = View(package, parse_strict(package, "status=prospective&direction=b_to_a"))
    said, figure = charts()["evidence"].describe(view), charts()["evidence"].figure(view)
    assert "d1-sullivan-plan" in set(said.table["Id"])
    drawn = {m.id for m in said.marks}
    assert {"d1-amirabdollahian-denial", "d1-visit-denial-russia", "d1-no-sign"} <= drawn - set(said.table["Id"])
    lane = figure["data"][3]
    faint = {i for i, o in zip(lane["customdata"], lane["marker"]["opacity"], strict=True) if o < 1}
    assert faint == {i for i in lane["customdata"] if i not in set(said.table["Id"])}


def test_each_denial_is_tied_to_what_it_denies(package):
    view = View(package, parse_strict(package, ""))
    figure, table = charts()["evidence"].figure(view), package.tables["claims"]
    shown = {i for trace in figure["data"][2:] for i in trace["customdata"]}
    at = {
        i: (x, y)
        for trace in figure["data"][2:]
        for i, x, y in zip(trace["customdata"], trace["x"], trace["y"], strict=True)
    }
    ties = figure["data"][0]
    ends = set(
        zip(
            zip(ties["x"][::3], ties["y"][::3], strict=True),
            zip(ties["x"][1::3], ties["y"][1::3], strict=True),
            strict=True,
        )
    )
    wanted = {
        (at[c.claim_id], at[i])
        for c in table[table.answers.notna()].itertuples()
        for i in c.answers.split()
        if {c.claim_id, i} <= shown
    }
    assert ends == wanted
    assert len(wanted) == sum(len(ids.split()) for ids in table.answers.dropna())


def overlaps(spots, wide):
    """Pairs of marks nearer to each other than they are wide."""
    return [
        (a.id, b.id)
        for n, a in enumerate(spots)
        for b in spots[n + 1 :]
        if abs(a.x - b.x) < wide and abs(a.y - b.y) < wide
    ]


@pytest.mark.parametrize(
    ("query", "wide"),
    [
        ("", 10.9),
        ("zoom=2022", 10.9),
        ("zoom=2022-10", 10.9),
        ("size=phone", 8.9),
        ("size=tablet&direction=b_to_a", 10.9),
    ],
)
def test_no_two_marks_touch(package, query, wide):
    view = View(package, parse_strict(package, query))
    every = claims.claims_on_pair(package, view.selection.dyad)
    placed = place(view, claim_filters.select_claims(package, view.selection).to_numpy().nonzero()[0].tolist())
    assert not placed.grouped
    assert len(placed.spots) == int(claim_filters.select_claims(package, view.selection).sum()) <= len(every)
    assert overlaps(placed.spots, wide) == []


def test_thousands_of_claims_are_drawn_in_groups_that_hold_them_all(package):
    many = with_claims(package)
    view = View(many, parse_strict(many, ""))
    placed = place(view, range(5000))
    assert placed.grouped
    assert len(placed.spots) <= MOST
    assert sorted(c.claim_id for s in placed.spots for c in s.claims) == sorted(many.tables["claims"].claim_id)
    assert overlaps(placed.spots, 28) == []
    assert charts()["evidence"].figure(view)["layout"]["height"] < 700
    assert {s.lane for s in placed.spots} == set(LANES)
    month = View(many, parse_strict(many, "zoom=2024-03"))
    shown = charts()["evidence"].describe(month).marks
    assert {m.id for m in shown} == chosen(many, "zoom=2024-03")  # zoomed in, each claim is a mark of its own again
    assert all(not m.id.startswith("group:") for m in shown)
    deepest = max(placed.bands[lane][0] - placed.bands[lane][1] for lane in LANES)
    assert deepest < 12 * DEEPEST


def test_a_group_lists_its_claims_and_each_opens(package):
    many = with_claims(package)
    from dashboard.pages.home.render import mark_html

    group = max(
        (
            m
            for m in charts()["evidence"].describe(View(many, parse_strict(many, ""))).marks
            if "undated" not in m.label
        ),
        key=lambda m: len(m.basis),
    )
    html = mark_html(many, "", "evidence", group.id)
    assert html.count('class="claim-line"') == 60
    assert f"{len(group.basis) - 60} more" in html
    assert 'data-part="evidence"' in html
    assert "statement" in mark_html(many, "status=denied", "evidence", "made-7")  # also where a filter leaves it out


def test_counts_survive_an_empty_choice(package):
    said = charts()["evidence"].describe(View(package, parse_strict(package, "q=xylophone")))
    assert isinstance(said.table, pd.DataFrame)
    assert said.table.empty
    assert "None of 327 claims matches." in to_text(said.title)


def test_the_counter_counts_the_claims_of_the_selected_years(package, client):
    query = "from=2000&to=2021"
    rows = client.get(f"/charts/evidence.json?{query}").json["layout"]["meta"]["table"]["rows"]
    found = client.get(f"/view.json?{query}&only=evidence&size=wide&theme=light").json["regions"]["evidence-tools"]
    every = len(package.tables["claims"])
    assert 0 < len(rows) < every
    assert f"<strong>{len(rows)}</strong> of {every} claims; {every - len(rows)} more in other years<" in found
    assert (
        "in other years"
        not in client.get("/view.json?only=evidence&size=wide&theme=light").json["regions"]["evidence-tools"]
    )


def test_one_denial_denies(client):
    title = client.get("/charts/evidence.json?from=2000&to=2021").json["layout"]["meta"]["title"]
    assert "one denies another and ten are denied or narrowed" in title
