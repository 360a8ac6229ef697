"""What the pages of a council's way to its answer show."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import url_for

from civic.dialogue.queries import WHOLE, Reading, thread
from civic.hearings import queries
from civic.hearings.models import DraftPoint
from civic.hearings.workflow import HEARING, PARTY, HearingVerb
from civic.http.threads import Talk
from civic.kernel.context import Context
from civic.kernel.markup import reading
from civic.kernel.merge import Clash
from civic.kernel.trace import Kind, Ref
from civic.reports.models import SectionText
from civic.responses.queries import of_party
from civic.responses.workflow import PARTY_RESPONSES
from civic.said.turn import Turn, turn
from civic.said.way import PartyRow, party_row
from civic.web.councils.forms import CommentForm, DraftForm, PointForm
from civic.writing.queries import own_copy, writing_now


@dataclass(frozen=True)
class PartyPage:
    """A party to a hearing, as those outside it see it."""

    template: ClassVar[str] = "councils/party.html"
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
class DraftPage:
    """A party's draft: the version heard on one side, its own words on the other."""

    template: ClassVar[str] = "councils/draft.html"
    row: PartyRow
    may: dict[str, bool]
    passages: Sequence[Passage]
    draft: DraftForm
    clashes: Sequence[Clash]
    has_own_copy: bool
    writers: Sequence[str]
    point: PointForm
    talk: Talk
    is_late: bool
    turn: Turn | None
    """What comes next, and who does it."""
    at: int | None
    """The section at which the form for a point stands; at the end of all where none was chosen."""


def party_page(
    context: Context, party_id: int, about: int | None = None, reading: Reading = WHOLE
) -> PartyPage | DraftPage:
    """Return a party: its own draft for those who sit in it, how far it is for everybody else."""
    party = queries.party(context, party_id)
    if PARTY.may(context, HearingVerb.READ_DRAFT, party):
        return draft_page(context, party_id, about=about, reading=reading)
    may = {**PARTY.allowed(context, party), **PARTY_RESPONSES.allowed(context, party)}
    may["withdraw_invitation"] = HEARING.may(context, HearingVerb.WITHDRAW_INVITATION, party.hearing)
    return PartyPage(party_row(context, party, of_party(context, party.id)), may)


def draft_page(
    context: Context,
    party_id: int,
    *,
    draft: DraftForm | None = None,
    clashes: Sequence[Clash] = (),
    point: PointForm | None = None,
    comment: CommentForm | None = None,
    about: int | None = None,
    reading: Reading = WHOLE,
) -> DraftPage:
    """Return a party's draft; only those who sit in it see it. `about` is the section at which the form stands."""
    party = queries.party(context, party_id)
    about = point.section_id if point is not None else about
    at = about if about in {one.id for one in party.version.texts} else None
    if point is None:
        point = PointForm(formdata=None, place=str(at) if at else None)
    subject = Ref(Kind.PARTY, party.id)
    copy = own_copy(context, subject) if draft is None else None
    if draft is None:
        edit, text = (copy.base_edit, copy.text) if copy else (party.edit, party.draft)
        draft = DraftForm(formdata=None, text=text, edit=edit)
    return DraftPage(
        row=party_row(context, party, of_party(context, party.id)),
        may={**PARTY.allowed(context, party), **PARTY_RESPONSES.allowed(context, party)},
        passages=[_passage(one, party.points) for one in party.version.texts],
        draft=draft,
        clashes=clashes,
        has_own_copy=copy is not None,
        writers=writing_now(context, Kind.PARTY, [party.id]).get(party.id, ()),
        point=point.offer(party.version.texts),
        talk=Talk(
            thread(context, Kind.PARTY, party.id, reading),
            home=url_for("councils.party", party_id=party.id),
            to=url_for("councils.discuss", party_id=party.id),
            form=comment or CommentForm(formdata=None),
        ),
        is_late=party.hearing.is_over_at(context.now),
        turn=turn(context, party),
        at=at,
    )


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
