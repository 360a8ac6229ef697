"""Hearings and the way of their parties: every write up to the answer itself."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from civic.areas.actions import put_about
from civic.board import actions as board
from civic.bodies.models import Body
from civic.db.base import end_of_day
from civic.dialogue import actions as dialogue
from civic.dialogue.models import Comment
from civic.files import renditions, uploads
from civic.files.uploads import TEXTS, Upload
from civic.following import actions as following
from civic.following.models import Step
from civic.hearings import queries
from civic.hearings.models import (
    Audience,
    DeadlineChange,
    DraftPoint,
    Hearing,
    HearingParty,
    HearingState,
    Moderation,
    PartyState,
    Question,
    Stance,
)
from civic.hearings.notices import notice
from civic.hearings.workflow import HEARING, PARTY, REPORT_HEARINGS, HearingVerb
from civic.kernel import correction, deed, outbox
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.markup import reading
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.people.queries import holders, municipality
from civic.reports.queries import section_text, version
from civic.writing import actions as writing
from civic.writing.actions import Woven


def start_hearing(
    context: Context,
    version_id: int,
    *,
    title: str,
    what_is_proposed: str,
    what_it_means: str,
    what_can_change: str,
    asks: str = "",
    audience: Audience = Audience.PARTIES,
    moderation: Moderation = Moderation.AFTER,
    allows_protected_names: bool = False,
    topics: Iterable[int] = (),
    questions: Iterable[str] = (),
    is_example: bool = False,
) -> Hearing:
    """Prepare a hearing on one frozen version of a report; the bodies its topics call for become its parties."""
    heard = version(context, version_id)
    REPORT_HEARINGS.require(context, HearingVerb.START_HEARING, heard.report)
    touched = list(dict.fromkeys(topics))
    hearing = Hearing(
        process_id=heard.report.process_id,
        process=heard.report.process,
        version=heard,
        title=title,
        asks=asks,
        what_is_proposed=what_is_proposed,
        what_it_means=what_it_means,
        what_can_change=what_can_change,
        audience=audience,
        moderation=moderation,
        allows_protected_names=allows_protected_names,
        is_example=is_example,
        parties=[],
        questions=[Question(number=number, text=text) for number, text in enumerate(questions, 1)],
        deadline_changes=[],
    )
    deed.enter(context, HearingVerb.START_HEARING, hearing)
    put_about(context, Ref(Kind.HEARING, hearing.id), topic_ids=touched, area_ids=())
    if audience is not Audience.EVERYONE:
        for body in queries.bodies_for(context, touched):
            _seat(context, hearing, body, heard.id)
    post(context, hearing)
    return hearing


def invite(context: Context, hearing_id: int, body: Body, *, version_id: int | None = None) -> HearingParty:
    """Make a body a party, asked about the hearing's version or about another of the same report.

    A second invitation of the same body breaks a unique key. In an open hearing it is written to at once.
    Refusal(NOT_FOUND) for a version of another report.
    """
    hearing = deed.begin(context, HEARING, HearingVerb.INVITE, queries.hearing(context, hearing_id))
    heard = version(context, version_id) if version_id else hearing.version
    if heard.report_id != hearing.version.report_id:
        raise Refusal(Reason.NOT_FOUND)
    party = _seat(context, hearing, body, heard.id)
    deed.enter(context, HearingVerb.INVITE, party)
    if hearing.opens_at is not None:
        _send_invitation(context, party)
    post(context, hearing)
    return party


def withdraw_invitation(context: Context, party_id: int) -> Hearing:
    """Take a party out of a hearing that has not been opened."""
    party = locked_party(context, party_id)
    HEARING.require(context, HearingVerb.WITHDRAW_INVITATION, party.hearing)
    deed.enter(context, HearingVerb.WITHDRAW_INVITATION, party)
    context.session.delete(party)
    context.session.flush()
    context.session.expire(party.hearing, ["parties"])
    hearing = queries.hearing(context, party.hearing_id)
    post(context, hearing)
    return hearing


def add_material(context: Context, hearing_id: int, folder: Path, *, name: str, content: bytes) -> Upload:
    """Put a document beside the version that is heard; it is shown once the worker has looked through it."""
    hearing = deed.begin(context, HEARING, HearingVerb.ADD_MATERIAL, queries.hearing(context, hearing_id))
    added = uploads.receive(context, folder, Ref(Kind.HEARING, hearing.id), name=name, content=content, allowed=TEXTS)
    return deed.enter(context, HearingVerb.ADD_MATERIAL, added)


def judge_material(context: Context, hearing_id: int, upload_id: int, *, is_shown: bool, reason: str) -> Upload:
    """Release a document the gate held back, or withhold one from the public, with the reason.

    Refusal(NOT_READ_YET) for a document the worker has not looked through.
    """
    hearing = context.lock(queries.hearing(context, hearing_id))
    HEARING.require(context, HearingVerb.JUDGE_MATERIAL, hearing)
    found = uploads.judge(context, Ref(Kind.HEARING, hearing.id), upload_id, is_shown=is_shown, reason=reason)
    deed.enter(context, HearingVerb.JUDGE_MATERIAL, found)
    renditions.ask_again(context, Ref(Kind.HEARING, hearing.id))
    return found


def correct(
    context: Context, hearing_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Hearing:
    """Correct what a hearing says of itself until its deadline; the room of the answers tells everybody."""
    hearing = deed.begin(context, HEARING, HearingVerb.CORRECT, queries.hearing(context, hearing_id))
    _correct(context, hearing, "hearing", hearing, values, reason, seen)
    post(context, hearing)
    return hearing


def correct_question(
    context: Context, question_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Hearing:
    """Correct a question that a hearing asks, until its deadline; whoever answered it answered as it read then."""
    question = queries.question(context, question_id)
    hearing = deed.begin(context, HEARING, HearingVerb.CORRECT, queries.hearing(context, question.hearing_id))
    _correct(context, hearing, "question", question, values, reason, seen)
    post(context, hearing)
    return hearing


def correct_rules(
    context: Context, hearing_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Hearing:
    """Change who may answer a hearing, and how, before it is opened; Refusal(NOT_NOW) after."""
    hearing = deed.begin(context, HEARING, HearingVerb.CORRECT, queries.hearing(context, hearing_id))
    if hearing.state is not HearingState.DRAFT:
        raise Refusal(Reason.NOT_NOW)
    _correct(context, hearing, "hearing", hearing, values, reason, seen)
    post(context, hearing)
    return hearing


def _correct(
    context: Context,
    hearing: Hearing,
    part: str,
    row: Hearing | Question,
    values: Mapping[str, object],
    reason: str,
    seen: str | None,
) -> None:
    is_public = hearing.state is not HearingState.DRAFT
    about = f"{row.number}" if isinstance(row, Question) else ""
    spot = Spot(Ref(Kind.HEARING, hearing.id), part, row.id, about)
    correction.correct(context, HearingVerb.CORRECT, spot, row, values, reason=reason, seen=seen, is_public=is_public)


def open_hearing(
    context: Context,
    hearing_id: int,
    *,
    last_day: date,
    short_deadline_reason: str = "",
    left_out_reason: str = "",
) -> Hearing:
    """Open a hearing until the end of `last_day`, Danish time, and write to every party.

    Refusal(NO_PARTIES) when nobody could answer, Refusal(DEADLINE_PASSED) for a day that is over. Below the
    municipality's minimum Refusal(SHORT_DEADLINE), before a party's next meeting Refusal(COUNCILS_LATE), and with a
    body that the law or an agreement wants heard left out Refusal(PARTY_LEFT_OUT), each without its reason.
    Source: retssikkerhedsloven sections 30 and 37 a.
    """
    hearing = context.lock(queries.hearing(context, hearing_id))
    HEARING.require(context, HearingVerb.OPEN, hearing)
    closes_at = end_of_day(last_day)
    if not hearing.parties and hearing.audience is Audience.PARTIES:
        raise Refusal(Reason.NO_PARTIES)
    _check_deadline(context, closes_at, short_deadline_reason)
    if not short_deadline_reason and (late := queries.out_of_reach(context, hearing, last_day)):
        raise Refusal(Reason.COUNCILS_LATE, about=", ".join(one.body.name for one in late))
    missing = queries.left_out(context, hearing)
    if missing and not left_out_reason:
        raise Refusal(Reason.PARTY_LEFT_OUT, about=", ".join(one.name for one in missing))
    deed.did(context, HEARING, HearingVerb.OPEN, hearing)
    hearing.opens_at, hearing.closes_at = context.now, closes_at
    hearing.short_deadline_reason = short_deadline_reason or None
    hearing.left_out_reason = left_out_reason if missing else None
    post(context, hearing)
    for party in hearing.parties:
        _send_invitation(context, party)
    home = [Ref(Kind.PROCESS, hearing.process_id)]
    following.tell(context, Step.HEARING_OPENED, Ref(Kind.HEARING, hearing.id), hearing.title, within=home)
    return hearing


def move_deadline(context: Context, hearing_id: int, *, last_day: date, reason: str) -> Hearing:
    """Move the deadline to a later day (fristforlængelse), and log why; the room of the answers tells everybody.

    Refusal(DEADLINE_PASSED) for a day that is not later.
    """
    hearing = context.lock(queries.hearing(context, hearing_id))
    HEARING.require(context, HearingVerb.EXTEND, hearing)
    closes_at = end_of_day(last_day)
    before = hearing.closes_at
    if before is None or closes_at <= before or closes_at <= context.now:
        raise Refusal(Reason.DEADLINE_PASSED)
    deed.did(context, HEARING, HearingVerb.EXTEND, hearing)
    hearing.closes_at = closes_at
    change = DeadlineChange(
        hearing_id=hearing.id,
        before=before,
        after=closes_at,
        reason=reason,
        at=context.now,
        by_id=context.actor.person_id,
    )
    hearing.deadline_changes.append(change)
    for party in hearing.parties:
        party.reminded_at = None
    post(context, hearing)
    return hearing


def follow(context: Context, hearing_id: int, *, is_on: bool = True) -> Hearing:
    """Hear of it when the deadline moves and when the note is published, or stop hearing of it."""
    verb = HearingVerb.FOLLOW if is_on else HearingVerb.UNFOLLOW
    found = queries.hearing(context, hearing_id)
    HEARING.require(context, verb, found)
    (following.follow if is_on else following.unfollow)(context, Ref(Kind.HEARING, found.id))
    return deed.enter(context, verb, found)


def receive(context: Context, party_id: int) -> HearingParty:
    """Say that the council has received the hearing."""
    party = _stepped(context, party_id, HearingVerb.RECEIVE)
    party.received_at = context.now
    return party


def set_agenda(context: Context, party_id: int, *, on: date, seen: str | None = None) -> HearingParty:
    """Put the hearing on the agenda of the council's meeting; Refusal(WRITTEN_MEANWHILE) where another day was set."""
    party = locked_party(context, party_id)
    check(seen, party.agenda_on)
    deed.did(context, PARTY, HearingVerb.SET_AGENDA, party)
    party.agenda_on = on
    party.received_at = party.received_at or context.now
    return party


