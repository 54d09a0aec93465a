"""State the findings in sentences computed from the numbers: headline, leader of each year, chance of a reversal."""

import pandas as pd

from dashboard.data.memo import memoized
from dashboard.data.package import Package
from dashboard.data.selection import Selection
from dashboard.data.view import View
from dashboard.text.forms import names
from dashboard.text.forms.arguments import Amount, Argument, Choice, Day, Name, Small, State, Way, Year
from dashboard.text.sentence import Role, Sentence, Text, say, words
from dashboard.text.wording.selection_words import local_arguments
from etl.analysis.reversal import Reversal
from etl.contracts.vocabulary import DIRECTIONS

# Below this chance a reversal is less likely than not.
EVEN = 0.5
# Below this chance of a reversal the page says which way arms flowed and does not mention one.
NEGLIGIBLE = 0.1


def missing_release(view: View) -> dict[str, Argument] | None:
    """Return the register, and the selected day, by which none of its releases was published.

    None where a release was published by then, or the package has none for the pair.
    """
    whole, s = view.package.as_known_on(""), view.selection
    releases = whole.releases(s.dyad)
    if not s.known_on or not releases or view.package.releases(s.dyad):
        return None
    return {"register": Name(names.row(whole.registers(releases), "or")), "day": Day(s.known_on)}


def unit(view: View) -> str:
    return words("findings.events" if view.selection.measure == "documented" else "findings.million-tiv")


def lead(view: View, year: int) -> tuple[str | None, float]:
    """Return (leading direction of a year, how one-sided from 0 to 1).

    It is (None, 0) for a tie, and where nothing was recorded or the year is not covered.
    """
    x, y, covered = view.flows.by_year[year]
    if not covered or not x + y > 0 or x == y:
        return None, 0.0
    return ("a_to_b" if x > y else "b_to_a"), abs(x - y) / (x + y)


def leader_name(view: View, year: int) -> str:
    """Return who led in a year, as `Iran → Russia`, or why nobody did."""
    direction, _ = lead(view, year)
    x, y, covered = view.flows.by_year[year]
    if not covered:
        why = "part-not-known" if view.selection.measure == "tiv" else "left-out"
        return words(f"findings.leader-{why if pd.notna(view.all_recorded.loc[year]) else 'not-covered'}")
    if direction:
        return view.arrow(direction)
    if x + y > 0:
        return words("findings.leader-both")
    if not view.all_recorded.loc[year] > 0:
        return words("findings.leader-none")
    return words("findings.leader-local-left-out" if view.selection.measure == "tiv" else "findings.leader-left-out")


def lead_in_words(view: View, year: int) -> str:
    """Return the leader of a year in words: `2022: Iran → Russia led, 33 against 0 million TIV`."""
    direction, _ = lead(view, year)
    if direction is None:
        return words("findings.year-leader", year=Year(year), leader=Name(leader_name(view, year)))
    amounts = dict(zip(DIRECTIONS, view.flows.by_year[year], strict=False))
    more, less = (Amount(amounts[d], exact=True) for d in (direction, opposite(direction)))
    way = view_way(view, direction)
    return words("findings.year-led", year=Year(year), way=way, more=more, less=less, unit=Name(unit(view)))


def view_way(view: View, direction: str, coloured: bool = False) -> Way:
    """Return a direction between the states of a view, as an argument of sentences."""
    return Way(direction, view.supplier(direction), view.recipient(direction), coloured)


def ways(view: View) -> dict[str, Way]:
    """Return both directions, as arguments of sentences."""
    return {d: view_way(view, d) for d in DIRECTIONS}


def new_direction(view: View) -> str:
    """Return the direction in which the new leader supplies."""
    return "b_to_a" if view.flows.reversal.new_leader == "b" else "a_to_b"


def opposite(direction: str) -> str:
    return "a_to_b" if direction == "b_to_a" else "b_to_a"


def votes(view: View) -> Text:
    """Return what has a vote, each order, or each year where the register lists no orders, and how votes are weighed."""
    listed = any(view.flows.ballot.orders or ())
    measure = view.selection.measure
    said = say("certainty.votes", measure=Choice("years" if measure == "tiv" and not listed else measure))
    return said, *weighed(view)


def weighed(view: View) -> Text:
    """Return how votes are weighed by volume; empty where they are not."""
    weight = view.selection.weight
    return (say("certainty.weighed", weight=Choice("whole" if weight == 1 else "root")),) if weight else ()


def turn(view: View) -> tuple[int, int] | None:
    """Return (last year of the old direction, first year of the new); None unless the reversal is called."""
    r = view.flows.reversal
    if not r.callable or r.window_after is None or r.window_until is None:
        return None
    return int(r.window_after), int(r.window_until)


