"""A group talks in public or among themselves; what was said stays for whom it was said to."""

import html
import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.dialogue import actions as dialogue
from civic.dialogue.models import Comment
from civic.dialogue.queries import thread
from civic.groups import actions, registering
from civic.groups.models import Discussion
from civic.kernel.actor import Role, Scope
from civic.kernel.refusal import Reason
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind
from civic.people.models import Person
from tests.forms import sent_by
from tests.make import a_context, a_facilitator, a_group, a_person, a_process
from tests.refusing import refused


@pytest.fixture
def group(session):
    return a_group(session, a_process(session))


def _as(session, group, discussion):
    group.discussion = discussion
    session.flush()
    member, other = a_person(session, name="Bo"), a_person(session, name="Åse")
    registering.join(a_context(session, member), group.id)
    lead = a_person(session, (Role.FACILITATOR, Scope.GROUP, group.id), name="Leder")
    staff = a_facilitator(session, group.process)
    return tuple(a_context(session, one) for one in (member, lead, staff, other))


def _read(context, group):
    return [one.comment.text for one in thread(context, Kind.GROUP, group.id).rows if one.comment]


def test_what_is_said_among_themselves_is_read_by_the_group_its_facilitator_and_the_staff(session, group):
    member, lead, staff, other = _as(session, group, Discussion.INTERNAL)
    for context, text in ((member, "Fra Bo."), (lead, "Fra lederen."), (staff, "Fra forvaltningen.")):
        actions.discuss(context, group.id, text=text)
    said = ["Fra Bo.", "Fra lederen.", "Fra forvaltningen."]
    assert [_read(context, group) for context in (member, lead, staff)] == [said] * 3
    assert _read(other, group) == []
    assert _read(a_context(session), group) == []
    for context in (other, a_context(session)):
        refused(lambda: actions.discuss(context, group.id, text="Mig også."), Reason.NOT_YOURS)  # noqa: B023


def test_in_public_everybody_reads_and_whoever_has_an_account_speaks_and_the_gate_looks(session, group):
    _member, _lead, _staff, other = _as(session, group, Discussion.PUBLIC)
    actions.discuss(other, group.id, text="Må jeg være med?")
    actions.discuss(other, group.id, text="Mit nummer er 010190-1234.")
    assert _read(a_context(session), group) == ["Må jeg være med?"]
    refused(lambda: actions.discuss(a_context(session), group.id, text="Nu."), Reason.NOT_YOURS)


def test_what_was_said_stays_for_whom_it_was_said_to(session, group):
    member, _lead, staff, other = _as(session, group, Discussion.INTERNAL)
    actions.discuss(member, group.id, text="Mellem os.")
    actions.correct(staff, group.id, {"discussion": Discussion.PUBLIC}, reason="Vi vil have flere med.")
    actions.discuss(other, group.id, text="For alle.")
    assert _read(other, group) == ["For alle."]
    actions.correct(staff, group.id, {"discussion": Discussion.NONE}, reason="Vi taler sammen på møderne.")
    refused(lambda: actions.discuss(member, group.id, text="Hallo?"), Reason.NOT_NOW)
    assert _read(other, group) == ["For alle."]
    assert _read(member, group) == ["Mellem os.", "For alle."]


def test_nobody_is_published_who_wrote_for_the_group_alone(session, group):
    member, _lead, staff, other = _as(session, group, Discussion.INTERNAL)
    seen = fingerprint(group.discussion)
    actions.correct(staff, group.id, {"discussion": Discussion.PUBLIC}, reason="Vi vil have flere med.")
    refused(lambda: actions.discuss(member, group.id, text="Mellem os.", seen=seen), Reason.WRITTEN_MEANWHILE)
    assert _read(other, group) == []


def test_a_number_said_among_themselves_is_held_for_anybody_may_join(session, group):
    member, lead, staff, _other = _as(session, group, Discussion.INTERNAL)
    actions.discuss(member, group.id, text="Mit nummer er 010190-1234.")
    assert _read(lead, group) == []
    assert len(_read(staff, group)) == 1


def test_in_public_nothing_is_said_where_the_phase_takes_no_comments(session, group):
    member, _lead, _staff, other = _as(session, group, Discussion.PUBLIC)
    phase = group.process.phase
    phase.takes_comments = False
    session.flush()
    refused(lambda: actions.discuss(other, group.id, text="Hallo?"), Reason.NOT_NOW)
    group.discussion = Discussion.INTERNAL
    actions.discuss(member, group.id, text="Vi taler videre.")
    phase.takes_comments = True  # the board says what a phase opens, and nothing was done to the process
    session.flush()


