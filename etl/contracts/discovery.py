"""Find the members of a folder of like files, so that a new file joins by itself."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any


def members(folder: ModuleType, attribute: str) -> dict[str, Any]:
    """Return file name → its `attribute`, for every file of a package that has it, by name.

    Of a folder inside the package, the file named as the attribute is asked: `launches/chart.py` for `CHART`.
    """
    found = {}
    for entry in iter_modules(folder.__path__):
        name = f"{folder.__name__}.{entry.name}" + (f".{attribute.lower()}" if entry.ispkg else "")
        try:
            module = import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
            continue
        if hasattr(module, attribute):
            found[entry.name] = getattr(module, attribute)
    return found
