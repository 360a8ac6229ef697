"""Every kind of thing: its word, and the address of its page. The one place that a new kind is entered."""

import enum
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import LazyString, lazy_gettext

from civic.board.models import Posting
from civic.decisions.models import CaseState, DecisionState, FollowUpState
from civic.dialogue.models import CommentState, Outcome
from civic.draws.models import DrawState
from civic.evidence.models import EvidenceKind, EvidenceState
from civic.grants.models import ApplicationState, SchemeState
from civic.groups.models import Admission, GroupState
from civic.hearings.models import Audience, HearingState, PartyState
from civic.kernel.trace import Kind, Ref
from civic.meetings.models import MeetingKind, MeetingState
from civic.moderation.models import AppealState
from civic.plans.models import LessonState, PlanState
from civic.processes.models import ProcessState
from civic.proposals.models import ProposalState
from civic.reports.models import ReportState
from civic.responses.models import Medium, ResponseState
from civic.said.wording import now, word
from civic.treatment.models import RemarkState
from civic.voting.models import BallotState, Secrecy

_ = lazy_gettext


@dataclass(frozen=True)
class Thing:
    """What is said of every thing of a kind: its word, its page, its states, and the sorts there are of it."""

    word: LazyString
    endpoint: str
    """The page it stands on; where it has none of its own, an address that leads to the page it stands on."""
    argument: str
    states: type[enum.Enum] | None = None
    traits: type[enum.Enum] | None = None
    fixed: tuple[tuple[str, str], ...] = ()
    """Other parts of the address that are the same for all of the kind."""
    note: LazyString | None = None
    """What a reader has to know of every one of them before taking part."""
    call: LazyString | None = None
    """What one does who takes part in it, as a button says it."""


THINGS: dict[Kind, Thing] = {
    Kind.PROCESS: Thing(_("Process"), "processes.process", "process_id", ProcessState),
    Kind.HEARING: Thing(
        _("Hearing"), "hearings.show", "hearing_id", HearingState, Audience, call=_("Answer the hearing")
    ),
    Kind.MEETING: Thing(
        _("Meeting"), "meetings.show", "meeting_id", MeetingState, MeetingKind, call=_("Come to the meeting")
    ),
    Kind.EVIDENCE: Thing(_("Evidence base"), "evidence.show", "evidence_id", EvidenceState, EvidenceKind),
    Kind.PAPER: Thing(_("Paper"), "papers.show", "paper_id"),
    Kind.PHOTO: Thing(_("Photograph"), "evidence.photo", "photo_id"),
    Kind.DRAW: Thing(_("Draw by lot"), "draws.show", "draw_id", DrawState, call=_("Enter the pool")),
    Kind.BALLOT: Thing(
        _("Vote"),
        "voting.show",
        "ballot_id",
        BallotState,
        Secrecy,
        note=_("The vote is advisory; the council decides. It is for those on its roll."),
        call=_("Cast your vote"),
    ),
    Kind.PLAN: Thing(_("Housing-social plan"), "plans.show", "plan_id", PlanState),
    Kind.EFFORT: Thing(_("Effort"), "plans.effort", "effort_id"),
    Kind.LESSON: Thing(_("What was learnt"), "lessons.show", "lesson_id", LessonState),
    Kind.SCHEME: Thing(_("Grant scheme"), "grants.scheme", "scheme_id", SchemeState, call=_("Apply")),
    Kind.APPLICATION: Thing(_("Grant"), "grants.show", "application_id", ApplicationState),
    Kind.ACTIVITY: Thing(_("Activity"), "grants.activity", "activity_id"),
    Kind.OPTION: Thing(_("Option"), "voting.option", "option_id"),
    Kind.GROUP: Thing(_("Group"), "groups.show", "group_id", GroupState, Admission, call=_("Join the group")),
    Kind.PROPOSAL: Thing(_("Proposal"), "proposals.show", "proposal_id", ProposalState),
    Kind.COMMENT: Thing(_("Comment"), "dialogue.comment", "comment_id", CommentState),
    Kind.REPORT: Thing(_("Report"), "reports.show", "report_id", ReportState),
    Kind.SECTION: Thing(_("Section"), "sections.show", "section_id"),
    Kind.VERSION: Thing(_("Version"), "reports.version", "version_id"),
    Kind.SECTION_TEXT: Thing(_("Section of a version"), "reports.section", "text_id"),
    Kind.PARTY: Thing(_("Party"), "councils.party", "party_id", PartyState),
    Kind.RESPONSE: Thing(_("Answer to a hearing"), "responses.show", "response_id", ResponseState, Medium),
    Kind.REMARK: Thing(_("Remark"), "front.follow", "thing_id", RemarkState, fixed=(("kind", "remark"),)),
    Kind.CASE: Thing(_("Case"), "decisions.case", "case_id", CaseState),
    Kind.DECISION: Thing(_("Decision"), "decisions.decision", "decision_id", DecisionState),
    Kind.BODY: Thing(_("Council or committee"), "bodies.show", "body_id"),
    Kind.ORGANISATION: Thing(_("Organisation"), "organisations.show", "organisation_id"),
    Kind.TOPIC: Thing(_("Topic"), "areas.topic", "topic_id"),
    Kind.AREA: Thing(_("Area"), "areas.show", "area_id"),
    Kind.APPEAL: Thing(_("Appeal"), "appeals.show", "appeal_id", AppealState),
    Kind.FOLLOW_UP: Thing(_("Follow-up"), "decisions.one_follow_up", "follow_up_id", FollowUpState),
}
"""In the order in which lists of several kinds have them."""

ORDER = {kind: place for place, kind in enumerate(THINGS)}


def address(thing: Ref, anchor: str | None = None) -> str:
    """Return the address of a thing's page, whichever room it lives in."""
    told = THINGS[thing.kind]
    values: dict[str, Any] = {told.argument: thing.id, **dict(told.fixed)}
    return url_for(told.endpoint, _anchor=anchor, **values)


def address_of(kind: str, number: int) -> str:
    """Return the whole address of a thing's page, for a mail."""
    told = THINGS[Kind(kind)]
    values: dict[str, Any] = {told.argument: number, **dict(told.fixed)}
    return url_for(told.endpoint, _external=True, **values)


def kind_word(kind: Kind) -> str:
    """Return the reader's word for a kind of thing."""
    return str(THINGS[kind].word)


def state_word(posting: Posting) -> str:
    """Return how far a thing on the board is, as the clock says, in the reader's words."""
    states = THINGS[posting.kind].states
    return word(states(posting.state_at(now()))) if states else ""


def outcome_said(posting: Posting) -> str:
    """Return how a thing on the board ended, in the reader's words; how far it is where that says no more."""
    return word(Outcome(posting.outcome)) if posting.outcome else state_word(posting)


def trait_word(posting: Posting) -> str:
    """Return which sort of its kind a thing on the board is, in the reader's words."""
    traits = THINGS[posting.kind].traits
    return word(traits(posting.trait)) if traits and posting.trait else ""