def _before(years: int, at_least: bool) -> Sentence:
    """Return how long the other direction led."""
    least = Choice("yes" if at_least else "no")
    if years < 10:
        return say("findings.before-years", Role.FINDING, n=years, word=Small(years), least=least)
    if years < 20:
        return say("findings.before-a-decade", Role.FINDING, least=least)
    return say("findings.before-decades", Role.FINDING, word=Small(years // 10), least=least)


def _led_years(view: View, direction: str, until: int) -> int:
    led = [y for y in view.selection.years if y <= until and lead(view, y)[0] == direction]
    return led[-1] - led[0] + 1 if led else 0


def recorded(view: View) -> str:
    """Return what the years of the selection hold.

    One of `not covered`, `part unknown` (how much was locally produced), `left out` (documents), `nothing recorded`,
    `nothing counted` (all recorded is left out), `no votes` (all years below the least gross flow) and `votes`.
    """
    flow = view.flows.flow
    if not view.flows.covered.any():
        why = "part unknown" if view.selection.measure == "tiv" else "left out"
        return why if view.all_recorded.notna().any() else "not covered"
    gross = (flow["a_to_b"].central + flow["b_to_a"].central)[view.flows.covered]
    if not (gross > 0).any():
        return "nothing counted" if (view.all_recorded[view.flows.covered] > 0).any() else "nothing recorded"
    return "votes" if (gross >= max(view.selection.gross_min, 1e-12)).any() else "no votes"


def nothing(view: View) -> Text:
    """Return the headline of a selection without votes."""
    id, register = recorded(view).replace(" ", "-"), Name(view.register_name)
    return (say(f"findings.{id}", Role.FINDING, a=State(view.a), b=State(view.b), register=register, **_span(view)),)


def _span(view: View) -> dict[str, Argument]:
    """Return the first and the last year that the flows answer for, as arguments of sentences."""
    first, last = view.flows.answered
    return {"first": Year(first), "last": Year(last), "single": _yes(first == last)}


def _led_span(view: View, direction: str) -> dict[str, Argument]:
    """Return the first and the last year in which a direction led, as arguments of sentences."""
    led = [year for year in view.selection.years if lead(view, year)[0] == direction]
    return {"first": Year(led[0]), "last": Year(led[-1]), "single": _yes(len(led) == 1)}


def at_the_latest(view: View) -> Choice:
    """Return whether the turn may lie in years that no source covers, before the first that is seen the new way."""
    between = turn(view)
    return _yes(between and not view.flows.covered.loc[between[0] : between[1]].all())


def _last_year(view: View) -> int | None:
    """Return the last covered year where the selection ends before the covered years do, else None."""
    last, s = view.flows.covered[view.flows.covered].index[-1], view.selection
    known = view.package.covered(s.dyad, s.release) if s.measure == "tiv" else range(0)
    return None if not known or last >= known[-1] else int(last)


def headline(view: View) -> Text:
    """Return the finding: since when arms flow which way, or that no reversal can be called."""
    if recorded(view) != "votes":
        return nothing(view)
    r, new, s = view.flows.reversal, new_direction(view), view.selection
    left_out = local_arguments(view.package, s)
    if r.first_period is not None and r.callable and r.window_after is not None:
        back = view.flows.flow[opposite(new)].central.loc[int(r.first_period) :].sum()
        way, year = view_way(view, new, coloured=True), Year(int(r.first_period))
        late = at_the_latest(view)
        since = say("findings.since", Role.FINDING, **left_out, year=year, way=way, back=_yes(back > 0), late=late)
        before = _led_years(view, opposite(new), int(r.window_after))
        return since, _before(before, view.flows.span[0] > s.from_year)
    led = {lead(view, y)[0] for y in s.years} - {None}
    if not led:
        return (say("findings.as-much-each-way", Role.FINDING, **left_out, **_span(view)),)
    main = max(DIRECTIONS, key=lambda d: sum(lead(view, y)[0] == d for y in s.years))
    if len(led) == 1 or r.p_reversed < NEGLIGIBLE:
        back = _yes(view.flows.flow[opposite(main)].central.sum() > 0)
        way, years = view_way(view, main, coloured=True), _led_span(view, main)
        return (say("findings.one-way", Role.FINDING, **left_out, **years, way=way, back=back),)
    last, leader = _last_year(view), State(view.supplier(new))
    if last is None:
        return (say("findings.not-called-now", Role.FINDING, **left_out, leader=leader),)
    return (say("findings.not-called-by", Role.FINDING, **left_out, leader=leader, last=Year(last)),)


def _yes(true: object) -> Choice:
    return Choice("yes" if true else "no")


@memoized(512)
def _reversal_of(package: Package, selection: Selection) -> Reversal:
    return View(package, selection).flows.reversal


def reversal_with(view: View, **changes: object) -> Reversal:
    """Return the reversal with some parameters changed; cached, as pages need the same variants many times."""
    return _reversal_of(view.package, view.selection.replace(**changes, theme="light", size="wide"))
