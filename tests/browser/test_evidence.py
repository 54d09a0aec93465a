"""The evidence as a reader meets it: filters, search, the day's slider, and the keyboard's way to every source."""

import pytest
from playwright.sync_api import expect

from tests.bench.many_claims import PANEL, TURN, with_claims
from tests.browser.conftest import Served, local_stop, settle, turned, until


def found(page):
    return page.locator("#evidence-tools .found").inner_text()


def facet(page, name):
    page.locator("#evidence-tools details.menu > summary", has_text=name).click()
    return page.locator("#evidence-tools details.menu[open] .sheet")


def test_filters_combine_and_the_address_restores_them(open_page, package):
    claims = package.tables["claims"]
    page = open_page("/charts/evidence")
    assert found(page) == f"{len(claims)} of {len(claims)} claims"
    drones = int((claims.category == "drones").sum())
    sheet = facet(page, "Category")
    assert sheet.locator("a", has_text="drones").inner_text() == f"drones {drones}"
    turned(page, lambda: sheet.locator("a", has_text="drones").click())
    assert found(page) == f"{drones} of {len(claims)} claims"
    turned(page, lambda: facet(page, "Said for").locator("a", has_text="Iran").click())
    both = int(((claims.category == "drones") & (claims.claimant_country == "IRN")).sum())
    assert found(page) == f"{both} of {len(claims)} claims"
    turned(page, lambda: page.get_by_role("link", name="Contested only").click())
    assert page.url.endswith("?category=drones&claimant=IRN&contested=yes")
    shown, marks = found(page), page.locator("#evidence-marks button").count()
    page.reload()
    settle(page)
    assert (found(page), page.locator("#evidence-marks button").count()) == (shown, marks)
    turned(page, lambda: page.get_by_role("link", name="Clear all").click())
    assert page.url.endswith("/charts/evidence")


def test_a_filter_on_the_page_leaves_the_rest_of_it_alone(open_page):
    page = open_page()
    headline, title = page.locator("#headline").inner_text(), page.title()
    page.evaluate("document.querySelector('#direction-graph .main-svg').dataset.mine = 'yes'")
    turned(page, lambda: page.get_by_role("link", name="Contested only").click())
    assert page.locator("#headline").inner_text() == headline
    assert page.title() == title
    assert page.evaluate("document.querySelector('#direction-graph .main-svg').dataset.mine") == "yes"
    turned(page, lambda: local_stop(page, 0).click())
    assert page.url.endswith("local=0&contested=yes")


def test_the_search_answers_while_it_is_typed_in_and_forgives(open_page):
    page = open_page()
    field = page.locator("#claims-q")
    field.focus()
    turned(page, lambda: field.press_sequentially("balistic", delay=15))
    until(page, "() => location.search.includes('q=balistic')")
    assert page.evaluate("document.activeElement.id") == "claims-q"
    assert field.input_value() == "balistic"
    number = int(found(page).split()[0])
    assert 0 < number < 60
    turned(page, lambda: field.fill("ballistic"))
    until(page, "() => location.search.endsWith('q=ballistic')")
    assert int(found(page).split()[0]) == number


def test_the_slider_moves_the_whole_page_through_the_days(open_page, package):
    page = open_page()
    slider = page.locator("#evidence-known")
    days = package.days("RUS-IRN")
    assert slider.get_attribute("max") == str(len(days) - 1)
    slider.focus()
    turned(page, lambda: page.keyboard.press("ArrowLeft"))
    until(page, "day => location.search.includes('known_on=' + day)", days[-2])
    assert page.evaluate("document.activeElement.id") == "evidence-known"
    steps = days.index("2022-07-13") - (len(days) - 2)
    for _ in range(-steps):
        page.keyboard.press("ArrowLeft")
    until(page, "() => location.search.includes('known_on=2022-07-13')")
    until(page, "() => document.getElementById('headline').innerText.startsWith('It cannot be told')")
    assert page.locator("#evidence-known").get_attribute("aria-valuetext") == "13 July 2022"
    assert "no release of the register packaged here was published by then" in page.locator(".stood").inner_text()
    until(page, "() => document.getElementById('direction-unit').innerText === 'Documented transfers a year'")
    until(page, "() => document.getElementById('evidence-title').innerText.startsWith('By 13 July 2022, ')")
    turned(page, lambda: page.get_by_role("link", name="Back to today").click())
    assert page.locator("#headline").inner_text().startswith("Since 2022")
    assert page.url.endswith("/")


