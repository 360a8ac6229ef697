"""A hearing's whole file for the records system (ESDH): one ZIP with a manifest.

Senders are named as the public knows them, for anybody may ask for the file (aktindsigt); what the public may not have,
an answer that is hidden or held, a file withheld, an earlier wording, lies on a shelf of its own and is marked.

Source: offentlighedsloven section 15: documents are registered with a date and a short thematic indication.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask_babel import gettext as _

from civic.documents.note import note_paper, white_book_paper
from civic.documents.paper import Heading, Paper, Part, Words, paragraphs, plain
from civic.documents.pdf import pdf
from civic.documents.report import report_paper
from civic.documents.word import word as docx
from civic.files.store import path_of
from civic.files.uploads import Upload, uploads_of
from civic.hearings.models import Hearing, HearingState
from civic.hearings.queries import hearing as hearing_by_id
from civic.kernel.context import Context
from civic.kernel.trace import Kind
from civic.reports.queries import version
from civic.responses.models import Response, ResponseRevision, ResponseState
from civic.responses.queries import all_of, revisions_of
from civic.said.note import harmless
from civic.said.wording import deadline, given, iso, moment, signed, word

EPOCH = (2000, 1, 1, 0, 0, 0)
"""The time every entry carries, so that the same file is the same bytes; the true times are in the manifest."""


@dataclass(frozen=True)
class Entry:
    """One document of the file: where it lies, what it is, whose, when, and whether anybody may have it."""

    path: str
    title: str
    sender: str
    at: datetime
    content: bytes
    is_open: bool = True


def dossier(context: Context, hearing_id: int, folder: Path) -> bytes:
    """Return the whole file of a hearing: material, invitations, responses, attachments, treatment and note."""
    hearing = hearing_by_id(context, hearing_id)
    entries = list(_entries(context, hearing, folder))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in entries:
            packed.writestr(zipfile.ZipInfo(entry.path, EPOCH), entry.content)
        packed.writestr(zipfile.ZipInfo("manifest.json", EPOCH), _manifest(hearing, entries))
        packed.writestr(zipfile.ZipInfo("manifest.csv", EPOCH), _table(entries))
    return out.getvalue()


def _entries(context: Context, hearing: Hearing, folder: Path) -> Iterator[Entry]:
    unit = hearing.process.contact_unit
    opened = hearing.opens_at or context.now
    pictures = {}
    for version_id in dict.fromkeys([hearing.version_id, *(one.version_id for one in hearing.parties)]):
        heard = version(context, version_id)
        pictures = {one.id: one for one in uploads_of(context, Kind.REPORT, [heard.report_id]).get(heard.report_id, [])}
        title = _("Version heard: %(title)s %(label)s", title=heard.report.title, label=heard.label)
        paper = report_paper(heard, pictures, folder)
        yield Entry(f"1-materiale/version-{heard.label}.pdf", title, unit, heard.published_at, pdf(paper))
    for one in uploads_of(context, Kind.HEARING, [hearing.id]).get(hearing.id, []):
        yield from _file(one, f"{one.number:02}-{one.name}", "1-materiale", unit, folder, is_open=True)
    letter = pdf(_invitation(hearing))
    yield Entry("2-invitation/hoeringsbrev.pdf", _("Letter of hearing with parties and deadline"), unit, opened, letter)
    responses = all_of(context, hearing.id)
    files = uploads_of(context, Kind.RESPONSE, [one.id for one in responses])
    corrected = revisions_of(context, hearing.id)
    for response in responses:
        yield from _answered(response, files.get(response.id, []), corrected.get(response.id, []), folder)
    at = hearing.concluded_at or hearing.ready_at or context.now
    note = note_paper(context, hearing.id)
    yield Entry("4-behandling/hoeringsnotat.pdf", _("Hearing note"), unit, at, pdf(note))
    yield Entry("4-behandling/hoeringsnotat.docx", _("Hearing note"), unit, at, docx(note))
    white_book = white_book_paper(context, hearing.id)
    yield Entry("4-behandling/hvidbog.pdf", _("White book"), unit, at, pdf(white_book))


def _answered(
    response: Response, files: Sequence[Upload], earlier: Sequence[ResponseRevision], folder: Path
) -> Iterator[Entry]:
    """Give an answer with its files; what the public may not have lies apart, and the manifest says so."""
    sender, is_open = signed(response), response.state in {ResponseState.SHOWN, ResponseState.WITHDRAWN}
    title = _("Answer %(number)s from %(sender)s", number=response.number, sender=sender)
    place = f"{_shelf(is_open)}/{response.number:04}"
    yield Entry(f"{place}/svar.pdf", title, sender, response.submitted_at, pdf(_answer(response)), is_open)
    if response.state is ResponseState.WITHDRAWN:
        return
    for one in files:
        # a file may be named after the sender, and its name says who they are
        name = f".{one.name.rsplit('.', 1)[-1]}" if _is_nameless(response) else f"-{one.name}"
        named = f"{response.number:04}/bilag-{one.number:02}{name}"
        yield from _file(one, named, _shelf(True), sender, folder, is_open=is_open)
    if earlier:
        corrected = f"{_shelf(False)}/{response.number:04}/tidligere.pdf"
        said = _("How answer %(number)s read before it was corrected", number=response.number)
        yield Entry(corrected, said, sender, earlier[0].received_at, pdf(_earlier(response, earlier)), False)


def _file(one: Upload, name: str, shelf: str, sender: str, folder: Path, *, is_open: bool) -> Iterator[Entry]:
    """Give a file as the public has it; and as it was handed in, on the shelf of what the public may not have."""
    title = name.rsplit("/", 1)[-1]
    if is_open and one.is_shown and one.shown is not None:
        shown = path_of(folder, one.shown).read_bytes()
        yield Entry(f"{shelf}/{name}", title, sender, one.received_at, shown)
    original = path_of(folder, one.file).read_bytes()
    yield Entry(f"{_shelf(False)}/{name}", title, sender, one.received_at, original, False)


def _shelf(is_open: bool) -> str:
    return "3-svar" if is_open else "5-ikke-offentligt"


def _is_nameless(response: Response) -> bool:
    return response.sender is not None and response.sender.is_protected


def _invitation(hearing: Hearing) -> Paper:
    parts: list[Part] = [Words(plain(deadline(hearing.closes_at) if hearing.closes_at else ""))]
    parts += [Words(plain(hearing.asks))] if hearing.asks else []
    for heading, text in (
        (_("What is proposed?"), hearing.what_is_proposed),
        (_("What does it mean for you?"), hearing.what_it_means),
        (_("What can still be changed?"), hearing.what_can_change),
    ):
        parts += [Heading(1, heading), *paragraphs(text)]
    parts.append(Heading(1, _("Questions")))
    parts += [Words(plain(f"{one.number}. {one.text}")) for one in hearing.questions] or [Words(plain(_("None")))]
    parts.append(Heading(1, _("Who is heard")))
    for party in hearing.parties:
        invited = moment(party.invited_at) if party.invited_at else _("not sent")
        parts.append(
            Words(plain(f"{party.body.name}: {invited}, " + _("version %(label)s", label=party.version.label)))
        )
    for change in hearing.deadline_changes:
        moved = _("The deadline was moved on %(at)s: %(reason)s", at=moment(change.at), reason=change.reason)
        parts.append(Words(plain(moved)))
    for reason in (hearing.short_deadline_reason, hearing.left_out_reason):
        parts += [Words(plain(reason))] if reason else []
    return Paper(hearing.title, hearing.process.full_title, hearing.process.contact_unit, parts=tuple(parts))


def _answer(response: Response) -> Paper:
    late = _("late") if response.is_late else _("in time")
    facts = f"{word(response.medium)}. {moment(response.submitted_at)}, {late}. {word(response.state)}."
    is_gone = response.state is ResponseState.WITHDRAWN
    parts: list[Part] = [Words(plain(facts)), *paragraphs("" if is_gone else given(response), is_quote=True)]
    return Paper(f"{response.number}. {signed(response)}", response.hearing.title, "Civic", parts=tuple(parts))


def _earlier(response: Response, earlier: Sequence[ResponseRevision]) -> Paper:
    parts: list[Part] = []
    for one in earlier:
        parts.append(Heading(1, _("As it read until it was corrected (%(number)s)", number=one.revision)))
        parts += paragraphs(one.text, is_quote=True)
    return Paper(f"{response.number}. {signed(response)}", response.hearing.title, "Civic", parts=tuple(parts))


def _manifest(hearing: Hearing, entries: list[Entry]) -> str:
    told = {
        "hearing": hearing.title,
        "process": hearing.process.full_title,
        "state": hearing.state.value,
        "is_final": hearing.state is HearingState.CONCLUDED,
        "opens_at": iso(hearing.opens_at) if hearing.opens_at else None,
        "closes_at": iso(hearing.closes_at) if hearing.closes_at else None,
        "zone": hearing.zone,
        "documents": [
            {
                "path": one.path,
                "title": one.title,
                "sender": one.sender,
                "date": iso(one.at),
                "bytes": len(one.content),
                "sha256": hashlib.sha256(one.content).hexdigest(),
                "is_open": one.is_open,
            }
            for one in entries
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _table(entries: list[Entry]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(["path", "title", "sender", "date", "is_open", "sha256"])
    for one in entries:
        digest = hashlib.sha256(one.content).hexdigest()
        is_open = "yes" if one.is_open else "no"
        writer.writerow([*map(harmless, (one.path, one.title, one.sender)), iso(one.at), is_open, digest])
    return "\ufeff" + out.getvalue()
