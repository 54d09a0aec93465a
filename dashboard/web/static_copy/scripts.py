"""Write views and panels as script files: a page opened from a disk may load scripts, but may not fetch."""

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
from dashboard.pages.home.local_share import STOPS
from dashboard.pages.home.render import found_html, page_title
from dashboard.pages.html.to_html import to_html
from dashboard.text.wording.script_words import script_words
from dashboard.web.static_copy import pages
from dashboard.web.static_copy.links import StaticCopy, inner_html, relink, relink_fragment

SIZES = ("wide", "tablet", "phone")
_CARD = (
    ".//*[contains(concat(' ', @class, ' '), ' card ') and not(ancestor::*[contains(concat(' ', @class, "
    "' '), ' card ')])]"
)


def slug(query: str) -> str:
    """Return the name of a view's files."""
    return re.sub(r"[^A-Za-z0-9]+", "-", query) or "default"


def _call(name: str, *arguments: object) -> str:
    return f"copy.{name}({','.join(to_json(a).decode() for a in arguments)});\n"


def contents_js(copy: StaticCopy) -> str:
    """Return the script that tells each page which views exist, their files, the dark theme's colours, and words."""
    phrases = script_words("theme", "page", "copy")
    held = {"views": dict(copy.views), "dark": style.dark_for_light(), "phrases": phrases}
    return f"window.copyHeld = {to_json(held).decode()};\n"


def views(copy: StaticCopy, selections: dict[str, Selection], files: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (file, script) of every view: its regions, then its figures by size, without what equals the first view."""
    first: dict[str, Any] = {}
    for query, selection in selections.items():
        view = View(copy.package, selection)
        described = page.describe(view)
        titles = {"": page_title(described)} | {chart: page_title(described, chart) for chart in charts()}
        content = {
            name: _region(to_html(children), copy, files, bool(query))
            for name, children in page.regions(view, [], described).items()
        }
        regions = _changes(first, "regions", content)
        yield f"views/{slug(query)}.js", _call("regions", query, {"titles": titles, "regions": regions})
        for size in SIZES:
            drawn = {
                chart.id: orjson.loads(to_json(chart.figure(view.with_selection(size=size), invites=True)))
                for chart in charts().values()
            }
            yield f"views/{slug(query)}-{size}.js", _call("figures", query, size, _changes(first, size, drawn))


def _changes(first: dict[str, Any], name: str, content: dict[str, Any]) -> dict[str, Any]:
    known = first.setdefault(name, content)
    return content if known is content else {key: value for key, value in content.items() if known.get(key) != value}


def _region(text: str, copy: StaticCopy, files: list[str], changed: bool) -> str:
    if "data-export" in text:
        root = markup.fragment_fromstring(text, create_parent="div")
        pages.offer_files(root, files, changed)
        relink(root, copy)
        return inner_html(root)
    return relink_fragment(text, copy)


def panels(copy: StaticCopy, selection: Selection) -> Iterator[tuple[str, str]]:
    """Yield (file, script) of the panels of a view's marks, one per chart. One file holds all claim cards."""
    view, cards = View(copy.package, selection), dict[str, int]()
    for chart in charts().values():
        panels = {
            m.id: _panel(found_html(view, chart.id, m), copy, cards)
            for m in chart.describe(view).marks
            if not m.id.startswith("?")
        }
        yield f"marks/{chart.id}.js", _call("panels", chart.id, panels)
    yield "marks/cards.js", _call("cards", list(cards))


def _panel(text: str, copy: StaticCopy, cards: dict[str, int]) -> str:
    root = markup.fragment_fromstring(text, create_parent="div")
    relink(root, copy)
    for card in root.xpath(_CARD):
        tail, card.tail = card.tail, None
        number = cards.setdefault(markup.tostring(card, encoding="unicode"), len(cards))
        place = markup.Element("i", {"data-card": str(number)})
        place.tail = tail
        card.getparent().replace(card, place)
    return inner_html(root)


def selections(view: View) -> dict[str, Selection]:
    """Return the selections of a copy's views by query: shares of local production, in every release.

    The default view comes first.
    """
    releases = view.package.releases(view.selection.dyad) or (view.selection.release,)
    shares = STOPS if view.selection.measure == "tiv" else (view.selection.local,)
    selections = [view.selection, *(view.selection.replace(release=r, local=k) for r in releases for k in shares)]
    return {to_query(view.package, s, presentation=False): s for s in selections}
