"""Run the dashboard's commands: `serve` (also the default), `export` for files, `site` for a static copy."""

import sys
from pathlib import Path

import click

from dashboard.web import serve as server
from etl.contracts.command_line import run
from etl.contracts.folders import BUILT


@click.group(invoke_without_command=True)
@click.pass_context
def cli(context: click.Context) -> None:
    """Which way arms flowed between two states, when that turned, and who says so."""
    if context.invoked_subcommand is None:
        context.invoke(serve)


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8050, show_default=True, help="0 takes a free one.")
@click.option(
    "--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that serve; not on Windows."
)
@click.option(
    "--data", type=click.Path(path_type=Path), default=BUILT, show_default="datasets/built", help="A built package."
)
def serve(host: str, port: int, workers: int, data: Path) -> None:
    """Serve the dashboard."""
    server.check_workers(workers)
    with server.listen(host, port) as listener:
        url = server.address(listener)
        server.serve(data, listener, workers, lambda: click.echo(f"Open {url} (Ctrl+C stops)"))


@cli.command()
@click.argument("chart")
@click.option("--format", "ending", required=True, help="The ending of its address: png, pdf, pptx, …")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="A parameter of the view, as in its address; may be repeated.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    required=True,
    help="The file to write; - is standard output.",
)
@click.option(
    "--site", default="http://127.0.0.1:8050", show_default=True, help="Where the dashboard is served: files name it."
)
@click.option(
    "--data", type=click.Path(path_type=Path), default=BUILT, show_default="datasets/built", help="A built package."
)
def export(chart: str, ending: str, settings: tuple[str, ...], out: Path, site: str, data: Path) -> None:
    """Write one CHART as a file, or all of them with `deck --format pptx`."""
    from dashboard.data.package import open_package
    from dashboard.exports import requests

    if str(out) == "-":
        sys.stdout.buffer.write(requests.render_request(open_package(data), chart, ending, settings, site))
        return
    body = requests.render_request(open_package(data), chart, ending, settings, site, out)
    requests.write_file(out, body)
    click.echo(f"Wrote {out} ({len(body) / 1000:,.0f} kB).")


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--data", type=click.Path(path_type=Path), default=BUILT, show_default="datasets/built", help="A built package."
)
@click.option("--site", "served", default="", help="Where the copy will be served: its files name it.")
def site(folder: Path, data: Path, served: str) -> None:
    """Write a copy of the site into FOLDER: for any web server, or to be opened from a disk without one."""
    from dashboard.data.package import open_package
    from dashboard.web.static_copy import write as copies

    names = copies.write(open_package(data), folder, served)
    size = sum((folder / name).stat().st_size for name in names)
    click.echo(f"Wrote {len(names)} files to {folder} ({size / 1e6:,.1f} MB). Open {folder / 'index.html'}")


def main() -> None:
    """Run the command line."""
    run(cli)


if __name__ == "__main__":
    main()
