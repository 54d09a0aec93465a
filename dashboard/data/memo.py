"""Keep what was computed from a package on the package itself, so that it goes when the package goes."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

_ANSWERS = 600


_NONE: Any = object()


Answer = TypeVar("Answer")


def memoized(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """Keeps a function's answers on its first argument, a package or a view, so that they go when it goes."""

    @wraps(function)
    def call(package: Any, *args: Any) -> Answer:
        memo = package.__dict__.setdefault("_kept", {})
        key = (function, args)
        answer = memo.get(key, _NONE)  # another thread may clear it at any moment
        if answer is _NONE:
            answer = function(package, *args)
            if len(memo) >= _ANSWERS:
                memo.clear()
            memo[key] = answer
        return answer

    return call
