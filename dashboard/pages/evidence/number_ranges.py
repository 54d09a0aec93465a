"""Draw competing numbers as ranges on one axis, a line per claim, in HTML and CSS alone: they print and need no script.

Numbers of different claims are compared, never added and never averaged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, inf, log10

from dash import html
from dash.development.base_component import Component

from dashboard.data.records import Claim, Quantity
from dashboard.data.view import View
from dashboard.evidence.claim_index import answering, direction, grade, period, status, step
from dashboard.evidence.quantities import apart, gap, kind, scope, with_unit
from dashboard.pages.html.inline import around
from dashboard.pages.html.to_html import attrs
from dashboard.text.forms.arguments import Amount as Number
from dashboard.text.forms.arguments import Argument, Choice, Listed, Name, Small
from dashboard.text.sentence import Role, say, to_text, words

# The axis is logarithmic if the greatest number is more than this many times the least.
LOG_SPREAD = 50


@dataclass(frozen=True)
class Axis:
    """Scale from `start` to `end`; places are in per cent of its width."""

    start: float
    end: float
    log: bool

    def at(self, value: float) -> float:
        """Return the place of a number, 0 to 100."""
        if self.log:
            low, high = log10(self.start), log10(self.end)
            share = (log10(max(value, self.start)) - low) / (high - low)
        else:
            share = (value - self.start) / (self.end - self.start)
        return round(100 * min(1.0, max(0.0, share)), 2)

    @property
    def ticks(self) -> list[float]:
        if self.log:
            return [10.0**n for n in range(round(log10(self.start)), round(log10(self.end)) + 1)]
        step = _step(self.end / 3.2)
        return [step * n for n in range(int(self.end / step + 1e-9) + 1)]


def _step(rough: float) -> float:
    power = 10.0 ** floor(log10(rough))
    return next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough * 0.999)


def axis(amounts: Sequence[Quantity]) -> Axis:
    """Return the axis for all numbers: from zero, or logarithmic where they differ by a factor of more than 50."""
    ends = [v for a in amounts for v in (a.floor, a.ceiling) if 0 < v < inf]
    least, most = min(ends, default=1.0), max(ends, default=1.0)
    if most / least > LOG_SPREAD:
        room = 10 if any(a.ceiling == inf for a in amounts) else 1  # an open end needs space to be recognised
        return Axis(10.0 ** floor(log10(least)), 10.0 ** ceil(log10(most * room) - 1e-9), True)
    return Axis(0.0, most * (1.25 if any(a.ceiling == inf and a.floor > 0.8 * most for a in amounts) else 1.08), False)


def _groups(claims: Sequence[Claim]) -> list[list[tuple[Claim, Quantity]]]:
    """Return the claims that give a number, grouped by what they count; the largest group comes first."""
    groups: dict[str, list[tuple[Claim, Quantity]]] = {}
    for claim in claims:
        if number_range := claim.quantity:
            groups.setdefault(kind(number_range), []).append((claim, number_range))
    return sorted(groups.values(), key=lambda rows: -len(rows))


def range_blocks(view: View, claims: Sequence[Claim]) -> list[Component]:
    """Return a block for each thing that claims number differently, then the numbers that are alone or agree."""
    groups = _groups(claims)
    if not groups:
        return []
    competing = [rows for rows in groups if len({(a.floor, a.ceiling) for _, a in rows}) > 1]
    key = tuple(say(f"quantities.key-{part}", Role.READING) for part in ("lines", "overlap", "shapes", "signs"))
    note = [html.P(to_text(key), className="note")] if competing else []
    return [
        *note,
        *(block for rows in competing for block in _block(view, rows)),
        *_single([row for rows in groups if rows not in competing for row in rows]),
    ]


def in_short(claims: Sequence[Claim]) -> list[str]:
    """Return how far apart the numbers are, a sentence for each thing that several claims count."""
    return [f"{_title(rows)}." for rows in _groups(claims) if len(rows) > 1]


def _title(rows: list[tuple[Claim, Quantity]]) -> str:
    """Return what is counted, in how many numbers, and how far apart those are that describe the same step."""
    steps: dict[str, list[tuple[Claim, Quantity]]] = {}
    for claim, number_range in rows:
        steps.setdefault(step(claim).name, []).append((claim, number_range))
    first, *more = dict.fromkeys(a.unit for _, a in rows)
    head: dict[str, Argument] = {"units": Listed((first.capitalize(), *more)), "word": Small(len(rows))}
    if len(steps) == 1:
        return widest(rows, head=Choice("numbers"), **head)
    within = [
        widest(same, head=Choice("step"), step=Name(name), word=Small(len(same)))
        for name, same in steps.items()
        if len(same) > 1
    ]
    return "; ".join([words("quantities.different-steps", **head), *within])


def _single(rows: list[tuple[Claim, Quantity]]) -> list[Component]:
    if not rows:
        return []
    items = []
    for claim, number in rows:
        claimant = html.A(claim.claimant, href=f"#claim-{claim.claim_id}")
        said = around("quantities.alone", "claimant", claimant, status=Name(status(claim)))
        items.append(html.Li([html.Strong(with_unit(number)), " ", *said]))
    return [html.H3(words("quantities.without-rival")), html.Ul(items)]


def _block(view: View, rows: list[tuple[Claim, Quantity]]) -> list[Component]:
    scale = axis([a for _, a in rows])
    steps = [html.P(words("quantities.logarithmic"), className="note")] if scale.log else []
    return [
        html.H3(_title(rows)),
        *steps,
        html.Ul([_row(view, c, a, scale) for c, a in rows], className="ranges"),
        html.Div(
            html.Div(
                [
                    html.Span(_tick(t), style={"left": f"{scale.at(t)}%"}, className=_edge(scale.at(t)))
                    for t in scale.ticks[:: ceil(len(scale.ticks) / 5)]
                ]
            ),
            className="range-axis",
            **attrs({"aria-hidden": "true"}),
        ),
    ]


def widest(rows: Sequence[tuple[Claim, Quantity]], **head: Argument) -> str:
    """Return how far apart the two most distant numbers are, after a `head`: `a hundredfold apart`.

    Compare only numbers of one step. The text adds where the two are of different times.
    """
    least = min(rows, key=lambda r: (r[1].ceiling, r[1].floor))
    most = max(rows, key=lambda r: (r[1].floor, r[1].ceiling))
    if least[1].ceiling >= most[1].floor:
        same = all(a.is_point and a.floor == most[1].floor for _, a in rows)
        return gap(gap=Choice("same" if same else "none_apart"), **head)
    return apart(most[1], least[1], beside=Choice("least"), why=scope(most[0], least[0]), **head)


def _tick(value: float) -> str:
    """Return a number short enough for a phone's axis: `10 million`."""
    size, word = next(((n, w) for n, w in ((1e9, "billion"), (1e6, "million")) if value >= n), (1, "one"))
    return words("numbers.short", number=Number(value / size), size=Choice(word))


