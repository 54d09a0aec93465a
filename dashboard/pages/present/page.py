"""Write the page of slides as one file: text in HTML, figures as JSON by stage, script, style and fonts."""

from html import escape
from pathlib import Path

from dashboard import style
from dashboard.data.memo import memoized
from dashboard.data.package import Package
from dashboard.data.selection import Selection
from dashboard.data.view import View
from dashboard.exports.formats import html as html_file
from dashboard.exports.rendering import browser
from dashboard.exports.rendering.markup import sentence_html
from dashboard.pages.present.slides import SCROLLED, STAGES, Slide, figures, foot, slides
from dashboard.text.catalogue import LANGUAGE
from dashboard.text.forms.arguments import Name
from dashboard.text.script_words import script_words
from dashboard.text.sentence import runs_of, say, to_text, words

HERE = Path(__file__).parent
# Number of cached pages, some two megabytes each.
KEPT = 8


def page(view: View, leave: str, both: bool = True) -> bytes:
    """Return the slides of a view as one HTML file. Escape leads to the URL `leave`, or nowhere if it is empty.

    With `both` the reader's system chooses between light and dark; otherwise the selection sets the theme.
    """
    return _page(view.package, view.selection, leave, both)


@memoized(KEPT)
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
        "phrases": script_words("theme", "slides"),
    }
    scripts = (
        f'<script type="application/json" id="slides">{html_file.json_text(data)}</script>'
        f"<script>{(style.ASSETS / 'plotly-basic.min.js').read_text(encoding='utf-8')}</script>"
        f"<script>{(HERE / 'present.js').read_text(encoding='utf-8')}</script>"
    )
    # a meta element may not contain `frame-ancestors`
    meta_policy = html_file.policy(scripts.encode()).replace("; frame-ancestors *", "")
    title = f"{to_text(shown[0].metadata.description.title)} – {words('present.title')}"
    theme_attribute = "" if both else f' data-theme="{selection.theme}"'
    head = (
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(meta_policy, quote=True)}">'
        f"<title>{escape(title)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<style>{browser.font_faces()}{_theme_css()}{(HERE / 'present.css').read_text(encoding='utf-8')}</style>"
    )
    shown_slides = "".join(_slide(s, n, len(shown)) for n, s in enumerate(shown, 1))
    body = f'<main id="stage">{shown_slides}</main>{_bar(leave, both)}{scripts}'
    return f'<!DOCTYPE html>\n<html lang="{LANGUAGE}"{theme_attribute}><head>{head}</head><body>{body}</body></html>\n'.encode()


def _theme_css() -> str:
    def variables(theme: style.Theme) -> str:
        return (
            f"--paper:{theme.ground or style.THEMES['transparent'].on_mark};--ink:{theme.ink};--quiet:{theme.quiet};--line:{theme.line};"
            f"--a_to_b:{theme.a_to_b};--b_to_a:{theme.b_to_a}"
        )

    named = "".join(f':root[data-theme="{name}"]{{{variables(theme)}}}' for name, theme in style.THEMES.items())
    light, dark = variables(style.THEMES["light"]), variables(style.THEMES["dark"])
    return f":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}{named}"


def _slide(slide: Slide, n: int, total: int) -> str:
    parts = [sentence_html(part).strip() for part in slide.sentence]
    sentences = f"<span>{' </span><span>'.join(parts)}</span>" if parts else ""
    level = "h1" if n == 1 else "h2"
    return (
        f'<section class="slide" id="{slide.id}" role="region" '
        f'aria-roledescription="{escape(words("present.slide"))}" '
        f'aria-labelledby="{slide.id}-title" tabindex="-1">\n'
        f'<div class="head"><p class="kicker">{escape(slide.kicker)}</p>\n'
        f'<{level} id="{slide.id}-title" class="title">{sentence_html(slide.title)}</{level}>\n'
        f'<p class="said">{sentences}</p>\n'
        f'<p class="unit">{escape(slide.metadata.description.unit)}</p></div>\n'
        '<div class="plot" aria-hidden="true"></div>\n'
        f'<footer><p>{escape(foot(slide))}</p><p class="progress">{_progress(n, total)}</p></footer>\n'
        "</section>\n"
    )


def _progress(n: int, total: int) -> str:
    """Return `3 / 9`, read out as `Slide 3 of 9`."""
    said = runs_of(say("present.progress", n=Name(str(n), strong=True), total=Name(str(total), strong=True)))
    parts = [escape(text) if kind else f'<span class="sr">{escape(text)}</span>' for text, kind in said]
    last = max(i for i, (_, kind) in enumerate(said) if kind)
    return "".join([*parts[:last], '<span aria-hidden="true"> / </span>', *parts[last:]])


def _bar(leave: str, both: bool) -> str:
    label = {id: escape(words(f"present.{id}")) for id in ("title", "previous", "next", "full-screen", "dark", "leave")}
    theme = f'<button type="button" id="theme">{label["dark"]}</button>' if both else ""
    leave_link = f'<a id="leave" href="{escape(leave, quote=True)}">{label["leave"]}</a>' if leave else ""
    return (
        f'<nav id="bar" aria-label="{label["title"]}">'
        f'<button type="button" id="previous" aria-label="{label["previous"]}">←</button>'
        f'<button type="button" id="next" aria-label="{label["next"]}">→</button>\n'
        f'<button type="button" id="full">{label["full-screen"]}</button>{theme}{leave_link}</nav>'
    )