def test_nobody_speaks_where_there_is_no_discussion_or_the_work_has_ended(session, group):
    member, _lead, staff, _other = _as(session, group, Discussion.NONE)
    refused(lambda: actions.discuss(member, group.id, text="Hallo?"), Reason.NOT_NOW)
    group.discussion = Discussion.INTERNAL
    actions.end(staff, group.id)
    refused(lambda: actions.discuss(member, group.id, text="Hallo?"), Reason.NOT_NOW)


def test_who_has_left_reads_it_no_more_but_what_they_said_themselves(session, group):
    member, lead, _staff, _other = _as(session, group, Discussion.INTERNAL)
    actions.discuss(member, group.id, text="Fra Bo.")
    actions.discuss(lead, group.id, text="Svar.")
    registering.leave_own(member, group.id)
    gone = a_context(session, session.get(Person, member.actor.person_id))
    assert _read(gone, group) == ["Fra Bo."]


def test_the_staff_hides_what_was_said_there(session, group):
    member, _lead, staff, _other = _as(session, group, Discussion.INTERNAL)
    said = actions.discuss(member, group.id, text="Grimt.")
    dialogue.hide(staff, said.id, rule=1, reason="Det rammer en nabo.")
    lead = a_context(session, a_person(session, (Role.MEMBER, Scope.GROUP, group.id)))
    assert _read(lead, group) == []


def test_one_says_something_from_the_page_and_comes_back_to_it(site):
    path = site.at("/da/groups/{working_group}/discussion")
    client = site.client("resident")
    before = client.get(path)
    assert "Jeg kan lægge en rampe af brædder" in html.unescape(before.text)
    answered = client.post(path, data=sent_by(client.get(path).text) | {"text": "Jeg tager kaffe med."})
    assert answered.status_code == 303
    page = html.unescape(client.get(answered.location.split("#")[0]).text)
    number = re.search(r"#comment-(\d+)$", answered.location)[1]
    site.restore()
    assert f'id="comment-{number}"' in page
    assert "Jeg tager kaffe med." in page
    visitor = site.client("visitor")
    internal = html.unescape(visitor.get(site.at("/da/groups/{writing_group}/discussion")).text)
    assert "Afsnittet om lys" not in internal
    assert "Du kan ikke se noget her, fordi du ikke er med i gruppen." in internal
    assert visitor.get(site.at("/da/groups/{applied_group}/discussion")).status_code == 404


def test_all_of_a_long_discussion_is_reached_fifty_at_a_time(site):
    number = int(site.at("{working_group}"))
    with Session(writing(site.engine)) as session:
        kind = Comment.kind == Kind.GROUP, Comment.thing_id == number
        one = session.scalars(select(Comment).where(*kind)).first()
        columns = [each.key for each in Comment.__table__.columns if each.key != "id"]
        session.add_all(
            Comment(**{key: getattr(one, key) for key in columns} | {"text": f"Nummer {at}."}) for at in range(120)
        )
        session.commit()
        count = session.scalar(select(func.count()).select_from(Comment).where(*kind))
    address, seen = f"/da/groups/{number}/discussion", []
    while address:
        page = html.unescape(site.client("visitor").get(address).text)
        seen += re.findall(r'id="comment-(\d+)"', page)
        address = next(iter(re.findall(r'href="([^"]+)">Flere kommentarer', page)), "")
    site.restore()
    assert len(seen) == len(set(seen)) == count


def test_what_one_typed_is_kept_where_it_was_refused_however_much_was_said_before(site):
    number = int(site.at("{working_group}"))
    with Session(writing(site.engine)) as session:
        one = session.scalars(select(Comment).where(Comment.kind == Kind.GROUP, Comment.thing_id == number)).first()
        columns = [each.key for each in Comment.__table__.columns if each.key != "id"]
        session.add_all(Comment(**{key: getattr(one, key) for key in columns}) for _at in range(60))
        session.commit()
    client, path = site.client("resident"), f"/da/groups/{number}/discussion"
    answered = client.post(path, data=sent_by(client.get(path).text) | {"text": "Lang " * 900})
    site.restore()
    assert answered.status_code == 422
    assert "Lang Lang" in answered.text
