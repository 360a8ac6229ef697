"""What the pages about proposals show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.db.finding import Spot
from civic.dialogue.models import Outcome
from civic.dialogue.queries import Shown, shown
from civic.following.queries import Following, following
from civic.groups.queries import groups_of
from civic.http.sifting import Field, Sifted
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.moderation.queries import NOTHING, Standing, standing
from civic.processes.models import Process
from civic.processes.queries import process
from civic.proposals import queries
from civic.proposals.models import PUBLIC, WAITING, Proposal, ProposalState
from civic.proposals.queries import Backing, Listed, Sought
from civic.proposals.workflow import PROCESS_PROPOSALS, PROPOSAL, SENT_BACK, ProposalVerb
from civic.said.corrections import Corrected, corrected
from civic.said.thread import Link
from civic.said.wording import word
from civic.web.proposals.forms import CommentForm


@dataclass(frozen=True)
class IndexPage(Sifted):
    """The public proposals of a process."""

    template: ClassVar[str] = "proposals/index.html"
    process: Process
    listed: Sequence[Listed]
    next_at: Spot | None
    count: int
    sought: Sought
    groups: Sequence[tuple[int, str]]
    may_propose: bool
    would_propose: bool
    """Whether a visitor might write one after signing in."""

    @property
    def is_long(self) -> bool:
        """Return whether there are more than a page shows."""
        return self.next_at is not None

    @property
    def fields(self) -> Sequence[Field]:
        """Return what the list can be narrowed by, for its sieve."""
        sought = self.sought
        states = [("", _("all")), *((one.value, word(one)) for one in (ProposalState.ACCEPTED, ProposalState.ANSWERED))]
        outcomes = [("", _("all")), *((one.value, word(one)) for one in Outcome)]
        groups = [("", _("all")), *self.groups] if self.groups else []
        return [
            ("words", "words", _("With the words"), sought.words, ()),
            ("choice", "state", _("How far"), sought.state.value if sought.state else "", states),
            ("choice", "outcome", _("Answered with"), sought.outcome.value if sought.outcome else "", outcomes),
            ("choice", "group", _("Group"), sought.group_id or "", groups),
        ]


@dataclass(frozen=True)
class ProposalPage:
    """One proposal, its support, comments and answer."""

    template: ClassVar[str] = "proposals/proposal.html"
    proposal: Proposal
    backing: Backing
    comments: Sequence[Shown]
    next_after: int | None
    is_author: bool
    standing: Standing
    """What was found and decided before it was published, for its author and whoever moderates it."""
    may: dict[str, bool]
    would_comment: bool
    would_support: bool
    """Whether a visitor might support it after signing in."""
    form: CommentForm | None
    corrected: Corrected
    following: Following

    @property
    def is_public(self) -> bool:
        """Return whether everybody can read it."""
        return self.proposal.state in PUBLIC

    @property
    def is_new(self) -> bool:
        """Return whether its author has handed it in and nobody has looked at it yet."""
        return self.proposal.state is ProposalState.SUBMITTED

    @property
    def is_sent_back(self) -> bool:
        """Return whether its author has to change it."""
        return self.proposal.state is SENT_BACK

    @property
    def is_held(self) -> bool:
        """Return whether it is held back for a CPR-like number."""
        return self.proposal.state is ProposalState.HELD


def index_page(context: Context, process_id: int, sought: Sought, at: Spot) -> IndexPage:
    """Return the public proposals of a process that are looked for, twenty at a time."""
    parent = process(context, process_id)
    found, more, count = queries.listed(context, process_id, sought, at)
    return IndexPage(
        process=parent,
        listed=found,
        next_at=more,
        count=count,
        sought=sought,
        groups=[(one.id, one.title) for one in groups_of(context, process_id)],
        may_propose=PROCESS_PROPOSALS.may(context, ProposalVerb.PROPOSE, parent),
        would_propose=PROCESS_PROPOSALS.would(context, ProposalVerb.PROPOSE, parent),
    )


def proposal_page(
    context: Context, proposal_id: int, form: CommentForm | None = None, after: int | None = None
) -> ProposalPage:
    """Return one proposal, in three statements."""
    proposal = queries.proposal(context, proposal_id)
    comments, next_after = shown(context, Kind.PROPOSAL, proposal_id, after=after or 0)
    may = PROPOSAL.allowed(context, proposal)
    if form is None and may["comment"]:
        form = CommentForm(formdata=None)
    is_author = context.actor.is_person(proposal.author_id)
    is_concerned = proposal.state not in PUBLIC and (is_author or proposal.state in {*WAITING, SENT_BACK})
    return ProposalPage(
        proposal=proposal,
        backing=queries.backing(context, proposal_id),
        comments=comments,
        next_after=next_after,
        is_author=is_author,
        standing=standing(context, Ref(Kind.PROPOSAL, proposal.id)) if is_concerned else NOTHING,
        may=may,
        would_comment=PROPOSAL.would(context, ProposalVerb.COMMENT, proposal),
        would_support=PROPOSAL.would(context, ProposalVerb.SUPPORT, proposal),
        form=form,
        corrected=corrected(context, Ref(Kind.PROPOSAL, proposal.id)),
        following=following(context, PROPOSAL, ProposalVerb.FOLLOW, proposal, Ref(Kind.PROPOSAL, proposal.id)),
    )


def trail_of(proposal: Proposal) -> tuple[Link, ...]:
    """Return the way back to a proposal."""
    home = url_for("processes.process", process_id=proposal.process_id)
    return (
        (proposal.process.title, home),
        (proposal.title[:40], url_for("proposals.show", proposal_id=proposal.id)),
    )
