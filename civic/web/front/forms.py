"""What a browser may send from the front page."""

from flask_babel import lazy_gettext as _

from civic.http.forms import Form, line
from civic.kernel.refusal import Reason


class ReceiptForm(Form):
    """A receipt code. It changes nothing, so it carries no token, and a page that has it sets no cookie."""

    holds_numbers = True

    class Meta:
        """Without a token."""

        csrf = False

    refusals = {Reason.NOT_FOUND: "code"}
    refused_as = {Reason.NOT_FOUND: _("We do not know that code. It has ten signs: look at your receipt.")}

    code = line(_("Your receipt code"), at_most=40)
