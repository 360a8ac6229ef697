"""The words of every state, reason, role and outcome; the texts are messages, translated in the catalogues."""

import enum

from flask_babel import LazyString, lazy_gettext

from civic.areas.models import AreaKind
from civic.decisions.models import CaseState, DecisionState, FollowUpState, Side
from civic.dialogue.models import CommentState, Outcome
from civic.files.renditions import Format, What
from civic.files.sheets import SheetState
from civic.files.uploads import UploadState
from civic.following.models import Step
from civic.groups.models import Admission, GroupKind, GroupState
from civic.hearings.models import Audience, HearingState, Moderation, PartyState, Stage, Stance
from civic.kernel.actor import Role, Scope
from civic.kernel.personal import Detail
from civic.kernel.refusal import Reason
from civic.meetings.models import MeetingState
from civic.moderation.models import Ground, Ruled
from civic.people.models import (
    BodyKind,
    Entitlement,
    Kept,
    OrganisationKind,
    Part,
    PersonState,
    RequestState,
    SecurityKind,
)
from civic.processes.models import Capacity, Opens, ProcessState, SeatCategory
from civic.proposals.models import ProposalState
from civic.reports.compare import Change
from civic.reports.models import Purpose, RedactionState, ReportState, SectionKind
from civic.responses.models import Medium, ResponseState
from civic.responses.rows import Fault
from civic.treatment.models import RemarkKind, RemarkState, TemplateState
from civic.voting.models import BallotState, Mode

_ = lazy_gettext

