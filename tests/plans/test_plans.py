"""Plans: a programme as data, versions that approvals are given to, and what stands when a plan is changed."""

from datetime import date, timedelta

import pytest
from flask import g
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from civic.bodies.models import BodyKind
from civic.db.engine import writing
from civic.decisions import actions as decisions
from civic.decisions.models import Case, DecisionState
from civic.kernel.actor import Role, Scope
from civic.kernel.correction import Correction
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, Ref, TraceLink
from civic.organisations import actions as organisations
from civic.papers import actions as papers
from civic.papers.models import Paper
from civic.people.models import OrganisationKind
from civic.plans import actions, content, queries
from civic.plans.models import Gate, LineKind, PlanState, PlanVersion, SeatPart, SourceKind
from civic.plans.parts import Part, told
from civic.plans.queries import Lack
from civic.said.corrections import _said
from civic.said.language import LANGUAGES
from civic.voting import actions as voting
from civic.voting.models import RollEntry, Rule, Secrecy, Vote
from tests import refusing
from tests.clock import NOON
from tests.make import a_ballot, a_body, a_context, a_facilitator, a_person, a_process, the_municipality, the_officer

DAY = NOON.date()


def refused(reason, do, *given, **more):
    """Expect that what is tried is refused for the reason."""
    refusing.refused(lambda: do(*given, **more), reason)


PLAN = {"title": "Plan", "about": "", "first_day": None, "last_day": None, "unit_id": None, "takes_part": ""}
THEMES = [("Sundhed", ""), ("Kultur og fritid", "")]


def values_of(name="Rammen", first=date(2019, 1, 1), last=date(2026, 12, 31), **more):
    return {
        "name": name, "funder": "Landsbyggefonden", "calls_plan": "Helhedsplan", "about": "", "duration": "",
        "share": 1, "share_of": 4, "asks_municipality": True, "asks_housing": True, "asks_steering": True,
        "starts_on": first, "ends_on": last, "source": "",
    } | more  # fmt: skip


def an_admin(session):
    return a_context(session, a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, the_municipality(session).id)))


def a_programme(session, themes=THEMES, **more):
    admin = an_admin(session)
    made = actions.add_programme(admin, values_of(**more), themes)
    session.flush()
    return actions.put_in_force(admin, made.id)


def an_officer_of(session, process):
    return a_context(session, the_officer(session, process))


def a_plan(session, programme=None, process=None):
    """Return the officer's context and a plan with an effort, a housing organisation, and a budget that just holds."""
    process = process or a_process(session)
    officer = an_officer_of(session, process)
    programme = programme or a_programme(session)
    plan = actions.add_plan(officer, process.id, PLAN, programme_id=programme.id)
    session.flush()
    housing = organisations.add_organisation(
        an_admin(session), kind=OrganisationKind.HOUSING, name=f"Boligorganisation {plan.id}", about=""
    )
    session.flush()
    actions.add_part(officer, plan.id, Part.ORGANISATION, {"organisation_id": housing.id})
    effort = actions.add_part(officer, plan.id, Part.EFFORT, an_effort(programme))
    session.flush()
    fund, local = (
        a_source(officer, plan, name, kind) for name, kind in (("F", SourceKind.FUND), ("K", SourceKind.LOCAL))
    )
    a_line(officer, plan, fund, 900_000_000, effort.id)
    a_line(officer, plan, local, 300_000_000, effort.id)
    return officer, plan


def an_effort(programme, title="Gåture"):
    return {"theme_id": programme.themes[0].id, "title": title, "about": "", "responsible": "", "takes_part": ""}


def a_source(officer, plan, name, kind):
    made = actions.add_part(officer, plan.id, Part.SOURCE, {"name": name, "kind": kind})
    officer.session.flush()
    return made.id


