"""A copy of the whole site as files: any web server can serve it at any path, and a memory stick opens it offline."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dashboard.charts.base import charts
from dashboard.data.package import Package
from dashboard.data.selection import parse
from dashboard.data.view import View
from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.registry import formats
from dashboard.exports.rendering import browser
from dashboard.exports.rendering.browser import PictureError
from dashboard.exports.requests import site_problems
from dashboard.exports.slides.deck import deck
from dashboard.pages.present import page as present
from dashboard.style import ASSETS
from dashboard.web.static_copy import pages, scripts
from dashboard.web.static_copy.links import StaticCopy
from etl.contracts.errors import DataError
from etl.contracts.folders import swap

# The list of a copy's files: by it a copy is told from a folder that holds anything else.
LIST = "copy.json"


def write(package: Package, out: Path, site: str = "") -> list[str]:
    """Writes the copy and swaps it in; returns its files, which name `site` as where they are served.

    Raises DataError for a folder that holds anything else, or cannot be written, and for a site that is no address.
    """
    if site and (wrong := site_problems(site)):
        raise DataError(wrong)
    try:
        _check(out)
        return _write(package, out.resolve(), site.rstrip("/"))  # where it is a link, the folder behind it is replaced
    except OSError as error:
        raise DataError.one(
            error.filename or out, f"cannot be written ({error.strerror})", "Choose another folder"
        ) from None


def _write(package: Package, out: Path, site: str) -> list[str]:
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        names = []
        for name, body in _made(package, site):
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body.encode() if isinstance(body, str) else body)
            names.append(name)
        listed = {"data_version": package.version, "files": sorted(names)}
        (fresh / LIST).write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")
        os.chmod(fresh, 0o755)
        swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return sorted(names)


def _check(out: Path) -> None:
    """Refuses what is no folder, or holds what no copy of this site left there."""
    fix = "Choose an empty or a new folder"
    if not out.exists():
        return
    if not out.is_dir():
        raise DataError.one(out, "is a file", fix)
    there = {p.relative_to(out).as_posix() for p in out.rglob("*") if not p.is_dir()}
    if not there:
        return
    try:
        mine = {*json.loads((out / LIST).read_text(encoding="utf-8"))["files"], LIST}
    except (OSError, ValueError, KeyError, TypeError):
        mine = set()
    if strange := sorted(there - mine):
        raise DataError.one(
            out,
            f"holds what is no part of a copy of this site: {', '.join(strange[:3])}{' …' if len(strange) > 3 else ''}",
            fix,
        )


def _made(package: Package, site: str) -> Iterator[tuple[str, str | bytes]]:
    """(file, content) of everything."""
    view = View(package, parse(package, "")[0])
    chosen = scripts.selections(view)
    files, left_out = _files(view, site)
    held = StaticCopy(package, pages.paths(package, list(files)), {query: scripts.slug(query) for query in chosen})
    note = pages.note(package, [package.release_name(r) for r in package.releases(view.selection.dyad)], left_out, site)
    yield from ((f"files/{name}", body) for name, body in files.items())
    yield from pages.pages(package, held, list(files), note)
    yield "present.html", present.page(view, "index.html")
    yield "views/held.js", scripts.contents_js(held)
    yield from scripts.views(held, chosen, list(files))
    yield from scripts.panels(held, view.selection)
    yield "assets/copy.js", (Path(__file__).parent / "copy.js").read_bytes()
    kept = [p for p in sorted(ASSETS.iterdir()) if p.suffix in (".css", ".woff2", ".txt") or p.name in pages.scripts()]
    yield from ((f"assets/{p.name}", p.read_bytes()) for p in kept)
    yield from ((f"data/{name}", body) for name, body in sorted(package.files.items()))


def _where(view: View, site: str, page: str) -> str:
    """The address of a page of the copy; where it is not known where that will be served, what the page is one of."""
    return (
        f"{site}/{page}"
        if site
        else f"{page} in a copy of the dashboard without an address, data version {view.package.version}"
    )


def _files(view: View, site: str) -> tuple[dict[str, bytes], list[str]]:
    """The files of the default view, and the endings that are left out because there is no browser to draw them."""
    try:
        browser.find_browser()
        able = True
    except PictureError:
        able = False
    found: dict[str, bytes] = {}
    left_out = []
    for ending, export in formats().items():
        made = 0
        for chart in charts().values() if able or not export.browser else ():
            with suppress(PictureError):  # a slide may need a picture, or draw its chart itself
                found[f"{chart.id}.{ending}"] = export.render(
                    ExportMetadata(chart, view, _where(view, site, f"chart-{chart.id}.html"))
                )
                made += 1
        left_out += [] if made == len(charts()) else [f"some of {ending}" if made else ending]
    try:
        found["deck.pptx"] = deck(view, lambda path: _where(view, site, pages.paths(view.package, [])[path]))
    except PictureError:
        left_out.append("the deck of slides")
    return found, left_out
