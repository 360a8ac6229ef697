"""What the page of a comment shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from civic.dialogue.models import Comment
from civic.dialogue.queries import comment, flag_reasons
from civic.dialogue.workflow import COMMENT
from civic.http.forms import ReasonForm, ReleaseForm
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.moderation.queries import NOTHING, Standing, standing


@dataclass(frozen=True)
class CommentPage:
    """One comment for whoever moderates or wrote it."""

    template: ClassVar[str] = "dialogue/comment.html"
    comment: Comment
    subject: Ref
    """What it is said of, whichever room that lives in."""
    reasons: Sequence[str]
    standing: Standing
    """What was found and decided, for whoever wrote or moderates it."""
    may: dict[str, bool]
    form: ReasonForm | ReleaseForm | None


def comment_page(context: Context, comment_id: int, form: ReasonForm | ReleaseForm | None = None) -> CommentPage:
    """Return one comment with the reasons it was flagged for."""
    found = comment(context, comment_id)
    may = COMMENT.allowed(context, found)
    is_moderated = may["keep"] or may["hide"] or may["release"]
    if form is None and (is_moderated or may["flag"]):
        form = ReleaseForm() if may["release"] else ReasonForm()
    is_concerned = is_moderated or context.actor.is_person(found.author_id)
    reasons = flag_reasons(context, comment_id) if may["keep"] or may["hide"] else ()
    own = standing(context, Ref(Kind.COMMENT, found.id)) if is_concerned else NOTHING
    return CommentPage(found, Ref(found.kind, found.thing_id), reasons, own, may, form)
