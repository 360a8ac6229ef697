"""Words of public things, stemmed once in Python so that SQLite and PostgreSQL find the same.

Each room puts its own things in as they become public; a search joins its words' rows.
"""

import re
from dataclasses import dataclass

from snowballstemmer import stemmer
from sqlalchemy import ForeignKey, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from civic.db.base import Base, Id
from civic.kernel.context import Context

_WORD = re.compile(r"\w+")


class SearchEntry(Base):
    """One public thing that can be found."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "thing_id"),)

    id: Mapped[Id]
    kind: Mapped[str]
    thing_id: Mapped[int]
    title: Mapped[str]
    excerpt: Mapped[str]


class SearchStem(Base):
    """One stem that occurs in an entry."""

    __tablename__ = "search_stem"

    stem: Mapped[str] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("search_entry.id"), primary_key=True, index=True)


@dataclass(frozen=True)
class Hit:
    """One result: what it is, and how it begins."""

    kind: str
    thing_id: int
    title: str
    excerpt: str


def stems(text: str) -> frozenset[str]:
    """Return the Danish stems of the words in a text."""
    return frozenset(stemmer("danish").stemWords(_WORD.findall(text.lower())[:2000]))


def put(context: Context, kind: str, thing_id: int, *, title: str, text: str) -> None:
    """Make a public thing findable, or replace what was known of it."""
    take_out(context, kind, thing_id)
    entry = SearchEntry(kind=kind, thing_id=thing_id, title=title, excerpt=text[:240])
    context.session.add(entry)
    context.session.flush()
    context.session.add_all(
        SearchStem(stem=s[:80], entry_id=entry.id) for s in {s[:80] for s in stems(f"{title} {text}")}
    )


def take_out(context: Context, kind: str, thing_id: int) -> None:
    """Forget a thing that is no longer public."""
    present = select(SearchEntry.id).where(SearchEntry.kind == kind, SearchEntry.thing_id == thing_id)
    entry_id = context.session.scalar(present)
    if entry_id is not None:
        context.session.execute(delete(SearchStem).where(SearchStem.entry_id == entry_id))
        context.session.execute(delete(SearchEntry).where(SearchEntry.id == entry_id))


def search(context: Context, words: str, *, at_most: int = 20) -> list[Hit]:
    """Return public things that hold every word, newest first."""
    wanted = stems(words[:200])
    if not wanted:
        return []
    matching = (
        select(SearchStem.entry_id)
        .where(SearchStem.stem.in_(wanted))
        .group_by(SearchStem.entry_id)
        .having(func.count() == len(wanted))
    )
    entries = select(SearchEntry).where(SearchEntry.id.in_(matching)).order_by(SearchEntry.id.desc()).limit(at_most)
    return [Hit(e.kind, e.thing_id, e.title, e.excerpt) for e in context.session.scalars(entries)]
