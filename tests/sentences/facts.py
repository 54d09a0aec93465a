"""Recompute with plain pandas what sentences say, and name each that does not hold.

Nothing of the dashboard, and none of its analysis, is used: what both read alike are the built tables alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pandas as pd

WAYS = ("a_to_b", "b_to_a")
EVERYTHING = {"share": 1.0, "credibility": 6, "origins": 1}
_ARMS = "aircraft air_defence ammunition anti_tank armour artillery drones missiles mixed sensors ships".split()


@dataclass(frozen=True)
class Shown:
    """What a reader sees: texts, a sentence each, by place (`chart/part`), and tables by chart.

    `asked` has the parameters of the selection by name; `folder` is that of the built package.
    """

    folder: Path
    asked: Mapping[str, object]
    texts: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, pd.DataFrame]

    def of(self, *parts: str) -> Iterator[tuple[str, str]]:
        """Yield (place, sentence) of the places that contain one of the parts; of all without any."""
        for place, sentences in self.texts.items():
            if not parts or any(part in place for part in parts):
                yield from ((place, sentence) for sentence in sentences)

    def found(self, pattern: str, *parts: str) -> Iterator[re.Match[str]]:
        """Yield what a regular expression finds in the sentences of some places."""
        for _, sentence in self.of(*parts):
            yield from re.finditer(pattern, sentence)


@cache
def read(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the built tables by name."""
    return {file.stem: pd.read_csv(file, dtype={"release": str}, low_memory=False) for file in folder.glob("*.csv")}


