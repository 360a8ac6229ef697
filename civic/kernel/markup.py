"""The little markup that longer texts have: paragraphs, lists, tables, emphasis and pictures.

Texts are stored as people write them, in the few marks of Markdown they know from elsewhere. They are read into blocks
here, and page, PDF and Word file are all made from the blocks: no HTML is ever taken from anybody or given to anybody.
"""

import enum
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PICTURE = re.compile(r"picture-([0-9]{1,9})")
_READER = MarkdownIt("zero", {"maxNesting": 100}).enable(["list", "table", "emphasis", "escape", "newline", "image"])
_SIGN = r"(?:[-+*]|[0-9]{1,9}[.)])"
_DEEP = re.compile(rf"[ \t]*(?:{_SIGN}[ \t]+){{6,}}")
"""A line that begins with more signs of a list than anybody means: dashes and stars drawn as a rule."""
_DEEPEST = 24
"""Spaces a line may be set in; one set in further stands there, so that no list is deeper than can be read."""


class Mark(enum.Enum):
    """How a run of words is said."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"


@dataclass(frozen=True)
class Span:
    """A run of words said in one way."""

    text: str
    mark: Mark = Mark.PLAIN


Line = tuple[Span, ...]
"""Words that stand together; a line break inside them is a "\\n"."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    line: Line
    kind: str = "paragraph"


@dataclass(frozen=True)
class Item:
    """One item of a list; `depth` is 0 for the outermost."""

    depth: int
    line: Line


@dataclass(frozen=True)
class Items:
    """A list, numbered or not."""

    is_ordered: bool
    items: tuple[Item, ...]
    kind: str = "items"


@dataclass(frozen=True)
class Table:
    """A table: one row of headings, and rows of cells."""

    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    kind: str = "table"


@dataclass(frozen=True)
class Picture:
    """A picture that was handed in with the text, and what it shows in words."""

    upload_id: int
    alt: str
    kind: str = "picture"


Block = Paragraph | Items | Table | Picture


@lru_cache(maxsize=2000)
def blocks(text: str) -> tuple[Block, ...]:
    """Return a text's blocks in reading order; what is not known markup stays words."""
    return tuple(_blocks(_READER.parse("\n".join(map(_shallow, text.split("\n"))))))


def pictures(text: str) -> list[Picture]:
    """Return the pictures of a text."""
    return [one for one in blocks(text) if isinstance(one, Picture)]


def plain(text: str) -> str:
    """Return a text's words without any marks, a line for each paragraph, item and row."""
    return "\n".join(_plain(blocks(text)))


@lru_cache(maxsize=2000)
def reading(text: str, fence: str = "") -> str:
    """Return a text as it is read, on lines: items with their bullets and numbers, a row's cells apart, no marks.

    `fence` stands around each bullet and number, for whoever must know that they are none of the words.
    """
    return "\n\n".join("\n".join(_lined(one, fence)) for one in blocks(text))


def said(line: Line) -> str:
    """Return a line's words."""
    return "".join(span.text for span in line)


def numbers(items: Iterable[Item]) -> Iterator[int]:
    """Give each item its number among those of its depth."""
    counts: list[int] = []
    for item in items:
        counts = [*counts, *[0] * (item.depth + 1 - len(counts))][: item.depth + 1]
        counts[item.depth] += 1
        yield counts[item.depth]


def source(parts: Iterable[Block]) -> str:
    """Return the text that reads into the blocks: the other way round."""
    return "\n\n".join(_source(part) for part in parts)


def _shallow(line: str) -> str:
    if found := _DEEP.match(line):
        return re.sub(r"([-+*.)])(?=[ \t])", r"\\\1", found[0]).lstrip() + line[found.end() :]
    bare = line.lstrip(" \t")
    return " " * min(len(line.expandtabs(4)) - len(bare.expandtabs(4)), _DEEPEST) + bare if line[:1] in " \t" else line


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    at = 0
    while at < len(tokens):
        kind = tokens[at].type
        if kind.endswith("_open") and kind != "paragraph_open":
            end = _closing(tokens, at)
            inside = tokens[at + 1 : end]
            if kind == "table_open":
                yield _table(inside)
            elif kind == "ordered_list_open" and not _is_counted(tokens[at : end + 1]):
                yield Paragraph(_broken(_items(inside, 0, is_numbered=True)))
            else:
                is_ordered = kind == "ordered_list_open"
                yield Items(is_ordered, tuple(_items(inside, 0, counts_below=not is_ordered)))
            at = end
        elif kind == "inline":
            yield from _lines(tokens[at])
        at += 1


def _closing(tokens: Sequence[Token], at: int) -> int:
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens)


def _is_counted(tokens: Sequence[Token]) -> bool:
    """Return whether every numbered list counts from one; a date at the start of a line looks like a list and is not.

    Shown as a list, »28. maj« became »1. maj«.
    """
    counts: list[int] = []
    for token in tokens:
        if token.type == "ordered_list_open":
            counts.append(0)
        elif token.type == "ordered_list_close":
            counts.pop()
        elif token.type == "list_item_open" and token.info:
            counts[-1] += 1
            if int(token.info) != counts[-1]:
                return False
    return True


