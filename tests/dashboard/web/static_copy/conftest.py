"""A copy of the site, written once, with the files that need no browser."""

from pathlib import Path

import pytest

from dashboard.exports.registry import formats
from dashboard.exports.rendering import browser, pictures
from dashboard.web.app import create_app
from dashboard.web.static_copy import write
from etl.contracts.errors import Problem


@pytest.fixture(scope="session")
def copied(package, tmp_path_factory) -> Path:
    """The folder of a copy, as a machine without a browser for pictures writes it."""

    def none(*_):
        raise browser.PictureError([Problem("pictures", "need a browser", "Install one")])

    folder = tmp_path_factory.mktemp("site") / "copy"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(browser, "find_browser", none)
        patch.setattr(pictures, "_cached", none)  # nor what another test's browser drew
        write.write(package, folder)
    assert formats()["png"].browser
    return folder


@pytest.fixture(scope="session")
def client(package):
    return create_app(package).server.test_client()
