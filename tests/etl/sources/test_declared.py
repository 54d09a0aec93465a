"""Source folders and pairs, as they ship: checksums, licences, coverage."""

import hashlib
import re

import pytest

from etl import build as stages
from etl.readers.registry import readers
from etl.sources.declared import coverage_table, load_dyads, load_sources

SOURCES = {s.id: s for s in load_sources(stages.DATASETS)[0]}


@pytest.mark.parametrize("source_id", list(SOURCES))
def test_every_file_of_a_source_is_named_with_its_checksum(source_id):
    folder = stages.DATASETS / "sources" / source_id
    named = {f.name: f.sha256 for f in SOURCES[source_id].file}
    present = {p.name for p in folder.iterdir()} - {"source.toml", "corrections.csv"}
    assert set(named) == present
    assert named == {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in named}


@pytest.mark.parametrize("source_id", list(SOURCES))
def test_every_source_says_where_it_comes_from(source_id):
    source = SOURCES[source_id]
    assert all((source.publisher, source.title, source.licence, source.citation, source.caveats))
    assert source.published <= source.accessed
    assert all(f.format in readers() for f in source.file)
    if source.kind == "register":
        assert source.url.startswith("https://")
        assert re.search(r"not money", " ".join(source.caveats))


def test_the_three_releases():
    registers = {s.release: s for s in SOURCES.values() if s.kind == "register"}
    assert sorted(registers) == ["2024", "2025", "2026"]
    for release, source in registers.items():
        assert str(source.published.year) == release  # each is published in the March after its last year
        assert source.published.month == 3
        assert max(c.last_year for f in source.file for c in f.coverage) == int(release) - 1


def test_the_coverage_table(made):
    table = coverage_table(list(SOURCES.values()))
    cells = table[(table.source_id == "sipri_2024")].to_numpy().tolist()
    assert cells == [
        ["sipri_2024", "deliveries.csv", "deliveries", "2024", "RUS", "IRN", 2000, 2023],
        ["sipri_2024", "deliveries.csv", "deliveries", "2024", "IRN", "RUS", 2000, 2023],
    ]
    assert len(made["coverage"]) == len(table)
    assert (table.first_year <= table.last_year).all()


def test_no_row_lies_outside_the_coverage_of_its_file(made):
    """A row of a year that its source.toml does not claim would be dropped without a word."""
    cover = made["coverage"]
    after = {"SUN": "RUS"}
    for name, years in (("deliveries", "delivery_year"), ("totals", "year")):
        for row in made[name].itertuples():
            supplier, recipient = after.get(row.supplier, row.supplier), after.get(row.recipient, row.recipient)
            spans = cover[
                (cover.source_id == row.source_id)
                & cover.supplier.isin([supplier, "*"])
                & cover.recipient.isin([recipient, "*"])
            ]
            year = getattr(row, years)
            assert ((spans.first_year <= year) & (year <= spans.last_year)).any(), row.row_id


def test_the_default_pair():
    dyad = load_dyads(stages.DATASETS)[0][0]
    assert (dyad.id, dyad.a, dyad.b, dyad.first_year, dyad.break_year) == ("RUS-IRN", "RUS", "IRN", 1989, 2022)


def test_context_events_rest_on_claims(made):
    known = set(made["claims"].claim_id)
    for dyad in load_dyads(stages.DATASETS)[0]:
        for event in dyad.context:
            assert set(event.claims) <= known, event.label
            assert event.claims, event.label
