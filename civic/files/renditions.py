"""Documents that the worker makes of a thing: asked for by an action, fetched when they are ready."""

import enum
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Select, UniqueConstraint, false, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.finding import some_rows
from civic.files.store import StoredFile
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref

PATIENCE = timedelta(minutes=2)
"""How long whoever began to make a document may take, until somebody else begins; the longest takes ten seconds."""


class What(enum.Enum):
    """What a document holds."""

    REPORT = "report"
    NOTE = "note"
    WHITE_BOOK = "white_book"
    DOSSIER = "dossier"
    LETTERS = "letters"
    COPY = "copy"
    GRANT_LETTER = "grant_letter"
    GRANT_REPORT = "grant_report"
    VOTE_LETTERS = "vote_letters"


class Format(enum.Enum):
    """How a document is written."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    ZIP = "zip"


MEDIA = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.ODT: "application/vnd.oasis.opendocument.text",
    Format.ZIP: "application/zip",
}


RECORD = "da"
"""The language of the record: what people wrote stays in theirs, the words around it are in this one."""


class Rendition(Base):
    """One document of a thing: asked for, then made; asking again makes it anew.

    Its headings and labels are in one language; once it is made in Danish, the worker makes it in the site's others.
    """

    __tablename__ = "rendition"
    __table_args__ = (
        UniqueConstraint("kind", "thing_id", "what", "format", "language"),
        some_rows("ix_rendition_to_make", "id", condition="made_at IS NULL"),
    )

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    what: Mapped[What]
    format: Mapped[Format]
    language: Mapped[str] = mapped_column(default=RECORD)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    asked_at: Mapped[datetime]
    not_before: Mapped[datetime]
    made_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many pages of a copy are written, while it is made."""
    audited: Mapped[int] = mapped_column(default=0, server_default="0")
    """Up to which sealed entry of the audit log it is known that nothing was taken out of what a copy holds."""
    is_too_large: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether what was asked for is too large to be made; it is not tried again until somebody asks anew."""

    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")


def ask(context: Context, thing: Ref, what: What, *formats: Format) -> None:
    """Ask the worker for documents of a thing, for those who have locked it."""
    present = [one for one in of(context, thing) if one.what is what and one.format in formats]
    for one in present:
        _anew(context, context.lock(one))  # the worker may be settling it just now
    for form in formats:
        if not any(one.format is form and one.language == RECORD for one in present):
            one = Rendition(kind=thing.kind, thing_id=thing.id, what=what, format=form, language=RECORD)
            context.session.add(_anew(context, one))


def _anew(context: Context, one: Rendition) -> Rendition:
    one.asked_at = one.not_before = context.now
    one.made_at, one.failures, one.pages, one.is_too_large = None, 0, 0, False
    if one.what is What.COPY:
        one.file_id = None  # what it holds may have been taken out: nobody is to find it
    return one


def copies(context: Context) -> Sequence[Rendition]:
    """Return the copies of processes that are made."""
    made = select(Rendition).where(Rendition.what == What.COPY, Rendition.made_at.is_not(None))
    return context.session.scalars(made.order_by(Rendition.id)).all()


RENEWED = timedelta(minutes=10)
"""How long at least lies between two copies of the same process."""


def renew(context: Context, one: Rendition) -> None:
    """Have a copy made anew, but not more often than every ten minutes; meanwhile it is not given out."""
    asked = context.lock(one).asked_at
    _anew(context, one).not_before = max(context.now, asked + RENEWED)


def ask_again(context: Context, thing: Ref) -> None:
    """Have every document of a thing made anew, those that were asked for before: what they show has changed."""
    for one in of(context, thing):
        _anew(context, context.lock(one))


def for_reader(context: Context, thing: Ref, language: str) -> list[Rendition]:
    """Return the documents of a thing, each in the reader's language where it has been made, else in Danish."""
    found: dict[tuple[What, Format], Rendition] = {}
    for one in of(context, thing):
        is_theirs = one.language == language and one.file is not None and one.made_at is not None
        if is_theirs or one.language == RECORD:
            key = (one.what, one.format)
            found[key] = one if is_theirs or key not in found else found[key]
    return list(found.values())


def ask_in_others(context: Context, made: Rendition, languages: Sequence[str]) -> None:
    """Ask for a document that was made in Danish in the site's other languages too; for the worker.

    The whole file of a hearing is for the records, and in Danish alone; so are its letters, and a process's copy.
    """
    if made.language != RECORD or made.what in {What.DOSSIER, What.LETTERS, What.VOTE_LETTERS, What.COPY}:
        return
    thing = Ref(made.kind, made.thing_id)
    own = [one for one in of(context, thing) if one.what is made.what and one.format is made.format]
    for code in languages:
        if code != RECORD and code not in {one.language for one in own}:
            one = Rendition(kind=made.kind, thing_id=made.thing_id, what=made.what, format=made.format, language=code)
            context.session.add(_anew(context, one))


def of(context: Context, thing: Ref) -> Sequence[Rendition]:
    """Return the documents of a thing, with their files where they are made."""
    return context.session.scalars(
        select(Rendition)
        .where(Rendition.kind == thing.kind, Rendition.thing_id == thing.id)
        .options(joinedload(Rendition.file))
        .order_by(Rendition.id)
    ).all()


def to_make(context: Context, *, copies: bool) -> bool:
    """Return whether there is a document to make, or a copy, that nobody is making; for the worker."""
    return context.session.scalar(_to_make(context, copies).with_only_columns(Rendition.id)) is not None


def begin(context: Context, *, copies: bool) -> Rendition | None:
    """Begin to make the oldest document, or copy, that nobody is making; for the worker.

    Whoever does not come back within PATIENCE is thought to be gone.
    """
    found = context.session.scalar(_to_make(context, copies).with_for_update(skip_locked=True))
    if found is not None:
        found.not_before = context.now + PATIENCE
    return found


def _to_make(context: Context, copies: bool) -> Select[Rendition]:
    is_of_kind = Rendition.what == What.COPY if copies else Rendition.what != What.COPY
    waiting = Rendition.made_at.is_(None), Rendition.not_before <= context.now, Rendition.is_too_large.is_(False)
    return select(Rendition).where(*waiting, is_of_kind).order_by(Rendition.id).limit(1)


def tell_progress(context: Context, asked: Rendition, pages: int) -> None:
    """Say how many pages of a copy are written, and that whoever began to make it is still at it; for the worker."""
    one = context.lock(context.session.get_one(Rendition, asked.id))
    if one.asked_at == asked.asked_at:
        one.pages, one.not_before = pages, context.now + PATIENCE


def is_too_large(context: Context, asked: Rendition) -> None:
    """Write down that what was asked for is too large to be made; it is not tried again by itself."""
    one = context.lock(context.session.get_one(Rendition, asked.id))
    if one.asked_at == asked.asked_at:
        one.is_too_large = True


def settle(context: Context, asked: Rendition, stored: StoredFile | None) -> None:
    """Write down that a document was made, or that it failed and is tried again, up to an hour later.

    One that was asked for anew while it was made is left waiting: what was made shows what no longer holds.
    """
    one = context.lock(context.session.get_one(Rendition, asked.id))
    if one.asked_at != asked.asked_at:
        return
    if stored is None:
        one.failures += 1
        one.not_before = context.now + timedelta(minutes=min(2 ** min(one.failures, 6), 60))
    else:
        one.file_id, one.made_at = stored.id, context.now
