"""What changed between two texts, word by word."""

import enum
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from civic.kernel.markup import reading
from civic.reports.models import SectionText, Version

_TOKEN = re.compile(r"\s+|\w+(?:[-'’]\w+)*|[^\w\s]")

_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?\n]+\s*|$)", re.DOTALL)
CHEAP = 40_000
"""Pairs of words to look at before a text is compared by sentences instead (some hundredths of a second)."""


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


@lru_cache(maxsize=2000)  # versions are frozen: what changed between two texts never changes
def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Return the runs of words that stayed, went and came, in reading order.

    Word by word while that is cheap; long texts sentence by sentence first, so that no section takes seconds.
    """
    return tuple(_joined(_steps(_TOKEN.findall(old), _TOKEN.findall(new))))


def between(old: Version, new: Version) -> list[SectionChange]:
    """Return every section of either version with its changes, in the newer one's order."""
    before = {text.section_id: text for text in old.texts}
    after = {text.section_id: text for text in new.texts}
    order = [*after, *(section_id for section_id in before if section_id not in after)]
    return [section_change(before.get(section_id), after.get(section_id)) for section_id in order]


def section_change(old: SectionText | None, new: SectionText | None) -> SectionChange:
    """Return what changed in one section as it is read; its heading stands first where that has changed too."""
    before, after = (reading(one.text) if one else "" for one in (old, new))
    if old is not None and new is not None and old.heading != new.heading:
        before, after = f"{old.heading}\n\n{before}", f"{new.heading}\n\n{after}"
    return SectionChange(old, new, pieces(before, after))


def _steps(before: list[str], after: list[str]) -> Iterator[Piece]:
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    yield Piece(Change.SAME, "".join(before[:head]))
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(middle[0]) * len(middle[1]) <= CHEAP:
        yield from _matched(*middle)
    else:
        yield from _by_sentence(*middle)
    yield Piece(Change.SAME, "".join(before[len(before) - tail :]))


def _matched(before: list[str], after: list[str]) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(Change.SAME, "".join(before[a:b]))
        else:
            yield Piece(Change.REMOVED, "".join(before[a:b]))
            yield Piece(Change.ADDED, "".join(after[c:d]))


def _by_sentence(before: list[str], after: list[str]) -> Iterator[Piece]:
    olds, news = _SENTENCE.findall("".join(before)), _SENTENCE.findall("".join(after))
    if len(olds) * len(news) > CHEAP:
        yield from (Piece(Change.REMOVED, "".join(before)), Piece(Change.ADDED, "".join(after)))
        return
    for tag, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(Change.SAME, "".join(olds[a:b]))
        elif b - a == d - c:
            for old, new in zip(olds[a:b], news[c:d], strict=True):
                yield from _within_sentence(_TOKEN.findall(old), _TOKEN.findall(new))
        else:
            yield Piece(Change.REMOVED, "".join(olds[a:b]))
            yield Piece(Change.ADDED, "".join(news[c:d]))


def _within_sentence(old: list[str], new: list[str]) -> Iterator[Piece]:
    if len(old) * len(new) <= CHEAP:
        yield from _matched(old, new)
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