def write_draft(context: Context, party_id: int, *, text: str, edit: int) -> tuple[HearingParty, Woven]:
    """Write in the council's shared draft; two edits are put together, and where they clash both are returned."""
    party = locked_party(context, party_id)
    PARTY.require(context, HearingVerb.DRAFT, party)
    woven = writing.weave(context, Ref(Kind.PARTY, party.id), text=text, seen=edit)
    if woven.clashes:
        return party, woven
    party.draft, party.edit, party.drafted_at = woven.text, woven.edit, context.now
    deed.did(context, PARTY, HearingVerb.DRAFT, party)
    return party, woven


def keep_typed(context: Context, party_id: int, *, text: str, edit: int) -> None:
    """Keep what a member has typed so far, unsaved; the others see that somebody writes here."""
    party = queries.party(context, party_id)
    PARTY.require(context, HearingVerb.DRAFT, party)
    writing.keep_copy(context, Ref(Kind.PARTY, party.id), text=text, seen=edit)


def add_point(context: Context, party_id: int, *, section_text_id: int, text: str, quote: str = "") -> DraftPoint:
    """Point at a section of the version heard, or at words marked in it, and say something about them.

    Refusal(NOT_FOUND) for a section of another version, Refusal(NOT_THEIR_WORDS) for marked words that do not stand in
    the section.
    """
    party = locked_party(context, party_id)
    deed.ask(context, PARTY, HearingVerb.DRAFT, party)
    heard = section_text(context, section_text_id)
    if heard.version_id != party.version_id:
        raise Refusal(Reason.NOT_FOUND)
    if " ".join(quote.split()) not in " ".join(reading(heard.text).split()):
        raise Refusal(Reason.NOT_THEIR_WORDS)
    point = DraftPoint(
        party_id=party.id,
        number=queries.next_point_number(context, party.id),
        section_text=heard,
        quote=quote,
        text=text,
        person_id=context.actor.person_id,
    )
    party.points.append(point)
    party.drafted_at = context.now
    deed.enter(context, HearingVerb.DRAFT, party)
    return point


