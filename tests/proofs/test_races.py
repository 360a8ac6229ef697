"""Many at once: what must happen once happens once, on both databases. Short here, in full by `make prove`."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from civic.db.engine import make_engine, writing
from civic.hearings import actions as hearings
from civic.hearings.models import Hearing, HearingState, Remark, Response
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Refusal
from civic.people import actions as people
from civic.people.actions import enter_person
from civic.people.models import RoleAssignment
from civic.people.queries import actor, roles_of
from civic.processes import actions as processes
from civic.processes.models import Appointment, SeatCategory, SeatQuota
from civic.proposals import actions as proposals
from civic.proposals.models import ProposalState, Support
from civic.tables import metadata
from civic.voting import actions as voting
from civic.voting.models import Vote
from tests.clock import NOON
from tests.databases import fresh_postgresql
from tests.make import (
    a_ballot,
    a_context,
    a_hearing,
    a_person,
    a_process,
    a_proposal,
    a_response,
    a_secretary,
    an_organisation,
    the_officer,
)

ROUNDS = 40 if os.environ.get("CIVIC_PROVE") else 3
AT_ONCE = 8


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    if request.param == "sqlite":
        made = make_engine(f"sqlite:///{tmp_path / 'races.db'}")
    else:
        made = fresh_postgresql(request.getfixturevalue("postgresql"), "races")
    metadata.create_all(made)
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
            database, lambda s: (lambda h: (h, [a_secretary(s, p) for p in h.parties]))(a_hearing(s, councils=4))
        )
        parties = [party.id for party in hearing.parties]

        def answering(party_id, secretary):
            def answer(session):
                context = _acting(session, secretary)
                hearings.draft_response(context, party_id, text="Ja.")
                hearings.submit_response(context, party_id, text="Ja.")

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
            return lambda s: voting.vote(_acting(s, voter, before), ballot.id, option_id=ballot.options[0].id)

        def closing(session, ballot=ballot, staff=staff, before=before):
            voting.close(_acting(session, staff, before), ballot.id)

        succeeded = _all_at_once(database, [*(casting(voter) for voter in voters), closing])
        with Session(database) as session:
            counted = session.scalar(select(func.count(Vote.id)).where(Vote.option_id == ballot.options[0].id))
        assert counted == succeeded - 1


def _a_ballot_with_voters(session):
    process = a_process(session)
    voters = [
        enter_person(a_context(session), name=f"V{n}", email=f"v{process.id}-{n}@example.dk")
        for n in range(AT_ONCE - 1)
    ]
    ballot = a_ballot(session, process, *voters)
    return voters, ballot, the_officer(session, process)


def test_a_hearing_is_never_concluded_with_an_untreated_remark(database):
    for _ in range(ROUNDS):
        hearing, staff = _made(database, _a_closed_hearing)
        party_id = hearing.parties[0].id

        def split(session, staff=staff, party_id=party_id, at=hearing.closes_at):
            hearings.split(_acting(session, staff, at), party_id, text="Husk ramper.")

        def conclude(session, staff=staff, hearing=hearing):
            hearings.conclude(_acting(session, staff, hearing.closes_at), hearing.id)

        _all_at_once(database, [split, conclude])
        with Session(database) as session:
            remarks = session.scalar(select(func.count(Remark.id)).where(Remark.process_id == hearing.process_id))
            concluded = session.get(Hearing, hearing.id).state is HearingState.CONCLUDED
        assert not (concluded and remarks)


def _a_closed_hearing(session):
    hearing = a_hearing(session)
    a_response(session, hearing=hearing)
    return hearing, the_officer(session, hearing.process)


def test_two_administrators_cannot_end_each_other(database):
    for _ in range(ROUNDS):
        admins, held = _made(database, _two_administrators)
        ending = [
            lambda s, who=admins[0], role=held[1]: people.end_role(_acting(s, who), role.id),
            lambda s, who=admins[1], role=held[0]: people.end_role(_acting(s, who), role.id),
        ]
        assert _all_at_once(database, ending) == 1
        with Session(writing(database)) as session:  # so that the next round starts with none
            session.execute(update(RoleAssignment).values(ended_at=NOON))
            session.commit()


def _two_administrators(session):
    place = an_organisation(session)
    admins = [a_person(session, (Role.ADMIN, Scope.ORGANISATION, place.id)) for _ in range(2)]
    return admins, [roles_of(a_context(session), one.id)[0] for one in admins]
