"""What the pages about proposals show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.areas.models import Area, Topic
from civic.areas.queries import areas_of, topics_of
from civic.board.models import Posting
from civic.board.queries import like, remembered
from civic.db.finding import Spot
from civic.dialogue.models import Comment, Outcome
from civic.dialogue.queries import WHOLE, Reading, comments_by_ids, thread
from civic.files.pictures import Picture
from civic.files.uploads import Upload, pages_of
from civic.following.queries import Following, following
from civic.groups.queries import groups_of
from civic.http.sifting import Field, Sifted, about_fields
from civic.http.task import TaskPage
from civic.http.threads import CommentForm, Talk
from civic.kernel.context import Context
from civic.kernel.merge import Clash
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.moderation.models import Flag, Ruling
from civic.moderation.queries import NOTHING, Appealing, Standing, appealing, flags, standing
from civic.people.queries import names_of
from civic.processes.models import Process
from civic.processes.queries import process
from civic.proposals import queries
from civic.proposals.models import (
    MOST_FILES,
    OPEN,
    PUBLIC,
    WAITING,
    Amendment,
    CoAuthor,
    Collecting,
    Progress,
    Proposal,
    ProposalState,
    Reached,
)
from civic.proposals.queries import Backing, Listed, Sought
from civic.proposals.workflow import (
    AMENDMENT,
    PROCESS_PROPOSALS,
    PROPOSAL,
    REACHED,
    SENT_BACK,
    SUPPORT,
    UNDERSTOOD,
    WRITTEN,
    ProposalVerb,
    is_author,
)
from civic.reports.compare import Piece, pieces
from civic.said.answered import understood_said
from civic.said.choices import MANY, area_choices, cut_said, topic_choices
from civic.said.corrections import Corrected, corrected
from civic.said.language import current
from civic.said.thread import Link
from civic.said.wording import person, word
from civic.voting.queries import PutToVote, put_to_vote
from civic.web.proposals.forms import (
    AmendForm,
    CarryOutForm,
    DecideAmendmentForm,
    FilesForm,
    InviteForm,
    MergeForm,
    ProposalForm,
    RewriteForm,
    SpeakToForm,
    SplitForm,
    WhereForm,
)
from civic.writing.models import TextEdit
from civic.writing.queries import edit as text_edit
from civic.writing.queries import edits_among, edits_of, own_copy


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
    topics: Sequence[tuple[int, str]]
    areas: Sequence[tuple[int, str]]
    may_propose: bool
    would_propose: bool
    """Whether a visitor might write one after signing in."""
    understood: str
    """How many authors say that the answer speaks to what they proposed; empty where nobody has said so."""

    @property
    def is_long(self) -> bool:
        """Return whether there are more than a page shows."""
        return self.next_at is not None

    @property
    def fields(self) -> Sequence[Field]:
        """Return what the list can be narrowed by, for its sieve."""
        sought = self.sought
        states = [("", _("all")), *((one.value, word(one)) for one in queries.IN_ORDER)]
        outcomes = [("", _("all")), *((one.value, word(one)) for one in Outcome)]
        groups = [("", _("all")), *self.groups] if self.groups else []
        return [
            ("words", "words", _("With the words"), sought.words, ()),
            ("choice", "state", _("How far"), sought.state.value if sought.state else "", states),
            ("choice", "outcome", _("Answered with"), sought.outcome.value if sought.outcome else "", outcomes),
            ("choice", "group", _("Group"), sought.group_id or "", groups),
            *about_fields(sought.about, self.topics, self.areas),
            ("day", "since", _("Handed in from"), sought.since or "", ()),
            ("day", "until", _("until"), sought.until or "", ()),
        ]


@dataclass(frozen=True)
class ProposalPage:
    """One proposal, its support, comments and answer."""

    template: ClassVar[str] = "proposals/proposal.html"
    proposal: Proposal
    may_understood: dict[str, bool]
    """What may be done with what was said of its answer."""
    backing: Backing
    is_author: bool
    co_authors: Sequence[CoAuthor]
    standing: Standing
    """What was found and decided before it was published, for its author and whoever moderates it."""
    appealing: Appealing
    flags: Sequence[Flag]
    """Why people asked for a look at it, for whoever moderates it."""
    may: dict[str, bool]
    now: datetime
    name: str
    """That of whoever began it under a pseudonym, for an officer who has asked for it."""
    reached: Reached | None
    """What its support has led to."""
    may_carry_out: bool
    would_support: bool
    """Whether a visitor might support it after signing in."""
    talk: Talk
    corrected: Corrected
    following: Following
    into: Sequence[Proposal]
    """In which it goes on."""
    made_of: Sequence[Proposal]
    """Those that go on in it."""
    progress: Sequence[Progress]
    votes: Sequence[PutToVote]
    """Votes in which it was an option."""
    topics: Sequence[Topic]
    areas: Sequence[Area]
    spoken_to: Sequence[Comment]
    """Comments that its answer speaks to."""
    before: Sequence[Posting]
    """What was proposed of the same before, in whichever process, and answered; for them, too."""
    like: Sequence[Posting]
    """Public proposals that share words with it, for those who are about to hand it in."""
    picture: Picture | None
    files: Sequence[Upload]
    """What lies beside it, as far as the reader gets it."""
    pages: dict[int, list[int]]
    """Pages of files that wait, for whoever decides about them."""
    suggested: int
    """How many amendments wait for its authors, for those who wrote it."""

    @property
    def is_public(self) -> bool:
        """Return whether everybody can read it."""
        return self.proposal.state in PUBLIC

    @property
    def is_late(self) -> bool:
        """Return whether the day has passed until which it could be supported, with fewer than were wanted."""
        is_over = self.proposal.is_open and self.proposal.collecting_at(self.now) is Collecting.CLOSED
        return is_over and self.backing.count < (self.proposal.process.support_wanted or 0)

    @property
    def authors(self) -> str:
        """Return who wrote it, by name: whoever began it first."""
        others = [person(one.person.name) for one in self.co_authors if one.person is not None and one.accepted_at]
        return ", ".join([person(self.proposal.author.name), *others])

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
        topics=topic_choices(context),
        areas=area_choices(context),
        may_propose=PROCESS_PROPOSALS.may(context, ProposalVerb.PROPOSE, parent),
        would_propose=PROCESS_PROPOSALS.would(context, ProposalVerb.PROPOSE, parent),
        understood=understood_said(queries.said_understood(context, process_id)),
    )


def proposal_page(
    context: Context, proposal_id: int, form: CommentForm | None = None, reading: Reading = WHOLE, *, name: str = ""
) -> ProposalPage:
    """Return one proposal with what is said of it, as the address wants that to be read."""
    proposal = queries.understood(context, proposal_id)
    may = PROPOSAL.allowed(context, proposal) | SUPPORT.allowed(context, proposal)
    reached = proposal.reached if proposal.state in PUBLIC else None
    is_own = is_author(context.actor, proposal)
    picture, files = queries.beside(context, proposal.id)
    to_judge = [*files, *([picture.upload] if picture else [])] if may["judge_file"] else []
    ref = Ref(Kind.PROPOSAL, proposal.id)
    made_of = queries.made_of(context, proposal.id) if proposal.state in PUBLIC else ()
    is_concerned = (proposal.is_flagged and may["keep"]) or (
        proposal.state not in PUBLIC and (is_own or proposal.state in {*WAITING, SENT_BACK, ProposalState.HIDDEN})
    )
    own = standing(context, ref) if is_concerned else NOTHING
    return ProposalPage(
        proposal=proposal,
        backing=queries.backing(context, proposal_id),
        is_author=is_own,
        co_authors=queries.co_authors(context, proposal.id),
        standing=own,
        appealing=appealing(context, own, may=may["appeal"]) if is_own else Appealing(),
        flags=flags(context, ref) if proposal.is_flagged and may["keep"] else (),
        may=may,
        now=context.now,
        name=name,
        reached=reached,
        may_carry_out=reached is not None and REACHED.may(context, ProposalVerb.CARRY_OUT, reached),
        would_support=SUPPORT.would(context, ProposalVerb.SUPPORT, proposal),
        talk=Talk(
            thread(context, Kind.PROPOSAL, proposal_id, reading),
            home=url_for("proposals.show", proposal_id=proposal_id),
            to=url_for("proposals.add_comment", proposal_id=proposal_id),
            form=(form or CommentForm(formdata=None)) if may["comment"] else None,
            would=PROPOSAL.would(context, ProposalVerb.COMMENT, proposal),
            is_labelled=True,
        ),
        corrected=corrected(context, Ref(Kind.PROPOSAL, proposal.id)),
        following=following(context, PROPOSAL, ProposalVerb.FOLLOW, proposal, ref),
        into=queries.goes_on_in(context, [proposal.id]).get(proposal.id, ()) if proposal.continued_at else (),
        made_of=made_of,
        before=before_it(context, proposal) if may["submit"] else (),
        like=like_it(context, proposal) if may["submit"] else (),
        picture=picture,
        files=[one for one in files if one.is_shown or is_own or may["judge_file"]],
        pages=pages_of(context, [one.id for one in to_judge]) if to_judge else {},
        suggested=queries.open_amendments(context, proposal.id) if is_own and proposal.state in OPEN else 0,
        topics=topics_of(context, ref),
        areas=areas_of(context, ref),
        spoken_to=comments_by_ids(context, queries.spoken_to(context, proposal.id)) if proposal.answered_at else (),
        progress=queries.progress_of(context, proposal.id) if proposal.next_step else (),
        votes=put_to_vote(context, [proposal.id]) if proposal.state in PUBLIC else (),
        may_understood=UNDERSTOOD.allowed(context, proposal),
    )


def speak_to_page(context: Context, proposal_id: int, form: SpeakToForm | None) -> TaskPage:
    """Return the form that says which comments the official answer speaks to; those it speaks to always among them."""
    found = queries.proposal(context, proposal_id)
    PROPOSAL.require(context, ProposalVerb.SPEAK_TO, found)
    tied = queries.spoken_to(context, found.id)
    if form is None:
        form = SpeakToForm(formdata=None, comments=list(tied))
    newest = queries.speakable(context, found, at_most=MANY + 1)
    shown = {one.id for one in newest[:MANY]}
    older = comments_by_ids(context, [one for one in tied if one not in shown])
    form.comments.choices = [
        (one.id, f"{person(one.author.name)}: {_excerpt(one.text)}") for one in [*newest[:MANY], *older]
    ]
    if len(newest) > MANY:
        form.comments.description = cut_said()
    form.shows(*tied)
    said = _("Who wrote one of them gets a mail, and the answer stands on the comment's own line.")
    quoted = ((_("The answer"), found.answer or ""),)
    return TaskPage(_("Which comments does the answer speak to?"), form, _("Save"), said, trail_of(found), quoted)


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= EXCERPT else f"{words[:EXCERPT]}…"


EXCERPT = 240
"""Letters of a comment by which an officer knows it in a list."""


def merge_page(context: Context, proposal_id: int, form: MergeForm) -> TaskPage:
    """Return the form that lets a proposal go on in another of its process that is open."""
    found = queries.proposal(context, proposal_id)
    PROPOSAL.require(context, ProposalVerb.MERGE, found)
    others = queries.titles(context, found.process_id, states=OPEN, at_most=MANY + 1)
    form.into_id.choices = [
        (0, _("Choose a proposal")),
        *((number, title) for number, title in others[:MANY] if number != found.id),
    ]
    if len(others) > MANY:
        form.into_id.description = cut_said()
    form.shows(found.title, found.text)
    said = _(
        "It stays to be read, with its comments, and leads to the other. Its support goes along, nobody is counted "
        "twice, and its author and supporters get a mail."
    )
    quoted = ((found.title, found.text),)
    return TaskPage(_("Let it go on in another proposal"), form, _("Merge them"), said, trail_of(found), quoted)


def split_page(context: Context, proposal_id: int, form: SplitForm | None) -> TaskPage:
    """Return the form that makes several proposals of one, with its words to begin from."""
    found = queries.proposal(context, proposal_id)
    PROPOSAL.require(context, ProposalVerb.SPLIT, found)
    if form is None:
        words = {"title_1": found.title, "text_1": found.text, "title_2": found.title, "text_2": found.text}
        form = SplitForm(formdata=None, **words)
    form.shows(found.title, found.text)
    said = _(
        "Each stands in its author's name, with its support, and says what it was made of. Keep the author's words. "
        "Its author and supporters get a mail."
    )
    return TaskPage(_("Make several proposals of it"), form, _("Publish them"), said, trail_of(found))


@dataclass(frozen=True)
class AmendmentsPage:
    """What has been suggested to a proposal, as far as the reader may read it."""

    template: ClassVar[str] = "proposals/amendments.html"
    proposal: Proposal
    amendments: Sequence[Amendment]
    next_before: int | None


AMENDMENTS = 50


def amendments_page(context: Context, proposal_id: int, *, before: int | None = None) -> AmendmentsPage:
    """Return the amendments of a proposal that the reader may read, fifty at a time."""
    found = queries.proposal(context, proposal_id)
    rows = queries.amendments_of(context, found, before=before, at_most=AMENDMENTS + 1)
    shown = rows[:AMENDMENTS]
    return AmendmentsPage(found, shown, shown[-1].id if len(rows) > AMENDMENTS else None)


@dataclass(frozen=True)
class AmendmentPage:
    """One amendment: what it changes, why, and what the authors said."""

    template: ClassVar[str] = "proposals/amendment.html"
    amendment: Amendment
    title: Sequence[Piece]
    text: Sequence[Piece]
    form: DecideAmendmentForm | None
    may_withdraw: bool
    is_older: bool
    """Whether the proposal has been changed since it was made."""


def amendment_page(context: Context, amendment_id: int, form: DecideAmendmentForm | None = None) -> AmendmentPage:
    """Return one amendment with what it changes, for whom it concerns; for everybody once it is accepted."""
    found = queries.amendment(context, amendment_id)
    base = text_edit(context, Ref(Kind.PROPOSAL, found.proposal_id), found.base_edit)
    may_decide = AMENDMENT.may(context, ProposalVerb.DECIDE_AMENDMENT, found)
    form = (form or DecideAmendmentForm(formdata=None)) if may_decide else None
    if form is not None:
        form.shows(found.title, found.text, found.proposal.edit)
    return AmendmentPage(
        found,
        pieces(base.heading if base else "", found.title),
        pieces(base.text if base else "", found.text),
        form,
        AMENDMENT.may(context, ProposalVerb.WITHDRAW_AMENDMENT, found),
        found.base_edit != found.proposal.edit and found.edit is None,
    )


@dataclass(frozen=True)
class ProposalVersion:
    """A proposal as it was published, or changed by an amendment, and what that changed."""

    number: int
    at: datetime
    amendment: Amendment | None
    title: Sequence[Piece]
    text: Sequence[Piece]


@dataclass(frozen=True)
class VersionsPage:
    """Every version of a public proposal, the newest first."""

    template: ClassVar[str] = "proposals/versions.html"
    proposal: Proposal
    versions: Sequence[ProposalVersion]


def versions_page(context: Context, proposal_id: int) -> VersionsPage:
    """Return a public proposal as it was published, and what each accepted amendment changed."""
    found = queries.proposal(context, proposal_id)
    if found.state not in PUBLIC:
        raise Refusal(Reason.NOT_FOUND)
    accepted = queries.accepted_amendments(context, found.id)
    numbers = [found.published_edit, *(one.edit for one in accepted if one.edit is not None)]
    edits = edits_among(context, Ref(Kind.PROPOSAL, found.id), numbers)
    first = edits.get(found.published_edit)
    published = found.accepted_at or found.written_at
    heading, words = (first.heading, first.text) if first else (found.title, found.text)
    versions = [ProposalVersion(1, published, None, pieces(heading, heading), pieces(words, words))]
    for number, one in enumerate(accepted, start=2):
        edit = edits.get(one.edit or 0)
        if edit is not None and one.decided_at is not None:
            changed = pieces(heading, edit.heading), pieces(words, edit.text)
            versions.append(ProposalVersion(number, one.decided_at, one, *changed))
            heading, words = edit.heading, edit.text
    return VersionsPage(found, versions[::-1])


@dataclass(frozen=True)
class AuthorsPage:
    """Who writes a proposal together, and who is invited to, for those who write it."""

    template: ClassVar[str] = "proposals/authors.html"
    proposal: Proposal
    co_authors: Sequence[CoAuthor]
    form: InviteForm | None
    may_leave: bool


def authors_page(context: Context, proposal_id: int, form: InviteForm | None = None) -> AuthorsPage:
    """Return who writes a proposal together; whoever began it invites others."""
    found = queries.proposal(context, proposal_id)
    PROPOSAL.require(context, ProposalVerb.READ_EDITS, found)
    may_invite = PROPOSAL.may(context, ProposalVerb.INVITE, found)
    return AuthorsPage(
        found,
        queries.co_authors(context, found.id),
        (form or InviteForm(formdata=None)) if may_invite else None,
        PROPOSAL.may(context, ProposalVerb.LEAVE, found),
    )


@dataclass(frozen=True)
class InvitationPage:
    """A proposal, for whoever has been invited to write it together."""

    template: ClassVar[str] = "proposals/invitation.html"
    proposal: Proposal
    token: str
    is_written: bool
    """Whether it is written still: what was hidden or taken back is not shown to whoever has the link."""
    may_join: bool
    is_mine: bool
    """Whether the reader writes it already."""


def invitation_page(context: Context, token: str) -> InvitationPage:
    """Return the proposal that somebody is invited to write together; the secret of the link is the permission."""
    found = queries.invitation(context, token).proposal
    return InvitationPage(
        found,
        token,
        is_written=found.state in WRITTEN,
        may_join=PROPOSAL.may(context, ProposalVerb.JOIN, found),
        is_mine=is_author(context.actor, found),
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


def like_it(context: Context, proposal: Proposal) -> Sequence[Posting]:
    """Return the public proposals of a proposal's process that share words with it, the likest first."""
    words = f"{proposal.title} {proposal.text}"
    return like(context, Kind.PROPOSAL, proposal.process_id, words, but=proposal.id)


