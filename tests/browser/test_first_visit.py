"""What a first visit costs and shows: bytes and requests, the picture before any script, and a page that stays where it is."""

import time
from urllib.request import urlopen

import pytest

from dashboard import style
from tests.browser.conftest import local_stop, settle, turned, until

MOVED = """new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) window.moved = (window.moved || 0) + e.value; }))
  .observe({type: 'layout-shift', buffered: true});"""


@pytest.fixture(scope="module")
def drawn(address):
    """The address, once the first picture of the default view is drawn."""
    end = time.monotonic() + 60
    while 'class="picture wide"' not in urlopen(address + "/").read().decode():
        assert time.monotonic() < end, "the first picture was not drawn"
        time.sleep(0.2)
    return address


@pytest.fixture
def visit(whole_browser, drawn):
    """Opens the page in a context of its own and counts what comes over the wire, to the end of the page."""
    contexts = []

    def go(context=None, path="/", **options):
        context = context or whole_browser.new_context(viewport={"width": 1280, "height": 800}, **options)
        contexts.append(context)
        page, got = context.new_page(), {}
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", lambda e: got.setdefault(e["requestId"], [e["response"]["url"], 0]))
        wire.on(
            "Network.loadingFinished",
            lambda e: got.__setitem__(e["requestId"], [got.get(e["requestId"], ["", 0])[0], e["encodedDataLength"]]),
        )
        page.add_init_script(MOVED)
        page.goto(drawn + path)
        return context, page, got

    yield go
    for context in contexts:
        context.close()


@pytest.fixture
def fresh(whole_browser):
    """Opens an empty page in a context of its own; `held` lists what it asked for under an address, which waits to be continued."""
    contexts = []

    def go(width=1280, height=800, hold=None):
        contexts.append(whole_browser.new_context(viewport={"width": width, "height": height}))
        page, held = contexts[-1].new_page(), []
        if hold:
            page.route(hold, lambda route: held.append(route))
        return page, held

    yield go
    for context in contexts:
        context.close()


def walked(page):
    """Scrolls to the end of the page, as a reader would."""
    until(page, "() => !!document.querySelector('#page[data-shown]') && !!window.dash_clientside.set_props")
    for _ in range(40):
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(30)
    until(page, "() => document.querySelector('#evidence-graph .main-svg')")


def test_the_whole_page_costs_at_most_700_kb_and_14_requests_and_30_kb_the_second_time(visit):
    context, page, got = visit()
    walked(page)
    assert len([url for url, _ in got.values() if not url.startswith("data:")]) <= 14
    assert sum(size for _, size in got.values()) <= 700_000
    page.close()
    _, page, again = visit(context)
    walked(page)
    assert 0 < sum(size for _, size in again.values()) <= 30_000


def test_nothing_moves_while_the_page_comes(visit):
    _, page, _ = visit()
    walked(page)
    assert page.evaluate("window.moved || 0") < 0.02


@pytest.mark.parametrize(("width", "size"), [(1280, "wide"), (900, "tablet"), (390, "phone")])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_first_picture_needs_no_script_and_wears_the_pages_colours(visit, width, size, theme):
    _, page, _ = visit(java_script_enabled=False, color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 800})
    pictures = page.locator(".picture")
    assert [p.get_attribute("class").split()[1] for p in pictures.all() if p.is_visible()] == [size]
    picture = page.locator(f".picture.{size}")
    assert picture.locator("text", has_text="400").count() == 1
    assert page.locator("#direction-graph").bounding_box()["height"] == pytest.approx(style.SIZES[size].height, abs=1)
    blue = tuple(int(style.THEMES[theme].a_to_b[i : i + 2], 16) for i in (1, 3, 5))
    fills = [
        p.evaluate("p => getComputedStyle(p).fill")
        for p in picture.locator("path[style*='fill:var(--a_to_b)']").all()[:3]
    ]
    assert fills
    assert set(fills) == {f"rgb{blue}"}
    assert page.locator("#balance-graph").is_hidden()  # no empty frames where there is nothing to draw with
    assert page.locator("h1").inner_text().startswith("Since 2022 arms have flowed")


