"""The words of every state, reason, role and outcome; the texts are messages, translated in the catalogues."""

import enum

from flask_babel import LazyString, lazy_gettext

from civic.decisions.models import CaseState, DecisionState, FollowUpState, Side
from civic.dialogue.models import CommentState, Outcome
from civic.groups.models import Admission, GroupKind, GroupState
from civic.hearings.models import HearingState, Medium, PartyState, RemarkState, Stance
from civic.kernel.actor import Role, Scope
from civic.kernel.refusal import Reason
from civic.meetings.models import MeetingState
from civic.people.models import BodyKind, PersonState
from civic.processes.models import ProcessKind, ProcessState, SeatCategory
from civic.proposals.models import ProposalState
from civic.reports.compare import Change
from civic.reports.models import Purpose, ReportState, SectionKind
from civic.voting.models import BallotState, Mode

_ = lazy_gettext

WORDS: dict[enum.Enum, LazyString] = {
    ProcessKind.TASK_COMMITTEE: _("Task committee"),
    ProcessState.PREPARING: _("Being prepared"),
    ProcessState.RUNNING: _("At work"),
    ProcessState.HANDED_OVER: _("Handed over"),
    ProcessState.CLOSED: _("Finished"),
    SeatCategory.COUNCIL_MEMBER: _("Members of the municipal council"),
    SeatCategory.OTHER_MEMBER: _("Other members"),
    GroupKind.WORKING: _("Working group"),
    GroupKind.WRITING: _("Writing group"),
    Admission.OPEN: _("Open to members and other interested residents"),
    Admission.MEMBERS_ONLY: _("Members only. Everyone can read what is published"),
    GroupState.ACTIVE: _("At work"),
    GroupState.ENDED: _("Work ended"),
    MeetingState.PLANNED: _("To come"),
    MeetingState.HELD: _("Held"),
    MeetingState.CANCELLED: _("Cancelled"),
    ProposalState.DRAFT: _("Draft, seen only by you"),
    ProposalState.HELD: _("Held back: it looks as if it has a CPR number in it"),
    ProposalState.SUBMITTED: _("Handed in, waiting for the facilitator"),
    ProposalState.SENT_BACK: _("Sent back to you"),
    ProposalState.ACCEPTED: _("Published"),
    ProposalState.ANSWERED: _("Answered"),
    ProposalState.WITHDRAWN: _("Withdrawn"),
    CommentState.HELD: _("Held back: it looks as if it has a CPR number in it"),
    CommentState.PUBLISHED: _("Published"),
    CommentState.HIDDEN: _("Hidden by the facilitator"),
    Outcome.ACCEPTED: _("Accepted"),
    Outcome.PARTLY: _("Partly accepted"),
    Outcome.NOT_ACCEPTED: _("Not accepted"),
    Outcome.NOTED: _("Noted"),
    Outcome.OUT_OF_SCOPE: _("Outside the subject"),
    ReportState.WRITING: _("Being written"),
    ReportState.FINISHED: _("Finished"),
    SectionKind.SECTION: _("Section"),
    SectionKind.PRINCIPLE: _("Principle"),
    SectionKind.RECOMMENDATION: _("Recommendation"),
    Purpose.HEARING: _("Sent in hearing"),
    Purpose.FINAL: _("Final"),
    Change.SAME: _("unchanged"),
    Change.ADDED: _("added:"),
    Change.REMOVED: _("deleted:"),
    HearingState.DRAFT: _("Being prepared"),
    HearingState.OPEN: _("Open"),
    HearingState.CLOSED: _("Deadline passed, answers are being treated"),
    HearingState.CONCLUDED: _("Finished, the hearing note is published"),
    PartyState.PREPARED: _("Not asked yet"),
    PartyState.INVITED: _("Invited"),
    PartyState.DRAFTING: _("Writing its answer"),
    PartyState.HELD: _("Answered, held back for a CPR-like number"),
    PartyState.SUBMITTED: _("Answered"),
    PartyState.SILENT: _("No answer"),
    PartyState.TREATED: _("Answered and treated"),
    Medium.WRITTEN: _("In writing"),
    Medium.ORAL: _("Orally, written down by the administration"),
    Stance.REMARKS: _("Has remarks"),
    Stance.NO_REMARKS: _("No remarks"),
    Stance.NOTED: _("Takes note of it"),
    RemarkState.UNTREATED: _("Not answered yet"),
    RemarkState.CHANGE_MISSING: _("Accepted, change still missing"),
    RemarkState.TREATED: _("Answered"),
    Mode.OPEN: _("Open vote"),
    Mode.CONFIDENTIAL: _("Confidential vote"),
    BallotState.DRAFT: _("Being prepared"),
    BallotState.OPEN: _("Open"),
    BallotState.CLOSED: _("Closed"),
    CaseState.NOT_DECIDED: _("Not finally decided"),
    CaseState.ADOPTED: _("Adopted"),
    CaseState.REJECTED: _("Rejected"),
    DecisionState.PENDING: _("Pending"),
    DecisionState.RECOMMENDED: _("Recommended"),
    DecisionState.APPROVED: _("Approved"),
    DecisionState.ADOPTED: _("Adopted"),
    DecisionState.NOTED: _("Noted"),
    DecisionState.REJECTED: _("Rejected"),
    DecisionState.POSTPONED: _("Postponed"),
    Side.FOR: _("For"),
    Side.AGAINST: _("Against"),
    Side.ABSTAINED: _("Abstained"),
    FollowUpState.PLANNED: _("Planned"),
    FollowUpState.DONE: _("Done"),
    BodyKind.COUNCIL: _("Municipal council"),
    BodyKind.FINANCE_COMMITTEE: _("Finance committee"),
    BodyKind.STANDING_COMMITTEE: _("Standing committee"),
    BodyKind.ADVISORY_COUNCIL: _("Advisory council"),
    PersonState.UNCONFIRMED: _("Not confirmed"),
    PersonState.ACTIVE: _("Active"),
    PersonState.CLOSED: _("Closed"),
    Role.ADMIN: _("Administrator"),
    Role.CASE_OFFICER: _("Case officer"),
    Role.FACILITATOR: _("Facilitator"),
    Role.CHAIR: _("Chair"),
    Role.SECRETARY: _("Secretary"),
    Role.MEMBER: _("Member"),
    Scope.ORGANISATION: _("Organisation"),
    Scope.BODY: _("Council or committee"),
    Scope.PROCESS: _("Process"),
    Scope.GROUP: _("Group"),
    Reason.NOT_FOUND: _("The page is not here."),
    Reason.NOT_YOURS: _("This is not yours to do. Somebody with another role does it."),
    Reason.NOT_NOW: _("This cannot be done now: the state has changed, or the time is over."),
    Reason.NO_MANDATE: _(
        "Nobody can be appointed before the mandate (kommissorium) is approved. "
        "If it has to be done all the same, write why; the reason is shown."
    ),
    Reason.SEATS_TAKEN: _(
        "All the seats of this kind are taken. If one more has to be appointed, write why; the reason is shown."
    ),
    Reason.REMARKS_UNTREATED: _("These remarks have no answer yet:"),
    Reason.CHANGE_MISSING: _("These remarks were accepted, but are not tied to the change in the text:"),
    Reason.NO_PARTIES: _("Invite at least one council first."),
    Reason.SHORT_DEADLINE: _("The deadline is less than 14 days away. Write why it has to be so short."),
    Reason.DEADLINE_PASSED: _("The day has passed. Choose a later one."),
    Reason.NOTHING_WRITTEN: _("The report has no sections yet."),
    Reason.NOTHING_CHANGED: _("The section reads as it did in the version heard. Choose one that was changed."),
    Reason.TOO_FEW_OPTIONS: _("Write at least two options, one on each line."),
    Reason.EMPTY_ROLL: _("Nobody is on the roll yet, so nobody could vote."),
    Reason.NOT_ON_ROLL: _("You are not on the roll of this vote, so you cannot vote in it."),
    Reason.LINK_EXPIRED: _("The link has been used or is too old. Ask for a new one."),
    Reason.WRONG_SIGN_IN: _("The e-mail address and password do not belong together."),
    Reason.TOO_MANY_TRIES: _("Too many attempts. Wait a quarter of an hour, or ask for a link by e-mail."),
    Reason.DISSENT_NEEDS_MINORITY: _("A reason can only be recorded for somebody who voted against the majority."),
    Reason.TAKEN: _("It is there already, or somebody else changed it at the same time."),
    Reason.STILL_HELD: _("An answer is still held back for a CPR-like number. Have it masked or release it first."),
}
