"""Finds a Chromium for the browser tests; run as a script, it also gets one where there is none.

    python tests/find_browser.py     prints the browser's path; exits 2 with the way out where none can be had

`CHROMIUM=/path/to/browser` names one. Needs the standard library alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
SHELL = "chromium-headless-shell"
MAC = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
NONE_FOUND = """\
No Chromium was found for the browser tests. `make browser` tries to get one; else
  Debian, Ubuntu:  apt-get install chromium   (Ubuntu: snap install chromium)
  Fedora:          dnf install chromium
  macOS:           brew install --cask google-chrome
  or name one:     CHROMIUM=/path/to/browser make test
Where a downloaded browser does not start, libraries are missing: python -m playwright install-deps chromium"""


def _places() -> Iterator[str]:
    """Where a browser may be, the one that is asked for first."""
    if os.environ.get("CHROMIUM"):
        yield os.environ["CHROMIUM"]
    yield from filter(None, map(shutil.which, NAMES))
    if sys.platform == "darwin":
        yield from (str(root / app) for root in (Path("/Applications"), Path.home() / "Applications") for app in MAC)
    if sys.platform == "win32":
        roots = [
            os.environ[name] for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA") if name in os.environ
        ]
        yield from (str(Path(root) / exe) for exe in WINDOWS for root in roots)
    yield from _of_playwright()


def _of_playwright() -> Iterator[str]:
    """The browser that Playwright has downloaded, if it has. Asked in a process of its own: it wants its own event loop."""
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", ask], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if answer.returncode == 0:
        yield answer.stdout.strip()


def _starts(path: str) -> bool:
    """True for a browser that runs: Ubuntu has a `chromium-browser` that only says to install another."""
    if not os.access(path, os.X_OK):
        return False
    if sys.platform == "win32":  # there `--version` opens a window
        return True
    try:
        asked = subprocess.run([path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


@cache
def find_shell() -> str:
    """Return Chromium without a window of its own, which Playwright drives by default; without it, what `find` returns."""
    shell = shutil.which(SHELL)
    return shell if shell and not os.environ.get("CHROMIUM") and _starts(shell) else find()


@cache
def find() -> str:
    """The path of a Chromium, Chrome or Edge on this machine. Installs nothing; raises FileNotFoundError where there is none."""
    for path in filter(_starts, _places()):
        return path
    raise FileNotFoundError(NONE_FOUND)


def _run(*command: str) -> bool:
    """Runs a command with its output on stderr, so that stdout holds the path alone."""
    print("+", *command, file=sys.stderr, flush=True)
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode == 0


def _as_root() -> tuple[str, ...] | None:
    """What to put before a command that root runs; None where this user cannot without a password."""
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ("sudo", "-n")
    return None


def _apt() -> None:
    root = _as_root()
    if root is None:
        return
    apt = (*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q")
    _run(*apt, "update")  # one list that cannot be had need not matter
    _run(*apt, "install", "-y", "--no-install-recommends", "chromium")
    _run(*apt, "install", "-y", "--no-install-recommends", SHELL)  # quicker; without it the tests take the other


def _playwright() -> None:
    _run(sys.executable, "-m", "playwright", "install", "chromium")


def get() -> str:
    """A browser's path, installed with apt or else Playwright where there is none. Raises FileNotFoundError as `find` does."""
    for install in (_apt, _playwright) if shutil.which("apt-get") else (_playwright,):
        try:
            return find()
        except FileNotFoundError:
            install()
    return find()


def main() -> int:
    try:
        print(get())
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
