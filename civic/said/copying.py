"""What is public of a process as tables, each column described: for the copy that needs no server.

Read by nobody in particular: what no visitor is shown stands in none of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from civic.board.queries import told_of_process
from civic.decisions import queries as decisions
from civic.decisions.models import said_of
from civic.hearings.models import HearingState
from civic.hearings.queries import hearings_of
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref, links_from
from civic.reports import queries as reports
from civic.said.note import answer_columns, columns, note_table, white_book_table
from civic.said.wording import body_name, iso, word

COPYING = "civic.copying"
"""Stands in a request's environment when the site asks itself, to copy what it answers; no header becomes this."""
TEXT, NUMBER, TIME, DAY, YES_NO = "string", "integer", "datetime", "date", "boolean"
"""What a column holds, as Frictionless Table Schema calls it."""
Cell = str | int | bool | None


@dataclass(frozen=True)
class Field:
    """One column: its name, what it holds, and what it means."""

    name: str
    type: str
    about: str


@dataclass(frozen=True)
class Table:
    """One table of the copy: its file's name, what it is called and holds, and its rows, given once."""

    name: str
    title: str
    about: str
    fields: Sequence[Field]
    rows: Iterator[Sequence[Cell]]


def tables(context: Context, process_id: int, copied: Mapping[Ref, str]) -> list[Table]:
    """Return all that is public of a process as tables; `copied` says which pages are in the copy, and where."""
    return [
        _things(context, process_id, copied),
        _links(context, copied),
        _sections(context, process_id, copied),
        _answers(context, process_id),
        _remarks(context, process_id),
        _decisions(context, process_id, copied),
        _follow_ups(context, process_id, copied),
    ]


def _things(context: Context, process_id: int, copied: Mapping[Ref, str]) -> Table:
    fields = (
        Field("kind", TEXT, _("What kind of thing it is")),
        Field("id", NUMBER, _("Its number among those of its kind")),
        Field("title", TEXT, _("What it is called")),
        Field("under", TEXT, _("What stands beside the title: whose it is, where, or under which number")),
        Field("lead", TEXT, _("What it is about, in a sentence or two")),
        Field("state", TEXT, _("How far it was when the copy was made")),
        Field("at", TIME, _("When it came, or takes place")),
        Field("opens_at", TIME, _("From when one can take part in it")),
        Field("closes_at", TIME, _("Until when one can take part in it; the instant itself is not in it")),
        Field("outcome", TEXT, _("What came of it")),
        Field("ended_at", TIME, _("When something came of it")),
        Field("is_example", YES_NO, _("Whether it is invented, as an example")),
        Field("text", TEXT, _("All that is said in it")),
        Field("page", TEXT, _("Where its page lies in the copy")),
    )

    def rows() -> Iterator[Sequence[Cell]]:
        for one in told_of_process(context, process_id):
            yield (
                one.kind.value,
                one.thing_id,
                one.title,
                one.under,
                one.lead,
                one.state_at(context.now),
                iso(one.at),
                iso(one.opens_at) if one.opens_at else None,
                iso(one.closes_at) if one.closes_at else None,
                one.outcome,
                iso(one.ended_at) if one.ended_at else None,
                one.is_example,
                one.text,
                copied.get(one.home),
            )

    return Table("things", _("Everything in the process"), _("A row for each thing that is public."), fields, rows())


def _links(context: Context, copied: Mapping[Ref, str]) -> Table:
    fields = (
        Field("source_kind", TEXT, _("What kind of thing came first")),
        Field("source_id", NUMBER, _("Its number")),
        Field("target_kind", TEXT, _("What kind of thing came of it")),
        Field("target_id", NUMBER, _("Its number")),
        Field("at", TIME, _("When somebody said that the one led to the other")),
        Field("source_page", TEXT, _("Where the first one's page lies in the copy")),
        Field("target_page", TEXT, _("Where the second one's page lies in the copy")),
    )

    def rows() -> Iterator[Sequence[Cell]]:
        for one in links_from(context, copied):
            source, target = Ref(one.source_kind, one.source_id), Ref(one.target_kind, one.target_id)
            if target in copied:
                ends = (source.kind.value, source.id, target.kind.value, target.id)
                yield (*ends, iso(one.at), copied[source], copied[target])

    about = _("A row for each tie between two things whose pages are in the copy: this came of that.")
    return Table("links", _("The red thread"), about, fields, rows())


def _sections(context: Context, process_id: int, copied: Mapping[Ref, str]) -> Table:
    fields = (
        Field("report", NUMBER, _("The report's number")),
        Field("version", TEXT, _("The version's label")),
        Field("published_at", TIME, _("When the version was published; since then it is frozen")),
        Field("section", NUMBER, _("The section's number through all versions")),
        Field("place", TEXT, _("What kind of section it is, and its number in this version")),
        Field("heading", TEXT, _("Its heading")),
        Field("text", TEXT, _("Its words in this version")),
        Field("page", TEXT, _("Where the version's page lies in the copy")),
    )

    def rows() -> Iterator[Sequence[Cell]]:
        for version in reports.versions_in(context, process_id):
            page = copied.get(Ref(Kind.VERSION, version.id))
            for one in version.texts if page else ():
                place = f"{word(one.kind)} {one.number}"
                at = iso(version.published_at)
                yield version.report_id, version.label, at, one.section_id, place, one.heading, one.text, page

    about = _("A row for each section in each published version.")
    return Table("sections", _("Reports, version by version"), about, fields, rows())


