"""The results as Markdown, and their place in tests/bench/README.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.bench.rounds import SPEEDS
from tests.bench.summary import Budget, Found
from tests.bench.variants import ALL

MARKERS = ("<!-- bench -->", "<!-- /bench -->")
_TITLES = {v.name: v.title for v in ALL}
_NOTES = """\
Medians of a run: {light} rounds, {heavy} for the four frameworks, {slowest} for a first visit at 1.6 Mbit/s. Compare rows of one table with each other, not machines. \
*First*: the first picture of at least 300 × 150 px and ten shapes is painted. *Screen*: all charts of the first screen are live. *Four*: all four charts are live; the page \
was scrolled as soon as the first screen was live. *Again*: a second visit with a full cache. kB and requests are those of the whole page, scrolled to its end, as \
they passed the line. The line is a relay that delays and limits all bytes, websockets too, and adds a round trip for each connection; it has no TLS and no slow start of TCP, for any variant. \
*Shift*: cumulative layout shift of the worst visit. The dashboard's page has eight charts with tables, sources and evidence; the others have the same four charts, which they are given as finished figures."""
_PRESSES = """\
From the press to the paint of the changed first chart, ms. *New*: the first press on a page, on a choice on which the pointer had rested for 150 ms. *Straight*: the first press, with the pointer arriving \
as it presses, as on a touch screen. *Later*: going back and forth. p95 is of all presses."""
_LOAD = """\
Views per second, and in brackets the 95th percentile in ms, with 1, 10 and 100 clients on the same machine. A view is what the server does when the control is pressed. Here that is `/view.json` for the chart on the screen and then for the whole page, with one of forty \
selections, requested beforehand until every worker had made both. For Dash and Vizro it is the request of the callback, as a browser sent it; for Streamlit the message of the control until the script has run, with charts already sent only named; \
for Panel the change of the control until four panes are sent. *First page*: all that a first visit needs from the server except scripts, styles and fonts, views per second with 10 clients. \
Memory is measured after the load, in MB, with shared pages counted once; servers with sockets hold 111 sessions."""


def number(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def rows(head: list[str], body: list[list[str]]) -> str:
    """A Markdown table, its first column words and the others numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *body]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _pages(pages: Found) -> str:
    blocks = []
    for speed in SPEEDS:
        found = pages.get(speed.id)
        if not found:
            continue
        head = [
            speed.title,
            "first, ms",
            "screen",
            "four",
            "again: first",
            "screen",
            "kB",
            "requests",
            "again: kB",
            "shift",
        ]
        body = [
            [
                _TITLES[name],
                *(
                    number(f[k])
                    for k in ("first", "screen", "four", "warm_first", "warm_screen", "kb", "requests", "warm_kb")
                ),
                number(f["shifts"], 3),
            ]
            for name, f in found.items()
        ]
        blocks.append(rows(head, body))
    return "\n\n".join(blocks)


def _control(pages: Found) -> str:
    speeds = [s for s in SPEEDS if s.id in pages and s.control]
    head = [
        "control",
        *(
            f"{s.title}: {k}" if k == "new" else k
            for s in speeds
            for k in ("new", "straight", "later", "p95", "presses")
        ),
    ]
    names = [n for n, f in pages[speeds[0].id].items() if f["presses"]]
    body = [
        [
            _TITLES[n],
            *(
                number(pages[s.id][n][k])
                for s in speeds
                for k in ("pointed", "straight", "later", "answer_p95", "presses")
            ),
        ]
        for n in names
    ]
    return rows(head, body)


def _under_load(load: Found) -> str:
    def cell(view: dict[str, Any]) -> str:
        if "failed" in view:
            return "failed"
        wrong = sum(view["errors"].values())
        return f"{number(view['rate'], 0 if view['rate'] >= 100 else 1)} ({number(view['p95'])})" + (
            f", {wrong} errors" if wrong else ""
        )

    clients = ["1 client", "10", "100"]
    body = []
    for name, found in load.items():
        cells = [cell(v) for v in found["views"]] if "views" in found else ["–"] * 3
        memory = found.get("memory") or found.get("idle")
        body.append(
            [
                _TITLES[name],
                *cells,
                cell(found["page"]),
                number(memory and memory["pss"]),
                f"{found['ready']:.1f}",
                found["served"],
            ]
        )
    return rows(["server", *clients, "first page", "MB", "ready, s", "served by"], body)


def _exports(exports: list[Any]) -> str:
    return rows(
        ["file of a chart, ms", "first", "next", "same"],
        [[name, number(a), number(b), number(c)] for name, a, b, c in exports],
    )


def _tasks(tasks: Found) -> str:
    lines = []
    for name, found in tasks.items():
        long = sorted((t for t in found if t["duration"] > 200), key=lambda t: -t["duration"])
        worst = max((t["duration"] for t in found), default=0)
        named = "; ".join(f"{t['duration']} ms ({t['by']})" for t in long[:8])
        lines.append(
            f"- {_TITLES[name]}: {f'{len(long)} over 200 ms: {named}' if long else f'none over 200 ms, the longest {worst} ms'}"
        )
    return "\n".join(lines)


def _budgets(held: list[Budget]) -> str:
    words = {True: "met", False: "**missed**", None: "not measured"}
    body = [
        [
            b.what,
            number(b.found, 2).removesuffix(".00"),
            *(["", "explained below"] if b.limit is None else [f"{'≥' if b.least else '≤'} {b.limit:g}", words[b.met]]),
        ]
        for b in held
    ]
    return rows(["budget", "found", "limit", ""], body)


def markdown(results: Found, held: list[Budget]) -> str:
    """All tables of a run."""
    machine, rounds = results["machine"], results["rounds"]
    versions = ", ".join(f"{name} {version}" for name, version in results["versions"].items())
    parts = [
        f"Measured on {results['date']}: {machine}. {versions}.",
        _budgets(held),
        _pages(results["pages"]),
        _NOTES.format(**rounds),
    ]
    if results["pages"]:
        parts += [_control(results["pages"]), _PRESSES]
    if results["load"]:
        parts += [_under_load(results["load"]), _LOAD]
    if results["exports"]:
        parts += [
            _exports(results["exports"]),
            "*First*: including the start of the browser that draws; *next*: another view; *same*: the same view again. `deck` is all charts as slides.",
        ]
    parts += [
        "Tasks of more than 200 ms after the first picture, on a processor slowed four times, with the page scrolled to its end. Plotly reads its script in one piece and "
        "draws each chart in one piece; here each is a task of its own, and a chart out of sight is drawn when it comes near.\n\n"
        + _tasks(results["tasks"])
    ]
    return "\n\n".join(p for p in parts if p)


def put(text: str, readme: Path) -> None:
    """Puts the tables between the markers of a README. Raises ValueError where they are missing."""
    before, _, rest = readme.read_text(encoding="utf-8").partition(MARKERS[0])
    _, end, after = rest.partition(MARKERS[1])
    if not end:
        raise ValueError(f"{readme} has no {MARKERS[0]} … {MARKERS[1]}")
    readme.write_text(f"{before}{MARKERS[0]}\n\n{text}\n\n{MARKERS[1]}{after}", encoding="utf-8")
