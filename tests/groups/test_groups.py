"""Groups: open ones are joined and left; a members-only one is seen but not entered."""

import pytest
from sqlalchemy.exc import IntegrityError

from civic.groups import actions, queries, registering
from civic.groups.models import Admission
from civic.kernel.actor import Role, Scope
from civic.kernel.refusal import Reason, Refusal
from civic.meetings import actions as meetings
from civic.meetings.queries import held
from civic.people.actions import assign
from civic.people.queries import holders
from tests.make import a_context, a_group, a_person, a_process, the_officer


def test_one_joins_leaves_and_comes_back(session):
    group = a_group(session, a_process(session))
    person = a_person(session)
    for _ in range(2):
        registering.join(a_context(session, person), group.id)
        assert [one.person_id for one in holders(a_context(session), Scope.GROUP, group.id)] == [person.id]
        registering.leave_own(a_context(session, person), group.id)
        session.flush()
        assert holders(a_context(session), Scope.GROUP, group.id) == []


def test_a_second_membership_breaks_a_unique_key(session):
    group = a_group(session, a_process(session))
    person = a_person(session)
    registering.join(a_context(session, person), group.id)
    with pytest.raises(IntegrityError):
        assign(a_context(session, person), person.id, Role.MEMBER, Scope.GROUP, group.id)


@pytest.mark.parametrize(
    ("admission", "signed_in", "ended", "reason"),
    [
        (Admission.MEMBERS_ONLY, True, False, Reason.NOT_YOURS),
        (Admission.INVITATION, True, False, Reason.NOT_YOURS),
        (Admission.LOT, False, False, Reason.NOT_YOURS),
        (Admission.OPEN, True, True, Reason.NOT_NOW),
    ],
)
def test_joining_is_refused(session, admission, signed_in, ended, reason):
    process = a_process(session)
    group = a_group(session, process, admission=admission)
    if ended:
        actions.end(a_context(session, the_officer(session, process)), group.id)
    person = a_person(session) if signed_in else None
    with pytest.raises(Refusal) as refused:
        registering.join(a_context(session, person), group.id)
    assert refused.value.reason is reason


def test_a_members_only_group_can_be_seen_by_anyone(session):
    group = a_group(session, a_process(session), admission=Admission.MEMBERS_ONLY)
    assert queries.group(a_context(session), group.id) is group


def test_the_committees_and_the_groups_meetings_are_counted_apart(session):
    process = a_process(session)
    group = a_group(session, process)
    officer = a_context(session, the_officer(session, process))
    for _ in range(6):
        meetings.add_committee_meeting(officer, process.id, title="Møde", starts_at=None)
    for _ in range(2):
        meetings.add_group_meeting(officer, group.id, title="Møde", starts_at=None)
    session.flush()
    counted = held(a_context(session), process.id)
    assert (counted.committee, counted.groups) == (6, 2)