WORDS: dict[enum.Enum, LazyString] = {
    Opens.PROPOSALS: _("Proposals"),
    Opens.COMMENTS: _("Comments"),
    Opens.VOTES: _("Votes"),
    Opens.JOINING: _("Joining groups"),
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
    ProposalState.SENT_BACK: _("Sent back to its author"),
    ProposalState.ACCEPTED: _("Published"),
    ProposalState.ANSWERED: _("Answered"),
    ProposalState.WITHDRAWN: _("Withdrawn"),
    CommentState.HELD: _("Held back for a look"),
    CommentState.PUBLISHED: _("Published"),
    CommentState.HIDDEN: _("Hidden by the facilitator"),
    CommentState.DELETED: _("Deleted by its author"),
    Ruled.PASSED: _("Passed the gate"),
    Ruled.WAITS: _("Waits for a person's look"),
    Ruled.HELD: _("Held back by the gate"),
    Ruled.MASKED: _("The number was masked by its author"),
    Ruled.RELEASED: _("Released by a person"),
    Ruled.KEPT: _("Looked at and left standing"),
    Ruled.HIDDEN: _("Hidden"),
    Ruled.SENT_BACK: _("Sent back to its author"),
    Ruled.REDACTED: _("Words were taken out"),
    Outcome.ACCEPTED: _("Accepted"),
    Outcome.PARTLY: _("Partly accepted"),
    Outcome.NOT_ACCEPTED: _("Not accepted"),
    Outcome.NOTED: _("Noted"),
    Outcome.OUT_OF_SCOPE: _("Outside the subject"),
    Part.CHAIR: _("Chair"),
    Part.DEPUTY: _("Deputy chair"),
    Part.MEMBER: _("Member"),
    Part.SUBSTITUTE: _("Substitute"),
    UploadState.UNREAD: _("Being read"),
    UploadState.CLEAN: _("Read"),
    UploadState.SUSPECT: _("Held back for a look"),
    UploadState.RELEASED: _("Released"),
    UploadState.WITHHELD: _("Not shown in public"),
    UploadState.UNREADABLE: _("Cannot be opened"),
    Format.PDF: _("PDF"),
    Format.DOCX: _("Word"),
    Format.ODT: _("ODT"),
    Format.ZIP: _("ZIP file"),
    What.REPORT: _("The report"),
    What.NOTE: _("The hearing note"),
    What.WHITE_BOOK: _("All answers (white book)"),
    What.DOSSIER: _("The whole file for the records system"),
    ReportState.WRITING: _("Being written"),
    ReportState.FINISHED: _("Finished"),
    SectionKind.SECTION: _("Section"),
    SectionKind.PRINCIPLE: _("Principle"),
    SectionKind.RECOMMENDATION: _("Recommendation"),
    Purpose.HEARING: _("Sent in hearing"),
    Purpose.FINAL: _("Final"),
    Purpose.HANDED_OVER: _("Handed over to the council"),
    Purpose.ADOPTED: _("As adopted"),
    Change.SAME: _("unchanged"),
    Change.ADDED: _("added:"),
    Change.REMOVED: _("deleted:"),
    HearingState.DRAFT: _("Being prepared"),
    HearingState.OPEN: _("Open"),
    HearingState.CLOSED: _("Deadline passed, answers are being treated"),
    HearingState.READY: _("Every remark has its answer, the note is about to be published"),
    HearingState.CONCLUDED: _("Finished, the hearing note is published"),
    Step.HEARING_OPENED: _("A hearing has been opened"),
    Step.NOTE_PUBLISHED: _("A hearing note has been published"),
    Step.VERSION_PUBLISHED: _("A new version of a report has been published"),
    Step.MEETING_CALLED: _("A meeting has been called"),
    Step.VOTE_OPENED: _("A vote has been opened"),
    Step.PROPOSAL_ANSWERED: _("A proposal has been answered"),
    Step.CASE_OPENED: _("A case has been opened"),
    Step.DECIDED: _("Something has been decided in a case"),
    Step.DONE: _("What was decided has been done"),
    Step.PHASE_ENTERED: _("It has gone on to its next phase"),
    Step.HANDED_OVER: _("The committee's work has been handed over"),
    Stage.OPEN: _("Open for answers"),
    Stage.TREATED: _("Being dealt with"),
    Stage.CONCLUDED: _("The note is published"),
    Audience.PARTIES: _("The bodies named below"),
    Audience.EVERYONE: _("Everybody"),
    Audience.BOTH: _("Both named bodies and everybody"),
    Moderation.BEFORE: _("A person releases each answer before it is shown"),
    Moderation.AFTER: _("Answers are shown at once when they have passed the gate"),
    PartyState.PREPARED: _("Not asked yet"),
    PartyState.INVITED: _("Invited"),
    PartyState.RECEIVED: _("Received by the council"),
    PartyState.ON_AGENDA: _("On the council's agenda"),
    PartyState.DRAFTING: _("Writing its answer"),
    PartyState.ADOPTING: _("Put to adoption"),
    PartyState.ADOPTED: _("Adopted by the council, not handed in yet"),
    PartyState.SUBMITTED: _("Answered"),
    Medium.WRITTEN: _("In writing"),
    Medium.ORAL: _("Orally, written down by the administration"),
    Medium.PAPER: _("On paper, entered by the administration"),
    Medium.E_MAIL: _("By e-mail, entered by the administration"),
    Stance.REMARKS: _("Has remarks"),
    Stance.NO_REMARKS: _("No remarks"),
    Stance.NOTED: _("Takes note of it"),
    Stance.STATEMENT: _("A statement"),
    ResponseState.READING: _("Its file is being read"),
    ResponseState.WAITING: _("Waiting for a person to look at it"),
    ResponseState.HELD: _("Held back: it looks as if it has a CPR number in it, or cannot be opened"),
    ResponseState.SHOWN: _("Shown"),
    ResponseState.HIDDEN: _("Hidden by the case officer"),
    ResponseState.WITHDRAWN: _("Withdrawn by its sender"),
    RemarkKind.OBJECTION: _("Objection"),
    RemarkKind.CHANGE: _("Suggests a change"),
    RemarkKind.SUPPORT: _("Support"),
    RemarkKind.QUESTION: _("Question"),
    RemarkKind.OFFER: _("Offers to take part"),
    RemarkState.UNTREATED: _("Not answered yet"),
    RemarkState.CHANGE_MISSING: _("Accepted, change still missing"),
    RemarkState.TREATED: _("Answered"),
    RemarkState.FINAL: _("Answered, and the note is ready"),
    Kept.ARCHIVE: _("They are a case's documents, which the law on public archives requires us to keep"),
    Kept.OPEN_CASE: _("The case they belong to has not been decided yet"),
    Kept.OTHERS: _("Others' answers rest on them"),
    RequestState.ASKED: _("Asked for"),
    RequestState.DECIDED: _("Decided"),
    RedactionState.ASKED: _("Asked for"),
    RedactionState.DONE: _("Taken out"),
    RedactionState.DECLINED: _("Left where they were"),
    Ground.LOOKED_AT: _("I have read it; nothing in it has to be kept back"),
    Ground.OTHER_NUMBER: _("What was seen is another number, not a CPR number"),
    Ground.INVENTED: _("What was seen is invented, an example"),
    Ground.OWN_WISH: _("The sender wants to have it shown, and it is about nobody else"),
    Ground.MISTAKE: _("It was hidden by mistake"),
    Detail.CPR: _("a CPR-like number"),
    Detail.PHONE: _("a telephone number"),
    Detail.E_MAIL: _("an e-mail address"),
    Detail.ADDRESS: _("an address"),
    Detail.HEALTH: _("somebody's health"),
    Entitlement.STATUTORY: _("The law says it is heard"),
    Entitlement.AGREED: _("An agreement says it is heard"),
    Entitlement.OPEN: _("It is asked when it is relevant"),
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
    SheetState.UNREAD: _("Being read"),
    SheetState.READ: _("To be looked at"),
    SheetState.UNREADABLE: _("Could not be read"),
    SheetState.DONE: _("Done"),
    TemplateState.UNREAD: _("Being read"),
    TemplateState.READ: _("Ready to use"),
    TemplateState.UNREADABLE: _("Could not be read"),
    Fault.NO_WORDS: _("There is no answer in it."),
    Fault.TOO_LONG: _("Something in it is too long."),
    Fault.NO_DAY: _("Write when it was received, as 14-01-2027:"),
    Fault.DAY_TO_COME: _("It was received on a day that is still to come:"),
    Fault.NO_MEDIUM: _("Write mail, papir or mundtligt for how it came:"),
    Fault.BAD_ADDRESS: _("That is no e-mail address:"),
    Fault.BAD_YES: _("Write ja or nej for whether the name is kept back:"),
    Fault.NO_PROTECTED_NAMES: _("In this hearing names cannot be kept back."),
    Fault.NAME_HAS_NUMBER: _("There is something like a CPR number in the name or the address. Take it out."),
    Fault.TWICE: _("It says the same as line"),
    Fault.THERE_ALREADY: _("It is entered already."),
    SecurityKind.WRONG_PASSWORD: _("A wrong password"),
    SecurityKind.WRONG_CODE: _("A wrong code or passkey"),
    SecurityKind.TOO_MANY_TRIES: _("Too many tries"),
    SecurityKind.SIGNED_IN: _("Signed in"),
    SecurityKind.RECOVERY_CODE_USED: _("A recovery code was used"),
    SecurityKind.PASSWORD_CHANGED: _("The password was changed"),
    SecurityKind.FACTOR_ADDED: _("A second factor was set up"),
    SecurityKind.FACTOR_REMOVED: _("A second factor was removed"),
    SecurityKind.SESSIONS_ENDED: _("Signed out everywhere else"),
    SecurityKind.ROLE_GIVEN: _("A role was given"),
    SecurityKind.ROLE_ENDED: _("A role was ended"),
    SecurityKind.ACCOUNT_CLOSED: _("The account was closed"),
    BodyKind.COUNCIL: _("Municipal council"),
    BodyKind.FINANCE_COMMITTEE: _("Finance committee"),
    BodyKind.STANDING_COMMITTEE: _("Standing committee"),
    BodyKind.ADVISORY_COUNCIL: _("Advisory council"),
    OrganisationKind.MUNICIPALITY: _("The municipality"),
    OrganisationKind.HOUSING: _("Housing organisation"),
    OrganisationKind.FUND: _("Fund under an act"),
    OrganisationKind.FOUNDATION: _("Foundation"),
    OrganisationKind.STATE: _("State authority"),
    OrganisationKind.OTHER_MUNICIPALITY: _("Another municipality"),
    OrganisationKind.ASSOCIATION: _("Association"),
    OrganisationKind.KNOWLEDGE_CENTRE: _("Knowledge centre"),
    OrganisationKind.OTHER: _("Other organisation"),
    Capacity.PARTNER: _("Works on it too"),
    Capacity.COORDINATOR: _("Coordinates it"),
    Capacity.FUNDER: _("Pays for it"),
    Capacity.OPERATOR: _("Runs what comes of it"),
    Capacity.ADVISER: _("Contributes knowledge"),
    PersonState.UNCONFIRMED: _("Not confirmed"),
    PersonState.ACTIVE: _("Active"),
    PersonState.CLOSED: _("Closed"),
    Role.ADMIN: _("Administrator"),
    Role.CASE_OFFICER: _("Case officer"),
    Role.FACILITATOR: _("Facilitator"),
    Role.CHAIR: _("Chair"),
    Role.SECRETARY: _("Secretary"),
    Role.MEMBER: _("Member"),
    Role.COORDINATOR: _("Coordinator"),
    AreaKind.DISTRICT: _("District"),
    AreaKind.HOUSING_AREA: _("Housing area"),
    AreaKind.OTHER: _("Another kind of area"),
    Scope.MUNICIPALITY: _("Municipality"),
    Scope.ORGANISATION: _("Organisation"),
    Scope.UNIT: _("Unit"),
    Scope.BODY: _("Council or committee"),
    Scope.PROCESS: _("Process"),
    Scope.GROUP: _("Group"),
    Reason.NOT_FOUND: _("The page is not here."),
    Reason.NOT_YOURS: _("This is not yours to do. Somebody with another role does it."),
    Reason.NOT_YET: _("The time is still to come. Write when it was received."),
    Reason.NOT_NOW: _("This cannot be done now: the state has changed, or the time is over."),
    Reason.NO_MANDATE: _(
        "Nobody can be appointed before the mandate (kommissorium) is approved. "
        "If it has to be done all the same, write why; the reason is shown."
    ),
    Reason.SEAT_OF_ANOTHER: _("Somebody else sat on the seat then."),
    Reason.SEATS_TAKEN: _(
        "All the seats of this kind are taken. If one more has to be appointed, write why; the reason is shown."
    ),
    Reason.NOT_HELD_YET: _("That day is still to come. Write a day that has been."),
    Reason.NOT_THE_COUNCIL: _("Only the municipal council approves a kommissorium."),
    Reason.OTHERS_FIRST: _("These have not decided yet. Enter what they decided, or write why it was adopted before:"),
    Reason.WRITTEN_MEANWHILE: _(
        "Somebody saved other words here meanwhile. They stand on this page now, and yours are still in the form. "
        "Save again to put yours in their place."
    ),
    Reason.ANSWERS_UNTREATED: _(
        "Nobody has worked on these answers yet. Make remarks of each, or say in a sentence what became of it:"
    ),
    Reason.REMARKS_UNTREATED: _("These remarks have no answer yet:"),
    Reason.WORDS_GONE: _("These remarks no longer stand in their answers, which have been corrected. Remove them:"),
    Reason.ANSWERED_APART: _("These have different answers already, and one answer would be lost:"),
    Reason.CHANGE_MISSING: _("These remarks were accepted, but are not tied to the change in the text:"),
    Reason.NO_COLLEAGUE: _("Choose a colleague who looks after the process."),
    Reason.ANSWERS_UNREAD: _("No second officer has read the answers to these remarks yet:"),
    Reason.NO_PARTIES: _("Invite at least one body first, or let everybody answer."),
    Reason.SHORT_DEADLINE: _(
        "The deadline is nearer than the municipality's own minimum. Write why it has to be so short."
    ),
    Reason.COUNCILS_LATE: _(
        "These have no meeting before that day. Choose a later one, or write why it has to be so short:"
    ),
    Reason.DEADLINE_PASSED: _("The day has passed, or is not later than the deadline there is. Choose a later one."),
    Reason.NOTHING_WRITTEN: _("The report has no sections yet."),
    Reason.AS_IT_STANDS: _("Nothing is different from what stands there."),
    Reason.DECIDED_SINCE: _("A body has decided since, and its decision rests on this one:"),
    Reason.TIME_MISSING: _("A meeting that is to come has a time."),
    Reason.ENDS_FIRST: _("The last day is before the first."),
    Reason.OUT_OF_ORDER: _(
        "The phases of preparation come first, then those that run, then the handover, then the end."
    ),
    Reason.IN_ITSELF: _("That area lies in this one."),
    Reason.IN_USE: _(
        "A process is in it, or has been, or no other stands for its part of the way. Give it another name."
    ),
    Reason.NO_CONSENT: _("A named person stands here only with their consent: say on which day they gave it."),
    Reason.NO_REASON: _("Say why it is corrected: everybody who has read it can see that."),
    Reason.NOTHING_TO_COVER: _("Nothing of that stands in the text. Write the words as they stand there."),
    Reason.NOTHING_CHANGED: _("The section reads as it did in the version heard. Choose one that was changed."),
    Reason.TOO_FEW_OPTIONS: _("Write at least two options, one on each line."),
    Reason.EMPTY_ROLL: _("Nobody is on the roll yet, so nobody could vote."),
    Reason.NOT_ON_ROLL: _("You are not on the roll of this vote, so you cannot vote in it."),
    Reason.LINK_EXPIRED: _("The link has been used or is too old. Ask for a new one."),
    Reason.WRONG_SIGN_IN: _("The e-mail address and password do not belong together."),
    Reason.TOO_MANY_TRIES: _(
        "That was done too often just now. What you wrote is kept here. Wait a while; to sign in, ask for a link by "
        "e-mail."
    ),
    Reason.TAKEN_OUT: _(
        "The section has been taken out of the draft. Whoever took it out can put it back; until then nothing can be "
        "written in it."
    ),
    Reason.ONLY_COUNCILS: _(
        "Only the councils that are invited answer this hearing. If you want to say something yourself, "
        "write a proposal."
    ),
    Reason.MORE_NAMES: _("There are more parties and names than votes; each of them has one at least."),
    Reason.DISSENT_NEEDS_MINORITY: _("A reason can only be recorded for somebody who voted against the majority."),
    Reason.TAKEN: _("It is there already, or somebody else changed it at the same time."),
    Reason.LAST_ADMIN: _("The last administrator cannot be ended. Name another one first."),
    Reason.FILE_TOO_LARGE: _("The file is larger than 10 MB. Choose a smaller one."),
    Reason.FILE_KIND: _("A file of this kind cannot be taken here. What you wrote is kept; choose another file."),
    Reason.TEMPLATE_KIND: _("The template is a Word file (DOCX) with merge fields. Choose another file."),
    Reason.NO_TEMPLATE: _("There is no template that has been read yet. Hand one in first, or wait a moment."),
    Reason.SHEET_KIND: _(
        "That is no spreadsheet that can be read here. Save it as XLSX, ODS or CSV, and choose it again."
    ),
    Reason.NO_PICTURE: _("Choose a picture."),
    Reason.ALT_MISSING: _("A picture has no words for those who cannot see it. Write them in the square brackets, in:"),
    Reason.CHANGED_MEANWHILE: _("Somebody else changed the same paragraph. Both are in the text: keep what is right."),
    Reason.PARTY_LEFT_OUT: _("The law or an agreement says that these are heard. Write why they are not:"),
    Reason.NOT_READ_YET: _("A file is still being read. Try again in a moment."),
    Reason.FILE_UNREADABLE: _(
        "This file could not be read: there is nothing that can be given out. Ask its sender for another."
    ),
    Reason.NOT_VERIFIED: _("This is not a receipt from this site, or some of it has been changed."),
    Reason.NO_PROTECTED_NAMES: _("In this hearing names cannot be kept back."),
    Reason.NAME_OF_ANOTHER: _(
        "This looks like the name of a body, an office or somebody who works here. Write your own name, or add to it "
        "so that nobody is mistaken; who speaks for a body signs in and answers there."
    ),
    Reason.NAME_IN_TEXT: _(
        "You asked to keep your name back, but it stands in the text. Take it out, or show your name."
    ),
    Reason.NOBODY_ELSE: _(
        "It takes a second person, and there is none who could agree. The operator makes another administrator."
    ),
    Reason.NOT_FITTING: _("There is no such role in that place."),
    Reason.BEING_HEARD: _(
        "The body is being heard: its name and what it is heard about stay until the hearing is over."
    ),
    Reason.NOT_ONESELF: _("Nobody gives a role in a body or in a process to themselves. Ask another administrator."),
    Reason.SMALL_ROLL: _(
        "A confidential vote needs at least five on its roll: with fewer it would be seen who voted what."
    ),
    Reason.NOBODY_NAMED: _("Nobody with an account here has this name or address:"),
    Reason.SEVERAL_NAMED: _("Several have this name. Write the e-mail address instead:"),
    Reason.NOT_FRESH: _("It is a while since you signed in. Show once more that it is you."),
    Reason.NUMBER_SEEN: _(
        "Something here looks like a CPR number. Take it out; if it is another number, write before it what it is."
    ),
    Reason.NOTHING_SAID: _("Write something in at least one of the fields."),
    Reason.NOT_THEIR_WORDS: _("These words do not stand in the text. Copy them as they stand."),
    Reason.STILL_HELD: _("These answers wait for a look, or are held back. Release, redact or hide them first:"),
}
