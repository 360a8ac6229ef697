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
from civic.kernel.merge import Clash
from civic.kernel.trace import Kind, Ref
from civic.moderation.models import Flag, Ruling
from civic.moderation.queries import NOTHING, Appealing, Standing, appealing, flags, standing
from civic.people.queries import names_of
from civic.processes.models import Process
from civic.processes.queries import process
from civic.proposals import queries
from civic.proposals.models import PUBLIC, WAITING, Proposal, ProposalState
from civic.proposals.queries import Backing, Listed, Sought
from civic.proposals.workflow import PROCESS_PROPOSALS, PROPOSAL, SENT_BACK, ProposalVerb
from civic.reports.compare import Piece, pieces
from civic.said.corrections import Corrected, corrected
from civic.said.thread import Link
from civic.said.wording import word
from civic.web.proposals.forms import CommentForm, ProposalForm, RewriteForm
from civic.writing.models import TextEdit
from civic.writing.queries import edits_of, own_copy


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
    appealing: Appealing
    flags: Sequence[Flag]
    """Why people asked for a look at it, for whoever moderates it."""
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
    def is_hidden(self) -> bool:
        """Return whether it is hidden by a house rule."""
        return self.proposal.state is ProposalState.HIDDEN

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
    ref = Ref(Kind.PROPOSAL, proposal.id)
    is_concerned = (proposal.is_flagged and may["keep"]) or (
        proposal.state not in PUBLIC and (is_author or proposal.state in {*WAITING, SENT_BACK, ProposalState.HIDDEN})
    )
    own = standing(context, ref) if is_concerned else NOTHING
    return ProposalPage(
        proposal=proposal,
        backing=queries.backing(context, proposal_id),
        comments=comments,
        next_after=next_after,
        is_author=is_author,
        standing=own,
        appealing=appealing(context, own, may=may["appeal"]) if is_author else Appealing(),
        flags=flags(context, ref) if proposal.is_flagged and may["keep"] else (),
        may=may,
        would_comment=PROPOSAL.would(context, ProposalVerb.COMMENT, proposal),
        would_support=PROPOSAL.would(context, ProposalVerb.SUPPORT, proposal),
        form=form,
        corrected=corrected(context, Ref(Kind.PROPOSAL, proposal.id)),
        following=following(context, PROPOSAL, ProposalVerb.FOLLOW, proposal, Ref(Kind.PROPOSAL, proposal.id)),
    )


@dataclass(frozen=True)
class HiddenPage:
    """That there was a proposal, for those who may not read it any more."""

    template: ClassVar[str] = "proposals/hidden.html"
    process: Process
    ruling: Ruling | None


def hidden_page(context: Context, proposal_id: int) -> HiddenPage:
    """Return the mark that a hidden proposal leaves for those who may not read it, or Refusal(NOT_FOUND)."""
    found = queries.hidden(context, proposal_id)
    return HiddenPage(found.process, standing(context, Ref(Kind.PROPOSAL, found.id)).last_by_rule)


def trail_of(proposal: Proposal) -> tuple[Link, ...]:
    """Return the way back to a proposal."""
    home = url_for("processes.process", process_id=proposal.process_id)
    return (
        (proposal.process.title, home),
        (proposal.title[:40], url_for("proposals.show", proposal_id=proposal.id)),
    )


@dataclass(frozen=True)
class WritePage:
    """A proposal for whoever writes it: a new one, or its words as they were saved last or typed since."""

    template: ClassVar[str] = "proposals/write.html"
    heading: str
    said: str
    form: ProposalForm
    address: str
    keep: str
    """Where the form goes, and where what is typed is kept."""
    trail: tuple[Link, ...]
    has_own_copy: bool
    clashes: Sequence[Clash] = ()
    writers: Sequence[str] = ()


def write_page(
    context: Context, process_id: int, form: ProposalForm | None = None, *, group_id: int | None = None
) -> WritePage:
    """Return the form for a new proposal, with what was typed and not saved last time."""
    parent = process(context, process_id)
    PROCESS_PROPOSALS.require(context, ProposalVerb.PROPOSE, parent)
    copy = own_copy(context, Ref(Kind.GROUP, group_id) if group_id else Ref(Kind.PROCESS, process_id))
    typed = {"title": copy.heading, "text": copy.text} if copy is not None and form is None else {}
    return WritePage(
        heading=_("Write a proposal"),
        said=_("Write as you speak. Only you see it until you hand it in. Do not write CPR numbers or about others."),
        form=form or ProposalForm(formdata=None, **typed),
        address=url_for("proposals.write", process_id=process_id, group_id=group_id),
        keep=url_for("proposals.keep_begun", process_id=process_id, group_id=group_id),
        trail=((parent.title, url_for("processes.process", process_id=process_id)),),
        has_own_copy=bool(typed),
    )


def edit_page(
    context: Context, proposal_id: int, form: RewriteForm | None = None, clashes: Sequence[Clash] = ()
) -> WritePage:
    """Return the form for one's proposal, with what was typed and not saved, or both sides of what changed twice."""
    found = queries.proposal(context, proposal_id)
    PROPOSAL.require(context, ProposalVerb.WRITE, found)
    copy = own_copy(context, Ref(Kind.PROPOSAL, found.id)) if form is None else None
    if form is None:
        title, text = (copy.heading, copy.text) if copy else (found.title, found.text)
        form = RewriteForm(formdata=None, title=title, text=text, edit=copy.base_edit if copy else found.edit)
    return WritePage(
        heading=_("Change the proposal"),
        said=_("What you save is not handed in yet: you do that on the proposal's page."),
        form=form,
        address=url_for("proposals.rewrite", proposal_id=proposal_id, _anchor="errors"),
        keep=url_for("proposals.keep_typed", proposal_id=proposal_id),
        trail=trail_of(found),
        has_own_copy=copy is not None,
        clashes=clashes,
    )


@dataclass(frozen=True)
class EditsPage:
    """Every saved edit of a proposal, the newest first, each with what it changed."""

    template: ClassVar[str] = "proposals/edits.html"
    proposal: Proposal
    edits: Sequence[tuple[TextEdit, str, Sequence[Piece], Sequence[Piece]]]
    """Each with who saved it, and what was changed in its title and in its text."""
    next_before: int | None


EDITS = 10


def edits_page(context: Context, proposal_id: int, *, before: int | None = None) -> EditsPage:
    """Return what each saved edit changed, ten at a time, for whoever writes the proposal."""
    found = queries.proposal(context, proposal_id)
    PROPOSAL.require(context, ProposalVerb.READ_EDITS, found)
    rows = edits_of(context, Ref(Kind.PROPOSAL, found.id), before=before, at_most=EDITS + 1)
    names = names_of(context, {one.person_id for one in rows if one.person_id is not None})
    told = [
        (
            one,
            names.get(one.person_id or 0, ""),
            pieces(older.heading if older else "", one.heading),
            pieces(older.text if older else "", one.text),
        )
        for one, older in zip(rows[:EDITS], [*rows[1:], None], strict=False)
    ]
    return EditsPage(found, told, rows[EDITS - 1].edit if len(rows) > EDITS else None)
