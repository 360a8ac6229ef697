"""Threads: replies to one level, labels, orders, what was said before, and who is told."""

from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.exc import IntegrityError

from civic.dialogue import actions, queries
from civic.dialogue.models import Comment, CommentState, Label, Wording
from civic.dialogue.queries import Order, Reading
from civic.groups import actions as groups
from civic.groups import registering
from civic.groups.models import Discussion
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind
from civic.people.models import Person
from civic.proposals import actions as proposals
from civic.proposals.models import ProposalState
from tests.clock import NOON
from tests.make import CLEAR, a_context, a_facilitator, a_group, a_person, a_process, a_proposal
from tests.refusing import refused

LATER = NOON + timedelta(minutes=16)


@pytest.fixture
def process(session):
    return a_process(session)


@pytest.fixture
def proposal(session, process):
    return a_proposal(session, process, state=ProposalState.ACCEPTED)


@pytest.fixture
def amina(session):
    return a_context(session, a_person(session, name="Amina Hassan"))


@pytest.fixture
def bo(session):
    return a_context(session, a_person(session, name="Bo Lind"))


def _read(context, proposal, **reading):
    return queries.thread(context, Kind.PROPOSAL, proposal.id, Reading(**reading))


def _texts(rows):
    return [one.comment.text if one.comment else "" for one in rows]


def _told(session):
    kinds = ("comment_replied", "comment_named")
    sent = session.scalars(select(OutboxMessage).where(OutboxMessage.template.in_(kinds)).order_by(OutboxMessage.id))
    return [(one.template, one.to_person_id, one.data["id"]) for one in sent]


def test_a_reply_stands_below_what_it_replies_to_and_its_author_is_told(session, proposal, amina, bo):
    first = proposals.comment(amina, proposal.id, text="Hvad med skygge?", label=Label.QUESTION)
    proposals.comment(amina, proposal.id, text="Og lys?")
    reply = proposals.comment(bo, proposal.id, text="Der er træer.", reply_to=first.id, label=Label.FOR)
    page = _read(a_context(session), proposal)
    assert _texts(page.rows) == ["Hvad med skygge?", "Og lys?"]
    assert _texts(page.rows[0].replies) == ["Der er træer."]
    assert reply.label is None, "a reply is for or against nothing by itself"
    assert _told(session) == [("comment_replied", amina.actor.person_id, reply.id)]


def test_nobody_replies_to_a_reply_or_across_things_or_to_what_they_may_not_read(session, process, proposal, amina, bo):
    first = proposals.comment(amina, proposal.id, text="Hvad med skygge?")
    reply = proposals.comment(bo, proposal.id, text="Der er træer.", reply_to=first.id)
    refused(lambda: proposals.comment(amina, proposal.id, text="Tak.", reply_to=reply.id), Reason.NOT_FITTING)
    other = a_proposal(session, process, state=ProposalState.ACCEPTED)
    refused(lambda: proposals.comment(bo, other.id, text="Nej.", reply_to=first.id), Reason.NOT_FITTING)
    held = proposals.comment(amina, proposal.id, text="Ring 010190-1234.")
    refused(lambda: proposals.comment(bo, proposal.id, text="Nej.", reply_to=held.id), Reason.NOT_FOUND)
    refused(lambda: proposals.comment(amina, proposal.id, text="Nej.", reply_to=held.id), Reason.NOT_NOW)


def test_nobody_replies_to_what_others_read_than_read_a_groups_discussion_now(session, process):
    group = a_group(session, process)
    group.discussion = Discussion.INTERNAL
    staff = a_context(session, a_facilitator(session, process))
    member = a_person(session)
    registering.join(a_context(session, member), group.id)
    inside = a_context(session, member)
    first = groups.discuss(inside, group.id, text="Mellem os.")
    groups.discuss(inside, group.id, text="Ja, mellem os.", reply_to=first.id)
    assert not queries.thread(a_context(session), Kind.GROUP, group.id).rows
    assert _texts(queries.thread(staff, Kind.GROUP, group.id).rows[0].replies) == ["Ja, mellem os."]
    group.discussion = Discussion.PUBLIC
    refused(lambda: groups.discuss(inside, group.id, text="Til alle.", reply_to=first.id), Reason.NOT_FITTING)
    out = groups.discuss(inside, group.id, text="Til alle.")
    group.discussion = Discussion.INTERNAL
    refused(lambda: groups.discuss(inside, group.id, text="Mellem os.", reply_to=out.id), Reason.NOT_FITTING)


