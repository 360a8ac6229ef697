"""Treatment: every write, from the first marked passage to the published note."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import delete

from civic.dialogue.actions import checked_reason
from civic.dialogue.models import Meets, Outcome
from civic.files import renditions, sheets
from civic.files.renditions import Format, What
from civic.files.store import keep
from civic.files.uploads import DOCX, LARGEST, kind_of, shown_name
from civic.following import actions as following
from civic.following.models import Step
from civic.hearings import actions as hearings
from civic.hearings import queries as hearing_queries
from civic.hearings.models import DraftPoint, Hearing
from civic.hearings.workflow import HearingVerb
from civic.kernel import correction, deed, ledger, outbox, personal, trace
from civic.kernel.actor import Role, Scope
from civic.kernel.black import BLACK, words_in
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.moderation import actions as moderation
from civic.moderation.models import Ruled
from civic.people.queries import holders, municipality
from civic.proposals.queries import proposal
from civic.reports import actions as reports
from civic.reports import release as report_release
from civic.reports.models import Redaction, SectionText
from civic.reports.queries import changed_since, section_text, version
from civic.responses import actions as responses
from civic.responses import queries as response_queries
from civic.responses import release
from civic.responses.models import Response, ResponsePart, ResponseState
from civic.responses.workflow import RESPONSE, ResponseVerb
from civic.treatment import queries
from civic.treatment.models import (
    Answer,
    LetterTemplate,
    Phrase,
    Remark,
    RemarkKind,
    TemplateState,
    Theme,
    Understanding,
    record_of,
    remark_theme,
    subject_of,
)
from civic.treatment.workflow import (
    HEARING_NOTE,
    ORGANISATION_PHRASES,
    REMARK,
    RESPONSE_REMARKS,
    RESPONSE_WORDS,
    UNDERSTOOD,
    TreatmentVerb,
)
from civic.writing import actions as writing

SAID = 50
"""How many numbers a refusal says; of more it says how many there are."""


def split(
    context: Context,
    response_id: int,
    *,
    text: str,
    kind: RemarkKind = RemarkKind.CHANGE,
    section_text_ids: Iterable[int] = (),
    themes: Iterable[str] = (),
    proposal_id: int | None = None,
    is_example: bool = False,
) -> Remark:
    """Make one remark of a response, tied to sections of the version heard and to the proposal it came from.

    Refusal(NOT_THEIR_WORDS) for words that are not in the response: a remark is published as its sender's own.
    Refusal(NOT_FOUND) for a section of another version or a proposal that is not public.
    """
    response = release.locked(context, response_id)
    RESPONSE_REMARKS.require(context, TreatmentVerb.SPLIT, response)
    if not text.strip() or _flat(text) not in _flat(response.text):
        raise Refusal(Reason.NOT_THEIR_WORDS)
    remark = Remark(
        process_id=response.hearing.process_id,
        response=response,
        number=queries.next_number(context, response.id),
        kind=kind,
        text=text,
        sections=_heard(context, response, section_text_ids),
        themes=_themes(context, response.hearing_id, themes),
        answer=None,
        officer=None,
        is_example=is_example,
    )
    deed.enter(context, TreatmentVerb.SPLIT, remark)
    trace.link(context, Ref(Kind.RESPONSE, response.id), Ref(Kind.REMARK, remark.id))
    if proposal_id is not None:
        origin = proposal(context, proposal_id)
        trace.link(context, Ref(Kind.PROPOSAL, origin.id), Ref(Kind.REMARK, remark.id))
    return remark


def classify(
    context: Context,
    remark_id: int,
    *,
    kind: RemarkKind,
    section_text_ids: Iterable[int],
    themes: Iterable[str],
    seen: str | None = None,
) -> Remark:
    """Say again what a remark does, which sections it is about, and its themes.

    Refusal(NOT_FOUND) for a section of another version than the one heard, Refusal(WRITTEN_MEANWHILE) where a colleague
    said something else of it meanwhile.
    """
    [remark] = _locked(context, [remark_id])
    REMARK.require(context, TreatmentVerb.CLASSIFY, remark)
    check(seen, *remark.classified)
    remark.kind = kind
    remark.sections = _heard(context, remark.response, section_text_ids)
    remark.themes = _themes(context, remark.response.hearing_id, themes)
    return deed.enter(context, TreatmentVerb.CLASSIFY, remark)


def remove(context: Context, remark_id: int) -> Response:
    """Remove a remark that was made by mistake; the answer it was made of stays whole."""
    [remark] = _locked(context, [remark_id])
    REMARK.require(context, TreatmentVerb.REMOVE, remark)
    deed.enter(context, TreatmentVerb.REMOVE, remark)
    trace.forget(context, Ref(Kind.REMARK, remark.id))
    writing.drop_copies(context, Ref(Kind.REMARK, remark.id))
    reports.forget_origin(context, Ref(Kind.REMARK, remark.id))
    context.session.delete(remark)
    _drop_empty(context, remark.answer)
    return remark.response


def take(context: Context, remark_id: int) -> Remark:
    """Take a remark on, or let it go when one has it already; another officer's is taken over."""
    [remark] = _locked(context, [remark_id])
    REMARK.require(context, TreatmentVerb.TAKE, remark)
    remark.officer_id = None if context.actor.is_person(remark.officer_id) else context.actor.person_id
    remark.reminded_at = None
    return deed.enter(context, TreatmentVerb.TAKE, remark)


