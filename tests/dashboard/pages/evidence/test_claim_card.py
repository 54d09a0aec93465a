"""Claim cards: every claim names who, how graded, what it numbers, what stands against it, and where it is written."""

import re
from html import unescape

import pandas as pd
import pytest

from dashboard.data.selection import parse
from dashboard.data.view import View
from dashboard.evidence.grade_reasons import grade_reasons, speaks_for
from dashboard.pages.evidence.claim_card import claim_card
from dashboard.pages.html.to_html import to_html
from dashboard.text.sentence import to_text
from dashboard.text.wording.claim_words import grade_in_words, status_in_words


@pytest.fixture(scope="module")
def view(package):
    return View(package, parse(package, "")[0])


def words(page):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def card(view, claim_id):
    return to_html(claim_card(view, view.package.evidence[claim_id]))


def test_every_card_names_claimant_grade_status_range_and_counter_claims(view):
    claims = view.package.tables["claims"]
    documents = view.package.tables["documents"].set_index("document_id")
    states = view.package.names
    by_id = claims.set_index("claim_id")
    for claim in claims.itertuples():
        page = card(view, claim.claim_id)
        text = words(page)
        assert claim.statement in text
        assert claim.claimant in text
        assert grade_in_words(claim.reliability, int(claim.credibility)) in text
        assert status_in_words("context" if pd.isna(claim.status) else claim.status) in text
        assert documents.loc[claim.document_id].title in text
        assert f'href="/sources#{claim.document_id}"' in page
        assert f'href="/events/{claim.event_id}#claim-{claim.claim_id}"' in page
        if pd.notna(claim.claimant_country):
            assert states[claim.claimant_country] in text
        if pd.notna(claim.quantity_unit) and pd.notna(claim.quantity_central):
            assert f"{claim.quantity_central:,.0f}".split(".")[0][:4] in text or str(claim.quantity_central)[:4] in text
        for answered in [] if pd.isna(claim.answers) else claim.answers.split():
            assert by_id.loc[answered].statement in text
            assert by_id.loc[answered].claimant in text
        for other in claims[
            claims.answers.fillna("").str.split().map(lambda ids, c=claim: c.claim_id in ids)
        ].itertuples():
            assert other.statement in text
            assert ("Denied by" if other.stance == "denies" else "Narrowed or disputed by") in text


def test_the_two_reports_on_bullets_name_each_other(view):
    for one, other in (("r-sky-100m-bullets", "1,000,000 rounds"), ("r-wsj-1m-rounds", "100,000,000 bullets")):
        text = words(card(view, one))
        assert other in text
        assert "a hundredfold apart" in text
        assert "shells" not in text.split("Other numbers")[1].split("Speaks of")[0]


def test_numbers_of_another_step_or_time_say_so(view):
    text = words(card(view, "r-sky-166-drones"))
    assert "200–999 drones ordered" in text
    assert "at least 1.2 times as many as in this claim (another step, times that overlap)" in text  # 200 / 166
    assert "46 drones" in text
    assert "3.6 times fewer than in this claim (another time)" in text


def test_the_smaller_number_is_not_called_the_greater(view):
    text = words(card(view, "d1-shipment-total"))  # 200–999 against 46
    assert "at least 4.3 times fewer than in this claim" in text
    assert "at least 4.3 times as many" not in text


def test_a_denial_of_something_else_is_not_called_outright(view):
    text = words(
        card(view, "d1-sullivan-plan")
    )  # the subject did not come up, said Iran: no word on whether drones would come
    assert (
        "Iran denied that drones were a subject of Putin's talks in Tehran. Government of Iran, 19 July 2022, graded C4 · denied"
        in text
    )
    assert "outright" not in text


def test_context_asserts_nothing_and_says_so(view):
    text = words(card(view, "r-eu-lists-shahed-aviation"))
    assert "European Union; context, so no origins are counted" in text


def test_a_correction_with_a_number_says_by_how_much(view):
    text = words(card(view, "r-kirby-400-drones"))
    assert "401 or more against 450: one lies within the range of the other" in text
    assert "401 or more against 450" in words(card(view, "r-cnn-450-drones"))


