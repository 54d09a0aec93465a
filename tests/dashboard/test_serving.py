"""The server as a process: what it leaves behind when it is told to end."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.find_browser import find

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def served(built, tmp_path):
    """(process, address) of a server with a folder of its own for what is temporary."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "dashboard", "serve", "--port", str(port), "--data", str(built)], cwd=ROOT,
                               env=os.environ | {"TMPDIR": str(tmp_path), "CHROMIUM": find()}, stdout=subprocess.DEVNULL)  # fmt: skip
    yield process, f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()


def test_a_server_that_is_told_to_end_takes_its_browser_and_folders_along(served, tmp_path):
    process, address = served
    end = time.monotonic() + 60
    while True:
        try:
            urlopen(f"{address}/healthz").close()
            break
        except URLError:
            assert time.monotonic() < end
            time.sleep(0.1)
    urlopen(f"{address}/charts/evidence.png?q=nothing{time.time_ns()}").close()  # a picture that nobody has drawn: its address is on it
    assert list(tmp_path.glob("pictures-*"))
    process.terminate()
    assert process.wait(20) == 0
    assert list(tmp_path.iterdir()) == []
