"""What becomes of a published proposal: considered, merged, split, answered, followed up; nobody is counted twice."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from civic.board.models import Posting
from civic.config import Settings
from civic.dialogue.models import Outcome
from civic.jobs import Worker
from civic.kernel import trace
from civic.kernel.correction import Correction
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, Ref
from civic.proposals import actions, queries
from civic.proposals.models import ProposalState
from tests.clock import NOON
from tests.make import a_context, a_facilitator, a_person, a_process, a_proposal, the_officer
from tests.refusing import refused

S = ProposalState
NEXT = {"next_step": "Driften sætter den op.", "review_on": date(2026, 6, 1)}


@pytest.fixture
def process(session):
    return a_process(session)


@pytest.fixture
def staff(session, process):
    return a_context(session, a_facilitator(session, process))


@pytest.fixture
def officer(session, process):
    return a_context(session, the_officer(session, process))


def _supported(session, process, people, **more):
    made = a_proposal(session, process, state=S.ACCEPTED, **more)
    for one in people:
        actions.support(a_context(session, one), made.id)
    session.flush()
    return made


def _refused(do):
    with pytest.raises(Refusal) as refused:
        do()
    return refused.value.reason


def _to(session, template):
    return [
        one.to_person_id for one in session.scalars(select(OutboxMessage).where(OutboxMessage.template == template))
    ]


def _count(session, proposal):
    return queries.backing(a_context(session), proposal.id).count


def test_a_merged_proposal_takes_its_support_along_once_per_person(session, process, staff):
    amina, olga, jens, author = (a_person(session) for _ in range(4))
    one = _supported(session, process, [amina, olga], author=author, title="En bænk")
    other = _supported(session, process, [olga, jens], title="Bænke i gården")
    actions.merge(staff, one.id, into_id=other.id, reason="Det samme ønske.")
    assert (_count(session, other), queries.backing(staff, other.id).carried) == (3, 1)
    assert (_count(session, one), one.state) == (2, S.CONTINUED)
    assert _to(session, "proposal_continued") == [author.id]
    assert set(_to(session, "support_carried")) == {amina.id, olga.id}
    with pytest.raises(IntegrityError), session.begin_nested():
        actions.support(a_context(session, amina), other.id)
    actions.withdraw_support(a_context(session, amina), other.id)
    assert _count(session, other) == 2, "who did not want it takes it back"


def test_links_lead_both_ways_and_the_red_thread_goes_on(session, process, staff):
    one, other = _supported(session, process, []), _supported(session, process, [])
    actions.merge(staff, one.id, into_id=other.id, reason="Det samme ønske.")
    visitor = a_context(session)
    assert queries.goes_on_in(visitor, [one.id]) == {one.id: [other]}
    assert queries.made_of(visitor, other.id) == [one]
    assert trace.forward(visitor, Ref(Kind.PROPOSAL, one.id))[Kind.PROPOSAL] == [one.id, other.id]
    assert queries.proposal(visitor, one.id) is one, "it stays to be read"


def test_a_merged_proposal_is_not_supported_talked_about_or_answered_by_itself(session, process, staff, officer):
    one, other = _supported(session, process, []), _supported(session, process, [])
    actions.merge(staff, one.id, into_id=other.id, reason="Det samme ønske.")
    reader = a_context(session, a_person(session))
    for do in (
        lambda: actions.support(reader, one.id),
        lambda: actions.comment(reader, one.id, text="Og?"),
        lambda: actions.answer(officer, one.id, outcome=Outcome.NOTED, text="Tak."),
        lambda: actions.merge(staff, other.id, into_id=one.id, reason="Tilbage."),
    ):
        assert _refused(do) is Reason.NOT_NOW


def test_nothing_is_merged_into_itself_or_into_another_process(session, process, staff):
    one = _supported(session, process, [])
    far = _supported(session, a_process(session), [])
    assert _refused(lambda: actions.merge(staff, one.id, into_id=one.id, reason="Nej.")) is Reason.NOT_FITTING
    assert _refused(lambda: actions.merge(staff, one.id, into_id=far.id, reason="Nej.")) is Reason.NOT_FITTING


def test_a_chain_of_merges_tells_every_author_of_the_answer(session, process, staff, officer):
    authors = [a_person(session) for _ in range(3)]
    first, second, third = (_supported(session, process, [a_person(session)], author=one) for one in authors)
    actions.merge(staff, first.id, into_id=second.id, reason="Det samme.")
    actions.merge(staff, second.id, into_id=third.id, reason="Det samme.")
    assert _count(session, third) == 3, "support that came along goes along again"
    actions.answer(officer, third.id, outcome=Outcome.NOT_ACCEPTED, text="Der er ikke plads.")
    assert set(_to(session, "proposal_answered")) == {one.id for one in authors}


def test_a_merge_by_mistake_is_taken_back_and_only_what_came_along_goes(session, process, staff):
    amina, olga = a_person(session), a_person(session)
    one = _supported(session, process, [amina, olga])
    other = _supported(session, process, [olga])
    actions.merge(staff, one.id, into_id=other.id, reason="Det samme ønske.")
    actions.part(staff, one.id, reason="De handler om to gårde.")
    assert (one.state, _count(session, one), _count(session, other)) == (S.ACCEPTED, 2, 1)
    assert queries.goes_on_in(staff, [one.id]) == {}
    kept = session.scalars(select(Correction).where(Correction.field == "goes_on_in")).one()
    assert (kept.before, kept.reason) == (other.title, "De handler om to gårde.")
    assert _refused(lambda: actions.part(staff, one.id, reason="Igen.")) is Reason.NOT_NOW


def test_a_proposal_is_split_and_each_piece_has_its_support_and_its_author(session, process, staff):
    amina, author = a_person(session), a_person(session)
    one = _supported(session, process, [amina], author=author)
    actions.split(staff, one.id, pieces=[("Lys", "Ved porten."), ("Bænk", "I gården.")], reason="To ting.")
    pieces = queries.goes_on_in(staff, [one.id])[one.id]
    assert [(p.title, p.state, p.author_id, _count(session, p), p.edit) for p in pieces] == [
        ("Lys", S.ACCEPTED, author.id, 1, 1),
        ("Bænk", S.ACCEPTED, author.id, 1, 1),
    ]
    on_board = select(func.count(Posting.id)).where(Posting.kind == Kind.PROPOSAL, Posting.process_id == process.id)
    assert session.scalar(on_board) == 3
    assert _refused(lambda: actions.part(staff, one.id, reason="Nej.")) is Reason.NOT_NOW
    again = _supported(session, process, [])
    alone = [("Lys", "Ved porten.")]
    assert _refused(lambda: actions.split(staff, again.id, pieces=alone, reason="En.")) is Reason.TOO_FEW_PIECES


def test_nobody_merges_or_splits_their_own(session, process):
    own = a_facilitator(session, process)
    mine = _supported(session, process, [], author=own)
    theirs = _supported(session, process, [])
    acting = a_context(session, own)
    two = [("A", "a"), ("B", "b")]
    assert _refused(lambda: actions.split(acting, mine.id, pieces=two, reason="Ja.")) is Reason.NOT_YOURS
    assert _refused(lambda: actions.merge(acting, theirs.id, into_id=mine.id, reason="Ja.")) is Reason.NOT_YOURS


def test_what_is_considered_can_still_be_supported(session, process, officer):
    one = _supported(session, process, [])
    actions.consider(officer, one.id)
    actions.support(a_context(session, a_person(session)), one.id)
    assert (one.state, _count(session, one)) == (S.CONSIDERED, 1)
    assert one in queries.unanswered(officer)


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.PARTLY])
@pytest.mark.parametrize("missing", ["next_step", "review_on"])
def test_what_is_accepted_says_what_happens_next_and_when(session, process, officer, outcome, missing):
    one = _supported(session, process, [])
    values = {name: value for name, value in NEXT.items() if name != missing}
    asked = lambda: actions.answer(officer, one.id, outcome=outcome, text="Ja.", **values)  # noqa: E731
    assert _refused(asked) is Reason.NO_NEXT_STEP
    assert one.state is S.ACCEPTED


def test_an_answer_names_the_unit_that_is_responsible_and_no_next_step_where_nothing_is_accepted(
    session, process, officer
):
    one = _supported(session, process, [])
    actions.answer(officer, one.id, outcome=Outcome.NOTED, text="Tak.", answered_for="Park og Vej", **NEXT)
    assert (one.answered_for, one.next_step, one.review_on) == ("Park og Vej", "", None)


def test_what_was_accepted_is_followed_until_it_is_done(session, process, officer):
    author = a_person(session)
    one = _supported(session, process, [], author=author)
    actions.answer(officer, one.id, outcome=Outcome.ACCEPTED, text="Ja.", **NEXT)
    actions.report(officer, one.id, text="Den er bestilt.", review_on=date(2026, 9, 1))
    assert _refused(lambda: actions.implement(officer, one.id, text="Nu.", on=date(2030, 1, 1))) is Reason.NOT_HELD_YET
    actions.implement(officer, one.id, text="Den står der.", on=NOON.date())
    assert (one.state, one.implemented_on) == (S.IMPLEMENTED, NOON.date())
    assert [p.text for p in queries.progress_of(officer, one.id)] == ["Den er bestilt.", "Den står der."]
    assert _to(session, "proposal_implemented") == [author.id]


def test_what_was_declined_is_not_reported_as_done(session, process, officer):
    one = _supported(session, process, [])
    actions.answer(officer, one.id, outcome=Outcome.NOT_ACCEPTED, text="Nej.")
    assert _refused(lambda: actions.implement(officer, one.id, text="Dog.", on=NOON.date())) is Reason.NOT_NOW
    assert _refused(lambda: actions.report(officer, one.id, text="Dog.")) is Reason.NOT_NOW


def test_the_case_officers_are_reminded_once_on_the_day(session, process, officer):
    one = _supported(session, process, [])
    actions.answer(officer, one.id, outcome=Outcome.ACCEPTED, text="Ja.", **NEXT)
    before = a_context(session, now=NOON + timedelta(days=80))
    assert queries.to_review(before) == []
    day = a_context(session, now=NOON + timedelta(days=92))
    assert queries.to_review(day) == [one]
    actions.remind_of_review(day, one.id)
    assert actions.remind_of_review(day, one.id) is None
    assert queries.to_review(day) == []
    told = _to(session, "proposal_to_review")
    assert officer.actor.person_id in told
    assert len(told) == len(set(told)), "each once"
    late = a_context(session, the_officer(session, process), now=day.now)
    assert queries.to_review_by_actor(late) == [one], "it waits on their overview until they say something"
    actions.report(late, one.id, text="Følges i sagen.")
    assert queries.to_review_by_actor(late) == []


def test_an_answer_put_on_another_day_is_reminded_of_anew(session, process, officer):
    one = _supported(session, process, [])
    actions.answer(officer, one.id, outcome=Outcome.ACCEPTED, text="Ja.", **NEXT)
    day = a_context(session, now=NOON + timedelta(days=92))
    actions.remind_of_review(day, one.id)
    actions.correct_answer(officer, one.id, {"review_on": date(2026, 9, 1)}, reason="Sat for tidligt.")
    assert queries.to_review(day) == []
    later = a_context(session, now=NOON + timedelta(days=190))
    assert queries.to_review(later) == [one]


def test_an_answer_put_right_to_a_no_has_nothing_that_happens_next(session, process, officer):
    one = _supported(session, process, [])
    actions.answer(officer, one.id, outcome=Outcome.ACCEPTED, text="Ja.", **NEXT)
    actions.correct_answer(officer, one.id, {"outcome": Outcome.NOT_ACCEPTED, **NEXT}, reason="Det var et nej.")
    assert (one.next_step, one.review_on) == ("", None)
    late = a_context(session, the_officer(session, process), now=NOON + timedelta(days=92))
    assert queries.to_review(late) == queries.to_review_by_actor(late) == []
    kept = {c.field: c.before for c in session.scalars(select(Correction).where(Correction.thing_id == one.id))}
    assert (kept["next_step"], kept["review_on"]) == (NEXT["next_step"], "2026-06-01"), "what stood stays to be seen"


def test_the_worker_reminds(site):
    later = site.now + timedelta(days=31)
    worker = Worker(site.app, site.engine, Settings(data_dir=site.path.parent), lambda: later)
    asked = select(func.count(OutboxMessage.id)).where(OutboxMessage.template == "proposal_to_review")
    try:
        worker._remind()
        worker._remind()
        with Session(site.engine) as session:
            assert session.scalar(asked) == 1
    finally:
        site.restore()


def test_a_comment_that_the_answer_speaks_to_has_an_end_of_its_own(session, process, officer):
    one = _supported(session, process, [])
    karen, bo = a_person(session), a_person(session)
    taken_up = actions.comment(a_context(session, karen), one.id, text="Hvem rydder sneen?")
    left = actions.comment(a_context(session, bo), one.id, text="Fint.")
    actions.answer(officer, one.id, outcome=Outcome.NOTED, text="Det gør driften.")
    actions.speak_to(officer, one.id, [taken_up.id])
    assert _to(session, "comment_spoken_to") == [karen.id]
    visitor = a_context(session)
    assert queries.speaking_to(visitor, taken_up.id) == one
    assert queries.speaking_to(visitor, left.id) is None


def test_which_comments_an_answer_speaks_to_is_put_right_with_a_reason_that_is_kept(session, process, officer):
    one = _supported(session, process, [])
    first, second = (actions.comment(a_context(session, a_person(session)), one.id, text=text) for text in ("A", "B"))
    foreign = actions.comment(a_context(session, a_person(session)), _supported(session, process, []).id, text="C")
    actions.answer(officer, one.id, outcome=Outcome.NOTED, text="Ja.")
    refused(lambda: actions.speak_to(officer, one.id, [foreign.id]), Reason.NOT_FITTING)
    actions.speak_to(officer, one.id, [first.id])
    refused(lambda: actions.speak_to(officer, one.id, [second.id]), Reason.NO_REASON)
    refused(
        lambda: actions.speak_to(officer, one.id, [second.id], reason="Forkert.", seen=fingerprint()),
        Reason.WRITTEN_MEANWHILE,
    )
    actions.speak_to(officer, one.id, [second.id], reason="Den forkerte.", seen=fingerprint(first.id))
    assert queries.spoken_to(officer, one.id) == [second.id]
    kept = session.scalars(select(Correction).where(Correction.thing_id == one.id, Correction.field == "spoken_to"))
    assert [(each.before, each.reason) for each in kept] == [("1", "Den forkerte.")]


def test_an_answer_speaks_to_comments_on_what_goes_on_in_it_and_to_nothing_hidden(session, process, officer):
    one, other = (_supported(session, process, []) for _at in range(2))
    earlier = actions.comment(a_context(session, a_person(session)), other.id, text="Hvem rydder sneen?")
    held = actions.comment(a_context(session, a_person(session)), one.id, text="Ring 010190-1234.")
    actions.merge(officer, other.id, into_id=one.id, reason="Det samme.")
    actions.answer(officer, one.id, outcome=Outcome.NOTED, text="Ja.")
    refused(lambda: actions.speak_to(officer, one.id, [held.id]), Reason.NOT_FITTING)
    actions.speak_to(officer, one.id, [earlier.id])
    assert [each.id for each in queries.speakable(officer, one, at_most=9)] == [earlier.id]
    assert queries.speaking_to(a_context(session), earlier.id) == one


def test_what_one_answer_speaks_to_is_not_offered_to_another(session, process, officer):
    whole = _supported(session, process, [])
    said = actions.comment(a_context(session, a_person(session)), whole.id, text="Hvem rydder sneen?")
    first, second = _in_two(officer, whole)
    for one in (first, second):
        actions.answer(officer, one.id, outcome=Outcome.NOTED, text="Ja.")
    assert [each.id for each in queries.speakable(officer, second, at_most=9)] == [said.id]
    actions.speak_to(officer, first.id, [said.id])
    assert queries.speakable(officer, second, at_most=9) == []
    refused(lambda: actions.speak_to(officer, second.id, [said.id]), Reason.NOT_FITTING)


def _in_two(officer, whole):
    """Make two proposals of one."""
    actions.split(officer, whole.id, pieces=[("Sne", "Ryd den."), ("Lys", "Tænd det.")], reason="To sager.")
    return queries.goes_on_in(officer, [whole.id])[whole.id]
