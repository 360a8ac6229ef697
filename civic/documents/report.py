"""A frozen version of a report, as a document."""

from pathlib import Path

from flask_babel import gettext as _

from civic.documents.paper import Heading, Paper, Part, from_markup
from civic.files.store import path_of
from civic.files.uploads import Upload
from civic.kernel.markup import blocks
from civic.reports.models import SectionKind, SectionText, Version
from civic.said.wording import moment, word


def report_paper(version: Version, pictures: dict[int, Upload], folder: Path) -> Paper:
    """Return a version with all its sections; `pictures` are the report's files by id, `folder` where they lie."""
    held = {
        one.id: (path_of(folder, one.file).read_bytes(), one.file.media_type)
        for one in pictures.values()
        if one.is_shown
    }
    parts: list[Part] = []
    for text in version.texts:
        parts.append(Heading(min(text.level, 3), heading(text)))
        parts += from_markup(blocks(text.text), held)
    report = version.report
    said = [_("Version %(label)s", label=version.label), version.name, word(version.purpose)]
    subtitle = ", ".join([*(one for one in said if one), moment(version.published_at)])
    return Paper(report.title, subtitle, report.process.contact_unit, parts=tuple(parts))


def heading(text: SectionText) -> str:
    """Return a section's heading with its number, in the form that is read back when the document is handed in."""
    if text.kind is SectionKind.SECTION:
        return f"{text.number}. {text.heading}"
    return f"{word(text.kind)} {text.number}: {text.heading}"
