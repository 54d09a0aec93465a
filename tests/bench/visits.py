"""One visit of a page in a browser: when its charts are painted, what passed the line, how its control answers."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.bench.figures import OWN_CONTROLS, VIEWS
from tests.bench.servers import Lines
from tests.bench.variants import Variant

PROBE = Path(__file__).with_name("probe.js")
SCREEN = {"width": 1280, "height": 800}
REST = 150
"""Milliseconds that a pointer rests on a control before it is pressed, at the least."""
EDGE = 5
"""Milliseconds by which two spans may touch without belonging together."""
_STATE = """() => ({ first: bench.first, inSight: bench.inSight || [], live: bench.live, replaced: bench.static, shifts: bench.shifts,
    end: scrollY + innerHeight >= (document.documentElement?.scrollHeight ?? 1e9) - 2 })"""
_TURNS = "() => ({ pressed: bench.pressed, turns: bench.turns, now: performance.now() })"


class Late(Exception):
    """A page that did not get there within its time."""


@dataclass(frozen=True)
class Place:
    """Where a variant is met: its address over a line, how many charts its first screen holds, how long a visit may take, and
    how many times slower the reader's processor is."""

    variant: Variant
    lines: Lines
    on_screen: int
    seconds: float
    slowed: float = 1.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.lines.ports[self.variant.name]}/"

    def passed(self) -> dict[str, int]:
        return self.lines.passed(self.variant.name)


@contextmanager
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """A reader with an empty cache."""
    context = browser.new_context(viewport=SCREEN, color_scheme="light")  # type: ignore[arg-type]
    context.add_init_script(path=PROBE)
    try:
        yield context
    finally:
        context.close()


def _until(page: Page, reached: Any, seconds: float, step: Any = None) -> dict[str, Any]:
    """The state of the page once `reached(state)`; `step()` is done at each look before. Raises Late."""
    end = time.monotonic() + seconds
    while True:
        state = dict(page.evaluate(_STATE))
        if reached(state):
            return state
        if time.monotonic() > end:
            raise Late(f"{page.url}: {state}")
        if step:
            step()
        page.wait_for_timeout(40)


def go(context: BrowserContext, place: Place) -> Page:
    """A page on its way."""
    page = context.new_page()
    if place.slowed > 1:
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": place.slowed})
    page.goto(place.url, wait_until="commit", timeout=place.seconds * 1000)
    return page


def screen(page: Page, place: Place) -> dict[str, float]:
    """Milliseconds to the first picture and to the live charts of the first screen. Raises Late."""
    if not place.variant.charts:
        return {"first": _until(page, lambda s: s["first"] is not None, place.seconds)["first"]}
    n = place.on_screen
    state = _until(
        page, lambda s: s["first"] is not None and len(s["inSight"]) >= n and s["replaced"] is not None, place.seconds
    )
    return {"first": state["first"], "screen": max(state["first"], state["inSight"][n - 1], state["replaced"])}


def scroll(page: Page, place: Place) -> dict[str, float]:
    """Scrolls as soon as the first screen is live, until the four charts are, and then to the end of the page. Milliseconds from
    the start of the visit to the four; layout shift until the end."""
    page.mouse.move(SCREEN["width"] / 2, SCREEN["height"] / 2)
    last = page.locator(place.variant.last) if place.variant.last else None

    ways = itertools.cycle((400, -400))  # back again, where a chart that was passed too quickly is not drawn
    way, rested = next(ways), 0

    def turn() -> None:
        nonlocal way, rested
        top = (last.bounding_box() or {"y": 9e9})["y"] if last else 9e9
        there = top <= SCREEN["height"] * 0.4 if way > 0 else page.evaluate("() => scrollY") == 0
        if last and there:
            rested += 1
            if rested < 20:
                return
            way, rested = next(ways), 0
        page.mouse.wheel(0, way)

    state = (
        _until(page, lambda s: len(s["live"]) >= place.variant.charts, place.seconds, turn)
        if place.variant.charts
        else {"live": []}
    )
    _until(page, lambda s: s["end"], place.seconds, lambda: page.mouse.wheel(0, 700))
    page.wait_for_timeout(300)
    found = {"shifts": float(page.evaluate(_STATE)["shifts"])}
    return found | ({"four": state["live"][place.variant.charts - 1]} if place.variant.charts else {})


def quiet(page: Page, place: Place, seconds: float = 20.0) -> dict[str, int]:
    """What has passed the line once nothing has for 400 ms."""
    end, before, since = time.monotonic() + seconds, place.passed(), time.monotonic()
    while time.monotonic() - since < 0.4 and time.monotonic() < end:
        page.wait_for_timeout(50)
        now = place.passed()
        if now != before:
            before, since = now, time.monotonic()
    return before


