import pytest

from dashboard.web.app import create_app


@pytest.fixture(scope="session")
def client(package, drawn):
    return create_app(package).server.test_client()
