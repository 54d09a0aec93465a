"""The copy of the site and the slides, opened from the disk with the network off."""

from urllib.parse import quote

import pytest

from dashboard.charts.base import charts
from tests.browser.conftest import local_stop, settle, until


@pytest.fixture
def open_file(browser):
    """Opens a file at a size and theme, offline; fails the test for console messages and for requests that are no files."""
    faults: list[str] = []
    contexts = []

    def go(path, width=1440, height=900, theme="light", wait=settle, **more):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, offline=True, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: faults.append(str(e)))
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else faults.append(r.url))
        page.goto(
            f"file://{quote(str(path).partition('?')[0])}"
            + ("?" + str(path).partition("?")[2] if "?" in str(path) else "")
        )
        wait(page)
        return page

    yield go
    for context in contexts:
        context.close()
    assert faults == []


MARKS = """() => Object.fromEntries([...document.querySelectorAll('.marks')].map((m) =>
  [m.id, [...m.querySelectorAll('button')].map((b) => b.dataset.mark + b.textContent).filter((t) => !t.startsWith('?'))]))"""


def test_a_copy_from_disk_has_the_marks_of_the_live_page(open_page, open_file, copied):
    live, copy = open_page("/"), open_file(copied / "index.html")
    found = copy.evaluate(MARKS)
    assert found == live.evaluate(MARKS)
    assert len(found) == len(charts())
    assert copy.inner_text("#headline") == live.inner_text("#headline")


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_its_controls_turn_the_view(open_file, copied, width, theme):
    page = open_file(copied / "index.html", width=width, theme=theme)
    local_stop(page, 0).click()
    until(page, "() => document.getElementById('headline').textContent.startsWith('Without local production')")
    page.get_by_text("More", exact=True).first.click()
    page.click("#more a:text-is('SIPRI 2024')")
    until(page, "() => location.search.includes('release=2024') && location.search.includes('local=0')")
    page.click("#theme")
    until(page, "t => document.documentElement.dataset.theme !== t", theme)
    ink = page.evaluate("() => document.querySelector('#direction-graph .xtick text').style.fill")
    assert ink == {"light": "rgb(168, 162, 151)", "dark": "rgb(95, 91, 84)"}[theme]  # of the theme turned to
    address = page.url.partition("file://")[2]
    again = open_file(address, width=width, theme=theme)
    assert again.inner_text("#headline") == page.inner_text("#headline")


def test_a_turned_view_leads_back_to_that_of_the_files(open_file, copied):
    page = open_file(f"{copied}/index.html?local=0")
    assert page.inner_text("#direction-file") == "Files are of the default view alone."
    page.click("#direction-file a")
    until(page, "() => document.getElementById('direction-file').textContent.startsWith('Files: ')")
    assert page.inner_text("#headline").startswith("Since 2022")


def test_a_mark_opens_its_sources_by_key_and_by_click(open_file, copied):
    page = open_file(copied / "index.html")
    page.locator("#direction-marks [data-mark='2022:b_to_a']").evaluate("(m) => m.focus()")
    page.keyboard.press("Enter")
    until(page, "() => document.getElementById('panel-body').dataset.mark === '2022:b_to_a'")
    assert page.locator("#panel .card").count() > 2
    assert "In the register" in page.inner_text("#panel-body")
    page.keyboard.press("Escape")
    drawn = page.locator("#direction-graph .trace.bars").first.locator(".point path").nth(2)
    drawn.scroll_into_view_if_needed()
    bar = drawn.bounding_box()
    page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    until(
        page,
        "() => document.getElementById('panel').open && document.getElementById('panel-body').dataset.mark.startsWith('1991')",
    )


def test_what_it_does_not_hold_is_said(open_file, copied):
    page = open_file(f"{copied}/index.html?measure=documented")
    assert "does not hold the view" in page.inner_text("#problems")
    local_stop(page, 0).click()
    until(page, "() => document.getElementById('headline').textContent.startsWith('Without local production')")
    page.locator("#direction-marks button").first.evaluate("(m) => m.click()")
    until(page, "() => document.getElementById('panel-body').textContent.includes('first view alone')")


@pytest.mark.parametrize("chart", list(charts()))
def test_each_chart_has_its_page(open_file, copied, chart):
    page = open_file(copied / f"chart-{chart}.html")
    assert page.locator(".graph").count() == 1


def ready(page):
    until(page, "() => document.querySelector('.slide.now .plot .main-svg')")


NOW = "() => document.querySelector('.slide.now').id"


def test_slides_turn_by_key_and_by_touch(open_file, copied):
    page = open_file(copied / "present.html", 1280, 720, wait=ready, has_touch=True)
    seen = [page.evaluate(NOW)]
    for key in ("PageDown", "ArrowRight", " ", "ArrowDown"):
        page.keyboard.press(key)
        seen.append(page.evaluate(NOW))
    assert seen == [f"direction-{n}" for n in range(1, 6)]
    for key in ("PageUp", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    assert page.evaluate(NOW) == "direction-2"
    page.keyboard.press("End")
    assert page.evaluate(NOW) == list(charts())[-1]
    assert page.evaluate("() => document.activeElement.id") == list(charts())[-1]
    page.keyboard.press("Home")
    page.evaluate("""() => { const touch = (type, x) => { const t = new Touch({ identifier: 1, target: document.body, clientX: x, clientY: 300 });
      dispatchEvent(new TouchEvent(type, { touches: type === 'touchend' ? [] : [t], changedTouches: [t] })); };
      touch('touchstart', 600); touch('touchend', 300); }""")
    assert page.evaluate(NOW) == "direction-2"
    page.keyboard.press("f")
    until(page, "() => document.fullscreenElement")
    page.evaluate("() => document.exitFullscreen()")
    until(page, "() => !document.fullscreenElement")
    page.keyboard.press("Escape")
    page.wait_for_url("**/index.html")


@pytest.mark.parametrize(
    ("width", "height", "stage"),
    [(1280, 720, "wide"), (1920, 1080, "wide"), (1024, 768, "classic"), (844, 390, "short"), (390, 844, "phone")],
)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_slide_fits_every_screen(open_file, copied, width, height, stage, theme):
    page = open_file(copied / "present.html", width, height, theme, wait=ready)
    assert page.evaluate("() => document.getElementById('stage').dataset.stage") == stage
    ids = page.evaluate("() => [...document.querySelectorAll('.slide')].map((s) => s.id)")
    for slide in ids:
        ready(page)
        box = page.evaluate("""() => { const of = (q) => document.querySelector('.slide.now ' + q).getBoundingClientRect();
          return { id: document.querySelector('.slide.now').id, title: of('.title').right, head: of('.unit').bottom, plot: of('.plot').top, end: of('.plot').bottom, foot: of('footer').top, bottom: of('footer').bottom }; }""")
        assert box["id"] == slide
        assert box["title"] <= width + 1
        assert box["head"] <= box["plot"] + 2
        assert box["end"] <= box["foot"] + 1
        if stage in ("wide", "classic"):  # on small screens a slide scrolls as a whole (test_slides.py)
            assert box["bottom"] <= height
        page.keyboard.press("PageDown")


def test_slides_are_regions_with_headings(open_file, copied):
    from axe_playwright_python.sync_playwright import Axe

    page = open_file(copied / "present.html", 1280, 720, wait=ready)
    until(page, "() => document.querySelector('.slide.now').getAttribute('aria-labelledby')")
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"][:80] for n in v["nodes"]]) for v in found] == []
    assert page.get_by_role("region").count() == 1