def share_out(
    context: Context, hearing_id: int, remark_ids: Sequence[int], *, officer_id: int | None, due_on: date | None = None
) -> Hearing:
    """Give remarks of a hearing to a case officer, to be answered by a day; None takes them from whoever had them.

    Whoever is given remarks by a colleague is written to, and reminded the day before. Refusal(NOT_FOUND) for no
    remarks and those of another hearing, Refusal(NO_COLLEAGUE) for a person who is no case officer there,
    Refusal(DEADLINE_PASSED) for a day that is over.
    """
    found = _locked(context, remark_ids)
    if not found or any(one.response.hearing_id != hearing_id for one in found):
        raise Refusal(Reason.NOT_FOUND)
    hearing = found[0].response.hearing
    for one in found:
        REMARK.require(context, TreatmentVerb.SHARE_OUT, one)
    officers = {one.person_id for one in holders(context, Scope.PROCESS, hearing.process_id, Role.CASE_OFFICER)}
    if officer_id is not None and officer_id not in officers:
        raise Refusal(Reason.NO_COLLEAGUE)
    if due_on is not None and due_on < context.today:
        raise Refusal(Reason.DEADLINE_PASSED)
    for one in found:
        one.officer_id, one.due_on, one.reminded_at = officer_id, due_on, None
    if officer_id is not None and not context.actor.is_person(officer_id):
        _tell_of_remarks(context, "remarks_shared_out", hearing, officer_id, len(found), due_on)
    return deed.enter(context, TreatmentVerb.SHARE_OUT, hearing)


def remind_officer(context: Context, hearing_id: int, officer_id: int) -> None:
    """Remind a case officer of the remarks of a hearing that are due, once for each day; for the worker."""
    hearing = context.lock(hearing_queries.hearing(context, hearing_id))
    due = queries.to_remind_of(context, hearing_id, officer_id)
    for one in due:
        one.reminded_at = context.now
    if due:
        first = min(one.due_on for one in due if one.due_on)
        _tell_of_remarks(context, "remarks_due", hearing, officer_id, len(due), first)
        deed.enter(context, HearingVerb.REMIND, hearing)


def _tell_of_remarks(
    context: Context, template: str, hearing: Hearing, officer_id: int, count: int, due_on: date | None
) -> None:
    due = due_on.isoformat() if due_on else ""
    about = {"hearing_id": hearing.id, "title": hearing.title, "count": count, "due_on": due}
    outbox.mail(context, template, to=officer_id, data=about)


def keep_typed(context: Context, remark_id: int, *, outcome: str, reason: str, seen: str = "") -> None:
    """Keep an answer as far as it is typed, unsaved; colleagues see that the remark is open.

    `seen` is the fingerprint of the answer it was typed against: a colleague's newer one is shown beside it later.
    What only repeats the answer that stands is nobody's draft.
    """
    remark = queries.remark(context, remark_id)
    REMARK.require(context, TreatmentVerb.ANSWER, remark)
    text = "" if reason == remark.reason else reason
    writing.keep_copy(context, Ref(Kind.REMARK, remark.id), heading=f"{outcome} {seen}", text=text, seen=0)


