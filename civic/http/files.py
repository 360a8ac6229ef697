"""Files over HTTP: what a form sent, and what is given out, each time to whom may have it."""

from collections.abc import Sequence
from pathlib import Path

from flask import Response, current_app, g, send_file
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage

from civic.files.renditions import MEDIA, Format, Rendition, What
from civic.files.store import StoredFile, path_of
from civic.files.uploads import LARGEST, Upload
from civic.kernel.refusal import Reason, Refusal


def files_folder() -> Path:
    """Return where files lie."""
    folder: Path = current_app.extensions["civic_settings"].data_dir
    return folder / "files"


def received(field: FileField) -> tuple[str, bytes]:
    """Return the name and the content of a file sent with a form; both empty when none was."""
    sent: FileStorage | None = field.data
    if not sent or not sent.filename:
        return "", b""
    return sent.filename, sent.stream.read(LARGEST + 1)


def received_all(field: MultipleFileField) -> list[tuple[str, bytes]]:
    """Return name and content of each file sent with a form."""
    sent: list[FileStorage] = [one for one in field.data or () if one and one.filename]
    return [(one.filename or "", one.stream.read(LARGEST + 1)) for one in sent]


def send_rendition(made: Sequence[Rendition], what: What, form: Format, name: str) -> ResponseReturnValue:
    """Return a document that the worker has made, or Refusal(NOT_FOUND) while it is not there."""
    for one in made:
        if one.what is what and one.format is form and one.file is not None and one.made_at is not None:
            path = path_of(files_folder(), one.file)
            return send_file(path, mimetype=MEDIA[form], download_name=f"{name}.{form.value}", as_attachment=True)
    raise Refusal(Reason.NOT_FOUND)


def send_upload(upload: Upload, *, inline: bool = False) -> ResponseReturnValue:
    """Return a file somebody handed in, as Civic has made it anew, or Refusal(NOT_FOUND) where that is not done yet."""
    if upload.shown is None:
        raise Refusal(Reason.NOT_FOUND)
    return _sent(upload.shown, upload.name, inline=inline)


def send_original(upload: Upload) -> ResponseReturnValue:
    """Return a file as it was handed in: for whoever decides about it and for its sender, never for the public."""
    response = _sent(upload.file, upload.name, inline=False)
    response.headers["Cache-Control"] = "no-store"
    return response


def send_page(page: StoredFile) -> ResponseReturnValue:
    """Return a page of a file as a picture, for whoever decides about it."""
    response = _sent(page, "side.jpg", inline=True)
    response.headers["Cache-Control"] = "no-store"
    return response


def send_picture(size: StoredFile) -> ResponseReturnValue:
    """Return a picture in one of its sizes; its address holds some of its content's hash, so it may stay for a day."""
    g.stays = "private, max-age=86400"
    return _sent(size, "billede.jpg", inline=True)


def _sent(stored: StoredFile, name: str, *, inline: bool) -> Response:
    """Return a content; it is never opened as a page of this site."""
    path = path_of(files_folder(), stored)
    return send_file(path, mimetype=stored.media_type, download_name=name, as_attachment=not inline)
