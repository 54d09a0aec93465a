"""Draw the picture that a page opens with: its first chart as SVG inside the page, visible before any script runs.

It is the live chart's own figure, drawn by the shared browser in the three widths of the page and styled in the page's
colours. A page never waits for it: what is missing is drawn in the background, for the next reader.
"""

import queue
import re
import threading
from dataclasses import dataclass, fields
from functools import cache

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
# Largest number of views in the queue; more views wait for a later reader.
WAITING = 24
_CACHED = 64
# Extra width of a chart on the page, px: `.graph` in style.css extends into the margins.
_OVERHANG = 8
_COLOUR = re.compile(r"rgb\((\d+), (\d+), (\d+)\)")
_REFERENCE = re.compile(r"#([\w-]+)")
_DECLARATION = re.compile(r"([\w-]+):\s*([^;]+?)\s*(?:;|$)")
# Path that plotly draws for a bar without height.
_EMPTY_PATH = "M0,0Z"
# Default style of a mark; on the groups around it plotly sets none of these except opacity.
_DEFAULTS = {
    "vector-effect": "none",
    "opacity": "1",
    "fill-opacity": "1",
    "stroke-opacity": "1",
    "stroke-width": "1px",
    "stroke": "none",
}


@dataclass(frozen=True)
class FirstPicture:
    """Heights of charts in each of `SIZES`, px, and pictures of the first chart as HTML, empty until they are drawn.

    Charts below the first have the heights of the pair's default view, so that little moves when they are drawn.
    """

    heights: tuple[tuple[str, tuple[int, ...]], ...]
    html: str

    def place(self, chart: str) -> dict[str, str]:
        """Return the style that reserves a chart's place."""
        return {f"--{size}": f"{height}px" for size, height in zip(SIZES, dict(self.heights)[chart], strict=True)}


@dataclass(frozen=True)
class _Drawing:
    """Figure, as JSON, to be drawn at a size in px."""

    size: str
    width: int
    height: int
    figure: bytes


def first_picture(view: View, chart: Chart) -> FirstPicture:
    """Return the first picture of a page that begins with a chart.

    It is the same for every theme and size, since the page's style sheet chooses.
    """
    drawings = _drawings(view.package, view.selection.replace(theme="light", size="wide"), chart.id)
    heights = _usual_heights(view.package.as_known_on(""), view.selection.dyad) | {
        chart.id: tuple(d.height for d in drawings)
    }
    return FirstPicture(tuple(heights.items()), _html(drawings) or "")


@memoized(16)
def _usual_heights(package: Package, dyad: str) -> dict[str, tuple[int, ...]]:
    view = View(package, parse(package, f"dyad={dyad}")[0])
    sized = [view.with_selection(size=size) for size in SIZES]
    return {chart.id: tuple(int(chart.figure(v)["layout"]["height"]) for v in sized) for chart in charts().values()}


@memoized(_CACHED)
def _drawings(package: Package, selection: Selection, chart: str) -> tuple[_Drawing, ...]:
    drawings = []
    for size in SIZES:
        figure = charts()[chart].figure(View(package, selection.replace(size=size)), invites=True)
        drawings.append(
            _Drawing(size, style.SIZES[size].width + _OVERHANG, int(figure["layout"]["height"]), to_json(figure))
        )
    return tuple(drawings)


_ready: dict[tuple[_Drawing, ...], str] = {}


def _html(drawings: tuple[_Drawing, ...]) -> str | None:
    """Return the pictures if they were drawn before; otherwise queue them."""
    html = _ready.get(drawings)
    if html is None:
        svgs = [pictures.cached_svg(d.figure, d.width, d.height) for d in drawings]
        if None in svgs:
            _queue_drawing(drawings)
            return None
        html = "".join(_page_svg(d.size, str(svg)) for d, svg in zip(drawings, svgs, strict=True))
        with _lock:
            while len(_ready) >= _CACHED:
                del _ready[next(iter(_ready))]
            _ready[drawings] = html
    return html


def draw_now(view: View, chart: Chart) -> dict[str, str]:
    """Return the first picture of a page as HTML by size, and draw it if need be. Raises PictureError if that fails."""
    drawings = _drawings(view.package, view.selection.replace(theme="light", size="wide"), chart.id)
    return {d.size: _page_svg(d.size, pictures.svg(d.figure, d.width, d.height)) for d in drawings}