def read_over(context: Context, remark_id: int, *, seen: str | None = None) -> Remark:
    """Agree, as a second officer, with the answer to a remark and its group as it reads now.

    Refusal(NOT_YOURS) for who wrote it, Refusal(WRITTEN_MEANWHILE) where another stands there than the one seen.
    """
    [remark] = _locked(context, [remark_id])
    REMARK.require(context, TreatmentVerb.READ_OVER, remark)
    check(seen, remark.outcome, remark.reason)
    assert remark.answer is not None
    given = context.lock(remark.answer)
    given.read_at, given.read_by_id = context.now, context.actor.person_id
    return deed.enter(context, TreatmentVerb.READ_OVER, remark)


def keep_phrase(context: Context, *, text: str) -> Phrase:
    """Keep a sentence ready for the municipality's answers."""
    deed.begin(context, ORGANISATION_PHRASES, TreatmentVerb.KEEP_PHRASE, municipality(context))
    made = Phrase(text=text, made_at=context.now, made_by_id=context.actor.person_id)
    return deed.enter(context, TreatmentVerb.KEEP_PHRASE, made)


def end_phrase(context: Context, phrase_id: int) -> Phrase:
    """Offer a sentence no more; the answers that have it stay as they are, and it is still said where it was used."""
    deed.begin(context, ORGANISATION_PHRASES, TreatmentVerb.END_PHRASE, municipality(context))
    found = context.lock(queries.phrase(context, phrase_id))
    found.ended_at = found.ended_at or context.now
    return deed.enter(context, TreatmentVerb.END_PHRASE, found)


def group(context: Context, remark_ids: Sequence[int], *, heading: str) -> Answer:
    """Put similar remarks of one hearing together, so that they are answered once; each is still counted.

    An answer that one of them has already becomes the group's. Refusal(NOT_FOUND) for fewer than two or for those of
    two hearings, Refusal(ANSWERED_APART) where they have different answers: one would be lost.
    """
    remarks = _locked(context, remark_ids)
    if len(remarks) < 2 or len({one.response.hearing_id for one in remarks}) != 1:
        raise Refusal(Reason.NOT_FOUND)
    for one in remarks:
        REMARK.require(context, TreatmentVerb.GROUP, one)
    apart = [one for one in remarks if one.outcome is not None]
    if len({one.answer_id for one in apart}) > 1:
        raise Refusal(Reason.ANSWERED_APART, about=", ".join(f"{one.response.number}.{one.number}" for one in apart))
    given = [one.answer for one in remarks if one.answer is not None]
    shared = next((one for one in given if one.outcome is not None), given[0] if given else None)
    if shared is None:
        shared = Answer(hearing_id=remarks[0].response.hearing_id, changes=[], remarks=[])
        context.session.add(shared)
    shared.heading = heading
    if any(one.answer is not shared for one in remarks):
        shared.read_at = shared.read_by_id = None  # it was read as the answer to others
    for one in remarks:
        one.answer = shared
    deed.enter(context, TreatmentVerb.GROUP, shared)
    for answer in given:
        if answer is not shared:
            _drop_empty(context, answer)
    context.session.expire(shared, ["remarks"])
    return queries.answer(context, shared.id)


def ungroup(context: Context, remark_id: int) -> Remark:
    """Take a remark out of its group; it waits for an answer of its own. Refusal(NOT_NOW) for one in no group."""
    [remark] = _locked(context, [remark_id])
    REMARK.require(context, TreatmentVerb.UNGROUP, remark)
    left = remark.answer
    if left is None or not left.heading:
        raise Refusal(Reason.NOT_NOW)
    remark.answer = None
    deed.enter(context, TreatmentVerb.UNGROUP, remark)
    _drop_empty(context, left)
    return remark


