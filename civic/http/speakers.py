"""The field in which speakers are written, a line each: for a programme, and where it is corrected."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, ValidationError

from civic.http.forms import text

MOST_PARTS = 3


class HasSpeakers:
    """A form with a field for who speaks, with title and organisation as they are called now."""

    speakers = text(
        _("Who speaks, a line each: name; title; organisation"),
        required=False,
        at_most=2000,
        rows=4,
        description=_("It stays as you write it, whatever they are called later."),
    )

    def validate_speakers(self, field: Field) -> None:
        """Refuse a line without a name, or with more than three parts, and say which."""
        for place, line in enumerate((field.data or "").splitlines(), 1):
            parts = [part.strip() for part in line.split(";")]
            if not parts[0] or len(parts) > MOST_PARTS:
                raise ValidationError(
                    gettext("Line %(number)s: write the name; the title; the organisation.", number=place)
                )
