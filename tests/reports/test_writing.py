"""Writing together: edits are put together, order and numbers follow, origins are carried into what is frozen."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from civic.dialogue.queries import thread
from civic.files import renditions, uploads
from civic.files.renditions import Format
from civic.files.uploads import UploadState
from civic.groups.models import GroupKind
from civic.kernel import trace
from civic.kernel.actor import Role, Scope
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.proposals.models import ProposalState
from civic.reports import actions, queries
from civic.reports.actions import Passage
from civic.reports.models import Purpose, SectionKind
from civic.writing import actions as writing
from civic.writing.queries import own_copy, writing_now
from tests.clock import NOON
from tests.documents.test_reading import a_picture
from tests.make import a_context, a_group, a_person, a_process, a_proposal, a_report, a_version, the_officer

BASE = "Bænke.\n\nLys."


@pytest.fixture
def report(session):
    made = a_report(session, a_process(session))
    writer = a_context(session, the_officer(session, made.process))
    actions.write_section(writer, made.sections[0].id, heading="H", text=BASE, edit=1)
    return made


def _writer(session, report):
    return a_context(session, the_officer(session, report.process))


def test_edits_of_different_paragraphs_are_put_together(session, report):
    section = report.sections[0]
    actions.write_section(_writer(session, report), section.id, heading="H", text="Bænke i sol.\n\nLys.", edit=2)
    woven = actions.write_section(_writer(session, report), section.id, heading="H", text="Bænke.\n\nMere lys.", edit=2)
    assert (section.text, section.edit, woven.clashes) == ("Bænke i sol.\n\nMere lys.", 4, ())


def test_two_changes_of_one_paragraph_are_both_shown_and_neither_is_lost(session, report):
    section = report.sections[0]
    actions.write_section(_writer(session, report), section.id, heading="H", text="Bænke i sol.\n\nLys.", edit=2)
    mine = _writer(session, report)
    woven = actions.write_section(mine, section.id, heading="H", text="Bænke i skygge.\n\nLys.", edit=2)
    assert [(one.theirs, one.mine) for one in woven.clashes] == [("Bænke i sol.", "Bænke i skygge.")]
    assert section.text == "Bænke i sol.\n\nLys."
    assert own_copy(mine, Ref(Kind.SECTION, section.id)).text == "Bænke i skygge.\n\nLys."
    again = actions.write_section(mine, section.id, heading="H", text="Bænke i sol og skygge.\n\nLys.", edit=woven.edit)
    assert again.clashes == ()
    assert own_copy(mine, Ref(Kind.SECTION, section.id)) is None


def test_an_edit_from_nowhere_is_shown_beside_what_is_there(session, report):
    woven = actions.write_section(_writer(session, report), report.sections[0].id, heading="H", text="Andet.", edit=99)
    assert woven.clashes
    assert "Bænke." in woven.text
    assert "Andet." in woven.text


def test_who_writes_is_seen_by_the_others_for_a_while(session, report):
    section = report.sections[0]
    lone = a_context(session, a_person(session, (Role.CASE_OFFICER, Scope.PROCESS, report.process_id), name="Lone"))
    actions.keep_typed(lone, section.id, heading="H", text="Halvt skrevet", edit=2)
    other = _writer(session, report)
    assert writing_now(other, Kind.SECTION, [section.id]) == {section.id: ["Lone"]}
    assert writing_now(lone, Kind.SECTION, [section.id]) == {}
    later = a_context(session, the_officer(session, report.process), now=NOON + timedelta(minutes=2))
    assert writing_now(later, Kind.SECTION, [section.id]) == {}
    assert own_copy(lone, Ref(Kind.SECTION, section.id)).text == "Halvt skrevet"


def test_sections_are_moved_and_each_kind_numbered_anew(session, report):
    writer = _writer(session, report)
    second = actions.add_section(writer, report.id, kind=SectionKind.PRINCIPLE, heading="Lys", text="Der er lys.")
    actions.move_section(writer, second.id, by=-1)
    order = queries.sections(writer, report.id)
    assert [(one.heading, one.position, one.number) for one in order] == [("H", 1, 1), ("Lys", 2, 1), ("Adgang", 3, 2)]
    actions.move_section(writer, order[0].id, by=-1)
    assert queries.sections(writer, report.id)[0].heading == "H"


def test_a_section_taken_out_stays_in_the_versions_that_have_it(session, report):
    frozen = a_version(session, report)
    writer = _writer(session, report)
    actions.take_out_section(writer, report.sections[0].id)
    session.flush()
    assert [one.heading for one in queries.sections(writer, report.id)] == ["Adgang"]
    assert len(queries.version(writer, frozen.id).texts) == 2
    assert len(a_version(session, report, "1.0").texts) == 1


def test_an_origin_is_carried_by_the_first_version_frozen_after_it_and_by_no_other(session, report):
    writer = _writer(session, report)
    before = a_version(session, report, "0.8")
    proposal = a_proposal(session, report.process, state=ProposalState.ACCEPTED)
    section = report.sections[1]
    actions.tie_origin(writer, section.id, Ref(Kind.PROPOSAL, proposal.id))
    first, second = a_version(session, report, "0.9"), a_version(session, report, "1.0")
    session.flush()
    reached = trace.forward(writer, Ref(Kind.PROPOSAL, proposal.id))[Kind.SECTION_TEXT]
    assert reached == [next(one.id for one in first.texts if one.section_id == section.id)]
    for version in (before, first, second):
        grounded = queries.texts_with_origins(writer, version.id)
        assert [one.section_id for one in version.texts if one.id in grounded] == [section.id]


def test_an_origin_is_tied_once(session, report):
    proposal = a_proposal(session, report.process, state=ProposalState.ACCEPTED)
    source = Ref(Kind.PROPOSAL, proposal.id)
    actions.tie_origin(_writer(session, report), report.sections[0].id, source)
    with pytest.raises(IntegrityError):
        actions.tie_origin(_writer(session, report), report.sections[0].id, source)


def test_what_writers_say_among_themselves_is_seen_by_no_one_else(session):
    process = a_process(session)
    group = a_group(session, process)
    group.kind = GroupKind.WRITING
    officer = the_officer(session, process)
    made = actions.add_report(a_context(session, officer), process.id, title="R", writing_group_id=group.id)
    section = actions.add_section(a_context(session, officer), made.id, kind=SectionKind.SECTION, heading="H", text="T")
    writer = a_person(session, (Role.MEMBER, Scope.GROUP, group.id))
    actions.discuss(a_context(session, writer), section.id, text="Er det rigtigt?")
    session.flush()
    for person, sees in ((writer, True), (officer, True), (a_person(session), False), (None, False)):
        assert bool(thread(a_context(session, person), Kind.SECTION, section.id).rows) is sees


def test_everybody_comments_on_a_section_only_when_it_is_open(session, report):
    text = a_version(session, report).texts[0]
    resident = a_context(session, a_person(session))
    with pytest.raises(Refusal) as refused:
        actions.comment(resident, text.id, text="Hvad med lys?")
    assert refused.value.reason is Reason.NOT_NOW
    actions.open_section(_writer(session, report), text.section_id, is_open=True)
    session.flush()
    actions.comment(resident, text.id, text="Hvad med lys?")
    session.flush()
    assert [one.comment.text for one in thread(a_context(session), Kind.SECTION, text.section_id).rows] == [
        "Hvad med lys?"
    ]


def test_a_picture_without_words_stops_a_version(session, report, tmp_path):
    writer = _writer(session, report)
    section = report.sections[1]
    actions.add_picture(writer, section.id, tmp_path, name="../../x.exe", content=a_picture(), alt="En [bænk]")
    assert section.text.endswith(")")
    handed = uploads.uploads_of(writer, Kind.REPORT, [report.id])[report.id][0]
    assert (handed.name, handed.state) == ("x.png", UploadState.UNREAD)
    assert a_version(session, report, "0.9")
    actions.write_section(writer, section.id, heading="Adgang", text=f"![](picture-{handed.id})", edit=section.edit)
    with pytest.raises(Refusal) as refused:
        a_version(session, report, "1.0")
    assert (refused.value.reason, refused.value.about) == (Reason.ALT_MISSING, "Adgang")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"MZ\x90 et program", Reason.FILE_KIND),
        (b"<html><script>alert(1)</script>", Reason.FILE_KIND),
        (a_picture(), Reason.FILE_KIND),
        (b"PK\x03\x04" + b"0" * 100, Reason.FILE_KIND),
        (b"x" * (uploads.LARGEST + 1), Reason.FILE_TOO_LARGE),
    ],
)
def test_only_word_and_odt_files_are_read_in(session, report, tmp_path, content, reason):
    with pytest.raises(Refusal) as refused:
        actions.hand_in_document(_writer(session, report), report.id, tmp_path, name="x.docx", content=content)
    assert refused.value.reason is reason


def test_headings_read_in_become_sections_of_their_kind(session, report):
    writer = _writer(session, report)
    passages = [
        Passage("1. Hvad vi hørte", 1, "Meget."),
        Passage("Princip 4: Mødesteder", 2, "Åbne."),
        Passage("Anbefaling 1 – Bænke", 5, "I alle gårde."),
    ]
    made = actions.take_in(writer, report.id, passages)
    assert [(one.kind, one.heading, one.number, one.level) for one in made] == [
        (SectionKind.SECTION, "Hvad vi hørte", 2, 1),
        (SectionKind.PRINCIPLE, "Mødesteder", 2, 2),
        (SectionKind.RECOMMENDATION, "Bænke", 1, 3),
    ]


def test_a_version_asks_for_its_documents(session, report):
    version = actions.publish_version(
        _writer(session, report), report.id, label="1", name="Til høring", purpose=Purpose.HANDED_OVER
    )
    asked = renditions.of(_writer(session, report), Ref(Kind.VERSION, version.id))
    assert [(one.format, one.file_id) for one in asked] == [
        (Format.PDF, None), (Format.DOCX, None), (Format.ODT, None)
    ]  # fmt: skip


def test_unsaved_words_are_forgotten_after_half_a_year(session):
    report = a_report(session, a_process(session))
    officer = the_officer(session, report.process)
    context = a_context(session, officer)
    actions.keep_typed(context, report.sections[0].id, heading="A", text="Ikke gemt.", edit=1)
    session.flush()
    assert writing.forget(a_context(session, now=NOON + timedelta(days=179))) == 0
    assert writing.forget(a_context(session, now=NOON + timedelta(days=181))) == 1