def answer_remark(
    context: Context,
    remark_id: int,
    *,
    outcome: Outcome,
    reason: str,
    phrase_ids: Iterable[int] = (),
    taken_from_id: int | None = None,
    seen: str | None = None,
) -> Remark:
    """Answer a remark, and every other of its group, with outcome and reason; an accepted one misses its change.

    `phrase_ids` are the sentences that were put into it, and `taken_from_id` the answer of an earlier hearing of the
    process that it took over. Who reads over read other words: what was agreed with is to be read again.
    Refusal(WRITTEN_MEANWHILE) where another answer stands there than the one that was seen (`kernel/seen.py`),
    Refusal(NOT_FOUND) for a sentence or an earlier answer that is not there.
    """
    [remark] = _locked(context, [remark_id])
    REMARK.require(context, TreatmentVerb.ANSWER, remark)
    check(seen, remark.outcome, remark.reason)
    phrases = queries.phrases_among(context, phrase_ids)
    earlier = queries.earlier_answer(context, remark, taken_from_id) if taken_from_id is not None else None
    if remark.answer is None:
        remark.answer = Answer(hearing_id=remark.response.hearing_id, changes=[], remarks=[remark], phrases=[])
        context.session.add(remark.answer)
    else:
        context.lock(remark.answer)
        context.session.refresh(remark.answer, ["phrases"])
    given = remark.answer
    if (given.outcome, given.reason) != (outcome, reason):
        given.read_at = given.read_by_id = None
    given.phrases.extend(one for one in phrases if one not in given.phrases)
    if earlier is not None:
        given.taken_from_id = earlier.id
    writing.drop_copy(context, Ref(Kind.REMARK, remark.id))
    given.outcome, given.reason, given.answered_at = outcome, reason, context.now
    given.answered_for = remark.response.hearing.process.contact_unit
    given.answered_by_id = context.actor.person_id
    return deed.enter(context, TreatmentVerb.ANSWER, remark)


def link_change(context: Context, remark_id: int, section_text_id: int) -> Remark:
    """Tie an accepted remark, and its group, to what it changed in the report's newest version; there may be several.

    A section is named by its text in that version, one that is gone by its text in the version heard.
    Refusal(NOTHING_CHANGED) when the section reads as it did, Refusal(NOT_FOUND) for one of another report or version.
    """
    [remark] = _locked(context, [remark_id])
    REMARK.require(context, TreatmentVerb.LINK_CHANGE, remark)
    since = changed_since(context, remark.response.version_id)
    changed = next((one for one in (*since.changed, *since.gone) if one.id == section_text_id), None)
    if changed is None:
        chosen = section_text(context, section_text_id)
        is_of_report = since.newest is not None and chosen.version.report_id == since.newest.report_id
        raise Refusal(Reason.NOTHING_CHANGED if is_of_report else Reason.NOT_FOUND)
    assert remark.answer_id is not None
    shared = context.lock(queries.answer(context, remark.answer_id))
    if changed not in shared.changes:
        shared.changes.append(changed)
    return deed.enter(context, TreatmentVerb.LINK_CHANGE, remark)


def unlink_change(context: Context, remark_id: int, section_text_id: int) -> Remark:
    """Take back that a remark changed a section; an accepted one without any misses its change again.

    Refusal(NOT_FOUND) for a section it is not tied to.
    """
    [remark] = _locked(context, [remark_id])
    REMARK.require(context, TreatmentVerb.UNLINK_CHANGE, remark)
    assert remark.answer_id is not None
    shared = context.lock(queries.answer(context, remark.answer_id))
    changed = next((one for one in shared.changes if one.id == section_text_id), None)
    if changed is None:
        raise Refusal(Reason.NOT_FOUND)
    shared.changes.remove(changed)
    return deed.enter(context, TreatmentVerb.UNLINK_CHANGE, remark)


def sum_up(context: Context, response_id: int, *, text: str, seen: str | None = None) -> Response:
    """Say in one sentence what became of a response as a whole.

    Refusal(WRITTEN_MEANWHILE) where another sentence stands there than the one that was seen.
    """
    response = release.locked(context, response_id)
    RESPONSE_REMARKS.require(context, TreatmentVerb.SUM_UP, response)
    check(seen, response.summary)
    response.summary = text
    deed.enter(context, TreatmentVerb.SUM_UP, response)
    renditions.ask_again(context, Ref(Kind.HEARING, response.hearing_id))
    return response


def sum_up_several(context: Context, hearing_id: int, response_ids: Sequence[int], *, text: str) -> Hearing:
    """Say the same sentence of several responses that nobody has worked on: fifty that only agree, say.

    Refusal(NOT_FOUND) for none, Refusal(WRITTEN_MEANWHILE) where a colleague has worked on one of them meanwhile.
    """
    hearing = context.lock(hearing_queries.hearing(context, hearing_id))
    found = queries.are_untouched(context, hearing.id, response_ids)
    if not response_ids:
        raise Refusal(Reason.NOT_FOUND)
    if len(found) < len(set(response_ids)):
        raise Refusal(Reason.WRITTEN_MEANWHILE)
    for one in found:
        RESPONSE_REMARKS.require(context, TreatmentVerb.SUM_UP, one)
        one.summary = text
    deed.enter(context, TreatmentVerb.SUM_UP, hearing)
    renditions.ask_again(context, Ref(Kind.HEARING, hearing.id))
    return hearing


