"""`serve` as a program: one process or several, the same bytes, clear errors, and nothing left when it ends."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.data.package import open_package
from dashboard.web import serve
from dashboard.web.response_cache import ResponseCache
from etl.contracts.errors import DataError
from tests.find_browser import find

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
ADDRESSES = ["/?from=1997&gross_min=10", "/view.json?from=2000", "/charts/direction.json", "/data/series.csv"]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def started(*options, **environment):
    return subprocess.Popen(
        [sys.executable, "-m", "dashboard", "serve", *map(str, options)],
        cwd=ROOT,
        start_new_session=True,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # where the tests run in the background, Ctrl+C is ignored


def ask(port, address, **headers):
    """(status, ETag, body) on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    found = answer.status, answer.headers["ETag"], answer.read()
    connection.close()
    return found


def group(leader):
    """The processes of a session that run, by its leader's id."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == leader and state != "Z":
            found.append(int(stat.parent.name))
    return found


def until(true, seconds=60):
    """Waits for what comes true in a while."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


@contextmanager
def serving(data, workers, **environment):
    """A server on a free port of this machine; whatever it left is ended."""
    port = free_port()
    program = started("--port", port, "--workers", workers, "--data", data, **environment)
    try:
        assert program.stdout.readline() == f"Open http://127.0.0.1:{port}/ (Ctrl+C stops)\n"
        yield program, port
    finally:
        if program.poll() is None:
            program.kill()
        for pid in group(program.pid):
            os.kill(pid, signal.SIGKILL)
        program.communicate()


def test_several_processes_send_the_same_bytes_as_one(built):
    with serving(built, 1, CHROMIUM="/none") as (one, alone), serving(built, 2, CHROMIUM="/none") as (program, port):
        until(lambda: len(group(program.pid)) == 3)
        for address in ADDRESSES:
            expected = ask(alone, address, Host="served.example", Accept_Encoding="br")
            assert expected[0] == 200
            assert {ask(port, address, Host="served.example", Accept_Encoding="br") for _ in range(12)} == {expected}
            assert {ask(port, address, Host="served.example", If_None_Match=expected[1])[0] for _ in range(12)} == {304}
        assert one.poll() is None


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_processes(built, workers, end):
    with serving(built, workers) as (program, port):
        assert ask(port, "/healthz")[0] == 200
        program.send_signal(end)
        out, faults = program.communicate(timeout=60)
        assert program.returncode == 0
        assert "Traceback" not in faults
        assert group(program.pid) == []


@pytest.fixture
def short():
    """A temporary folder with a short name: a browser puts a socket into it, whose path may have 107 letters."""
    with tempfile.TemporaryDirectory(prefix="s-", dir="/tmp") as folder:
        yield Path(folder)


@pytest.mark.browser
@pytest.mark.parametrize("workers", [1, 2])
def test_a_server_that_is_told_to_end_takes_its_browsers_and_folders_along(built, short, workers):
    with serving(built, workers, TMPDIR=str(short), CHROMIUM=find()) as (program, port):
        # a picture that nobody has drawn: its address is on it
        assert ask(port, f"/charts/evidence.png?q=nothing{time.time_ns()}")[0] == 200
        assert list(short.glob("pictures-*"))
        assert len(using(short)) > 1 + workers
        program.terminate()
        program.communicate(timeout=60)
        assert program.returncode == 0
        assert using(short) == []
        assert list(short.iterdir()) == []


def using(folder):
    """The processes that have a folder in their environment, browsers included."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"TMPDIR={folder}".encode() in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def test_a_worker_that_dies_is_replaced_and_serves_the_same_data(built):
    with serving(built, 2) as (program, port):
        version = ask(port, "/healthz")[2]
        until(lambda: len(group(program.pid)) == 3)
        first = [pid for pid in group(program.pid) if pid != program.pid]
        os.kill(first[0], signal.SIGKILL)
        until(lambda: len(group(program.pid)) == 3 and first[0] not in group(program.pid))
        assert {ask(port, "/healthz")[2] for _ in range(8)} == {version}


def test_a_hang_up_changes_over_to_the_package_that_stands_there(built, tmp_path):
    folder = tmp_path / "built"
    folder.mkdir()
    for path in built.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    with serving(folder, 2) as (program, port):
        before = ask(port, "/healthz")[2]
        manifest = folder / "manifest.json"
        version = open_package(folder).version
        manifest.write_text(manifest.read_text().replace(version, "0" * 12))
        assert ask(port, "/healthz")[2] == before
        program.send_signal(signal.SIGHUP)
        after = before.replace(version.encode(), b"0" * 12)
        until(lambda: {ask(port, "/healthz")[2] for _ in range(6)} == {after})
        manifest.unlink()  # now there is none: what is served stays
        program.send_signal(signal.SIGHUP)
        time.sleep(1)
        assert b"0" * 12 in ask(port, "/healthz")[2]
        program.terminate()
        assert "holds no built package" in program.communicate(timeout=60)[1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--workers", "0"], "--workers"),
        (["--workers", "two"], "--workers"),
        (["--port", "99999"], "--port"),
        (["--host", "256.1.1.1"], "256.1.1.1"),
        (["--data", "nowhere"], "nowhere: holds no built package. Run: python -m etl build."),
        (["--data", "nowhere", "--workers", "2"], "nowhere: holds no built package. Run: python -m etl build."),
    ],
)
def test_a_mistake_is_one_clear_error(options, said):
    program = started("--port", free_port(), *options)
    out, faults = program.communicate(timeout=60)
    assert program.returncode == 2
    assert said in faults
    assert "Traceback" not in faults
    assert out == ""


@pytest.mark.parametrize("workers", [1, 2])
def test_a_port_that_is_taken_is_said_so(built, workers):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        program = started("--port", port, "--workers", workers, "--data", built)
        faults = program.communicate(timeout=60)[1]
    assert program.returncode == 2
    assert (
        faults
        == f"127.0.0.1:{port}: cannot be listened on (Address already in use). Choose another --port or --host.\n"
    )


def test_several_processes_need_a_system_that_forks(monkeypatch):
    monkeypatch.delattr(os, "fork")
    with pytest.raises(DataError, match="Leave --workers out"):
        serve.check_workers(2)
    serve.check_workers(1)


def test_the_server_keeps_answers_before_flask(app):
    assert isinstance(app.server.wsgi_app.application, ResponseCache)


def test_half_a_manifest_is_one_clear_error_and_the_old_package_goes_on(built, tmp_path):
    folder = tmp_path / "built"
    shutil.copytree(built, folder)
    manifest = folder / "manifest.json"
    with serving(folder, 2) as (program, port):
        before = ask(port, "/healthz")[2]
        manifest.write_bytes(manifest.read_bytes()[:100])
        program.send_signal(signal.SIGHUP)
        time.sleep(2)
        assert {ask(port, "/healthz")[2] for _ in range(6)} == {before}
        program.terminate()
        faults = program.communicate(timeout=60)[1]
    assert "not changed over" in faults
    assert "is damaged" in faults
    assert "Traceback" not in faults
    again = started("--port", free_port(), "--data", folder)
    out, faults = again.communicate(timeout=60)
    assert (again.returncode, out) == (2, "")
    assert faults.count("\n") == 1
    assert "is damaged" in faults
    assert "Run: python -m etl build" in faults
