"""A file that was handed in, looked through by the worker: what it says, what hides in it, where its words go."""

import logging
from dataclasses import dataclass
from pathlib import Path

from civic.documents import looking, reading
from civic.documents.parts import Part, Reading, UnreadableError
from civic.files import store, uploads
from civic.files.uploads import PICTURES, PNG, Upload, UploadState
from civic.kernel import personal
from civic.kernel.context import Context
from civic.kernel.markup import Picture, source
from civic.kernel.personal import Detail
from civic.kernel.trace import Kind, Ref
from civic.reports import actions as reports
from civic.reports.actions import Passage
from civic.responses import release

PICTURE, UNREADABLE = "picture", "unreadable"
"""What only a person can judge: words inside a picture, and a file that cannot be opened."""


@dataclass(frozen=True)
class Seen:
    """What the worker saw in a file."""

    found: tuple[str, ...]
    """Kinds of details, each once; never the details."""
    text: str = ""
    reading: Reading | None = None
    bare: bytes | None = None
    """The picture without its metadata."""


UNSEEN = Seen((UNREADABLE,))
"""What is seen of a file that cannot be opened: it is never called clean."""


def look(upload: Upload, folder: Path) -> Seen:
    """Return what a file says and what hides in it; a file that cannot be opened is never called clean."""
    media_type = upload.file.media_type
    found = [one.detail.value for one in personal.findings(upload.name)]  # the name is shown with the file
    try:
        content = store.path_of(folder, upload.file).read_bytes()
        if media_type in PICTURES:
            return Seen((PICTURE, *found), bare=looking.without_metadata(content, media_type))
        words = looking.everything_in(content, media_type)
        found += [one.detail.value for one in personal.findings(words)]
        if looking.has_pictures_of_text(content, media_type):
            found.append(PICTURE)
        if upload.is_text and upload.kind is Kind.REPORT:
            return Seen(tuple(dict.fromkeys(found)), reading=reading.read(content, media_type))
        text = reading.text_of(content, media_type) if upload.is_text else ""
        return Seen(tuple(dict.fromkeys(found)), text=text)
    except UnreadableError:
        return UNSEEN
    except Exception:  # one file that no library of ours survives stops no other
        logging.getLogger(__name__).exception("a file could not be looked through: upload %s", upload.id)
        return UNSEEN


def enter(context: Context, upload_id: int, seen: Seen, folder: Path) -> None:
    """Write down what was seen, and put the words where they belong."""
    upload = context.lock(uploads.upload(context, upload_id))
    if upload.state is not UploadState.UNREAD:
        return
    upload.found = " ".join(seen.found)
    if UNREADABLE in seen.found:
        upload.state = UploadState.UNREADABLE
    elif Detail.CPR.value in seen.found or (PICTURE in seen.found and upload.kind is not Kind.REPORT):
        upload.state = UploadState.SUSPECT
    else:
        upload.state = UploadState.CLEAN
    if seen.bare is not None:
        upload.file = store.keep(context, folder, seen.bare, media_type=upload.file.media_type)
    if seen.reading is not None:
        _take_in(context, upload, seen.reading, folder)
    if upload.kind is Kind.RESPONSE:
        release.take_in(context, upload.thing_id, text=seen.text)


def _take_in(context: Context, upload: Upload, found: Reading, folder: Path) -> None:
    numbers = {}
    for place, picture in enumerate(found.pictures):
        media_type = uploads.kind_of(picture.content)
        if media_type not in PICTURES:
            continue
        try:
            bare = looking.without_metadata(picture.content, media_type)
        except UnreadableError:
            continue
        thing = Ref(Kind.REPORT, upload.thing_id)
        ending = "png" if media_type == PNG else "jpg"
        kept = uploads.receive(context, folder, thing, name=f"billede.{ending}", content=bare)
        kept.state = UploadState.CLEAN
        numbers[place] = kept.id
    reports.take_in(context, upload.thing_id, [_passage(part, numbers) for part in found.parts])


def _passage(part: Part, numbers: dict[int, int]) -> Passage:
    blocks = [
        Picture(numbers[one.upload_id], one.alt) if isinstance(one, Picture) else one
        for one in part.blocks
        if not isinstance(one, Picture) or one.upload_id in numbers
    ]
    return Passage(part.heading or "-", part.level, source(blocks))