def redact(context: Context, response_id: int, *, words: str, reason: str) -> Response:
    """Take words out of a response for good: from its text, earlier wordings and draft, its remarks and their answers.

    What stood there is gone from the database, not only from sight, and the published documents are made anew. Whole
    words are meant, with their genitive; a line break counts as a space.
    Refusal(NOT_THEIR_WORDS) for words that stand nowhere in it.
    """
    response = release.locked(context, response_id)
    RESPONSE_WORDS.require(context, TreatmentVerb.REDACT, response)
    if not words.strip():
        raise Refusal(Reason.NOT_THEIR_WORDS)
    before, pattern = _flat(response.text), words_in(words)

    def blackened(text: str) -> str:
        return _blackened(text, before, pattern)

    if not _take_out(context, response, blackened):
        raise Refusal(Reason.NOT_THEIR_WORDS)
    moderation.rule(context, release.ref(response), Ruled.REDACTED, reason=reason, revision=response.revision)
    release.post(context, response)
    deed.enter(context, TreatmentVerb.REDACT, response)
    renditions.ask_again(context, Ref(Kind.HEARING, response.hearing_id))
    return response


def cover(
    context: Context, response_id: int, *, words: Sequence[str] = (), reason: str = "", seen: str | None = None
) -> Response:
    """Cover the personal details in a response that waits, and words that are named, and let the rest be shown.

    They are gone as with `redact`. What still has a number, in a file say, waits on. Refusal(NOTHING_TO_COVER) where
    nothing of that stands in it, Refusal(WRITTEN_MEANWHILE) where its sender has corrected it since it was looked at.
    """
    response = release.locked(context, response_id)
    RESPONSE_WORDS.require(context, TreatmentVerb.COVER, response)
    check(seen, response.revision)
    if not _take_out(context, response, lambda text: personal.covered(text, words)):
        raise Refusal(Reason.NOTHING_TO_COVER)
    moderation.rule(context, release.ref(response), Ruled.REDACTED, reason=reason, revision=response.revision)
    release.pass_gate(context, response)
    if response.state is ResponseState.WAITING:  # for a person, who is looking at it
        deed.ask(context, RESPONSE, ResponseVerb.RELEASE, response)
        release.post(context, response)
    return deed.enter(context, TreatmentVerb.COVER, response)


def say_understood(context: Context, remark_id: int, *, meets: Meets, reason: str = "") -> Remark:
    """Say, once, whether the answer to one's remark speaks to what one said, and why.

    Refusals as `checked_reason`. Who said so before breaks a unique key.
    """
    remark = queries.remark(context, remark_id)
    context.lock(remark)
    UNDERSTOOD.require(context, TreatmentVerb.SAY_UNDERSTOOD, remark)
    why = checked_reason(meets, reason)
    remark.understanding = Understanding(remark_id=remark.id, meets=meets, reason=why, at=context.now)
    renditions.ask_again(context, Ref(Kind.HEARING, remark.response.hearing_id))
    return deed.enter(context, TreatmentVerb.SAY_UNDERSTOOD, remark)


def answer_again(context: Context, remark_id: int, *, answer: str) -> Remark:
    """Answer a remark once more, after it was said whether the answer speaks to it; the first answer stands."""
    remark = _said_of(context, remark_id, TreatmentVerb.ANSWER_AGAIN)
    assert remark.understanding is not None
    remark.understanding.again, remark.understanding.again_at = answer, context.now
    renditions.ask_again(context, Ref(Kind.HEARING, remark.response.hearing_id))
    responses.tell(context, remark.response, "answered_again")
    return deed.enter(context, TreatmentVerb.ANSWER_AGAIN, remark)


def hide_reason(context: Context, remark_id: int, *, rule: int, reason: str) -> Remark:
    """Hide why somebody says that an answer speaks to their words or not, by a house rule; it is counted still."""
    remark = _said_of(context, remark_id, TreatmentVerb.HIDE_REASON)
    assert remark.understanding is not None
    remark.understanding.is_hidden = True
    moderation.rule_by(
        context,
        Ref(Kind.REMARK, remark.id),
        Ruled.HIDDEN,
        number=rule,
        reason=reason,
        to=None,
        process_id=remark.process_id,
    )
    renditions.ask_again(context, Ref(Kind.HEARING, remark.response.hearing_id))
    responses.tell(context, remark.response, "reason_hidden", {"reason": reason})
    return deed.enter(context, TreatmentVerb.HIDE_REASON, remark)


