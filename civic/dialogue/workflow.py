"""What may be done with a comment, by whom, and when."""

import enum

from civic.dialogue.models import Comment, CommentState
from civic.kernel import cpr
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow
from civic.processes.workflow import is_case_officer, is_staff

IN_CIRCLE = (Role.MEMBER, Role.CHAIR, Role.SECRETARY, Role.FACILITATOR)
"""In which roles of a place somebody is in its circle."""
HELD, PUBLISHED, HIDDEN = CommentState.HELD, CommentState.PUBLISHED, CommentState.HIDDEN
DELETED = CommentState.DELETED


class DialogueVerb(enum.Enum):
    """What is done with a comment."""

    READ = "read"
    COMMENT = "comment"
    REPLY = "reply"
    FIND_USEFUL = "find_useful"
    FIND_USEFUL_NO_MORE = "find_useful_no_more"
    FLAG = "flag"
    KEEP = "keep"
    HIDE = "hide"
    MASK = "mask"
    COVER = "cover"
    RELEASE = "release"
    SEND_ON = "send_on"
    EDIT = "edit"
    DELETE = "delete"
    APPEAL = "appeal"
    REINSTATE = "reinstate"
    REVEAL_NAME = "reveal_name"


def is_nameless(comment: Comment) -> bool:
    """Whoever wrote it is known by a pseudonym."""
    return comment.author.is_protected


def is_author(actor: Actor, comment: Comment) -> bool:
    """Whoever wrote the comment."""
    return actor.is_person(comment.author_id)


def may_see(actor: Actor, comment: Comment) -> bool:
    """Anyone, or for a circle's comment those who are in the circle."""
    if comment.circle is None:
        return True
    return actor.holds_one_of(IN_CIRCLE, comment.circle, comment.circle_id) or is_moderator(actor, comment)


def is_other_resident(actor: Actor, comment: Comment) -> bool:
    """Anyone signed in who sees the comment and did not write it."""
    return actor.is_signed_in and not actor.is_person(comment.author_id) and may_see(actor, comment)


def is_other_or_author(actor: Actor, comment: Comment) -> bool:
    """Anyone signed in who sees the comment."""
    return actor.is_signed_in and may_see(actor, comment)


def is_moderator(actor: Actor, comment: Comment) -> bool:
    """A facilitator or case officer of the process; a council's own discussion has none."""
    return comment.circle is not Scope.BODY and is_staff(actor, comment)


def has_number(comment: Comment) -> bool:
    """There is something like a CPR number in it."""
    return cpr.is_in(comment.text)


def has_words(comment: Comment) -> bool:
    """Its author has not deleted it."""
    return not comment.is_deleted


def is_unasked(comment: Comment) -> bool:
    """Nobody waits for a facilitator to look at it as it is, and it has not been deleted."""
    return not comment.is_flagged and not comment.is_deleted


COMMENT: Workflow[CommentState, DialogueVerb, Comment] = Workflow(
    "A comment",
    {
        DialogueVerb.READ: [Line(when={PUBLISHED, DELETED}, who=may_see), Line(who=is_author), Line(who=is_moderator)],
        DialogueVerb.COMMENT: [Line(when={PUBLISHED}, who=is_author)],  # then it passes the gate
        DialogueVerb.REPLY: [Line(when={PUBLISHED}, who=is_other_or_author)],  # where what it is said of is open for it
        DialogueVerb.FIND_USEFUL: [Line(when={PUBLISHED}, who=is_other_resident)],
        DialogueVerb.FIND_USEFUL_NO_MORE: [Line(when={PUBLISHED}, who=is_other_resident)],
        DialogueVerb.FLAG: [Line(when={PUBLISHED}, who=is_other_resident)],
        DialogueVerb.KEEP: [Line(when={PUBLISHED, HIDDEN}, who=is_moderator, then=PUBLISHED)],
        DialogueVerb.HIDE: [Line(when={PUBLISHED, HELD}, who=is_moderator, then=HIDDEN)],
        DialogueVerb.MASK: [Line(when={HELD}, who=is_author, then=PUBLISHED, only=has_number)],
        DialogueVerb.COVER: [Line(when={HELD, PUBLISHED, HIDDEN}, who=is_moderator, then=PUBLISHED)],
        DialogueVerb.EDIT: [Line(when={PUBLISHED, HELD}, who=is_author, only=is_unasked)],
        DialogueVerb.DELETE: [
            Line(when={PUBLISHED}, who=is_author, then=DELETED, only=is_unasked),
            Line(when={HELD, HIDDEN}, who=is_author, then=HIDDEN, only=is_unasked),  # nobody else has seen it, or may
        ],
        DialogueVerb.APPEAL: [Line(when={HIDDEN}, who=is_author, only=has_words)],  # within fourteen days, once
        DialogueVerb.REINSTATE: [Line(when={HIDDEN}, who=is_moderator, then=PUBLISHED, only=has_words)],  # on appeal
        DialogueVerb.REVEAL_NAME: [Line(who=is_case_officer, only=is_nameless)],
        DialogueVerb.SEND_ON: [Line(when={HELD, PUBLISHED}, who=is_moderator)],
        DialogueVerb.RELEASE: [Line(when={HELD}, who=is_moderator, then=PUBLISHED)],
    },
    state=Comment.state_at,
)
