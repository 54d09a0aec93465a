"""The forms of `source.toml` and `dyads.toml`: what a source folder and a pair may declare."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)


class Coverage(_Strict):
    """The years in which the source looked at flows from `supplier` to `recipient` (ISO3 or `*`)."""

    supplier: str
    recipient: str
    first_year: int = Field(alias="from")
    last_year: int = Field(alias="to")


class SourceFile(_Strict):
    name: str
    format: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    # True where the register prints whole numbers, so that its 0 stands for 0 to 0.5.
    rounded: bool = False
    caveats: str = ""
    coverage: tuple[Coverage, ...] = ()


class Source(_Strict):
    """One folder under `sources/`, as its `source.toml` describes it."""

    id: str
    kind: Literal["register", "claims", "official"]
    release: str = ""
    # How a control names a register's release: `SIPRI 2026`; the id where it is empty.
    short: str = ""
    publisher: str
    title: str
    url: str = Field("", pattern=r"^(https?://.*)?$")
    published: date
    accessed: date
    licence: str
    citation: str
    caveats: tuple[str, ...] = ()
    file: tuple[SourceFile, ...]


class ContextEvent(_Strict):
    date: date
    label: str
    claims: tuple[str, ...] = ()


class Promise(_Strict):
    """Something one side was to deliver: ids of the rows or claims that say what was ordered and what came.

    It holds no number: numbers are read from the rows it names.
    """

    label: str
    direction: Literal["a_to_b", "b_to_a"]
    # Row of `orders`, or claim, that says what was ordered and when.
    ordered: str
    # Row of `orders`, or claim, that says what came; empty where nothing says so.
    delivered: str = ""
    # Claim that it was cancelled, denied or never sent.
    ended: str = ""
    note: str = ""


class Step(_Strict):
    """A step in which the chart of directions is built up for an audience. What it shows is computed, not written here."""

    label: str
    # The last year shown; left out: all of them.
    until: int | None = None
    local: Literal["included", "excluded", "excluded_a_to_b", "excluded_b_to_a"] = "included"


class Dyad(_Strict):
    """A pair of states. `a` and `b` are ISO3 codes; the id is `A-B`."""

    id: str = Field(pattern=r"^[A-Z]{3}-[A-Z]{3}$")
    a: str = Field(pattern=r"^[A-Z]{3}$")
    b: str = Field(pattern=r"^[A-Z]{3}$")
    label: str
    first_year: int = Field(alias="from")
    break_year: int | None = None
    context: tuple[ContextEvent, ...] = ()
    promise: tuple[Promise, ...] = ()
    step: tuple[Step, ...] = ()