@cache
def _colour_names() -> dict[str, str]:
    """Return the page's CSS variable for each colour of the light theme, spelt as plotly does."""
    light = style.THEMES["light"]
    hexes = {getattr(light, f.name): f.name for f in reversed(fields(light)) if f.name not in ("ground", "on_mark")}
    return {
        f"rgb({', '.join(str(int(h[i : i + 2], 16)) for i in (1, 3, 5))})": f"var(--{name})"
        for h, name in hexes.items()
    }


def _page_svg(size: str, svg: str) -> str:
    """Return an SVG for the page: without invisible parts, in the page's colours, shown only at its own width.

    Two drawings of a figure give the same SVG: the size and a count replace plotly's random ids.
    """
    root: etree._Element = etree.fromstring(svg.encode())
    for element in list(root.iter()):
        for name in ("class", "data-index", "fill-rule"):
            element.attrib.pop(name, None)
        if (
            element.get("d") == _EMPTY_PATH
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


def _restyle(root: etree._Element) -> None:
    """Drop default styles, use the page's colour names, and set the font that all texts share once, on the root."""
    styles = {e: dict(_DECLARATION.findall(e.attrib.pop("style"))) for e in root.iter() if "style" in e.attrib}
    texts = [set(css.items()) for e, css in styles.items() if e.tag.endswith("}text")]
    shared = {(name, value) for name, value in set.intersection(*texts) if name == "font-family"} if texts else set()
    for element, css in styles.items():
        if css.get("stroke-opacity") == "0" or css.get("stroke-width") == "0px":
            for name in ("stroke", "stroke-opacity", "stroke-width"):
                css.pop(name, None)
        declarations = [
            (name, _COLOUR.sub(lambda m: _colour_names().get(m[0], m[0]), value))
            for name, value in css.items()
            if _DEFAULTS.get(name) != value and (name, value) not in shared
        ]
        if declarations:
            element.set("style", ";".join(f"{name}:{value}" for name, value in declarations))
    if shared:
        root.set("style", ";".join(f"{name}:{value}" for name, value in sorted(shared)))


def _flatten(root: etree._Element) -> None:
    """Remove empty outlines and unused clips, and replace groups without attributes by their children."""
    for element in list(root.iter("{*}path", "{*}clipPath")):
        if not element.attrib:
            element.getparent().remove(element)
    for group in reversed(list(root.iter("{*}g"))):  # from the inside out, so that groups that become empty go too
        if not group.attrib or not len(group):
            parent = group.getparent()
            at = parent.index(group)
            parent[at : at + 1] = list(group)


def _rename(root: etree._Element, size: str) -> None:
    """Number the ids that something refers to, and remove the others."""
    places = [(e, name) for e in root.iter() for name, value in e.attrib.items() if "#" in value]
    used = {reference for e, name in places for reference in _REFERENCE.findall(e.get(name))}
    ids: dict[str, str] = {}
    for element in root.iter("{*}*"):
        if (old := element.attrib.pop("id", None)) in used:
            element.set("id", ids.setdefault(old, f"{size}-{len(ids) + 1}"))
    for element, name in places:
        element.set(name, _REFERENCE.sub(lambda m: f"#{ids.get(m[1], m[1])}", element.get(name)))


_waiting: queue.Queue[tuple[_Drawing, ...]] = queue.Queue(WAITING)
# Pictures in the queue or being drawn.
_pending: set[tuple[_Drawing, ...]] = set()
_lock = threading.Lock()
# Holds one thread at most, from the first drawing to the end of the process.
_workers: list[threading.Thread] = []


def _queue_drawing(drawings: tuple[_Drawing, ...]) -> None:
    with _lock:
        if drawings in _pending or _waiting.full():
            return
        _pending.add(drawings)
        _waiting.put_nowait(drawings)
        if not _workers:
            _workers.append(threading.Thread(target=_draw_queued, name="opening pictures", daemon=True))
            _workers[0].start()


def _draw_queued() -> None:
    while True:
        drawings = _waiting.get()
        try:
            for d in drawings:
                pictures.svg(d.figure, d.width, d.height)
        except PictureError:
            pass  # without a browser the page opens without a picture; URLs of pictures report what is missing
        finally:
            with _lock:
                _pending.discard(drawings)
            _waiting.task_done()
