"""The page as a reader meets it: controls, address, sources, keyboard."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import local_stop, settle, turned, until

CALLED = "Since 2022 arms have flowed mainly from Iran to Russia."


def headline(page):
    return page.locator("#headline").inner_text()


def menu(page, name):
    page.locator("details.menu > summary", has_text=name).click()
    return page.locator("details.menu[open] .sheet")


def more(page, title, value):
    """Choose a value in the menu of what is rarely changed."""
    sheet = page.locator("#more")
    if not sheet.is_visible():
        page.get_by_text("More", exact=True).first.click()
    turned(page, lambda: sheet.get_by_role("group", name=title).get_by_text(value, exact=True).click())


def test_the_page_opens_on_the_finding(open_page):
    page = open_page()
    assert headline(page).startswith(CALLED)
    assert page.title().startswith(CALLED)
    assert page.locator("section.chart").count() >= 4
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"Source Serif 4"')
    assert page.evaluate("document.fonts.check('16px Inter') && document.fonts.check('600 16px \"Source Serif 4\"')")


def test_leaving_local_production_out_turns_the_answer_and_the_address(open_page):
    page = open_page()
    turned(page, lambda: local_stop(page, 0).click())
    assert "it cannot be told whether the lead has passed to Iran" in headline(page)
    assert "65%" in page.locator("#lead").inner_text()
    assert page.url.endswith("/?local=0")
    assert page.locator("#chips").text_content() == "Take back: Without local production×"
    assert (
        page.locator("#certainty-title").inner_text() == "It is about as likely as not that the lead has changed: 65%."
    )
    for ending in ("json", "csv"):
        file = page.evaluate(
            "async ending => (await fetch(`/charts/certainty.${ending}${location.search}`)).text()", ending
        )
        assert "It is about as likely as not that the lead has changed: 65%." in file
    turned(page, lambda: local_stop(page, 100).click())
    assert headline(page).startswith(CALLED)
    assert page.url.endswith("/")


def test_each_control_turns_the_view_and_the_address_restores_it(open_page):
    page = open_page()
    more(page, "Release of the register", "SIPRI 2025")
    assert "release=2025" in page.url
    assert "not covered" in page.locator("#direction-legend").inner_text()
    more(page, "Which claims count", "Grade 1: confirmed only")
    assert "credibility=1" in page.url
    more(page, "What is counted", "Documented transfers")
    assert "measure=documented" in page.url
    assert "transfers a year" in page.locator("#direction-unit").inner_text()
    more(page, "What is counted", "Volume (TIV)")
    turned(page, lambda: local_stop(page, 25).click())
    turned(page, lambda: menu(page, "On both ways").get_by_text("On the way from Iran to Russia only").click())
    assert "local=25&local_side=b_to_a" in page.url
    page.keyboard.press("Escape")
    sheet = menu(page, "1989–2025")
    sheet.locator("input[name=from]").fill("2000")
    turned(page, lambda: sheet.get_by_role("button", name="Show").click())
    assert "from=2000" in page.url
    shown = (
        headline(page),
        page.locator("#lead").inner_text(),
        page.evaluate("document.getElementById('page').dataset.shown"),
    )
    page.reload()
    settle(page)
    assert (
        headline(page),
        page.locator("#lead").inner_text(),
        page.evaluate("document.getElementById('page').dataset.shown"),
    ) == shown


def test_the_slider_of_local_production_turns_the_view_while_it_is_dragged(open_page):
    page = open_page()
    page.locator("#share-menu > summary").click()
    slider = page.get_by_role("slider", name="Local production counted")
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] - 8, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, y, steps=4)
    turned(page, lambda: page.mouse.move(box["x"] + box["width"] / 2, y, steps=4))
    page.mouse.up()
    assert page.url.endswith("/?local=50")
    assert headline(page).startswith("With 50% of local production, it cannot be told")
    assert "87%" in page.locator("#lead").inner_text()
    assert page.locator("#certainty-title").inner_text() == "It is likely that the lead has changed: 87%."
    assert slider.get_attribute("aria-valuetext") == "50%"
    slider.focus()
    turned(page, lambda: page.keyboard.press("Home"))
    assert page.url.endswith("/?local=0")
    assert "65%" in page.locator("#lead").inner_text()
    assert page.evaluate("document.activeElement.id") == "local-share"


def test_back_undoes_each_control_and_a_dragged_slider_is_one_step(open_page):
    page = open_page()
    turned(page, lambda: local_stop(page, 0).click())
    more(page, "Release of the register", "SIPRI 2025")
    assert page.url.endswith("/?release=2025&local=0")
    turned(page, page.go_back)
    assert page.url.endswith("/?local=0")
    turned(page, page.go_back)
    assert page.url.endswith("/")
    assert headline(page).startswith(CALLED)
    length = page.evaluate("history.length")
    local_stop(page, 0)  # opens the menu
    slider = page.get_by_role("slider", name="Local production counted")
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] - 8, y)
    page.mouse.down()
    for share in (0.9, 0.7, 0.5):
        turned(page, lambda share=share: page.mouse.move(box["x"] + box["width"] * share, y, steps=3))
    page.mouse.up()
    page.wait_for_timeout(300)
    assert page.evaluate("history.length") <= length  # two steps had gone, one has come
    assert page.url.endswith("/?local=50")
    turned(page, page.go_back)
    assert page.url.endswith("/")
    assert headline(page).startswith(CALLED)


def test_chips_say_what_differs_and_take_it_back(open_page):
    page = open_page("/?local=25&release=2025&from=1995")
    chips = page.locator("#chips a")
    assert [c.text_content().removeprefix("Take back: ") for c in chips.all()] == [
        "1995–2025×",
        "25% of local production×",
        "SIPRI 2025×",
        "Reset",
    ]
    turned(page, lambda: chips.nth(1).click())
    assert page.url.endswith("/?release=2025&from=1995")
    turned(page, lambda: page.locator("#chips").get_by_text("Reset").click())
    assert page.url.endswith("/")
    assert page.locator("#chips").inner_text() == ""


def test_the_theme_changes_and_stays_in_the_address(open_page):
    page = open_page()
    turned(page, lambda: page.get_by_role("button", name="Change between light and dark").click())
    assert "theme=dark" in page.url
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(23, 22, 19)"
    page.reload()
    settle(page)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_bad_address_shows_the_nearest_view_and_says_so(open_page):
    page = open_page("/?local=maybe&release=2025")
    assert "local=maybe" in page.locator("#problems").inner_text()
    assert page.url.endswith("?release=2025")


def test_a_click_on_a_bar_lists_its_rows_and_gives_the_focus_back(open_page):
    page = open_page()
    bar = page.locator("#direction-graph .barlayer .trace").nth(3).locator(".point path").last
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    panel = page.locator("#panel")
    expect(panel.locator("table")).to_be_visible()
    assert "Shahed" in panel.inner_text() or "Fath-360" in panel.inner_text()
    assert panel.locator("a[href^='https://www.sipri.org']").count() >= 1
    page.keyboard.press("Escape")
    expect(panel).not_to_be_visible()
    assert page.evaluate("document.activeElement.classList.contains('mark')")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(panel.locator("table").first).to_be_visible()  # the same bar opens again


def test_the_keyboard_reaches_a_mark_its_panel_and_its_source(open_page):
    page = open_page()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.chart") == "direction":
            break
    page.keyboard.press("End")
    focused = page.evaluate("document.activeElement.dataset.mark")
    assert focused == "2025"
    assert page.locator("#tip").inner_text().startswith("2025: Iran → Russia led")
    page.keyboard.press("Enter")
    expect(page.locator("#panel table")).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.href || ''").startswith("https://www.sipri.org"):
            break
    assert page.evaluate("document.activeElement.href").startswith("https://www.sipri.org")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.mark") == "2025"


def test_what_is_said_of_a_mark_goes_when_the_keyboard_leaves_it(open_page):
    page = open_page()
    page.locator("#direction-marks button[tabindex='0']").focus()
    page.keyboard.press("End")
    page.locator("#tip").wait_for()
    assert "Shahed-136" in page.locator("#tip").inner_text() or "2025" in page.locator("#tip").inner_text()
    page.keyboard.press("Tab")
    until(page, "() => !(document.getElementById('tip') || {innerText: ''}).innerText.startsWith('2025')")


def test_each_chart_costs_the_keyboard_one_stop_and_its_summaries(open_page):
    page = open_page()
    stops = page.evaluate(
        "[...document.querySelectorAll('#direction *')].filter(e => e.tabIndex === 0 && !e.closest('.controls, .term') && e.offsetParent !== null && !e.closest('details:not([open]) > :not(summary)')).length"
    )
    assert stops <= 6  # marks, table, full screen, data, export, sources


def walk(page, selector, wanted):
    """Open every mark that is wanted in turn; yield its id and the panel's state."""
    marks = page.locator(selector).evaluate_all("all => all.map(b => b.dataset.mark)")
    for mark in filter(wanted, marks):
        found = page.evaluate(
            """async ([selector, mark]) => {
                 const body = document.getElementById('panel-body');
                 body.replaceChildren();
                 [...document.querySelectorAll(selector)].find(b => b.dataset.mark === mark).click();
                 for (let i = 0; i < 400 && !body.querySelector('.source, .mark-label'); i++) await new Promise(r => setTimeout(r, 5));
                 const state = { text: body.innerText, links: [...body.querySelectorAll('.source a')].map(a => a.href),
                                 cards: [...body.querySelectorAll('article')].map(a => a.id), rows: body.querySelectorAll('tbody tr').length };
                 document.getElementById('panel').close();
                 return state;
               }""",
            [selector, mark],
        )
        yield mark, found


