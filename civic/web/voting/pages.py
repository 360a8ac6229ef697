"""What the pages about votes show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from civic.files import pictures
from civic.files.pictures import Picture
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.minutes.models import AgendaItem
from civic.minutes.queries import treating
from civic.people.queries import SHORTEST_SOUGHT
from civic.said.choices import persons
from civic.said.corrections import Corrected, corrected
from civic.said.wording import number
from civic.voting import queries
from civic.voting.models import Ballot, BallotOption, BallotState, RollEntry
from civic.voting.queries import OptionResult, Turnout
from civic.voting.workflow import BALLOT, ROLL, VotingVerb
from civic.web.voting.forms import RollForm, VoteForm, VoterForm


@dataclass(frozen=True)
class Bar:
    """One bar of the result's picture; `width` is in hundredths of the widest."""

    result: OptionResult
    width: int

    @property
    def name(self) -> str:
        """Return what it is of."""
        return self.result.option.text

    @property
    def said(self) -> str:
        """Return its number."""
        return number(self.result.count)


@dataclass(frozen=True)
class BallotPage:
    """One vote: the question, one's own vote, and after closing the result."""

    template: ClassVar[str] = "voting/ballot.html"
    ballot: Ballot
    state: BallotState
    turnout: Turnout
    entry: RollEntry | None
    form: VoteForm | None
    bars: Sequence[Bar]
    corrected: Corrected
    treated: Sequence[AgendaItem]
    """The items of agendas that treat it, each with its meeting."""
    may: dict[str, bool]
    pictures: Mapping[int, Picture]
    """Of the options, by their ids."""

    @property
    def lines(self) -> dict[int, str]:
        """Return the line under each option that has one, by the option's id."""
        return {one.id: one.about for one in self.ballot.options if one.about}

    @property
    def has_too_few(self) -> bool:
        """Return whether so few voted that the counts would say who chose what."""
        return self.state is BallotState.CLOSED and not self.bars

    @property
    def is_open(self) -> bool:
        """Return whether those on the roll can vote now."""
        return self.state is BallotState.OPEN


@dataclass(frozen=True)
class VoteCheckPage:
    """A vote to be read through before it is cast."""

    template: ClassVar[str] = "voting/check.html"
    ballot: Ballot
    option: BallotOption
    before: BallotOption | None
    """What was chosen the last time."""
    picture: Picture | None


@dataclass(frozen=True)
class RollPage:
    """Who is on the roll of a vote that has not been opened, a hundred at a time, and the forms for more."""

    template: ClassVar[str] = "voting/roll.html"
    ballot: Ballot
    voter: VoterForm
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
    *,
    words: str = "",
    after: int = 0,
) -> RollPage:
    """Return the roll of a vote that has not been opened, for those who may change it."""
    ballot = queries.ballot(context, ballot_id)
    BALLOT.require(context, VotingVerb.ADD_TO_ROLL, ballot)
    form, voter = form or RollForm(formdata=None), voter or VoterForm(formdata=None)
    if voter.person.errors:
        voter.person.found = persons(context, voter.person.data or "")
    count = queries.turnout(context, ballot_id).on_roll
    if words:
        found = queries.on_roll(context, ballot_id, words, at_most=ON_A_PAGE + 1)
        return RollPage(ballot, voter, form, count, 0, words, len(found) > ON_A_PAGE, found[:ON_A_PAGE], None)
    found = queries.roll(context, ballot_id, after=after, at_most=ON_A_PAGE + 1)
    more = found[ON_A_PAGE - 1].id if len(found) > ON_A_PAGE else None
    return RollPage(ballot, voter, form, count, after, words, False, found[:ON_A_PAGE], more)


def ballot_page(context: Context, ballot_id: int, form: VoteForm | None = None) -> BallotPage:
    """Return one vote; its counts only once it has closed."""
    ballot = queries.ballot(context, ballot_id)
    is_open = ballot.state_at(context.now) is BallotState.OPEN
    entry = queries.own_entry(context, ballot_id) if is_open and context.actor.is_signed_in else None
    may_vote = entry is not None and ROLL.may(context, VotingVerb.VOTE, entry)
    if may_vote and entry is not None:
        chosen = entry.vote.option_id if entry.vote else None
        form = form or VoteForm(formdata=None, option_id=chosen)
        form.option_id.choices = option_choices(ballot)
    return BallotPage(
        ballot=ballot,
        state=ballot.state_at(context.now),
        turnout=queries.turnout(context, ballot_id),
        entry=entry,
        form=form if may_vote else None,
        bars=_bars(context, ballot) if BALLOT.may(context, VotingVerb.READ_RESULT, ballot) else (),
        corrected=corrected(context, Ref(Kind.BALLOT, ballot_id)),
        treated=treating(context, Ref(Kind.BALLOT, ballot_id)),
        may=BALLOT.allowed(context, ballot),
        pictures={one.thing_id: one for one in queries.drawn(context, ballot)},
    )


def check_page(context: Context, ballot_id: int, form: VoteForm) -> VoteCheckPage | BallotPage:
    """Return a vote to be read through, for whoever may cast it; the vote's own page where there is no such option."""
    entry = queries.to_vote(context, ballot_id)
    ROLL.require(context, VotingVerb.VOTE, entry)
    ballot = queries.ballot(context, ballot_id)
    options = {one.id: one for one in ballot.options}
    chosen = options.get(form.option_id.data)
    if chosen is None:
        form.takes(Refusal(Reason.NOT_FOUND))
        return ballot_page(context, ballot_id, form)
    before = options[entry.vote.option_id] if entry.vote else None
    return VoteCheckPage(ballot, chosen, before, pictures.of(context, Ref(Kind.OPTION, chosen.id)))


def option_choices(ballot: Ballot) -> list[tuple[int, str]]:
    """Return the options as choices."""
    return [(one.id, one.text) for one in ballot.options]


def _bars(context: Context, ballot: Ballot) -> list[Bar]:
    results = queries.result(context, ballot)
    widest = max((one.count for one in results), default=0) or 1
    return [Bar(one, round(100 * one.count / widest)) for one in results]