def _said_of(context: Context, remark_id: int, verb: TreatmentVerb) -> Remark:
    remark = queries.remark(context, remark_id)
    UNDERSTOOD.require(context, verb, remark)
    context.lock(remark.understanding)
    UNDERSTOOD.require(context, verb, remark)
    return remark


def _take_out(context: Context, response: Response, change: Callable[[str], str]) -> bool:
    """Change the words of a response, of its remarks and the answers to them; return whether any of its own changed."""
    is_changed = release.rewrite(context, response, change)
    response.summary = response.summary and change(response.summary)
    for remark in queries.of_response(context, response.id):
        text = change(remark.text)
        is_changed |= text != remark.text
        remark.text = text
        writing.rewrite(context, Ref(Kind.REMARK, remark.id), change)
        for given in queries.answer_and_copies(context, remark.answer_id):
            given.heading, given.reason = change(given.heading), given.reason and change(given.reason)
        if remark.understanding is not None:
            said = remark.understanding
            reason, again = change(said.reason), change(said.again)
            is_changed |= (reason, again) != (said.reason, said.again)
            said.reason, said.again = reason, again
    for told in queries.alike(context, response.id):
        if told.is_told:
            ledger.enter(context, told.process_id, subject_of(told), record_of(told))
    writing.rewrite(context, release.ref(response), change)
    sheets.rewrite(context, Ref(Kind.HEARING, response.hearing_id), change)
    if is_changed:
        themes = queries.themes(context, response.hearing_id)
        telling = [one.id for one in themes if change(one.name) != one.name]  # renamed, two could have one name
        context.session.execute(delete(remark_theme).where(remark_theme.c.theme_id.in_(telling)))
        context.session.execute(delete(Theme).where(Theme.id.in_(telling)))
    return is_changed


def confirm_redaction(context: Context, redaction_id: int) -> Redaction:
    """Take words out of a report's published versions, as the second person, and out of all that quotes them.

    Councils' points and residents' quotes of a section, the board, and every document made of these, the notes and
    files of the hearings on it too. Refusal(NOT_YOURS) for who asked for it.
    """
    asked, blackened = report_release.carry_redaction(context, redaction_id)
    heard = hearing_queries.of_report(context, asked.report_id)
    points, parts = hearing_queries.points_of(context, heard), response_queries.quoting(context, heard)
    quoting: list[DraftPoint | ResponsePart] = [*points, *parts]
    for one in quoting:
        one.quote = blackened(one.quote)
    for hearing_id in heard:
        renditions.ask_again(context, Ref(Kind.HEARING, hearing_id))
    return asked


def mark_ready(context: Context, hearing_id: int) -> Hearing:
    """Say that the hearing note (høringsnotat) is ready.

    Refusal(STILL_HELD) while a response waits for the gate, Refusal(ANSWERS_UNTREATED) while there is one that nobody
    has made remarks of or summed up, Refusal(REMARKS_UNTREATED) or Refusal(CHANGE_MISSING) while a remark lacks its
    answer or its change, Refusal(ANSWERS_UNREAD) where the organisation wants a second reader and one is missing,
    Refusal(WORDS_GONE) where a sender has corrected the answer since a remark was made of it; the refusal says which.
    """
    hearing = context.lock(hearing_queries.hearing(context, hearing_id))
    HEARING_NOTE.require(context, TreatmentVerb.MARK_READY, hearing)
    _check_treated(context, hearing)
    hearing.ready_at = context.now
    deed.did(context, HEARING_NOTE, TreatmentVerb.MARK_READY, hearing)
    hearings.post(context, hearing)
    return hearing


def take_back(context: Context, hearing_id: int) -> Hearing:
    """Open the note again for treatment."""
    hearing = deed.do(context, HEARING_NOTE, TreatmentVerb.TAKE_BACK, hearing_queries.hearing(context, hearing_id))
    hearing.ready_at = None
    hearings.post(context, hearing)
    return hearing


