"""Finding hearings, parties, responses and remarks."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from civic.dialogue.models import CHANGES_TEXT
from civic.hearings.models import Hearing, HearingParty, HearingState, PartyState, Remark, Response
from civic.hearings.workflow import HEARING, PARTY, SITTING, PartyVerb, Verb
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.reports.models import SectionText, Version


def hearing(context: Context, hearing_id: int) -> Hearing:
    """Return one hearing with process, version, parties and responses; hidden like missing."""
    found = context.session.scalar(_whole().where(Hearing.id == hearing_id))
    if found is None or not HEARING.may(context, Verb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def hearings_of(context: Context, process_id: int) -> Sequence[Hearing]:
    """Return the hearings of a process that the actor may read, with parties, oldest first."""
    found = context.session.scalars(_whole().where(Hearing.process_id == process_id).order_by(Hearing.id)).unique()
    return [one for one in found if HEARING.may(context, Verb.READ, one)]


def hearings(context: Context, *, before: int | None = None, at_most: int = 20) -> Sequence[Hearing]:
    """Return public hearings, newest first, those with an id below `before`, with process and parties."""
    query = _whole().where(Hearing.state != HearingState.DRAFT).order_by(Hearing.id.desc()).limit(at_most)
    # parties are loaded by a second statement here: a limit must count hearings, not joined rows
    return context.session.scalars(query.where(Hearing.id < before) if before else query).unique().all()


def open_hearings(context: Context, *, at_most: int = 5) -> Sequence[Hearing]:
    """Return hearings that can be answered now, nearest deadline first."""
    return (
        context.session.scalars(
            select(Hearing)
            .where(Hearing.state == HearingState.OPEN, Hearing.closes_at > context.now)
            .options(joinedload(Hearing.process, innerjoin=True))
            .order_by(Hearing.closes_at)
            .limit(at_most)
        )
        .unique()
        .all()
    )


def party(context: Context, party_id: int) -> HearingParty:
    """Return one party of a hearing, with hearing, council and response; hidden like missing."""
    found = context.session.scalar(
        select(HearingParty)
        .where(HearingParty.id == party_id)
        .options(
            joinedload(HearingParty.hearing, innerjoin=True).options(
                joinedload(Hearing.process, innerjoin=True),
                joinedload(Hearing.version, innerjoin=True).selectinload(Version.texts),
            ),
            joinedload(HearingParty.body, innerjoin=True),
            joinedload(HearingParty.response).selectinload(Response.remarks),
        )
    )
    if found is None or not PARTY.may(context, PartyVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def response(context: Context, response_id: int) -> Response:
    """Return one response with party, hearing and remarks; a held one is refused like a missing one."""
    found = context.session.scalar(
        select(Response)
        .where(Response.id == response_id)
        .options(
            joinedload(Response.party, innerjoin=True).options(
                joinedload(HearingParty.hearing, innerjoin=True).options(
                    joinedload(Hearing.process, innerjoin=True),
                    joinedload(Hearing.version, innerjoin=True).selectinload(Version.texts),
                ),
                joinedload(HearingParty.body, innerjoin=True),
            ),
            selectinload(Response.remarks).options(
                joinedload(Remark.section_text), joinedload(Remark.change).joinedload(SectionText.version)
            ),
        )
    )
    if found is None or not PARTY.may(context, PartyVerb.READ_RESPONSE, found.party):
        raise Refusal(Reason.NOT_FOUND)
    return found


def by_receipt(context: Context, code: str) -> Response:
    """Return the response whose receipt it is, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(select(Response).where(Response.receipt == code))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def remark(context: Context, remark_id: int) -> Remark:
    """Return one remark with its response, hearing and texts; hidden like missing."""
    found = context.session.scalar(_remarks().where(Remark.id == remark_id))
    if found is None or not PARTY.may(context, PartyVerb.READ_RESPONSE, found.response.party):
        raise Refusal(Reason.NOT_FOUND)
    return found


def next_response_number(context: Context, hearing_id: int) -> int:
    """Return the next number of a response, for those who have locked the hearing."""
    last = context.session.scalar(select(func.max(Response.number)).where(Response.hearing_id == hearing_id))
    return 1 + (last or 0)


