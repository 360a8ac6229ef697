"""A file that was handed in, looked through by the worker: what it says, what hides in it, where its words go."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from civic.decisions.models import Transcript
from civic.decisions.transcripts import LONGEST as LONGEST_MINUTES
from civic.documents import apart, scanning
from civic.documents.apart import Seen
from civic.documents.parts import Why
from civic.files import store, uploads
from civic.files.reading import HandedIn
from civic.files.sheets import FEW_ROWS, MOST_ROWS, Sheet
from civic.files.store import StoredFile
from civic.files.uploads import CHANGED, COVERED, JPEG, PICTURES, PNG, Upload, UploadState
from civic.kernel import personal
from civic.kernel.context import Context
from civic.kernel.markup import Picture, blocks, source
from civic.kernel.personal import Detail
from civic.kernel.trace import Kind, Ref
from civic.proposals import attaching
from civic.reports import actions as reports
from civic.responses import actions as responses
from civic.responses import release
from civic.treatment.models import LetterTemplate

UNSEEN = Seen(Why.BROKEN)
"""What is seen of a file that nothing can be said of: it is never called clean."""


def look(upload: Upload, folder: Path, scanner: str = "") -> Seen:
    """Return what a file says and what hides in it; a file that cannot be read is never called clean.

    Where there is a scanner it is asked first; ScannerError while it does not answer.
    """
    path, why = _opened(upload, upload.file, folder, scanner)
    return Seen(why) if why else apart.look(path, upload.file.media_type, is_sized=upload.is_picture)


def rows(found: Sheet, folder: Path, scanner: str = "") -> tuple[list[list[str]], str]:
    """Return the rows of a spreadsheet, or why it could not be read; ScannerError as `look`."""
    assert found.file is not None
    path, why = _opened(found, found.file, folder, scanner)
    read, why = (
        ([], why) if why else apart.rows(path, found.file.media_type, at_most=MOST_ROWS.get(found.kind, FEW_ROWS))
    )
    return read, why.value if why else ""


def fields(found: LetterTemplate, folder: Path, scanner: str = "") -> tuple[list[str], Why | None]:
    """Return the fields of a letter template, or why it could not be read; ScannerError as `look`."""
    path, why = _opened(found, found.file, folder, scanner)
    return ([], why) if why else apart.fields(path)


def minutes(found: Transcript, folder: Path, scanner: str = "") -> tuple[str, Why | None]:
    """Return the words of minutes, or why they could not be read; ScannerError as `look`.

    What is covered or hidden in the file is not among them, and a file that is all pictures has none.
    """
    assert found.file is not None
    path, why = _opened(found, found.file, folder, scanner)
    seen = Seen(why) if why else apart.look(path, found.file.media_type)
    if seen.why is None and len(seen.text) > LONGEST_MINUTES:
        return "", Why.TOO_MUCH
    return seen.text, seen.why or (None if seen.text.strip() else Why.NO_TEXT)


def _opened(thing: HandedIn, file: StoredFile, folder: Path, scanner: str) -> tuple[Path, Why | None]:
    path = store.path_of(folder, file)
    if thing.is_hopeless:
        return path, Why.BROKEN
    return path, Why.INFECTED if scanner and scanning.is_infected(path, scanner) else None


def enter(context: Context, upload_id: int, seen: Seen, folder: Path) -> None:
    """Write down what was seen, and put the words where they belong; a file that was read before stays as it is."""
    upload = context.lock(uploads.upload(context, upload_id))
    if upload.read_at is not None:
        return
    upload.read_at = context.now
    named = [one.detail.value for one in personal.findings(upload.name)]  # the name is shown with the file
    is_first = upload.state is UploadState.UNREAD
    if seen.why is not None:
        upload.found, upload.state = seen.why.value, UploadState.UNREADABLE
    else:
        upload.found = " ".join(dict.fromkeys([*named, *seen.found]))
        if is_first:
            upload.state = UploadState.SUSPECT if _waits(upload) else UploadState.CLEAN
        assert seen.shown is not None
        upload.shown = store.keep(context, folder, seen.shown, media_type=upload.file.media_type)
        kept = partial(store.keep, context, folder, media_type=JPEG)
        if upload.is_picture:  # with camera, place and names it is of no use to whoever looks at it
            uploads.keep_sizes(context, upload, [(wide, high, kept(one)) for wide, high, one in seen.sizes])
            upload.file = upload.shown
        elif upload.kind is not Kind.APPLICATION:  # nobody decides about a voucher: no pages of it are needed
            uploads.keep_pages(context, upload, [kept(one) for one in seen.pages])
    if not is_first:
        return
    if seen.passages and upload.is_text and upload.kind is Kind.REPORT:
        _take_in(context, upload, seen, folder)
    if upload.kind is Kind.RESPONSE:
        release.take_in(context, upload.thing_id, text=seen.text if upload.is_text else "")
        if seen.why is not None:
            responses.tell_unreadable(context, upload.thing_id, name=upload.name, why=seen.why.value)
    if upload.kind is Kind.PROPOSAL:
        attaching.was_read(context, upload)


def _waits(upload: Upload) -> bool:
    """Return whether a person has to look: at a number, and at what only a person can read or nobody was to see.

    What a report is begun from is read by its writers anyway, its pictures too; for a picture of a thing whoever of the
    staff puts it there answers, and a resident's is looked at together with what it is of.
    """
    kinds = set(upload.kinds)
    is_looked_at = upload.is_picture or upload.kind is Kind.REPORT
    beside = {COVERED, CHANGED} if is_looked_at else uploads.FOR_A_PERSON
    return Detail.CPR.value in kinds or bool(kinds & beside)


def _take_in(context: Context, upload: Upload, seen: Seen, folder: Path) -> None:
    numbers = {}
    for place, bare in seen.pictures:
        media_type = uploads.kind_of(bare)
        if media_type not in PICTURES:
            continue
        ending = "png" if media_type == PNG else "jpg"
        thing = Ref(Kind.REPORT, upload.thing_id)
        kept = uploads.receive(context, folder, thing, name=f"billede.{ending}", content=bare)
        kept.state, kept.shown, kept.read_at = UploadState.CLEAN, kept.file, context.now
        numbers[place] = kept.id
    passages = [replace(one, text=_numbered(one.text, numbers)) for one in seen.passages]
    reports.take_in(context, upload.thing_id, passages)


def _numbered(text: str, numbers: dict[int, int]) -> str:
    """Return a text whose pictures are named by the uploads they became."""
    return source(
        Picture(numbers[one.upload_id], one.alt) if isinstance(one, Picture) else one
        for one in blocks(text)
        if not isinstance(one, Picture) or one.upload_id in numbers
    )
