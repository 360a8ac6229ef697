"""What was put right on a thing's page, said: what it was, what stood there before, when, why and who did it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import LazyString, lazy_gettext

from civic.areas.models import AreaKind
from civic.db.base import last_day
from civic.decisions.models import DecisionState, DissentKind, Side
from civic.dialogue.models import Outcome
from civic.evidence.models import Consent, EvidenceKind, EvidenceState, Measure, Voice
from civic.groups.models import Admission, Discussion, GroupKind, GroupState
from civic.kernel import correction
from civic.kernel.context import Context
from civic.kernel.correction import ADDITION, Correction
from civic.kernel.trace import Kind, Ref
from civic.meetings.models import MeetingKind, MeetingState
from civic.people.models import OrganisationKind
from civic.people.queries import names_of
from civic.plans.models import LessonState, SeatPart
from civic.processes.models import Capacity, ProcessState, Way
from civic.said.wording import day, meeting_time, money, number, precisions, word

_ = lazy_gettext
SHOWN = 10
"""On a page; the others stand on one of their own."""
PARTS: dict[str, LazyString] = {
    "process": _("Process"),
    "mandate": _("Mandate (kommissorium)"),
    "task": _("Task"),
    "milestone": _("Something that happened"),
    "appointment": _("Seat"),
    "group": _("Group"),
    "meeting": _("Meeting"),
    "audience": _("Whom it wants to reach"),
    "programme_item": _("Item of the programme"),
    "agenda_item": _("Item of the agenda"),
    "action_point": _("Agreed task"),
    "minutes": _("Minutes"),
    "paper": _("Paper"),
    "draw": _("Draw by lot"),
    "visit": _("Site visit"),
    "presentation": _("Expert talk"),
    "key_figure": _("Key figure"),
    "statement": _("Statement"),
    "case": _("Case"),
    "attachment": _("Attachment"),
    "earlier_decision": _("Earlier decision"),
    "follow_up_progress": _("How it goes"),
    "undertaking": _("Takes part"),
    "contest": _("Answer to somebody who contests it"),
    "report_back": _("What the body was told"),
    "dissent": _("What the minority had put on record"),
    "decision": _("Decision"),
    "follow_up": _("What was done about it"),
    "ballot": _("Vote"),
    "note": _("Hearing note"),
    "body": _("Council or committee"),
    "body_member": _("Member"),
    "sitting_item": _("Item of the minutes"),
    "body_name": _("Earlier name"),
    "party_letter": _("Party's letter"),
    "topic": _("Topic"),
    "area": _("Area"),
    "organisation": _("Organisation"),
    "unit": _("Unit"),
    "participant": _("Organisation that takes part"),
    "seats": _("Seats"),
    "report": _("Report"),
    "hearing": _("Hearing"),
    "question": _("Question"),
    "answer": _("Answer"),
    "proposal": _("Proposal"),
    "scheme": _("Grant scheme"),
    "point": _("Goal, target group, method or kind of cost"),
    "criterion": _("Criterion"),
    "chain": _("Link of the theory of change"),
    "steering": _("Who sits in the steering group"),
    "cost": _("Cost"),
    "grant": _("What everybody reads of the grant"),
    "activity": _("Activity"),
    "account": _("Line of the accounts"),
    "plan": _("Plan"),
    "approval": _("Approval"),
    "seat": _("Who works with the plan"),
    "event": _("Something that happened"),
    "measurement": _("Measurement"),
    "step": _("Who approves it"),
    "lesson": _("What was learnt"),
    "effort": _("Effort"),
    "goal": _("Goal"),
    "indicator": _("Indicator"),
    "source": _("Source of money"),
    "line": _("Line of the budget"),
    "agreement": _("Agreement"),
}
FIELDS: dict[str, LazyString] = {
    "title": _("title"),
    "full_title": _("full title"),
    "question": _("question"),
    "starts_on": _("beginning"),
    "ends_on": _("end"),
    "starts_precision": _("how exactly the beginning is known"),
    "ends_precision": _("how exactly the end is known"),
    "contact_unit": _("contact"),
    "contact_email": _("contact by e-mail"),
    "contact_phone": _("contact by telephone"),
    "next_step": _("next step"),
    "review_on": _("when it is looked at again"),
    "shows_at_once": _("whether proposals are shown at once"),
    "support_wanted": _("how much support leads to something"),
    "support_days": _("within how many days"),
    "support_leads_to": _("what it leads to"),
    "support_owner": _("who sees to it"),
    "support_due_days": _("how many days they have"),
    "spoken_to": _("how many comments the answer speaks to"),
    "goes_on_in": _("in which it was to go on"),
    "background": _("background"),
    "heading": _("heading"),
    "text": _("text"),
    "answer": _("how it was met"),
    "happened_on": _("date"),
    "name": _("name"),
    "affiliation": _("party or where from"),
    "part": _("what they are in it"),
    "party": _("party"),
    "sent_by": _("chosen by"),
    "appointed_on": _("date of the appointment"),
    "item_number": _("item on the agenda"),
    "about": _("description"),
    "place": _("place"),
    "access": _("access"),
    "starts_at": _("time"),
    "ends_at": _("end"),
    "state": _("outcome"),
    "number": _("number"),
    "recommended_by": _("recommended by"),
    "recommendation": _("recommendation"),
    "presented": _("how it was presented"),
    "earlier_decisions": _("earlier decisions"),
    "document_number": _("document number"),
    "wording": _("wording"),
    "decided_on": _("date of the meeting"),
    "votes": _("votes"),
    "votes_as_written": _("the votes as the minutes have them"),
    "reading": _("reading"),
    "sent_back_to": _("to whom it was sent back"),
    "out_of_turn": _("why it was before the bodies ahead of it"),
    "ended_on": _("last day on the seat"),
    "ended_because": _("why the seat was left"),
    "until_on": _("last day"),
    "precision": _("how exactly the date is known"),
    "responsible": _("responsible"),
    "due_on": _("by when"),
    "done_on": _("done on"),
    "result": _("result"),
    "approved_on": _("date of the approval"),
    "handed_over_on": _("date of the handover"),
    "status": _("state"),
    "seats": _("number of seats"),
    "override_reason": _("reason for the exception"),
    "kind": _("kind"),
    "admission": _("who may join"),
    "criteria": _("by what it is decided"),
    "asks": _("question in the heading"),
    "what_is_proposed": _("what is proposed"),
    "what_it_means": _("what it means"),
    "what_can_change": _("what can be changed"),
    "outcome": _("outcome"),
    "expected_on": _("expected meeting"),
    "expected_precision": _("how exactly the date is known"),
    "is_not_stated": _("whether the record leaves it out"),
    "version": _("version"),
    "body": _("council or committee"),
    "parent_id": _("what it lies in"),
    "web": _("its own site"),
    "letterhead": _("letterhead"),
    "closed_on": _("last day"),
    "capacity": _("as what"),
    "way": _("how the seat was filled"),
    "reached": _("how they were reached"),
    "speakers": _("speakers"),
    "target_group": _("whom it is for"),
    "unit_id": _("who arranges it"),
    "owner": _("who does it"),
    "quotas": _("quotas"),
    "closes_at": _("last day on which one can enter"),
    "purpose": _("purpose"),
    "participants": _("who took part"),
    "questions": _("what was asked"),
    "speaker": _("speaker"),
    "speaker_title": _("title at the time"),
    "speaker_organisation": _("organisation at the time"),
    "measure": _("how it is counted"),
    "unit": _("unit"),
    "year": _("year"),
    "cells": _("numbers"),
    "voice": _("from where"),
    "said_by": _("who said it"),
    "speaks_as": _("what they speak as"),
    "consent": _("consent"),
    "consented_on": _("day of the consent"),
    "area_id": _("area"),
    "meeting_id": _("meeting"),
    "source": _("source"),
    "valid_from": _("first day under the name"),
    "valid_to": _("last day under the name"),
    "discussion": _("discussion"),
    "body_ids": _("who meets together"),
    "treats": _("what it treats"),
    "by_year": _("whether just the years are known"),
    "letter": _("letter"),
    "resume": _("resume"),
    "presented_by": _("who presents it"),
    "decided_precision": _("how exactly the date is known"),
    "reference": _("its number there"),
    "is_replaced": _("whether it is replaced"),
    "by": _("who"),
    "involved": _("who takes part"),
    "citizens_role": _("the citizens' part"),
    "indicator": _("by what it is seen"),
    "is_yes": _("what they made of it"),
    "appropriation": _("what there is to give"),
    "expires_on": _("when the appropriation expires"),
    "wish": _("what is wished for"),
    "held_on": _("day"),
    "minutes": _("how long it lasted"),
    "amount": _("amount"),
    "document": _("document"),
    "paper_id": _("paper"),
    "words": _("words"),
    "activity_id": _("for which activity"),
    "ballot_id": _("vote"),
    "said": _("conditions and reasons"),
    "stands_for": _("title and organisation"),
    "profile": _("what they do in it"),
    "effort_id": _("effort"),
    "indicator_id": _("indicator"),
    "measured_on": _("day"),
    "measured": _("what it was"),
    "asked_on": _("when they were asked"),
    "submitted_on": _("day on which it was sent to the fund"),
    "theme": _("theme"),
    "tried": _("what was tried"),
    "came_of_it": _("what came of it"),
    "contact": _("who can be asked"),
}

OWN_FIELDS: dict[tuple[str, str], LazyString] = {
    ("group", "capacity"): _("places"),
    ("activity", "participants"): _("how many came"),
}
"""What a fact is called in one part alone, where it means something else than in the others."""


@dataclass(frozen=True)
class Line:
    """One thing that was put right, or added."""

    id: int
    part: str
    part_id: int
    what: str
    """Which part it was, by its kind and what it was called."""
    said_of: str
    """Which of its facts."""
    before: str
    reason: str
    at: datetime
    who: str
    is_addition: bool
    blotted_at: datetime | None
    """When the words that stood there were taken out for good, and why."""
    blotted_because: str


@dataclass(frozen=True)
class Corrected:
    """What was put right on one page, the newest first, and whether there is more."""

    thing: Ref
    lines: tuple[Line, ...] = ()
    next_before: int | None = None
    newest: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """Of each part that was put right the newest line, shown here or not."""

    def shows(self, line_id: int) -> bool:
        """Return whether a line stands on this page."""
        return any(one.id == line_id for one in self.lines)


NAMELESS = frozenset({Kind.APPLICATION})
"""On whose pages nobody is told who put something right: who applied for a grant is not public."""


def corrected(
    context: Context, thing: Ref, *, before: int | None = None, at_most: int = SHOWN, part: str | None = None
) -> Corrected:
    """Return what was put right on a thing's page, in two statements, one where nothing was, three where it goes on.

    Or, for a page that shows parts of one kind alone, in those.
    """
    found = correction.of(context, thing, before=before, at_most=at_most + 1, part=part)
    if not found:
        return Corrected(thing)
    shown = found[:at_most]
    told = {one.by_id for one in shown if one.by_id is not None} if thing.kind not in NAMELESS else set()
    names = names_of(context, told)
    lines = tuple(_line(one, names.get(one.by_id or 0, "")) for one in shown)
    if len(found) > at_most:
        return Corrected(thing, lines, shown[-1].id, correction.newest(context, thing))
    return Corrected(thing, lines, None, {(one.part, one.part_id): one.id for one in reversed(found)})


def _line(one: Correction, who: str) -> Line:
    return Line(
        id=one.id,
        part=one.part,
        part_id=one.part_id,
        what=f"{PARTS[one.part]} »{one.about}«" if one.about else str(PARTS[one.part]),
        said_of="" if one.field == ADDITION else str(OWN_FIELDS.get((one.part, one.field)) or FIELDS[one.field]),
        before=_said(one.part, one.field, one.before),
        reason=one.reason,
        at=one.at,
        who=who,
        is_addition=one.field == ADDITION,
        blotted_at=one.blotted_at,
        blotted_because=one.blotted_because,
    )


def _said(part: str, field: str, before: str) -> str:
    """Return a value that stood somewhere, in the reader's words."""
    if not before:
        return ""
    say = _SAY.get((part, field)) or _SAY.get(("", field))
    return say(before) if say else before


