"""The desk: what is covered, what is decided and by whom, and that the queue leaves nothing out."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from civic.db import engine
from civic.dialogue import actions as dialogue
from civic.dialogue import queries as comments
from civic.dialogue.models import Comment, CommentState
from civic.hearings.models import Audience, Moderation
from civic.kernel import personal
from civic.kernel.actor import Role, Scope
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, Ref
from civic.moderation.models import Ruled
from civic.moderation.queries import sent_on, sent_to_me, standing
from civic.moderation.waiting import OF_EACH
from civic.processes.models import Process
from civic.proposals import actions as proposals
from civic.proposals import queries as proposal_queries
from civic.proposals.models import Proposal, ProposalState
from civic.responses import queries as responses
from civic.responses import release
from civic.responses.models import ResponseState
from civic.treatment import actions as treatment
from civic.writing import actions as writing
from civic.writing.queries import open_with
from tests.clock import NOON
from tests.house.examples import IN_LARGE
from tests.make import (
    a_context,
    a_facilitator,
    a_hearing,
    a_person,
    a_process,
    a_proposal,
    a_public_response,
    the_officer,
)
from tests.site import Site

NUMBER = "010190-1234"
DESK = "/da/moderation"


@pytest.fixture
def fresh(site):
    """Give the site, and take back afterwards what was done with it."""
    yield site
    site.restore()


@pytest.fixture
def process(session):
    return a_process(session)


@pytest.fixture(scope="module")
def large(folder, large_template, catalogues):
    place = folder / "a-large-desk"
    place.mkdir()
    return Site(place, catalogues, large_template, names=IN_LARGE)


def _comment(session, process, text):
    proposal = a_proposal(session, process, state=ProposalState.ACCEPTED)
    return proposals.comment(a_context(session, a_person(session)), proposal.id, text=text)


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        (f"Ring til mig, {NUMBER}, i morgen.", (), f"Ring til mig, {personal.COVER}, i morgen."),
        ("Skriv til karen@example.org eller 20 30 40 50.", (), f"Skriv til {personal.COVER} eller {personal.COVER}."),
        ("Karen i nummer 12 larmer.", ("Karen i nummer 12",), f"{personal.COVER} larmer."),
        ("KAREN larmer, karen!", ("Karen",), f"{personal.COVER} larmer, {personal.COVER}!"),
        (f"Karen {NUMBER}", (f"Karen {NUMBER}",), personal.COVER),
        ("Intet at se her.", (), "Intet at se her."),
        ("a.b", (".",), f"a{personal.COVER}b"),
    ],
)
def test_just_the_words_are_covered(text, words, left):
    assert personal.covered(text, words) == left


def test_a_covered_comment_is_published_and_what_was_covered_is_nowhere(session, process):
    comment = _comment(session, process, f"Ring til mig, {NUMBER}.")
    assert comment.state is CommentState.HELD
    dialogue.cover(a_context(session, a_facilitator(session, process)), comment.id, reason="Et nummer.")
    assert (comment.state, NUMBER in comment.text) == (CommentState.PUBLISHED, False)
    ruled = standing(a_context(session), Ref(Kind.COMMENT, comment.id)).by_persons
    assert [(one.ruled, one.reason) for one in ruled] == [(Ruled.REDACTED, "Et nummer.")]


def test_a_flagged_comment_is_covered_by_the_words_that_are_named(session, process):
    comment = _comment(session, process, "Dem i nummer 12 larmer, og alle ved hvem.")
    dialogue.flag(a_context(session, a_person(session)), comment.id, rule=1, reason="Peger på nogen.")
    staff = a_context(session, a_facilitator(session, process))
    with pytest.raises(Refusal) as refused:
        dialogue.cover(staff, comment.id)
    assert refused.value.reason is Reason.NOTHING_TO_COVER
    dialogue.cover(staff, comment.id, words=["og alle ved hvem"])
    assert (comment.text, comment.is_flagged) == (f"Dem i nummer 12 larmer, {personal.COVER}.", False)


def test_a_covered_proposal_goes_on_and_can_be_accepted(session, process):
    proposal = a_proposal(session, process, text=f"Ring {NUMBER}.", title="En bænk")
    assert proposal.state is ProposalState.HELD
    staff = a_context(session, a_facilitator(session, process))
    proposals.cover(staff, proposal.id)
    assert (proposal.state, NUMBER in proposal.text) == (ProposalState.SUBMITTED, False)
    assert proposals.accept(staff, proposal.id).state is ProposalState.ACCEPTED


def test_only_whoever_looks_after_a_process_covers_its_texts_and_sees_its_queue(session, process):
    comment = _comment(session, process, f"Ring til mig, {NUMBER}.")
    elsewhere = a_context(session, a_facilitator(session, a_process(session)))
    with pytest.raises(Refusal):
        dialogue.cover(elsewhere, comment.id)
    assert comments.TO_MODERATE.first(elsewhere) == []
    assert comments.TO_MODERATE.count(elsewhere) == 0
    own = a_context(session, a_facilitator(session, process))
    assert comments.TO_MODERATE.first(own) == [comment]
    assert comments.TO_MODERATE.first(own, process_id=process.id + 99) == []


def test_what_its_author_changed_meanwhile_is_not_decided_unseen(session, process):
    author = a_person(session)
    proposal = a_proposal(session, process, state=ProposalState.ACCEPTED)
    comment = proposals.comment(a_context(session, author), proposal.id, text=f"Ring til mig, {NUMBER}.")
    seen = fingerprint(comment.text)
    dialogue.edit(a_context(session, author), comment.id, text=f"Ring til {NUMBER}, ikke til Ole.")
    staff = a_context(session, a_facilitator(session, process))
    for decide in (dialogue.cover, lambda *given, **more: dialogue.hide(*given, rule=1, reason="Nej.", **more)):
        with pytest.raises(Refusal) as refused:
            decide(staff, comment.id, seen=seen)
        assert refused.value.reason is Reason.WRITTEN_MEANWHILE


def test_one_s_own_proposal_is_for_others(session, process):
    staff = a_facilitator(session, process)
    proposals.submit(a_context(session, staff), proposals.write(
        a_context(session, staff), process.id, title="Mit", text="Et forslag."
    ).id)  # fmt: skip
    assert proposal_queries.TO_MODERATE.first(a_context(session, staff)) == []


def _answer(session, text, moderation=Moderation.BEFORE):
    """Give a resident's answer to a hearing whose answers a person releases, and who looks after it."""
    hearing = a_hearing(session, audience=Audience.BOTH, moderation=moderation)
    made = a_public_response(session, hearing, text, person=a_person(session))
    return made, a_context(session, the_officer(session, hearing.process))


