"""Finding responses."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from sqlalchemy import Select, and_, case, exists, func, or_, select, text, true
from sqlalchemy.orm import joinedload, selectinload

from civic.db.finding import by, first_of_each, is_among, is_in_rows
from civic.files import sheets
from civic.files.sheets import Sheet
from civic.files.uploads import Upload, UploadState
from civic.hearings.models import Hearing, HearingParty, HearingState, Stance
from civic.hearings.queries import hearing, in_work, is_party_now
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from civic.moderation.waiting import OF_EACH, After, Waiting
from civic.people.models import Sender
from civic.reports.models import Version
from civic.responses import rows
from civic.responses.models import (
    FOR_A_PERSON,
    TO_CONFIRM,
    Medium,
    Response,
    ResponsePart,
    ResponseRevision,
    ResponseState,
)
from civic.responses.rows import Read
from civic.responses.workflow import HEARING_RESPONSES, RESPONSE, ResponseVerb

DONE = {ResponseState.WITHDRAWN, ResponseState.HIDDEN}
"""Responses that are kept and not counted."""
UNFINISHED = (ResponseState.READING, ResponseState.WAITING, ResponseState.HELD)
"""Responses that are not public yet and may become so."""


def response(context: Context, response_id: int) -> Response:
    """Return one response with hearing, sender or council, version and parts; one not shown like a missing one."""
    found = context.session.scalar(_whole().where(Response.id == response_id))
    if found is None or not RESPONSE.may(context, ResponseVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def any_response(context: Context, response_id: int) -> Response:
    """Return one response whoever asks, or Refusal(NOT_FOUND); for the worker."""
    found = context.session.scalar(_whole().where(Response.id == response_id))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def by_receipt(context: Context, code: str) -> Response:
    """Return the response whose receipt it is, whatever its state; the code is the permission to read it.

    From here on the context's actor holds the receipt, and so may do what the sender may.
    """
    found = context.session.scalar(_whole().where(Response.receipt == code))
    if found is None or not code:
        raise Refusal(Reason.NOT_FOUND)
    if found.sender is not None:
        context.actor = replace(context.actor, receipt=code)
    return found


def by_confirmation(context: Context, token_hash: str) -> Response:
    """Return the response whose address a token was sent to, or Refusal(LINK_EXPIRED)."""
    found = context.session.scalar(_whole().join(Response.sender).where(Sender.confirm_hash == token_hash))
    if found is None:
        raise Refusal(Reason.LINK_EXPIRED)
    return found


def by_number(context: Context, hearing_id: int, number: int) -> Response | None:
    """Return the response with a number in a hearing, or None; for whoever holds its signed receipt."""
    return context.session.scalar(_listed().where(Response.hearing_id == hearing_id, Response.number == number))


def of_party(context: Context, party_id: int) -> Response | None:
    """Return a party's response, or None while it has not answered or the actor may not see it."""
    found = context.session.scalar(_whole().where(Response.party_id == party_id))
    return found if found is not None and RESPONSE.may(context, ResponseVerb.READ, found) else None


def of_parties(context: Context, hearing: Hearing) -> dict[int, Response]:
    """Return the responses of a hearing's parties that the actor may see, by the party's id, in one statement."""
    return of_hearings(context, [hearing])


def of_hearings(context: Context, hearings: Sequence[Hearing]) -> dict[int, Response]:
    """Return the responses of the hearings' parties that the actor may see, by the party's id, in one statement."""
    parties = select(HearingParty.id).where(HearingParty.hearing_id.in_([one.id for one in hearings]))
    asked = _listed().where(is_in_rows(Response.party_id, parties)).options(joinedload(Response.parts))
    found = context.session.scalars(asked.order_by(Response.number)).unique()
    return {one.party_id: one for one in found if one.party_id and RESPONSE.may(context, ResponseVerb.READ, one)}


def shown(context: Context, hearing_id: int, *, after: int = 0, at_most: int = 25) -> Sequence[Response]:
    """Return the responses of residents and organisations that everybody may read, by number, those above `after`."""
    return context.session.scalars(
        _listed()
        .where(Response.hearing_id == hearing_id, Response.state == ResponseState.SHOWN)
        .where(Response.sender_id.is_not(None), Response.number > after)
        .order_by(Response.number)
        .limit(at_most)
    ).all()


def all_shown(context: Context, hearing_id: int, *, after: int = 0, at_most: int | None = 25) -> Sequence[Response]:
    """Return every response that everybody may read, councils' too, by number, those above `after`.

    `at_most` None has no end.
    """
    return context.session.scalars(
        _listed()
        .where(Response.hearing_id == hearing_id, Response.state == ResponseState.SHOWN, Response.number > after)
        .options(
            selectinload(Response.parts).options(
                joinedload(ResponsePart.section_text), joinedload(ResponsePart.question)
            )
        )
        .order_by(Response.number)
        .limit(at_most)
    ).all()


