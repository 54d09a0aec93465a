"""A real browser on a real server. A missing browser fails the tests; it never skips them."""

from __future__ import annotations

import re
import threading
import time
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
import waitress
from playwright.sync_api import sync_playwright

from dashboard.web.app import create_app
from tests.find_browser import find, find_shell

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-sandbox",
]


class Served:
    """An app on a free port of this machine."""

    def __init__(self, package):
        self._server = waitress.create_server(create_app(package).server, host="127.0.0.1", port=0, threads=4)
        self.address = f"http://127.0.0.1:{self._server.effective_port}"
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        with suppress(OSError):  # closing the server takes the socket from under its loop
            self._server.run()

    def stop(self):
        self._server.close()
        self._thread.join(0.5)


@pytest.fixture(scope="session")
def address(package):
    served = Served(package)
    yield served.address
    served.stop()


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright):
    browser = playwright.chromium.launch(executable_path=find_shell(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def whole_browser(playwright):
    """Return the browser that readers have, for what depends on more than its engine."""
    browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def faults():
    """Console errors and requests to another host, in the order they came."""
    return []


@pytest.fixture
def open_page(browser, address, faults):
    """Opens a view at a size and theme; fails the test for console errors or requests to another host."""
    contexts = []

    def go(path="/", width=1440, height=900, theme="light", at=None):
        home = at or address
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda m: (
                faults.append(f"console: {m.text} {m.location.get('url', '')}")
                if m.type in ("error", "warning")
                else None
            ),
        )
        page.on("pageerror", lambda e: faults.append(f"page error: {e}"))
        page.on("request", lambda r: faults.append(f"other host: {r.url}") if not _ours(r.url, home) else None)
        page.goto(home + path)
        settle(page)
        return page

    yield go
    for context in contexts:
        context.close()
    assert faults == []


def _ours(url, home):
    return url.startswith(("data:", "blob:")) or urlsplit(url).netloc == urlsplit(home).netloc


def until(page, condition, argument=None, seconds=15):
    """Waits for a condition in the page (the content policy forbids playwright's own way, which evaluates text)."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition, argument):
        assert time.monotonic() < end, f"did not come true: {condition}"
        page.wait_for_timeout(25)


def settle(page):
    """Waits until the view is shown, all its charts are drawn, also those out of sight, and its fonts are there."""
    until(
        page,
        "() => document.querySelector('#page[data-shown]') && (graphs.all(), true) && "
        "[...document.querySelectorAll('.graph')].every(g => g.querySelector('.main-svg .trace, .main-svg .points, .main-svg .annotation'))",
    )
    page.evaluate("() => document.fonts.ready.then(() => true)")


def local_stop(page, share):
    """Open the menu of the slider, and return the stop that counts so many per cent of local production."""
    menu = page.locator("#share-menu")
    if not menu.evaluate("m => m.open"):
        menu.locator("> summary").click()
    return page.get_by_role("link", name=re.compile(rf"^{share}%: chance"))


def turned(page, act):
    """Does something that turns the view, and waits for the new one."""
    before = page.evaluate("() => document.getElementById('page').dataset.shown")
    act()
    until(page, "b => document.getElementById('page').dataset.shown !== b", before)
    page.evaluate("() => graphs.all()")
    page.wait_for_timeout(150)
