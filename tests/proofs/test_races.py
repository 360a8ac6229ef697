"""Many at once: what must happen once happens once, on both databases. Short here, in full by `make prove`."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from civic.board.models import Posting
from civic.db.engine import make_engine, writing
from civic.decisions import actions as decisions
from civic.decisions.models import Decision, DecisionState
from civic.dialogue import actions as dialogue
from civic.dialogue.models import Comment, Outcome, Useful
from civic.draws import actions as draws
from civic.draws import queries as draw_queries
from civic.groups import actions as groups
from civic.groups import registering as joining
from civic.groups.models import Admission, GroupKind, Participant
from civic.hearings import actions as hearings
from civic.hearings.models import Audience, Hearing, HearingState, Stance
from civic.kernel.actor import VISITOR, Role, Scope
from civic.kernel.context import Context
from civic.kernel.correction import Correction
from civic.kernel.notifying import Notification
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind
from civic.meetings import actions as meetings
from civic.meetings import queries as meeting_queries
from civic.meetings import registering
from civic.meetings.models import Registration
from civic.moderation import actions as moderation
from civic.moderation.models import Appeal, AppealState
from civic.people import actions as people
from civic.people.actions import enter_person
from civic.people.models import Place, RoleAssignment
from civic.people.queries import actor, roles_of
from civic.places.models import Needs
from civic.processes import actions as processes
from civic.processes.models import Appointment, SeatCategory, SeatQuota, Task
from civic.proposals import actions as proposals
from civic.proposals.models import CoAuthor, Proposal, ProposalState, Reached, Support
from civic.responses import actions as responses
from civic.responses.models import From, Response, ResponseState, Said
from civic.said import notified
from civic.tables import metadata
from civic.treatment import actions as treatment
from civic.treatment.models import Answer, Remark
from civic.voting import actions as voting
from civic.voting.models import RollEntry, Rule, Secrecy, Vote
from civic.writing.models import TextEdit
from tests.clock import NOON
from tests.databases import fresh_postgresql
from tests.make import (
    a_ballot,
    a_body,
    a_chair,
    a_context,
    a_facilitator,
    a_group,
    a_hearing,
    a_person,
    a_process,
    a_proposal,
    a_public_response,
    a_response,
    the_municipality,
    the_officer,
)

ROUNDS = 40 if os.environ.get("CIVIC_PROVE") else 3
AT_ONCE = 8
MANY_ROUNDS = 1000 if os.environ.get("CIVIC_PROVE") else 3
"""Rounds of what residents do at once: a place, an invitation, a link, a proposal and its support."""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    if request.param == "sqlite":
        made = make_engine(f"sqlite:///{tmp_path / 'races.db'}")
    else:
        made = fresh_postgresql(request.getfixturevalue("postgresql"), "races")
    metadata.create_all(writing(made))
    yield made
    made.dispose()


def _all_at_once(database, deeds):
    """Carry out the deeds in threads that start together; return how many succeeded."""
    gate = threading.Barrier(len(deeds))

    def carry_out(deed):
        with Session(writing(database), expire_on_commit=False) as session:
            gate.wait()
            try:
                deed(session)
                session.commit()
            except (Refusal, IntegrityError):
                session.rollback()
                return 0
            return 1

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sum(pool.map(carry_out, deeds))


def _made(database, make):
    with Session(writing(database), expire_on_commit=False) as session:
        made = make(session)
        session.commit()
        return made


def _acting(session, person, now=NOON):
    visiting = a_context(session, now=now)
    return Context(actor(visiting, person), now, session, lambda: now)


def test_one_person_supports_once_however_often_the_button_is_pressed(database):
    for _ in range(ROUNDS):
        proposal, person = _made(
            database,
            lambda s: (a_proposal(s, a_process(s), state=ProposalState.ACCEPTED), a_person(s)),
        )

        def press(session, proposal=proposal, person=person):
            proposals.support(_acting(session, person), proposal.id)

        assert _all_at_once(database, [press] * AT_ONCE) == 1
        with Session(database) as session:
            assert session.scalar(select(func.count()).where(Support.proposal_id == proposal.id)) == 1


def test_an_invitation_that_is_accepted_and_declined_at_once_is_answered_once(database):
    for _ in range(ROUNDS):

        def invited(session):
            author, other = a_person(session), a_person(session)
            made = a_proposal(session, a_process(session), author=author, state=ProposalState.DRAFT)
            proposals.invite(a_context(session, author), made.id, email="olga@example.org")
            session.flush()
            newest = select(OutboxMessage.data).order_by(OutboxMessage.id.desc()).limit(1)
            return made, other, session.scalars(newest).one()["token"]

        made, other, token = _made(database, invited)

        def accept(session, other=other, token=token):
            proposals.join(_acting(session, other), token)

        def decline(session, token=token):
            proposals.decline(a_context(session), token)

        assert _all_at_once(database, [accept, decline] * 2) == 1
        with Session(database) as session:
            listed = select(CoAuthor.person_id).where(CoAuthor.proposal_id == made.id, CoAuthor.ended_at.is_(None))
            role = (RoleAssignment.role == Role.AUTHOR) & (RoleAssignment.scope_id == made.id)
            held = select(RoleAssignment.person_id).where(role)
            assert session.scalars(listed).all() == session.scalars(held).all(), "who is listed holds the role"


def test_the_last_seat_is_taken_once(database):
    for _ in range(ROUNDS):
        process, officer = _made(database, lambda s: (lambda p: (p, the_officer(s, p)))(a_process(s)))

        def appoint(session, process=process, officer=officer):
            processes.appoint(
                _acting(session, officer), process.id, category=SeatCategory.COUNCIL_MEMBER, name="N", on=NOON.date()
            )

        assert _all_at_once(database, [appoint] * AT_ONCE) == 1
        with Session(database) as session:
            seated = (
                select(func.count(Appointment.id)).join(Appointment.quota).where(SeatQuota.process_id == process.id)
            )
            assert session.scalar(seated) == 1


def test_a_council_answers_once_and_numbers_have_no_gap(database):
    for _ in range(ROUNDS):
        hearing, secretaries = _made(
            database, lambda s: (lambda h: (h, [a_chair(s, p) for p in h.parties]))(a_hearing(s, councils=4))
        )
        parties = [party.id for party in hearing.parties]

        def answering(party_id, secretary):
            def answer(session):
                context = _acting(session, secretary)
                hearings.write_draft(context, party_id, text="Ja.", edit=0)
                responses.respond_alone(context, party_id, text="Ja.", stance=Stance.NOTED)

            return answer

        deeds = [answering(p, s) for p, s in zip(parties, secretaries, strict=True)] * 2
        assert _all_at_once(database, deeds) == 4
        with Session(database) as session:
            numbers = session.scalars(select(Response.number).where(Response.hearing_id == hearing.id)).all()
        assert sorted(numbers) == [1, 2, 3, 4]


def test_votes_cast_while_the_ballot_closes_are_counted_or_refused(database):
    for _ in range(ROUNDS):
        voters, ballot, staff = _made(database, _a_ballot_with_voters)
        before = ballot.closes_at - timedelta(seconds=1)

        def casting(voter, ballot=ballot, before=before):
            return lambda s: voting.vote(_acting(s, voter, before), ballot.id, lines=((1, 1),))

        def closing(session, ballot=ballot, staff=staff, before=before):
            voting.close(_acting(session, staff, before), ballot.id)

        succeeded = _all_at_once(database, [*(casting(voter) for voter in voters), closing])
        with Session(database) as session:
            cast = select(func.count(Vote.id)).join(Vote.entry).where(RollEntry.ballot_id == ballot.id)
            counted = session.scalar(cast.where(Vote.lines == "1:1"))
        assert counted == succeeded - 1


def _a_ballot_with_voters(session):
    process = a_process(session)
    voters = [
        enter_person(a_context(session), name=f"V{n}", email=f"v{process.id}-{n}@example.dk")
        for n in range(AT_ONCE - 1)
    ]
    ballot = a_ballot(session, process, *voters, rule=Rule(Secrecy.OPEN))  # a confidential one is not closed early
    return voters, ballot, the_officer(session, process)


def test_a_hearing_is_never_concluded_with_an_untreated_remark(database):
    for _ in range(ROUNDS):
        hearing, staff, response_id = _made(database, _a_closed_hearing)

        def split(session, staff=staff, response_id=response_id, at=hearing.closes_at):
            treatment.split(_acting(session, staff, at), response_id, text="Husk ramper.")

        def conclude(session, staff=staff, hearing=hearing):
            treatment.mark_ready(_acting(session, staff, hearing.closes_at), hearing.id)
            treatment.conclude(_acting(session, staff, hearing.closes_at), hearing.id)

        _all_at_once(database, [split, conclude])
        with Session(database) as session:
            remarks = session.scalar(select(func.count(Remark.id)).where(Remark.process_id == hearing.process_id))
            concluded = session.get(Hearing, hearing.id).state is HearingState.CONCLUDED
        assert not (concluded and remarks), "either the remark is there and stops the note, or it came too late"


def test_officers_who_answer_one_remark_at_once_give_it_one_answer(database):
    def make(session):
        hearing = a_hearing(session, audience=Audience.BOTH)
        made = a_public_response(session, hearing, "Mere lys, tak.")
        officer = the_officer(session, hearing.process)
        remark = treatment.split(a_context(session, officer, hearing.closes_at), made.id, text="Mere lys, tak.")
        return hearing, officer, remark.id, made.id

    for _ in range(ROUNDS):
        hearing, officer, remark_id, response_id = _made(database, make)

        def answer(session, officer=officer, remark_id=remark_id, at=hearing.closes_at):
            acting = _acting(session, officer, at)
            treatment.answer_remark(acting, remark_id, outcome=Outcome.NOTED, reason="Tak.")

        def redact(session, officer=officer, response_id=response_id, at=hearing.closes_at):
            treatment.redact(_acting(session, officer, at), response_id, words="lys", reason="Prøve.")

        assert _all_at_once(database, [answer, answer, redact, answer]) == 4
        with Session(database) as session:
            own = select(func.count()).select_from(Answer).where(Answer.hearing_id == hearing.id)
            assert session.scalar(own) == 1
            assert session.get(Remark, remark_id).text == "Mere ▇▇▇▇, tak."


def test_fifty_answers_at_the_deadline_are_each_in_time_or_late_by_the_clock_under_the_lock(database):
    for _ in range(ROUNDS):
        hearing = _made(database, lambda s: a_hearing(s, audience=Audience.EVERYONE, councils=0))
        ends = hearing.closes_at
        ticks = [ends + timedelta(seconds=step) for step in (-1, 0, 1)]

        def answering(at, hearing=hearing):
            def answer(session):
                context = Context(VISITOR, at - timedelta(seconds=5), session, lambda: at)
                responses.respond(context, hearing.id, From("N"), [Said("Ja.")])

            return answer

        assert _all_at_once(database, [answering(at) for at in ticks * 3]) == 9
        with Session(database) as session:
            found = session.scalars(select(Response).where(Response.hearing_id == hearing.id)).all()
        assert sorted(one.number for one in found) == list(range(1, 10))
        assert sum(one.is_late for one in found) == 6


def test_an_answer_is_withdrawn_or_corrected_never_both_halves(database):
    for _ in range(ROUNDS):
        response = _made(database, _an_open_answer)

        def holding(session, response=response):
            return Context(replace(VISITOR, receipt=response.receipt), NOON, session, lambda: NOON)

        def correct(session, response=response):
            responses.correct(holding(session), response.id, [Said("Rettet.")])

        def withdraw(session, response=response):
            responses.withdraw(holding(session), response.id)

        _all_at_once(database, [correct, withdraw] * 3)
        with Session(database) as session:
            assert session.get(Response, response.id).state is ResponseState.WITHDRAWN


def _an_open_answer(session):
    return a_public_response(session, a_hearing(session, audience=Audience.EVERYONE, councils=0))


def _a_closed_hearing(session):
    hearing = a_hearing(session)
    return hearing, the_officer(session, hearing.process), a_response(session, hearing=hearing).id


def test_two_administrators_cannot_both_leave(database):
    for _ in range(ROUNDS):
        admins, held = _made(database, _two_administrators)
        place = Place(Scope.MUNICIPALITY, held[0].scope_id, "Kommunen")
        ending = [
            lambda s, who=who, role=role, place=place: people.end_role(_acting(s, who), role.id, place)
            for who, role in zip(admins, held, strict=True)
        ]
        assert _all_at_once(database, ending) == 1
        with Session(writing(database)) as session:  # so that the next round starts with none
            session.execute(update(RoleAssignment).values(ended_at=NOON))
            session.commit()


def _two_administrators(session):
    place = the_municipality(session)
    admins = [a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, place.id)) for _ in range(2)]
    return admins, [roles_of(a_context(session), one.id)[0] for one in admins]


def test_of_two_who_correct_the_same_words_one_is_told_of_the_others(database):
    for _ in range(ROUNDS):
        process, officers = _made(
            database, lambda s: (lambda p: (p, [the_officer(s, p) for _one in range(AT_ONCE)]))(a_process(s))
        )
        seen = fingerprint(process.title)

        def correct(session, officer, process=process, seen=seen):
            processes.correct(
                _acting(session, officer), process.id, {"title": f"Af {officer.id}"}, reason="Fejl", seen=seen
            )

        deeds = [lambda s, who=who, do=correct: do(s, who) for who in officers]
        assert _all_at_once(database, deeds) == 1
        with Session(database) as session:
            kept = session.scalars(select(Correction.before).where(Correction.thing_id == process.id)).all()
            assert kept == [process.title]


def test_a_part_is_read_anew_when_it_is_locked(database):
    for _ in range(ROUNDS):
        process, officers = _made(
            database, lambda s: (lambda p: (p, [the_officer(s, p) for _one in range(AT_ONCE)]))(a_process(s))
        )
        with Session(database) as session:
            task = session.scalars(select(Task).where(Task.process_id == process.id)).first()

        def correct(session, officer, task=task):
            processes.correct_task(
                _acting(session, officer),
                task.id,
                {"heading": f"Af {officer.id}"},
                reason="Fejl",
                seen=fingerprint(task.heading),
            )

        assert _all_at_once(database, [lambda s, who=who, do=correct: do(s, who) for who in officers]) == 1
        with Session(database) as session:
            kept = session.scalars(select(Correction.before).where(Correction.part_id == task.id)).all()
            assert kept == [task.heading]


def test_a_member_who_leaves_is_taken_over_by_one_substitute(database):
    for _ in range(ROUNDS):
        process, officer = _made(database, lambda s: (lambda p: (p, the_officer(s, p)))(a_process(s)))
        seat = _made(
            database,
            lambda s, process=process, officer=officer: processes.appoint(
                _acting(s, officer), process.id, category=SeatCategory.COUNCIL_MEMBER, name="N", on=NOON.date()
            ),
        )

        def leave(session, seat=seat, officer=officer):
            processes.end_seat(_acting(session, officer), seat.id, on=NOON.date(), reason="Flyttet", substitute="S")

        assert _all_at_once(database, [leave] * AT_ONCE) == 1
        with Session(database) as session:
            found = session.scalars(select(Appointment.name).where(Appointment.quota_id == seat.quota_id)).all()
            assert sorted(found) == ["N", "S"]


def test_a_body_that_puts_a_case_off_has_it_once_more(database):
    for _ in range(ROUNDS):
        officer, decision = _made(database, _a_case_before_a_body)

        def put_off(session, officer=officer, decision=decision):
            said = {"outcome": DecisionState.POSTPONED, "wording": "Udsat.", "on": NOON.date()}
            decisions.record_decision(_acting(session, officer), decision.id, **said)

        assert _all_at_once(database, [put_off] * AT_ONCE) == 1
        with Session(database) as session:
            sittings = session.scalars(select(Decision.sitting).where(Decision.case_id == decision.case_id)).all()
            assert sorted(sittings) == [1, 2]


def _a_case_before_a_body(session):
    process = a_process(session)
    officer = the_officer(session, process)
    context = _acting(session, officer)
    number = f"EKS-{process.id}"
    case = decisions.add_case(
        context, process.id, number=number, title="Sag", recommended_by="E", recommendation="At det vedtages."
    )
    return officer, decisions.add_body(context, case.id, a_body(session))


def _a_meeting(session, capacity):
    process = a_process(session)
    staff = a_context(session, the_officer(session, process))
    made = meetings.add_committee_meeting(staff, process.id, title="Møde", starts_at=NOON + timedelta(days=5))
    rules = {"takes_registrations": True, "capacity": capacity, "online_link": "https://video.example.org/1"}
    return registering.set_registration(staff, made.id, **rules)


def _a_group(session, capacity):
    process = a_process(session)
    return a_group(session, process, capacity=capacity)


def _at_a_meeting(session, capacity, count):
    visitor, meeting = a_context(session), _a_meeting(session, capacity)
    made = (
        registering.register(visitor, meeting.id, name="N", email=f"n{number}@example.dk", needs=Needs())
        for number in range(count)
    )
    return meeting, [one.token for one in made]


def _in_a_group(session, capacity, count):
    visitor, group = a_context(session), _a_group(session, capacity)
    made = (joining.join(visitor, group.id, name="N", email=f"n{number}@example.dk") for number in range(count))
    return group, [one.token for one in made]


AT = {
    "meeting": (_at_a_meeting, registering, Registration, Registration.meeting_id, "registration_let_in"),
    "group": (_in_a_group, joining, Participant, Participant.group_id, "group_let_in"),
}
"""Where there are places: how it is made with those who want one, whose deeds they are, the mail of a free place."""


def _standing(database, kind, of, thing_id):
    """Return the slots that are taken, in order, and how many wait."""
    with Session(database) as session:
        rows = session.execute(select(kind.slot, kind.confirmed_at).where(of == thing_id, kind.left_at.is_(None))).all()
    confirmed = [slot for slot, at in rows if at is not None]
    return sorted(slot for slot in confirmed if slot is not None), confirmed.count(None)


@pytest.mark.parametrize("at", AT)
def test_the_last_places_are_taken_once_each(database, at):
    make, room, kind, of, _mail = AT[at]
    for _ in range(MANY_ROUNDS):
        thing, tokens = _made(database, lambda session: make(session, 3, AT_ONCE))
        deeds = [lambda session, token=token: room.confirm(a_context(session, now=NOON), token) for token in tokens]
        assert _all_at_once(database, deeds) == AT_ONCE
        assert _standing(database, kind, of, thing.id) == ([1, 2, 3], AT_ONCE - 3)


@pytest.mark.parametrize("at", AT)
def test_each_place_that_becomes_free_goes_to_one_who_waits(database, at):
    make, room, kind, of, mail = AT[at]
    for _ in range(MANY_ROUNDS):
        thing, tokens = _made(database, lambda session: make(session, 4, 8))
        with Session(writing(database)) as session:
            for number, token in enumerate(tokens):
                room.confirm(a_context(session, now=NOON + timedelta(seconds=number)), token)
            session.commit()
        deeds = [lambda session, token=token: room.leave(a_context(session, now=NOON), token) for token in tokens[:4]]
        assert _all_at_once(database, deeds) == 4
        assert _standing(database, kind, of, thing.id) == ([1, 2, 3, 4], 0)
        with Session(database) as session:
            let_in = select(func.count()).where(OutboxMessage.template == mail)
            theirs = OutboxMessage.data["token"].as_string().in_(tokens[4:])
            assert session.scalar(let_in.where(theirs)) == 4


def test_an_invitation_is_taken_once_however_often_its_link_is_followed(database):
    for _ in range(MANY_ROUNDS):

        def invited(session):
            group = _a_group(session, 2)
            staff = a_context(session, the_officer(session, group.process))
            return group, joining.invite(staff, group.id, name="N", email="n@example.dk").token

        group, token = _made(database, invited)
        deeds = [lambda session, token=token: joining.confirm(a_context(session, now=NOON), token)] * AT_ONCE
        assert _all_at_once(database, deeds) == AT_ONCE
        assert _standing(database, Participant, Participant.group_id, group.id) == ([1], 0)
        with Session(database) as session:
            told = select(func.count()).where(OutboxMessage.template == "group_in")
            assert session.scalar(told.where(OutboxMessage.data["token"].as_string() == token)) == 1


def test_the_link_is_told_once_however_many_workers_tell_it(database):
    for _ in range(MANY_ROUNDS):
        _meeting, tokens = _made(database, lambda session: _at_a_meeting(session, 3, 1))
        with Session(writing(database)) as session:
            registering.confirm(a_context(session, now=NOON), tokens[0])
            session.commit()
        due = NOON + timedelta(days=4, minutes=1)
        with Session(database) as session:
            (waiting,) = meeting_queries.to_remind(a_context(session, now=due))

        def remind(session, due=due, waiting=waiting):
            registering.remind(a_context(session, now=due), waiting)

        assert _all_at_once(database, [remind] * AT_ONCE) == AT_ONCE
        with Session(database) as session:
            told = select(func.count()).where(OutboxMessage.template == "registration_reminder")
            assert session.scalar(told.where(OutboxMessage.data["token"].as_string() == tokens[0])) == 1


def _a_drawn_group(session):
    """Return a group whose four places are drawn, the draw, and the links of those who were."""
    process = a_process(session)
    officer = the_officer(session, process)
    at = lambda when: a_context(session, officer, when)  # noqa: E731
    day = timedelta(days=1)
    group = groups.add_group(
        at(NOON),
        process.id,
        kind=GroupKind.WORKING,
        admission=Admission.LOT,
        title="Følgegruppe",
        about="x",
        capacity=4,
    )
    asks = [("Alder", [("Ung", 4, 4)])]
    given = {"title": "Panel", "about": "x", "seats": 4, "closes_at": NOON + day, "forgets_at": NOON + 90 * day}
    draw = draws.add_draw(at(NOON), process.id, group_id=group.id, asks=asks, **given)
    draws.open_draw(at(NOON), draw.id)
    (feature,) = draw_queries.draw(at(NOON), draw.id).features
    answers = {feature.id: feature.values[0].id}
    for number in range(8):
        visitor = a_context(session, now=NOON)
        made = draws.enter(visitor, draw.id, name=f"P{number}", email=f"p{number}@example.dk", answers=answers)
        draws.confirm(visitor, made.token)
    lotto = {"public_source": "Lotto", "public_on": (NOON + 3 * day).date()}
    draws.freeze(at(NOON + 2 * day), draw.id, **lotto)
    worker = a_context(session, now=NOON + 2 * day)
    draws.take_in(worker, draw_queries.to_work_out(worker), [[1_000_000, {"Ung": 4}]])
    late = NOON + 4 * day
    draws.draw_lots(at(late), draw.id, public_words="4 8 15", answers_by=late + 14 * day)
    return group, draw, [one.token for one in draw_queries.drawn_in(at(late), draw.id)]


def test_whoever_is_drawn_and_says_yes_has_a_place_and_nobody_else_has(database):
    for _ in range(MANY_ROUNDS):
        group, draw, tokens = _made(database, _a_drawn_group)
        late = NOON + timedelta(days=4)

        def say(token, is_coming, late=late):
            return lambda session: draws.answer(a_context(session, now=late), token, is_coming=is_coming)

        deeds = [say(token, is_coming) for token in tokens for is_coming in (True, token in tokens[2:])]
        _all_at_once(database, deeds)
        with Session(database) as session:
            context = a_context(session, now=late)
            coming = sorted(one.name for one in draw_queries.drawn_in(context, draw.id) if one.is_coming)
            placed = session.scalars(
                select(Participant).where(Participant.group_id == group.id, Participant.slot.is_not(None))
            ).all()
            assert sorted(one.name for one in placed) == coming
            assert len(coming) >= 2
            assert len({one.slot for one in placed}) == len(placed)


def _a_public_proposal(session, *, title="En bænk"):
    process = a_process(session)
    author, staff = a_person(session), a_facilitator(session, process)
    made = a_proposal(session, process, author=author, state=ProposalState.ACCEPTED, title=title)
    return made, author, staff


def test_support_that_is_given_and_taken_back_at_once_counts_once_or_not_at_all(database):
    for _ in range(MANY_ROUNDS):
        (proposal, _author, _staff), person = _made(database, lambda s: (_a_public_proposal(s), a_person(s)))

        def give(session, proposal=proposal, person=person):
            proposals.support(_acting(session, person), proposal.id)

        def take_back(session, proposal=proposal, person=person):
            proposals.withdraw_support(_acting(session, person), proposal.id)

        _all_at_once(database, [give, take_back] * (AT_ONCE // 2))
        with Session(database) as session:
            assert session.scalar(select(func.count()).where(Support.proposal_id == proposal.id)) in {0, 1}


def test_a_proposal_is_published_or_withdrawn_never_both(database):
    for _ in range(MANY_ROUNDS):

        def make(session):
            process = a_process(session)
            author, staff = a_person(session), a_facilitator(session, process)
            return a_proposal(session, process, author=author), author, staff

        proposal, author, staff = _made(database, make)

        def accept(session, proposal=proposal, staff=staff):
            proposals.accept(_acting(session, staff), proposal.id)

        def withdraw(session, proposal=proposal, author=author):
            proposals.withdraw(_acting(session, author), proposal.id)

        assert _all_at_once(database, [accept, withdraw] * (AT_ONCE // 2)) == 1
        with Session(database) as session:
            found = session.get_one(Proposal, proposal.id)
            its_own = Posting.kind == Kind.PROPOSAL, Posting.thing_id == proposal.id
            on_board = session.scalar(select(func.count(Posting.id)).where(*its_own))
            assert (found.state, on_board) in {(ProposalState.ACCEPTED, 1), (ProposalState.WITHDRAWN, 0)}


def test_nobody_who_supports_while_proposals_are_merged_is_lost_or_counted_twice(database):
    for _ in range(MANY_ROUNDS):

        def make(session):
            process = a_process(session)
            staff = a_facilitator(session, process)
            pair = [a_proposal(session, process, state=ProposalState.ACCEPTED) for _number in range(2)]
            return pair, staff, [a_person(session) for _number in range(AT_ONCE - 2)]

        (one, other), staff, people_ = _made(database, make)

        def merge(session, one=one, other=other, staff=staff):
            proposals.merge(_acting(session, staff), one.id, into_id=other.id, reason="Det samme.")

        def support(person, one=one):
            return lambda session: proposals.support(_acting(session, person), one.id)

        done = _all_at_once(database, [merge, merge, *(support(person) for person in people_)])
        with Session(database) as session:
            at = [
                set(session.scalars(select(Support.person_id).where(Support.proposal_id == each.id)))
                for each in (one, other)
            ]
            assert len(at[0]) == done - 1, "whoever was told that they support it does"
            assert at[1] == at[0], "and each went along once"
            assert session.get_one(Proposal, one.id).state is ProposalState.CONTINUED


def test_two_who_write_one_proposal_both_find_their_words(database):
    for _ in range(MANY_ROUNDS):

        def make(session):
            process, author = a_process(session), a_person(session)
            text = "\n\n".join(f"Afsnit {number}." for number in range(AT_ONCE))
            made = a_proposal(session, process, author=author, state=ProposalState.DRAFT, text=text)
            return made, author, text

        proposal, author, text = _made(database, make)

        def write(number, proposal=proposal, author=author, text=text):
            mine = text.replace(f"Afsnit {number}.", f"Mit afsnit {number}.")

            def act(session):
                proposals.rewrite(_acting(session, author), proposal.id, title="En bænk", text=mine, edit=1)

            return act

        assert _all_at_once(database, [write(number) for number in range(AT_ONCE)]) == AT_ONCE
        with Session(database) as session:
            found = session.get_one(Proposal, proposal.id)
            assert found.text == "\n\n".join(f"Mit afsnit {number}." for number in range(AT_ONCE))
            kept = select(func.count(TextEdit.id)).where(TextEdit.kind == Kind.PROPOSAL, TextEdit.thing_id == found.id)
            assert session.scalar(kept) == found.edit == AT_ONCE + 1, "no edit is lost"


def test_one_decision_is_appealed_once_and_the_appeal_decided_once(database):
    for _ in range(MANY_ROUNDS):

        def make(session):
            proposal, author, staff = _a_public_proposal(session)
            proposals.hide(a_context(session, staff), proposal.id, rule=1, reason="Hård tone.")
            return proposal, author, the_officer(session, proposal.process)

        proposal, author, other = _made(database, make)

        def appeal(session, proposal=proposal, author=author):
            proposals.appeal(_acting(session, author), proposal.id, text="Nej.")

        assert _all_at_once(database, [appeal] * AT_ONCE) == 1
        with Session(database) as session:
            asked = session.scalar(select(Appeal.id).where(Appeal.thing_id == proposal.id))

        def uphold(session, asked=asked, other=other):
            proposals.reinstate(_acting(session, other), asked, reason="Ja.")

        def dismiss(session, asked=asked, other=other):
            moderation.dismiss(_acting(session, other), asked, reason="Nej.")

        assert _all_at_once(database, [uphold, dismiss] * (AT_ONCE // 2)) == 1
        with Session(database) as session:
            found = session.get_one(Appeal, asked)
            shown = session.get_one(Proposal, proposal.id).state is ProposalState.ACCEPTED
            assert shown is (found.state is AppealState.UPHELD)


def test_an_invitation_to_write_together_makes_one_author(database):
    for _ in range(MANY_ROUNDS):

        def make(session):
            author = a_person(session)
            made = a_proposal(session, a_process(session), author=author, state=ProposalState.DRAFT)
            proposals.invite(a_context(session, author), made.id, email="olga@example.org")
            asked = select(OutboxMessage).where(OutboxMessage.template == "co_author_invited")
            token = session.scalars(asked.order_by(OutboxMessage.id.desc())).first().data["token"]
            return made, token, [a_person(session) for _number in range(AT_ONCE)]

        made, token, many = _made(database, make)
        deeds = [lambda session, one=one, token=token: proposals.join(_acting(session, one), token) for one in many]
        assert _all_at_once(database, deeds) == 1
        with Session(database) as session:
            held = select(func.count(RoleAssignment.id)).where(
                RoleAssignment.scope == Scope.PROPOSAL, RoleAssignment.scope_id == made.id
            )
            assert session.scalar(held) == 1


def test_the_last_support_that_is_wanted_leads_to_one_task_and_is_never_missed(database):
    for _ in range(MANY_ROUNDS):

        def make(session):
            process = a_process(session)
            rule = {"support_wanted": AT_ONCE, "support_days": 30, "support_leads_to": "x", "support_owner": "y"}
            proposals.set_support(_acting(session, the_officer(session, process)), process.id, rule, reason="Ny.")
            proposal = a_proposal(session, process, state=ProposalState.ACCEPTED)
            return proposal, [a_person(session) for _one in range(AT_ONCE + 1)]

        proposal, persons = _made(database, make)

        def give(person, proposal=proposal):
            return lambda session: proposals.support(_acting(session, person), proposal.id)

        assert _all_at_once(database, [give(one) for one in persons]) == len(persons)
        with Session(database) as session:
            assert session.scalar(select(Reached.support).where(Reached.proposal_id == proposal.id)) == AT_ONCE


def test_who_finds_a_comment_useful_is_counted_once_however_often_they_press(database):
    for _ in range(MANY_ROUNDS):

        def make(session):
            proposal, author, _staff = _a_public_proposal(session)
            return proposals.comment(_acting(session, author), proposal.id, text="Enig."), a_person(session)

        comment, person = _made(database, make)

        def press(session, comment=comment, person=person):
            dialogue.find_useful(_acting(session, person), comment.id)

        assert _all_at_once(database, [press] * AT_ONCE) == 1
        with Session(database) as session:
            assert session.scalar(select(func.count()).where(Useful.comment_id == comment.id)) == 1
            assert session.scalar(select(Comment.useful).where(Comment.id == comment.id)) == 1


def test_what_is_gathered_is_in_one_digest_however_many_workers_make_it(database):
    for _ in range(MANY_ROUNDS):

        def make(session):
            person = a_person(session)
            for number in range(5):
                about = {"proposal_id": number + 1}
                told = Notification(person_id=person.id, template="proposal_answered", data=about, at=NOON)
                told.digest_at = NOON
                session.add(told)
            return person

        person = _made(database, make)

        def gather(session):
            if not notified.gather(a_context(session)):
                raise Refusal(Reason.NOT_NOW)

        _all_at_once(database, [gather] * AT_ONCE)
        with Session(database) as session:
            mine = OutboxMessage.to_person_id == person.id
            lines = [one.data["lines"] for one in session.scalars(select(OutboxMessage).where(mine))]
            assert [len(one) for one in lines] == [5]
