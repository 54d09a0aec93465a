"""Make a plotly drawing portable: plain shapes replace hatching patterns, and ids become stable.

Browsers print a pattern as a bitmap (7 MB for 37 bars), and many programs draw none at all.
"""

import re
from math import sqrt

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
_TRACE = re.compile(r'(class="trace \w+) trace[0-9a-f]{6}"')
_URL = re.compile(r'fill: url\(["\']?#([\w-]+)["\']?\);?')
_BOX = re.compile(r"^M(-?[\d.]+),(-?[\d.]+)V(-?[\d.]+)H(-?[\d.]+)V(-?[\d.]+)Z$")
Point = tuple[float, float]


def make_portable(svg: str) -> etree._Element:
    """Return the root of a plotly SVG with stable ids and without patterns."""
    root = etree.fromstring(
        _without_random_names(svg).encode(), etree.XMLParser(huge_tree=True, resolve_entities=False)
    )
    patterns = {p.get("id"): p for p in root.iter(f"{SVG}pattern")}
    for path in list(root.iter(f"{SVG}path")):
        reference = _URL.search(path.get("style", ""))
        if reference and reference[1] in patterns:
            _hatch(path, patterns[reference[1]], reference[0])
    for pattern in patterns.values():
        pattern.getparent().remove(pattern)
    return root


def _without_random_names(svg: str) -> str:
    uid = re.search(r'id="defs-([0-9a-f]{6})"', svg)
    named = svg.replace(uid[1], "fig") if uid else svg
    return _TRACE.sub(r'\1"', named)


def _hatch(path: etree._Element, pattern: etree._Element, fill: str) -> None:
    """Fill a bar with the ground of its pattern and draw the stripes over it."""
    ground, line = pattern.find(f"{SVG}rect"), pattern.find(f"{SVG}path")
    box = _BOX.match(path.get("d", ""))
    style = path.get("style", "")
    solid = (
        f"fill: {ground.get('fill')}; fill-opacity: {ground.get('fill-opacity', '1')};"
        if ground is not None
        else "fill: none;"
    )
    path.set("style", style.replace(fill, solid))
    if not box or line is None:
        return
    x0, y0, y1, x1 = (float(v) for v in box.groups()[:4])
    step = float(pattern.get("width", "8px").removesuffix("px"))
    width = float(line.get("stroke-width", "1px").removesuffix("px")) * sqrt(2)
    rising = "l" in line.get("d", "") and ",-" in line.get("d", "").split("l")[1]
    if stripes := _stripes(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), step, width, rising):
        shape = etree.Element(f"{SVG}path", d=stripes, fill=line.get("stroke", "#000"))
        opacity = re.search(r"(?:^|[ ;])opacity: ([\d.]+)", style)
        if opacity and opacity[1] != "1":
            shape.set("opacity", opacity[1])
        path.addnext(shape)


def _stripes(x0: float, y0: float, x1: float, y1: float, step: float, width: float, rising: bool) -> str:
    """Return the path of diagonal stripes in a box: between lines x + y = c (rising) or x − y = c (falling)."""
    sign = 1 if rising else -1
    corners = [x0 + sign * y0, x1 + sign * y0, x0 + sign * y1, x1 + sign * y1]
    out, c = [], (min(corners) // step) * step
    while c < max(corners) + width:
        shape: list[Point] = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        shape = _cut(_cut(shape, sign, c - width / 2, 1), sign, c + width / 2, -1)
        if len(shape) > 2:
            out.append("M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in shape) + "Z")
        c += step
    return "".join(out)


def _cut(shape: list[Point], sign: int, limit: float, side: int) -> list[Point]:
    """Return the part of a polygon where side · (x + sign·y − limit) ≥ 0 (Sutherland and Hodgman 1974)."""
    out: list[Point] = []
    for (ax, ay), (bx, by) in zip(shape, shape[1:] + shape[:1], strict=True):
        a, b = side * (ax + sign * ay - limit), side * (bx + sign * by - limit)
        if a >= 0:
            out.append((ax, ay))
        if (a >= 0) != (b >= 0):
            t = a / (a - b)
            out.append((ax + t * (bx - ax), ay + t * (by - ay)))
    return out