def test_an_answer_that_waits_is_covered_and_shown_and_what_was_covered_is_nowhere(session):
    made, officer = _answer(session, f"Ring til mig, {NUMBER}. Mere lys.", Moderation.AFTER)
    assert made.state is ResponseState.HELD
    assert responses.TO_MODERATE.first(officer) == [made]
    seen = fingerprint(made.revision)
    treatment.cover(officer, made.id, words=["Mere"], reason="Et nummer.", seen=seen)
    session.flush()
    assert (made.state, made.text) == (ResponseState.SHOWN, f"Ring til mig, {personal.COVER}. {personal.COVER} lys.")
    assert made.seal == "", "it can no longer be found by its fingerprint"
    assert responses.TO_MODERATE.first(officer) == []
    ruled = standing(officer, Ref(Kind.RESPONSE, made.id)).by_persons
    assert [(one.ruled, one.reason) for one in ruled] == [(Ruled.REDACTED, "Et nummer.")]
    with pytest.raises(Refusal) as refused:
        treatment.cover(officer, made.id)
    assert refused.value.reason is Reason.NOT_NOW


def test_answers_to_release_wait_at_their_officers_desk_alone(session):
    made, officer = _answer(session, "Mere lys.")
    facilitator = a_context(session, a_facilitator(session, made.hearing.process))
    assert (responses.TO_MODERATE.first(officer), responses.TO_MODERATE.count(officer)) == ([made], 1)
    assert responses.TO_MODERATE.first(facilitator) == []
    assert responses.TO_MODERATE.first(officer, words="bænke") == []
    stale = fingerprint(made.revision + 1)
    with pytest.raises(Refusal) as refused:
        release.hide(officer, made.id, rule=1, reason="Nej.", seen=stale)
    assert refused.value.reason is Reason.WRITTEN_MEANWHILE
    release.release(officer, made.id, seen=fingerprint(made.revision))
    assert responses.TO_MODERATE.first(officer) == []


