"""What the pages about councils and committees show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.bodies import queries
from civic.bodies.models import Body, BodyMember, Part
from civic.bodies.workflow import BODY, ORGANISATION_BODIES, BodyVerb
from civic.db.finding import BEGINNING, Spot
from civic.decisions.models import Decision, ReportBack
from civic.decisions.queries import of_body, sitting_days, told_to
from civic.hearings.models import HearingParty
from civic.hearings.queries import heard_body
from civic.http.task import TaskPage
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.meetings.models import Meeting
from civic.meetings.queries import joint_of_body
from civic.people.queries import municipality
from civic.said.choices import topic_choices
from civic.said.corrections import Corrected, corrected
from civic.said.wording import body_name
from civic.web.bodies.forms import (
    BodyChangeForm,
    BodyForm,
    BodyMemberForm,
    BodyNameForm,
    PartyLetterForm,
    RenameForm,
    SittingsForm,
)


@dataclass(frozen=True)
class BodyPage:
    """A council or committee."""

    template: ClassVar[str] = "bodies/body.html"
    body: Body
    members: Sequence[tuple[Part, Sequence[BodyMember]]]
    """Who sits there on the day that is asked for, by what they are."""
    others: Sequence[BodyMember]
    """Who sat there before, or will."""
    on: date
    is_today: bool
    is_ahead: bool
    decided: tuple[Sequence[Decision], Spot | None, int]
    heard: tuple[Sequence[HearingParty], Spot | None, int]
    joint: tuple[Sequence[Meeting], Spot | None, int]
    """A page of each, where the next one begins, and how many there are."""
    sittings: Sequence[date]
    minutes: Sequence[date]
    """The days of which the minutes can be read, the last first."""
    told: Sequence[ReportBack]
    """What it was told of how its decisions are carried out, the last first."""
    may: dict[str, bool]
    may_name: bool
    """Whether the reader enters names and what it is heard about."""
    parties: Mapping[int, str]
    """What each member's party was called, by the member's id, where it is entered."""
    corrected: Corrected

    @property
    def has_members(self) -> bool:
        """Return whether it is known who sits there, or sat."""
        return bool(self.members or self.others)


def body_page(
    context: Context,
    body_id: int,
    on: date | None = None,
    *,
    decided: Spot = BEGINNING,
    heard: Spot = BEGINNING,
    joint: Spot = BEGINNING,
) -> BodyPage:
    """Return a council or committee for everybody: who sits in it on a day, what it decided and was heard about."""
    found = queries.body_with_names(context, body_id)
    day_ = on or context.today
    everybody = queries.body_members(context, body_id)
    there = [one for one in everybody if one.sits_on(day_)]
    return BodyPage(
        body=found,
        members=[(part, those) for part in Part if (those := [one for one in there if one.part is part])],
        others=[one for one in everybody if one not in there],
        on=day_,
        is_today=day_ == context.today,
        is_ahead=day_ > context.today,
        decided=of_body(context, body_id, decided),
        heard=heard_body(context, body_id, heard),
        joint=joint_of_body(context, body_id, joint),
        sittings=queries.sittings(context, [body_id]).get(body_id, []),
        minutes=sitting_days(context, body_id, queries.minuted(context, found)),
        told=told_to(context, body_id),
        may=BODY.allowed(context, found),
        may_name=ORGANISATION_BODIES.may(context, BodyVerb.CORRECT_NAME, municipality(context)),
        parties=_parties(context, everybody, day_),
        corrected=corrected(context, Ref(Kind.BODY, body_id)),
    )


def _parties(context: Context, members: Sequence[BodyMember], on: date) -> dict[int, str]:
    """Return what each member's party was called by its letter: on a day, else when they began or left there."""
    if not any(one.party for one in members):
        return {}
    entered = queries.letters(context)
    found: dict[int, str] = {}
    for one in members:
        then = on if one.sits_on(on) else one.starts_on or one.ends_on or on
        called = next((each.name for each in entered if each.letter == one.party and each.was_on(then)), None)
        if called is not None:
            found[one.id] = called
    return found


