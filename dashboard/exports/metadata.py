"""Describe a chart's file in words, whatever its format: content, sources, and the way back to the view."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dashboard.charts.base import Chart, Description
from dashboard.data.view import View
from dashboard.text import dates
from dashboard.text.selection_words import in_words
from dashboard.text.sentence import Prose, Role, Sentence, join_words, split_sentences, to_text

NAME = "Dependency reversal"
# First words of a sentence that invites a click, which only a page can answer.
_PAGE_ONLY = "Each mark opens"
# First words of a sentence that qualifies the one before it.
_QUALIFIES = "It hangs on"
NOT_MONEY = "TIV measures volume, not money."


def _is_for_pages(text: Prose) -> bool:
    first = text[0]
    return first.role is Role.PAGE if isinstance(first, Sentence) else to_text(text).startswith(_PAGE_ONLY)


def _is_caveat(text: Prose) -> bool:
    first = text[0]
    return first.role is Role.CAVEAT if isinstance(first, Sentence) else to_text(text).startswith(_QUALIFIES)


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
    def finding(self) -> Prose:
        """Text beneath the title, without what is true of the page alone."""
        kept = [each for each in split_sentences(self.description.sentence) if not _is_for_pages(each)]
        return tuple(part for each in kept for part in each)

    @cached_property
    def findings(self) -> list[Prose]:
        """Finding in every length, from the whole to nothing. Cuts never part a claim from the caveat after it."""
        parts: list[Any] = []
        for each in split_sentences(self.finding):
            if parts and _is_caveat(each):
                parts[-1] += each
            else:
                parts.append(each)
        return [tuple(part for piece in parts[:n] for part in piece) for n in range(len(parts), -1, -1)]

    @cached_property
    def sentence(self) -> str:
        return to_text(self.finding).strip()

    @property
    def linked(self) -> bool:
        """Whether a link can lead to the address."""
        return self.address.startswith(("http://", "https://"))

    @property
    def words(self) -> str:
        """Selection in words. It always names the day of the record, even where the chart's own words omit it."""
        words = self.description.words or in_words(self.view.package, self.view.selection)
        known_on = self.view.selection.known_on
        return words if not known_on or "as known on" in words else f"{words}, as known on {dates.day(known_on)}"

    @cached_property
    def sources(self) -> list[Any]:
        """Rows of the table `sources` that the chart rests on."""
        table = self.view.package.tables["sources"]
        return list(table[table.source_id.isin(self.description.sources)].itertuples(index=False))

    @cached_property
    def citations(self) -> list[str]:
        """Citation, access date and licence of each source."""
        return [f"{s.citation} Accessed {dates.day(s.accessed)}. {s.licence}" for s in self.sources]

    @property
    def licences(self) -> str:
        """Short names of the licences, each once."""
        return "; ".join(dict.fromkeys(s.licence.split(";")[0].split(",")[0].rstrip(".") for s in self.sources))

    @property
    def source_line(self) -> str:
        """Sentence that names all sources; releases of one title are grouped."""
        releases: dict[tuple[str, str], list[str]] = {}
        for s in self.sources:
            title, _, issue = s.title.partition(", ")
            key, rest = ((title, s.accessed), issue) if issue.endswith("release") else ((s.title, s.accessed), "")
            releases.setdefault(key, []).extend([rest.removesuffix(" release")] if rest else [])
        parts = [
            title
            + (f", {join_words(issues)} release{'s' if len(issues) > 1 else ''}" if issues else "")
            + f", accessed {dates.day(accessed)}"
            for (title, accessed), issues in releases.items()
        ]
        return f"Source: {'; '.join(parts)}." if parts else "No source in this selection."

    @property
    def unit_note(self) -> str:
        """Reminder that volume is not money, for charts in TIV; empty for others."""
        return NOT_MONEY if "TIV" in self.description.unit or "olume" in self.sentence else ""

    @property
    def release(self) -> str:
        """Releases of registers that the chart rests on. The selected release may be none of them."""
        return join_words([s.short for s in self.sources if s.release == s.release]) or "no register"

    @property
    def evidence(self) -> str:
        """Effect of the evidence filter, which selects events and shades the timeline, but never touches registers."""
        s = self.view.selection
        if self.description.evidence or self.description.words or s.measure != "documented":
            return self.description.evidence or "No claim is counted or left out by its grade"
        origins = f" where {s.origins} independent origins or more stand behind the event" if s.origins > 1 else ""
        return f"Claims graded {s.credibility} or better count{origins}"

    @cached_property
    def contested(self) -> list[str]:
        """Denials and qualifications among the claims under the chart's marks, or of them, each with its claimant."""
        ids = {i for mark in self.description.marks for i in (*mark.basis, *mark.claims)}
        claims = self.view.claims
        contested = claims[
            (claims.claim_id.isin(ids) | claims.answers.isin(ids)) & claims.stance.isin(["denies", "qualifies"])
        ].sort_values(["start", "claim_id"])
        return [
            f"{c.statement} ({c.claimant}, graded {c.reliability}{c.credibility}, {dates.day(c.reported_on)})"
            for c in contested.itertuples()
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
        return f"{self.chart.question} {self.title} {self.sentence} {self.description.unit}. {self.words}."
