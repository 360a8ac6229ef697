"""What a browser may send about what a process rests on: the same form enters a piece, changes a draft and corrects."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, ValidationError

from civic.db.base import Precision
from civic.evidence.models import (
    Cell,
    Consent,
    EvidenceKind,
    KeyFigure,
    Measure,
    Presentation,
    Statement,
    Visit,
    Voice,
)
from civic.http.correcting import CorrectionForm, value_of
from civic.http.forms import Form, choice, day, file, line, whole_number
from civic.http.forms import said_by as in_words
from civic.http.forms import text as words
from civic.kernel.context import Context
from civic.kernel.refusal import Reason
from civic.meetings.queries import all_of_process
from civic.said.choices import area_choices
from civic.said.figures import LineFault, read, written
from civic.said.wording import known, precisions


class EvidenceForm(CorrectionForm):
    """What every kind has; where and at which meeting it was is chosen, or left open."""

    kinds = {"precision": Precision}
    refusals = {**CorrectionForm.refusals, Reason.NUMBER_SEEN: "text"}

    def offer(self, context: Context, row: Any) -> None:
        """Offer the areas, and the meetings of the process."""
        for name, none, offered in (
            ("area_id", gettext("Nowhere in particular"), area_choices(context)),
            ("meeting_id", gettext("At no meeting"), self._meetings(context, row.process_id)),
        ):
            if name in self._fields:
                self._fields[name].choices = [(0, none), *offered]
                self._fields[name].data = self._fields[name].data or 0

    @staticmethod
    def _meetings(context: Context, process_id: int) -> list[tuple[int, str]]:
        found = all_of_process(context, process_id)
        day_of = {one.id: known(one.starts_at.date(), Precision.DAY) for one in found if one.starts_at}
        return [(one.id, f"{one.title}, {day_of[one.id]}" if one.id in day_of else one.title) for one in found]

    def value(self, name: str) -> Any:
        """Return what was typed or chosen; no area and no meeting is none, and so is the precision of no day."""
        if name not in self._fields:
            return None if name in {"happened_on", "precision", "area_id", "meeting_id"} else ""
        found = super().value(name)
        return found or None if name in {"area_id", "meeting_id"} else found


def _where() -> Any:
    return choice(_("Area"), coerce=int)


def _met() -> Any:
    return choice(_("At which meeting"), coerce=int)


def _how_exactly() -> Any:
    return choice(_("How exactly is the date known?"), precisions, coerce=value_of, default=Precision.DAY.value)


class VisitForm(EvidenceForm):
    """A site visit, as it is written down on the spot."""

    names = Visit.facts

    title = line(_("Where you were, and what you saw"), description=_("The courtyard at Kildebakken"))
    happened_on = day(_("Date"), required=False)
    precision = _how_exactly()
    area_id = _where()
    purpose = words(_("What the visit was for"), required=False, at_most=1000, rows=2)
    participants = words(_("Who took part"), required=False, at_most=1000, rows=2)
    questions = words(_("What you asked"), required=False, at_most=3000, rows=3)
    text = words(_("What you saw and heard"), at_most=10_000, rows=8)
    meeting_id = _met()
    source = line(_("Where it is written down, if anywhere"), required=False, at_most=500)


class PresentationForm(EvidenceForm):
    """An expert's talk."""

    names = Presentation.facts

    title = line(_("What the talk was about"))
    speaker = line(_("Who gave it"))
    speaker_title = line(_("Title at the time"), required=False)
    speaker_organisation = line(_("Organisation at the time"), required=False)
    happened_on = day(_("Date"), required=False)
    precision = _how_exactly()
    meeting_id = _met()
    area_id = _where()
    text = words(_("What it said, in short"), required=False, at_most=10_000, rows=6)
    source = line(_("Where it is written down, if anywhere"), required=False, at_most=500)


