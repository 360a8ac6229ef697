"""The gate and what persons decide of texts: the same for a comment, a proposal and a response."""

from dataclasses import replace
from datetime import timedelta

import pytest

from civic.dialogue import actions as dialogue
from civic.dialogue.models import CommentState
from civic.dialogue.queries import thread
from civic.hearings.models import Audience
from civic.kernel.actor import Scope
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.moderation import gate
from civic.moderation.gate import look
from civic.moderation.models import Ground, Ruled
from civic.moderation.queries import standing, standings
from civic.proposals import actions as proposals
from civic.proposals.models import ProposalState
from civic.responses import actions as responses
from civic.responses.models import Said
from tests.clock import NOON
from tests.make import a_context, a_facilitator, a_hearing, a_person, a_process, a_proposal, a_public_response

TEXTS = {
    "cpr": ("Mit nummer er 010190-1234.", Ruled.HELD),
    "phone": ("Ring til mig på 20 30 40 50.", Ruled.WAITS),
    "e_mail": ("Skriv til karen@example.org.", Ruled.WAITS),
    "": ("Vi vil have en bænk.", Ruled.PASSED),
}


@pytest.fixture
def process(session):
    return a_process(session)


def _public(session):
    return a_hearing(session, audience=Audience.BOTH)


def _comment(session, process, text, author=None):
    proposal = a_proposal(session, process, state=ProposalState.ACCEPTED)
    return proposals.comment(a_context(session, author or a_person(session)), proposal.id, text=text)


@pytest.mark.parametrize(("found", "text", "ruled"), [(found, *rest) for found, rest in TEXTS.items()])
def test_every_kind_of_text_passes_the_same_gate(session, process, found, text, ruled):
    seen = look(text)
    assert (" ".join(seen.found), seen.ruled) == (found, ruled)
    comment = _comment(session, process, text)
    proposal = a_proposal(session, process, text=text)
    response = a_public_response(session, _public(session), text)
    for thing in (Ref(Kind.COMMENT, comment.id), Ref(Kind.PROPOSAL, proposal.id), Ref(Kind.RESPONSE, response.id)):
        kept = standing(a_context(session), thing)
        assert kept.found == tuple(found.split())
        assert [one.ruled for one in kept.rulings] == ([] if ruled is Ruled.PASSED else [ruled])
        assert text.split()[-1] not in " ".join(one.reason + one.found for one in kept.rulings), "never the detail"


@pytest.mark.parametrize("text", [text for text, ruled in TEXTS.values() if ruled is not Ruled.PASSED])
def test_a_comment_with_personal_details_is_seen_by_its_author_and_moderators_until_one_releases_it(
    session, process, text
):
    author = a_person(session)
    said = _comment(session, process, text, author)
    moderator = a_context(session, a_facilitator(session, process))
    counts = lambda: [  # noqa: E731
        len(thread(one, Kind.PROPOSAL, said.thing_id).rows)
        for one in (a_context(session), a_context(session, a_person(session)), a_context(session, author), moderator)
    ]
    assert counts() == [0, 0, 1, 1]
    if "010190" in text:
        with pytest.raises(Refusal) as refused:
            dialogue.release(moderator, said.id, ground=Ground.LOOKED_AT)
        assert refused.value.reason is Reason.NOTHING_SAID
    dialogue.release(moderator, said.id, ground=Ground.OWN_WISH, reason="Foreningens eget nummer.")
    assert counts() == [1, 1, 1, 1]
    last = standing(moderator, Ref(Kind.COMMENT, said.id)).by_persons[-1]
    assert (last.ruled, last.ground, last.reason) == (Ruled.RELEASED, Ground.OWN_WISH, "Foreningens eget nummer.")
    assert last.by_id == moderator.actor.person_id


def test_a_number_that_its_author_masks_does_not_carry_an_address_out_with_it(session, process):
    author = a_person(session)
    said = _comment(session, process, "010190-1234, ring 20 30 40 50.", author)
    dialogue.mask(a_context(session, author), said.id)
    assert said.state is CommentState.HELD
    with pytest.raises(Refusal) as refused:
        dialogue.mask(a_context(session, author), said.id)
    assert refused.value.reason is Reason.NOT_NOW
    rulings = standing(a_context(session), Ref(Kind.COMMENT, said.id)).rulings
    assert [one.ruled for one in rulings] == [Ruled.HELD, Ruled.MASKED, Ruled.WAITS]


