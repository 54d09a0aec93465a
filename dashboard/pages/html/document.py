"""The HTML document around the content of a page: head, styles, fonts, and the scripts of a live one."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from html import escape

from dashboard.style import ASSETS, THEMES

FONTS = "fonts.css"
STYLES = ("fallback.css", "style.css")
_NO_SCRIPT = ".plot:empty, .range, .marks, #theme { display: none }"


@dataclass(frozen=True)
class Scripts:
    """Addresses of a live page's scripts, in the order they run, and Dash's configuration as HTML."""

    page: str
    plotly: str
    dash: str
    config: str


def asset_address(name: str, body: bytes) -> str:
    """The address of a file: it changes when the content does."""
    stem, _, ending = name.rpartition(".")
    return f"/assets/{stem}-{hashlib.sha256(body).hexdigest()[:12]}.{ending}"


@cache
def font_addresses() -> dict[str, str]:
    """Font file → its address."""
    return {p.name: asset_address(p.name, p.read_bytes()) for p in sorted(ASSETS.glob("*.woff2"))}


@cache
def styles(*names: str) -> str:
    """Stylesheets, to stand in the page itself."""
    css = "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in names)
    for name, url in font_addresses().items():
        css = css.replace(f"url('{name}')", f"url('{url}')")
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S).strip()


@cache
def start_script() -> str:
    """The script that stands in the page itself."""
    return (ASSETS / "start.js").read_text(encoding="utf-8").strip()


def live_document(title: str, text: str, theme: str, scripts: Scripts) -> str:
    """Return the HTML of a page with live charts: its text with the first picture, then what makes it live.

    `start.js` loads our script once the page is painted, that one plotly, and Dash's last; Dash looks for the element
    of that id, and for `data-src`, in every page. Nothing is asked for in advance: what reads it would take the
    processor from the paint. Nor are our fonts, which would have the page laid out twice before it is painted:
    fallback.css has their measures.
    """
    started = (
        f'<script id="_dash-renderer" data-page="{scripts.page}" data-plotly="{scripts.plotly}" '
        f'data-src="{scripts.dash}">{start_script()}</script>'
    )
    return f"""{_head(title, theme, fonts="(scripting: none)")}
<noscript><style>{_NO_SCRIPT}</style></noscript>
</head>
<body>
{text}
<div id="react-entry-point" hidden></div>{scripts.config}{started}
</body>
</html>"""


def plain_document(title: str, body: str, theme: str = "", query: str = "") -> str:
    """Return the HTML of a page that needs no script, in the same dress. Its links keep the query of the view."""
    kept = f"?{escape(query)}" if query else ""
    links = (("/", "Dashboard"), ("/events", "Events"), ("/sources", "Sources"), ("/methods", "Methods"))
    nav = "".join(f'<a href="{path}{kept}">{name}</a>' for path, name in links)
    return f"""{_head(f"{title} – Dependency reversal", theme)}
</head>
<body>
<div id="page">
<header class="top"><a class="name" href="/">Dependency reversal</a><nav aria-label="Pages">{nav}</nav></header>
<main>{body}</main>
</div>
</body>
</html>"""


def _head(title: str, theme: str, fonts: str = "all") -> str:
    """Return the beginning of a page, up to where its head may go on. `fonts` is the medium that our fonts are for at first."""
    chosen = f' data-theme="{theme}"' if theme in THEMES else ""
    return f"""<!DOCTYPE html>
<html lang="en"{chosen}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="Which way arms flowed between two states, when that turned, how sure we are, who says so and who denies it.">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<style>{styles(*STYLES)}</style>
<style id="fonts" media="{fonts}">{styles(FONTS)}</style>"""