STATUS = {
    "discussed": "talked about",
    "not_delivered": "not delivered",
    "prospective": "planned or expected",
    "localised": "made locally",
    "logistics": "transport",
}


def test_every_claim_of_both_documents_leads_to_its_source(open_page, package):
    claims = package.tables["claims"]
    documents = package.tables["documents"].set_index("document_id")
    seeds = claims[claims.document_id.isin(["ntv-2022", "geocase-2023"])].set_index("claim_id")
    page = open_page("/?from=1950")
    seen = set()
    for mark, found in walk(page, "#evidence-marks button", set(seeds.index).__contains__):
        claim = seeds.loc[mark]
        seen.add(mark)
        assert f"claim-{mark}" in found["cards"]
        assert claim.statement in found["text"]
        assert claim.claimant in found["text"]
        assert f"{claim.reliability}{claim.credibility}" in found["text"]
        assert f"paragraph {claim.locator}" in found["text"]
        assert any(link.startswith(documents.loc[claim.document_id].url) for link in found["links"])
        assert (STATUS.get(claim.status, claim.status) if isinstance(claim.status, str) else "context") in found["text"]
        for bound in (claim.quantity_low, claim.quantity_central, claim.quantity_high):
            assert bound != bound or f"{bound:,.10g}" in found["text"]
        if isinstance(claim.quantity_words, str):
            assert claim.quantity_words in found["text"]
        against = [i for i, ids in claims.set_index("claim_id").answers.dropna().items() if mark in ids.split()]
        for other in [*against, *(claim.answers.split() if isinstance(claim.answers, str) else [])]:
            assert claims.set_index("claim_id").loc[other].statement in found["text"]
    assert seen == set(seeds.index)


