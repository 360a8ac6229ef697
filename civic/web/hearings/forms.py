"""What a browser may send about hearings and a council's way to its answer."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.validators import InputRequired

from civic.hearings.models import Audience, Hearing, Moderation
from civic.http.forms import Form, choice, choices, day, file, line, said_by, text, tick
from civic.kernel.refusal import Reason


class HearingForm(Form):
    """A new hearing, in plain words."""

    title = line(_("Title, as residents will see it"))
    asks = line(
        _("The question, as the heading of its page"),
        required=False,
        description=_("For example: What do you think of the ten principles? Without one, the title is the heading."),
    )
    what_is_proposed = text(_("What is proposed?"), at_most=1000, rows=3)
    what_it_means = text(_("What does it mean for you?"), at_most=1000, rows=3)
    what_can_change = text(_("What can still be changed?"), at_most=1000, rows=3)
    topics = choices(
        _("What does the matter touch?"),
        coerce=int,
        description=_("The bodies that should be heard about what you tick become parties."),
    )
    audience = RadioField(
        _("Who may answer?"),
        coerce=str,
        choices=said_by(Audience),
        default=Audience.BOTH.value,
        validators=[InputRequired(_("Choose one."))],
    )
    moderation = RadioField(
        _("When are answers shown?"),
        coerce=str,
        choices=said_by(Moderation),
        default=Moderation.AFTER.value,
        validators=[InputRequired(_("Choose one."))],
    )
    allows_protected_names = tick(_("Those who answer may keep their name back from the public"))
    questions = text(_("Questions, one on each line"), required=False, at_most=4000, rows=4)


def like(hearing: Hearing) -> HearingForm:
    """Return the form for a hearing with the words and rules of another, to be changed; nobody is invited by it."""
    return HearingForm(
        formdata=None,
        title=hearing.title,
        asks=hearing.asks,
        what_is_proposed=hearing.what_is_proposed,
        what_it_means=hearing.what_it_means,
        what_can_change=hearing.what_can_change,
        topics=[one.id for one in hearing.topics],
        audience=hearing.audience.value,
        moderation=hearing.moderation.value,
        allows_protected_names=hearing.allows_protected_names,
        questions="\n".join(one.text for one in hearing.questions),
    )


class InviteForm(Form):
    """A body to be heard, and the version it is asked about."""

    refusals = {Reason.TAKEN: "body_id"}

    body_id = choice(_("Council"), coerce=int, ask=True)
    version_id = choice(_("Version it is asked about"), coerce=int, ask=True)


class MaterialForm(Form):
    """A document beside the version that is heard."""

    refusals = {Reason.FILE_KIND: "document", Reason.FILE_TOO_LARGE: "document"}

    document = file(_("PDF, Word or ODT file, at most 10 MB"))


class OpenForm(Form):
    """The deadline, and the reasons that the rules ask for."""

    refusals = {
        Reason.SHORT_DEADLINE: "short_deadline_reason",
        Reason.COUNCILS_LATE: "short_deadline_reason",
        Reason.DEADLINE_PASSED: "last_day",
        Reason.NO_PARTIES: "last_day",
        Reason.PARTY_LEFT_OUT: "left_out_reason",
    }

    last_day = day(_("Last day to answer (the day itself counts, until 23:59)"))
    short_deadline_reason = text(
        _("Reason, if it is shorter than the municipality's minimum, or than a council can keep"),
        required=False,
        at_most=500,
        rows=3,
    )
    left_out_reason = text(_("Reason, if a body that should be heard is left out"), required=False, at_most=500, rows=3)


class ExtendForm(Form):
    """A later deadline."""

    refusals = {Reason.DEADLINE_PASSED: "last_day"}

    last_day = day(_("New last day to answer"))
    reason = text(_("Why the deadline is moved; everybody reads it"), at_most=500, rows=3)
