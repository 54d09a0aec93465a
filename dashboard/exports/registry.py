"""List the file formats: one module each in `formats/`. A new module with an `EXPORT` joins by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dashboard.data.view import View
from dashboard.exports import formats as folder
from dashboard.exports.metadata import ExportMetadata
from etl.contracts.discovery import members


@dataclass(frozen=True)
class Export:
    """File format of a chart's view. `render(metadata)` returns the bytes of the file.

    `label` names the format in a menu; `note` describes there a file that is not a picture. `themed` is true where the
    theme changes the file, `browser` where the server needs a browser to draw it. `policy`, where given, returns the
    content security policy of a file that opens as a page of its own. `sidecar` is the ending of the format that
    describes it. `together`, where given, returns all charts of a view in one file; it is called with the function that
    gives the URL of a path.
    """

    ending: str
    mimetype: str
    render: Callable[[ExportMetadata], bytes]
    label: str = ""
    note: str = ""
    themed: bool = False
    browser: bool = False
    policy: Callable[[bytes], str] | None = None
    sidecar: str = ""
    together: Callable[[View, Callable[[str], str]], bytes] | None = None


@cache
def formats() -> Mapping[str, Export]:
    """Return the formats by file ending."""
    return MappingProxyType({export.ending: export for export in members(folder, "EXPORT").values()})
