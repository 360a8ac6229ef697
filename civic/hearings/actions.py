"""Hearings: every write."""

from datetime import date, timedelta

from civic.db.base import end_of_day
from civic.dialogue.models import Outcome
from civic.files import renditions
from civic.files.renditions import Format, What
from civic.hearings import queries
from civic.hearings.models import (
    Hearing,
    HearingParty,
    Medium,
    PartyState,
    Remark,
    RemarkState,
    Response,
    Stance,
)
from civic.hearings.workflow import HEARING, PARTY, REMARK, PartyVerb, RemarkVerb, Verb
from civic.kernel import audit, cpr, outbox, trace
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.receipt import new_code
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.people.models import Body
from civic.people.queries import holders
from civic.proposals.queries import proposal
from civic.reports.queries import section_text, version
from civic.reports.workflow import REPORT
from civic.reports.workflow import Verb as ReportVerb
from civic.search import index

SHORTEST_HEARING = timedelta(days=14)
"""The least time a council should have; shorter needs a written reason (the municipality's own minimum)."""


def start_hearing(
    context: Context,
    version_id: int,
    *,
    title: str,
    what_is_proposed: str,
    what_it_means: str,
    what_can_change: str,
    is_example: bool = False,
) -> Hearing:
    """Prepare a hearing on one frozen version of a report."""
    heard = version(context, version_id)
    REPORT.step(context, ReportVerb.START_HEARING, heard.report)
    hearing = Hearing(
        process_id=heard.report.process_id,
        version=heard,
        title=title,
        what_is_proposed=what_is_proposed,
        what_it_means=what_it_means,
        what_can_change=what_can_change,
        is_example=is_example,
        parties=[],
    )
    context.session.add(hearing)
    audit.record(context, ReportVerb.START_HEARING, hearing)
    return hearing


def invite(context: Context, hearing_id: int, body: Body) -> HearingParty:
    """Make a council a party; a second invitation of the same council breaks a unique key."""
    hearing = context.lock(queries.hearing(context, hearing_id))
    hearing.state = HEARING.step(context, Verb.INVITE, hearing)
    party = HearingParty(hearing=hearing, body=body, response=None)
    context.session.add(party)
    audit.record(context, Verb.INVITE, party)
    return party


def open_hearing(context: Context, hearing_id: int, *, last_day: date, short_deadline_reason: str = "") -> Hearing:
    """Open a hearing until the end of `last_day`, Danish time, and write to every party's secretary.

    Refusal(NO_PARTIES) without parties, Refusal(SHORT_DEADLINE) below the minimum without a reason,
    Refusal(DEADLINE_PASSED) for a day that is over.
    """
    hearing = context.lock(queries.hearing(context, hearing_id))
    opened = HEARING.step(context, Verb.OPEN, hearing)
    closes_at = end_of_day(last_day)
    if not hearing.parties:
        raise Refusal(Reason.NO_PARTIES)
    if closes_at <= context.now:
        raise Refusal(Reason.DEADLINE_PASSED)
    if closes_at - context.now < SHORTEST_HEARING and not short_deadline_reason:
        raise Refusal(Reason.SHORT_DEADLINE)
    hearing.state, hearing.opens_at, hearing.closes_at = opened, context.now, closes_at
    hearing.short_deadline_reason = short_deadline_reason or None
    index.put(context, "hearing", hearing.id, title=hearing.title, text=hearing.what_is_proposed)
    audit.record(context, Verb.OPEN, hearing)
    for party in hearing.parties:
        for seat in holders(context, Scope.BODY, party.body_id, Role.SECRETARY):
            about = {"party_id": party.id, "title": hearing.title}
            outbox.mail(context, "hearing_invitation", to=seat.person_id, data=about)
    return hearing


def draft_response(context: Context, party_id: int, *, text: str) -> HearingParty:
    """Keep a council's unfinished answer; only the council sees it."""
    party = _locked(context, party_id)
    party.state = PARTY.step(context, PartyVerb.DRAFT, party)
    party.draft = text
    audit.record(context, PartyVerb.DRAFT, party)
    return party


