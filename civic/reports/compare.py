"""What changed between two texts, word by word."""

import enum
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from civic.kernel.markup import reading
from civic.kernel.memo import Memo
from civic.reports.models import SectionText, Version

_TOKEN = re.compile(r"\s+|\w+(?:[-'’]\w+)*|[^\w\s]")

_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?\n]+\s*|$)", re.DOTALL)
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
    def is_set_anew(self) -> bool:
        """Return whether only emphasis, lists or a picture differ, and no word."""
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


def _compared(old: str, new: str) -> _Found:
    effort = _Effort(WORK)
    steps = tuple(_joined(_steps(_TOKEN.findall(old), _TOKEN.findall(new), effort)))
    return _Found(steps, WORK - effort.left, effort.is_spent)


def _whole(old: str, new: str) -> _Found:
    if old == new:
        return _Found((Piece(Change.SAME, old),) if old else (), 0, is_whole=False)
    return _Found(tuple(_flushed(old, new, "")), 0, is_whole=bool(old and new))


class _Matcher(SequenceMatcher[str]):
    """The longest runs two texts share, found with so much effort and no more."""

    def __init__(self, before: list[str], after: list[str], effort: _Effort) -> None:
        self._effort = effort
        super().__init__(None, before, after, autojunk=False)

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """Return the longest shared run of two stretches; an empty one when the effort is spent."""
        stretch: list[str] = self.a[alo:ahi]  # type: ignore[attr-defined]
        places: dict[str, list[int]] = self.b2j  # type: ignore[attr-defined]
        if not self._effort.spend(len(stretch) + sum(len(places.get(one, ())) for one in stretch)):
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


def _steps(before: list[str], after: list[str], effort: _Effort) -> Iterator[Piece]:
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    yield Piece(Change.SAME, "".join(before[:head]))
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(middle[0]) * len(middle[1]) <= CHEAP:
        yield from _matched(*middle, effort)
    else:
        yield from _by_sentence(*middle, effort)
    yield Piece(Change.SAME, "".join(before[len(before) - tail :]))


def _matched(before: list[str], after: list[str], effort: _Effort) -> Iterator[Piece]:
    for tag, a, b, c, d in _Matcher(before, after, effort).get_opcodes():
        if tag == "equal":
            yield Piece(Change.SAME, "".join(before[a:b]))
        else:
            yield Piece(Change.REMOVED, "".join(before[a:b]))
            yield Piece(Change.ADDED, "".join(after[c:d]))


def _by_sentence(before: list[str], after: list[str], effort: _Effort) -> Iterator[Piece]:
    olds, news = _SENTENCE.findall("".join(before)), _SENTENCE.findall("".join(after))
    if len(olds) * len(news) > CHEAP:
        yield from (Piece(Change.REMOVED, "".join(before)), Piece(Change.ADDED, "".join(after)))
        return
    for tag, a, b, c, d in _Matcher(olds, news, effort).get_opcodes():
        if tag == "equal":
            yield Piece(Change.SAME, "".join(olds[a:b]))
        elif b - a == d - c:
            for old, new in zip(olds[a:b], news[c:d], strict=True):
                yield from _within_sentence(_TOKEN.findall(old), _TOKEN.findall(new), effort)
        else:
            yield Piece(Change.REMOVED, "".join(olds[a:b]))
            yield Piece(Change.ADDED, "".join(news[c:d]))


def _within_sentence(old: list[str], new: list[str], effort: _Effort) -> Iterator[Piece]:
    if len(old) * len(new) <= CHEAP:
        yield from _matched(old, new, effort)
    else:
        yield from (Piece(Change.REMOVED, "".join(old)), Piece(Change.ADDED, "".join(new)))


def _shared(before: list[str], after: list[str]) -> int:
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        count += 1
    return count


def _joined(steps: Iterable[Piece]) -> Iterator[Piece]:
    """Join what a lone space keeps apart: »gå ud« replaced by »stå op« is one change, not two."""
    removed, added = "", ""
    held = ""
    for piece in steps:
        if not piece.text:
            continue
        if piece.change is Change.SAME and (piece.text.strip() or not (removed or added)):
            yield from _flushed(removed, added, held)
            removed = added = held = ""
            yield piece
        elif piece.change is Change.SAME:
            held += piece.text
        else:
            removed, added, held = removed + held * bool(removed or held), added + held * bool(added or held), ""
            if piece.change is Change.REMOVED:
                removed += piece.text
            else:
                added += piece.text
    yield from _flushed(removed, added, held)


def _flushed(removed: str, added: str, held: str) -> Iterator[Piece]:
    if removed:
        yield Piece(Change.REMOVED, removed)
    if added:
        yield Piece(Change.ADDED, added)
    if held:
        yield Piece(Change.SAME, held)
