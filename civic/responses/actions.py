"""Responses: given, corrected, withdrawn, and whoever hears of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from civic.files import renditions, sheets, uploads
from civic.files.sheets import Sheet, SheetState
from civic.files.uploads import LARGEST, PICTURES, TEXTS, kind_of, stem
from civic.following.queries import followers
from civic.hearings import actions as hearings
from civic.hearings import queries as hearing_queries
from civic.hearings.models import Hearing, HearingParty, HearingState, PartyState, Stance
from civic.kernel import deed, outbox
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.receipt import new_code
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.people.models import Sender
from civic.people.queries import holders, is_borrowed, own_kept_name
from civic.people.sealing import digest, new_token
from civic.responses import queries, release
from civic.responses.models import (
    From,
    Medium,
    Response,
    ResponseRevision,
    ResponseState,
    Said,
)
from civic.responses.rows import LONGEST_NAME
from civic.responses.workflow import HEARING_RESPONSES, OWN, PARTY_RESPONSES, ResponseVerb

Files = Sequence[tuple[str, bytes]]
"""Files handed in with a response: name and content."""


def submit(context: Context, party_id: int, *, is_example: bool = False, seen: str | None = None) -> Response:
    """Enter a council's adopted draft as its høringssvar, once; one after the deadline is kept and marked late.

    Refusal(WRITTEN_MEANWHILE) where other words were adopted than were seen.
    """
    party = hearings.locked_party(context, party_id)
    PARTY_RESPONSES.require(context, ResponseVerb.SUBMIT, party)
    check(seen, *party.decided)
    deed.ask(context, PARTY_RESPONSES, ResponseVerb.SUBMIT, party)
    said = [Said(party.draft)] if party.draft.strip() else []
    said += [Said(one.text, one.section_text_id, quote=one.quote) for one in party.points]
    said.append(Said(party.offer, is_offer=True))
    return _of_party(
        context, ResponseVerb.SUBMIT, party, Medium.WRITTEN, said, party.stance or Stance.REMARKS, is_example=is_example
    )


def respond_alone(context: Context, party_id: int, *, text: str, stance: Stance, offer: str = "") -> Response:
    """Answer for the council as its chair alone, in an urgent matter; it is marked so."""
    party = hearings.locked_party(context, party_id)
    deed.ask(context, PARTY_RESPONSES, ResponseVerb.RESPOND_ALONE, party)
    said = [Said(text), Said(offer, is_offer=True)]
    response = _of_party(context, ResponseVerb.RESPOND_ALONE, party, Medium.WRITTEN, said, stance)
    response.is_urgent = True
    return response


def hand_in(
    context: Context,
    party_id: int,
    folder: Path,
    *,
    name: str,
    content: bytes,
    adopted_on: date,
    stance: Stance,
    offer: str = "",
) -> Response:
    """Hand in a council's response as a file; the worker reads its words into the response, the file lies beside it.

    It counts from this moment. `adopted_on` is the meeting at which the council adopted it, `offer` what it offers to
    take part in from now on.
    """
    party = hearings.locked_party(context, party_id)
    deed.ask(context, PARTY_RESPONSES, ResponseVerb.HAND_IN, party)
    party.adopted_on = adopted_on
    said = [Said(offer, is_offer=True)]
    response = _of_party(context, ResponseVerb.HAND_IN, party, Medium.WRITTEN, said, stance)
    uploads.receive(
        context, folder, Ref(Kind.RESPONSE, response.id), name=name, content=content, allowed=TEXTS, is_text=True
    )
    release.pass_gate(context, response)
    return response


def record(
    context: Context,
    party_id: int,
    *,
    text: str,
    meeting_on: date,
    stance: Stance = Stance.REMARKS,
    offer: str = "",
    is_example: bool = False,
) -> Response:
    """Write down what a council answered orally at its own meeting; shown as oral, for its chair to confirm."""
    party = hearings.locked_party(context, party_id)
    deed.ask(context, PARTY_RESPONSES, ResponseVerb.RECORD, party)
    party.presented_on = party.presented_on or meeting_on
    said = [Said(text), Said(offer, is_offer=True)]
    response = _of_party(context, ResponseVerb.RECORD, party, Medium.ORAL, said, stance, is_example=is_example)
    response.meeting_on = meeting_on
    about = {"response_id": response.id, "title": party.hearing.title}
    for holder in holders(context, Scope.BODY, party.body_id, Role.CHAIR):
        outbox.mail(context, "confirm_record", to=holder.person_id, data=about)
    return response


def respond(
    context: Context, hearing_id: int, sender: From, said: Sequence[Said], files: Files = (), folder: Path | None = None
) -> Response:
    """Enter a resident's or organisation's response, with or without an account; late ones are kept and marked.

    Refusal(ONLY_COUNCILS) where residents are not asked, Refusal(NOTHING_SAID) without words and files,
    Refusal(NO_PROTECTED_NAMES) where names are not kept back,
    Refusal(NAME_OF_ANOTHER) for a name that looks like a body's or somebody's who works here, Refusal(NAME_IN_TEXT)
    where a name that is to be kept back stands in the words.
    """
    hearing = context.lock(hearing_queries.heard_text(context, hearing_id))
    if not hearing.is_for_everyone:
        raise Refusal(Reason.ONLY_COUNCILS)
    HEARING_RESPONSES.require(context, ResponseVerb.RESPOND, hearing)
    if is_borrowed(context, sender.name, sender.organisation):
        raise Refusal(Reason.NAME_OF_ANOTHER)
    kept = own_kept_name(context)
    hidden = sender if sender.is_protected else replace(sender, name=kept) if kept else None
    if hidden is not None and any(_names(one.text, hidden) for one in said):
        raise Refusal(Reason.NAME_IN_TEXT)
    if kept and not sender.is_protected and sender.name:
        sender = replace(sender, name=context.actor.name)  # whatever they call themselves: they have one name here
    return _of_sender(context, ResponseVerb.RESPOND, hearing, sender, said, files, folder, Medium.WRITTEN, context.now)


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
    """Enter, as case officer, a response that came on paper, by e-mail or by word of mouth; how it came is shown.

    Refusal(NOT_YET) for a moment that is to come, Refusal(NO_PROTECTED_NAMES) where names are not kept back.
    """
    hearing = context.lock(hearing_queries.heard_text(context, hearing_id))
    HEARING_RESPONSES.require(context, ResponseVerb.ENTER, hearing)
    if received_at > context.now:
        raise Refusal(Reason.NOT_YET)
    return _of_sender(context, ResponseVerb.ENTER, hearing, sender, said, files, folder, medium, received_at)


def hand_in_sheet(context: Context, hearing_id: int, folder: Path, *, name: str, content: bytes) -> Sheet:
    """Hand in a spreadsheet of answers, as case officer; the worker reads it, and nothing is entered by it yet.

    Refusal(SHEET_KIND) for what is no spreadsheet by its content, Refusal(FILE_TOO_LARGE) above ten million bytes.
    """
    hearing = deed.begin(
        context, HEARING_RESPONSES, ResponseVerb.HAND_IN_SHEET, hearing_queries.hearing(context, hearing_id)
    )
    made = sheets.receive(context, folder, Ref(Kind.HEARING, hearing.id), name=name, content=content)
    return deed.enter(context, ResponseVerb.HAND_IN_SHEET, made)


MOST_ROWS = 200
"""How many rows of a spreadsheet are entered at once; more are entered by asking again."""


def enter_rows(context: Context, sheet_id: int, sections: Mapping[str, int]) -> tuple[Sheet, int]:
    """Enter the rows of a spreadsheet that are right, `MOST_ROWS` at most; return it, and how many were entered.

    `sections` as `queries.rows_of`. It is locked: whoever else enters them waits, and sees what is entered then.
    """
    found = context.lock(queries.sheet(context, sheet_id))
    read = queries.rows_of(context, found, hearing_queries.heard_text(context, found.thing_id), sections)
    entered = read.good[:MOST_ROWS]
    for row in entered:
        assert row.medium is not None
        assert row.received_at is not None
        enter(context, found.thing_id, row.sender, row.said, medium=row.medium, received_at=row.received_at)
    is_done = len(read.rows) == len(entered)
    return finish_sheet(context, sheet_id, lines=[one.line for one in entered], is_done=is_done), len(entered)


def enter_letters(
    context: Context, hearing_id: int, letters: Files, folder: Path, *, medium: Medium, received_at: datetime
) -> None:
    """Enter each file of a folder as an answer, its name being the sender's; all of them, or none.

    Refusal(FILE_KIND) and Refusal(FILE_TOO_LARGE) name every file that cannot be taken; else as `enter`.
    """
    if large := [name for name, content in letters if len(content) > LARGEST]:
        raise Refusal(Reason.FILE_TOO_LARGE, about=", ".join(large))
    if unknown := [name for name, content in letters if kind_of(content) not in TEXTS | PICTURES]:
        raise Refusal(Reason.FILE_KIND, about=", ".join(unknown))
    for name, content in letters:
        sender, files = From(name=stem(name)[:LONGEST_NAME]), [(name, content)]
        enter(context, hearing_id, sender, (), files, folder, medium=medium, received_at=received_at)


def finish_sheet(context: Context, sheet_id: int, *, lines: Collection[int] = (), is_done: bool = True) -> Sheet:
    """Say which lines of a spreadsheet were entered, and keep them no longer; none at all where nothing is left to do.

    Refusal(NOT_NOW) for one that is not read, or done already.
    """
    found = context.lock(queries.sheet(context, sheet_id))
    if found.state not in {SheetState.READ, SheetState.UNREADABLE}:
        raise Refusal(Reason.NOT_NOW)
    if is_done:
        sheets.finish(found, entered=len(lines))
    else:
        found.entered += len(lines)
        sheets.empty(found, lines)
    return deed.enter(context, ResponseVerb.FINISH_SHEET, found)


def correct(context: Context, response_id: int, said: Sequence[Said], *, seen: str | None = None) -> Response:
    """Put other words in a response's place until the deadline; how it read before is kept for the records.

    Refusal(NOTHING_SAID) without words, Refusal(WRITTEN_MEANWHILE) where it was corrected meanwhile, in another tab.
    """
    response = release.locked(context, response_id)
    OWN.require(context, ResponseVerb.CORRECT, response)
    check(seen, response.revision)
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
    response.revision += 1
    response.submitted_at, response.is_late = context.now, response.hearing.is_over_at(context.now)
    release.say(context, response, kept)
    release.pass_gate(context, response)
    return deed.enter(context, ResponseVerb.CORRECT, response)


def withdraw(context: Context, response_id: int) -> Response:
    """Take a response back until the deadline; that there was one is kept, its words are shown to nobody."""
    response = release.locked(context, response_id)
    OWN.require(context, ResponseVerb.WITHDRAW, response)
    response.state = ResponseState.WITHDRAWN
    release.post(context, response)
    deed.enter(context, ResponseVerb.WITHDRAW, response)
    renditions.ask_again(context, Ref(Kind.HEARING, response.hearing_id))
    return response


def confirm_address(context: Context, token: str) -> Response:
    """Confirm that the response's address is its sender's, and send the receipt there.

    Refusal(LINK_EXPIRED) for a link that was followed before.
    """
    response = queries.by_confirmation(context, digest(token))
    assert response.sender is not None
    sender = context.lock(response.sender)
    if sender.confirm_hash is None:
        raise Refusal(Reason.LINK_EXPIRED)
    sender.confirm_hash, sender.confirmed_at = None, context.now
    deed.enter(context, ResponseVerb.CONFIRM_ADDRESS, response)
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


def tell(context: Context, response: Response, template: str, about: dict[str, object] | None = None) -> set[int]:
    """Write to whoever gave a response: a council's secretary and chair, an account, or a confirmed address.

    The receipt's code, with which a response is corrected and withdrawn, goes only to those who gave it themselves.
    Returns the persons written to.
    """
    data = {"response_id": response.id, "number": response.number, "title": response.hearing.title, **(about or {})}
    sender = response.sender
    if sender is None:
        assert response.party is not None
        return _tell_council(context, response.party.body_id, template, data)
    if response.is_own:  # an address that somebody else typed may be a stranger's
        data["code"] = response.receipt
    if sender.person_id is not None:
        outbox.mail(context, template, to=sender.person_id, data=data)
        return {sender.person_id}
    if sender.email and sender.confirmed_at is not None:
        outbox.mail_to_address(context, template, address=sender.email, language=sender.language, data=data)
    return set()


def correct_hearing(
    context: Context, hearing_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Hearing:
    """Correct what a hearing says of itself; of an open one everybody whom it concerns is told."""
    hearing = hearings.correct(context, hearing_id, values, reason=reason, seen=seen)
    return _tell_corrected(context, hearing, reason)


def correct_question(
    context: Context, question_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Hearing:
    """Correct a question that a hearing asks; of an open one everybody whom it concerns is told."""
    hearing = hearings.correct_question(context, question_id, values, reason=reason, seen=seen)
    return _tell_corrected(context, hearing, reason)


def _tell_corrected(context: Context, hearing: Hearing, reason: str) -> Hearing:
    if hearing.state is HearingState.OPEN:
        tell_all(context, hearing, "hearing_corrected", {"reason": reason})
    return hearing


def tell_unreadable(context: Context, response_id: int, *, name: str, why: str) -> None:
    """Write to whoever gave a response that one of its files could not be read, why, and so what to do instead."""
    response = queries.any_response(context, response_id)
    if response.state is not ResponseState.WITHDRAWN:
        tell(context, response, "file_unreadable", {"name": name, "why": why})


def tell_all(context: Context, hearing: Hearing, template: str, about: dict[str, object] | None = None) -> set[int]:
    """Write to everybody a hearing concerns: of each response to its sender; to others, parties and followers, once.

    Return who has an account among them.
    """
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
            told.add(person_id)
    return told


def _tell_council(
    context: Context, body_id: int, template: str, data: dict[str, object], besides: AbstractSet[int] = frozenset()
) -> set[int]:
    told_of = holders(context, Scope.BODY, body_id, Role.SECRETARY, Role.CHAIR)
    told = {one.person_id for one in told_of} - besides
    for person_id in sorted(told):
        outbox.mail(context, template, to=person_id, data=data)
    return told


def _of_party(
    context: Context,
    verb: ResponseVerb,
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
    release.say(context, response, [one for one in said if one.text.strip()])
    context.session.flush()
    release.pass_gate(context, response)
    _announce(context, response)
    deed.enter(context, verb, party)
    if context.actor.person_id is not None:
        about = {"response_id": response.id, "number": response.number, "title": party.hearing.title}
        outbox.mail(context, "response_received", to=context.actor.person_id, data=about)
    return response


def _of_sender(
    context: Context,
    verb: ResponseVerb,
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
    response = _entered(context, hearing, medium, Stance.REMARKS, received_at)
    response.party = None
    is_known = context.actor.is_signed_in and sender.name == context.actor.name
    response.sender = Sender(
        person_id=context.actor.person_id if response.is_own else None,
        name=sender.name,
        email=sender.email.lower(),
        organisation=sender.organisation,
        is_protected=sender.is_protected,
        language=sender.language,
        is_proved=not response.is_own or is_known,
        is_pseudonym=response.is_own and is_known and bool(own_kept_name(context)),
    )
    response.version = hearing.version
    context.session.add(response)
    release.say(context, response, kept)
    context.session.flush()
    for name, content in files:
        assert folder is not None
        is_nameless = response.sender.is_nameless
        uploads.receive(context, folder, release.ref(response), name=name, content=content, is_nameless=is_nameless)
    release.pass_gate(context, response)
    _announce(context, response)
    deed.enter(context, verb, response)
    if response.is_own and context.actor.is_signed_in:
        tell(context, response, "answer_received")
    elif sender.email:
        _ask_to_confirm(context, response)
    return response


SIGNED_AT = 80
"""Signs from the end of a text within which people sign it."""


def _names(text: str, sender: From) -> bool:
    """Return whether a text says who its sender is: by the whole name, a part of it at the end, or the address."""
    said = f" {' '.join(text.casefold().split())} "
    whole = sender.name.casefold().split()
    if sender.email and sender.email.casefold() in said:
        return True
    if len(whole) > 1 and " ".join(whole) in said:
        return True
    ending = {word.strip(".,;:!-") for word in said[-SIGNED_AT:].split()}
    return any(len(part) > 2 and part in ending for part in whole)


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


def _announce(context: Context, response: Response) -> None:
    """Open a note that was ready, for a response has come in; and tell the case officers of a late one."""
    hearing = response.hearing
    if HEARING_RESPONSES.may(context, ResponseVerb.REOPEN, hearing):
        deed.ask(context, HEARING_RESPONSES, ResponseVerb.REOPEN, hearing).ready_at = None
        hearings.post(context, hearing)
    if response.is_late:
        about = {"response_id": response.id, "number": response.number, "title": hearing.title}
        for holder in holders(context, Scope.PROCESS, hearing.process_id, Role.CASE_OFFICER):
            outbox.mail(context, "late_answer", to=holder.person_id, data=about)
