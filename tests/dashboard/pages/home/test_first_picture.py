"""The picture in a page: the same from every process, whoever drew it."""

import os
import stat
import threading

import pytest

from dashboard.charts.base import charts
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.exports.rendering import pictures
from dashboard.pages.home import first_picture
from dashboard.web import static_files

SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><defs id="defs-{0}"><clipPath id="clip{0}xy"><rect width="9"/></clipPath>
<pattern id="p{0}-{1}"><path d="M0,1"/></pattern></defs><g id="topdefs-{0}" clip-path="url(#clip{0}xy)"><path d="M1,1" style="fill: url('#p{0}-{1}'); stroke: #123456;"/>
<use xlink:href="#p{0}-{1}"/></g></svg>"""


@pytest.fixture(autouse=True)
def _no_painter():
    """Leave the painter at work: it is what these tests are about."""


def test_two_drawings_of_a_figure_dress_to_the_same_html():
    one, other = (
        first_picture._page_svg("wide", SVG.format(*ids)) for ids in (("1dd8c6", "6bce73"), ("0f9234", "d49b38"))
    )
    assert one == other
    assert 'clipPath id="wide-1"' in one
    assert 'clip-path="url(#wide-1)"' in one
    assert "fill:url('#wide-2');stroke:#123456" in one
    assert 'xlink:href="#wide-2"' in one
    assert one.count(" id=") == 2  # nothing refers to the others
    assert "wide-" not in first_picture._page_svg("phone", SVG.format("1dd8c6", "6bce73"))


@pytest.mark.browser
def test_a_browser_that_draws_again_changes_nothing_on_the_page(package, drawn, monkeypatch, tmp_path):
    view = View(package, parse_strict(package, ""))
    first = first_picture.draw_now(view, charts()["direction"])
    monkeypatch.setattr(pictures, "KEPT", tmp_path)
    raw = {p.read_bytes() for p in drawn.glob("*/*.svg")}
    assert first_picture.draw_now(view, charts()["direction"]) == first
    assert not raw & {p.read_bytes() for p in tmp_path.glob("*/*.svg")}  # it was drawn anew, with other ids


@pytest.mark.parametrize("links", [True, False])
def test_the_first_picture_on_the_disk_is_the_one_for_all(tmp_path, monkeypatch, links):
    if not links:
        monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(PermissionError()))
    path = tmp_path / "ab" / "cd.svg"
    assert pictures._store(path, b"one") == b"one"
    assert pictures._store(path, b"other") == (b"one" if links else b"other")
    assert path.read_bytes() == (b"one" if links else b"other")
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [*path.parent.iterdir()] == [path]


def test_files_of_pages_can_be_read_by_other_users_and_need_no_folder_of_the_code(tmp_path, monkeypatch):
    monkeypatch.setattr(static_files, "STATIC", tmp_path / "static")
    files = {"/assets/a-1.js": b"a = 1;" * 200}
    folder = static_files._write_files(files)
    assert folder.parent == tmp_path / "static"
    assert {stat.S_IMODE(p.stat().st_mode) for p in (folder, folder / "assets")} == {0o755}
    assert {stat.S_IMODE(p.stat().st_mode) for p in (folder / "assets").iterdir()} == {0o644}
    assert static_files._write_files(files) == folder
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(static_files, "STATIC", tmp_path / "file")
    instead = static_files._write_files(files)
    assert (instead / "assets/a-1.js").read_bytes() == files["/assets/a-1.js"]
    assert tmp_path not in instead.parents
    assert static_files._write_files(files) == instead


class Emptied(dict):
    """A memory that other threads empty as soon as anything is put into it."""

    def __setitem__(self, key, value):
        self.clear()


def test_answers_are_given_though_others_empty_the_memory(monkeypatch):
    monkeypatch.setattr(first_picture, "_ready", Emptied())
    monkeypatch.setattr(pictures, "cached_svg", lambda *_: SVG)
    drawing = first_picture._Drawing("wide", 1, 1, b"")
    assert first_picture._html((drawing,)) == first_picture._page_svg("wide", SVG)


def test_a_picture_that_waits_or_is_being_drawn_is_not_put_down_again(monkeypatch):
    begun, end, asked = threading.Event(), threading.Event(), []

    def svg(figure, width, height):
        asked.append(figure)
        begun.set()
        end.wait(10)

    monkeypatch.setattr(pictures, "svg", svg)
    first, second = ((first_picture._Drawing("wide", 1, 1, name),) for name in (b"first", b"second"))
    first_picture._queue_drawing(first)
    assert begun.wait(10)
    for drawings in (first, second, second):
        first_picture._queue_drawing(drawings)
    end.set()
    first_picture._waiting.join()
    assert asked == [b"first", b"second"]
    assert first_picture._pending == set()
