"""How long files take: the first of a format, with the browser started for it, and the same again of another view, drawn anew.

    python -m tests.bench.exports [DIR]     DIR is a built package (datasets/built)
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from dashboard import pictures
from dashboard.charts import CHARTS
from dashboard.charts.base import View
from dashboard.data import open_package
from dashboard.exports import EXPORTS
from dashboard.exports.talk.deck import deck
from dashboard.selection import parse_strict
from etl.folders import BUILT
from tests.find_browser import find

ROUNDS = 5


def took(work, *arguments):
    start = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - start


def forget() -> None:
    """An empty folder of pictures, so that everything is drawn."""
    pictures.KEPT = Path(tempfile.mkdtemp(prefix="bench-"))


def main() -> None:
    os.environ["CHROMIUM"] = find()
    package = open_package(Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT)

    def view(year: int) -> View:
        return View(package, parse_strict(package, f"from={year}"))

    view(1990).flows  # noqa: B018 - what all formats share is not what is measured
    print(f"{'format':20} {'first':>9} {'next':>9} {'kept':>9}   ms, direction; next: median of {ROUNDS} other views; kept: the same view again")
    for ending, export in EXPORTS.items():
        pictures.close()
        forget()
        address = f"http://localhost/charts/direction.{ending}"
        first = took(export.render, CHARTS["direction"], view(1990), address)
        others = [took(export.render, CHARTS["direction"], view(1991 + n), address) for n in range(ROUNDS)]
        again = took(export.render, CHARTS["direction"], view(1990), address)
        print(f"{ending:20} {1000 * first:9.0f} {1000 * statistics.median(others):9.0f} {1000 * again:9.0f}")
    pictures.close()
    forget()
    times = [took(deck, view(1990 + n), "http://localhost".__add__) for n in (0, 1, 1)]
    print(f"{'deck':20} {1000 * times[0]:9.0f} {1000 * times[1]:9.0f} {1000 * times[2]:9.0f}   {len(CHARTS) + 3} slides")


if __name__ == "__main__":
    main()
