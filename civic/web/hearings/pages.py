"""What the pages about hearings and a council's way to its answer show."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask_babel import gettext as _

from civic.dialogue.models import Comment
from civic.dialogue.queries import thread
from civic.files.uploads import Upload, uploads_of
from civic.following.queries import is_followed
from civic.hearings import queries
from civic.hearings.models import DraftPoint, Hearing, HearingParty, HearingState, PartyState
from civic.hearings.workflow import HEARING, PARTY, PartyVerb, Verb
from civic.kernel.context import Context
from civic.kernel.markup import reading
from civic.kernel.merge import Clash
from civic.kernel.trace import Kind, Ref
from civic.people.models import BodyKind
from civic.people.queries import bodies
from civic.reports.models import SectionText
from civic.reports.queries import versions_of
from civic.responses.models import Response
from civic.responses.queries import of_parties, of_party, shown
from civic.treatment.queries import Progress, progress
from civic.web.hearings.forms import CommentForm, DraftForm, InviteForm, PointForm
from civic.writing.queries import own_copy, writing_now


@dataclass(frozen=True)
class IndexPage:
    """All public hearings."""

    template: ClassVar[str] = "hearings/index.html"
    hearings: Sequence[Hearing]
    next_before: int | None


@dataclass(frozen=True)
class Step:
    """One step of a party's way in the matrix: done, on its way, or not; with its day."""

    label: str
    on: date | None
    is_done: bool


@dataclass(frozen=True)
class PartyRow:
    """One row of the matrix."""

    party: HearingParty
    state: PartyState
    is_silent: bool
    response: Response | None
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class HearingPage:
    """One hearing: what is proposed, who is heard, by when, and what has been answered."""

    template: ClassVar[str] = "hearings/hearing.html"
    hearing: Hearing
    state: HearingState
    rows: Sequence[PartyRow]
    answers: Sequence[Response]
    next_after: int | None
    material: Sequence[Upload]
    progress: Progress | None
    may: dict[str, bool]
    invite: InviteForm | None
    left_out: Sequence[str]
    is_followed: bool


@dataclass(frozen=True)
class PartyPage:
    """A body's seat in a hearing, as those outside it see it."""

    template: ClassVar[str] = "hearings/party.html"
    row: PartyRow
    may: dict[str, bool]


@dataclass(frozen=True)
class Passage:
    """A section of the draft with the points the council has tied to it."""

    section: SectionText
    pieces: tuple[tuple[str, int], ...]
    """Runs of words, each with the number of the point it is marked for, 0 for none."""
    points: Sequence[DraftPoint]


@dataclass(frozen=True)
class RoomPage:
    """A council's room: the version heard on one side, its own words on the other."""

    template: ClassVar[str] = "hearings/room.html"
    row: PartyRow
    may: dict[str, bool]
    passages: Sequence[Passage]
    draft: DraftForm
    clashes: Sequence[Clash]
    has_own_copy: bool
    writers: Sequence[str]
    point: PointForm
    comments: Sequence[Comment]
    comment: CommentForm
    is_late: bool


def index_page(context: Context, before: int | None) -> IndexPage:
    """Return the public hearings, twenty at a time."""
    found = queries.hearings(context, before=before, at_most=21)
    return IndexPage(found[:20], found[19].id if len(found) > 20 else None)


def hearing_page(context: Context, hearing_id: int, *, invite: InviteForm | None = None, after: int = 0) -> HearingPage:
    """Return one hearing with its parties' way and the first answers of everybody else."""
    hearing = queries.hearing(context, hearing_id)
    may = {verb.value: HEARING.may(context, verb, hearing) for verb in Verb}
    is_public = hearing.state is not HearingState.DRAFT
    responses = of_parties(context, hearing) if is_public and hearing.parties else {}
    answers = shown(context, hearing.id, after=after, at_most=26) if is_public and hearing.is_for_everyone else ()
    files = uploads_of(context, Kind.HEARING, [hearing.id]).get(hearing.id, [])
    return HearingPage(
        hearing=hearing,
        state=hearing.state_at(context.now),
        rows=[party_row(context, one, responses.get(one.id)) for one in hearing.parties],
        answers=answers[:25],
        next_after=answers[24].number if len(answers) > 25 else None,
        material=[one for one in files if one.is_shown or may["judge_material"]],
        progress=progress(context, hearing.id) if may["read_desk"] else None,
        may=may,
        invite=invite_form(context, hearing, invite) if may["invite"] else None,
        left_out=[one.name for one in queries.left_out(context, hearing)] if may["add_material"] else (),
        is_followed=may["follow"] and is_followed(context, Ref(Kind.HEARING, hearing.id)),
    )