def a_line(officer, plan, paid_by_id, amount, effort_id=None, hours=None):
    values = {
        "year": 2027, "effort_id": effort_id, "paid_by_id": paid_by_id, "amount": amount, "note": "", "hours": hours,
        "kind": LineKind.OWN_HOURS if hours else LineKind.CASH,
    }  # fmt: skip
    made = actions.add_part(officer, plan.id, Part.LINE, values)
    officer.session.flush()
    return made


def given(is_yes=True, on=DAY, body="Mødet", document="Referat 1", ballot_id=None):
    return {
        "is_yes": is_yes,
        "decided_on": on,
        "body": body,
        "document": document,
        "paper_id": None,
        "ballot_id": ballot_id,
        "said": "",
    }


def decided(officer, plan, outcome=DecisionState.ADOPTED):
    """Return the council's step of a plan, with its decision in a case of the process."""
    session = officer.session
    council = a_body(session, BodyKind.COUNCIL, f"Rådet {plan.id}")
    session.flush()
    case = decisions.add_case(
        officer, plan.process_id, number=f"P-{plan.id}", title="Plan", recommended_by="E", recommendation="At."
    )
    session.flush()
    stop = decisions.add_body(officer, case.id, council)
    session.flush()
    decisions.record_decision(officer, stop.id, outcome=outcome, wording="Sådan.", on=DAY)
    step = actions.add_step(officer, plan.id, body_id=council.id, name=council.name)
    session.flush()
    return step, stop


def approve_all(officer, plan):
    step, stop = decided(officer, plan)
    actions.record_approval(officer, step.id, {}, decision_id=stop.id)
    for one in queries.steps(officer, plan.id):
        if one.gate in {Gate.HOUSING, Gate.STEERING}:
            actions.record_approval(officer, one.id, given(body=one.name))
    officer.session.flush()


def lacks(officer, plan):
    found = queries.plan(officer, plan.id)
    version = queries.version(officer, plan.id, found.number) if found.number else None
    issued = content.from_json(version.content) if version else None
    standing = queries.standings(queries.steps(officer, plan.id), version)
    return [one.what for one in queries.lacking(found, queries.content_of(officer, found), issued, standing)]


# --- programmes


def test_a_programme_in_force_stays_as_it_is_and_its_next_version_replaces_it(session):
    first = a_programme(session, name="Ældre ramme", last=None)
    officer, plan = a_plan(session, first)
    admin = an_admin(session)
    refused(Reason.NOT_NOW, actions.change_programme, admin, first.id, values_of(), THEMES)
    draft = actions.add_programme(admin, values_of(name="Nyere"), [("Fællesskab", "")], replaces_id=first.id)
    session.flush()
    assert [one.id for one in queries.programmes_on(officer, DAY)] == [first.id], "a draft is no choice"
    actions.put_in_force(admin, draft.id)
    session.flush()
    assert [one.id for one in queries.programmes_on(officer, DAY)] == [draft.id]
    assert draft.version == 2
    kept = queries.plan(officer, plan.id)
    assert [one.name for one in kept.programme.themes] == ["Sundhed", "Kultur og fritid"], "the plan keeps its own"
    refused(Reason.TAKEN, actions.add_programme, admin, values_of(), THEMES, replaces_id=first.id)


def test_no_plan_is_begun_under_a_programme_whose_time_is_over(session):
    over = a_programme(session, last=DAY - timedelta(days=1))
    process = a_process(session)
    officer = an_officer_of(session, process)
    refused(Reason.NOT_FITTING, actions.add_plan, officer, process.id, PLAN, programme_id=over.id)


# --- versions


def test_nobody_but_staff_reads_a_plan_before_its_first_version_and_then_that_version(session):
    officer, plan = a_plan(session)
    visitor = a_context(session)
    refused(Reason.NOT_FOUND, queries.plan, visitor, plan.id)
    actions.issue_version(officer, plan.id, summary="Første")
    session.flush()
    assert queries.plan(visitor, plan.id).number == 1
    programme = queries.plan(officer, plan.id).programme
    actions.add_part(officer, plan.id, Part.EFFORT, an_effort(programme, "Ny indsats"))
    session.flush()
    said = content.from_json(queries.version(visitor, plan.id, 1).content)
    assert [one["title"] for _theme, one in content.efforts_of(said)] == ["Gåture"], "others read what was issued"
    refused(Reason.NOTHING_CHANGED, _issue_twice, officer, plan)


