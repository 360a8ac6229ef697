"""Responses: every write, from receipt to release."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from pathlib import Path

from civic.files import renditions, uploads
from civic.files.uploads import TEXTS, Upload, UploadState
from civic.following.queries import followers
from civic.hearings import actions as hearings
from civic.hearings import queries as hearing_queries
from civic.hearings.models import Hearing, HearingParty, HearingState, PartyState, Stance
from civic.hearings.workflow import HEARING, PARTY, PartyVerb
from civic.hearings.workflow import Verb as HearingVerb
from civic.kernel import audit, cpr, outbox
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.personal import Detail
from civic.kernel.receipt import new_code
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.people.models import Sender
from civic.people.queries import holders
from civic.people.sealing import digest, new_token
from civic.responses import gate, queries
from civic.responses.models import (
    From,
    Medium,
    Response,
    ResponsePart,
    ResponseRevision,
    ResponseState,
    Said,
    fingerprint,
)
from civic.responses.workflow import OWN, RESPONSE, OwnVerb, Verb

SENDER = "sender"
"""What a person looks for in the file of somebody whose name is kept back."""
Files = Sequence[tuple[str, bytes]]
"""Files handed in with an answer: name and content."""


def submit(context: Context, party_id: int, *, is_example: bool = False) -> Response:
    """Enter a council's adopted draft as its høringssvar, once; one after the deadline is kept and marked late."""
    party = hearings.locked_party(context, party_id)
    party.state = PARTY.step(context, PartyVerb.SUBMIT, party)
    said = [Said(party.draft)] if party.draft.strip() else []
    said += [Said(one.text, one.section_text_id, quote=one.quote) for one in party.points]
    return _of_party(
        context, PartyVerb.SUBMIT, party, Medium.WRITTEN, said, party.stance or Stance.REMARKS, is_example=is_example
    )


def answer_alone(context: Context, party_id: int, *, text: str, stance: Stance) -> Response:
    """Answer for the council as its chair alone, in an urgent matter; it is marked so."""
    party = hearings.locked_party(context, party_id)
    party.state = PARTY.step(context, PartyVerb.ANSWER_ALONE, party)
    response = _of_party(context, PartyVerb.ANSWER_ALONE, party, Medium.WRITTEN, [Said(text)], stance)
    response.is_urgent = True
    return response


def hand_in(
    context: Context, party_id: int, folder: Path, *, name: str, content: bytes, adopted_on: date, stance: Stance
) -> Response:
    """Hand in a council's answer as a file; the worker reads its words into the answer, the file lies beside it.

    It counts from this moment. `adopted_on` is the meeting at which the council adopted it.
    """
    party = hearings.locked_party(context, party_id)
    party.state = PARTY.step(context, PartyVerb.HAND_IN, party)
    party.adopted_on = adopted_on
    response = _of_party(context, PartyVerb.HAND_IN, party, Medium.WRITTEN, [], stance)
    uploads.receive(
        context, folder, Ref(Kind.RESPONSE, response.id), name=name, content=content, allowed=TEXTS, is_text=True
    )
    response.state = ResponseState.READING
    return response


def record(
    context: Context,
    party_id: int,
    *,
    text: str,
    meeting_on: date,
    stance: Stance = Stance.REMARKS,
    is_example: bool = False,
) -> Response:
    """Write down what a council answered orally at its own meeting; shown as oral, for its chair to confirm."""
    party = hearings.locked_party(context, party_id)
    party.state = PARTY.step(context, PartyVerb.RECORD, party)
    party.presented_on = party.presented_on or meeting_on
    response = _of_party(context, PartyVerb.RECORD, party, Medium.ORAL, [Said(text)], stance, is_example=is_example)
    response.meeting_on = meeting_on
    about = {"response_id": response.id, "title": party.hearing.title}
    for seat in holders(context, Scope.BODY, party.body_id, Role.CHAIR):
        outbox.mail(context, "confirm_record", to=seat.person_id, data=about)
    return response


