"""What the pages about votes show."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from civic.bodies.queries import bodies_now
from civic.files.pictures import Picture
from civic.groups.queries import groups_of
from civic.kernel.context import Context
from civic.kernel.refusal import Refusal
from civic.kernel.trace import Kind, Ref
from civic.minutes.models import AgendaItem
from civic.minutes.queries import treating
from civic.people.queries import SHORTEST_SOUGHT
from civic.said.choices import persons
from civic.said.corrections import Corrected, corrected
from civic.said.voting import Explained, Marked, explained, left_said, marked, rule_said
from civic.said.wording import number
from civic.tally.files import ending
from civic.tally.terms import Lines
from civic.voting import queries
from civic.voting.models import Ballot, BallotOption, BallotState, RollEntry, Secrecy
from civic.voting.queries import Outcome, Turnout
from civic.voting.workflow import BALLOT, ROLL, VotingVerb
from civic.web.voting.forms import CircleForm, PaperForm, ReceiptForm, RollForm, VoterForm


@dataclass(frozen=True)
class Bar:
    """One bar of the result's picture; `width` is in hundredths of the widest."""

    option: BallotOption
    count: int
    width: int
    is_chosen: bool
    names: Sequence[str]

    @property
    def name(self) -> str:
        """Return what it is of."""
        return self.option.text

    @property
    def said(self) -> str:
        """Return its number."""
        return number(self.count)


@dataclass(frozen=True)
class BallotPage:
    """One vote: the question, the ballot to fill in, and after closing the result."""

    template: ClassVar[str] = "voting/ballot.html"
    ballot: Ballot
    state: BallotState
    turnout: Turnout
    entry: RollEntry | None
    form: PaperForm | None
    preview: PaperForm | None
    """The ballot as a voter will see it, for those who prepare it."""
    options: Sequence[BallotOption]
    """In the order in which this reader sees them."""
    rule: Sequence[str]
    """By which rule it is held, in sentences."""
    outcome: Outcome | None
    bars: Sequence[Bar]
    explained: Explained | None
    """How the result came about: rounds, pairs, why each project was chosen or not."""
    file: str
    """How the file ends with which the result can be counted again; nothing where there is none."""
    corrected: Corrected
    treated: Sequence[AgendaItem]
    """The items of agendas that treat it, each with its meeting."""
    may: dict[str, bool]
    pictures: Mapping[int, Picture]
    """Of the options, by their ids."""

    @property
    def lines(self) -> dict[int, str]:
        """Return the line under each option that has one, by the option's number."""
        return {one.position: one.about for one in self.ballot.options if one.about}

    @property
    def drawn(self) -> dict[int, Picture]:
        """Return the pictures of options by their numbers, for the ballot."""
        return {one.position: self.pictures[one.id] for one in self.ballot.options if one.id in self.pictures}

    @property
    def waits_for_draw(self) -> bool:
        """Return whether level options wait for their draw, or for a new vote."""
        found = self.outcome.result if self.outcome else None
        return found is not None and not found.is_decided

    @property
    def chosen(self) -> Sequence[BallotOption]:
        """Return who is chosen, in the order in which they were."""
        by_number = {one.position: one for one in self.ballot.options}
        return [by_number[one] for one in self.outcome.winners] if self.outcome else []

    @property
    def is_closed(self) -> bool:
        """Return whether it is over."""
        return self.state is BallotState.CLOSED

    @property
    def is_open(self) -> bool:
        """Return whether those on the roll can vote now."""
        return self.state is BallotState.OPEN


@dataclass(frozen=True)
class VoteCheckPage:
    """A vote to be read through before it is cast."""

    template: ClassVar[str] = "voting/check.html"
    ballot: Ballot
    marked: Sequence[Marked]
    left: str
    """What is left of a sum, or of points, in words."""
    sent: Sequence[tuple[str, str]]
    is_changing: bool
    pictures: Mapping[int, Picture]


@dataclass(frozen=True)
class ReceiptPage:
    """The form by which one asks whether a vote is counted, and the answer."""

    template: ClassVar[str] = "voting/receipt.html"
    ballot: Ballot
    form: ReceiptForm
    is_counted: bool | None = None


@dataclass(frozen=True)
class RollPage:
    """Who is on the roll of a vote that has not been opened, a hundred at a time, and the forms for more."""

    template: ClassVar[str] = "voting/roll.html"
    ballot: Ballot
    voter: VoterForm
    circle: CircleForm
    form: RollForm
    """For many at once."""
    count: int
    after: int
    words: str
    """The letters that somebody on it is looked for by."""
    is_cut: bool
    """Whether more have such a name than are shown."""
    entries: Sequence[RollEntry]
    next_after: int | None

    @property
    def is_too_short(self) -> bool:
        """Return whether nobody is looked for by so few letters."""
        return 0 < len(self.words) < SHORTEST_SOUGHT


ON_A_PAGE = 100


