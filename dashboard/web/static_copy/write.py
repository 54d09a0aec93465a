"""Write a copy of the whole site as files, for any web server at any path, or for a memory stick without one."""

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
from dashboard.exports.requests import DECK, site_problems
from dashboard.pages.present import page as present
from dashboard.style import ASSETS
from dashboard.text.forms.arguments import Name
from dashboard.text.sentence import words
from dashboard.web.static_copy import pages, scripts
from dashboard.web.static_copy.links import StaticCopy
from etl.contracts.errors import DataError
from etl.contracts.folders import swap

# List of a copy's files, which distinguishes a copy from a folder of anything else.
LIST = "copy.json"


def write(package: Package, out: Path, site: str = "") -> list[str]:
    """Write the copy, swap it in, and return the names of its files. `site` is the URL at which they will be served.

    Raises DataError for a folder with any other content, one that cannot be written, and a `site` that is not a URL.
    """
    if site and (wrong := site_problems(site)):
        raise DataError(wrong)
    try:
        _check_folder(out)
        return _write(package, out.resolve(), site.rstrip("/"))  # replaces the target of a symbolic link
    except OSError as error:
        raise DataError.one(
            error.filename or out, f"cannot be written ({error.strerror})", "Choose another folder"
        ) from None


def _write(package: Package, out: Path, site: str) -> list[str]:
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        names = []
        for name, body in _contents(package, site):
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body.encode() if isinstance(body, str) else body)
            names.append(name)
        content = json.dumps({"data_version": package.version, "files": sorted(names)}, indent=1)
        (fresh / LIST).write_text(content + "\n", encoding="utf-8")
        os.chmod(fresh, 0o755)
        swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return sorted(names)


def _check_folder(out: Path) -> None:
    """Raise DataError for a path that is not a folder, or holds files that no copy of this site wrote."""
    fix = "Choose an empty or a new folder"
    if not out.exists():
        return
    if not out.is_dir():
        raise DataError.one(out, "is a file", fix)
    existing = {p.relative_to(out).as_posix() for p in out.rglob("*") if not p.is_dir()}
    if not existing:
        return
    try:
        own = {*json.loads((out / LIST).read_text(encoding="utf-8"))["files"], LIST}
    except (OSError, ValueError, KeyError, TypeError):
        own = set()
    if foreign := sorted(existing - own):
        raise DataError.one(
            out,
            f"holds what is no part of a copy of this site: {', '.join(foreign[:3])}{' …' if len(foreign) > 3 else ''}",
            fix,
        )


def _contents(package: Package, site: str) -> Iterator[tuple[str, str | bytes]]:
    view = View(package, parse(package, "")[0])
    selections = scripts.selections(view)
    files, left_out = _files(view, site)
    copy = StaticCopy(package, pages.paths(package, list(files)), {query: scripts.slug(query) for query in selections})
    note = pages.note(package, [package.release_name(r) for r in package.releases(view.selection.dyad)], left_out, site)
    yield from ((f"files/{name}", body) for name, body in files.items())
    yield from pages.pages(package, copy, list(files), note)
    yield "present.html", present.page(view, "index.html")
    yield "views/held.js", scripts.contents_js(copy)
    yield from scripts.views(copy, selections, list(files))
    yield from scripts.panels(copy, view.selection)
    yield "assets/copy.js", (Path(__file__).parent / "copy.js").read_bytes()
    assets = [
        p for p in sorted(ASSETS.iterdir()) if p.suffix in (".css", ".woff2", ".txt") or p.name in pages.scripts()
    ]
    yield from ((f"assets/{p.name}", p.read_bytes()) for p in assets)
    yield from ((f"data/{name}", body) for name, body in sorted(package.files.items()))


def _page_address(view: View, site: str, page: str) -> str:
    """Return the URL of a page of the copy or, where `site` is unknown, a description of the page."""
    return f"{site}/{page}" if site else words("copy.page", page=Name(page), version=Name(view.package.version))


def _files(view: View, site: str) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of the default view, and the endings left out because no browser can draw them."""
    try:
        browser.find_browser()
        can_draw = True
    except PictureError:
        can_draw = False
    files: dict[str, bytes] = {}
    left_out = []
    for ending, export in formats().items():
        count = 0
        for chart in charts().values() if can_draw or not export.browser else ():
            with suppress(PictureError):  # a slide may need a picture, or draw its chart itself
                files[f"{chart.id}.{ending}"] = export.render(
                    ExportMetadata(chart, view, _page_address(view, site, f"chart-{chart.id}.html"))
                )
                count += 1
        left_out += [] if count == len(charts()) else [words("copy.some-of", ending=Name(ending)) if count else ending]
    for ending, together in ((ending, export.together) for ending, export in formats().items() if export.together):
        try:
            address = lambda path: _page_address(view, site, pages.paths(view.package, [])[path])  # noqa: E731
            files[f"{DECK}.{ending}"] = together(view, address)
        except PictureError:
            left_out.append(words("copy.deck"))
    return files, left_out
