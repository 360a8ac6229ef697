"""Files that people hand in: checked by content, looked through by the worker, shown when they have passed.

Who may hand in, see, release or withhold a file is said by the room of the thing it belongs to.
"""

import enum
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import puremagic
from sqlalchemy import ForeignKey, Select, UniqueConstraint, delete, false, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.finding import some_rows
from civic.files.reading import HandedIn, Queue
from civic.files.store import StoredFile, keep
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref

LARGEST = 10_000_000
"""Bytes of one file."""
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
TEXTS, PICTURES = frozenset({PDF, DOCX, ODT}), frozenset({PNG, JPEG})
_MAIN = b"wordprocessingml.document.main+xml"
"""How the list of a Word file's contents names its text, wherever that lies (ISO/IEC 29500-2)."""
COVERED, CHANGED = "covered", "changed"
FOR_A_PERSON = frozenset({COVERED, CHANGED, "comments", "picture", "packed", "active"})
"""What only a person can judge: words that no reader sees, pictures, and what is packed in a file or runs in it."""

AUTHOR = "sender"
"""What a person looks for in the file of somebody who is not known by their name."""


class UploadState(enum.Enum):
    """Whether a file has passed the gate."""

    UNREAD = "unread"
    CLEAN = "clean"
    SUSPECT = "suspect"
    RELEASED = "released"
    WITHHELD = "withheld"
    UNREADABLE = "unreadable"


class Upload(HandedIn, Base):
    """A file somebody handed in with a thing; what the worker read in it, and what became of it."""

    __tablename__ = "upload"
    __table_args__ = (
        UniqueConstraint("kind", "thing_id", "number"),
        some_rows("ix_upload_to_read", "id", condition="read_at IS NULL"),
    )

    kind: Mapped[Kind]
    thing_id: Mapped[int]
    number: Mapped[int]
    name: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    state: Mapped[UploadState] = mapped_column(default=UploadState.UNREAD)
    is_text: Mapped[bool] = mapped_column(default=False)
    """Whether its words become the thing's own text, rather than lie beside it."""
    is_picture: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it is the thing's picture (`pictures`), which is shown on its page."""
    found: Mapped[str] = mapped_column(default="")
    """What the gate saw in it, in kinds of details and where, for whoever decides; never the details themselves."""
    reason: Mapped[str | None]
    received_at: Mapped[datetime]
    shown_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    """The file made anew by Civic: the only one that the public is ever given."""
    read_at: Mapped[datetime | None]

    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql", foreign_keys=[file_id])
    sizes: Mapped[list["UploadSize"]] = relationship(lazy="raise_on_sql", order_by="UploadSize.width", viewonly=True)
    shown: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql", foreign_keys=[shown_id])

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of what was found, without the places."""
        return tuple(one.partition("@")[0] for one in self.found.split())

    @property
    def is_unread(self) -> bool:
        """Return whether the worker has not looked through it yet."""
        return self.state is UploadState.UNREAD

    @property
    def is_suspect(self) -> bool:
        """Return whether it looks as if there is something personal in it."""
        return self.state is UploadState.SUSPECT

    @property
    def is_unreadable(self) -> bool:
        """Return whether nobody could read it; `found` says why."""
        return self.state is UploadState.UNREADABLE

    def wait_for_author(self) -> None:
        """Let a clean file of who is not known by their name wait for a person: it may say who wrote it somewhere."""
        if self.state is UploadState.CLEAN:
            self.state, self.found = UploadState.SUSPECT, f"{self.found} {AUTHOR}".strip()

    @property
    def is_shown(self) -> bool:
        """Return whether the public may have the file, as it was made anew."""
        return self.state in {UploadState.CLEAN, UploadState.RELEASED} and self.shown_id is not None


class UploadPage(Base):
    """A page of a file, or a picture in it, for the eye of whoever decides about it."""

    __tablename__ = "upload_page"
    __table_args__ = (UniqueConstraint("upload_id", "number"),)

    id: Mapped[Id]
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    number: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)

    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")


class UploadSize(Base):
    """A picture handed in, made anew as wide as some screens need it."""

    __tablename__ = "upload_size"
    __table_args__ = (UniqueConstraint("upload_id", "width"),)

    id: Mapped[Id]
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    width: Mapped[int]
    height: Mapped[int]
    """Both in pixels."""
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)

    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")

    @property
    def mark(self) -> str:
        """Return some of the content's hash, for an address that is another one where the content is."""
        return self.file.sha256[:12]


