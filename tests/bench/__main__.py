"""The dashboard beside its peers, in one browser and one run: `python -m tests.bench`, or all of it with `make bench`.

--quick        two rounds, no slow line, short load; tests/bench/README.md stays as it is
--rounds N, --heavy N    fewer rounds, or fewer of the four frameworks; the table says how many
--only NAME    this variant alone, and the two that it is held against; may be repeated
"""

from __future__ import annotations

import datetime
import json
import platform
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
from playwright.sync_api import Browser, sync_playwright

from dashboard.data.package import open_package
from etl.build import BUILT
from tests.bench import exports, figures, rounds, serverload, summary, table
from tests.bench.servers import Served, serving
from tests.bench.variants import ALL, PYTHON, Variant
from tests.browser.conftest import FLAGS
from tests.find_browser import find

README = Path(__file__).with_name("README.md")
_PEERS = ("streamlit", "panel", "vizro", "gunicorn")


def machine(browser: Browser) -> str:
    """What was measured on, in words."""
    names = [re.findall(r"model name\s*: (.+)", p.read_text()) for p in [Path("/proc/cpuinfo")] if p.exists()]
    cpu = names[0] if names and names[0] else [platform.processor() or platform.machine()]
    memory = [
        f", {int(kb) / 1e6:.0f} GB"
        for p in [Path("/proc/meminfo")]
        if p.exists()
        for kb in re.findall(r"MemTotal:\s+(\d+)", p.read_text())
    ]
    cores = len(names[0]) if names and names[0] else "?"
    return f"{cpu[0]}, {cores} cores{''.join(memory)}, {platform.system()}, Chromium {browser.version}, Python {platform.python_version()}"


def versions(peers: bool) -> dict[str, str]:
    """Package → version, of the dashboard's environment and of the peers'."""
    own = {name: version(name) for name in ("dash", "plotly", "gunicorn")}
    if not peers:
        return own
    ask = f"from importlib.metadata import version as v; import json; print(json.dumps({{n: v(n) for n in {_PEERS}}}))"
    theirs = json.loads(subprocess.run([str(PYTHON), "-c", ask], capture_output=True, text=True, check=True).stdout)
    return own | {f"{name} of the peers" if name in own else name: number for name, number in theirs.items()}


def load(browser: Browser, chosen: list[Variant], folder: Path, seconds: float) -> dict[str, Any]:
    """Variant → what its server did, one after another, each alone."""
    found = {}
    for variant in chosen:
        rounds.say(f"load, {variant.title}")
        served = Served(variant, folder)
        try:
            found[variant.name] = {"ready": round(served.ready, 2), "served": variant.served}
            traffic = serverload.recorded(browser, variant, served.port)
            found[variant.name] |= serverload.measure(served, traffic, folder, seconds)
        finally:
            served.stop()
    return found


@click.command()
@click.option(
    "--quick", is_flag=True, help="Two rounds, no slow line, short load; tests/bench/README.md stays as it is."
)
@click.option(
    "--only",
    multiple=True,
    type=click.Choice([v.name for v in ALL]),
    help="This variant and the limits it is held against.",
)
@click.option("--rounds", "most", default=7, show_default=True, help="Rounds.")
@click.option("--heavy", default=3, show_default=True, help="Rounds of the four frameworks.")
def main(quick: bool, only: tuple[str, ...], most: int, heavy: int) -> None:
    """Measure all variants and write the tables."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no server is left behind
    chosen = [v for v in ALL if not only or v.name in ("svg", "static", *only)]
    most = min(most, 2) if quick else most
    speeds = tuple(
        replace(speed, heavy=min(speed.heavy, heavy, most))
        for speed in ((*rounds.SPEEDS[:2], rounds.SPEEDS[3]) if quick else rounds.SPEEDS)
    )
    package = open_package(BUILT)
    with tempfile.TemporaryDirectory(prefix="bench-") as made, sync_playwright() as playwright:
        folder = Path(made)
        figures.write(figures.shown(package), folder)
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        with serving(chosen, folder) as servers:
            samples, tasks = rounds.run(browser, servers, speeds, most)
        loads = load(browser, chosen, folder, 2 if quick else 4)
        about = {
            "date": f"{datetime.date.today():%Y-%m-%d}",
            "machine": machine(browser),
            "versions": versions(any(v.framework for v in chosen)),
        }
        browser.close()
    rounds.say("files")
    made_files = (
        [] if quick or only else [[name, *(round(ms, 1) for ms in times)] for name, *times in exports.measured(package)]
    )
    counted = {"light": most, "heavy": speeds[0].heavy, "slowest": rounds.SPEEDS[2].heavy}
    pages = summary.summed(samples)
    held = summary.budgets(pages, tasks, loads)
    results = about | {"rounds": counted, "pages": pages, "tasks": tasks, "load": loads, "exports": made_files}
    text = table.markdown(results, held)
    print(text)
    if not quick and not only:
        table.put(text, README)


if __name__ == "__main__":
    sys.exit(main())
