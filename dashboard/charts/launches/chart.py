"""Use, not supply: launches by month, and how far their sum says something about what had been supplied."""

import pandas as pd

from dashboard.charts.base import Chart, Description, Mark
from dashboard.charts.launches import claimed_numbers
from dashboard.charts.launches.months import Launches, by, monthly_launches, named_months, number, why_bound_ends
from dashboard.charts.launches.picture import draw
from dashboard.data.view import View
from dashboard.text import dates, numbers
from dashboard.text.sentence import Sentence, join_runs, join_words


def _title(found: Launches, view: View) -> Sentence:
    if found.months.empty:
        return join_runs(f"No launches are recorded for {view.a} and {view.b}{by(view)}.")
    if found.built:
        return join_runs(
            f"{found.party} had launched {numbers.number(found.until(found.built))} drones by the end of {dates.day(found.built)}: at least as many had come from {found.supplier}{', as far as was known' if found.open else ''}."
        )
    first, last = (dates.day(m) for m in (found.months.month.iloc[0], found.months.month.iloc[-1]))
    decoys = " and decoys" if found.months.decoys.any() else ""
    return join_runs(
        f"{found.party} launched {numbers.number(found.until('9999'))} drones{decoys} from {first} to {last}."
    )


def _first_counted(view: View) -> str:
    """The first month that is counted for the pair on any day of the record; empty where there is none."""
    months = monthly_launches(View(view.package.as_known_on(""), view.selection.replace(known_on=""))).months.month
    return "" if months.empty else str(months.iloc[0])


def _sentence(found: Launches, view: View) -> Sentence:
    who = "".join(
        f"; the count is that of the {view.package.source(s).publisher.split(';')[0]}" for s in found.sources[:1]
    )
    use = f"Launches are use, not supply, and enter no balance{who}. "
    first = _first_counted(view)
    if found.months.empty and first:
        return join_runs(use + f"The counts held here begin only with {dates.day(first)}.")
    if found.months.empty:
        return join_runs(
            use + "They are shown for a pair of which one state launches what the other may have supplied."
        )
    if not found.built:
        return join_runs(use + f"Nothing on record ties them to what {found.supplier} supplied.")
    said = claimed_numbers.key(found.claimed)
    beside = ""
    if said:
        beside = (
            f"On {dates.day(said.on)} {said.words} were said to have come ({said.claimant}), when {numbers.number(said.launched)} had already been launched: "
            "that claim is a floor, and the launches are a higher one. "
        )
    steps = [
        f"{numbers.number(found.months.total[i])} by the end of {dates.day(found.months.month[i])}"
        for i in named_months(found)[:-1]
    ]
    decoys = found.months.month[found.months.decoys]
    more = f", and since {dates.day(decoys.iloc[0])} decoys are counted too" if len(decoys) else ""
    if found.open:
        return join_runs(
            f"{use}{f'The sum was {join_words(steps)}. ' if steps else ''}{beside}{why_bound_ends(found)[1]}"
        )
    return join_runs(
        f"{use}The sum was {join_words(steps)}. {beside}Later launches also count drones built in {found.party}{more}: they say nothing about what {found.supplier} supplied."
    )


def describe(view: View) -> Description:
    found = monthly_launches(view)
    months = found.months
    marks = [
        Mark(
            m.month,
            f"{dates.day(m.month)}: {number(m, m.launched)} launched; {numbers.number(m.total)} so far",
            (m.row_id,),
            0,
            i,
            found.claims if m.month == found.built else (),
        )
        for i, m in enumerate(months.itertuples())
    ]
    marks += [Mark(s.id, claimed_numbers.spoken(s), (s.id,), 6, i) for i, s in enumerate(found.claimed)]
    table = pd.DataFrame(
        {
            "Month": months.month,
            "Launched": months.launched,
            "Launched so far": months.total,
            "Bounds supply": ["yes" if found.built and m <= found.built else "no" for m in months.month],
            "Said to have come": [
                "; ".join(f"{s.words} ({s.claimant}, {dates.day(s.on)})" for s in found.claimed if s.on.startswith(m))
                for m in months.month
            ],
            "Counted": [
                "; ".join(
                    w
                    for w, is_so in (("a floor or part of the month", m.incomplete), ("decoys included", m.decoys))
                    if is_so
                )
                for m in months.itertuples()
            ],
        }
    )
    words = (
        f"{view.dyad.label}, no launches"
        if months.empty
        else f"{found.party} against {found.target}, {dates.day(months.month.iloc[0])} to {dates.day(months.month.iloc[-1])}, all that is recorded"
    )
    legend = "Hatched: a floor, or part of a month. Fainter: decoys are counted among the launches. Grey, because launches are no direction of supply."
    if found.claimed:
        legend += (
            f" In colour: what was said to have come from {found.supplier}, on the day it was said. A triangle is a lower bound, its line the range; "
            "a diamond is a single number. None is added to another."
        )
    return Description(
        _title(found, view),
        _sentence(found, view),
        table,
        tuple(marks),
        found.sources,
        "Drones launched",
        legend if marks else "",
        words,
    )


CHART = Chart("launches", 8, "Use, not supply: what does the sky over Ukraine show?", draw, describe)
