"""What may be done with a scheme and an application under it, by whom, and when."""

import enum

from civic.grants.models import ApplicationState, GrantApplication, GrantScheme, SchemeState
from civic.kernel.actor import Actor
from civic.kernel.workflow import Line, Workflow, anyone, anyone_signed_in
from civic.processes.models import Process, ProcessState
from civic.processes.workflow import PUBLIC, is_case_officer, is_staff

DRAFT, SUBMITTED, GRANTED = ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.GRANTED
CLOSED = ApplicationState.CLOSED
HANDED_IN = frozenset(ApplicationState) - {DRAFT}


class GrantVerb(enum.Enum):
    """What is done with a scheme and an application."""

    ADD_SCHEME = "add_scheme"
    READ = "read"
    CHANGE_SCHEME = "change_scheme"
    ADD_TERM = "add_term"
    CHANGE_TERM = "change_term"
    TAKE_OUT_TERM = "take_out_term"
    OPEN_SCHEME = "open_scheme"
    CLOSE_SCHEME = "close_scheme"
    CORRECT = "correct"
    RANK = "rank"
    APPLY = "apply"
    READ_PUBLIC = "read_public"
    WRITE = "write"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    ASSESS = "assess"
    DECIDE = "decide"
    ACCOUNT = "account"
    ADD_PHOTO = "add_photo"
    PUT_PICTURE = "put_picture"
    TAKE_OUT_PICTURE = "take_out_picture"
    COVER = "cover"
    ATTACH = "attach"
    TAKE_OUT_FILE = "take_out_file"
    LOOK = "look"
    THROW_AWAY = "throw_away"
    ASK_FOR_REPORT = "ask_for_report"
    CLOSE_GRANT = "close_grant"


def process_is_public(scheme: GrantScheme) -> bool:
    """Its process is public."""
    return scheme.process.state in PUBLIC


SCHEME: Workflow[SchemeState, GrantVerb, GrantScheme] = Workflow(
    "A grant scheme",
    {
        GrantVerb.READ: [
            Line(when={SchemeState.OPEN, SchemeState.CLOSED}, who=anyone, only=process_is_public),
            Line(who=is_staff),
        ],
        GrantVerb.CHANGE_SCHEME: [Line(when={SchemeState.DRAFT}, who=is_staff)],
        GrantVerb.ADD_TERM: [Line(when={SchemeState.DRAFT}, who=is_staff)],  # who applies knows by what it is judged
        GrantVerb.CHANGE_TERM: [Line(when={SchemeState.DRAFT}, who=is_staff)],
        GrantVerb.TAKE_OUT_TERM: [Line(when={SchemeState.DRAFT}, who=is_staff)],
        GrantVerb.OPEN_SCHEME: [Line(when={SchemeState.DRAFT}, who=is_case_officer, then=SchemeState.OPEN)],
        GrantVerb.CLOSE_SCHEME: [Line(when={SchemeState.OPEN}, who=is_case_officer, then=SchemeState.CLOSED)],
        GrantVerb.CORRECT: [Line(when={SchemeState.OPEN, SchemeState.CLOSED}, who=is_case_officer)],
        GrantVerb.RANK: [Line(when={SchemeState.OPEN, SchemeState.CLOSED}, who=is_staff)],
        GrantVerb.APPLY: [Line(when={SchemeState.OPEN}, who=anyone_signed_in, only=process_is_public)],
    },
    state=GrantScheme.state_at,
)

PROCESS_GRANTS: Workflow[ProcessState, GrantVerb, Process] = Workflow(
    "A process, for its grant schemes",
    {GrantVerb.ADD_SCHEME: [Line(when={ProcessState.PREPARING, ProcessState.RUNNING}, who=is_staff)]},
    state=Process.state_at,
)


def is_author(actor: Actor, application: GrantApplication) -> bool:
    """Whoever wrote the application."""
    return actor.is_person(application.author_id)


def is_other_staff(actor: Actor, application: GrantApplication) -> bool:
    """A case officer or facilitator of the process who did not write it."""
    return is_staff(actor, application) and not is_author(actor, application)


def is_other_officer(actor: Actor, application: GrantApplication) -> bool:
    """A case officer of the process who did not write it."""
    return is_case_officer(actor, application) and not is_author(actor, application)


def is_shown(application: GrantApplication) -> bool:
    """Everybody can read about its scheme's process."""
    return application.scheme.process.state in PUBLIC


APPLICATION: Workflow[ApplicationState, GrantVerb, GrantApplication] = Workflow(
    "An application for a grant",
    {
        GrantVerb.READ: [Line(who=is_author), Line(when=HANDED_IN, who=is_staff)],  # a draft is its author's alone
        GrantVerb.READ_PUBLIC: [Line(when={GRANTED, CLOSED}, who=anyone, only=is_shown)],
        GrantVerb.WRITE: [Line(when={DRAFT}, who=is_author)],
        GrantVerb.SUBMIT: [Line(when={DRAFT}, who=is_author, then=SUBMITTED)],
        GrantVerb.WITHDRAW: [Line(when={SUBMITTED}, who=is_author, then=ApplicationState.WITHDRAWN)],
        GrantVerb.ASSESS: [Line(when={SUBMITTED}, who=is_other_staff)],
        GrantVerb.DECIDE: [Line(when={SUBMITTED}, who=is_other_officer)],  # leads to what the body decided
        GrantVerb.ACCOUNT: [Line(when={GRANTED}, who=is_author), Line(when={GRANTED}, who=is_case_officer)],
        GrantVerb.ADD_PHOTO: [Line(when={GRANTED}, who=is_author), Line(when={GRANTED}, who=is_case_officer)],
        GrantVerb.PUT_PICTURE: [Line(when={GRANTED}, who=is_author), Line(when={GRANTED}, who=is_case_officer)],
        GrantVerb.TAKE_OUT_PICTURE: [  # whoever is on it may ask for it at any time
            Line(when={GRANTED, CLOSED}, who=is_author),
            Line(when={GRANTED, CLOSED}, who=is_staff),
        ],
        GrantVerb.ATTACH: [Line(when={GRANTED}, who=is_author), Line(when={GRANTED}, who=is_case_officer)],
        GrantVerb.TAKE_OUT_FILE: [Line(when={GRANTED}, who=is_author), Line(when={GRANTED}, who=is_case_officer)],
        GrantVerb.COVER: [Line(when={GRANTED, CLOSED}, who=is_case_officer)],
        GrantVerb.LOOK: [Line(when={GRANTED, CLOSED}, who=is_other_staff)],
        GrantVerb.THROW_AWAY: [Line(when={DRAFT}, who=is_author)],  # what was handed in was received, and is kept
        GrantVerb.ASK_FOR_REPORT: [
            Line(when={GRANTED, CLOSED}, who=is_author),
            Line(when={GRANTED, CLOSED}, who=is_staff),
        ],
        GrantVerb.CLOSE_GRANT: [Line(when={GRANTED}, who=is_other_officer, then=CLOSED)],
    },
    state=GrantApplication.state_at,
)
