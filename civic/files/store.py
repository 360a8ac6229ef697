"""A file is stored once, under the hash of its content, outside the database."""

import hashlib
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from civic.db.base import Base, Id
from civic.kernel.context import Context


class StoredFile(Base):
    """What is known of one stored content; who may have it is said by the thing it belongs to."""

    __tablename__ = "stored_file"

    id: Mapped[Id]
    sha256: Mapped[str] = mapped_column(unique=True)
    media_type: Mapped[str]
    size: Mapped[int]
    stored_at: Mapped[datetime]


def keep(context: Context, folder: Path, content: bytes, *, media_type: str) -> StoredFile:
    """Store the content and return its row; the same content is stored once.

    The file is in place before the row is committed: a row never points at nothing. The row is locked, so that nobody
    sweeps a content away that is just being used again.
    """
    digest = hashlib.sha256(content).hexdigest()
    found = context.session.scalar(select(StoredFile).where(StoredFile.sha256 == digest).with_for_update())
    if found is None or not path_of(folder, found).exists():
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{digest}.part"
        part.write_bytes(content)
        part.replace(folder / digest)
    if found is not None:
        return found
    stored = StoredFile(sha256=digest, media_type=media_type, size=len(content), stored_at=context.now)
    context.session.add(stored)
    context.session.flush()
    return stored


def path_of(folder: Path, stored: StoredFile) -> Path:
    """Return where the content lies."""
    return folder / stored.sha256
