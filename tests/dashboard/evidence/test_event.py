"""Event pages: every claim is there, competing numbers keep apart, denials stand beside what they deny."""

import re
from dataclasses import replace
from html import unescape
from types import MappingProxyType

import pytest

from dashboard.data.records import Quantity
from dashboard.data.selection import parse
from dashboard.data.view import View
from dashboard.evidence.claim_index import claim_index
from dashboard.evidence.event import find_event, headline
from dashboard.evidence.quantities import apart, span
from dashboard.pages.evidence.claim_card import claim_card
from dashboard.pages.evidence.event import page
from dashboard.pages.evidence.number_ranges import Axis, axis
from dashboard.pages.html.to_html import to_html
from dashboard.text.forms.dates import day as spoken
from dashboard.text.sentence import to_text
from etl.analysis.documented.events import find_events
from etl.analysis.series import Pair


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
    numbers = [span(found) for c in claim_index(view.package).by_event["drones-2022"] if (found := c.quantity)]
    assert numbers == ["46", "200–999", "200–999", "450", "300", "166", "30"]
    page = words(text_of(client, "/events/drones-2022"))
    assert (
        "Drones: seven numbers of different steps; of the five with the status “reported”, the greatest 9.8 times as many as the least"
        in page
    )  # 450 / 46 = 9.78
    for number in ("46 drones", "200–999 drones", "450 drones", "300 drones", "166 drones", "30 drones"):
        assert number in page
    assert "962" not in page  # 46 + 450 + 300 + 166
    assert "240.5" not in page  # their mean
    assert "logarithmic" not in page  # 999 / 30 = 33, below 50


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
    assert (
        to_text(headline(event))
        == "Five independent origins say that arms were delivered from Iran to Russia. One denies it: the Government of Iran."
    )
    page = text_of(client, "/events/ballistic-missiles")
    denial = "Iran had sent no ballistic missiles to Russia."
    for denied in (
        "r-reuters-400-missiles",
        "r-blinken-fath-360",
        "r-e3-missiles",
        "r-sky-220-missiles",
        "r-ukraine-200-missiles",
    ):
        card = page.split(f'<article id="claim-{denied}"')[1].split("</article>")[0]
        assert "Denied by" in card
        assert denial in card
        assert " · denied" in card
        assert "outright" not in card


def test_who_says_both_is_named(view):
    event = find_event(view, "drones-2022")
    assert len({c.origin for c in event.arrived}) == 6
    assert to_text(headline(event)) == (
        "Six independent origins say that arms were delivered from Iran to Russia. "
        "Two deny it: the Government of Russia and the Government of Iran. The Government of Iran said both."
    )
    assert {c.claim_id for c in event.denials} == {"r-peskov-denies-shipment", "d1-mfa-denial"}


def test_the_su35_is_said_to_have_come_by_one_and_denied_by_another(client):
    page = words(text_of(client, "/events/su35"))
    assert (
        "Nothing counts as delivered: two independent origins say that arms were delivered from Russia to Iran. "
        "Two deny it: the Government of Iran and Royal United Services Institute (RUSI)." in page
    )
    assert (
        "Said to be ordered, and no more, by three independent origins: Shahriar Heidari, member of Iran’s parliament; "
        "the Government of Iran; "
        "Papers said to be of Rostec, published by the hacker group Black Mirror."
    ) in page
    assert "Nothing of this event counts" in page


def test_repeats_of_one_origin_are_grouped_under_it(client):
    page = words(text_of(client, "/events/drones-2022"))
    assert "Who says what: seven independent origins" in page
    assert "Government of the United States : six claims, one origin" in page  # through several papers


def test_what_counts_is_what_the_series_counts(client, package):
    counted = {e.id: e for e in find_events(package.tables, Pair.of("RUS-IRN"), 3)}
    assert len(counted) > 10
    for event in package.tables["events"].event_id:
        page = text_of(client, f"/events/{event}")
        part = page.split('id="counts"')[1]
        assert part.count("one transfer, ") == int(event in counted)
        if event in counted:
            assert spoken(counted[event].first_day) in words(part)
        ids = {
            i
            for i, body in re.findall(r'<article id="claim-([^"]+)"(.*?)</article>', page, re.S)
            if "Counts in the series" in body
        }
        assert ids == (set(counted[event].claims) if event in counted else set())


def test_an_earlier_day_knows_only_what_had_been_said(client):
    page = words(text_of(client, "/events/drones-2022?known_on=2022-09-01"))
    assert "As known on 1 September 2022. Eight claims" in page
    assert "166 drones" not in page
    assert "limited quantity" not in page
    assert "No claim on this event had been reported by that day." in text_of(
        client, "/events/mig29-2025?known_on=2022-09-01"
    )


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
    assert "22 claims 7 origins 2 denials 30–999 drones last said 21 November 2023" in line


def test_links_between_pages_keep_the_day(client):
    page = text_of(client, "/events?known_on=2022-09-01&credibility=2")
    assert "/events/drones-2022?credibility=2&known_on=2022-09-01" in page


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        (Quantity(200, None, 999, "drones"), Quantity(200, None, 999, "drones"), "the same range"),
        (Quantity(5, None, None, "drones"), Quantity(5, None, None, "drones"), "the same range"),
        (Quantity(None, 1e8, None, "bullets"), Quantity(None, 1e6, None, "rounds"), "a hundredfold apart"),
        (
            Quantity(401, None, None, "drones"),
            Quantity(None, 450, None, "drones"),
            "one lies within the range of the other",
        ),
        (Quantity(0, None, 999, "drones"), Quantity(200, None, 1200, "drones"), "the ranges overlap"),
        (Quantity(None, 5, None, "x"), Quantity(None, 5, None, "x"), "the same number"),
        (Quantity(300001, None, None, "shells"), Quantity(None, 300000, None, "shells"), "nearly the same"),
    ],
)
def test_how_far_apart_two_numbers_are(a, b, said):
    assert apart(a, b) == said
    assert apart(b, a) == said