def test_a_text_is_sent_on_to_a_colleague_who_is_written_to_and_has_it_until_it_is_decided(session, process):
    comment = _comment(session, process, f"Ring til mig, {NUMBER}.")
    staff = a_context(session, a_facilitator(session, process))
    colleague = a_context(session, a_facilitator(session, process))
    to = colleague.actor.person_id
    stranger = a_person(session)
    with pytest.raises(Refusal) as refused:
        dialogue.send_on(staff, comment.id, to_id=stranger.id)
    assert refused.value.reason is Reason.NO_COLLEAGUE
    dialogue.send_on(staff, comment.id, to_id=to, note="Kender du sagen?")
    session.flush()
    ref = Ref(Kind.COMMENT, comment.id)
    mail = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "text_sent_on")).one()
    assert (mail.to_person_id, mail.data) == (to, {"at": f"comment-{comment.id}", "note": "Kender du sagen?"})
    assert sent_on(staff, [ref])[ref].to_id == to
    assert list(sent_to_me(colleague)[Kind.COMMENT]) == [comment.id]
    assert comments.TO_MODERATE.first(colleague, among=[comment.id]) == [comment]
    assert comments.TO_MODERATE.first(colleague, among=[]) == []
    dialogue.cover(colleague, comment.id)
    assert sent_on(staff, [ref]) == {}, "it is on nobody's desk any more"


def test_who_has_a_text_open_is_said_for_a_minute_and_a_half(session, process):
    comment = _comment(session, process, f"Ring til mig, {NUMBER}.")
    ref = Ref(Kind.COMMENT, comment.id)
    one = a_context(session, a_facilitator(session, process))
    other = a_person(session, (Role.FACILITATOR, Scope.PROCESS, process.id), name="Kaj Vind")
    writing.keep_copy(a_context(session, other), ref, text="", seen=0)
    assert open_with(one, [ref]) == {ref: ["Kaj Vind"]}
    assert open_with(a_context(session, other), [ref]) == {}
    assert open_with(a_context(session, now=NOON + timedelta(minutes=2)), [ref]) == {}


# --- in the browser's words


def _page(large, address, role="facilitator"):
    return html.unescape(large.client(role).get(address).text)


def _keys(page):
    return re.findall(r'id="tick-([a-z]+-\d+)"', page)


def _post(large, path, role="facilitator", **data):
    return large.client(role).post(path, data={"csrf_token": large.token(role), "once": path + str(data)} | data)


def test_the_whole_queue_is_reached_the_longest_waiting_first(large):
    page, seen = _page(large, DESK), []
    count = int(re.search(r"<h1>(\d+) tekst", page)[1])
    while True:
        seen += _keys(page)
        more = re.search(r'<a href="([^"]+)">De næste<', page)
        if not more:
            break
        assert f"25 af {count} vises her." in page
        page = _page(large, more[1])
    assert len(seen) == len(set(seen)) == count
    with Session(large.engine) as session:
        at = {f"comment-{one.id}": one.posted_at for one in session.scalars(select(Comment))}
        at |= {f"proposal-{one.id}": one.submitted_at for one in session.scalars(select(Proposal))}
    assert [at[one] for one in seen] == sorted(at[one] for one in seen)


def test_it_is_narrowed_down(large):
    whole = int(re.search(r"<h1>(\d+) tekst", _page(large, DESK))[1])
    kinds = [
        int(re.search(r"<h1>(\d+) tekst", _page(large, f"{DESK}?which={kind}"))[1]) for kind in ("comment", "proposal")
    ]
    assert sum(kinds) == whole
    assert _keys(_page(large, f"{DESK}?mine=yes")) == []
    found = _page(large, f"{DESK}?words=cykel")
    assert 0 < len(_keys(found)) < whole


