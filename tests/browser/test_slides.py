"""Slides measured in a browser: on no screen is anything of a chart cut off, and small screens scroll a slide as a whole."""

import pytest

SCREENS = {
    "wide": (1280, 720),
    "classic": (1024, 768),
    "phone": (390, 844),
    "lying phone": (844, 390),
    "tablet": (768, 1024),
}
CUT = """() => {
  const slide = document.querySelector('.slide.now'), bad = [], whole = document.documentElement;
  const plot = slide.querySelector('.plot'), drawn = plot.querySelector('.main-svg').getBoundingClientRect();
  const high = Math.max(innerHeight, whole.scrollHeight), top = plot.getBoundingClientRect().top, foot = slide.querySelector('footer').getBoundingClientRect();
  if (plot.scrollHeight > plot.clientHeight + 1) bad.push(`a box of ${plot.clientHeight} px holds ${plot.scrollHeight}`);
  if (drawn.bottom > foot.top + 1) bad.push('the drawing runs into the foot');
  if (foot.bottom + scrollY > high + 1) bad.push('the foot is below the page');
  if (whole.scrollWidth > innerWidth) bad.push('wider than the screen');
  for (const text of slide.querySelectorAll('.plot text')) {
    const box = text.getBoundingClientRect();
    if (box.width && (box.left < 0 || box.right > innerWidth + 1 || box.top < top - 8 || box.bottom > drawn.bottom + 1)) bad.push(text.textContent);
    for (let e = text.parentElement; e && e !== slide; e = e.parentElement) {
      const edge = e.getBoundingClientRect();
      if (getComputedStyle(e).overflow !== 'visible' && (box.left < edge.left - 1 || box.right > edge.right + 1)) bad.push('cut: ' + text.textContent);
    }
  }
  return bad;
}"""
OVER = """() => {
  const bad = [], texts = [...document.querySelectorAll('.slide.now .plot text')].filter((t) => t.getBoundingClientRect().width);
  const boxes = texts.map((t) => t.getBoundingClientRect());
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
    const a = boxes[i], b = boxes[j], high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && high > 0.45 * Math.min(a.height, b.height)) bad.push(texts[i].textContent + ' | ' + texts[j].textContent);
  }
  return bad;
}"""


@pytest.fixture
def talk(browser, address):
    """Opens the slides on a screen; gives the page and a function that turns to each slide in turn and yields its id."""
    contexts = []

    def go(width, height, query=""):
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/present{query}")
        page.wait_for_selector(".slide.now .main-svg .xy, .slide.now .main-svg .infolayer", state="attached")
        page.evaluate("() => document.fonts.ready.then(() => true)")
        return page

    yield go
    for context in contexts:
        context.close()


def each(page):
    """Every slide, shown one after the other."""
    for n, name in enumerate(page.eval_on_selector_all(".slide", "all => all.map(s => s.id)")):
        if n:
            page.keyboard.press("ArrowRight")
        page.wait_for_selector(f"#{name}.now .main-svg", state="attached")
        yield name


@pytest.mark.parametrize("query", ["", "?local=0", "?from=2018&to=2024", "?known_on=2022-09-01"])
@pytest.mark.parametrize("screen", list(SCREENS))
def test_a_slide_shows_its_whole_chart(talk, screen, query):
    page = talk(*SCREENS[screen], query)
    found = {name: (page.evaluate(CUT), page.evaluate(OVER)) for name in each(page)}
    assert {name: bad for name, bad in found.items() if bad != ([], [])} == {}


def test_the_title_of_the_window_is_that_of_the_slide(talk):
    page = talk(1280, 720)
    for name in each(page):
        assert page.title() == page.text_content(f"#{name} .title") + " – Slides"


def test_a_small_screen_scrolls_and_each_slide_begins_at_its_top(talk):
    page = talk(844, 390)
    page.keyboard.press("End")
    before = page.evaluate("() => document.querySelector('.slide.now').id")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(300)
    assert page.evaluate("() => [scrollY > 0, document.querySelector('.slide.now').id]") == [True, before]
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("() => [scrollY, document.querySelector('.slide.now').id]") == [0, "launches"]
