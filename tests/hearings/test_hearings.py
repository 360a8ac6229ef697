"""Hearings: deadlines, answers in writing and by word of mouth, and an answer to every remark."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from civic.db.base import end_of_day
from civic.dialogue.models import Outcome
from civic.hearings import actions, queries
from civic.hearings.models import HearingState, Medium, PartyState, RemarkState, Response, Stance
from civic.kernel import trace
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.proposals.models import ProposalState
from civic.reports import actions as reports
from civic.reports.models import Purpose
from tests.clock import NOON
from tests.make import (
    a_context,
    a_hearing,
    a_party,
    a_person,
    a_proposal,
    a_response,
    a_secretary,
    a_version,
    the_officer,
)

SECOND = timedelta(seconds=1)
# An ordinary day, the day clocks go forward (23 hours) and the day they go back (25 hours).
DAYS = [
    (date(2026, 4, 4), datetime(2026, 4, 4, 22, 0, tzinfo=UTC)),
    (date(2026, 3, 29), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
    (date(2026, 10, 25), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
    (date(2026, 1, 15), datetime(2026, 1, 15, 23, 0, tzinfo=UTC)),
]


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
    party = hearing.parties[0]
    secretary = a_context(session, a_secretary(session, party), now=at)
    assert hearing.state_at(at) is state
    actions.draft_response(secretary, party.id, text="Husk ramper.")
    assert actions.submit_response(secretary, party.id, text="Husk ramper.").is_late is late


def test_a_late_answer_is_kept_and_marked(session):
    hearing = a_hearing(session)
    party = hearing.parties[0]
    late = hearing.closes_at + timedelta(days=3)
    assert party.state_at(late) is PartyState.SILENT
    secretary = a_context(session, a_secretary(session, party), now=late)
    response = actions.submit_response(secretary, party.id, text="Undskyld ventetiden.")
    assert response.is_late
    assert queries.response(a_context(session, now=late), response.id).text == "Undskyld ventetiden."


@pytest.mark.parametrize(
    ("who", "state", "reason"),
    [
        ("visitor", PartyState.DRAFTING, Reason.NOT_YOURS),
        ("resident", PartyState.DRAFTING, Reason.NOT_YOURS),
        ("other_secretary", PartyState.DRAFTING, Reason.NOT_YOURS),
        ("officer", PartyState.DRAFTING, Reason.NOT_YOURS),
        ("secretary", PartyState.INVITED, Reason.NOT_NOW),
        ("secretary", PartyState.SUBMITTED, Reason.NOT_NOW),
        ("secretary", PartyState.HELD, Reason.NOT_NOW),
    ],
)
def test_a_response_is_refused(session, who, state, reason):
    hearing = a_hearing(session, councils=2)
    party = a_party(session, state=state, hearing=hearing)
    person = {
        "visitor": lambda: None,
        "resident": lambda: a_person(session),
        "other_secretary": lambda: a_secretary(session, hearing.parties[1]),
        "officer": lambda: the_officer(session, hearing.process),
        "secretary": lambda: a_secretary(session, party),
    }[who]()
    with pytest.raises(Refusal) as refused:
        actions.submit_response(a_context(session, person), party.id, text="Husk ramper.")
    assert refused.value.reason is reason


def test_a_party_answers_once(session):
    response = a_response(session)
    session.flush()
    session.add(
        Response(
            hearing_id=response.hearing_id,
            party_id=response.party_id,
            number=9,
            receipt="X",
            medium=Medium.WRITTEN,
            stance=Stance.NOTED,
            text="Igen",
            submitted_at=NOON,
            is_late=False,
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


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
    officer = a_context(session, the_officer(session, hearing.process))
    day = (NOON + timedelta(days=days)).date()
    if reason is None:
        assert actions.open_hearing(officer, hearing.id, last_day=day, short_deadline_reason=why).closes_at
        return
    with pytest.raises(Refusal) as refused:
        actions.open_hearing(officer, hearing.id, last_day=day, short_deadline_reason=why)
    assert refused.value.reason is reason


def test_an_oral_answer_is_never_shown_as_written(session):
    hearing = a_hearing(session)
    officer = a_context(session, the_officer(session, hearing.process))
    said = actions.record_response(officer, hearing.parties[0].id, text="Lovende.", meeting_on=date(2026, 3, 2))
    assert (said.medium, said.meeting_on) == (Medium.ORAL, date(2026, 3, 2))
    with pytest.raises(Refusal) as refused:
        actions.record_response(officer, hearing.parties[0].id, text="Igen.", meeting_on=date(2026, 3, 2))
    assert refused.value.reason is Reason.NOT_NOW


def test_a_held_answer_is_seen_by_its_council_and_officer_only(session):
    party = a_party(session, state=PartyState.HELD)
    seen = {}
    for who, person in {
        "visitor": None,
        "resident": a_person(session),
        "secretary": a_secretary(session, party),
        "officer": the_officer(session, party.hearing.process),
    }.items():
        try:
            queries.response(a_context(session, person), party.response.id)
            seen[who] = True
        except Refusal as refusal:
            assert refusal.reason is Reason.NOT_FOUND
            seen[who] = False
    assert seen == {"visitor": False, "resident": False, "secretary": True, "officer": True}


def _remark(session, hearing, text="Husk ramper.", proposal_id=None):
    party = hearing.parties[0]
    officer = a_context(session, the_officer(session, hearing.process), now=hearing.closes_at)
    heard = hearing.version.texts[1]
    return actions.split(officer, party.id, text=text, section_text_id=heard.id, proposal_id=proposal_id)


def test_the_note_waits_for_every_answer_and_every_change_and_says_which(session):
    hearing = a_hearing(session)
    a_response(session, hearing=hearing)
    remark = _remark(session, hearing)
    officer = a_context(session, the_officer(session, hearing.process), now=hearing.closes_at)
    with pytest.raises(Refusal) as refused:
        actions.conclude(officer, hearing.id)
    assert (refused.value.reason, refused.value.about) == (Reason.REMARKS_UNTREATED, "1.1")
    actions.answer_remark(officer, remark.id, outcome=Outcome.ACCEPTED, reason="Enig.")
    assert remark.state_at(NOON) is RemarkState.CHANGE_MISSING
    with pytest.raises(Refusal) as refused:
        actions.conclude(officer, hearing.id)
    assert (refused.value.reason, refused.value.about) == (Reason.CHANGE_MISSING, "1.1")
    report = hearing.version.report
    reports.write_section(officer, report.sections[1].id, heading="Adgang", text="Gården skal have ramper.", edit=1)
    final = reports.publish_version(officer, report.id, label="1.0", purpose=Purpose.FINAL)
    with pytest.raises(Refusal) as refused:
        actions.link_change(officer, remark.id, final.texts[0].id)
    assert refused.value.reason is Reason.NOTHING_CHANGED
    actions.link_change(officer, remark.id, final.texts[1].id)
    assert actions.conclude(officer, hearing.id).state is HearingState.CONCLUDED


def test_a_hearing_is_not_concluded_before_its_deadline(session):
    hearing = a_hearing(session)
    officer = a_context(session, the_officer(session, hearing.process))
    with pytest.raises(Refusal) as refused:
        actions.conclude(officer, hearing.id)
    assert refused.value.reason is Reason.NOT_NOW


def test_a_remark_leads_from_a_residents_proposal_to_the_changed_words(session):
    hearing = a_hearing(session)
    proposal = a_proposal(session, hearing.process, state=ProposalState.ACCEPTED)
    a_response(session, hearing=hearing)
    remark = _remark(session, hearing, proposal_id=proposal.id)
    officer = a_context(session, the_officer(session, hearing.process), now=hearing.closes_at)
    actions.answer_remark(officer, remark.id, outcome=Outcome.PARTLY, reason="Delvist.")
    report = hearing.version.report
    reports.write_section(officer, report.sections[1].id, heading="Adgang", text="Ramper.", edit=1)
    final = a_version(session, report, "1.0")
    actions.link_change(officer, remark.id, final.texts[1].id)
    session.flush()
    start = Ref(Kind.PROPOSAL, proposal.id)
    assert session.scalars(trace.forward(start, Kind.REMARK)).all() == [remark.id]
    assert session.scalars(trace.forward(start, Kind.SECTION_TEXT)).all() == [final.texts[1].id]
    assert session.scalars(trace.forward(start, Kind.VERSION)).all() == [final.id]
    back = trace.backward(Ref(Kind.SECTION_TEXT, final.texts[1].id), Kind.PROPOSAL)
    assert session.scalars(back).all() == [proposal.id]


def test_nobody_answers_before_the_hearing_opens(session):
    hearing = a_hearing(session, state=HearingState.DRAFT)
    officer = a_context(session, the_officer(session, hearing.process))
    assert hearing.parties[0].state_at(NOON) is PartyState.PREPARED
    with pytest.raises(Refusal) as refused:
        actions.record_response(officer, hearing.parties[0].id, text="For tidligt.", meeting_on=date(2026, 3, 2))
    assert refused.value.reason is Reason.NOT_NOW


def test_an_answer_after_the_note_is_kept_but_not_shown_as_treated(session):
    hearing = a_hearing(session, state=HearingState.CONCLUDED, councils=2)
    party = hearing.parties[0]
    after = hearing.concluded_at + timedelta(days=1)
    secretary = a_context(session, a_secretary(session, party), now=after)
    response = actions.submit_response(secretary, party.id, text="Efter notatet.")
    assert (party.state_at(after), response.is_late) == (PartyState.SUBMITTED, True)


def test_a_remark_is_in_the_councils_own_words(session):
    hearing = a_hearing(session)
    a_response(session, hearing=hearing)
    with pytest.raises(Refusal) as refused:
        _remark(session, hearing, text="Noget, rådet ikke har skrevet.")
    assert refused.value.reason is Reason.NOT_THEIR_WORDS
    assert _remark(session, hearing, text=" Husk\n ramper. ").number == 1