def _issue_twice(officer, plan):
    actions.issue_version(officer, plan.id, summary="Anden")
    officer.session.flush()
    actions.issue_version(officer, plan.id, summary="Tredje")


def test_a_version_is_never_changed(session):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    session.commit()
    version = session.scalars(select(PlanVersion)).one()
    version.summary = "En anden"
    with pytest.raises(Exception, match="frozen"):
        session.flush()
    session.rollback()


def test_who_issues_what_a_colleague_has_changed_is_told(session):
    officer, plan = a_plan(session)
    refused(Reason.WRITTEN_MEANWHILE, actions.issue_version, officer, plan.id, summary="Første", seen="another")


# --- approvals


def test_the_fund_comes_last(session):
    officer, plan = a_plan(session)
    assert lacks(officer, plan) == [
        Lack.NEW_VERSION,
        Lack.NOBODY_ASKED,
        Lack.NOT_APPROVED,
        Lack.NOT_APPROVED,
        Lack.NOT_APPROVED,
    ]
    actions.issue_version(officer, plan.id, summary="Første")
    session.flush()
    refused(Reason.BEFORE_FUND, actions.submit, officer, plan.id, on=DAY)
    approve_all(officer, plan)
    assert lacks(officer, plan) == []
    fund = next(one for one in queries.steps(officer, plan.id) if one.gate is Gate.FUND)
    refused(Reason.NOT_NOW, actions.record_approval, officer, fund.id, given(body="Fonden"))
    actions.submit(officer, plan.id, on=DAY)
    session.flush()
    refused(Reason.NOT_NOW, actions.change_plan, officer, plan.id, PLAN)
    actions.record_approval(officer, fund.id, given(body="Fonden"))
    assert plan.state is PlanState.RUNNING


@pytest.mark.parametrize("gate", [Gate.HOUSING, Gate.STEERING])
def test_each_approval_that_is_missing_keeps_the_plan_from_the_fund(session, gate):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    step, stop = decided(officer, plan)
    actions.record_approval(officer, step.id, {}, decision_id=stop.id)
    for one in queries.steps(officer, plan.id):
        if one.gate in {Gate.HOUSING, Gate.STEERING} - {gate}:
            actions.record_approval(officer, one.id, given(body=one.name))
    session.flush()
    assert set(lacks(officer, plan)) == {Lack.NOT_APPROVED}
    refused(Reason.BEFORE_FUND, actions.submit, officer, plan.id, on=DAY)


def test_no_approval_without_day_body_and_document(session):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    session.flush()
    step = next(one for one in queries.steps(officer, plan.id) if one.gate is Gate.STEERING)
    refused(Reason.TIME_MISSING, actions.record_approval, officer, step.id, given(on=None))
    refused(Reason.NOT_HELD_YET, actions.record_approval, officer, step.id, given(on=DAY + timedelta(days=1)))
    refused(Reason.NOTHING_SAID, actions.record_approval, officer, step.id, given(document=""))
    with pytest.raises(Exception, match="ck_approval_body"):
        actions.record_approval(officer, step.id, given(body=""))
    session.rollback()


def _held(session, process):
    """Return an open vote of a process in which one has voted."""
    voter = a_person(session)
    ballot = a_ballot(session, process, voter, rule=Rule(Secrecy.OPEN))
    voting.vote(a_context(session, voter), ballot.id, lines=((1, 1),))
    session.flush()
    return ballot


