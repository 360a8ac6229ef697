"""What the rows of a spreadsheet say: each an answer with its sender, or what is wrong with it, line by line."""

import enum
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from civic.db.base import ZONE
from civic.hearings.models import Hearing
from civic.kernel import cpr
from civic.responses.models import From, Medium, Said

LONGEST_NAME, LONGEST_TEXT = 150, 20_000
EARLIEST, LATEST = 1990, 2100
"""Years that something can have been received in."""
ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class Column(enum.Enum):
    """What a column of the spreadsheet holds; a question or a section has a column by its name or number."""

    NAME = "name"
    ORGANISATION = "organisation"
    EMAIL = "email"
    PROTECTED = "protected"
    MEDIUM = "medium"
    RECEIVED = "received"
    TEXT = "text"


HEADINGS: Mapping[str, Column] = {
    **dict.fromkeys(("navn", "afsender", "name", "sender"), Column.NAME),
    **dict.fromkeys(("organisation", "forening", "organization"), Column.ORGANISATION),
    **dict.fromkeys(("e-mail", "email", "mail", "e-post"), Column.EMAIL),
    **dict.fromkeys(("navn holdes tilbage", "beskyttet", "name kept back", "protected"), Column.PROTECTED),
    **dict.fromkeys(("kom som", "medie", "hvordan", "came as", "medium"), Column.MEDIUM),
    **dict.fromkeys(("modtaget", "dato", "modtaget den", "received", "date"), Column.RECEIVED),
    **dict.fromkeys(("svar", "tekst", "høringssvar", "answer", "text"), Column.TEXT),
}
"""How the headings are written, in Danish and English, in any case."""
MEDIA: Mapping[str, Medium] = {
    **dict.fromkeys(("papir", "brev", "paper", "letter"), Medium.PAPER),
    **dict.fromkeys(("mail", "e-mail", "email"), Medium.E_MAIL),
    **dict.fromkeys(("mundtligt", "telefon", "oral", "telephone"), Medium.ORAL),
}
YES, NO = frozenset({"ja", "x", "yes", "1", "true", "sand"}), frozenset({"", "nej", "no", "0", "false", "falsk"})


class Fault(enum.Enum):
    """What is wrong with a row."""

    NO_WORDS = "no_words"
    TOO_LONG = "too_long"
    NO_DAY = "no_day"
    DAY_TO_COME = "day_to_come"
    NO_MEDIUM = "no_medium"
    BAD_ADDRESS = "bad_address"
    BAD_YES = "bad_yes"
    NO_PROTECTED_NAMES = "no_protected_names"
    NAME_HAS_NUMBER = "name_has_number"
    TWICE = "twice"
    THERE_ALREADY = "there_already"


@dataclass(frozen=True)
class Row:
    """One line of the spreadsheet; its number is the one a spreadsheet shows."""

    line: int
    sender: From
    said: tuple[Said, ...]
    medium: Medium | None
    received_at: datetime | None
    faults: tuple[tuple[Fault, str], ...] = ()
    """What is wrong, each with the words it is about."""

    @property
    def is_good(self) -> bool:
        """Return whether it can be entered."""
        return not self.faults

    @property
    def words(self) -> str:
        """Return all it says."""
        return "\n\n".join(one.text for one in self.said)

    @property
    def has_number(self) -> bool:
        """Return whether something in it looks like a CPR number: then it is held until somebody has looked at it."""
        return cpr.is_in(self.words)

    @property
    def same(self) -> tuple[str, str]:
        """Return what two rows have alike that are one answer."""
        return (" ".join(self.sender.name.casefold().split()), " ".join(self.words.casefold().split()))


@dataclass(frozen=True)
class Read:
    """A spreadsheet as it is understood."""

    rows: tuple[Row, ...] = ()
    unknown: tuple[str, ...] = ()
    """Headings that nothing is known of: what stands under them is not entered."""
    missing: tuple[Column, ...] = ()
    """Columns without which nothing can be entered."""

    @property
    def good(self) -> Sequence[Row]:
        """Return the rows that can be entered."""
        return [one for one in self.rows if one.is_good]