def receive(
    context: Context,
    folder: Path,
    thing: Ref,
    *,
    name: str,
    content: bytes,
    allowed: frozenset[str] = TEXTS | PICTURES,
    is_text: bool = False,
    is_picture: bool = False,
    is_nameless: bool = False,
) -> Upload:
    """Keep a file handed in with a thing, for those who have locked the thing.

    A nameless one is called by its number: people name files after themselves.

    Refusal(FILE_TOO_LARGE) above ten million bytes, Refusal(FILE_KIND) for what is not, by its content, allowed here.
    """
    if len(content) > LARGEST:
        raise Refusal(Reason.FILE_TOO_LARGE)
    media_type = kind_of(content)
    if media_type not in allowed:
        raise Refusal(Reason.FILE_KIND)
    stored = keep(context, folder, content, media_type=media_type)
    last = context.session.scalar(
        select(func.max(Upload.number)).where(Upload.kind == thing.kind, Upload.thing_id == thing.id)
    )
    number = 1 + (last or 0)
    upload = Upload(
        kind=thing.kind,
        thing_id=thing.id,
        number=number,
        name=shown_name(f"bilag-{number:02}" if is_nameless else name, media_type),
        file=stored,
        is_text=is_text,
        is_picture=is_picture,
        received_at=context.now,
    )
    context.session.add(upload)
    context.session.flush()
    return upload


def kind_of(content: bytes) -> str:
    """Return the media type a content has by its own signs, whatever it is called; empty when unknown."""
    try:
        guessed = str(puremagic.from_string(content, mime=True))
    except (puremagic.PureError, ValueError):
        return ""
    if content.startswith(b"PK"):
        return _zipped(content)
    return guessed


def _zipped(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            names = set(opened.namelist())
            if "content.xml" in names:
                return ODT
            listed = opened.getinfo("[Content_Types].xml") if "[Content_Types].xml" in names else None
            is_word = listed is not None and listed.file_size < LARGEST and _MAIN in opened.read(listed)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError):
        return ""
    return DOCX if is_word or "word/document.xml" in names else ""


LONGEST_NAME = 200
"""Signs of a file's name that are shown; a longer one ends in an ellipsis. File systems take 255 bytes."""


def shown_name(name: str, media_type: str) -> str:
    """Return a file's name as it is shown: without folders and signs that steer, with the ending of what it is."""
    ending = {PDF: "pdf", DOCX: "docx", ODT: "odt", PNG: "png", JPEG: "jpg"}[media_type]
    return f"{stem(name) or 'fil'}.{ending}"


def stem(name: str) -> str:
    """Return what a file is called: its name without folders, signs that steer, and its ending."""
    last = re.sub(r"\.\w{1,5}$", "", name.replace("\\", "/").rsplit("/", 1)[-1])
    found = " ".join("".join(char for char in last if char.isprintable() and char not in '<>:"|?*;').split())
    return found if len(found) <= LONGEST_NAME else f"{found[: LONGEST_NAME - 1]}…"


