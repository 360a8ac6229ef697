"""A proposal written by several: who is invited accepts, everybody's words are kept, and each is told what becomes."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.dialogue.models import Outcome
from civic.kernel.actor import Role, Scope
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.people.queries import actor
from civic.proposals import actions, queries
from civic.proposals.models import MOST_AUTHORS, ProposalState
from civic.rules.standard import CLEAR
from civic.writing.queries import edits_of
from tests.make import a_context, a_facilitator, a_person, a_process, a_proposal, the_officer

S = ProposalState


@pytest.fixture
def process(session):
    return a_process(session)


@pytest.fixture
def amina(session):
    return a_person(session, name="Amina")


@pytest.fixture
def olga(session):
    return a_person(session, name="Olga")


def _refused(do):
    with pytest.raises(Refusal) as refused:
        do()
    return refused.value.reason


def _token(session):
    asked = select(OutboxMessage).where(OutboxMessage.template == "co_author_invited").order_by(OutboxMessage.id.desc())
    return session.scalars(asked).first().data["token"]


def _together(session, process, amina, olga, *, state=S.DRAFT):
    made = a_proposal(session, process, author=amina, state=state)
    actions.invite(a_context(session, amina), made.id, email="olga@example.org")
    actions.join(a_context(session, olga), _token(session))
    return made


def _to(session, template):
    asked = select(OutboxMessage.to_person_id).where(OutboxMessage.template == template)
    return sorted(session.scalars(asked))


def test_who_accepts_writes_it_as_the_first_does_and_each_edit_says_whose_it_is(session, process, amina, olga):
    made = _together(session, process, amina, olga)
    actions.rewrite(a_context(session, olga), made.id, title="En bænk", text="Så kan man sidde.\n\nI skyggen.")
    actions.submit(a_context(session, olga), made.id)
    edits = edits_of(a_context(session, amina), Ref(Kind.PROPOSAL, made.id), at_most=5)
    assert [one.person_id for one in edits] == [olga.id, amina.id]
    assert made.state is S.SUBMITTED
    assert _to(session, "proposal_received") == sorted([amina.id, olga.id])
    assert queries.own(a_context(session, olga)) == [made]


def test_two_who_change_the_same_words_both_find_them_again(session, process, amina, olga):
    made = _together(session, process, amina, olga)
    seen = made.edit
    actions.rewrite(a_context(session, amina), made.id, title="En bænk", text="I sol.", edit=seen)
    woven = actions.rewrite(a_context(session, olga), made.id, title="En bænk", text="I skygge.", edit=seen)
    assert woven.clashes
    assert "I sol." in woven.text
    assert "I skygge." in woven.text
    assert made.text == "I sol."


def test_each_author_is_told_of_what_becomes_of_it(session, process, amina, olga):
    made = _together(session, process, amina, olga)
    actions.submit(a_context(session, amina), made.id)
    actions.send_back(a_context(session, a_facilitator(session, process)), made.id, rule=CLEAR, reason="Skriv hvor.")
    assert _to(session, "text_ruled") == sorted([amina.id, olga.id])
    asked = actions.appeal(a_context(session, olga), made.id, text="Det står der.")
    officer = a_context(session, the_officer(session, process))
    actions.reinstate(officer, asked.id, reason="Det gør det.")
    actions.answer(officer, made.id, outcome=Outcome.NOTED, text="Tak.")
    assert _to(session, "proposal_answered") == sorted([amina.id, olga.id])


def test_an_invitation_is_answered_once_and_by_its_link_alone(session, process, amina, olga):
    made = a_proposal(session, process, author=amina, state=S.DRAFT)
    actions.invite(a_context(session, amina), made.id, email="Olga@Example.org")
    old = _token(session)
    actions.invite(a_context(session, amina), made.id, email="olga@example.org")
    token = _token(session)
    reading = a_context(session, olga)
    assert _refused(lambda: actions.join(reading, old)) is Reason.LINK_EXPIRED, "a new link takes the old one's place"
    assert _refused(lambda: actions.join(a_context(session, amina), token)) is Reason.TAKEN
    assert _refused(lambda: actions.join(a_context(session), token)) is Reason.NOT_YOURS
    actions.join(reading, token)
    assert _refused(lambda: actions.join(a_context(session, a_person(session)), token)) is Reason.LINK_EXPIRED
    (one,) = queries.co_authors(reading, made.id)
    assert (one.email, one.token_hash, one.person_id) == ("", None, olga.id), "the address is forgotten"


def test_who_says_no_is_forgotten_and_needs_no_account(session, process, amina):
    made = a_proposal(session, process, author=amina, state=S.DRAFT)
    actions.invite(a_context(session, amina), made.id, email="olga@example.org")
    found = actions.decline(a_context(session), _token(session))
    assert (found.email, found.token_hash, found.person_id) == ("", None, None)
    assert queries.co_authors(a_context(session, amina), made.id) == []


@pytest.mark.parametrize("state", [S.DRAFT, S.WITHDRAWN, S.HIDDEN])
def test_the_link_shows_the_words_as_long_as_it_is_written(site, state):
    with Session(writing(site.engine)) as session:
        amina, place = a_person(session), a_process(session)
        made = a_proposal(session, place, author=amina, title="En fontæne", text="Midt på torvet.", state=S.DRAFT)
        actions.invite(a_context(session, amina), made.id, email="olga@example.org")
        made.state, token = state, _token(session)
        session.commit()
    shown = site.client("visitor").get(f"/da/proposals/invitations/{token}")
    site.restore()
    assert shown.status_code == 200
    assert ("En fontæne" in shown.text, "Midt på torvet." in shown.text) == (state is S.DRAFT,) * 2
    assert "Nej tak" in shown.text, "the address is forgotten by saying no"


@pytest.mark.parametrize("how", ["leaves", "is taken out"])
def test_who_no_longer_writes_it_reads_it_like_anybody(session, process, amina, olga, how):
    made = _together(session, process, amina, olga)
    (one,) = queries.co_authors(a_context(session, amina), made.id)
    if how == "leaves":
        actions.leave(a_context(session, olga), made.id)
    else:
        actions.take_out(a_context(session, amina), one.id)
        assert _to(session, "co_author_taken_out") == [olga.id]
    assert _refused(lambda: queries.proposal(a_context(session, olga), made.id)) is Reason.NOT_FOUND
    assert not actor(a_context(session, olga), olga).places(Role.AUTHOR, Scope.PROPOSAL)


def test_only_whoever_began_it_invites_takes_out_and_withdraws(session, process, amina, olga):
    made = _together(session, process, amina, olga)
    theirs = a_context(session, olga)
    (one,) = queries.co_authors(theirs, made.id)
    for do in (
        lambda: actions.invite(theirs, made.id, email="bo@example.org"),
        lambda: actions.take_out(theirs, one.id),
        lambda: actions.withdraw(theirs, made.id),
    ):
        assert _refused(do) is Reason.NOT_YOURS


def test_whoever_writes_it_does_not_moderate_it(session, process, amina):
    own = a_facilitator(session, process)
    made = _together(session, process, amina, own)
    actions.submit(a_context(session, amina), made.id)
    assert queries.TO_MODERATE.first(a_context(session, own)) == []
    assert _refused(lambda: actions.accept(a_context(session, own), made.id)) is Reason.NOT_YOURS


def test_not_more_than_twenty_are_invited(session, process, amina):
    made = a_proposal(session, process, author=amina, state=S.DRAFT)
    mine = a_context(session, amina)
    for number in range(MOST_AUTHORS):
        actions.invite(mine, made.id, email=f"nr{number}@example.org")
    assert _refused(lambda: actions.invite(mine, made.id, email="en@example.org")) is Reason.TOO_MANY_AUTHORS
    actions.invite(mine, made.id, email="nr3@example.org")
