"""The first screen by its boxes: what it must hold on a laptop and on phones, without a touch."""

import pytest

from dashboard import style
from dashboard.charts.base import charts
from dashboard.data.selection import parse_strict
from dashboard.data.view import View

BOXES = """() => {
  const box = (e) => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
  const words = ['#headline', '#lead', '#lead > span:nth-child(2)', '#lead > span:nth-child(3)'];
  const plot = document.querySelector('#direction-graph');
  const fill = (colour) => [...plot.querySelectorAll('.barlayer .point path')].filter((p) => p.style.fill === colour && p.getBBox().height > 1);
  const probe = document.createElement('i'); probe.className = 'b_to_a'; document.body.append(probe);
  const orange = getComputedStyle(probe).color; probe.remove();
  return { words: words.map((s) => box(document.querySelector(s))), plot: box(plot),
    texts: [...plot.querySelectorAll('text')].map(box), said: [...plot.querySelectorAll('text')].map((t) => t.textContent),
    orange: fill(orange).map(box), lead: document.querySelector('#lead').innerText, headline: document.querySelector('#headline').innerText };
}"""


def inside(box, width, height):
    left, top, right, bottom = box
    return left >= -1 and top >= 0 and right <= width + 1 and bottom <= height + 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1440, 900), (390, 844)])
def test_finding_sentence_chance_with_its_hinge_and_the_whole_chart_are_on_the_first_screen(
    open_page, width, height, theme
):
    found = open_page(width=width, height=height, theme=theme).evaluate(BOXES)
    assert all(inside(box, width, height) for box in [*found["words"], found["plot"], *found["texts"]])
    assert "Iran to Russia" in found["headline"]
    for words in ("drones", "33 to 104 million TIV a year since 2022", "760", "very likely", "95%", "87%", "64%"):
        assert words in found["lead"]
    assert {"Shahed-136 drones", "Yak-130 trainers", "Fath-360 missiles"} <= {*found["said"]}
    assert len(found["orange"]) >= 4


@pytest.mark.parametrize(("width", "height"), [(390, 664), (360, 640)])
def test_a_small_screen_shows_the_words_the_zero_line_and_the_orange_bars(open_page, width, height):
    found = open_page(width=width, height=height).evaluate(BOXES)
    assert all(inside(box, width, height) for box in found["words"])
    lefts = sorted(box[0] for box in found["orange"] if inside(box, width, height))
    apart = [b - a for a, b in zip(lefts, lefts[1:], strict=False) if b - a > 4]
    assert len(apart) == 3  # four years, 2022 to 2025, on the whole series: bars that begin at zero


@pytest.mark.parametrize("width", [1366, 390])
def test_the_finding_is_at_most_two_lines_on_a_laptop_and_three_on_a_phone(open_page, width):
    page = open_page(width=width, height=844)
    lines = page.evaluate(
        "() => { const h = document.querySelector('#headline'); return Math.round(h.offsetHeight / parseFloat(getComputedStyle(h).lineHeight)); }"
    )
    assert lines <= (2 if width > 700 else 3)


def test_a_phones_page_is_half_as_long_as_it_was_and_holds_every_chart(open_page):
    page = open_page(width=390, height=844)
    assert page.evaluate("document.documentElement.scrollHeight") <= 14_005 / 2
    for button in page.locator("button.fold").all():
        assert button.get_attribute("aria-expanded") == "false"
        button.click()
    assert [g.is_visible() for g in page.locator(".graph").all()] == [True] * len(charts())
    page.locator("summary:has(#where)").click()
    assert [a.inner_text() for a in page.locator("a[data-chart-link]").all()] == [c.name for c in charts().values()]


def test_the_menu_of_charts_opens_what_is_folded_and_says_where_one_is(open_page):
    page = open_page(width=390, height=844)
    page.locator("summary:has(#where)").click()
    page.locator("a[data-chart-link=promised]").click()
    page.wait_for_timeout(900)
    assert page.locator("#promised-graph").is_visible()
    assert page.locator("#where").inner_text() == "Promised"
    assert page.locator("a[aria-current]", has_text="Promised").count() == 1


@pytest.mark.parametrize("query", ["", "local=0", "local=50", "release=2025", "from=2015", "to=2023"])
@pytest.mark.parametrize("size", [*style.SIZES, *style.FRAMES])
def test_the_main_system_of_the_new_direction_is_named_at_every_size(package, size, query):
    view = View(package, parse_strict(package, query).replace(size=size))
    drawn = style.FRAMES[size].drawing(style.FRAMES[size].least) if size in style.FRAMES else None
    shown = View(package, view.selection, drawn)
    texts = " ".join(a["text"] for a in charts()["direction"].figure(shown)["layout"]["annotations"])
    assert ("Fath-360" if query == "local=0" else "Shahed-136") in texts