def submit_response(
    context: Context, party_id: int, *, text: str, stance: Stance = Stance.REMARKS, is_example: bool = False
) -> Response:
    """Enter a party's høringssvar, once; one after the deadline is kept and marked late."""
    party = _locked(context, party_id)
    party.state = PARTY.step(context, PartyVerb.SUBMIT, party)
    return _enter(context, PartyVerb.SUBMIT, party, Medium.WRITTEN, text, stance, None, is_example)


def record_response(
    context: Context,
    party_id: int,
    *,
    text: str,
    meeting_on: date,
    stance: Stance = Stance.REMARKS,
    is_example: bool = False,
) -> Response:
    """Write down what a council answered orally at its own meeting; it is shown as oral, noted by the officer."""
    party = _locked(context, party_id)
    party.state = PARTY.step(context, PartyVerb.RECORD, party)
    party.presented_on = party.presented_on or meeting_on
    return _enter(context, PartyVerb.RECORD, party, Medium.ORAL, text, stance, meeting_on, is_example)


def mask_response(context: Context, party_id: int) -> HearingParty:
    """Replace the CPR-like numbers in the council's own held response and let it be shown."""
    party = _locked(context, party_id)
    party.state = PARTY.step(context, PartyVerb.MASK, party)
    response = _response_of(party)
    response.text = cpr.masked(response.text)
    audit.record(context, PartyVerb.MASK, party)
    return party


def release_response(context: Context, party_id: int, *, reason: str) -> HearingParty:
    """Let a held response be shown as it is, with the reason."""
    party = _locked(context, party_id)
    party.state = PARTY.step(context, PartyVerb.RELEASE, party)
    _response_of(party).release_reason = reason
    audit.record(context, PartyVerb.RELEASE, party)
    return party


def split(
    context: Context,
    party_id: int,
    *,
    text: str,
    section_text_id: int | None = None,
    proposal_id: int | None = None,
    is_example: bool = False,
) -> Remark:
    """Make one remark of a response, tied to a section of the version heard and to the proposal it came from.

    Refusal(NOT_THEIR_WORDS) for words that are not in the response: a remark is published as the council's own.
    """
    party = _locked(context, party_id)
    party.state = PARTY.step(context, PartyVerb.SPLIT, party)
    response = _response_of(party)
    if " ".join(text.split()) not in " ".join(response.text.split()):
        raise Refusal(Reason.NOT_THEIR_WORDS)
    heard = section_text(context, section_text_id) if section_text_id else None
    if heard is not None and heard.version_id != party.hearing.version_id:
        raise Refusal(Reason.NOT_FOUND)
    remark = Remark(
        process_id=party.hearing.process_id,
        response=response,
        number=queries.next_remark_number(context, response.id),
        text=text,
        section_text=heard,
        is_example=is_example,
    )
    context.session.add(remark)
    audit.record(context, PartyVerb.SPLIT, remark)
    trace.link(context, Ref(Kind.RESPONSE, response.id), Ref(Kind.REMARK, remark.id))
    if proposal_id is not None:
        origin = proposal(context, proposal_id)
        trace.link(context, Ref(Kind.PROPOSAL, origin.id), Ref(Kind.REMARK, remark.id))
    return remark


def answer_remark(context: Context, remark_id: int, *, outcome: Outcome, reason: str) -> Remark:
    """Answer a remark with an outcome and a reason; an accepted one then misses its change."""
    remark = _locked_remark(context, remark_id)
    REMARK.step(context, RemarkVerb.ANSWER, remark)
    remark.outcome, remark.reason = outcome, reason
    remark.answered_at = context.now
    remark.answered_for = remark.response.party.hearing.process.contact_unit
    audit.record(context, RemarkVerb.ANSWER, remark)
    return remark


def link_change(context: Context, remark_id: int, section_text_id: int) -> Remark:
    """Tie an accepted remark to the words it changed in a later version.

    Refusal(NOTHING_CHANGED) when the section reads as it did in the version heard.
    """
    remark = _locked_remark(context, remark_id)
    REMARK.step(context, RemarkVerb.LINK_CHANGE, remark)
    changed = section_text(context, section_text_id)
    heard = version(context, remark.response.party.hearing.version_id)
    if changed.version.report_id != heard.report_id or changed.version_id <= heard.id:
        raise Refusal(Reason.NOT_FOUND)
    before = next((text.text for text in heard.texts if text.section_id == changed.section_id), None)
    if before == changed.text:
        raise Refusal(Reason.NOTHING_CHANGED)
    remark.change = changed
    trace.link(context, Ref(Kind.REMARK, remark.id), Ref(Kind.SECTION_TEXT, changed.id))
    trace.link(context, Ref(Kind.SECTION_TEXT, changed.id), Ref(Kind.VERSION, changed.version_id))
    audit.record(context, RemarkVerb.LINK_CHANGE, remark)
    return remark


