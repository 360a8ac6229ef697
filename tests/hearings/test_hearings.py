"""Hearings: deadlines, who must be heard, and a council's way to its answer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from civic.bodies.models import Body, BodyKind, Entitlement
from civic.db.base import end_of_day
from civic.dialogue.queries import thread
from civic.documents import intake
from civic.files.uploads import UploadState
from civic.hearings import actions, queries
from civic.hearings.models import Audience, HearingState, PartyState, Stance
from civic.kernel.actor import Role, Scope
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from civic.responses import actions as responses
from tests.clock import NOON
from tests.documents.test_reading import _word_file
from tests.make import (
    a_body,
    a_chair,
    a_context,
    a_hearing,
    a_member,
    a_party,
    a_person,
    a_process,
    a_report,
    a_secretary,
    a_version,
    the_officer,
    the_topic,
)

SECOND = timedelta(seconds=1)
# An ordinary day, the day clocks go forward (23 hours) and the day they go back (25 hours).
DAYS = [
    (date(2026, 4, 4), datetime(2026, 4, 4, 22, 0, tzinfo=UTC)),
    (date(2026, 3, 29), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
    (date(2026, 10, 25), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
    (date(2026, 1, 15), datetime(2026, 1, 15, 23, 0, tzinfo=UTC)),
]


def _officer(session, hearing, now=NOON):
    return a_context(session, the_officer(session, hearing.process), now)


def _mails(session, template):
    return session.scalars(select(OutboxMessage.to_person_id).where(OutboxMessage.template == template)).all()


@pytest.mark.parametrize(("day", "ends"), DAYS)
def test_a_deadline_is_where_the_next_danish_day_begins(day, ends):
    assert end_of_day(day) == ends


@pytest.mark.parametrize(("day", "ends"), DAYS[:3])
@pytest.mark.parametrize(
    ("from_end", "state", "late"),
    [(-SECOND, HearingState.OPEN, False), (0 * SECOND, HearingState.CLOSED, True), (SECOND, HearingState.CLOSED, True)],
)
def test_an_answer_is_late_from_the_very_second(session, day, ends, from_end, state, late):
    at = ends + from_end
    hearing = a_hearing(session, opens=ends - timedelta(days=30), last_day=day)
    assert hearing.state_at(at) is state
    chair = a_context(session, a_chair(session, hearing.parties[0]), now=at)
    made = responses.respond_alone(chair, hearing.parties[0].id, text="Husk ramper.", stance=Stance.REMARKS)
    assert made.is_late is late


def test_a_hearing_in_preparation_is_hidden(session):
    hearing = a_hearing(session, state=HearingState.DRAFT)
    for find in (lambda c: queries.hearing(c, hearing.id), lambda c: queries.party(c, hearing.parties[0].id)):
        with pytest.raises(Refusal) as refused:
            find(a_context(session, a_person(session)))
        assert refused.value.reason is Reason.NOT_FOUND


@pytest.mark.parametrize(
    ("days", "why", "reason"),
    [
        (13, "", Reason.SHORT_DEADLINE),
        (13, "Mødet er rykket.", None),
        (14, "", None),
        (-1, "Nu", Reason.DEADLINE_PASSED),
    ],
)
def test_a_short_deadline_needs_its_reason(session, days, why, reason):
    hearing = a_hearing(session, state=HearingState.DRAFT)
    day = (NOON + timedelta(days=days)).date()
    if reason is None:
        opened = actions.open_hearing(_officer(session, hearing), hearing.id, last_day=day, short_deadline_reason=why)
        assert opened.short_deadline_reason == (why or None)
        return
    with pytest.raises(Refusal) as refused:
        actions.open_hearing(_officer(session, hearing), hearing.id, last_day=day, short_deadline_reason=why)
    assert refused.value.reason is reason


def _touched(session, *topics, entitlement=Entitlement.STATUTORY):
    body = a_body(session, BodyKind.ADVISORY_COUNCIL, "Handicaprådet")
    body.topic, body.entitlement = the_topic(session), entitlement
    session.flush()
    version = a_version(session, a_report(session, a_process(session)))
    officer = a_context(session, the_officer(session, version.report.process))
    hearing = actions.start_hearing(
        officer,
        version.id,
        title="H",
        what_is_proposed="P",
        what_it_means="M",
        what_can_change="C",
        audience=Audience.BOTH,
        topics=topics,
    )
    return officer, hearing, body


def test_what_the_matter_touches_makes_its_council_a_party(session):
    _who, hearing, body = _touched(session, the_topic(session).id)
    assert [one.body_id for one in hearing.parties] == [body.id]


def test_a_council_the_law_wants_heard_is_left_out_only_with_a_reason(session):
    officer, hearing, body = _touched(session, the_topic(session).id)
    actions.withdraw_invitation(officer, hearing.parties[0].id)
    with pytest.raises(Refusal) as refused:
        actions.open_hearing(officer, hearing.id, last_day=date(2026, 4, 4))
    assert (refused.value.reason, refused.value.about) == (Reason.PARTY_LEFT_OUT, body.name)
    opened = actions.open_hearing(
        officer, hearing.id, last_day=date(2026, 4, 4), left_out_reason="Rådet er ikke nedsat endnu."
    )
    assert opened.left_out_reason == "Rådet er ikke nedsat endnu."


def test_a_council_that_is_asked_by_choice_may_be_left_out(session):
    officer, hearing, _body = _touched(session, the_topic(session).id, entitlement=Entitlement.OPEN)
    actions.withdraw_invitation(officer, hearing.parties[0].id)
    assert actions.open_hearing(officer, hearing.id, last_day=date(2026, 4, 4)).left_out_reason is None


def test_a_party_may_be_asked_about_another_version(session):
    hearing = a_hearing(session, state=HearingState.DRAFT)
    newer = a_version(session, hearing.version.report, "0.95")
    party = actions.invite(
        _officer(session, hearing), hearing.id, a_body(session, name="Ungerådet"), version_id=newer.id
    )
    assert party.version_id == newer.id
    other = a_version(session, a_report(session, a_process(session)))
    with pytest.raises(Refusal) as refused:
        actions.invite(_officer(session, hearing), hearing.id, a_body(session, name="R"), version_id=other.id)
    assert refused.value.reason is Reason.NOT_FOUND


def test_an_extension_is_logged_and_told_to_parties_followers_and_those_who_answered(session):
    hearing = a_hearing(session, audience=Audience.BOTH)
    secretary, follower = a_secretary(session, hearing.parties[0]), a_person(session)
    answered = a_person(session)
    for one in (follower, answered, secretary):
        actions.follow(a_context(session, one), hearing.id)
    responses.respond(a_context(session, answered), hearing.id, responses.From("A"), [responses.Said("Ja.")])
    old = hearing.closes_at
    responses.extend(_officer(session, hearing), hearing.id, last_day=date(2026, 4, 20), reason="Påsken.")
    session.flush()
    change = hearing.deadline_changes[0]
    assert (change.before, change.after, change.reason) == (old, end_of_day(date(2026, 4, 20)), "Påsken.")
    assert sorted(_mails(session, "deadline_extended")) == sorted([secretary.id, follower.id, answered.id])


def test_a_deadline_is_never_moved_back(session):
    hearing = a_hearing(session)
    with pytest.raises(Refusal) as refused:
        responses.extend(_officer(session, hearing), hearing.id, last_day=date(2026, 4, 3), reason="Nej")
    assert refused.value.reason is Reason.DEADLINE_PASSED


def test_a_closed_hearing_opens_again_when_its_deadline_is_moved(session):
    hearing = a_hearing(session)
    after = hearing.closes_at + timedelta(days=1)
    responses.extend(_officer(session, hearing, after), hearing.id, last_day=date(2026, 4, 20), reason="Påsken.")
    assert hearing.state_at(after) is HearingState.OPEN


def test_a_party_is_reminded_once_for_each_deadline(session):
    hearing = a_hearing(session, councils=2)
    secretary = a_secretary(session, hearing.parties[0])
    near = a_context(session, now=hearing.closes_at - timedelta(days=2))
    assert queries.to_remind(a_context(session)) == []
    for party in queries.to_remind(near):
        actions.remind_when_due(near, party.id)
    session.flush()
    assert queries.to_remind(near) == []
    assert _mails(session, "hearing_reminder") == [secretary.id]
    responses.extend(_officer(session, hearing, near.now), hearing.id, last_day=date(2026, 4, 20), reason="Påsken.")
    session.flush()
    again = a_context(session, now=hearing.closes_at - timedelta(days=2))
    assert len(queries.to_remind(again)) == 2


def test_silence_is_told_by_the_clock(session):
    party = a_party(session, state=PartyState.DRAFTING)
    assert not party.is_silent_at(party.hearing.closes_at - SECOND)
    assert party.is_silent_at(party.hearing.closes_at)


STEPS = [
    ("receive", PartyState.INVITED, PartyState.RECEIVED, "secretary"),
    ("agenda", PartyState.RECEIVED, PartyState.ON_AGENDA, "secretary"),
    ("write", PartyState.ON_AGENDA, PartyState.DRAFTING, "member"),
    ("put", PartyState.DRAFTING, PartyState.ADOPTING, "secretary"),
    ("adopt", PartyState.ADOPTING, PartyState.ADOPTED, "chair"),
    ("send_back", PartyState.ADOPTED, PartyState.DRAFTING, "chair"),
]
WHO = {"secretary": a_secretary, "member": a_member, "chair": a_chair}
DEEDS = {
    "receive": lambda c, p: actions.receive(c, p.id),
    "agenda": lambda c, p: actions.set_agenda(c, p.id, on=date(2026, 3, 10)),
    "write": lambda c, p: actions.write_draft(c, p.id, text="Husk ramper.", edit=0),
    "put": lambda c, p: actions.put_to_adoption(c, p.id, stance=Stance.REMARKS),
    "adopt": lambda c, p: actions.adopt(c, p.id),
    "send_back": lambda c, p: actions.send_back(c, p.id),
}


@pytest.mark.parametrize(("deed", "before", "after", "who"), STEPS)
def test_a_council_goes_its_way_step_by_step(session, deed, before, after, who):
    party = a_party(session, state=before)
    DEEDS[deed](a_context(session, WHO[who](session, party)), party)
    assert party.state is after


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("who", ["visitor", "resident", "officer", "other_council"])
def test_nobody_else_goes_a_councils_way(session, deed, who):
    hearing = a_hearing(session, councils=2)
    before = next(state for name, state, _after, _who in STEPS if name == deed)
    party = a_party(session, state=before, hearing=hearing)
    person = {
        "visitor": lambda: None,
        "resident": lambda: a_person(session),
        "officer": lambda: the_officer(session, hearing.process),
        "other_council": lambda: a_chair(session, hearing.parties[1]),
    }[who]()
    with pytest.raises(Refusal) as refused:
        DEEDS[deed](a_context(session, person), party)
    assert refused.value.reason is Reason.NOT_YOURS


def test_a_member_writes_but_neither_adopts_nor_hands_in(session):
    party = a_party(session, state=PartyState.ADOPTING)
    member = a_context(session, a_member(session, party))
    for deed in (lambda: actions.adopt(member, party.id), lambda: responses.submit(member, party.id)):
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.reason is Reason.NOT_YOURS


def test_a_draft_put_to_adoption_stands_still(session):
    party = a_party(session, state=PartyState.ADOPTING)
    with pytest.raises(Refusal) as refused:
        actions.write_draft(a_context(session, a_member(session, party)), party.id, text="Nyt.", edit=1)
    assert refused.value.reason is Reason.NOT_NOW


def test_an_empty_draft_is_adopted_only_as_an_answer_without_remarks(session):
    party = a_party(session)
    secretary = a_context(session, a_secretary(session, party))
    actions.write_draft(secretary, party.id, text="", edit=0)
    with pytest.raises(Refusal) as refused:
        actions.put_to_adoption(secretary, party.id, stance=Stance.REMARKS)
    assert refused.value.reason is Reason.NOTHING_SAID
    assert actions.put_to_adoption(secretary, party.id, stance=Stance.NO_REMARKS).state is PartyState.ADOPTING


def test_two_members_write_one_draft(session):
    party = a_party(session)
    one, other = (a_context(session, a_member(session, party)) for _ in range(2))
    actions.write_draft(one, party.id, text="Ramper.\n\nLys.", edit=0)
    actions.write_draft(one, party.id, text="Ramper, tak.\n\nLys.", edit=1)
    _party, woven = actions.write_draft(other, party.id, text="Ramper.\n\nMere lys.", edit=1)
    assert (party.draft, woven.clashes) == ("Ramper, tak.\n\nMere lys.", ())
    _party, woven = actions.write_draft(other, party.id, text="Broer.\n\nLys.", edit=1)
    assert [(clash.theirs, clash.mine) for clash in woven.clashes] == [("Ramper, tak.", "Broer.")]
    assert party.draft == "Ramper, tak.\n\nMere lys."


def test_a_point_is_about_words_that_stand_in_the_section(session):
    party = a_party(session)
    member = a_context(session, a_member(session, party))
    heard = queries.party(member, party.id).version.texts[1]
    point = actions.add_point(member, party.id, section_text_id=heard.id, quote="skal være", text="Mere end det.")
    assert (point.number, party.state) == (1, PartyState.DRAFTING)
    with pytest.raises(Refusal) as refused:
        actions.add_point(member, party.id, section_text_id=heard.id, quote="noget helt andet", text="Hvad?")
    assert refused.value.reason is Reason.NOT_THEIR_WORDS


@pytest.mark.parametrize(("who", "sees"), [("member", True), ("chair", True), ("officer", False), ("visitor", False)])
def test_what_members_say_among_themselves_stays_in_the_council(session, who, sees):
    party = a_party(session)
    actions.discuss(a_context(session, a_member(session, party)), party.id, text="Skal vi sige det?")
    session.flush()
    person = {
        "member": lambda: a_member(session, party),
        "chair": lambda: a_chair(session, party),
        "officer": lambda: the_officer(session, party.hearing.process),
        "visitor": lambda: None,
    }[who]()
    assert bool(thread(a_context(session, person), Kind.PARTY, party.id).rows) is sees


def test_nobody_answers_before_the_hearing_opens(session):
    hearing = a_hearing(session, state=HearingState.DRAFT)
    assert hearing.parties[0].state_at(NOON) is PartyState.PREPARED
    with pytest.raises(Refusal) as refused:
        responses.record(_officer(session, hearing), hearing.parties[0].id, text="Nej", meeting_on=date(2026, 3, 2))
    assert refused.value.reason is Reason.NOT_NOW


def test_an_invitation_says_when_the_answer_is_due(session):
    hearing = a_hearing(session, state=HearingState.DRAFT, councils=2)
    for party in hearing.parties:
        a_secretary(session, party)
    officer = _officer(session, hearing)
    later = a_body(session, BodyKind.COUNCIL, "Ungerådet")
    actions.open_hearing(officer, hearing.id, last_day=date(2026, 4, 4))
    a_person(session, (Role.SECRETARY, Scope.BODY, later.id))
    actions.invite(officer, hearing.id, later)
    session.flush()
    sent = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "hearing_invitation")).all()
    assert [one.data["closes_at"] for one in sent] == [hearing.closes_at.isoformat()] * 3


def test_material_is_added_only_before_the_hearing_opens(session, tmp_path):
    hearing = a_hearing(session, state=HearingState.DRAFT)
    officer = _officer(session, hearing)
    added = actions.add_material(officer, hearing.id, tmp_path, name="kort.pdf", content=b"%PDF-1.7\n")
    assert (added.name, added.state) == ("kort.pdf", UploadState.UNREAD)
    actions.open_hearing(officer, hearing.id, last_day=date(2026, 4, 4))
    with pytest.raises(Refusal) as refused:
        actions.add_material(officer, hearing.id, tmp_path, name="kort.pdf", content=b"%PDF-1.7\n")
    assert refused.value.reason is Reason.NOT_NOW


def test_material_the_gate_held_is_released_or_withheld_by_a_person(session, tmp_path):
    hearing = a_hearing(session, state=HearingState.DRAFT)
    officer = _officer(session, hearing)
    content = _word_file(lambda doc: doc.add_paragraph("Journal 010190-1234."))
    made = actions.add_material(officer, hearing.id, tmp_path, name="plan.docx", content=content)
    session.flush()
    deed = {"is_shown": True, "reason": "Det er et sagsnummer."}
    with pytest.raises(Refusal) as refused:
        actions.judge_material(officer, hearing.id, made.id, **deed)
    assert refused.value.reason is Reason.NOT_READ_YET
    intake.enter(officer, made.id, intake.look(made, tmp_path), tmp_path)
    assert made.state is UploadState.SUSPECT
    assert actions.judge_material(officer, hearing.id, made.id, **deed).is_shown
    with pytest.raises(Refusal) as refused:
        actions.judge_material(a_context(session, a_person(session)), hearing.id, made.id, **deed)
    assert refused.value.reason in {Reason.NOT_YOURS, Reason.NOT_FOUND}


@pytest.mark.tampers
def test_a_members_seats_are_those_that_wait_first_and_the_nearest_deadline_first(session):
    late = a_party(session)
    body = late.body
    near = _seat_until(session, body, date(2026, 3, 20))
    answered = _seat_until(session, body, date(2026, 3, 18))
    over = _seat_until(session, body, date(2026, 3, 17))
    answered.state = PartyState.SUBMITTED
    over.hearing.state = HearingState.CONCLUDED
    session.flush()
    member = a_context(session, a_member(session, late))
    assert [one.id for one in queries.own_parties(member)] == [near.id, late.id, answered.id]


def _seat_until(session, body, last_day):
    hearing = a_hearing(session, councils=0, audience=Audience.BOTH, last_day=last_day)
    return actions.invite(_officer(session, hearing), hearing.id, body)


def test_a_role_in_one_council_is_none_in_another(session):
    hearing = a_hearing(session, councils=2)
    other = session.get(Body, hearing.parties[1].body_id)
    person = a_person(session, (Role.SECRETARY, Scope.BODY, other.id))
    with pytest.raises(Refusal) as refused:
        actions.receive(a_context(session, person), hearing.parties[0].id)
    assert refused.value.reason is Reason.NOT_YOURS