def next_remark_number(context: Context, response_id: int) -> int:
    """Return the next number of a remark, for those who have locked the hearing."""
    last = context.session.scalar(select(func.max(Remark.number)).where(Remark.response_id == response_id))
    return 1 + (last or 0)


def remarks_of(context: Context, hearing_id: int) -> Sequence[Remark]:
    """Return every remark of a hearing in the order of responses, with everything the note shows of it."""
    found = context.session.scalars(
        _remarks()
        .join(Remark.response)
        .where(Response.hearing_id == hearing_id)
        .order_by(Response.number, Remark.number)
    )
    return [one for one in found if PARTY.may(context, PartyVerb.READ_RESPONSE, one.response.party)]


def remarks_by_ids(context: Context, ids: Select[int] | Sequence[int]) -> Sequence[Remark]:
    """Return the public remarks among the ids."""
    found = context.session.scalars(_remarks().where(Remark.id.in_(ids)))
    return [one for one in found if PARTY.may(context, PartyVerb.READ_RESPONSE, one.response.party)]


def remarks_to_use(context: Context, process_id: int, *, at_most: int = 100) -> Sequence[Remark]:
    """Return remarks of a process whose answer changes the text, newest first: what a section may rest on."""
    found = context.session.scalars(
        _remarks()
        .where(Remark.process_id == process_id, Remark.outcome.in_(CHANGES_TEXT))
        .order_by(Remark.id.desc())
        .limit(at_most)
    )
    return [one for one in found if PARTY.may(context, PartyVerb.READ_RESPONSE, one.response.party)]


def own_seats(context: Context) -> Sequence[HearingParty]:
    """Return the seats in open hearings of the councils the actor sits in, nearest deadline first."""
    bodies = frozenset().union(*(context.actor.places(role, Scope.BODY) for role in SITTING))
    return context.session.scalars(
        select(HearingParty)
        .join(HearingParty.hearing)
        .where(HearingParty.body_id.in_(bodies), Hearing.state != HearingState.DRAFT)
        .options(joinedload(HearingParty.hearing, innerjoin=True), joinedload(HearingParty.body, innerjoin=True))
        .order_by(Hearing.closes_at.desc())
        .limit(20)
    ).all()


def untreated(context: Context, *, at_most: int = 50) -> Sequence[Remark]:
    """Return remarks that wait for an answer or a change in the actor's processes as case officer."""
    own = context.actor.places(Role.CASE_OFFICER, Scope.PROCESS)
    found = context.session.scalars(
        _remarks()
        .where(Remark.process_id.in_(own))
        .where((Remark.outcome.is_(None)) | (Remark.change_id.is_(None)))
        .order_by(Remark.id)
        .limit(at_most)
    )
    return [one for one in found if one.state_at(context.now).value != "treated"]


def held(context: Context) -> Sequence[HearingParty]:
    """Return seats whose response is held for a CPR-like number, in the actor's processes as case officer."""
    own = context.actor.places(Role.CASE_OFFICER, Scope.PROCESS)
    return context.session.scalars(
        select(HearingParty)
        .join(HearingParty.hearing)
        .where(Hearing.process_id.in_(own), HearingParty.state == PartyState.HELD)
        .options(joinedload(HearingParty.hearing, innerjoin=True), joinedload(HearingParty.body, innerjoin=True))
    ).all()


def _whole() -> Select[Hearing]:
    return select(Hearing).options(
        joinedload(Hearing.process, innerjoin=True),
        joinedload(Hearing.version, innerjoin=True).joinedload(Version.report, innerjoin=True),
        selectinload(Hearing.parties).options(
            joinedload(HearingParty.body, innerjoin=True), joinedload(HearingParty.response)
        ),
    )


def _remarks() -> Select[Remark]:
    return select(Remark).options(
        joinedload(Remark.section_text).joinedload(SectionText.version),
        joinedload(Remark.change).joinedload(SectionText.version),
        joinedload(Remark.response, innerjoin=True)
        .joinedload(Response.party, innerjoin=True)
        .options(
            joinedload(HearingParty.body, innerjoin=True),
            joinedload(HearingParty.hearing, innerjoin=True).joinedload(Hearing.process, innerjoin=True),
        ),
    )