def take_out_point(context: Context, party_id: int, number: int) -> HearingParty:
    """Take a point out of the draft. Refusal(NOT_FOUND) for a number it has not."""
    party = locked_party(context, party_id)
    PARTY.require(context, HearingVerb.TAKE_OUT_POINT, party)
    point = next((one for one in party.points if one.number == number), None)
    if point is None:
        raise Refusal(Reason.NOT_FOUND)
    party.points.remove(point)
    context.session.delete(point)
    return deed.enter(context, HearingVerb.TAKE_OUT_POINT, party)


def discuss(context: Context, party_id: int, *, text: str, reply_to: int | None = None) -> Comment:
    """Say something about the draft to the council alone; nobody else sees it, the officer neither."""
    party = queries.party(context, party_id)
    PARTY.require(context, HearingVerb.DISCUSS, party)
    circle = (Scope.BODY, party.body_id)
    process_id = party.hearing.process_id
    return dialogue.comment(
        context, Kind.PARTY, party.id, process_id=process_id, text=text, circle=circle, reply_to=reply_to
    )


def put_to_adoption(
    context: Context, party_id: int, *, stance: Stance, offer: str = "", seen: str | None = None
) -> HearingParty:
    """Put the draft to adoption as it stands; nobody changes it until it is adopted or sent back.

    `offer` is what the council offers to take part in from now on, if it does. Refusal(NOTHING_SAID) for remarks
    without words, Refusal(WRITTEN_MEANWHILE) where the draft reads otherwise than was seen.
    """
    party = locked_party(context, party_id)
    PARTY.require(context, HearingVerb.PUT_TO_ADOPTION, party)
    check(seen, *party.drafted)
    if stance is Stance.REMARKS and not party.draft.strip() and not party.points and not offer.strip():
        raise Refusal(Reason.NOTHING_SAID)
    deed.did(context, PARTY, HearingVerb.PUT_TO_ADOPTION, party)
    party.stance, party.offer, party.adopting_at = stance, offer, context.now
    about = {"party_id": party.id, "title": party.hearing.title}
    for holder in holders(context, Scope.BODY, party.body_id, Role.CHAIR):
        outbox.mail(context, "draft_to_adopt", to=holder.person_id, data=about)
    return party


