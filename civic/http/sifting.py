"""What pages with a list that can be narrowed down have in common (`parts.sieve`)."""

from collections.abc import Sequence
from typing import Any, Protocol

from flask_babel import gettext as _

from civic.areas.queries import About

Field = tuple[str, str, str, Any, Sequence[tuple[Any, str]]]
"""A field of a sieve: words, day or choice, its name, its label, what is asked for, and what can be chosen."""


def about_fields(about: About, topics: Sequence[tuple[int, str]], areas: Sequence[tuple[int, str]]) -> list[Field]:
    """Return the fields by which a list is narrowed to a topic and to an area; none where nothing is entered."""
    chosen = [
        ("area", _("Area"), about.area_id, areas),
        ("topic", _("Topic"), about.topic_id, topics),
    ]
    return [
        ("choice", name, label, value or "", [("", _("all")), *offered])
        for name, label, value, offered in chosen
        if offered
    ]


class Sifted(Protocol):
    """A page whose list is asked for by fields of its address."""

    @property
    def fields(self) -> Sequence[Field]:
        """Return what the list can be narrowed by."""

    @property
    def is_sifted(self) -> bool:
        """Return whether only some were asked for."""
        return bool(self.asked)

    @property
    def asked(self) -> dict[str, str]:
        """Return how they were asked for, for the address of the next page."""
        return {name: str(value) for _kind, name, _label, value, _choices in self.fields if value}
