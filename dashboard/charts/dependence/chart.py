"""Show import dependence: the share of each state's arms imports that came from the other, over five-year sums."""

import pandas as pd

from dashboard.charts.base import Chart, Description, Mark, Native, Series, cells
from dashboard.charts.dependence.picture import draw
from dashboard.charts.dependence.shares import by_last_year, dependence_by_window, largest_other_supplier, window_inputs
from dashboard.data.view import View
from dashboard.text import findings, numbers
from dashboard.text.arguments import Run
from dashboard.text.sentence import Prose, join_runs, join_words
from etl.analysis import metrics
from etl.analysis.metrics import WINDOW
from etl.contracts.vocabulary import DIRECTIONS


def describe(view: View) -> Description:
    frames = {d: dependence_by_window(view, d) for d in DIRECTIONS}
    asym = by_last_year(metrics.compute("asymmetry", window_inputs(view)))
    marks = [
        Mark(
            f"{row.period}:{d}",
            f"{row.period}: {view.recipient(d)} took {numbers.percent(row.central, 1)} of its arms imports "
            f"from {view.supplier(d)}",
            tuple(row.basis.split()),
            curve,
            i,
        )
        for curve, d in enumerate(DIRECTIONS)
        for i, row in enumerate(frames[d].itertuples())
        if pd.notna(row.central)
    ]
    marks += [
        Mark(
            row.period,
            f"{row.period}: difference of the two shares {row.central:+.2f}",
            tuple(row.basis.split()),
            2,
            i,
        )
        for i, row in enumerate(asym.itertuples())
        if pd.notna(row.central)
    ]
    shares = {f"{view.recipient(d)}’s imports from {view.supplier(d)}": frames[d].central.round(4) for d in DIRECTIONS}
    columns = {"Window": frames["a_to_b"].period, **shares, "Asymmetry": asym.central.round(4)}
    sources = view.package.tables["sources"]
    used = tuple(sources[sources.release == view.selection.release].source_id)
    release = f"{view.release} release" if view.release else "no release"
    words = f"{view.dyad.label}, {release}, all deliveries, {view.span}"
    if not marks:
        short = len(view.selection.years) < WINDOW
        missing = findings.no_release(view)
        title = join_runs(
            f"{missing}, so no share of imports can be given."
            if missing
            else f"Fewer than {numbers.count_in_words(WINDOW)} years are selected, "
            "so there is no window to take shares over."
            if short
            else f"The {release} in this package does not cover all partners for these years, so no share can be given."
            if view.release
            else "No release of the register is on record here, so no share can be given."
        )
        hint = join_runs(
            "What a state imported from all its suppliers is known from a register alone."
            if missing or not view.release
            else "Choose more years."
            if short
            else "Choose another release or other years."
            if len(view.package.releases(view.selection.dyad)) > 1
            else "Choose other years, or a later day."
            if view.selection.known_on
            else "Choose other years."
        )
        return Description(
            title, hint, pd.DataFrame(columns), (), used, "Share of arms imports, five-year sums", words=words
        )
    sentence = join_runs(
        _who_more(view, asym),
        f"Shares of {view.register_name}’s volume over five-year sums, all deliveries: "
        "the split by local production is known for this pair only. "
        "A high share of very little is still very little.",
    )
    gaps = [
        bool(window_inputs(view).imports[d].covered.loc[p])
        for d, f in frames.items()
        for p in f.period[f.central.isna()]
    ]
    gap = f"A gap: no imports {'recorded' if all(gaps) else 'known of'} in those five years. " if gaps else ""
    return Description(
        _title(view, frames),
        sentence,
        pd.DataFrame(columns),
        tuple(marks),
        used,
        "Share of arms imports, five-year sums",
        f"Below: the difference of the two shares (asymmetry of dependence). {gap}{_dotted(view)}",
        words,
    )


def _who_more(view: View, asym: pd.DataFrame) -> str:
    """Return who depends more in the last window with both shares, as a sentence."""
    known = asym[asym.central.notna()]
    if known.empty or known.central.iloc[-1] == 0:
        return ""
    value, period = known.central.iloc[-1], known.period.iloc[-1].replace("/", "–")
    more, less = (view.b, view.a) if value > 0 else (view.a, view.b)
    points = numbers.percent(abs(value))[:-1]
    return f"{more} depended more on {less} than {less} on {more} in {period}, by {points} points. "


def _dotted(view: View) -> str:
    """Return which other suppliers the dotted lines show, as a sentence."""
    others = [(view.recipient(d), largest_other_supplier(view, d)) for d in DIRECTIONS]
    named = [f"{who} from {other[0]}" for who, other in others if other]
    return f"Dotted: the largest other supplier of the last decade, {join_words(named)}." if named else ""


def _title(view: View, frames: dict[str, pd.DataFrame]) -> Prose:
    """State both shares of the last window, with the total imports of each recipient."""
    runs: list[str | Run] = []
    shares = pd.concat([frames[d].central for d in DIRECTIONS], axis=1).dropna(how="all")
    year = int(shares.index[-1])
    period = frames["a_to_b"].period.loc[year]
    imports = window_inputs(view).imports
    runs.append(f"In {period.replace('/', '–')}")
    for n, direction in enumerate(reversed(DIRECTIONS)):
        value = frames[direction].central.loc[year]
        who, on = view.recipient(direction), view.supplier(direction)
        total = imports[direction].central.loc[period]
        separator = " " if n == 0 else "; "
        if pd.isna(value):
            runs.append(f"{separator}{who} is not known to have imported any arms")
            continue
        runs += [
            f"{separator}{who} took ",
            (f"{numbers.percent(value)} of its arms imports from {on}", direction),
            f" ({numbers.number(total)} million TIV in all)",
        ]
    return join_runs(*runs, ".")


def native(view: View) -> Native | None:
    """Return both shares as lines; None if the release has none."""
    frames = {d: dependence_by_window(view, d) for d in DIRECTIONS}
    if not any(frame.central.notna().any() for frame in frames.values()):
        return None
    series = tuple(
        Series(f"{view.recipient(d)}’s imports from {view.supplier(d)}", cells(frames[d].central.round(4)), d)
        for d in DIRECTIONS
    )
    return Native("lines", tuple(frames["a_to_b"].period.str.replace("/", "–")), series, "0%", (0.0, 1.0))


CHART = Chart("dependence", 3, "Who needs whom?", draw, describe, native=native)
