"""A clone on Windows may change line endings: the files as received must come through, or the error must say what happened."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from etl.sources.declared import load_sources, read_checked

ROOT = Path(__file__).resolve().parents[3]


def git(folder, *words):
    """Run git in a folder, with nobody's settings but those given."""
    settings = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false")
    subprocess.run(["git", *settings, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def windows_clone(tmp_path_factory):
    """Return a clone, with `core.autocrlf=true`, of a repository that holds the datasets and `.gitattributes`."""
    folder = tmp_path_factory.mktemp("windows")
    origin = folder / "origin"
    shutil.copytree(ROOT / "datasets", origin / "datasets", ignore=shutil.ignore_patterns("built*", ".built*"))
    shutil.copy(ROOT / ".gitattributes", origin)
    git(folder, "init", "-q", "origin")
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "as it is")
    git(folder, "clone", "-q", "-c", "core.autocrlf=true", "origin", "clone")
    return folder / "clone"


def test_a_clone_with_autocrlf_passes_the_check(windows_clone):
    command = [sys.executable, "-m", "etl", "check", "--datasets", str(windows_clone / "datasets")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "All good" in done.stdout


@pytest.mark.parametrize(("before", "after"), [(b"\n", b"\r\n"), (b"\r\n", b"\n")])
def test_an_error_says_that_only_line_endings_differ(tmp_path, before, after):
    shutil.copytree(ROOT / "datasets", tmp_path / "d", ignore=shutil.ignore_patterns("built*", ".built*"))
    source = next(s for s in load_sources(tmp_path / "d")[0] if s.id == "sipri_2026")
    file = source.file[0]
    path = tmp_path / "d" / "sources" / source.id / file.name
    data = path.read_bytes()
    if before == b"\r\n":  # a file that was received with CRLF
        import hashlib

        file = file.model_copy(update={"sha256": hashlib.sha256(data.replace(b"\n", b"\r\n")).hexdigest()})
    else:
        path.write_bytes(data.replace(b"\n", b"\r\n"))
    _, (problem,) = read_checked(tmp_path / "d", source, file)
    assert "only its line endings differ" in problem.what
    assert "Leave the checksum" in problem.fix
    assert str(path) in problem.fix


def test_describe_prints_on_a_windows_code_page():
    import os

    environment = os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "etl", "describe"], cwd=ROOT, env=environment, capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "Metric balance" in done.stdout.decode("cp1252")
