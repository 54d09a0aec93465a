"""Serve the files that pages load: our scripts, plotly, Dash's scripts, fonts.

Each is one file whose name follows its content, compressed once and cached by browsers for ever.
"""

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from dashboard.pages.html.document import Scripts, asset_address, font_addresses
from dashboard.style import ASSETS
from dashboard.web.response_cache import ResponseCache

# Folder of compressed copies, made once per content; safe to delete. A temporary folder replaces it where it is
# read-only.
STATIC = ASSETS.parent / ".static"
# Our scripts in the order in which they run.
SCRIPTS = ("tips.js", "graph.js", "view.js", "sections.js", "panel.js", "export.js")


def collect_scripts(dash: Iterable[bytes]) -> tuple[Scripts, Path]:
    """Return the URLs of our scripts and of Dash's, `dash`, and the folder of all files, named as in their URLs."""
    files = {url: (ASSETS / name).read_bytes() for name, url in font_addresses().items()}

    def add(name: str, parts: Iterable[bytes]) -> str:
        body = b"\n".join(parts)
        files[asset_address(name, body)] = body
        return asset_address(name, body)

    page = add("page.js", ((ASSETS / name).read_bytes() for name in SCRIPTS))
    plotly = add("plotly.js", [(ASSETS / "plotly-basic.min.js").read_bytes()])
    return Scripts(page, plotly, add("dash-renderer.js", dash)), _write_files(files)


def _write_files(files: dict[str, bytes]) -> Path:
    """Return a folder with the files as they are and compressed with gzip and brotli."""
    name = hashlib.sha256("".join(sorted(files)).encode()).hexdigest()[:16]
    try:
        return _make_folder(files, STATIC, name)
    except OSError:  # another user owns it, or the disk is read-only
        return _make_folder(files, _process_folder(), name)


def _readable(folder: Path) -> bool:
    return os.access(folder, os.R_OK | os.X_OK)


@cache
def _process_folder() -> Path:
    """Return a folder that this process deletes at its end; processes forked from it leave it in place."""
    folder, owner = Path(tempfile.mkdtemp(prefix="static-")), os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder


def _make_folder(files: dict[str, bytes], place: Path, name: str) -> Path:
    """Return the folder of that name, made where it is missing. Raises OSError if it can be neither read nor made."""
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
        if not _readable(folder):  # otherwise another worker was faster
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
        path.chmod(0o755 if path.is_dir() else 0o644)  # the server may run as another user next time


def serve_files(server: Flask, folder: Path) -> None:
    """Make a server send its pages' files, compressed and cached for ever, and other answers through the cache."""
    server.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        ResponseCache(server.wsgi_app),
        root=str(folder),
        max_age=31_536_000,
        immutable_file_test=lambda path, url: True,
        add_headers_function=lambda headers, path, url: headers.add_header("X-Content-Type-Options", "nosniff"),
    )
