"""Who follows something gets one mail at each step of it, and none of what they may not see, or took themselves."""

import email
import re
from datetime import date, timedelta
from email.policy import default

import pytest
from sqlalchemy import select

from civic.bodies.models import BodyKind
from civic.decisions import actions as decisions
from civic.decisions.models import DecisionState
from civic.dialogue.models import Outcome
from civic.following.models import Follow, Step
from civic.groups import actions as groups
from civic.hearings import actions as hearings
from civic.hearings.models import Audience, HearingState
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Refusal
from civic.meetings import actions as meetings
from civic.processes import actions as processes
from civic.processes.models import ProcessState
from civic.proposals import actions as proposals
from civic.proposals.models import ProposalState
from civic.voting import actions as voting
from civic.voting.models import BallotState
from tests.clock import NOON
from tests.hands import Mouse
from tests.live import visiting
from tests.make import (
    a_ballot,
    a_body,
    a_context,
    a_group,
    a_hearing,
    a_person,
    a_process,
    a_proposal,
    the_officer,
)

ON = date(2026, 2, 2)


@pytest.fixture
def process(session):
    return a_process(session)


@pytest.fixture
def follower(session, process):
    person = a_person(session)
    processes.follow(a_context(session, person), process.id)
    return person


def _officer(session, process):
    return a_context(session, the_officer(session, process))


def _told(session, person):
    """Return the steps that somebody got a mail of."""
    session.flush()
    mails = select(OutboxMessage).where(OutboxMessage.to_person_id == person.id, OutboxMessage.template == "followed")
    return [Step(one.data["step"]) for one in session.scalars(mails.order_by(OutboxMessage.id))]


def _case(session, process):
    officer = _officer(session, process)
    case = decisions.add_case(
        officer, process.id, number="EKS-1", title="Sag", recommended_by="Enhed", recommendation="At det vedtages."
    )
    decisions.add_body(officer, case.id, a_body(session, BodyKind.COUNCIL, "Kommunalbestyrelsen"))
    return officer, case


def test_whoever_follows_a_process_hears_of_each_step_in_it_once(session, process, follower):
    officer = _officer(session, process)
    group = a_group(session, process)
    groups.follow(a_context(session, follower), group.id)
    meetings.add_group_meeting(officer, group.id, title="Vi ses", starts_at=NOON + timedelta(days=3))
    assert _told(session, follower) == [Step.MEETING_CALLED], "of the process and of its group: one mail"
    ballot = a_ballot(session, process, state=BallotState.DRAFT)
    voting.open_ballot(officer, ballot.id, last_day=(NOON + timedelta(days=5)).date())
    officer, case = _case(session, process)
    decisions.record_decision(officer, case.decisions[0].id, outcome=DecisionState.ADOPTED, wording="Vedtaget.", on=ON)
    follow_up = decisions.add_follow_up(officer, case.id, text="Byg den.", responsible="Park", due_on=date(2026, 9, 1))
    decisions.mark_done(officer, follow_up.id, result="Bygget.", on=ON)
    assert _told(session, follower) == [
        Step.MEETING_CALLED, Step.VOTE_OPENED, Step.CASE_OPENED, Step.DECIDED, Step.DONE,
    ]  # fmt: skip


def test_a_hearing_is_told_of_when_it_opens_and_the_note_when_it_is_published(session):
    hearing = a_hearing(session, audience=Audience.BOTH, state=HearingState.DRAFT)
    follower = a_person(session)
    processes.follow(a_context(session, follower), hearing.process_id)
    officer = _officer(session, hearing.process)
    hearings.open_hearing(officer, hearing.id, last_day=(NOON + timedelta(days=60)).date(), left_out_reason="Ja.")
    assert _told(session, follower) == [Step.HEARING_OPENED]


def test_whoever_follows_a_proposal_hears_of_its_answer_and_its_author_of_that_alone(session, process):
    proposal = a_proposal(session, process, state=ProposalState.ACCEPTED)
    author, follower = proposal.author, a_person(session)
    for one in (author, follower):
        proposals.follow(a_context(session, one), proposal.id)
    proposals.answer(_officer(session, process), proposal.id, outcome=Outcome.NOTED, text="Tak.")
    assert _told(session, follower) == [Step.PROPOSAL_ANSWERED]
    assert _told(session, author) == [], "who has the answer in another mail gets one"


def test_nobody_hears_of_what_they_do_themselves_or_no_longer_follow(session, process, follower):
    officer = _officer(session, process)
    processes.follow(officer, process.id)
    processes.follow(a_context(session, follower), process.id, is_on=False)
    processes.hand_over(officer, process.id, on=ON, next_step="Byrådet.")
    assert _told(session, follower) == []
    assert session.scalars(select(OutboxMessage).where(OutboxMessage.template == "followed")).all() == []


def test_to_follow_twice_is_to_follow_once(session, process, follower):
    processes.follow(a_context(session, follower), process.id)
    session.flush()
    assert len(session.scalars(select(Follow).where(Follow.person_id == follower.id)).all()) == 1


def test_what_is_not_public_and_by_whom_nobody_is_cannot_be_followed(session, process):
    with pytest.raises(Refusal):
        processes.follow(a_context(session, a_person(session)), a_process(session, state=ProcessState.PREPARING).id)
    with pytest.raises(Refusal):
        processes.follow(a_context(session), process.id)
    held = a_proposal(session, process, state=ProposalState.SUBMITTED)
    with pytest.raises(Refusal):
        proposals.follow(a_context(session, a_person(session)), held.id)


def test_a_page_that_was_open_for_too_long_asks_once_more(site):
    answer = site.client("resident").post(
        site.at("/da/following/process/{courtyards}/follow"), data={"csrf_token": "x"}
    )
    assert (answer.status_code, answer.headers.get("Location")) == (422, None)
    assert re.search(r"<button[^>]*>(<bdi>)?Følg det<", answer.text)


@pytest.mark.browser
def test_a_resident_follows_a_process_and_the_mail_leads_to_the_step(live, browser):
    with visiting(live, browser) as window:
        at = Mouse(window.open("/da/processes/4"))
        at.follow("Log ind for at følge det på mail")
        at.page.get_by_role("button", name="Jens Holm", exact=True).click()
        at.press("Følg forløbet")
        assert "Du følger det nu" in at.text()
        assert at.page.get_by_role("button", name="Følg ikke mere").count() == 1
    with visiting(live, browser, "Lone Kragh") as window:
        at = Mouse(window.open("/da/processes/4/cases/new"))
        at.write("Sagsnummer i ESDH-systemet", "EKS-77")
        at.write("Punktets titel", "En sag om gårde")
        at.choose(
            "Version af rapporten", at.page.get_by_label("Version af rapporten").locator("option").nth(1).inner_text()
        )
        at.write("Indstillet af (enhed i forvaltningen)", "By")
        at.write("Indstillingen", "At det vedtages.")
        at.press("Opret sagen")
        case = at.page.url
    live.work()
    mails = [email.message_from_bytes(one.read_bytes(), policy=default) for one in (live.folder / "mail").iterdir()]
    mine = [one for one in mails if "En sag er oprettet: En sag om gårde" in one["subject"]]
    assert len(mine) == 1
    link = re.search(r"https?://\S+/cases/\d+", mine[0].get_body().get_content())[0]
    assert link.rsplit("/", 1)[1] == case.rsplit("/", 1)[1]
