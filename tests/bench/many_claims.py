"""A package with thousands of made-up claims, and how long the page takes with them: `python -m tests.bench.many_claims`."""

from __future__ import annotations

import gc
import random
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

import pandas as pd
from playwright.sync_api import Error

from dashboard.data.package import Package, open_package
from etl.analysis.grading import count_origins
from etl.contracts.folders import BUILT

FILTERS = (
    "status=denied",
    "category=drones",
    "direction=b_to_a",
    "claimant=IRN",
    "contested=yes",
    "q=balistic",
    "zoom=2024",
    "zoom=2024-03",
    "category=missiles&direction=b_to_a",
    "solid=yes",
    "",
)


def with_claims(package: Package, n: int = 5000, seed: int = 1) -> Package:
    """A package whose `n` claims are drawn from the real ones, the dated ones spread over 2021-06 to 2026-01."""
    draw, table, made = random.Random(seed), package.tables["claims"], []
    own = table.to_dict("records")
    for i in range(n):
        claim = dict(draw.choice(own)) | {"claim_id": f"made-{i}"}
        if isinstance(claim["answers"], str):
            claim["answers"] = f"made-{draw.randrange(n)}"
        if isinstance(claim["start"], str):
            start = pd.Timestamp(2021, 6, 1) + pd.Timedelta(days=draw.randrange(1700))
            end = start + pd.Timedelta(days=draw.choice([0, 0, 7, 30]))
            claim |= {
                "start": str(start.date()),
                "end": str(end.date()),
                "reported_on": str((start + pd.Timedelta(days=20)).date()),
            }
        made.append(claim)
    claims = pd.DataFrame(made).astype(table.dtypes.to_dict())
    claims["event_origins"] = count_origins(claims)
    return Package(
        package.path,
        MappingProxyType({**package.tables, "claims": claims, "local_notes": package.tables["local_notes"].iloc[:0]}),
        package.manifest,
        package.names,
        files=package.files,
    )


TURN = """async asked => {
  const [query, wait] = [].concat(asked), page = document.getElementById('page'), before = page.dataset.shown;
  const link = Object.assign(document.createElement('a'), { href: '?' + query });
  link.dataset.turn = 'whole'; link.dataset.part = 'evidence';
  document.getElementById('evidence').append(link);
  if (wait) { link.dispatchEvent(new Event('pointerover', { bubbles: true })); await new Promise(done => setTimeout(done, wait)); }
  const start = performance.now();
  link.click(); link.remove();
  while (page.dataset.shown === before) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""
HOVER = 150
"""Milliseconds a pointer rests on a control before it is pressed, or the focus, at the least."""
PANEL = """async mark => {
  const body = document.getElementById('panel-body'), start = performance.now();
  delete body.dataset.mark;
  document.querySelector(`#evidence-marks [data-mark="${mark}"]`).click();
  while (body.dataset.mark !== mark) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const took = performance.now() - start;
  document.getElementById('panel').close();
  return took;
}"""


def serve(n: int, port: int) -> None:
    """A server of its own, as a reader meets it."""
    import waitress

    from dashboard.web.app import create_app

    package = open_package(Path(BUILT))
    app = create_app(with_claims(package, n) if n > len(package.tables["claims"]) else package)
    gc.collect()
    gc.freeze()
    waitress.serve(app.server, host="127.0.0.1", port=port, threads=8, _quiet=True)


def main() -> None:
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import FLAGS, settle
    from tests.find_browser import find

    own = len(open_package(Path(BUILT)).tables["claims"])
    print(
        "| claims | a filter pressed after it was pointed at, median ms | slowest | at once | slowest | a panel | slowest |\n|---|---|---|---|---|---|---|"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        for n, port in ((own, 8471), (5000, 8472)):
            with subprocess.Popen([sys.executable, "-m", "tests.bench.many_claims", str(n), str(port)]) as server:
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                for _ in range(300):
                    with suppress(Error):
                        page.goto(f"http://127.0.0.1:{port}")
                        break
                    time.sleep(0.1)
                settle(page)
                turns = [page.evaluate(TURN, query) for query in FILTERS]
                page.reload()
                settle(page)
                pointed = [page.evaluate(TURN, [query, HOVER]) for query in FILTERS]
                marks = page.locator("#evidence-marks button").evaluate_all(
                    "all => all.slice(0, 40).map(b => b.dataset.mark)"
                )
                panels = [page.evaluate(PANEL, mark) for mark in marks]
                server.terminate()
            cells = (f"{statistics.median(times):.0f} | {max(times):.0f}" for times in (pointed, turns, panels))
            print(f"| {n} | {' | '.join(cells)} |")
        browser.close()


if __name__ == "__main__":
    serve(*map(int, sys.argv[1:])) if len(sys.argv) > 1 else main()
