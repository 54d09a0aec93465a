"""State what moved and how much, how sure the finding is, and what that depends on."""

import pandas as pd

from dashboard.data.selection import ALL
from dashboard.data.view import View
from dashboard.text import findings
from dashboard.text.forms import numbers
from dashboard.text.forms.arguments import Amount, Argument, Chance, Choice, Day, Name, Share, State, Year, yes
from dashboard.text.forms.likelihood import likelihood
from dashboard.text.sentence import Role, Sentence, Text, say
from etl.analysis import series
from etl.analysis.reversal import PRIOR, Reversal
from etl.analysis.robustness import SIDES
from etl.contracts.vocabulary import DIRECTIONS

# Least share of a volume that is "mostly" of one kind.
_MOSTLY = 0.5
# Descriptions of drones in registers.
_DRONE = r"\b(?:drone|UAV|loitering munition)"


def lead_sentence(view: View) -> Text:
    """Return what moved and how much of it, how sure the finding is, and what that depends on."""
    if findings.recorded(view) != "votes":
        return (say("findings.nothing-to-say", Role.FINDING), *counted_instead(view))
    return (*counted_instead(view), *_how_much(view), _chance(view), *_hinge(view))


def further(view: View) -> Text:
    """Return what else bears on the answer: when it was first seen, whether other ways agree, what documents alone say."""
    if findings.recorded(view) != "votes":
        return ()
    r, said = view.flows.reversal, []
    if r.callable and r.first_period and r.window_after:
        seen = {"year": Year(int(r.first_period)), "before": Year(int(r.window_after))}
        said.append(say("findings.seen", Role.FINDING, **seen))
    if view.flows.at_the_edge:
        said.append(say("findings.at-the-edge", Role.FINDING))
    return (*said, *(_by_events(view) if view.selection.measure == "tiv" else ()))


def _how_much(view: View) -> Text:
    """Return how much went each way in a year: since the turn and before it, or at most in any year."""
    turn, new = findings.turn(view), findings.new_direction(view)
    old = findings.opposite(new)
    flow = {d: view.flows.flow[d].central.where(view.flows.flow[d].covered).dropna() for d in DIRECTIONS}
    if turn:
        since, before = flow[new].loc[turn[1] :], flow[old].loc[: turn[0]]
        said: dict[str, Argument] = {
            "kind": _main_kind(view, new, turn[1]),
            "low": Amount(float(since.min())),
            "high": Amount(float(since.max())),
            "one": yes(numbers.number(float(since.min())) == numbers.number(float(since.max()))),
            "year": Year(turn[1]),
            "most": Amount(float(before.max())),
            "supplier": State(view.supplier(old)),
            "recipient": State(view.recipient(old)),
            "unit": Name(findings.unit(view)),
        }
        return (say("findings.how-much", Role.FINDING, **said),)
    most = {d: part[part > 0] for d, part in flow.items()}
    ordered = sorted((d for d in DIRECTIONS if len(most[d])), key=lambda d: -most[d].max())
    if not ordered:
        return ()
    given: dict[str, Argument] = {"both": yes(len(ordered) == 2), "unit": Name(findings.unit(view))}
    for name, d in zip(("more", "less"), (*ordered, ordered[0]), strict=False):
        given |= {f"{name}_way": findings.view_way(view, d), f"{name}_year": Year(int(most[d].idxmax()))}
        given[name] = Amount(float(most[d].max()))
    return (say("findings.most-in-a-year", Role.FINDING, **given),)


def _main_kind(view: View, direction: str, since: int) -> Choice:
    """Return what most of a direction's volume was since a year, by the rows of the release; `none` without a majority.

    A weapon is a drone if any release describes it as one.
    """
    if view.selection.measure != "tiv":
        return Choice("none")
    rows = _deliveries(view, direction, since)
    share = view.selection.shares[DIRECTIONS.index(direction)]
    volumes = (rows.tiv * rows.local_production.map({True: share, False: 1.0})).groupby(rows.kind).sum()
    if not volumes.sum() > 0 or volumes.max() <= _MOSTLY * volumes.sum():
        return Choice("none")
    return Choice(str(volumes.idxmax()))


def _deliveries(view: View, direction: str, since: int) -> pd.DataFrame:
    """Return the rows of the release in a direction from a year to the end of the view, with their `kind`."""
    table, s = view.package.tables["deliveries"], view.selection
    rows = table[(table.release == s.release) & table.delivery_year.between(since, s.to_year)]
    rows = series.towards(view.package.tables, rows, *series.Pair.of(s.dyad).parties(direction))
    drones = set(table[table.description.str.contains(_DRONE, na=False)].designation)
    return rows.assign(kind=rows.category.where(~rows.designation.isin(drones), "drones"))


