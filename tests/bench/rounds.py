"""Round after round, each variant in turn over each line, so that the noise of the machine hits all alike."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser

from tests.bench import visits
from tests.bench.servers import Lines, Served
from tests.bench.visits import REST, Error, Late, Place

_START = time.monotonic()
PRESSES = 4
"""Of the control in a visit."""


@dataclass(frozen=True)
class Speed:
    """A line: Mbit/s (0: no limit), round trip in ms, rounds for light and for heavy variants, whether the control is pressed,
    and how many times slower the reader's processor is."""

    id: str
    title: str
    mbit: float
    rtt: float
    light: int
    heavy: int
    control: bool = True
    seconds: float = 60.0
    slowed: float = 1.0


SPEEDS = (
    Speed("local", "unthrottled", 0, 0, 7, 3),
    Speed("fast", "10 Mbit/s, 40 ms", 10, 40, 7, 3),
    Speed("slow", "1.6 Mbit/s, 150 ms", 1.6, 150, 7, 1, control=False, seconds=120.0),
    Speed("slowed", "10 Mbit/s, 40 ms, processor slowed 3 times", 10, 40, 7, 0, control=False, slowed=3.0),
)
Samples = dict[str, dict[str, Any]]
"""Speed id → variant name → {"cold", "warm": [visit], "pointed", "straight", "later": [ms], "late": [what]}.

A visit: {"first", "screen", "four": ms, "shifts", "down": bytes, "requests", "sockets"}, as far as it got."""


def say(text: str) -> None:
    """Progress and the minutes since the start, beside the table."""
    print(f"{(time.monotonic() - _START) / 60:5.1f} {text}", file=sys.stderr, flush=True)


def run(
    browser: Browser, servers: dict[str, Served], speeds: tuple[Speed, ...], most: int
) -> tuple[Samples, dict[str, list[Any]]]:
    """(samples, long tasks by variant) of `most` rounds or fewer. The first visit of each variant only finds its charts and does not count."""
    with ExitStack() as stack:
        lines = {}
        for speed in speeds:
            lines[speed.id] = Lines(speed.mbit, speed.rtt, servers)
            stack.callback(lines[speed.id].stop)
        counted = {
            name: _tried(lambda name=name: _count(browser, Place(servers[name].variant, lines["local"], 0, 60.0)), 0)
            for name in servers
        }
        on_screen = {
            name: max(1, n) if servers[name].variant.charts else n for name, n in counted.items()
        }  # where it was not counted, one
        say(f"charts on the first screen: {on_screen}")
        samples: Samples = {speed.id: {name: _empty() for name in servers} for speed in speeds}
        for turn in range(min(most, max(s.light for s in speeds))):
            for speed in speeds:
                say(f"round {turn + 1}, {speed.title}")
                places = [
                    Place(s.variant, lines[speed.id], on_screen[name], speed.seconds, speed.slowed)
                    for name, s in servers.items()
                ]
                shown = [p for p in places if turn < (speed.heavy if p.variant.heavy else speed.light)]
                together = [p for p in shown if p.variant.heavy and not speed.control]
                for place in shown:
                    if place not in together:
                        _visited(browser, place, speed, samples[speed.id][place.variant.name])
                _at_once(browser, together, samples[speed.id])
        say("long tasks")
        tasks = {
            name: _tried(
                lambda name=name: _tasks(browser, Place(servers[name].variant, lines["local"], on_screen[name], 90.0)),
                [],
            )
            for name in servers
        }
    return samples, tasks


def _empty() -> dict[str, list[Any]]:
    return {kind: [] for kind in ("cold", "warm", "pointed", "straight", "later", "late")}


def _tried(work: Callable[[], Any], instead: Any) -> Any:
    try:
        return work()
    except (Late, Error) as error:
        say(str(error)[:300])
        return instead


def _count(browser: Browser, place: Place) -> int:
    with visits.reader(browser) as context:
        return visits.count(context, place)


def _tasks(browser: Browser, place: Place) -> list[dict[str, Any]]:
    with visits.reader(browser) as context:
        return visits.tasks(context, place)


def _visited(browser: Browser, place: Place, speed: Speed, found: dict[str, list[Any]]) -> None:
    """A cold visit and a warm one of the same reader, with presses of the control at the end of each."""
    with visits.reader(browser) as context:
        for kind, first in (("cold", "pointed"), ("warm", "straight")):
            visit: dict[str, Any] = {}
            found[kind].append(visit)
            try:
                before = place.passed()
                page = visits.go(context, place)
                visit.update(visits.screen(page, place))
                visit.update(visits.scroll(page, place))
                after = visits.quiet(page, place)
                visit.update({name: after[name] - before[name] for name in after})
                if speed.control and place.variant.charts:
                    times = visits.presses(page, place, REST if first == "pointed" else 0, PRESSES)
                    found[first].append(times[0])
                    found["later"] += times[1:]
                page.close()
            except (Late, Error) as error:
                found["late"].append(f"{kind}: {error}"[:300])
                say(f"{place.variant.name}, {found['late'][-1]}")


def _at_once(browser: Browser, places: list[Place], samples: dict[str, Any]) -> None:
    """Cold visits of pages that wait for their line for most of their time, side by side, each on a line of its own."""
    with ExitStack() as stack:
        before = {p.variant.name: p.passed() for p in places}
        pages = [(p, visits.go(stack.enter_context(visits.reader(browser)), p)) for p in places]
        for place, page in pages:
            name = place.variant.name
            visit: dict[str, Any] = {}
            samples[name]["cold"].append(visit)
            try:
                visit.update(visits.screen(page, place))
                after = visits.quiet(page, place)
                visit.update({k: after[k] - before[name][k] for k in after})
            except (Late, Error) as error:
                samples[name]["late"].append(f"cold: {error}"[:300])
                say(f"{name}, {samples[name]['late'][-1]}")
