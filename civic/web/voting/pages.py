"""What the pages about votes show."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import g

from civic.files.pictures import Picture
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.minutes.models import AgendaItem
from civic.minutes.queries import treating
from civic.proposals.models import Proposal
from civic.said.corrections import Corrected, corrected
from civic.said.language import SPOKEN, own_name
from civic.said.voting import Explained, Marked, explained, left_said, marked, rule_said, vote_said
from civic.said.wording import WRITTEN_IN, number
from civic.tally.count import result
from civic.tally.files import ending
from civic.tally.terms import Lines, Result
from civic.voting import queries
from civic.voting.models import (
    Ballot,
    BallotChange,
    BallotOption,
    BallotState,
    RollEntry,
    Secrecy,
    Station,
    Vote,
)
from civic.voting.queries import Audited, Outcome, Shares, Standing, Turnout
from civic.voting.workflow import BALLOT, VotingVerb
from civic.web.voting.forms import ProposalsForm, ReceiptForm, WordingForm
from civic.web.voting.papers import PaperForm

WORDS = "words"
"""The name by which the language of a vote's words is asked for, in an address and in a form."""
SECOND = "place"
"""The name by which a lone adult's other place is asked for, in an address and in a form."""


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
        return vote_said(self.option.ballot, self.option.text)

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
    standing: Standing
    """What the reader is on its roll."""
    is_second: bool
    """Whether it is the other of their household's places."""
    has_code: bool
    """Whether they vote with the code of a letter."""
    form: PaperForm | None
    preview: PaperForm | None
    """The ballot as a voter will see it, for those who prepare it."""
    options: Sequence[BallotOption]
    """In the order in which this reader sees them."""
    sources: Mapping[int, Proposal]
    """The proposals that options come from, by the options' numbers."""
    rule: Sequence[str]
    """By which rule it is held, in sentences."""
    outcome: Outcome | None
    bars: Sequence[Bar]
    shares: Shares | None
    """How many took part by area and by channel."""
    stations: Sequence[Station]
    """Where one votes on paper."""
    audited: Audited | None
    """Papers drawn by lot, to see whether they bear out the result."""
    changes: Sequence[BallotChange]
    """What two persons have changed since it opened, the newest first."""
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
        return lines_under(self.ballot)

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
    def entry(self) -> RollEntry | None:
        """Return the place the reader votes from, where they have one."""
        return self.standing.entry

    @property
    def vote(self) -> Vote | None:
        """Return the vote they have cast from it, here."""
        found = self.entry.vote if self.entry is not None else None
        return None if found is None or found.is_on_paper else found

    @property
    def is_on_paper(self) -> bool:
        """Return whether the reader is marked at a station: then they vote on paper."""
        return self.entry is not None and self.entry.vote is not None and self.entry.vote.is_on_paper

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
    is_trial: bool = False


@dataclass(frozen=True)
class ReceiptPage:
    """The form by which one asks whether a vote is counted, and the answer."""

    template: ClassVar[str] = "voting/receipt.html"
    ballot: Ballot
    form: ReceiptForm
    is_counted: bool | None = None


def order_for(context: Context, ballot: Ballot) -> list[BallotOption]:
    """Return the options in the order in which a voter sees them: their own where the vote says so, always the same."""
    voter = context.actor.place or context.actor.person_id
    if not ballot.is_shuffled or not voter:
        return list(ballot.options)
    return sorted(
        ballot.options, key=lambda one: hashlib.sha256(f"{ballot.id}:{voter}:{one.position}".encode()).digest()
    )


def paper_form(context: Context, ballot: Ballot, *, sent: bool = False) -> PaperForm:
    """Return the ballot that the actor fills in; empty, also for who has voted: nobody reads it on the screen."""
    form = PaperForm.over(ballot, order_for(context, ballot))
    return form() if sent else form(formdata=None)


MOVE = "move"
"""The name of a button that moves an option in a ranking, and says which, and which way."""


def standing(context: Context, ballot: Ballot, *, second: bool = False) -> Standing:
    """Return what the reader is on the roll of an open ballot; of another it is nobody's concern."""
    is_anybody = context.actor.is_signed_in or context.actor.place
    if not is_anybody or ballot.state_at(context.now) is not BallotState.OPEN:
        return Standing()
    return queries.standing(context, ballot.id, second=second)