def party_row(context: Context, party: HearingParty, response: Response | None) -> PartyRow:
    """Return a party's way as one row of the matrix; silence is shown as silence."""
    state = party.state_at(context.now)
    steps = (
        Step(_("Invited"), party.invited_at, party.invited_at is not None),
        Step(_("Invitation received"), party.received_at, party.received_at is not None),
        Step(_("On the agenda"), party.presented_on or party.agenda_on, bool(party.presented_on or party.agenda_on)),
        Step(_("Drafted"), party.drafted_at, party.drafted_at is not None),
        Step(_("Adopted"), party.adopted_on or party.adopted_at, bool(party.adopted_on or party.adopted_at)),
    )
    return PartyRow(party, state, party.is_silent_at(context.now), response, steps)


def party_page(context: Context, party_id: int) -> PartyPage | RoomPage:
    """Return a body's seat: its own room for those who sit in it, how far it is for everybody else."""
    party = queries.party(context, party_id)
    if PARTY.may(context, PartyVerb.READ_ROOM, party):
        return room_page(context, party_id)
    may = {verb.value: PARTY.may(context, verb, party) for verb in PartyVerb}
    may["withdraw_invitation"] = HEARING.may(context, Verb.WITHDRAW_INVITATION, party.hearing)
    return PartyPage(party_row(context, party, of_party(context, party.id)), may)


def room_page(
    context: Context,
    party_id: int,
    *,
    draft: DraftForm | None = None,
    clashes: Sequence[Clash] = (),
    point: PointForm | None = None,
    comment: CommentForm | None = None,
) -> RoomPage:
    """Return a council's room; only those who sit in it see it."""
    party = queries.party(context, party_id)
    subject = Ref(Kind.PARTY, party.id)
    copy = own_copy(context, subject) if draft is None else None
    if draft is None:
        edit, text = (copy.base_edit, copy.text) if copy else (party.edit, party.draft)
        draft = DraftForm(formdata=None, text=text, edit=edit)
    return RoomPage(
        row=party_row(context, party, of_party(context, party.id)),
        may={verb.value: PARTY.may(context, verb, party) for verb in PartyVerb},
        passages=[_passage(one, party.points) for one in party.version.texts],
        draft=draft,
        clashes=clashes,
        has_own_copy=copy is not None,
        writers=writing_now(context, Kind.PARTY, [party.id]).get(party.id, ()),
        point=(point or PointForm(formdata=None)).offer(party.version.texts),
        comments=thread(context, Kind.PARTY, party.id),
        comment=comment or CommentForm(formdata=None),
        is_late=party.hearing.is_over_at(context.now),
    )


def invite_form(context: Context, hearing: Hearing, form: InviteForm | None) -> InviteForm:
    """Return the form with the bodies that can be heard and the versions they can be asked about."""
    form = form or InviteForm(formdata=None, version_id=hearing.version_id)
    form.body_id.choices = [(one.id, one.name) for one in bodies(context, BodyKind.ADVISORY_COUNCIL)]
    form.version_id.choices = [(one.id, one.label) for one in versions_of(context, hearing.version.report_id)]
    return form


def _passage(section: SectionText, points: Sequence[DraftPoint]) -> Passage:
    own = [one for one in points if one.section_text_id == section.id]
    return Passage(section, tuple(_marked(reading(section.text), own)), own)


def _marked(text: str, points: Sequence[DraftPoint]) -> list[tuple[str, int]]:
    """Return a text in runs, those that a point marks with its number; where two marks overlap, the first stands."""
    places: list[tuple[int, int, int]] = []
    for point in points:
        shape = r"\s+".join(re.escape(part) for part in point.quote.split())
        found = re.search(shape, text) if shape else None
        if found and all(found.end() <= start or found.start() >= end for start, end, _number in places):
            places.append((found.start(), found.end(), point.number))
    runs, at = [], 0
    for start, end, number in sorted(places):
        runs += [(text[at:start], 0), (text[start:end], number)]
        at = end
    return [run for run in [*runs, (text[at:], 0)] if run[0]]
