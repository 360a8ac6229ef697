"""A picture of a thing: of a process, a proposal, the place of a meeting, an option of a vote. A thing has one at most.

Who may put it there, and who may see it, is said by the room of the thing. What was handed in is read apart like every
other file and made anew, without camera, place and names, in the sizes that screens need; the original goes. Whoever of
the staff puts one there answers for who and what can be seen on it; a resident's waits with their proposal for a look.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import CheckConstraint, ForeignKey, Select, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from civic.db.base import Base, Id
from civic.files import uploads
from civic.files.store import StoredFile
from civic.files.uploads import PICTURES, Upload, UploadSize
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref

PICTURED = (Kind.PROCESS, Kind.GROUP, Kind.MEETING, Kind.OPTION, Kind.PHOTO, Kind.PROPOSAL, Kind.ACTIVITY)
"""What may have a picture."""


class Picture(Base):
    """The picture of a thing, and what it shows in words."""

    __tablename__ = "picture"
    __table_args__ = (UniqueConstraint("kind", "thing_id"), CheckConstraint("alt <> ''", name="alt"))

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    alt: Mapped[str]
    """What it shows, for those who cannot see it."""
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"), unique=True)

    upload: Mapped[Upload] = relationship(lazy="raise_on_sql")

    @property
    def is_shown(self) -> bool:
        """Return whether it has been looked through and made anew."""
        return self.upload.is_shown and bool(self.upload.sizes)

    @property
    def widest(self) -> UploadSize:
        """Return the largest size it is shown in."""
        return self.upload.sizes[-1]

    @property
    def seen(self) -> tuple[object, ...]:
        """Return what somebody who changes it has seen."""
        return self.upload_id, self.alt


def put(
    context: Context, thing: Ref, folder: Path, *, about: str, content: bytes, alt: str, seen: str | None = None
) -> Picture:
    """Give a thing a picture, or another; without content, other words for the one it has.

    For those who have locked the thing; `about` is what it is called, which whoever puts the picture has seen.
    Refusal(ALT_MISSING) without words, Refusal(NO_PICTURE) where there is neither a picture nor content,
    Refusal(WRITTEN_MEANWHILE) where a colleague was before, else as `uploads.receive`.
    """
    if not alt:
        raise Refusal(Reason.ALT_MISSING)
    found = of(context, thing)
    check(seen, about, *(found.seen if found else ()))
    if found is not None and not content:
        found.alt = alt
        return found
    if not content:
        raise Refusal(Reason.NO_PICTURE)
    # its own name says nothing that is shown, and could say who is on it
    received = uploads.receive(
        context, folder, thing, name="Billede", content=content, allowed=PICTURES, is_picture=True
    )
    if found is not None:
        take_out(context, thing)
    made = Picture(kind=thing.kind, thing_id=thing.id, alt=alt, upload=received)
    context.session.add(made)
    context.session.flush()
    return made


def take_out(context: Context, thing: Ref) -> None:
    """Take a thing's picture away for good, for those who have locked the thing; Refusal(NOT_FOUND) for none."""
    found = of(context, thing)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    context.session.delete(found)
    context.session.flush()
    uploads.remove(context, found.upload)
    context.session.flush()


def forget(context: Context, thing: Ref) -> None:
    """Let the picture, if there is one, go with the thing it was of."""
    if of(context, thing) is not None:
        take_out(context, thing)


def of(context: Context, thing: Ref) -> Picture | None:
    """Return a thing's picture."""
    return of_each(context, [thing]).get(thing)


def of_each(context: Context, things: Sequence[Ref]) -> Mapping[Ref, Picture]:
    """Return the pictures that some of the things have, in one statement."""
    kinds = {kind: [one.id for one in things if one.kind is kind] for kind in PICTURED}
    among = [and_(Picture.kind == kind, Picture.thing_id.in_(ids)) for kind, ids in kinds.items() if ids]
    if not among:
        return {}
    found = context.session.scalars(_whole().where(or_(*among))).unique()
    return {Ref(one.kind, one.thing_id): one for one in found}


def by_id(found: Mapping[Ref, Picture], kind: Kind) -> dict[int, Picture]:
    """Return those that are of a kind of thing, by the thing's id."""
    return {thing.id: one for thing, one in found.items() if thing.kind is kind}


def by_upload(context: Context, upload_id: int) -> Picture:
    """Return the picture that a file handed in became, or Refusal(NOT_FOUND)."""
    found = context.session.scalars(_whole().where(Picture.upload_id == upload_id)).unique().one_or_none()
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def size_of(picture: Picture, width: int, mark: str) -> StoredFile:
    """Return a picture in one of its sizes; Refusal(NOT_FOUND) while it is not shown, for another width or content."""
    for one in picture.upload.sizes if picture.is_shown else []:
        if (one.width, one.mark) == (width, mark):
            return one.file
    raise Refusal(Reason.NOT_FOUND)


def _whole() -> Select[Picture]:
    upload = joinedload(Picture.upload, innerjoin=True)
    return select(Picture).options(
        upload.joinedload(Upload.file, innerjoin=True),
        upload.joinedload(Upload.sizes).joinedload(UploadSize.file, innerjoin=True),
    )
