"""Contents that nothing points at any more are deleted: the document as it was before words were taken out of it."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import InstrumentedAttribute

from civic.files.renditions import Rendition
from civic.files.sheets import Sheet
from civic.files.store import StoredFile, path_of
from civic.files.uploads import Upload, UploadPage, UploadSize
from civic.kernel.context import Context

POINTING: list[InstrumentedAttribute[Any]] = [
    Upload.file_id, Upload.shown_id, UploadPage.file_id, UploadSize.file_id, Rendition.file_id, Sheet.file_id,
]  # fmt: skip
"""What may point at a content; a room further up that keeps some adds its own."""
REST = timedelta(hours=1)
"""How old a content is before it can be swept: whoever has just fetched its address still gets it."""


def unused(context: Context, *, after: int = 0, among: int = 200) -> tuple[Sequence[StoredFile], int]:
    """Return which of the next contents after an id no upload and no document points at, and after which to go on.

    The worker looks at so many a round, over and over: to look at all of them at once would take longer the more
    there are.
    """
    ids = context.session.scalars(
        select(StoredFile.id).where(StoredFile.id > after).order_by(StoredFile.id).limit(among)
    ).all()
    if not ids:
        return [], 0
    found = context.session.scalars(
        select(StoredFile)
        .where(StoredFile.id.in_(ids), StoredFile.stored_at < context.now - REST)
        .where(*(~exists().where(one == StoredFile.id) for one in POINTING))
        .order_by(StoredFile.id)
    ).all()
    return found, ids[-1] if len(ids) == among else 0


def sweep(context: Context, stored_id: int, folder: Path) -> None:
    """Delete one content, its row first: where something points at it again, that breaks a foreign key and it stays."""
    stored = context.session.get(StoredFile, stored_id, with_for_update=True)
    if stored is None:
        return
    context.session.delete(stored)
    context.session.flush()
    path_of(folder, stored).unlink(missing_ok=True)
