"""What may be done with a remark, with a response it is made of, and with the hearing's note."""

import enum

from civic.hearings.models import Hearing, HearingState
from civic.hearings.workflow import PUBLIC
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Standing, Workflow, anyone, standing
from civic.people.models import Organisation
from civic.processes.workflow import is_case_officer
from civic.responses.models import Response, ResponseState
from civic.responses.workflow import HELD as HELD_BACK
from civic.responses.workflow import HIDDEN, SHOWN, WAITING, is_own_chair, is_own_secretary, is_sender
from civic.treatment.models import AnswerPanel, Remark, RemarkState

UNTREATED, CHANGE_MISSING = RemarkState.UNTREATED, RemarkState.CHANGE_MISSING
TREATED, FINAL = RemarkState.TREATED, RemarkState.FINAL
IN_WORK = {UNTREATED, CHANGE_MISSING, TREATED}
OPEN, CLOSED = HearingState.OPEN, HearingState.CLOSED
READY, CONCLUDED = HearingState.READY, HearingState.CONCLUDED


class TreatmentVerb(enum.Enum):
    """What is done with remarks, the responses they are made of, and the note."""

    READ_DESK = "read_desk"
    MARK_READY = "mark_ready"
    TAKE_BACK = "take_back"
    CONCLUDE = "conclude"
    ASK_FOR_FILE = "ask_for_file"
    ASK_FOR_LETTERS = "ask_for_letters"
    HAND_IN_TEMPLATE = "hand_in_template"
    ADD_TO_NOTE = "add_to_note"
    SPLIT = "split"
    SUM_UP = "sum_up"
    REDACT = "redact"
    COVER = "cover"
    CLASSIFY = "classify"
    TAKE = "take"
    SHARE_OUT = "share_out"
    READ_OVER = "read_over"
    KEEP_PHRASE = "keep_phrase"
    END_PHRASE = "end_phrase"
    REMOVE = "remove"
    GROUP = "group"
    UNGROUP = "ungroup"
    ANSWER = "answer"
    LINK_CHANGE = "link_change"
    UNLINK_CHANGE = "unlink_change"
    SAY_UNDERSTOOD = "say_understood"
    ANSWER_AGAIN = "answer_again"
    HIDE_REASON = "hide_reason"
    SET_UP_PANEL = "set_up_panel"
    SAY_FOR_PANEL = "say_for_panel"


def is_second_reader(actor: Actor, remark: Remark) -> bool:
    """A case officer of the process who has not written the answer."""
    return is_case_officer(actor, remark) and not (remark.answer and actor.is_person(remark.answer.answered_by_id))


def is_officer_somewhere(actor: Actor, _organisation: Organisation) -> bool:
    """A case officer of a process, who works for the municipality and not for one of those it works with."""
    is_partners = bool(
        actor.places(Role.CASE_OFFICER, Scope.ORGANISATION) | actor.places(Role.ADMIN, Scope.ORGANISATION)
    )
    is_own = bool(actor.places(Role.CASE_OFFICER, Scope.MUNICIPALITY))
    return bool(actor.places(Role.CASE_OFFICER, Scope.PROCESS)) and (is_own or not is_partners)


def is_answered(actor: Actor, remark: Remark) -> bool:
    """Whoever made the remark: by their account, with their receipt code, or as secretary or chair of the council."""
    response = remark.response
    return is_sender(actor, response) or is_own_secretary(actor, response) or is_own_chair(actor, response)


def is_unsaid(remark: Remark) -> bool:
    """It is answered, everybody reads it, and nobody has said whether the answer speaks to it."""
    return remark.outcome is not None and remark.response.is_shown and remark.understanding is None


def is_not_answered_again(remark: Remark) -> bool:
    """It was said whether the answer speaks to it, and no second answer is given."""
    return remark.understanding is not None and remark.understanding.again_at is None


def has_reason(remark: Remark) -> bool:
    """It was said why the answer speaks to it or not, and everybody reads that."""
    said = remark.understanding
    return said is not None and bool(said.reason) and not said.is_hidden


def is_to_read(remark: Remark) -> bool:
    """The remark's answer has been read by nobody but who wrote it."""
    return remark.answer is not None and remark.answer.read_at is None


def is_counted(response: Response) -> bool:
    """The response has passed the gate and stands."""
    return response.state in {WAITING, SHOWN}


def is_firm(response: Response) -> bool:
    """The response is a council's, final when it is submitted, and counted."""
    return response.party is not None and is_counted(response)


