"""The gate: what a text must pass before the public sees it, whoever wrote it and whatever it is said of.

A CPR-like number always holds a text back, until it is masked or a person has seen that it is something else. An
address, a telephone number or somebody's health waits for a person's look.
Source: Datatilsynet, decision on Vejen Kommune 2021; GDPR articles 9 and 25.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

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

    def but_where(self) -> "Seen":
        """Return the same of words that say where something is: an address is what was asked for."""
        return Seen(tuple(one for one in self.found if one != Detail.ADDRESS.value))

    def beside(self, others: Iterable[str]) -> "Seen":
        """Return the same with what was seen in what lies beside the text: files, say."""
        return Seen(tuple(dict.fromkeys([*self.found, *others])))


LINKS, REPEATED, HURRIED = "links", "repeated", "hurried"
"""Ways of writing that wait for a person's look too, wherever anybody may write at once."""
MOST_LINKS = 2
"""Links that one text may have; a third is more often a flood than a source."""
LONG_ENOUGH = 40
"""Signs from which on the same words a second time are a repetition, and not agreement."""
NEW = timedelta(days=1)
"""How long an account is new."""
HOUR = timedelta(hours=1)
MOST_OF_NEW = 5
"""Texts of a new account within an hour that are shown at once."""
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


def habits(text: str, *, earlier: Collection[str], is_new: bool, in_an_hour: int) -> tuple[str, ...]:
    """Return what is to be looked at in how a text comes: many links, the same words again, many from a new account.

    `earlier` are the author's texts of the last day, `in_an_hour` how many of them are not older than that.
    """
    words = _flat(text)
    found = {
        LINKS: len(_LINK.findall(text)) > MOST_LINKS,
        REPEATED: len(words) >= LONG_ENOUGH and any(_flat(one) == words for one in earlier),
        HURRIED: is_new and in_an_hour >= MOST_OF_NEW,
    }
    return tuple(one for one, is_seen in found.items() if is_seen)


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


def look(*texts: str) -> Seen:
    """Return what the texts seem to hold."""
    return Seen(tuple(dict.fromkeys(one.detail.value for text in texts for one in findings(text))))