def test_residents_approve_in_a_vote_of_the_process_once_it_has_closed(session):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    step = next(one for one in queries.steps(officer, plan.id) if one.is_residents)
    process = plan.process
    closed, running, empty = (_held(session, process) for _ in range(3))
    other = _held(session, a_process(session))
    staff = a_context(session, a_facilitator(session, process))
    for one in (closed, empty):
        voting.close(staff, one.id)
    session.execute(delete(Vote).where(Vote.entry_id.in_(select(RollEntry.id).where(RollEntry.ballot_id == empty.id))))
    steering = next(one for one in queries.steps(officer, plan.id) if one.gate is Gate.STEERING)
    on_it = given(document="", ballot_id=closed.id)
    refused(Reason.NOT_FITTING, actions.record_approval, officer, steering.id, on_it)
    for one in (running, other, empty):
        refused(Reason.NOT_FITTING, actions.record_approval, officer, step.id, given(document="", ballot_id=one.id))
    made = actions.record_approval(officer, step.id, given(document="", ballot_id=closed.id))
    session.flush()
    assert made.ballot_id == closed.id


def test_an_approval_is_of_the_version_that_was_seen_and_of_no_later_one(session):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    step = next(one for one in queries.steps(officer, plan.id) if one.gate is Gate.STEERING)
    political, stop = decided(officer, plan, DecisionState.ADOPTED)
    actions.record_approval(officer, political.id, {}, decision_id=stop.id, seen=fingerprint(1))
    actions.change_plan(officer, plan.id, {**PLAN, "takes_part": "Kom forbi."})
    session.flush()
    actions.issue_version(officer, plan.id, summary="Anden")
    session.flush()
    refused(Reason.WRITTEN_MEANWHILE, actions.record_approval, officer, step.id, given(), seen=fingerprint(1))
    refused(Reason.BEFORE_ISSUED, actions.record_approval, officer, step.id, given(on=DAY - timedelta(days=1)))
    refused(Reason.NOT_FITTING, actions.record_approval, officer, political.id, {}, decision_id=stop.id)
    actions.record_approval(officer, step.id, given(), seen=fingerprint(2))
    waits = next(one for one in queries.standings(queries.steps(officer, plan.id), queries.version(officer, plan.id, 2))
                 if one.step.id == political.id)  # fmt: skip
    assert waits.since in {None, DAY}, "they had answered what they were asked before"


def test_a_yes_is_not_corrected_into_a_no_once_the_plan_has_gone_on(session):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    approve_all(officer, plan)
    row = next(one for one in queries.steps(officer, plan.id) if one.gate is Gate.STEERING).approvals[0]
    facilitator = a_context(session, a_person(session, (Role.FACILITATOR, Scope.PROCESS, plan.process_id)))
    no = given(is_yes=False)
    refusing.refused(lambda: actions.correct_approval(facilitator, row.id, no, reason="Forkert"), Reason.NOT_YOURS)
    actions.submit(officer, plan.id, on=DAY)
    refusing.refused(lambda: actions.correct_approval(officer, row.id, no, reason="Forkert"), Reason.NOT_NOW)
    actions.correct_approval(officer, row.id, given(document="Referat 7"), reason="Forkert nummer")


def test_a_paper_that_an_approval_stands_in_is_not_taken_out(session, tmp_path):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    step = next(one for one in queries.steps(officer, plan.id) if one.gate is Gate.STEERING)
    paper = Paper(process_id=plan.process_id, title="Referat", added_at=NOON)
    session.add(paper)
    session.flush()
    actions.record_approval(officer, step.id, {**given(document=""), "paper_id": paper.id})
    session.flush()
    refusing.refused(lambda: papers.take_out(officer, paper.id, reason="Væk"), Reason.IN_USE)