def body_member_page(context: Context, body_id: int, form: BodyMemberForm) -> TaskPage:
    """Return the form for who sits or sat in a body, for whoever keeps its calendar."""
    found = queries.body(context, body_id)
    BODY.require(context, BodyVerb.ADD_MEMBER, found)
    said = _("It is public who sits in it. Who may work here for it is given as a role.")
    return TaskPage(_("Add a member"), form, _("Add"), said, ((found.name, url_for("bodies.show", body_id=body_id)),))


def sittings_page(context: Context, body_id: int, form: SittingsForm | None = None) -> TaskPage:
    """Return the form for the days on which a body is to meet, for whoever keeps its calendar."""
    found = queries.body(context, body_id)
    BODY.require(context, BodyVerb.SET_SITTINGS, found)
    days = queries.sittings(context, [body_id]).get(body_id, [])
    written = "\n".join(f"{one:%d-%m-%Y}" for one in days)
    if form is None:
        values = {"days": written, "paper_days": found.paper_days, "counts_weekdays": found.counts_weekdays}
        form = SittingsForm(formdata=None, **values)
    form.shows(*days, found.paper_days, found.counts_weekdays, now=written)
    said = _("Whoever plans a hearing sees by them which deadline the council can keep.")
    trail = ((found.name, url_for("bodies.show", body_id=body_id)),)
    return TaskPage(_("Meeting days"), form, _("Save"), said, trail)


def _topics(context: Context) -> list[tuple[int, str]]:
    """Return what a body can be heard about."""
    return [(0, _("Nothing in particular")), *topic_choices(context)]


def new_page(context: Context, form: BodyForm) -> TaskPage:
    """Return the form for a council or committee, or Refusal(NOT_FOUND) for all but administrators."""
    if not ORGANISATION_BODIES.may(context, BodyVerb.ADD_BODY, municipality(context)):
        raise Refusal(Reason.NOT_FOUND)
    form.topic_id.choices = _topics(context)
    return TaskPage(
        _("Enter a council or committee"), form, _("Enter it"), trail=((_("Roles"), url_for("people.roles")),)
    )


def change_page(context: Context, body_id: int, form: BodyChangeForm | None = None) -> TaskPage:
    """Return the form for a body's name and what it is heard about; Refusal(NOT_FOUND) for all but administrators."""
    found = queries.body_to_change(context, body_id)
    if form is None:
        filled = {
            "name": found.name,
            "first_day": found.valid_from,
            "last_day": found.valid_to,
            "by_year": found.by_year,
        }
        form = BodyChangeForm(**filled, topic_id=found.topic_id or 0, entitlement=found.entitlement.value)
    form.topic_id.choices = _topics(context)
    form.shows(*found.told, now=body_name(found))
    return TaskPage(found.name, form, _("Save"), trail=((_("Roles"), url_for("people.roles")),))


def rename_page(context: Context, body_id: int, form: RenameForm) -> TaskPage:
    """Return the form for the name a body has from a day on, or Refusal(NOT_FOUND) for all but administrators."""
    found = queries.body_to_change(context, body_id)
    said = _("What it decided before is shown under the name it had. A name that is wrong is corrected instead.")
    trail = ((found.name, url_for("bodies.show", body_id=body_id)),)
    return TaskPage(_("It has another name"), form, _("Enter it"), said, trail)


def name_page(context: Context, body_id: int, form: BodyNameForm) -> TaskPage:
    """Return the form for a name that a body had before, or Refusal(NOT_FOUND) for all but administrators."""
    found = queries.body_to_change(context, body_id)
    trail = ((found.name, url_for("bodies.show", body_id=body_id)),)
    return TaskPage(_("Enter a name it had before"), form, _("Enter it"), trail=trail)


def letter_page(context: Context, form: PartyLetterForm) -> TaskPage:
    """Return the form for a party's letter, or Refusal(NOT_FOUND) for all but administrators."""
    home = municipality(context)
    if not ORGANISATION_BODIES.may(context, BodyVerb.ADD_LETTER, home):
        raise Refusal(Reason.NOT_FOUND)
    said = _("Letters are used again for others: votes and members are shown with the party of their day.")
    trail = ((home.name, url_for("organisations.show", organisation_id=home.id)),)
    return TaskPage(_("Enter a party's letter"), form, _("Enter it"), said, trail)
