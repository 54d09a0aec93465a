"""Write the pages of a static copy: the dashboard's own answers, relinked, with scripts in place of Dash's."""

import re
from collections.abc import Iterator
from contextlib import suppress

from dash import html
from lxml import html as markup

from dashboard.charts.base import charts
from dashboard.data.package import Package
from dashboard.data.selection import parse
from dashboard.data.view import View
from dashboard.exports.rendering.browser import PictureError
from dashboard.exports.rendering.markup import render
from dashboard.exports.requests import DECK
from dashboard.pages.addresses import chart_at
from dashboard.pages.home import first_picture
from dashboard.pages.home.section import first_chart
from dashboard.pages.html.components import marked_up
from dashboard.pages.html.document import FONTS, STYLES
from dashboard.pages.html.to_html import attrs, to_html
from dashboard.text.forms.arguments import Choice, Listed, Name
from dashboard.text.sentence import say, to_text, words
from dashboard.web.app import create_app
from dashboard.web.static_copy.links import StaticCopy, relink
from dashboard.web.static_files import SCRIPTS

# Pages that need no script.
PLAIN = ("events", "pairs", "sources", "methods", "glossary")


def paths(package: Package, files: list[str]) -> dict[str, str]:
    """Return the file in the copy for each path of the dashboard."""
    paths = {"/": "index.html", "/evidence": "chart-evidence.html", "/present": "present.html"}
    paths |= {f"/{name}": f"{name}.html" for name in PLAIN}
    paths |= {f"/charts/{chart}": f"chart-{chart}.html" for chart in charts()}
    paths |= {
        f"/events/{event}": f"event-{event}.html"
        for event in sorted({*package.tables["events"].event_id, *package.tables["claims"].event_id})
    }
    paths |= {f"/data/{name}.csv": f"data/{name}.csv" for name in package.tables}
    paths |= {f"/{name}.json": f"data/{name}.json" for name in ("datapackage", "manifest")}
    paths |= {(f"/{f}" if f.startswith(f"{DECK}.") else f"/charts/{f}"): f"files/{f}" for f in files}
    return paths


def pages(package: Package, copy: StaticCopy, files: list[str], note: str) -> Iterator[tuple[str, str]]:
    """Yield (file, HTML) of every page."""
    client = create_app(package).server.test_client()
    for path, file in copy.paths.items():
        if not file.endswith(".html") or file.startswith("files/") or path in ("/present", "/evidence"):
            continue
        if chart := first_chart() if path == "/" else chart_at(path):
            with suppress(PictureError):  # without a browser the copy opens without a picture
                first_picture.draw_now(View(package, parse(package, "")[0]), charts()[chart])
        answer = client.get(path)
        if answer.status_code == 404:  # an event outside the default record
            continue
        root = markup.document_fromstring(answer.get_data(as_text=True))
        _prepare(root, note, live=path == "/" or path.startswith("/charts/"))
        offer_files(root, files)
        relink(root, copy, path)
        yield file, "<!DOCTYPE html>\n" + markup.tostring(root, encoding="unicode")


def _prepare(root: markup.HtmlElement, note: str, live: bool) -> None:
    """Add the copy's styles and scripts, and the line that explains what it is."""
    for element in root.xpath("//script | //head/style | //*[@id='react-entry-point']"):
        element.drop_tree()
    for packed in root.xpath("//*[@data-region]/noscript"):
        packed.drop_tag()
    for name in (FONTS, *STYLES):
        root.head.append(markup.Element("link", {"rel": "stylesheet", "href": f"assets/{name}"}))
    line = markup.fragment_fromstring(to_html(html.P(note, id="copy", className="note")))
    foot = root.xpath("//*[@id='page']/footer")
    if foot:
        foot[0].insert(0, line)
    else:
        root.xpath("//main")[0].append(line)
    holds = say("copy.without-server", these_views=Name(words("copy.these-views"), strong=True))
    for section in root.xpath("//div[@id='charts']"):
        line = html.P(marked_up(holds, lambda text: html.A(text, href="#copy")), className="note")
        section.addprevious(markup.fragment_fromstring(to_html(line)))
        section.addprevious(markup.fragment_fromstring(render("unscripted")))
    for element in root.xpath("//*[@id='page']") if live else []:
        element.attrib.pop("data-drawn", None)  # its text is that of the first view, whichever is requested
        for name in ("views/held.js", "assets/copy.js", *(f"assets/{n}" for n in scripts())):
            element.getparent().append(markup.Element("script", {"src": name}))


def scripts() -> list[str]:
    """Return the names of the dashboard's scripts that a copy runs too."""
    return ["plotly-basic.min.js", *(name for name in SCRIPTS if name != "export.js")]


def offer_files(root: markup.HtmlElement, files: list[str], changed: bool = False) -> None:
    """Replace the export dialog by the files in the copy or, in a `changed` view, by the way back to theirs."""
    for link in root.xpath(".//a[@data-export]"):
        if changed:
            said = say("copy.files-elsewhere", default_view=Name(words("copy.default-view"), strong=True))
            line = to_html(html.Span(marked_up(said, _way_back)))
            link.getparent().replace(link, markup.fragment_fromstring(line))
            continue
        chart = link.get("data-export")
        shown = [markup.Element("a", {"href": f"/charts/{f}"}) for f in files if f.startswith(f"{chart}.")]
        offer = markup.Element("span")
        offer.text = f"{words('copy.files-of-chart')} "
        for element in shown:
            element.text, element.tail = re.sub(r"^[^.]*\.", "", element.get("href").rsplit("/", 1)[1]), " "
            offer.append(element)
        link.getparent().replace(link, offer)


def _way_back(text: str) -> html.A:
    return html.A(text, href="?", **attrs({"data-turn": "whole"}))


def note(package: Package, releases: list[str], left_out: list[str], site: str) -> str:
    """Return the note in which a copy describes itself."""
    return to_text(
        (
            say("copy.works-alone"),
            say(
                "copy.holds",
                by_release=Choice("yes" if releases else "no"),
                releases=Listed(tuple(releases)),
                version=Name(package.version),
            ),
            *([say("copy.served-at", site=Name(site))] if site else []),
            say("copy.files"),
            *([say("copy.not-drawn", files=Listed(tuple(left_out)))] if left_out else []),
        )
    )
