"""What a browser may send about reports."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from civic.http.forms import LONGEST, Form, choice, line, text
from civic.kernel.refusal import Reason
from civic.reports.models import Purpose, SectionKind
from civic.said.wording import word

MARKS = _(
    "An empty line begins a new paragraph, a hyphen a list, 1. a numbered one. *emphasis* and **strong** are shown so."
)


class ReportForm(Form):
    """A new report."""

    title = line(_("Title"))
    about = text(_("What it is, in one or two sentences"), at_most=1000, rows=3, required=False)
    writing_group_id = choice(_("Writing group"), coerce=int)


class NewSectionForm(Form):
    """A new section."""

    holds_numbers = True

    kind = choice(_("Kind of section"), lambda: [(one.value, word(one)) for one in SectionKind], coerce=str)
    heading = line(_("Heading"))
    text = text(_("Text"), rows=8, description=MARKS)


class SectionForm(Form):
    """A section's words; `edit` is the edit the writer began from."""

    holds_numbers = True

    refusals = {Reason.CHANGED_MEANWHILE: "text"}

    heading = line(_("Heading"), at_most=500)
    text = text(_("Text"), at_most=LONGEST, rows=16, description=MARKS)
    edit = HiddenField()


class DocumentForm(Form):
    """A Word or ODT file to begin from."""

    refusals = {Reason.FILE_KIND: "document", Reason.FILE_TOO_LARGE: "document"}

    document = FileField(_("Word or ODT file, at most 10 MB"), validators=[FileRequired(_("Choose a file."))])


class PictureForm(Form):
    """A picture and what it shows."""

    refusals = {Reason.FILE_KIND: "picture", Reason.FILE_TOO_LARGE: "picture"}

    picture = FileField(_("Picture (PNG or JPEG), at most 10 MB"), validators=[FileRequired(_("Choose a file."))])
    alt = line(_("What the picture shows, for those who cannot see it"), at_most=500)


class BasketForm(Form):
    """Something the section rests on."""

    refusals = {Reason.TAKEN: "source"}

    source = choice(_("What it rests on"), coerce=str, ask=True)


class VersionForm(Form):
    """The name under which a version is frozen."""

    refusals = {Reason.ALT_MISSING: "label", Reason.NOTHING_WRITTEN: "label", Reason.NUMBER_SEEN: "label"}
    refused_as = {
        Reason.NUMBER_SEEN: _("There is something that looks like a CPR number in the report. Take it out, in:")
    }

    label = line(_("Version number, for example 0.9"), at_most=20)
    name = line(_("Name, if it has one"), required=False, at_most=100)
    purpose = choice(_("What it is for"), lambda: [(one.value, word(one)) for one in Purpose], coerce=str, ask=True)


class OriginForm(Form):
    """The proposal that a section's words came from."""

    proposal_id = choice(_("Proposal"), coerce=int, ask=True)
