"""What changed between two texts, word by word."""

import enum
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from civic.reports.models import SectionText, Version

_TOKEN = re.compile(r"\s+|\w+(?:[-'’]\w+)*|[^\w\s]")


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


@dataclass(frozen=True)
class SectionChange:
    """One section in two versions; the side that lacks it is None."""

    old: SectionText | None
    new: SectionText | None
    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """Return whether a single word differs."""
        return any(piece.change is not Change.SAME for piece in self.pieces)

    @property
    def shown(self) -> SectionText:
        """Return the side that names the section: the newer one where there is one."""
        found = self.new or self.old
        assert found is not None
        return found


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Return the runs of words that stayed, went and came, in reading order."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    return tuple(_joined(_steps(before, after)))


def between(old: Version, new: Version) -> list[SectionChange]:
    """Return every section of either version with its changes, in the newer one's order."""
    before = {text.section_id: text for text in old.texts}
    after = {text.section_id: text for text in new.texts}
    order = [*after, *(section_id for section_id in before if section_id not in after)]
    return [section_change(before.get(section_id), after.get(section_id)) for section_id in order]


def section_change(old: SectionText | None, new: SectionText | None) -> SectionChange:
    """Return what changed in one section, heading and text together."""
    return SectionChange(old, new, pieces(old.text if old else "", new.text if new else ""))


def _steps(before: list[str], after: list[str]) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(Change.SAME, "".join(before[a:b]))
        else:
            yield Piece(Change.REMOVED, "".join(before[a:b]))
            yield Piece(Change.ADDED, "".join(after[c:d]))


def _joined(steps: Iterable[Piece]) -> Iterator[Piece]:
    """Join what a lone space keeps apart: »gå ud« replaced by »stå op« is one change, not two."""
    removed, added = "", ""
    held = ""
    for piece in steps:
        if piece.change is Change.SAME and (piece.text.strip() or not (removed or added)):
            yield from _flushed(removed, added, held)
            removed = added = held = ""
            yield piece
        elif piece.change is Change.SAME:
            held += piece.text
        elif piece.text:
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
