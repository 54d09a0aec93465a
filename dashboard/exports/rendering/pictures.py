"""Cache drawn pictures on disk, so that every process sends the same ones."""

import hashlib
import os
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from dashboard.exports.rendering.browser import FONTS, ask
from dashboard.style import ASSETS

# Folder of drawn pictures, named by a digest of their input; safe to delete.
KEPT = ASSETS.parent / ".pictures"
# Largest number of files in it, some 300 MB.
MOST = 2000


@cache
def _tools_digest() -> bytes:
    """Return a digest of all that draws: this file, the plotly bundle, the fonts."""
    files = [
        Path(__file__),
        Path(__file__).with_name("browser.py"),
        ASSETS / "plotly-basic.min.js",
        *(file for _, _, file in FONTS),
    ]
    return hashlib.sha256(b"".join(map(Path.read_bytes, files))).digest()


def _cache_path(method: str, *arguments: object) -> Path:
    digest = hashlib.sha256(_tools_digest() + repr((method, arguments)).encode()).hexdigest()
    return KEPT / digest[:2] / f"{digest[2:40]}.{method}"


def _cached(method: str, *arguments: object) -> bytes:
    """Return a picture from the disk, or draw it and store it there.

    A digest of the input and of all that draws names the file, so a change in either leads to a new picture.
    """
    path = _cache_path(method, *arguments)
    with suppress(OSError):
        return path.read_bytes()
    data = ask(method, *arguments)
    with suppress(OSError):  # a read-only folder costs time, not the picture
        data = _store(path, data)
        _delete_oldest()
    return data


def _store(path: Path, data: bytes) -> bytes:
    """Write a picture to the disk and return what is there: another process may have been first.

    No two drawings of a figure are the same, and all processes have to send the same one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    fresh = Path(file.name)
    try:
        fresh.chmod(0o644)  # the server may run as another user next time
        os.link(fresh, path)
    except FileExistsError:
        return path.read_bytes()
    except OSError:  # file systems without hard links
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return data


def _delete_oldest() -> None:
    files = sorted(KEPT.glob("*/*"), key=lambda p: p.stat().st_mtime)
    for path in files[:-MOST] if len(files) > MOST else []:
        path.unlink(missing_ok=True)


def svg(figure: bytes, width: int, height: int) -> str:
    """Return a plotly figure, given as JSON, as SVG of a size in px. Raises PictureError where it cannot be drawn."""
    return _cached("svg", figure.decode(), width, height).decode()


def cached_svg(figure: bytes, width: int, height: int) -> str | None:
    """Return the SVG of `svg` if it was drawn before, else None. Never draws."""
    with suppress(OSError):
        return _cache_path("svg", figure.decode(), width, height).read_text(encoding="utf-8")
    return None


def png(picture: str, width: int, height: int, scale: float, clear: bool = False) -> bytes:
    """Return an SVG of a size in px as PNG with `scale` pixels per px; `clear` makes its ground transparent.

    Raises PictureError where it cannot be drawn.
    """
    return _cached("png", picture, width, height, scale, clear)


def pdf(picture: str, width: int, height: int, title: str) -> bytes:
    """Return an SVG as a one-page PDF of its size (96 px an inch): vector graphics, fonts embedded.

    Raises PictureError where it cannot be drawn.
    """
    return _cached("pdf", picture, width, height, title)
