"""Define the rows of a package's tables as records, made once: a misspelt field is an error of the type checker.

Fields are named as the columns of the tables (see `etl.contracts.package_tables`); a missing value is None.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quantity:
    """Quantity in a claim. A bound that was not given is None; `central` is a number given as such."""

    low: float | None
    central: float | None
    high: float | None
    unit: str

    @property
    def floor(self) -> float:
        """Lowest number claimed; 0 where only an upper bound was given."""
        return self.low if self.low is not None else self.central if self.central is not None else 0.0

    @property
    def ceiling(self) -> float:
        """Highest number claimed; infinite where only a lower bound was given."""
        if self.high is not None:
            return self.high
        return self.central if self.low is None and self.central is not None else float("inf")

    @property
    def is_point(self) -> bool:
        return self.floor == self.ceiling


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement by one claimant about one event."""

    claim_id: str
    source_id: str
    document_id: str
    statement: str
    locator: int | None
    anchor: str | None
    event_id: str
    stance: str
    # Ids of the claims that it denies, qualifies or otherwise answers.
    answers: tuple[str, ...]
    supplier: str | None
    recipient: str | None
    category: str
    designation: str | None
    status: str | None
    quantity_low: float | None
    quantity_central: float | None
    quantity_high: float | None
    quantity_unit: str | None
    quantity_words: str | None
    start: str | None
    end: str | None
    precision: str
    reported_on: str | None
    claimant: str
    claimant_country: str | None
    origin: str
    reliability: str
    credibility: int
    note: str | None

    @property
    def number(self) -> float | None:
        """The number claimed: the central one, or else a bound."""
        given = (self.quantity_central, self.quantity_low, self.quantity_high)
        return next((number for number in given if number is not None), None)

    @property
    def quantity(self) -> Quantity | None:
        """The quantity claimed; None where it gives no number or no unit."""
        if self.quantity_unit is None or self.number is None:
            return None
        return Quantity(self.quantity_low, self.quantity_central, self.quantity_high, self.quantity_unit)


@dataclass(frozen=True, slots=True)
class PairClaim(Claim):
    """Claim on a pair, with what filters and charts need (see `claims.claims_on_pair`)."""

    facet_direction: str
    facet_category: str
    facet_status: str
    facet_claimant: str
    contested: bool
    first_month: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """Bibliography of a document that claims were coded from."""

    document_id: str
    source_id: str
    title: str
    author: str | None
    publisher: str | None
    published: str | None
    language: str
    translated_from: str | None
    url: str | None
    accessed: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Event:
    """Event that claims are about, by its plain name."""

    event_id: str
    label: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """Row of a register: what one order delivered in one year, in items and million TIV."""

    row_id: str
    source_id: str
    release: str
    supplier: str
    recipient: str
    designation: str
    description: str | None
    order_year: int | None
    delivered_low: float | None
    delivered: float | None
    delivery_year: int
    local_production: bool
    tiv: float
    reliability: str
    credibility: int


@dataclass(frozen=True, slots=True)
class Order:
    """Order in a register: what was ordered and what was delivered, in items and million TIV."""

    row_id: str
    source_id: str
    release: str
    supplier: str
    recipient: str
    designation: str
    description: str | None
    order_year: int | None
    ordered: float | None
    contracted: float | None
    delivered: float | None
    delivery_years: str | None
    first_year: int | None
    last_year: int | None
    tiv_delivered: float | None
    local_production: bool
    reliability: str
    credibility: int


@dataclass(frozen=True, slots=True)
class Total:
    """A register's yearly total between two parties, in million TIV."""

    row_id: str
    source_id: str
    release: str
    supplier: str
    recipient: str
    year: int
    tiv: float
    tiv_local_production: float | None
    reliability: str
    credibility: int


@dataclass(frozen=True, slots=True)
class Launches:
    """Launches of one month, as reported."""

    row_id: str
    source_id: str
    month: str
    launched: float | None
    destroyed: float | None
    reports: float | None
    flags: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """Folder of sources: a register's release, or a collection of claims."""

    source_id: str
    kind: str
    release: str | None
    short: str | None
    publisher: str
    title: str
    url: str | None
    published: str
    accessed: str
    licence: str
    citation: str
    caveats: str | None


@dataclass(frozen=True, slots=True)
class Dyad:
    """Pair of states, by its codes and its name."""

    dyad: str
    a: str
    b: str
    label: str
    first_year: int
    break_year: int | None


@dataclass(frozen=True, slots=True)
class Promise:
    """What one side undertook to deliver: the rows that record the order, the delivery and the end."""

    dyad: str
    label: str
    direction: str
    ordered: tuple[str, ...]
    delivered: tuple[str, ...]
    ended: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Variant:
    """Row of `reversal`: the estimate under one choice of data and method, for documented events."""

    measure: str
    left_out: str | None
    step: str
    start: str
    end: str
    credibility_max: int | None
    origins_min: int | None
    p_reversed: float
    callable: bool
    new_leader: str
    first_period: str | None
    set_from: str | None
    set_to: str | None
    draws: int
    mc_error: float | None


@dataclass(frozen=True, slots=True)
class Context:
    """Dated event that gives context to a pair, with the ids of the claims about it."""

    dyad: str
    date: str
    label: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LocalNote:
    """What a register marks as locally produced in one direction, in words, with the ids of claims that say so."""

    dyad: str
    direction: str
    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Years for which a file of a source covers flows from a supplier to a recipient."""

    source_id: str
    file: str
    format: str
    release: str
    supplier: str
    recipient: str
    first_year: int
    last_year: int


# Row that a mark of a chart may rest on.
Evidence = Claim | Delivery | Order | Total | Launches
