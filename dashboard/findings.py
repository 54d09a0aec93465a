"""What the numbers say, in sentences computed from them: headlines, who led, what was delivered."""

from __future__ import annotations

import math
from functools import lru_cache

from dashboard import style
from dashboard.charts.base import DIRECTIONS, View
from dashboard.phrases import Phrase, Run, count, listed, phrase
from dashboard.selection import Selection
from etl import series
from etl.reversal import Reversal

NO_REVERSAL = 0.5
"""Below this probability the page says that no reversal is to be seen."""


def unit(view: View) -> str:
    return "million TIV" if view.selection.measure == "tiv" else "events"


def lead(view: View, year: int) -> tuple[str | None, float]:
    """(direction that led in a year, how one-sided 0…1); (None, 0) where nothing was recorded or covered."""
    x, y = (view.flows.flow[d].central.loc[year] for d in DIRECTIONS)
    if not view.flows.covered.loc[year] or not x + y > 0 or x == y:
        return None, 0.0
    return ("a_to_b" if x > y else "b_to_a"), abs(x - y) / (x + y)


def leader_name(view: View, year: int) -> str:
    direction, _ = lead(view, year)
    if not view.flows.covered.loc[year]:
        return "not covered"
    if direction is None and sum(view.flows.flow[d].central.loc[year] for d in DIRECTIONS) > 0:
        return "as much each way"
    return view.arrow(direction) if direction else "nothing recorded"


def lead_in_words(view: View, year: int) -> str:
    """`2022: Iran → Russia led, 33 against 0 million TIV`."""
    direction, _ = lead(view, year)
    if direction is None:
        return f"{year}: {leader_name(view, year)}"
    amounts = {d: view.flows.flow[d].central.loc[year] for d in DIRECTIONS}
    other = "b_to_a" if direction == "a_to_b" else "a_to_b"
    return (
        f"{year}: {view.arrow(direction)} led, {style.exact(amounts[direction])} against "
        f"{style.exact(amounts[other]) or '0'} {unit(view)}"
    )


def new_direction(view: View) -> str:
    """The direction in which the new side supplies."""
    return "b_to_a" if view.flows.reversal.new_leader == "b" else "a_to_b"


def opposite(direction: str) -> str:
    return "a_to_b" if direction == "b_to_a" else "b_to_a"


def turn(view: View) -> tuple[int, int] | None:
    """(last year of the old direction, first of the new), once the reversal is called."""
    r = view.flows.reversal
    if not r.callable or r.window_after is None or r.window_until is None:
        return None
    return int(r.window_after), int(r.window_until)


def _decades(years: int) -> str:
    if years < 10:
        return f"{count(years)} years" if years != 1 else "a year"
    return f"{count(years // 10)} decades" if years >= 20 else "more than a decade"


def _led_years(view: View, direction: str, until: int) -> int:
    led = [y for y in view.selection.years if y <= until and lead(view, y)[0] == direction]
    return led[-1] - led[0] + 1 if led else 0


_WITHOUT = {
    "included": "",
    "excluded": "Without local production",
    "excluded_a_to_b": "Without local production from {a_to_b}",
    "excluded_b_to_a": "Without local production from {b_to_a}",
}


def _without(view: View) -> str:
    if view.selection.measure != "tiv":
        return ""
    return _WITHOUT[view.selection.local].format(**{d: view.from_to(d) for d in DIRECTIONS})


def headline(view: View) -> Phrase:
    """The finding, computed from the reversal under the selection."""
    r, new = view.flows.reversal, new_direction(view)
    if r.first_period is not None and r.callable and r.window_after is not None:
        before = _decades(_led_years(view, opposite(new), int(r.window_after)))
        return phrase(
            f"Since {r.first_period} arms have flowed from ", (view.from_to(new), new),
            f". For {before} it was the other way.",
        )  # fmt: skip
    without = _without(view)
    s = view.selection
    if not any(lead(view, y)[0] for y in s.years):
        return phrase(f"Nothing is recorded between {view.a} and {view.b} from {s.from_year} to {s.to_year}.")
    if r.p_reversed >= NO_REVERSAL or r.periods_new_way:
        start = f"{without}, it" if without else "It"
        return phrase(
            f"{start} cannot be called whether arms now flow from ", (view.from_to(new), new), ".",
        )  # fmt: skip
    main = max(DIRECTIONS, key=lambda d: view.flows.flow[d].central.sum())
    start = f"{without}, arms" if without else "Arms"
    return phrase(f"{start} flowed from ", (view.from_to(main), main), f" between {s.from_year} and {s.to_year}.")


