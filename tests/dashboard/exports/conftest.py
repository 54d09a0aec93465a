"""Files are asked for with the browser for pictures at hand; it starts with the first picture."""

import pytest


@pytest.fixture
def client(app, drawn):
    return app.server.test_client()
