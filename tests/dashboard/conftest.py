import pytest

from dashboard.web.app import create_app


@pytest.fixture(scope="session")
def app(package):
    return create_app(package)


@pytest.fixture
def client(app):
    return app.server.test_client()
