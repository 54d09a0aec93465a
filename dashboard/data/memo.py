"""Cache results on the package or view they were computed from, so that both are freed together."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

_MAX_RESULTS = 600
_MISSING: Any = object()
Result = TypeVar("Result")


def memoized(function: Callable[..., Result]) -> Callable[..., Result]:
    """Cache a function's results on its first argument, a package or a view; the other arguments must be hashable."""

    @wraps(function)
    def cached(package: Any, *args: Any) -> Result:
        memo = package.__dict__.setdefault("_memo", {})
        key = (function, args)
        result = memo.get(key, _MISSING)  # another thread may clear it at any moment
        if result is _MISSING:
            result = function(package, *args)
            if len(memo) >= _MAX_RESULTS:
                memo.clear()
            memo[key] = result
        return result

    return cached