def all_of(context: Context, hearing_id: int) -> Sequence[Response]:
    """Return every response of a hearing with everything a document shows of it; for staff and the worker."""
    return context.session.scalars(
        _listed()
        .where(Response.hearing_id == hearing_id)
        .options(
            selectinload(Response.parts).options(
                joinedload(ResponsePart.section_text), joinedload(ResponsePart.question)
            )
        )
        .order_by(Response.number)
    ).all()


def sheet(context: Context, sheet_id: int) -> Sheet:
    """Return one spreadsheet of answers, for the hearing's officers; hidden like missing."""
    found = sheets.sheet(context, sheet_id)
    if found.kind is not Kind.HEARING:
        raise Refusal(Reason.NOT_FOUND)
    HEARING_RESPONSES.require(context, ResponseVerb.FINISH_SHEET, hearing(context, found.thing_id))
    return found


def rows_of(context: Context, found: Sheet, heard: Hearing, sections: Mapping[str, int]) -> Read:
    """Return what the rows of a spreadsheet say, and what is wrong with each; for those who may see it.

    `sections` has the ids of the texts heard by the names a column may have, in small letters.
    """
    first = rows.read(found.rows, heard, sections, context.now)
    words = {one.words for one in first.rows if one.words}
    known = context.session.execute(
        select(Sender.name, Response.text)
        .join(Response.sender)
        .where(Response.hearing_id == found.thing_id, Response.text.in_(words))  # hidden and taken back, too
    )
    same = {(" ".join(name.casefold().split()), " ".join(text.casefold().split())) for name, text in known}
    return rows.read(found.rows, heard, sections, context.now, same) if same else first


def count_to_release(context: Context, hearing_id: int) -> int:
    """Return how many responses of a hearing wait for a person."""
    waiting = select(func.count()).select_from(Response).where(Response.hearing_id == hearing_id)
    return context.session.scalar(waiting.where(is_among(Response.state, FOR_A_PERSON))) or 0


def _to_moderate(
    context: Context, process_id: int | None, among: Collection[int] | None, _after: After | None
) -> Select[int]:
    """Return the first of each hearing, whatever they come after: one entered later may have been received before."""
    own = context.actor.places(Role.CASE_OFFICER, Scope.PROCESS)
    places = own & {process_id} if process_id else own
    hearings = context.session.scalars(in_work(places)).all() if places else ()
    waits = select(Response.id).where(is_among(Response.state, FOR_A_PERSON)).order_by(Response.id)
    waits = by(waits, Response, "ix_response_for_a_person")
    if among is not None:
        waits = waits.where(Response.id.in_(among))
    return first_of_each(waits, Response.hearing_id, hearings, at_most=OF_EACH)


def unfinished(context: Context, hearing_id: int) -> Sequence[str]:
    """Return the numbers of responses that are read, wait or are held back, or have a file that nobody has read."""
    unread = (
        exists()
        .where(Upload.kind == Kind.RESPONSE, Upload.state == UploadState.UNREAD)
        .where(Upload.thing_id == Response.id, Response.state.not_in(DONE))
    )
    found = context.session.scalars(
        select(Response.number)
        .where(Response.hearing_id == hearing_id, Response.state.in_(UNFINISHED) | unread)
        .order_by(Response.number)
    )
    return [str(one) for one in found]


@dataclass(frozen=True)
class Tally:
    """How a hearing was answered, counted for the front of its note; what is received and not read stays counted."""

    received: int
    shown: int
    held: int
    """They are being read, wait for a look, or are held back."""
    hidden: int
    withdrawn: int
    responses: int
    """Those that stand: neither hidden nor taken back."""
    councils: int
    organisations: int
    residents: int
    late: int
    no_remarks: int


def tally(context: Context, hearing_id: int) -> Tally:
    """Return how many answered, as what and when, in one statement; as what only of those that stand."""
    from_organisation = Sender.verified_at.is_not(None)
    stands = Response.state.not_in(DONE)
    row = context.session.execute(
        select(
            func.count(),
            *(
                func.count(case((Response.state.in_(states), 1)))
                for states in ({ResponseState.SHOWN}, UNFINISHED, {ResponseState.HIDDEN}, {ResponseState.WITHDRAWN})
            ),
            *(
                func.count(case((stands & one, 1)))
                for one in (
                    true(),
                    Response.party_id.is_not(None),
                    from_organisation,
                    Response.sender_id.is_not(None) & ~from_organisation,
                    Response.is_late,
                    Response.stance == Stance.NO_REMARKS,
                )
            ),
        )
        .select_from(Response)
        .outerjoin(Response.sender)
        .where(Response.hearing_id == hearing_id)
    ).one()
    return Tally(*row)


