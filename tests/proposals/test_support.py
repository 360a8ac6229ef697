"""Much support leads to something, once, in time: a task with an owner and a date, and nothing is adopted by it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from civic.following.models import Step
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason
from civic.proposals import actions, queries
from civic.proposals.models import Proposal, ProposalState, Reached, Support
from civic.rules.standard import PERSON
from tests.clock import NOON
from tests.forms import sent_by
from tests.make import a_context, a_facilitator, a_person, a_process, a_proposal, the_officer
from tests.refusing import refused

RULE = {
    "support_wanted": 3,
    "support_days": 90,
    "support_leads_to": "Udvalget får det på dagsordenen.",
    "support_owner": "Sekretariatet",
    "support_due_days": 40,
}
DAY = timedelta(days=1)


@pytest.fixture
def process(session):
    found = a_process(session)
    actions.set_support(a_context(session, the_officer(session, found)), found.id, RULE, reason="Aftalt.")
    return found


@pytest.fixture
def proposal(session, process):
    return a_proposal(session, process, state=ProposalState.ACCEPTED)


def _support(session, proposal, many=1, now=NOON):
    for _one in range(many):
        actions.support(a_context(session, a_person(session), now), proposal.id)
    session.flush()


def _reached(session):
    return session.scalar(select(func.count(Reached.id)))


def test_the_last_one_that_is_wanted_makes_a_task_with_an_owner_and_a_date_and_everybody_hears(
    session, process, proposal
):
    follower, officer = a_person(session), the_officer(session, process)
    actions.follow(a_context(session, follower), proposal.id)
    _support(session, proposal, 2)
    assert _reached(session) == 0
    _support(session, proposal)
    found = queries.reached(a_context(session), proposal.id)
    assert (found.support, found.leads_to, found.owner) == (3, RULE["support_leads_to"], "Sekretariatet")
    assert found.due_on == (NOON + 40 * DAY).date()
    mails = {one.to_person_id: one.template for one in session.scalars(select(OutboxMessage))}
    assert mails[officer.id] == "proposal_reached"
    assert mails[proposal.author_id] == "own_proposal_reached"
    (step,) = session.scalars(select(OutboxMessage).where(OutboxMessage.to_person_id == follower.id))
    assert step.data["step"] == Step.PROPOSAL_REACHED.value
    assert proposal.state is ProposalState.ACCEPTED, "nothing is decided by it"


def test_it_is_reached_once_and_stays_so_whoever_comes_and_goes_and_whatever_is_said_later(session, process, proposal):
    _support(session, proposal, 3)
    last = a_context(session, a_person(session))
    actions.support(last, proposal.id)
    actions.withdraw_support(last, proposal.id)
    other = {**RULE, "support_wanted": 2, "support_leads_to": "Noget andet."}
    actions.set_support(a_context(session, the_officer(session, process)), process.id, other, reason="Ændret.")
    _support(session, proposal)
    assert _reached(session) == 1
    assert queries.reached(a_context(session), proposal.id).leads_to == RULE["support_leads_to"]


def test_support_can_be_given_and_taken_back_until_the_last_day_and_not_after_it(session, proposal):
    person = a_person(session)
    last, after = NOON + 90 * DAY, NOON + 91 * DAY
    actions.support(a_context(session, person, last), proposal.id)
    actions.withdraw_support(a_context(session, person, last), proposal.id)
    actions.support(a_context(session, person, last), proposal.id)
    refused(lambda: actions.withdraw_support(a_context(session, person, after), proposal.id), Reason.NOT_NOW)
    refused(lambda: actions.support(a_context(session, a_person(session), after), proposal.id), Reason.NOT_NOW)


def test_where_no_number_leads_to_anything_support_has_no_last_day(session):
    found = a_proposal(session, a_process(session), state=ProposalState.ACCEPTED)
    _support(session, found, 3, now=NOON + 900 * DAY)
    assert _reached(session) == 0


def test_support_that_comes_with_a_proposal_that_goes_on_counts_once_a_person(session, process, proposal):
    twin = a_proposal(session, process, state=ProposalState.ACCEPTED)
    both = a_context(session, a_person(session))
    for one in (proposal, twin):
        actions.support(both, one.id)
    _support(session, twin)
    officer = a_context(session, the_officer(session, process))
    actions.merge(officer, twin.id, into_id=proposal.id, reason="Det samme.")
    assert _reached(session) == 0, "two persons, three supports"
    third = a_proposal(session, process, state=ProposalState.ACCEPTED)
    _support(session, third)
    actions.merge(officer, third.id, into_id=proposal.id, reason="Det samme.")
    assert queries.reached(a_context(session), proposal.id).support == 3
    assert session.scalar(select(func.count(Support.id)).where(Support.proposal_id == proposal.id)) == 3


def test_what_came_of_it_is_said_by_an_officer_and_corrected_with_a_reason(session, process, proposal):
    officer = a_context(session, the_officer(session, process))
    given = {"result": "Sat på den 3. april.", "on": NOON.date()}
    refused(lambda: actions.carry_out(officer, proposal.id, **given), Reason.NOT_FOUND)
    _support(session, proposal, 3)
    session.flush()
    assert [one.id for one in queries.to_carry_out(officer)]
    for who in (a_person(session), a_facilitator(session, process)):
        refused(lambda who=who: actions.carry_out(a_context(session, who), proposal.id, **given), Reason.NOT_YOURS)
    late = {**given, "on": (NOON + DAY).date()}
    refused(lambda: actions.carry_out(officer, proposal.id, **late), Reason.NOT_HELD_YET)
    actions.carry_out(officer, proposal.id, **given)
    session.flush()
    assert queries.to_carry_out(officer) == []
    again = {**given, "result": "Sat på den 4. april."}
    refused(lambda: actions.carry_out(officer, proposal.id, **again), Reason.NO_REASON)
    actions.carry_out(officer, proposal.id, **again, reason="Forkert dag.")
    assert queries.reached(officer, proposal.id).result == "Sat på den 4. april."


def test_only_a_case_officer_says_what_much_support_leads_to_and_what_stood_stays(session, process):
    for who in (a_person(session), a_facilitator(session, process)):
        refused(
            lambda who=who: actions.set_support(a_context(session, who), process.id, RULE, reason="x"),
            Reason.NOT_YOURS,
        )
    officer = a_context(session, the_officer(session, process))
    more = {**RULE, "support_wanted": 5}
    refused(lambda: actions.set_support(officer, process.id, more), Reason.NO_REASON)


@pytest.fixture
def own(site):
    yield site
    site.restore()


def test_the_officer_writes_the_rule_the_page_tells_it_and_the_overview_has_the_task(own):
    officer, bench = own.client("officer"), own.at("/da/proposals/{considered_proposal}")
    path = own.at("/da/processes/{courtyards}/support")
    form = sent_by(officer.get(path).text)
    got = officer.post(path, data={**form, "support_wanted": "9", "support_leads_to": "", "support_owner": ""})
    assert got.status_code == 422
    assert got.text.count("Udfyld dette, eller lad antallet stå tomt.") >= 2
    rule = {**{name: str(value) for name, value in RULE.items()}, "reason": "Aftalt i udvalget."}
    assert officer.post(path, data={**sent_by(got.text), **rule}).status_code == 303
    page = own.app.test_client().get(bench).text
    assert "Når 3 støtter det senest" in page
    assert RULE["support_leads_to"] in page
    assert "At mange støtter et forslag, betyder ikke, at det er vedtaget." in page
    assert re.search(r'<progress[^>]*value="\d+" max="3"', page)
    for at, role in enumerate(("secretary", "chair", "writer")):
        sent = {"csrf_token": own.token(role), "once": f"s-{at}"}
        assert own.client(role).post(f"{bench}/support", data=sent).status_code == 303
    page = own.app.test_client().get(bench).text
    assert "Det var nok." in page
    assert "Skraldespande ved udgangene" in officer.get("/da/overview").text
    path = f"{bench}/support/carry-out"
    form = sent_by(officer.get(path).text)
    got = officer.post(path, data={**form, "result": "Sat på.", "on": own.now.date().isoformat()})
    assert got.status_code == 303, got.text
    assert "Sat på." in own.app.test_client().get(bench).text


def test_a_number_that_many_have_already_leads_to_its_task_at_once(session):
    process = a_process(session)
    officer = a_context(session, the_officer(session, process))
    found = a_proposal(session, process, state=ProposalState.ACCEPTED)
    _support(session, found, 4)
    later = a_context(session, the_officer(session, process), NOON + 200 * DAY)
    actions.set_support(later, process.id, RULE, reason="Aftalt.")
    session.flush()
    reached = queries.reached(officer, found.id)
    assert reached.support == 4
    assert found.support_until == (NOON + 290 * DAY).date(), "its days begin when the rule does"


def test_a_merge_that_is_taken_back_takes_back_what_it_reached(session, process, proposal):
    twin = a_proposal(session, process, state=ProposalState.ACCEPTED)
    _support(session, twin, 2)
    _support(session, proposal)
    officer = a_context(session, the_officer(session, process))
    actions.merge(officer, twin.id, into_id=proposal.id, reason="Det samme.")
    assert _reached(session) == 1
    actions.part(officer, twin.id, reason="Det var en fejl.")
    session.flush()
    assert _reached(session) == 0
    _support(session, proposal, 2)
    assert _reached(session) == 1, "and it can be reached again"


def test_pieces_keep_the_language_and_place_and_gather_what_they_want_anew(session, process, proposal):
    proposal.language, proposal.place = "ar", "Torvet"
    _support(session, proposal, 3)
    officer = a_context(session, the_officer(session, process))
    actions.split(officer, proposal.id, pieces=[("En", "Et."), ("To", "To.")], reason="To sager.")
    session.flush()
    pieces = [one for one in session.scalars(select(Proposal)) if one.title in {"En", "To"}]
    assert [(one.language, one.place) for one in pieces] == [("ar", "Torvet")] * 2
    assert _reached(session) == 1, "three persons, one task"


def test_of_a_hidden_proposal_nothing_is_said(session, process, proposal):
    _support(session, proposal, 3)
    actions.hide(a_context(session, a_facilitator(session, process)), proposal.id, rule=PERSON, reason="Nedgørende.")
    officer = a_context(session, the_officer(session, process))
    refused(lambda: actions.carry_out(officer, proposal.id, result="x", on=NOON.date()), Reason.NOT_NOW)
    assert queries.to_carry_out(officer) == []