def confirm(context: Context, response_id: int) -> Response:
    """Confirm, as the council's chair, that what was written down is what the council said."""
    response = locked(context, response_id)
    response.state = RESPONSE.step(context, Verb.CONFIRM, response)
    response.confirmed_at = context.now
    audit.record(context, Verb.CONFIRM, response)
    return response


def answer(
    context: Context, hearing_id: int, sender: From, said: Sequence[Said], files: Files = (), folder: Path | None = None
) -> Response:
    """Enter a resident's or organisation's answer, with or without an account; late ones are kept and marked.

    Refusal(NOTHING_SAID) without words and files, Refusal(NO_PROTECTED_NAMES) where names are not kept back.
    """
    hearing = context.lock(hearing_queries.heard_text(context, hearing_id))
    HEARING.step(context, HearingVerb.ANSWER, hearing)
    return _of_sender(context, HearingVerb.ANSWER, hearing, sender, said, files, folder, Medium.WRITTEN, context.now)


def enter(
    context: Context,
    hearing_id: int,
    sender: From,
    said: Sequence[Said],
    files: Files = (),
    folder: Path | None = None,
    *,
    medium: Medium,
    received_at: datetime,
) -> Response:
    """Enter, as case officer, an answer that came on paper, by e-mail or by word of mouth; how it came is shown.

    Refusal(NOT_YET) for a moment that is to come, Refusal(NO_PROTECTED_NAMES) where names are not kept back.
    """
    hearing = context.lock(hearing_queries.heard_text(context, hearing_id))
    HEARING.step(context, HearingVerb.ENTER_ANSWER, hearing)
    if received_at > context.now:
        raise Refusal(Reason.NOT_YET)
    return _of_sender(context, HearingVerb.ENTER_ANSWER, hearing, sender, said, files, folder, medium, received_at)


def correct(context: Context, response_id: int, said: Sequence[Said]) -> Response:
    """Put other words in an answer's place until the deadline; how it read before is kept for the records.

    Refusal(NOTHING_SAID) without words.
    """
    response = locked(context, response_id)
    OWN.step(context, OwnVerb.CORRECT, response)
    kept = _present(said)
    context.session.add(
        ResponseRevision(
            response_id=response.id,
            revision=response.revision,
            text=response.text,
            received_hash=response.received_hash,
            received_at=response.submitted_at,
        )
    )
    response.parts.clear()
    context.session.flush()
    response.revision += 1
    response.released_at = None
    response.submitted_at, response.is_late = context.now, response.hearing.is_over_at(context.now)
    _say(response, kept)
    _pass(context, response)
    audit.record(context, OwnVerb.CORRECT, response)
    return response


def withdraw(context: Context, response_id: int) -> Response:
    """Take an answer back until the deadline; that there was one is kept, its words are shown to nobody."""
    response = locked(context, response_id)
    OWN.step(context, OwnVerb.WITHDRAW, response)
    response.state = ResponseState.WITHDRAWN
    audit.record(context, OwnVerb.WITHDRAW, response)
    renditions.ask_again(context, Ref(Kind.HEARING, response.hearing_id))
    return response


def confirm_address(context: Context, token: str) -> Response:
    """Confirm that the answer's address is its sender's, and send the receipt there.

    Refusal(LINK_EXPIRED) for a link that was followed before.
    """
    response = queries.by_confirmation(context, digest(token))
    assert response.sender is not None
    sender = context.lock(response.sender)
    if sender.confirm_hash is None:
        raise Refusal(Reason.LINK_EXPIRED)
    sender.confirm_hash, sender.confirmed_at = None, context.now
    audit.record(context, OwnVerb.CONFIRM_ADDRESS, response)
    tell(context, response, "answer_received")
    return response


def extend(context: Context, hearing_id: int, *, last_day: date, reason: str) -> Hearing:
    """Move a hearing's deadline, and tell its parties, its followers and everybody who has answered.

    Refusal(DEADLINE_PASSED) for a day that is not later.
    """
    hearing = hearings.move_deadline(context, hearing_id, last_day=last_day, reason=reason)
    closes_at = hearing.closes_at.isoformat() if hearing.closes_at else ""
    tell_all(context, hearing, "deadline_extended", {"closes_at": closes_at, "reason": reason})
    return hearing


