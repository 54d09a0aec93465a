"""Cache results on the package or view they were computed from, so that both are freed together."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from cachetools import LRUCache

Result = TypeVar("Result")
_MISSING: Any = object()
_lock = threading.Lock()


def memoized(most: int) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Cache up to `most` results of a function on its first argument, a package or a view; the others must be hashable.

    Nothing else refers to a result: when the package is dropped, all that was computed from it goes.
    """

    def decorate(function: Callable[..., Result]) -> Callable[..., Result]:
        @wraps(function)
        def cached(owner: Any, *args: Any) -> Result:
            with _lock:
                results = owner.__dict__.setdefault("_memo", {}).setdefault(function, LRUCache(most))
                result = results.get(args, _MISSING)
            if result is _MISSING:
                result = function(owner, *args)
                with _lock:
                    results[args] = result
            return result

        return cached

    return decorate
