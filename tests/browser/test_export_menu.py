"""The export dialog as a presenter meets it."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from dashboard.charts import CHARTS
from dashboard.exports import EXPORTS
from dashboard.style import FRAMES
from tests.browser.conftest import until


@pytest.fixture
def dialog(open_page):
    """Opens the dialog of a chart; waits for its preview and citation."""
    def go(chart, path="/", **how):
        page = open_page(path, **how)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.locator(f"a[data-export={chart}]").evaluate("a => a.click()")
        until(page, "() => document.getElementById('export-preview').naturalWidth > 0 && document.getElementById('export-apa').value", seconds=40)
        return page

    return go


def fetched(page):
    """The file that the download link leads to."""
    return page.evaluate("""async () => {
      const answer = await fetch(document.getElementById('export-file').href);
      return { status: answer.status, type: answer.headers.get('Content-Type'), bytes: [...new Uint8Array(await answer.arrayBuffer())] };
    }""")


def test_every_chart_has_the_dialog_and_every_format_its_file(dialog):
    page = dialog("balance")
    assert page.locator("a[data-export]").count() == len(CHARTS)
    named = page.locator("#export input[name=format]").evaluate_all("all => all.map(i => i.value)")
    assert set(named) == {e.ending for e in EXPORTS.values() if e.label}
    assert named[:2] == ["png", "pptx"]
    for ending in ("csv", "md", "pptx"):
        page.locator(f"#export input[value='{ending}']").check()
        answer = fetched(page)
        assert (answer["status"], answer["type"].split(";")[0]) == (200, EXPORTS[ending].mimetype.split(";")[0])


def test_size_and_theme_are_those_of_the_file(dialog):
    page = dialog("direction", "/?local=excluded")
    page.locator("#export input[value='square']").check()
    page.locator("#export input[value='dark']").check()
    until(page, "() => { const i = document.getElementById('export-preview'); return i.complete && i.naturalWidth === i.naturalHeight; }", seconds=30)
    answer = fetched(page)
    picture = Image.open(io.BytesIO(bytes(answer["bytes"])))
    frame = FRAMES["square"]
    assert picture.size == (frame.width * frame.scale, frame.height * frame.scale)
    assert picture.convert("RGB").getpixel((3, 3)) == (0x17, 0x16, 0x13)
    assert "without local production" in picture.text["Selection"]
    page.locator("#export input[value='pptx']").check()  # a slide has the size of slides
    assert page.locator("#export input[value='square']").is_disabled()
    assert page.locator("#export input[value='dark']").is_enabled()
    assert page.locator("#export-file").get_attribute("href") == "/charts/direction.pptx?local=excluded&theme=dark"
    assert page.locator("#export-deck").get_attribute("href") == "/deck.pptx?local=excluded&theme=dark"
    page.locator("#export input[value='csv']").check()
    assert page.locator("#export input[value='dark']").is_disabled()


def test_copies_are_the_view_that_is_shown(dialog, address):
    page = dialog("direction", "/?local=excluded")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#export-status")).to_have_text("Link copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/charts/direction?local=excluded"
    page.get_by_role("button", name="Copy embed code").click()
    expect(page.locator("#export-status")).to_have_text("Embed code copied.")
    code = page.evaluate("navigator.clipboard.readText()")
    found = re.search(r'src="([^"]+)"', code)
    assert found
    assert found[1] == f"{address}/charts/direction.html?local=excluded"
    page.get_by_role("button", name="Copy picture").click()
    expect(page.locator("#export-status")).to_have_text("Picture copied: paste it into a slide.", timeout=30_000)
    assert page.evaluate("navigator.clipboard.read().then(items => items[0].types)") == ["image/png"]


def test_a_view_is_cited_with_its_finding_its_data_and_its_address(dialog, address, package):
    page = dialog("certainty", "/?local=excluded")
    apa, bibtex = (page.locator(f"#export-{name}").input_value() for name in ("apa", "bibtex"))
    for text in (apa, bibtex):
        assert "Not callable yet: the chance of a reversal is 54%." in text.replace("\\%", "%")
        assert package.version in text
        assert f"{address}/charts/certainty?local=excluded" in text
        assert "2026" in text


def test_escape_comes_back_to_the_link(dialog):
    page = dialog("balance")
    page.keyboard.press("Escape")
    until(page, "() => document.activeElement.dataset.export === 'balance'")


def test_without_a_browser_on_the_server_the_page_draws_by_itself(open_page, faults):
    page = open_page()
    page.route(re.compile(r"/charts/balance\.svg"), lambda route: route.fulfill(status=503, body="none"))
    page.locator("a[data-export=balance]").evaluate("a => a.click()")
    until(page, "() => document.getElementById('export-form').dataset.own === 'true'")
    assert "drawn on this page instead" in page.locator("#export-note").inner_text()
    with page.expect_download() as download:
        page.locator("#export-file").click()
    with open(download.value.path(), "rb") as file:
        picture = Image.open(io.BytesIO(file.read()))
    assert picture.format == "PNG"
    assert picture.width >= 2000
    assert [f for f in faults if "503" not in f] == []
    faults.clear()  # that the server answered 503 is what this is about
