"""Run `python -m etl build | check | describe`."""

import time
from pathlib import Path

import click
from click.core import ParameterSource

from etl import build as stages
from etl.analysis.documented.draws import DRAWS
from etl.analysis.metrics import METRICS
from etl.contracts.command_line import run
from etl.contracts.folders import BUILT, DATASETS, IMPORTED
from etl.contracts.package_tables import TABLES
from etl.readers.registry import readers

_DATASETS = click.option(
    "--datasets",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=DATASETS,
    show_default="datasets/",
    help="Folder of the sources.",
)


@click.group()
def cli() -> None:
    """Turn documents and registers into directed series of arms flows between two states."""


@cli.command()
@_DATASETS
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write the package to: datasets/built, or datasets/imported for a register.",
)
@click.option(
    "--draws",
    type=click.IntRange(0),
    default=DRAWS,
    show_default=True,
    help="Monte-Carlo draws for documented events; 0 skips them.",
)
@click.option(
    "--register",
    "registers",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A register by delivery year as downloaded, in place of the sources; several of one release are joined.",
)
@click.option(
    "--pair", "pairs", multiple=True, help="A pair to build, RUS-IRN; without any, the ten most likely to have turned."
)
@click.option("--release", default="", help="The year of the register's release; the file itself does not say it.")
@click.pass_context
def build(
    context: click.Context,
    datasets: Path,
    out: Path | None,
    draws: int,
    registers: tuple[Path, ...],
    pairs: tuple[str, ...],
    release: str,
) -> None:
    """Build the package of tables that the dashboard reads."""
    start = time.perf_counter()
    given = {name for name in ("datasets", "draws") if context.get_parameter_source(name) != ParameterSource.DEFAULT}
    if (pairs or release) and not registers:
        raise click.UsageError("--pair and --release go with --register")
    if registers and given:
        raise click.UsageError("--register takes the place of the sources: leave out --datasets and --draws")
    if registers:
        out = out or IMPORTED
        report, manifest = stages.build_register(registers, pairs, release, out)
    else:
        out = out or BUILT
        report, manifest = stages.build(datasets, out, draws)
    click.echo("Read:")
    click.echo("\n".join(report.lines))
    rows = manifest["rows"]
    assert isinstance(rows, dict)
    click.echo("Wrote: " + ", ".join(f"{name} {n}" for name, n in rows.items()))
    seconds = time.perf_counter() - start
    click.echo(f"Package {manifest['data_version']} in {out} ({seconds:.1f} s).")
    if registers:
        click.echo(f"Show it: python -m dashboard serve --data {out}")


@cli.command()
@_DATASETS
@click.option(
    "--documents",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the documents' texts, to check locators and anchors of claims against.",
)
def check(datasets: Path, documents: Path | None) -> None:
    """Check every source without writing anything."""
    report = stages.Report()
    tables = stages.make_tables(datasets, report, draws=0, documents=documents)
    click.echo("\n".join([*report.lines, *report.checked]))
    click.echo(f"All good: {len(tables['claims'])} claims, {len(tables['deliveries'])} register rows.")


@cli.command()
def describe() -> None:
    """List the formats that can be read, the tables that are built, and the metrics."""
    click.echo("Formats: " + ", ".join(readers()))
    for name, contract in TABLES.items():
        click.echo(f"Table {name}: {', '.join(contract.columns)}")
    for metric in METRICS.values():
        click.echo(f"Metric {metric.id}: {metric.low}…{metric.high}")


def main() -> None:
    run(cli, "Nothing was written; the last good build stays. {n} problem{s}:", aborted=1)


if __name__ == "__main__":
    main()
