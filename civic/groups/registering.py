"""Coming into a group and leaving it: every write.

Every one of them locks the group first, so places are given one at a time; that two never have one is a unique key.
"""

from typing import Protocol

from civic.groups import queries
from civic.groups.models import Admission, Group, Participant, ParticipantState
from civic.groups.queries import PLACES
from civic.groups.workflow import GROUP, GroupVerb
from civic.kernel import cpr, deed, mailbox, outbox
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.people.actions import assign, assign_in, unassign
from civic.people.models import Person, PersonState, Place
from civic.people.queries import by_email, is_borrowed, own_account
from civic.people.sealing import new_token
from civic.places import actions as places
from civic.places.models import Needs

MAY_WRITE = {ParticipantState.UNCONFIRMED, ParticipantState.APPLIED}
"""In which states what somebody applies with is still read by anybody."""


class Drawn(outbox.Reachable, Protocol):
    """Somebody who was drawn by lot for a group."""

    @property
    def name(self) -> str:
        """Return the name."""


def join(
    context: Context,
    group_id: int,
    *,
    name: str = "",
    email: str = "",
    needs: Needs | None = None,
    application: str = "",
    language: str = "da",
) -> Participant:
    """Join a group, or apply for it: with an account at once, else by a link that is sent to the address.

    Who has joined with the address before gets their own link again, and learns nothing else by it.
    Refusal(NUMBER_SEEN) for a CPR-like number in what was typed, Refusal(NOTHING_SAID) for an application without one,
    Refusal(NAME_OF_ANOTHER) for a name that looks like a body's, an office's or somebody's who works here.
    """
    group = context.lock(queries.group(context, group_id))
    GROUP.require(context, GroupVerb.JOIN, group)
    needs = needs or Needs()
    if cpr.is_in(name, needs.interpreter, needs.needs_other, application):
        raise Refusal(Reason.NUMBER_SEEN)
    if group.admission is Admission.APPLICATION and not application:
        raise Refusal(Reason.NOTHING_SAID)
    own = own_account(context) if context.actor.is_signed_in else None
    if own is None and is_borrowed(context, name):
        raise Refusal(Reason.NAME_OF_ANOTHER)
    if own is not None:
        name, email, language = own.name, own.email or "", own.language
    found = _written(context, group, own, name, email, language, needs)
    if (own is not None or found.confirmed_at is None) and found.state_at(context.now) in MAY_WRITE:
        found.application = application
    found.is_admitted = found.is_admitted or group.admission is Admission.OPEN
    deed.enter(context, GroupVerb.JOIN, found)
    if own is not None and found.slot is not None:  # the place they had without it becomes the account's
        assign(context, own.id, Role.MEMBER, Scope.GROUP, group.id)
    if own is not None and found.confirmed_at is None:
        _confirm(context, group, found)
    else:
        _mail(context, group, found, "group_confirm" if found.confirmed_at is None else "group_again")
    return found


def confirm(context: Context, token: str) -> Participant:
    """Confirm by the link that was sent, or accept an invitation: a place, or a place in the queue. Twice is once."""
    found = PLACES.by_token(context, token)
    group = context.lock(found.group)
    GROUP.require(context, GroupVerb.CONFIRM, group)
    context.lock(found)
    if found.left_at is not None:
        raise Refusal(Reason.NOT_FOUND)
    deed.enter(context, GroupVerb.CONFIRM, found)
    if found.confirmed_at is None:
        if not found.is_invited:  # the group may have closed its door since the link was sent
            GROUP.require(context, GroupVerb.JOIN, group)
            found.is_admitted = group.admission is Admission.OPEN
        _tie(context, found)
        _confirm(context, group, found)
    return found