def test_the_live_chart_takes_the_place_of_the_picture(visit):
    _, page, _ = visit(java_script_enabled=False)
    drawn = page.locator(".picture.wide path[style*='fill:var(--a_to_b)']").all()
    before = [(round(b["x"]), round(b["y"]), round(b["height"])) for b in (e.bounding_box() for e in drawn)]
    _, page, _ = visit()
    until(page, "() => document.querySelector('#direction-graph .main-svg .trace')")
    assert page.locator(".picture").count() == 0
    settle(page)
    live = [e.bounding_box() for e in page.locator("#direction-graph .barlayer .point path").all()]
    after = {(round(b["x"]), round(b["y"]), round(b["height"])) for b in live}
    near = [any(abs(x - u) <= 2 and abs(y - v) <= 2 and abs(h - w) <= 2 for u, v, w in after) for x, y, h in before]
    assert len(before) > 12
    assert all(near)


def test_tables_are_sent_with_the_page_and_made_when_they_are_opened_or_there_is_time(visit, fresh, drawn):
    _, page, _ = visit(java_script_enabled=False)
    page.locator("#balance summary").first.click()
    rows = page.locator("#balance-table tbody tr").count()
    assert rows > 10
    assert page.locator("#balance-table caption").is_visible()

    page, held = fresh(hold="**/page-*.js")
    page.add_init_script("window.requestIdleCallback = undefined")
    with page.expect_request("**/page-*.js"):
        page.goto(drawn + "/", wait_until="commit")
    assert page.locator("#balance-table tr").count() == 0
    page.locator("#balance summary").first.click()  # before our script is there
    until(page, "() => document.querySelector('#balance-table caption')")
    assert page.locator("#balance-table tbody tr").count() == rows
    held[0].continue_()
    settle(page)
    assert page.locator("#balance-table tbody tr").count() == rows
    assert page.locator("#evidence-table tr").count() == 0
    page.locator("#evidence").get_by_role("button", name="Table", exact=True).click()
    until(page, "() => document.querySelectorAll('#evidence-table tr').length > 100")

    _, page, _ = visit()
    until(page, "() => document.querySelectorAll('#evidence-table tr').length > 100")  # nobody opened it


@pytest.mark.parametrize(
    "answer", [lambda route: route.abort(), lambda route: route.fulfill(body="(", content_type="text/javascript")]
)
def test_a_page_whose_script_does_not_run_is_one_without_scripts(fresh, drawn, answer):
    page, _ = fresh()
    page.route("**/page-*.js", answer)
    page.goto(drawn + "/")
    until(page, "() => document.querySelector('#balance-table caption')")
    assert page.locator("#balance-graph").is_hidden()
    assert page.locator("#balance .note", has_text="needs scripts").is_visible()
    assert page.locator(".picture.wide").is_visible()
    until(page, "() => [...document.fonts].some(f => f.family.includes('Inter') && f.status === 'loaded')")


@pytest.mark.parametrize("slow", [False, True])
def test_what_is_typed_before_the_script_is_there_is_searched_for(fresh, drawn, slow):
    """On a slow processor the page's own view may come before what was typed takes effect."""
    page, held = fresh(hold="**/page-*.js")
    if slow:
        page.add_init_script("const real = setTimeout; window.setTimeout = (f, ms) => real(f, ms === 90 ? 60_000 : ms)")
    with page.expect_request("**/page-*.js"):
        page.goto(drawn + "/", wait_until="commit")
    page.locator("#claims-q").fill("drone")
    held[0].continue_()
    until(page, "() => location.search.includes('q=drone')")


@pytest.mark.parametrize("width", [1280, 390])
def test_charts_fit_the_paper(fresh, drawn, width):
    page, _ = fresh(width)
    page.goto(drawn + "/")
    settle(page)
    page.emulate_media(media="print")
    page.evaluate("document.body.style.width = '718px'")  # A4 between its margins
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    charts = page.locator(".plot .main-svg:first-child").all()
    boxes = [chart.bounding_box() for chart in charts]
    assert len(boxes) == 9
    assert all(200 < b["x"] + b["width"] <= 718 and b["height"] > 100 for b in boxes)
    places = [p.bounding_box() for p in page.locator(".plot").all()]
    assert [round(p["height"]) for p in places] == [round(b["height"]) for b in boxes]  # no gap beneath, nothing cut
    assert page.locator("#known").is_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".main-svg[viewBox]").count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_open_tables_keep_to_a_phones_width(visit, scripts):
    _, page, _ = visit(java_script_enabled=scripts)
    page.set_viewport_size({"width": 390, "height": 800})
    opens = [".fold", ".actions [data-do=table]", ".under summary"] if scripts else [".table summary", ".under summary"]
    if scripts:
        settle(page)
    for each in (e for selector in opens for e in page.locator(selector).all()):
        if each.is_visible():  # a chart without variants has no table of them
            each.click()
    page.locator("#evidence-table caption").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_charts_out_of_sight_are_drawn_when_they_come_near_and_for_print(visit):
    _, page, _ = visit()
    until(page, "() => document.querySelector('#page[data-shown]')")
    page.wait_for_timeout(300)
    assert page.locator("#direction-graph .main-svg").count() > 0
    assert page.locator("#evidence-graph .main-svg").count() == 0
    page.locator("#launches").scroll_into_view_if_needed()
    until(page, "() => document.querySelector('#launches-graph .main-svg')")
    _, page, _ = visit()
    until(page, "() => document.querySelector('#page[data-shown]')")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".plot .js-plotly-plot").count() == page.locator(".plot").count() == 9


