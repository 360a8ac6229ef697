"""Groups: every write."""

from civic.groups import queries
from civic.groups.models import Admission, Group, GroupKind
from civic.groups.workflow import GROUP, Verb
from civic.kernel import audit
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.people.actions import assign
from civic.processes.queries import process
from civic.processes.workflow import PROCESS
from civic.processes.workflow import Verb as ProcessVerb
from civic.search import index


def add_group(
    context: Context, process_id: int, *, kind: GroupKind, admission: Admission, title: str, about: str
) -> Group:
    """Start a working or writing group in a running process."""
    parent = context.lock(process(context, process_id))
    parent.state = PROCESS.step(context, ProcessVerb.ADD_GROUP, parent)
    group = Group(process=parent, kind=kind, admission=admission, title=title, about=about, created_at=context.now)
    context.session.add(group)
    audit.record(context, ProcessVerb.ADD_GROUP, group)
    index.put(context, "group", group.id, title=title, text=about)
    return group


def join(context: Context, group_id: int) -> Group:
    """Join an open group; a second membership of the same person breaks a unique key."""
    group = context.lock(queries.group(context, group_id))
    group.state = GROUP.step(context, Verb.JOIN, group)
    if context.actor.person_id is None:
        raise Refusal(Reason.NOT_YOURS)
    assign(context, context.actor.person_id, Role.MEMBER, Scope.GROUP, group.id)
    audit.record(context, Verb.JOIN, group)
    return group


def leave(context: Context, group_id: int) -> Group:
    """Leave a group; one may come back."""
    group = context.lock(queries.group(context, group_id))
    group.state = GROUP.step(context, Verb.LEAVE, group)
    if context.actor.person_id is None:
        raise Refusal(Reason.NOT_YOURS)
    queries.membership(context, group.id, context.actor.person_id).ended_at = context.now
    audit.record(context, Verb.LEAVE, group)
    return group


def add_member(context: Context, group_id: int, person_id: int) -> Group:
    """Put a committee member into a group that is not open to all."""
    group = context.lock(queries.group(context, group_id))
    group.state = GROUP.step(context, Verb.ADD_MEMBER, group)
    held = assign(context, person_id, Role.MEMBER, Scope.GROUP, group.id)
    audit.record(context, Verb.ADD_MEMBER, held)
    return group


def end(context: Context, group_id: int) -> Group:
    """End a group's work; its page stays."""
    group = context.lock(queries.group(context, group_id))
    group.state = GROUP.step(context, Verb.END, group)
    audit.record(context, Verb.END, group)
    return group
