"""What a browser may send about papers."""

from flask_babel import lazy_gettext as _

from civic.http.forms import Form, file, line
from civic.kernel.refusal import Reason


class PaperForm(Form):
    """A paper: what it is, and the file."""

    refusals = {Reason.FILE_KIND: "document", Reason.FILE_TOO_LARGE: "document"}

    title = line(_("What the paper is"), description=_("The mandate (kommissorium); the map we drew"))
    document = file(
        _("File (PDF, Word or ODT), at most 10 MB"),
        description=_("The public gets a copy that Civic makes, once it has been looked through."),
    )
