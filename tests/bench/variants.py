"""What is compared: how each variant is served, and where its charts and its control are."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

PEERS = Path(__file__).parent / "peers"
ENVIRONMENT = Path(".venv-bench")
"""The virtual environment of the peers, beside the one of the dashboard."""
_OURS = sys.executable
_BIN = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = _BIN / "python"
WORKERS = 2


@dataclass(frozen=True)
class Variant:
    """`command` has {port} and {folder} to be filled in; `charts` is how many charts its page holds of the four.

    `last` is the selector of the fourth chart's place where the page goes on beneath it. `framework` peers are those that
    the dashboard is held against; a heavy one has fewer rounds on slow lines.
    """

    name: str
    title: str
    command: tuple[str, ...]
    served: str
    charts: int = 4
    last: str = ""
    framework: bool = False
    heavy: bool = False

    def started(self, port: int, folder: Path) -> list[str]:
        """The command line that serves it on a port."""
        return [part.format(port=port, folder=folder) for part in self.command]


def _peer(tool: str, *arguments: str) -> tuple[str, ...]:
    return (str(_BIN / tool), *arguments)


def _gunicorn(module: str) -> tuple[str, ...]:
    return _peer(
        "gunicorn",
        f"tests.bench.peers.{module}:server",
        "--bind",
        "127.0.0.1:{port}",
        "--workers",
        str(WORKERS),
        "--log-level",
        "warning",
    )


OURS = Variant(
    "ours",
    "this dashboard",
    (_OURS, "-m", "dashboard", "serve", "--workers", str(WORKERS), "--port", "{port}"),
    f"its own, {WORKERS} workers",
    last="#certainty",
)
SVG = Variant(
    "svg",
    "inline SVG",
    (_OURS, "-m", "tests.bench.peers.plain", "svg", "{port}", "{folder}"),
    "waitress, whitenoise",
    charts=0,
)
STATIC = Variant(
    "static",
    "static page, basic plotly",
    (_OURS, "-m", "tests.bench.peers.plain", "static", "{port}", "{folder}"),
    "waitress, whitenoise",
)
DASH = Variant(
    "dash", "default Dash", _gunicorn("default_dash"), f"gunicorn, {WORKERS} workers", framework=True, heavy=True
)
STREAMLIT = Variant(
    "streamlit",
    "Streamlit",
    _peer(
        "streamlit",
        "run",
        str(PEERS / "streamlit_app.py"),
        "--server.port",
        "{port}",
        "--server.address",
        "127.0.0.1",
        "--server.headless",
        "true",
        "--browser.gatherUsageStats",
        "false",
    ),
    "its own, one process",
    framework=True,
    heavy=True,
)
PANEL = Variant(
    "panel",
    "Panel",
    _peer(
        "panel",
        "serve",
        str(PEERS / "panel_app.py"),
        "--port",
        "{port}",
        "--address",
        "127.0.0.1",
        "--num-procs",
        str(WORKERS),
        "--index",
        "panel_app",
        "--allow-websocket-origin",
        "*",
    ),
    f"its own, {WORKERS} processes",
    framework=True,
    heavy=True,
)
VIZRO = Variant("vizro", "Vizro", _gunicorn("vizro_app"), f"gunicorn, {WORKERS} workers", framework=True, heavy=True)
ALL = (OURS, SVG, STATIC, DASH, STREAMLIT, PANEL, VIZRO)
