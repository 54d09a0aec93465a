"""Event pages and the sources page in a browser: readable at both widths and in both themes, without any script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

WIDER = "() => [document.documentElement.scrollWidth, innerWidth]"
CUT = """() => [...document.querySelectorAll('.range-axis span, .range-says, .range-who')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.left < -1 || box.right > innerWidth + 1 || e.scrollWidth > e.clientWidth + 1 && e.clientWidth;
}).map(e => e.textContent)"""
MEETING = """() => {
  const bad = [];
  for (const axis of document.querySelectorAll('.range-axis')) {
    const boxes = [...axis.querySelectorAll('span')].map(s => s.getBoundingClientRect());
    for (let i = 1; i < boxes.length; i++) if (boxes[i].left < boxes[i - 1].right + 2) bad.push(axis.textContent);
  }
  return bad;
}"""


@pytest.fixture
def plain(browser, address):
    """Opens a page that has no script of its own; fails for console errors and requests to another host."""
    contexts, faults = [], []

    def go(path, width=1440, theme="light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
        page.on("request", lambda r: faults.append(r.url) if not r.url.startswith((address, "data:")) else None)
        page.goto(address + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", ["/events/shells", "/events/ballistic-missiles", "/events", "/sources", "/pairs"])
def test_pages_fit_and_axe_finds_no_violation(plain, path, width, theme):
    page = plain(path, width, theme)
    page.evaluate("document.querySelectorAll('details').forEach((d, i) => d.open = i < 12)")
    scroll, inner = page.evaluate(WIDER)
    assert scroll <= inner
    assert page.evaluate(CUT) == []
    assert page.evaluate(MEETING) == []
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_every_range_axis_fits_a_phone(plain, package):
    several = package.tables["claims"].dropna(subset=["quantity_unit"]).groupby("event_id").size()
    seen = 0
    page = plain("/events", 390)
    for event in several[several > 1].index:
        page.goto(page.url.split("/events")[0] + f"/events/{event}")
        seen += page.locator(".range-axis").count()
        assert page.evaluate(MEETING) == [], event
        scroll, inner = page.evaluate(WIDER)
        assert scroll <= inner, event
    assert seen >= 8


def test_marks_stand_where_their_numbers_are(plain):
    page = plain("/events/shells")
    rows = page.locator(".ranges").nth(1).locator("li")
    tracks = [rows.nth(i).locator(".range-track").bounding_box() for i in range(2)]
    points = [rows.nth(i).locator(".point").bounding_box() for i in range(2)]
    places = [(p["x"] + p["width"] / 2 - t["x"]) / t["width"] for p, t in zip(points, tracks, strict=True)]
    assert places == pytest.approx(
        [1, 0], abs=0.01
    )  # 100 million at the right end of its decades, one million at the left


def test_from_a_claim_to_its_source_and_its_citation(plain):
    page = plain("/events/shells#claim-r-sky-100m-bullets")
    page.locator("#claim-r-sky-100m-bullets").get_by_role("link", name="About this source").click()
    target = page.locator("article:target")
    expect(target).to_be_in_viewport()
    target.get_by_text("Cite this source").click()
    expect(target.locator("pre").first).to_contain_text("(2023, March 8)")


def test_the_card_in_the_panel_leads_to_the_page_of_its_event(open_page):
    page = open_page("/evidence?q=bullets", 390, 844)
    page.locator("#evidence-marks button[data-mark='r-sky-100m-bullets']").evaluate("b => b.click()")
    card = page.locator("#panel #claim-r-sky-100m-bullets")
    expect(card).to_contain_text("a hundredfold apart")
    expect(card.get_by_text("Why this grade")).to_be_attached()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    card.get_by_role("link", name="All claims on this event").click()
    expect(page.locator("article:target")).to_contain_text("about 100 million bullets")
