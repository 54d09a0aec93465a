"""State the findings in sentences computed from the numbers: headline, leader of each year, chance of a reversal."""

from dashboard.data.memo import memoized
from dashboard.data.package import Package
from dashboard.data.selection import Selection
from dashboard.data.view import View
from dashboard.text import dates, numbers
from dashboard.text.sentence import Run, Sentence, join_runs
from etl.analysis.reversal import Reversal
from etl.contracts.vocabulary import DIRECTIONS

# Below this chance of a reversal, which is then less likely than not, the page says it cannot be called either way.
EVEN = 0.5
# Below this chance of a reversal the page says which way arms flowed and does not mention one.
NEGLIGIBLE = 0.1


def no_release(view: View) -> str:
    """Return `No SIPRI release held here was published by 1 September 2022`.

    Empty where a release was published by the selected day, or the package has none for the pair.
    """
    whole, s = view.package.as_known_on(""), view.selection
    releases = whole.releases(s.dyad)
    if not s.known_on or not releases or view.package.releases(s.dyad):
        return ""
    register = whole.release_name(releases[0]).removesuffix(releases[0]).strip()
    return f"No {register} release held here was published by {dates.day(s.known_on)}"


def unit(view: View) -> str:
    return "million TIV" if view.selection.measure == "tiv" else "events"


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
        return "not covered"
    if direction is None and x + y > 0:
        return "as much each way"
    if (
        direction is None
        and view.selection.local != "included"
        and view.selection.measure == "tiv"
        and view.all_recorded.loc[year] > 0
    ):
        return "only local production, left out"
    return view.arrow(direction) if direction else "nothing recorded"


def lead_in_words(view: View, year: int) -> str:
    """Return the leader of a year in words: `2022: Iran → Russia led, 33 against 0 million TIV`."""
    direction, _ = lead(view, year)
    if direction is None:
        return f"{year}: {leader_name(view, year)}"
    amounts = dict(zip(DIRECTIONS, view.flows.by_year[year], strict=False))
    other = opposite(direction)
    return (
        f"{year}: {view.arrow(direction)} led, {numbers.exact(amounts[direction])} against "
        f"{numbers.exact(amounts[other]) or '0'} {unit(view)}"
    )


def new_direction(view: View) -> str:
    """Return the direction in which the new leader supplies."""
    return "b_to_a" if view.flows.reversal.new_leader == "b" else "a_to_b"


def opposite(direction: str) -> str:
    return "a_to_b" if direction == "b_to_a" else "b_to_a"


def turn(view: View) -> tuple[int, int] | None:
    """Return (last year of the old direction, first year of the new); None unless the reversal is called."""
    r = view.flows.reversal
    if not r.callable or r.window_after is None or r.window_until is None:
        return None
    return int(r.window_after), int(r.window_until)


def _duration(years: int) -> str:
    if years < 10:
        return f"{numbers.count_in_words(years)} years" if years != 1 else "a year"
    return f"{numbers.count_in_words(years // 10)} decades" if years >= 20 else "more than a decade"


def _led_years(view: View, direction: str, until: int) -> int:
    led = [y for y in view.selection.years if y <= until and lead(view, y)[0] == direction]
    return led[-1] - led[0] + 1 if led else 0


_LOCAL_CLAUSES = {
    "included": "",
    "excluded": "Without local production",
    "excluded_a_to_b": "Without local production from {a_to_b}",
    "excluded_b_to_a": "Without local production from {b_to_a}",
}


def _local_clause(view: View) -> str:
    if view.selection.measure != "tiv":
        return ""
    return _LOCAL_CLAUSES[view.selection.local].format(**{d: view.from_to(d) for d in DIRECTIONS})


def recorded(view: View) -> str:
    """Return what the years of the selection hold.

    One of `not covered`, `nothing recorded`, `no votes` (all years below the minimum gross flow) and `votes`.
    """
    flow = view.flows.flow
    if not view.flows.covered.any():
        return "not covered"
    gross = (flow["a_to_b"].central + flow["b_to_a"].central)[view.flows.covered]
    if not (gross > 0).any():
        return "nothing recorded"
    return "votes" if (gross >= max(view.selection.gross_min, 1e-12)).any() else "no votes"


def nothing(view: View) -> Sentence:
    """Return the headline of a selection without votes."""
    s, pair = view.selection, f"between {view.a} and {view.b}"
    years = f"from {s.from_year} to {s.to_year}"
    return join_runs(
        {
            "not covered": f"No source in this selection looked at deliveries {pair} {years}.",
            "nothing recorded": f"Nothing is recorded {pair} {years}.",
            "no votes": f"No year {years} has enough deliveries {pair} to cast a vote.",
        }[recorded(view)]
    )


def _until(view: View) -> str:
    """Return `now`, or `by 1990` where the selection ends before the covered years do."""
    last, s = view.flows.covered[view.flows.covered].index[-1], view.selection
    known = view.package.covered(s.dyad, s.release) if s.measure == "tiv" else range(0)
    return "now" if not known or last >= known[-1] else f"by {last}"