def revisions(context: Context, response_id: int) -> Sequence[ResponseRevision]:
    """Return how a response read before it was corrected, oldest first; for staff."""
    return context.session.scalars(
        select(ResponseRevision).where(ResponseRevision.response_id == response_id).order_by(ResponseRevision.revision)
    ).all()


def revisions_of(context: Context, hearing_id: int) -> dict[int, list[ResponseRevision]]:
    """Return how a hearing's responses read before they were corrected, by the response's id, in one statement."""
    found: dict[int, list[ResponseRevision]] = {}
    own = select(Response.id).where(Response.hearing_id == hearing_id)
    for one in context.session.scalars(
        select(ResponseRevision).where(ResponseRevision.response_id.in_(own)).order_by(ResponseRevision.revision)
    ):
        found.setdefault(one.response_id, []).append(one)
    return found


def of_actor(context: Context, *, at_most: int = 50) -> Sequence[Response]:
    """Return the actor's own responses, the newest first."""
    return context.session.scalars(
        _listed()
        .join(Response.sender)
        .where(Sender.person_id == context.actor.person_id)
        .order_by(Sender.id.desc())
        .limit(at_most)
    ).all()


def next_number(context: Context, hearing_id: int) -> int:
    """Return the next number of a response, for those who have locked the hearing."""
    last = context.session.scalar(select(func.max(Response.number)).where(Response.hearing_id == hearing_id))
    return 1 + (last or 0)


def to_confirm(context: Context) -> Sequence[Response]:
    """Return oral responses written down for councils the actor chairs that are not confirmed yet."""
    chaired = context.actor.places(Role.CHAIR, Scope.BODY)
    return context.session.scalars(
        _listed()
        .join(Response.party)
        .join(HearingParty.hearing)
        .where(HearingParty.body_id.in_(chaired), text(TO_CONFIRM))
        .where(Hearing.state != HearingState.DRAFT)
        .order_by(Response.id)
        .limit(20)
    ).all()


@cache
def _listed() -> Select[Response]:
    return select(Response).options(
        joinedload(Response.hearing, innerjoin=True).joinedload(Hearing.process, innerjoin=True),
        joinedload(Response.party).joinedload(HearingParty.body),
        joinedload(Response.sender),
        joinedload(Response.version, innerjoin=True),
    )


@cache
def _whole() -> Select[Response]:
    return select(Response).options(
        joinedload(Response.hearing, innerjoin=True).joinedload(Hearing.process, innerjoin=True),
        joinedload(Response.party).joinedload(HearingParty.body),
        joinedload(Response.sender),
        joinedload(Response.version, innerjoin=True).selectinload(Version.texts),
        selectinload(Response.parts).options(joinedload(ResponsePart.section_text), joinedload(ResponsePart.question)),
    )


def quoting(context: Context, hearing_ids: Sequence[int]) -> Sequence[ResponsePart]:
    """Return the parts of the hearings' responses that quote what is heard; for the deed that changes that."""
    given = select(Response.id).where(Response.hearing_id.in_(hearing_ids))
    parts = select(ResponsePart).where(ResponsePart.response_id.in_(given), ResponsePart.quote != "")
    return context.session.scalars(parts).all()


def has_unsettled(context: Context, body_id: int) -> bool:
    """Return whether a body has an answer that its chair is to confirm or its secretary to mask, in any hearing."""
    unsettled = (
        select(Response.id)
        .join(HearingParty, HearingParty.id == Response.party_id)
        .where(
            HearingParty.body_id == body_id,
            or_(
                Response.state.in_({ResponseState.READING, ResponseState.WAITING, ResponseState.HELD}),
                and_(Response.medium == Medium.ORAL, Response.confirmed_at.is_(None)),
            ),
            Response.state != ResponseState.WITHDRAWN,
        )
    )
    return context.session.scalar(unsettled.limit(1)) is not None


TO_MODERATE = Waiting(
    number=Response.id,
    place=Response.hearing_id,
    since=Response.submitted_at,
    words=(Response.text,),
    ids=_to_moderate,
    whole=lambda: _listed(),
)
"""Responses that wait for a person in the actor's processes as case officer."""


def is_heard(context: Context, body_id: int) -> bool:
    """Return whether who sits in a body now decides what it says: in a hearing, or of an answer that is not settled."""
    return is_party_now(context, body_id) or has_unsettled(context, body_id)
