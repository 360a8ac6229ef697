"""Proposals: from draft to answer; who may do what, when."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from civic.board import queries as board
from civic.dialogue import actions as dialogue
from civic.dialogue.models import CommentState, Outcome
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.moderation.models import Ground, Ruled
from civic.moderation.queries import standing
from civic.proposals import actions, queries
from civic.proposals.models import ProposalState, Support
from tests.clock import NOON
from tests.make import a_context, a_facilitator, a_person, a_process, a_proposal, the_officer

DEEDS = {
    "submit": lambda context, one: actions.submit(context, one.id),
    "rewrite": lambda context, one: actions.rewrite(context, one.id, title="Ny", text="Ny tekst"),
    "mask": lambda context, one: actions.mask(context, one.id),
    "withdraw": lambda context, one: actions.withdraw(context, one.id),
    "accept": lambda context, one: actions.accept(context, one.id),
    "send_back": lambda context, one: actions.send_back(context, one.id, rule=1, reason="Mere."),
    "release": lambda context, one: actions.release(context, one.id, ground=Ground.OTHER_NUMBER),
    "support": lambda context, one: actions.support(context, one.id),
    "comment": lambda context, one: actions.comment(context, one.id, text="Ja tak."),
    "answer": lambda context, one: actions.answer(context, one.id, outcome=Outcome.NOTED, text="Tak."),
}
S = ProposalState


@pytest.mark.parametrize(
    ("deed", "who", "state", "reason"),
    [
        ("submit", "author", S.SUBMITTED, Reason.NOT_NOW),
        ("submit", "author", S.ANSWERED, Reason.NOT_NOW),
        ("submit", "resident", S.ACCEPTED, Reason.NOT_YOURS),
        ("submit", "resident", S.DRAFT, Reason.NOT_FOUND),
        ("rewrite", "author", S.ACCEPTED, Reason.NOT_NOW),
        ("rewrite", "facilitator", S.SUBMITTED, Reason.NOT_YOURS),
        ("mask", "author", S.SUBMITTED, Reason.NOT_NOW),
        ("withdraw", "author", S.ACCEPTED, Reason.NOT_NOW),
        ("accept", "author", S.SUBMITTED, Reason.NOT_YOURS),
        ("accept", "facilitator", S.DRAFT, Reason.NOT_FOUND),
        ("accept", "facilitator", S.HELD, Reason.NOT_NOW),
        ("accept", "facilitator", S.ACCEPTED, Reason.NOT_NOW),
        ("accept", "visitor", S.SUBMITTED, Reason.NOT_FOUND),
        ("send_back", "resident", S.ACCEPTED, Reason.NOT_YOURS),
        ("send_back", "facilitator", S.ACCEPTED, Reason.NOT_NOW),
        ("release", "author", S.HELD, Reason.NOT_YOURS),
        ("support", "visitor", S.ACCEPTED, Reason.NOT_YOURS),
        ("support", "resident", S.ANSWERED, Reason.NOT_NOW),
        ("support", "resident", S.SUBMITTED, Reason.NOT_FOUND),
        ("comment", "visitor", S.ACCEPTED, Reason.NOT_YOURS),
        ("comment", "resident", S.ANSWERED, Reason.NOT_NOW),
        ("answer", "facilitator", S.ACCEPTED, Reason.NOT_YOURS),
        ("answer", "officer", S.SUBMITTED, Reason.NOT_NOW),
        ("answer", "officer", S.ANSWERED, Reason.NOT_NOW),
    ],
)
def test_a_deed_is_refused(session, deed, who, state, reason):
    process = a_process(session)
    author = a_person(session)
    proposal = a_proposal(session, process, author=author, state=state)
    person = {
        "author": lambda: author,
        "visitor": lambda: None,
        "resident": lambda: a_person(session),
        "facilitator": lambda: a_facilitator(session, process),
        "officer": lambda: the_officer(session, process),
    }[who]()
    with pytest.raises(Refusal) as refused:
        DEEDS[deed](a_context(session, person), proposal)
    assert refused.value.reason is reason


def test_a_proposal_lives_from_draft_to_answer(session):
    process = a_process(session)
    proposal = a_proposal(session, process, state=S.ACCEPTED)
    actions.support(a_context(session, a_person(session)), proposal.id)
    session.flush()
    assert queries.backing(a_context(session), proposal.id).count == 1
    officer = a_context(session, the_officer(session, process))
    next_step = {"next_step": "Driften sætter den op.", "review_on": date(2026, 6, 1)}
    actions.answer(officer, proposal.id, outcome=Outcome.PARTLY, text="Vi begynder med én.", **next_step)
    assert (proposal.state, proposal.outcome, proposal.answered_for) == (S.ANSWERED, Outcome.PARTLY, "By & Fællesskab")


def test_one_person_supports_once(session):
    proposal = a_proposal(session, a_process(session), state=S.ACCEPTED)
    person = a_person(session)
    actions.support(a_context(session, person), proposal.id)
    session.flush()
    session.add(Support(proposal_id=proposal.id, person_id=person.id, at=NOON))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_cpr_number_holds_a_proposal_until_it_is_masked(session):
    process = a_process(session)
    author = a_person(session)
    proposal = a_proposal(session, process, author=author, state=S.HELD)
    assert proposal.state is S.HELD
    with pytest.raises(Refusal):
        queries.proposal(a_context(session, a_person(session)), proposal.id)
    actions.mask(a_context(session, author), proposal.id)
    assert proposal.state is S.SUBMITTED
    assert "010190" not in proposal.text


def test_a_held_proposal_is_released_with_a_reason_that_is_kept(session):
    process = a_process(session)
    proposal = a_proposal(session, process, state=S.HELD)
    actions.release(
        a_context(session, a_facilitator(session, process)),
        proposal.id,
        ground=Ground.OTHER_NUMBER,
        reason="Et varenummer.",
    )
    found = standing(a_context(session), Ref(Kind.PROPOSAL, proposal.id))
    assert (proposal.state, found.found, found.reason) == (S.SUBMITTED, ("cpr",), "Et varenummer.")
    assert [one.ruled for one in found.rulings] == [Ruled.HELD, Ruled.RELEASED]


def test_a_comment_with_a_cpr_number_is_seen_by_its_author_and_staff_only(session):
    process = a_process(session)
    proposal = a_proposal(session, process, state=S.ACCEPTED)
    author = a_person(session)
    said = actions.comment(a_context(session, author), proposal.id, text="010190-1234")
    session.flush()
    assert said.state is CommentState.HELD
    seen = {
        who: len(dialogue.queries.thread(a_context(session, person), dialogue.Kind.PROPOSAL, proposal.id).rows)
        for who, person in {
            "visitor": None,
            "resident": a_person(session),
            "author": author,
            "facilitator": a_facilitator(session, process),
        }.items()
    }
    assert seen == {"visitor": 0, "resident": 0, "author": 1, "facilitator": 1}


def test_a_hidden_comment_keeps_its_reason_for_its_author(session):
    process = a_process(session)
    proposal = a_proposal(session, process, state=S.ACCEPTED)
    author = a_person(session)
    said = actions.comment(a_context(session, author), proposal.id, text="Reklame!")
    dialogue.flag(a_context(session, a_person(session)), said.id, rule=1, reason="Reklame.")
    assert said.is_flagged
    dialogue.hide(a_context(session, a_facilitator(session, process)), said.id, rule=1, reason="Hører ikke til.")
    found = dialogue.queries.comment(a_context(session, author), said.id)
    assert (found.state, found.is_flagged) == (CommentState.HIDDEN, False)
    [ruling] = standing(a_context(session), Ref(Kind.COMMENT, said.id)).by_persons
    assert (ruling.ruled, ruling.reason) == (Ruled.HIDDEN, "Hører ikke til.")


def test_what_was_answered_before_in_any_process_is_remembered_and_nothing_that_waits(session):
    processes = [a_process(session) for _at in range(2)]
    old, waits = (
        a_proposal(session, processes[0], state=state, title="Flere bænke ved legepladsen")
        for state in (S.ANSWERED, S.ACCEPTED)
    )
    new = a_proposal(session, processes[1], state=S.DRAFT, title="Bænke til legepladsen")
    reader = a_context(session, a_person(session))
    found = board.remembered(reader, Kind.PROPOSAL, new.title)
    assert [(one.thing_id, one.outcome, one.ending) for one in found] == [(old.id, "noted", "Tak.")]
    assert board.remembered(reader, Kind.PROPOSAL, new.title, but=old.id) == []
    assert waits.id not in {one.thing_id for one in found}


def test_what_shares_words_with_a_new_one_is_found_the_likest_first(session):
    process = a_process(session)
    bench = a_proposal(session, process, state=S.ACCEPTED, title="En bænk i gården", text="Så kan man sidde i skygge.")
    light = a_proposal(
        session, process, state=S.ACCEPTED, title="Lys ved porten", text="Her er mørkt, og der er en bænk."
    )
    a_proposal(session, process, state=S.SUBMITTED, title="En bænk mere", text="Den er ikke offentlig endnu.")
    a_proposal(session, a_process(session), state=S.ACCEPTED, title="En bænk i gården", text="Et andet forløb.")
    session.flush()
    reader = a_context(session, a_person(session))

    def like(words, but=None):
        return [one.thing_id for one in board.like(reader, Kind.PROPOSAL, process.id, words, but=but)]

    assert like("Bænke i gårdene, tak") == [bench.id]
    assert like("Bedre lys ved den mørke port") == [light.id]
    assert like("Bænk") == [bench.id, light.id]
    assert like("Bænk", but=bench.id) == [light.id]
    assert like("En og en") == like("") == like("Svømmehal") == []
