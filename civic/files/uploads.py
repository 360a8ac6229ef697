"""Files that people hand in: checked by content, looked through by the worker, shown when they have passed.

Who may hand in, see, release or withhold a file is said by the room of the thing it belongs to.
"""

import enum
import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import puremagic
from sqlalchemy import ForeignKey, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.finding import among, is_among, some_rows
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
_MARKS = {"word/document.xml": DOCX, "content.xml": ODT}
"""What a zipped document must hold to be what it says it is."""


class UploadState(enum.Enum):
    """Whether a file has passed the gate."""

    UNREAD = "unread"
    CLEAN = "clean"
    SUSPECT = "suspect"
    RELEASED = "released"
    WITHHELD = "withheld"
    UNREADABLE = "unreadable"


class Upload(Base):
    """A file somebody handed in with a thing; what the worker read in it, and what became of it."""

    __tablename__ = "upload"
    __table_args__ = (
        UniqueConstraint("kind", "thing_id", "number"),
        some_rows("ix_upload_unread", "id", condition=among("state", {UploadState.UNREAD})),
    )

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    number: Mapped[int]
    name: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    state: Mapped[UploadState] = mapped_column(default=UploadState.UNREAD)
    is_text: Mapped[bool] = mapped_column(default=False)
    """Whether its words become the thing's own text, rather than lie beside it."""
    found: Mapped[str] = mapped_column(default="")
    """What the gate saw in it, in kinds of details, for whoever decides; never the details themselves."""
    reason: Mapped[str | None]
    received_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")

    @property
    def is_unread(self) -> bool:
        """Return whether the worker has not looked through it yet."""
        return self.state is UploadState.UNREAD

    @property
    def is_suspect(self) -> bool:
        """Return whether it looks as if there is something personal in it."""
        return self.state is UploadState.SUSPECT

    @property
    def is_shown(self) -> bool:
        """Return whether the public may have the file."""
        return self.state in {UploadState.CLEAN, UploadState.RELEASED}


def receive(
    context: Context,
    folder: Path,
    thing: Ref,
    *,
    name: str,
    content: bytes,
    allowed: frozenset[str] = TEXTS | PICTURES,
    is_text: bool = False,
) -> Upload:
    """Keep a file handed in with a thing, for those who have locked the thing.

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
    upload = Upload(
        kind=thing.kind,
        thing_id=thing.id,
        number=1 + (last or 0),
        name=shown_name(name, media_type),
        file=stored,
        is_text=is_text,
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
    except (zipfile.BadZipFile, ValueError, OSError):
        return ""
    return next((media_type for mark, media_type in _MARKS.items() if mark in names), "")


def shown_name(name: str, media_type: str) -> str:
    """Return a file's name as it is shown: without folders and signs that steer, with the ending of what it is."""
    ending = {PDF: "pdf", DOCX: "docx", ODT: "odt", PNG: "png", JPEG: "jpg"}[media_type]
    last = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    stem = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*;').strip()[:80]
    return f"{stem or 'fil'}.{ending}"


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
    """Return the files handed in with each of the things, by the thing's id, in order, in one statement."""
    found: dict[int, list[Upload]] = {}
    wanted = _whole().where(Upload.kind == kind, Upload.thing_id.in_(thing_ids)).order_by(Upload.number)
    for one in context.session.scalars(wanted):
        found.setdefault(one.thing_id, []).append(one)
    return found


def judge(context: Context, thing: Ref, upload_id: int, *, is_shown: bool, reason: str) -> Upload:
    """Let a thing's file be shown, or withhold it, with the reason; for those whom the thing's room lets judge.

    Refusal(NOT_FOUND) for a file of another thing, Refusal(NOT_READ_YET) for one the worker has not looked through.
    """
    found = context.lock(upload_of(context, thing, upload_id))
    if found.state is UploadState.UNREAD:
        raise Refusal(Reason.NOT_READ_YET)
    found.state = UploadState.RELEASED if is_shown else UploadState.WITHHELD
    found.reason = reason
    return found


def unread(context: Context, *, at_most: int = 5) -> Sequence[Upload]:
    """Return files nobody has looked through, oldest first; for the worker."""
    return context.session.scalars(
        _whole().where(is_among(Upload.state, {UploadState.UNREAD})).order_by(Upload.id).limit(at_most)
    ).all()


@cache
def _whole() -> Select[Upload]:
    return select(Upload).options(joinedload(Upload.file, innerjoin=True))
