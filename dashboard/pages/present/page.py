"""Write the page of slides as one file: text in HTML, figures as JSON by stage, script, style and fonts."""

from pathlib import Path

from markupsafe import Markup

from dashboard import style
from dashboard.data.memo import memoized
from dashboard.data.package import Package
from dashboard.data.selection import Selection
from dashboard.data.view import View
from dashboard.exports.formats import html as html_file
from dashboard.exports.rendering import browser, markup
from dashboard.pages.present.slides import SCROLLED, STAGES, figures, foot, slides
from dashboard.text.forms.arguments import Name
from dashboard.text.sentence import runs_of, say, to_text, words
from dashboard.text.wording.script_words import script_words

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
    data: dict[str, object] = {
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
    sources = ((style.ASSETS / "plotly-basic.min.js"), HERE / "present.js")
    scripts = html_file.scripts_html("slides", data, *(file.read_text(encoding="utf-8") for file in sources))
    css = f"{browser.font_faces()}{_theme_css()}{(HERE / 'present.css').read_text(encoding='utf-8')}"
    return markup.render(
        "slides",
        title=f"{to_text(shown[0].metadata.description.title)} – {words('present.title')}",
        theme=data["theme"],
        policy=html_file.meta_policy(scripts),
        css=Markup(css),
        slides=shown,
        foot=foot,
        progress=_progress,
        both=both,
        leave=leave,
        scripts=scripts,
    ).encode()


def _theme_css() -> str:
    def variables(theme: style.Theme) -> str:
        return (
            f"--paper:{theme.ground or style.THEMES['transparent'].on_mark};--ink:{theme.ink};--quiet:{theme.quiet};--line:{theme.line};"
            f"--a_to_b:{theme.a_to_b};--b_to_a:{theme.b_to_a}"
        )

    named = "".join(f':root[data-theme="{name}"]{{{variables(theme)}}}' for name, theme in style.THEMES.items())
    light, dark = variables(style.THEMES["light"]), variables(style.THEMES["dark"])
    return f":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}{named}"


def _progress(n: int, total: int) -> list[tuple[str, str]]:
    """Return `3 / 9`, read out as `Slide 3 of 9`, as runs of text and kind; the bar between is of the kind `apart`."""
    said = list(runs_of(say("present.progress", n=Name(str(n), strong=True), total=Name(str(total), strong=True))))
    last = max(i for i, (_, kind) in enumerate(said) if kind)
    return [*said[:last], ("", "apart"), *said[last:]]