def mask(context: Context, response_id: int) -> Response:
    """Replace the CPR-like numbers in one's own held answer; then it goes on through the gate."""
    response = locked(context, response_id)
    RESPONSE.step(context, Verb.MASK, response)
    rewrite(context, response, cpr.masked)
    _pass(context, response)
    audit.record(context, Verb.MASK, response)
    return response


def release(context: Context, response_id: int, *, reason: str = "") -> Response:
    """Let an answer be shown as it is; for one that was held or hidden, with the reason.

    Refusal(NOTHING_SAID) where the reason is missing.
    """
    response = locked(context, response_id)
    released = RESPONSE.step(context, Verb.RELEASE, response)
    if response.state is not ResponseState.WAITING and not reason:
        raise Refusal(Reason.NOTHING_SAID)
    response.state, response.reason = released, reason or response.reason
    response.released_at, response.hidden_at = context.now, None
    audit.record(context, Verb.RELEASE, response)
    renditions.ask_again(context, Ref(Kind.HEARING, response.hearing_id))
    return response


def hide(context: Context, response_id: int, *, reason: str) -> Response:
    """Take an answer out of the open; its sender sees the reason, nothing is deleted."""
    response = locked(context, response_id)
    response.state = RESPONSE.step(context, Verb.HIDE, response)
    response.reason = reason
    response.released_at, response.hidden_at = None, context.now
    audit.record(context, Verb.HIDE, response)
    renditions.ask_again(context, Ref(Kind.HEARING, response.hearing_id))
    return response


def judge_file(context: Context, response_id: int, upload_id: int, *, is_shown: bool, reason: str) -> Upload:
    """Release a file the gate held back, or withhold one from the public, with the reason.

    Refusal(NOT_READ_YET) for a file the worker has not looked through.
    """
    response = locked(context, response_id)
    RESPONSE.step(context, Verb.JUDGE_FILE, response)
    found = uploads.judge(context, Ref(Kind.RESPONSE, response.id), upload_id, is_shown=is_shown, reason=reason)
    audit.record(context, Verb.JUDGE_FILE, found)
    renditions.ask_again(context, Ref(Kind.HEARING, response.hearing_id))
    return found


def reveal_name(context: Context, response_id: int) -> Response:
    """Look at a name that is kept back; who looked is written down."""
    response = queries.response(context, response_id)
    RESPONSE.step(context, Verb.REVEAL_NAME, response)
    audit.record(context, Verb.REVEAL_NAME, response)
    return response


def verify(context: Context, response_id: int) -> Response:
    """Say that the sender speaks for the organisation; only then is the answer shown as the organisation's."""
    response = locked(context, response_id)
    RESPONSE.step(context, Verb.VERIFY, response)
    assert response.sender is not None
    response.sender.verified_at, response.sender.verified_by_id = context.now, context.actor.person_id
    audit.record(context, Verb.VERIFY, response)
    renditions.ask_again(context, Ref(Kind.HEARING, response.hearing_id))
    return response


def take_in(context: Context, response_id: int, *, text: str) -> Response:
    """Enter what the worker read in a response's file, and let the response go on through the gate."""
    response = context.lock(queries.any_response(context, response_id))
    if text and not response.text:
        response.text = text
        response.received_hash = fingerprint(text)
    if response.sender is not None and response.sender.is_protected:
        for one in uploads.uploads_of(context, Kind.RESPONSE, [response.id]).get(response.id, []):
            if one.state is UploadState.CLEAN:  # it may say who wrote it, in words or in its properties
                one.state, one.found = UploadState.SUSPECT, f"{one.found} {SENDER}".strip()
    if response.state in {ResponseState.READING, ResponseState.WAITING, ResponseState.SHOWN}:
        _pass(context, response)
    return response


