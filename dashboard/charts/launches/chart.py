"""Show launches by month, which are use and not supply, and how far their sum bounds what had been supplied."""

import pandas as pd

from dashboard.charts.base import Chart, Description, Mark, Native, Series
from dashboard.charts.launches import claimed_numbers
from dashboard.charts.launches.months import (
    Launches,
    LaunchMonth,
    known_by,
    launch_count,
    monthly_launches,
    named_months,
    why_bound_ends,
)
from dashboard.charts.launches.picture import draw
from dashboard.data.read_records import records
from dashboard.data.view import View
from dashboard.text.forms.arguments import Amount, Argument, Day, Listed, Name, State, yes
from dashboard.text.sentence import Role, Text, say, words


def _title(launches: Launches, view: View) -> Text:
    if launches.months.empty:
        return (say("launches.title-none", Role.FINDING, a=State(view.a), b=State(view.b), **known_by(view)),)
    party, months = State(launches.party), launches.months.month
    if launches.last:
        return (
            say(
                "launches.title-bound",
                Role.FINDING,
                party=party,
                n=Amount(launches.until(launches.last)),
                month=Day(launches.last),
                supplier=State(launches.supplier),
                open=yes(launches.open),
            ),
        )
    said: dict[str, Argument] = {
        "n": Amount(launches.until("9999")),
        "first": Day(months.iloc[0]),
        "last": Day(months.iloc[-1]),
    }
    return (say("launches.title-sum", Role.FINDING, party=party, decoys=yes(launches.months.decoys.any()), **said),)


def _first_counted(view: View) -> str:
    """Return the pair's first month of launches in the whole record; empty without one."""
    months = monthly_launches(View(view.package.as_known_on(""), view.selection.replace(known_on=""))).months.month
    return "" if months.empty else str(months.iloc[0])


def _sentence(launches: Launches, view: View) -> Text:
    publisher = "".join(view.package.source(s).publisher.split(";")[0] for s in launches.sources[:1])
    use = say("launches.use", counted=yes(publisher), publisher=Name(publisher))
    first, supplier = _first_counted(view), State(launches.supplier)
    if launches.months.empty and first:
        return use, say("launches.begin-only", month=Day(first))
    if launches.months.empty:
        return use, say("launches.shown-for")
    if not launches.last:
        return use, say("launches.nothing-ties", Role.FINDING, supplier=supplier)
    text = (use, *_sums(launches))
    if launches.open:
        return *text, why_bound_ends(launches)[1]
    decoys, states = (
        launches.months.month[launches.months.decoys],
        {"party": State(launches.party), "supplier": supplier},
    )
    since = Day(decoys.min() if len(decoys) else "")
    return *text, say("launches.later", Role.FINDING, decoys=yes(len(decoys)), month=since, **states)


def _sums(launches: Launches) -> Text:
    """Return the sums of the months that are named, and what they are beside the highest number claimed by then."""
    named, key_claim = launches.months.loc[named_months(launches)[:-1]], claimed_numbers.key(launches.claimed)
    steps = tuple(
        words("launches.sum-step", n=Amount(m.total), month=Day(m.month)) for m in records(LaunchMonth, named)
    )
    text = (say("launches.sum-was", Role.FINDING, steps=Listed(steps)),) if steps else ()
    if key_claim:
        said, launched = claimed_numbers.said(key_claim), Amount(key_claim.launched)
        text = (
            *text,
            say("launches.comparison", Role.FINDING, **said),
            say("launches.comparison-launched", Role.CAVEAT, n=launched),
        )
    return text


def describe(view: View) -> Description:
    launches = monthly_launches(view)
    months = launches.months
    marks = [
        Mark(
            m.month,
            words("launches.mark-month", month=Day(m.month), total=Amount(m.total), **launch_count(m, m.launched)),
            (m.row_id,),
            0,
            i,
            launches.claims if m.month == launches.built else (),
        )
        for i, m in enumerate(records(LaunchMonth, months))
    ]
    marks += [Mark(s.id, claimed_numbers.claim_label(s), (s.id,), 6, i) for i, s in enumerate(launches.claimed)]
    bounds = [yes(launches.last and m <= launches.last) for m in months.month]
    table = pd.DataFrame(
        {
            words("launches.column-month"): months.month,
            words("launches.column-launched"): months.launched,
            words("launches.column-total"): months.total,
            words("launches.column-bounds"): [words("launches.cell-bounds", bounds=each) for each in bounds],
            words("launches.column-claimed"): [
                "; ".join(
                    words("launches.cell-claimed", **claimed_numbers.said(s))
                    for s in launches.claimed
                    if s.on.startswith(m)
                )
                for m in months.month
            ],
            words("launches.column-counted"): [
                words("launches.cell-counted", floor=yes(m.incomplete), decoys=yes(m.decoys))
                for m in records(LaunchMonth, months)
            ],
        }
    )
    return Description(
        _title(launches, view),
        _sentence(launches, view),
        table,
        tuple(marks),
        launches.sources,
        words("launches.unit"),
        _legend(launches) if marks else (),
        _selection(launches, view),
    )


def _legend(launches: Launches) -> Text:
    claimed = bool(launches.claimed)
    drawn = {"floor": launches.months.incomplete.any(), "fainter": launches.months.decoys.any(), "grey": True}
    parts = [part for part, there in (drawn | dict.fromkeys(("coloured", "shapes", "apart"), claimed)).items() if there]
    return tuple(say(f"launches.legend-{part}", Role.READING, supplier=State(launches.supplier)) for part in parts)


def _selection(launches: Launches, view: View) -> str:
    months = launches.months.month
    if months.empty:
        return words("launches.selection-none", pair=Name(view.dyad.label))
    states = {"party": State(launches.party), "target": State(launches.target)}
    return words("launches.selection", first=Day(months.iloc[0]), last=Day(months.iloc[-1]), **states)


def native(view: View) -> Native | None:
    """Return the launches of each month as columns, those with decoys in grey; None without any."""
    months = monthly_launches(view).months
    if months.empty:
        return None
    rows = list(records(LaunchMonth, months))
    series = [
        Series(
            words(f"launches.series-{name}"),
            tuple(r.launched if bool(r.decoys) is decoys else None for r in rows),
            kind,
        )
        for name, decoys, kind in (("drones", False, ""), ("decoys", True, "quiet"))
        if any(bool(r.decoys) is decoys for r in rows)
    ]
    return Native("columns", tuple(r.month for r in rows), tuple(series), "#,##0")


CHART = Chart(
    "launches", 9, words("launches.name"), words("launches.question"), draw, describe, native=native, crowded=True
)
