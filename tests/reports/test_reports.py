"""Reports: versions are frozen, edits never overwrite each other, changes are shown word by word."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from civic.kernel.markup import reading
from civic.kernel.memo import Memo
from civic.kernel.refusal import Reason, Refusal
from civic.reports import actions, compare, queries
from civic.reports.compare import Change, between, pieces, section_change
from civic.reports.models import Purpose, SectionKind, SectionText, Version
from tests.make import a_context, a_person, a_process, a_report, a_version, the_officer


def _said(old, new):
    return [(one.change.value, one.text) for one in pieces(old, new)]


def test_added_words_are_one_piece():
    assert _said("Mødesteder skal være åbne.", "Mødesteder skal være åbne og kunne nås uden trapper.") == [
        ("same", "Mødesteder skal være åbne"),
        ("added", " og kunne nås uden trapper"),
        ("same", "."),
    ]


def test_a_replaced_phrase_is_one_change():
    assert _said("Vi vil gå ud nu.", "Vi vil stå op nu.") == [
        ("same", "Vi vil "),
        ("removed", "gå ud"),
        ("added", "stå op"),
        ("same", " nu."),
    ]


@pytest.mark.parametrize(
    ("old", "new", "shown", "set_anew"),
    [
        (("A", "Vi vil **gerne**."), ("A", "Vi vil *gerne*."), "Vi vil gerne.", True),
        (("A", "- bænke\n- lys"), ("A", "- bænke\n- lys\n- sol"), "• bænke\n• lys[+\n• sol+]", False),
        (("A", "1. bænke"), ("A", "- bænke"), "• bænke", True),
        (("A", "1. lys\n2. sol"), ("A", "1. bænke\n2. lys\n3. sol"), "1.[+ bænke\n2.+] lys\n3. sol", False),
        (("A", "1. maj er fri."), ("A", "2. maj er fri."), "[-1.-][+2.+] maj er fri.", False),
        (("A", "| a | b |\n|---|---|\n| 1 | 2 |"), ("A", "| a | b |\n|---|---|\n| 1 | 3 |"),
         "a | b\n1 | [-2-][+3+]", False),
        (("Lys", "Det er lyst."), ("Mere lys", "Det er lyst."), "[-Lys-][+Mere lys+]\n\nDet er lyst.", False),
        (("A", "![Et kort](picture-3)"), ("A", "![Et bykort](picture-3)"), "[Et [-kort-][+bykort+]]", False),
        (("A", "Samme."), ("A", "Samme."), "Samme.", False),
    ],
)  # fmt: skip
def test_a_section_is_compared_as_it_is_read(old, new, shown, set_anew):
    before, after = (SectionText(heading=heading, text=text) for heading, text in (old, new))
    change = section_change(before, after)
    signs = {Change.SAME: "{}", Change.ADDED: "[+{}+]", Change.REMOVED: "[-{}-]"}
    assert "".join(signs[one.change].format(one.text) for one in change.pieces) == shown
    assert (change.is_changed, change.is_set_anew) == (old != new, set_anew)


WORDS = st.lists(st.sampled_from(["gård", "bænk", "og", "sol.", "en", "å", "\n"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_the_pieces_give_back_both_texts(old, new):
    found = pieces(old, new)
    assert "".join(one.text for one in found if one.change is not Change.ADDED).split() == old.split()
    assert "".join(one.text for one in found if one.change is not Change.REMOVED).split() == new.split()
    assert all(one.text.strip() for one in found if one.change is not Change.SAME), "no empty insertion or deletion"


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Der etableres nye bænke langs stien.", "Der etableres bænke med armlæn langs stien.",
         "Der etableres[- nye] bænke[+ med armlæn] langs stien."),
        ("Kom ind i den. Det gælder også.", "Kom ind i den.\n\nDet gælder også.",
         "Kom ind i den.\n\nDet gælder også."),
        ("et ga\u030ardrum", "et gårdrum", "et gårdrum"), ("en boli\u00adg", "en bolig", "en bolig"),
        ("هذا كتاب", "هذا كِتاب", "هذا [-كتاب][+كِتاب]"),
        ("to et", "et", "[-to ]et"), ("et", "to et", "[+to ]et"), ("gå ud nu", "stå op nu", "[-gå ud][+stå op] nu"),
    ],
)  # fmt: skip
def test_an_unchanged_word_is_never_struck_and_put_in(old, new, shown):
    marks = {Change.SAME: "{}", Change.REMOVED: "[-{}]", Change.ADDED: "[+{}]"}
    assert "".join(marks[one.change].format(one.text) for one in pieces(old, new)) == shown


@pytest.mark.tampers
@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE version SET label = '9'", "DELETE FROM version",
        "UPDATE section_text SET text = 'Andet'", "DELETE FROM section_text",
    ],
)  # fmt: skip
def test_a_published_version_cannot_be_changed_by_anybody(session, deed):
    a_version(session, a_report(session, a_process(session)))
    session.flush()
    with pytest.raises(IntegrityError, match="is frozen once it is published"):
        session.execute(text(deed))


def test_a_version_stays_as_it_was_when_the_report_goes_on(session):
    report = a_report(session, a_process(session))
    context = a_context(session, the_officer(session, report.process))
    first = a_version(session, report, "0.9")
    principle = report.sections[1]
    actions.write_section(context, principle.id, heading="Adgang", text="Gården skal være åben for alle.", edit=1)
    second = a_version(session, report, "1.0")
    session.flush()
    assert first.content_hash != second.content_hash
    changed = [one for one in between(first, second) if one.is_changed]
    assert [(one.old.text, one.new.text) for one in changed] == [
        ("Gården skal være åben.", "Gården skal være åben for alle.")
    ]
    assert [one.id for one in queries.changed_since(context, first.id).changed] == [second.texts[1].id]


def test_two_principles_that_change_places_are_told_of(session):
    report = a_report(session, a_process(session))
    context = a_context(session, the_officer(session, report.process))
    actions.add_section(context, report.id, kind=SectionKind.PRINCIPLE, heading="Lys", text="Stien er lys.")
    first = a_version(session, report, "0.9")
    session.expire_all()
    actions.move_section(context, queries.sections(context, report.id)[2].id, by=-1)
    second = a_version(session, report, "1.0")
    session.flush()
    changes = between(queries.version(context, first.id), queries.version(context, second.id))
    assert [(one.shown.heading, one.is_changed, one.is_moved) for one in changes] == [
        ("Indledning", False, False), ("Lys", False, True), ("Adgang", False, True),
    ]  # fmt: skip


LONG = [f"Sætning nummer {n} handler om lys ved skur {n} og om stien dertil." for n in range(30)]
TWO = {
    "split": (LONG[14], LONG[14].replace(" og om", ". Om")),
    "merged": (f"{LONG[14]} {LONG[15]}", f"{LONG[14][:-1]} og {LONG[15]}"),
    "put in": (LONG[14], f"Her er noget nyt. {LONG[14]}"),
}


@pytest.mark.parametrize("what", TWO)
def test_in_a_long_section_no_unchanged_sentence_is_struck(what):
    old = " ".join(LONG)
    new = old.replace(*TWO[what]).replace("skur 2 ", "hegn 2 ").replace("skur 27 ", "hegn 27 ")
    found = pieces(old, new)
    struck = [one.text.strip() for one in found if one.change is Change.REMOVED]
    assert struck[0] == struck[-1] == "skur"
    assert sum(len(one.split()) for one in struck) <= 4, struck


def test_a_section_that_moved_across_another_kind_is_told_of(session):
    report = a_report(session, a_process(session))
    context = a_context(session, the_officer(session, report.process))
    first = a_version(session, report, "0.9")
    session.expire_all()
    actions.move_section(context, queries.sections(context, report.id)[1].id, by=-1)
    second = a_version(session, report, "1.0")
    session.flush()
    changes = between(queries.version(context, first.id), queries.version(context, second.id))
    moved = [one for one in changes if one.is_moved]
    assert len(moved) == 1
    assert (moved[0].is_changed, moved[0].is_renumbered) == (False, False)


@given(st.permutations(range(7)), st.sets(st.integers(0, 6)))
def test_as_few_as_it_takes_are_said_to_be_elsewhere(after, gone):
    after = [one for one in after if one not in gone]
    elsewhere = compare._elsewhere(list(range(7)), after)
    stays = [one for one in after if one not in elsewhere]
    assert stays == sorted(stays)
    longest = max(
        (
            len(some)
            for size in range(len(after) + 1)
            for some in combinations(after, size)
            if list(some) == sorted(some)
        ),
        default=0,
    )
    assert len(stays) == longest


def test_words_that_moved_within_a_section_are_told_of():
    old = "Første afsnit om lys.\n\nAndet afsnit handler om bænke og borde."
    new = "Andet afsnit handler om bænke og borde.\n\nFørste afsnit om lys."
    moved = [(one.change, one.text.strip()) for one in pieces(old, new) if one.is_moved]
    assert {change for change, _text in moved} == {Change.ADDED, Change.REMOVED}
    assert all("Første afsnit om lys" in text for _change, text in moved)
    assert not any(one.is_moved for one in pieces("Gå ud nu.", "Gå ind nu."))


@pytest.mark.parametrize("sign", ["{}. ", "- "])
def test_an_item_that_moved_in_a_list_is_told_of(sign):
    first, *rest = "Der skal plantes flere træer i gården", "Alle skal have en bænk", "Cyklerne skal stå tørt"
    old, new = (
        reading("\n".join(sign.format(n) + one for n, one in enumerate(items, 1)), "\ufdd0")
        for items in ((first, *rest), (*rest, first))
    )
    moved = [one.change for one in pieces(old, new) if one.is_moved]
    assert sorted(one.value for one in moved) == ["added", "removed"]


def test_a_label_is_used_once(session):
    report = a_report(session, a_process(session))
    a_version(session, report, "0.9")
    with pytest.raises(IntegrityError):
        a_version(session, report, "0.9")


def test_an_empty_report_is_not_published(session):
    process = a_process(session)
    context = a_context(session, the_officer(session, process))
    report = actions.add_report(context, process.id, title="Tom")
    with pytest.raises(Refusal) as refused:
        actions.publish_version(context, report.id, label="1", purpose=Purpose.FINAL)
    assert refused.value.reason is Reason.NOTHING_WRITTEN


@pytest.mark.parametrize("who", ["visitor", "resident"])
def test_a_draft_is_for_its_writers(session, who):
    report = a_report(session, a_process(session))
    context = a_context(session, a_person(session) if who == "resident" else None)
    with pytest.raises(Refusal) as refused:
        queries.section(context, report.sections[0].id)
    assert refused.value.reason is Reason.NOT_FOUND


def test_each_kind_of_section_is_numbered_for_itself(session):
    report = a_report(session, a_process(session))
    context = a_context(session, the_officer(session, report.process))
    added = actions.add_section(
        context, report.id, kind=SectionKind.PRINCIPLE, heading="Lys", text="Der skal være lys."
    )
    assert (added.number, added.position) == (2, 3)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" ".join(f"ord{n}" for n in range(3000)), " ".join(f"ord{n}" if n % 15 else "nyt" for n in range(3000))),
        ("a." * 8000, "b." * 8000),
        ("Sætning nummer et. " * 900, "Sætning nummer to. " * 900),
    ],
)
def test_a_long_section_is_compared_without_looking_at_every_pair_of_words(old, new, monkeypatch):
    tried = []

    class Counting(compare._Matcher):
        def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
            left = self._effort.left
            found = super().find_longest_match(alo, ahi, blo, bhi)
            tried.append(left - self._effort.left)
            return found

    monkeypatch.setattr(compare, "_Matcher", Counting)
    found = compare._compared(old, new).pieces
    assert sum(tried) <= compare.WORK
    assert "".join(one.text for one in found if one.change is not Change.ADDED) == old
    assert "".join(one.text for one in found if one.change is not Change.REMOVED) == new


def _version(seed, sections):
    dice = random.Random(seed)

    def text():
        return ". ".join(" ".join(dice.choice("ab") for _ in range(99)) for _ in range(100))

    return Version(texts=[SectionText(section_id=n, heading="Ens", text=text()) for n in range(sections)])


def test_a_report_made_to_be_dear_is_compared_with_so_much_effort_and_says_where_it_stopped(monkeypatch):
    tried = []

    class Counting(compare._Matcher):
        def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
            left = self._effort.left
            found = super().find_longest_match(alo, ahi, blo, bhi)
            tried.append(left - self._effort.left)
            return found

    monkeypatch.setattr(compare, "_Matcher", Counting)
    monkeypatch.setattr(compare, "WORK", 20_000)
    monkeypatch.setattr(compare, "WORK_OF_A_PAGE", 100_000)
    old, new = _version(1, 30), _version(2, 30)
    changes = between(old, new)
    assert sum(tried) <= compare.WORK_OF_A_PAGE + compare.WORK
    assert all(one.is_whole for one in changes)
    for one in changes:
        assert "".join(piece.text for piece in one.pieces if piece.change is not Change.ADDED) == one.old.text
        assert "".join(piece.text for piece in one.pieces if piece.change is not Change.REMOVED) == one.new.text


def test_what_is_remembered_has_a_bound():
    memo = Memo(1000, lambda key, found: len(found))
    for number in range(100):
        assert memo.get(number, lambda: "x" * 300) == "x" * 300
    assert memo.size == 900
    assert memo.get(99, lambda: "made anew") == "x" * 300
    assert memo.get(1, lambda: "made anew") == "made anew"