def test_the_first_replies_are_shown_and_the_others_are_on_the_comments_own_page(session, proposal, amina, bo):
    first = proposals.comment(amina, proposal.id, text="Hvad med skygge?")
    for number in range(5):
        proposals.comment(bo, proposal.id, text=f"Svar {number}", reply_to=first.id)
    (row,) = _read(a_context(session), proposal).rows
    assert (_texts(row.replies), row.has_more) == (["Svar 0", "Svar 1", "Svar 2"], True)
    below = queries.replies(a_context(session), first)
    assert _texts(below.rows) == [f"Svar {number}" for number in range(5)]


def test_a_hidden_reply_leaves_its_mark_and_a_held_one_nothing(session, process, proposal, amina, bo):
    first = proposals.comment(amina, proposal.id, text="Hvad med skygge?")
    bad = proposals.comment(bo, proposal.id, text="Dumt.", reply_to=first.id)
    proposals.comment(bo, proposal.id, text="Ring 010190-1234.", reply_to=first.id)
    actions.hide(a_context(session, a_facilitator(session, process)), bad.id, rule=CLEAR, reason="Skriv hvorfor.")
    (row,) = _read(a_context(session), proposal).rows
    assert [(one.number, one.comment, one.hidden_by is not None) for one in row.replies] == [(bad.id, None, True)]


def test_it_is_read_oldest_newest_or_most_useful_first_to_its_end(session, proposal, amina, bo):
    made = [proposals.comment(amina, proposal.id, text=f"Nr. {number}, ikke som de andre") for number in range(3)]
    for who in (bo, a_context(session, a_person(session))):
        actions.find_useful(who, made[1].id)
    actions.find_useful(bo, made[0].id)
    ids = [one.id for one in made]
    visitor = a_context(session)
    orders = {order: [one.number for one in _read(visitor, proposal, order=order).rows] for order in Order}
    assert orders == {
        Order.OLDEST: ids,
        Order.NEWEST: ids[::-1],
        Order.USEFUL: [ids[1], ids[0], ids[2]],
    }
    for order, whole in orders.items():
        after = _read(visitor, proposal, order=order, after=whole[0])
        assert [one.number for one in after.rows] == whole[1:], order


def test_one_person_finds_one_comment_useful_once_and_nobody_their_own(session, proposal, amina, bo):
    said = proposals.comment(amina, proposal.id, text="Hvad med skygge?")
    actions.find_useful(bo, said.id)
    with pytest.raises(IntegrityError), session.begin_nested():
        actions.find_useful(bo, said.id)
    session.refresh(said)
    assert said.useful == 1
    assert _read(bo, proposal).rows[0].is_useful
    assert not _read(amina, proposal).rows[0].is_useful
    refused(lambda: actions.find_useful(amina, said.id), Reason.NOT_YOURS)
    actions.find_useful_no_more(bo, said.id)
    assert said.useful == 0


def test_those_for_it_against_it_and_asked_are_read_alone_or_beside_each_other(session, proposal, amina, bo):
    said = {
        label: [proposals.comment(who, proposal.id, text=f"{label.value} {at}", label=label).id for at in range(2)]
        for label in Label
        for who in [a_context(session, a_person(session))]  # one who says much at once is held back
    }
    proposals.comment(amina, proposal.id, text="Ingen af delene")
    actions.find_useful(bo, said[Label.AGAINST][0])
    visitor = a_context(session)
    assert [one.number for one in _read(visitor, proposal, label=Label.AGAINST).rows] == said[Label.AGAINST]
    beside = {
        label: [one.number for one in rows] for label, rows, _more in _read(visitor, proposal, in_columns=True).columns
    }
    assert beside == {
        Label.FOR: said[Label.FOR][::-1],
        Label.AGAINST: said[Label.AGAINST],
        Label.QUESTION: said[Label.QUESTION][::-1],
    }


def test_what_it_said_before_stands_beside_it_once_it_is_a_quarter_of_an_hour_old(session, process, proposal, amina):
    said = proposals.comment(amina, proposal.id, text="Byg to bænke.")
    mine = a_context(session, session.get_one(Person, amina.actor.person_id), now=LATER)
    actions.edit(amina, said.id, text="Byg tre bænke.")
    assert queries.wordings(mine, said) == []
    actions.edit(mine, said.id, text="Byg fire bænke, siger Karen Vind.")
    actions.edit(mine, said.id, text="Byg fem bænke.")
    assert [one.text for one in queries.wordings(mine, said)] == ["Byg tre bænke.", "Byg fire bænke, siger Karen Vind."]
    staff = a_context(session, a_facilitator(session, process))
    refused(lambda: actions.cover(staff, said.id, words=["ikke der"]), Reason.NOTHING_TO_COVER)
    actions.cover(staff, said.id, words=["bænke", "Karen Vind"], reason="Et navn.")
    actions.edit(mine, said.id, text="Byg noget.")
    session.add(Wording(comment_id=said.id, text="Spørg Hr. Krog.", until=LATER))
    session.flush()
    actions.cover(staff, said.id, words=["Hr. Krog"], reason="Et navn, der kun stod før.")
    assert "Krog" not in "".join(one.text for one in queries.wordings(mine, said))
    assert "Karen" not in "".join(one.text for one in queries.wordings(mine, said))
    actions.delete(mine, said.id)
    assert queries.wordings(mine, said) == []