def invite(context: Context, group_id: int, *, name: str, email: str, language: str = "da") -> Participant:
    """Invite somebody into a group, who accepts by the link they are sent; Refusal(TAKEN) for who is in it already."""
    group = deed.begin(context, GROUP, GroupVerb.INVITE, queries.group(context, group_id))
    there = PLACES.with_address(context, group.id, mailbox.normal(email))
    if there is not None and there.confirmed_at is not None and not there.declined_because:
        raise Refusal(Reason.TAKEN)
    found = _written(context, group, None, name, email, language, Needs())
    found.is_invited, found.is_admitted, found.declined_because = True, True, ""
    found.confirmed_at = None  # who was not let in before accepts it anew
    deed.enter(context, GroupVerb.INVITE, found)
    _mail(context, group, found, "group_invited")
    return found


def decide(context: Context, participant_id: int, *, is_admitted: bool, reason: str = "") -> Participant:
    """Let somebody in who applied, or not, with the reason, which they are told; what they answered is deleted.

    Refusal(NOT_NOW) for one that is decided, Refusal(NO_REASON) for a no without a reason.
    """
    found = queries.participant(context, participant_id)
    group = context.lock(found.group)
    context.lock(found)
    GROUP.require(context, GroupVerb.DECIDE, group)
    if found.state_at(context.now) is not ParticipantState.APPLIED:
        raise Refusal(Reason.NOT_NOW)
    if not is_admitted and not reason:
        raise Refusal(Reason.NO_REASON)
    found.application, found.is_admitted = "", is_admitted
    found.declined_because = "" if is_admitted else reason
    deed.enter(context, GroupVerb.DECIDE, found)
    if is_admitted:
        _place(context, group, found)
    else:
        _mail(context, group, found, "group_declined", reason=reason)
    return found


def add_member(context: Context, group_id: int, person_id: int) -> Participant:
    """Put a committee member into a group that is not open to all.

    Refusal(TOO_FEW_PLACES) where all are taken; somebody who is in it already breaks a unique key.
    """
    group = deed.begin(context, GROUP, GroupVerb.ADD_MEMBER, queries.group(context, group_id))
    whom = context.session.get_one(Person, person_id)
    found = Participant(
        group=group,
        person_id=whom.id,
        name=whom.name,
        email=whom.email or "",
        language=whom.language,
        token=new_token(),
        registered_at=context.now,
        confirmed_at=context.now,
        is_admitted=True,
    )
    deed.enter(context, GroupVerb.ADD_MEMBER, found)
    let_in(context, group, silent=found)
    if found.slot is None:
        raise Refusal(Reason.TOO_FEW_PLACES)
    return found


def draw_in(context: Context, group_id: int, whom: Drawn) -> Participant:
    """Give somebody who was drawn by lot a place in a group, or in its queue; part of the deed of their answer."""
    group = context.lock(queries.group(context, group_id))
    found = _place_of(context, group.id, whom)
    if found is None:
        found = Participant(group=group, email=whom.email, registered_at=context.now, token=new_token())
        context.session.add(found)
    found.name, found.language = whom.name, whom.language
    if whom.person_id is not None:
        places.tie(found, context.session.get_one(Person, whom.person_id))
    found.is_admitted, found.declined_because, found.confirmed_at = True, "", context.now
    _place(context, group, found)
    return found


def draw_out(context: Context, group_id: int, whom: Drawn) -> None:
    """Take the place back of somebody who was drawn and cannot come after all; part of the deed of their answer."""
    group = context.lock(queries.group(context, group_id))
    found = _place_of(context, group.id, whom)
    if found is not None:
        _take_back(context, context.lock(found))
        let_in(context, group)


def _place_of(context: Context, group_id: int, whom: Drawn) -> Participant | None:
    there = PLACES.everywhere(context, whom.person_id, whom.email)
    return next((one for one in there if one.group_id == group_id), None)


def leave(context: Context, token: str) -> Participant:
    """Leave a group by one's link: the place goes to who has waited longest."""
    return _leave(context, PLACES.by_token(context, token), GroupVerb.LEAVE)


