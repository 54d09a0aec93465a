"""The sources page: every document and register, what rests on it, and citations that follow the rules."""

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from types import MappingProxyType

import pytest

from dashboard.data.read_records import records
from dashboard.data.records import Document
from dashboard.data.selection import parse
from dashboard.data.view import View
from dashboard.pages.html.to_html import to_html
from dashboard.pages.reference import sources
from dashboard.text.citations import Work, apa, apa_date, bibtex, family_first, of_document, of_source


@pytest.fixture(scope="module")
def page(app):
    answer = app.server.test_client().get("/sources")
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def article(page, name):
    return page.split(f'<article id="{name}"')[1].split("</article>")[0]


def test_every_source_and_document_is_there_once(page, package):
    ids = Counter(re.findall(r' id="([^"]+)"', page))
    assert max(ids.values()) == 1
    for name in [*package.tables["sources"].source_id, *package.tables["documents"].document_id]:
        assert f'<article id="{name}"' in page
    assert len(page.encode()) < 360_000
    for target in re.findall(r'href="#([^"]+)"', page):
        assert target in ids


def test_every_claim_stands_under_its_document(page, package):
    for claim in package.tables["claims"].itertuples():
        mine = article(page, claim.document_id)
        assert claim.statement in mine
        assert f'href="/events/{claim.event_id}#claim-{claim.claim_id}"' in mine
    assert page.count("#claim-") == len(package.tables["claims"])


def test_a_register_says_what_it_covers_how_graded_and_under_which_licence(page):
    mine = article(page, "sipri_2026")
    for words in (
        "deliveries.csv: Iran to Russia, 1950–2025",
        "totals.csv: all states to Iran, 1950–2025",
        "© SIPRI",
        "A1: 548 rows, A2: 7 rows",
        "1 November 2026",
    ):
        assert words in mine
    assert (
        page.index('id="sipri_2026"')
        < page.index('id="sipri_2025"')
        < page.index('id="sipri_2024"')
        < page.index('id="ntv-2022"')
    )


def test_grades_of_a_document_are_those_of_its_claims(page, package):
    claims = package.tables["claims"]
    counts = claims[claims.document_id == "ntv-2022"].reliability.value_counts()
    mine = article(page, "ntv-2022")
    assert f"B usually reliable: {counts['B']} claim" in mine
    assert "read in translation from German" in mine


def test_documents_of_the_package_as_apa(package):
    documents = {d.document_id: d for d in records(Document, package.tables["documents"])}
    two = next(d for d in documents.values() if d.author == "Maksym Beznosiuk and William Dixon")
    assert apa(of_document(two)).startswith("Beznosiuk, M., & Dixon, W. (2026, March 3). Great Liquidation")
    assert apa(of_document(documents["ntv-2022"])) == (
        "Der gemeinsame Feind reicht, um den Verrat zu vergessen. (2022, October 18). n-tv.de. "
        "https://www.n-tv.de/politik/Der-gemeinsame-Feind-reicht-um-den-Verrat-zu-vergessen-article23657344.html"
    )
    body = next(
        d for d in documents.values() if d.publisher == "Congressional Research Service, copy at EveryCRSReport"
    )
    assert apa(of_document(body)).startswith(
        "Congressional Research Service. (1998, July 29). Russian missile technology"
    )


def test_a_register_as_apa_and_bibtex(package):
    work = of_source(package.source("sipri_2026"), package.version)
    assert apa(work) == (
        "Stockholm International Peace Research Institute. (2026, March 9). SIPRI Arms Transfers Database, March 2026 release [Data set]. "
        "Retrieved November 1, 2026, from https://www.sipri.org/databases/armstransfers"
    )
    entry = bibtex(work)
    assert "author = {{Stockholm International Peace Research Institute}}" in entry
    assert "version = {Release 2026}" in entry
    assert f"note = {{Accessed 2026-11-01; data version {package.version}}}" in entry


@pytest.mark.parametrize(
    ("authors", "et_al", "published", "said"),
    [
        (("Kari A. Bingen",), True, "2025-09-16", "Bingen, K. A., et al. (2025, September 16). A title. A paper."),
        (("Behnam Ben Taleblu",), False, "2024-10", "Ben Taleblu, B. (2024, October). A title. A paper."),
        (("Jean-Luc Marret",), False, "2016", "Marret, J.-L. (2016). A title. A paper."),
        ((), False, "", "A title. (n.d.). A paper."),
    ],
)
def test_names_and_dates_as_apa(authors, et_al, published, said):
    assert apa(Work("k", "A title", authors, et_al, "A paper", published, "", "")) == said


def test_what_is_missing_is_said_and_what_may_change_is_dated():
    work = Work("k", "A page", (), False, "A ministry", "", "https://example.org/a", "2026-11-02", body="A ministry")
    assert apa(work) == "A ministry. (n.d.). A page. Retrieved November 2, 2026, from https://example.org/a"
    entry = bibtex(work)
    assert "author = {{A ministry}}" in entry
    assert "year = {n.d.}" in entry
    assert "month" not in entry
    assert apa_date("2022") == "2022"
    assert family_first("Plato") == ("Plato", "")


def test_tex_reads_no_command_in_a_title():
    entry = bibtex(Work("k", "50% of R&D_1 {#2} $3", (), False, "", "2020-05-01", "https://example.org/a_b%20c", ""))
    assert r"title = {{50\% of R\&D\_1 \{\#2\} \$3}}" in entry
    assert "month = may # {~1}" in entry
    assert "url = {https://example.org/a_b%20c}" in entry


def test_every_entry_is_whole_and_has_its_own_key(page, package):
    entries = [e for e in re.findall(r'<pre class="cite">(.*?)</pre>', page, re.S) if e.startswith("@")]
    keys = [re.match(r"@misc\{([^,]+),", e)[1] for e in entries]
    assert sorted(keys) == sorted([*package.tables["sources"].source_id, *package.tables["documents"].document_id])
    for entry in entries:
        plain = entry.replace(r"\{", "").replace(r"\}", "")
        assert plain.count("{") == plain.count("}")
        assert "nan" not in entry.split()


def test_releases_need_not_be_numbers(package):
    table = package.tables["sources"]
    named = table.assign(release=table.release.replace({"2025": "2025-march", "2024": "old"}))
    tables = MappingProxyType({**package.tables, "sources": named})
    view = View(package, parse(package, "")[0])
    other = replace(view, package=replace(package, tables=tables, whole=None))
    text = to_html(sources.page(other))
    assert text.index('id="sipri_2024"') < text.index('id="sipri_2026"') < text.index('id="sipri_2025"')


def test_a_document_of_a_later_day_is_marked(app, package):
    def read(query):
        return unescape(app.server.test_client().get(f"/sources{query}").get_data(as_text=True))

    later = ": published later; its claims were made by that day"
    text = read("?known_on=2022-09-01")
    shown = re.findall(r'<article id="([^"]+)"', text)
    documents = package.tables["documents"].set_index("document_id").published
    dated = {i for i in shown if i in documents.index and documents[i] == documents[i]}
    marked = {i for i in dated if later in article(text, i)}
    # a bare month or year is later only where it begins after the day
    assert marked == {i for i in dated if documents[i] > "2022-09-01"[: len(documents[i])]}
    assert "ntv-2022" in marked
    assert later not in read("")
