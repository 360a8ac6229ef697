"""The gate: what a text must pass before the public sees it, whoever wrote it and whatever it is said of.

A CPR-like number always holds a text back, until it is masked or a person has seen that it is something else. An
address, a telephone number or somebody's health waits for a person's look.
Source: Datatilsynet, decision on Vejen Kommune 2021; GDPR articles 9 and 25.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from civic.kernel.personal import Detail, findings
from civic.moderation.models import Ruled


@dataclass(frozen=True)
class Seen:
    """What the gate saw in a text: kinds of details, each once, in order; never the details."""

    found: tuple[str, ...] = ()

    @property
    def has_number(self) -> bool:
        """Return whether there is something like a CPR number in it."""
        return Detail.CPR.value in self.found

    @property
    def needs_look(self) -> bool:
        """Return whether there is anything else that a person should look at."""
        return any(one != Detail.CPR.value for one in self.found)

    @property
    def ruled(self) -> Ruled:
        """Return what the gate decides of a text that anybody may publish."""
        return Ruled.HELD if self.has_number else Ruled.WAITS if self.needs_look else Ruled.PASSED

    def beside(self, others: Iterable[str]) -> "Seen":
        """Return the same with what was seen in what lies beside the text: files, say."""
        return Seen(tuple(dict.fromkeys([*self.found, *others])))


def look(*texts: str) -> Seen:
    """Return what the texts seem to hold."""
    return Seen(tuple(dict.fromkeys(one.detail.value for text in texts for one in findings(text))))
