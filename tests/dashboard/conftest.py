"""What the tests of the dashboard share: an app, and a client of its server."""

import pytest

from dashboard.web.app import create_app


@pytest.fixture(scope="session")
def app(package):
    return create_app(package)


@pytest.fixture
def client(app):
    return app.server.test_client()
