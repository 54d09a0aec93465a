"""Show launches by month, which are use and not supply, and how far their sum bounds what had been supplied."""

import pandas as pd

from dashboard.charts.base import Chart, Description, Mark
from dashboard.charts.launches import claimed_numbers
from dashboard.charts.launches.months import (
    Launches,
    known_by,
    launch_count,
    monthly_launches,
    named_months,
    why_bound_ends,
)
from dashboard.charts.launches.picture import draw
from dashboard.data.view import View
from dashboard.text import dates, numbers
from dashboard.text.sentence import Prose, join_runs, join_words


def _title(launches: Launches, view: View) -> Prose:
    if launches.months.empty:
        return join_runs(f"No launches are recorded for {view.a} and {view.b}{known_by(view)}.")
    if launches.built:
        return join_runs(
            f"{launches.party} had launched {numbers.number(launches.until(launches.built))} drones by the end of "
            f"{dates.day(launches.built)}: at least as many had come from {launches.supplier}"
            f"{', as far as was known' if launches.open else ''}."
        )
    first, last = (dates.day(m) for m in (launches.months.month.iloc[0], launches.months.month.iloc[-1]))
    decoys = " and decoys" if launches.months.decoys.any() else ""
    return join_runs(
        f"{launches.party} launched {numbers.number(launches.until('9999'))} drones{decoys} from {first} to {last}."
    )


def _first_counted(view: View) -> str:
    """Return the pair's first month of launches in the whole record; empty without one."""
    months = monthly_launches(View(view.package.as_known_on(""), view.selection.replace(known_on=""))).months.month
    return "" if months.empty else str(months.iloc[0])


def _sentence(launches: Launches, view: View) -> Prose:
    who = "".join(
        f"; the count is that of the {view.package.source(s).publisher.split(';')[0]}" for s in launches.sources[:1]
    )
    use = f"Launches are use, not supply, and enter no balance{who}. "
    first = _first_counted(view)
    if launches.months.empty and first:
        return join_runs(use + f"The counts held here begin only with {dates.day(first)}.")
    if launches.months.empty:
        return join_runs(
            use + "They are shown for a pair of which one state launches what the other may have supplied."
        )
    if not launches.built:
        return join_runs(use + f"Nothing on record ties them to what {launches.supplier} supplied.")
    key_claim = claimed_numbers.key(launches.claimed)
    comparison = (
        f"On {dates.day(key_claim.on)} {key_claim.words} were said to have come ({key_claim.claimant}), "
        f"when {numbers.number(key_claim.launched)} had already been launched: "
        "that claim is a floor, and the launches are a higher one. "
        if key_claim
        else ""
    )
    steps = [
        f"{numbers.number(launches.months.total[i])} by the end of {dates.day(launches.months.month[i])}"
        for i in named_months(launches)[:-1]
    ]
    decoys = launches.months.month[launches.months.decoys]
    decoys_too = f", and since {dates.day(decoys.iloc[0])} decoys are counted too" if len(decoys) else ""
    if launches.open:
        return join_runs(
            f"{use}{f'The sum was {join_words(steps)}. ' if steps else ''}{comparison}{why_bound_ends(launches)[1]}"
        )
    return join_runs(
        f"{use}The sum was {join_words(steps)}. {comparison}Later launches also count drones built in "
        f"{launches.party}{decoys_too}: they say nothing about what {launches.supplier} supplied."
    )


def describe(view: View) -> Description:
    launches = monthly_launches(view)
    months = launches.months
    marks = [
        Mark(
            m.month,
            f"{dates.day(m.month)}: {launch_count(m, m.launched)} launched; {numbers.number(m.total)} so far",
            (m.row_id,),
            0,
            i,
            launches.claims if m.month == launches.built else (),
        )
        for i, m in enumerate(months.itertuples())
    ]
    marks += [Mark(s.id, claimed_numbers.claim_label(s), (s.id,), 6, i) for i, s in enumerate(launches.claimed)]
    table = pd.DataFrame(
        {
            "Month": months.month,
            "Launched": months.launched,
            "Launched so far": months.total,
            "Bounds supply": ["yes" if launches.built and m <= launches.built else "no" for m in months.month],
            "Said to have come": [
                "; ".join(
                    f"{s.words} ({s.claimant}, {dates.day(s.on)})" for s in launches.claimed if s.on.startswith(m)
                )
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
        else f"{launches.party} against {launches.target}, {dates.day(months.month.iloc[0])} to "
        f"{dates.day(months.month.iloc[-1])}, all that is recorded"
    )
    legend = (
        "Hatched: a floor, or part of a month. Fainter: decoys are counted among the launches. "
        "Grey, because launches are no direction of supply."
    )
    if launches.claimed:
        legend += (
            f" In colour: what was said to have come from {launches.supplier}, on the day it was said. "
            "A triangle is a lower bound, its line the range; "
            "a diamond is a single number. None is added to another."
        )
    return Description(
        _title(launches, view),
        _sentence(launches, view),
        table,
        tuple(marks),
        launches.sources,
        "Drones launched",
        legend if marks else "",
        words,
    )


CHART = Chart("launches", 8, "Use, not supply: what does the sky over Ukraine show?", draw, describe)
