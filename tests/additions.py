"""What a newcomer adds: a register of another pair, as a source folder, and the pair."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

DATASETS = Path(__file__).resolve().parent.parent / "datasets"
HEADER = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,Order date is estimate,"
    "Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,SIPRI estimate,"
    "TIV deal unit,TIV delivery values,Local production"
)
SOURCE = """id = "atelier"
kind = "register"
release = "2030"
short = "Atelier 2030"
publisher = "The workshop of this test"
title = "A made-up register"
url = "https://example.org/register"
published = 2030-01-01
accessed = 2030-01-02
licence = "CC0"
citation = "A made-up register, 2030."

[[file]]
name = "register.csv"
format = "deliveries"
sha256 = "{sha256}"

[[file.coverage]]
supplier = "FRA"
recipient = "BRA"
from = 2000
to = 2019

[[file.coverage]]
supplier = "BRA"
recipient = "FRA"
from = 2000
to = 2019
"""
DYAD = """
[[dyad]]
id = "FRA-BRA"
a = "FRA"
b = "BRA"
label = "France and Brazil"
from = 2000
break_year = 2010
"""


def with_a_pair(folder: Path) -> Path:
    """A copy of the project's datasets with the register and the pair added: France until 2009, then Brazil."""
    datasets = folder / "datasets"
    shutil.copytree(DATASETS, datasets, ignore=shutil.ignore_patterns("built*", ".built*"))
    rows = [f"{y},France,Brazil,Mirage,fighter,Aircraft,1999,No,2,No,{y},No,New,10,10,20,No" for y in range(2000, 2010)]
    rows += [f"{y},Brazil,France,Tucano,trainer,Aircraft,2009,No,4,No,{y},No,New,2,2,8,No" for y in range(2010, 2020)]
    source = datasets / "sources" / "atelier"
    source.mkdir()
    data = "\n".join([HEADER, *rows, ""]).encode()
    (source / "register.csv").write_bytes(data)
    (source / "source.toml").write_text(SOURCE.format(sha256=hashlib.sha256(data).hexdigest()), encoding="utf-8")
    with (datasets / "dyads.toml").open("a", encoding="utf-8") as dyads:
        dyads.write(DYAD)
    return datasets