def _answers(context: Context, process_id: int) -> Table:
    meanings = (
        _("The answer's number in its hearing"),
        _("From whom and how it came, as everybody may know it"),
        _("When it came, and whether in time"),
        _("Which version was heard"),
        _("What was answered, in the words of the sender"),
        _("What became of each remark, once the note is published"),
    )
    rows = _of_hearings(context, process_id, white_book_table)
    names = ("number", "sender", "received", "version", "answer", "became")
    fields = _described(names, answer_columns(), meanings)
    return Table("answers", _("Answers to the hearings"), _("A row for each answer that is shown."), fields, rows)


def _remarks(context: Context, process_id: int) -> Table:
    meanings = (
        _("The answer's number, and the remark's in it"),
        _("From whom and how it came, as everybody may know it"),
        _("When it came, and whether in time"),
        _("What in the report it concerns"),
        _("What the remark says"),
        _("What the administration says to it, on whose behalf and when"),
        _("What came of it"),
        _("Which words were changed: what is gone in [- -], what is new in [+ +]"),
    )
    rows = _of_hearings(context, process_id, note_table, concluded=True)
    names = ("number", "sender", "received", "concerns", "remark", "comment", "outcome", "change")
    about = _("A row for each remark of the hearings whose note is published, with its answer.")
    return Table("remarks", _("Remarks and their answers"), about, _described(names, columns(), meanings), rows)


def _described(names: Sequence[str], heads: Sequence[str], meanings: Sequence[str]) -> Sequence[Field]:
    """Return the columns of a table that has heads in words: the same words begin what each column means."""
    told = [Field(name, TEXT, f"{head}: {about}") for name, head, about in zip(names, heads, meanings, strict=True)]
    return (Field("hearing", NUMBER, _("The hearing's number")), *told)


def _of_hearings(
    context: Context,
    process_id: int,
    table: Callable[[Context, int], Iterator[tuple[str, ...]]],
    *,
    concluded: bool = False,
) -> Iterator[Sequence[Cell]]:
    for hearing in hearings_of(context, process_id):
        state = hearing.state_at(context.now)
        if state is HearingState.DRAFT or (concluded and state is not HearingState.CONCLUDED):
            continue
        lines = table(context, hearing.id)
        next(lines)
        for line in lines:
            yield (hearing.id, *line)


def _decisions(context: Context, process_id: int, copied: Mapping[Ref, str]) -> Table:
    fields = (
        Field("decision", NUMBER, _("The decision's number")),
        Field("case", NUMBER, _("The case's number among the cases, where it is of one")),
        Field("body", TEXT, _("Which council or committee decided")),
        Field("step", NUMBER, _("When it had the case: after those of a lower step, with those of its own")),
        Field("decided_on", DAY, _("On which day, where it is known")),
        Field("item_number", TEXT, _("Under which item of its agenda")),
        Field("state", TEXT, _("What it decided; only what adopts is final")),
        Field("wording", TEXT, _("The decision in the words of the minutes")),
        Field("votes", TEXT, _("How many on each side, and who, as recorded; nothing is worked out from seats")),
        Field("votes_as_written", TEXT, _("The votes in the words of the minutes")),
        Field("page", TEXT, _("Where the case's page lies in the copy")),
    )

    def rows() -> Iterator[Sequence[Cell]]:
        for one in decisions.open_in(context, process_id):
            said = said_of(one)
            home = Ref(Kind.CASE, one.case_id) if one.case_id else Ref(Kind.PROCESS, process_id)
            yield (
                one.id,
                one.case_id,
                body_name(one.body, one.decided_on),
                one.step,
                said["decided_on"] or None,
                said["item_number"],
                word(one.state),
                said["wording"],
                said["votes"],
                said["votes_as_written"],
                copied.get(home),
            )

    about = _("A row for each time a body decided, of open items.")
    return Table("decisions", _("Decisions and their votes"), about, fields, rows())


def _follow_ups(context: Context, process_id: int, copied: Mapping[Ref, str]) -> Table:
    fields = (
        Field("follow_up", NUMBER, _("Its number")),
        Field("case", NUMBER, _("The case's number among the cases")),
        Field("text", TEXT, _("What is to be done")),
        Field("responsible", TEXT, _("Who is responsible")),
        Field("due_on", DAY, _("By when")),
        Field("state", TEXT, _("How far it was when the copy was made, as whoever is responsible says it")),
        Field("done_on", DAY, _("On which day it was done")),
        Field("result", TEXT, _("What came of it")),
        Field("page", TEXT, _("Where the case's page lies in the copy")),
    )

    def rows() -> Iterator[Sequence[Cell]]:
        for one in decisions.follow_ups_in(context, process_id):
            yield (
                one.id,
                one.case_id,
                one.text,
                one.responsible,
                one.due_on.isoformat(),
                word(one.state),
                one.done_on.isoformat() if one.done_on else None,
                one.result,
                copied.get(Ref(Kind.CASE, one.case_id)),
            )

    about = _("A row for each commitment, of open items.")
    return Table("follow_ups", _("What is done about it"), about, fields, rows())
