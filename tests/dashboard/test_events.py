"""Event pages: every claim is there, competing numbers keep apart, denials stand beside what they deny."""

import re
from html import unescape

import pytest

from dashboard.book import book
from dashboard.charts.base import View
from dashboard.event import find_event, headline
from dashboard.quantities import Amount, amount, apart, span
from dashboard.ranges import Axis, axis
from dashboard.selection import parse
from etl import series


@pytest.fixture
def view(package):
    return View(package, parse(package, "")[0])


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_every_event_answers_with_all_its_claims(client, package):
    claims = package.tables["claims"]
    for event in package.tables["events"].itertuples():
        page = text_of(client, f"/events/{event.event_id}")
        assert event.label in page
        mine = claims[claims.event_id == event.event_id]
        for claim in mine.itertuples():
            assert page.count(f'id="claim-{claim.claim_id}"') == 1
            assert claim.statement in page
            assert claim.claimant in page
        ids = re.findall(r'<article id="claim-([^"]+)"', page)
        assert sorted(ids) == sorted(mine.claim_id)


def test_the_numbers_of_the_drones_stand_side_by_side_and_are_never_summed(client, view):
    numbers = [span(found) for c in book(view.package).by_event["drones-2022"] if (found := amount(c))]
    assert numbers == ["46", "200–999", "450", "166"]
    page = words(text_of(client, "/events/drones-2022"))
    assert "Drones: four numbers, the greatest 9.8 times as many as the least" in page  # 450 / 46 = 9.78
    for number in ("46 drones", "200–999 drones", "450 drones", "166 drones"):
        assert number in page
    assert "662" not in page  # 46 + 450 + 166
    assert "220.7" not in page  # their mean
    assert "logarithmic" not in page  # 999 / 46 = 22, below 50


def test_two_reports_on_bullets_lie_a_hundredfold_apart(client):
    page = words(text_of(client, "/events/shells"))
    assert "Bullets and rounds: two numbers, a hundredfold apart" in page
    assert "100,000,000 bullets" in page
    assert "1,000,000 rounds" in page
    assert "301,000" not in page
    assert "The axis is logarithmic" in page


def test_missiles_are_counted_by_origin_and_their_denial_stands_beside_each(client, view):
    event = find_event(view, "ballistic-missiles")
    # Reuters’ sources, Ardestani, the US, the three European governments and Ukraine say they came; Iran alone denies
    assert len({c.origin for c in event.arrived}) == 5
    assert headline(event) == "Five independent origins say that arms were delivered from Iran to Russia. One denies it: the Government of Iran."
    page = text_of(client, "/events/ballistic-missiles")
    denial = "Iran had sent no ballistic missiles to Russia."
    for denied in ("r-reuters-400-missiles", "r-blinken-fath-360", "r-e3-missiles", "r-sky-220-missiles", "r-ukraine-200-missiles"):
        card = page.split(f'<article id="claim-{denied}"')[1].split("</article>")[0]
        assert "Denied by" in card
        assert denial in card
        assert "denied outright" in card


def test_who_says_both_is_named(view):
    event = find_event(view, "drones-2022")
    assert len({c.origin for c in event.arrived}) == 6
    assert headline(event) == (
        "Six independent origins say that arms were delivered from Iran to Russia. "
        "Two deny it: the Government of Russia and the Government of Iran. The Government of Iran said both."
    )
    assert {c.claim_id for c in event.denials} == {"r-peskov-denies-shipment", "d1-mfa-denial"}


def test_the_su35_is_said_to_have_come_by_one_and_denied_by_another(client):
    page = words(text_of(client, "/events/su35"))
    assert "One independent origin says that arms were delivered from Russia to Iran. One denies it: Royal United Services Institute (RUSI)." in page
    assert "Of an order alone speak" in page
    assert "Nothing of this event counts" in page


def test_repeats_of_one_origin_are_grouped_under_it(client):
    page = words(text_of(client, "/events/drones-2022"))
    assert "Who says what: seven independent origins" in page
    assert "Government of the United States : three claims, one origin" in page  # through two papers


