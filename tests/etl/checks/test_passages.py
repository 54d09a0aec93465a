"""Claims against the texts they were coded from: what moved, changed or is gone is named with the claims that rest on it."""

import hashlib

import pandas as pd
import pytest

from etl.checks import passages, quantity_words
from etl.checks.between_rows import Checked

LINES = [
    "First line of a made-up story.",
    "The mill made nine wheels in May.",
    "A neighbour took four wheels.",
    "No wheel came back in May.",
]
TEXT = "\n\n".join(LINES) + "\n"


def digest(line):
    return hashlib.sha256(line.encode()).hexdigest()


def claim(name, n, anchor, line=None, document="story"):
    found = None if n is None else digest(line or LINES[n - 1])
    return {"claim_id": name, "document_id": document, "locator": n, "paragraph_sha256": found, "anchor": anchor}


CLAIMS = (
    claim("mill-made", 2, "made nine wheels"),
    claim("mill-in-may", 2, "nine wheels in May"),
    claim("neighbour-took", 3, "A neighbour took"),
)


@pytest.fixture
def check(tmp_path):
    """Checks claims against texts given by name; each document names a text, or none."""

    def run(files, claims=CLAIMS, documents=(("story", "story.txt"),)) -> Checked:
        for name, text in files.items():
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        frames = {
            "claims": pd.DataFrame(list(claims)).astype({"locator": "Int64"}),
            "documents": pd.DataFrame(list(documents), columns=["document_id", "file"]),
        }
        placed = {name: f.assign(_where=f"{name}.csv", _line=range(2, len(f) + 2)) for name, f in frames.items()}
        return passages.check(tmp_path, placed)

    return run


def only(found):
    (problem,) = found.problems
    return problem


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("\n", "\r\n"),
        "\ufeff" + TEXT,
        TEXT.replace("\n\n", "\n"),
        "\n \n" + TEXT.replace("\n", "  \n"),
    ],
)
def test_texts_that_hold_are_counted_whatever_their_line_ends(check, text):
    found = check({"story.txt": text}, [*CLAIMS, claim("loose", None, None)], [("story", "story.txt"), ("other", None)])
    assert found.problems == ()
    assert found.summary == (
        "Texts: 3 claims rest on 2 paragraphs of 1 document, and every paragraph and anchor is where its claim says. "
        "Unchecked, because no text is named: 1 document with 0 claims. 1 more claim names no paragraph."
    )


def test_a_moved_paragraph_is_named_with_its_new_locator(check):
    problem = only(check({"story.txt": "\n".join([LINES[1], LINES[0], *LINES[2:]])}))
    assert problem.where == "story.txt:paragraph 2"
    assert problem.what == "moved to 1; mill-made and mill-in-may name 2"
    assert problem.fix == "Set their locator to 1"


def test_an_altered_paragraph_is_named_with_the_claims_that_rest_on_it(check):
    problem = only(check({"story.txt": TEXT.replace("nine", "ten")}))
    assert (problem.where, problem.what) == (
        "story.txt:paragraph 2",
        "was altered, as no paragraph has the hash that mill-made and mill-in-may rest on",
    )


def test_a_missing_paragraph_is_named_with_the_claims_that_rest_on_it(check):
    problem = only(check({"story.txt": "\n".join(LINES[:2])}))
    assert (problem.where, problem.what) == (
        "story.txt:paragraph 3",
        "is missing, as the text ends with 2; neighbour-took rests on it",
    )


LONG = [f"Paragraph of the number {n}." for n in range(1, 13)]


def long(*numbers):
    return [claim(f"c{n}", n, None, LONG[n - 1]) for n in numbers]


def said(found):
    return [f"{p.where}: {p.what}. {p.fix}." for p in found.problems]