def rewrite(context: Context, response: Response, change: Callable[[str], str]) -> bool:
    """Change the words of a response wherever they stand, and return whether any changed.

    In its text and parts, its earlier revisions and the draft it came from; the file whose words became its text is
    withheld.
    """
    places: list[Response | ResponsePart | ResponseRevision]
    places = [response, *response.parts, *queries.revisions(context, response.id)]
    before = [one.text for one in places]
    for one in places:
        one.text = change(one.text)
    is_changed = before != [one.text for one in places]
    if response.party_id is not None:
        is_changed |= hearings.rewrite(context, response.party_id, change)
    if is_changed:
        for kept in uploads.uploads_of(context, Kind.RESPONSE, [response.id]).get(response.id, []):
            if kept.is_text and kept.is_shown:
                context.lock(kept).state = UploadState.WITHHELD
    return is_changed


def tell(context: Context, response: Response, template: str, about: dict[str, object] | None = None) -> set[int]:
    """Write to whoever gave a response: a council's secretary and chair, an account, or a confirmed address.

    Returns the persons written to.
    """
    data = {"response_id": response.id, "number": response.number, "title": response.hearing.title, **(about or {})}
    sender = response.sender
    if sender is None:
        assert response.party is not None
        return _tell_council(context, response.party.body_id, template, data)
    data["code"] = response.receipt
    if sender.person_id is not None:
        outbox.mail(context, template, to=sender.person_id, data=data)
        return {sender.person_id}
    if sender.email and sender.confirmed_at is not None:
        outbox.mail_to_address(context, template, address=sender.email, language=sender.language, data=data)
    return set()


def tell_all(context: Context, hearing: Hearing, template: str, about: dict[str, object] | None = None) -> None:
    """Write to everybody a hearing concerns: of each answer to its sender; to others, parties and followers, once."""
    data = {"hearing_id": hearing.id, "title": hearing.title, **(about or {})}
    told: set[int] = set()
    for response in queries.all_of(context, hearing.id):
        if response.state is not ResponseState.WITHDRAWN:
            told |= tell(context, response, template, data)
    for party in hearing.parties:
        if party.state is not PartyState.SUBMITTED:
            told |= _tell_council(context, party.body_id, template, data, besides=told)
    for person_id in followers(context, Ref(Kind.HEARING, hearing.id)):
        if person_id not in told:
            outbox.mail(context, template, to=person_id, data=data)


def _tell_council(
    context: Context, body_id: int, template: str, data: dict[str, object], besides: AbstractSet[int] = frozenset()
) -> set[int]:
    seats = holders(context, Scope.BODY, body_id, Role.SECRETARY, Role.CHAIR)
    told = {seat.person_id for seat in seats} - besides
    for person_id in sorted(told):
        outbox.mail(context, template, to=person_id, data=data)
    return told


def _of_party(
    context: Context,
    verb: PartyVerb,
    party: HearingParty,
    medium: Medium,
    said: Sequence[Said],
    stance: Stance,
    *,
    is_example: bool = False,
) -> Response:
    response = _entered(context, party.hearing, medium, stance, context.now)
    response.party, response.sender = party, None
    response.version, response.version_id = party.version, party.version_id
    response.is_example = is_example
    context.session.add(response)
    party.submitted_at = context.now
    _say(response, [one for one in said if one.text.strip()])
    context.session.flush()
    _pass(context, response)
    _announce(context, response)
    audit.record(context, verb, party)
    if context.actor.person_id is not None:
        about = {"response_id": response.id, "number": response.number, "title": party.hearing.title}
        outbox.mail(context, "response_received", to=context.actor.person_id, data=about)
    return response


def _of_sender(
    context: Context,
    verb: HearingVerb,
    hearing: Hearing,
    sender: From,
    said: Sequence[Said],
    files: Files,
    folder: Path | None,
    medium: Medium,
    received_at: datetime,
) -> Response:
    if sender.is_protected and not hearing.allows_protected_names:
        raise Refusal(Reason.NO_PROTECTED_NAMES)
    kept = [one for one in said if one.text.strip()] if files else _present(said)
    _check_places(hearing, kept)
    is_own = medium is Medium.WRITTEN
    response = _entered(context, hearing, medium, Stance.REMARKS, received_at)
    response.party = None
    response.sender = Sender(
        person_id=context.actor.person_id if is_own else None,
        name=sender.name,
        email=sender.email.lower(),
        organisation=sender.organisation,
        is_protected=sender.is_protected,
        language=sender.language,
    )
    response.version = hearing.version
    context.session.add(response)
    _say(response, kept)
    context.session.flush()
    for number, (name, content) in enumerate(files, 1):
        assert folder is not None
        told = f"bilag-{number:02}" if sender.is_protected else name  # people name files after themselves
        uploads.receive(context, folder, Ref(Kind.RESPONSE, response.id), name=told, content=content)
    _pass(context, response)
    _announce(context, response)
    audit.record(context, verb, response)
    if is_own and context.actor.is_signed_in:
        tell(context, response, "answer_received")
    elif sender.email:
        _ask_to_confirm(context, response)
    return response


