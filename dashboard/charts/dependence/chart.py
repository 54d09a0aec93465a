"""Show import dependence: the share of each state's arms imports that came from the other, over five-year sums."""

import pandas as pd

from dashboard.charts.base import Chart, Description, Mark, Native, Series, cells
from dashboard.charts.dependence.picture import draw
from dashboard.charts.dependence.shares import (
    by_last_year,
    dependence_by_window,
    largest_other_supplier,
    last_decade,
    parties,
    window_inputs,
)
from dashboard.data.selection import ALL
from dashboard.data.view import View
from dashboard.text import findings
from dashboard.text.forms.arguments import (
    Amount,
    Argument,
    Coloured,
    Listed,
    Name,
    Share,
    Signed,
    Small,
    State,
    Years,
    yes,
)
from dashboard.text.sentence import Role, Sentence, Text, say, words
from etl.analysis import metrics
from etl.analysis.metrics import WINDOW
from etl.contracts.vocabulary import DIRECTIONS


def describe(view: View) -> Description:
    frames = {d: dependence_by_window(view, d) for d in DIRECTIONS}
    asym = by_last_year(metrics.compute("asymmetry", window_inputs(view)))
    marks = [*_share_marks(view, frames), *_difference_marks(asym)]
    shares = {words("dependence.imports", **parties(view, d)): frames[d].central.round(4) for d in DIRECTIONS}
    window, asymmetry = words("dependence.column-window"), words("dependence.column-asymmetry")
    columns = {window: frames["a_to_b"].period, **shares, asymmetry: asym.central.round(4)}
    sources = view.package.tables["sources"]
    title, *sentence = (_title(view, frames), *_sentence(view)) if marks else _nothing(view)
    return Description(
        (title,),
        tuple(sentence),
        pd.DataFrame(columns),
        tuple(marks),
        tuple(sources[sources.release == view.selection.release].source_id),
        words("dependence.unit"),
        _legend(view, frames) if marks else (),
        words(
            "dependence.words",
            pair=Name(view.dyad.label),
            known=yes(view.release),
            release=Name(view.release),
            years=_answered(view),
        ),
        volume=bool(marks),
    )


def _answered(view: View) -> Years:
    """Return the selected years that the release covers for the pair; all of them where it covers none."""
    whole = view.with_selection(measure="tiv", local=ALL) if view.release else view
    return Years(whole.flows.span[0], whole.flows.span[-1])


def _share_marks(view: View, frames: dict[str, pd.DataFrame]) -> list[Mark]:
    return [
        Mark(
            f"{row.period}:{d}",
            words(
                "dependence.mark-share", **parties(view, d), window=Name(row.period), share=Share(float(row.central), 1)
            ),
            tuple(row.basis.split()),
            curve,
            i,
        )
        for curve, d in enumerate(DIRECTIONS)
        for i, row in enumerate(frames[d].itertuples())
        if pd.notna(row.central)
    ]


def _difference_marks(asym: pd.DataFrame) -> list[Mark]:
    return [
        Mark(
            row.period,
            words("dependence.mark-difference", window=Name(row.period), difference=Signed(row.central)),
            tuple(row.basis.split()),
            2,
            i,
        )
        for i, row in enumerate(asym.itertuples())
        if pd.notna(row.central)
    ]


def _nothing(view: View) -> tuple[Sentence, Sentence]:
    """Return why there is no share, and what to choose instead."""
    missing, short = findings.missing_release(view), len(view.selection.years) < WINDOW
    why = (
        "title-no-release-by"
        if missing
        else "title-too-short"
        if short
        else "title-not-covered"
        if view.release
        else "title-no-register"
    )
    hint = (
        "hint-register"
        if missing or not view.release
        else "hint-more-years"
        if short
        else "hint-release"
        if len(view.package.releases(view.selection.dyad)) > 1
        else "hint-day"
        if view.selection.known_on
        else "hint-years"
    )
    said = {"n": Small(WINDOW), "release": Name(view.release), **(missing or {})}
    return say(f"dependence.{why}", Role.FINDING, **said), say(f"dependence.{hint}", Role.FINDING)


def _sentence(view: View) -> Text:
    split = yes(view.with_selection(measure="tiv", local=0, local_side="both").flows.covered.any())
    volume = say("dependence.volume", Role.READING, register=Name(view.register_name), split=split)
    return (*_totals(view), volume)


def _totals(view: View) -> Text:
    """Return what each state imported in all in the last window with a share."""
    frames = {d: dependence_by_window(view, d) for d in DIRECTIONS}
    shares = pd.concat([frames[d].central for d in DIRECTIONS], axis=1).dropna(how="all")
    if shares.empty:
        return ()
    year = int(shares.index[-1])
    imports = window_inputs(view).imports
    said: dict[str, Argument] = {"a": State(view.a), "b": State(view.b)}
    for state, d in (("a", "b_to_a"), ("b", "a_to_b")):
        known = pd.notna(frames[d].central.loc[year])
        total = imports[d].central.loc[frames[d].period.loc[year]] if known else 0.0
        said |= {f"{state}_known": yes(known), f"total_{state}": Amount(float(total))}
    return (say("dependence.totals", Role.FINDING, **said),)


def _legend(view: View, frames: dict[str, pd.DataFrame]) -> Text:
    """Return how to read the chart: the bars below, gaps, and which other suppliers the dotted lines show."""
    legend = [say("dependence.legend-below", Role.READING)]
    gaps = [
        bool(window_inputs(view).imports[d].covered.loc[p])
        for d, f in frames.items()
        for p in f.period[f.central.isna()]
    ]
    if gaps:
        legend.append(say("dependence.legend-gap", Role.READING, recorded=yes(all(gaps))))
    others = {d: other[0] for d in DIRECTIONS if (other := largest_other_supplier(view, d))}
    if others:
        decade = Years(last_decade(view)[0], last_decade(view)[-1])
        named = tuple(words("dependence.from", **parties(view, d, name)) for d, name in others.items())
        legend.append(say("dependence.legend-dotted", Role.READING, who=Listed(named), years=decade))
    return tuple(legend)


def _title(view: View, frames: dict[str, pd.DataFrame]) -> Sentence:
    """State both shares of the last window."""
    shares = pd.concat([frames[d].central for d in DIRECTIONS], axis=1).dropna(how="all")
    year = int(shares.index[-1])
    period = frames["a_to_b"].period.loc[year]
    said: dict[str, Argument] = {"window": Years.of(period)}
    for d in DIRECTIONS:
        value, state = frames[d].central.loc[year], parties(view, d)
        share = words("dependence.title-share", share=Share(value), supplier=state["supplier"])
        said |= {
            f"known_{d}": yes(pd.notna(value)),
            f"recipient_{d}": state["recipient"],
            f"share_{d}": Coloured(share, d),
        }
    return say("dependence.title", Role.FINDING, **said)


def native(view: View) -> Native | None:
    """Return both shares as lines; None if the release has none."""
    frames = {d: dependence_by_window(view, d) for d in DIRECTIONS}
    if not any(frame.central.notna().any() for frame in frames.values()):
        return None
    series = tuple(
        Series(words("dependence.imports", **parties(view, d)), cells(frames[d].central.round(4)), d)
        for d in DIRECTIONS
    )
    return Native("lines", tuple(frames["a_to_b"].period.str.replace("/", "–")), series, "0%", (0.0, 1.0))


CHART = Chart("dependence", 3, words("dependence.name"), words("dependence.question"), draw, describe, native=native)