def send_back(context: Context, party_id: int) -> HearingParty:
    """Open the draft again for writing."""
    return _stepped(context, party_id, HearingVerb.SEND_BACK)


def adopt(context: Context, party_id: int, *, on: date | None = None, seen: str | None = None) -> HearingParty:
    """Adopt the draft as the council's own answer, as its chair; `on` is the meeting that decided it, where one did.

    Refusal(WRITTEN_MEANWHILE) where other words were put to adoption than the chair saw.
    """
    party = locked_party(context, party_id)
    PARTY.require(context, HearingVerb.ADOPT, party)
    check(seen, *party.decided)
    deed.did(context, PARTY, HearingVerb.ADOPT, party)
    party.adopted_at, party.adopted_on = context.now, on
    about = {"party_id": party.id, "title": party.hearing.title}
    for holder in holders(context, Scope.BODY, party.body_id, Role.SECRETARY):
        outbox.mail(context, "draft_adopted", to=holder.person_id, data=about)
    return party


def remind(context: Context, party_id: int) -> HearingParty:
    """Remind a council's secretary and chair that it has not answered, as case officer."""
    party = locked_party(context, party_id)
    PARTY.require(context, HearingVerb.REMIND, party)
    _remind(context, party)
    return party


def remind_when_due(context: Context, party_id: int) -> None:
    """Remind a council before the deadline, once for each deadline; for the worker."""
    party = locked_party(context, party_id)
    if party.reminded_at is None and party.state is not PartyState.SUBMITTED:
        party.reminded_at = context.now
        _remind(context, party)


