"""What a page loads: styles inside it, our scripts, plotly, Dash's scripts, fonts. Each is one file whose name
follows its content, compressed once and kept by browsers for ever."""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from whitenoise.compress import Compressor

ASSETS = Path(__file__).parent / "assets"
STATIC = Path(__file__).parent / ".static"
"""Compressed copies; made once per content, safe to delete. Where it cannot be written, a folder of the process takes its place."""
SCRIPTS = ("graph.js", "view.js", "panel.js", "export.js")
"""Our own, in the order they run."""
FONTS = "fonts.css"
STYLES = ("fallback.css", "style.css")
_DASH = re.compile(r'<script src="(/_dash-component-suites/[^"]+)"></script>')
_UNUSED = re.compile(r"/(dcc|dash_table)/|/polyfill@")
"""Components that no page here has, and what browsers older than 2018 lack."""
_START = b"var renderer = new DashRenderer();\n"


@dataclass(frozen=True)
class Bundles:
    """Addresses of a page's scripts, and the folder that holds all files, named as in their addresses."""

    folder: Path
    page: str
    plotly: str
    dash: str


def named(name: str, body: bytes) -> str:
    """The address of a file: it changes when the content does."""
    stem, _, ending = name.rpartition(".")
    return f"/assets/{stem}-{hashlib.sha256(body).hexdigest()[:12]}.{ending}"


@cache
def fonts() -> dict[str, str]:
    """Font file → its address."""
    return {p.name: named(p.name, p.read_bytes()) for p in sorted(ASSETS.glob("*.woff2"))}


@cache
def styles(*names: str) -> str:
    """Stylesheets, to stand in the page itself."""
    css = "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in names)
    for name, url in fonts().items():
        css = css.replace(f"url('{name}')", f"url('{url}')")
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S).strip()


@cache
def starter() -> str:
    """The script that stands in the page itself."""
    return (ASSETS / "start.js").read_text(encoding="utf-8").strip()


def collect(asked: str, get: Callable[[str], bytes]) -> Bundles:
    """The scripts of an app: `asked` is the HTML of those that Dash would load, `get` what answers their addresses."""
    files = {url: (ASSETS / name).read_bytes() for name, url in fonts().items()}

    def held(name: str, parts: Iterable[bytes]) -> str:
        body = b"\n".join(parts)
        files[named(name, body)] = body
        return named(name, body)

    dash = [get(url) for url in _DASH.findall(asked) if not _UNUSED.search(url)]
    page = held("page.js", ((ASSETS / name).read_bytes() for name in SCRIPTS))
    plotly = held("plotly.js", [(ASSETS / "plotly-basic.min.js").read_bytes()])
    return Bundles(page=page, plotly=plotly, dash=held("dash-renderer.js", [*dash, _START]), folder=_written(files))


def _written(files: dict[str, bytes]) -> Path:
    """A folder of files as they are, and compressed with gzip and brotli."""
    name = hashlib.sha256("".join(sorted(files)).encode()).hexdigest()[:16]
    try:
        return _compressed(files, STATIC, name)
    except OSError:  # it belongs to another user, or to a disk that is only read
        return _compressed(files, _own(), name)


def _readable(folder: Path) -> bool:
    return os.access(folder, os.R_OK | os.X_OK)


@cache
def _own() -> Path:
    """A folder for as long as this process lasts; processes forked from it leave it in place."""
    folder, owner = Path(tempfile.mkdtemp(prefix="static-")), os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder


def _compressed(files: dict[str, bytes], place: Path, name: str) -> Path:
    """The folder of that name, made where there is none. Raises OSError where it can be neither read nor made."""
    folder = place / name
    if _readable(folder):
        return folder
    place.mkdir(exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=place))
    try:
        _fill(fresh, files)
        os.rename(fresh, folder)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        if not _readable(folder):  # else another worker was quicker
            raise
    return folder


def _fill(folder: Path, files: dict[str, bytes]) -> None:
    compressor = Compressor(quiet=True)
    for name, data in files.items():
        path = folder / name.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if compressor.should_compress(path.name):
            list(compressor.compress(str(path)))
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)  # the server may run as another user the next time
