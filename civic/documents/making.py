"""The documents that were asked for, made by the worker: in Danish, the language of the record, and then in others."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from civic.documents.dossier import dossier
from civic.documents.grant import grant_letter, grant_report
from civic.documents.letters import letters
from civic.documents.note import note_paper, white_book_paper
from civic.documents.odt import odt
from civic.documents.paper import Paper
from civic.documents.pdf import pdf
from civic.documents.report import report_paper
from civic.documents.site import site
from civic.documents.spoken import spoken
from civic.documents.vote_letters import vote_letters
from civic.documents.word import word
from civic.files.renditions import RECORD, Format, Rendition, What
from civic.files.uploads import uploads_of
from civic.kernel.context import Context
from civic.kernel.trace import Kind
from civic.reports.queries import version
from civic.treatment.queries import newest_template

WRITERS: dict[Format, Callable[[Paper], bytes]] = {Format.PDF: pdf, Format.DOCX: word, Format.ODT: odt}


def make(
    app: Flask, context: Context, asked: Rendition, folder: Path, tell: Callable[[int], None] = lambda pages: None
) -> bytes:
    """Return the document that was asked for; `tell` is told how many pages of a copy are written."""
    if asked.what is What.COPY:
        return site(app, context, asked.thing_id, tell)
    with _uncollected():
        if asked.what is What.DOSSIER:
            return spoken(app, context, lambda: dossier(context, asked.thing_id, folder))
        if asked.what is What.VOTE_LETTERS:
            secret = app.extensions["civic_settings"].secret
            return spoken(app, context, lambda: vote_letters(context, asked.thing_id, secret, tell))
        if asked.what is What.LETTERS:
            template = newest_template(context)
            assert template is not None, "it was there when the letters were asked for"
            return spoken(app, context, lambda: letters(context, asked.thing_id, template, folder))
        language = asked.language or RECORD
        return WRITERS[asked.format](spoken(app, context, lambda: _paper(context, asked, folder), language))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: everything read for a document is used until it is made.

    Looking through tens of thousands of rows again and again took as long as reading them.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _paper(context: Context, asked: Rendition, folder: Path) -> Paper:
    if asked.what is What.REPORT:
        found = version(context, asked.thing_id)
        pictures = uploads_of(context, Kind.REPORT, [found.report_id]).get(found.report_id, [])
        return report_paper(found, {one.id: one for one in pictures}, folder)
    if asked.what is What.GRANT_LETTER:
        return grant_letter(context, asked.thing_id)
    if asked.what is What.GRANT_REPORT:
        return grant_report(context, asked.thing_id)
    if asked.what is What.WHITE_BOOK:
        return white_book_paper(context, asked.thing_id)
    return note_paper(context, asked.thing_id)
