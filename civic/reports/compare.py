"""What changed between two texts, word by word."""

import enum
import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from civic.kernel.markup import reading
from civic.kernel.memo import Memo
from civic.reports.models import SectionText, Version

_TOKEN = re.compile(r"(\s*)(\w+(?:[-'’]\w+)*|[^\w\s]|$)")
_ENDS = {".", "!", "?"}
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

    @property
    def is_changed(self) -> bool:
        """Return whether anything differs: a word, or how the words are set."""
        return self.is_set_anew or any(piece.change is not Change.SAME for piece in self.pieces)

    @property
    def is_moved(self) -> bool:
        """Return whether the section stands under another number now, or as another kind."""
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

    Word by word while that is cheap; long texts sentence by sentence first, so that no section takes seconds.
    """
    return _found(old, new).pieces


def between(old: Version, new: Version) -> list[SectionChange]:
    """Return every section of either version with its changes, in the newer one's order."""
    before = {text.section_id: text for text in old.texts}
    after = {text.section_id: text for text in new.texts}
    order = [*after, *(section_id for section_id in before if section_id not in after)]
    effort = _Effort(WORK_OF_A_PAGE)
    return [_section_change(before.get(section_id), after.get(section_id), effort) for section_id in order]


def section_change(old: SectionText | None, new: SectionText | None) -> SectionChange:
    """Return what changed in one section as it is read; its heading stands first where that has changed too."""
    return _section_change(old, new, _Effort(WORK))


def _section_change(old: SectionText | None, new: SectionText | None, effort: _Effort) -> SectionChange:
    before, after = (reading(one.text) if one else "" for one in (old, new))
    if old is not None and new is not None and old.heading != new.heading:
        before, after = f"{old.heading}\n\n{before}", f"{new.heading}\n\n{after}"
    found = _whole(before, after) if effort.is_spent else _found(before, after)
    effort.spend(found.work)
    return SectionChange(old, new, found.pieces, found.is_whole)


def _found(old: str, new: str) -> _Found:
    return _FOUND.get((old, new), lambda: _compared(old, new))


class _Word(str):
    """A word or sign, and the space before it: two are alike whatever the space, which nobody reads as a change."""

    __slots__ = ("before",)
    before: str


def _words(text: str) -> list[_Word]:
    found = []
    for space, word in _TOKEN.findall(text):
        if space or word:
            one = _Word(word)
            one.before = space
            found.append(one)
    return found


def _text(words: Iterable[_Word]) -> str:
    return "".join(one.before + one for one in words)


class _Step(NamedTuple):
    """A stretch of the two texts: alike but for the space in it, or in each other's place."""

    change: Change
    old: str
    new: str


def _compared(old: str, new: str) -> _Found:
    effort = _Effort(WORK)
    found = _joined(_steps(_words(old), _words(new), effort))
    runs = groupby(found, key=lambda one: one.change)
    steps = tuple(Piece(change, "".join(one.text for one in run)) for change, run in runs)
    return _Found(steps, WORK - effort.left, effort.is_spent)


def _whole(old: str, new: str) -> _Found:
    if old == new:
        return _Found((Piece(Change.SAME, old),) if old else (), 0, is_whole=False)
    return _Found(tuple(_flushed(old, new)), 0, is_whole=bool(old and new))


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
        elif b - a == d - c:
            for old, new in zip(olds[a:b], news[c:d], strict=True):
                yield from _within_sentence(list(old), list(new), effort)
        else:
            yield _Step(Change.REMOVED, "".join(map(_text, olds[a:b])), "".join(map(_text, news[c:d])))


def _sentences(words: list[_Word]) -> Iterator[tuple[_Word, ...]]:
    held: list[_Word] = []
    for one in words:
        if held and ("\n" in one.before or (held[-1] in _ENDS and one not in _ENDS)):
            yield tuple(held)
            held = []
        held.append(one)
    if held:
        yield tuple(held)


def _within_sentence(old: list[_Word], new: list[_Word], effort: _Effort) -> Iterator[_Step]:
    if len(old) * len(new) <= CHEAP:
        yield from _matched(old, new, effort)
    else:
        yield _Step(Change.REMOVED, _text(old), _text(new))


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
