"""Groups: every write."""

from collections.abc import Mapping
from pathlib import Path

from civic.board import actions as board
from civic.dialogue import actions as dialogue
from civic.dialogue.models import Comment
from civic.dialogue.queries import comment as said
from civic.files import pictures
from civic.following import actions as following
from civic.groups import queries, registering
from civic.groups.models import Admission, Discussion, Group, GroupKind, GroupState
from civic.groups.notices import notice
from civic.groups.workflow import GROUP, PROCESS_GROUPS, GroupVerb
from civic.kernel import correction, deed
from civic.kernel.actor import Scope
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.processes.queries import process


def add_group(
    context: Context,
    process_id: int,
    *,
    kind: GroupKind,
    admission: Admission,
    title: str,
    about: str,
    capacity: int | None = None,
    criteria: str = "",
    questions: str = "",
    discussion: Discussion = Discussion.NONE,
) -> Group:
    """Start a working or writing group in a running process."""
    parent = deed.begin(context, PROCESS_GROUPS, GroupVerb.ADD_GROUP, process(context, process_id))
    group = Group(
        process=parent,
        kind=kind,
        admission=admission,
        title=title,
        about=about,
        capacity=capacity,
        criteria=criteria,
        questions=questions,
        discussion=discussion,
        created_at=context.now,
    )
    deed.enter(context, GroupVerb.ADD_GROUP, group)
    board.put(context, notice(group))
    return group


def correct(
    context: Context, group_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> Group:
    """Correct a group's name, what it is about, its kind, who may join it, and how many; more room lets in who waits.

    Raises as `kernel.correction.correct` does, and Refusal(TOO_FEW_PLACES) for fewer places than are taken.
    """
    group = deed.begin(context, GROUP, GroupVerb.CORRECT, queries.group(context, group_id))
    capacity = values.get("capacity", group.capacity)
    if isinstance(capacity, int):
        registering.make_room(context, group, capacity)
    spot = Spot(Ref(Kind.GROUP, group.id), "group", group.id)
    correction.correct(context, GroupVerb.CORRECT, spot, group, values, reason=reason, seen=seen)
    registering.let_in(context, group)
    board.put(context, notice(group))
    return group


def discuss(
    context: Context, group_id: int, *, text: str, seen: str | None = None, reply_to: int | None = None
) -> Comment:
    """Say something in a group's discussion: to everybody, or to those who are in it and the staff.

    It stays what it was said as when the discussion is made another; what others read than read it now is not replied
    to, Refusal(NOT_FITTING). Refusal(NOT_NOW) where there is none,
    Refusal(WRITTEN_MEANWHILE) where others read it than was seen.
    """
    group = context.lock(queries.group(context, group_id))
    GROUP.require(context, GroupVerb.DISCUSS, group)
    check(seen, group.discussion)
    if reply_to is not None and (said(context, reply_to).circle is None) is not group.talks_in_public:
        raise Refusal(Reason.NOT_FITTING)
    circle = None if group.talks_in_public else (Scope.GROUP, group.id)
    return dialogue.comment(
        context, Kind.GROUP, group.id, process_id=group.process_id, text=text, circle=circle, reply_to=reply_to
    )


def end(context: Context, group_id: int) -> Group:
    """End a group's work; its page stays."""
    group = deed.do(context, GROUP, GroupVerb.END, queries.group(context, group_id))
    group.ended_at = context.now
    board.put(context, notice(group))
    return group


def take_back(context: Context, group_id: int, *, reason: str) -> Group:
    """Let a group go on that was ended by mistake; that it was, and why, stays to be seen."""
    group = deed.do(context, GROUP, GroupVerb.TAKE_BACK, queries.group(context, group_id))
    group.ended_at = None
    spot = Spot(Ref(Kind.GROUP, group.id), "group", group.id)
    correction.keep(context, spot, {"status": GroupState.ENDED}, reason=reason)
    board.put(context, notice(group))
    return group


def follow(context: Context, group_id: int, *, is_on: bool = True) -> Group:
    """Hear by mail of each step that is taken in a group, or stop hearing of it."""
    verb = GroupVerb.FOLLOW if is_on else GroupVerb.UNFOLLOW
    found = queries.group(context, group_id)
    GROUP.require(context, verb, found)
    (following.follow if is_on else following.unfollow)(context, Ref(Kind.GROUP, found.id))
    return deed.enter(context, verb, found)


def put_picture(
    context: Context, group_id: int, folder: Path, *, content: bytes, alt: str, seen: str | None = None
) -> Group:
    """Show a group in a picture, or in another one; raises as `pictures.put` does."""
    found = deed.do(context, GROUP, GroupVerb.PUT_PICTURE, queries.group(context, group_id))
    pictures.put(context, Ref(Kind.GROUP, found.id), folder, about=found.title, content=content, alt=alt, seen=seen)
    return found


def take_out_picture(context: Context, group_id: int) -> Group:
    """Take a picture away for good; Refusal(NOT_FOUND) where there is none."""
    found = deed.do(context, GROUP, GroupVerb.TAKE_OUT_PICTURE, queries.group(context, group_id))
    pictures.take_out(context, Ref(Kind.GROUP, found.id))
    return found
