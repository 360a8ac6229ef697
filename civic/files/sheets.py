"""Spreadsheets that staff hand in: kept until they are read and entered, and never given out."""

import enum
import io
import zipfile
import zlib
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import JSON, ForeignKey, Select, select
from sqlalchemy.orm import Mapped, defer, joinedload, mapped_column, relationship

from civic.db.base import Base
from civic.db.finding import some_rows
from civic.files.reading import HandedIn, Queue
from civic.files.store import StoredFile, keep
from civic.files.uploads import LARGEST, stem
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
FEW_ROWS = 1_000
"""How many rows a spreadsheet may have; one with more is refused."""
MOST_ROWS = {Kind.BALLOT: 50_000}
"""How many rows a spreadsheet for a thing may have where it is more than a thousand: who may vote in a large vote."""
ENDINGS = {CSV: "csv", XLSX: "xlsx", ODS: "ods"}
KEPT = timedelta(days=30)
"""How long the rows of one that nobody enters are kept: they are people's words."""


class SheetState(enum.Enum):
    """How far a spreadsheet is."""

    UNREAD = "unread"
    READ = "read"
    UNREADABLE = "unreadable"
    DONE = "done"
    """Its rows are entered or thrown away; nothing of them is left here."""


class Sheet(HandedIn, Base):
    """A spreadsheet somebody who works here handed in for a thing, with its rows once the worker has read it."""

    __tablename__ = "sheet"
    __table_args__ = (some_rows("ix_sheet_to_read", "id", condition="state IN ('unread')"),)

    kind: Mapped[Kind]
    thing_id: Mapped[int]
    name: Mapped[str]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    state: Mapped[SheetState] = mapped_column(default=SheetState.UNREAD)
    why: Mapped[str] = mapped_column(default="")
    """Why it could not be read."""
    rows: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    entered: Mapped[int] = mapped_column(default=0)
    """How many of its rows were entered."""
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")

    @property
    def is_unread(self) -> bool:
        """Return whether the worker has it still to read."""
        return self.state is SheetState.UNREAD

    @property
    def is_read(self) -> bool:
        """Return whether its rows can be looked at and entered."""
        return self.state is SheetState.READ

    @property
    def is_unreadable(self) -> bool:
        """Return whether nobody could read it; `why` says why."""
        return self.state is SheetState.UNREADABLE


def receive(context: Context, folder: Path, thing: Ref, *, name: str, content: bytes) -> Sheet:
    """Keep a spreadsheet, for those whom the thing's room has let.

    Refusal(FILE_TOO_LARGE) above ten million bytes, Refusal(SHEET_KIND) for what is not, by its content, one.
    """
    if len(content) > LARGEST:
        raise Refusal(Reason.FILE_TOO_LARGE)
    media_type = kind_of(content)
    if not media_type:
        raise Refusal(Reason.SHEET_KIND)
    stored = keep(context, folder, content, media_type=media_type)
    made = Sheet(
        kind=thing.kind,
        thing_id=thing.id,
        name=f"{stem(name) or 'fil'}.{ENDINGS[media_type]}",
        file=stored,
        at=context.now,
        by_id=context.actor.person_id,
    )
    context.session.add(made)
    context.session.flush()
    return made


def kind_of(content: bytes) -> str:
    """Return the media type of a spreadsheet by its content; empty for anything else."""
    if content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as opened:
                names = set(opened.namelist())
                is_ods = "mimetype" in names and opened.getinfo("mimetype").file_size < 100
                if is_ods and opened.read("mimetype").decode("ascii", "replace").strip() == ODS:
                    return ODS
                return XLSX if "xl/workbook.xml" in names else ""
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError):
            return ""
    signs = content[:2000]
    is_text = (
        bool(signs.strip())
        and b"\0" not in signs
        and not signs.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"{\\rtf"))
    )
    return CSV if is_text and any(one in signs.split(b"\n")[0] for one in (b";", b",", b"\t")) else ""


def sheet(context: Context, sheet_id: int) -> Sheet:
    """Return one spreadsheet, for the room that knows who may have it, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(_whole().where(Sheet.id == sheet_id))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def sheets_of(context: Context, thing: Ref, *, at_most: int = 20) -> Sequence[Sheet]:
    """Return the spreadsheets handed in for a thing, the newest first, without their rows."""
    return context.session.scalars(
        select(Sheet)
        .options(defer(Sheet.rows, raiseload=True))
        .where(Sheet.kind == thing.kind, Sheet.thing_id == thing.id)
        .order_by(Sheet.id.desc())
        .limit(at_most)
    ).all()


def rewrite(context: Context, thing: Ref, change: Callable[[str], str]) -> None:
    """Change the words of every row that is still kept of a thing's spreadsheets."""
    kept = _whole().where(Sheet.kind == thing.kind, Sheet.thing_id == thing.id, Sheet.state == SheetState.READ)
    for one in context.session.scalars(kept):
        one.rows = [[change(cell) for cell in row] for row in one.rows]


def empty(found: Sheet, lines: Collection[int]) -> None:
    """Keep no longer what was entered of a spreadsheet, by the numbers of its lines; the others keep theirs."""
    found.rows = [[] if number in lines else row for number, row in enumerate(found.rows, 1)]


def finish(found: Sheet, *, entered: int = 0) -> None:
    """Let nothing of a spreadsheet be left but how many of its rows were entered."""
    found.state, found.rows, found.file_id = SheetState.DONE, [], None
    found.entered += entered


def enter(context: Context, sheet_id: int, rows: list[list[str]], why: str = "") -> None:
    """Write down the rows that were read, or why they could not be; one that was read before stays as it is."""
    found = context.lock(sheet(context, sheet_id))
    if found.state is SheetState.UNREAD:
        found.rows, found.why = rows, why
        found.state = SheetState.UNREADABLE if why else SheetState.READ
        found.file_id = None  # what is needed of it stands here


def has_old(context: Context) -> bool:
    """Return whether there is one whose rows nobody has entered for a month."""
    return context.session.scalar(_old(context).with_only_columns(Sheet.id).limit(1)) is not None


def forget(context: Context) -> int:
    """Throw the rows away that nobody has entered for a month, and return of how many; for the worker."""
    found = context.session.scalars(_old(context).limit(50)).all()
    for one in found:
        finish(one)
    return len(found)


def _old(context: Context) -> Select[Sheet]:
    return _whole().where(Sheet.state.in_((SheetState.READ, SheetState.UNREADABLE)), Sheet.at < context.now - KEPT)


def _whole() -> Select[Sheet]:
    return select(Sheet).options(joinedload(Sheet.file))


UNREAD = Queue(Sheet, lambda: _whole().where(Sheet.state.in_((SheetState.UNREAD,))))
"""The spreadsheets that nobody has read."""
