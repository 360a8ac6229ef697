"""Every table of the house, brought together for migrations and tests."""

from civic.db.base import Base
from civic.db.installation import Installation
from civic.decisions.models import Case
from civic.dialogue.models import Comment
from civic.files.renditions import Rendition
from civic.files.store import StoredFile
from civic.files.uploads import Upload
from civic.following.models import Follow
from civic.groups.models import Group
from civic.hearings.models import Hearing
from civic.kernel.audit import AuditEntry
from civic.kernel.once import OnceKey
from civic.kernel.outbox import OutboxMessage
from civic.kernel.trace import TraceLink
from civic.meetings.models import Meeting
from civic.people.models import Person
from civic.processes.models import Process
from civic.proposals.models import Proposal
from civic.reports.models import Report
from civic.responses.models import Response
from civic.search.index import SearchEntry
from civic.treatment.models import Remark
from civic.voting.models import Ballot
from civic.writing.models import TextEdit

ROOMS = (
    Installation,
    AuditEntry,
    OnceKey,
    OutboxMessage,
    TraceLink,
    Person,
    StoredFile,
    Upload,
    Rendition,
    Follow,
    TextEdit,
    SearchEntry,
    Process,
    Comment,
    Group,
    Meeting,
    Proposal,
    Report,
    Hearing,
    Response,
    Remark,
    Ballot,
    Case,
)
"""One table of each module that has any; importing them registers all the others."""

metadata = Base.metadata
