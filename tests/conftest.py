"""What all tests share: a package of the project's own sources, the browser for pictures, and who runs what in parallel."""

import os
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from dashboard.data.package import open_package
from dashboard.exports.registry import formats
from dashboard.exports.rendering import browser, pictures
from dashboard.web.static_copy import write
from etl.contracts.errors import Problem
from etl.contracts.folders import DATASETS
from tests import cached
from tests.find_browser import find

IN_BROWSER = Path(__file__).parent / "browser"
WITH_COPY = {"tests/browser/test_site.py", "tests/dashboard/web/static_copy/test_write.py"}


def _together(nodeid: str) -> str:
    """Name what stays on one worker: a file, which makes once what its tests share; of the golden answers each view."""
    file = nodeid.partition("::")[0]
    if file.startswith("tests/golden/"):
        return nodeid
    return "the copy of the site, which takes long to write" if file in WITH_COPY else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Hand out whole files in the order of `pytest_collection_modifyitems` (xdist_group is without effect in pytest 9.2)."""

    class Files(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return _together(nodeid)

    config.option.loadscopereorder = False
    return Files(config, log)


def pytest_collection_modifyitems(config, items):
    """Mark what needs a browser; in parallel, begin with what takes longest."""
    weights = Counter()
    for item in items:
        if IN_BROWSER in item.path.parents:
            item.add_marker("browser")
        slow, seen = item.get_closest_marker("slow"), item.get_closest_marker("browser")
        weights[_together(item.nodeid)] += 3 if slow else 1 if seen else 0.1
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: -weights[_together(item.nodeid)])


@pytest.fixture(autouse=True)
def _no_painter(request, monkeypatch):
    """Start no browser beside a test that asks for no picture: its pages stay as they are first sent."""
    if "drawn" not in request.fixturenames and not request.node.get_closest_marker("browser"):
        monkeypatch.setattr("dashboard.pages.home.first_picture._queue_drawing", lambda drawings: None)


@pytest.fixture(scope="session")
def whole(tmp_path_factory) -> Path:
    """A package built from the project's own datasets, with all its draws."""
    return cached.build(DATASETS, tmp_path_factory.mktemp("package") / "built")


@pytest.fixture(scope="session")
def built(whole) -> Path:
    """The same; tests of the ETL have one with fewer draws in its place."""
    return whole


@pytest.fixture(scope="session")
def package(whole):
    """The package, as the dashboard opens it."""
    return open_package(whole)


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """The kept browser for pictures, found as for the browser tests, with a folder of the run for what it drew."""
    before, run = pictures.KEPT, tmp_path_factory.getbasetemp()
    pictures.KEPT = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / "pictures"
    with suppress(FileNotFoundError):  # then a picture is refused, and the test that asked for it fails
        os.environ["CHROMIUM"] = find()
    yield pictures.KEPT
    browser.close()
    pictures.KEPT = before


@pytest.fixture(scope="session")
def copied(package, tmp_path_factory) -> Path:
    """The folder of a copy of the site, as a machine without a browser for pictures writes it."""

    def none(*_):
        raise browser.PictureError([Problem("pictures", "need a browser", "Install one")])

    folder = tmp_path_factory.mktemp("site") / "copy"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(browser, "find_browser", none)
        patch.setattr(pictures, "_cached", none)  # nor what another test's browser drew
        write.write(package, folder)
    assert formats()["png"].browser
    return folder
