"""The hearing note (høringsnotat) and the white book (hvidbog) as documents."""

from flask_babel import gettext as _

from civic.decisions.queries import numbers_of
from civic.documents.paper import Grid, Heading, Paper, Part, Run, Runs, Style, Words, changed, paragraphs, plain
from civic.hearings.models import Hearing
from civic.kernel.context import Context
from civic.kernel.correction import additions
from civic.kernel.trace import Kind, Ref
from civic.people.queries import municipality
from civic.said.answered import Answered
from civic.said.note import (
    Note,
    as_a_whole,
    cells,
    columns,
    commented,
    note,
    place,
    received,
    white_book,
    whole_row,
)
from civic.said.wording import deadline, given, moment, number, signed, word

SHARES = (4, 12, 10, 14, 26, 26, 13, 25)
"""How the eight columns share the page."""


def note_paper(context: Context, hearing_id: int) -> Paper:
    """Return the note of a hearing: its front page with counts, and the eight columns."""
    whole = note(context, hearing_id, whole=True)
    parts: list[Part] = [
        *_letterhead(context, whole.hearing),
        *_added(context, hearing_id),
        *_front(whole),
        Heading(1, _("Remark by remark")),
        Grid(columns(), tuple(_row(one) for one in whole.rows), SHARES),
    ]
    if whole.summed_up:
        rows = tuple(tuple(map(plain, whole_row(one))) for one in whole.summed_up)
        parts += [Heading(1, _("Answers dealt with as a whole")), Grid(columns(), rows, SHARES)]
    return _paper(whole, _("Hearing note"), parts, is_wide=True)


def white_book_paper(context: Context, hearing_id: int) -> Paper:
    """Return all answers of a hearing as they were given, each with what became of its remarks."""
    front, book = note(context, hearing_id), white_book(context, hearing_id, whole=True)
    head = [*_letterhead(context, front.hearing), *_added(context, hearing_id), *_front(front)]
    parts: list[Part] = [*head, Heading(1, _("All answers"))]
    for response in book.responses:
        parts.append(Heading(2, f"{response.number}. {signed(response)}"))
        parts.append(Words(plain(f"{word(response.medium)}. {received(response)}.")))
        parts += paragraphs(given(response), is_quote=bool(response.text.strip()))
        if response.summary and book.is_told:
            parts.append(Words((Run(_("What became of it") + ": ", Style.STRONG), Run(response.summary))))
        for one in book.became.get(response.id, ()):
            parts += _treated(one)
    return _paper(front, _("White book"), parts)


def _paper(front: Note, kind: str, parts: list[Part], *, is_wide: bool = False) -> Paper:
    hearing = front.hearing
    title = f"{kind}: {hearing.title}"
    return Paper(title, hearing.process.full_title, hearing.process.contact_unit, is_wide=is_wide, parts=tuple(parts))


def _letterhead(context: Context, hearing: Hearing) -> list[Part]:
    """Return whose document it is: the authority's letterhead, the unit, and the numbers of its cases.

    Source: what municipalities put at the head of a note (sagsnummer, enhed, EAN); nothing where none is entered.
    """
    owner = municipality(context)
    if not owner.letterhead:
        return []
    numbers = ", ".join(numbers_of(context, hearing.process_id))
    lines = [owner.name, *owner.letterhead.splitlines(), hearing.process.contact_unit]
    lines += [_("Case number: %(numbers)s", numbers=numbers)] if numbers else []
    return [Words(plain(one.strip())) for one in lines if one.strip()]


def _added(context: Context, hearing_id: int) -> list[Part]:
    """Return what was added to the note since it was published, the newest first: who takes it home reads it too."""
    parts: list[Part] = []
    for one in additions(context, Ref(Kind.HEARING, hearing_id)):
        parts.append(Heading(1, _("Added %(when)s", when=moment(one.at))))
        parts += paragraphs(one.reason)
    return parts


def _front(front: Note) -> list[Part]:
    hearing, tally = front.hearing, front.tally
    facts = [
        (_("Deadline"), deadline(hearing.closes_at) if hearing.closes_at else ""),
        (
            _("Version heard"),
            ", ".join(dict.fromkeys([hearing.version.label, *(p.version.label for p in hearing.parties)])),
        ),
        (_("Answers"), front.counted),
        (_("Of them valid: neither hidden nor taken back"), number(tally.responses)),
        (_("Of them from councils and other parties"), number(tally.councils)),
        (_("Of them from organisations"), number(tally.organisations)),
        (_("Of them from residents"), number(tally.residents)),
        (_("Of them late"), number(tally.late)),
        (_("Without remarks"), number(tally.no_remarks)),
        (_("Remarks"), number(front.progress.remarks)),
        (_("Parties without an answer"), front.without_answer),
        *((word(outcome), number(count)) for outcome, count in front.outcomes),
    ]
    responses = [
        (
            plain(signed(one)),
            plain(as_a_whole(one)),
            plain(received(one)),
            plain(one.summary or ""),
        )
        for one in front.responses
    ]
    heads = (_("Sender"), _("Answer"), _("Received"), _("What became of it"))
    return [
        Heading(1, _("The hearing in brief")),
        Grid((_("Fact"), _("Value")), tuple((plain(label), plain(value)) for label, value in facts)),
        Heading(1, _("The parties' answers as a whole")),
        Grid(heads, tuple(responses)),
    ]


def _row(one: Answered) -> tuple[Runs, ...]:
    return (*(plain(cell) for cell in cells(one)), _changes(one) or plain(_("No change")))


def _changes(one: Answered) -> Runs:
    found: list[Run] = []
    for change in one.changes:
        found += [Run(f"{place(change)}: ", Style.EMPHASIS), *changed(change.pieces), Run("\n")]
    return tuple(found[:-1])


def _treated(one: Answered) -> list[Part]:
    number_, _sender, _received, about, text, _comment, outcome = cells(one)
    parts: list[Part] = [
        Words((Run(f"{number_} {about}: ", Style.STRONG), Run(text))),
        Words((Run(f"{outcome}. ", Style.STRONG), Run(commented(one)))),
    ]
    if one.changes:
        parts.append(Words(_changes(one)))
    return parts
