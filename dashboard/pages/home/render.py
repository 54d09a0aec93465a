"""Render views by URL, cached once computed, so that a selection of a package is drawn once."""

from markupsafe import Markup

from dashboard.charts.base import Mark, charts
from dashboard.data.memo import memoized
from dashboard.data.package import Package
from dashboard.data.parameters import Misread
from dashboard.data.selection import Selection, parse, parse_strict, to_query
from dashboard.data.view import View
from dashboard.exports.json_text import to_json
from dashboard.exports.metadata import NAME
from dashboard.pages.evidence.claim_list import FEW, claim_list
from dashboard.pages.evidence.mark_panel import find_mark, panel
from dashboard.pages.home import page, section
from dashboard.pages.home.first_picture import FirstPicture, first_picture
from dashboard.pages.html.to_html import to_html
from dashboard.text.sentence import to_text

# Number of cached pages, about 240 kB each, their data 480 kB; `web.response_cache` caches answers, compressed.
PAGES = 16
DESCRIPTIONS = 8


def page_json(package: Package, query: str, only: str | None = None) -> bytes:
    """Return all that a page of this query shows, as JSON: canonical query, title, HTML by region, figures by chart.

    Bad parameters fall back to the nearest view and are named in the region `problems`.
    """
    selection, problems = parse(package, query)
    draw = _page_json if problems else _cached_page_json  # mistyped queries are not worth caching
    return draw(package, selection, tuple(problems), only)


@memoized(DESCRIPTIONS)
def _described(package: Package, selection: Selection, only: str | None) -> tuple[View, page.Descriptions]:
    """Return a view with its descriptions, cached because its page and its data are requested one after the other."""
    view = View(package, selection)
    return view, page.describe(view, only)


def _page_json(package: Package, selection: Selection, problems: tuple[Misread, ...], only: str | None) -> bytes:
    view, descriptions = _described(package, selection, only)
    content = page.regions(view, list(problems), descriptions)
    return to_json(
        {
            "query": to_query(package, selection, presentation=False),
            "title": page_title(descriptions, only),
            "theme": selection.theme,
            "version": package.version,
            "regions": {region: to_html(children) for region, children in content.items()},
            "figures": page.figures(view, only),
        }
    )


_cached_page_json = memoized(PAGES)(_page_json)


def page_title(descriptions: page.Descriptions, only: str | None = None) -> str:
    """Return the document's title: the finding of the first chart shown."""
    return f"{to_text(descriptions[only or section.first_chart()].title)} – {NAME}"


def page_html(package: Package, query: str, only: str | None = None) -> tuple[str, Markup, bool]:
    """Return (document title, readable HTML, whether it is finished) of a page.

    Its first picture may come later; all else is computed once.
    """
    selection, problems = parse(package, query)
    first = first_picture(View(package, selection), charts()[only or section.first_chart()])
    draw = _page_html if problems else _cached_page_html  # mistyped queries are not worth caching
    return *draw(package, selection, tuple(problems), only, first), bool(first.html)


def _page_html(
    package: Package, selection: Selection, problems: tuple[Misread, ...], only: str | None, first: FirstPicture
) -> tuple[str, Markup]:
    view, descriptions = _described(package, selection, only)
    return page_title(descriptions, only), to_html(page.page(view, list(problems), descriptions, first, only))


_cached_page_html = memoized(PAGES)(_page_html)


def mark_html(package: Package, query: str, chart_id: str, mark: str) -> Markup:
    """Return the sources under one mark. Raises Impossible for a bad query, KeyError for an unknown mark."""
    view = View(package, parse_strict(package, query))
    chart = charts()[chart_id]
    return found_html(view, chart_id, (chart.find and chart.find(view, mark)) or find_mark(view, chart_id, mark))


def found_html(view: View, chart_id: str, mark: Mark) -> Markup:
    """Return the sources under a mark of a chart."""
    many = mark.listed and len(mark.basis) > FEW
    return to_html(claim_list(view, mark) if many else panel(view, mark))
