"""One decision a screen: a heading, a form, one button."""

from dataclasses import dataclass
from typing import ClassVar

from civic.web.forms import Form
from civic.web.thread import Link


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
