"""One decision a screen: a heading, a form, one button."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _

from civic.board.models import Posting
from civic.http.forms import Form, ReasonForm
from civic.said.thread import Link


@dataclass(frozen=True)
class TaskPage:
    """One form on a screen of its own, with the way back to what it is about."""

    template: ClassVar[str] = "task.html"
    heading: str
    form: Form
    button: str
    said: str = ""
    trail: tuple[Link, ...] = ()
    quoted: tuple[tuple[str, str], ...] = ()
    """What is decided on, read back: a heading and somebody's words."""
    before: Sequence[Posting] = ()
    """What was proposed of the same before, with its answer."""
    told: tuple[tuple[str, str], ...] = ()
    """What is decided on, field by field: a name and what stands in it."""
    known: Sequence[Link] = ()
    """What was learnt of something like it, here or elsewhere: each a title and its page."""


def judging_page(way: str, form: ReasonForm, back: Link) -> TaskPage:
    """Return the screen on which a file is shown in public or kept from it, with the reason."""
    heading = _("Show the file in public") if way == "show" else _("Keep the file from the public")
    return TaskPage(heading, form, heading, trail=(back,))