def _day(said: str) -> str:
    return day(date.fromisoformat(said))


def _precision(said: str) -> str:
    return dict(precisions()).get(said, said)


def _votes(said: str) -> str:
    sides: Sequence[str] = said.split("; ")
    found = []
    for one in sides:
        side, _space, rest = one.partition(" ")
        found.append(f"{word(Side(side))} {rest}" if side in {each.value for each in Side} else one)
    return "; ".join(found).removesuffix(": ")


def _money(said: str) -> str:
    return money(int(said))


def _decimal(said: str) -> str:
    return number(float(said))


_YES_OR_NO = ("is_not_stated", "is_replaced", "by_year", "shows_at_once")
_SAY: dict[tuple[str, str], Callable[[str], str]] = {
    **{("", name): _day for name in ("starts_on", "ends_on", "happened_on", "appointed_on", "decided_on", "due_on",
                                     "done_on", "ended_on", "until_on", "valid_from", "valid_to",
                                     "approved_on", "handed_over_on", "expected_on")},
    **{("", name): _precision for name in ("starts_precision", "ends_precision", "precision", "expected_precision",
                                                   "decided_precision")},
    ("", "closed_on"): _day,
    ("key_figure", "cells"): lambda said: said.replace("*", str(_("not shown"))),
    ("draw", "closes_at"): lambda said: day(last_day(datetime.fromisoformat(said))),
    ("", "consented_on"): _day,
    ("organisation", "kind"): lambda said: word(OrganisationKind(said)),
    ("area", "kind"): lambda said: word(AreaKind(said)),
    ("participant", "capacity"): lambda said: word(Capacity(said)),
    ("appointment", "way"): lambda said: word(Way(said)),
    ("", "ends_at"): lambda said: meeting_time(datetime.fromisoformat(said)),
    ("process", "status"): lambda said: word(ProcessState(said)),
    ("group", "status"): lambda said: word(GroupState(said)),
    ("group", "kind"): lambda said: word(GroupKind(said)),
    ("group", "discussion"): lambda said: word(Discussion(said)),
    ("group", "admission"): lambda said: word(Admission(said)),
    ("answer", "outcome"): lambda said: word(Outcome(said)),
    **{("", name): lambda said: str(_("Yes") if said == "True" else _("No")) for name in _YES_OR_NO},
    **{(kind, "status"): lambda said: word(EvidenceState(said)) for kind in (one.value for one in EvidenceKind)},
    ("key_figure", "measure"): lambda said: word(Measure(said)),
    ("statement", "voice"): lambda said: word(Voice(said)),
    ("statement", "consent"): lambda said: word(Consent(said)),
    ("", "starts_at"): lambda said: meeting_time(datetime.fromisoformat(said)),
    ("decision", "state"): lambda said: word(DecisionState(said)),
    ("decision", "votes"): _votes,
    ("dissent", "kind"): lambda said: word(DissentKind(said)),
    ("meeting", "kind"): lambda said: word(MeetingKind(said)),
    **{("", name): _day for name in ("asked_on", "measured_on", "held_on", "submitted_on", "expires_on")},
    **{("", name): _money for name in ("appropriation", "amount")},
    ("", "measured"): _decimal,
    ("scheme", "closes_at"): lambda said: day(last_day(datetime.fromisoformat(said))),
    ("seat", "part"): lambda said: word(SeatPart(said)),
    ("approval", "is_yes"): lambda said: str(_("Approved") if said == "True" else _("Not approved")),
    ("lesson", "state"): lambda said: word(LessonState(said)),
    ("meeting", "state"): lambda said: word(MeetingState(said)).lower(),
}  # fmt: skip
