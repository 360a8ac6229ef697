"""What a browser may send about a thing's picture."""

from flask_babel import lazy_gettext as _

from civic.http.forms import SeenForm, file, line
from civic.kernel.refusal import Reason


class PictureForm(SeenForm):
    """A picture, and what it shows in words; without a file, other words for the picture that is there."""

    refusals = {
        Reason.FILE_KIND: "picture",
        Reason.FILE_TOO_LARGE: "picture",
        Reason.NO_PICTURE: "picture",
        Reason.ALT_MISSING: "alt",
        Reason.NUMBER_SEEN: "alt",
        Reason.WRITTEN_MEANWHILE: "alt",
        Reason.NO_CONSENT: "picture",
    }
    refused_as = {
        Reason.FILE_KIND: _("The picture has to be a PNG or JPEG file."),
        Reason.NO_CONSENT: _(
            "The consent was given for the picture that is there. Take it out, and add another with its own consent."
        ),
    }

    picture = file(
        _("Picture (PNG or JPEG), at most 10 MB"),
        required=False,
        description=_(
            "Camera, place and names are taken out of it. Whoever can be recognised on it must have said yes."
        ),
    )
    alt = line(
        _("What the picture shows, for those who cannot see it"),
        at_most=500,
        description=_("In one or two sentences: Four benches under lime trees at the school gate."),
    )
