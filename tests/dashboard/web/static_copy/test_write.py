"""The copy of the site as files: links, what it holds, what it refuses."""

import json
import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from lxml import html as markup
from pptx import Presentation

from dashboard import __main__ as command
from dashboard.charts.base import charts
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.exports.registry import formats
from dashboard.exports.rendering import browser, pictures
from dashboard.pages.home.local_share import STOPS
from dashboard.web.static_copy import scripts, write
from etl.contracts.errors import DataError, Problem

pytestmark = pytest.mark.slow

MOST = 32e6
"""Bytes of a copy without the files that need a browser; 28.1 MB were measured, 11.5 MB of them interactive pages."""


def read(folder, name, call):
    """The arguments of the one call in a script file."""
    text = (folder / name).read_text(encoding="utf-8")
    return json.loads(f"[{text[len(f'copy.{call}(') : -3]}]")


@pytest.fixture(scope="session")
def pages(copied):
    """Every page of the copy, parsed."""
    return {path: markup.document_fromstring(path.read_text(encoding="utf-8")) for path in copied.rglob("*.html")}


def broken(text_or_root, at, pages, folder):
    """The links in a page or piece that lead nowhere in the copy, or out of it to what is no source."""
    found = []
    for link in text_or_root.xpath(".//@href | .//@src | .//@action"):
        parts = urlsplit(link)
        if parts.scheme in ("http", "https", "data"):
            continue
        target = (at.parent / parts.path).resolve() if parts.path else at
        inside = target.is_file() and target.is_relative_to(folder.resolve())
        known = target not in pages or not parts.fragment or pages[target].xpath(f"//*[@id='{parts.fragment}']")
        if parts.scheme or parts.netloc or link.startswith("/") or not inside or not known:
            found.append(link)
    return found


def test_every_link_of_every_page_leads_somewhere_in_the_copy(copied, pages):
    assert len(pages) > 80
    assert {
        path.name: bad for path, root in pages.items() if (bad := broken(root, path.resolve(), pages, copied))
    } == {}


def test_links_in_scripts_lead_somewhere_too(copied, pages):
    index = (copied / "index.html").resolve()
    pieces = [
        text
        for query in read_views(copied)
        for text in read(copied, f"views/{scripts.slug(query)}.js", "regions")[1]["regions"].values()
    ]
    pieces += read(copied, "marks/cards.js", "cards")[0]
    pieces += [text for chart in charts() for text in read(copied, f"marks/{chart}.js", "panels")[1].values()]
    assert len(pieces) > 500
    bad = [
        b
        for text in pieces
        if "<a " in text
        for b in broken(markup.fragment_fromstring(text, create_parent="div"), index, {}, copied)
    ]
    assert bad == []


def read_views(copied):
    text = (copied / "views" / "held.js").read_text(encoding="utf-8")
    return json.loads(text[text.index("{") : -2])["views"]


def test_other_hosts_are_those_of_sources_alone(package, pages):
    known = {urlsplit(u).netloc for table in ("sources", "documents") for u in package.tables[table].url.dropna()} | {
        "www.w3.org"
    }
    links = {link for root in pages.values() for link in root.xpath("//@href | //@src") if link.startswith("http")}
    assert {urlsplit(link).netloc for link in links} <= known


def test_it_holds_every_way_to_count_in_every_release(package, copied):
    views = read_views(copied)
    assert len(views) == len(STOPS) * len(package.releases("RUS-IRN"))
    assert {"", "local=0", "release=2024&local=25"} <= set(views)
    for name in views.values():
        assert all((copied / "views" / f"{name}{size}.js").is_file() for size in ("", "-wide", "-tablet", "-phone"))


def test_a_view_in_a_script_is_that_of_the_live_page(client, copied):
    live = client.get("/view.json?local=0&size=phone").json
    drawn = read(copied, "views/default-phone.js", "figures")[2] | read(copied, "views/local-0-phone.js", "figures")[2]
    assert drawn == live["figures"]
    said = read(copied, "views/local-0.js", "regions")[1]
    assert said["titles"][""] == live["title"]
    assert said["regions"]["headline"] == live["regions"]["headline"]


def test_controls_without_a_view_are_gone_or_words(pages, copied):
    root = pages[copied / "index.html"]
    assert not root.xpath("//form | //input | //dialog[@id='export'] | //*[@data-carry]")
    controls = root.xpath("//*[contains(@class, 'controls')]")[0]
    stops = root.xpath("//*[@class='share-stops']//a")
    assert [a.text_content().partition(":")[0] for a in stops] == ["0%", "25%", "50%", "75%", "100%"]
    assert [s.text_content() for s in controls.xpath(".//span[@class='pill none']")] == [
        "Years: 1989–2025",
    ]
    assert [h.text_content() for h in controls.xpath(".//*[@id='more']//h3")] == ["Release of the register"]
    note = root.xpath("string(//*[@id='copy'])")
    assert "this copy does not know" in note
    assert "Not drawn here, for want of a browser: pdf, png, some of pptx, svg" in note


