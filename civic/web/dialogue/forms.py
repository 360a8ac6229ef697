"""What a browser may send about one's own comment."""

from flask_babel import lazy_gettext as _

from civic.http.forms import SeenForm, text
from civic.kernel.refusal import Reason


class EditForm(SeenForm):
    """One's own comment, changed."""

    refusals = {Reason.WRITTEN_MEANWHILE: "text"}
    holds_numbers = True

    text = text(_("Your comment"), at_most=4000, rows=4)
