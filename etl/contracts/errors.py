"""Define the one error that bad input raises: where it is, what is wrong, how to correct it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """Describe one mistake in the input.

    `where` is a file, line and column (`sources/x/register.csv:41:supplier`), `what` quotes the value and
    states what is wrong with it, `fix` states how to correct it.
    """

    where: str
    what: str
    fix: str

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
