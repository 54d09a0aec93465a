"""What a reader finds without leaving the place: what a word means, what a bar was, the table, the whole screen, the data."""

import pytest

from dashboard.pages.reference.glossary import terms
from tests.browser.conftest import local_stop, turned, until

TIP = "() => (document.getElementById('tip') || {}).innerText || ''"


def gone(page):
    until(page, "() => !document.getElementById('tip')")


@pytest.mark.parametrize("way", ["hover", "focus", "click"])
def test_a_word_of_the_glossary_opens_where_it_stands_and_escape_closes_it(open_page, way):
    page = open_page(width=390 if way == "click" else 1366, height=844)
    word = page.locator("#lead a.term", has_text="TIV")
    getattr(word, way)()
    assert "not money" in page.locator("#tip").inner_text()
    assert word.get_attribute("aria-describedby") == "tip"
    assert page.url.endswith("/")  # it did not leave
    page.keyboard.press("Escape")
    gone(page)


def test_the_pointer_may_enter_what_was_opened_and_find_the_whole_glossary_there(open_page):
    page = open_page()
    page.locator("#lead a.term", has_text="TIV").hover()
    box = page.locator("#tip").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2, steps=8)
    page.wait_for_timeout(500)
    assert page.locator("#tip").is_visible()
    page.locator("#tip a").click()
    page.wait_for_load_state()
    assert page.url.endswith("/glossary#tiv")
    assert page.locator("dt").count() == len(terms())


def test_a_bar_says_what_was_delivered_and_its_words_can_be_entered_and_closed(open_page):
    page = open_page()
    bars = page.locator("#direction-graph .barlayer .trace").nth(2).locator(".point path")
    box = bars.nth(bars.count() - 2).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    until(page, "() => document.getElementById('tip')")
    said = page.evaluate(TIP)
    assert "Iran → Russia" in said
    assert "Shahed-136" in said or "Fath-360" in said
    tip = page.locator("#tip").bounding_box()
    page.mouse.move(tip["x"] + 15, tip["y"] + 10, steps=6)
    page.wait_for_timeout(500)
    assert page.locator("#tip").is_visible()
    page.keyboard.press("Escape")
    gone(page)


def test_a_press_shows_the_table_in_place_of_the_chart(open_page):
    page = open_page()
    press = page.locator("#balance .actions [data-do=table]")
    press.click()
    assert press.get_attribute("aria-pressed") == "true"
    assert page.locator("#balance-graph").is_hidden()
    assert page.locator("#balance-table table").is_visible()
    turned(page, lambda: local_stop(page, 50).click())
    assert page.locator("#balance-table table").is_visible()  # it stays a table in another view
    press.click()
    assert page.locator("#balance-graph").is_visible()
    assert page.locator("#balance-table").is_hidden()


def test_a_chart_fills_the_screen_enlarged_and_comes_back(open_page):
    page = open_page(width=1366, height=768)
    figure = page.locator("#balance figure")
    before = figure.bounding_box()["width"]
    page.locator("#balance [data-do=full]").click()
    until(page, "() => document.fullscreenElement && document.fullscreenElement.id === 'balance'")
    until(page, "() => +document.querySelector('#balance figure').style.zoom >= 1")
    assert page.locator("#balance-title").is_visible()
    page.locator("#balance [data-do=full]").click()
    until(page, "() => !document.fullscreenElement && !document.querySelector('#balance figure').style.zoom")
    assert figure.bounding_box()["width"] == before


def test_one_press_gives_the_data_of_the_view(open_page):
    page = open_page("/?local=0")
    link = page.locator("#certainty-data a")
    assert link.get_attribute("href") == "/charts/certainty.csv?local=0"
    with page.expect_download() as got:
        link.click()
    assert got.value.path().read_text().startswith("# It is about as likely as not that the lead has changed: 65%.")


def test_the_dialog_says_before_a_download_that_the_address_is_of_this_computer(open_page):
    page = open_page()
    page.locator("a[data-export=direction]").click()
    until(page, "() => document.getElementById('export').open")
    assert "this computer" in page.locator("#export-own").inner_text()
    file = page.evaluate("async () => (await fetch('/charts/direction.csv')).text()")
    assert "# Address: Opens on this computer alone: http://127.0.0.1:" in file
