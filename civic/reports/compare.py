"""What changed between two texts, word by word."""

import enum
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import Match, SequenceMatcher
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from civic.kernel.markup import reading
from civic.kernel.memo import Memo
from civic.reports.models import SectionText, Version

_FENCE = "\ufdd0"
"""Stands around bullets and numbers of lists: each is like every other, for a list is counted anew with each item."""
_MARKS = "\u00ad\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"
"""Soft hyphens, accents, vowel marks and joiners: they belong to the letter before them."""
_TOKEN = re.compile(rf"(\s*)({_FENCE}[^{_FENCE}]+{_FENCE}|[\w{_MARKS}]+(?:[-'’][\w{_MARKS}]+)*|[^\w\s{_FENCE}]|$)")
_ENDS = {".", "!", "?"}
LEAST_MOVED = 3
"""Words that are told of as moved, where they went from one place and came at another."""
CHEAP = 40_000
"""Pairs of words to look at before a text is compared by sentences instead (some hundredths of a second)."""
WORK, WORK_OF_A_PAGE = 400_000, 4_000_000
"""Equal pairs that are tried for one section, and for all of a page (a tenth of a second, and a second).

A text that somebody has made to be dear has no end of them; what is left then is shown as taken out and put in whole.
"""
REMEMBERED = 8_000_000
"""Bytes of texts whose changes are remembered: versions are frozen, so what changed between two never changes."""


class Change(enum.Enum):
    """What happened to a run of words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A run of words with one fate."""

    change: Change
    text: str
    is_moved: bool = False
    """Whether the same words came at another place of the text, or went from there."""

    @property
    def parted(self) -> tuple[str, str, str]:
        """Return the space before its words, the words that are marked, and the space after them."""
        words = self.text.strip() or self.text
        before, _words, after = self.text.partition(words)
        return before, words, after


@dataclass(frozen=True)
class SectionChange:
    """One section in two versions; the side that lacks it is None."""

    old: SectionText | None
    new: SectionText | None
    pieces: tuple[Piece, ...]
    is_whole: bool = False
    """Whether so much differs that the rest is shown as taken out and put in whole."""
    is_elsewhere: bool = False
    """Whether it stands elsewhere among the sections that both versions have."""

    @property
    def is_changed(self) -> bool:
        """Return whether anything differs: a word, or how the words are set."""
        return self.is_set_anew or any(piece.change is not Change.SAME for piece in self.pieces)

    @property
    def is_moved(self) -> bool:
        """Return whether the section stands elsewhere now, under another number, or as another kind."""
        return self.is_elsewhere or self.is_renumbered

    @property
    def is_renumbered(self) -> bool:
        """Return whether the section has another number now, or is of another kind."""
        if self.old is None or self.new is None:
            return False
        return (self.old.kind, self.old.number) != (self.new.kind, self.new.number)

    @property
    def is_set_anew(self) -> bool:
        """Return whether only paragraphs, emphasis, lists or a picture differ, and no word."""
        is_same = all(piece.change is Change.SAME for piece in self.pieces)
        return is_same and self.old is not None and self.new is not None and self.old.text != self.new.text

    @property
    def shown(self) -> SectionText:
        """Return the side that names the section: the newer one where there is one."""
        found = self.new or self.old
        assert found is not None
        return found


@dataclass
class _Effort:
    """How much work is left for one comparison."""

    left: int
    is_spent: bool = False

    def spend(self, pairs: int) -> bool:
        """Return whether there is enough left for so many pairs, and take it off."""
        self.is_spent = self.is_spent or pairs > self.left
        self.left -= 0 if self.is_spent else pairs
        return not self.is_spent


@dataclass(frozen=True)
class _Found:
    pieces: tuple[Piece, ...]
    work: int
    is_whole: bool


_FOUND: Memo[_Found] = Memo(
    REMEMBERED, lambda key, found: 300 + 2 * sum(2 * len(one.text) + 120 for one in found.pieces)
)


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Return the runs of words that stayed, went and came, in reading order.

    Word by word; long texts sentence by sentence first, so that no section takes seconds.
    """
    return _found(old, new).pieces


def between(old: Version, new: Version) -> list[SectionChange]:
    """Return every section of either version with its changes, in the newer one's order."""
    before = {text.section_id: text for text in old.texts}
    after = {text.section_id: text for text in new.texts}
    order = [*after, *(section_id for section_id in before if section_id not in after)]
    effort, elsewhere = _Effort(WORK_OF_A_PAGE), _elsewhere(list(before), list(after))
    return [
        replace(_section_change(before.get(one), after.get(one), effort), is_elsewhere=one in elsewhere)
        for one in order
    ]


