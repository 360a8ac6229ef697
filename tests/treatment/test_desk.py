"""The desk: remarks shared out with a day, likened, answered with ready and earlier words, and read over."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from civic.dialogue.models import Outcome
from civic.files.sheets import Sheet, SheetState
from civic.hearings import actions as hearings
from civic.hearings.models import Audience
from civic.kernel.actor import Role, Scope
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, Ref
from civic.people import actions as people
from civic.treatment import actions, queries
from civic.treatment.likeness import alike
from civic.treatment.models import Answer
from civic.treatment.queries import Pick, Wanted
from civic.writing.queries import open_with, own_copy
from tests.make import a_context, a_hearing, a_person, a_public_response, the_municipality, the_officer
from tests.treatment.test_treatment import _conclude, _final, _officer, _refusal, _remark


@pytest.fixture
def hearing(session):
    return a_hearing(session, audience=Audience.BOTH)


def _said(session, hearing, text):
    """Make a remark of a resident's answer."""
    made = a_public_response(session, hearing, text, person=a_person(session))
    return _remark(session, hearing, text, response=made)


def _another(session, hearing, version):
    """Hear a version of the same report in another hearing, until the same day."""
    officer = a_context(session, the_officer(session, hearing.process))
    words = {"what_is_proposed": "Et.", "what_it_means": "To.", "what_can_change": "Tre."}
    made = hearings.start_hearing(officer, version.id, title="Én gang til", audience=Audience.EVERYONE, **words)
    return hearings.open_hearing(officer, made.id, last_day=date(2026, 4, 4))


def _mails(session, template):
    session.flush()
    return session.scalars(select(OutboxMessage).where(OutboxMessage.template == template)).all()


def _colleague(session, hearing):
    return a_context(
        session,
        a_person(session, (Role.CASE_OFFICER, Scope.PROCESS, hearing.process_id)),
        now=hearing.closes_at,
    )


def test_remarks_are_shared_out_with_a_day_and_whoever_gets_them_is_written_to_once(session, hearing):
    found = [_said(session, hearing, text) for text in ("Flere lamper.", "Husk ramper.", "En bænk mere.")]
    officer, colleague = _officer(session, hearing), _colleague(session, hearing)
    due = officer.today + timedelta(days=3)
    who = colleague.actor.person_id
    actions.share_out(officer, hearing.id, [one.id for one in found[:2]], officer_id=who, due_on=due)
    session.flush()
    assert [(one.officer_id, one.due_on) for one in found] == [(who, due), (who, due), (None, None)]
    [mail] = _mails(session, "remarks_shared_out")
    assert (mail.to_person_id, mail.data["count"], mail.data["due_on"]) == (who, 2, due.isoformat())
    assert [one.id for one in queries.picked(colleague, hearing.id, Wanted(Pick.MINE))] == [one.id for one in found[:2]]
    actions.share_out(officer, hearing.id, [found[0].id], officer_id=None)
    assert (found[0].officer_id, found[0].due_on) == (None, None)


def test_remarks_are_only_given_to_who_works_there_for_a_day_to_come(session, hearing):
    remark = _remark(session, hearing)
    officer = _officer(session, hearing)
    stranger = a_person(session, (Role.CASE_OFFICER, Scope.PROCESS, hearing.process_id + 1000))
    give = lambda **more: _refusal(lambda: actions.share_out(officer, hearing.id, [remark.id], **more)).reason  # noqa: E731
    own = officer.actor.person_id
    assert give(officer_id=stranger.id) is Reason.NO_COLLEAGUE
    assert give(officer_id=own, due_on=officer.today - timedelta(days=1)) is Reason.DEADLINE_PASSED
    other = _another(session, hearing, hearing.version)
    none = _refusal(lambda: actions.share_out(officer, other.id, [remark.id], officer_id=own))
    assert none.reason is Reason.NOT_FOUND
    assert _refusal(lambda: actions.share_out(officer, hearing.id, [], officer_id=own)).reason is Reason.NOT_FOUND


def test_an_officer_is_reminded_the_day_before_once_of_all_that_is_due(session, hearing):
    found = [_said(session, hearing, text) for text in ("Flere lamper.", "Husk ramper.", "En bænk mere.")]
    officer, colleague = _officer(session, hearing), _colleague(session, hearing)
    who, due = colleague.actor.person_id, officer.today + timedelta(days=3)
    actions.share_out(officer, hearing.id, [one.id for one in found], officer_id=who, due_on=due)
    actions.answer_remark(officer, found[2].id, outcome=Outcome.NOTED, reason="Tak.")
    session.flush()
    at = lambda days: a_context(session, now=officer.now + timedelta(days=days))  # noqa: E731
    assert queries.to_remind(at(1)) == []
    assert queries.to_remind(at(2)) == [(hearing.id, who)]
    actions.remind_officer(at(2), hearing.id, who)
    [mail] = _mails(session, "remarks_due")
    assert (mail.to_person_id, mail.data["count"]) == (who, 2)
    assert queries.to_remind(at(2)) == []
    actions.share_out(officer, hearing.id, [found[0].id], officer_id=who, due_on=due)
    session.flush()
    assert queries.to_remind(at(2)) == [(hearing.id, who)], "another day, another reminder"