def before_it(context: Context, proposal: Proposal) -> Sequence[Posting]:
    """Return the proposals of any process that share words with one and have their answer, the likest first."""
    return remembered(context, Kind.PROPOSAL, f"{proposal.title} {proposal.text}", but=proposal.id)


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
    button: str = ""
    """What it says; by itself that a draft is saved."""
    looks: bool = False
    """Whether its writer asks how it looks, before it is saved."""
    language: str = ""
    """The code of what it is written in."""
    like: str = ""
    """Where proposals that share words with its title are asked for while one types."""


def write_page(
    context: Context,
    process_id: int,
    form: ProposalForm | None = None,
    *,
    group_id: int | None = None,
    looks: bool = False,
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
        looks=looks,
        language=current().code,
        like=url_for("proposals.like", process_id=process_id),
    )


def edit_page(
    context: Context,
    proposal_id: int,
    form: RewriteForm | None = None,
    clashes: Sequence[Clash] = (),
    *,
    looks: bool = False,
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
        looks=looks,
        language=found.language,
        like=url_for("proposals.like", process_id=found.process_id, but=found.id),
    )


def amend_page(context: Context, proposal_id: int, form: AmendForm | None = None, *, looks: bool = False) -> WritePage:
    """Return the form for other words of somebody's public proposal, with its words to begin from."""
    found = queries.proposal(context, proposal_id)
    PROPOSAL.require(context, ProposalVerb.AMEND, found)
    form = form or AmendForm(formdata=None, title=found.title, text=found.text, edit=found.edit)
    return WritePage(
        heading=_("Suggest other words"),
        said=_("Change what you would say otherwise. The authors read it, and say yes, or no with a reason."),
        form=form,
        address=url_for("proposals.amend", proposal_id=proposal_id, _anchor="errors"),
        keep="",
        trail=trail_of(found),
        has_own_copy=False,
        button=_("Send it to the authors"),
        looks=looks,
        language=found.language,
    )