def test_the_history_runs_by_the_day_it_was_said_and_marks_the_claim(view):
    page = card(view, "r-iran-admits-drones")
    history = page.split('class="history"')[1].split("</ol>")[0]
    lines = [words(line) for line in re.findall(r"<li.*?</li>", history)]
    assert len(lines) == 21
    assert "5 August 2022" in lines[0]
    assert "21 November 2023" in lines[-1]
    assert history.count('aria-current="true"') == 1
    marked = next(line for line in lines if "(this claim)" in line)
    assert "confirmed Hossein Amir-Abdollahian" in marked
    assert lines.index(marked) > next(i for i, line in enumerate(lines) if "denied Spokesman" in line)


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("d1-mfa-denial", "The claimant’s state is Iran, the supplier it speaks about."),
        ("r-peskov-denies-shipment", "The claimant’s state is Russia, the recipient it speaks about."),
        ("r-blinken-fath-360", "The claimant’s state is the United States, a third state."),
    ],
)
def test_whose_interest_a_claim_may_serve(view, claim, said):
    assert to_text(speaks_for(view, view.package.evidence[claim])) == said


def test_a_claim_without_a_state_says_so(view):
    said = to_text(speaks_for(view, view.package.evidence["r-sky-166-drones"]))
    assert said.startswith("No one state stands behind")


def test_reasons_count_other_origins_as_the_table_does(view):
    claims = view.package.tables["claims"]
    numbers = {"no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
    for claim in view.package.claims():
        letter, number, *rest = map(to_text, grade_reasons(view, claim))
        assert letter.startswith(f"{claim.reliability}: ")
        assert number.startswith(f"{claim.credibility}: ")
        if claim.stance in ("denies", "qualifies"):
            continue
        event = claims[
            (claims.event_id == claim.event_id) & (claims.stance == "asserts") & (claims.origin != claim.origin)
        ]
        if "arms were delivered" in number:
            event = event[
                event.status.isin(["reported", "confirmed"])
                & ~event.category.isin(
                    ["analysis", "law", "money", "nuclear", "space", "technology", "training", "transport"]
                )
            ]
        found = re.search(r"(\w+) other origins? ", number, re.I)
        assert numbers[found[1].lower() if found else "no"] == event.origin.nunique(), claim.claim_id
        denials = claims[
            (claims.stance == "denies")
            & claims.answers.fillna("").str.split().map(lambda ids, c=claim: c.claim_id in ids)
        ]
        assert ("denied by" in " ".join(rest)) == (len(denials) > 0)


def test_a_leak_and_images_are_called_so(view):
    assert any("leaked papers" in to_text(r) for r in grade_reasons(view, view.package.evidence["r-leak-su35-48"]))
    assert any("images" in to_text(r) for r in grade_reasons(view, view.package.evidence["r-maxar-port-olya-3"]))


def test_an_answer_to_a_claim_that_was_not_yet_known_does_not_break_the_card(package):
    early = View(
        package, parse(package, "known_on=2025-09-10")[0]
    )  # CSIS’s caveat is dated before the claim it narrows
    text = words(card(early, "r-csis-su35-unclear"))
    assert "It was unclear whether any Su-35 had reached Iran" in text
    assert "Russia had supplied Su-35 fighters" not in text


def test_many_claims_under_a_mark_fold_and_still_show_who_denies(app, package):
    page = app.server.test_client().get("/charts/direction/marks/2022:b_to_a").get_data(as_text=True)
    folds = re.findall(r'<details class="fold">(.*?)</article></details>', page, re.S)
    claims = package.tables["claims"]
    mine = claims[(claims.supplier == "IRN") & (claims.recipient == "RUS") & (claims.start.str[:4] == "2022")]
    assert len(folds) == len(mine) > 4
    heads = {
        re.search(r'id="claim-([^"]+)"', fold)[1]: words(re.search(r"<summary>(.*?)</summary>", fold, re.S)[1]).strip()
        for fold in folds
    }
    assert set(heads) == set(mine.claim_id)
    assert heads["r-us-first-shipment"].endswith("graded B1 · denied")  # by Peskov
    assert heads["r-peskov-denies-shipment"].endswith("graded D5 · a denial")
    assert heads["r-ukraine-46-drones"].endswith("graded C3 · denied")  # by Peskov and by Iran
