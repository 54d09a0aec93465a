"""Processes of the bench: servers on free ports, slow lines before them, and what memory they hold."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.bench.variants import Variant

START = 60.0
"""Seconds that a server may take to answer."""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class Served:
    """A running variant: `port`, and `ready` seconds from its start to its first answer."""

    def __init__(self, variant: Variant, folder: Path) -> None:
        self.variant, self.port = variant, free_port()
        self.log = folder / f"{variant.name}.log"
        started = time.perf_counter()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                variant.started(self.port, folder),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=os.environ | {"BENCH_FOLDER": str(folder), "PYTHONPATH": os.getcwd()},
            )
        self._wait()
        self.ready = time.perf_counter() - started

    def _wait(self) -> None:
        end = time.monotonic() + START
        while time.monotonic() < end and self.process.poll() is None:
            with (
                suppress(HTTPError, URLError, OSError),
                urlopen(f"http://127.0.0.1:{self.port}/", timeout=START) as answer,
            ):
                answer.read()
                return
            time.sleep(0.01)
        self.stop()
        raise RuntimeError(f"{self.variant.name} does not answer: {self.log.read_text(errors='replace')[-2000:]}")

    def memory(self) -> dict[str, float] | None:
        """{"rss": MB, "pss": MB} over its processes; pages that they share count once in `pss`. None where /proc is not to be had."""
        found = [_memory(pid) for pid in _tree(self.process.pid)]
        return {kind: round(sum(m[kind] for m in found), 1) for kind in ("rss", "pss")} if found else None

    def stop(self) -> None:
        """Ends the server and what it started."""
        for how in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
                return


def _tree(pid: int) -> Iterator[int]:
    """A process and all that descend from it; none without /proc."""
    if not Path(f"/proc/{pid}").exists():
        return
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in path.read_text().split():
                yield from _tree(int(child))


def _memory(pid: int) -> dict[str, float]:
    with suppress(OSError):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        found = {kind.lower(): int(kb) / 1024 for kind, kb in re.findall(r"^(Rss|Pss):\s+(\d+) kB", text, re.MULTILINE)}
        if found:
            return found
    return {"rss": 0.0, "pss": 0.0}


@contextmanager
def serving(variants: list[Variant], folder: Path) -> Iterator[dict[str, Served]]:
    """All the variants at once, by name."""
    running: dict[str, Served] = {}
    try:
        for variant in variants:
            running[variant.name] = Served(variant, folder)
        yield running
    finally:
        for served in running.values():
            served.stop()


class Lines:
    """A slow line before each server: `ports` by variant, and what has passed them."""

    def __init__(self, mbit: float, rtt_ms: float, servers: dict[str, Served]) -> None:
        self.ports = {name: free_port() for name in servers}
        pairs = [f"{self.ports[name]}:{served.port}" for name, served in servers.items()]
        command = [sys.executable, "-m", "tests.bench.lines", str(mbit), str(rtt_ms), *pairs]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        if self._read() != "ready\n":
            raise RuntimeError("the relay of the bench did not start")

    def _read(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def passed(self, name: str) -> dict[str, int]:
        """{"down", "up": bytes, "requests", "sockets"} of a variant since the start."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return dict(json.loads(self._read())[str(self.ports[name])])

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
