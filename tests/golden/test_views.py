"""Answers that are the same on every machine are those that were looked at last; `make golden` renews their digests."""

import json
from pathlib import Path

import pytest

from dashboard.web.app import create_app
from tests.golden import guard

pytestmark = pytest.mark.slow
DIGESTS = json.loads((Path(__file__).parent / "digests.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def client(package):
    return create_app(package).server.test_client()


@pytest.fixture(scope="module")
def asked(client):
    return [*guard.addresses(pictures=False), *guard.events(client)]


def test_the_digests_are_of_every_text_page_and_event(asked):
    assert sorted(asked) == sorted(DIGESTS)
    assert len(asked) == len(guard.VIEWS) * (len(guard.CHARTS) * len(guard.TEXTS) + len(guard.PLAIN)) + len(
        [address for address in asked if address.startswith("/events/")]
    )


@pytest.mark.parametrize("view", guard.VIEWS)
def test_a_view_answers_as_before(client, asked, view):
    mine = [address for address in asked if address.partition("?")[2] == view and not address.startswith("/events/")]
    found = guard.take(client, mine, pictures=False)
    assert guard.differing({address: DIGESTS[address] for address in mine}, found) == []
    assert all(digest.startswith("200 ") for digest in found.values())


def test_every_event_is_told_as_before(client, asked):
    mine = [address for address in asked if address.startswith("/events/")]
    assert len(mine) > 50
    found = guard.take(client, mine, pictures=False)
    assert guard.differing({address: DIGESTS[address] for address in mine}, found) == []