def conclude(context: Context, hearing_id: int) -> Hearing:
    """Publish the hearing note, ask for its documents, and tell everybody who answered what became of it.

    The same refusals as `mark_ready`: an answer may have come in since.
    """
    hearing = context.lock(hearing_queries.hearing(context, hearing_id))
    HEARING_NOTE.require(context, TreatmentVerb.CONCLUDE, hearing)
    _check_treated(context, hearing)
    hearing.concluded_at = context.now
    deed.did(context, HEARING_NOTE, TreatmentVerb.CONCLUDE, hearing)
    hearings.post(context, hearing)
    _tie(context, hearing)
    treated = queries.remarks_of(context, hearing.id)
    ledger.enter_all(context, hearing.process_id, {subject_of(one): record_of(one) for one in treated})
    for what in (What.NOTE, What.WHITE_BOOK):
        renditions.ask(context, Ref(Kind.HEARING, hearing.id), what, Format.PDF, Format.DOCX, Format.ODT)
    told = responses.tell_all(context, hearing, "note_published")
    ref, home = Ref(Kind.HEARING, hearing.id), [Ref(Kind.PROCESS, hearing.process_id)]
    following.tell(context, Step.NOTE_PUBLISHED, ref, hearing.title, within=home, besides=told)
    return hearing


def add_to_note(context: Context, hearing_id: int, *, text: str) -> Hearing:
    """Add words to a note that has been published, dated, and tell whom it concerns; what it says stays."""
    hearing = deed.do(context, HEARING_NOTE, TreatmentVerb.ADD_TO_NOTE, hearing_queries.hearing(context, hearing_id))
    correction.add(context, Spot(Ref(Kind.HEARING, hearing.id), "note", hearing.id), text)
    renditions.ask_again(context, Ref(Kind.HEARING, hearing.id))
    responses.tell_all(context, hearing, "note_added_to", {"text": text})
    return hearing


def hand_in_template(context: Context, folder: Path, *, name: str, content: bytes) -> LetterTemplate:
    """Hand in the Word file with merge fields of which reply letters are made; the worker reads which it has.

    Refusal(TEMPLATE_KIND) for what is no Word file by its content, Refusal(FILE_TOO_LARGE) above ten million bytes.
    """
    deed.begin(context, ORGANISATION_PHRASES, TreatmentVerb.HAND_IN_TEMPLATE, municipality(context))
    if len(content) > LARGEST:
        raise Refusal(Reason.FILE_TOO_LARGE)
    if kind_of(content) != DOCX:
        raise Refusal(Reason.TEMPLATE_KIND)
    stored = keep(context, folder, content, media_type=DOCX)
    made = LetterTemplate(
        name=shown_name(name, DOCX), file=stored, at=context.now, by_id=context.actor.person_id, fields=[]
    )
    return deed.enter(context, TreatmentVerb.HAND_IN_TEMPLATE, made)


def take_in_template(context: Context, template_id: int, fields: Sequence[str], *, is_read: bool) -> None:
    """Write down which fields a template has, or that it could not be read; for the worker."""
    found = context.lock(queries.template(context, template_id))
    if found.is_unread:
        found.fields, found.state = list(fields), TemplateState.READ if is_read else TemplateState.UNREADABLE


def ask_for_letters(context: Context, hearing_id: int) -> Hearing:
    """Ask the worker for a letter to each sender of a concluded hearing; Refusal(NO_TEMPLATE) where none is read."""
    hearing = deed.do(
        context, HEARING_NOTE, TreatmentVerb.ASK_FOR_LETTERS, hearing_queries.hearing(context, hearing_id)
    )
    if queries.newest_template(context) is None:
        raise Refusal(Reason.NO_TEMPLATE)
    renditions.ask(context, Ref(Kind.HEARING, hearing.id), What.LETTERS, Format.ZIP)
    return hearing


def ask_for_file(context: Context, hearing_id: int) -> Hearing:
    """Ask the worker for the whole file of a hearing, for the records system (ESDH)."""
    hearing = deed.do(context, HEARING_NOTE, TreatmentVerb.ASK_FOR_FILE, hearing_queries.hearing(context, hearing_id))
    renditions.ask(context, Ref(Kind.HEARING, hearing.id), What.DOSSIER, Format.ZIP)
    return hearing


