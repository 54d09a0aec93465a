"""Describe a chart's file in words, whatever its format: content, sources, and the way back to the view."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from dashboard.charts.base import Chart, Description
from dashboard.data.claims.pair import claim_rows
from dashboard.data.records import Source
from dashboard.data.view import View
from dashboard.evidence.source_names import source_names
from dashboard.text import citations
from dashboard.text.forms import dates
from dashboard.text.forms.arguments import Day, Listed, Name, Said, Statement
from dashboard.text.sentence import Role, Sentence, Text, say, to_text, words
from dashboard.text.wording.selection_words import in_words

NAME = words("files.name")
NOT_MONEY = words("files.not-money")


def labelled(key: str, value: str) -> str:
    """Return a value behind its label, such as `Unit: Drones launched`."""
    return words(f"files.line-{key}", value=Said(value))


def as_sentence(phrase: str) -> Sentence:
    """Return a unit, a selection or the like as a sentence."""
    return say("files.sentence", phrase=Said(phrase))


@dataclass(frozen=True, eq=False)
class ExportMetadata:
    """Chart and view of a file, with all words about them.

    `address` is the URL of the view, or states that it is unknown.
    """

    chart: Chart
    view: View
    address: str

    @cached_property
    def description(self) -> Description:
        return self.chart.describe(self.view)

    @cached_property
    def title(self) -> str:
        return to_text(self.description.title)

    @cached_property
    def finding(self) -> Text:
        """Text beneath the title, without what is true of the page alone."""
        return tuple(s for s in self.description.sentence if s.role is not Role.PAGE)

    @cached_property
    def findings(self) -> list[Text]:
        """Finding in every length, from the whole to nothing. Cuts never part a claim from the caveat after it."""
        cuts = [n for n, s in enumerate(self.finding) if s.role is not Role.CAVEAT or n == 0]
        return [self.finding, *(self.finding[:n] for n in reversed(cuts))]

    @cached_property
    def sentence(self) -> str:
        return to_text(self.finding).strip()

    @property
    def linked(self) -> bool:
        """Whether a link can lead to the address."""
        return self.address.startswith(("http://", "https://"))

    @property
    def shown_address(self) -> str:
        """The address as a file shows it: one of this computer says that nobody else can open it."""
        host = urlsplit(self.address).hostname or ""
        own = host in ("localhost", "::1") or host.startswith("127.")
        return words("files.own-address", address=Name(self.address)) if own else self.address

    @property
    def words(self) -> str:
        """Selection in words. It always names the day of the record, even where the chart's own words omit it."""
        selection = self.description.words or in_words(self.view.package, self.view.selection)
        known_on = self.view.selection.known_on
        if not known_on or dates.day(known_on) in selection:
            return selection
        return words("files.selection-known-on", selection=Said(selection), day=Day(known_on))

    @cached_property
    def sources(self) -> list[Source]:
        """Sources that the chart rests on."""
        return [s for s in self.view.package.sources().values() if s.source_id in self.description.sources]

    @cached_property
    def citations(self) -> list[str]:
        """Citation, access date and licence of each source."""
        return [citations.with_licence(s) for s in self.sources]

    @property
    def licences(self) -> str:
        """Short names of the licences, each once."""
        return "; ".join(dict.fromkeys(s.licence.split(";")[0].split(",")[0].rstrip(".") for s in self.sources))

    @property
    def source_line(self) -> str:
        """Sentence that names the sources; the properties of a file have all of them."""
        rows = (id for mark in self.description.marks for id in (*mark.basis, *mark.claims))
        named = source_names(self.view, self.description.sources, rows, dated=True)
        return words("files.sources", sources=Said(named)) if named else words("files.no-sources")

    @property
    def unit_note(self) -> str:
        """Reminder that volume is not money, for charts in TIV; empty for others."""
        return NOT_MONEY if self.description.volume else ""

    @property
    def release(self) -> str:
        """Releases of registers that the chart rests on. The selected release may be none of them."""
        releases = tuple(s.short or s.source_id for s in self.sources if s.release)
        return words("files.releases", n=len(releases), releases=Listed(releases))

    @property
    def evidence(self) -> str:
        """Effect of the evidence filter, which selects events and shades the timeline, but never touches registers."""
        s = self.view.selection
        if self.description.evidence or self.description.words or s.measure == "tiv":
            return self.description.evidence or words("files.evidence-none")
        return words("files.evidence-graded", grade=s.credibility, origins=s.origins)

    @property
    def shown(self) -> Text:
        """Selection, releases and filter of evidence, as sentences."""
        return tuple(as_sentence(each) for each in (self.words, labelled("release", self.release), self.evidence))

    @property
    def data_version(self) -> str:
        return words("files.data-version", version=Name(self.view.package.version))

    @property
    def rights(self) -> Text:
        return as_sentence(self.licences), as_sentence(self.data_version)

    @property
    def data(self) -> Sentence:
        return say("files.data", version=Name(self.view.package.version))

    @cached_property
    def contested(self) -> list[str]:
        """Denials and qualifications among the claims under the chart's marks, or of them, each with its claimant."""
        ids = {i for mark in self.description.marks for i in (*mark.basis, *mark.claims)}
        contested = [
            claim
            for claim in claim_rows(self.view.package, self.view.selection.dyad)
            if claim.stance in ("denies", "qualifies") and (claim.claim_id in ids or ids & {*claim.answers})
        ]
        return [
            words(
                "files.contested-claim",
                statement=Statement(c.statement),
                claimant=Name(c.claimant),
                grade=Name(f"{c.reliability}{c.credibility}"),
                day=Day(c.reported_on or ""),
            )
            for c in sorted(contested, key=lambda c: (c.start is None, c.start or "", c.claim_id))
        ]

    @property
    def fields(self) -> dict[str, str]:
        """All metadata by name, for the properties of a file."""
        return {
            "Title": self.title,
            "Question": self.chart.question,
            "Finding": self.sentence,
            "Unit": self.description.unit,
            "Selection": self.words,
            "Sources": "\n".join(self.citations),
            "Data version": self.view.package.version,
            "Release": self.release,
            "Evidence": self.evidence,
            "Licence": self.licences,
            "Address": self.address,
        }

    @property
    def alt(self) -> str:
        """Text alternative for the picture."""
        return words(
            "files.alt",
            question=Said(self.chart.question),
            title=Said(self.title),
            finding=Said(self.sentence),
            unit=Said(self.description.unit),
            selection=Said(self.words),
        )