def test_what_says_much_the_same_is_found_and_what_shares_only_common_words_is_not():
    texts = {
        1: "Der mangler lys på stien mellem skolen og stationen.",
        2: "Stien fra stationen til skolen er uden belysning om aftenen, der mangler lys.",
        3: "Der mangler bænke på torvet.",
        4: "Bænkene skal have armlæn, så man kan rejse sig.",
        5: "إضاءة أفضل على الطريق بين المدرسة والمحطة",
        6: "نحتاج إضاءة أفضل على الطريق إلى المدرسة",
    }
    like = lambda number: alike(texts[number], {key: text for key, text in texts.items() if key != number})  # noqa: E731
    assert like(1) == [2]
    assert like(5) == [6]
    assert like(4) == []
    assert alike("Enig.", texts) == []


def test_the_desk_is_narrowed_by_words_section_and_likeness(session, hearing):
    lit, ramp = (_said(session, hearing, text) for text in ("Der mangler LYS på stien.", "Husk ramper."))
    officer = _officer(session, hearing)
    ids = lambda wanted: [one.id for one in queries.picked(officer, hearing.id, wanted)]  # noqa: E731
    heard = hearing.version.texts
    assert ids(Wanted(words="lys")) == [lit.id]
    assert ids(Wanted(section_id=heard[1].id)) == [lit.id, ramp.id]
    assert ids(Wanted(section_id=heard[0].id)) == []
    assert ids(Wanted(among=(ramp.id,))) == [ramp.id]
    assert queries.count_picked(officer, hearing.id, Wanted(words="lys")) == 1


def test_a_ready_sentence_says_where_it_was_used_and_is_ended_without_changing_an_answer(session, hearing):
    remark = _remark(session, hearing)
    officer = _officer(session, hearing)
    phrase = actions.keep_phrase(officer, text="Tak for svaret.")
    other = actions.keep_phrase(officer, text="Det skrives ind.")
    for _time in range(2):
        actions.answer_remark(
            officer, remark.id, outcome=Outcome.NOTED, reason="Tak for svaret. Vi ses.", phrase_ids=[phrase.id]
        )
    session.flush()
    assert [(one.phrase.id, one.uses) for one in queries.phrases(officer)] == [(phrase.id, 1), (other.id, 0)]
    assert [(one.hearing.id, one.count) for one in queries.uses(officer, phrase.id)] == [(hearing.id, 1)]
    actions.end_phrase(officer, phrase.id)
    session.flush()
    assert [one.phrase.id for one in queries.phrases(officer)] == [other.id]
    assert remark.reason == "Tak for svaret. Vi ses."
    unknown = lambda: actions.answer_remark(  # noqa: E731
        officer, remark.id, outcome=Outcome.NOTED, reason="Tak.", phrase_ids=[10_000]
    )
    assert _refusal(unknown).reason is Reason.NOT_FOUND
    resident = a_context(session, a_person(session))
    assert _refusal(lambda: actions.keep_phrase(resident, text="Nej.")).reason is Reason.NOT_YOURS


def test_an_answer_of_an_earlier_hearing_of_the_process_is_taken_over_with_what_came_of_it(session, hearing):
    remark = _remark(session, hearing)
    officer = _officer(session, hearing)
    actions.answer_remark(officer, remark.id, outcome=Outcome.ACCEPTED, reason="Det skrives ind.")
    version = _final(session, hearing)
    actions.link_change(officer, remark.id, version.texts[1].id)
    later = _another(session, hearing, version)
    again = a_public_response(session, later, "Husk ramper ved alle døre.", person=a_person(session))
    treating = _officer(session, later)
    second = actions.split(treating, again.id, text=again.text, section_text_ids=[version.texts[1].id])
    assert queries.earlier(treating, second) == [], "its note is not published"
    _conclude(officer, hearing)
    [found] = queries.earlier(treating, second)
    assert (found.id, [one.id for one in found.changes]) == (remark.id, [version.texts[1].id])
    take = lambda number: actions.answer_remark(  # noqa: E731
        treating, second.id, outcome=Outcome.NOTED, reason="Det skrives ind.", taken_from_id=number
    )
    take(remark.answer_id)
    assert second.answer.taken_from_id == remark.answer_id
    assert _refusal(lambda: take(second.answer_id)).reason is Reason.NOT_FOUND


