"""The picture that a page opens with: its first chart as SVG inside the page, seen before any script has come.

It is the live chart's own figure, drawn by the kept browser in the three widths of the page and set in the page's
own colours. A page never waits for it: what is not drawn yet is drawn beside, for the next reader.
"""

import queue
import re
import threading
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import Any

from lxml import etree

from dashboard import style
from dashboard.charts.base import Chart, charts
from dashboard.data.memo import memoized
from dashboard.data.package import Package
from dashboard.data.selection import Selection, parse
from dashboard.data.view import View
from dashboard.exports.json_text import to_json
from dashboard.exports.rendering import pictures
from dashboard.exports.rendering.browser import PictureError

SIZES = ("wide", "tablet", "phone")
# Views whose pictures may wait to be drawn; further ones wait for a later reader.
WAITING = 24
_KEPT = 64
# How much wider than its size a chart stands on the page, px: `.graph` in style.css reaches over its margins.
_OVER = 8
_COLOUR = re.compile(r"rgb\((\d+), (\d+), (\d+)\)")
_REFERENCE = re.compile(r"#([\w-]+)")
_DECLARED = re.compile(r"([\w-]+):\s*([^;]+?)\s*(?:;|$)")
# How plotly draws a bar of no height.
_NOTHING = "M0,0Z"
# What holds of a mark without being said; of the groups around it plotly says none of these but their opacity.
_INITIAL = {
    "vector-effect": "none",
    "opacity": "1",
    "fill-opacity": "1",
    "stroke-opacity": "1",
    "stroke-width": "1px",
    "stroke": "none",
}


@dataclass(frozen=True)
class FirstPicture:
    """How high charts are in each of `SIZES`, px, and the pictures of the first one as HTML: empty where they are not drawn yet.

    Of the charts below the first the heights are those of the pair's default view, so that little or nothing moves when they come.
    """

    heights: tuple[tuple[str, tuple[int, ...]], ...]
    html: str

    def place(self, chart: str) -> dict[str, str]:
        """The style that keeps a chart's place."""
        return {f"--{size}": f"{height}px" for size, height in zip(SIZES, dict(self.heights)[chart], strict=True)}


@dataclass(frozen=True)
class _Drawing:
    """A figure, as JSON, to be drawn at a size in px."""

    size: str
    width: int
    height: int
    figure: bytes


def first_picture(view: View, chart: Chart) -> FirstPicture:
    """The first picture of a page that begins with a chart. It is the same for every theme and size: the page's rules choose."""
    drawings = _drawings(view.package, view.selection.replace(theme="light", size="wide"), chart.id)
    heights = _usual_heights(view.package.as_known_on(""), view.selection.dyad) | {
        chart.id: tuple(d.height for d in drawings)
    }
    return FirstPicture(tuple(heights.items()), _html(drawings) or "")


@memoized
def _usual_heights(package: Package, dyad: str) -> dict[str, tuple[int, ...]]:
    view = View(package, parse(package, f"dyad={dyad}")[0])
    sized = [view.with_selection(size=size) for size in SIZES]
    return {chart.id: tuple(int(chart.draw(v)["layout"]["height"]) for v in sized) for chart in charts().values()}


@lru_cache(maxsize=_KEPT)
def _drawings(package: Package, selection: Selection, chart: str) -> tuple[_Drawing, ...]:
    found = []
    for size in SIZES:
        figure = charts()[chart].draw(View(package, selection.replace(size=size)))
        found.append(_Drawing(size, style.SIZES[size].width + _OVER, int(figure["layout"]["height"]), to_json(figure)))
    return tuple(found)


_ready: dict[tuple[_Drawing, ...], str] = {}


def _html(drawings: tuple[_Drawing, ...]) -> str | None:
    """The pictures, if they were drawn before; if not, they are put down to be drawn."""
    html = _ready.get(drawings)
    if html is None:
        held = [pictures.cached_svg(d.figure, d.width, d.height) for d in drawings]
        if None in held:
            _later(drawings)
            return None
        html = "".join(_dressed(d.size, str(svg)) for d, svg in zip(drawings, held, strict=True))
        with _lock:
            while len(_ready) >= _KEPT:
                del _ready[next(iter(_ready))]
            _ready[drawings] = html
    return html


def draw_now(view: View, chart: Chart) -> dict[str, str]:
    """Size → the first picture of a page as HTML, drawn now where it is not yet. Raises PictureError where that cannot be done."""
    drawings = _drawings(view.package, view.selection.replace(theme="light", size="wide"), chart.id)
    return {d.size: _dressed(d.size, pictures.svg(d.figure, d.width, d.height)) for d in drawings}


