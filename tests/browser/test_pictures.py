"""Pictures measured in a browser: every text inside the frame, none over another, large enough; files that open alone or in another's page."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from dashboard import style
from dashboard.charts.base import charts
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.registry import formats

LEAST = {"wide": 16, "classic": 16, "square": 14, "print": 13, "phone": 12}
"""Type on a slide is 12 points or more, which is 16 px of a frame 7.5 inches high."""
TEXTS = """() => [...document.querySelectorAll('svg text')].filter((t) => t.textContent.trim()).map((t) => {
  const b = t.getBoundingClientRect();
  return {text: t.textContent, left: b.left, right: b.right, top: b.top, bottom: b.bottom, size: parseFloat(getComputedStyle(t).fontSize)};
})"""


@pytest.fixture
def measure(browser, package, drawn):
    """The texts of a chart's picture, with their boxes in px of the frame."""
    context = browser.new_context(viewport={"width": 1300, "height": 1000})

    def texts(chart, query):
        view = View(package, parse_strict(package, query))
        metadata = ExportMetadata(charts()[chart], view, f"https://arms.example.org/charts/{chart}")
        picture = formats()["svg"].render(metadata)
        page = context.new_page()
        page.set_content("<style>body{margin:0}</style>" + picture.decode().split("?>", 1)[1])
        page.evaluate("() => document.fonts.ready.then(() => true)")
        found = page.evaluate(TEXTS)
        page.close()
        return found

    yield texts
    context.close()


@pytest.mark.parametrize("size", list(style.FRAMES))
@pytest.mark.parametrize("chart", list(charts()))
def test_every_text_is_inside_the_frame_large_enough_and_apart_from_the_others(measure, chart, size):
    frame, found = style.FRAMES[size], measure(chart, f"size={size}")
    assert len(found) > 8
    for text in found:
        assert text["left"] >= 0, text
        assert text["right"] <= frame.width, text
        assert text["top"] >= 0, text
        assert text["bottom"] <= frame.height, text
        assert text["size"] >= LEAST[size], text
    for n, one in enumerate(found):
        for other in found[n + 1 :]:
            assert not _over(one, other), (one, other)


def _over(one, other):
    """Whether two boxes share more than the room that lines leave above and below their letters."""
    wide = min(one["right"], other["right"]) - max(one["left"], other["left"])
    high = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return wide > 2 and high > 0.45 * min(one["size"], other["size"])


@pytest.mark.parametrize(
    "query", ["local=0", "release=2025", "from=1950", "measure=documented&credibility=6", "from=2018&to=2024"]
)
@pytest.mark.parametrize("chart", list(charts()))
def test_other_views_stay_inside_the_slide_too(measure, chart, query):
    for text in measure(chart, query):
        assert text["left"] >= 0, text
        assert text["right"] <= 1280, text
        assert text["bottom"] <= 720, text
        assert text["size"] >= 16, text


@pytest.fixture
def elsewhere():
    """Serves a page at another origin."""
    servers = []

    def serve(body):
        class Page(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Page)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_page_of_another_site_embeds_the_interactive_file(browser, address, elsewhere):
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    page, said = context.new_page(), []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    body = f'<!DOCTYPE html><link rel="icon" href="data:,"><iframe src="{address}/charts/direction.html" width="900" height="700"></iframe>'
    page.goto(elsewhere(body))
    inner = page.frames[1]
    inner.wait_for_selector("#chart .main-svg .point path", state="attached")
    assert "Since 2022" in inner.inner_text("h1")
    assert inner.eval_on_selector_all("#chart .main-svg .barlayer .point path", "all => all.length") > 60
    assert said == []
    context.close()


def test_the_interactive_file_opens_offline_and_asks_nobody(browser, package, tmp_path):
    file = tmp_path / "chart.html"
    view = View(package, parse_strict(package, ""))
    metadata = ExportMetadata(charts()["evidence"], view, "https://arms.example.org/charts/evidence")
    file.write_bytes(formats()["html"].render(metadata))
    context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda r: asked.append(r.url) if not r.url.startswith(("file:", "data:", "blob:")) else None)
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.goto(file.as_uri())
    page.wait_for_selector("#chart .main-svg .points path", state="attached")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert asked == said == []
    context.close()
