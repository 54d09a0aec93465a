"""How long files take: the first of a format, with the browser started for it, and the same again of another view, drawn anew.

python -m tests.bench.exports [DIR]     DIR is a built package (datasets/built)
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from dashboard.charts.base import charts
from dashboard.data.package import Package, open_package
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.exports.registry import formats
from dashboard.exports.rendering import browser, pictures
from dashboard.exports.slides.deck import deck
from etl.contracts.folders import BUILT
from tests.find_browser import find

ROUNDS = 5


def took(work, *arguments):
    start = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - start


def forget() -> None:
    """An empty folder of pictures, so that everything is drawn."""
    pictures.KEPT = Path(tempfile.mkdtemp(prefix="bench-"))


def measured(package: Package) -> Iterator[tuple[str, float, float, float]]:
    """(ending, ms of the first file, median ms of the next ones, ms of the same again) of each format, then of the talk with all charts."""
    os.environ["CHROMIUM"] = find()

    def view(year: int) -> View:
        return View(package, parse_strict(package, f"from={year}"))

    view(1990).flows  # noqa: B018 - what all formats share is not what is measured
    for ending, export in formats().items():
        browser.close()
        forget()
        address = f"http://localhost/charts/direction.{ending}"
        first = took(export.render, charts()["direction"], view(1990), address)
        others = [took(export.render, charts()["direction"], view(1991 + n), address) for n in range(ROUNDS)]
        again = took(export.render, charts()["direction"], view(1990), address)
        yield ending, 1000 * first, 1000 * statistics.median(others), 1000 * again
    browser.close()
    forget()
    first, other, again = [took(deck, view(1990 + n), "http://localhost".__add__) for n in (0, 1, 1)]
    yield "deck", 1000 * first, 1000 * other, 1000 * again
    browser.close()


def main() -> None:
    package = open_package(Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT)
    print(
        f"{'format':20} {'first':>9} {'next':>9} {'kept':>9}   ms, direction; next: median of {ROUNDS} other views; kept: the same view again"
    )
    for ending, first, other, again in measured(package):
        print(
            f"{ending:20} {first:9.0f} {other:9.0f} {again:9.0f}"
            + (f"   {len(charts()) + 3} slides" if ending == "deck" else "")
        )


if __name__ == "__main__":
    main()