def _unconfirmed(claims: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return the claims known on a day, with credibility 2 for 1 where the second origin came later."""

    def alone(rows: pd.DataFrame) -> set[str]:
        made = rows[
            (rows.stance == "asserts") & rows.category.isin(_ARMS) & rows.status.isin(["reported", "confirmed"])
        ]
        origins = made.groupby(["event_id", "supplier", "recipient"], dropna=False).origin.transform("nunique")
        return set(made.claim_id[origins == 1])

    early = (known.credibility == 1) & known.claim_id.isin(alone(known) - alone(claims))
    return known.assign(credibility=known.credibility.where(~early, 2))


_NOTHING = pd.Series(dtype=float)


@cache
def tiv(folder: Path) -> dict[tuple[str, str, str, str], pd.Series]:
    """Return (pair, way, release, how local production counts) → million TIV by year."""
    rows = read(folder)["series"].query("measure == 'tiv'").astype({"period": int})
    return {
        key: rows.set_index("period").central
        for key, rows in rows.groupby(["dyad", "direction", "release", "local_production"])
    }


def number(text: str) -> float:
    """Return a number as sentences write it."""
    return float(text.replace(",", "").replace("−", "-"))


class Facts:
    """What the built tables say of one selection."""

    def __init__(self, shown: Shown) -> None:
        self.asked, self.tables, self.folder = shown.asked, read(shown.folder), shown.folder
        self.known: dict[object, pd.Series] = {}
        self.day = str(shown.asked["known_on"])
        self.a, self.b = str(shown.asked["dyad"]).split("-")
        self.years = range(int(str(shown.asked["from"])), int(str(shown.asked["to"])) + 1)
        self.tiv = shown.asked["measure"] == "tiv"
        self.release = str(shown.asked["release"])

    @cached_property
    def successor(self) -> dict[str, str]:
        later = self.tables["countries"].dropna(subset="predecessor")
        return dict(zip(later.predecessor, later.iso3, strict=True))

    def name(self, code: str) -> str:
        countries = self.tables["countries"]
        return str(countries[countries.iso3 == code].name.iloc[0])

    def parties(self, way: str) -> tuple[str, str]:
        return (self.a, self.b) if way == "a_to_b" else (self.b, self.a)

    def way(self, supplier: str) -> str:
        """Return the direction whose supplier has that name."""
        return "a_to_b" if supplier == self.name(self.a) else "b_to_a"

    @cached_property
    def registers(self) -> pd.DataFrame:
        """The registers, with the word that names each in `register`."""
        rows = self.tables["sources"].query("kind == 'register'")
        names = [s.removesuffix(r).strip() for s, r in zip(rows.short, rows.release, strict=True)]
        return rows.assign(register=names)

    def register_of(self, release: str) -> str:
        return str(self.registers[self.registers.release == release].register.iloc[0])

    def covered(self, way: str, release: str | None = None, every_partner: bool = False) -> set[int]:
        """Return the years that a file covers from the supplier, or from each, to the recipient."""
        cover, (supplier, recipient) = self.tables["coverage"], self.parties(way)
        suppliers = ["*"] if every_partner else [supplier, "*"]
        rows = cover[cover.supplier.isin(suppliers) & cover.recipient.isin([recipient, "*"])]
        if release is not None:
            rows = rows[(rows.release == release) & rows.format.isin(["deliveries", "totals"])]
        else:
            rows = rows[rows.format == "claims"]
        ends = rows.last_year.clip(upper=int(self.day[:4])) if self.day and release is None else rows.last_year
        return {y for first, last in zip(rows.first_year, ends, strict=True) for y in range(first, last + 1)}

    def both_ways(self, release: str) -> set[int]:
        return self.covered("a_to_b", release) & self.covered("b_to_a", release)

    @cached_property
    def releases(self) -> list[str]:
        """The releases of the whole record that cover the pair both ways, newest first."""
        return [r for r in sorted(set(self.registers.release), reverse=True) if self.both_ways(r)]

    def published(self, release: str) -> str:
        return str(self.registers[self.registers.release == release].published.iloc[0])

    @cached_property
    def known_releases(self) -> list[str]:
        return [r for r in self.releases if not self.day or self.published(r) <= self.day]

    def register_flow(self, way: str, release: str, share: float = 1.0) -> pd.Series:
        """Return million TIV by year, missing where not covered or the part that counts is not stated."""
        whole, without = (
            tiv(self.folder).get((f"{self.a}-{self.b}", way, release, local), _NOTHING)
            for local in ("included", "excluded")
        )
        return whole if share == 1 else share * whole + (1 - share) * without

    def events(self, way: str, credibility: int, origins: int) -> pd.Series:
        """Return documented transfers by year, each one vote shared over its days; missing in years without any."""
        votes = {w: self._votes(w, credibility, origins) for w in WAYS}
        covered = sorted(set(votes["a_to_b"].index) | set(votes["b_to_a"].index))
        return votes[way].reindex(covered).fillna(0.0)

    def _votes(self, way: str, credibility: int, origins: int) -> pd.Series:
        """Return the votes of transfers in one direction by year, for years that have any."""
        coded = self.tables["events"].set_index("event_id")
        claims = self._reports(way, credibility)
        claims = claims[claims.groupby("event_id").origin.transform("nunique") >= origins]
        days: dict[str, pd.DatetimeIndex] = {}
        for event, told in claims.groupby("event_id"):
            begun = told[told.precision != "until"]
            best = begun[begun.credibility == begun.credibility.min()]
            first, last = coded.start[event], coded.end[event]
            if isinstance(last, str) and self.day:
                last = min(last, self.day)
            first = first if isinstance(first, str) else best.start.min()
            last = last if isinstance(last, str) else best.end.fillna(best.start.str[:4] + "-12-31").max()
            if isinstance(first, str):
                days[str(event)] = pd.date_range(first, max(first, last))
        whole = {e: d for e, d in days.items() if coded.part_of[e] not in days}
        shares = [pd.Series(1 / len(d), index=d.year).groupby(level=0).sum() for d in whole.values()]
        return pd.concat(shares).groupby(level=0).sum() if shares else _NOTHING

    def _reports(self, way: str, credibility: int) -> pd.DataFrame:
        """Return the dated claims that arms came, known on the day, graded well enough."""
        claims = self.tables["claims"]
        claims = claims.assign(said=claims.reported_on.fillna(claims.document_id.map(self._published)))
        if self.day:
            claims = _unconfirmed(claims, claims[claims.said.fillna("9999") <= self.day])
        supplier, recipient = self.parties(way)
        return claims[
            (claims.supplier.replace(self.successor) == supplier)
            & (claims.recipient.replace(self.successor) == recipient)
            & (claims.stance == "asserts")
            & claims.category.isin(_ARMS)
            & claims.status.isin(["reported", "confirmed"])
            & claims.start.notna()
            & (claims.credibility <= credibility)
        ]

    def documented_volume(self, way: str) -> pd.Series:
        """Return the volume of documented transfers by year as built, for claims graded 3 or better."""
        rows = self.tables["series"].query("measure == 'documented_volume'")
        rows = rows[(rows.dyad == f"{self.a}-{self.b}") & (rows.direction == way)]
        return rows.set_index(rows.period.astype(int)).central.dropna()

    @cached_property
    def looked_at(self) -> list[int]:
        """The years of the selection that files of claims cover both ways."""
        return sorted(self.covered("a_to_b") & self.covered("b_to_a") & {*self.years})

    @cached_property
    def _published(self) -> dict[str, str]:
        days = self.tables["documents"].dropna(subset="published")
        return {
            i: p + "-12-31"[3 * (len(p) // 3 - 1) :][: 10 - len(p)]
            for i, p in zip(days.document_id, days.published, strict=True)
        }

    def flow(self, way: str, **other: object) -> pd.Series:
        """Return what counts by year of the selection; `other` takes the place of its parameters."""
        chosen: dict[str, object] = {**self.asked, "share": self.share(way), **other}
        key = (way, *(str(chosen[name]) for name in ("measure", "share", "credibility", "origins")))
        if key not in self.known:
            if chosen["measure"] == "tiv":
                amounts = self.register_flow(way, self.release, float(key[2]))
            elif chosen["measure"] == "documented_volume":
                amounts = self.documented_volume(way)
            else:
                amounts = self.events(way, int(key[3]), int(key[4]))
            self.known[key] = amounts.reindex(self.years)
        return self.known[key]

    def share(self, way: str) -> float:
        side = self.asked["local_side"]
        return int(str(self.asked["local"])) / 100 if side in ("both", way) else 1.0

    def gross(self, **other: object) -> pd.Series:
        """Return what counts both ways by year, missing where one way is."""
        return self.flow("a_to_b", **other) + self.flow("b_to_a", **other)

    @cached_property
    def everything(self) -> pd.DataFrame:
        """What is recorded by year and way, whatever the selection leaves out."""
        return pd.DataFrame({way: self.flow(way, **EVERYTHING) for way in WAYS})

    @cached_property
    def answered(self) -> list[int]:
        """The years of the selection that have an answer."""
        return list(self.gross().dropna().index)

    @cached_property
    def voting(self) -> bool:
        gross = self.gross().dropna()
        return bool(((gross > 0) & (gross >= float(str(self.asked["gross_min"])))).any())

    @cached_property
    def stated(self) -> bool:
        """Whether the release says of any year which part was locally produced."""
        return self.gross(measure="tiv", share=0.0).notna().any() if self.release else False

    @cached_property
    def marked(self) -> float:
        """What the release marks as locally produced in the years of the selection, million TIV."""
        return float((self.gross(measure="tiv", share=1.0) - self.gross(measure="tiv", share=0.0)).sum())

    def supplies(self, recipient: str, years: range) -> pd.Series:
        """Return million TIV by supplier's code over some years: deliveries, or the register's totals without any."""
        key = ["supplier", "recipient", "year"]
        rows = self.tables["deliveries"].rename(columns={"delivery_year": "year"})
        totals = self.tables["totals"]
        rows, totals = (
            t[t.release == self.release].replace({"supplier": self.successor, "recipient": self.successor})
            for t in (rows, totals)
        )
        summed = rows.groupby(key).tiv.sum()
        totals = totals.groupby(key).tiv.sum()
        both = pd.concat([summed, totals[~totals.index.isin(summed.index)]]).reset_index()
        both = both[(both.recipient == recipient) & both.year.isin(years) & (both.supplier != "WLD")]
        return both.groupby("supplier").tiv.sum().sort_values(ascending=False)
