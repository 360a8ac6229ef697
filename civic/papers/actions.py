"""Papers: every write."""

from pathlib import Path

from sqlalchemy.exc import IntegrityError

from civic.files import uploads
from civic.files.uploads import TEXTS, Upload
from civic.kernel import correction, deed
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.papers import queries
from civic.papers.models import Paper
from civic.papers.workflow import PAPER, PROCESS_PAPERS, PaperVerb
from civic.processes.workflow import PUBLIC


def add(context: Context, home: Ref, folder: Path, *, title: str, name: str, content: bytes) -> Paper:
    """Put a paper beside a process, a group or a meeting; it is shown once the worker has looked through it.

    Raises as `uploads.receive` does, and Refusal(NOT_FOUND) for another kind of thing.
    """
    group_id = home.id if home.kind is Kind.GROUP else None
    meeting_id = home.id if home.kind is Kind.MEETING else None
    parent = deed.begin(context, PROCESS_PAPERS, PaperVerb.ADD, queries.process_of(context, home))
    made = Paper(process=parent, group_id=group_id, meeting_id=meeting_id, title=title, added_at=context.now)
    deed.enter(context, PaperVerb.ADD, made)
    uploads.receive(context, folder, Ref(Kind.PAPER, made.id), name=name, content=content, allowed=TEXTS)
    return made


def judge(context: Context, paper_id: int, upload_id: int, *, is_shown: bool, reason: str) -> Upload:
    """Release a file the gate held back, or withhold it, with the reason; Refusal(NOT_READ_YET) for an unread one."""
    found = context.lock(queries.paper(context, paper_id))
    PAPER.require(context, PaperVerb.JUDGE, found)
    judged = uploads.judge(context, Ref(Kind.PAPER, found.id), upload_id, is_shown=is_shown, reason=reason)
    return deed.enter(context, PaperVerb.JUDGE, judged)


def take_out(context: Context, paper_id: int, *, reason: str) -> None:
    """Take a paper away for good, with its file; that it lay there, and why it went, stays to be seen if it was.

    Refusal(IN_USE) where something rests on it: an approval that stands in it.
    """
    found = deed.begin(context, PAPER, PaperVerb.TAKE_OUT, queries.paper(context, paper_id))
    files = uploads.uploads_of(context, Kind.PAPER, [found.id]).get(found.id, [])
    was_public = found.process.state in PUBLIC and any(one.is_shown for one in files)
    spot = Spot(found.home, "paper", found.id, found.title if was_public else "")
    correction.take_out(context, spot, {"title": found.title} if was_public else {}, reason=reason)
    deed.enter(context, PaperVerb.TAKE_OUT, found)
    for one in files:
        uploads.remove(context, one)
    context.session.flush()
    context.session.delete(found)
    try:
        context.session.flush()
    except IntegrityError:
        raise Refusal(Reason.IN_USE) from None
