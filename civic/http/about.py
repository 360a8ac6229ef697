"""What pages that tie a thing to topics and areas have in common."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _

from civic.areas.queries import areas_of, topics_of
from civic.http.forms import Form, choices
from civic.kernel.context import Context
from civic.kernel.trace import Ref
from civic.said.choices import area_choices, topic_choices


class AboutForm(Form):
    """Which topics and areas a thing is about."""

    topics = choices(_("Topics"), coerce=int)
    areas = choices(_("Areas"), coerce=int)

    def said(self) -> Mapping[str, Sequence[int]]:
        """Return what was chosen, as the actions take it."""
        return {"topic_ids": self.topics.data or (), "area_ids": self.areas.data or ()}


def about_form(context: Context, thing: Ref, *, is_sent: bool) -> AboutForm:
    """Return the form with everything a thing can be about: as it was sent, or filled with what the thing is about."""
    if is_sent:
        form = AboutForm()
    else:
        topics = [one.id for one in topics_of(context, thing)]
        form = AboutForm(formdata=None, topics=topics, areas=[one.id for one in areas_of(context, thing)])
    form.topics.choices, form.areas.choices = topic_choices(context), area_choices(context)
    return form