def ballot_page(context: Context, ballot_id: int, form: PaperForm | None = None, *, second: bool = False) -> BallotPage:
    """Return one vote; its result only once it has closed and is published. `second` is a lone adult's other place."""
    ballot = queries.ballot(context, ballot_id)
    mine = standing(context, ballot, second=second)
    order = order_for(context, ballot)
    found = queries.outcome(context, ballot) if BALLOT.may(context, VotingVerb.READ_RESULT, ballot) else None
    there = queries.turnout(context, ballot_id)
    return BallotPage(
        ballot=ballot,
        state=ballot.state_at(context.now),
        turnout=there,
        standing=mine,
        is_second=second and mine.is_alone,
        has_code=bool(context.actor.place),
        form=(form or PaperForm.over(ballot, order)(formdata=None)) if mine.may_vote else None,
        preview=PaperForm.over(ballot, order)(formdata=None)
        if BALLOT.may(context, VotingVerb.CHANGE, ballot)
        else None,
        options=order,
        sources=queries.sources(context, ballot),
        rule=rule_said(ballot, there.on_roll),
        outcome=found,
        bars=_bars(ballot, found) if found else (),
        shares=queries.shares(context, ballot_id) if found else None,
        stations=queries.stations(context, ballot_id),
        audited=queries.audited(context, ballot) if found and found.result else None,
        changes=[one for one in queries.changes(context, ballot_id) if one.is_agreed] if ballot.frozen else [],
        explained=explained(ballot, found.result) if found and found.result else None,
        file=_file(ballot, found),
        corrected=corrected(context, Ref(Kind.BALLOT, ballot_id)),
        treated=treating(context, Ref(Kind.BALLOT, ballot_id)),
        may=BALLOT.allowed(context, ballot),
        pictures={one.thing_id: one for one in queries.drawn(context, ballot)},
    )


def check_page(
    context: Context, ballot_id: int, form: PaperForm, *, second: bool = False
) -> VoteCheckPage | BallotPage:
    """Return a vote to be read through, for whoever may cast it; the ballot again where it breaks the rule."""
    ballot = queries.ballot(context, ballot_id)
    if ballot.state_at(context.now) is not BallotState.OPEN:
        raise Refusal(Reason.NOT_NOW)
    mine = standing(context, ballot, second=second)
    if not mine.may_vote:
        raise Refusal(Reason.PLACES_USED if mine.is_used_up else Reason.NOT_ON_ROLL)
    lines = form.lines()
    try:
        queries.must_fit(ballot, lines)
    except Refusal as refusal:
        form.takes(refusal)
        return ballot_page(context, ballot_id, form, second=second)
    is_changing = mine.entry is not None and mine.entry.vote is not None
    sent = [*form.sent(), *chosen_words(), *([(SECOND, "2")] if second and mine.is_alone else [])]
    return _checked(context, ballot, lines, sent, is_changing=is_changing)


def _checked(
    context: Context,
    ballot: Ballot,
    lines: Lines,
    sent: Sequence[tuple[str, str]],
    *,
    is_changing: bool = False,
    is_trial: bool = False,
) -> VoteCheckPage:
    by_number = _drawn(context, ballot)
    said, left = marked(ballot, lines), left_said(ballot, lines)
    return VoteCheckPage(ballot, said, left, sent, is_changing, by_number, is_trial)


def _drawn(context: Context, ballot: Ballot) -> dict[int, Picture]:
    """Return the pictures of options by their numbers."""
    drawn = {one.thing_id: one for one in queries.drawn(context, ballot)}
    return {one.position: drawn[one.id] for one in ballot.options if one.id in drawn}


def chosen_words() -> list[tuple[str, str]]:
    """Return the language a reader chose to read a vote in, as it goes along in a form and an address."""
    return [(WORDS, g.vote_words)] if g.get("vote_words") else []


