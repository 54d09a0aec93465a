"""Run `python -m etl build | check | describe`."""

import time
from pathlib import Path

import click

from etl import build as stages
from etl.analysis.documented.draws import DRAWS
from etl.analysis.metrics import METRICS
from etl.contracts.command_line import run
from etl.contracts.folders import BUILT, DATASETS
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
    default=BUILT,
    show_default="datasets/built",
    help="Folder to write the package to.",
)
@click.option(
    "--draws",
    type=click.IntRange(0),
    default=DRAWS,
    show_default=True,
    help="Monte-Carlo draws for documented events; 0 skips them.",
)
def build(datasets: Path, out: Path, draws: int) -> None:
    """Build the package of tables that the dashboard reads."""
    start = time.perf_counter()
    report, manifest = stages.build(datasets, out, draws)
    click.echo("Read:")
    click.echo("\n".join(report.lines))
    rows = manifest["rows"]
    assert isinstance(rows, dict)
    click.echo("Wrote: " + ", ".join(f"{name} {n}" for name, n in rows.items()))
    seconds = time.perf_counter() - start
    click.echo(f"Package {manifest['data_version']} in {out} ({seconds:.1f} s).")


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