def test_what_was_masked_or_corrected_is_no_longer_said_to_be_seen(session, process):
    author = a_person(session)
    me = a_context(session, author)
    comment = _comment(session, process, "Mit nummer er 010190-1234.", author)
    dialogue.mask(me, comment.id)
    assert comment.state is CommentState.PUBLISHED
    proposal = a_proposal(session, process, author=author, state=ProposalState.HELD)
    proposals.mask(me, proposal.id)
    sent_back = a_proposal(session, process, author=author, text="Ring 20 30 40 50.", state=ProposalState.SENT_BACK)
    proposals.rewrite(me, sent_back.id, title="En bænk", text="Så kan man sidde.")
    proposals.submit(me, sent_back.id)
    response = a_public_response(session, _public(session), "Ring 20 30 40 50.", person=author)
    responses.correct(me, response.id, [Said("Mere lys.")])
    for thing in (
        Ref(Kind.COMMENT, comment.id),
        Ref(Kind.PROPOSAL, proposal.id),
        Ref(Kind.PROPOSAL, sent_back.id),
        Ref(Kind.RESPONSE, response.id),
    ):
        kept = standing(a_context(session), thing)
        assert (kept.found, kept.rulings[-1].ruled) == ((), Ruled.PASSED), thing


def test_what_is_said_in_a_circle_is_not_public_and_passes_no_gate(session, process):
    member = a_person(session)
    said = dialogue.comment(
        a_context(session, member),
        Kind.HEARING,
        1,
        process_id=process.id,
        text="Ring 20 30 40 50.",
        circle=(Scope.BODY, 1),
    )
    assert said.state is CommentState.PUBLISHED


def test_what_was_decided_is_kept_line_by_line(session, process):
    moderator = a_context(session, a_facilitator(session, process))
    said = _comment(session, process, "Reklame!")
    dialogue.hide(moderator, said.id, rule=1, reason="Reklame.")
    dialogue.keep(moderator, said.id, reason="Det var en fejl.")
    kept = standings(moderator, Kind.COMMENT, [said.id, 4711])
    assert [(one.ruled, one.reason) for one in kept[said.id].rulings] == [
        (Ruled.HIDDEN, "Reklame."),
        (Ruled.KEPT, "Det var en fejl."),
    ]
    assert (kept[said.id].is_hidden, kept[said.id].reason) == (False, "Det var en fejl.")
    assert kept[4711].rulings == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Se https://a.example og www.b.example.", ()),
        ("Se https://a.example, HTTP://b.example og www.c.example.", (gate.LINKS,)),
        ("Køb mine bænke, de er de bedste i hele byen.", (gate.REPEATED,)),
        ("køb mine bænke,  de er de\nbedste i hele byen.", (gate.REPEATED,)),
        ("Enig.", ()),
    ],
)
def test_floods_and_repetitions_are_seen(text, found):
    earlier = ["Køb mine bænke, de er de bedste i hele byen.", "Enig."]
    assert gate.habits(text, earlier=earlier, is_new=False, in_an_hour=50) == found


def test_a_new_account_that_writes_much_waits_and_an_old_one_does_not():
    said = {"earlier": ["Ja."] * 5, "in_an_hour": gate.MOST_OF_NEW}
    assert gate.habits("Nej.", is_new=True, **said) == (gate.HURRIED,)
    assert gate.habits("Nej.", is_new=False, **said) == ()
    assert gate.habits("Nej.", earlier=[], is_new=True, in_an_hour=gate.MOST_OF_NEW - 1) == ()


def test_what_is_said_twice_is_held_and_its_author_reads_why(session):
    process = a_process(session)
    places = [a_proposal(session, process, state=ProposalState.ACCEPTED) for _ in range(2)]
    author = a_context(session, a_person(session))
    words = "Kom til mødet i beboerhuset på torsdag, og tag naboen med!"
    first, second = (proposals.comment(author, one.id, text=words) for one in places)
    assert (first.state, second.state) == (CommentState.PUBLISHED, CommentState.HELD)
    assert standing(author, Ref(Kind.COMMENT, second.id)).found == (gate.REPEATED,)
    dialogue.release(a_context(session, a_facilitator(session, process)), second.id, ground=Ground.LOOKED_AT)
    assert second.state is CommentState.PUBLISHED
    again = proposals.comment(replace(author, now=NOON + timedelta(days=2)), places[1].id, text=words)
    assert again.state is CommentState.PUBLISHED, "what was said the day before yesterday is no flood"


def test_a_held_text_is_not_let_go_by_changing_a_letter(session):
    process = a_process(session)
    on = a_proposal(session, process, state=ProposalState.ACCEPTED)
    author = a_context(session, a_person(session))
    links = "https://a.example https://b.example https://c.example"
    said = proposals.comment(author, on.id, text=links)
    dialogue.edit(author, said.id, text=f"{links}!")
    assert said.state is CommentState.HELD