@dataclass(frozen=True)
class FilesPage:
    """The files beside one's own proposal, and the form for more."""

    template: ClassVar[str] = "proposals/files.html"
    proposal: Proposal
    files: Sequence[Upload]
    form: FilesForm | None
    """None where there is room for no more."""


def files_page(context: Context, proposal_id: int, form: FilesForm | None = None) -> FilesPage:
    """Return the files beside one's own proposal, for as long as it is written."""
    found = queries.proposal(context, proposal_id)
    PROPOSAL.require(context, ProposalVerb.ATTACH, found)
    files = queries.files_of(context, found.id)
    has_room = len(files) < MOST_FILES
    return FilesPage(found, files, (form or FilesForm(formdata=None)) if has_room or form else None)


def where_page(context: Context, proposal_id: int, form: WhereForm | None = None) -> TaskPage:
    """Return the form that says where one's proposal is about, and what language it is written in."""
    found = queries.proposal(context, proposal_id)
    PROPOSAL.require(context, ProposalVerb.SAY_WHERE, found)
    form = form or WhereForm(formdata=None, place=found.place, point=found.point, language=found.language)
    form.shows(found.place, found.point, found.language, now=found.place)
    said = _("The place can be left out. The language is what the text is read aloud in.")
    return TaskPage(_("Where is it, and in which language?"), form, _("Save"), said, trail_of(found))


def carry_out_page(context: Context, proposal_id: int, form: CarryOutForm | None = None) -> TaskPage:
    """Return the form that says what came of what much support led to; Refusal(NOT_FOUND) where it led to nothing."""
    found = queries.proposal(context, proposal_id)
    reached = found.reached
    if reached is None:
        raise Refusal(Reason.NOT_FOUND)
    REACHED.require(context, ProposalVerb.CARRY_OUT, reached)
    form = form or CarryOutForm(formdata=None, result=reached.result, on=reached.done_on)
    form.shows(reached.result, reached.done_on, now=reached.result)
    if reached.done_on is None:
        del form.reason
    said = _("Everybody can read it, and whoever follows the proposal is told.")
    quoted = ((_("What the support led to"), reached.leads_to),)
    return TaskPage(_("What came of the support"), form, _("Publish it"), said, trail_of(found), quoted)


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
