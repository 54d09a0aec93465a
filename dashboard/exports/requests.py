"""Answer requests for files, by URL or command line: find the chart and format, report mistakes, name the file."""

import hashlib
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from dashboard.charts.base import Chart, charts
from dashboard.data.package import Package
from dashboard.data.selection import PARAMETERS, parse, to_query
from dashboard.data.view import View
from dashboard.exports.formats import html
from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.registry import Export, formats
from dashboard.text import citations
from dashboard.text.forms.arguments import Listed, Name
from dashboard.text.sentence import say, to_text
from dashboard.text.wording.selection_words import problem_in_words
from etl.contracts.errors import DataError, Problem

# Name of the file that holds all charts.
DECK = "deck"


def find(name: str) -> tuple[Chart, Export] | None:
    """Return the chart and format that a name like `direction.csv-metadata.json` means; None where there is none."""
    chart_id, _, ending = name.partition(".")
    return (charts()[chart_id], formats()[ending]) if chart_id in charts() and ending in formats() else None


def explain_unknown(name: str, ending: str) -> str:
    """Explain what is wrong with `<name>.<ending>` in the URL of a chart, and list the valid choices."""
    if name not in charts():
        known = say("files.the-charts", charts=Listed(tuple(charts())))
        return to_text((say("files.no-chart", name=Name(name)), known))
    known = say("files.the-endings", endings=Listed(tuple(formats())))
    return to_text((say("files.no-ending", ending=Name(ending)), known))


def render_request(
    package: Package, chart_id: str, ending: str, settings: Sequence[str], site: str, out: Path | None = None
) -> bytes:
    """Return the file that the command line requests, to be written to `out`.

    Raises DataError that lists every mistake in the request with its fix.
    """
    problems = site_problems(site)
    if chart_id not in (*charts(), DECK):
        problems.append(Problem(chart_id, "is no chart", f"Use {', '.join(charts())}, or {DECK}"))
    if ending not in formats():
        problems.append(Problem(f"--format {ending}", "is no format", f"Use {', '.join(formats())}"))
    elif chart_id == DECK and not formats()[ending].together:
        fix = f"Use {', '.join(e.ending for e in formats().values() if e.together)}"
        problems.append(Problem(f"--format {ending}", f"is no format of a {DECK}", fix))
    elif out:
        problems += ending_problems(out, ending)
    problems += [
        Problem(f"--set {s}", "has no `=`", "Write KEY=VALUE, for instance local=excluded")
        for s in settings
        if "=" not in s
    ]
    unknown = [key for key in (s.partition("=")[0] for s in settings if "=" in s) if key not in PARAMETERS]
    problems += [Problem(f"--set {key}=", "is no parameter", f"Use {', '.join(PARAMETERS)}") for key in unknown]
    selection, wrong = parse(
        package, urlencode([(s.partition("=")[0], s.partition("=")[2]) for s in settings if "=" in s])
    )
    if problems or wrong:
        raise DataError([*problems, *map(problem_in_words, wrong)])
    view, site = View(package, selection), site.rstrip("/")
    if chart_id == DECK:
        return render_all(view, formats()[ending], site)
    return formats()[ending].render(
        ExportMetadata(charts()[chart_id], view, site + view_address(view, f"/charts/{chart_id}"))
    )


def ending_problems(out: Path, ending: str) -> list[Problem]:
    """Return a problem if the name of the file belongs to another format, else an empty list."""
    named = max((e for e in formats() if out.name.lower().endswith(f".{e}")), key=len, default=ending)
    return (
        []
        if named == ending
        else [
            Problem(
                f"--out {out}",
                f"ends like a file of the format {named}, not {ending}",
                f"Use --format {named}, or a name that ends in .{ending}",
            )
        ]
    )


def site_problems(site: str) -> list[Problem]:
    """Return a problem if `site` is not a URL, because links in files would lead nowhere; else an empty list."""
    try:
        parts = urlsplit(site)
        valid = (
            parts.scheme in ("http", "https")
            and parts.hostname
            and not parts.query
            and not parts.fragment
            and not re.search(r"\s", site)
        )
    except ValueError:
        valid = False
    return (
        []
        if valid
        else [
            Problem(
                f"--site {site}",
                "is no address of a site",
                "Write it with http:// or https://, for instance https://example.org/arms",
            )
        ]
    )


def write_file(path: Path, body: bytes) -> None:
    """Write a file completely or not at all. A symbolic link stays, and its target is replaced.

    Raises DataError where the file cannot be written.
    """
    fix, out = "Choose another --out", Path(os.path.realpath(path))
    partial = out.parent / f".{os.getpid()}.part"
    try:
        if not out.parent.is_dir():
            raise DataError.one(
                path,
                f"cannot be written: the folder {out.parent} is missing",
                "Make that folder, or choose another --out",
            )
        if out.exists() and not out.is_file():
            raise DataError.one(path, "is no file, but a device or a pipe", fix)
        partial.write_bytes(body)
        os.replace(partial, out)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise DataError.one(path, f"cannot be written ({error.strerror})", fix) from None


def view_address(view: View, path: str) -> str:
    """Return the path with the query of a view. Size and theme are left out: they belong to files."""
    query = to_query(view.package, view.selection, presentation=False)
    return path + (f"?{query}" if query else "")


def citation(view: View, chart: Chart, site: str) -> dict[str, str | tuple[int, int]]:
    """Return the citation of a chart's view and the height of its embedded page.

    `apa` and `bibtex` are texts, dated by the newest source; `heights` are px (see `html.heights`).
    """
    metadata = ExportMetadata(chart, view, site + view_address(view, f"/charts/{chart.id}"))
    published = max((str(s.published) for s in metadata.sources), default="")
    query = to_query(view.package, view.selection, presentation=False)
    key = f"dependency-reversal-{chart.id}{f'-{_digest(query)}' if query else ''}"
    work = citations.of_view(
        metadata.title,
        key,
        metadata.address,
        published[:4],
        view.package.version,
        date.today().isoformat(),
        citations.data_of(metadata.sources),
    )
    return {"apa": citations.apa(work), "bibtex": citations.bibtex(work), "heights": html.heights(metadata)}


def render_all(view: View, export: Export, site: str) -> bytes:
    """Return all charts of a view in one file. Raises KeyError for a format of single charts, PictureError."""
    if export.together is None:
        raise KeyError(export.ending)
    return export.together(view, lambda path: site + view_address(view, path))


def file_name(view: View, name: str) -> str:
    """Return the name for a saved file: `rus-irn-direction-local-excluded-dark.png`. Two views never share one."""
    query = to_query(view.package, view.selection)
    changed = [
        value if key in ("theme", "size") else f"{key}-{value}" for key, value in parse_qsl(query) if key != "dyad"
    ]
    chart, _, ending = name.partition(".")
    slug = re.sub("[^a-z0-9]+", "-", "-".join([view.selection.dyad, chart, *changed]).lower()).strip("-")
    if len(slug) > 100 or not query.isascii() or "%" in query:
        slug = f"{slug[:90].strip('-')}-{_digest(query)}"
    return f"{slug}.{ending}"


def _digest(query: str) -> str:
    return hashlib.sha256(query.encode()).hexdigest()[:6]
