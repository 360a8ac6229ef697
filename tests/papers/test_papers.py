"""Papers beside a process, a group or a meeting: looked through before anybody gets them, and taken out for good."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from civic.demo.letter import letter
from civic.files.uploads import Upload
from civic.kernel import correction
from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind, Ref
from civic.meetings import actions as meetings
from civic.papers import actions, queries
from tests.clock import NOON
from tests.make import a_context, a_facilitator, a_group, a_process
from tests.refusing import refused


@pytest.fixture
def staff(session):
    process = a_process(session)
    return a_context(session, a_facilitator(session, process)), process


def _homes(staff):
    context, process = staff
    group = a_group(context.session, process)
    at = NOON + timedelta(days=1)
    meeting = meetings.add_committee_meeting(context, process.id, title="Møde", starts_at=at)
    return [Ref(Kind.PROCESS, process.id), Ref(Kind.GROUP, group.id), Ref(Kind.MEETING, meeting.id)]


def test_a_paper_lies_beside_one_thing_and_waits_until_it_was_looked_through(session, staff, tmp_path):
    context, _process = staff
    for home in _homes(staff):
        content = letter("Kommissorium", "Opgaven er at finde et sted at mødes.")
        made = actions.add(context, home, tmp_path, title="Kommissorium", name="k.docx", content=content)
        assert made.home == home
        assert [one.paper.id for one in queries.papers_beside(context, home)] == [made.id]
        assert queries.papers_beside(a_context(session), home) == [], "nobody has looked through it yet"
        upload = session.scalars(select(Upload).where(Upload.kind == Kind.PAPER, Upload.thing_id == made.id)).one()
        refused(
            lambda made=made, upload=upload: actions.judge(context, made.id, upload.id, is_shown=True, reason="x"),
            Reason.NOT_READ_YET,
        )


def test_only_staff_put_papers_there_and_only_of_kinds_that_can_be_read(session, staff, tmp_path):
    context, _process = staff
    home = _homes(staff)[1]
    given = {"title": "x", "name": "x.docx", "content": letter("x", "y")}
    refused(lambda: actions.add(a_context(session), home, tmp_path, **given), Reason.NOT_YOURS)
    refused(lambda: actions.add(context, home, tmp_path, **given | {"content": b"MZ"}), Reason.FILE_KIND)
    refused(lambda: actions.add(context, Ref(Kind.COMMENT, 1), tmp_path, **given), Reason.NOT_FOUND)


def test_a_paper_that_is_taken_out_before_it_was_shown_is_told_to_nobody(session, staff, tmp_path):
    context, _process = staff
    home = _homes(staff)[2]
    made = actions.add(context, home, tmp_path, title="Et kort", name="k.docx", content=letter("Kort", "Tekst"))
    refused(lambda: actions.take_out(a_context(session), made.id, reason="x"), Reason.NOT_YOURS)
    refused(lambda: actions.take_out(context, made.id, reason=""), Reason.NO_REASON)
    actions.take_out(context, made.id, reason="Det var et andet kort")
    assert queries.papers_beside(context, home) == []
    assert session.scalars(select(Upload).where(Upload.kind == Kind.PAPER)).all() == []
    assert correction.of(context, home, at_most=1) == [], "what nobody could see is not told of by taking it out"


def test_the_public_gets_the_copy_that_was_made_and_not_the_file(site):
    path = site.at("/da/files/{papers_file}")
    page = site.client("visitor").get(site.at("/da/groups/{working_group}")).text
    assert "Vores kort over gårdene" in page
    assert path in page
    shown, handed_in = (site.client(role).get(path + end) for role, end in (("visitor", ""), ("officer", "/original")))
    assert (shown.status_code, handed_in.status_code) == (200, 200)
    assert shown.data != handed_in.data
    assert site.client("visitor").get(path + "/original").status_code == 404