def test_what_counts_is_what_the_series_counts(client, package):
    claims = package.tables["claims"].set_index("claim_id")
    pair = series.Pair.of("RUS-IRN")
    counted = {}
    for way in ("a_to_b", "b_to_a"):
        frame = series.documented(package.tables, pair, way, 3, range(1989, 2027))
        for year, row in frame[frame.central > 0].iterrows():
            for claim in row.basis.split():
                counted.setdefault(claims.loc[claim].event_id, {}).setdefault((way, year), set()).add(claim)
    assert counted
    for event in package.tables["events"].event_id:
        page = text_of(client, f"/events/{event}")
        part = page.split('id="counts"')[1]
        found = sorted(int(y) for y in re.findall(r"one event, in (\d{4})", part))
        assert found == sorted(year for _, year in counted.get(event, {}))
        ids = {i for i, body in re.findall(r'<article id="claim-([^"]+)"(.*?)</article>', page, re.S) if "Counts in the series." in body}
        assert ids == set().union(*counted.get(event, {}).values())


def test_an_earlier_day_knows_only_what_had_been_said(client):
    page = words(text_of(client, "/events/drones-2022?known_on=2022-09-01"))
    assert "As known on 1 September 2022. Five claims" in page
    assert "166 drones" not in page
    assert "limited quantity" not in page
    assert "No claim on this event had been reported by that day." in text_of(client, "/events/mig29-2025?known_on=2022-09-01")


def test_an_unknown_event_is_a_404_and_a_bad_query_a_400(client):
    answer = client.get("/events/nope")
    assert answer.status_code == 404
    assert 'href="/"' in answer.get_data(as_text=True)
    for address in ("/events?credibility=9", "/events/su35?credibility=9", "/sources?credibility=9"):
        assert client.get(address).status_code == 400


def test_the_list_has_every_event_once_with_its_counts(client, package):
    page = text_of(client, "/events")
    links = re.findall(r'<li><a href="/events/([^"?#]+)"', page)
    assert sorted(links) == sorted(package.tables["events"].event_id)
    line = words(re.search(r'<li><a href="/events/drones-2022".*?</li>', page)[0])
    assert "15 claims 7 origins 2 denials 46–999 drones last said 5 January 2023" in line


def test_links_between_pages_keep_the_day(client):
    page = text_of(client, "/events?known_on=2022-09-01&credibility=2")
    assert "/events/drones-2022?credibility=2&known_on=2022-09-01" in page


@pytest.mark.parametrize(("a", "b", "said"), [
    (Amount(None, 46, None, "drones"), Amount(None, 166, None, "drones"), "3.6 times as many"),
    (Amount(None, 46, None, "drones"), Amount(200, None, 999, "drones"), "at least 4.3 times as many"),
    (Amount(None, 1e8, None, "bullets"), Amount(None, 1e6, None, "rounds"), "a hundredfold apart"),
    (Amount(401, None, None, "drones"), Amount(None, 450, None, "drones"), "one lies within the range of the other"),
    (Amount(0, None, 999, "drones"), Amount(200, None, 1200, "drones"), "the ranges overlap"),
    (Amount(None, 5, None, "x"), Amount(None, 5, None, "x"), "the same number"),
    (Amount(300001, None, None, "shells"), Amount(None, 300000, None, "shells"), "nearly the same"),
    (Amount(None, 0, None, "x"), Amount(None, 5, None, "x"), "none against some"),
])  # fmt: skip
def test_how_far_apart_two_numbers_are(a, b, said):
    assert apart(a, b) == said
    assert apart(b, a) == said


def test_places_on_the_axis():
    plain = Axis(0, 1000, False)
    assert [plain.at(v) for v in (0, 250, 1000)] == [0, 25, 100]
    wide = axis([Amount(None, 1e6, None, "x"), Amount(None, 1e8, None, "x")])
    assert wide == Axis(1e6, 1e8, True)
    assert [wide.at(v) for v in wide.ticks] == [0, 50, 100]
    assert not axis([Amount(None, 10, None, "x"), Amount(None, 500, None, "x")]).log
    assert axis([Amount(None, 10, None, "x"), Amount(None, 501, None, "x")]).log