def test_files_are_those_that_need_no_browser(copied):
    without = {e.ending for e in formats().values() if not e.browser}
    for chart in charts():
        there = {p.name.partition(".")[2] for p in (copied / "files").glob(f"{chart}.*")}
        # a slide whose chart PowerPoint draws needs no picture
        assert there == without - (set() if charts()[chart].native else {"pptx"})
    assert "127.0.0.1" not in (copied / "files" / "direction.md").read_text(encoding="utf-8")


def without_browser(monkeypatch):
    def none(*_):
        raise browser.PictureError([Problem("pictures", "need a browser", "Install one")])

    monkeypatch.setattr(browser, "find_browser", none)
    monkeypatch.setattr(pictures, "_cached", none)


def test_files_say_that_they_are_of_a_copy_whose_address_is_not_known(copied, package):
    said = f"chart-direction.html in a copy of the dashboard without an address, data version {package.version}"
    for ending in ("md", "csv", "json", "csv-metadata.json", "html"):
        text = (copied / "files" / f"direction.{ending}").read_text(encoding="utf-8")
        assert said in text, ending
        assert "../" not in re.sub("<script.*?</script>", "", text, flags=re.S), ending
    (slide,) = Presentation(copied / "files" / "direction.pptx").slides
    assert said in slide.notes_slide.notes_text_frame.text
    links = [
        r.hyperlink.address for s in slide.shapes if s.has_text_frame for p in s.text_frame.paragraphs for r in p.runs
    ]
    assert set(links) == {None}


def test_files_name_the_site_where_a_copy_will_be_served(package, monkeypatch, tmp_path):
    without_browser(monkeypatch)
    view = View(package, parse_strict(package, ""))
    files, _ = write._files(view, "https://arms.example.org/x")
    for ending in ("md", "csv", "json", "html"):
        assert b"https://arms.example.org/x/chart-direction.html" in files[f"direction.{ending}"], ending
    for wrong in ("nonsense", "ftp://arms.example.org"):
        with pytest.raises(DataError, match="is no address of a site"):
            write.write(package, tmp_path / "copy", wrong)
    assert not (tmp_path / "copy").exists()


def test_a_turned_view_says_whose_files_there_are(copied):
    regions = read(copied, "views/local-0.js", "regions")[1]["regions"]
    for chart in charts():
        if f"{chart}-file" in regions:  # else it is as in the first view
            assert (
                regions[f"{chart}-file"]
                == '<span>Files are of the <a data-turn="whole" href="?">default view</a> alone.</span>'
            )
    assert "direction-file" in regions
    assert "Files: " in read(copied, "views/default.js", "regions")[1]["regions"]["direction-file"]


def test_size(copied):
    sizes = {
        p.name: sum(f.stat().st_size for f in p.rglob("*") if f.is_file()) if p.is_dir() else p.stat().st_size
        for p in copied.iterdir()
    }
    print({name: f"{size / 1e6:.1f} MB" for name, size in sizes.items() if size > 2e5})
    assert sum(sizes.values()) < MOST


def test_it_replaces_itself_and_nothing_else(package, copied, tmp_path, monkeypatch):
    monkeypatch.setattr(
        write, "_contents", lambda package, site: iter([("index.html", "<p>new</p>"), ("data/a.csv", "a")])
    )
    folder = tmp_path / "out"
    write.write(package, folder)
    write.write(package, folder)
    assert sorted(p.name for p in folder.iterdir()) == ["copy.json", "data", "index.html"]
    (folder / "data" / "mine.txt").write_text("kept")
    with pytest.raises(DataError, match=re.escape("data/mine.txt")):
        write.write(package, folder)
    assert (folder / "data" / "mine.txt").read_text() == "kept"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_strange_folder_is_refused_by_the_command(built, tmp_path, monkeypatch, capsys):
    (tmp_path / "thesis.txt").write_text("kept")
    monkeypatch.setattr("sys.argv", ["dashboard", "site", str(tmp_path), "--data", str(built)])
    with pytest.raises(SystemExit) as stopped:
        command.main()
    assert stopped.value.code == 2
    assert "thesis.txt" in capsys.readouterr().err
    assert CliRunner().invoke(command.cli, ["site", "--help"]).exit_code == 0


def test_a_place_that_cannot_be_written_is_said_and_a_link_keeps_leading_there(package, tmp_path, monkeypatch):
    monkeypatch.setattr(write, "_contents", lambda package, site: iter([("index.html", "<p>new</p>")]))
    (tmp_path / "file").touch()
    for name in ("file/copy", "x" * 300):
        with pytest.raises(DataError, match="cannot be written"):
            write.write(package, tmp_path / name)
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    for _ in range(2):
        write.write(package, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "index.html").is_file()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "link", "real"]


def test_a_page_is_the_same_in_every_process():
    code = "from dash import html; from dashboard.pages.html.to_html import to_html; print(to_html(html.P('x', **{f'data-{c}': c for c in 'qwertzuiop'})))"
    pages = {
        subprocess.check_output(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.getcwd()},
            text=True,
        )
        for seed in "123"
    }
    assert len(pages) == 1