@cache
def _names() -> dict[str, str]:
    """Colour of the light theme as plotly writes it → the page's name for it."""
    light = style.THEMES["light"]
    hexes = {getattr(light, f.name): f.name for f in reversed(fields(light)) if f.name not in ("ground", "on_mark")}
    return {
        f"rgb({', '.join(str(int(h[i : i + 2], 16)) for i in (1, 3, 5))})": f"var(--{name})"
        for h, name in hexes.items()
    }


def _dressed(size: str, svg: str) -> str:
    """An SVG for the page: without what is not seen, in the page's colours, shown at its own width alone.

    Two drawings of a figure give the same: plotly's ids, drawn by lot, become the size's name and a count.
    """
    root: Any = etree.fromstring(svg.encode())
    for element in list(root.iter()):
        for name in ("class", "data-index", "fill-rule"):
            element.attrib.pop(name, None)
        if (
            element.get("d") == _NOTHING
            or "fill-opacity: 0;" in element.get("style", "")
            and element.tag.endswith("rect")
        ):
            element.getparent().remove(element)
        for name in [n for n, value in element.attrib.items() if _COLOUR.search(value) and n != "style"]:
            element.set("style", f"{name}: {element.attrib.pop(name)}; {element.get('style', '')}".strip("; "))
    _restyle(root)
    _rename(root, size)
    _flatten(root)
    for name, value in {"class": f"picture {size}", "preserveAspectRatio": "xMidYMin meet"}.items():
        root.set(name, value)
    return etree.tostring(root, encoding="unicode")


def _restyle(root: Any) -> None:
    """Leaves out of every style what holds without it, names the page's colours, and says once the font that all texts share."""
    styles = {e: dict(_DECLARED.findall(e.attrib.pop("style"))) for e in root.iter() if "style" in e.attrib}
    texts = [set(said.items()) for e, said in styles.items() if e.tag.endswith("}text")]
    shared = {(name, value) for name, value in set.intersection(*texts) if name == "font-family"} if texts else set()
    for element, said in styles.items():
        if said.get("stroke-opacity") == "0" or said.get("stroke-width") == "0px":
            for name in ("stroke", "stroke-opacity", "stroke-width"):
                said.pop(name, None)
        kept = [
            (name, _COLOUR.sub(lambda m: _names().get(m[0], m[0]), value))
            for name, value in said.items()
            if _INITIAL.get(name) != value and (name, value) not in shared
        ]
        if kept:
            element.set("style", ";".join(f"{name}:{value}" for name, value in kept))
    if shared:
        root.set("style", ";".join(f"{name}:{value}" for name, value in sorted(shared)))


def _flatten(root: Any) -> None:
    """Leaves out outlines of nothing and clips that nothing refers to; a group that says nothing makes way for what it holds."""
    for element in list(root.iter("{*}path", "{*}clipPath")):
        if not element.attrib:
            element.getparent().remove(element)
    for group in reversed(list(root.iter("{*}g"))):  # from within, so that what becomes empty goes too
        if not group.attrib or not len(group):
            above = group.getparent()
            at = above.index(group)
            above[at : at + 1] = list(group)


def _rename(root: Any, size: str) -> None:
    """Counts the ids that are referred to, and leaves the others out."""
    places = [(e, name) for e in root.iter() for name, value in e.attrib.items() if "#" in value]
    used = {found for e, name in places for found in _REFERENCE.findall(e.get(name))}
    ids: dict[str, str] = {}
    for element in root.iter("{*}*"):
        if (old := element.attrib.pop("id", None)) in used:
            element.set("id", ids.setdefault(old, f"{size}-{len(ids) + 1}"))
    for element, name in places:
        element.set(name, _REFERENCE.sub(lambda m: f"#{ids.get(m[1], m[1])}", element.get(name)))


_waiting: queue.Queue[tuple[_Drawing, ...]] = queue.Queue(WAITING)
# What waits or is being drawn.
_pending: set[tuple[_Drawing, ...]] = set()
_lock = threading.Lock()
_painter: list[threading.Thread] = []


def _later(drawings: tuple[_Drawing, ...]) -> None:
    """Puts pictures down to be drawn on a thread of their own; it starts with the first and lasts as long as the process."""
    with _lock:
        if drawings in _pending or _waiting.full():
            return
        _pending.add(drawings)
        _waiting.put_nowait(drawings)
        if not _painter:
            _painter.append(threading.Thread(target=_paint, name="opening pictures", daemon=True))
            _painter[0].start()


def _paint() -> None:
    while True:
        drawings = _waiting.get()
        try:
            for d in drawings:
                pictures.svg(d.figure, d.width, d.height)
        except PictureError:
            pass  # without a browser the page opens without a picture; the addresses of pictures say what is missing
        finally:
            with _lock:
                _pending.discard(drawings)
            _waiting.task_done()