def rewrite(context: Context, party_id: int, change: Callable[[str], str]) -> bool:
    """Change the words of a council's draft and its points, and of how they read before; return whether any changed.

    For those who have locked the hearing, and have asked whether the words of its answer may be changed.
    """
    party = context.lock(queries.party(context, party_id))
    before = [party.draft, party.offer, *(one.text for one in party.points)]
    party.draft, party.offer = change(party.draft), change(party.offer)
    for one in party.points:
        one.text = change(one.text)
    is_changed = before != [party.draft, party.offer, *(one.text for one in party.points)]
    return writing.rewrite(context, Ref(Kind.PARTY, party.id), change) or is_changed


def _seat(context: Context, hearing: Hearing, body: Body, version_id: int) -> HearingParty:
    party = HearingParty(hearing=hearing, body=body, version_id=version_id, points=[])
    context.session.add(party)
    context.session.flush()
    return party


def _remind(context: Context, party: HearingParty) -> None:
    about = _due(party)
    for holder in holders(context, Scope.BODY, party.body_id, Role.SECRETARY, Role.CHAIR):
        outbox.mail(context, "hearing_reminder", to=holder.person_id, data=about)
    deed.enter(context, HearingVerb.REMIND, party)


def _send_invitation(context: Context, party: HearingParty) -> None:
    party.invited_at = context.now
    about = _due(party)
    for holder in holders(context, Scope.BODY, party.body_id, Role.SECRETARY):
        outbox.mail(context, "hearing_invitation", to=holder.person_id, data=about)


def _due(party: HearingParty) -> dict[str, object]:
    closes_at = party.hearing.closes_at
    return {
        "party_id": party.id,
        "title": party.hearing.title,
        "closes_at": closes_at.isoformat() if closes_at else "",
    }


def _check_deadline(context: Context, closes_at: datetime, reason: str) -> None:
    shortest = timedelta(days=municipality(context).shortest_hearing)
    if closes_at <= context.now:
        raise Refusal(Reason.DEADLINE_PASSED)
    if closes_at - context.now < shortest and not reason:
        raise Refusal(Reason.SHORT_DEADLINE)


def post(context: Context, hearing: Hearing) -> None:
    """Say on the board how far a hearing is; for every room that carries it on."""
    board.put(context, notice(queries.hearing(context, hearing.id)))


def locked_party(context: Context, party_id: int) -> HearingParty:
    """Return a party, locked, its hearing first: what concludes a hearing waits for what goes on in it."""
    party = queries.party(context, party_id)
    context.lock(party.hearing)
    context.session.refresh(context.lock(party), ["points"])  # another member may have said something meanwhile
    return party


def _stepped(context: Context, party_id: int, verb: HearingVerb) -> HearingParty:
    return deed.did(context, PARTY, verb, locked_party(context, party_id))
