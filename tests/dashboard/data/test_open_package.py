"""A damaged package is one clear error, whatever part of it is missing."""

import json
import shutil

import pytest

from dashboard.data.package import open_package
from etl.contracts.errors import DataError


def half(name):
    """Return a change that cuts a file of a package in two."""
    return lambda folder: (folder / name).write_bytes(
        (folder / name).read_bytes()[: (folder / name).stat().st_size // 2]
    )


def rewritten(name, change):
    """Return a change to the content of a JSON file."""

    def apply(folder):
        content = json.loads((folder / name).read_text(encoding="utf-8"))
        (folder / name).write_text(json.dumps(change(content)), encoding="utf-8")

    return apply


DAMAGES = {
    "half a manifest": half("manifest.json"),
    "an empty manifest": lambda folder: (folder / "manifest.json").write_bytes(b""),
    "a manifest that is a list": rewritten("manifest.json", lambda _: []),
    "a manifest without versions": rewritten("manifest.json", lambda _: {"rows": {}}),
    "half a description": half("datapackage.json"),
    "a description without resources": rewritten("datapackage.json", lambda _: {}),
    "no description": lambda folder: (folder / "datapackage.json").unlink(),
    "a table that is missing": lambda folder: (folder / "claims.csv").unlink(),
    "a table that is no text": lambda folder: (folder / "claims.csv").write_bytes(b"\xff\xfe\x00\x01"),
    "a number that is a word": lambda folder: (folder / "totals.csv").write_text(
        (folder / "totals.csv").read_text(encoding="utf-8").replace(",80.0,", ",eighty,"), encoding="utf-8"
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_package_is_one_error_that_says_what_to_run(built, tmp_path, damage):
    folder = tmp_path / "built"
    shutil.copytree(built, folder)
    DAMAGES[damage](folder)
    with pytest.raises(DataError) as caught:
        open_package(folder)
    (problem,) = caught.value.problems
    assert str(folder) in problem.where
    assert "is damaged" in problem.what
    assert problem.fix == "Run: python -m etl build"
