"""Server load: what a browser asks of each variant is recorded, then asked by 1, 10 and 100 clients without a browser."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, WebSocket

from tests.bench.figures import CHARTS, VIEWS
from tests.bench.servers import Served
from tests.bench.variants import PYTHON, Variant
from tests.bench.visits import SCREEN

CLIENTS = (1, 10, 100)
PAGE_CLIENTS = 10
OWN_VIEWS = [
    f"local={local}&from={year}&theme=light&size=wide"
    for year in range(1989, 1999)
    for local in ("100", "0", "0&local_side=a_to_b", "0&local_side=b_to_a")
]
"""The forty views that clients of the dashboard go round, as queries."""


def recorded(browser: Browser, variant: Variant, port: int) -> dict[str, Any]:
    """What a browser sends on a first visit and at four presses: {"page": [[method, path, body]], "views": [the same per press], "frames": [base64]}.

    Scripts, styles, fonts and pictures are left out, for all.
    """
    asked: list[list[str | None]] = []
    frames: list[str] = []

    def request(sent: Request) -> None:
        if sent.resource_type in ("document", "fetch", "xhr"):
            parts = urlsplit(sent.url)
            asked.append([sent.method, parts.path + (f"?{parts.query}" if parts.query else ""), sent.post_data])

    def socket(opened: WebSocket) -> None:
        opened.on(
            "framesent",
            lambda data: frames.append(base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode()),
        )

    page = browser.new_page(viewport=SCREEN)  # type: ignore[arg-type]
    page.on("request", request)
    page.on("websocket", socket)
    page.goto(f"http://127.0.0.1:{port}/")
    found: dict[str, Any] = {"page": _taken(page, asked), "views": [], "frames": frames}
    for choice in [*VIEWS][::-1] * 2 if variant.framework else []:
        page.get_by_text(choice, exact=True).locator("visible=true").first.click()
        found["views"].append(_taken(page, asked))
    page.close()
    return found


def _taken(page: Page, asked: list[list[str | None]]) -> list[list[str | None]]:
    """What has been asked since the last time, once all is quiet."""
    page.wait_for_timeout(500)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    taken = asked[:]
    asked.clear()
    return taken


def views(variant: Variant, traffic: dict[str, Any]) -> list[list[list[str | None]]]:
    """The views that clients ask for by HTTP; none for a variant that answers over a websocket or not at all."""
    if variant.name == "ours":
        # as `inSight` of assets/view.js: the chart on the screen, then the whole page
        return [
            [["GET", f"/view.json?{query}{only}", None] for only in (f"&only={CHARTS[0]}", "")] for query in OWN_VIEWS
        ]
    return [view for view in traffic["views"][-2:] if view]


def measure(served: Served, traffic: dict[str, Any], folder: Path, seconds: float) -> dict[str, Any]:
    """{"views": [one `drive` per number of clients], "page": one `drive`, "idle", "memory" after: MB, "asked": requests in a view}."""
    variant, asked = served.variant, views(served.variant, traffic)
    found: dict[str, Any] = {"idle": served.memory(), "asked": len(asked[0]) if asked else 0}
    sockets = bool(traffic["frames"])
    if sockets or asked:
        found["views"] = [
            _run(variant, served.port, n, seconds, traffic if sockets else asked, folder, sockets) for n in CLIENTS
        ]
        found["memory"] = served.memory()
    found["page"] = _run(
        variant, served.port, PAGE_CLIENTS, seconds, traffic if sockets else [traffic["page"]], folder, sockets, "-page"
    )
    return found


def _run(
    variant: Variant, port: int, clients: int, seconds: float, asked: Any, folder: Path, sockets: bool, page: str = ""
) -> dict[str, Any]:
    """What a process of clients has measured; {"failed": why} where it could not."""
    file = folder / f"{variant.name}-asked.json"
    file.write_text(json.dumps(asked), encoding="utf-8")
    clients_of = (
        [str(PYTHON), "-m", "tests.bench.peers.sockets", variant.name + page]
        if sockets
        else [sys.executable, "-m", "tests.bench.load"]
    )
    try:
        ran = subprocess.run(
            [*clients_of, str(port), str(clients), str(seconds), str(file)],
            capture_output=True,
            text=True,
            timeout=seconds + 240,
        )
        return (
            dict(json.loads(ran.stdout))
            if ran.returncode == 0
            else {"clients": clients, "failed": ran.stderr.strip().splitlines()[-1]}
        )
    except subprocess.TimeoutExpired:
        return {"clients": clients, "failed": "not done in time"}