def leave_own(context: Context, group_id: int) -> Participant:
    """Leave a group one is in, or waits for, with one's account; one may come back. Refusal(NOT_FOUND) where not."""
    found = PLACES.own(context, queries.group(context, group_id).id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return _leave(context, found, GroupVerb.LEAVE)


def take_out_member(context: Context, participant_id: int) -> Participant:
    """Take somebody out of a group, or take an invitation back; who was in it, or waited, is told by mail."""
    found = queries.participant(context, participant_id)
    if found.confirmed_at is not None:
        _mail(context, found.group, found, "group_taken_out", group_id=found.group_id)
    return _leave(context, found, GroupVerb.TAKE_OUT_MEMBER)


def forget(context: Context, person_id: int, email: str) -> None:
    """Let a person whose account closes leave every group, by the address too; part of that deed."""
    for one in PLACES.everywhere(context, person_id, email):
        group = context.lock(one.group)
        _take_back(context, context.lock(one))
        let_in(context, group)


def make_room(context: Context, group: Group, capacity: int) -> None:
    """Move those in a locked group together where it has fewer places; Refusal(TOO_FEW_PLACES). Part of a deed."""
    taken = PLACES.slots(context, group.id)
    if len(taken) > capacity:
        raise Refusal(Reason.TOO_FEW_PLACES)
    if taken and max(taken) > capacity:
        places.move_up(context, PLACES, group.id, capacity)


def let_in(
    context: Context, group: Group, *, fresh: Participant | None = None, silent: Participant | None = None
) -> None:
    """Give the free places of a locked group to those who have waited longest, and tell them; part of a deed.

    `fresh` is who has only just come into the queue, `silent` whoever is told by another.
    """
    for one in places.let_in(context, PLACES, group.id, group.capacity):
        if one is silent and one.person_id is not None:  # who put them there is not they themselves
            assign_in(context, one.person_id, Role.MEMBER, Place(Scope.GROUP, group.id, group.title))
            continue
        if one.person_id is not None:
            assign(context, one.person_id, Role.MEMBER, Scope.GROUP, group.id)
        _mail(context, group, one, "group_in" if one is fresh else "group_let_in")


def _tie(context: Context, found: Participant) -> None:
    """Tie who has proved an address to the account that has it: by that they write, and are told of meetings."""
    owner = by_email(context, found.email) if found.person_id is None else None
    if owner is not None and owner.state is PersonState.ACTIVE:
        there = PLACES.everywhere(context, owner.id, "")
        if all(one.group_id != found.group_id for one in there):
            places.tie(found, owner)


def _written(
    context: Context, group: Group, own: Person | None, name: str, email: str, language: str, needs: Needs
) -> Participant:
    email = mailbox.normal(email)
    found = PLACES.own(context, group.id) if own is not None else None
    found = found or PLACES.with_address(context, group.id, email)
    if found is None:
        found = Participant(group=group, email=email, registered_at=context.now, token=new_token())
    places.write_down(found, own, name=name, language=language, needs=needs)
    return found


def _confirm(context: Context, group: Group, found: Participant) -> None:
    """Put somebody last in the queue, or among those who apply."""
    found.confirmed_at = context.now
    if found.is_admitted:
        _place(context, group, found)
    else:
        _mail(context, group, found, "group_applied")


def _place(context: Context, group: Group, found: Participant) -> None:
    let_in(context, group, fresh=found)
    if found.slot is None:
        _mail(context, group, found, "group_waiting")


def _leave(context: Context, found: Participant, verb: GroupVerb) -> Participant:
    group = context.lock(found.group)
    context.lock(found)
    GROUP.require(context, verb, group)
    if found.left_at is not None:
        raise Refusal(Reason.NOT_FOUND)
    deed.enter(context, verb, _take_back(context, found))
    let_in(context, group)
    return found


def _take_back(context: Context, found: Participant) -> Participant:
    """Free a locked participant's place, with the role that went with it, and forget who it was."""
    if found.person_id is not None and found.slot is not None:
        unassign(context, found.person_id, Role.MEMBER, Scope.GROUP, found.group_id)
    found.application = ""
    return places.take_back(context, found)


def _mail(context: Context, group: Group, found: Participant, template: str, **more: str | int) -> None:
    data = {"token": found.token, "title": group.title, **more}
    outbox.mail_to(context, template, found, data=data)
