"""Replying to a comment: each kind of thing that has comments has a door of its own for what is said of it."""

from collections.abc import Callable

from civic.dialogue.models import Comment
from civic.groups.actions import discuss as discuss_in_group
from civic.hearings.actions import discuss as discuss_in_council
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from civic.meetings.actions import comment as comment_on_meeting
from civic.plans.actions import comment as comment_on_plan
from civic.proposals.actions import comment as comment_on_proposal
from civic.reports.actions import comment as comment_on_section
from civic.reports.actions import discuss as discuss_section
from civic.web.dialogue.threads import frozen


def reply(context: Context, comment: Comment, text: str) -> Comment:
    """Reply to a comment where it stands; refused as what is said there is, and as `dialogue.comment`."""
    return _DOORS[comment.kind](context, comment, text)


def _in_section(context: Context, to: Comment, text: str) -> Comment:
    if to.circle is not None:
        return discuss_section(context, to.thing_id, text=text, reply_to=to.id)
    return comment_on_section(context, frozen(context, to).id, text=text, reply_to=to.id)


def _answered_otherwise(context: Context, to: Comment, text: str) -> Comment:
    raise Refusal(Reason.NOT_YOURS)


_DOORS: dict[Kind, Callable[[Context, Comment, str], Comment]] = {
    Kind.PROPOSAL: lambda context, to, text: comment_on_proposal(context, to.thing_id, text=text, reply_to=to.id),
    Kind.MEETING: lambda context, to, text: comment_on_meeting(context, to.thing_id, text=text, reply_to=to.id),
    Kind.CASE: _answered_otherwise,
    Kind.PLAN: lambda context, to, text: comment_on_plan(context, to.thing_id, text=text, reply_to=to.id),
    Kind.SECTION: _in_section,
    Kind.GROUP: lambda context, to, text: discuss_in_group(context, to.thing_id, text=text, reply_to=to.id),
    Kind.PARTY: lambda context, to, text: discuss_in_council(context, to.thing_id, text=text, reply_to=to.id),
}