def upload(context: Context, upload_id: int) -> Upload:
    """Return one file handed in, for the room that knows who may have it, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(_whole().where(Upload.id == upload_id))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def upload_of(context: Context, thing: Ref, upload_id: int) -> Upload:
    """Return one file of just this thing, or Refusal(NOT_FOUND)."""
    found = upload(context, upload_id)
    if (found.kind, found.thing_id) != (thing.kind, thing.id):
        raise Refusal(Reason.NOT_FOUND)
    return found


def uploads_of(context: Context, kind: Kind, thing_ids: Sequence[int]) -> dict[int, list[Upload]]:
    """Return the files that lie beside each of the things, by the thing's id, in order, in one statement.

    The picture of a thing is none of them.
    """
    found: dict[int, list[Upload]] = {}
    beside = (Upload.kind == kind, Upload.thing_id.in_(thing_ids), ~Upload.is_picture)
    wanted = _whole().where(*beside).order_by(Upload.number)
    for one in context.session.scalars(wanted):
        found.setdefault(one.thing_id, []).append(one)
    return found


def has_any(context: Context, thing: Ref) -> bool:
    """Return whether anything was handed in with a thing: most things have nothing beside them."""
    found = select(Upload.id).where(Upload.kind == thing.kind, Upload.thing_id == thing.id).limit(1)
    return context.session.scalar(found) is not None


def judge(context: Context, thing: Ref, upload_id: int, *, is_shown: bool, reason: str) -> Upload:
    """Let a thing's file be shown, or withhold it, with the reason; for those whom the thing's room lets judge.

    Refusal(NOT_FOUND) for a file of another thing, Refusal(NOT_READ_YET) for one the worker has not looked through,
    Refusal(FILE_UNREADABLE) to show one that nobody could read: there is nothing made anew to give out.
    """
    found = context.lock(upload_of(context, thing, upload_id))
    if found.state is UploadState.UNREAD:
        raise Refusal(Reason.NOT_READ_YET)
    if is_shown and found.state is UploadState.UNREADABLE:
        raise Refusal(Reason.FILE_UNREADABLE)
    found.state = UploadState.RELEASED if is_shown else UploadState.WITHHELD
    found.reason = reason
    return found


def remove(context: Context, upload: Upload) -> None:
    """Take a file out with what was made of it; the worker sweeps the contents that nothing points at any more."""
    context.lock(upload)  # or a worker that has just read it would add to what is taken out
    for made in (UploadPage, UploadSize):
        context.session.execute(delete(made).where(made.upload_id == upload.id))
    context.session.delete(upload)


def keep_pages(context: Context, upload: Upload, pages: Sequence[StoredFile]) -> None:
    """Keep what whoever decides about a file looks at."""
    context.session.add_all(UploadPage(upload_id=upload.id, number=at, file=one) for at, one in enumerate(pages, 1))


def keep_sizes(context: Context, upload: Upload, sizes: Iterable[tuple[int, int, StoredFile]]) -> None:
    """Keep a picture in its sizes: width and height in pixels, and the file."""
    context.session.add_all(
        UploadSize(upload_id=upload.id, width=width, height=height, file=file) for width, height, file in sizes
    )


def pages_of(context: Context, upload_ids: Sequence[int]) -> dict[int, list[int]]:
    """Return the numbers of the pages there are to look at, by the upload's id, in one statement."""
    found: dict[int, list[int]] = {}
    wanted = select(UploadPage.upload_id, UploadPage.number).where(UploadPage.upload_id.in_(upload_ids))
    for upload_id, number in context.session.execute(wanted.order_by(UploadPage.number)):
        found.setdefault(upload_id, []).append(number)
    return found


def page_of(context: Context, upload: Upload, number: int) -> StoredFile:
    """Return one page of a file, for the room that knows who may look, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(
        select(StoredFile)
        .join(UploadPage, UploadPage.file_id == StoredFile.id)
        .where(UploadPage.upload_id == upload.id, UploadPage.number == number)
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


@cache
def _whole() -> Select[Upload]:
    return select(Upload).options(joinedload(Upload.file, innerjoin=True), joinedload(Upload.shown))


UNREAD = Queue(Upload, lambda: _whole().where(Upload.read_at.is_(None)))
"""The files that nobody has looked through."""
