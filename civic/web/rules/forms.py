"""What a browser may send about the house rules."""

from collections.abc import Mapping
from typing import ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from civic.http.forms import SeenForm, line
from civic.http.forms import text as several
from civic.kernel.refusal import Reason
from civic.rules.models import Words


class RuleForm(SeenForm):
    """A house rule's words, in the municipality's language and in English, and why they are changed."""

    refusals: ClassVar[Mapping[Reason, str]] = {
        Reason.WRITTEN_MEANWHILE: "text",
        Reason.AS_IT_STANDS: "text",
        Reason.NO_RULE: "title",
    }

    title = line(_("The rule in one sentence, in Danish"))
    text = several(_("What it means, in Danish"), at_most=1000, rows=4)
    title_en = line(_("The rule in English"), required=False)
    text_en = several(_("What it means, in English"), at_most=1000, rows=4, required=False)
    why = line(_("Why it is entered or changed"), description=_("Everybody can read it."), at_most=400)

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for both or neither of the words in English."""
        is_valid = super().validate(extra_validators)
        if bool(self.title_en.data) != bool(self.text_en.data):
            missing = self.text_en if self.title_en.data else self.title_en
            missing.errors = [*missing.errors, gettext("Write both parts in English, or neither.")]
            return False
        return is_valid

    def others(self) -> dict[str, Words]:
        """Return the words in other languages, as the action takes them."""
        return {"en": (self.title_en.data, self.text_en.data)} if self.title_en.data else {}


class EndForm(SeenForm):
    """Why a house rule holds no more."""

    refusals: ClassVar[Mapping[Reason, str]] = {Reason.LAST_RULE: "why"}

    why = line(_("Why it no longer holds"), description=_("Everybody can read it."), at_most=400)