REMARK: Workflow[RemarkState, TreatmentVerb, Remark] = Workflow(
    "A remark",
    {
        TreatmentVerb.READ_DESK: [Line(when={*IN_WORK, FINAL}, who=is_case_officer)],
        TreatmentVerb.CLASSIFY: [Line(when=IN_WORK, who=is_case_officer)],
        TreatmentVerb.TAKE: [Line(when=IN_WORK, who=is_case_officer)],
        TreatmentVerb.SHARE_OUT: [Line(when=IN_WORK, who=is_case_officer)],
        TreatmentVerb.READ_OVER: [Line(when={CHANGE_MISSING, TREATED}, who=is_second_reader, only=is_to_read)],
        TreatmentVerb.REMOVE: [Line(when=IN_WORK, who=is_case_officer)],
        TreatmentVerb.GROUP: [Line(when=IN_WORK, who=is_case_officer)],
        TreatmentVerb.UNGROUP: [Line(when=IN_WORK, who=is_case_officer)],
        TreatmentVerb.ANSWER: [Line(when=IN_WORK, who=is_case_officer)],
        TreatmentVerb.LINK_CHANGE: [Line(when={CHANGE_MISSING, TREATED}, who=is_case_officer)],
        TreatmentVerb.UNLINK_CHANGE: [Line(when={CHANGE_MISSING, TREATED}, who=is_case_officer)],
    },
    state=Remark.state_at,
)

UNDERSTOOD: Workflow[HearingState, TreatmentVerb, Remark] = Workflow(
    "A remark, once its answer is told",
    {
        TreatmentVerb.SAY_UNDERSTOOD: [Line(when={CONCLUDED}, who=is_answered, only=is_unsaid)],
        TreatmentVerb.ANSWER_AGAIN: [Line(when={CONCLUDED}, who=is_case_officer, only=is_not_answered_again)],
        TreatmentVerb.HIDE_REASON: [Line(when={CONCLUDED}, who=is_case_officer, only=has_reason)],
    },
    state=Remark.hearing_state_at,
)

HEARING_NOTE: Workflow[HearingState, TreatmentVerb, Hearing] = Workflow(
    "A hearing, for its note",
    {
        TreatmentVerb.READ_DESK: [Line(when=PUBLIC, who=is_case_officer)],
        TreatmentVerb.MARK_READY: [Line(when={CLOSED}, who=is_case_officer, then=READY)],
        TreatmentVerb.TAKE_BACK: [Line(when={READY}, who=is_case_officer, then=CLOSED)],
        TreatmentVerb.CONCLUDE: [Line(when={READY}, who=is_case_officer, then=CONCLUDED)],
        TreatmentVerb.ADD_TO_NOTE: [Line(when={CONCLUDED}, who=is_case_officer)],  # it stands: it gets an addition
        TreatmentVerb.ASK_FOR_LETTERS: [Line(when={CONCLUDED}, who=is_case_officer)],
        TreatmentVerb.ASK_FOR_FILE: [Line(when={CLOSED, READY, CONCLUDED}, who=is_case_officer)],
        TreatmentVerb.SET_UP_PANEL: [Line(when={CONCLUDED}, who=is_case_officer)],
    },
    state=Hearing.state_at,
)

PANEL: Workflow[Standing, TreatmentVerb, AnswerPanel] = Workflow(
    "A panel that reads answers",
    {TreatmentVerb.SAY_FOR_PANEL: [Line(who=anyone)]},  # who has the link, until its last day
    state=standing,
)

RESPONSE_REMARKS: Workflow[HearingState, TreatmentVerb, Response] = Workflow(
    "A response, at the officer's desk",
    {
        TreatmentVerb.SPLIT: [  # until the note is published: a remark made later would stand in it unanswered
            Line(when={OPEN}, who=is_case_officer, only=is_firm),
            Line(when={CLOSED, READY}, who=is_case_officer, only=is_counted),
        ],
        TreatmentVerb.SUM_UP: [  # of one that came after the note, too: it is all that can be said of it
            Line(when={CLOSED, READY, CONCLUDED}, who=is_case_officer, only=is_counted)
        ],
    },
    state=Response.hearing_state_at,
)

RESPONSE_WORDS: Workflow[ResponseState, TreatmentVerb, Response] = Workflow(
    "A response, and words taken out of it",
    {
        TreatmentVerb.REDACT: [Line(when={WAITING, HELD_BACK, SHOWN, HIDDEN}, who=is_case_officer)],
        TreatmentVerb.COVER: [Line(when={WAITING, HELD_BACK}, who=is_case_officer)],
    },
    state=Response.state_at,
)

ORGANISATION_PHRASES: Workflow[Standing, TreatmentVerb, Organisation] = Workflow(
    "An organisation, for the sentences and letters it has ready",
    {
        TreatmentVerb.HAND_IN_TEMPLATE: [Line(who=is_officer_somewhere)],
        TreatmentVerb.KEEP_PHRASE: [Line(who=is_officer_somewhere)],
        TreatmentVerb.END_PHRASE: [Line(who=is_officer_somewhere)],
    },
    state=standing,
)
