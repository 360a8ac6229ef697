"""What lies beside a proposal: files and a picture, handed in by its authors, and what gate and persons say of them."""

from collections.abc import Sequence
from pathlib import Path

from civic.files import pictures, uploads
from civic.files.uploads import Upload, UploadState
from civic.kernel import deed, outbox
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.moderation import actions as moderation
from civic.moderation.gate import Seen, look
from civic.moderation.models import Ruled
from civic.proposals import queries
from civic.proposals.models import MOST_FILES, PUBLIC, WAITING, Proposal
from civic.proposals.workflow import PROPOSAL, ProposalVerb


def attach(context: Context, proposal_id: int, folder: Path, files: Sequence[tuple[str, bytes]]) -> Proposal:
    """Put files, each a name and a content, beside one's own proposal; the public gets what Civic makes of them.

    Refusal(TOO_MANY_FILES) for more than `MOST_FILES` in all, else as `uploads.receive`.
    """
    proposal = _put_beside(context, proposal_id, ProposalVerb.ATTACH)
    if len(queries.files_of(context, proposal.id)) + len(files) > MOST_FILES:
        raise Refusal(Reason.TOO_MANY_FILES)
    for name, content in files:
        uploads.receive(
            context, folder, _ref(proposal), name=name, content=content, is_nameless=proposal.author.is_protected
        )
    return proposal


def take_out_file(context: Context, proposal_id: int, upload_id: int) -> Proposal:
    """Take a file away for good that lies beside one's own proposal; Refusal(NOT_FOUND) for another's, or a picture."""
    proposal = _put_beside(context, proposal_id, ProposalVerb.TAKE_OUT_FILE)
    found = uploads.upload_of(context, _ref(proposal), upload_id)
    if found.is_picture:
        raise Refusal(Reason.NOT_FOUND)
    uploads.remove(context, found)
    return proposal


def put_picture(
    context: Context, proposal_id: int, folder: Path, *, content: bytes, alt: str, seen: str | None = None
) -> Proposal:
    """Show one's own proposal in a picture, or in another one; raises as `pictures.put` does."""
    found = _put_beside(context, proposal_id, ProposalVerb.PUT_PICTURE)
    pictures.put(context, _ref(found), folder, about=found.title, content=content, alt=alt, seen=seen)
    return found


def take_out_picture(context: Context, proposal_id: int) -> Proposal:
    """Take the picture of one's own proposal away for good; Refusal(NOT_FOUND) where there is none."""
    found = _put_beside(context, proposal_id, ProposalVerb.TAKE_OUT_PICTURE)
    pictures.take_out(context, _ref(found))
    return found


def judge_file(context: Context, proposal_id: int, upload_id: int, *, is_shown: bool, reason: str) -> Upload:
    """Release a file or a picture beside a proposal, or keep it from the public, with the reason, which authors read.

    Refusal(NOT_READ_YET) for a file the worker has not looked through.
    """
    proposal = context.lock(queries.proposal(context, proposal_id))
    PROPOSAL.require(context, ProposalVerb.JUDGE_FILE, proposal)
    found = uploads.judge(context, _ref(proposal), upload_id, is_shown=is_shown, reason=reason)
    if not is_shown:
        _tell(context, "proposal_file_withheld", proposal, name=found.name, reason=reason)
    return deed.enter(context, ProposalVerb.JUDGE_FILE, found)


def was_read(context: Context, upload: Upload) -> None:
    """Let what was seen in a file have its effect: a public proposal stands on the desk again; part of a deed.

    Its authors are told of one that could not be read, and why.
    """
    proposal = context.lock(queries.any_proposal(context, upload.thing_id))
    if upload.is_unreadable:
        _tell(context, "proposal_file_unreadable", proposal, name=upload.name, why=upload.found)
        return
    if proposal.state in PUBLIC and upload.is_picture and upload.state is UploadState.CLEAN:
        upload.state = UploadState.SUSPECT  # published before anybody could see it: a person looks at it now
    if proposal.author.is_protected and not upload.is_picture:
        upload.wait_for_author()
    if upload.is_suspect and proposal.state in PUBLIC | WAITING:
        moderation.pass_gate(context, _ref(proposal), Seen(upload.kinds), Ruled.WAITS)
        proposal.is_flagged = proposal.is_flagged or proposal.state in PUBLIC


def seen_beside(context: Context, proposal_id: int) -> tuple[str, ...]:
    """Return what a person has to look at beside a proposal before it is shown, in kinds: a picture always."""
    picture, files = queries.beside(context, proposal_id)
    found = [kind for one in files if one.state is UploadState.SUSPECT for kind in one.kinds]
    if picture is not None:
        found += ["picture", *look(picture.alt).found]
    return tuple(dict.fromkeys(found))


def _put_beside(context: Context, proposal_id: int, verb: ProposalVerb) -> Proposal:
    """Do to what lies beside a proposal what its authors may; an appeal is about it as it was sent back, and lapses."""
    proposal = deed.do(context, PROPOSAL, verb, queries.proposal(context, proposal_id))
    moderation.lapse(context, _ref(proposal))
    return proposal


def _tell(context: Context, template: str, proposal: Proposal, **more: str) -> None:
    about = {"proposal_id": proposal.id, "title": proposal.title, **more}
    for person_id in queries.authors(context, [proposal.id]):
        outbox.mail(context, template, to=person_id, data=about)


def _ref(proposal: Proposal) -> Ref:
    return Ref(Kind.PROPOSAL, proposal.id)
