"""Define the fields of `source.toml` and `dyads.toml`: what a source folder and a dyad may declare."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

# One id, or a list of several.
Ids = Annotated[tuple[str, ...], BeforeValidator(lambda named: named.split() if isinstance(named, str) else named)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)


class Coverage(_Strict):
    """Declare the years for which a source recorded flows from `supplier` to `recipient` (ISO3, or `*` for all)."""

    supplier: str
    recipient: str
    first_year: int = Field(alias="from", ge=1900, le=2100)
    last_year: int = Field(alias="to", ge=1900, le=2100)


class SourceFile(_Strict):
    """Declare one file of a source: its format, the checksum of its bytes and the years it covers."""

    name: str
    format: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    # True where the register prints whole numbers, so that its 0 means anything from 0 to 0.5.
    rounded: bool = False
    caveats: str = ""
    coverage: tuple[Coverage, ...] = ()


class Source(_Strict):
    """Describe one folder under `sources/`, as its `source.toml` does."""

    id: str
    kind: Literal["register", "claims", "official"]
    release: str = ""
    # Short name of a register's release for menus, such as `SIPRI 2026`; the id is used where it is empty.
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
    """Declare a dated event that gives context to a dyad, with the ids of the claims about it."""

    date: date
    label: str
    claims: tuple[str, ...] = ()


class Promise(_Strict):
    """Name the orders or claims that record what one side undertook to deliver and what it delivered.

    It contains no quantities: they are read from the rows it names.
    """

    label: str
    direction: Literal["a_to_b", "b_to_a"]
    # Ids of the rows of `orders`, or of the claims, that record what was ordered and when; several are added up.
    ordered: Ids = Field(min_length=1)
    # Ids of the rows of `orders`, or of the claims, that record what was delivered; empty where there is none.
    delivered: Ids = ()
    # Id of the claim that it was cancelled, denied or not delivered.
    ended: str = ""
    note: str = ""


class LocalNote(_Strict):
    """Say in words what a register marks as locally produced in one direction, with the claims that say so."""

    direction: Literal["a_to_b", "b_to_a"]
    text: str
    claims: tuple[str, ...] = Field(min_length=1)


class Step(_Strict):
    """Declare one step in which a talk builds up the direction chart; its numbers are computed, not declared.

    `local` is the share of local production that counts, in per cent, in the direction `local_side`.
    """

    label: str
    # Last year shown; None shows all years.
    until: int | None = None
    local: int = Field(100, ge=0, le=100)
    local_side: Literal["both", "a_to_b", "b_to_a"] = "both"


class Dyad(_Strict):
    """Declare a pair of states: `a` and `b` are ISO3 codes, `id` is `A-B`."""

    id: str = Field(pattern=r"^[A-Z]{3}-[A-Z]{3}$")
    a: str = Field(pattern=r"^[A-Z]{3}$")
    b: str = Field(pattern=r"^[A-Z]{3}$")
    label: str
    first_year: int = Field(alias="from")
    break_year: int | None = None
    context: tuple[ContextEvent, ...] = ()
    promise: tuple[Promise, ...] = ()
    step: tuple[Step, ...] = ()
    local_note: tuple[LocalNote, ...] = ()
