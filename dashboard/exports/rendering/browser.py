"""Draw figures in one browser that all pictures share. It starts with the first picture and never blocks for long.

Plotly turns a figure into SVG in the browser, and the browser turns a composed SVG into PNG or PDF, so that all three
are the same drawing in the same fonts. Nothing but pictures depends on it.
"""

import asyncio
import atexit
import base64
import json
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Coroutine
from concurrent.futures import TimeoutError as LateError
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from choreographer import Browser
from choreographer.browsers.chromium import Chromium

from dashboard.style import ASSETS
from dashboard.text.forms.arguments import Amount, Name
from dashboard.text.sentence import words
from etl.contracts.errors import DataError, Problem

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
# Time limit of each step: the wait for other pictures, a cold start of the browser, the drawing.
SECONDS = 25.0
_PICTURE_FONTS = ASSETS / "picture_fonts"
# Family, weight and file of the fonts in pictures.
FONTS = (
    ("Inter", "400", _PICTURE_FONTS / "inter-400.woff2"),
    ("Inter", "700", _PICTURE_FONTS / "inter-700.woff2"),
    ("Source Serif 4", "600", ASSETS / "source-serif-4-600.woff2"),
)
# It logs a traceback when a browser exits, although failures are raised as exceptions.
logging.getLogger("choreographer").setLevel(logging.CRITICAL)


class PictureError(DataError):
    """Failure to draw a picture on this machine now: there is no browser, or it does not answer."""


def font_faces() -> str:
    """Return CSS that embeds the fonts as data URIs."""
    return "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};"
        f"src:url(data:font/woff2;base64,{base64.b64encode(file.read_bytes()).decode()}) format('woff2')}}"
        for family, weight, file in FONTS
    )


def find_browser() -> str:
    """Return the path of a browser. Raises PictureError that names what to install where there is none."""
    named = os.environ.get("CHROMIUM")
    if named and not shutil.which(named):
        raise PictureError(
            [Problem(f"CHROMIUM={named}", words("files.browser-no-program"), words("files.browser-fix"))]
        )
    path = named or next(filter(None, map(shutil.which, NAMES)), None) or Chromium.find_browser(skip_local=False)
    if not path:
        raise PictureError(
            [Problem(words("files.pictures"), words("files.browser-missing"), words("files.browser-fix"))]
        )
    return str(path)


