"""The forms by which somebody asks for a place: at a meeting, in a group."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

from civic.http.forms import Form, address, line, tick
from civic.kernel.refusal import Reason
from civic.places.models import Needs


class PlaceForm(Form):
    """What somebody needs who comes, with an account."""

    refusals: ClassVar[Mapping[Reason, str]] = {
        Reason.NUMBER_SEEN: "needs_other",
        Reason.NOTHING_SAID: "needs_other",
        Reason.NAME_OF_ANOTHER: "name",
    }

    interpreter = line(_("Interpreting: which language, or sign language"), required=False, at_most=100)
    needs_step_free = tick(_("Step-free access"))
    needs_loop = tick(_("A hearing loop"))
    needs_child_care = tick(_("Child care"))
    needs_other = line(_("Something else"), required=False, at_most=300)

    def needs(self) -> Needs:
        """Return what is needed, as the action takes it."""
        return Needs(
            self.interpreter.data or "",
            bool(self.needs_step_free.data),
            bool(self.needs_loop.data),
            bool(self.needs_child_care.data),
            self.needs_other.data or "",
        )


class NamedPlaceForm(PlaceForm):
    """Who comes, without an account, and what they need."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for name in [one for one in self._fields if one not in {"name", "email"}]:
            self._fields[name] = self._fields.pop(name)  # in the order of the page

    name = line(_("Your name"), at_most=100)
    email = address(_("Your e-mail address"), required=True)
