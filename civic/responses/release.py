"""Responses on their way into the open: through the gate, and what persons decide of them and their files."""

from collections.abc import Callable, Sequence

from civic.board import actions as board
from civic.files import renditions, uploads
from civic.files.uploads import Upload, UploadState
from civic.hearings import actions as hearings
from civic.kernel import cpr, deed, ledger
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.moderation import actions as moderation
from civic.moderation.gate import look
from civic.moderation.models import Ground, Ruled
from civic.moderation.queries import standing
from civic.people.queries import kept_name
from civic.people.sealing import new_token
from civic.responses import gate, queries
from civic.responses.models import (
    Response,
    ResponsePart,
    ResponseRevision,
    ResponseState,
    Said,
    fingerprint,
    record_of,
    subject_of,
)
from civic.responses.notices import notice
from civic.responses.workflow import RESPONSE, ResponseVerb


def mask(context: Context, response_id: int) -> Response:
    """Replace the CPR-like numbers in one's own held response; then it goes on through the gate."""
    response = locked(context, response_id)
    RESPONSE.require(context, ResponseVerb.MASK, response)
    rewrite(context, response, cpr.masked)
    moderation.rule(context, ref(response), Ruled.MASKED, revision=response.revision)
    pass_gate(context, response)
    return deed.enter(context, ResponseVerb.MASK, response)


def release(
    context: Context,
    response_id: int,
    *,
    ground: Ground = Ground.LOOKED_AT,
    reason: str = "",
    seen: str | None = None,
) -> Response:
    """Let a response be shown as it is, on a ground that is written down.

    Refusal(WRITTEN_MEANWHILE) where its sender has corrected it since it was looked at.

    Refusal(NOTHING_SAID) where it was held or hidden and the ground is only that somebody has looked at it: of a number
    that was seen it has to be said what it is.
    """
    response = locked(context, response_id)
    RESPONSE.require(context, ResponseVerb.RELEASE, response)
    check(seen, response.revision)
    if response.state is not ResponseState.WAITING and ground is Ground.LOOKED_AT:
        raise Refusal(Reason.NOTHING_SAID)
    deed.did(context, RESPONSE, ResponseVerb.RELEASE, response)
    moderation.rule(context, ref(response), Ruled.RELEASED, reason=reason, ground=ground, revision=response.revision)
    post(context, response)
    renditions.ask_again(context, Ref(Kind.HEARING, response.hearing_id))
    return response


def send_on(context: Context, response_id: int, *, to_id: int, note: str = "") -> Response:
    """Send a response that waits on to a colleague, who decides."""
    response = locked(context, response_id)
    deed.did(context, RESPONSE, ResponseVerb.SEND_ON, response)
    moderation.send_on(context, ref(response), response.hearing.process_id, to_id=to_id, note=note)
    return response


def hide(context: Context, response_id: int, *, rule: int, reason: str, seen: str | None = None) -> Response:
    """Take a response out of the open by a house rule; its sender sees the reason, nothing is deleted.

    Refusal(NO_RULE) for a rule that is not in force, Refusal(WRITTEN_MEANWHILE) where its sender has corrected it since
    it was looked at.
    """
    response = locked(context, response_id)
    check(seen, response.revision)
    deed.ask(context, RESPONSE, ResponseVerb.HIDE, response)
    moderation.rule_by(
        context,
        ref(response),
        Ruled.HIDDEN,
        number=rule,
        reason=reason,
        revision=response.revision,
        to=response.sender,
        code=response.receipt,
        process_id=response.hearing.process_id,
    )
    post(context, response)
    deed.enter(context, ResponseVerb.HIDE, response)
    renditions.ask_again(context, Ref(Kind.HEARING, response.hearing_id))
    return response


def judge_file(context: Context, response_id: int, upload_id: int, *, is_shown: bool, reason: str) -> Upload:
    """Release a file the gate held back, or withhold one from the public, with the reason.

    Refusal(NOT_READ_YET) for a file the worker has not looked through.
    """
    response = locked(context, response_id)
    RESPONSE.require(context, ResponseVerb.JUDGE_FILE, response)
    found = uploads.judge(context, ref(response), upload_id, is_shown=is_shown, reason=reason)
    deed.enter(context, ResponseVerb.JUDGE_FILE, found)
    renditions.ask_again(context, Ref(Kind.HEARING, response.hearing_id))
    return found


def reveal_name(context: Context, response_id: int) -> str:
    """Return a name that is kept back, or stands behind a pseudonym; who looked is written down."""
    response = queries.response(context, response_id)
    RESPONSE.require(context, ResponseVerb.REVEAL_NAME, response)
    deed.enter(context, ResponseVerb.REVEAL_NAME, response)
    sender = response.sender
    assert sender is not None
    return kept_name(context, sender.person_id or 0).name if sender.is_pseudonym else sender.name


