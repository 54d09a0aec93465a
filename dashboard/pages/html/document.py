"""Write the HTML document around the content of a page: head, styles, fonts, and the scripts of a live one."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from dashboard.exports.metadata import NAME
from dashboard.exports.rendering.markup import json_text, render
from dashboard.style import ASSETS, THEMES, colour_css
from dashboard.text.wording.script_words import script_words

FONTS = "fonts.css"
STYLES = ("fallback.css", "style.css")


@dataclass(frozen=True)
class Scripts:
    """URLs of a live page's scripts, in the order in which they run."""

    page: str
    plotly: str
    dash: str


def asset_address(name: str, body: bytes) -> str:
    """Return the URL of a file, which changes when its content does."""
    stem, _, ending = name.rpartition(".")
    return f"/assets/{stem}-{hashlib.sha256(body).hexdigest()[:12]}.{ending}"


@cache
def font_addresses() -> dict[str, str]:
    """Return the URL of each font file."""
    return {p.name: asset_address(p.name, p.read_bytes()) for p in sorted(ASSETS.glob("*.woff2"))}


@cache
def styles(*names: str) -> str:
    """Return stylesheets to be inlined in the page, without comments."""
    css = "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in names)
    for name, url in font_addresses().items():
        css = css.replace(f"url('{name}')", f"url('{url}')")
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S).strip()


@cache
def start_script() -> str:
    """Return the script that is inlined in the page."""
    return (ASSETS / "start.js").read_text(encoding="utf-8").strip()


@cache
def _phrases() -> Markup:
    """Return the words that our scripts take from the page, as JSON."""
    return json_text(script_words("theme", "page", "export"))


def live_document(title: str, text: Markup, theme: str, scripts: Scripts, config: str) -> Markup:
    """Return the HTML of a page with live charts: its text with the first picture, then its scripts.

    `start.js` loads our script once the page is painted; that one loads plotly, and Dash's last. Dash looks for the
    element with that id, and for its `data-src`, in every page. Nothing is preloaded, because parsing would delay the
    paint. Nor are our fonts, which would lay the page out twice before it is painted: fallback.css has their measures.
    `config` is Dash's own element.
    """
    more = {"phrases": _phrases(), "starter": Markup(start_script()), "config": Markup(config)}
    return render("live", **_head(title, theme, "(scripting: none)"), text=text, scripts=scripts, **more)


def plain_document(title: str, body: Markup, theme: str = "", query: str = "") -> Markup:
    """Return the HTML of a page that needs no script, in the same style. Its links keep the query of the view."""
    return render("plain", **_head(f"{title} – {NAME}", theme), body=body, query=query)


def _head(title: str, theme: str, fonts_for: str = "all") -> dict[str, object]:
    """Return what the head of a page shows. `fonts_for` is the medium for which our fonts first apply."""
    return {
        "title": title,
        "theme": theme if theme in THEMES else "",
        "styles": Markup(f"{colour_css()}\n{styles(*STYLES)}"),
        "fonts": Markup(styles(FONTS)),
        "fonts_for": fonts_for,
    }
