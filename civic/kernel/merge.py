"""Two edits of one text put together, paragraph by paragraph; where both changed the same one, both are kept."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_ALIKE = 20_000
"""Pairs of paragraphs that are alike in two texts, before repeated ones are no longer looked for."""


@dataclass(frozen=True)
class Clash:
    """Words that two writers changed at once, as each of them has it."""

    theirs: str
    mine: str


@dataclass(frozen=True)
class Merged:
    """What two edits make together; without clashes it is `text`, else `text` has both sides of each clash in turn."""

    text: str
    clashes: tuple[Clash, ...]

    @property
    def is_clean(self) -> bool:
        """Return whether no paragraph was changed by both."""
        return not self.clashes


def merge(base: str, theirs: str, mine: str) -> Merged:
    """Return both edits of `base` in one text: each paragraph from whoever changed it, both where both did."""
    if mine in (base, theirs):
        return Merged(theirs, ())
    if theirs == base:
        return Merged(mine, ())
    olds, ours, yours = (_paragraphs(text) for text in (base, theirs, mine))
    found: list[str] = []
    clashes: list[Clash] = []
    old = our = your = 0
    for end_old, end_our, end_your, length in [*_anchors(olds, ours, yours), (len(olds), len(ours), len(yours), 0)]:
        was, one, other = olds[old:end_old], ours[our:end_our], yours[your:end_your]
        for was_part, one_part, other_part in _pairs(was, one, other):
            if one_part in (was_part, other_part):
                found += other_part
            elif other_part == was_part:
                found += one_part
            else:
                clashes.append(Clash("\n\n".join(one_part), "\n\n".join(other_part)))
                found += [*one_part, *other_part]
        found += olds[end_old : end_old + length]
        old, our, your = end_old + length, end_our + length, end_your + length
    return Merged("\n\n".join(found), tuple(clashes))


def _pairs(was: list[str], one: list[str], other: list[str]) -> list[tuple[list[str], list[str], list[str]]]:
    """Return a changed run paragraph by paragraph where nobody added or took away one, else as a whole."""
    if len(was) == len(one) == len(other):
        return [([a], [b], [c]) for a, b, c in zip(was, one, other, strict=True)]
    return [(was, one, other)]


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n[ \t]*\n+", text.strip("\n")) if part.strip()]


def _anchors(olds: list[str], ours: list[str], yours: list[str]) -> list[tuple[int, int, int, int]]:
    """Return the runs of paragraphs that all three share, as starts in each and a length.

    Where many are alike, as in a long list of "ja", only those that stand once in each are held on to: to try each
    against each would take minutes, with the text locked.
    """
    counts = [Counter(each) for each in (olds, ours, yours)]
    alike = sum(counts[0][one] * (counts[1][one] + counts[2][one]) for one in counts[0])
    if alike > MOST_ALIKE:
        olds, ours, yours = (
            [one if all(count[one] == 1 for count in counts) else f"\n{number} {at}" for at, one in enumerate(each)]
            for number, each in enumerate((olds, ours, yours))
        )
    in_ours = {}
    for match in SequenceMatcher(None, olds, ours, autojunk=False).get_matching_blocks():
        in_ours.update({match.a + step: match.b + step for step in range(match.size)})
    found: list[tuple[int, int, int, int]] = []
    for match in SequenceMatcher(None, olds, yours, autojunk=False).get_matching_blocks():
        for step in range(match.size):
            at, your = match.a + step, match.b + step
            if at not in in_ours:
                continue
            our = in_ours[at]
            last = found[-1] if found else None
            if last and (last[0] + last[3], last[1] + last[3], last[2] + last[3]) == (at, our, your):
                found[-1] = (*last[:3], last[3] + 1)
            else:
                found.append((at, our, your, 1))
    return found