def _tie(context: Context, hearing: Hearing) -> None:
    """Tie each remark to what it changed: to the text in its version, or to the version that has a section no more."""
    found = queries.changes_of(context, hearing.id)
    texts = [one for one in found if not one.is_deleted]
    trace.link_all(context, [(Ref(Kind.REMARK, one.remark), Ref(Kind.SECTION_TEXT, one.text)) for one in texts])
    trace.link_all(context, [(Ref(Kind.SECTION_TEXT, one.text), Ref(Kind.VERSION, one.version)) for one in texts])
    gone = [one for one in found if one.is_deleted]
    trace.link_all(context, [(Ref(Kind.REMARK, one.remark), Ref(Kind.VERSION, one.version)) for one in gone])


def _check_treated(context: Context, hearing: Hearing) -> None:
    if held := response_queries.unfinished(context, hearing.id):
        raise Refusal(Reason.STILL_HELD, about=_listed(held))
    if untouched := queries.untouched(context, hearing.id):
        raise Refusal(Reason.ANSWERS_UNTREATED, about=_listed([str(one) for one in untouched]))
    for misses_change, reason in ((False, Reason.REMARKS_UNTREATED), (True, Reason.CHANGE_MISSING)):
        waiting = queries.waiting(context, hearing.id, misses_change=misses_change)
        if waiting:
            raise Refusal(reason, about=_listed(waiting))
    if municipality(context).reads_twice and (unread := queries.unread(context, hearing.id)):
        raise Refusal(Reason.ANSWERS_UNREAD, about=_listed(unread))
    gone = [
        f"{number}.{remark_number}"
        for number, remark_number, text, whole in queries.words_of(context, hearing.id)
        if _flat(text) not in _flat(whole)
    ]
    if gone:
        raise Refusal(Reason.WORDS_GONE, about=_listed(gone))


def _listed(numbers: Sequence[str]) -> str:
    """Return numbers in a row, and how many more there are than are said."""
    said = ", ".join(numbers[:SAID])
    return f"{said} … (+{len(numbers) - SAID})" if len(numbers) > SAID else said


def _heard(context: Context, response: Response, ids: Iterable[int]) -> list[SectionText]:
    heard = {one.id: one for one in version(context, response.version_id).texts}
    wanted = list(dict.fromkeys(ids))
    if any(one not in heard for one in wanted):
        raise Refusal(Reason.NOT_FOUND)
    return [heard[one] for one in wanted]


def _themes(context: Context, hearing_id: int, names: Iterable[str]) -> list[Theme]:
    present = {one.name.casefold(): one for one in queries.themes(context, hearing_id)}
    wanted: dict[str, Theme] = {}
    for name in (" ".join(name.split()) for name in names if name.strip()):
        key = name.casefold()
        if key not in present:
            present[key] = Theme(hearing_id=hearing_id, name=name)
            context.session.add(present[key])
        wanted[key] = present[key]
    return list(wanted.values())


def _drop_empty(context: Context, answer: Answer | None) -> None:
    """Delete an answer that no remark has any more: nobody would see, change or redact it."""
    if answer is None:
        return
    context.session.flush()
    context.session.expire(answer, ["remarks"])
    left = queries.answer(context, answer.id)
    if not left.remarks:
        context.session.delete(left)


def _locked(context: Context, remark_ids: Sequence[int]) -> Sequence[Remark]:
    """Return remarks with their hearings locked: what concludes a hearing waits for what goes on in it.

    They are read under the lock: another officer may have answered them meanwhile. Refusal(NOT_FOUND) where one is
    missing.
    """
    for hearing in queries.hearings_of(context, remark_ids):
        context.lock(hearing)
    for one in [one for one in context.session if isinstance(one, Remark) and one.id in remark_ids]:
        context.session.expire(one)  # as it was before the wait
    return queries.remarks(context, remark_ids)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _blackened(text: str, whole: str, pattern: re.Pattern[str]) -> str:
    """Return a text without the words; one that is part of the whole answer may begin or end inside them."""
    flat = _flat(text)
    start = whole.find(flat) if flat else -1
    end = start + len(flat)
    cut = [one for one in pattern.finditer(whole) if start >= 0 and one.start() < end and one.end() > start]
    if all(start <= one.start() and one.end() <= end for one in cut):
        return pattern.sub(BLACK, text)
    kept, at = "", start
    for one in cut:
        kept += whole[at : max(at, one.start())] + BLACK
        at = one.end()
    return kept + whole[at:end]
