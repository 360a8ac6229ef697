"""What a browser may send on a council's way to its answer."""

import re
from collections.abc import Sequence
from typing import Any, Self

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from civic.hearings.models import Stance
from civic.http.forms import Form, SeenForm, choice, day, file, line, said_by, text
from civic.http.threads import SayForm
from civic.kernel.markup import reading
from civic.kernel.refusal import Reason
from civic.reports.models import SectionText
from civic.said.wording import section_name

_SENTENCE = re.compile(r"[^\s][^\n]*?(?:[.!?](?=\s|$)|(?=\n|$))")


def _stance() -> RadioField:
    return RadioField(
        _("What the council says as a whole"),
        coerce=str,
        choices=said_by(Stance),
        validators=[InputRequired(_("Choose one."))],
    )


def _offer() -> TextAreaField:
    return text(
        _("What the council offers to take part in from now on (if it does)"),
        required=False,
        at_most=1000,
        rows=3,
        description=_("In the council's own words. It is shown by itself, so that somebody takes it up."),
    )


class AgendaForm(SeenForm):
    """The council's meeting."""

    refusals = {Reason.WRITTEN_MEANWHILE: "on"}

    on = day(_("The council's meeting"))


class DraftForm(Form):
    """The council's draft; `edit` is the edit the writer began from."""

    holds_numbers = True

    refusals = {Reason.CHANGED_MEANWHILE: "text"}

    text = text(_("The council's answer as a whole"), required=False, rows=10)
    edit = HiddenField()


class PointForm(Form):
    """Something about a section, about one of its sentences, or about words marked in it."""

    holds_numbers = True

    refusals = {Reason.NOT_THEIR_WORDS: "quote"}

    place = choice(
        _("What the point is about"),
        coerce=str,
        ask=True,
        description=_("A section or one of its sentences; the arrow keys go through them."),
    )
    quote = line(
        _("Words it is about"),
        required=False,
        at_most=1000,
        description=_("Mark them in the draft above, or write them here. Leave it empty for all that is chosen."),
    )
    text = text(_("What the council says"), at_most=5000, rows=4)

    @property
    def section_id(self) -> int | None:
        """Return the section the point is about, as far as one was chosen."""
        number = (self.place.data or "").partition("-")[0]
        return int(number) if number.isdecimal() and len(number) < 10 else None

    def offer(self, texts: Sequence[SectionText]) -> Self:
        """Offer the sections and their sentences: `12` is a section, `12-3` its third sentence."""
        self._sentences: dict[str, tuple[int, str]] = {}
        self.place.choices = []
        for one in texts:
            self.place.choices.append((str(one.id), section_name(one)))
            for number, words in enumerate(_SENTENCE.findall(reading(one.text)), 1):
                self._sentences[f"{one.id}-{number}"] = (one.id, words)
                self.place.choices.append((f"{one.id}-{number}", f"– {words}"))
        return self

    def said(self) -> dict[str, Any]:
        """Return what is said, as the action takes it."""
        place = self.place.data
        section, words = self._sentences[place] if place in self._sentences else (int(place), "")
        return {"section_text_id": section, "quote": self.quote.data or words, "text": self.text.data}


class StanceForm(SeenForm):
    """What the council says as a whole, when the draft is put to adoption."""

    holds_numbers = True

    refusals = {Reason.NOTHING_SAID: "stance", Reason.WRITTEN_MEANWHILE: "stance"}

    stance = _stance()
    offer = _offer()


class AdoptForm(SeenForm):
    """The adoption."""

    refusals = {Reason.WRITTEN_MEANWHILE: "on"}

    on = day(_("At the council's meeting on (if it was decided at one)"), required=False)


class AloneForm(Form):
    """An answer by the chair alone, in an urgent matter."""

    holds_numbers = True

    stance = _stance()
    text = text(_("The answer"), rows=10)
    offer = _offer()


class HandInForm(Form):
    """A council's answer as a file."""

    holds_numbers = True

    refusals = {Reason.FILE_KIND: "document", Reason.FILE_TOO_LARGE: "document"}

    document = file(_("Word, ODT or PDF file, at most 10 MB"))
    adopted_on = day(_("Adopted at the council's meeting on"))
    stance = _stance()
    offer = _offer()


class OralForm(Form):
    """A council's oral answer, written down by the administration."""

    holds_numbers = True

    meeting_on = day(_("The council's meeting"))
    stance = _stance()
    text = text(_("What the council said, as you noted it"), rows=10)
    offer = _offer()


class CommentForm(SayForm):
    """Something said among the council's members."""

    text = text(_("To the others in the council"), at_most=4000, rows=3)
