"""What is done about a decision, at once, on both databases: one contest a claim, one answer, one entry a number."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.bodies.models import BodyKind
from civic.decisions import actions, carrying
from civic.decisions.models import Contest, DecisionState, FollowUp, FollowUpProgress, FollowUpState, Undertaking
from civic.dialogue.models import Comment
from civic.kernel import ledger
from civic.kernel.ledger import LedgerEntry
from civic.kernel.outbox import OutboxMessage
from tests.make import a_body, a_context, a_person, a_process, the_officer
from tests.proofs.test_races import AT_ONCE, MANY_ROUNDS, _acting, _all_at_once, _made, database

__all__ = ["database"]
ON = date(2026, 3, 2)


def _promised(session, number, *, is_done):
    """Return a promise of an adopted case, its case officer, and somebody else."""
    process = a_process(session)
    person = the_officer(session, process)
    officer = a_context(session, person)
    case = actions.add_case(
        officer, process.id, number=f"S-{number}", title="Sag", recommended_by="E", recommendation="At det sker."
    )
    stop = actions.add_body(officer, case.id, a_body(session, BodyKind.COUNCIL, f"Rådet {number}"))
    actions.record_decision(officer, stop.id, outcome=DecisionState.ADOPTED, wording="Vedtaget.", on=ON)
    made = actions.add_follow_up(officer, case.id, text="Bænke", responsible="Park", due_on=ON)
    if is_done:
        actions.mark_done(officer, made.id, result="De står der.", on=ON)
    return made.id, person, a_person(session)


def test_a_claim_is_contested_once_by_each_however_often_the_button_is_pressed(database):
    for number in range(MANY_ROUNDS):
        promise, _officer, person = _made(database, lambda s, n=number: _promised(s, n, is_done=True))

        def contest(session, promise=promise, person=person):
            carrying.contest(_acting(session, person), promise, reason="Der er ingen.")

        assert _all_at_once(database, [contest] * AT_ONCE) == 1
        with Session(database) as session:
            assert session.scalar(select(func.count()).where(Contest.follow_up_id == promise)) == 1
            assert session.scalar(select(func.count()).where(Comment.author_id == person.id)) == 1, "no loose words"


def test_of_two_answers_to_a_contest_one_counts_and_it_is_taken_up_once(database):
    for number in range(MANY_ROUNDS):

        def contested(session, number=number):
            promise, officer, person = _promised(session, number, is_done=True)
            return promise, officer, carrying.contest(a_context(session, person), promise, reason="Nej.").id

        promise, officer, made = _made(database, contested)

        def answer(session, is_taken_up, officer=officer, made=made):
            carrying.answer_contest(_acting(session, officer), made, is_taken_up=is_taken_up, answer="Sådan er det.")

        deeds = [lambda s, one=one: answer(s, one) for one in (True, False) * (AT_ONCE // 2)]
        assert _all_at_once(database, deeds) == 1
        with Session(database) as session:
            found = session.get_one(FollowUp, promise)
            rows = session.scalar(select(func.count()).where(FollowUpProgress.follow_up_id == promise))
            assert (found.state, rows) in {(FollowUpState.DONE, 0), (FollowUpState.UNDER_WAY, 2)}


def test_an_invitation_to_take_part_is_answered_once(database):
    for number in range(MANY_ROUNDS):

        def invited(session, number=number):
            promise, officer, _person = _promised(session, number, is_done=False)
            asked = carrying.invite(
                a_context(session, officer), promise, name="Foreningen", email="post@example.org", part="Skru."
            )
            session.flush()
            newest = select(OutboxMessage.data).order_by(OutboxMessage.id.desc()).limit(1)
            return asked.id, session.scalars(newest).one()["token"]

        made, token = _made(database, invited)

        def answer(session, is_yes, token=token):
            carrying.answer_invitation(a_context(session), token, is_yes=is_yes)

        deeds = [lambda s, one=one: answer(s, one) for one in (True, False) * (AT_ONCE // 2)]
        assert _all_at_once(database, deeds) == 1
        with Session(database) as session:
            assert session.get_one(Undertaking, made).token_hash is None


def test_workers_who_number_the_log_at_once_give_each_number_once(database):
    for number in range(MANY_ROUNDS):
        promise, _officer, _person = _made(database, lambda s, n=number: _promised(s, n, is_done=False))
        _all_at_once(database, [ledger.number] * 3)
        with Session(database) as session:
            process = session.get_one(FollowUp, promise).process_id
            given = select(LedgerEntry.sequence).where(LedgerEntry.process_id == process).order_by(LedgerEntry.id)
            numbers = [one for one in session.scalars(given) if one is not None]
            assert numbers == list(range(1, len(numbers) + 1))