def headline(view: View) -> Sentence:
    """Return the finding: since when arms flow which way, or that no reversal can be called."""
    if recorded(view) != "votes":
        return nothing(view)
    r, new, local_clause, s = view.flows.reversal, new_direction(view), _local_clause(view), view.selection
    if r.first_period is not None and r.callable and r.window_after is not None:
        before = _duration(_led_years(view, opposite(new), int(r.window_after)))
        start = f"{local_clause}, since" if local_clause else "Since"
        back = view.flows.flow[opposite(new)].central.loc[int(r.first_period) :].sum()
        arms, least = (
            "arms have flowed mainly" if back > 0 else "arms have flowed",
            "at least " if view.flows.span[0] > s.from_year else "",
        )
        return join_runs(
            f"{start} {r.first_period} {arms} from ",
            (view.from_to(new), new),
            f". For {least}{before} it was the other way.",
        )
    led = {lead(view, y)[0] for y in s.years} - {None}
    arms = f"{local_clause}, arms" if local_clause else "Arms"
    if not led:
        return join_runs(f"{arms} flowed as much one way as the other between {s.from_year} and {s.to_year}.")
    main = max(DIRECTIONS, key=lambda d: sum(lead(view, y)[0] == d for y in s.years))
    if len(led) == 1 or r.p_reversed < NEGLIGIBLE:
        mostly = " mainly" if view.flows.flow[opposite(main)].central.sum() > 0 else ""
        return join_runs(
            f"{arms} flowed{mostly} from ", (view.from_to(main), main), f" between {s.from_year} and {s.to_year}."
        )
    start, when = (f"{local_clause}, it" if local_clause else "It"), _until(view)
    verb = "arms now flow from " if when == "now" else f"arms flowed, {when}, from "
    return join_runs(f"{start} cannot be called whether {verb}", (view.from_to(new), new), ".")


@memoized
def _reversal_of(package: Package, selection: Selection) -> Reversal:
    return View(package, selection).flows.reversal


def reversal_with(view: View, **changes: object) -> Reversal:
    """Return the reversal with some parameters changed; cached, as pages need the same variants many times."""
    return _reversal_of(view.package, view.selection.replace(**changes, theme="light", size="wide"))


def chance_of(view: View) -> Sentence:
    """Return `The chance that the direction of supply reversed is 99.8%, first seen in 2022 …`."""
    r = view.flows.reversal
    runs: list[str | Run] = [
        "The chance that the direction of supply reversed is ",
        (numbers.chance(r.p_reversed), "strong"),
    ]
    if r.callable and r.first_period:
        runs.append(f", first seen in {r.first_period}, the last year the other way being {r.window_after}")
    return join_runs(*runs)


def lead_sentence(view: View) -> Sentence:
    """Return how sure the finding is, and what it is without local production and by documented events."""
    if recorded(view) != "votes":
        return join_runs("So there is nothing to be said about a reversal.")
    r, tiv = view.flows.reversal, view.selection.measure == "tiv"
    runs: list[Run] = [(counted_instead(view), ""), *chance_of(view)]
    if not tiv:
        runs.append((f", counting events whose claims are graded {view.selection.credibility} or better", ""))
    if not r.callable and r.p_reversed >= NEGLIGIBLE:
        runs.append((f": too little to call{'' if r.p_reversed >= EVEN else ' either way'}", ""))
    runs.append((". ", ""))
    if tiv:
        runs += [*_local_runs(view, r), *_documented_runs(view)]
    return tuple(runs)


def counted_instead(view: View) -> str:
    """Return why documented events are counted instead of the register, as a sentence; empty where a release exists."""
    missing = no_release(view)
    return f"{missing}, so documented events are counted. " if missing else ""


def _documented_runs(view: View) -> list[Run]:
    if recorded(view.with_selection(measure="documented")) != "votes":
        return []
    r = reversal_with(view, measure="documented")
    verdict = "" if r.callable else ", not callable"
    return [
        ("By documented events of the same years it is ", ""),
        (numbers.chance(r.p_reversed), "strong"),
        (f"{verdict}.", ""),
    ]


def _local_runs(view: View, r: Reversal) -> list[Run]:
    new = new_direction(view)
    words = {
        "included": "counting all deliveries",
        "excluded": f"leaving out all that {view.register_name} marks as locally produced",
        f"excluded_{new}": f"leaving out that from {view.from_to(new)} alone",
    }
    others = {local: reversal_with(view, local=local) for local in words if local != view.selection.local}
    if view.selection.local != "included":
        runs: list[Run] = []
        for local, other in others.items():
            text = words[local] if runs else f"{words[local][0].upper()}{words[local][1:]}"
            runs += [(f"{', ' if runs else ''}{text}, it is ", ""), (numbers.chance(other.p_reversed), "strong")]
        return [*runs, (". ", "")]
    if not r.callable:
        return []
    without_both, without_new = others["excluded"], others[f"excluded_{new}"]
    if without_both.callable and without_new.callable:
        return [(f"It holds without the deliveries that {view.register_name} marks as locally produced. ", "")]
    return [
        (f"It hangs on deliveries that {view.register_name} marks as ", ""),
        ("locally produced", "strong"),
        (": leave them all out and it is ", ""),
        (numbers.chance(without_both.p_reversed), "strong"),
        (f", leave out those from {view.from_to(new)} alone and it is ", ""),
        (numbers.chance(without_new.p_reversed), "strong"),
        (". " if without_both.callable != without_new.callable else ": too little to call. ", ""),
    ]
