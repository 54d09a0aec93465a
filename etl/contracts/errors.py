"""The one error a user's mistake may raise: where it is, what is wrong, how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in the input.

    `where` is a file, line and column (`sources/x/register.csv:41:supplier`), `what` says what is
    wrong with the value quoted, `fix` says what to do about it.
    """

    where: str
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.fix}."


class DataError(Exception):
    """Bad input, with every offending row named. Never raised for a fault of the program."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    @classmethod
    def one(cls, where: object, what: str, fix: str) -> DataError:
        return cls([Problem(str(where), what, fix)])
