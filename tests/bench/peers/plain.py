"""Pages without a framework, as precompressed files: the limit of what can be reached.

python -m tests.bench.peers.plain KIND PORT FOLDER      KIND: static or svg; FOLDER holds figures.json, words.json, opening.svg
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from html import escape
from pathlib import Path

import waitress
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from dashboard.style import ASSETS, THEMES

_HEAD = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{heading}</title><link rel="icon" href="data:,">{style}</head>\n<body>\n<h1>{heading}</h1>\n<p>{sentence}</p>\n'
_STATIC = """<fieldset>{buttons}</fieldset>
{places}
<script src="plotly-basic.min.js"></script>
<script>
const views = {views};
function show(choice) {{
  for (const [chart, figure] of Object.entries(views[choice])) Plotly.react(chart, figure.data, figure.layout, {{ responsive: true }});
}}
for (const button of document.querySelectorAll("button")) button.onclick = () => show(button.textContent);
show(Object.keys(views)[0]);
</script>
</body></html>"""


def static(folder: Path) -> str:
    """A page of four live charts: plotly's basic bundle, both views in the page, a button for each."""
    views = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    first = next(iter(views.values()))
    return _STATIC.format(
        buttons="".join(f"<button>{escape(choice)}</button>" for choice in views),
        places="\n".join(
            f'<div id="{name}" style="height:{figure["layout"]["height"]}px"></div>' for name, figure in first.items()
        ),
        views=json.dumps(views, separators=(",", ":")).replace("</", "<\\/"),
    )


def svg(folder: Path) -> str:
    """A page of one picture."""
    return (folder / "opening.svg").read_text(encoding="utf-8") + "\n</body></html>"


def colours(body: str) -> str:
    """A style for the names of colours that a page uses, as the dashboard's light theme has them; empty where it uses none."""
    names = sorted(set(re.findall(r"var\(--(\w+)\)", body)))
    rules = " ".join(f"--{name}: {getattr(THEMES['light'], name)};" for name in names)
    return f"<style>:root {{ {rules} }}</style>" if names else ""


def site(kind: str, folder: Path) -> Path:
    """A new folder with the page and its scripts, each also as gzip and brotli."""
    words = {
        name: escape(text) for name, text in json.loads((folder / "words.json").read_text(encoding="utf-8")).items()
    }
    out = Path(tempfile.mkdtemp(dir=folder))
    body = {"static": static, "svg": svg}[kind](folder)
    (out / "index.html").write_text(_HEAD.format(**words, style=colours(body)) + body, encoding="utf-8")
    if kind == "static":
        (out / "plotly-basic.min.js").write_bytes((ASSETS / "plotly-basic.min.js").read_bytes())
    compressor = Compressor(quiet=True)
    for path in [*out.iterdir()]:
        list(compressor.compress(str(path)))
    return out


def main() -> None:
    kind, port, folder = sys.argv[1:]

    def absent(environ, start):
        start("404 Not Found", [("Content-Type", "text/plain")])
        return [b"Not found\n"]

    app = WhiteNoise(absent, root=str(site(kind, Path(folder))), index_file=True, max_age=3600)
    waitress.serve(app, host="127.0.0.1", port=int(port), threads=8, _quiet=True)


if __name__ == "__main__":
    main()
