"""The arguments of sentences: typed values that know their forms. None is free text.

A whole number is a count: ICU formats it, and a message chooses its plural by it. Everything else is one of these.
An argument `way` gives a message `{way}` and, where it has further forms, `{way_arrow}` and so on.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.text.forms import dates, names, numbers

Run = tuple[str, str]
# (text, kind): kind is `""`, `a_to_b`, `b_to_a` or `strong`.
Runs = tuple[Run, ...]


@dataclass(frozen=True)
class State:
    """A state by its name; `{state_inside}` is as a sentence has it, `the United States`."""

    name: str


@dataclass(frozen=True)
class Way:
    """A direction of flow between two states, in its colour: `{way}` is `Russia to Iran`, `{way_arrow}` `Russia → Iran`."""

    kind: str
    supplier: str
    recipient: str
    coloured: bool = True


@dataclass(frozen=True)
class Year:
    """A year, which is no count: 2022, not 2,022."""

    year: int


@dataclass(frozen=True)
class Years:
    """A span of years: `2010–2014`, or, `short`, `2010–14`; a single one as such."""

    first: int
    last: int
    short: bool = False

    @classmethod
    def of(cls, window: str) -> "Years":
        """Return the span of a window as `2010/2014`."""
        first, last = window.split("/")
        return cls(int(first), int(last))


@dataclass(frozen=True)
class Window:
    """A year, or the window `2018/2022` as `2018–2022`."""

    period: int | str


@dataclass(frozen=True)
class Day:
    """A day, month or year as `2022-10-17`, `2022-10` or `2022`; an empty text for an unknown day."""

    iso: str


@dataclass(frozen=True)
class Period:
    """The period a claim speaks of; without a start it is undated."""

    start: str | None
    end: str | None
    precision: str


@dataclass(frozen=True)
class Small:
    """A count as a word where it is small: `{n}` is `three`, `{n_start}` is `Three`; plurals take the count itself."""

    count: int


@dataclass(frozen=True)
class Amount:
    """An amount as read aloud, or, `exact`, as the register prints it."""

    value: float
    exact: bool = False


@dataclass(frozen=True)
class Bounds:
    """A number known within bounds: `46`, `200–999`, `401 or more`."""

    low: float
    central: float | None
    high: float


@dataclass(frozen=True)
class Value:
    """The value of a metric, to three decimals."""

    value: float


@dataclass(frozen=True)
class Signed:
    """A share or a difference of shares with its sign: `+0.25`."""

    value: float


@dataclass(frozen=True)
class Chance:
    """A probability, strong where it is the point of its sentence."""

    p: float
    strong: bool = True


@dataclass(frozen=True)
class Share:
    """A share of a whole, in per cent."""

    share: float
    digits: int = 0
    strong: bool = False


@dataclass(frozen=True)
class Points:
    """A difference of two shares, in percentage points without their sign: `0.8`."""

    share: float


@dataclass(frozen=True)
class Name:
    """A proper name, as its bearer writes it: a weapon, a publisher, a register, a source, an address."""

    name: str
    strong: bool = False


@dataclass(frozen=True)
class Coloured:
    """The text of a message, in the colour of a direction."""

    text: str
    kind: str


@dataclass(frozen=True)
class Origins:
    """Origins by name: `{by}` is `the Government of Iran and Reuters`, `{by_start}` begins a sentence."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """A claim's words, as coded in `datasets`."""

    text: str


@dataclass(frozen=True)
class Said:
    """What other messages of the catalogue say: a unit behind its label, a finding in a text alternative."""

    text: str


@dataclass(frozen=True)
class Listed:
    """Names in a row: `a, b and c`, or `a, b, c` where `last` is empty."""

    items: tuple[str, ...]
    last: str = "and"


@dataclass(frozen=True)
class Choice:
    """One of a message's own branches: `{measure, select, tiv {…} other {…}}`."""

    value: str


Argument = (
    int
    | State
    | Way
    | Year
    | Years
    | Window
    | Day
    | Period
    | Small
    | Amount
    | Bounds
    | Value
    | Signed
    | Chance
    | Share
    | Points
    | Name
    | Coloured
    | Origins
    | Statement
    | Said
    | Listed
    | Choice
)


def yes(true: object) -> Choice:
    """Return the branch of a yes-or-no choice."""
    return Choice("yes" if true else "no")


def expand(argument: Argument, language: str) -> Iterator[tuple[str, str | int | Run]]:
    """Yield (suffix, value) of each form that a message may name; a coloured or strong one is a run."""
    match argument:
        case int():
            yield "", argument
        case State(name):
            yield from (("", name), ("_inside", names.state(name, language)))
        case Name(name, True):
            yield "", (name, "strong")
        case Name(text) | Choice(text) | Statement(text) | Said(text):
            yield "", text
        case Coloured(text, kind):
            yield "", (text, kind)
        case Way(kind, supplier, recipient, coloured):
            forms = (("", f"{supplier} to {recipient}"), ("_arrow", f"{supplier} → {recipient}"))
            yield from ((suffix, (text, kind) if coloured else text) for suffix, text in forms)
        case Year(year):
            yield "", str(year)
        case Years(first, last, short):
            yield "", str(first) if first == last else f"{first}–{last % 100:02}" if short else f"{first}–{last}"
        case Window(period):
            yield "", str(period).replace("/", "–")
        case Day(iso):
            yield "", dates.day(iso, language)
        case Period(start, end, precision):
            yield "", dates.span(start, end, precision, language)
        case Small(count):
            word = numbers.count_in_words(count, language)
            yield from (("", word), ("_start", names.capital(word)))
        case Bounds(low, central, high):
            yield "", numbers.between(low, central, high, language)
        case Origins(named):
            by = names.origins(named, language)
            yield from (("", by), ("_start", names.capital(by)))
        case Amount(value, exact):
            yield "", numbers.exact(value) if exact else numbers.number(value)
        case Value(value):
            yield "", numbers.exact(round(value, 3)).replace("-", "−")
        case Signed(value):
            yield "", f"{value:+.2f}"
        case Chance(p, strong):
            chance = numbers.chance(p, language)
            yield "", (chance, "strong") if strong else chance
        case Share(share, digits, strong):
            yield "", (numbers.percent(share, digits), "strong") if strong else numbers.percent(share, digits)
        case Points(share):
            yield "", f"{100 * share:.1f}"
        case Listed(items, ""):
            yield "", ", ".join(items)
        case Listed(items, last):
            yield "", names.row(items, last, language)
        case _:
            raise TypeError(f"{argument!r} is no argument of a sentence")