def press(page: Page, choice: str, rest: int) -> float:
    """Milliseconds from the pointer's press of a choice to the changed first chart being painted. Raises Late.

    The pointer moves there from elsewhere and rests `rest` ms. The answer is the first frame of the picture that stays.
    """
    closed = page.locator("#share-menu:not([open]) > summary")
    if closed.count():  # the dashboard's control stands in a menu, which stays open
        closed.click()
    own = page.locator(OWN_CONTROLS[choice])
    control = own.or_(page.get_by_text(choice, exact=True)).locator("visible=true").first
    box = control.bounding_box()
    if box is None:
        raise Late(f"{page.url}: no control {choice!r}")
    page.mouse.move(SCREEN["width"] - 40, 10)
    page.evaluate("() => bench.arm()")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(rest)
    page.mouse.down()
    page.mouse.up()
    end = time.monotonic() + 10
    while time.monotonic() < end:
        page.wait_for_timeout(30)
        state = page.evaluate(_TURNS)
        if state["turns"] and state["now"] - state["turns"][-1][0] > 250:
            at = next(t for t, signature in state["turns"] if signature == state["turns"][-1][1])
            return float(at - state["pressed"])
    raise Late(f"{page.url}: {choice!r} was not answered")


def presses(page: Page, place: Place, rest: int, n: int) -> list[float]:
    """Times of `n` presses, choice after choice, the first of them new to the page."""
    page.mouse.move(SCREEN["width"] / 2, SCREEN["height"] / 2)
    _until(page, lambda s: page.evaluate("() => scrollY") == 0, 5, lambda: page.mouse.wheel(0, -4000))
    page.mouse.wheel(0, -9000)  # of a part of the page that scrolls by itself
    page.wait_for_timeout(300)
    choices = [*VIEWS][::-1]
    return [press(page, choices[i % 2], rest if i == 0 else REST) for i in range(n)]


def count(context: BrowserContext, place: Place) -> int:
    """How many charts stand on the first screen of a page that has come to rest."""
    page = go(context, place)
    if not place.variant.charts:
        return 0
    _until(page, lambda s: s["first"] is not None and s["inSight"], place.seconds)
    quiet(page, place)
    page.wait_for_timeout(1500)
    return int(page.evaluate("() => bench.inSight.length"))


def tasks(context: BrowserContext, place: Place) -> list[dict[str, Any]]:
    """Tasks of 50 ms and more after the first picture on a processor slowed four times, the page scrolled to its end.

    [{"start": ms, "duration": ms, "plotly": ms of it in which plotly's script is read or plotly draws, "by": what ran longest in it}]
    """
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(place.url, wait_until="commit", timeout=place.seconds * 1000)
    first = screen(page, place)["first"]
    scroll(page, place)
    page.wait_for_timeout(500)
    found = page.evaluate("() => ({ tasks: bench.tasks, frames: bench.frames, drawing: bench.drawing })")
    return [
        explained(t, found["frames"], found["drawing"]) for t in found["tasks"] if t["start"] + t["duration"] > first
    ]


def explained(task: dict[str, Any], frames: list[dict[str, Any]], drawing: list[dict[str, Any]]) -> dict[str, Any]:
    """A long task as in `tasks`, by the browser's account of long frames and the times at which plotly drew."""

    end = task["start"] + task["duration"]
    scripts = [s for f in frames for s in f["scripts"]]
    own = [("reads " + s["at"], s) for s in scripts if "plotly" in s["at"] and s["at"] in s["name"] + s["by"]] + [
        ("plotly draws " + d["place"], d) for d in drawing
    ]
    spans = sorted((max(task["start"], p["start"]), min(end, p["start"] + p["duration"]), by) for by, p in own)
    spans = [span for span in spans if span[1] - span[0] > EDGE]
    plotly, until = 0.0, float(task["start"])
    for begun, ended, _ in spans:
        plotly += max(0.0, ended - max(begun, until))
        until = max(until, ended)
    by = ", ".join(by for *_, by in spans) or _longest(
        [s for s in scripts if s["start"] < end and s["start"] + s["duration"] > task["start"]], task["duration"]
    )
    return {"start": round(task["start"]), "duration": round(task["duration"]), "plotly": round(plotly), "by": by}


def _longest(scripts: list[dict[str, Any]], duration: float) -> str:
    longest = max(scripts, key=lambda s: s["duration"], default=None)
    if longest is None or longest["duration"] < duration / 3:
        return "style and layout"
    return f"{longest['at'] or 'the page'}: {longest['name'] or longest['by']} {longest['duration']:.0f} ms"


__all__ = ["Error", "Late", "Place", "count", "go", "press", "presses", "quiet", "reader", "screen", "scroll", "tasks"]
