"""Show whether the record itself changed: the same years in each release of the register, a panel per release."""

import pandas as pd

from dashboard.charts.base import Chart, Description, Mark
from dashboard.charts.revisions.picture import draw, panel_frame, year_range
from dashboard.charts.revisions.record import Record, read_record, revalued
from dashboard.data.view import View
from dashboard.text import dates, findings, numbers
from dashboard.text.sentence import Prose, join_runs, join_words
from etl.contracts.vocabulary import DIRECTIONS


def _local_in_words(view: View) -> str:
    way = view.selection.local.removeprefix("excluded").removeprefix("_")
    if way == "included":
        return "all deliveries"
    return "without local production" + (f" from {view.from_to(way)}" if way else "")


def _title(view: View, record: Record) -> Prose:
    years = record.shared()
    missing = findings.no_release(view)
    if missing:
        return join_runs(f"{missing}, so there are no releases to compare.")
    if len(record.panels) == 1 and view.selection.known_on:
        return join_runs(
            f"{record.panels[0].name} alone of the releases held here was published by "
            f"{dates.day(view.selection.known_on)}, so it cannot be compared with another."
        )
    if len(record.panels) < 2 or not years:
        have = "Fewer than two releases cover" if len(record.panels) < 2 else "No two releases share a year of"
        return join_runs(f"{have} {view.a} and {view.b} both ways, so the record cannot be compared with itself.")
    totals = list(map(numbers.number, record.totals(record.way)))
    counted = f"counted {', then '.join(totals)}" if len(set(totals)) > 1 else f"counted {totals[0]} in every release,"
    start = "For" if view.selection.local == "included" else f"W{_local_in_words(view)[1:]}, for"
    return join_runs(
        f"{start} {year_range(years)} {view.register_name} {counted} million TIV from ",
        (view.from_to(record.way), record.way),
        ".",
    )


def _sentence(view: View, record: Record) -> Prose:
    (thing, counts), years, newest = revalued(view, record), record.shared(), record.shared(2)
    sentences = []
    if counts:
        values = [f"{numbers.exact(counts[p.release][1])} in {p.name}" for p in record.panels if p.release in counts]
        sentences.append(f"One {thing} counts {join_words(values)} (million TIV).")
    if newest and newest != years:
        totals = [numbers.number(p.total(record.way, newest)) for p in record.panels[-2:]]
        names = [p.name for p in record.panels[-2:]]
        comparison = (
            f"{totals[0]} in both {join_words(names)}"
            if len(set(totals)) == 1
            else join_words([f"{n} in {name}" for n, name in zip(totals, names, strict=True)])
        )
        sentences.append(f"For {year_range(newest)} it is {comparison}.")
    most = {max(DIRECTIONS, key=lambda d: p.total(d, years)) for p in record.panels}
    if years and len(most) == 1 and len(record.panels) > 1:
        all_releases = "both" if len(record.panels) == 2 else f"all {numbers.count_in_words(len(record.panels))}"
        sentences.append(
            f"In {all_releases} most of what went in {year_range(years)} went from {view.from_to(most.pop())}."
        )
    return join_runs(" ".join(sentences) or "A release is only compared with another, never mixed with it.")


def describe(view: View) -> Description:
    record = read_record(view)
    marks, rows = [], []
    for n, panel in enumerate(record.panels if len(record.panels) > 1 else []):
        for i, year in enumerate(record.years):
            rows.append({"Release": panel.name, "Year": str(year), "Covered": "yes" if panel.covers(year) else "no"})
            for k, way in enumerate(DIRECTIONS):
                flow = panel.flow[way].loc[year]
                rows[-1][f"{view.arrow(way)} (million TIV)"] = flow.central
                if flow.covered and flow.central:
                    marks.append(
                        Mark(
                            f"{panel.release}:{year}:{way}",
                            f"{panel.name} release, {year}, {view.arrow(way)}: "
                            f"{numbers.exact(flow.central)} million TIV",
                            tuple(flow.basis.split()),
                            3 * n + k,
                            i,
                            view.claims_by_year.get((year, way), ()),
                        )
                    )
    sources = view.package.tables["sources"]
    used = tuple(sources[sources.release.isin([p.release for p in record.panels])].source_id)
    thing, names = revalued(view, record)[0], join_words([p.name for p in record.panels]) or "no release"
    legend = (
        f"Above each panel: how many {thing} the release counts for {year_range(record.shared())}, "
        "and the value of each. "
        if thing
        else ""
    )
    total = (
        ""
        if len(record.panels) < 2 or panel_frame(view, record).tight
        else "Under the bars: the total of those years. "
    )
    return Description(
        _title(view, record),
        _sentence(view, record),
        pd.DataFrame(rows),
        tuple(marks),
        used,
        "Arms delivered, million TIV a year",
        f"{view.arrow('a_to_b')} up, {view.arrow('b_to_a')} down. {legend}{total}"
        "Hatched grey: years the release does not cover."
        if marks
        else "",
        f"{view.dyad.label}, {names}, {_local_in_words(view)}, {year_range(record.years)}",
    )


CHART = Chart("revisions", 6, "Did the record itself change?", draw, describe)
