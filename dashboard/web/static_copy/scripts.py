"""Views and panels as script files: a page opened from a disk may load scripts, but may not fetch."""

import re
from collections.abc import Iterator
from typing import Any

import orjson
from lxml import html as markup

from dashboard import style
from dashboard.charts.base import charts
from dashboard.data.selection import Selection, to_query
from dashboard.data.view import View
from dashboard.exports.json_text import to_json
from dashboard.pages.home import page
from dashboard.pages.home.render import found_html, page_title
from dashboard.pages.html.to_html import to_html
from dashboard.web.static_copy import pages
from dashboard.web.static_copy.links import StaticCopy, inner_html, relink, relink_fragment

SIZES = ("wide", "tablet", "phone")
_CARD = ".//*[contains(concat(' ', @class, ' '), ' card ') and not(ancestor::*[contains(concat(' ', @class, ' '), ' card ')])]"


def slug(query: str) -> str:
    """The name of a view's files."""
    return re.sub(r"[^A-Za-z0-9]+", "-", query) or "default"


def _call(name: str, *arguments: Any) -> str:
    return f"copy.{name}({','.join(to_json(a).decode() for a in arguments)});\n"


def contents_js(held: StaticCopy) -> str:
    """What every page knows: which views there are, the colours of the dark theme, and where files of panels stand."""
    return f"window.copyHeld = {to_json({'views': dict(held.views), 'dark': style.dark_for_light()}).decode()};\n"


def views(held: StaticCopy, selections: dict[str, Selection], files: list[str]) -> Iterator[tuple[str, str]]:
    """(file, script) of every view: its regions, and its figures by size. Of what is as in the first view, nothing is repeated."""
    first: dict[str, Any] = {}
    for query, selection in selections.items():
        view = View(held.package, selection)
        said = page.describe(view)
        titles = {"": page_title(said)} | {chart: page_title(said, chart) for chart in charts()}
        content = {
            name: _region(to_html(children), held, files, bool(query))
            for name, children in page.regions(view, [], said).items()
        }
        regions = _new(first, "regions", content)
        yield f"views/{slug(query)}.js", _call("regions", query, {"titles": titles, "regions": regions})
        for size in SIZES:
            drawn = {
                chart.id: orjson.loads(to_json(chart.draw(view.with_selection(size=size))))
                for chart in charts().values()
            }
            yield f"views/{slug(query)}-{size}.js", _call("figures", query, size, _new(first, size, drawn))


def _new(first: dict[str, Any], name: str, found: dict[str, Any]) -> dict[str, Any]:
    """What differs from the first view."""
    known = first.setdefault(name, found)
    return found if known is found else {key: value for key, value in found.items() if known.get(key) != value}


def _region(text: str, held: StaticCopy, files: list[str], turned: bool) -> str:
    if "data-export" in text:
        root = markup.fragment_fromstring(text, create_parent="div")
        pages.offer_files(root, files, turned)
        relink(root, held)
        return inner_html(root)
    return relink_fragment(text, held)


def panels(held: StaticCopy, selection: Selection) -> Iterator[tuple[str, str]]:
    """(file, script) of the panels of a view's marks, one a chart; claim cards stand once, in a file of their own."""
    view, cards = View(held.package, selection), dict[str, int]()
    for chart in charts().values():
        found = {
            m.id: _panel(found_html(view, chart.id, m), held, cards)
            for m in chart.describe(view).marks
            if not m.id.startswith("?")
        }
        yield f"marks/{chart.id}.js", _call("panels", chart.id, found)
    yield "marks/cards.js", _call("cards", list(cards))


def _panel(text: str, held: StaticCopy, cards: dict[str, int]) -> str:
    root = markup.fragment_fromstring(text, create_parent="div")
    relink(root, held)
    for card in root.xpath(_CARD):
        tail, card.tail = card.tail, None
        number = cards.setdefault(markup.tostring(card, encoding="unicode"), len(cards))
        place = markup.Element("i", {"data-card": str(number)})
        place.tail = tail
        card.getparent().replace(card, place)
    return inner_html(root)


def selections(view: View) -> dict[str, Selection]:
    """Query → selection of the views that a copy holds, the default first: every way to count local production, in every release."""
    from etl.analysis.robustness import LOCAL

    releases = view.package.releases(view.selection.dyad) or (view.selection.release,)
    local = LOCAL if view.selection.measure == "tiv" else (view.selection.local,)
    found = [view.selection, *(view.selection.replace(release=r, local=how) for r in releases for how in local)]
    return {to_query(view.package, s, presentation=False): s for s in found}
