"""Nothing is cut off or overlaps, at three widths and in both themes; axe finds nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe

WIDTHS = {1440: 1000, 768: 1000, 390: 844}

OUTSIDE = """() => {
  const bad = [];
  for (const svg of document.querySelectorAll('.graph .main-svg')) {
    const frame = svg.getBoundingClientRect();
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBoundingClientRect();
      if (box.width && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1))
        bad.push(text.textContent);
    }
  }
  return bad;
}"""
OVERLAPS = """() => {
  const bad = [];
  for (const graph of document.querySelectorAll('.graph')) {
    const texts = [...graph.querySelectorAll('text')].filter(t => t.getBoundingClientRect().width > 0);
    const boxes = texts.map(t => t.getBoundingClientRect());
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
      const a = boxes[i], b = boxes[j];
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
        bad.push(texts[i].textContent + ' | ' + texts[j].textContent);
    }
  }
  return bad;
}"""
SMALL = """() => [...document.querySelectorAll('.graph text')].filter(t => t.getBoundingClientRect().width && parseFloat(getComputedStyle(t).fontSize) < 12).map(t => t.textContent)"""
WIDER = """() => [document.documentElement.scrollWidth, innerWidth]"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", list(WIDTHS))
@pytest.mark.parametrize("query", ["", "?local=0", "?release=2025&measure=documented", "?from=1950"])
def test_nothing_is_cut_off_or_overlaps(open_page, width, theme, query, tmp_path):
    page = open_page(f"/{query}", width, WIDTHS[width], theme)
    scroll, inner = page.evaluate(WIDER)
    assert scroll <= inner
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", list(WIDTHS))
def test_axe_finds_no_violation(open_page, width, theme):
    page = open_page("/", width, WIDTHS[width], theme)
    page.evaluate("document.querySelectorAll('.under details').forEach(d => d.open = true)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.locator("#direction-marks button").last.evaluate("b => b.click()")
    page.locator("#panel table").first.wait_for()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
