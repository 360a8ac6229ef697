"""A decision about a text names a rule and a reason, stands in a public log, and another person decides an appeal."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from civic.board.models import Posting
from civic.dialogue import actions as dialogue
from civic.dialogue.models import CommentState
from civic.dialogue.queries import thread
from civic.kernel.actor import Role, Scope
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.moderation import actions, queries
from civic.moderation.models import APPEALING, DECIDING, Appeal, AppealState, Ruled
from civic.people.queries import holders
from civic.proposals import actions as proposals
from civic.proposals.models import ProposalState
from civic.rules import actions as rules
from civic.rules.standard import ADVERTISING, CLEAR, PERSON
from tests.clock import NOON
from tests.make import a_context, a_facilitator, a_person, a_process, a_proposal, the_municipality, the_officer


@pytest.fixture
def process(session):
    return a_process(session)


@pytest.fixture
def author(session):
    return a_person(session)


@pytest.fixture
def first(session, process):
    """Return whoever decides first."""
    return a_context(session, a_facilitator(session, process))


@pytest.fixture
def other(session, process):
    """Return another person who looks after the process."""
    return a_context(session, the_officer(session, process))


def _comment(session, process, author, text="Køb bænke hos min fætter!"):
    on = a_proposal(session, process, state=ProposalState.ACCEPTED)
    return proposals.comment(a_context(session, author), on.id, text=text)


def _mails(session, template):
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.template == template)))


def _refused(do):
    with pytest.raises(Refusal) as refused:
        do()
    return refused.value.reason


def _appealed(session, process, author, first):
    said = _comment(session, process, author)
    dialogue.hide(first, said.id, rule=ADVERTISING, reason="Det er reklame.")
    return said, dialogue.appeal(a_context(session, author), said.id, text="Det er et tip.")


def test_hiding_names_a_rule_and_a_reason_and_its_author_is_told_in_their_language(session, process, author, first):
    said = _comment(session, process, author)
    dialogue.hide(first, said.id, rule=ADVERTISING, reason="Det er reklame.")
    last = queries.standing(a_context(session), Ref(Kind.COMMENT, said.id)).last_by_rule
    assert (last.rule.number, last.reason, last.process_id) == (ADVERTISING, "Det er reklame.", process.id)
    (mail,) = _mails(session, "text_ruled")
    assert mail.to_person_id == author.id
    assert mail.data["titles"]["en"] == "No advertising and no repetition"
    assert "reklame." not in str(mail.data), "the reason stands on the page alone"


def test_nothing_is_hidden_or_sent_back_or_flagged_without_a_rule_in_force(session, process, author, first):
    said = _comment(session, process, author)
    waits = a_proposal(session, process)
    for do in (
        lambda: dialogue.hide(first, said.id, rule=99, reason="Nej."),
        lambda: dialogue.flag(a_context(session, a_person(session)), said.id, rule=0, reason="Nej."),
        lambda: proposals.send_back(first, waits.id, rule=99, reason="Nej."),
    ):
        with session.begin_nested() as inner:
            assert _refused(do) is Reason.NO_RULE
            inner.rollback()


def test_what_was_decided_keeps_the_words_the_rule_had_then(session, process, author, first):
    said = _comment(session, process, author)
    dialogue.hide(first, said.id, rule=ADVERTISING, reason="Det er reklame.")
    admin = a_context(session, a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, the_municipality(session).id)))
    rules.change(admin, ADVERTISING, title="Ingen salg", text="Ingen.", others={}, why="Kortere.")
    last = queries.standing(a_context(session), Ref(Kind.COMMENT, said.id)).last_by_rule
    assert (last.rule.version, last.rule.title) == (1, "Ingen reklame og ingen gentagelser")
    assert [len(queries.log(first, rule=one)) for one in (ADVERTISING, PERSON)] == [1, 0]


def test_a_hidden_comment_leaves_a_mark_and_not_a_word(session, process, author, first):
    said = _comment(session, process, author)
    dialogue.hide(first, said.id, rule=ADVERTISING, reason="Det er reklame.")
    visitor = a_context(session)
    (row,) = thread(visitor, Kind.PROPOSAL, said.thing_id).rows
    assert (row.comment, row.number, row.hidden_by.rule.number) == (None, said.id, ADVERTISING)
    (own,) = thread(a_context(session, author), Kind.PROPOSAL, said.thing_id).rows
    assert own.comment is said


def test_another_person_upholds_an_appeal_and_the_text_is_shown(session, process, author, first, other):
    said, asked = _appealed(session, process, author, first)
    told = {one.to_person_id for one in _mails(session, "appeal_made")}
    assert other.actor.person_id in told
    assert not told & {first.actor.person_id, author.id}
    assert queries.TO_DECIDE.first(other) == [asked]
    assert queries.TO_DECIDE.first(first) == [], "who decided first does not decide again"
    dialogue.reinstate(other, asked.id, reason="Det er et tip.")
    assert (said.state, asked.state) == (CommentState.PUBLISHED, AppealState.UPHELD)
    assert [one.to_person_id for one in _mails(session, "appeal_decided")] == [author.id]
    (line,) = queries.log(a_context(session))
    assert (line.ruling.ruled, line.appeal.state) == (Ruled.HIDDEN, AppealState.UPHELD)
    assert queries.TO_DECIDE.first(other) == []


def test_a_dismissed_appeal_stands_and_there_is_no_second(session, process, author, first, other):
    said, asked = _appealed(session, process, author, first)
    actions.dismiss(other, asked.id, reason="Reklame er reklame.")
    assert (said.state, asked.state) == (CommentState.HIDDEN, AppealState.DISMISSED)
    with pytest.raises(IntegrityError), session.begin_nested():
        dialogue.appeal(a_context(session, author), said.id, text="Igen.")
    assert _refused(lambda: actions.dismiss(other, asked.id, reason="Igen.")) is Reason.NOT_NOW


def test_neither_the_first_nor_the_author_decides_and_the_database_says_so_too(session, process, author, first):
    _said, asked = _appealed(session, process, author, first)
    assert _refused(lambda: dialogue.reinstate(first, asked.id, reason="Fortrudt.")) is Reason.NOT_YOURS
    assert _refused(lambda: actions.dismiss(first, asked.id, reason="Nej.")) is Reason.NOT_YOURS
    for who in (asked.first_id, asked.author_id):
        decided = {"state": AppealState.DISMISSED, "decided_by_id": who, "decided_at": NOON, "reason": "Nej."}
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(update(Appeal).values(**decided))


def test_an_appeal_is_made_within_fourteen_days(session, process, author, first):
    said = _comment(session, process, author)
    dialogue.hide(first, said.id, rule=ADVERTISING, reason="Det er reklame.")
    late = a_context(session, author, now=NOON + APPEALING)
    assert _refused(lambda: dialogue.appeal(late, said.id, text="For sent.")) is Reason.DEADLINE_PASSED
    in_time = a_context(session, author, now=NOON + APPEALING - timedelta(seconds=1))
    asked = dialogue.appeal(in_time, said.id, text="Lige til tiden.")
    assert asked.due_at == in_time.now + DECIDING
    assert not asked.is_late_at(asked.due_at - timedelta(seconds=1))
    assert asked.is_late_at(asked.due_at)


def test_only_the_author_appeals_and_only_what_was_decided(session, process, author, first):
    said = _comment(session, process, author)
    assert _refused(lambda: dialogue.appeal(a_context(session, author), said.id, text="Hvad?")) is Reason.NOT_NOW
    dialogue.hide(first, said.id, rule=ADVERTISING, reason="Det er reklame.")
    stranger = a_context(session, a_person(session))
    assert _refused(lambda: dialogue.appeal(stranger, said.id, text="Jeg?")) is Reason.NOT_FOUND


def test_where_nobody_else_looks_after_the_process_the_administrators_are_told(session, author):
    process = a_process(session)
    admin = a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, the_municipality(session).id))
    alone = a_context(session, the_officer(session, process))
    said = _comment(session, process, author)
    for one in holders(alone, Scope.PROCESS, process.id):
        if one.person_id != alone.actor.person_id:
            one.ended_at = NOON
    session.flush()
    dialogue.hide(alone, said.id, rule=ADVERTISING, reason="Det er reklame.")
    dialogue.appeal(a_context(session, author), said.id, text="Det er et tip.")
    (mail,) = _mails(session, "appeal_made")
    assert (mail.to_person_id, mail.data["is_other"]) == (admin.id, False)


def test_a_deleted_text_lets_its_appeal_lapse(session, process, author, first, other):
    said, asked = _appealed(session, process, author, first)
    dialogue.delete(a_context(session, author), said.id)
    assert asked.state is AppealState.LAPSED
    assert _refused(lambda: dialogue.reinstate(other, asked.id, reason="Ja.")) is Reason.NOT_NOW


def test_an_appeal_about_a_proposal_that_was_sent_back_publishes_it(session, process, author, first, other):
    made = a_proposal(session, process, author=author)
    proposals.send_back(first, made.id, rule=CLEAR, reason="Skriv mere.")
    asked = proposals.appeal(a_context(session, author), made.id, text="Det står der jo.")
    proposals.reinstate(other, asked.id, reason="Det er til at forstå.")
    assert (made.state, made.accepted_at) == (ProposalState.ACCEPTED, NOON)
    assert session.scalar(select(Posting.title).where(Posting.kind == Kind.PROPOSAL, Posting.thing_id == made.id))


@pytest.mark.parametrize("take", ["submit", "withdraw"])
def test_a_proposal_that_is_handed_in_again_or_withdrawn_lets_its_appeal_lapse(session, process, author, first, take):
    made = a_proposal(session, process, author=author)
    proposals.send_back(first, made.id, rule=CLEAR, reason="Skriv mere.")
    mine = a_context(session, author)
    asked = proposals.appeal(mine, made.id, text="Det står der jo.")
    getattr(proposals, take)(mine, made.id)
    assert asked.state is AppealState.LAPSED


@pytest.mark.parametrize("state", [ProposalState.ACCEPTED, ProposalState.ANSWERED])
def test_a_hidden_proposal_comes_back_as_far_as_it_was(session, process, author, first, other, state):
    made = a_proposal(session, process, author=author, state=state)
    proposals.hide(first, made.id, rule=PERSON, reason="Det rammer en nabo.")
    there = select(Posting.id).where(Posting.kind == Kind.PROPOSAL, Posting.thing_id == made.id)
    assert (made.state, session.scalar(there)) == (ProposalState.HIDDEN, None)
    asked = proposals.appeal(a_context(session, author), made.id, text="Den nævner ingen.")
    proposals.reinstate(other, asked.id, reason="Den nævner ingen.")
    assert made.state is state
    assert session.scalar(there)


def test_a_flagged_proposal_waits_and_is_kept_or_hidden(session, process, author, first):
    made = a_proposal(session, process, author=author, state=ProposalState.ACCEPTED)
    reader = a_context(session, a_person(session))
    proposals.flag(reader, made.id, rule=PERSON, reason="Det rammer en nabo.")
    assert made.is_flagged
    assert [one.reason for one in queries.flags(first, Ref(Kind.PROPOSAL, made.id))] == ["Det rammer en nabo."]
    proposals.keep(first, made.id, reason="Det gør det ikke.")
    assert (made.is_flagged, made.state) == (False, ProposalState.ACCEPTED)
    with pytest.raises(IntegrityError), session.begin_nested():
        proposals.flag(reader, made.id, rule=PERSON, reason="Igen.")


def test_what_was_said_within_a_circle_does_not_stand_in_the_log(session, process, author, first):
    said = _comment(session, process, author)
    said.circle, said.circle_id = Scope.PROCESS, process.id
    dialogue.hide(first, said.id, rule=PERSON, reason="Hård tone.")
    assert queries.log(a_context(session)) == []


def test_how_the_like_was_decided_is_shown_three_of_each_rule_the_newest_first(session, process, author, first):
    for number in range(5):
        said = _comment(session, process, author)
        dialogue.hide(first, said.id, rule=ADVERTISING, reason=f"Reklame {number}.")
    found = queries.like(first, [PERSON, ADVERTISING])
    assert [one.ruling.reason for one in found[ADVERTISING]] == ["Reklame 4.", "Reklame 3.", "Reklame 2."]
    assert PERSON not in found


def test_two_appeals_about_one_decision_are_one(session, process, author, first):
    said, asked = _appealed(session, process, author, first)
    twin = {name: getattr(asked, name) for name in ("ruling_id", "kind", "thing_id", "process_id", "first_id", "state")}
    more = {"author_id": said.author_id, "text": "Igen.", "at": NOON, "due_at": NOON, "reason": ""}
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(Appeal).values(**twin, **more))