def _elsewhere(before: Sequence[int], after: Sequence[int]) -> set[int]:
    """Return those of both orders that must be moved to make the one from the other: as few as it takes."""
    place = {one: at for at, one in enumerate(before)}
    shared = [one for one in after if one in place]
    ends: list[int] = []  # the longest run that keeps its order (patience sorting)
    length = {}
    for one in shared:
        at = bisect_left(ends, place[one])
        ends[at : at + 1] = [place[one]]
        length[one] = at + 1
    moved, wanted, below = set(), len(ends), len(before)
    for one in reversed(shared):
        if length[one] == wanted and place[one] < below:
            wanted, below = wanted - 1, place[one]
        else:
            moved.add(one)
    return moved


def section_change(old: SectionText | None, new: SectionText | None) -> SectionChange:
    """Return what changed in one section as it is read; its heading stands first where that has changed too."""
    return _section_change(old, new, _Effort(WORK))


def _section_change(old: SectionText | None, new: SectionText | None, effort: _Effort) -> SectionChange:
    before, after = (reading(one.text.replace(_FENCE, ""), _FENCE) if one else "" for one in (old, new))
    if old is not None and new is not None and old.heading != new.heading:
        before, after = f"{old.heading}\n\n{before}", f"{new.heading}\n\n{after}"
    found = _whole(before, after) if effort.is_spent else _found(before, after)
    effort.spend(found.work)
    return SectionChange(old, new, found.pieces, found.is_whole)


def _found(old: str, new: str) -> _Found:
    return _FOUND.get((old, new), lambda: _compared(old, new))


class _Word(str):
    """A word or sign as it is compared: two are alike whatever nobody reads as a change.

    That is the space before it, how its accents are stored, where it may be broken, and the number of a list's item.
    """

    __slots__ = ("before", "said")
    before: str
    said: str


def _words(text: str) -> list[_Word]:
    found = []
    for space, word in _TOKEN.findall(text):
        if space or word:
            is_sign = word.startswith(_FENCE)
            one = _Word(_FENCE if is_sign else unicodedata.normalize("NFC", word).replace("\u00ad", ""))
            one.before, one.said = space, word.strip(_FENCE)
            found.append(one)
    return found


def _text(words: Iterable[_Word]) -> str:
    return "".join(one.before + one.said for one in words)


class _Step(NamedTuple):
    """A stretch of the two texts: alike but for the space in it, or in each other's place."""

    change: Change
    old: str
    new: str


def _compared(old: str, new: str) -> _Found:
    effort = _Effort(WORK)
    found = _joined(_steps(_words(old), _words(new), effort))
    runs = groupby(found, key=lambda one: one.change)
    steps = [Piece(change, "".join(one.text for one in run)) for change, run in runs]
    return _Found(tuple(_told_of(steps)), WORK - effort.left, effort.is_spent)


def _told_of(steps: Sequence[Piece]) -> Iterator[Piece]:
    """Give the pieces, those marked that went from one place and came at another."""
    gone, come = ({_bare(one) for one in steps if one.change is change} for change in (Change.REMOVED, Change.ADDED))
    moved = {one for one in gone & come if len(one) >= LEAST_MOVED}
    for one in steps:
        yield replace(one, is_moved=True) if one.change is not Change.SAME and _bare(one) in moved else one


def _bare(piece: Piece) -> tuple[str, ...]:
    """Return a piece's words without signs, and without the numbers of a list's items, which stay where they are."""
    words = _words(piece.text)
    numbers = {
        at
        for at, (one, sign) in enumerate(pairwise(words))
        if one.isdecimal() and sign == "." and not sign.before and (at == 0 or "\n" in one.before)
    }
    return tuple(one for at, one in enumerate(words) if one[:1].isalnum() and at not in numbers)


