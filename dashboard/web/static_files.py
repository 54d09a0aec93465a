"""What a page loads: styles inside it, our scripts, plotly, Dash's scripts, fonts. Each is one file whose name
follows its content, compressed once and kept by browsers for ever."""

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from dashboard.pages.html.document import asset_address, font_addresses
from dashboard.style import ASSETS
from dashboard.web.response_cache import ResponseCache

# Compressed copies; made once per content, safe to delete. Where it cannot be written, a folder of the process takes
# its place.
STATIC = ASSETS.parent / ".static"
# Our own, in the order they run.
SCRIPTS = ("graph.js", "view.js", "panel.js", "export.js")


@dataclass(frozen=True)
class Bundles:
    """Addresses of a page's scripts, and the folder that holds all files, named as in their addresses."""

    folder: Path
    page: str
    plotly: str
    dash: str


def collect_scripts(dash: Iterable[bytes]) -> Bundles:
    """Return the addresses of our scripts and of Dash's, `dash`, once all files are written."""
    files = {url: (ASSETS / name).read_bytes() for name, url in font_addresses().items()}

    def held(name: str, parts: Iterable[bytes]) -> str:
        body = b"\n".join(parts)
        files[asset_address(name, body)] = body
        return asset_address(name, body)

    page = held("page.js", ((ASSETS / name).read_bytes() for name in SCRIPTS))
    plotly = held("plotly.js", [(ASSETS / "plotly-basic.min.js").read_bytes()])
    return Bundles(page=page, plotly=plotly, dash=held("dash-renderer.js", dash), folder=_written(files))


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


def serve_files(server: Flask, bundles: Bundles) -> None:
    """Have a server send the files of its pages, compressed, to be kept for ever, and its other answers through the cache."""
    server.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        ResponseCache(server.wsgi_app),
        root=str(bundles.folder),
        max_age=31_536_000,
        immutable_file_test=lambda path, url: True,
        add_headers_function=lambda headers, path, url: headers.add_header("X-Content-Type-Options", "nosniff"),
    )
