"""The hearing note (høringsnotat) as a document: the same eight columns as on its page."""

from flask_babel import gettext as _

from civic.documents.paper import Grid, Heading, Paper, Part, Run, Runs, Style, changed, plain
from civic.kernel.context import Context
from civic.web.hearings.pages import NotePage, NoteRow, note_page
from civic.web.wording import day, deadline, moment, number, word


def note_paper(context: Context, hearing_id: int) -> Paper:
    """Return the note of a hearing."""
    page = note_page(context, hearing_id)
    hearing = page.hearing
    parts: list[Part] = [
        Heading(1, _("The hearing in brief")),
        _facts(page),
        Heading(1, _("The answers as a whole")),
        _answers(page),
        Heading(1, _("Remark by remark")),
        Grid(columns(), tuple(_row(row) for row in page.rows)),
    ]
    title = ": ".join((_("Hearing note"), hearing.title))
    return Paper(title, hearing.process.full_title, hearing.process.contact_unit, is_wide=True, parts=tuple(parts))


def columns() -> tuple[str, ...]:
    """Return the heads of the note's eight columns."""
    return (
        _("No."),
        _("Sender"),
        _("Received"),
        _("Concerns"),
        _("Remark"),
        _("The administration's comment"),
        _("Outcome"),
        _("Change (old to new)"),
    )


def _facts(page: NotePage) -> Grid:
    hearing = page.hearing
    facts = [
        (_("Deadline"), deadline(hearing.closes_at) if hearing.closes_at else ""),
        (_("Version heard"), hearing.version.label),
        (_("Answers"), number(len(page.answered))),
        (_("Of them late"), number(page.late)),
        (_("Remarks"), number(len(page.rows))),
        (_("Councils without an answer"), ", ".join(one.body.name for one in page.silent) or _("None")),
        *((word(outcome), number(count)) for outcome, count in page.outcomes),
    ]
    return Grid((_("Fact"), _("Value")), tuple((plain(label), plain(value)) for label, value in facts))


def _answers(page: NotePage) -> Grid:
    rows = []
    for party in page.answered:
        response = party.response
        assert response is not None
        late = _("late") if response.is_late else _("in time")
        facts = f"{word(response.medium)}. {word(response.stance)}."
        received = f"{moment(response.submitted_at)}, {late}"
        rows.append((plain(party.body.name), plain(facts), plain(received), plain(response.treatment or "")))
    return Grid((_("Sender"), _("Answer"), _("Received"), _("What became of it")), tuple(rows))


def _row(row: NoteRow) -> tuple[Runs, ...]:
    remark = row.remark
    about = remark.section_text
    late = _("late") if remark.response.is_late else _("in time")
    answered = (
        f"{remark.reason} ({remark.answered_for}, {day(remark.answered_at.date())})" if remark.answered_at else ""
    )
    return (
        plain(f"{remark.response.number}.{remark.number}"),
        plain(remark.response.party.body.name),
        plain(f"{day(remark.response.submitted_at.date())}, {late}"),
        plain(f"{word(about.kind)} {about.number}: {about.heading}" if about else _("The whole report")),
        plain(remark.text),
        plain(answered),
        plain(word(remark.outcome) if remark.outcome else ""),
        _change(row),
    )


def _change(row: NoteRow) -> Runs:
    change = row.remark.change
    if change is None or row.change is None:
        return plain(_("No change"))
    where = f"{word(change.kind)} {change.number}, " + _("version %(label)s", label=change.version.label)
    return (Run(f"{where}: ", Style.EMPHASIS), *changed(row.change.pieces))