def roll_page(
    context: Context,
    ballot_id: int,
    form: RollForm | None = None,
    voter: VoterForm | None = None,
    circle: CircleForm | None = None,
    *,
    words: str = "",
    after: int = 0,
) -> RollPage:
    """Return the roll of a vote that has not been opened, for those who may change it."""
    ballot = queries.ballot(context, ballot_id)
    BALLOT.require(context, VotingVerb.ADD_TO_ROLL, ballot)
    form, voter = form or RollForm(formdata=None), voter or VoterForm(formdata=None)
    circle = circle or circle_form(context, ballot)
    if voter.person.errors:
        voter.person.found = persons(context, voter.person.data or "")
    count = queries.turnout(context, ballot_id).on_roll
    if words:
        found = queries.on_roll(context, ballot_id, words, at_most=ON_A_PAGE + 1)
        return RollPage(ballot, voter, circle, form, count, 0, words, len(found) > ON_A_PAGE, found[:ON_A_PAGE], None)
    found = queries.roll(context, ballot_id, after=after, at_most=ON_A_PAGE + 1)
    more = found[ON_A_PAGE - 1].id if len(found) > ON_A_PAGE else None
    return RollPage(ballot, voter, circle, form, count, after, words, False, found[:ON_A_PAGE], more)


def circle_form(context: Context, ballot: Ballot, *, sent: bool = False) -> CircleForm:
    """Return the form by which a group or a council is put on the roll."""
    form = CircleForm() if sent else CircleForm(formdata=None)
    own = [(f"{Kind.GROUP.value}-{one.id}", one.title) for one in groups_of(context, ballot.process_id)]
    sits = [(f"{Kind.BODY.value}-{one.id}", one.name) for one in bodies_now(context)]
    form.offer([*own, *sits])
    return form


def order_for(ballot: Ballot, entry: RollEntry | None) -> list[BallotOption]:
    """Return the options in the order in which a voter sees them: their own where the vote says so, always the same."""
    if not ballot.is_shuffled or entry is None:
        return list(ballot.options)
    return sorted(
        ballot.options, key=lambda one: hashlib.sha256(f"{ballot.id}:{entry.id}:{one.position}".encode()).digest()
    )


def paper_form(context: Context, ballot: Ballot, *, sent: bool = False) -> PaperForm:
    """Return the ballot that the actor fills in; empty, also for who has voted: nobody reads it on the screen."""
    entry = queries.own_entry(context, ballot.id) if context.actor.is_signed_in else None
    form = PaperForm.over(ballot, order_for(ballot, entry))
    return form() if sent else form(formdata=None)


def ballot_page(context: Context, ballot_id: int, form: PaperForm | None = None) -> BallotPage:
    """Return one vote; its result only once it has closed and is published."""
    ballot = queries.ballot(context, ballot_id)
    is_open = ballot.state_at(context.now) is BallotState.OPEN
    entry = queries.own_entry(context, ballot_id) if is_open and context.actor.is_signed_in else None
    may_vote = entry is not None and ROLL.may(context, VotingVerb.VOTE, entry)
    order = order_for(ballot, entry)
    found = queries.outcome(context, ballot) if BALLOT.may(context, VotingVerb.READ_RESULT, ballot) else None
    there = queries.turnout(context, ballot_id)
    return BallotPage(
        ballot=ballot,
        state=ballot.state_at(context.now),
        turnout=there,
        entry=entry,
        form=(form or PaperForm.over(ballot, order)(formdata=None)) if may_vote else None,
        preview=PaperForm.over(ballot, order)(formdata=None)
        if BALLOT.may(context, VotingVerb.CHANGE, ballot)
        else None,
        options=order,
        rule=rule_said(ballot, there.on_roll),
        outcome=found,
        bars=_bars(ballot, found) if found else (),
        explained=explained(ballot, found.result) if found and found.result else None,
        file=_file(ballot, found),
        corrected=corrected(context, Ref(Kind.BALLOT, ballot_id)),
        treated=treating(context, Ref(Kind.BALLOT, ballot_id)),
        may=BALLOT.allowed(context, ballot),
        pictures={one.thing_id: one for one in queries.drawn(context, ballot)},
    )


def check_page(context: Context, ballot_id: int, form: PaperForm) -> VoteCheckPage | BallotPage:
    """Return a vote to be read through, for whoever may cast it; the ballot again where it breaks the rule."""
    entry = queries.to_vote(context, ballot_id)
    ROLL.require(context, VotingVerb.VOTE, entry)
    ballot = queries.ballot(context, ballot_id)
    lines: Lines = form.lines()
    try:
        queries.must_fit(ballot, lines)
    except Refusal as refusal:
        form.takes(refusal)
        return ballot_page(context, ballot_id, form)
    drawn = {one.thing_id: one for one in queries.drawn(context, ballot)}
    by_number = {one.position: drawn[one.id] for one in ballot.options if one.id in drawn}
    said = marked(ballot, lines)
    return VoteCheckPage(ballot, said, left_said(ballot, lines), form.sent(), entry.vote is not None, by_number)


def _file(ballot: Ballot, found: Outcome | None) -> str:
    if found is None or not queries.can_be_told(ballot, found):
        return ""
    return ending(ballot.method, is_named=ballot.secrecy is Secrecy.OPEN)


def _bars(ballot: Ballot, found: Outcome) -> list[Bar]:
    if found.result is None:
        return []
    counts = found.result.counts
    widest = max(counts.values(), default=0) or 1
    return [
        Bar(
            one,
            counts[one.position],
            round(100 * counts[one.position] / widest),
            one.position in found.winners,
            found.names.get(one.position, ()),
        )
        for one in ballot.options
    ]