def test_a_political_approval_is_the_bodys_own_decision_in_a_case(session):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    step, stop = decided(officer, plan, DecisionState.REJECTED)
    refused(Reason.NOT_FITTING, actions.record_approval, officer, step.id, given())
    refused(Reason.NOT_FITTING, actions.record_approval, officer, step.id, {}, decision_id=stop.id + 1)
    made = actions.record_approval(officer, step.id, {}, decision_id=stop.id)
    session.flush()
    assert (made.is_yes, made.decided_on) == (False, DAY)
    assert Lack.NOT_APPROVED in lacks(officer, plan), "a no is no approval"
    tie = session.scalars(select(TraceLink).where(TraceLink.target_kind == Kind.PLAN)).one()
    assert (tie.source_kind, tie.source_id, tie.target_id) == (Kind.DECISION, stop.id, plan.id)


def test_a_changed_plan_says_which_approvals_still_stand(session):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    approve_all(officer, plan)
    before = queries.steps(officer, plan.id)
    steering = next(one for one in before if one.gate is Gate.STEERING).approvals[0]
    actions.change_plan(officer, plan.id, {**PLAN, "takes_part": "Kom forbi."})
    session.flush()
    actions.issue_version(officer, plan.id, summary="Anden", upheld={steering.id: "De har ikke med det at gøre."})
    session.flush()
    newest = queries.version(officer, plan.id, 2)
    standing = {one.step.gate: one for one in queries.standings(queries.steps(officer, plan.id), newest)}
    assert standing[Gate.STEERING].is_yes
    assert standing[Gate.STEERING].given.upheld[0].reason == "De har ikke med det at gøre."
    assert not standing[Gate.HOUSING].is_yes
    assert standing[Gate.HOUSING].earlier is not None, "what they made of the first version is still shown"
    refused(Reason.BEFORE_FUND, actions.submit, officer, plan.id, on=DAY)


def test_nothing_is_upheld_that_was_no_approval(session):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    session.flush()
    step = next(one for one in queries.steps(officer, plan.id) if one.gate is Gate.STEERING)
    made = actions.record_approval(officer, step.id, given(is_yes=False))
    actions.change_plan(officer, plan.id, {**PLAN, "takes_part": "Kom forbi."})
    session.flush()
    refused(Reason.NOT_FITTING, actions.issue_version, officer, plan.id, summary="2", upheld={made.id: "Jo."})


def test_a_corrected_approval_keeps_what_stood_there(session):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    session.flush()
    step = next(one for one in queries.steps(officer, plan.id) if one.gate is Gate.STEERING)
    made = actions.record_approval(officer, step.id, given())
    session.flush()
    actions.correct_approval(officer, made.id, given(document="Referat 2"), reason="Forkert nummer.")
    session.flush()
    line = session.scalars(select(Correction).where(Correction.kind == Kind.PLAN)).one()
    assert (line.part, line.field, line.before) == ("approval", "document", "Referat 1")


def test_what_came_back_from_the_fund_can_be_changed_and_the_page_says_it_lay_there(session):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    approve_all(officer, plan)
    actions.submit(officer, plan.id, on=DAY)
    session.flush()
    actions.take_back_submission(officer, plan.id, reason="En fejl i budgettet.")
    session.flush()
    assert (plan.state, plan.submitted_on) == (PlanState.IN_APPROVAL, None)
    line = session.scalars(select(Correction).where(Correction.field == "submitted_on")).one()
    assert (line.before, line.reason) == (DAY.isoformat(), "En fejl i budgettet.")


# --- parts


def test_a_part_names_nothing_of_another_plan(session):
    officer, plan = a_plan(session)
    _other, foreign = a_plan(session)
    theirs = queries.efforts(_other, foreign.id)[0]
    values = {"thing_id": theirs.id, "text": "Mål", "criterion": ""}
    refused(Reason.NOT_FITTING, actions.add_part, officer, plan.id, Part.GOAL, values)
    line = {
        "year": 2027, "effort_id": theirs.id, "paid_by_id": queries.sources(officer, plan.id)[0].id, "amount": 100,
        "note": "", "hours": None, "kind": LineKind.CASH,
    }  # fmt: skip
    refused(Reason.NOT_FITTING, actions.add_part, officer, plan.id, Part.LINE, line)


