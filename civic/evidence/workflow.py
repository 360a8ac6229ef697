"""What may be done with a piece of evidence, by whom, and when."""

import enum

from civic.evidence.models import Consent, Evidence, EvidenceKind, EvidenceState, Statement
from civic.kernel.workflow import Line, Workflow, anyone
from civic.processes.models import Process, ProcessState
from civic.processes.workflow import PUBLIC, is_staff

DRAFT, PUBLISHED, TAKEN_BACK = EvidenceState.DRAFT, EvidenceState.PUBLISHED, EvidenceState.TAKEN_BACK
AT_WORK = {ProcessState.PREPARING, ProcessState.RUNNING}


class EvidenceVerb(enum.Enum):
    """What is done with a piece of evidence."""

    ADD = "add_evidence"
    READ = "read"
    CORRECT = "correct"
    PUBLISH = "publish_evidence"
    TAKE_BACK = "take_back"
    PUBLISH_AGAIN = "publish_again"
    THROW_AWAY = "throw_away"
    END_CONSENT = "end_consent"
    ADD_PHOTO = "add_photo"
    PUT_PICTURE = "put_picture"
    TAKE_OUT_PICTURE = "take_out_picture"
    HAND_IN_SLIDES = "hand_in_slides"
    JUDGE_SLIDES = "judge_slides"


def process_is_public(evidence: Evidence) -> bool:
    """Its process is public."""
    return evidence.process.state in PUBLIC


def may_be_shown(evidence: Evidence) -> bool:
    """Whoever said it agreed that others than the committee read it, and still does."""
    if not isinstance(evidence, Statement):
        return True
    return evidence.consent is not Consent.INTERNAL and not evidence.is_gone


def has_its_words(evidence: Evidence) -> bool:
    """Its words are still there: those of a statement go with the consent."""
    return not isinstance(evidence, Statement) or not evidence.is_gone


def is_statement(evidence: Evidence) -> bool:
    """Somebody's words, whose consent has not been taken back."""
    return evidence.kind is EvidenceKind.STATEMENT and has_its_words(evidence)


def has_photos(evidence: Evidence) -> bool:
    """A visit, from which there may be photographs."""
    return evidence.kind is EvidenceKind.VISIT


def has_slides(evidence: Evidence) -> bool:
    """A talk, which may have had slides."""
    return evidence.kind is EvidenceKind.PRESENTATION


EVIDENCE: Workflow[EvidenceState, EvidenceVerb, Evidence] = Workflow(
    "A piece of evidence",
    {
        EvidenceVerb.READ: [
            Line(when={PUBLISHED, TAKEN_BACK}, who=anyone, only=process_is_public),
            Line(who=is_staff),
        ],
        EvidenceVerb.CORRECT: [Line(when={DRAFT, PUBLISHED}, who=is_staff, only=has_its_words)],
        EvidenceVerb.PUBLISH: [Line(when={DRAFT}, who=is_staff, only=may_be_shown, then=PUBLISHED)],
        EvidenceVerb.TAKE_BACK: [Line(when={PUBLISHED}, who=is_staff, then=TAKEN_BACK)],
        EvidenceVerb.PUBLISH_AGAIN: [Line(when={TAKEN_BACK}, who=is_staff, only=may_be_shown, then=PUBLISHED)],
        EvidenceVerb.THROW_AWAY: [Line(when={DRAFT}, who=is_staff)],
        EvidenceVerb.END_CONSENT: [Line(who=is_staff, only=is_statement)],
        EvidenceVerb.ADD_PHOTO: [Line(when={DRAFT, PUBLISHED}, who=is_staff, only=has_photos)],
        EvidenceVerb.PUT_PICTURE: [Line(when={DRAFT, PUBLISHED}, who=is_staff, only=has_photos)],
        EvidenceVerb.TAKE_OUT_PICTURE: [Line(who=is_staff)],
        EvidenceVerb.HAND_IN_SLIDES: [Line(when={DRAFT, PUBLISHED}, who=is_staff, only=has_slides)],
        EvidenceVerb.JUDGE_SLIDES: [Line(who=is_staff)],
    },
    state=Evidence.state_at,
)

PROCESS_EVIDENCE: Workflow[ProcessState, EvidenceVerb, Process] = Workflow(
    "A process, for what it rests on",
    {EvidenceVerb.ADD: [Line(when=AT_WORK, who=is_staff)]},
    state=Process.state_at,
)
