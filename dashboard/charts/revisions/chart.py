"""Show whether the record itself changed: the same years in each release of the register, a panel per release."""

from functools import reduce

import pandas as pd

from dashboard.charts.base import Chart, Description, Mark, Native, Series, cells
from dashboard.charts.revisions.picture import draw, panel_frame, year_range
from dashboard.charts.revisions.record import Record, read_record, revalued
from dashboard.data.view import View
from dashboard.text import findings
from dashboard.text.forms import numbers
from dashboard.text.forms.arguments import Amount, Argument, Day, Listed, Name, Small, State, Year, yes
from dashboard.text.sentence import Role, Sentence, Text, say, words
from dashboard.text.wording.selection_words import local_arguments
from etl.contracts.vocabulary import DIRECTIONS


def _title(view: View, record: Record) -> Sentence:
    years, missing = record.shared(), findings.missing_release(view)
    if missing:
        return say("revisions.title-no-release", Role.FINDING, **missing)
    if len(record.panels) == 1 and view.selection.known_on:
        alone = Name(record.panels[0].name)
        return say("revisions.title-one", Role.FINDING, release=alone, day=Day(view.selection.known_on))
    if len(record.panels) < 2 or not years:
        few = yes(len(record.panels) < 2)
        return say("revisions.title-none", Role.FINDING, few=few, a=State(view.a), b=State(view.b))
    totals, way = list(map(numbers.number, record.totals(record.way))), findings.view_way(view, record.way, True)
    said: dict[str, Argument] = {
        **local_arguments(view.package, view.selection),
        "years": year_range(years),
        "way": way,
    }
    if len(registers := view.package.registers(p.release for p in record.panels)) > 1:
        counted = {p.name: Amount(p.total(record.way, years)) for p in record.panels}
        return say("revisions.title-registers", Role.FINDING, **said, totals=_in_releases(counted))
    same = len(set(totals)) == 1
    return say(
        "revisions.title",
        Role.FINDING,
        **said,
        register=Name(registers[0]),
        same=yes(same),
        total=Name(totals[0] if same else reduce(_then, totals)),
    )


def _then(earlier: str, later: str) -> str:
    return words("revisions.then", earlier=Name(earlier), later=Name(later))


def _in_releases(amounts: dict[str, Amount]) -> Listed:
    """Return release → amount as a list: `3 in SIPRI 2025 and 4 in SIPRI 2026`."""
    named = [words("revisions.in-release", amount=amount, release=Name(name)) for name, amount in amounts.items()]
    return Listed(tuple(named))


def _sentence(view: View, record: Record) -> Text:
    (thing, counts), years, newest = revalued(view, record), record.shared(), record.shared(2)
    sentences = []
    if counts:
        values = {p.name: Amount(counts[p.release][1], exact=True) for p in record.panels if p.release in counts}
        sentences.append(say("revisions.values", Role.FINDING, weapon=Name(thing), values=_in_releases(values)))
    if newest and newest != years:
        totals = {p.name: Amount(p.total(record.way, newest)) for p in record.panels[-2:]}
        same = len({numbers.number(total.value) for total in totals.values()}) == 1
        said: dict[str, Argument] = {"total": [*totals.values()][0], "releases": Listed(tuple(totals))}
        said |= {"years": year_range(newest), "totals": _in_releases(totals)}
        sentences.append(say("revisions.newest-same" if same else "revisions.newest", Role.FINDING, **said))
    most = {max(DIRECTIONS, key=lambda d: p.total(d, years)) for p in record.panels}
    if years and len(most) == 1 and len(record.panels) > 1:
        n, way = len(record.panels), findings.view_way(view, most.pop())
        sentences.append(say("revisions.most", Role.FINDING, n=n, word=Small(n), years=year_range(years), way=way))
    return tuple(sentences) or (say("revisions.alone"),)


def _legend(view: View, record: Record) -> Text:
    thing, shared = revalued(view, record)[0], record.shared()
    legend = [say("revisions.legend-ways", Role.READING, **findings.ways(view))]
    if thing:
        legend.append(say("revisions.legend-weapon", Role.READING, weapon=Name(thing), years=year_range(shared)))
    if not panel_frame(view, record).tight:
        legend.append(say("revisions.legend-total", Role.READING))
    if any(not panel.covers(year) for panel in record.panels for year in record.years):
        legend.append(say("revisions.legend-not-covered", Role.READING))
    return tuple(legend)


def describe(view: View) -> Description:
    record = read_record(view)
    marks, rows, ways, unit = [], [], findings.ways(view), Name(words("findings.million-tiv"))
    for n, panel in enumerate(record.panels if len(record.panels) > 1 else []):
        for i, year in enumerate(record.years):
            row = {words("revisions.column-release"): panel.name, words("charts.year"): str(year)}
            covered = words("revisions.covered", covered=yes(panel.covers(year)))
            rows.append(row | {words("revisions.column-covered"): covered})
            for k, (direction, way) in enumerate(ways.items()):
                flow = panel.flow[direction].loc[year]
                rows[-1][words("charts.way-in-unit", way=way, unit=unit)] = flow.central
                if flow.covered and flow.central:
                    marks.append(
                        Mark(
                            f"{panel.release}:{year}:{direction}",
                            words(
                                "revisions.mark",
                                release=Name(panel.name),
                                year=Year(year),
                                way=way,
                                amount=Amount(flow.central, exact=True),
                            ),
                            tuple(flow.basis.split()),
                            3 * n + k,
                            i,
                            view.claims_by_year.get((year, direction), ()),
                        )
                    )
    sources = view.package.tables["sources"]
    used = tuple(sources[sources.release.isin([p.release for p in record.panels])].source_id)
    names = Listed(tuple(p.name for p in record.panels))
    return Description(
        (_title(view, record),),
        _sentence(view, record),
        pd.DataFrame(rows),
        tuple(marks),
        used,
        words("charts.unit-tiv"),
        _legend(view, record) if marks else (),
        words(
            "revisions.words",
            pair=Name(view.dyad.label),
            some=yes(record.panels),
            releases=names,
            **local_arguments(view.package, view.selection),
            years=year_range(record.years),
        ),
        volume=True,
    )


def native(view: View) -> Native | None:
    """Return what each release counts, in the direction that changed most, as columns side by side."""
    record = read_record(view)
    if len(record.panels) < 2:
        return None
    n, way = len(record.panels), record.way
    series = tuple(
        Series(p.name, cells(p.flow[way].central.where(p.flow[way].covered)), way, tint=0.4 + 0.6 * i / (n - 1))
        for i, p in enumerate(record.panels)
    )
    return Native("clusters", tuple(map(str, record.years)), series, "#,##0")


CHART = Chart("revisions", 7, words("revisions.name"), words("revisions.question"), draw, describe, native=native)
