"""A closed item shows its number and a neutral title, and nothing else of it leaks, whichever way it is looked for."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.board.models import Posting
from civic.decisions import actions, queries
from civic.decisions.models import Case, DecisionState
from civic.kernel import outbox
from civic.kernel.notifying import Notification
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref, link
from civic.said.thread import Knot
from civic.said.trace import trail
from tests.clock import NOON
from tests.house.rows import GETS
from tests.make import a_body, a_context, a_person, a_process, a_proposal, the_officer
from tests.site import ROLES

SECRET = "Hyldebærgrunden"
NEUTRAL = "Køb af ejendom"
"""The demo's closed item has the one in every field it has, and the other where everybody reads it."""


def test_no_address_of_the_site_gives_a_word_of_it_to_anybody_who_does_not_work_on_it(walk):
    asked = 0
    for path in (path for paths in GETS.values() for path in paths):
        for role in (one for one in ROLES if one != "officer"):
            seen = walk[role, path]
            asked += 1
            said = seen.text.replace("q=Hyldeb%C3%A6rgrunden", "").replace(f'value="{SECRET}"', "")
            said = said.replace(f"»{SECRET}«", "").replace(f"<bdi>{SECRET}</bdi>", "")  # what was searched for
            assert SECRET not in said, f"{role} reads it at {path}"
    assert asked > 2000
    assert SECRET in walk["officer", "/da/cases/{closed_case}"].text, "whoever works on it does"


def test_its_number_and_neutral_title_are_what_its_address_says(site):
    page = site.client("visitor").get(site.at("/da/cases/{closed_case}")).text
    assert NEUTRAL in page
    assert "EKS-2026-00044" in page
    assert "Lukket punkt" in page
    assert "Vedtaget" not in page, "not even whether it was decided"
    process = site.client("visitor").get(site.at("/da/processes/{courtyards}")).text
    assert NEUTRAL in process


@pytest.mark.parametrize(
    "path",
    [
        "/da/decisions/{closed_decision}", "/da/follow-ups/{closed_follow_up}", "/da/files/{closed_file}",
        "/da/corrections/of/case/{closed_case}", "/da/files/{closed_file}/original", "/da/files/{closed_file}/pages/1",
    ],
)  # fmt: skip
def test_nothing_of_it_has_an_address_of_its_own(site, path):
    assert site.client("visitor").get(site.at(path)).status_code == 404


def test_the_board_holds_nothing_of_it(site):
    with Session(site.engine) as session:
        rows = session.execute(select(Posting.title, Posting.lead, Posting.text, Posting.under)).all()
    assert len(rows) > 50
    assert not any(SECRET in str(row) or NEUTRAL in str(row) or "00044" in str(row) for row in rows)


def test_no_mail_tells_of_it(site):
    with Session(site.engine) as session:
        mails = session.scalars(select(OutboxMessage)).all()
    assert not any(SECRET in f"{one.data} {one.template}" for one in mails)


@pytest.fixture
def decided(session):
    """Give a case officer's context and a case of one body that has adopted it; somebody follows it."""
    process = a_process(session)
    officer = a_context(session, the_officer(session, process))
    case = actions.add_case(
        officer, process.id, number="EKS-1", title=SECRET, recommended_by="Enhed", recommendation="At det vedtages."
    )
    actions.follow(a_context(session, a_person(session)), case.id)
    stop = actions.add_body(officer, case.id, a_body(session))
    actions.record_decision(officer, stop.id, outcome=DecisionState.ADOPTED, wording=SECRET, on=NOON.date())
    return officer, case


def test_a_case_is_closed_when_that_is_found_out_late_and_opened_when_its_ground_is_gone(session, decided):
    officer, case = decided
    visitor = a_context(session)
    assert queries.case(visitor, case.id).title == SECRET
    actions.close_item(officer, case.id, neutral_title=NEUTRAL, because="Forhandlingen er ikke afsluttet.")
    with pytest.raises(Refusal) as refused:
        queries.case(visitor, case.id)
    assert refused.value.reason is Reason.NOT_FOUND
    assert [(one.number, one.title) for one in queries.closed_items(visitor, [case.id])] == [("EKS-1", NEUTRAL)]
    assert queries.cases_by_ids(visitor, [case.id]) == []
    assert not queries.is_decided(visitor, case.process_id)
    actions.open_item(officer, case.id)
    assert queries.case(visitor, case.id).title == SECRET
    assert queries.closed_items(visitor, [case.id]) == []


