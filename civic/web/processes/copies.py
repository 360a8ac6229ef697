"""Addresses for the copy of a process: the page about it, asking for it, and the file."""

from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue

from civic.files import renditions
from civic.files.renditions import Format, Rendition, What
from civic.http.files import send_rendition
from civic.http.forms import ButtonForm
from civic.http.limits import count_export
from civic.http.request import show, submitted
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.processes import actions, copies, queries
from civic.processes.models import Process
from civic.processes.workflow import PROCESS, ProcessVerb

bp = Blueprint("copies", __name__, url_prefix="/processes")


@dataclass(frozen=True)
class CopyPage:
    """A process's copy: what it holds, when it was made, and how far it is while it is made."""

    template: ClassVar[str] = "processes/copy.html"
    process: Process
    made: Rendition | None
    """The copy that was asked for; none where nobody has asked."""
    may_ask: bool
    is_there: bool

    @property
    def is_being_made(self) -> bool:
        """Return whether it was asked for, or is made anew because something was taken out, and is not there."""
        return self.made is not None and not self.is_there and not self.made.is_too_large


@bp.get("/<int:process_id>/copy")
def show_copy(process_id: int) -> ResponseReturnValue:
    """A process as a copy that needs no server: what it holds, and where one gets it."""
    process = queries.process(g.context, process_id)
    made = _copy(process_id)
    is_there = made is not None and made.made_at is not None and not copies.is_outdated(g.context, made)
    return show(CopyPage(process, made, PROCESS.may(g.context, ProcessVerb.ASK_FOR_COPY, process), is_there))


@bp.post("/<int:process_id>/copy")
def ask_for_copy(process_id: int) -> ResponseReturnValue:
    """Ask for the copy of a process, as it is now."""

    def do() -> str:
        actions.ask_for_copy(g.context, process_id)
        return url_for("copies.show_copy", process_id=process_id)

    return submitted(ButtonForm(), do, again=lambda: show_copy(process_id))


@bp.get("/<int:process_id>/copy.zip")
def fetch_copy(process_id: int) -> ResponseReturnValue:
    """The copy of a process, once the worker has made it."""
    queries.process(g.context, process_id)
    made = _copy(process_id)
    if made is None or copies.is_outdated(g.context, made):
        raise Refusal(Reason.NOT_FOUND)
    count_export()
    return send_rendition([made], What.COPY, Format.ZIP, f"forloeb-{process_id}")


def _copy(process_id: int) -> Rendition | None:
    every = renditions.of(g.context, Ref(Kind.PROCESS, process_id))
    return next((one for one in every if one.what is What.COPY), None)