_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><style>{fonts}
html,body{{margin:0;background:transparent}} svg{{display:block}} @page{{margin:0}}</style></head>
<body><script src="{plotly}"></script><script>
const fonts = ['16px Inter', '700 16px Inter', "600 16px 'Source Serif 4'"];
const loaded = Promise.all(fonts.map((f) => document.fonts.load(f)));
async function draw(figure, width, height) {{
  await loaded;
  return Plotly.toImage(figure, {{ format: 'svg', width, height }});
}}
async function show(svg, width, height) {{
  document.getElementById('page').textContent = `@page {{ size: ${{width}}px ${{height}}px }}`;
  document.getElementById('picture').innerHTML = svg;
  await loaded; await document.fonts.ready;
  await new Promise((done) => setTimeout(done));
  return true;
}}
</script><style id="page"></style><div id="picture"></div></body></html>"""


Result = TypeVar("Result")


class _SharedBrowser:
    """Browser with one tab, on an event loop in a thread of its own. It draws one picture at a time."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="pictures-"))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="pictures", daemon=True)
        self._thread.start()
        self._browser: Any = None
        self._tab: Any = None

    def start(self) -> None:
        page = self._folder / "page.html"
        page.write_text(
            _PAGE.format(fonts=font_faces(), plotly=(ASSETS / "plotly-basic.min.js").as_uri()), encoding="utf-8"
        )
        self.run(self._open(find_browser(), page.as_uri()))

    async def _open(self, path: str, url: str) -> None:
        self._browser = Browser(path, headless=True, enable_extensions=False)
        await self._browser.open()
        self._tab = await self._browser.create_tab(url)
        for _ in range(200):
            if await self._evaluate("typeof Plotly === 'object' && typeof show === 'function'"):
                return
            await asyncio.sleep(0.02)
        raise TimeoutError

    async def _send(self, command: str, **parameters: object) -> dict[str, Any]:
        answer = await self._tab.send_command(command, parameters)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return dict(answer["result"])

    async def _evaluate(self, expression: str) -> object:
        answer = await self._send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", {}).get("description", "no description"))
        return answer["result"].get("value")

    async def svg(self, figure: str, width: int, height: int) -> str:
        drawn = await self._evaluate(f"draw({figure},{width},{height})")
        return unquote(str(drawn).split(",", 1)[1])

    async def png(self, svg: str, width: int, height: int, scale: float, clear: bool) -> bytes:
        colour = {"color": {"r": 0, "g": 0, "b": 0, "a": 0}} if clear else {}
        await self._send("Emulation.setDefaultBackgroundColorOverride", **colour)
        await self._send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False
        )
        await self._evaluate(f"show({json.dumps(svg)},{width},{height})")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        response = await self._send("Page.captureScreenshot", format="png", clip=clip, optimizeForSpeed=True)
        return base64.b64decode(response["data"])

    async def pdf(self, svg: str, width: int, height: int, title: str) -> bytes:
        await self._evaluate(f"document.title = {json.dumps(title)}")
        await self._evaluate(f"show({json.dumps(svg)},{width},{height})")
        response = await self._send(
            "Page.printToPDF", printBackground=True, preferCSSPageSize=True, generateTaggedPDF=True
        )
        return base64.b64decode(response["data"])

    def run(self, work: Coroutine[Any, Any, Result], seconds: float | None = None) -> Result:
        """Return the result of a coroutine on the browser's thread.

        Raises TimeoutError after `seconds`, or after SECONDS where none are given.
        """
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(SECONDS if seconds is None else seconds)
        except LateError:
            future.cancel()
            raise

    def close(self) -> None:
        if self._browser is not None:
            with suppress(Exception):
                self.run(self._browser.close(), 5)
            process = getattr(self._browser, "subprocess", None)
            if process and process.poll() is None:
                process.kill()
                process.wait(5)
        with suppress(Exception):
            self.run(_end_tasks(), 5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        if not self._thread.is_alive():
            self._loop.close()
        shutil.rmtree(self._folder, ignore_errors=True)


async def _end_tasks() -> None:
    waiting = asyncio.all_tasks() - {asyncio.current_task()}
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


_lock = threading.Lock()
# Holds one browser at most; it is a list so that functions can empty it.
_running: list[_SharedBrowser] = []


def close() -> None:
    """Close the shared browser. The next picture starts another one."""
    while _running:
        _running.pop().close()


atexit.register(close)


def ask(method: str, *arguments: object) -> bytes:
    """Return the result of a method of the shared browser, such as `svg`, `png` or `pdf`.

    Replaces a browser that fails once; then raises PictureError.
    """
    if not _lock.acquire(timeout=SECONDS):
        raise PictureError(
            [Problem(words("files.pictures"), words("files.browser-busy"), words("files.browser-busy-fix"))]
        )
    try:
        for attempt in (1, 2):
            try:
                if not _running:
                    _running.append(_SharedBrowser())
                    _running[0].start()
                drawn: str | bytes = _running[0].run(getattr(_running[0], method)(*arguments))
                return drawn.encode() if isinstance(drawn, str) else drawn
            except PictureError:
                close()
                raise
            except Exception as error:  # a browser may fail in any way
                close()
                late = isinstance(error, LateError | TimeoutError)
                if late or attempt == 2:
                    key = "files.browser-late" if late else "files.browser-failed"
                    what = words(key, seconds=Amount(SECONDS), error=Name(str(error)))
                    raise PictureError(
                        [Problem(words("files.browser"), what, words("files.browser-failed-fix"))]
                    ) from error
    finally:
        _lock.release()
    raise AssertionError("unreachable: the second attempt returns or raises")