def test_a_deleted_paragraph_is_gone_and_those_after_it_are_one_line(check):
    found = check({"story.txt": "\n".join(LONG[:4] + LONG[5:])}, long(2, 5, 6, 9, 12))
    assert said(found) == [
        "story.txt:paragraph 5: is gone, and the paragraphs after it moved up by 1 relative to those before it; c5 rests on it. "
        "Restore the text, or find the paragraph and correct locator, hash and anchor.",
        "story.txt:paragraphs 6 to 12: moved up by 1; 3 claims rest on them: c6, c9 and c12. "
        "Subtract 1 from each of their locators.",
    ]


def test_an_inserted_paragraph_is_one_line_for_those_after_it(check):
    found = check({"story.txt": "\n".join([*LONG[:3], "New.", "And new.", *LONG[3:]])}, long(3, 4, 5, 12))
    assert said(found) == [
        "story.txt:paragraphs 4 to 12: moved down by 2; 3 claims rest on them: c4, c5 and c12. Add 2 to each of their locators."
    ]


def test_a_paragraph_altered_beside_a_deletion_is_not_called_gone(check):
    """4 is altered, 9 is deleted: only what follows 9 stands earlier."""
    text = [*LONG[:3], "Something else.", *LONG[4:8], *LONG[9:]]
    found = check({"story.txt": "\n".join(text)}, long(3, 4, 5, 9, 10, 11))
    assert [(p.where, p.what.split(",")[0].split(";")[0]) for p in found.problems] == [
        ("story.txt:paragraph 4", "was altered"),
        ("story.txt:paragraph 9", "is gone"),
        ("story.txt:paragraphs 10 to 11", "moved up by 1"),
    ]


def test_a_paragraph_that_stands_twice_moves_with_its_neighbours(check):
    """The fifth repeats the second; with the first one gone, the fifth now stands at 4, and the second at 1."""
    text = ["a", "b", "c", "d", "b", "e"]
    claims = [claim(f"c{n}", n, None, text[n - 1]) for n in range(2, 7)]
    assert [p.where for p in check({"story.txt": "\n".join(text[1:])}, claims).problems] == [
        "story.txt:paragraphs 2 to 6"
    ]


def test_a_locator_below_one_is_missing(check):
    assert only(check({"story.txt": TEXT}, [claim("early", 0, None, "no such line")])).what.startswith(
        "is missing, as the text ends with 4"
    )


def test_a_missing_text_names_its_document_and_claims(check, tmp_path):
    problem = only(check({}))
    assert problem.where == "documents.csv:2:file"
    assert (
        problem.what
        == f'"story.txt" is not in {tmp_path}; 3 claims rest on story: mill-made, mill-in-may and neighbour-took'
    )


@pytest.mark.parametrize(
    ("anchor", "words"),
    [
        ("in May", 'the anchor "in May" of c occurs in 2 and 4, 2 times'),
        ("No wheel came", 'the anchor "No wheel came" of c occurs in 4'),
        ("nine eggs", 'the anchor "nine eggs" of c occurs nowhere'),
        ("ine wheels", 'the anchor "ine wheels" of c occurs nowhere'),  # words, not letters
    ],
)
def test_an_anchor_stands_once_and_in_its_paragraph(check, anchor, words):
    problem = only(check({"story.txt": TEXT}, [claim("c", 2, anchor), CLAIMS[0]]))
    assert (problem.where, problem.what) == ("story.txt:paragraph 2", words)


def test_an_anchor_twice_in_one_paragraph_is_named(check):
    line = "May be, may be, May be."
    problem = only(check({"story.txt": line}, [claim("c", 1, "May be", line)]))
    assert problem.what == 'the anchor "May be" of c occurs in 1, 2 times'


def test_a_locator_without_hash_is_named(check):
    problem = only(check({"story.txt": TEXT}, [claim("c", 2, None) | {"paragraph_sha256": None}]))
    assert (problem.where, problem.what) == ("claims.csv:2:locator", "claim c has a locator but no hash")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (TEXT.encode("utf-16"), "byte 0xff in line 1"),
        (b"plain\nM\xfchle\n", "byte 0xfc in line 2"),
        (b"\xef\xbb\xbfab\xff", "byte 0xff in line 1"),
    ],
)
def test_a_text_that_is_not_utf_8_is_named(check, text, what):
    problem = only(check({"story.txt": text}))
    assert f'"story.txt" is not UTF-8: {what}' in problem.what
    assert problem.fix == "Save the text as UTF-8"


