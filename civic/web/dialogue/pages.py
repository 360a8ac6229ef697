"""What the page of a comment shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.dialogue.models import Comment
from civic.dialogue.queries import WHOLE, Reading, Thread, comment, is_useful, replies, wordings
from civic.dialogue.workflow import COMMENT, DialogueVerb
from civic.http.forms import ButtonForm, ReleaseForm, RuledForm
from civic.http.task import TaskPage
from civic.http.threads import ReplyForm, Talk
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.moderation.models import Flag
from civic.moderation.queries import NOTHING, Appealing, Standing, appealing, flags, standing
from civic.reports.compare import Piece, pieces
from civic.web.dialogue.forms import EditForm
from civic.web.dialogue.threads import home, may_reply


@dataclass(frozen=True)
class CommentPage:
    """One comment for whoever moderates or wrote it."""

    template: ClassVar[str] = "dialogue/comment.html"
    comment: Comment
    subject: Ref
    """What it is said of, whichever room that lives in."""
    home: str
    """The place in its thread at which it stands."""
    earlier: Sequence[tuple[datetime, Sequence[Piece]]]
    """What it said before, and until when, each with what the next wording took out of it."""
    talk: Talk
    """What is replied to it."""
    is_useful: bool
    flags: Sequence[Flag]
    standing: Standing
    """What was found and decided, for whoever wrote or moderates it."""
    appealing: Appealing
    may: dict[str, bool]
    form: RuledForm | ReleaseForm | None
    name: str
    """That of whoever wrote it under a pseudonym, for an officer who has asked for it."""


def comment_page(
    context: Context,
    comment_id: int,
    form: RuledForm | ReleaseForm | None = None,
    *,
    reply: ReplyForm | None = None,
    reading: Reading = WHOLE,
    name: str = "",
) -> CommentPage:
    """Return one comment with what it said before, its replies, and for whoever decides why it was flagged."""
    found = comment(context, comment_id)
    may = COMMENT.allowed(context, found)
    is_moderated = may["keep"] or may["hide"] or may["release"]
    if form is None and (is_moderated or may["flag"]):
        form = ReleaseForm() if may["release"] else RuledForm()
    if form is not None:
        form.shows(found.text)
    is_concerned = is_moderated or context.actor.is_person(found.author_id)
    ref = Ref(Kind.COMMENT, found.id)
    asked = flags(context, ref) if may["keep"] or may["hide"] else ()
    own = standing(context, ref) if is_concerned else NOTHING
    way = appealing(context, own, may=may["appeal"]) if context.actor.is_person(found.author_id) else Appealing()
    may_say = may["reply"] and not found.is_reply and may_reply(context, found)
    talk = Talk(
        replies(context, found, after=reading.after) if not found.is_reply else Thread(),
        home=url_for("dialogue.comment", comment_id=found.id),
        to=url_for("dialogue.reply", comment_id=found.id),
        form=(reply or ReplyForm(formdata=None)) if may_say else None,
    )
    return CommentPage(
        comment=found,
        subject=Ref(found.kind, found.thing_id),
        home=home(context, found),
        earlier=_earlier(context, found),
        talk=talk,
        is_useful=may["find_useful"] and is_useful(context, found),
        flags=asked,
        standing=own,
        appealing=way,
        may=may,
        form=form,
        name=name,
    )


def _earlier(context: Context, found: Comment) -> list[tuple[datetime, Sequence[Piece]]]:
    before = wordings(context, found) if found.edited_at else ()
    later = [*(one.text for one in before[1:]), found.text]
    return [(one.until, pieces(one.text, then)) for one, then in zip(before, later, strict=True)] if before else []


def edit_page(context: Context, comment_id: int, form: EditForm | None = None) -> TaskPage:
    """Return the form for one's own comment, which says whether what it said before stays to be seen."""
    found = comment(context, comment_id)
    COMMENT.require(context, DialogueVerb.EDIT, found)
    form = form or EditForm(formdata=None, text=found.text)
    form.shows(found.text, now=found.text)
    trail = ((_("A comment"), url_for("dialogue.comment", comment_id=comment_id)),)
    said = (
        ""
        if found.is_held or found.is_new_at(context.now)
        else _("It is more than a quarter of an hour old: what it says now stays to be seen beside it.")
    )
    return TaskPage(_("Change your comment"), form, _("Save"), said, trail)


def delete_page(context: Context, comment_id: int) -> TaskPage:
    """Return the page that asks before one's own comment is deleted."""
    found = comment(context, comment_id)
    COMMENT.require(context, DialogueVerb.DELETE, found)
    trail = ((_("A comment"), url_for("dialogue.comment", comment_id=comment_id)),)
    said = _("Its words are gone for good. That you wrote a comment here stays to be seen.")
    quoted = ((_("Your comment"), found.text),)
    return TaskPage(_("Delete your comment?"), ButtonForm(), _("Delete it"), said, trail, quoted)