def _edge(place: float) -> str:
    return "first" if place < 4 else "last" if place > 96 else ""


def _row(view: View, claim: Claim, number_range: Quantity, scale: Axis) -> Component:
    against = [c.stance for c in answering(view.package, claim)]
    fate = "denied" if "denies" in against else "narrowed" if against or claim.stance == "qualifies" else "asserted"
    narrows = Choice("yes" if claim.stance == "qualifies" and not against else "no")
    word = words("quantities.fate", fate=Choice(fate), narrows=narrows)
    text: list[Component | str] = [
        html.Strong(with_unit(number_range)),
        f" {status(claim)}",
        *([html.Span(f" · {word}", className="fate")] if word else []),
    ]
    who: list[Component | str] = [
        html.A(claim.claimant, href=f"#claim-{claim.claim_id}"),
        html.Span(f" {words('quantities.when-graded', period=period(claim), grade=grade(claim))}", className="by"),
    ]
    lane = direction(view, claim) or "quiet"
    return html.Li(
        [
            html.Span(who, className="range-who"),
            html.Span(
                _bar(number_range, scale), className=f"range-track {lane} {fate}", **attrs({"aria-hidden": "true"})
            ),
            html.Span(text, className="range-says"),
        ]
    )


def _bar(number_range: Quantity, scale: Axis) -> list[Component]:
    """Return a point, or a bar from the least to the greatest number, with an arrow where no upper bound was given."""
    grid = [html.I(className="tick", style={"left": f"{scale.at(t)}%"}) for t in scale.ticks]
    left = scale.at(number_range.floor)
    if number_range.is_point:
        return [*grid, html.I(className="point", style={"left": f"{left}%"})]
    right = scale.at(number_range.ceiling) if number_range.ceiling < inf else 100.0
    shape = "bar open" if number_range.ceiling == inf else "bar"
    parts = [html.I(className=shape, style={"left": f"{left}%", "width": f"{round(right - left, 2)}%"})]
    if number_range.central is not None and number_range.floor < number_range.central < number_range.ceiling:
        parts.append(html.I(className="point", style={"left": f"{scale.at(number_range.central)}%"}))
    return [*grid, *parts]