def test_what_others_rest_on_is_not_taken_out(session):
    officer, plan = a_plan(session)
    effort = queries.efforts(officer, plan.id)[0]
    source = queries.sources(officer, plan.id)[0]
    refused(Reason.IN_USE, actions.take_out_part, officer, Part.EFFORT, effort.id)
    refused(Reason.IN_USE, actions.take_out_part, officer, Part.SOURCE, source.id)
    step = next(one for one in queries.steps(officer, plan.id) if one.gate is Gate.STEERING)
    refused(Reason.IN_USE, actions.take_out_part, officer, Part.STEP, step.id)


def test_an_organisation_that_goes_takes_its_steps_along_unless_it_has_answered(session):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    session.flush()
    row = queries.organisations(officer, plan.id)[0]
    step = next(one for one in queries.steps(officer, plan.id) if one.is_residents)
    actions.record_approval(officer, step.id, given())
    session.flush()
    refused(Reason.IN_USE, actions.take_out_part, officer, Part.ORGANISATION, row.id)
    _again, other = a_plan(session)
    actions.take_out_part(_again, Part.ORGANISATION, queries.organisations(_again, other.id)[0].id)
    session.flush()
    assert {one.gate for one in queries.steps(_again, other.id)} == {Gate.STEERING, Gate.FUND}


def test_two_who_change_the_same_line_lose_nothing(session):
    officer, plan = a_plan(session)
    row = a_line(officer, plan, queries.sources(officer, plan.id)[1].id, 500)
    seen = fingerprint(*told(Part.LINE, row).values())
    values = told(Part.LINE, row)
    actions.change_part(officer, Part.LINE, row.id, {**values, "amount": 700}, seen=seen)
    session.flush()
    refused(
        Reason.WRITTEN_MEANWHILE, actions.change_part, officer, Part.LINE, row.id, {**values, "amount": 900}, seen=seen
    )
    session.refresh(row)
    assert row.amount == 700


def test_who_sits_in_it_is_put_right_with_a_reason_once_the_plan_is_public(session):
    officer, plan = a_plan(session)
    values = {
        "part": SeatPart.PROJECT_LEADER, "name": "Prøve", "stands_for": "", "profile": "",
        "starts_on": None, "ends_on": None,
    }  # fmt: skip
    row = actions.add_part(officer, plan.id, Part.SEAT, values)
    session.flush()
    actions.change_part(officer, Part.SEAT, row.id, {**values, "name": "Prøve Person"})
    actions.issue_version(officer, plan.id, summary="Første")
    session.flush()
    refused(Reason.NO_REASON, actions.change_part, officer, Part.SEAT, row.id, {**values, "name": "En anden"})
    actions.take_out_part(officer, Part.SEAT, row.id, reason="Er holdt op.")
    session.flush()
    lines = session.scalars(select(Correction).where(Correction.kind == Kind.PLAN, Correction.part == "seat")).all()
    assert {(one.field, one.before) for one in lines} >= {("name", "Prøve Person")}


def test_hours_stand_where_hours_are_given_and_nowhere_else(session):
    officer, plan = a_plan(session)
    local = queries.sources(officer, plan.id)[1].id
    made = a_line(officer, plan, local, 5_000, hours=20)
    assert (made.kind, made.hours) == (LineKind.OWN_HOURS, 20)
    wrong = {
        "year": 2027, "effort_id": None, "paid_by_id": local, "amount": 100, "note": "", "hours": 3,
        "kind": LineKind.CASH,
    }  # fmt: skip
    refused(Reason.NOT_FITTING, actions.add_part, officer, plan.id, Part.LINE, wrong)


# --- what was learnt


