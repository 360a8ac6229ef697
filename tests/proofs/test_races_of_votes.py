"""Votes at once, on both databases: one place has one vote, and nobody is told that a vote is in which is not.

Short here; `make prove` has five hundred rounds of each of the four races, eight in parallel.
"""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.kernel.actor import Actor
from civic.kernel.refusal import Reason, Refusal
from civic.voting import actions, rolls, stations
from civic.voting.codes import code_of, hash_of
from civic.voting.lists import Listed, ListRule
from civic.voting.models import BallotState, Proof, RollEntry, Rule, Secrecy, Vote
from tests.clock import NOON
from tests.make import a_ballot, a_context, a_facilitator, a_person, a_process, the_officer
from tests.proofs.test_races import AT_ONCE, _acting, _made, database

__all__ = ["database"]
ROUNDS = 500 if os.environ.get("CIVIC_PROVE") else 3
SECRET = "a secret that is only used in tests ...."


def _answers(database, deeds):
    """Carry out the deeds in threads that start together; return what each came to: a result, or its refusal."""
    gate = threading.Barrier(len(deeds))

    def carry_out(deed):
        with Session(writing(database), expire_on_commit=False) as session:
            gate.wait()
            try:
                answer = deed(session)
                session.commit()
            except (Refusal, IntegrityError) as refusal:
                session.rollback()
                return refusal
            return answer

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(carry_out, deeds))


def _votes(database, ballot):
    with Session(database) as session:
        wanted = select(Vote).join(Vote.entry).where(RollEntry.ballot_id == ballot.id)
        return session.scalars(wanted).all()


def _accepted(answers):
    return [one for one in answers if isinstance(one, actions.Cast)]


def casting(ballot, person, option, now=NOON):
    return lambda session: actions.vote(_acting(session, person, now), ballot.id, lines=((option, 1),))


def with_letter(ballot, entry, option):
    def cast(session):
        context = a_context(session)
        context.actor = Actor(place=hash_of(SECRET, code_of(SECRET, entry.id, entry.letter)))
        return actions.vote(context, ballot.id, lines=((option, 1),))

    return cast


def test_one_voter_in_eight_tabs_has_one_vote_and_one_receipt(database):
    for _ in range(ROUNDS):
        voter, ballot = _made(database, lambda s: (voter := a_person(s), a_ballot(s, a_process(s), voter)))
        answers = _answers(database, [casting(ballot, voter, 1 + one % 3) for one in range(AT_ONCE)])
        (vote,) = _votes(database, ballot)
        assert len(_accepted(answers)) == AT_ONCE
        assert {one.receipt for one in answers} == {vote.receipt}


def test_a_vote_changed_while_the_ballot_closes_is_counted_or_refused(database):
    for _ in range(ROUNDS):

        def make(session):
            process = a_process(session)
            voters = [a_person(session) for _ in range(AT_ONCE - 1)]
            ballot = a_ballot(session, process, *voters, rule=Rule(Secrecy.OPEN))
            for one in voters:
                actions.vote(a_context(session, one), ballot.id, lines=((1, 1),))
            return voters, ballot, the_officer(session, process)

        voters, ballot, staff = _made(database, make)
        before = ballot.closes_at - timedelta(seconds=1)

        def closing(session, ballot=ballot, staff=staff, before=before):
            return actions.close(_acting(session, staff, before), ballot.id)

        answers = _answers(database, [*(casting(ballot, one, 2, before) for one in voters), closing])
        changed = {one.receipt for one in _accepted(answers)}
        assert {one.receipt for one in _votes(database, ballot) if one.lines == "2:1"} == changed
        assert len(_votes(database, ballot)) == len(voters)
        assert {one.reason for one in answers if isinstance(one, Refusal)} <= {Reason.NOT_NOW}


def test_on_the_web_and_on_paper_at_once_one_has_one_vote(database):
    for _ in range(ROUNDS):

        def make(session):
            voter, officer = a_person(session), a_person(session)
            ballot = a_ballot(session, a_process(session), voter)
            staff = a_context(session, the_officer(session, ballot.process))
            station = stations.add_station(staff, ballot.id, name="Fælleshuset", place="")
            hours = {"starts_at": NOON, "ends_at": NOON + timedelta(hours=4)}
            stations.add_shift(staff, station.id, person_id=officer.id, **hours)
            entry = session.scalar(select(RollEntry).where(RollEntry.person_id == voter.id))
            return voter, officer, ballot, station, entry

        voter, officer, ballot, station, entry = _made(database, make)

        def marking(session, officer=officer, station=station, entry=entry):
            return stations.mark(_acting(session, officer), station.id, entry.id)

        answers = _answers(database, [*(casting(ballot, voter, 1) for _ in range(AT_ONCE - 2)), marking, marking])
        (vote,) = _votes(database, ballot)
        assert vote.proof is Proof.LIST
        refused = [one.reason for one in answers if isinstance(one, Refusal)]
        assert set(refused) == {Reason.VOTED_ON_PAPER}, "the second mark, and whoever came after the first"
        assert {one.receipt for one in _accepted(answers)} <= {vote.receipt}
        assert (vote.was is None) == (not _accepted(answers))


def test_of_a_household_eight_at_once_have_two_votes(database):
    for number in range(ROUNDS):

        def make(session):
            process = a_process(session)
            adults = [a_person(session) for _ in range(AT_ONCE - 2)]
            ballot = a_ballot(session, process, state=BallotState.DRAFT, rule=Rule(Secrecy.OPEN))
            staff = a_context(session, a_facilitator(session, process))
            listed = [Listed(line, address="Vej 1", person_id=one.id) for line, one in enumerate(adults, start=2)]
            rolls.add_listed(staff, ballot.id, listed, ListRule(is_households=True))
            actions.open_ballot(staff, ballot.id, last_day=date(2026, 3, 12))
            rolls.ask_for_letters(staff, ballot.id, SECRET)
            session.flush()
            places = session.scalars(select(RollEntry).where(RollEntry.ballot_id == ballot.id, RollEntry.slot > 0))
            return adults, ballot, places.all()

        adults, ballot, places = _made(database, make)
        deeds = [casting(ballot, one, 1 + number % 3) for one in adults]
        answers = _answers(database, [*deeds, *(with_letter(ballot, one, 1) for one in places)])
        votes, accepted = _votes(database, ballot), _accepted(answers)
        assert len(votes) == len(accepted) == 2
        assert {one.receipt for one in votes} == {one.receipt for one in accepted}
        assert {one.reason for one in answers if isinstance(one, Refusal)} == {Reason.PLACES_USED}
