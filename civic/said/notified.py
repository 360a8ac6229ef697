"""What somebody was told, as a line: on their page of notifications, and in a digest by mail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from civic.board.queries import hanging
from civic.kernel import notifying, outbox
from civic.kernel.context import Context
from civic.kernel.notifying import MOST_IN_A_DIGEST, Notification, Notified
from civic.kernel.trace import Kind, Ref
from civic.said.things import address, address_of
from civic.said.wording import step_said

SAID: Mapping[str, LazyString] = {
    "comment_replied": _("Somebody has replied to you"),
    "comment_named": _("Somebody has named you in a comment"),
    "comment_spoken_to": _("The answer to a proposal speaks to your comment"),
    "proposal_accepted": _("Your proposal has been published"),
    "proposal_answered": _("Your proposal has been answered"),
    "own_proposal_reached": _("Your proposal has as much support as was wanted"),
    "proposal_continued": _("Your proposal goes on in another"),
    "proposal_parted": _("Your proposal stands by itself again"),
    "proposal_implemented": _("What you proposed has been done"),
    "proposal_file_unreadable": _("A file you sent could not be read"),
    "amendment_made": _("Somebody suggests other words for your proposal"),
    "amendment_decided": _("What you suggested has been decided"),
    "co_author_joined": _("Somebody writes your proposal with you"),
    "support_amended": _("A proposal you support has been changed"),
    "support_carried": _("A proposal you support goes on in another"),
}
"""What has happened, as a line says it; of what is followed, its step says that."""


@dataclass(frozen=True)
class Told:
    """One thing somebody was told."""

    row: Notification
    said: str
    title: str
    """What it happened with, as everybody reads it now; nothing of what is hidden or not public."""
    address: str

    @property
    def is_new(self) -> bool:
        """Return whether it has not been read."""
        return self.row.read_at is None


def said_of(template: str, data: Mapping[str, Any]) -> str:
    """Return what happened, in the reader's words."""
    return step_said(str(data["step"])) if template == "followed" else str(SAID[template])


def thing_of(template: str, data: Mapping[str, Any]) -> Ref | None:
    """Return what it happened with, where that has a title of its own."""
    if template == "followed":
        return Ref(Kind(data["kind"]), int(data["id"]))
    return Ref(Kind.PROPOSAL, int(data["proposal_id"])) if "proposal_id" in data else None


def where(template: str, data: Mapping[str, Any], *, is_whole: bool = False) -> str:
    """Return where it is read; `is_whole` for a mail."""
    thing = thing_of(template, data)
    if template.startswith("amendment_"):
        number = int(data.get("amendment_id") or data["id"])
        return url_for("proposals.amendment", amendment_id=number, _external=is_whole)
    if thing is None:
        return url_for("dialogue.comment", comment_id=int(data["id"]), _external=is_whole)
    return address_of(thing.kind.value, thing.id) if is_whole else address(thing)


def told(context: Context, rows: Sequence[Notification]) -> list[Told]:
    """Return what somebody was told as lines, with the titles that everybody reads now, in one statement."""
    titles = titles_of(context, rows)
    return [
        Told(one, said_of(one.template, one.data), title, where(one.template, one.data))
        for one, title in zip(rows, titles, strict=True)
    ]


def titles_of(context: Context, rows: Sequence[Notification]) -> list[str]:
    """Return the title that what each is about has on the board; none where it is not there any more."""
    things = [thing_of(one.template, one.data) for one in rows]
    on_board = hanging(context, {one for one in things if one is not None})
    return [on_board[one].title if one in on_board else "" for one in things]


def gather(context: Context) -> int:
    """Put what is due into digests, one mail a person and no empty one, and return how many; for the worker."""
    taken = notifying.gather(context.session, context.now)
    shown = {person_id: rows[:MOST_IN_A_DIGEST] for person_id, rows in taken.items()}
    every = [one for rows in shown.values() for one in rows]
    titles = dict(zip((one.id for one in every), titles_of(context, every), strict=True))
    for person_id, rows in shown.items():
        lines = [
            {"template": one.template, "data": one.data, "title": titles[one.id], "kind": one.kind.value}
            for one in rows
        ]
        more = len(taken[person_id]) - len(rows)
        outbox.mail(context, "digest", to=person_id, data={"lines": lines, "more": more})
    return len(taken)


def grouped(lines: Sequence[Mapping[str, Any]]) -> list[tuple[Notified, list[tuple[str, str, str]]]]:
    """Return a digest's lines by kind, each with what happened, with what, and where that stands."""
    found: dict[Notified, list[tuple[str, str, str]]] = {}
    for one in lines:
        template, data = one["template"], one["data"]
        line = said_of(template, data), one["title"], where(template, data, is_whole=True)
        found.setdefault(Notified(one["kind"]), []).append(line)
    return [(kind, found[kind]) for kind in Notified if kind in found]
