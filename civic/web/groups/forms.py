"""What a browser may send about groups."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field

from civic.groups.models import Admission, Discussion, Group, GroupKind
from civic.http.forms import (
    NAMING,
    Form,
    ReasonForm,
    SeenForm,
    address,
    choice,
    line,
    person,
    said_by,
    text,
    whole_number,
)
from civic.http.placing import NamedPlaceForm, PlaceForm
from civic.http.threads import SayForm
from civic.kernel.refusal import Reason


class GroupForm(Form):
    """A new group."""

    kind = choice(_("Kind of group"), said_by(GroupKind), coerce=str)
    admission = choice(_("Who may join"), said_by(Admission), coerce=str)
    title = line(_("Name of the group"))
    about = text(_("What it works on"), at_most=1000, rows=3)
    discussion = choice(_("Its discussion"), said_by(Discussion), coerce=str, default=Discussion.INTERNAL.value)
    capacity = whole_number(_("Places; empty where there is room for all"), required=False, least=1, most=1000)
    criteria = text(
        _("By what it is decided who gets in, where one applies; everybody can read it"),
        required=False,
        at_most=1000,
        rows=3,
    )
    questions = text(_("What whoever applies is asked, a line each"), required=False, at_most=1000, rows=3)


class DiscussionForm(SeenForm, SayForm):
    """Something said in a group's discussion, by whoever has read for whom it is."""

    refusals = {Reason.WRITTEN_MEANWHILE: "text"}
    refused_as = {Reason.WRITTEN_MEANWHILE: _("Others read it now than when you began. Look above, and say it again.")}


class MemberForm(Form):
    """Somebody to be put into a group."""

    refusals = {**NAMING, Reason.TAKEN: "person", Reason.TOO_FEW_PLACES: "person"}
    refused_as = {Reason.TOO_FEW_PLACES: _("All places in the group are taken.")}

    person = person()


class InviteForm(Form):
    """Somebody to be invited into a group."""

    refusals = {Reason.TAKEN: "email"}
    refused_as = {Reason.TAKEN: _("Whoever has this address is in the group, or waits for a place, already.")}

    name = line(_("Name"), at_most=100)
    email = address(_("E-mail address"), required=True)


class DeclineForm(ReasonForm):
    """Why somebody who applied does not get in."""

    refusals = {**ReasonForm.refusals, Reason.NO_REASON: "reason"}


def join_form(group: Group, *, is_named: bool, **given: Any) -> PlaceForm:
    """Return the form to join a group: with the questions of one that one applies for."""
    base = NamedPlaceForm if is_named else PlaceForm
    asked = [one.strip() for one in group.questions.splitlines() if one.strip()]
    if group.admission is not Admission.APPLICATION:
        asked = []
    elif not asked:
        asked = [gettext("Why would you like to be in the group?")]
    fields: dict[str, Field] = {
        f"question_{place}": text(one, at_most=2000, rows=3) for place, one in enumerate(asked, 1)
    }
    made: PlaceForm = type(base.__name__, (base,), dict(fields))(**given)
    return made


def application(form: PlaceForm) -> str:
    """Return what was answered, each under its question."""
    given = [(one.label.text, one.data) for one in form if one.name.startswith("question_")]
    return "\n\n".join(f"{asked}\n{answered}" for asked, answered in given)
