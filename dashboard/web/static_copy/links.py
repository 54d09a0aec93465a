"""Pages of the dashboard → pages of a copy: links that a copy can follow, and no control that it cannot turn."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from lxml import html as markup

from dashboard.data.package import Package
from dashboard.data.selection import parse, to_query

# What needs a server: forms and sliders, filters of claims, the export dialog.
_GONE = (
    "//form",
    "//input",
    "//*[contains(concat(' ', @class, ' '), ' known ')]",
    "//*[contains(concat(' ', @class, ' '), ' facets ')]",
    "//*[contains(concat(' ', @class, ' '), ' found ')]",
    "//dialog[@id='export']",
)


@dataclass(frozen=True, eq=False)
class StaticCopy:
    """What a copy holds: path of the dashboard → file, and the queries of its views."""

    package: Package
    paths: Mapping[str, str]
    views: Mapping[str, str]

    def find(self, address: str, here: str) -> str | None:
        """The relative address of what an address of the dashboard shows; None where the copy has none. `here` is the path it stands on."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or address.startswith("#"):
            return address
        path, asked = parts.path or here, _canonical(self.package, parts.query)
        file = self.paths.get(path)
        if file is None or asked is None:
            return None
        shown = path == "/" or path.startswith("/charts/") and file.endswith(".html")
        if (shown or not parts.path) and asked not in self.views:
            return None
        if asked and not shown and file.startswith("files/"):
            return None  # files are those of the default view
        query = f"?{asked}" if asked and shown else ""
        if not parts.path:  # a turn of the view that is shown
            return f"?{asked}"
        return file + query + (f"#{parts.fragment}" if parts.fragment else "")


@lru_cache(maxsize=4096)
def _canonical(package: Package, query: str) -> str | None:
    selection, problems = parse(package, query)
    return None if problems else to_query(package, selection, presentation=False)


def relink(root: Any, held: StaticCopy, here: str = "/") -> None:
    """Changes a parsed page or piece of one in place."""
    for path in _GONE:
        for element in root.xpath(path.replace("//", ".//", 1)):
            _drop(element)
    for link in root.xpath(".//a[@href]"):
        _link(link, held, here)
    for menu in root.xpath(".//details[contains(concat(' ', @class, ' '), ' menu ')]"):
        if not menu.xpath(".//a[not(@aria-current)]"):  # nothing to turn to: the words alone
            words = markup.Element("span", {"class": "pill none"})
            words.text, words.tail = menu.xpath("string(./summary)"), menu.tail
            menu.getparent().replace(menu, words)
    for mark in root.xpath(".//button[starts-with(@data-mark, '?')]"):
        if held.find(mark.get("data-mark"), "/") is None:
            _drop(mark)


def _link(link: Any, held: StaticCopy, here: str) -> None:
    found = held.find(link.get("href"), here)
    link.attrib.pop("data-carry", None)
    if found is not None:
        link.set("href", found)
    elif "pill" in link.get("class", "") or "download" in link.text_content().lower():
        _drop(link)
    else:
        link.drop_tag()


def _drop(element: Any) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def relink_fragment(text: str, held: StaticCopy, here: str = "/") -> str:
    """A region of a page, relinked."""
    if "<" not in text:
        return text
    root = markup.fragment_fromstring(text, create_parent="div")
    relink(root, held, here)
    return inner_html(root)


def inner_html(root: Any) -> str:
    """The HTML inside an element."""
    whole: str = markup.tostring(root, encoding="unicode")
    return whole[whole.index(">") + 1 : whole.rindex("<")]