def test_who_follows_it_is_told_nothing_while_it_is_closed(session, decided):
    officer, case = decided
    actions.close_item(officer, case.id, neutral_title=NEUTRAL, because="Grund.")
    before = session.scalars(select(OutboxMessage.id)).all()
    plan = actions.add_follow_up(officer, case.id, text=SECRET, responsible="Enhed", due_on=NOON.date())
    actions.mark_done(officer, plan.id, result=SECRET, on=NOON.date())
    assert session.scalars(select(OutboxMessage.id)).all() == before


def test_only_its_case_officer_closes_and_opens_it(session, decided):
    officer, case = decided
    other = a_context(session, a_person(session))
    with pytest.raises(Refusal) as refused:
        actions.close_item(other, case.id, neutral_title=NEUTRAL, because="Grund.")
    assert refused.value.reason is Reason.NOT_YOURS
    actions.close_item(officer, case.id, neutral_title=NEUTRAL, because="Grund.")
    with pytest.raises(Refusal) as refused:
        actions.open_item(other, case.id)
    assert refused.value.reason is Reason.NOT_FOUND, "as if it were not there"


def test_what_goes_on_into_a_closed_item_says_that_it_waits_there(session, site, decided):
    officer, case = decided
    proposal = a_proposal(session, case.process)
    link(officer, Ref(Kind.PROPOSAL, proposal.id), Ref(Kind.CASE, case.id))
    actions.close_item(officer, case.id, neutral_title=NEUTRAL, because="Grund.")
    with site.app.test_request_context("/da/"):
        found = trail(a_context(session), Ref(Kind.PROPOSAL, proposal.id), Knot("", "Forslag"))
    assert "lukkede døre" in str(found.lead)
    assert SECRET not in str(found)


def test_half_of_what_closes_an_item_opens_nothing(site):
    fields = {
        "csrf_token": site.token("officer"), "once": "half", "number": "EKS-9", "title": SECRET, "version_id": "0",
        "recommended_by": "Enhed", "recommendation": "At det vedtages.",
    }  # fmt: skip
    for half in ({"neutral_title": NEUTRAL}, {"closed_because": "Grund."}):
        answer = site.client("officer").post(site.at("/da/processes/{courtyards}/cases/new"), data=fields | half)
        assert answer.status_code == 422
        assert SECRET in answer.text, "nothing typed is lost"
    with Session(site.engine) as session:
        assert session.scalars(select(Case).where(Case.number == "EKS-9")).first() is None


def test_an_open_case_that_goes_on_with_it_does_not_name_it(site):
    page = site.client("visitor").get(site.at("/da/cases/{long_case}")).text
    assert "EKS-2026-00044" not in page
    assert "EKS-2026-00044" in site.client("officer").get(site.at("/da/cases/{long_case}")).text


def test_what_waits_to_be_mailed_or_read_is_taken_back_when_it_is_closed(session, decided):
    officer, case = decided
    actions.close_item(officer, case.id, neutral_title=NEUTRAL, because="Grund.")
    assert not any(SECRET in str(one.data) for one in session.scalars(select(OutboxMessage)))
    assert not any(one.data.get("id") == case.id for one in session.scalars(select(Notification)))


def test_its_neutral_title_is_put_right_without_opening_it(session, decided):
    officer, case = decided
    actions.close_item(officer, case.id, neutral_title=SECRET, because="Grund.")
    actions.close_item(officer, case.id, neutral_title=NEUTRAL, because="Grund.")
    assert [one.title for one in queries.closed_items(a_context(session), [case.id])] == [NEUTRAL]


def test_whoever_follows_it_hears_when_it_is_opened_again(session, decided):
    officer, case = decided
    actions.close_item(officer, case.id, neutral_title=NEUTRAL, because="Grund.")
    actions.open_item(officer, case.id)
    assert [one.data["step"] for one in session.scalars(select(Notification)) if one.data.get("id") == case.id] == [
        "decided"
    ]


def test_a_digest_that_waits_loses_its_line_about_it_and_keeps_the_others(session, decided):
    officer, case = decided
    about = {"template": "followed", "title": SECRET, "kind": "followed"}
    lines = [about | {"data": {"step": "decided", "kind": "case", "id": one}} for one in (case.id, case.id + 1)]
    for kept in (lines, lines[:1]):
        outbox.mail(officer, "digest", to=a_person(session).id, data={"lines": kept, "more": 0})
    actions.close_item(officer, case.id, neutral_title=NEUTRAL, because="Grund.")
    (left,) = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "digest"))
    assert [one["data"]["id"] for one in left.data["lines"]] == [case.id + 1], "and no empty one is sent"