def say_treatment(context: Context, party_id: int, *, text: str) -> HearingParty:
    """Say in one sentence what became of a party's response as a whole."""
    party = _locked(context, party_id)
    party.state = PARTY.step(context, PartyVerb.SPLIT, party)
    _response_of(party).treatment = text
    audit.record(context, PartyVerb.SPLIT, party)
    return party


def conclude(context: Context, hearing_id: int) -> Hearing:
    """Publish the hearing note (høringsnotat) and tell every party what became of its remarks.

    Refusal(STILL_HELD) while a response is held, Refusal(REMARKS_UNTREATED) or Refusal(CHANGE_MISSING) while a
    remark lacks its answer or its change; the refusal says which.
    """
    hearing = context.lock(queries.hearing(context, hearing_id))
    concluded = HEARING.step(context, Verb.CONCLUDE, hearing)
    if any(party.state is PartyState.HELD for party in hearing.parties):
        raise Refusal(Reason.STILL_HELD)
    remarks = queries.remarks_of(context, hearing.id)
    for state, reason in (
        (RemarkState.UNTREATED, Reason.REMARKS_UNTREATED),
        (RemarkState.CHANGE_MISSING, Reason.CHANGE_MISSING),
    ):
        waiting = [f"{r.response.number}.{r.number}" for r in remarks if r.state_at(context.now) is state]
        if waiting:
            raise Refusal(reason, about=", ".join(waiting))
    answered = [party for party in hearing.parties if party.state is PartyState.SUBMITTED]
    for party in answered:
        party.state = PARTY.step(context, PartyVerb.CONCLUDE, party)
    hearing.state, hearing.concluded_at = concluded, context.now
    renditions.ask(context, Ref(Kind.HEARING, hearing.id), What.NOTE, Format.PDF, Format.DOCX, Format.ODT)
    audit.record(context, Verb.CONCLUDE, hearing)
    for party in hearing.parties:
        for seat in holders(context, Scope.BODY, party.body_id, Role.SECRETARY):
            about = {"hearing_id": hearing.id, "title": hearing.title}
            outbox.mail(context, "note_published", to=seat.person_id, data=about)
    return hearing


def _locked(context: Context, party_id: int) -> HearingParty:
    """Return a party's seat, locked, its hearing first: what concludes a hearing waits for what goes on in it."""
    party = queries.party(context, party_id)
    context.lock(party.hearing)
    return context.lock(party)


def _locked_remark(context: Context, remark_id: int) -> Remark:
    remark = queries.remark(context, remark_id)
    context.lock(remark.response.party.hearing)
    return context.lock(remark)


def _enter(
    context: Context,
    verb: PartyVerb,
    party: HearingParty,
    medium: Medium,
    text: str,
    stance: Stance,
    meeting_on: date | None,
    is_example: bool,
) -> Response:
    hearing = party.hearing
    response = Response(
        hearing_id=hearing.id,
        party=party,
        number=queries.next_response_number(context, hearing.id),
        receipt=new_code(),
        medium=medium,
        stance=stance,
        text=text,
        meeting_on=meeting_on,
        submitted_at=context.now,
        submitted_by_id=context.actor.person_id,
        is_late=hearing.closes_at is not None and context.now >= hearing.closes_at,
        is_example=is_example,
        remarks=[],
    )
    context.session.add(response)
    party.draft = ""
    if cpr.is_in(text):
        party.state = PARTY.step(context, PartyVerb.HOLD, party)
    audit.record(context, verb, party)
    if context.actor.person_id is not None:
        about = {"response_id": response.id, "number": response.number, "title": hearing.title}
        outbox.mail(context, "response_received", to=context.actor.person_id, data=about)
    return response


def _response_of(party: HearingParty) -> Response:
    if party.response is None:
        raise Refusal(Reason.NOT_NOW)
    return party.response
