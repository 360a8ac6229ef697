"""What the page of a comment shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.dialogue.models import Comment
from civic.dialogue.queries import comment
from civic.dialogue.workflow import COMMENT, DialogueVerb
from civic.http.forms import ButtonForm, ReleaseForm, RuledForm
from civic.http.task import TaskPage
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.moderation.models import Flag
from civic.moderation.queries import NOTHING, Appealing, Standing, appealing, flags, standing
from civic.web.dialogue.forms import EditForm


@dataclass(frozen=True)
class CommentPage:
    """One comment for whoever moderates or wrote it."""

    template: ClassVar[str] = "dialogue/comment.html"
    comment: Comment
    subject: Ref
    """What it is said of, whichever room that lives in."""
    flags: Sequence[Flag]
    standing: Standing
    """What was found and decided, for whoever wrote or moderates it."""
    appealing: Appealing
    may: dict[str, bool]
    form: RuledForm | ReleaseForm | None
    may_edit: bool
    """Whether its author may still change it."""


def comment_page(context: Context, comment_id: int, form: RuledForm | ReleaseForm | None = None) -> CommentPage:
    """Return one comment with the reasons it was flagged for."""
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
    may_edit = may["edit"] and found.is_new_at(context.now)
    return CommentPage(found, Ref(found.kind, found.thing_id), asked, own, way, may, form, may_edit)


def edit_page(context: Context, comment_id: int, form: EditForm | None = None) -> TaskPage:
    """Return the form for one's own comment."""
    found = comment(context, comment_id)
    COMMENT.require(context, DialogueVerb.EDIT, found)
    form = form or EditForm(formdata=None, text=found.text)
    form.shows(found.text, now=found.text)
    trail = ((_("A comment"), url_for("dialogue.comment", comment_id=comment_id)),)
    return TaskPage(_("Change your comment"), form, _("Save"), trail=trail)


def delete_page(context: Context, comment_id: int) -> TaskPage:
    """Return the page that asks before one's own comment is deleted."""
    found = comment(context, comment_id)
    COMMENT.require(context, DialogueVerb.DELETE, found)
    trail = ((_("A comment"), url_for("dialogue.comment", comment_id=comment_id)),)
    said = _("Its words are gone for good. That you wrote a comment here stays to be seen.")
    quoted = ((_("Your comment"), found.text),)
    return TaskPage(_("Delete your comment?"), ButtonForm(), _("Delete it"), said, trail, quoted)
