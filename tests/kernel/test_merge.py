"""Two edits of one text: each paragraph from whoever changed it, both where both did, and never a word lost."""

import sys

from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.merge import Clash, merge

BASE = "Bænke.\n\nLys.\n\nTræer."


def test_edits_of_different_paragraphs_are_put_together():
    merged = merge(BASE, "Bænke i sol.\n\nLys.\n\nTræer.", "Bænke.\n\nLys.\n\nTræer.\n\nEn grill.")
    assert (merged.text, merged.clashes) == ("Bænke i sol.\n\nLys.\n\nTræer.\n\nEn grill.", ())


def test_two_changes_of_one_paragraph_are_both_shown():
    merged = merge(BASE, "Bænke.\n\nMere lys.\n\nTræer.", "Bænke.\n\nVarmt lys.\n\nTræer.")
    assert merged.clashes == (Clash("Mere lys.", "Varmt lys."),)
    assert merged.text == "Bænke.\n\nMere lys.\n\nVarmt lys.\n\nTræer."


def test_the_same_change_twice_is_one_change():
    merged = merge(BASE, "Bænke.\n\nMere lys.", "Bænke.\n\nMere lys.")
    assert (merged.text, merged.is_clean) == ("Bænke.\n\nMere lys.", True)


def test_a_paragraph_taken_out_by_one_and_changed_by_the_other_is_kept_and_shown():
    merged = merge(BASE, "Bænke.\n\nTræer.", "Bænke.\n\nVarmt lys.\n\nTræer.")
    assert merged.clashes == (Clash("", "Varmt lys."),)
    assert "Varmt lys." in merged.text


PARAGRAPHS = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=6)


@given(PARAGRAPHS, st.lists(st.integers(0, 6), max_size=3), st.lists(st.integers(0, 6), max_size=3))
def test_no_new_word_of_either_writer_is_ever_lost(base, places, others):
    def edited(spots, word):
        found = list(base)
        for number, spot in enumerate(spots):
            found.insert(min(spot, len(found)), f"{word}{number}")
        return "\n\n".join(found)

    theirs, mine = edited(places, "deres"), edited(others, "mit")
    text = merge("\n\n".join(base), theirs, mine).text
    for word in [f"deres{n}" for n in range(len(places))] + [f"mit{n}" for n in range(len(others))]:
        assert word in text.split("\n\n")


@given(PARAGRAPHS, PARAGRAPHS)
def test_one_edit_alone_is_taken_as_it_is(base, changed):
    old, new = "\n\n".join(base), "\n\n".join(changed)
    assert merge(old, old, new).text == new
    assert merge(old, new, old).text == new


def test_long_lists_of_the_same_word_are_put_together_without_trying_each_against_each():
    def written(many, mine, by):
        return "\n\n".join(by if at == mine else f"Punkt {at}." if at % 100 == 0 else "Ja." for at in range(many))

    def calls(many):
        made = 0

        def count(_frame, event, _arg):
            nonlocal made
            made += event in {"call", "c_call"}

        sys.setprofile(count)
        try:
            merged = merge(written(many, -1, ""), written(many, 150, "Deres."), written(many, many - 50, "Mine."))
        finally:
            sys.setprofile(None)
        assert merged.is_clean
        assert merged.text.count("Ja.") == many - many // 100 - 2
        assert all(one in merged.text for one in ("Deres.", "Mine."))
        return made

    assert calls(8000) < 2_000_000, "each against each would be a hundred million"