def test_every_bar_of_direction_leads_to_the_rows_under_it(open_page, package):
    page = open_page("/?from=1950")
    bars = 0
    for _, found in walk(page, "#direction-marks button", re.compile(r"\d{4}:[ab]_to_[ab]").fullmatch):
        bars += 1
        assert found["rows"] >= 1
        assert any(link.startswith("https://www.sipri.org") for link in found["links"])
    series = package.tables["series"]
    drawn = series[
        (series.measure == "tiv")
        & (series.release == "2026")
        & (series.local_production == "included")
        & (series.central > 0)
    ]
    assert bars == len(drawn)


def test_a_cell_of_the_matrix_opens_its_view(open_page):
    page = open_page()
    turned(
        page,
        lambda: page.locator("#certainty-marks button[data-mark='?local=0&local_side=b_to_a']").evaluate(
            "b => b.click()"
        ),
    )
    assert page.url.endswith("?local=0&local_side=b_to_a")
    assert "64%" in page.locator("#lead").inner_text()


def test_what_would_change_the_answer_leads_there(open_page):
    page = open_page()
    page.locator("#certainty details.variants > summary").click()
    turned(
        page, lambda: page.locator("#certainty-variants").get_by_text("Without local production", exact=True).click()
    )
    assert page.url.endswith("?local=0")


def test_another_pair_is_a_step_back(browser, open_page, tmp_path_factory):
    from dashboard.data.package import open_package
    from tests import cached
    from tests.additions import with_a_pair
    from tests.browser.conftest import Served

    folder = tmp_path_factory.mktemp("wider")
    served = Served(open_package(cached.build(with_a_pair(folder), folder / "built", draws=0)))
    try:
        page = open_page(at=served.address)
        turned(page, lambda: menu(page, "Russia and Iran").get_by_text("France and Brazil").click())
        assert headline(page).startswith("Since 2010 arms have flowed from Brazil to France.")
        assert page.url.endswith("?dyad=FRA-BRA")
        turned(page, page.go_back)
        assert headline(page).startswith(CALLED)
    finally:
        served.stop()
