"""Write the HTML document around the content of a page: head, styles, fonts, and the scripts of a live one."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from html import escape

from dashboard.exports.formats.html import json_text
from dashboard.exports.metadata import NAME
from dashboard.style import ASSETS, THEMES, colour_css
from dashboard.text.catalogue import LANGUAGE
from dashboard.text.script_words import script_words
from dashboard.text.sentence import words

FONTS = "fonts.css"
STYLES = ("fallback.css", "style.css")
_NO_SCRIPT = ".plot:empty, .range, .marks, #theme { display: none }"


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
def phrases() -> str:
    """Return the element from which our scripts take their words."""
    words = json_text(script_words("theme", "page", "export"))
    return f'<script type="application/json" id="phrases">{words}</script>'


def live_document(title: str, text: str, theme: str, scripts: Scripts, config: str) -> str:
    """Return the HTML of a page with live charts: its text with the first picture, then its scripts.

    `start.js` loads our script once the page is painted; that one loads plotly, and Dash's last. Dash looks for the
    element with that id, and for its `data-src`, in every page. Nothing is preloaded, because parsing would delay the
    paint. Nor are our fonts, which would lay the page out twice before it is painted: fallback.css has their measures.
    """
    starter = (
        f'<script id="_dash-renderer" data-page="{scripts.page}" data-plotly="{scripts.plotly}" '
        f'data-src="{scripts.dash}">{start_script()}</script>'
    )
    return f"""{_head(title, theme, fonts="(scripting: none)")}
<noscript><style>{_NO_SCRIPT}</style></noscript>
</head>
<body>
{text}
<div id="react-entry-point" hidden></div>{config}{phrases()}{starter}
</body>
</html>"""


def plain_document(title: str, body: str, theme: str = "", query: str = "") -> str:
    """Return the HTML of a page that needs no script, in the same style. Its links keep the query of the view."""
    suffix = f"?{escape(query)}" if query else ""
    links = (("/", "dashboard"), ("/events", "events"), ("/sources", "sources"), ("/methods", "methods"))
    nav = "".join(f'<a href="{path}{suffix}">{escape(words(f"page.{id}"))}</a>' for path, id in links)
    pages = escape(words("page.pages"))
    return f"""{_head(f"{title} – {NAME}", theme)}
</head>
<body>
<div id="page">
<header class="top"><a class="name" href="/">{NAME}</a><nav aria-label="{pages}">{nav}</nav></header>
<main>{body}</main>
</div>
</body>
</html>"""


def _head(title: str, theme: str, fonts: str = "all") -> str:
    """Return the beginning of a page up to an open head. `fonts` is the medium for which our fonts first apply."""
    theme_attribute = f' data-theme="{theme}"' if theme in THEMES else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGE}"{theme_attribute}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="description" content="{escape(words("page.description"))}">\n'
        f"<title>{escape(title)}</title>\n"
        '<link rel="icon" href="data:,">\n'
        f"<style>{colour_css()}\n{styles(*STYLES)}</style>\n"
        f'<style id="fonts" media="{fonts}">{styles(FONTS)}</style>'
    )
