"""TODO"""

import hashlib
import os
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.exports.rendering.browser import FONTS, ask
from dashboard.style import ASSETS

# Pictures that were drawn, named by what they were drawn from; safe to delete.
KEPT = ASSETS.parent / ".pictures"


# Pictures that are kept: some 300 MB.
MOST = 2000


@cache
def _tools() -> bytes:
    """A digest of what draws: this file, the plotly bundle, the fonts."""
    files = [Path(__file__), ASSETS / "plotly-basic.min.js", *(file for _, _, file in FONTS)]
    return hashlib.sha256(b"".join(map(Path.read_bytes, files))).digest()


def _path(method: str, *arguments: Any) -> Path:
    digest = hashlib.sha256(_tools() + repr((method, arguments)).encode()).hexdigest()
    return KEPT / digest[:2] / f"{digest[2:40]}.{method}"


def _remembered(method: str, *arguments: Any) -> bytes:
    """A picture from the disk, or drawn and put there. What goes in decides what comes out, so its digest is the name:
    other data, another view or another version of the code ask for another picture."""
    path = _path(method, *arguments)
    with suppress(OSError):
        return path.read_bytes()
    drawn = ask(method, *arguments)
    data = drawn.encode() if isinstance(drawn, str) else bytes(drawn)
    with suppress(OSError):  # a folder that cannot be written costs time, not the picture
        data = _put(path, data)
        _tidy()
    return data


def _put(path: Path, data: bytes) -> bytes:
    """Puts a picture on the disk, and returns what is there: the one that another process put there first, if one did.
    No two drawings of a figure are the same, and every process has to send the same one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    made = Path(file.name)
    try:
        made.chmod(0o644)  # the server may run as another user the next time
        os.link(made, path)
    except FileExistsError:
        return path.read_bytes()
    except OSError:  # a disk without links
        os.replace(made, path)
    finally:
        made.unlink(missing_ok=True)
    return data


def _tidy() -> None:
    """Forgets the oldest pictures where there are too many."""
    files = sorted(KEPT.glob("*/*"), key=lambda p: p.stat().st_mtime)
    for path in files[:-MOST] if len(files) > MOST else []:
        path.unlink(missing_ok=True)


def svg(figure: bytes, width: int, height: int) -> str:
    """A plotly figure (JSON) as SVG of a size in px. All of these raise PictureError where none can be drawn."""
    return _remembered("svg", figure.decode(), width, height).decode()


def cached_svg(figure: bytes, width: int, height: int) -> str | None:
    """The same, if it was drawn before; None if not. Draws nothing."""
    with suppress(OSError):
        return _path("svg", figure.decode(), width, height).read_text(encoding="utf-8")
    return None


def png(picture: str, width: int, height: int, scale: float, clear: bool = False) -> bytes:
    """An SVG as PNG of `scale` pixels per px; `clear` leaves its ground transparent."""
    return _remembered("png", picture, width, height, scale, clear)


def pdf(picture: str, width: int, height: int, title: str) -> bytes:
    """An SVG as a one-page PDF of its size (96 px an inch): vector, its fonts embedded."""
    return _remembered("pdf", picture, width, height, title)
