"""Shared fixtures: the project's own sources, built once per session."""

from pathlib import Path

import pytest

from dashboard.data import open_package
from etl import build as stages


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
