"""The export dialog as a presenter meets it."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from dashboard.charts.base import charts
from dashboard.exports.registry import formats
from dashboard.style import FRAMES
from tests.browser.conftest import until


@pytest.fixture
def dialog(open_page):
    """Opens the dialog of a chart; waits for its preview and citation."""

    def go(chart, path="/", **how):
        page = open_page(path, **how)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.locator(f"a[data-export={chart}]").evaluate("a => a.click()")
        until(
            page,
            "() => document.getElementById('export-preview').naturalWidth > 0 && document.getElementById('export-apa').value",
            seconds=40,
        )
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
    assert page.locator("a[data-export]").count() == len(charts())
    named = page.locator("#export input[name=format]").evaluate_all("all => all.map(i => i.value)")
    assert set(named) == {e.ending for e in formats().values() if e.label}
    assert named[:2] == ["png", "pptx"]
    for ending in ("csv", "md", "pptx"):
        page.locator(f"#export input[value='{ending}']").check()
        answer = fetched(page)
        assert (answer["status"], answer["type"].split(";")[0]) == (200, formats()[ending].mimetype.split(";")[0])


def test_size_and_theme_are_those_of_the_file(dialog):
    page = dialog("direction", "/?local=0")
    page.locator("#export input[value='square']").check()
    page.locator("#export input[value='dark']").check()
    until(
        page,
        "() => { const i = document.getElementById('export-preview'); return i.complete && i.naturalWidth === i.naturalHeight; }",
        seconds=30,
    )
    answer = fetched(page)
    picture = Image.open(io.BytesIO(bytes(answer["bytes"])))
    frame = FRAMES["square"]
    assert picture.size == (frame.width * frame.scale, frame.height * frame.scale)
    assert picture.convert("RGB").getpixel((3, 3)) == (0x17, 0x16, 0x13)
    assert "without local production" in picture.text["Selection"]
    page.locator("#export input[value='pptx']").check()  # a slide has the size of slides
    assert page.locator("#export input[value='square']").is_disabled()
    assert page.locator("#export input[value='dark']").is_enabled()
    assert page.locator("#export-file").get_attribute("href") == "/charts/direction.pptx?local=0&theme=dark"
    assert page.locator("#export-deck").get_attribute("href") == "/deck.pptx?local=0&theme=dark"
    page.locator("#export input[value='csv']").check()
    assert page.locator("#export input[value='dark']").is_disabled()


def test_copies_are_the_view_that_is_shown(dialog, address):
    page = dialog("direction", "/?local=0")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#export-status")).to_have_text("Link copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/charts/direction?local=0"
    page.get_by_role("button", name="Copy embed code").click()
    expect(page.locator("#export-status")).to_have_text("Embed code copied.")
    code = page.evaluate("navigator.clipboard.readText()")
    found = re.search(r'src="([^"]+)"', code)
    assert found
    assert found[1] == f"{address}/charts/direction.html?local=0"
    page.get_by_role("button", name="Copy picture").click()
    expect(page.locator("#export-status")).to_have_text("Picture copied: paste it into a slide.", timeout=30_000)
    assert page.evaluate("navigator.clipboard.read().then(items => items[0].types)") == ["image/png"]


def test_a_view_is_cited_with_its_finding_its_data_and_its_address(dialog, address, package):
    page = dialog("certainty", "/?local=0")
    apa, bibtex = (page.locator(f"#export-{name}").input_value() for name in ("apa", "bibtex"))
    for text in (apa, bibtex):
        assert "It is about as likely as not that the lead has changed: 65%." in text.replace("\\%", "%")
        assert package.version in text
        assert f"{address}/charts/certainty?local=0" in text
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


def test_it_opens_on_the_theme_of_the_page_and_says_what_is_in_a_file_that_is_no_picture(dialog):
    page = dialog("direction", theme="dark")
    assert page.locator("#export-title").inner_text() == "Export"
    assert page.locator("#export-chart").inner_text().startswith("Since 2022")
    assert page.locator("#export input[value='dark']").is_checked()
    preview, note, file = (page.locator(f"#export-{name}") for name in ("preview", "note", "file"))
    assert preview.is_visible()
    assert note.inner_text() == ""
    page.locator("#export input[value='classic']").check()
    for ending, said, theme in (
        ("pptx", "PowerPoint", "?theme=dark"),
        ("html", "embed", "?theme=dark"),
        ("csv", "header", ""),
    ):
        page.locator(f"#export input[value='{ending}']").check()
        expect(preview).to_be_hidden()
        assert said in note.inner_text()
        assert file.get_attribute("href") == f"/charts/direction.{ending}{theme}"
        assert page.locator("#export input[name=size]:enabled").count() == 0
    page.locator("#export input[value='png']").check()
    expect(preview).to_be_visible()
    assert file.get_attribute("href") == "/charts/direction.png?size=classic&theme=dark"


def test_a_citation_is_copied_and_a_file_named_by_what_it_shows(dialog):
    page = dialog("balance", "/?local=0")
    for name in ("APA", "BibTeX"):
        page.get_by_role("button", name=f"Copy {name}").click()
        expect(page.locator("#export-status")).to_have_text(f"{name} copied.")
        assert page.evaluate("navigator.clipboard.readText()") == page.locator(f"#export-{name.lower()}").input_value()
    page.locator("#export input[value='md']").check()
    with page.expect_download() as download:
        page.locator("#export-file").click()
    assert download.value.suggested_filename == "rus-irn-balance-local-0.md"


def test_on_a_phone_every_choice_and_the_download_are_seen_at_once(dialog):
    page = dialog("direction", width=390, height=844)
    download = page.locator("#export-file").bounding_box()
    assert download["y"] + download["height"] <= 844
    assert page.locator("#export-preview").bounding_box()["height"] > 100


@pytest.mark.parametrize("chart", ["direction", "certainty", "evidence"])
def test_a_frame_as_high_as_the_embed_code_says_shows_the_chart_with_its_source(dialog, address, chart):
    page = dialog(chart)
    page.get_by_role("button", name="Copy embed code").click()
    expect(page.locator("#export-status")).to_have_text("Embed code copied.")
    code = page.evaluate("navigator.clipboard.readText()")
    page.evaluate(
        "c => document.body.insertAdjacentHTML('beforeend', c)",
        code.replace("<iframe ", "<iframe id=framed ").replace("src=", "data-src="),
    )
    high = {}
    for width in (390, 720, 1000):
        page.set_viewport_size({"width": width, "height": 800})
        high[width] = page.locator("#framed").evaluate("f => f.getBoundingClientRect().height")
    for width, height in high.items():
        page.set_viewport_size({"width": width, "height": int(height)})
        page.goto(f"{address}/charts/{chart}.html")
        until(page, "() => document.querySelector('#chart .main-svg')")
        lowest = page.locator(".source").bounding_box()
        assert height - 110 < lowest["y"] + lowest["height"] <= height, width
