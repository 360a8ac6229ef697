"""Addresses about groups."""

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.dialogue.queries import place
from civic.groups import actions, queries, registering
from civic.groups.models import Admission, Discussion, GroupKind
from civic.groups.workflow import GROUP, PROCESS_GROUPS, GroupVerb
from civic.http.forms import ButtonForm
from civic.http.limits import count
from civic.http.placing import NamedPlaceForm
from civic.http.request import after, show, submitted
from civic.http.task import TaskPage
from civic.http.threads import asked
from civic.people.queries import named
from civic.processes.queries import process
from civic.said.choices import persons
from civic.said.language import current
from civic.said.wording import person
from civic.web.groups.forms import (
    DeclineForm,
    DiscussionForm,
    GroupForm,
    InviteForm,
    MemberForm,
    application,
    join_form,
)
from civic.web.groups.pages import discussion_page, group_page, join_page, participant_page, participants_page

bp = Blueprint("groups", __name__)


@bp.get("/groups/<int:group_id>", endpoint="show")
def show_group(group_id: int) -> ResponseReturnValue:
    """One group."""
    return show(group_page(g.context, group_id))


@bp.get("/processes/<int:process_id>/groups/new")
def new(process_id: int) -> ResponseReturnValue:
    """The form for a new group."""
    return _new_page(process_id, GroupForm())


@bp.post("/processes/<int:process_id>/groups/new")
def add(process_id: int) -> ResponseReturnValue:
    """Set up a group."""
    form = GroupForm()

    def do() -> str:
        kind, admission = GroupKind(form.kind.data), Admission(form.admission.data)
        values = form.values() | {"kind": kind, "admission": admission, "discussion": Discussion(form.discussion.data)}
        made = actions.add_group(g.context, process_id, **values)
        return url_for("groups.show", group_id=made.id)

    return submitted(form, do, again=lambda: _new_page(process_id, form))


@bp.get("/groups/<int:group_id>/discussion")
def discussion(group_id: int) -> ResponseReturnValue:
    """What is said in a group, fifty at a time."""
    return show(discussion_page(g.context, group_id, reading=asked()))


@bp.post("/groups/<int:group_id>/discussion")
def discuss(group_id: int) -> ResponseReturnValue:
    """Say something in a group."""
    form = DiscussionForm()

    def do() -> str:
        count("comment", target=f"group {group_id}")
        made = actions.discuss(g.context, group_id, text=form.text.data, seen=form.saw)
        before = place(g.context, made)
        return url_for("groups.discussion", group_id=group_id, said=before, _anchor=f"comment-{made.id}")

    return submitted(form, do, again=lambda: show(discussion_page(g.context, group_id, form=form)))


@bp.get("/groups/<int:group_id>/join")
def joining(group_id: int) -> ResponseReturnValue:
    """The form by which one joins a group, or applies for it."""
    return show(join_page(g.context, group_id))


@bp.post("/groups/<int:group_id>/join")
def join(group_id: int) -> ResponseReturnValue:
    """Join a group, or apply for it."""
    found = queries.group(g.context, group_id)
    GROUP.require(g.context, GroupVerb.JOIN, found)
    is_signed_in = g.context.actor.is_signed_in
    form = join_form(found, is_named=not is_signed_in)

    def do() -> str:
        named = form if isinstance(form, NamedPlaceForm) else None
        name, email = (named.name.data or "", named.email.data or "") if named else ("", "")
        count("registration", mailbox=email, target=f"group {group_id}")
        registering.join(
            g.context,
            group_id,
            name=name,
            email=email,
            needs=form.needs(),
            application=application(form),
            language=current().code,
        )
        return url_for("groups.show", group_id=group_id)

    done = (
        _("It is received: how far it is stands here, and you get a mail.")
        if is_signed_in
        else _("We have sent a mail to your address. Follow the link in it, and you are in the group or in the queue.")
    )
    return submitted(form, do, again=lambda: show(join_page(g.context, group_id, form)), done=done)


@bp.post("/groups/<int:group_id>/leave")
def leave(group_id: int) -> ResponseReturnValue:
    """Leave a group."""

    def do() -> str:
        registering.leave_own(g.context, group_id)
        return url_for("groups.show", group_id=group_id)

    return submitted(ButtonForm(), do, again=lambda: show_group(group_id))


@bp.get("/participants/<token>")
def participant(token: str) -> ResponseReturnValue:
    """One place in a group, for whoever has its link."""
    return show(participant_page(g.context, token))


@bp.post("/participants/<token>/confirm")
def confirm(token: str) -> ResponseReturnValue:
    """Confirm that one joins, or accept an invitation."""

    def do() -> str:
        registering.confirm(g.context, token)
        return url_for("groups.participant", token=token)

    return submitted(ButtonForm(), do, again=lambda: participant(token))


@bp.post("/participants/<token>/leave")
def leave_by_link(token: str) -> ResponseReturnValue:
    """Leave a group by one's link."""

    def do() -> str:
        registering.leave(g.context, token)
        return url_for("groups.participant", token=token)

    return submitted(ButtonForm(), do, again=lambda: participant(token))


@bp.get("/groups/<int:group_id>/participants")
def participants(group_id: int) -> ResponseReturnValue:
    """Who is in a group or on the way in, and what they need; for those who arrange it."""
    return show(participants_page(g.context, group_id, after=after("after") or 0))


@bp.get("/groups/<int:group_id>/invite")
def inviting(group_id: int) -> ResponseReturnValue:
    """The form that invites somebody."""
    return _invite_page(group_id, InviteForm())