class KeyFigureForm(EvidenceForm):
    """A key figure of areas beside the municipality's."""

    names = KeyFigure.facts
    kinds = {"measure": Measure}
    refusals = {
        **EvidenceForm.refusals,
        Reason.TAKEN: "cells",
        Reason.NOT_FITTING: "cells",
        Reason.MORE_THAN_WHOLE: "cells",
    }
    refused_as = {Reason.TAKEN: _("One area stands there twice.")}

    title = line(_("What is counted"), description=_("Residents outside education and work"))
    measure = choice(_("How it is counted"), in_words(Measure), coerce=value_of)
    unit = line(_("Unit of an average, such as kr. or years"), required=False, at_most=30)
    year = whole_number(_("Year"), least=1990, most=2100)
    cells = words(
        _("The numbers, a line for each area"),
        at_most=5000,
        rows=6,
        description=_(
            "Write or paste from a spreadsheet. Persons: area; persons. Share: area; persons; out of. "
            "Average: area; average; persons. The last line may be: the municipality."
        ),
    )
    text = words(_("How it is defined"), at_most=3000, rows=3)
    source = line(_("Source"), at_most=500)

    _context: Context
    _cells: tuple[Cell, ...] = ()

    def offer(self, context: Context, row: Any) -> None:
        """Know the areas that a line may be of."""
        super().offer(context, row)
        self._context = context

    def validate_cells(self, field: Field) -> None:
        """Refuse a line that cannot be read, and say which."""
        if not self.measure.data:
            return
        try:
            self._cells = read(self._context, field.data or "", Measure(self.measure.data))
        except LineFault as fault:
            raise ValidationError(str(fault)) from None

    def value(self, name: str) -> Any:
        """Return what was typed, the numbers as they were read."""
        return self._cells if name == "cells" else super().value(name)

    def shows_row(self, row: Any) -> None:
        """Remember what stands there, and tell of the numbers where somebody was quicker."""
        self.shows(*(getattr(row, name) for name in self.names), now=written(self._context, row.cells))


class StatementForm(EvidenceForm):
    """What somebody said, and the consent it was given under."""

    names = Statement.facts
    kinds = {"precision": Precision, "voice": Voice, "consent": Consent}
    refusals = {**EvidenceForm.refusals, Reason.NO_CONSENT: "consent", Reason.NOT_HELD_YET: "consented_on"}
    refused_as = {
        Reason.NO_CONSENT: _(
            "A name is written just where the person agreed to be named. What everybody may read cannot become "
            "internal: take it back, or end the consent."
        )
    }

    title = line(_("What it is about"))
    text = words(_("The words, as they were said"), at_most=5000, rows=5)
    voice = choice(_("Said from the area or about it"), in_words(Voice), coerce=value_of)
    area_id = _where()
    speaks_as = line(
        _("What they speak as"), required=False, description=_("Resident, teacher, caretaker. Nobody is known by it.")
    )
    consent = choice(_("What they agreed to"), in_words(Consent), coerce=value_of, ask=True)
    consented_on = day(_("The day on which they agreed"))
    said_by = line(_("Name, only where they agreed to be named"), required=False)
    happened_on = day(_("Date"), required=False)
    precision = _how_exactly()
    meeting_id = _met()
    source = line(_("Where it is written down, if anywhere"), required=False, at_most=500)


FORMS: dict[EvidenceKind, type[EvidenceForm]] = {
    EvidenceKind.VISIT: VisitForm,
    EvidenceKind.PRESENTATION: PresentationForm,
    EvidenceKind.KEY_FIGURE: KeyFigureForm,
    EvidenceKind.STATEMENT: StatementForm,
}


class PhotoForm(Form):
    """A photograph from a visit."""

    refusals = {
        Reason.FILE_KIND: "picture",
        Reason.FILE_TOO_LARGE: "picture",
        Reason.NO_PICTURE: "picture",
        Reason.ALT_MISSING: "alt",
        Reason.NO_CONSENT: "consent",
    }
    refused_as = {Reason.FILE_KIND: _("The picture has to be a PNG or JPEG file.")}

    picture = file(
        _("Photograph (PNG or JPEG), at most 10 MB"), description=_("Camera, place and names are taken out of it.")
    )
    alt = line(_("What it shows, for those who cannot see it"), at_most=500)
    consent = line(
        _("Who can be recognised and has agreed; or: nobody can be"),
        at_most=500,
        description=_("Only those who work with the process see it."),
    )


class SlidesForm(Form):
    """A talk's slides."""

    refusals = {Reason.FILE_KIND: "document", Reason.FILE_TOO_LARGE: "document"}

    document = file(
        _("Slides (PDF, Word or ODT), at most 10 MB"),
        description=_(
            "Save a PowerPoint file as PDF first. The public gets a copy that Civic makes, once it has been looked "
            "through."
        ),
    )
