"""Run a command line so that a user's mistake ends in a clear message and exit code 2, never in a traceback."""

import io
import sys

import click

from etl.contracts.errors import DataError


def run(cli: click.Command, heading: str = "", aborted: int = 0) -> None:
    """Run a command line; print a DataError problem by problem and exit with code 2. Ctrl+C exits with code `aborted`.

    `heading` is printed above the problems, with `{n}` replaced by their number and `{s}` by the plural s.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a code page such as cp1252 lacks some of our signs
    try:
        cli(standalone_mode=False)
    except DataError as error:
        lines = [f"  {problem}" if heading else str(problem) for problem in error.problems]
        click.echo(
            "\n".join([*([heading.format(n=len(lines), s="s" * (len(lines) != 1))] if heading else []), *lines]),
            err=True,
        )
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(aborted)
