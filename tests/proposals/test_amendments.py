"""Other words for a public proposal: suggested by anybody, accepted or declined by its authors, and credited."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from civic.board.models import Posting
from civic.dialogue.models import Outcome
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind
from civic.proposals import actions, queries
from civic.proposals.models import AmendmentState, ProposalState
from civic.web.proposals.pages import versions_page
from tests.make import a_context, a_facilitator, a_person, a_process, a_proposal, the_officer

S = ProposalState
TEXT = "Så kan man sidde.\n\nDen skal stå i gården."
SHADE = "Så kan man sidde i skygge.\n\nDen skal stå i gården."
PORT = "Så kan man sidde.\n\nDen skal stå ved porten."


@pytest.fixture
def process(session):
    return a_process(session)


@pytest.fixture
def author(session):
    return a_context(session, a_person(session, name="Amina"))


@pytest.fixture
def proposal(session, process, author):
    person = session.get_one(type(a_person(session)), author.actor.person_id)
    return a_proposal(session, process, author=person, state=S.ACCEPTED, title="En bænk", text=TEXT)


def _amend(session, proposal, text=SHADE, *, title="En bænk", why="Om sommeren.", who=None):
    who = who or a_context(session, a_person(session, name="Olga"))
    return actions.amend(who, proposal.id, title=title, text=text, why=why, edit=proposal.edit)


def _refused(do):
    with pytest.raises(Refusal) as refused:
        do()
    return refused.value.reason


def _to(session, template):
    asked = select(OutboxMessage.to_person_id).where(OutboxMessage.template == template)
    return sorted(session.scalars(asked))


def test_an_accepted_amendment_is_the_next_version_and_credited_to_whoever_suggested_it(session, proposal, author):
    supporter = a_person(session)
    actions.support(a_context(session, supporter), proposal.id)
    found = _amend(session, proposal)
    assert _to(session, "amendment_made") == [author.actor.person_id]
    assert proposal.text == TEXT, "nothing is changed before the authors say yes"
    actions.accept_amendment(author, found.id, reason="Ja.")
    assert (proposal.text, found.state, found.edit) == (SHADE, AmendmentState.ACCEPTED, proposal.edit)
    assert _to(session, "support_amended") == [supporter.id]
    assert _to(session, "amendment_decided") == [found.author_id]
    on_board = select(Posting.lead).where(Posting.kind == Kind.PROPOSAL, Posting.thing_id == proposal.id)
    assert "skygge" in session.scalar(on_board)


def test_two_amendments_of_different_paragraphs_are_put_together_and_of_one_they_are_not(session, proposal, author):
    shade, port, wall = (
        _amend(session, proposal, SHADE),
        _amend(session, proposal, PORT),
        _amend(session, proposal, "Så kan man sidde i læ.\n\nDen skal stå i gården."),
    )
    actions.accept_amendment(author, shade.id)
    actions.accept_amendment(author, port.id)
    assert proposal.text == "Så kan man sidde i skygge.\n\nDen skal stå ved porten."
    with session.begin_nested() as inner:
        assert _refused(lambda: actions.accept_amendment(author, wall.id)) is Reason.CHANGED_MEANWHILE
        inner.rollback()
    assert proposal.text == "Så kan man sidde i skygge.\n\nDen skal stå ved porten."


def test_every_version_is_public_with_what_it_changed(session, proposal, author):
    for text in (SHADE, "Så kan man sidde i skygge.\n\nDen skal stå ved porten."):
        actions.accept_amendment(author, _amend(session, proposal, text).id)
    page = versions_page(a_context(session), proposal.id)
    assert [one.number for one in page.versions] == [3, 2, 1]
    assert [one.amendment.author.name if one.amendment else "" for one in page.versions] == ["Olga", "Olga", ""]
    said = ["".join(piece.text for piece in one.text if piece.change.value == "added") for one in page.versions]
    assert ["porten" in said[0], "skygge" in said[1], said[2]] == [True, True, ""]


def test_a_declined_one_has_a_reason_that_whoever_suggested_it_reads_and_nobody_else_reads_it(
    session, proposal, author
):
    olga = a_person(session)
    found = _amend(session, proposal, who=a_context(session, olga))
    assert _refused(lambda: actions.decline_amendment(author, found.id, reason="")) is Reason.NO_REASON
    actions.decline_amendment(author, found.id, reason="Der er ingen skygge.")
    assert queries.amendment(a_context(session, olga), found.id).reason == "Der er ingen skygge."
    for who in (a_context(session), a_context(session, a_person(session))):
        assert _refused(lambda who=who: queries.amendment(who, found.id)) is Reason.NOT_FOUND
        assert queries.amendments_of(who, proposal) == []


def test_what_others_suggested_takes_nobodys_place_in_the_list_and_it_goes_on(session, proposal, author):
    accepted = [_amend(session, proposal, text).id for text in (SHADE, PORT)]
    for one in accepted:
        actions.accept_amendment(author, one)
    for number in range(3):
        _amend(session, proposal, f"Nr. {number}")
    anyone = a_context(session)
    assert [one.id for one in queries.amendments_of(anyone, proposal, at_most=2)] == accepted[::-1]
    assert [one.id for one in queries.amendments_of(anyone, proposal, before=accepted[1], at_most=2)] == accepted[:1]
    assert len(queries.amendments_of(author, proposal)) == 5


def test_only_the_authors_decide_and_nobody_amends_their_own(session, process, proposal, author):
    found = _amend(session, proposal)
    for who in (a_person(session), a_facilitator(session, process)):
        reason = _refused(lambda who=who: actions.accept_amendment(a_context(session, who), found.id))
        assert reason in {Reason.NOT_FOUND, Reason.NOT_YOURS}
    assert _refused(lambda: _amend(session, proposal, who=author)) is Reason.NOT_YOURS


def test_one_at_a_time_of_each_and_nothing_that_changes_nothing(session, proposal):
    olga = a_context(session, a_person(session))
    _amend(session, proposal, who=olga)
    with pytest.raises(IntegrityError), session.begin_nested():
        _amend(session, proposal, PORT, who=olga)
    assert _refused(lambda: _amend(session, proposal, TEXT)) is Reason.AS_IT_STANDS
    assert _refused(lambda: _amend(session, proposal, "Ring 010190-1234.")) is Reason.NUMBER_SEEN


def test_what_whoever_decides_has_not_seen_is_not_decided(session, proposal, author):
    found = _amend(session, proposal)
    seen = fingerprint(found.title, found.text, proposal.edit)
    actions.accept_amendment(author, _amend(session, proposal, PORT).id)
    assert _refused(lambda: actions.accept_amendment(author, found.id, seen=seen)) is Reason.WRITTEN_MEANWHILE


def test_details_of_others_in_the_new_words_are_for_a_facilitator_to_look_at(session, process, proposal, author):
    found = _amend(session, proposal, "Spørg Bo på 20 30 40 50.")
    actions.accept_amendment(author, found.id)
    staff = a_context(session, a_facilitator(session, process))
    assert queries.TO_MODERATE.first(staff) == [proposal]
    actions.cover(staff, proposal.id)
    assert "20 30" not in proposal.text + found.text, "what is covered stands in no amendment either"
    assert not proposal.is_flagged


def test_an_amendment_is_taken_back_and_is_not_decided_once_the_proposal_is_answered(
    session, process, proposal, author
):
    olga = a_context(session, a_person(session))
    found = _amend(session, proposal, who=olga)
    actions.withdraw_amendment(olga, found.id)
    assert found.state is AmendmentState.WITHDRAWN
    assert _refused(lambda: actions.accept_amendment(author, found.id)) is Reason.NOT_NOW
    again = _amend(session, proposal, who=olga)
    officer = a_context(session, the_officer(session, process))
    actions.answer(officer, proposal.id, outcome=Outcome.NOTED, text="Tak.")
    assert _refused(lambda: actions.accept_amendment(author, again.id)) is Reason.NOT_NOW