def test_what_was_learnt_is_found_when_it_is_published_and_not_before_or_after(session):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    values = {
        "title": "Jobcafé i vaskeriet", "theme": "", "place": "", "tried": "En café.", "came_of_it": "Mange kom.",
        "contact": "",
    }  # fmt: skip
    made = actions.add_lesson(officer, plan.id, values)
    session.flush()
    visitor = a_context(session)
    refused(Reason.NOT_FOUND, queries.lesson, visitor, made.id)
    actions.publish_lesson(officer, made.id)
    session.flush()
    assert [one.id for one in queries.learnt(visitor, at_most=5)] == [made.id]
    actions.take_back_lesson(officer, made.id, reason="Det holdt ikke.")
    session.flush()
    assert queries.learnt(visitor, at_most=5) == []
    assert queries.lesson(visitor, made.id).title == "Jobcafé i vaskeriet", "it stays to be read"


def test_comments_are_said_of_a_plan_where_its_process_is_open_for_them(session):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    session.flush()
    person = a_context(session, a_person(session))
    said = actions.comment(person, plan.id, text="Jeg vil gerne have en bænk.")
    assert (said.kind, said.thing_id) == (Kind.PLAN, plan.id)
    assert Ref(said.kind, said.thing_id) == plan.ref
    with pytest.raises(Refusal):
        actions.comment(a_context(session), plan.id, text="Uden navn.")


def test_what_was_put_right_is_read_in_words_and_never_as_a_number_of_a_row(site):
    """Each sort of value that a plan's or a grant's page tells of: an effort, a day, a part, yes or no, an amount."""
    with site.app.test_request_context("/da/"):
        g.language = LANGUAGES["da"]
        said = {
            ("seat", "part", "steering"): "I styregruppen",
            ("approval", "is_yes", "True"): "Godkendt",
            ("approval", "is_yes", "False"): "Ikke godkendt",
            ("step", "asked_on", "2026-03-02"): "2. marts 2026",
            ("measurement", "measured", "12.50"): "12,5",
            ("account", "amount", "149995"): "1.499,95 kr.",
            ("scheme", "closes_at", "2026-03-02T23:00:00+00:00"): "2. marts 2026",
            ("lesson", "state", "published"): "Offentliggjort",
        }
        assert {one: _said(*one) for one in said} == said


def test_a_corrected_event_says_in_which_effort_it_stood(session):
    officer, plan = a_plan(session)
    actions.issue_version(officer, plan.id, summary="Første")
    effort = queries.efforts(officer, plan.id)[0]
    values = {"happened_on": DAY, "text": "Vi gik en tur.", "effort_id": effort.id, "area_id": None}
    row = actions.add_part(officer, plan.id, Part.EVENT, values)
    session.flush()
    actions.change_part(officer, Part.EVENT, row.id, {**values, "effort_id": None}, reason="Det var for alle.")
    actions.take_out_part(officer, Part.EVENT, row.id, reason="Det var et andet sted.")
    session.flush()
    lines = session.scalars(select(Correction).where(Correction.part == "event")).all()
    assert ("effort_id", "Gåture") in {(one.field, one.before) for one in lines}


def test_what_was_decided_behind_closed_doors_is_told_on_no_page_of_a_plan_or_a_grant(site):
    """The body's name is the step's own: when it decided, how, and in which case is what the item keeps to itself."""
    with Session(writing(site.engine)) as session:
        for case in session.scalars(select(Case).where(or_(Case.number == "DEMO-HP-1", Case.number.like("DEMO-PU-%")))):
            case.is_closed, case.neutral_title, case.closed_because = True, "Et punkt", "En grund."
        session.commit()
    plan = site.client("visitor").get(site.at("/da/plans/{a_plan}")).text
    plan = plan[plan.index('id="gate-municipality"') : plan.index('id="gate-housing"')]
    grant = site.client("visitor").get(site.at("/da/grants/{running_grant}")).text
    site.restore()
    assert plan.count("Et lukket punkt") == 2
    for said in ("Anbefalet", "Vedtaget", "21. januar 2026", "DEMO-HP-1"):
        assert said not in plan
    assert "Ældre-, Social- og Sundhedsudvalget" not in grant
    assert "DEMO-PU" not in grant
