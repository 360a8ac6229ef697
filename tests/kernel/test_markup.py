"""Texts in blocks: known marks are read, everything else stays words, and blocks can be written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.markup import (
    Items,
    Mark,
    Paragraph,
    Picture,
    Span,
    Table,
    blocks,
    numbers,
    pictures,
    plain,
    reading,
    source,
)

TEXT = """Vi vil have *lys* og **bænke**.
Helst snart.

- et
- to
    - under to

1. først
2. så

| Gård | Bænke |
| --- | --- |
| Nord | **3** |

![En bænk i solen](picture-12)"""


def test_known_marks_become_blocks():
    found = blocks(TEXT)
    assert [type(one) for one in found] == [Paragraph, Items, Items, Table, Picture]
    assert Span("lys", Mark.EMPHASIS) in found[0].line
    assert [item.depth for item in found[1].items] == [0, 0, 1]
    assert (found[1].is_ordered, found[2].is_ordered) == (False, True)
    assert found[3].rows == (((Span("Nord"),), (Span("3", Mark.STRONG),)),)
    assert pictures(TEXT) == [Picture(12, "En bænk i solen")]
    assert "under to" in plain(TEXT)


def test_what_was_read_can_be_written_back():
    assert source(blocks(TEXT)) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[klik](javascript:alert(1))",
        "![x](http://example.org/x.png)",
        "![x](picture-12x)",
        "&lt;b&gt; &copy; <b>",
        "# ikke en overskrift",
        "`kode` ~~nej~~",
    ],
)
def test_everything_else_stays_words(text):
    assert all(isinstance(one, Paragraph) for one in blocks(text))
    assert "".join(span.text for one in blocks(text) for span in one.line) in (text, "x")


WORDS = st.text(alphabet="aå *_-[]()!|\\1.)+#<&`\n", min_size=1, max_size=30)


@given(WORDS)
def test_any_words_survive_being_written_and_read(words):
    line = (Span(" ".join(words.split())),)
    if not line[0].text:
        return
    assert blocks(source([Paragraph(line)])) == (Paragraph(line),)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("28. maj 2026 lukker gården.", "28. maj 2026 lukker gården."),
        ("28. maj lukker vi.\n3. juni åbner vi.", "28. maj lukker vi.\n3. juni åbner vi."),
        ("1. maj har vi fri.\n5. juni også.", "1. maj har vi fri.\n5. juni også."),
        ("1. først\n2. så", "1. først\n2. så"),
        ("1) først\n2) så", "1. først\n2. så"),
        ("1. a\n\n   mere\n\nog så\n\n2. b", "1. a\n  1. mere\n\nog så\n\n2. b"),
        ("- a\n    3. b", "• a\n3. b"),
        ("- a\n    1. b", "• a\n  • 1. b"),
        ("1. a\n    - b\n2. c", "1. a\n  1. b\n2. c"),
        ("- - - - - - - a", "- - - - - - - a"),
        ("- " * 40 + "a", "- " * 40 + "a"),
        ("- " * 900 + "a", "- " * 900 + "a"),
    ],
)  # fmt: skip
def test_a_text_reads_as_it_was_written(text, read):
    assert reading(text) == read


PIECES = st.sampled_from(
    ["- ", "* ", "+ ", "1. ", "28. ", "2) ", "    ", "\t", "\n", "\n\n", "maj", "å", "| a | b |\n", "**", "_"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_word_is_lost_whatever_signs_stand_around_it(text):
    assert [char for char in reading(text) if char.isalpha()] == [char for char in text if char.isalpha()]
    source(blocks(text))
    list(numbers(item for one in blocks(text) if isinstance(one, Items) for item in one.items))