def _whole(old: str, new: str) -> _Found:
    if old == new:
        return _Found((Piece(Change.SAME, old.replace(_FENCE, "")),) if old else (), 0, is_whole=False)
    found = _flushed(old.replace(_FENCE, ""), new.replace(_FENCE, ""))
    return _Found(tuple(found), 0, is_whole=bool(old and new))


class _Matcher(SequenceMatcher[Hashable]):
    """The longest runs two texts share, found with so much effort and no more."""

    def __init__(self, before: Sequence[Hashable], after: Sequence[Hashable], effort: _Effort) -> None:
        self._effort = effort
        super().__init__(None, before, after, autojunk=False)

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """Return the longest shared run of two stretches; an empty one when the effort is spent."""
        stretch: list[Hashable] = self.a[alo:ahi]  # type: ignore[attr-defined]
        places: dict[Hashable, list[int]] = self.b2j  # type: ignore[attr-defined]
        if not self._effort.spend(len(stretch) + sum(len(places.get(one, ())) for one in stretch)):
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


def _steps(before: list[_Word], after: list[_Word], effort: _Effort) -> Iterator[_Step]:
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    yield _Step(Change.SAME, _text(before[:head]), _text(after[:head]))
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(middle[0]) * len(middle[1]) <= CHEAP:
        yield from _matched(*middle, effort)
    else:
        yield from _by_sentence(*middle, effort)
    yield _Step(Change.SAME, _text(before[len(before) - tail :]), _text(after[len(after) - tail :]))


def _matched(before: list[_Word], after: list[_Word], effort: _Effort) -> Iterator[_Step]:
    for tag, a, b, c, d in _Matcher(before, after, effort).get_opcodes():
        if tag == "equal":
            yield _Step(Change.SAME, _text(before[a:b]), _text(after[c:d]))
        else:
            yield _Step(Change.REMOVED, _text(before[a:b]), _text(after[c:d]))


def _by_sentence(before: list[_Word], after: list[_Word], effort: _Effort) -> Iterator[_Step]:
    olds, news = list(_sentences(before)), list(_sentences(after))
    if len(olds) * len(news) > CHEAP:
        yield _Step(Change.REMOVED, _text(before), _text(after))
        return
    for tag, a, b, c, d in _Matcher(olds, news, effort).get_opcodes():
        if tag == "equal":
            yield _Step(Change.SAME, "".join(map(_text, olds[a:b])), "".join(map(_text, news[c:d])))
        else:
            yield from _matched([*chain(*olds[a:b])], [*chain(*news[c:d])], effort)


def _sentences(words: list[_Word]) -> Iterator[tuple[_Word, ...]]:
    held: list[_Word] = []
    for one in words:
        if held and ("\n" in one.before or (held[-1] in _ENDS and one not in _ENDS)):
            yield tuple(held)
            held = []
        held.append(one)
    if held:
        yield tuple(held)


def _shared(before: list[_Word], after: list[_Word]) -> int:
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        count += 1
    return count


def _joined(steps: Iterable[_Step]) -> Iterator[Piece]:
    """Join what stands together: »gå ud« replaced by »stå op« is one change, not two."""
    same = removed = added = ""
    for step in steps:
        if step.change is not Change.SAME:
            if same:
                yield Piece(Change.SAME, same)
                same = ""
            removed, added = removed + step.old, added + step.new
        elif step.new:
            space_old, space_new = _space(step.old), _space(step.new)
            if removed.strip() and not space_new:  # the space after what went belongs to it
                removed += space_old
            if added.strip() and not space_old:
                added, space_new = added + space_new, ""
            yield from _flushed(removed, added)
            removed = added = ""
            same += space_new + step.new.lstrip() if step.new.strip() else step.new
    yield from _flushed(removed, added)
    if same:
        yield Piece(Change.SAME, same)


def _space(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _flushed(removed: str, added: str) -> Iterator[Piece]:
    """Give what went and what came, and first the space that both begin with."""
    if removed.strip() and added.strip() and (space := _space(removed)) and space == _space(added):
        yield Piece(Change.SAME, space)
        removed, added = removed[len(space) :], added[len(space) :]
    if removed.strip():
        yield Piece(Change.REMOVED, removed)
    if added.strip():
        yield Piece(Change.ADDED, added)
