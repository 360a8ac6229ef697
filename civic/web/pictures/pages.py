"""What the pages about a thing's picture show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from flask_babel import gettext as _

from civic.evidence.queries import photo
from civic.evidence.workflow import EVIDENCE, EvidenceVerb
from civic.files import pictures
from civic.files.pictures import Picture
from civic.grants.queries import pictured
from civic.grants.workflow import APPLICATION, GrantVerb
from civic.groups.queries import group
from civic.groups.workflow import GROUP, GroupVerb
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.meetings.queries import meeting
from civic.meetings.workflow import MEETING, MeetingVerb
from civic.processes.queries import process
from civic.processes.workflow import PROCESS, ProcessVerb
from civic.proposals.queries import proposal
from civic.proposals.workflow import PROPOSAL, ProposalVerb
from civic.said.things import address
from civic.said.thread import Link
from civic.voting.queries import option
from civic.voting.workflow import BALLOT, VotingVerb
from civic.web.pictures.forms import PictureForm


class Pictured(NamedTuple):
    """A kind of thing that may have a picture: who may see it is whom its query gives it to."""

    find: Callable[[Context, int], Any]
    title: Callable[[Any], str]
    ask: Callable[[Context, Any, str], bool]
    """Whether the actor may do what is named of its pictures."""


PICTURED: Mapping[Kind, Pictured] = {
    Kind.PROCESS: Pictured(process, lambda it: it.title, lambda c, it, verb: PROCESS.may(c, ProcessVerb(verb), it)),
    Kind.GROUP: Pictured(group, lambda it: it.title, lambda c, it, verb: GROUP.may(c, GroupVerb(verb), it)),
    Kind.MEETING: Pictured(meeting, lambda it: it.title, lambda c, it, verb: MEETING.may(c, MeetingVerb(verb), it)),
    Kind.PHOTO: Pictured(
        lambda c, number: photo(c, number)[1],
        lambda it: it.title,
        lambda c, it, verb: EVIDENCE.may(c, EvidenceVerb(verb), it),
    ),
    Kind.PROPOSAL: Pictured(
        proposal,
        lambda it: it.title,
        lambda c, it, verb: PROPOSAL.may(c, ProposalVerb(verb), it),
    ),
    Kind.ACTIVITY: Pictured(
        pictured,
        lambda it: it[1].title,
        lambda c, it, verb: APPLICATION.may(c, GrantVerb(verb), it[0]),
    ),
    Kind.OPTION: Pictured(option, lambda it: it.text, lambda c, it, verb: BALLOT.may(c, VotingVerb(verb), it.ballot)),
}
WITH_CONSENT = frozenset({Kind.PHOTO, Kind.ACTIVITY})
"""Kinds whose picture stands there because whoever can be seen on it agreed."""
PUT, TAKE_OUT = "put_picture", "take_out_picture"


@dataclass(frozen=True)
class PicturePage:
    """A thing's picture as it is, and the form for another one or for other words."""

    template: ClassVar[str] = "pictures/picture.html"
    thing: Ref
    heading: str
    form: PictureForm | None
    """None for who may only take it out."""
    button: str
    trail: tuple[Link, ...]
    picture: Picture | None
    may_take_out: bool


def picture_page(context: Context, thing: Ref, form: PictureForm | None = None) -> PicturePage:
    """Return the screen on which a thing's picture is put or changed; Refusal(NOT_YOURS) for who may do neither.

    Refusal(NOT_NOW) where there is none, and it is too late to put one.
    """
    kind = PICTURED[thing.kind]
    found = kind.find(context, thing.id)
    may_put, may_take_out = kind.ask(context, found, PUT), kind.ask(context, found, TAKE_OUT)
    if not may_put and not may_take_out:
        raise Refusal(Reason.NOT_YOURS)
    picture = pictures.of(context, thing)
    if not may_put and picture is None:
        raise Refusal(Reason.NOT_NOW)
    form = form or PictureForm(formdata=None, alt=picture.alt if picture else "")
    if thing.kind in WITH_CONSENT:
        del form.picture  # who agreed agreed to this one: another is added with its own consent
    form.shows(kind.title(found), *(picture.seen if picture else ()), now=picture.alt if picture else "")
    return PicturePage(
        thing=thing,
        heading=_("Change the picture") if picture else _("Put in a picture"),
        form=form if may_put else None,
        button=_("Save") if picture else _("Put it in"),
        trail=((kind.title(found), address(thing)),),
        picture=picture,
        may_take_out=may_take_out and picture is not None,
    )


def shown_to(context: Context, upload_id: int) -> Picture:
    """Return the picture that a file became, for whoever may see the thing, or Refusal(NOT_FOUND)."""
    picture = pictures.by_upload(context, upload_id)
    PICTURED[picture.kind].find(context, picture.thing_id)
    return picture
