"""What a format of files is, and which there are: one file each in `formats/`. A new one with an `EXPORT` joins by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dashboard.exports import formats as folder
from dashboard.exports.metadata import ExportMetadata
from etl.contracts.discovery import members

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True)
class Export:
    """`render(metadata)` gives the file of a chart's view; the metadata hold both.

    `label` names the format in a menu, `note` says there what is in a file that is no picture. `themed` is true where a
    theme changes the file. `browser` is true for what needs a browser on the server to be drawn;
    `policy`, where given, is the content policy of a file that is a page of its own.
    """

    ending: str
    mimetype: str
    render: Callable[[ExportMetadata], bytes]
    label: str = ""
    note: str = ""
    themed: bool = False
    browser: bool = False
    policy: Callable[[bytes], str] | None = None


@cache
def formats() -> Mapping[str, Export]:
    """Return ending → format."""
    return MappingProxyType({export.ending: export for export in members(folder, "EXPORT").values()})
