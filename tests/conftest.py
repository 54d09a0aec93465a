"""Shared fixtures: the project's own sources, built once per session."""

import os
from pathlib import Path

import pytest

from dashboard.data.package import open_package
from dashboard.exports.rendering import browser, pictures
from etl import build as stages
from tests.find_browser import find


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """A package built from the project's own datasets."""
    out = tmp_path_factory.mktemp("package") / "built"
    stages.build(out=out)
    return out


@pytest.fixture(scope="session")
def package(built):
    """The package, as the dashboard opens it."""
    return open_package(built)


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """The kept browser for pictures, found as for the browser tests, with a folder of its own for what it drew."""
    before = pictures.KEPT
    pictures.KEPT = tmp_path_factory.mktemp("pictures")
    os.environ["CHROMIUM"] = find()
    yield pictures.KEPT
    browser.close()
    pictures.KEPT = before
