"""What is shown of minutes that were handed in: each field beside the lines it was read from, and what fits nowhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from flask_babel import gettext as _

from civic.bodies.models import Body
from civic.bodies.queries import all_with_names
from civic.decisions import queries
from civic.decisions.models import UNDECIDED, Case, Decision, DecisionState, Transcript
from civic.decisions.reading import Bit, ReadItem, ReadMinutes, ReadVote, read_minutes
from civic.decisions.workflow import DECISION, PROCESS_CASES, DecisionVerb
from civic.http.task import TaskPage
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.processes.models import Process
from civic.processes.queries import process
from civic.said.choices import version_choices
from civic.said.thread import Link
from civic.said.wording import body_name, word
from civic.said.wording import day as said_day
from civic.web.decisions.forms import DecisionForm, ItemForm, MandateVoteForm, TranscriptForm

F = TypeVar("F", DecisionForm, MandateVoteForm)
SHORT_SOURCE = 200
"""Signs of the source that stand beside a field; the whole of it stands on the page of the minutes."""


@dataclass(frozen=True)
class Field:
    """One field as it was read, and the lines that it was read from."""

    label: str
    read: str
    """Empty where the minutes do not say it, or not clearly."""
    first: int = 0
    last: int = 0
    is_long: bool = False


@dataclass(frozen=True)
class Item:
    """One item as it was read, and the case that it is, where that stands here already."""

    at: int
    read: ReadItem
    fields: Sequence[Field]
    case: Case | None
    stop: Decision | None
    """The stop of its case at which the decision of these minutes can be entered."""


@dataclass(frozen=True)
class TranscriptsPage:
    """Where minutes are handed in."""

    template: ClassVar[str] = "decisions/transcripts.html"
    process: Process
    form: TranscriptForm
    handed_in: Sequence[Transcript]


@dataclass(frozen=True)
class TranscriptPage:
    """What was read of minutes, item by item, with what fits nowhere, and all their lines."""

    template: ClassVar[str] = "decisions/transcript.html"
    transcript: Transcript
    read: ReadMinutes
    fields: Sequence[Field]
    items: Sequence[Item]
    lines: Sequence[str]
    days_left: int


def _known(context: Context) -> dict[str, Body]:
    """Return the bodies by every name they have and had, in small letters; the name of today counts first."""
    found: dict[str, Body] = {}
    everybody = all_with_names(context)
    for one in everybody:
        found.setdefault(one.name.casefold(), one)
    for one in everybody:
        for earlier in one.earlier_names:
            found.setdefault(earlier.name.casefold(), one)
    return found


def _read(found: Transcript, known: Mapping[str, Body]) -> ReadMinutes:
    return read_minutes(found.text, list({one.id: one.name for one in known.values()}.values()))


def _chosen(read: ReadMinutes, at: int) -> ReadItem:
    if not 0 < at <= len(read.items):
        raise Refusal(Reason.NOT_FOUND)
    return read.items[at - 1]


def _filled(read: ReadItem, minutes: ReadMinutes, known: Mapping[str, Body]) -> dict[str, Any]:
    """Return the fields of the form as they were read; what is not clear stays empty."""
    title = read.title.words
    body = known.get(minutes.body.casefold()) if minutes.body and read.decision is not None else None
    found: dict[str, Any] = {
        "number": _words(read.case_number),
        "title": title,
        "resume": _words(read.resume),
        "background": _words(read.background),
        "recommended_by": _words(read.recommended_by),
        "recommendation": _words(read.recommendation),
        "earlier_decisions": _words(read.earlier),
        "openness": {None: "", True: "closed", False: "open"}[read.is_closed],
        "attachments": "\n".join(
            f"{one.title} | {one.document_number}" if one.document_number else one.title for one in read.attachments
        ),
        "route": "\n".join((*read.addressees, *read.unknown_addressees)),
        "decided_by": body.id if body is not None else 0,
        "on": minutes.met_on if body is not None else None,
        "outcome": read.outcome.value if read.outcome is not None and body is not None else "",
        "wording": _words(read.decision) if body is not None else "",
        "item_number": read.item_number if body is not None else None,
    }
    return found | (_votes(_decided_on(read)) if body is not None else {})


def _decided_on(read: ReadItem) -> ReadVote | None:
    """Return the vote that stands in the decision itself; what is told elsewhere may be another one."""
    own = [one for one in read.votes if read.decision is not None and one.source.first >= read.decision.first]
    return own[0] if len(own) == 1 else None


def _votes(vote: ReadVote | None) -> dict[str, Any]:
    if vote is None:
        return {}
    found: dict[str, Any] = {}
    for side, count in vote.counts.items():
        found |= {f"{side.value}_count": count, f"{side.value}_who": vote.who.get(side, "")}
    return found


def _words(bit: Bit | None) -> str:
    return bit.words if bit is not None else ""


def _sources(read: ReadItem) -> dict[str, Bit | None]:
    """Return from where each field of the form was read; None for what the minutes do not say."""
    vote, listed = _decided_on(read), read.attachments
    return {
        "number": read.case_number,
        "title": read.title,
        "resume": read.resume,
        "background": read.background,
        "recommended_by": read.recommended_by,
        "recommendation": read.recommendation,
        "earlier_decisions": read.earlier,
        "openness": read.title if read.is_closed is not None else None,
        "attachments": Bit("", listed[0].line, listed[-1].last) if listed else None,
        "route": read.addressed,
        "outcome": read.decision if read.outcome is not None else None,
        "wording": read.decision,
        "for_count": vote.source if vote is not None else None,
    }


def _beside(bit: Bit | None, rows: Sequence[str]) -> str:
    if bit is None:
        return _("The minutes do not say it, or not clearly.")
    there = " ".join(" ".join(rows[bit.first - 1 : bit.last]).split())
    shown = there if len(there) <= SHORT_SOURCE else f"{there[:SHORT_SOURCE]}…"
    return f"{_at(bit.first, bit.last)}: {shown}"


def _at(first: int, last: int) -> str:
    if first == last:
        return _("Line %(number)s", number=first)
    return _("Lines %(first)s–%(last)s", first=first, last=last)


def _met(read: ReadMinutes) -> Iterator[Field]:
    yield Field(_("Body"), read.body or "", read.body_line, read.body_line)
    yield Field(_("Date of the meeting"), said_day(read.met_on) if read.met_on else "", read.met_line, read.met_line)


def _items(context: Context, found: Transcript, read: ReadMinutes, known: Mapping[str, Body]) -> list[Item]:
    numbers = {one.case_number.words for one in read.items if one.case_number is not None}
    there = queries.by_numbers(context, found.process_id, numbers)
    body = known.get(read.body.casefold()) if read.body else None
    made = []
    for at, one in enumerate(read.items, start=1):
        case = there.get(_words(one.case_number))
        made.append(
            Item(
                at,
                one,
                list(_fields(one)),
                case,
                _stop(context, case, body) if case is not None and one.decision else None,
            )
        )
    return made


def _stop(context: Context, case: Case, body: Body | None) -> Decision | None:
    waiting = (one for one in case.decisions if body is not None and one.body_id == body.id)
    return next((one for one in waiting if DECISION.may(context, DecisionVerb.RECORD, one)), None)


def _fields(read: ReadItem) -> Iterator[Field]:
    """Give every field of an item, those that were not read too, so that nobody thinks they were."""
    closed = {None: "", True: _("Closed item"), False: _("Open item")}[read.is_closed]
    yield Field(_("Open or closed"), closed, read.title.first, read.title.last)
    bits = [
        (_("Case number"), read.case_number, False),
        (_("Resume"), read.resume, True),
        (_("Background"), read.background, True),
        (_("Recommended by"), read.recommended_by, False),
        (_("Addressed to"), read.addressed, False),
        (_("The recommendation (indstilling)"), read.recommendation, True),
        (_("Earlier decisions"), read.earlier, True),
        (_("The decision, word for word"), read.decision, True),
    ]
    for label, bit, is_long in bits:
        yield Field(label, _words(bit), bit.first if bit else 0, bit.last if bit else 0, is_long)
    where = read.decision
    outcome = word(read.outcome) if read.outcome is not None else ""
    yield Field(_("Outcome"), outcome, where.first if where else 0, where.last if where else 0)


@dataclass(frozen=True)
class Source:
    """Which item of which minutes a form is filled from, and which of the votes told in it; counted from 1."""

    transcript_id: int
    at: int
    vote: int | None = None


def prefilled(context: Context, form: type[F], process_id: int, source: Source) -> F:
    """Return a form with what minutes say of a decision, each field with where that stands; Refusal(NOT_FOUND)."""
    found = queries.transcript(context, source.transcript_id)
    if found.process_id != process_id:
        raise Refusal(Reason.NOT_FOUND)
    known = _known(context)
    minutes = _read(found, known)
    read = _chosen(minutes, source.at)
    rows = found.text.splitlines()
    if source.vote is not None:
        if source.vote > len(read.votes):
            raise Refusal(Reason.NOT_FOUND)
        vote = read.votes[source.vote - 1]
        told = form(formdata=None, wording=vote.source.words, **_votes(vote))
        told.for_count.description = _beside(vote.source, rows)
        return told
    filled = _filled(read, minutes, known)
    own = {name: filled[name] for name in ("on", "outcome", "wording", "item_number") if filled[name]}
    made = form(formdata=None, **own, **_votes(_decided_on(read)))
    for name, bit in _sources(read).items():
        if name in made:
            made[name].description = _beside(bit, rows)
    return made


def transcripts_page(context: Context, process_id: int, form: TranscriptForm) -> TranscriptsPage:
    """Return where minutes are handed in for a process, for those who work on its cases."""
    parent = process(context, process_id)
    PROCESS_CASES.require(context, DecisionVerb.HAND_IN_MINUTES, parent)
    return TranscriptsPage(parent, form, queries.transcripts_of(context, process_id))


def transcript_page(context: Context, transcript_id: int) -> TranscriptPage:
    """Return what was read of minutes."""
    found = queries.transcript(context, transcript_id)
    known = _known(context)
    read = _read(found, known)
    return TranscriptPage(
        transcript=found,
        read=read,
        fields=list(_met(read)),
        items=_items(context, found, read, known),
        lines=found.text.splitlines(),
        days_left=queries.days_left(found, context.today),
    )


def item_page(context: Context, transcript_id: int, at: int, where: Sequence[Link], form: ItemForm | None) -> TaskPage:
    """Return the form for an item as a case, filled with what was read, each field with where that stands."""
    found = queries.transcript(context, transcript_id)
    known = _known(context)
    read = _read(found, known)
    chosen = _chosen(read, at)
    form = form or ItemForm(formdata=None, **_filled(chosen, read, known))
    offer(context, form, found, known)
    rows = found.text.splitlines()
    for name, bit in _sources(chosen).items():
        form[name].description = _beside(bit, rows)
    said = _("Nothing is entered until you have looked at it. Beside each field stands what it was read from.")
    left = ((_("What fits no field"), "\n\n".join(one.words for one in chosen.unplaced)),) if chosen.unplaced else ()
    heading = _("Item %(number)s as a case", number=chosen.item_number)
    return TaskPage(heading, form, _("Open the case"), said, tuple(where), left)


def offer(context: Context, form: ItemForm, found: Transcript, known: Mapping[str, Body] | None = None) -> None:
    """Give the form what can be chosen in it."""
    form.named = known or _known(context)
    form.version_id.choices = version_choices(context, found.process_id)
    bodies = {one.id: one for one in form.named.values()}
    form.decided_by.choices = [(0, _("None: only the case")), *((key, body_name(one)) for key, one in bodies.items())]
    outcomes = [(one.value, word(one)) for one in DecisionState if one not in UNDECIDED]
    form.outcome.choices = [("", _("Not stated")), *outcomes]