@lru_cache(maxsize=256)
def reversal_under(view_package: object, selection: Selection) -> Reversal:
    """The reversal under another selection, kept: the page asks for the same variants again and again."""
    return View(view_package, selection).flows.reversal  # type: ignore[arg-type]


def _under(view: View, **changes: object) -> Reversal:
    return reversal_under(view.package, view.selection.turned(**changes, theme="light", size="wide"))


def chance_of(view: View) -> Phrase:
    """`The chance that the direction reversed is 99.8%, first seen in 2022`."""
    r = view.flows.reversal
    runs: list[str | Run] = ["The chance that the direction of supply reversed is ", (style.chance(r.p_reversed), "strong")]
    if r.callable and r.first_period:
        runs.append(f", first seen in {r.first_period}, the last year the other way being {r.window_after}")
    return phrase(*runs)


def lead_sentence(view: View) -> Phrase:
    """How sure the finding is, and what it hangs on: the same question without local production."""
    if not any(lead(view, y)[0] for y in view.selection.years):
        return phrase("No source in this selection covers a delivery in these years.")
    r = view.flows.reversal
    runs: list[Run] = list(chance_of(view))
    if view.selection.measure == "documented":
        runs.append((f", counting events whose claims are graded {view.selection.credibility} or better", ""))
    if not r.callable and (r.p_reversed >= NO_REVERSAL or view.selection.local != "included"):
        either = "" if r.p_reversed >= NO_REVERSAL else " either way"
        runs.append((f": too little to call{either}", ""))
    runs.append((". ", ""))
    if view.selection.measure == "tiv":
        runs += _hangs_on(view, r)
    return tuple(runs)


def _hangs_on(view: View, r: Reversal) -> list[Run]:
    if view.selection.local != "included":
        whole = _under(view, local="included")
        word = "it is" if whole.callable == r.callable else "the answer turns: it is"
        return [(f"Counting all deliveries, {word} ", ""), (style.chance(whole.p_reversed), "strong"), (". ", "")]
    both, one = _under(view, local="excluded"), _under(view, local=f"excluded_{new_direction(view)}")
    if not r.callable:
        return []
    if both.callable and one.callable:
        return [(f"It holds without the deliveries that {view.register_name} marks as locally produced. ", "")]
    return [
        (f"It hangs on deliveries that {view.register_name} marks as ", ""), ("locally produced", "strong"), (": leave them all out and it is ", ""),
        (style.chance(both.p_reversed), "strong"),
        (f", leave out those from {view.from_to(new_direction(view))} alone and it is ", ""),
        (style.chance(one.p_reversed), "strong"),
        (". " if both.callable != one.callable else ". Too little to call. ", ""),
    ]  # fmt: skip


def designations(view: View, year: int, direction: str, most: int) -> str:
    """What was in a year's deliveries, largest first, from the selected release or else the newest that lists it."""
    supplier, recipient = view.package.dyad(view.selection.dyad).a, view.package.dyad(view.selection.dyad).b
    if direction == "b_to_a":
        supplier, recipient = recipient, supplier
    joined = series.successors(view.package.tables["countries"])
    releases = [view.selection.release, *(r for r in view.package.releases(view.selection.dyad) if r != view.selection.release)]
    rows = view.package.tables["deliveries"]
    rows = rows[rows.delivery_year == year].replace({"supplier": joined, "recipient": joined})
    rows = rows[(rows.supplier == supplier) & (rows.recipient == recipient)]
    for release in releases:
        mine = rows[rows.release == release]
        if len(mine):
            return _names(mine.groupby("designation").tiv.sum(), most)
    orders = view.package.tables["orders"].replace({"supplier": joined, "recipient": joined})
    orders = orders[(orders.supplier == supplier) & (orders.recipient == recipient)]
    orders = orders[orders.delivery_years.fillna("").str.contains(str(year))]
    if orders.empty:
        return ""
    # only a ranking: what an order brought in one of its years is not known
    per_year = orders.tiv_delivered / (orders.delivery_years.str.count(";") + 1)
    return _names(per_year.groupby(orders.designation).sum(), most)


def _names(amounts: object, most: int) -> str:
    ranked = amounts.sort_values(ascending=False, kind="stable")  # type: ignore[attr-defined]
    big = [n for n, v in ranked.items() if v >= 0.2 * ranked.iloc[0]][:most]
    return listed([n.split(" ")[0] if any(c.isdigit() for c in n.split(" ")[0]) else n for n in big])


def nice_ticks(high: float, about: int = 4) -> list[float]:
    """Round ticks from 0 to `high`."""
    step = 10.0 ** math.floor(math.log10(high / about)) if high > 0 else 1.0
    step *= next(m for m in (1, 2, 5, 10) if high / (step * m) <= about + 0.5)
    return [step * i for i in range(int(high / step) + 1)]
