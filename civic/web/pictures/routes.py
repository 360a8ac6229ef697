"""Addresses about the pictures of things."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.evidence import actions as evidence
from civic.files import pictures
from civic.grants import attaching as grants
from civic.groups import actions as groups
from civic.http.files import files_folder, received, send_picture
from civic.http.forms import ButtonForm
from civic.http.limits import count_files
from civic.http.request import show, submitted
from civic.http.task import TaskPage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.meetings import actions as meetings
from civic.processes import actions as processes
from civic.proposals import attaching as proposals
from civic.said.things import address
from civic.voting import actions as voting
from civic.web.pictures.forms import PictureForm
from civic.web.pictures.pages import picture_page, shown_to

bp = Blueprint("pictures", __name__)
ROOMS: Mapping[Kind, Any] = {
    Kind.PROCESS: processes,
    Kind.GROUP: groups,
    Kind.MEETING: meetings,
    Kind.PHOTO: evidence,
    Kind.OPTION: voting,
    Kind.PROPOSAL: proposals,
    Kind.ACTIVITY: grants,
}
"""Whose deed it is."""
OF = f"/pictures/<any({', '.join(one.value for one in ROOMS)}):kind>/<int:thing_id>"


@bp.get("/pictures/<int:upload_id>/<int:width>-<mark>.jpg", endpoint="show")
def show_picture(upload_id: int, width: int, mark: str) -> ResponseReturnValue:
    """A picture in one of its sizes."""
    return send_picture(pictures.size_of(shown_to(g.context, upload_id), width, mark))


@bp.get(OF)
def putting(kind: str, thing_id: int) -> ResponseReturnValue:
    """The form for a thing's picture."""
    return show(picture_page(g.context, Ref(Kind(kind), thing_id)))


@bp.post(OF)
def put(kind: str, thing_id: int) -> ResponseReturnValue:
    """Put a picture of a thing, or another, or other words for it."""
    form, thing = PictureForm(), Ref(Kind(kind), thing_id)

    def do() -> str:
        name, content = received(form.picture) if form.picture else ("", b"")
        count_files([(name, content)] if content else [])
        ROOMS[thing.kind].put_picture(
            g.context, thing_id, files_folder(), content=content, alt=form.alt.data, seen=form.saw
        )
        return address(thing)

    return submitted(form, do, again=lambda: show(picture_page(g.context, thing, form)))


@bp.get(f"{OF}/take-out")
def taking_out(kind: str, thing_id: int) -> ResponseReturnValue:
    """Ask before a picture is taken out."""
    thing = Ref(Kind(kind), thing_id)
    page = picture_page(g.context, thing)
    if page.picture is None:
        raise Refusal(Reason.NOT_FOUND)
    trail = (*page.trail, (page.heading, url_for("pictures.putting", kind=kind, thing_id=thing_id)))
    said = _("Its file is deleted too. You can put in another one.")
    return show(TaskPage(_("Take the picture out?"), ButtonForm(), _("Take it out"), said, trail))


@bp.post(f"{OF}/take-out")
def take_out(kind: str, thing_id: int) -> ResponseReturnValue:
    """Take a thing's picture out for good."""
    thing = Ref(Kind(kind), thing_id)

    def do() -> str:
        ROOMS[thing.kind].take_out_picture(g.context, thing_id)
        return address(thing)

    return submitted(ButtonForm(), do, again=lambda: taking_out(kind, thing_id))
