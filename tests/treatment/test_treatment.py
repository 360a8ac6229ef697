"""Treatment: remarks in their senders' words, answered alone or together, tied to changes, and the note that waits."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from civic.dialogue.models import Outcome
from civic.files import renditions
from civic.files.renditions import Format, Rendition, What
from civic.files.store import StoredFile
from civic.hearings import actions as hearings
from civic.hearings.models import Audience, HearingState, Stance
from civic.kernel import trace
from civic.kernel.actor import Role, Scope
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, Ref
from civic.proposals.models import ProposalState
from civic.reports import actions as reports
from civic.reports.models import SectionOrigin
from civic.reports.queries import changed_since
from civic.responses import actions as responses
from civic.responses import queries as response_queries
from civic.responses import release
from civic.responses.models import From, ResponseState, Said
from civic.said.answered import answered
from civic.tables import metadata
from civic.treatment import actions, queries
from civic.treatment.models import Answer, RemarkKind, RemarkState
from civic.treatment.queries import Order, Pick, Wanted
from tests.clock import NOON
from tests.make import (
    a_chair,
    a_context,
    a_hearing,
    a_person,
    a_proposal,
    a_public_response,
    a_response,
    a_secretary,
    a_version,
    the_officer,
)


@pytest.fixture
def hearing(session):
    return a_hearing(session, audience=Audience.BOTH)


def _officer(session, hearing):
    return a_context(session, the_officer(session, hearing.process), now=hearing.closes_at)


def _remark(session, hearing, text="Husk ramper.", response=None, **more):
    response = response or a_response(session, hearing=hearing, text=text)
    heard = hearing.version.texts[1]
    return actions.split(_officer(session, hearing), response.id, text=text, section_text_ids=[heard.id], **more)


def _final(session, hearing, text="Gården skal have ramper."):
    officer = _officer(session, hearing)
    report = hearing.version.report
    reports.write_section(officer, report.sections[1].id, heading="Adgang", text=text, edit=1)
    return a_version(session, report, "1.0")


def _conclude(officer, hearing):
    actions.mark_ready(officer, hearing.id)
    actions.conclude(officer, hearing.id)
    officer.session.flush()


def _everything(session):
    """Return every word in the database."""
    return "\n".join(str(tuple(row)) for table in metadata.sorted_tables for row in session.execute(select(table)))


def _refusal(deed):
    with pytest.raises(Refusal) as refused:
        deed()
    return refused.value


def test_a_remark_is_in_its_senders_own_words(session, hearing):
    response = a_response(session, hearing=hearing)
    said = _refusal(lambda: _remark(session, hearing, "Noget, rådet ikke har skrevet.", response=response))
    assert said.reason is Reason.NOT_THEIR_WORDS
    assert _remark(session, hearing, " Husk\n ramper. ", response=response).number == 1


def test_a_remark_has_kind_sections_and_themes(session, hearing):
    response = a_response(session, hearing=hearing, text="Husk ramper. Og lys.")
    sections = [one.id for one in hearing.version.texts]
    made = actions.split(
        _officer(session, hearing), response.id, text="Husk ramper.", kind=RemarkKind.OBJECTION,
        section_text_ids=sections, themes=["Adgang ", "lys", "Lys"],
    )  # fmt: skip
    assert (made.kind, [one.id for one in made.sections]) == (RemarkKind.OBJECTION, sections)
    assert sorted(one.name for one in made.themes) == ["Adgang", "lys"]
    again = actions.split(_officer(session, hearing), response.id, text="Og lys.", themes=["adgang"])
    assert [one.name for one in again.themes] == ["Adgang"]


def test_a_remark_of_another_versions_section_is_refused(session, hearing):
    response = a_response(session, hearing=hearing)
    other = a_hearing(session)
    deed = lambda: actions.split(  # noqa: E731
        _officer(session, hearing), response.id, text="Husk ramper.", section_text_ids=[other.version.texts[0].id]
    )
    assert _refusal(deed).reason is Reason.NOT_FOUND


def test_the_note_waits_for_every_answer_and_every_change_and_says_which(session, hearing):
    remark = _remark(session, hearing)
    officer = _officer(session, hearing)
    said = _refusal(lambda: actions.mark_ready(officer, hearing.id))
    assert (said.reason, said.about) == (Reason.REMARKS_UNTREATED, "1.1")
    actions.answer_remark(officer, remark.id, outcome=Outcome.ACCEPTED, reason="Enig.")
    assert remark.state_at(NOON) is RemarkState.CHANGE_MISSING
    said = _refusal(lambda: actions.mark_ready(officer, hearing.id))
    assert (said.reason, said.about) == (Reason.CHANGE_MISSING, "1.1")
    final = _final(session, hearing)
    said = _refusal(lambda: actions.link_change(officer, remark.id, final.texts[0].id))
    assert said.reason is Reason.NOTHING_CHANGED
    actions.link_change(officer, remark.id, final.texts[1].id)
    assert _refusal(lambda: actions.conclude(officer, hearing.id)).reason is Reason.NOT_NOW
    assert actions.mark_ready(officer, hearing.id).state is HearingState.READY
    assert actions.conclude(officer, hearing.id).state is HearingState.CONCLUDED


@pytest.mark.parametrize("text", ["010190-1234", "Ring 20 30 40 50"])
def test_the_note_waits_for_what_has_not_passed_the_gate(session, hearing, text):
    a_public_response(session, hearing, text)
    assert _refusal(lambda: actions.mark_ready(_officer(session, hearing), hearing.id)).reason is Reason.STILL_HELD


def test_an_answer_that_comes_when_the_note_is_ready_is_not_passed_over(session, hearing):
    officer = _officer(session, hearing)
    actions.mark_ready(officer, hearing.id)
    late = a_public_response(session, hearing, "Undskyld ventetiden.", now=hearing.closes_at + timedelta(days=1))
    assert _refusal(lambda: actions.conclude(officer, hearing.id)).reason is Reason.NOT_NOW
    remark = actions.split(officer, late.id, text="Undskyld ventetiden.")
    assert _refusal(lambda: actions.mark_ready(officer, hearing.id)).about == "1.1"
    _conclude_noted(officer, hearing, remark)


def test_an_answer_that_comes_after_the_note_can_still_be_summed_up(session, hearing):
    officer = _officer(session, hearing)
    _conclude(officer, hearing)
    late = a_response(session, hearing=hearing, now=hearing.closes_at + timedelta(days=1))
    assert _refusal(lambda: actions.split(officer, late.id, text="Husk ramper.")).reason is Reason.NOT_NOW
    for one in renditions.of(officer, Ref(Kind.HEARING, hearing.id)):
        one.made_at = officer.now
    assert actions.sum_up(officer, late.id, text="Rådets svar er sendt med sagen.").summary
    assert {one.made_at for one in renditions.of(officer, Ref(Kind.HEARING, hearing.id))} == {None}


def test_a_hearing_is_not_concluded_before_its_deadline(session, hearing):
    officer = a_context(session, the_officer(session, hearing.process))
    assert _refusal(lambda: actions.mark_ready(officer, hearing.id)).reason is Reason.NOT_NOW


def test_similar_remarks_are_answered_once_and_each_still_counted(session, hearing):
    first = _remark(session, hearing)
    other = a_public_response(session, hearing, "Der mangler en rampe.")
    second = _remark(session, hearing, "Der mangler en rampe.", response=other)
    officer = _officer(session, hearing)
    actions.group(officer, [first.id, second.id], heading="Ramper")
    actions.answer_remark(officer, first.id, outcome=Outcome.ACCEPTED, reason="Enig.")
    final = _final(session, hearing)
    actions.link_change(officer, second.id, final.texts[1].id)
    session.flush()
    _conclude(officer, hearing)
    for one in (first, second):
        found = queries.remark(officer, one.id)
        assert (found.outcome, found.reason, [text.id for text in found.changes]) == (
            Outcome.ACCEPTED, "Enig.", [final.texts[1].id],
        )  # fmt: skip
        reached = trace.forward(officer, Ref(Kind.REMARK, one.id))[Kind.SECTION_TEXT]
        assert reached == [final.texts[1].id]
    assert queries.outcomes(officer, hearing.id) == [(Outcome.ACCEPTED, 2)]
    assert queries.progress(officer, hearing.id).answered == 2


def test_a_remark_taken_out_of_its_group_waits_for_its_own_answer(session, hearing):
    first = _remark(session, hearing)
    second = _remark(session, hearing, "Lys.", response=a_public_response(session, hearing, "Lys."))
    officer = _officer(session, hearing)
    actions.group(officer, [first.id, second.id], heading="Alt")
    actions.answer_remark(officer, first.id, outcome=Outcome.NOTED, reason="Tak.")
    actions.ungroup(officer, second.id)
    assert second.state_at(NOON) is RemarkState.UNTREATED
    assert first.outcome is Outcome.NOTED


def test_remarks_with_different_answers_are_not_put_together_for_one_would_be_lost(session, hearing):
    first = _remark(session, hearing)
    second = _remark(session, hearing, "Lys.", response=a_public_response(session, hearing, "Lys."))
    officer = _officer(session, hearing)
    for one, reason in ((first, "Tak."), (second, "Enig.")):
        actions.answer_remark(officer, one.id, outcome=Outcome.NOTED, reason=reason)
    said = _refusal(lambda: actions.group(officer, [first.id, second.id], heading="Alt"))
    assert (said.reason, said.about) == (Reason.ANSWERED_APART, "1.1, 2.1")
    assert _refusal(lambda: actions.group(officer, [first.id], heading="Alt")).reason is Reason.NOT_FOUND


def test_remarks_of_two_hearings_are_never_grouped(session, hearing):
    other = a_hearing(session)
    mine, theirs = _remark(session, hearing), _remark(session, other)
    both = [(Role.CASE_OFFICER, Scope.PROCESS, one.process_id) for one in (hearing, other)]
    officer = a_context(session, a_person(session, *both), now=hearing.closes_at)
    said = _refusal(lambda: actions.group(officer, [mine.id, theirs.id], heading="Nej"))
    assert said.reason is Reason.NOT_FOUND


def test_an_unlinked_change_is_missing_again(session, hearing):
    remark = _remark(session, hearing)
    officer = _officer(session, hearing)
    actions.answer_remark(officer, remark.id, outcome=Outcome.PARTLY, reason="Delvist.")
    final = _final(session, hearing)
    actions.link_change(officer, remark.id, final.texts[1].id)
    actions.unlink_change(officer, remark.id, final.texts[1].id)
    session.flush()
    assert remark.state_at(NOON) is RemarkState.CHANGE_MISSING
    assert trace.forward(officer, Ref(Kind.REMARK, remark.id))[Kind.SECTION_TEXT] == []


def test_a_remark_may_have_changed_a_heading_alone(session, hearing):
    remark, officer = _remark(session, hearing), _officer(session, hearing)
    actions.answer_remark(officer, remark.id, outcome=Outcome.ACCEPTED, reason="Enig.")
    section = hearing.version.report.sections[1]
    reports.write_section(officer, section.id, heading="Adgang for alle", text=section.text, edit=1)
    final = a_version(session, hearing.version.report, "1.0")
    session.flush()
    assert [one.id for one in changed_since(officer, hearing.version_id).changed] == [final.texts[1].id]
    actions.link_change(officer, remark.id, final.texts[1].id)
    _conclude(officer, hearing)


def test_a_remark_may_have_led_to_a_section_being_deleted(session, hearing):
    remark, officer = _remark(session, hearing), _officer(session, hearing)
    heard = hearing.version.texts[1]
    actions.answer_remark(officer, remark.id, outcome=Outcome.ACCEPTED, reason="Den går ud.")
    assert _refusal(lambda: actions.link_change(officer, remark.id, heard.id)).reason is Reason.NOTHING_CHANGED
    reports.take_out_section(officer, heard.section_id)
    final = a_version(session, hearing.version.report, "1.0")
    session.flush()
    assert [one.id for one in changed_since(officer, hearing.version_id).gone] == [heard.id]
    actions.link_change(officer, remark.id, heard.id)
    session.flush()
    found = queries.remark(officer, remark.id)
    assert found.state_at(NOON) is RemarkState.TREATED
    change = answered(officer, [found])[0].changes[0]
    assert (change.old.id, change.new) == (heard.id, None)
    actions.unlink_change(officer, remark.id, heard.id)
    session.flush()
    assert _refusal(lambda: actions.mark_ready(officer, hearing.id)).reason is Reason.CHANGE_MISSING
    actions.link_change(officer, remark.id, heard.id)
    _conclude(officer, hearing)
    assert trace.forward(officer, Ref(Kind.REMARK, remark.id))[Kind.VERSION] == [final.id]
    assert trace.forward(officer, Ref(Kind.REMARK, remark.id))[Kind.SECTION_TEXT] == []
    assert [one.id for one in queries.deleted_by(officer, [remark.id])] == [heard.id]


def test_a_remark_made_by_mistake_is_taken_out_and_leaves_no_tie(session, hearing):
    proposal = a_proposal(session, hearing.process, state=ProposalState.ACCEPTED)
    remark = _remark(session, hearing, proposal_id=proposal.id)
    officer = _officer(session, hearing)
    actions.answer_remark(officer, remark.id, outcome=Outcome.NOTED, reason="Tak.")
    actions.remove(officer, remark.id)
    session.flush()
    assert queries.note_rows(officer, hearing.id) == []
    assert trace.forward(officer, Ref(Kind.PROPOSAL, proposal.id))[Kind.REMARK] == []
    assert session.query(Answer).all() == []
    again = _remark(session, hearing, response=remark.response)
    _conclude_noted(officer, hearing, again)
    assert _refusal(lambda: actions.remove(officer, again.id)).reason is Reason.NOT_NOW


def _conclude_noted(officer, hearing, *remarks):
    for one in remarks:
        actions.answer_remark(officer, one.id, outcome=Outcome.NOTED, reason="Tak.")
    _conclude(officer, hearing)


def test_an_answer_that_may_still_change_is_not_treated_before_the_deadline(session, hearing):
    made = a_public_response(session, hearing, "Mere lys.")
    before = a_context(session, the_officer(session, hearing.process))
    assert _refusal(lambda: actions.split(before, made.id, text="Mere lys.")).reason is Reason.NOT_NOW
    assert actions.split(_officer(session, hearing), made.id, text="Mere lys.").number == 1


def test_an_answer_that_has_not_passed_the_gate_is_not_treated(session, hearing):
    made = a_public_response(session, hearing, "010190-1234")
    assert made.state is ResponseState.HELD
    deed = lambda: actions.split(_officer(session, hearing), made.id, text="010190-1234")  # noqa: E731
    assert _refusal(deed).reason is Reason.NOT_NOW


def test_a_councils_answer_is_final_and_can_be_treated_before_the_deadline(session, hearing):
    response = a_response(session, hearing=hearing)
    early = a_context(session, the_officer(session, hearing.process))
    assert actions.split(early, response.id, text="Husk ramper.").number == 1


def test_the_note_waits_for_every_answer_that_stands_and_says_which(session, hearing):
    untouched, split, summed, hidden = (
        a_public_response(session, hearing, one) for one in ("Et.", "To.", "Tre.", "Fire.")
    )
    officer = _officer(session, hearing)
    remark = _remark(session, hearing, "To.", response=split)
    actions.answer_remark(officer, remark.id, outcome=Outcome.NOTED, reason="Tak.")
    actions.sum_up(officer, summed.id, text="Det er allerede sådan.")
    release.hide(officer, hidden.id, rule=1, reason="Hadefuldt.")
    session.flush()
    assert queries.progress(officer, hearing.id).unsplit == 1
    said = _refusal(lambda: actions.mark_ready(officer, hearing.id))
    assert (said.reason, said.about) == (Reason.ANSWERS_UNTREATED, str(untouched.number))
    actions.sum_up(officer, untouched.id, text="Taget med.")
    assert actions.mark_ready(officer, hearing.id).state is HearingState.READY


def test_one_sentence_is_said_of_several_answers_and_no_colleagues_words_are_replaced(session, hearing):
    first, second, third = (a_public_response(session, hearing, one) for one in ("Et.", "To.", "Tre."))
    officer = _officer(session, hearing)
    actions.sum_up_several(officer, hearing.id, [first.id, second.id], text="Taget med.")
    assert (first.summary, second.summary, third.summary) == ("Taget med.", "Taget med.", None)
    said = _refusal(lambda: actions.sum_up_several(officer, hearing.id, [second.id, third.id], text="Noget andet."))
    assert said.reason is Reason.WRITTEN_MEANWHILE
    assert (second.summary, third.summary) == ("Taget med.", None)
    assert _refusal(lambda: actions.sum_up_several(officer, hearing.id, [], text="X")).reason is Reason.NOT_FOUND
    seen = fingerprint(second.summary)
    actions.sum_up(officer, second.id, text="Læst.", seen=seen)
    late = _refusal(lambda: actions.sum_up(officer, second.id, text="Ikke læst.", seen=seen))
    assert (late.reason, second.summary) == (Reason.WRITTEN_MEANWHILE, "Læst.")


def test_two_officers_who_answer_one_remark_both_find_their_words(session, hearing):
    remark = _remark(session, hearing)
    one, two = _officer(session, hearing), _officer(session, hearing)
    seen = fingerprint(remark.outcome, remark.reason)
    actions.answer_remark(one, remark.id, outcome=Outcome.NOTED, reason="Tak.", seen=seen)
    late = _refusal(
        lambda: actions.answer_remark(two, remark.id, outcome=Outcome.NOT_ACCEPTED, reason="Nej.", seen=seen)
    )
    assert (late.reason, remark.reason, remark.outcome) == (Reason.WRITTEN_MEANWHILE, "Tak.", Outcome.NOTED)
    now = fingerprint(remark.outcome, remark.reason)
    actions.answer_remark(two, remark.id, outcome=Outcome.NOT_ACCEPTED, reason="Nej.", seen=now)
    assert remark.reason == "Nej."


def test_a_council_without_remarks_says_it_itself(session):
    hearing = a_hearing(session)
    made = a_response(session, hearing=hearing)
    assert _refusal(lambda: actions.mark_ready(_officer(session, hearing), hearing.id)).about == "1"
    made.stance = Stance.NO_REMARKS
    session.flush()
    assert actions.mark_ready(_officer(session, hearing), hearing.id).state is HearingState.READY


def test_a_remark_whose_words_were_corrected_after_an_extension_stops_the_note(session, hearing):
    person = a_person(session)
    made = a_public_response(session, hearing, "Mere lys, tak.", person=person)
    officer = _officer(session, hearing)
    remark = _remark(session, hearing, "Mere lys, tak.", response=made)
    actions.answer_remark(officer, remark.id, outcome=Outcome.NOTED, reason="Tak.")
    responses.extend(officer, hearing.id, last_day=hearing.closes_at.date() + timedelta(days=5), reason="Ferie.")
    own = a_context(session, person, now=officer.now + timedelta(days=1))
    responses.correct(own, made.id, [Said("Mindre lys, tak.")])
    session.flush()
    late = _officer(session, hearing)
    said = _refusal(lambda: actions.mark_ready(late, hearing.id))
    assert (said.reason, said.about) == (Reason.WORDS_GONE, "1.1")
    actions.remove(late, remark.id)
    actions.sum_up(late, made.id, text="Lyset er med i planen.")
    assert actions.mark_ready(late, hearing.id).state is HearingState.READY


def test_a_remark_leads_from_a_residents_proposal_to_the_changed_words(session, hearing):
    proposal = a_proposal(session, hearing.process, state=ProposalState.ACCEPTED)
    remark = _remark(session, hearing, proposal_id=proposal.id)
    officer = _officer(session, hearing)
    actions.answer_remark(officer, remark.id, outcome=Outcome.PARTLY, reason="Delvist.")
    final = _final(session, hearing)
    actions.link_change(officer, remark.id, final.texts[1].id)
    session.flush()
    start = Ref(Kind.PROPOSAL, proposal.id)
    assert trace.forward(officer, start)[Kind.REMARK] == [remark.id]
    assert trace.forward(officer, start)[Kind.SECTION_TEXT] == []  # told when the note is published
    _conclude(officer, hearing)
    assert trace.forward(officer, start)[Kind.SECTION_TEXT] == [final.texts[1].id]
    assert trace.forward(officer, start)[Kind.VERSION] == [final.id]
    back = trace.backward(officer, Ref(Kind.SECTION_TEXT, final.texts[1].id))[Kind.PROPOSAL]
    assert back == [proposal.id]


def test_a_published_answer_is_not_changed(session, hearing):
    remark = _remark(session, hearing)
    officer = _officer(session, hearing)
    actions.answer_remark(officer, remark.id, outcome=Outcome.NOTED, reason="Tak.")
    actions.mark_ready(officer, hearing.id)
    assert remark.state_at(NOON) is RemarkState.FINAL
    deed = lambda: actions.answer_remark(officer, remark.id, outcome=Outcome.ACCEPTED, reason="Dog.")  # noqa: E731
    assert _refusal(deed).reason is Reason.NOT_NOW


def test_officers_share_the_work(session, hearing):
    remark = _remark(session, hearing)
    one, other = _officer(session, hearing), _officer(session, hearing)
    actions.take(one, remark.id)
    session.flush()
    assert [r.id for r in queries.picked(one, hearing.id, Wanted(Pick.MINE))] == [remark.id]
    assert queries.picked(one, hearing.id, Wanted(Pick.FREE)) == []
    actions.take(other, remark.id)
    session.flush()
    assert queries.picked(one, hearing.id, Wanted(Pick.MINE)) == []
    actions.take(other, remark.id)
    assert remark.officer_id is None


def test_redaction_leaves_nothing_of_the_words(session, hearing):
    made = a_public_response(session, hearing, "Min nabo Bo\n Jensen larmer. Mere lys.", person=a_person(session))
    remark = _remark(session, hearing, "Min nabo Bo Jensen larmer.", response=made)
    parted = [_remark(session, hearing, words, response=made) for words in ("Min nabo Bo", "Jensen larmer. Mere lys.")]
    officer = _officer(session, hearing)
    actions.answer_remark(officer, remark.id, outcome=Outcome.NOTED, reason="Vi har talt med Bo Jensen.")
    actions.group(officer, [one.id for one in parted], heading="Om Bo Jensen")
    actions.answer_remark(officer, parted[0].id, outcome=Outcome.NOTED, reason="Bo Jensen igen.")
    actions.classify(officer, remark.id, kind=RemarkKind.OBJECTION, section_text_ids=[], themes=["Bo Jensen"])
    for one in parted:
        actions.ungroup(officer, one.id)
    actions.sum_up(officer, made.id, text="Bo Jensen er hørt.")
    assert "Jensen" in _everything(session)
    actions.redact(officer, made.id, words="Bo Jensen", reason="Et navn.")
    session.flush()
    assert "Jensen" not in _everything(session)
    assert made.text == "Min nabo ▇▇▇▇ larmer. Mere lys."
    assert [one.text for one in parted] == ["Min nabo ▇▇▇▇", "▇▇▇▇ larmer. Mere lys."]
    said = _refusal(lambda: actions.redact(officer, made.id, words="Bo Jensen", reason="Igen."))
    assert said.reason is Reason.NOT_THEIR_WORDS


def test_redaction_reaches_a_councils_draft_and_every_edit_of_it(session, hearing):
    party = hearing.parties[0]
    secretary, chair = (a_context(session, one(session, party)) for one in (a_secretary, a_chair))
    hearings.write_draft(secretary, party.id, text="Bo Jensen larmer.", edit=0)
    hearings.write_draft(secretary, party.id, text="Bo Jensen larmer stadig.", edit=1)
    hearings.add_point(secretary, party.id, section_text_id=party.version.texts[0].id, text="Spørg Bo Jensen.")
    hearings.keep_typed(chair, party.id, text="Bo Jensen igen.", edit=2)
    offer = "Bo Jensen vil gerne være med."
    hearings.put_to_adoption(secretary, party.id, stance=Stance.REMARKS, offer=offer)
    hearings.adopt(chair, party.id)
    made = responses.submit(secretary, party.id)
    session.flush()
    actions.redact(_officer(session, hearing), made.id, words="Bo Jensen", reason="Et navn.")
    session.flush()
    assert "Jensen" not in _everything(session)


def test_words_that_run_over_two_parts_of_an_answer_are_taken_out_of_both(session, hearing):
    made = a_public_response(session, hearing, "Spørg min nabo Bo", "Jensen ved det. Jensens hund også.")
    actions.redact(_officer(session, hearing), made.id, words="Bo Jensen", reason="Et navn.")
    assert [one.text for one in made.parts] == ["Spørg min nabo ▇▇▇▇", "▇▇▇▇ ved det. Jensens hund også."]
    actions.redact(_officer(session, hearing), made.id, words="Jensen", reason="Et navn.")
    session.flush()
    assert "Jensen" not in _everything(session)


def test_themes_that_name_what_was_taken_out_go_with_it(session, hearing):
    made = a_public_response(session, hearing, "Bo larmer, og Per synger.")
    officer = _officer(session, hearing)
    for words in ("Bo larmer,", "og Per synger."):
        actions.split(officer, made.id, text=words, themes=["Bo", "Per", "Støj"])
    session.flush()
    for name in ("Bo", "Per"):
        actions.redact(officer, made.id, words=name, reason="Et navn.")
    session.flush()
    assert [one.name for one in queries.themes(officer, hearing.id)] == ["Støj"]


def test_redaction_means_whole_words(session, hearing):
    made = a_public_response(session, hearing, "Per larmer. Personen er Pers søn.")
    actions.redact(_officer(session, hearing), made.id, words="Per", reason="Et navn.")
    assert made.text == "▇▇▇▇ larmer. Personen er ▇▇▇▇ søn."


def test_before_the_note_only_officers_find_what_a_section_may_rest_on(session, hearing):
    remark = _remark(session, hearing)
    officer = _officer(session, hearing)
    actions.answer_remark(officer, remark.id, outcome=Outcome.ACCEPTED, reason="Enig.")
    final = _final(session, hearing)
    actions.link_change(officer, remark.id, final.texts[1].id)
    session.flush()
    resident = a_context(session, a_person(session))
    assert [one.id for one in queries.to_use(officer, hearing.process_id)] == [remark.id]
    assert queries.to_use(resident, hearing.process_id) == []
    _conclude(officer, hearing)
    assert [one.id for one in queries.to_use(resident, hearing.process_id)] == [remark.id]


def test_no_section_rests_on_a_remark_that_was_removed(session, hearing):
    remark = _remark(session, hearing)
    officer = _officer(session, hearing)
    section = hearing.version.report.sections[0]
    reports.tie_origin(officer, section.id, Ref(Kind.REMARK, remark.id))
    actions.remove(officer, remark.id)
    session.flush()
    assert session.query(SectionOrigin).all() == []


def test_words_that_only_an_earlier_wording_has_are_taken_out_too(session, hearing):
    person = a_person(session)
    made = a_public_response(session, hearing, "Bo Jensen larmer.", person=person)
    responses.correct(a_context(session, person), made.id, [Said("En nabo larmer.")])
    actions.redact(_officer(session, hearing), made.id, words="Bo Jensen", reason="Et navn.")
    session.flush()
    assert "Jensen" not in _everything(session)


@pytest.mark.parametrize("deed", ["hide", "redact"])
def test_published_documents_are_made_anew_when_an_answer_is_hidden_or_changed(session, hearing, deed):
    made = a_public_response(session, hearing, "Bo larmer.")
    officer = _officer(session, hearing)
    actions.sum_up(officer, made.id, text="Det hører til et andet sted.")
    _conclude(officer, hearing)
    there = renditions.of(officer, Ref(Kind.HEARING, hearing.id))
    for one in there:
        one.made_at = officer.now
    if deed == "hide":
        release.hide(officer, made.id, rule=1, reason="Hadefuldt.")
    else:
        actions.redact(officer, made.id, words="Bo", reason="Et navn.")
    assert [one.made_at for one in there] == [None] * 6


def test_a_document_asked_for_anew_while_it_was_made_is_not_settled(session, hearing):
    officer = _officer(session, hearing)
    _conclude(officer, hearing)
    one = renditions.of(officer, Ref(Kind.HEARING, hearing.id))[0]
    as_begun = Rendition(id=one.id, asked_at=one.asked_at)
    officer.now += timedelta(seconds=1)
    renditions.ask_again(officer, Ref(Kind.HEARING, hearing.id))
    session.flush()
    renditions.settle(officer, as_begun, StoredFile(id=1))
    assert (one.made_at, one.file_id) == (None, None)


def test_a_withdrawn_answers_remarks_are_not_in_the_note(session, hearing):
    person = a_person(session)
    made = a_public_response(session, hearing, person=person)
    remark = _remark(session, hearing, "Mere lys, tak.", response=made)
    responses.extend(
        _officer(session, hearing), hearing.id, last_day=hearing.closes_at.date() + timedelta(days=5), reason="Ferie."
    )
    responses.withdraw(a_context(session, person), made.id)
    session.flush()
    assert made.state is ResponseState.WITHDRAWN
    assert remark.id not in [one.id for _key, one in queries.note_rows(a_context(session), hearing.id)]
    assert actions.mark_ready(_officer(session, hearing), hearing.id).state is HearingState.READY


def test_the_note_is_sorted_and_paged_by_sender_or_by_section(session, hearing):
    officer = _officer(session, hearing)
    sections = [one.id for one in hearing.version.texts]
    for number in range(6):
        made = a_public_response(session, hearing, f"Svar {number}.")
        actions.split(officer, made.id, text=f"Svar {number}.", section_text_ids=[sections[number % 2]])
    session.flush()
    for order, expected in (
        (Order.SENDER, [1, 2, 3, 4, 5, 6]),
        (Order.SECTION, [1, 3, 5, 2, 4, 6]),
    ):
        rows, key = [], None
        while page := queries.note_rows(officer, hearing.id, order=order, after=key, at_most=4):
            rows += [one.response.number for _key, one in page]
            key = page[-1][0]
        assert rows == expected


def test_everybody_is_told_once_and_the_documents_are_asked_for(session):
    hearing = a_hearing(session, audience=Audience.BOTH, councils=2)
    secretary = a_secretary(session, hearing.parties[0])
    answers = [a_response(session, hearing=hearing)]
    resident = a_person(session)
    answers.append(a_public_response(session, hearing, person=resident))
    follower = a_person(session)
    silent = a_chair(session, hearing.parties[1])
    for one in (secretary, resident, follower):  # those who hear of it anyhow hear of it once
        hearings.follow(a_context(session, one), hearing.id)
    officer = _officer(session, hearing)
    for one in answers:
        actions.sum_up(officer, one.id, text="Taget med.")
    _conclude(officer, hearing)
    told = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "note_published")).all()
    ids = [one.to_person_id for one in told]
    assert len(ids) == len(set(ids))
    assert {secretary.id, resident.id, follower.id, silent.id} <= set(ids)
    own = next(one for one in told if one.to_person_id == resident.id)
    assert len(own.data["code"]) == 10
    asked = renditions.of(officer, Ref(Kind.HEARING, hearing.id))
    assert {(one.what, one.format) for one in asked} == {
        (what, form) for what in (What.NOTE, What.WHITE_BOOK) for form in (Format.PDF, Format.DOCX, Format.ODT)
    }


def test_the_tally_counts_answers_and_never_shares(session, hearing):
    a_response(session, hearing=hearing)
    a_public_response(session, hearing)
    organisation = a_public_response(session, hearing, who=From("K", organisation="Foreningen"))
    release.verify(_officer(session, hearing), organisation.id)
    a_public_response(session, hearing, now=hearing.closes_at)
    session.flush()
    tally = response_queries.tally(a_context(session), hearing.id)
    assert (tally.responses, tally.councils, tally.organisations, tally.residents, tally.late) == (4, 1, 1, 2, 1)
