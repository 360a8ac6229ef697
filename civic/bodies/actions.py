"""Councils and committees: every write."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete

from civic.areas.queries import topic
from civic.bodies import queries
from civic.bodies.models import Body, BodyKind, BodyMember, BodyName, Entitlement, Part, PartyLetter, Sitting
from civic.bodies.workflow import BODY, ORGANISATION_BODIES, BodyVerb
from civic.kernel import correction, deed, outbox
from civic.kernel.actor import Scope
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.days import must_be_in_order, must_have_been, share_a_day
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.people.models import Organisation, Place
from civic.people.queries import municipality, overseers


def add_body(
    context: Context,
    *,
    name: str,
    kind: BodyKind,
    topic_id: int | None = None,
    entitlement: Entitlement = Entitlement.OPEN,
) -> Body:
    """Enter a council or committee of the organisation, and what it is to be heard about; the administrators are told.

    Refusal(TAKEN) for a name that reads like another body's.
    """
    organisation = municipality(context)
    ORGANISATION_BODIES.require(context, BodyVerb.ADD_BODY, organisation)
    if queries.has_name(context, name):
        raise Refusal(Reason.TAKEN)
    body = enter_body(context, organisation, name, kind)
    _hear(context, body, topic_id, entitlement)
    _tell_of_body(context, body, "")
    return deed.enter(context, BodyVerb.ADD_BODY, body)


def change_body(
    context: Context,
    body_id: int,
    *,
    name: str,
    topic_id: int | None,
    entitlement: Entitlement,
    first_day: date | None = None,
    last_day: date | None = None,
    by_year: bool = False,
    is_heard: bool = False,
    reason: str = "",
    seen: str | None = None,
) -> Body:
    """Change a body's name, the days it has it, and what it is to be heard about; begun hearings stay as they are.

    The name it had and its days stay to be seen on its page, with the reason: Refusal(NO_REASON) without one.

    Its chair, its secretary and the administrators are told. Refusal(TAKEN) for a name that reads like another body's;
    Refusal(BEING_HEARD) while it is asked in a hearing, as its caller has looked up: it answers as who it was asked;
    Refusal(ENDS_FIRST) for a last day before the first, Refusal(NAMED_THEN) for a first one on which it had another
    name, Refusal(WRITTEN_MEANWHILE) where a colleague changed it.
    """
    must_be_in_order(first_day, last_day)
    ORGANISATION_BODIES.require(context, BodyVerb.CHANGE_BODY, municipality(context))
    body = context.lock(queries.body(context, body_id))
    check(seen, *body.told)
    if is_heard:
        raise Refusal(Reason.BEING_HEARD)
    if queries.has_name(context, name, but=body.id):
        raise Refusal(Reason.TAKEN)
    if first_day is not None:
        queries.must_be_free(context, body, first_day, date.max)
    before, values = body.name, {"name": name, "valid_from": first_day, "valid_to": last_day, "by_year": by_year}
    changed = {field: getattr(body, field) for field, value in values.items() if getattr(body, field) != value}
    if changed:
        correction.keep(context, Spot(Ref(Kind.BODY, body.id), "body", body.id), changed, reason=reason)
    body.name, body.by_year = name, by_year
    _hear(context, body, topic_id, entitlement)
    body.valid_from, body.valid_to = first_day, last_day
    _tell_of_body(context, body, before)
    return deed.enter(context, BodyVerb.CHANGE_BODY, body)


def rename(
    context: Context, body_id: int, *, name: str, first_day: date, by_year: bool = False, is_heard: bool
) -> Body:
    """Give a body another name from a day on; the one it had stays, until the day before or as long as it held.

    What it decided until then is shown under it. Its chair, its secretary and the administrators are told.
    Refusal(NOT_HELD_YET) for a day to come, Refusal(NAMED_THEN) for one on which it had another name before;
    Refusal(TAKEN) and Refusal(BEING_HEARD) as in `change_body`.
    """
    must_have_been(context, first_day)
    ORGANISATION_BODIES.require(context, BodyVerb.RENAME, municipality(context))
    body = context.lock(queries.body(context, body_id))
    if is_heard:
        raise Refusal(Reason.BEING_HEARD)
    if queries.has_name(context, name, but=body.id):
        raise Refusal(Reason.TAKEN)
    before = body.name
    until = min(first_day - timedelta(days=1), body.valid_to or date.max)
    if body.valid_from is not None and until < body.valid_from:
        raise Refusal(Reason.NAMED_THEN)
    queries.must_be_free(context, body, body.valid_from, until)
    queries.must_be_free(context, body, first_day, date.max)
    had = BodyName(
        body_id=body.id, name=before, valid_from=body.valid_from, valid_to=until, by_year=body.by_year or by_year
    )
    context.session.add(had)
    body.name, body.valid_from, body.valid_to, body.by_year = name, first_day, None, by_year
    _tell_of_body(context, body, before)
    return deed.enter(context, BodyVerb.RENAME, body)


def add_name(
    context: Context, body_id: int, *, name: str, first_day: date | None, last_day: date, by_year: bool = False
) -> BodyName:
    """Enter a name that a body had before, until a day, and since one where that is known.

    Refusal(NOT_HELD_YET) for a day to come, Refusal(ENDS_FIRST) for a last one before the first, and
    Refusal(NAMED_THEN) for days on which it had another name.
    """
    must_have_been(context, first_day, last_day)
    ORGANISATION_BODIES.require(context, BodyVerb.ADD_NAME, municipality(context))
    body = context.lock(queries.body(context, body_id))
    _must_be_before(context, body, first_day, last_day)
    queries.must_be_free(context, body, first_day, last_day)
    made = BodyName(body_id=body.id, name=name, valid_from=first_day, valid_to=last_day, by_year=by_year)
    return deed.enter(context, BodyVerb.ADD_NAME, made)


def correct_name(
    context: Context, name_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> BodyName:
    """Correct a name that a body had before, or its days; raises as `kernel.correction.correct` and `add_name` do."""
    had = queries.body_name(context, name_id)
    ORGANISATION_BODIES.require(context, BodyVerb.CORRECT_NAME, municipality(context))
    body = context.lock(queries.body(context, had.body_id))
    first: Any = values.get("valid_from", had.valid_from)
    last: Any = values.get("valid_to", had.valid_to)
    _must_be_before(context, body, first, last)
    queries.must_be_free(context, body, first, last, but=had.id)
    spot = Spot(Ref(Kind.BODY, body.id), "body_name", had.id, had.name)
    correction.correct(context, BodyVerb.CORRECT_NAME, spot, had, values, reason=reason, seen=seen)
    return had


def take_out_name(context: Context, name_id: int, *, reason: str) -> Body:
    """Take out a name that the body never had; that it stood there, and why not, stays to be seen."""
    had = queries.body_name(context, name_id)
    ORGANISATION_BODIES.require(context, BodyVerb.CORRECT_NAME, municipality(context))
    body = context.lock(queries.body(context, had.body_id))
    spot = Spot(Ref(Kind.BODY, body.id), "body_name", had.id, had.name)
    correction.take_out(context, spot, {"name": had.name}, reason=reason)
    deed.enter(context, BodyVerb.CORRECT_NAME, body)
    context.session.delete(had)
    return body


def _must_be_before(context: Context, body: Body, first: date | None, last: date) -> None:
    """Refusal(NAMED_THEN) for days on which it has the name it has now, ENDS_FIRST for the last before the first."""
    must_be_in_order(first, last)
    if last >= (body.valid_from or context.today):
        raise Refusal(Reason.NAMED_THEN)


def add_letter(
    context: Context, *, letter: str, name: str, valid_from: date, valid_to: date | None = None
) -> PartyLetter:
    """Enter which party a letter stands for from a day on.

    Refusal(ENDS_FIRST) for a last day before the first, Refusal(TAKEN) for days on which it stands for another party.
    """
    must_be_in_order(valid_from, valid_to)
    home = deed.begin(context, ORGANISATION_BODIES, BodyVerb.ADD_LETTER, municipality(context))
    _must_be_its_own(context, letter, valid_from, valid_to)
    made = PartyLetter(organisation_id=home.id, letter=letter, name=name, valid_from=valid_from, valid_to=valid_to)
    return deed.enter(context, BodyVerb.ADD_LETTER, made)


def _must_be_its_own(context: Context, letter: str, first: date, last: date | None, *, but: int = 0) -> None:
    """Refusal(TAKEN) where a letter stands for another party on one of these days."""
    for one in queries.letters(context):
        is_another = one.letter == letter and one.id != but
        if is_another and share_a_day(first, last, one.valid_from, one.valid_to):
            raise Refusal(Reason.TAKEN)


def correct_letter(
    context: Context, letter_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> PartyLetter:
    """Correct which party a letter stood for, and when; raises as `kernel.correction.correct` and `add_letter` do."""
    found = queries.letter(context, letter_id)
    home = deed.begin(context, ORGANISATION_BODIES, BodyVerb.CORRECT_LETTER, municipality(context))
    first: Any = values.get("valid_from", found.valid_from)
    last: Any = values.get("valid_to", found.valid_to)
    must_be_in_order(first, last)
    _must_be_its_own(context, str(values.get("letter", found.letter)), first, last, but=found.id)
    spot = Spot(Ref(Kind.ORGANISATION, home.id), "party_letter", found.id, f"{found.letter}, {found.name}")
    correction.correct(context, BodyVerb.CORRECT_LETTER, spot, found, values, reason=reason, seen=seen)
    return found


def take_out_letter(context: Context, letter_id: int, *, reason: str) -> Organisation:
    """Take out what a letter never stood for; that it stood there, and why not, stays to be seen."""
    found = queries.letter(context, letter_id)
    home = deed.begin(context, ORGANISATION_BODIES, BodyVerb.CORRECT_LETTER, municipality(context))
    spot = Spot(Ref(Kind.ORGANISATION, home.id), "party_letter", found.id, found.letter)
    correction.take_out(context, spot, {"name": found.name}, reason=reason)
    deed.enter(context, BodyVerb.CORRECT_LETTER, found)
    context.session.delete(found)
    return home


def _hear(context: Context, body: Body, topic_id: int | None, entitlement: Entitlement) -> None:
    body.topic = topic(context, topic_id) if topic_id is not None else None
    body.entitlement = entitlement


def _tell_of_body(context: Context, body: Body, before: str) -> None:
    told = overseers(context, Place(Scope.BODY, body.id, "")) | overseers(
        context, Place(Scope.MUNICIPALITY, body.organisation_id, "")
    )
    for one in sorted(told - {context.actor.person_id or 0}):
        outbox.mail(context, "body_changed", to=one, data={"name": body.name, "before": before})


def set_sittings(
    context: Context,
    body_id: int,
    *,
    days: Iterable[date],
    paper_days: int,
    counts_weekdays: bool = False,
    seen: str | None = None,
) -> Body:
    """Enter the days on which a body is to meet, in place of those that were entered, and when papers for it are out.

    Days that have been stay. Refusal(DEADLINE_PASSED) for a day that is over, Refusal(WRITTEN_MEANWHILE) as usual.
    """
    body = deed.begin(context, BODY, BodyVerb.SET_SITTINGS, queries.body(context, body_id))
    before = queries.sittings(context, [body.id]).get(body.id, [])
    check(seen, *before, body.paper_days, body.counts_weekdays)
    wanted = sorted(set(days))
    if wanted and wanted[0] < context.today:
        raise Refusal(Reason.DEADLINE_PASSED)
    context.session.execute(delete(Sitting).where(Sitting.body_id == body.id, Sitting.on >= context.today))
    context.session.add_all(Sitting(body_id=body.id, on=one) for one in wanted)
    body.paper_days, body.counts_weekdays = paper_days, counts_weekdays
    return deed.enter(context, BodyVerb.SET_SITTINGS, body)


def describe_body(
    context: Context, body_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> Body:
    """Write or correct what a body does; the first words need no reason, else as `kernel.correction.correct`."""
    body = deed.begin(context, BODY, BodyVerb.DESCRIBE, queries.body(context, body_id))
    spot = Spot(Ref(Kind.BODY, body.id), "body", body.id)
    is_public = bool(body.about)
    correction.correct(context, BodyVerb.DESCRIBE, spot, body, values, reason=reason, seen=seen, is_public=is_public)
    return body


def add_body_member(
    context: Context,
    body_id: int,
    *,
    part: Part,
    name: str,
    party: str = "",
    sent_by: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    is_invented: bool = False,
) -> BodyMember:
    """Enter who sits or sat in a body; Refusal(ENDS_FIRST) for a last day before the first."""
    must_be_in_order(starts_on, ends_on)
    body = deed.begin(context, BODY, BodyVerb.ADD_MEMBER, queries.body(context, body_id))
    made = BodyMember(
        body_id=body.id,
        part=part,
        name=name,
        party=party,
        sent_by=sent_by,
        starts_on=starts_on,
        ends_on=ends_on,
        is_invented=is_invented,
    )
    return deed.enter(context, BodyVerb.ADD_MEMBER, made)


def correct_body_member(
    context: Context, member_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> BodyMember:
    """Correct who sits in a body, as what and from when to when; raises as `kernel.correction.correct` does.

    Refusal(ENDS_FIRST) for a last day before the first.
    """
    member = queries.body_member(context, member_id)
    body = deed.begin(context, BODY, BodyVerb.CORRECT_MEMBER, queries.body(context, member.body_id))
    first, last = (values.get(name, getattr(member, name)) for name in ("starts_on", "ends_on"))
    must_be_in_order(first, last)
    spot = Spot(Ref(Kind.BODY, body.id), "body_member", member.id, member.name)
    correction.correct(context, BodyVerb.CORRECT_MEMBER, spot, member, values, reason=reason, seen=seen)
    return member


def take_out_body_member(context: Context, member_id: int, *, reason: str) -> Body:
    """Take out somebody who never sat there; that it stood there, and why not, stays to be seen."""
    member = queries.body_member(context, member_id)
    body = deed.begin(context, BODY, BodyVerb.CORRECT_MEMBER, queries.body(context, member.body_id))
    spot = Spot(Ref(Kind.BODY, body.id), "body_member", member.id, member.name)
    correction.take_out(context, spot, {"name": member.name}, reason=reason)
    deed.enter(context, BodyVerb.CORRECT_MEMBER, member)
    context.session.delete(member)
    return body


def enter_body(context: Context, organisation: Organisation, name: str, kind: BodyKind) -> Body:
    """Enter a body of the organisation; for the operator's command line and the demo."""
    body = Body(organisation_id=organisation.id, name=name, kind=kind)
    context.session.add(body)
    context.session.flush()
    return body