@dataclass(frozen=True)
class LanguagesPage:
    """In which languages a vote that is prepared can be read, and in which it could be."""

    template: ClassVar[str] = "voting/languages.html"
    ballot: Ballot
    there: Sequence[tuple[str, str, int]]
    """Languages that are begun: code, own name, and how many of the vote's words are not said yet."""
    others: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class WordingPage:
    """A vote's words in one other language."""

    template: ClassVar[str] = "voting/wording.html"
    ballot: Ballot
    code: str
    name: str
    form: WordingForm


@dataclass(frozen=True)
class ProposalsPage:
    """From which proposals a vote's options come."""

    template: ClassVar[str] = "voting/proposals.html"
    ballot: Ballot
    form: ProposalsForm


@dataclass(frozen=True)
class TrialPage:
    """A vote tried out before it opens: the ballot, and what the trial votes come to."""

    template: ClassVar[str] = "voting/trial.html"
    ballot: Ballot
    form: PaperForm
    count: int
    result: Result
    bars: Sequence[Bar]
    explained: Explained
    drawn: Mapping[int, Picture]

    @property
    def lines(self) -> dict[int, str]:
        """Return the line under each option that has one, by the option's number."""
        return lines_under(self.ballot)

    @property
    def chosen(self) -> Sequence[BallotOption]:
        """Return who would be chosen."""
        by_number = {one.position: one for one in self.ballot.options}
        return [by_number[one] for one in self.result.winners]


def lines_under(ballot: Ballot) -> dict[int, str]:
    """Return the line under each option that has one, by the option's number."""
    return {one.position: vote_said(ballot, one.about) for one in ballot.options if one.about}


def languages_page(context: Context, ballot_id: int) -> LanguagesPage:
    """Return in which languages a vote can be read."""
    ballot = queries.ballot(context, ballot_id)
    BALLOT.require(context, VotingVerb.PUT_WORDING, ballot)
    there = [(code, own_name(code), len(ballot.lacks(code))) for code in ballot.wordings]
    others = [(code, own_name(code)) for code in SPOKEN if code != WRITTEN_IN and code not in ballot.wordings]
    return LanguagesPage(ballot, there, others)


def wording_page(context: Context, ballot_id: int, code: str, form: WordingForm | None = None) -> WordingPage:
    """Return a vote's words in another language, or Refusal(NOT_FOUND) for one that nobody writes in here."""
    ballot = queries.ballot(context, ballot_id)
    BALLOT.require(context, VotingVerb.PUT_WORDING, ballot)
    if form is None:
        form = wording_form(ballot, code)(formdata=None)
    form.shows(*ballot.own_words, *ballot.wordings.get(code, {}).values())
    return WordingPage(ballot, code, own_name(code), form)


def wording_form(ballot: Ballot, code: str) -> type[WordingForm]:
    """Return the form of a vote's words in a language, or Refusal(NOT_FOUND)."""
    if code not in SPOKEN or code == WRITTEN_IN:
        raise Refusal(Reason.NOT_FOUND)
    return WordingForm.over(ballot, code)


def trial_page(context: Context, ballot_id: int, form: PaperForm | None = None) -> TrialPage:
    """Return a vote to be tried out, with what was tried."""
    ballot = queries.ballot(context, ballot_id)
    BALLOT.require(context, VotingVerb.TRY_OUT, ballot)
    tried = queries.trial(context, ballot_id)
    found = result(ballot.terms, tried)
    return TrialPage(
        ballot,
        form or PaperForm.over(ballot, order_for(context, ballot))(formdata=None),
        found.ballots,
        found,
        _bars(ballot, Outcome(found, is_quorate=True, winners=found.winners)),
        explained(ballot, found),
        _drawn(context, ballot),
    )


def trial_check_page(context: Context, ballot_id: int, form: PaperForm) -> VoteCheckPage | TrialPage:
    """Return a trial vote to be read through; the ballot again where it breaks the rule."""
    ballot = queries.ballot(context, ballot_id)
    BALLOT.require(context, VotingVerb.TRY_OUT, ballot)
    try:
        queries.must_fit(ballot, form.lines())
    except Refusal as refusal:
        form.takes(refusal)
        return trial_page(context, ballot_id, form)
    return _checked(context, ballot, form.lines(), [*form.sent(), *chosen_words()], is_trial=True)


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
