"""Build packages, draw selections at random, and collect the sentences that readers see under them."""

import hashlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from dashboard.charts.base import Chart, Variants, charts
from dashboard.data.package import Package, open_package
from dashboard.data.parameters import to_text as to_value
from dashboard.data.selection import FIELDS, allowed_values, parse
from dashboard.data.view import View
from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.slides import building
from dashboard.pages.home import page
from dashboard.pages.html.to_html import to_html
from dashboard.text import findings, how_sure
from dashboard.text.sentence import Text, to_text
from etl.contracts.folders import DATASETS
from tests import cached
from tests.additions import DYAD, HEADER, SOURCE
from tests.sentences.facts import Shown

PACKAGES = ("shipped", "gaps", "one partner", "no split")
_TOTALS = "supplier,recipient,year,tiv,tiv_local_production"
_DRAWN = ("measure", "release", "from", "to", "local", "local_side", "weight", "gross_min", "credibility", "origins")
_OFTEN = {"measure": 0.35, "from": 0.5, "to": 0.6}
_DAYS = 5
"""Days of the record that selections name: every further one is a package to be cut out."""


def build(name: str, folder: Path) -> Package:
    """Return one of PACKAGES, built in a folder."""
    if name == "shipped":
        return open_package(cached.build(DATASETS, folder / "built"))
    datasets = folder / "datasets"
    shutil.copytree(DATASETS, datasets, ignore=shutil.ignore_patterns("built*", ".built*"))
    {"gaps": _gaps, "one partner": _one_partner, "no split": _no_split}[name](datasets)
    return open_package(cached.build(datasets, folder / "built", draws=2))


def _gaps(datasets: Path) -> None:
    """Add a register that looked at no year from 2007 to 2012, between two directions."""
    rows = [f"{y},France,Brazil,Mirage,fighter,Aircraft,1999,No,2,No,{y},No,New,10,10,20,No" for y in range(2000, 2007)]
    rows += [
        f"{y},Brazil,France,Tucano,trainer,Aircraft,2012,No,4,No,{y},No,New,2,2,8,{'Yes' if y % 3 else 'No'}"
        for y in range(2013, 2020)
    ]
    pair = [(*way, *years) for way in (("FRA", "BRA"), ("BRA", "FRA")) for years in ((2000, 2006), (2013, 2019))]
    _add(datasets, "atelier", "2030", "Atelier", "deliveries", [HEADER, *rows], pair)
    _pairs(datasets, DYAD)


def _one_partner(datasets: Path) -> None:
    """Add a register of one pair alone, and a second pair that it covers one way only."""
    rows = [f"France,Brazil,{y},20,5" for y in range(2000, 2010)] + [
        f"Brazil,France,{y},8,0" for y in range(2008, 2020)
    ]
    pair = [("FRA", "BRA", 2000, 2019), ("BRA", "FRA", 2000, 2019), ("ARG", "FRA", 2000, 2019)]
    _add(datasets, "atelier", "2030", "Atelier", "totals", [_TOTALS, *rows], pair)
    _pairs(datasets, DYAD, DYAD.replace("BRA", "ARG").replace("Brazil", "Argentina"))


def _no_split(datasets: Path) -> None:
    """Add two registers that say nothing of local production and differ in what they count."""
    pair = [("*", "BRA", 2000), ("*", "FRA", 2000)]
    for name, release, factor, last in (("atelier", "2030", 1, 2019), ("bureau", "2031", 2, 2021)):
        rows = [f"France,Brazil,{y},{20 * factor},,"[:-1] for y in range(2000, 2010)]
        rows += [f"Brazil,France,{y},{8 * factor}," for y in range(2010, last + 1)]
        rows += [f"Italy,Brazil,{y},{7 if y < 2008 else 1}," for y in range(2000, last + 1, 2)]
        rows += [f"Spain,Brazil,{y},3," for y in range(2010, last + 1)]
        _add(datasets, name, release, name.title(), "totals", [_TOTALS, *rows], [(*p, last) for p in pair])
    _pairs(datasets, DYAD)