def test_a_second_officer_reads_each_answer_before_the_note_is_ready_where_the_municipality_says_so(session, hearing):
    remark = _remark(session, hearing)
    officer, colleague = _officer(session, hearing), _colleague(session, hearing)
    own = the_municipality(session)
    admin = a_context(session, a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, own.id)))
    people.set_hearing_rules(admin, days=14, reads_twice=True)
    answer = lambda reason: actions.answer_remark(officer, remark.id, outcome=Outcome.NOTED, reason=reason)  # noqa: E731
    answer("Tak.")
    session.flush()
    assert _refusal(lambda: actions.mark_ready(officer, hearing.id)).reason is Reason.ANSWERS_UNREAD
    assert _refusal(lambda: actions.read_over(officer, remark.id)).reason is Reason.NOT_YOURS
    assert [one.id for one in queries.picked(colleague, hearing.id, Wanted(Pick.TO_READ))] == [remark.id]
    assert queries.picked(officer, hearing.id, Wanted(Pick.TO_READ)) == []
    seen = fingerprint(Outcome.NOTED, "Tak.")
    answer("Tak for det.")
    unseen = lambda: actions.read_over(colleague, remark.id, seen=seen)  # noqa: E731
    assert _refusal(unseen).reason is Reason.WRITTEN_MEANWHILE
    actions.read_over(colleague, remark.id, seen=fingerprint(Outcome.NOTED, "Tak for det."))
    assert remark.answer.read_by_id == colleague.actor.person_id
    answer("Tak for det.")
    assert remark.answer.read_at is not None, "nothing was changed"
    answer("Tak for alt.")
    session.flush()
    assert remark.answer.read_at is None, "other words are read again"
    actions.read_over(colleague, remark.id)
    session.flush()
    assert actions.mark_ready(officer, hearing.id).ready_at is not None


def test_where_one_reader_is_enough_nobody_is_asked_for(session, hearing):
    remark = _remark(session, hearing)
    officer = _officer(session, hearing)
    actions.answer_remark(officer, remark.id, outcome=Outcome.NOTED, reason="Tak.")
    session.flush()
    assert actions.mark_ready(officer, hearing.id).ready_at is not None


def test_a_draft_against_an_older_answer_is_shown_beside_the_newer_and_replaces_it_only_knowingly(session, hearing):
    remark = _remark(session, hearing)
    officer, colleague = _officer(session, hearing), _colleague(session, hearing)
    actions.answer_remark(officer, remark.id, outcome=Outcome.NOTED, reason="Først.")
    session.flush()
    seen = fingerprint(Outcome.NOTED, "Først.")
    actions.keep_typed(colleague, remark.id, outcome="noted", reason="Først.", seen=seen)
    ref = Ref(Kind.REMARK, remark.id)
    assert own_copy(colleague, ref).text == "", "to look at an answer is no draft of it"
    actions.keep_typed(colleague, remark.id, outcome="noted", reason="Min egen.", seen=seen)
    assert own_copy(colleague, ref).heading == f"noted {seen}", "it is known what it was typed against"
    assert open_with(officer, [ref]) == {ref: ["Prøve Person"]}
    actions.remove(officer, remark.id)
    session.flush()
    assert own_copy(colleague, ref) is None, "of what is gone no draft is left"


def test_what_is_taken_out_is_out_of_drafts_taken_over_answers_and_spreadsheets_too(session, hearing, tmp_path):
    remark = _said(session, hearing, "Bo Jensen larmer. Mere lys.")
    officer = _officer(session, hearing)
    actions.answer_remark(officer, remark.id, outcome=Outcome.NOTED, reason="Vi har talt med Bo Jensen.")
    actions.keep_typed(officer, remark.id, outcome="noted", reason="Om Bo Jensen.")
    later = Answer(hearing_id=hearing.id, reason="Vi har talt med Bo Jensen.", taken_from_id=remark.answer_id)
    sheet = Sheet(kind=Kind.HEARING, thing_id=hearing.id, name="a.csv", at=officer.now, state=SheetState.READ)
    sheet.rows = [["Svar"], ["Bo Jensen larmer. Mere lys."]]
    session.add_all([later, sheet])
    session.flush()
    actions.redact(officer, remark.response_id, words="Bo Jensen", reason="En nabo.")
    session.flush()
    kept = own_copy(officer, Ref(Kind.REMARK, remark.id))
    assert "Jensen" not in f"{kept.text} {later.reason} {sheet.rows} {remark.reason} {remark.text}"


def test_a_group_that_grows_is_read_again(session, hearing):
    one, other = (_said(session, hearing, text) for text in ("Mere lys på stien.", "Mere lys ved skolen."))
    officer, colleague = _officer(session, hearing), _colleague(session, hearing)
    actions.answer_remark(officer, one.id, outcome=Outcome.NOTED, reason="Tak.")
    session.flush()
    assert queries.progress(colleague, hearing.id).unread == 1
    assert queries.progress(officer, hearing.id).unread == 0, "one's own are for others"
    actions.read_over(colleague, one.id)
    session.flush()
    actions.group(officer, [one.id, other.id], heading="Lys")
    session.flush()
    assert queries.unread(officer, hearing.id) == ["1.1", "2.1"]
