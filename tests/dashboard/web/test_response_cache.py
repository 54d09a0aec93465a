"""Finished answers: kept within a bound, compressed once, the same bytes whoever asks and however."""

import gzip
import threading
import time

import brotli
import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Response

from dashboard.data.package import open_package
from dashboard.pages.home.render import page_json
from dashboard.web.app import create_app
from dashboard.web.response_cache import SOON, ResponseCache, encoding_for
from etl.contracts.errors import DataError

ADDRESSES = [
    "/?from=1997&gross_min=10",
    "/view.json?from=2000",
    "/charts/direction?from=1997",
    "/charts/direction.json",
    "/events",
    "/data/claims.csv",
    "/charts/direction/marks/2022:b_to_a",
]
PUBLIC = {"ETag": '"one"', "Cache-Control": "public, max-age=60"}


class Counted:
    """A server that counts how often it was asked, and answers with `size` letters."""

    def __init__(self, size=10_000, **headers):
        self.asked, self.size, self.headers = 0, size, headers or PUBLIC

    def __call__(self, environ, start):
        self.asked += 1
        return Response("a" * self.size, mimetype="text/plain", headers=self.headers)(environ, start)


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("identity", ""),
        ("", ""),
        ("zstd", ""),
        (";;,q=x,br;q=nonsense", ""),
        ("br;q=2", ""),
        ("☃", ""),
    ],
)
def test_the_encoding_is_what_the_asker_likes_best(accepts, encoding):
    assert encoding_for(accepts) == encoding


@pytest.mark.parametrize("address", ADDRESSES)
def test_compressed_answers_hold_what_plain_ones_hold(client, address):
    plain = client.get(address)
    br = client.get(address, headers={"Accept-Encoding": "br"})
    gz = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert (br.headers["Content-Encoding"], gz.headers["Content-Encoding"]) == ("br", "gzip")
    assert brotli.decompress(br.data) == gzip.decompress(gz.data) == plain.data
    assert len(br.data) < len(gz.data) < len(plain.data)
    for answer in (plain, br, gz):
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("accepts", ["", "br", "nonsense;;q"])
def test_head_is_get_without_its_body(client, address, accepts):
    asked = {"Accept-Encoding": accepts}
    head, got = client.head(address, headers=asked), client.get(address, headers=asked)
    assert head.data == b""
    assert got.data
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_etag_holds_for_every_encoding_and_for_an_app_that_has_made_nothing(client, package, address):
    tags = [client.get(address, headers={"Accept-Encoding": e}).headers["ETag"] for e in ("", "br", "gzip")]
    assert tags == [tags[0], "W/" + tags[0], "W/" + tags[0]]
    for other in (client, create_app(package).server.test_client()):
        for tag in (*tags[:2], f'"x", {tags[1]}'):
            again = other.get(address, headers={"If-None-Match": tag, "Accept-Encoding": "br"})
            assert again.status_code == 304
            assert again.data == b""
            assert again.headers["ETag"].removeprefix("W/") == tags[0]
            assert "Content-Encoding" not in again.headers
        assert other.get(address, headers={"If-None-Match": '"x"'}).status_code == 200


def test_a_view_that_the_asker_has_is_not_computed(package, monkeypatch):
    tag = create_app(package).server.test_client().get("/view.json?from=1993").headers["ETag"]
    fresh = create_app(package).server.test_client()
    monkeypatch.setattr("dashboard.web.routes.page_json", None)
    assert fresh.get("/view.json?from=1993", headers={"If-None-Match": tag}).status_code == 304


def test_a_page_that_the_asker_has_is_kept_for_the_next_one():
    app = Counted()
    client = Client(ResponseCache(app))
    for tag, status in (('"one"', 304), ('"one"', 304), ('"other"', 200)):
        assert client.get("/", headers={"If-None-Match": tag}).status_code == status
    assert app.asked == 1


def test_a_page_without_its_picture_is_kept_for_a_moment_only():
    app = Counted(**PUBLIC | {"Cache-Control": "public, no-cache"})
    kept = ResponseCache(app)
    client = Client(kept)
    assert client.get("/").data == client.get("/").data
    assert app.asked == 1
    time.sleep(SOON + 0.01)
    client.get("/")
    assert app.asked == 2
    assert kept.size == 12_000  # in the place of the first


def test_a_second_reader_is_sent_what_is_kept():
    app = Counted()
    client = Client(ResponseCache(app))
    answers = [client.get("/x", headers={"Accept-Encoding": "gzip"}) for _ in range(3)]
    assert len({a.data for a in answers}) == app.asked == 1
    client.get("/x?from=2000")
    client.get("/x", base_url="http://elsewhere.example")
    client.get("/x", headers={"Accept-Encoding": "br"})
    assert app.asked == 4  # another view, host, encoding


@pytest.mark.parametrize(
    "headers", [{"ETag": '"one"'}, {"Cache-Control": "public"}, {"ETag": '"one"', "Cache-Control": "no-store"}]
)
def test_what_is_not_public_or_has_no_etag_is_not_kept(headers):
    app = Counted(**headers)
    client = Client(ResponseCache(app))
    assert client.get("/x").data == client.get("/x").data
    assert app.asked == 2


def test_what_is_kept_stays_within_its_bound_and_the_oldest_goes_first():
    app = Counted(size=10_000)
    kept = ResponseCache(app, most=100_000)  # eight of 12,000 each
    client = Client(kept)
    for n in range(50):
        client.get(f"/x?{n}")
        client.get("/x?0")
        assert kept.size <= 100_000
    assert kept.size == 8 * 12_000
    assert app.asked == 50
    client.get("/x?0")  # asked for all the time
    client.get("/x?49")
    assert app.asked == 50
    client.get("/x?1")
    assert app.asked == 51


def test_one_answer_does_not_push_out_all_others():
    app = Counted(size=60_000)
    kept = ResponseCache(app, most=100_000)
    assert Client(kept).get("/x").data == b"a" * 60_000
    assert kept.size == 0


def test_many_who_ask_at_once_have_it_made_once():
    app, barrier = Counted(), threading.Barrier(16)
    kept = ResponseCache(app)

    def ask():
        barrier.wait()
        assert len(Client(kept).get("/x").data) == 10_000

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert app.asked == 1


def test_a_package_that_is_built_anew_meanwhile_changes_nothing(built, tmp_path):
    folder = tmp_path / "built"
    folder.mkdir()
    for path in built.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    package = open_package(folder)
    for path in folder.iterdir():
        path.write_bytes(b"other")
    client = create_app(package).server.test_client()
    assert client.get("/data/claims.csv").data == (built / "claims.csv").read_bytes()
    assert client.get("/manifest.json").data == (built / "manifest.json").read_bytes()
    assert client.get("/view.json").data == page_json(open_package(built), "")


def test_a_folder_without_a_package_is_a_user_s_mistake(tmp_path):
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(DataError, match="holds no built package"):
            open_package(folder)