def test_numbers_are_covered_in_the_queue_and_marked_where_they_are_judged(large):
    page = _page(large, f"{DESK}?which=comment&words=010190")
    queue = page.partition('class="c-desk__queue"')[2].partition("</form>")[0]
    case = page.partition('class="c-desk__case"')[2]
    assert NUMBER not in queue
    assert re.search(rf'<mark class="c-marked"\s+title="[^"]+">{NUMBER}', case)


@pytest.mark.parametrize("role", ["resident", "council_member", "visitor"])
def test_nobody_else_has_a_desk(large, role):
    assert large.client(role).get(DESK).status_code in {401, 403}


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({}, "Vælg, hvad der skal ske med det."),
        ({"decision": "hide"}, "Skriv hvorfor"),
        ({"decision": "release"}, "sig, hvad det er"),
        ({"decision": "cover", "words": "findes ikke"}, ""),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_typed_is_kept(fresh, typed, error):
    held = fresh.examples["held_comment"]
    path = f"{DESK}/comment/{held}"
    answer = _post(fresh, path, **typed, reason="" if typed.get("decision") == "hide" else "Mine ord.")
    if not error:
        assert answer.status_code == 303, "what was found is covered all the same"
        return
    assert answer.status_code == 422
    text = html.unescape(answer.text)
    assert error in text
    assert "Mine ord." in text or typed.get("decision") == "hide"


def test_a_text_a_colleague_has_decided_is_said_to_be_gone(fresh):
    held = fresh.examples["held_comment"]
    assert _post(fresh, f"{DESK}/comment/{held}", decision="cover").status_code == 303
    again = _post(fresh, f"{DESK}/comment/{held}", decision="hide", reason="For sent.")
    assert again.status_code in {303, 409, 422}
    assert _post(fresh, f"{DESK}/proposal/999999", decision="accept").status_code == 404


@pytest.mark.parametrize("is_changed", [False, True])
def test_ticked_texts_are_covered_as_they_were_seen(fresh, is_changed):
    held = fresh.examples["held_comment"]
    page = html.unescape(fresh.client("facilitator").get(f"{DESK}?which=comment").text)
    tick = re.search(rf'name="texts" value="(comment-{held}:[^"]+)"', page)[1]
    if is_changed:
        with Session(fresh.engine) as session:
            session.get(Comment, held).text = f"Ring til {NUMBER}, ikke til Ole."
            session.commit()
    answer = _post(fresh, f"{DESK}/cover", texts=tick)
    assert answer.status_code == (422 if is_changed else 303)
    with Session(fresh.engine) as session:
        assert (session.get(Comment, held).state is CommentState.PUBLISHED) is not is_changed
    bare = _post(fresh, f"{DESK}/cover", texts=f"comment-{held}")
    assert bare.status_code == 422, "nor without what was seen"


def test_what_was_done_is_said_and_the_next_text_stands_there(large):
    page = _page(large, DESK)
    first, second = _keys(page)[:2]
    kind, number = first.split("-")
    chosen = re.search(r'name="decision" value="([a-z_]+)"[^>]*checked', page.replace("\n", " "))[1]
    answer = _post(large, f"{DESK}/{kind}/{number}", decision=chosen, then=second, reason="Fint.")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"at={second}")
    shown = html.unescape(large.client("facilitator").get(answer.headers["Location"]).text)
    assert 'id="done"' in shown
    assert re.search(rf'aria-current="true">\s*<input[^>]*value="{second}:', shown)


def test_more_than_is_counted_is_said_to_be_at_least_so_much(fresh):
    with Session(engine.writing(fresh.engine)) as session:
        process = session.get(Process, int(fresh.examples["courtyards"]))
        one = a_proposal(session, process)
        row = {column.key: getattr(one, column.key) for column in Proposal.__table__.columns if column.key != "id"}
        session.execute(insert(Proposal), [row | {"receipt": f"R{number}"} for number in range(OF_EACH)])
        session.commit()
    assert "De ældste 200" in _page(fresh, f"{DESK}?words=findesikke")
    for address in (DESK, "/da/overview"):
        assert re.search(r"Mindst 2\d\d tekster", _page(fresh, address)), address
