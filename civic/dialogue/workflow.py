"""What may be done with a comment, by whom, and when."""

import enum

from civic.dialogue.models import Comment, CommentState
from civic.kernel.actor import Actor, Scope
from civic.kernel.workflow import Line, Workflow, anyone
from civic.processes.workflow import STAFF

HELD, PUBLISHED, HIDDEN = CommentState.HELD, CommentState.PUBLISHED, CommentState.HIDDEN


class Verb(enum.Enum):
    """What is done with a comment."""

    READ = "read"
    COMMENT = "comment"
    FLAG = "flag"
    KEEP = "keep"
    HIDE = "hide"
    MASK = "mask"
    RELEASE = "release"


def is_author(actor: Actor, comment: Comment) -> bool:
    """Whoever wrote the comment."""
    return actor.is_person(comment.author_id)


def is_other_resident(actor: Actor, comment: Comment) -> bool:
    """Anyone signed in who did not write the comment."""
    return actor.is_signed_in and not actor.is_person(comment.author_id)


def is_moderator(actor: Actor, comment: Comment) -> bool:
    """A facilitator or case officer of the process."""
    return actor.holds_one_of(STAFF, Scope.PROCESS, comment.process_id)


COMMENT: Workflow[CommentState, Verb, Comment] = Workflow(
    {
        Verb.READ: [Line(when={PUBLISHED}, who=anyone), Line(who=is_author), Line(who=is_moderator)],
        Verb.COMMENT: [Line(when={PUBLISHED}, who=is_author)],  # held at once when it holds a CPR-like number
        Verb.FLAG: [Line(when={PUBLISHED}, who=is_other_resident)],
        Verb.KEEP: [Line(when={PUBLISHED, HIDDEN}, who=is_moderator, then=PUBLISHED)],
        Verb.HIDE: [Line(when={PUBLISHED}, who=is_moderator, then=HIDDEN)],
        Verb.MASK: [Line(when={HELD}, who=is_author, then=PUBLISHED)],
        Verb.RELEASE: [Line(when={HELD}, who=is_moderator, then=PUBLISHED)],
    },
    state=Comment.state_at,
)