def _add(
    datasets: Path,
    id: str,
    release: str,
    name: str,
    format: str,
    lines: list[str],
    cover: list[tuple[str, str, int, int]],
) -> None:
    data = "\n".join([*lines, ""]).encode()
    folder = datasets / "sources" / id
    folder.mkdir()
    (folder / "register.csv").write_bytes(data)
    head = SOURCE.partition("[[file.coverage]]")[0].format(sha256=hashlib.sha256(data).hexdigest())
    for old, new in (
        ("atelier", id),
        ('"2030"', f'"{release}"'),
        ("Atelier 2030", f"{name} {release}"),
        ('"deliveries"', f'"{format}"'),
    ):
        head = head.replace(old, new)
    spans = (
        f'[[file.coverage]]\nsupplier = "{s}"\nrecipient = "{r}"\nfrom = {first}\nto = {last}\n'
        for s, r, first, last in cover
    )
    (folder / "source.toml").write_text(head + "\n".join(spans), encoding="utf-8")


def _pairs(datasets: Path, *pairs: str) -> None:
    with (datasets / "dyads.toml").open("a", encoding="utf-8") as dyads:
        dyads.writelines(pairs)


def queries(name: str, package: Package, n: int) -> Iterator[str]:
    """Yield n queries of a package, the same in every run."""
    dice = random.Random(f"sentences of {name}")
    own = [d for d in package.dyads if name == "shipped" or "FRA" in d]
    for _ in range(n):
        dyad = dice.choice(own)
        days = package.days(dyad)
        chosen = {"dyad": dyad}
        if days and dice.random() < 0.3:
            chosen["known_on"] = days[dice.randrange(_DAYS) * (len(days) - 1) // _DAYS]
        options = allowed_values(package.as_known_on(chosen.get("known_on", "")), dyad)
        for key in _DRAWN:
            if dice.random() < _OFTEN.get(key, 0.3):
                chosen[key] = to_value(dice.choice(options[key]))
        if chosen.get("measure") == "documented_volume":  # built for one grade of claims
            chosen = {key: value for key, value in chosen.items() if key not in ("credibility", "origins", "known_on")}
        yield urlencode(chosen)


def view_of(package: Package, query: str) -> View:
    """Return the view that a query names, or the one nearest to it."""
    return View(package, parse(package, query)[0])


def collect(view: View, shown: list[Chart] | None = None) -> Shown:
    """Return what readers see of a view: on the page, in files and on slides, of all charts or some."""
    texts = {
        "page/headline": _said(findings.headline(view)),
        "page/lead": (*_said(how_sure.lead_sentence(view)), *_said(how_sure.further(view))),
    }
    texts["page/foot"] = (to_html(page._foot(view.package)),)
    tables = {}
    for chart in shown if shown is not None else charts().values():
        metadata = ExportMetadata(chart, view, "")
        description = metadata.description
        tables[chart.id] = description.table
        figure = chart.figure(view)
        texts |= {
            f"{chart.id}/title": _said(description.title),
            f"{chart.id}/sentence": _said(description.sentence),
            f"{chart.id}/legend": _said(description.legend),
            f"{chart.id}/selection": (metadata.words,),
            f"{chart.id}/file": (metadata.source_line, metadata.evidence, metadata.release, metadata.unit_note),
            f"{chart.id}/lists": tuple(
                text for title, items in description.lists for text in (title, *(t for t, _ in items))
            ),
            f"{chart.id}/variants": _rows(description.variants),
            f"{chart.id}/marks": tuple(mark.label for mark in description.marks),
            f"{chart.id}/notes": tuple(str(note["text"]) for note in figure["layout"]["annotations"]),
            f"{chart.id}/slide": (building.reading(metadata),),
        }
        for n, step in enumerate(chart.build(view) if chart.build else ()):
            texts[f"{chart.id}/step {n}"] = (*_said(findings.headline(step.view)), *_said(step.text))
    return Shown(view.package.path, _asked(view), texts, tables)


def _rows(variants: Variants | None) -> tuple[str, ...]:
    return tuple("; ".join(row) for row in variants.table.values) if variants else ()


def _said(text: Text) -> tuple[str, ...]:
    return tuple(to_text(sentence) for sentence in text)


def _asked(view: View) -> dict[str, object]:
    return {name: getattr(view.selection, field) for name, field in FIELDS.items()}
