"""A document before it is PDF, Word or ODT: the same parts in the same order, whichever it becomes."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field

from flask_babel import gettext as _

from civic.kernel.markup import Block, Items, Line, Mark, Paragraph, Picture, Table
from civic.reports.compare import Change, Piece


class Style(enum.Enum):
    """How a run of words stands: changed words are told by a sign and a line, never by colour."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Run:
    """A run of words in one style."""

    text: str
    style: Style = Style.PLAIN


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading, from 1 under the title."""

    level: int
    text: str


@dataclass(frozen=True)
class Words:
    """A paragraph; somebody's own words are set apart as a quote."""

    runs: Runs
    is_quote: bool = False


@dataclass(frozen=True)
class Listing:
    """A list: each item with how deep it stands."""

    is_ordered: bool
    items: tuple[tuple[int, Runs], ...]


@dataclass(frozen=True)
class Grid:
    """A table with its head row."""

    head: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    shares: tuple[int, ...] = ()
    """The columns' shares of the width; evenly where nothing is said."""


@dataclass(frozen=True)
class Image:
    """A picture with what it shows in words."""

    content: bytes
    media_type: str
    alt: str


@dataclass(frozen=True)
class Break:
    """What comes after it begins a page of its own."""


Part = Heading | Words | Listing | Grid | Image | Break


@dataclass(frozen=True)
class Paper:
    """A whole document."""

    title: str
    subtitle: str
    author: str
    language: str = "da"
    is_wide: bool = False
    """Whether it lies on its side, for tables with many columns."""
    parts: tuple[Part, ...] = field(default=())


def plain(text: str) -> Runs:
    """Return words in the plain style."""
    return (Run(text),) if text else ()


def paragraphs(text: str, *, is_quote: bool = False) -> list[Words]:
    """Return somebody's text as paragraphs; nothing in it is markup."""
    return [Words(plain(part.strip()), is_quote) for part in text.split("\n\n") if part.strip()]


def changed(pieces: Iterable[Piece]) -> Runs:
    """Return changed words, each new and each deleted run with its sign; the spaces around them are not marked."""
    signs = {Change.ADDED: ("+ ", Style.ADDED), Change.REMOVED: ("− ", Style.REMOVED)}
    found: list[Run] = []
    for piece in pieces:
        sign, style = signs.get(piece.change, ("", Style.PLAIN))
        if piece.is_moved:
            sign += (_("moved here:") if piece.change is Change.ADDED else _("moved from here:")) + " "
        before, words, after = piece.parted
        if sign and not before and found and found[-1].style is not Style.PLAIN:
            before = " "
        found += [run for run in (Run(before), Run(f"{sign}{words}", style), Run(after)) if run.text]
    return tuple(found)


def from_markup(blocks: Iterable[Block], pictures: dict[int, tuple[bytes, str]]) -> list[Part]:
    """Return a text's blocks as parts; `pictures` has content and media type by upload id."""
    parts: list[Part] = []
    for one in blocks:
        if isinstance(one, Paragraph):
            parts.append(Words(_runs(one.line)))
        elif isinstance(one, Items):
            parts.append(Listing(one.is_ordered, tuple((item.depth, _runs(item.line)) for item in one.items)))
        elif isinstance(one, Table):
            head = tuple("".join(span.text for span in cell) for cell in one.head)
            parts.append(Grid(head, tuple(tuple(_runs(cell) for cell in row) for row in one.rows)))
        elif isinstance(one, Picture):
            found = pictures.get(one.upload_id)
            parts.append(Image(*found, one.alt) if found else Words(plain(one.alt)))
    return parts


def _runs(line: Line) -> Runs:
    styles = {Mark.PLAIN: Style.PLAIN, Mark.STRONG: Style.STRONG, Mark.EMPHASIS: Style.EMPHASIS}
    return tuple(Run(span.text, styles[span.mark]) for span in line)
