"""What pages with a list that can be narrowed down have in common (`parts.sieve`)."""

from collections.abc import Sequence
from typing import Any, Protocol

Field = tuple[str, str, str, Any, Sequence[tuple[Any, str]]]
"""A field of a sieve: words or choice, its name, its label, what is asked for, and what can be chosen."""


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