def _ask_to_confirm(context: Context, response: Response) -> None:
    assert response.sender is not None
    token = new_token()
    response.sender.confirm_hash = digest(token)
    outbox.mail_to_address(
        context,
        "confirm_answer",
        address=response.sender.email,
        language=response.sender.language,
        data={"token": token, "title": response.hearing.title},
    )


def _entered(context: Context, hearing: Hearing, medium: Medium, stance: Stance, received_at: datetime) -> Response:
    return Response(
        hearing=hearing,
        number=queries.next_number(context, hearing.id),
        receipt=new_code(),
        medium=medium,
        stance=stance,
        text="",
        received_hash="",
        submitted_at=received_at,
        submitted_by_id=context.actor.person_id,
        is_late=hearing.is_over_at(received_at),
        parts=[],
    )


def _say(response: Response, said: Sequence[Said]) -> None:
    response.text = "\n\n".join(one.text.strip() for one in said)
    response.received_hash = fingerprint(response.text)
    response.parts = [
        ResponsePart(
            position=position,
            section_text_id=one.section_text_id,
            question_id=one.question_id,
            quote=one.quote,
            text=one.text.strip(),
        )
        for position, one in enumerate(said, 1)
    ]


def _present(said: Sequence[Said]) -> list[Said]:
    kept = [one for one in said if one.text.strip()]
    if not kept:
        raise Refusal(Reason.NOTHING_SAID)
    return kept


def _check_places(hearing: Hearing, said: Iterable[Said]) -> None:
    sections = {one.id for one in hearing.version.texts}
    questions = {one.id for one in hearing.questions}
    for one in said:
        if one.section_text_id not in sections | {None} or one.question_id not in questions | {None}:
            raise Refusal(Reason.NOT_FOUND)


def _pass(context: Context, response: Response) -> None:
    """Let a response go through the gate as it is now."""
    files = uploads.uploads_of(context, Kind.RESPONSE, [response.id]).get(response.id, [])
    sender = response.sender
    said = gate.details_in(response.text, *([sender.name, sender.organisation] if sender else []))
    found = dict.fromkeys([*said, *(kind for one in files for kind in one.found.split())])
    response.found = " ".join(found)
    renditions.ask_again(context, Ref(Kind.HEARING, response.hearing_id))
    response.state = gate.passed(response.hearing, response, said, files)
    if Detail.CPR.value in said and sender is not None and cpr.is_in(sender.name, sender.organisation):
        sender.name, sender.organisation = cpr.masked(sender.name), cpr.masked(sender.organisation)


def _announce(context: Context, response: Response) -> None:
    """Open a note that was ready, for an answer has come in; and tell the case officers of a late one."""
    hearing = response.hearing
    if hearing.state is HearingState.READY:
        hearing.state, hearing.ready_at = HearingState.CLOSED, None
    if response.is_late:
        about = {"response_id": response.id, "number": response.number, "title": hearing.title}
        for seat in holders(context, Scope.PROCESS, hearing.process_id, Role.CASE_OFFICER):
            outbox.mail(context, "late_answer", to=seat.person_id, data=about)


def locked(context: Context, response_id: int) -> Response:
    """Return a response, locked, its hearing first: the deadline is read under the hearing's lock."""
    response = queries.response(context, response_id)
    context.lock(response.hearing)
    context.session.refresh(context.lock(response), ["parts"])  # another correction may have put other ones there
    return response
