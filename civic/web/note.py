"""The eight columns of a hearing note, in words: the same on paper, in a spreadsheet and on the page.

Source: state and municipal practice (L 116 2024-25 bilag 1; Holbæk, Kirkekarreen): remarks with the authority's comment
and the change against the draft.
"""

from flask_babel import gettext as _

from civic.reports.compare import Change, SectionChange
from civic.responses.models import Response
from civic.web.answered import Answered
from civic.web.wording import day, moment, section_name, signed, word


def columns() -> tuple[str, ...]:
    """Return the heads of the eight columns."""
    return (
        _("No."),
        _("Sender"),
        _("Received"),
        _("Concerns"),
        _("Summary"),
        _("The administration's comment"),
        _("Outcome"),
        _("Change (old to new)"),
    )


def row(one: Answered) -> tuple[str, ...]:
    """Return a remark's row in plain words."""
    return (*cells(one), "\n".join(_said(change) for change in one.changes) or _("No change"))


def cells(one: Answered) -> tuple[str, ...]:
    """Return the first seven cells of a remark's row."""
    remark, response = one.remark, one.remark.response
    return (
        f"{response.number}.{remark.number}",
        ", ".join((signed(response), word(response.medium).lower())),
        ", ".join((day(response.submitted_at), _("late") if response.is_late else _("in time"))),
        ", ".join(map(section_name, remark.sections)) or _("The whole report"),
        remark.text,
        comment(one),
        word(remark.outcome) if remark.outcome else word(one.state),
    )


def answer_columns() -> tuple[str, ...]:
    """Return the heads of the white book's columns."""
    return (_("No."), _("Sender"), _("Received"), _("Version heard"), _("Answer"), _("What became of it"))


def answer_row(response: Response, became: dict[int, list[Answered]]) -> tuple[str, ...]:
    """Return an answer's row in plain words: who, when, on what, what they said, and what became of each remark."""
    return (
        str(response.number),
        ", ".join((signed(response), word(response.medium).lower())),
        received(response),
        response.version.label,
        response.text,
        "\n".join(f"{cells(one)[0]} {cells(one)[6]}: {comment(one)}" for one in became.get(response.id, ())),
    )


def received(response: Response) -> str:
    """Return when an answer came, and whether in time."""
    return ", ".join((moment(response.submitted_at), _("late") if response.is_late else _("in time")))


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} else cell


def comment(one: Answered) -> str:
    """Return the administration's comment, with on whose behalf and when."""
    at = one.remark.answered_at
    return f"{one.remark.reason} ({one.remark.answered_for}, {day(at)})" if at else ""


def place(change: SectionChange) -> str:
    """Return where a change stands: Princip 4, version 1.0; what is gone, where it stood."""
    text = change.shown
    if change.new is None:
        where = f"{word(text.kind)} {text.number}"
        return ", ".join((where, _("deleted since version %(label)s", label=text.version.label)))
    return ", ".join((f"{word(text.kind)} {text.number}", _("version %(label)s", label=text.version.label)))


def _said(change: SectionChange) -> str:
    signs = {Change.ADDED: "[+{}+]", Change.REMOVED: "[-{}-]", Change.SAME: "{}"}
    return f"{place(change)}: " + "".join(signs[piece.change].format(piece.text) for piece in change.pieces)
