"""What a browser may send about groups."""

from flask_babel import lazy_gettext as _

from civic.groups.models import Admission, GroupKind
from civic.http.forms import NAMING, Form, choice, line, person, text
from civic.kernel.refusal import Reason
from civic.said.wording import word


class GroupForm(Form):
    """A new group."""

    kind = choice(_("Kind of group"), lambda: [(one.value, word(one)) for one in GroupKind], coerce=str)
    admission = choice(_("Who may join"), lambda: [(one.value, word(one)) for one in Admission], coerce=str)
    title = line(_("Name of the group"))
    about = text(_("What it works on"), at_most=1000, rows=3)


class MemberForm(Form):
    """Somebody to be put into a group."""

    refusals = {**NAMING, Reason.TAKEN: "person"}

    person = person()