def verify(context: Context, response_id: int) -> Response:
    """Say that the sender speaks for the organisation; only then is the response shown as the organisation's."""
    response = locked(context, response_id)
    RESPONSE.require(context, ResponseVerb.VERIFY, response)
    assert response.sender is not None
    response.sender.verified_at, response.sender.verified_by_id = context.now, context.actor.person_id
    post(context, response)
    deed.enter(context, ResponseVerb.VERIFY, response)
    renditions.ask_again(context, Ref(Kind.HEARING, response.hearing_id))
    return response


def confirm(context: Context, response_id: int) -> Response:
    """Confirm, as the council's chair, that what was written down is what the council said."""
    response = locked(context, response_id)
    deed.ask(context, RESPONSE, ResponseVerb.CONFIRM, response)
    response.confirmed_at = context.now
    return deed.enter(context, ResponseVerb.CONFIRM, response)


def take_in(context: Context, response_id: int, *, text: str) -> Response:
    """Enter what the worker read in a response's file, and let the response go on through the gate."""
    response = context.lock(queries.any_response(context, response_id))
    if text and not response.has_words:
        say(context, response, [Said(text), *(Said(one.text, is_offer=True) for one in response.parts if one.is_offer)])
    if response.sender is not None and response.sender.is_nameless:
        for one in uploads.uploads_of(context, Kind.RESPONSE, [response.id]).get(response.id, []):
            one.wait_for_author()
    if response.state in {ResponseState.READING, ResponseState.WAITING, ResponseState.SHOWN}:
        pass_gate(context, response)
    else:
        post(context, response)  # its words, and so its fingerprint, are others than they were
    return response


def say(context: Context, response: Response, said: Sequence[Said]) -> None:
    """Put words into a response, part by part; an offer that stands in the others' words is in its text once."""
    response.parts.clear()
    context.session.flush()
    texts = [one.text.strip() for one in said if not one.is_offer]
    flat = " ".join(" ".join(texts).split())
    texts += [one.text.strip() for one in said if one.is_offer and " ".join(one.text.split()) not in flat]
    response.text = "\n\n".join(texts)
    response.seal = new_token()
    response.received_hash = fingerprint(response.text, response.seal)
    response.parts = [
        ResponsePart(
            position=position,
            section_text_id=one.section_text_id,
            question_id=one.question_id,
            quote=one.quote,
            text=one.text.strip(),
            is_offer=one.is_offer,
        )
        for position, one in enumerate(said, 1)
    ]


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
        response.seal = ""
        for kept in uploads.uploads_of(context, Kind.RESPONSE, [response.id]).get(response.id, []):
            if kept.is_text and kept.is_shown:
                context.lock(kept).state = UploadState.WITHHELD
    return is_changed


def pass_gate(context: Context, response: Response) -> None:
    """Let a response go through the gate as it is now."""
    files = uploads.uploads_of(context, Kind.RESPONSE, [response.id]).get(response.id, [])
    sender = response.sender
    said = look(response.text, *([sender.name, sender.organisation] if sender else []))
    renditions.ask_again(context, Ref(Kind.HEARING, response.hearing_id))
    before = standing(context, ref(response))
    response.state = gate.passed(response.hearing, response, said, files, before)
    ruled, seen = gate.RULED[response.state], said.beside(gate.in_files(files))
    is_again = bool(before.rulings)
    moderation.pass_gate(context, ref(response), seen, ruled, revision=response.revision, again=is_again)
    if said.has_number and sender is not None and cpr.is_in(sender.name, sender.organisation):
        sender.name, sender.organisation = cpr.masked(sender.name), cpr.masked(sender.organisation)
    post(context, response)


def ref(response: Response) -> Ref:
    """Return a response as a thing, for rulings, files and the board."""
    return Ref(Kind.RESPONSE, response.id)


def post(context: Context, response: Response) -> None:
    """Say a response on the board once it is shown, take it down when it no longer is, and write down which it is."""
    ledger.enter(context, response.hearing.process_id, subject_of(response), record_of(response))
    if response.state is ResponseState.SHOWN:
        board.put(context, notice(response))
    else:
        board.take_down(context, ref(response))


def locked(context: Context, response_id: int) -> Response:
    """Return a response, locked, its hearing first: the deadline is read under the hearing's lock."""
    response = queries.response(context, response_id)
    context.lock(response.hearing)
    context.session.refresh(context.lock(response), ["parts"])  # another correction may have put other ones there
    return response
