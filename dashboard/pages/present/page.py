"""The page of slides: text of every slide in HTML, figures as JSON by stage, script, style and fonts, all in one file."""

from functools import lru_cache
from html import escape
from pathlib import Path

from dashboard import style
from dashboard.data.package import Package
from dashboard.data.selection import Selection
from dashboard.data.view import View
from dashboard.exports.formats import html as html_file
from dashboard.exports.rendering import browser
from dashboard.exports.rendering.markup import sentence_html
from dashboard.pages.present.slides import SCROLLED, STAGES, Slide, figures, foot, slides
from dashboard.text.sentence import split_sentences, to_text

HERE = Path(__file__).parent
# Pages that are kept, some two megabytes each.
KEPT = 8


def policy(page: bytes) -> str:
    """The content policy: the page's own scripts alone, by their digests; nothing from elsewhere."""
    return html_file.policy(page)


def page(view: View, leave: str, both: bool = True) -> bytes:
    """The slides of a view as one HTML file. `leave` is where Escape leads, empty for nowhere.

    `both`: the reader's system chooses between light and dark; else the theme is the selection's.
    """
    return _page(view.package, view.selection, leave, both)


@lru_cache(maxsize=KEPT)
def _page(package: Package, selection: Selection, leave: str, both: bool) -> bytes:
    both = both and selection.theme == "light"
    drawn = "light" if selection.theme == "dark" else selection.theme
    view = View(package, selection.replace(theme=drawn, size="wide"))
    shown = slides(view)
    data = {
        "stages": {
            name: {
                "width": f.width,
                "height": f.height,
                "scrolled": name in SCROLLED,
                "type": {"margin": f.margin, "text": f.text, "small": f.small},
                "slides": figures(shown, f),
            }
            for name, f in STAGES.items()
        },
        "dark": style.dark_for_light(),
        "theme": "" if both else selection.theme,
        "leave": leave,
    }
    scripts = (
        f'<script type="application/json" id="slides">{html_file.json_text(data)}</script>'
        f"<script>{(style.ASSETS / 'plotly-basic.min.js').read_text(encoding='utf-8')}</script>"
        f"<script>{(HERE / 'present.js').read_text(encoding='utf-8')}</script>"
    )
    inside = html_file.policy(scripts.encode()).replace(
        "; frame-ancestors *", ""
    )  # a page's own element cannot say that
    title = f"{to_text(shown[0].about.description.title)} – Slides"
    chosen = "" if both else f' data-theme="{selection.theme}"'
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{escape(inside, quote=True)}"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<style>{browser.font_faces()}{_colours()}{(HERE / 'present.css').read_text(encoding='utf-8')}</style>"
    )
    body = f'<main id="stage">{"".join(_slide(s, n, len(shown)) for n, s in enumerate(shown, 1))}</main>{_bar(leave, both)}'
    return f'<!DOCTYPE html>\n<html lang="en"{chosen}><head>{head}</head><body>{body}{scripts}</body></html>\n'.encode()


def _colours() -> str:
    """The themes as CSS variables."""

    def variables(theme: style.Theme) -> str:
        return f"--paper:{theme.ground or '#fff'};--ink:{theme.ink};--quiet:{theme.quiet};--line:{theme.line};--a_to_b:{theme.a_to_b};--b_to_a:{theme.b_to_a}"

    named = "".join(f':root[data-theme="{name}"]{{{variables(theme)}}}' for name, theme in style.THEMES.items())
    return f":root{{{variables(style.THEMES['light'])}}}@media(prefers-color-scheme:dark){{:root{{{variables(style.THEMES['dark'])}}}}}{named}"


def _slide(slide: Slide, n: int, of: int) -> str:
    said = "".join(f"<span>{sentence_html(part)}</span>" for part in split_sentences(slide.sentence))
    level = "h1" if n == 1 else "h2"
    return f"""<section class="slide" id="{slide.id}" role="region" aria-roledescription="slide" aria-labelledby="{slide.id}-title" tabindex="-1">
<div class="head"><p class="kicker">{escape(slide.kicker)}</p>
<{level} id="{slide.id}-title" class="title">{sentence_html(slide.title)}</{level}>
<p class="said">{said}</p>
<p class="unit">{escape(slide.about.description.unit)}</p></div>
<div class="plot" aria-hidden="true"></div>
<footer><p>{escape(foot(slide))}</p><p class="progress"><span class="sr">Slide </span>{n}<span class="sr"> of </span><span aria-hidden="true"> / </span>{of}</p></footer>
</section>
"""


def _bar(leave: str, both: bool) -> str:
    theme = '<button type="button" id="theme">Dark</button>' if both else ""
    away = f'<a id="leave" href="{escape(leave, quote=True)}">Leave</a>' if leave else ""
    return f"""<nav id="bar" aria-label="Slides"><button type="button" id="previous" aria-label="Previous slide">←</button><button type="button" id="next" aria-label="Next slide">→</button>
<button type="button" id="full">Full screen</button>{theme}{away}</nav>"""