def _chance(view: View) -> Sentence:
    r = view.flows.reversal
    measure = Choice(view.selection.measure)
    return say(
        "findings.chance",
        Role.FINDING,
        likelihood=likelihood(r.p_reversed),
        chance=Chance(r.p_reversed),
        measure=measure,
    )


def _hinge(view: View) -> Text:
    """Return the same chance with other shares of local production."""
    s, register = view.selection, Name(view.register_name)
    if s.measure != "tiv":
        return ()
    whole = view.with_selection(local=ALL)
    without = view.with_selection(local=0, local_side=SIDES[0])
    if not without.flows.covered.any():
        return (say("findings.local-not-known", Role.FINDING, register=register),)
    if not any(part.sum() for part in whole.flows.local.values()):
        return (say("findings.none-local", Role.FINDING, register=register),)
    side, things = _locally_produced(whole)
    none = findings.reversal_with(view, local=0, local_side=side)
    votes = findings.recorded(view.with_selection(local=0, local_side=side)) == "votes"
    if s.counting != "included":
        every = Chance(findings.reversal_with(view, local=ALL, local_side=SIDES[0]).p_reversed)
        some = yes(votes and (s.local or s.local_side not in (SIDES[0], side)))
        none_of = Chance(none.p_reversed)
        return (say("findings.other-counts", Role.FINDING, **things, all=every, some=some, none=none_of),)
    if not votes:
        return (say("findings.no-votes-without-local", Role.FINDING, **things),)
    half = findings.reversal_with(view, local=50, local_side=side)
    chances: dict[str, Argument] = {"half": Chance(half.p_reversed), "none": Chance(none.p_reversed)}
    return (say(_hinge_id(view.flows.reversal, none), Role.CAVEAT, **chances, **things),)


def _hinge_id(r: Reversal, none: Reversal) -> str:
    """Return the message that compares a chance with that without local production."""
    if r.callable and none.callable:
        return "findings.holds-without-local"
    return "findings.depends-on-local" if r.callable else "findings.without-local"


def _locally_produced(whole: View) -> tuple[str, dict[str, Argument]]:
    """Return the direction with local production, the new one first, and what was produced where, as arguments."""
    new = findings.new_direction(whole)
    local = {d: whole.flows.local[d].fillna(0) for d in DIRECTIONS}
    side = new if local[new].sum() > 0 else findings.opposite(new)
    rows = _deliveries(whole, side, whole.selection.from_year)
    rows = rows[rows.local_production]
    drones = len(rows) > 0 and set(rows.kind) == {"drones"}
    return side, {"things": Choice("drones" if drones else "arms"), "where": State(whole.recipient(side))}


def counted_instead(view: View) -> Text:
    """Return why events are counted instead of the register, or an older release; empty where the newest may be."""
    missing, s = findings.missing_release(view), view.selection
    if missing:
        return (say("findings.no-release-so-events", Role.NOTE, **missing),)
    whole = view.package.as_known_on("")
    newest = next(iter(whole.releases(s.dyad)), "")
    if s.measure != "tiv" or newest in view.package.releases(s.dyad):
        return ()
    named = {"newest": Name(whole.release_name(newest)), "release": Name(view.release)}
    return (say("findings.older-release", Role.NOTE, **named, day=Day(s.known_on)),)


def _by_events(view: View) -> Text:
    events = view.with_selection(measure="documented")
    if findings.recorded(events) != "votes":
        return (say("findings.no-events", Role.FINDING),)
    prior, same = Share(PRIOR[1] + PRIOR[2]), yes(events.flows.span == view.flows.span)
    years = {"first": Year(events.flows.span[0]), "last": Year(events.flows.span[-1])}
    said = {**documented_answer(view), "prior": prior, "same": same, **years}
    return (say("findings.by-events", Role.FINDING, **said), say("findings.by-events-from", Role.CAVEAT, **said))


def documented_answer(view: View) -> dict[str, Argument]:
    """Return how likely documented events make a reversal in the years of a view, and how many count, as arguments."""
    events = view.with_selection(measure="documented").flows.events
    r, years = findings.reversal_with(view, measure="documented"), set(view.selection.years)
    n = sum(any(share > 0 for year, share in e.by_year().items() if year in years) for e in events)
    return {"called": yes(r.callable), "likelihood": likelihood(r.p_reversed), "chance": Chance(r.p_reversed), "n": n}