def test_a_file_outside_the_folder_is_not_read(check):
    assert '"../story.txt" is not a plain file name' in only(check({}, documents=[("story", "../story.txt")])).what


def test_every_fault_of_every_text_is_named_at_once(check):
    other = [claim("o1", 1, "gone", "gone", "other"), claim("o2", 2, "gone", "gone", "other")]
    documents = [("story", "story.txt"), ("other", "other.txt"), ("lost", "lost.txt")]
    found = check({"story.txt": TEXT.replace("nine", "ten"), "other.txt": "one line\n"}, [*CLAIMS, *other], documents)
    assert [p.where for p in found.problems] == [
        "story.txt:paragraph 2",
        "other.txt:paragraph 1",
        "other.txt:paragraph 2",
        "documents.csv:4:file",
    ]


# ---- words for quantities ----


@pytest.mark.parametrize(
    ("words", "unit", "low", "central", "high"),
    [
        ("several hundred", "", 200, None, 999),
        ("hundreds, to be made in Russia", "drones", 200, None, 999),
        ("up to several hundred", "", 0, None, 999),
        ("dozens", "", 24, None, 99),
        ("dozens or hundreds", "", 24, None, 999),
        ("more than 1,300", "launches", 1301, None, None),
        ("more than 4 billion dollars", "USD", 4e9, None, None),
        ("more than 22 tonnes", "tonnes", 22, None, None),
        ("about 300,000, mixed munitions", "shells", None, 300_000, None),
        ("about 50", "", 40, 50, 60),  # bounds that the claimant gave
        ("at least three", "", 3, None, None),
        ("up to 2,700 a month", "", 0, None, 2700),
        ("two or three", "", 2, None, 3),
        ("20 to 30", "", 20, None, 30),
        ("all six", "", 6, 6, 6),
        ("12", "", None, 12, None),
        ("2 to 3 million", "", 2e6, None, 3e6),
        ("two or three thousand", "", 2000, None, 3000),
        ("900 thousand to 1 million", "", 9e5, None, 1e6),
    ],
)
def test_words_stand_for_ranges(words, unit, low, central, high):
    may = quantity_words.allowed(words, unit)
    row = {"low": low, "central": central, "high": high}
    assert may is not None
    assert all(row[c] in values for c, values in may.items())


@pytest.mark.parametrize(
    "words",
    ["some", "around fifty", "a number of", "1 to 2 to 3", "at least one; three; up to six", "900 to 1 million", ""],
)
def test_words_outside_the_code_book_are_not_guessed(words):
    assert quantity_words.allowed(words) is None


def quantities(*rows):
    names = ["claim_id", "quantity_words", "quantity_low", "quantity_central", "quantity_high", "quantity_unit"]
    frame = pd.DataFrame(list(rows), columns=names)
    return frame.assign(_where="claims.csv", _line=range(2, len(frame) + 2))


def test_a_wrong_range_is_named_with_its_claim():
    found = quantity_words.check(
        quantities(
            ("good", "hundreds", 200, None, 999, "drones"),
            ("midpoint", "dozens", 24, 60, 99, "drones"),
            ("at-n", "more than 80", 80, None, None, "drones"),
            ("empty", "dozens", None, None, None, None),
            ("money", "21 billion dollars", None, None, None, None),
            ("vague", "some", None, None, None, None),
        )
    )
    assert [(p.where, p.what) for p in found.problems] == [
        (
            "claims.csv:3:quantity_central",
            'claim midpoint has "dozens" with central 60, but the code book requires central empty',
        ),
        ("claims.csv:4:quantity_low", 'claim at-n has "more than 80" with low 80, but the code book requires low 81'),
        (
            "claims.csv:5:quantity_low",
            'claim empty has "dozens" with low empty, high empty, but the code book requires low 24, high 99',
        ),
    ]
    assert found.summary.startswith("Words for quantities: 1 matches its range; 2 not checked")
