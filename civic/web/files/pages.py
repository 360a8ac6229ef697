"""Who may do what with a file that was handed in with a thing: said once, by the thing's own workflow."""

from collections.abc import Callable
from dataclasses import dataclass

from civic.decisions.queries import case
from civic.decisions.workflow import CASE, DecisionVerb
from civic.evidence.queries import evidence
from civic.evidence.workflow import EVIDENCE, EvidenceVerb
from civic.files.uploads import Upload, upload
from civic.grants.queries import application
from civic.hearings.queries import hearing
from civic.hearings.workflow import HEARING, HearingVerb
from civic.http.forms import ReasonForm
from civic.http.task import TaskPage, judging_page
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.papers.queries import paper
from civic.papers.workflow import PAPER, PaperVerb
from civic.proposals.queries import proposal
from civic.proposals.workflow import PROPOSAL, ProposalVerb, is_author
from civic.responses.models import ResponseState
from civic.responses.queries import response
from civic.responses.workflow import RESPONSE, ResponseVerb, is_sender
from civic.said.things import address
from civic.said.wording import signed


@dataclass(frozen=True)
class Access:
    """What a reader may do with the files of a thing, beside what everybody may: see those that are shown."""

    title: str
    home: Ref
    judges: bool
    """Whether they decide what is shown: they look at its pages and at the file as it was handed in."""
    is_own: bool = False
    """Whether they handed it in, or it was handed in for them alone: they get it as it was."""


def _of_case(context: Context, number: int) -> Access:
    found = case(context, number)
    return Access(found.number, Ref(Kind.CASE, number), CASE.may(context, DecisionVerb.JUDGE_ATTACHMENT, found))


def _of_hearing(context: Context, number: int) -> Access:
    found = hearing(context, number)
    return Access(found.title, Ref(Kind.HEARING, number), HEARING.may(context, HearingVerb.JUDGE_MATERIAL, found))


def _of_evidence(context: Context, number: int) -> Access:
    found = evidence(context, number)
    return Access(found.title, Ref(Kind.EVIDENCE, number), EVIDENCE.may(context, EvidenceVerb.JUDGE_SLIDES, found))


def _of_paper(context: Context, number: int) -> Access:
    found = paper(context, number)
    return Access(found.title, found.home, PAPER.may(context, PaperVerb.JUDGE, found))


def _of_proposal(context: Context, number: int) -> Access:
    found = proposal(context, number)
    judges = PROPOSAL.may(context, ProposalVerb.JUDGE_FILE, found)
    return Access(found.title, Ref(Kind.PROPOSAL, number), judges, is_author(context.actor, found))


def _of_response(context: Context, number: int) -> Access:
    found = response(context, number)
    if found.state is ResponseState.WITHDRAWN:
        raise Refusal(Reason.NOT_FOUND)
    judges = RESPONSE.may(context, ResponseVerb.JUDGE_FILE, found)
    return Access(signed(found), Ref(Kind.RESPONSE, number), judges, is_sender(context.actor, found))


def _of_application(context: Context, number: int) -> Access:
    """Vouchers: for those who work with the grant, who all get them as they were handed in; never for anybody else."""
    return Access(application(context, number).title, Ref(Kind.APPLICATION, number), judges=False, is_own=True)


_ACCESS: dict[Kind, Callable[[Context, int], Access]] = {
    Kind.CASE: _of_case,
    Kind.HEARING: _of_hearing,
    Kind.EVIDENCE: _of_evidence,
    Kind.PAPER: _of_paper,
    Kind.PROPOSAL: _of_proposal,
    Kind.RESPONSE: _of_response,
    Kind.APPLICATION: _of_application,
}
"""Each of them finds the thing as its own room does: a thing that cannot be read has no files."""


def handed_in(context: Context, upload_id: int) -> tuple[Upload, Access]:
    """Return a file with what the reader may do with it; Refusal(NOT_FOUND) where they may not know of it."""
    found = upload(context, upload_id)
    if found.kind not in _ACCESS:
        raise Refusal(Reason.NOT_FOUND)
    access = _ACCESS[found.kind](context, found.thing_id)
    if not (found.is_shown or access.judges or access.is_own):
        raise Refusal(Reason.NOT_FOUND)
    return found, access


def judged(context: Context, upload_id: int) -> tuple[Upload, Access]:
    """Return a file for whoever decides about it, or Refusal(NOT_FOUND)."""
    found, access = handed_in(context, upload_id)
    if not access.judges:
        raise Refusal(Reason.NOT_FOUND)
    return found, access


def judge_page(context: Context, upload_id: int, way: str, form: ReasonForm) -> TaskPage:
    """Return the form that releases a file, or withholds it, for whoever decides about it.

    Refusal(NOT_YOURS) for a visitor, whatever the number: whose session has ended signs in, and keeps what was typed.
    """
    if not context.actor.is_signed_in:
        raise Refusal(Reason.NOT_YOURS)
    _found, access = judged(context, upload_id)
    return judging_page(way, form, (access.title, address(access.home)))