@bp.post("/groups/<int:group_id>/invite")
def invite(group_id: int) -> ResponseReturnValue:
    """Invite somebody into a group."""
    form = InviteForm()

    def do() -> str:
        count("invitation", mailbox=form.email.data)
        registering.invite(g.context, group_id, name=form.name.data, email=form.email.data)
        return url_for("groups.participants", group_id=group_id)

    return submitted(form, do, again=lambda: _invite_page(group_id, form))


@bp.post("/groups/<int:group_id>/participants/<int:participant_id>/admit")
def admit(group_id: int, participant_id: int) -> ResponseReturnValue:
    """Let somebody in who applied."""

    def do() -> str:
        registering.decide(g.context, participant_id, is_admitted=True)
        return url_for("groups.participants", group_id=group_id)

    return submitted(ButtonForm(), do, again=lambda: participants(group_id))


@bp.get("/groups/<int:group_id>/participants/<int:participant_id>/decline")
def declining(group_id: int, participant_id: int) -> ResponseReturnValue:
    """The form for why somebody who applied does not get in."""
    return _decline_page(group_id, participant_id, DeclineForm())


@bp.post("/groups/<int:group_id>/participants/<int:participant_id>/decline")
def decline(group_id: int, participant_id: int) -> ResponseReturnValue:
    """Say no to somebody who applied, and why."""
    form = DeclineForm()

    def do() -> str:
        registering.decide(g.context, participant_id, is_admitted=False, reason=form.reason.data)
        return url_for("groups.participants", group_id=group_id)

    return submitted(form, do, again=lambda: _decline_page(group_id, participant_id, form))


@bp.post("/groups/<int:group_id>/end")
def end(group_id: int) -> ResponseReturnValue:
    """End a group's work."""

    def do() -> str:
        actions.end(g.context, group_id)
        return url_for("groups.show", group_id=group_id)

    return submitted(ButtonForm(), do, again=lambda: show_group(group_id))


@bp.get("/groups/<int:group_id>/members/new")
def member(group_id: int) -> ResponseReturnValue:
    """The form for a new member of a closed group."""
    return _member_page(group_id, MemberForm())


@bp.post("/groups/<int:group_id>/members/new")
def add_member(group_id: int) -> ResponseReturnValue:
    """Put somebody into a group."""
    form = MemberForm()
    GROUP.require(g.context, GroupVerb.ADD_MEMBER, queries.group(g.context, group_id))

    def do() -> str:
        (found,) = named(g.context, form.person.data)
        registering.add_member(g.context, group_id, found.id)
        return url_for("groups.show", group_id=group_id)

    return submitted(form, do, again=lambda: _member_page(group_id, form))


@bp.get("/groups/<int:group_id>/participants/<int:participant_id>/take-out")
def taking_out(group_id: int, participant_id: int) -> ResponseReturnValue:
    """Ask before somebody is taken out of a group."""
    found = queries.participant(g.context, participant_id)
    GROUP.require(g.context, GroupVerb.TAKE_OUT_MEMBER, found.group)
    trail = ((found.group.title, url_for("groups.show", group_id=group_id)),)
    said = _("%(name)s is no longer in the group, and may be put into it again.", name=person(found.name))
    return show(TaskPage(_("Take out of the group?"), ButtonForm(), _("Take out"), said, trail))


@bp.post("/groups/<int:group_id>/participants/<int:participant_id>/take-out")
def take_out(group_id: int, participant_id: int) -> ResponseReturnValue:
    """Take somebody out of a group."""

    def do() -> str:
        registering.take_out_member(g.context, participant_id)
        return url_for("groups.show", group_id=group_id)

    return submitted(ButtonForm(), do, again=lambda: taking_out(group_id, participant_id))


def _new_page(process_id: int, form: GroupForm) -> ResponseReturnValue:
    parent = process(g.context, process_id)
    PROCESS_GROUPS.require(g.context, GroupVerb.ADD_GROUP, parent)
    trail = ((parent.title, url_for("processes.process", process_id=process_id)),)
    return show(TaskPage(_("Set up a group"), form, _("Set it up"), trail=trail))


def _member_page(group_id: int, form: MemberForm) -> ResponseReturnValue:
    group = queries.group(g.context, group_id)
    GROUP.require(g.context, GroupVerb.ADD_MEMBER, group)
    if form.person.errors:
        form.person.found = persons(g.context, form.person.data or "")
    trail = ((group.title, url_for("groups.show", group_id=group_id)),)
    return show(TaskPage(_("Add a member"), form, _("Add"), trail=trail))


def _invite_page(group_id: int, form: InviteForm) -> ResponseReturnValue:
    group = queries.group(g.context, group_id)
    GROUP.require(g.context, GroupVerb.INVITE, group)
    trail = ((group.title, url_for("groups.show", group_id=group_id)),)
    said = _("They get a link by mail, and are in the group when they accept.")
    return show(TaskPage(_("Invite somebody"), form, _("Invite"), said, trail))


def _decline_page(group_id: int, participant_id: int, form: DeclineForm) -> ResponseReturnValue:
    found = queries.participant(g.context, participant_id)
    GROUP.require(g.context, GroupVerb.DECIDE, found.group)
    trail = (
        (found.group.title, url_for("groups.show", group_id=group_id)),
        (_("Who is in it"), url_for("groups.participants", group_id=group_id)),
    )
    quoted = ((person(found.name), found.application),) if found.application else ()
    said = _("They read the reason by mail. What they answered is deleted.")
    return show(TaskPage(_("Why not?"), form, _("Say no"), said, trail, quoted))
