"""Turn pages of the dashboard into pages of a static copy: working links, and no control that needs a server."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html as markup

from dashboard.data.memo import memoized
from dashboard.data.package import Package
from dashboard.data.selection import parse, to_query

# Elements that need a server: forms and sliders, filters of claims, the export dialog.
_SERVER_ONLY = (
    "//form",
    "//input",
    "//*[contains(concat(' ', @class, ' '), ' known ')]",
    "//*[contains(concat(' ', @class, ' '), ' facets ')]",
    "//*[contains(concat(' ', @class, ' '), ' found ')]",
    "//dialog[@id='export']",
)

_CHART_FILE = re.compile(r"/charts/[^/?]+\.")


@dataclass(frozen=True, eq=False)
class StaticCopy:
    """Content of a static copy: the file of each path of the dashboard, and the file name of each view's query."""

    package: Package
    paths: Mapping[str, str]
    views: Mapping[str, str]

    def find(self, address: str, here: str) -> str | None:
        """Return the relative URL in the copy for a URL of the dashboard, or None where the copy has none.

        `here` is the path of the page with the link.
        """
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or address.startswith("#"):
            return address
        path, query = parts.path or here, _canonical(self.package, parts.query)
        file = self.paths.get(path)
        if file is None or query is None:
            return None
        shown = path == "/" or path.startswith("/charts/") and file.endswith(".html")
        if (shown or not parts.path) and query not in self.views:
            return None
        if query and not shown and file.startswith("files/"):
            return None  # files are those of the default view
        if not parts.path:  # another view of the same page
            return f"?{query}"
        return file + (f"?{query}" if query and shown else "") + (f"#{parts.fragment}" if parts.fragment else "")


@memoized(4096)
def _canonical(package: Package, query: str) -> str | None:
    selection, problems = parse(package, query)
    return None if problems else to_query(package, selection, presentation=False)


def relink(root: markup.HtmlElement, copy: StaticCopy, here: str = "/") -> None:
    """Relink a parsed page, or piece of one, in place. `here` is its path."""
    for path in _SERVER_ONLY:
        for element in root.xpath(path.replace("//", ".//", 1)):
            _drop(element)
    for link in root.xpath(".//a[@href]"):
        _link(link, copy, here)
    for group in root.xpath(".//div[contains(@class, 'choices')][not(.//a[not(@aria-current)])]"):
        _drop(group.getparent())  # no other value has a view here
    for menu in root.xpath(".//details[contains(concat(' ', @class, ' '), ' menu ')]"):
        if not menu.xpath(".//a[not(@aria-current)]"):  # no other choice: the words alone
            words = markup.Element("span", {"class": "pill none"})
            words.text, words.tail = menu.xpath("string(./summary)"), menu.tail
            menu.getparent().replace(menu, words)
    for mark in root.xpath(".//button[starts-with(@data-mark, '?')]"):
        if copy.find(mark.get("data-mark"), "/") is None:
            _drop(mark)


def _link(link: markup.HtmlElement, copy: StaticCopy, here: str) -> None:
    url = copy.find(link.get("href"), here)
    link.attrib.pop("data-carry", None)
    if url is not None:
        link.set("href", url)
    elif "pill" in link.get("class", "") or _CHART_FILE.match(link.get("href")):
        _drop(link)
    else:
        link.drop_tag()


def _drop(element: markup.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def relink_fragment(text: str, copy: StaticCopy, here: str = "/") -> str:
    """Return a region of a page, as HTML, with its links changed."""
    if "<" not in text:
        return text
    root = markup.fragment_fromstring(text, create_parent="div")
    relink(root, copy, here)
    return inner_html(root)


def inner_html(root: markup.HtmlElement) -> str:
    """Return the HTML inside an element."""
    whole: str = markup.tostring(root, encoding="unicode")
    return whole[whole.index(">") + 1 : whole.rindex("<")]