def _items(
    tokens: Sequence[Token], depth: int, *, is_numbered: bool = False, counts_below: bool = False
) -> Iterator[Item]:
    """Give a list's items with those below them; `is_numbered` keeps each number, as it was written, in the words.

    `counts_below` does so for numbered lists below one with bullets.
    """
    at, words, sign = 0, 0, ""
    while at < len(tokens):
        token = tokens[at]
        if token.type == "list_item_open":
            words, sign = 0, f"{token.info}{token.markup} " if is_numbered and token.info else ""
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            end = _closing(tokens, at)
            is_kept = is_numbered or (counts_below and token.type == "ordered_list_open")
            yield from _items(tokens[at + 1 : end], depth + 1, is_numbered=is_kept, counts_below=counts_below)
            at = end
        elif token.type == "inline":
            line = _line(token)
            yield Item(depth + (1 if words else 0), (Span(sign), *line) if sign else line)
            words, sign = words + 1, ""
        at += 1


def _broken(items: Iterable[Item]) -> Line:
    """Return items as lines of one paragraph."""
    found: list[Span] = []
    for item in items:
        found += [*([Span("\n")] if found else []), *item.line]
    return joined(found)


def _table(tokens: Sequence[Token]) -> Table:
    rows: list[list[Line]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_line(token))
    return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))


def _lines(token: Token) -> Iterator[Block]:
    """Give an inline token as paragraphs, with each picture in it as a block of its own."""
    words: list[Token] = []
    for child in token.children or []:
        found = _PICTURE.fullmatch(str(child.attrGet("src") or "")) if child.type == "image" else None
        if found is None:
            words.append(child)
            continue
        if _said(words):
            yield Paragraph(_said(words))
        words = []
        yield Picture(int(found[1]), child.content)
    if _said(words):
        yield Paragraph(_said(words))


def _line(token: Token) -> Line:
    return _said(token.children or [])


def _said(tokens: Sequence[Token]) -> Line:
    found: list[Span] = []
    marks = [Mark.PLAIN]
    for token in tokens:
        if token.type in {"strong_open", "em_open"}:
            marks.append(Mark.STRONG if token.type == "strong_open" else Mark.EMPHASIS)
        elif token.type in {"strong_close", "em_close"}:
            marks.pop()
        else:
            found.append(Span("\n" if token.type in {"softbreak", "hardbreak"} else token.content, marks[-1]))
    return joined(found)


def joined(spans: Iterable[Span]) -> Line:
    """Return spans with neighbours of one mark put together; none where there are no words."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].mark is span.mark:
            found[-1] = Span(found[-1].text + span.text, span.mark)
        elif span.text:
            found.append(span)
    return tuple(found) if "".join(span.text for span in found).strip() else ()


def _plain(parts: Iterable[Block]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Paragraph):
            yield said(part.line)
        elif isinstance(part, Items):
            yield from (said(item.line) for item in part.items)
        elif isinstance(part, Table):
            yield from (" ".join(said(cell) for cell in row) for row in (part.head, *part.rows))
        else:
            yield part.alt


def _lined(part: Block, fence: str) -> Iterator[str]:
    if isinstance(part, Items):
        for item, number in zip(part.items, numbers(part.items), strict=True):
            sign = f"{number}." if part.is_ordered else "•"
            yield f"{'  ' * item.depth}{fence}{sign}{fence} {said(item.line)}"
    elif isinstance(part, Table):
        yield from (" | ".join(said(cell) for cell in row) for row in (part.head, *part.rows))
    elif isinstance(part, Picture):
        yield f"[{part.alt}]"
    else:
        yield said(part.line)


def _source(part: Block) -> str:
    if isinstance(part, Paragraph):
        return "\n".join(_guarded(line) for line in _marked(part.line).split("\n"))
    if isinstance(part, Items):
        return "\n".join(_listed(part))
    if isinstance(part, Table):
        rows = [part.head, *part.rows]
        said_rows = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
        return "\n".join([said_rows[0], "|" + " --- |" * len(part.head), *said_rows[1:]])
    return f"![{_escaped(part.alt)}](picture-{part.upload_id})"


def _listed(part: Items) -> Iterator[str]:
    for item, number in zip(part.items, numbers(part.items), strict=True):
        sign = f"{number}." if part.is_ordered else "-"
        yield f"{' ' * 4 * item.depth}{sign} {_guarded(_marked(item.line).replace(chr(10), ' '))}"


def _cell(line: Line) -> str:
    return _marked(line).replace("\n", " ").replace("|", "\\|")


def _marked(line: Line) -> str:
    signs = {Mark.PLAIN: "", Mark.STRONG: "**", Mark.EMPHASIS: "*"}
    found = ""
    for span in line:
        words = span.text.strip()
        if span.mark is Mark.PLAIN or not words:
            found += _escaped(span.text)
            continue
        before = span.text[: len(span.text) - len(span.text.lstrip())]
        after = span.text[len(span.text.rstrip()) :]
        sign = signs[span.mark]
        found += f"{before}{sign}{_escaped(words)}{sign}{after}"
    return found


def _escaped(text: str) -> str:
    return re.sub(r"([\\*_\[\]])", r"\\\1", text)


def _guarded(line: str) -> str:
    """Keep a line that begins like a list or a table from becoming one."""
    line = re.sub(r"^(\s*)([-+])(?=\s|$)", r"\1\\\2", line)
    line = re.sub(r"^(\s*\d{1,9})([.)])(?=\s|$)", r"\1\\\2", line)
    return re.sub(r"^(\s*)\|", r"\1\\|", line)