def test_what_nobody_could_read_is_not_kept_when_it_is_changed(session, proposal, amina):
    said = proposals.comment(amina, proposal.id, text="Ring 010190-1234.")
    later = a_context(session, session.get_one(Person, amina.actor.person_id), now=LATER)
    actions.edit(later, said.id, text="Ring til mig.")
    assert (said.state, queries.wordings(later, said)) == (CommentState.PUBLISHED, [])


def test_whoever_has_spoken_there_is_told_when_they_are_named_and_nobody_else(session, proposal, amina, bo):
    silent = a_person(session, name="Carla Juhl")
    proposals.comment(amina, proposal.id, text="Hvad med skygge?")
    named = proposals.comment(bo, proposal.id, text="@Amina Hassan, der er træer. @Carla Juhl @Bo Lind")
    assert _told(session) == [("comment_named", amina.actor.person_id, named.id)]
    anna = a_context(session, a_person(session, name="Amina"))
    proposals.comment(anna, proposal.id, text="Ja.")
    proposals.comment(bo, proposal.id, text="Tak, @Amina Hassan.")
    proposals.comment(bo, proposal.id, text="Tak, @Aminas ven.")
    assert anna.actor.person_id not in {to for _template, to, _id in _told(session)}, "the longest name is meant"
    assert silent.id not in {to for _template, to, _id in _told(session)}


def test_who_is_named_in_what_is_held_is_told_when_it_can_be_read(session, process, proposal, amina, bo):
    proposals.comment(amina, proposal.id, text="Hvad med skygge?")
    held = proposals.comment(bo, proposal.id, text="@Amina Hassan ring 010190-1234.")
    assert _told(session) == []
    actions.mask(bo, held.id)
    assert _told(session) == [("comment_named", amina.actor.person_id, held.id)]


def test_a_held_reply_is_masked_though_what_it_replies_to_was_hidden_meanwhile(session, process, proposal, amina, bo):
    first = proposals.comment(amina, proposal.id, text="Hvad med skygge?")
    held = proposals.comment(bo, proposal.id, text="Ring 010190-1234.", reply_to=first.id)
    actions.hide(a_context(session, a_facilitator(session, process)), first.id, rule=CLEAR, reason="Skriv hvorfor.")
    actions.mask(bo, held.id)
    assert held.state is CommentState.PUBLISHED
    assert _texts(_read(a_context(session), proposal).rows[0].replies) == [held.text]


def test_ten_thousand_comments_ask_as_much_as_two_pages(session, proposal, amina, bo):
    def asked(reading):
        count = []

        def listener(*_rest):
            count.append(1)

        event.listen(session.get_bind(), "before_cursor_execute", listener)
        page = queries.thread(bo, Kind.PROPOSAL, proposal.id, reading)
        event.remove(session.get_bind(), "before_cursor_execute", listener)
        return len(count), page

    readings = [Reading(order=order) for order in Order] + [Reading(label=Label.FOR), Reading(in_columns=True)]

    def more(number):
        row = {
            "process_id": proposal.process_id, "kind": Kind.PROPOSAL, "thing_id": proposal.id,
            "author_id": amina.actor.person_id, "text": "Ja.", "label": Label.FOR, "state": CommentState.PUBLISHED,
            "posted_at": NOON,
        }  # fmt: skip
        session.execute(insert(Comment), [row] * number)
        first = session.scalars(select(Comment.id).where(Comment.reply_to_id.is_(None)).limit(20)).all()
        session.execute(
            insert(Comment), [row | {"label": None, "reply_to_id": one} for one in first for _at in range(5)]
        )

    more(60)
    few = [asked(reading)[0] for reading in readings]
    more(10_000)
    many = [asked(reading) for reading in readings]
    assert [count for count, _page in many] == few
    assert [len(page.rows) for _count, page in many] == [50, 50, 50, 50, 0]
    assert max(few) <= 4
