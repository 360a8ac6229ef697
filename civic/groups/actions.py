"""Groups: every write."""

from collections.abc import Mapping
from pathlib import Path

from civic.board import actions as board
from civic.files import pictures
from civic.following import actions as following
from civic.groups import queries
from civic.groups.models import Admission, Group, GroupKind, GroupState
from civic.groups.notices import notice
from civic.groups.workflow import GROUP, PROCESS_GROUPS, GroupVerb
from civic.kernel import correction, deed
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.people.actions import assign, assign_in
from civic.people.models import Place
from civic.processes.queries import process


def add_group(
    context: Context, process_id: int, *, kind: GroupKind, admission: Admission, title: str, about: str
) -> Group:
    """Start a working or writing group in a running process."""
    parent = deed.begin(context, PROCESS_GROUPS, GroupVerb.ADD_GROUP, process(context, process_id))
    group = Group(process=parent, kind=kind, admission=admission, title=title, about=about, created_at=context.now)
    deed.enter(context, GroupVerb.ADD_GROUP, group)
    board.put(context, notice(group))
    return group


def join(context: Context, group_id: int) -> Group:
    """Join an open group; a second membership of the same person breaks a unique key."""
    group = deed.do(context, GROUP, GroupVerb.JOIN, queries.group(context, group_id))
    if context.actor.person_id is None:
        raise Refusal(Reason.NOT_YOURS)
    assign(context, context.actor.person_id, Role.MEMBER, Scope.GROUP, group.id)
    return group


def leave(context: Context, group_id: int) -> Group:
    """Leave a group; one may come back."""
    group = deed.do(context, GROUP, GroupVerb.LEAVE, queries.group(context, group_id))
    if context.actor.person_id is None:
        raise Refusal(Reason.NOT_YOURS)
    queries.membership(context, group.id, context.actor.person_id).ended_at = context.now
    return group


def add_member(context: Context, group_id: int, person_id: int) -> Group:
    """Put a committee member into a group that is not open to all."""
    group = deed.begin(context, GROUP, GroupVerb.ADD_MEMBER, queries.group(context, group_id))
    held = assign_in(context, person_id, Role.MEMBER, Place(Scope.GROUP, group.id, group.title))
    deed.enter(context, GroupVerb.ADD_MEMBER, held)
    return group


def correct(
    context: Context, group_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> Group:
    """Correct a group's name, what it is about, its kind and who may join it.

    Raises as `kernel.correction.correct` does.
    """
    group = deed.begin(context, GROUP, GroupVerb.CORRECT, queries.group(context, group_id))
    spot = Spot(Ref(Kind.GROUP, group.id), "group", group.id)
    correction.correct(context, GroupVerb.CORRECT, spot, group, values, reason=reason, seen=seen)
    board.put(context, notice(group))
    return group


def end(context: Context, group_id: int) -> Group:
    """End a group's work; its page stays."""
    group = deed.do(context, GROUP, GroupVerb.END, queries.group(context, group_id))
    board.put(context, notice(group))
    return group


def take_back(context: Context, group_id: int, *, reason: str) -> Group:
    """Let a group go on that was ended by mistake; that it was, and why, stays to be seen."""
    group = deed.do(context, GROUP, GroupVerb.TAKE_BACK, queries.group(context, group_id))
    spot = Spot(Ref(Kind.GROUP, group.id), "group", group.id)
    correction.keep(context, spot, {"status": GroupState.ENDED}, reason=reason)
    board.put(context, notice(group))
    return group


def take_out_member(context: Context, group_id: int, assignment_id: int) -> Group:
    """Take somebody out of a group who was put there by mistake; Refusal(NOT_FOUND) for one who is not in it."""
    group = deed.begin(context, GROUP, GroupVerb.TAKE_OUT_MEMBER, queries.group(context, group_id))
    held = queries.place_in(context, group_id, assignment_id)
    held.ended_at = context.now
    deed.enter(context, GroupVerb.TAKE_OUT_MEMBER, held)
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
