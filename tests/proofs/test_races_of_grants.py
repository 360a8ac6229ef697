"""Grants and plans at once, on both databases: no more is granted than there is, and a plan has one newest version."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.grants import actions
from civic.grants.models import GrantApplication
from civic.people.models import Person
from civic.plans import actions as plans
from civic.plans.models import PlanVersion
from tests.grants.test_grants import a_decision, a_scheme, an_application, assess
from tests.make import a_context
from tests.plans.test_plans import PLAN, a_plan
from tests.proofs.test_races import MANY_ROUNDS, _acting, _all_at_once, _made, database

__all__ = ["database"]


def _two_applications(session):
    officer, scheme = a_scheme(session, appropriation=30_000_000)
    found = []
    for _number in range(2):
        author, made = an_application(session, scheme)
        actions.submit(author, made.id)
        assess(session, scheme, made, 3, 3, 3)
        assess(session, scheme, made, 3, 3, 3)
        found.append(made.id)
    stop = a_decision(officer, scheme)
    session.flush()
    return found, stop.id, scheme.id, officer.actor.person_id


def test_two_grants_at_once_are_no_more_than_there_is_to_give(database):
    for _round in range(MANY_ROUNDS):
        ids, decision_id, scheme_id, person_id = _made(database, _two_applications)
        with Session(database) as session:
            person = session.get_one(Person, person_id)
            session.expunge(person)

        def decide(session, number, person=person, decision_id=decision_id):
            actions.decide(_acting(session, person), number, decision_id=decision_id, granted=20_000_000, reason="Ja.")

        deeds = [lambda s, one=one: decide(s, one) for one in ids]
        assert _all_at_once(database, deeds) == 1
        with Session(database) as session:
            given = select(func.sum(GrantApplication.granted)).where(GrantApplication.scheme_id == scheme_id)
            assert session.scalar(given) == 20_000_000


def test_two_who_issue_a_version_at_once_give_one_number_each_or_are_told(database):
    def begun(session):
        officer, plan = a_plan(session)
        plans.change_plan(a_context(session, session.get_one(Person, officer.actor.person_id)), plan.id, PLAN)
        return plan.id, officer.actor.person_id

    for _round in range(MANY_ROUNDS):
        plan_id, person_id = _made(database, begun)
        with Session(database) as session:
            person = session.get_one(Person, person_id)
            session.expunge(person)

        def issue(session, person=person, plan_id=plan_id):
            plans.issue_version(_acting(session, person), plan_id, summary="Første")

        assert _all_at_once(database, [issue] * 4) == 1, "the others are told that nothing is new"
        with Session(database) as session:
            numbers = session.scalars(select(PlanVersion.number).where(PlanVersion.plan_id == plan_id)).all()
            assert numbers == [1]