def test_a_click_before_dash_is_there_is_answered_when_it_comes(fresh, drawn):
    page, held = fresh(1280, 1000, hold="**/assets/dash-renderer-*.js")
    page.goto(drawn + "/")
    until(page, "() => document.querySelector('#page[data-shown]')")
    page.locator("#direction-graph .barlayer .trace").first.locator(".point path").nth(2).click(force=True)
    assert not page.locator("#panel").is_visible()
    turned(page, lambda: local_stop(page, 0).click())  # the page itself does not wait for Dash
    assert "local=0" in page.url
    held[0].continue_()
    until(page, "() => document.getElementById('panel').open")


def test_a_view_seen_before_asks_the_server_for_nothing(visit):
    _, page, _ = visit()
    settle(page)
    turned(page, lambda: local_stop(page, 0).click())
    asked = []
    page.on("request", lambda r: asked.append(r.url))
    turned(page, lambda: local_stop(page, 100).click())
    assert asked == []


def test_a_chart_is_drawn_once_for_a_view(visit):
    _, page, _ = visit()
    settle(page)
    page.evaluate("""() => {
      window.drawings = [];
      const react = Plotly.react;
      Plotly.react = (plot, ...rest) => { drawings.push(plot.parentElement.id); return react(plot, ...rest); };
    }""")
    turned(page, lambda: local_stop(page, 0).click())
    drawings = page.evaluate("drawings")
    assert drawings.count("direction-graph") == 1
    assert len(drawings) == len(set(drawings))
    turned(page, lambda: local_stop(page, 100).click())
    page.evaluate("drawings.length = 0")
    local_stop(page, 100).click()  # the same view
    page.wait_for_timeout(500)
    assert page.evaluate("drawings") == []


def test_a_control_pressed_before_the_view_has_come_changes_the_words_too(fresh, drawn):
    page, held = fresh(hold="**/plotly-*.js")
    page.goto(drawn + "/")
    until(page, "() => document.querySelector('#direction-title[data-query]')")
    before = page.locator("#headline").inner_text()
    local_stop(page, 0).click()
    until(page, "before => document.getElementById('headline').innerText !== before", before)
    held[0].continue_()
    until(page, "() => document.querySelector('#direction-graph .main-svg .trace')")
    assert "local=0" in page.url


@pytest.mark.parametrize("width", [1280, 390])
def test_what_was_wrong_with_an_address_is_said_until_the_next_view(fresh, drawn, width):
    page, _ = fresh(width)
    page.goto(drawn + "/?from=abc")
    settle(page)
    assert "from" in page.locator("#problems").inner_text()
    turned(page, lambda: local_stop(page, 0).click())
    assert page.locator("#problems").inner_text() == ""


def test_the_theme_pressed_early_keeps_the_view(fresh, drawn):
    page, held = fresh()
    page.route("**/view.json*", lambda route: held.append(route) if not held else route.continue_())
    page.goto(drawn + "/?local=0")
    until(page, "() => window.view")
    page.locator("#theme").click()
    settle(page)
    assert "local=0" in page.url
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_click_is_answered_where_dash_does_not_come(fresh, drawn):
    page, _ = fresh(1280, 1000)
    page.route("**/assets/dash-renderer-*.js", lambda route: route.abort())
    page.goto(drawn + "/")
    settle(page)
    page.locator("#direction-graph .barlayer .trace").first.locator(".point path").nth(2).click(force=True)
    until(page, "() => document.getElementById('panel').open")