@pytest.mark.parametrize(
    ("a", "b", "said", "turned"),
    [
        (
            Quantity(None, 166, None, "drones"),
            Quantity(None, 46, None, "drones"),
            "3.6 times as many",
            "3.6 times fewer",
        ),
        (
            Quantity(200, None, 999, "drones"),
            Quantity(None, 46, None, "drones"),
            "at least 4.3 times as many",
            "at least 4.3 times fewer",
        ),
        (
            Quantity(401, None, None, "drones"),
            Quantity(None, 200, None, "drones"),
            "at least 2 times as many",
            "at least 2 times fewer",
        ),
        (Quantity(None, 0, None, "x"), Quantity(None, 5, None, "x"), "none against some", "some against none"),
    ],
)
def test_which_of_two_numbers_is_more(a, b, said, turned):
    assert (apart(a, b), apart(b, a)) == (said, turned)


def test_numbers_of_different_steps_are_not_compared(client):
    page = words(text_of(client, "/events/kilo-submarines"))
    assert "Submarines: three numbers of different steps" in page
    assert "as the least" not in page


def test_an_event_outside_the_years_shown_says_so(client):
    page = text_of(client, "/events/drones-2022?measure=documented&from=2000&to=2010")
    text = words(page)
    assert "one transfer, 1 August 2022 to 8 November 2022, outside the years shown (2000–2010), on " in text
    assert "Counts in the series." not in text
    assert "Counts in the series, with a transfer of 1 August 2022 to 8 November 2022, outside the years shown." in text
    assert "Outside the years shown: six independent origins say that arms were delivered from Iran to Russia." in text
    assert "outside the years shown" not in text_of(client, "/events/drones-2022?measure=documented")


def test_the_days_of_a_transfer_are_those_its_vote_is_shared_over(client):
    said = words(text_of(client, "/events/drones-by-boat"))
    assert "one transfer, 1 November 2022 to 12 February 2023, on the strength of" in said


def test_a_weapon_handed_over_for_study_does_not_count(client):
    said = words(text_of(client, "/events/captured-weapons"))
    assert "Nothing of this event counts in the series of documented transfers" in said
    assert "Its status is “handed over for study”, no delivery: two claims." in said


def test_a_part_of_a_package_says_so(client):
    assert "It is part of a package that counts as a whole: " in words(text_of(client, "/events/kilo-submarines"))


def changed(package, **tables):
    """The package with some tables exchanged."""
    return replace(package, tables=MappingProxyType({**package.tables, **tables}), whole=None)


def test_a_claim_without_a_day_says_that_its_day_is_unknown(package):
    claims = package.tables["claims"]
    rows = claims.assign(
        reported_on=claims.reported_on.mask(
            claims.claim_id.isin(["r-peskov-denies-shipment", "r-azizi-doubts-mig29", "r-us-first-shipment"])
        )
    )
    silent = changed(package, claims=rows)
    one = View(silent, parse(silent, "")[0])
    for event in ("drones-2022", "s400"):  # the second has a denial made on another event
        assert "day unknown" in words(to_html(page(find_event(one, event))))
    for claim in ("r-peskov-denies-shipment", "r-us-first-shipment"):
        assert "day unknown" in words(to_html(claim_card(one, silent.evidence[claim])))


def test_what_nobody_had_spoken_of_keeps_its_name_to_itself(client):
    page = text_of(client, "/events/mig29-2025?known_on=2022-09-01")
    assert "<h1>An event nobody had spoken of by 1 September 2022</h1>" in page
    assert "<title>An event nobody had spoken of by 1 September 2022" in page
    assert "MiG-29" not in page


def test_notes_of_an_earlier_day_are_headed_as_written_later(client):
    later = "Note, written later: "
    card = (
        text_of(client, "/events/drone-plan?known_on=2022-07-15")
        .split('id="claim-d1-amirabdollahian-denial"')[1]
        .split("</article>")[0]
    )
    assert "r-iran-admits-drones" in card.split(later)[1]
    assert later in text_of(client, "/charts/evidence/marks/d1-amirabdollahian-denial?known_on=2022-07-15")
    assert later not in text_of(client, "/events/drone-plan")


def test_places_on_the_axis():
    plain = Axis(0, 1000, False)
    assert [plain.at(v) for v in (0, 250, 1000)] == [0, 25, 100]
    wide = axis([Quantity(None, 1e6, None, "x"), Quantity(None, 1e8, None, "x")])
    assert wide == Axis(1e6, 1e8, True)
    assert [wide.at(v) for v in wide.ticks] == [0, 50, 100]
    assert not axis([Quantity(None, 10, None, "x"), Quantity(None, 500, None, "x")]).log
    assert axis([Quantity(None, 10, None, "x"), Quantity(None, 501, None, "x")]).log


def test_origins_that_may_share_one_intelligence_are_named_where_they_are_counted(client):
    said = "may rest on one intelligence, though they are counted apart."
    page = words(text_of(client, "/events/ballistic-missiles"))
    assert "Five independent origins say that arms were delivered" in page
    assert f"Germany and the United Kingdom; the Government of the United States {said}" in page
    card = text_of(client, "/charts/evidence/marks/r-e3-missiles")
    assert said in card
    assert said not in text_of(client, "/events/kilo-submarines")
