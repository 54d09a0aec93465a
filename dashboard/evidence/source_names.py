"""Name sources as readers know them: a register with its releases, claims by who published them and when."""

from collections import Counter
from collections.abc import Iterable, Sequence

from dashboard.data.records import Claim, Document, Source
from dashboard.data.view import View
from dashboard.evidence.claim_index import claim_index
from dashboard.text.forms.arguments import Day, Listed, Name
from dashboard.text.sentence import words

# So many reports are named, those with most claims; the others are counted.
_NAMED = 2


def source_names(view: View, source_ids: Sequence[str], rows: Iterable[str], dated: bool = False) -> str:
    """Return the sources of a chart whose marks rest on `rows`, ids of claims and rows of registers, in one phrase.

    `dated` adds the day of access of registers and series. Empty without a source.
    """
    sources = [s for s in view.package.sources().values() if s.source_id in source_ids]
    named = _registers([s for s in sources if s.kind != "claims"], dated)
    collections = {s.source_id: s for s in sources if s.kind == "claims"}
    if collections:
        evidence = view.package.evidence
        found = [c for c in map(evidence.get, dict.fromkeys(rows)) if isinstance(c, Claim)]
        documents = claim_index(view.package).documents
        counted = Counter(c.document_id for c in found if documents[c.document_id].source_id in collections)
        named += [_reports([documents[id] for id, _ in counted.most_common()])] if counted else _titles(collections)
    return "; ".join(named)


def _titles(collections: dict[str, Source]) -> list[str]:
    return [s.title for s in collections.values()]


def _reports(documents: Sequence[Document]) -> str:
    """Return the first documents by publisher and day, and how many more there are."""
    first = [
        words("files.report", publisher=Name((d.publisher or d.title).split(", ")[0]), day=Day(d.published or ""))
        for d in documents[:_NAMED]
    ]
    return words("files.reports", reports=Name("; ".join(first)), n=max(len(documents) - _NAMED, 0))


def _registers(sources: Sequence[Source], dated: bool) -> list[str]:
    """Return registers and series by title; releases of one title are grouped."""
    by_title: dict[tuple[str, str], list[str]] = {}
    for s in sources:
        title, _, issue = s.title.partition(", ")
        accessed = s.accessed if dated else ""
        key, rest = ((title, accessed), issue) if issue.endswith("release") else ((s.title, accessed), "")
        by_title.setdefault(key, []).extend([rest.removesuffix(" release")] if rest else [])
    return [
        words(
            "files.source-accessed" if dated else "files.source",
            title=Name(title),
            n=len(issues),
            issues=Listed(tuple(issues)),
            day=Day(accessed),
        )
        for (title, accessed), issues in by_title.items()
    ]
