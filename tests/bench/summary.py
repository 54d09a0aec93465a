"""Medians of what was measured, and the budgets held against them."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from typing import Any

from tests.bench.rounds import Samples

Found = dict[str, Any]
RIVALS = ("streamlit", "panel", "vizro")
"""Peers that the budgets of the page name."""
FRAMEWORKS = ("dash", *RIVALS)


def median(values: list[float]) -> float | None:
    """None of an empty list."""
    return round(statistics.median(values), 1) if values else None


def high(values: list[float]) -> float | None:
    """The 95th percentile: the smallest value that 95 % do not exceed (nearest rank)."""
    return round(sorted(values)[math.ceil(0.95 * len(values)) - 1], 1) if values else None


def _of(visits: list[Found], name: str) -> float | None:
    return median([v[name] for v in visits if v.get(name) is not None])


def summed(samples: Samples) -> Found:
    """Speed id → variant → medians: `first`, `screen`, `four`, `warm_first`, `warm_screen` in ms, `kb`, `requests`, `warm_kb`,
    `warm_requests`, the worst `shifts`; of the control `pointed`, `straight` (the first press of a page), `later`, and `answer` over all
    presses with `answer_p95`, in ms; `rounds`, `presses`, and `late`, what did not get there."""
    return {speed: {name: _summed(found) for name, found in variants.items()} for speed, variants in samples.items()}


def _summed(found: Found) -> Found:
    cold, warm, answers = found["cold"], found["warm"], found["pointed"] + found["straight"] + found["later"]
    kb = {
        f"{kind}kb": down and round(down / 1000, 1)
        for kind, visits in (("", cold), ("warm_", warm))
        for down in [_of(visits, "down")]
    }
    return {
        **{name: _of(cold, name) for name in ("first", "screen", "four", "requests")},
        **{f"warm_{name}": _of(warm, name) for name in ("first", "screen", "requests")},
        **kb,
        "shifts": max((round(v["shifts"], 3) for v in cold + warm if "shifts" in v), default=None),
        **{name: median(found[name]) for name in ("pointed", "straight", "later")},
        "answer": median(answers),
        "answer_p95": high(answers),
        "rounds": len(cold),
        "presses": len(answers),
        "late": found["late"],
    }


@dataclass(frozen=True)
class Budget:
    """One demand: `found` and `limit` as numbers, `least` where the limit is the least and not the most; None where it was not measured or is not limited."""

    what: str
    found: float | None
    limit: float | None
    least: bool = False

    @property
    def met(self) -> bool | None:
        if self.found is None or self.limit is None:
            return None
        return self.found >= self.limit if self.least else self.found <= self.limit


def ratio(a: float | None, b: float | None) -> float | None:
    return None if a is None or not b else round(a / b, 2)


def unexplained(tasks: list[Found]) -> list[Found]:
    """Tasks over 200 ms that hold up the page by more than 50 ms beside plotly, which reads its script and draws a chart in one piece each."""
    return [t for t in tasks if t["duration"] > 200 and t["duration"] - t["plotly"] > 50]


def budgets(pages: Found, tasks: Found, load: Found) -> list[Budget]:
    """Every demand, in the order of the reader's visit."""

    def at(speed: str, name: str, what: str) -> float | None:
        return pages.get(speed, {}).get(name, {}).get(what)

    def best(speed: str, what: str) -> float | None:
        return min((v for name in RIVALS if (v := at(speed, name, what)) is not None), default=None)

    found = []
    for speed, words, first, live in (
        ("local", "unthrottled", 2, 1.3),
        ("fast", "10 Mbit/s", 1.5, 1.6),
        ("slow", "1.6 Mbit/s", 1.5, 1.6),
        ("slowed", "10 Mbit/s, processor slowed 3 times", 1.5, 1.6),
    ):
        if speed in pages:
            found += [
                Budget(
                    f"first picture against inline SVG, {words}",
                    ratio(at(speed, "ours", "first"), at(speed, "svg", "first")),
                    first,
                ),
                Budget(
                    f"first screen live against the static page, {words}",
                    ratio(at(speed, "ours", "screen"), at(speed, "static", "screen")),
                    live,
                ),
            ]
    return [
        *found,
        Budget(
            "fastest of Streamlit, Panel, Vizro against the first picture, 10 Mbit/s",
            ratio(best("fast", "first"), at("fast", "ours", "first")),
            5,
            True,
        ),
        Budget(
            "lightest of the three against the bytes, 10 Mbit/s",
            ratio(best("fast", "kb"), at("fast", "ours", "kb")),
            10,
            True,
        ),
        Budget("first visit, whole page, kB", at("fast", "ours", "kb"), 700),
        Budget("first visit, whole page, requests", at("fast", "ours", "requests"), 14),
        Budget("second visit, kB", at("fast", "ours", "warm_kb"), 30),
        Budget(
            "control's answer against the static page's, 10 Mbit/s",
            ratio(at("fast", "ours", "answer"), at("fast", "static", "answer")),
            0.8,
        ),
        *_of_load(load),
        Budget(
            "layout shift, worst visit",
            max((s for p in pages.values() if "ours" in p and (s := p["ours"]["shifts"]) is not None), default=None),
            0.02,
        ),
        Budget(
            "tasks over 200 ms after the first picture, processor slowed 4 times",
            sum(t["duration"] > 200 for t in tasks["ours"]) if "ours" in tasks else None,
            None,
        ),
        Budget(
            "of these with more than 50 ms that are not plotly's own",
            len(unexplained(tasks["ours"])) if "ours" in tasks else None,
            0,
        ),
    ]


def rate(load: Found, name: str) -> float | None:
    """The most views per second of a variant at any number of clients."""
    return max((v["rate"] for v in load.get(name, {}).get("views", []) if "rate" in v), default=None)


def _of_load(load: Found) -> list[Budget]:
    own = load.get("ours", {}).get("views", [])
    hundred = next((v for v in own if v["clients"] == 100), {})
    best = max((r for name in FRAMEWORKS if (r := rate(load, name)) is not None), default=None)
    return [
        Budget("views per second against the best peer", ratio(rate(load, "ours"), best), 10, True),
        Budget(
            "p95 of a view at 100 clients, against the median of the same views",
            ratio(hundred.get("p95"), hundred.get("median")),
            5,
        ),
        Budget(
            "errors under load",
            sum(sum(v.get("errors", {}).values()) + ("failed" in v) for v in own) if own else None,
            0,
        ),
    ]
