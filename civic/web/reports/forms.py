"""What a browser may send about reports."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from civic.kernel.refusal import Reason
from civic.reports.models import Purpose, SectionKind
from civic.web.forms import Form, choice, line, text
from civic.web.wording import word


class ReportForm(Form):
    """A new report."""

    title = line(_("Title"))
    about = text(_("What it is, in one or two sentences"), at_most=1000, rows=3, required=False)
    writing_group_id = choice(_("Writing group"), coerce=int)


class NewSectionForm(Form):
    """A new section."""

    kind = choice(_("Kind of section"), lambda: [(one.value, word(one)) for one in SectionKind], coerce=str)
    heading = line(_("Heading"))
    text = text(_("Text"), rows=8)


class SectionForm(Form):
    """A section's words; `edit` is the count of edits the writer saw."""

    refusals = {Reason.TAKEN: "text"}

    heading = line(_("Heading"))
    text = text(_("Text"), rows=12)
    edit = HiddenField()


class VersionForm(Form):
    """The name under which a version is frozen."""

    label = line(_("Version number, for example 0.9"), at_most=20)
    purpose = choice(_("What it is for"), lambda: [(one.value, word(one)) for one in Purpose], coerce=str)


class OriginForm(Form):
    """The proposal that a section's words came from."""

    proposal_id = choice(_("Proposal"), coerce=int)
