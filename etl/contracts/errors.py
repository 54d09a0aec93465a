"""Define the one error that bad input raises: where it is, what is wrong, how to correct it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, order=True)
class Problem:
    """Describe one mistake in the input.

    `where` is a file, line and column (`sources/x/register.csv:41:supplier`), `what` quotes the value and
    states what is wrong with it, `fix` states how to correct it.
    """

    where: str
    what: str
    fix: str

    def line(self, file: str) -> int:
        """Return the line of a problem in `file`, 0 where it is about the file as a whole."""
        return int(self.where.removeprefix(file).partition(":")[2].partition(":")[0] or 0)

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.fix}."


class DataError(Exception):
    """Report bad input, one problem per offending row. Never raised for a fault of the program."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    @classmethod
    def one(cls, where: object, what: str, fix: str) -> DataError:
        """Return an error with a single problem."""
        return cls([Problem(str(where), what, fix)])


def attempt(
    problems: list[Problem], make: Callable[Given, Made], *given: Given.args, **options: Given.kwargs
) -> Made | None:
    """Return what `make` returns, or None where it raises a DataError, whose problems are added to `problems`."""
    try:
        return make(*given, **options)
    except DataError as error:
        problems += error.problems
        return None