def test_a_day_can_be_named(open_page):
    page = open_page("/?known_on=2022-07-31")
    page.locator("#evidence-known-day").fill("2022-09-01")
    turned(page, lambda: page.locator("#evidence-tools .known").get_by_role("button", name="Show").click())
    assert page.url.endswith("known_on=2022-09-01")
    assert "3 confirmed, 11 reported" in page.locator("#evidence-sentence").inner_text()


def test_contested_events_show_both_sides_at_once(open_page, package):
    page = open_page("/charts/evidence?status=prospective&direction=b_to_a")
    marks = page.locator("#evidence-marks button").evaluate_all("all => all.map(b => b.dataset.mark)")
    assert {"d1-sullivan-plan", "d1-amirabdollahian-denial", "d1-visit-denial-russia", "d1-no-sign"} <= set(marks)


def test_the_keyboard_walks_every_mark_and_comes_back(open_page, package):
    """Tab to the chart, arrows through all of its marks; Enter opens, Tab reaches the source, Escape comes back to the mark."""
    page = open_page("/evidence")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.chart") == "evidence":
            break
    seen = [page.evaluate("document.activeElement.dataset.mark")]
    total = page.locator("#evidence-marks button").count()
    for _ in range(total - 1):
        page.keyboard.press("ArrowRight")
        seen.append(page.evaluate("document.activeElement.dataset.mark"))
    assert len(set(seen)) == total == len(package.tables["claims"])
    for key, wanted in (("Home", seen[0]), ("End", seen[-1])):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.dataset.mark") == wanted
        assert page.locator("#evidence-graph .hoverlayer .hovertext").count() == 1
        page.keyboard.press("Enter")
        until(page, "mark => document.getElementById('panel-body').dataset.mark === mark", wanted)
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate(
                "document.activeElement.closest('.source') !== null && document.activeElement.href !== undefined"
            ):
                break
        assert page.evaluate("document.activeElement.href").startswith("http")
        page.keyboard.press("Escape")
        expect(page.locator("#panel")).not_to_be_visible()
        assert page.evaluate("document.activeElement.dataset.mark") == wanted


@pytest.fixture
def crowded(package):
    served = Served(with_claims(package))
    yield served.address
    served.stop()


def test_thousands_of_claims_stay_readable_and_light(open_page, crowded):
    page = open_page("/charts/evidence", at=crowded)
    assert found(page) == "5,000 of 5,000 claims"
    assert 50 < page.locator("#evidence-marks button").count() <= 700
    assert page.locator("#evidence-graph .main-svg").first.bounding_box()["height"] < 700
    page.locator("#evidence").get_by_role("button", name="Table", exact=True).click()
    expect(page.locator("#evidence-table tbody tr")).to_have_count(200)
    page.locator("#evidence").get_by_role("button", name="Table", exact=True).click()
    for query in ("category=drones", "status=denied", "q=balistic"):
        assert page.evaluate(TURN, query) > 0
        answer = page.evaluate(
            "async () => (await (await fetch('/view.json?' + document.getElementById('page').dataset.shown)).text()).length"
        )
        assert 50_000 < answer < 300_000  # characters, before compression
    mark = page.locator("#evidence-marks button").first.get_attribute("data-mark")
    assert page.evaluate(PANEL, mark) > 0


def test_a_group_opens_a_list_a_claim_and_the_way_back(open_page, crowded):
    page = open_page("/charts/evidence", at=crowded)
    group = page.locator("#evidence-marks button[data-mark^='group:b_to_a:delivery']").first
    group.evaluate("b => b.click()")
    line = page.locator("#panel .claim-line").first
    expect(line).to_be_visible()
    line.click()
    expect(page.locator("#panel article.card").first).to_be_visible()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.locator("#panel .claim-line").first).to_be_visible()
    expect(page.get_by_role("button", name="Back", exact=True)).to_be_hidden()
    page.keyboard.press("Escape")
    until(page, "() => (document.activeElement.dataset.mark || '').startsWith('group:')")