@dataclass
class _Columns:
    of: dict[Column, int] = field(default_factory=dict)
    questions: dict[int, int] = field(default_factory=dict)
    sections: dict[int, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def read(
    cells: Sequence[Sequence[str]],
    hearing: Hearing,
    sections: Mapping[str, int],
    now: datetime,
    known: Collection[tuple[str, str]] = (),
) -> Read:
    """Return what a spreadsheet's rows say, the first of them being its headings.

    `sections` has the ids of the texts heard by their names in lower case, `known` what stands in the hearing already.
    """
    if not cells:
        return Read(missing=(Column.TEXT,))
    columns = _columns(cells[0], hearing, sections)
    has_words = Column.TEXT in columns.of or columns.questions or columns.sections
    missing = [] if has_words else [Column.TEXT]
    if missing:
        return Read(unknown=tuple(columns.unknown), missing=tuple(missing))
    rows = []
    lines: dict[tuple[str, str], int] = {}
    for line, row in enumerate(cells[1:], 2):
        if any(row):
            found = _row(line, row, columns, hearing, now)
            same = found.same
            is_named = bool(same[0] or found.sender.email)  # several who say nothing of themselves may say the same
            if same[1] and (same in known or (same in lines and is_named)):
                again = (Fault.TWICE, str(lines[same])) if same in lines else (Fault.THERE_ALREADY, "")
                found = Row(line, found.sender, found.said, found.medium, found.received_at, (*found.faults, again))
            lines.setdefault(same, line)
            rows.append(found)
    return Read(tuple(rows), tuple(columns.unknown))


def _columns(headings: Sequence[str], hearing: Hearing, sections: Mapping[str, int]) -> _Columns:
    found = _Columns()
    questions = {one.text.casefold(): one.id for one in hearing.questions}
    questions |= {f"{word} {one.number}": one.id for one in hearing.questions for word in ("spørgsmål", "question")}
    for at, heading in enumerate(headings):
        name = " ".join(heading.casefold().split())
        if name in HEADINGS and HEADINGS[name] not in found.of:
            found.of[HEADINGS[name]] = at
        elif name in questions:
            found.questions[at] = questions[name]
        elif name in sections:
            found.sections[at] = sections[name]
        elif name:
            found.unknown.append(heading)
    return found


def _row(line: int, row: Sequence[str], columns: _Columns, hearing: Hearing, now: datetime) -> Row:
    def cell(column: Column) -> str:
        at = columns.of.get(column)
        said = row[at].strip() if at is not None and at < len(row) else ""
        return said if column is Column.TEXT else " ".join(said.split())

    said = tuple(_said(row, columns, cell(Column.TEXT)))
    sender = From(
        name=cell(Column.NAME),
        email=cell(Column.EMAIL),
        organisation=cell(Column.ORGANISATION),
        is_protected=cell(Column.PROTECTED).casefold() in YES,
    )
    medium = MEDIA.get(cell(Column.MEDIUM).casefold(), None if cell(Column.MEDIUM) else Medium.E_MAIL)
    received_at = moment(cell(Column.RECEIVED), now)
    faults = tuple(_faults(cell, said, sender, medium, received_at, hearing, now))
    return Row(line, sender, said, medium, received_at, faults)


def _said(row: Sequence[str], columns: _Columns, text: str) -> Iterator[Said]:
    if text:
        yield Said(text)
    for at, question_id in columns.questions.items():
        if at < len(row) and row[at].strip():
            yield Said(row[at].strip(), question_id=question_id)
    for at, section_id in columns.sections.items():
        if at < len(row) and row[at].strip():
            yield Said(row[at].strip(), section_text_id=section_id)


def _faults(
    cell: Callable[[Column], str],
    said: Sequence[Said],
    sender: From,
    medium: Medium | None,
    received_at: datetime | None,
    hearing: Hearing,
    now: datetime,
) -> Iterator[tuple[Fault, str]]:
    if not said:
        yield Fault.NO_WORDS, ""
    if (
        any(len(one.text) > LONGEST_TEXT for one in said)
        or max(map(len, (sender.name, sender.organisation, sender.email))) > LONGEST_NAME
    ):
        yield Fault.TOO_LONG, ""
    if received_at is None:
        yield Fault.NO_DAY, cell(Column.RECEIVED)
    elif received_at > now:
        yield Fault.DAY_TO_COME, cell(Column.RECEIVED)
    if medium is None:
        yield Fault.NO_MEDIUM, cell(Column.MEDIUM)
    if sender.email and not ADDRESS.fullmatch(sender.email):
        yield Fault.BAD_ADDRESS, sender.email
    if cell(Column.PROTECTED).casefold() not in YES | NO:
        yield Fault.BAD_YES, cell(Column.PROTECTED)
    if sender.is_protected and not hearing.allows_protected_names:
        yield Fault.NO_PROTECTED_NAMES, ""
    if cpr.is_in(sender.name, sender.organisation, sender.email):
        yield Fault.NAME_HAS_NUMBER, ""


def moment(written: str, now: datetime) -> datetime | None:
    """Return the moment a cell says, in Danish time, or None: a day counts from noon, today from now.

    2026-03-01, 01-03-2026, 1.3.2026 and 1/3/2026 are days, with a time after them they are moments.
    """
    day, _sign, clock = written.replace("T", " ").partition(" ")
    found = re.fullmatch(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})", day, re.ASCII)
    try:
        on = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(day)
        at = time.fromisoformat(clock.strip().replace(".", ":").zfill(5)) if clock.strip() else None
    except ValueError:
        return None
    if not EARLIEST <= on.year <= LATEST:
        return None
    made = datetime.combine(on, at or time(12), at.tzinfo if at and at.tzinfo else ZONE)
    return now if at is None and on == now.astimezone(ZONE).date() and made > now else made
