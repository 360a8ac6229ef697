"""What pages with comments have in common: how a thread is read, and the form for one more (`talk.thread`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField

from civic.dialogue.models import Label
from civic.dialogue.queries import Order, Reading, Thread
from civic.http.forms import Form, said_by, text
from civic.http.request import after, asked_for
from civic.http.sifting import Field, Sifted
from civic.said.wording import word

BESIDE = "beside"
"""What the address says for a thread in columns."""


class SayForm(Form):
    """Something said among others."""

    holds_numbers = True

    text = text(_("What you want to say"), at_most=4000, rows=3)


class ReplyForm(SayForm):
    """A reply to a comment."""

    text = text(_("Your reply"), at_most=4000, rows=4)


class CommentForm(SayForm):
    """A comment, and how it stands to what it is said of, where its author says so."""

    label = SelectField(
        _("Is it for, against, or a question?"),
        choices=lambda: [("", gettext("Neither")), *said_by(Label)()],
        default="",
    )
    text = text(_("Your comment"), at_most=4000, rows=4)

    def said(self) -> dict[str, Any]:
        """Return what was said, as the actions take it."""
        return {"text": self.text.data, "label": Label(self.label.data) if self.label.data else None}


def asked() -> Reading:
    """Return how the address wants a thread to be read."""
    label = asked_for(Label, "show")
    return Reading(
        order=asked_for(Order, "order") or Order.OLDEST,
        label=label,
        after=after("said"),
        in_columns=request.args.get("show") == BESIDE,
    )


@dataclass(frozen=True)
class Talk(Sifted):
    """A thread on a page, and whether its reader may say something there."""

    thread: Thread
    home: str
    """The page it stands on."""
    to: str
    """Where the form goes."""
    form: SayForm | None
    would: bool = False
    """Whether a visitor might say something after signing in."""
    is_labelled: bool = False
    """Whether what is said is for or against something."""

    @property
    def fields(self) -> Sequence[Field]:
        """Return in which order the thread can be read, and which of it, for its sieve."""
        reading = self.thread.reading
        orders = [("" if one is Order.OLDEST else one.value, word(one)) for one in Order]
        order = "" if reading.order is Order.OLDEST else reading.order.value
        fields: list[Field] = [("choice", "order", gettext("Order"), order, orders)]
        if self.is_labelled:
            shown = BESIDE if reading.in_columns else reading.label.value if reading.label else ""
            ways = [("", gettext("all")), *((one.value, word(one)) for one in Label)]
            ways.append((BESIDE, gettext("beside each other")))
            fields.append(("choice", "show", gettext("Comments"), shown, ways))
        return fields

    @property
    def is_long(self) -> bool:
        """Return whether there is enough to be narrowed down."""
        return len(self.thread.rows) > FEW

    @property
    def next(self) -> str:
        """Return the address of the next page."""
        return self.at(**self.asked, said=str(self.thread.next_after))

    @property
    def first(self) -> str:
        """Return the address of the first page."""
        return self.at(**self.asked)

    def of(self, label: Label) -> str:
        """Return the address of all that has a label, the most useful first."""
        return self.at(order=Order.USEFUL.value, show=label.value)

    def at(self, **asked: str) -> str:
        """Return the address of the page with its thread read in another way."""
        return f"{self.home}?{urlencode(asked)}#comments" if asked else f"{self.home}#comments"


FEW = 3
"""Comments that are read at a glance, in whichever order."""
