"""A vote: what is asked and by which rule, what can be chosen, who may vote, and one vote for each place on the roll.

Roll, votes and count stay apart: the roll says who may vote and whether they have, a vote says what somebody marked,
and the count (`civic.tally`) knows neither. Who can see whose vote (secrecy) and how it is counted (method) are two
things.
"""

import enum
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.draws.repeat import digest, seed_of
from civic.kernel import money
from civic.people.models import Person
from civic.processes.models import Process
from civic.tally.terms import Marking, Method, Spending, Terms, TieRule

KRONE = 100
"""By how many øre each voter's part of a sum is raised at a time (`tally.budget.shares`)."""


class Secrecy(enum.Enum):
    """Who can see what each person votes."""

    OPEN = "open"
    """Everybody, by name, when it has closed."""
    CONFIDENTIAL = "confidential"
    """Nobody who uses the site; whoever runs it could."""


class BallotState(enum.Enum):
    """Where a ballot is; its closing time closes it, or a person before."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Option(NamedTuple):
    """What one can choose, in a line what it means, and of a budget what it costs, in øre, and in which area it is."""

    text: str
    about: str = ""
    cost: int | None = None
    area: str = ""


@dataclass(frozen=True)
class Rule:
    """By which rule a vote is held: who sees what, how one votes, and what happens when it is over."""

    secrecy: Secrecy
    method: Method = Method.ONE
    winners: int = 1
    most: int = 1
    sum: int | None = None
    spending: Spending | None = None
    marking: Marking | None = None
    tie: TieRule = TieRule.NEW_VOTE
    quorum: int = 0
    is_shuffled: bool = False
    waits_for_person: bool = False
    areas: Mapping[str, int] = field(default_factory=dict)


class Ballot(Base):
    """A question put to those on its roll; always advisory, the council decides."""

    __tablename__ = "ballot"
    __table_args__ = (
        CheckConstraint("winners > 0 AND most > 0", name="counts"),
        CheckConstraint("(method = 'budget') = (sum IS NOT NULL)", name="sum"),
        CheckConstraint("sum IS NULL OR (sum > 0 AND spending IS NOT NULL AND marking IS NOT NULL)", name="spent"),
        CheckConstraint("quorum BETWEEN 0 AND 100", name="quorum"),
        CheckConstraint("tie <> 'falls' OR method = 'yes_no'", name="tie"),
        CheckConstraint("(state = 'draft') = (frozen IS NULL)", name="frozen"),
        CheckConstraint("draw_words = '' OR draw_secret <> ''", name="draw"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    question: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    secrecy: Mapped[Secrecy]
    method: Mapped[Method] = mapped_column(default=Method.ONE)
    winners: Mapped[int] = mapped_column(default=1)
    """How many are chosen; in a budget as many as there is money for."""
    most: Mapped[int] = mapped_column(default=1)
    """How many options one may mark, or how many points one has."""
    sum: Mapped[int | None] = mapped_column(BigInteger)
    """What there is to give, in øre."""
    areas: Mapped[Mapping[str, int]] = mapped_column(JSON, default=dict, server_default="{}")
    """What of it each area has to give, in øre, in the order in which they are told; nothing where it is one sum."""
    spending: Mapped[Spending | None]
    marking: Mapped[Marking | None]
    tie: Mapped[TieRule] = mapped_column(default=TieRule.NEW_VOTE)
    quorum: Mapped[int] = mapped_column(default=0)
    """How many per cent of the roll have to vote for the result to count."""
    is_shuffled: Mapped[bool] = mapped_column(default=False)
    """Whether each voter sees the options in an order of their own, so that the first has no advantage."""
    waits_for_person: Mapped[bool] = mapped_column(default=False)
    """Whether the result is shown when a person publishes it, and not as soon as the vote has closed."""
    state: Mapped[BallotState] = mapped_column(default=BallotState.DRAFT)
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    frozen: Mapped[Mapping[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Everything that decides the result, as it was when it opened."""
    frozen_sha256: Mapped[str] = mapped_column(default="")
    draw_commitment: Mapped[str] = mapped_column(default="")
    """The hash of the secret that a draw among level options is drawn with, published when it opened."""
    draw_secret: Mapped[str] = mapped_column(default="")
    """Told when it is drawn, and to nobody before."""
    draw_source: Mapped[str] = mapped_column(default="")
    """Where the public words of a draw come from, said before anybody knows them."""
    draw_on: Mapped[date | None]
    """The day on which those words are known: after the vote has closed."""
    draw_words: Mapped[str] = mapped_column(default="")
    wordings: Mapped[Mapping[str, Mapping[str, str]]] = mapped_column(JSON, default=dict, server_default="{}")
    """Its words in other languages: by the language's code, each of its own words and how that is said there."""

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    options: Mapped[list["BallotOption"]] = relationship(
        back_populates="ballot", order_by="BallotOption.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    def state_at(self, now: datetime) -> BallotState:
        """Return the state the clock says."""
        if self.state is BallotState.OPEN and self.closes_at is not None and now >= self.closes_at:
            return BallotState.CLOSED
        return self.state

    @property
    def terms(self) -> Terms:
        """Return by what it is counted."""
        return Terms(
            self.method,
            tuple(one.position for one in self.options),
            winners=self.winners,
            most=self.most,
            tie=self.tie,
            costs={one.position: one.cost for one in self.options if one.cost is not None} if self.sum else {},
            sum=self.sum or 0,
            spending=self.spending or Spending.GREEDY,
            marking=self.marking or Marking.APPROVAL,
            unit=KRONE,
            areas=dict(self.areas),
            area_of={one.position: one.area for one in self.options} if self.areas else {},
        )

    @property
    def own_words(self) -> list[str]:
        """Return all that is written in it: what can be said in another language."""
        said = [self.question, self.about]
        for one in self.options:
            said += [one.text, one.about]
        return [*dict.fromkeys(filter(None, [*said, *self.areas]))]

    def lacks(self, language: str) -> list[str]:
        """Return which of its words are not said in a language yet: they are new, or were changed since."""
        return [one for one in self.own_words if not self.wordings.get(language, {}).get(one)]

    @property
    def said_elsewhere(self) -> list[str]:
        """Return all that is said in other languages, each with its code: what whoever opens it has seen."""
        return [f"{code} {said}" for code, words in self.wordings.items() for said in words.values()]

    @property
    def languages(self) -> list[str]:
        """Return the codes of the other languages in which all of it can be read."""
        return [code for code in self.wordings if not self.lacks(code)]

    @property
    def draw_seed(self) -> str | None:
        """Return what level options are drawn with, once the public words are known."""
        if not self.draw_words:
            return None
        return seed_of(self.draw_secret, self.draw_words)

    @property
    def is_as_frozen(self) -> bool:
        """Return whether everything that decides the result is what it was when it opened."""
        if not self.frozen:
            return True  # a draft, or opened before anything was written down
        now = decides(self, self.frozen["roll"], self.frozen.get("changes", ()))
        return self.frozen_sha256 == digest_of(self.frozen) == digest_of(now)


class BallotOption(Base):
    """One answer one can choose; its place in the order is the number it has on ballots and in files."""

    __tablename__ = "ballot_option"
    __table_args__ = (
        UniqueConstraint("ballot_id", "position"),
        CheckConstraint("cost IS NULL OR cost > 0", name="cost"),
    )

    id: Mapped[Id]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    position: Mapped[int]
    text: Mapped[str]
    about: Mapped[str] = mapped_column(default="", server_default="")
    """What it means, in a line."""
    cost: Mapped[int | None] = mapped_column(BigInteger)
    """What it costs, in øre."""
    area: Mapped[str] = mapped_column(default="", server_default="")
    """In which of the budget's areas it is."""
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    """The proposal it comes from."""

    ballot: Mapped[Ballot] = relationship(back_populates="options", lazy="raise_on_sql")


def decides(ballot: Ballot, roll: Mapping[str, int], changes: Sequence[Any] = ()) -> dict[str, Any]:
    """Return everything that decides a ballot's result beside the votes, as JSON has it.

    `roll` is how many are on it by the circle they were put on it with; no names. `changes` are those that two persons
    made since it opened, each with the hash of what stood before.
    """
    said: dict[str, Any] = {
        "question": ballot.question,
        "about": ballot.about,
        "secrecy": ballot.secrecy.value,
        "method": ballot.method.value,
        "winners": ballot.winners,
        "most": ballot.most,
        "sum": ballot.sum,
        "spending": ballot.spending.value if ballot.spending else None,
        "marking": ballot.marking.value if ballot.marking else None,
        "tie": ballot.tie.value,
        "quorum": ballot.quorum,
        "waits_for_person": ballot.waits_for_person,
        "draw": [ballot.draw_commitment, ballot.draw_source, ballot.draw_on.isoformat() if ballot.draw_on else ""],
        "options": [[one.position, one.text, one.about, one.cost] for one in ballot.options],
        "roll": dict(roll),
        "opened_at": ballot.opened_at.astimezone(UTC).isoformat() if ballot.opened_at else "",
        "closes_at": ballot.closes_at.astimezone(UTC).isoformat() if ballot.closes_at else "",
    }
    if ballot.areas:
        said["areas"] = [[area, money] for area, money in ballot.areas.items()]
        said["in_areas"] = [[one.position, one.area] for one in ballot.options]
    if ballot.wordings:
        said["wordings"] = {code: dict(words) for code, words in ballot.wordings.items()}
    return {**said, "changes": list(changes)} if changes else said


def digest_of(said: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what decides a result, written with sorted names and without spaces (RFC 8785)."""
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest(written)


def words_of(ballot: Ballot) -> list[str]:
    """Return what a ballot asks, by which rule, and what one can choose: what whoever changes or opens it has seen."""
    rule = (
        ballot.secrecy.value, ballot.method.value, ballot.winners, ballot.most, ballot.sum, ballot.spending,
        ballot.marking, ballot.tie.value, ballot.quorum, ballot.is_shuffled, ballot.waits_for_person,
        dict(ballot.areas) or "",
    )  # fmt: skip
    said = (str(one.value if isinstance(one, enum.Enum) else one) for one in rule)
    return [ballot.question, ballot.about, *said, *(said_of(one) for one in ballot.options)]


def said_of(option: Option | BallotOption) -> str:
    """Return an option as one line, as it is written in a form: what it is, and after a bar what it means and costs."""
    parts = [option.text, option.about, money.written(option.cost) if option.cost is not None else "", option.area]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return " | ".join(parts)


PLACES = (1, 2)
"""The places of a household: it has two votes whatever its size (almene boliger, normalvedtægter)."""


class Household(Base):
    """A dwelling on a roll: its two places are for the adults who live there, who come first has one."""

    __tablename__ = "household"
    __table_args__ = (UniqueConstraint("ballot_id", "address"),)

    id: Mapped[Id]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    address: Mapped[str]
    area: Mapped[str] = mapped_column(default="")


class HouseholdAdult(Base):
    """Somebody with an account who lives in a dwelling on a roll: in one of them."""

    __tablename__ = "household_adult"
    __table_args__ = (UniqueConstraint("ballot_id", "person_id"),)

    id: Mapped[Id]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    household: Mapped[Household] = relationship(lazy="raise_on_sql")


class RollEntry(Base):
    """One place on the roll of who may vote: a person's own, or one of a household's two.

    Whose it is shows by an account, or by the code of a letter. A household's place is nobody's until it is used.
    """

    __tablename__ = "roll_entry"
    __table_args__ = (
        UniqueConstraint("ballot_id", "person_id", "slot"),
        UniqueConstraint("household_id", "slot"),
        CheckConstraint("(household_id IS NULL) = (slot = 0) AND slot BETWEEN 0 AND 2", name="slot"),
        CheckConstraint("person_id IS NOT NULL OR household_id IS NOT NULL OR name <> ''", name="whose"),
    )

    id: Mapped[Id]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    slot: Mapped[int] = mapped_column(default=0, server_default="0")
    """Which of a household's places it is; 0 for a person's own."""
    name: Mapped[str] = mapped_column(default="", server_default="")
    """Who has it without an account, as the list says."""
    address: Mapped[str] = mapped_column(default="", server_default="")
    """Where a letter finds them; a household's stands with it."""
    area: Mapped[str] = mapped_column(default="", server_default="")
    """The area that the turnout counts them in, as the list says."""
    circle: Mapped[str] = mapped_column(default="", server_default="")
    """The group, council or list with which they were put on it, as it is called; nothing where it was by name."""
    letter: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many letters with a code were made for it: only the last one's code is good."""
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    """Of the letter's code, which only this site can make again (`codes`)."""
    letter_at: Mapped[datetime | None]
    """When its last letter was asked for."""

    ballot: Mapped[Ballot] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    household: Mapped[Household | None] = relationship(lazy="raise_on_sql")
    vote: Mapped["Vote | None"] = relationship(back_populates="entry", lazy="raise_on_sql")

    def state_at(self, now: datetime) -> BallotState:
        """Return the ballot's state: a place on the roll is used while the ballot is open."""
        return self.ballot.state_at(now)

    @property
    def is_free(self) -> bool:
        """Return whether a household's place is nobody's yet."""
        return self.person_id is None and self.vote is None


class Proof(enum.Enum):
    """By what it was shown that somebody has the place from which they voted."""

    ACCOUNT = "account"
    CODE = "code"
    """The code of a letter."""
    LIST = "list"
    """Their name on the list at a station, where they voted on paper."""


class Vote(Base):
    """The one use of a place on the roll: a vote that can be changed until the ballot closes, or a mark for paper.

    Whoever votes on paper is marked, and an electronic vote of theirs counts no more; what is on the paper is counted
    with its station, and is not tied to anybody. A mark by mistake is taken back, and the vote there was counts again.
    """

    __tablename__ = "vote"
    __table_args__ = (
        CheckConstraint("proof = 'list' OR (lines IS NOT NULL AND receipt IS NOT NULL)", name="cast"),
        CheckConstraint("(proof = 'list') = (station_id IS NOT NULL)", name="station"),
        CheckConstraint("(was IS NULL) OR (proof = 'list' AND was <> 'list')", name="was"),
    )

    id: Mapped[Id]
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), unique=True)
    lines: Mapped[str | None]
    """What is marked, as `tally.lines` writes it: options by their numbers; blank is empty. None on paper."""
    receipt: Mapped[str | None] = mapped_column(unique=True)
    """By which whoever voted asks whether it is counted; it says nothing of what is marked, and stays the same."""
    cast_at: Mapped[datetime]
    proof: Mapped[Proof] = mapped_column(default=Proof.ACCOUNT, server_default=Proof.ACCOUNT.value)
    was: Mapped[Proof | None]
    """By what the electronic vote was cast that a vote on paper stands for."""
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"), index=True)
    is_assisted: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether somebody of the voter's own choice helped them at the station; never with what."""

    entry: Mapped[RollEntry] = relationship(back_populates="vote", lazy="raise_on_sql")

    @property
    def is_on_paper(self) -> bool:
        """Return whether it is a mark for a vote on paper."""
        return self.proof is Proof.LIST


class TrialVote(Base):
    """A ballot filled in to try a vote out before it opens: nobody's, counted by itself, and wiped."""

    __tablename__ = "trial_vote"

    id: Mapped[Id]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), index=True)
    lines: Mapped[str]
    cast_at: Mapped[datetime]


class Station(Base):
    """A place where one votes on paper, and where those are counted who did."""

    __tablename__ = "station"
    __table_args__ = (UniqueConstraint("ballot_id", "name"),)

    id: Mapped[Id]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    name: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    """Where it is and when it is open, in words; everybody reads it."""

    ballot: Mapped[Ballot] = relationship(lazy="raise_on_sql")
    shifts: Mapped[list["Shift"]] = relationship(
        back_populates="station", order_by="Shift.starts_at", lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    sheets: Mapped[list["CountSheet"]] = relationship(
        back_populates="station", order_by="CountSheet.number", lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    def state_at(self, now: datetime) -> BallotState:
        """Return its ballot's state."""
        return self.ballot.state_at(now)

    @property
    def process_id(self) -> int:
        """Return the process it belongs to."""
        return self.ballot.process_id

    def on_shift_at(self, person_id: int | None, now: datetime) -> bool:
        """Return whether somebody has a shift there now."""
        return any(one.person_id == person_id and one.starts_at <= now < one.ends_at for one in self.shifts)

    @property
    def is_counted(self) -> bool:
        """Return whether two have counted its papers, and come to the same."""
        return len(self.sheets) == COUNTS and len({one.said for one in self.sheets}) == 1

    @property
    def differs(self) -> bool:
        """Return whether two have counted, and do not come to the same."""
        return len(self.sheets) == COUNTS and not self.is_counted


COUNTS = 2
"""How many count a station's papers, each without seeing what the other has."""


class Shift(Base):
    """When somebody is an officer of a station: then they see the roll, and mark who votes on paper."""

    __tablename__ = "shift"
    __table_args__ = (
        UniqueConstraint("station_id", "person_id", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="hours"),
    )

    id: Mapped[Id]
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    station: Mapped[Station] = relationship(back_populates="shifts", lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class CountSheet(Base):
    """What one officer counted of a station's papers: how many have each marking, and how many are void."""

    __tablename__ = "count_sheet"
    __table_args__ = (
        UniqueConstraint("station_id", "number"),
        UniqueConstraint("station_id", "person_id"),
        CheckConstraint("number IN (1, 2)", name="number"),
        CheckConstraint("void >= 0", name="void"),
    )

    id: Mapped[Id]
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    number: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    counted_at: Mapped[datetime]
    ballots: Mapped[Mapping[str, int]] = mapped_column(JSON)
    """How many papers have each marking, as `tally.lines` writes it; blank ones under the empty one."""
    void: Mapped[int]
    """Papers that nobody can count."""
    earlier: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """What they had counted before they counted again: markings, void ones, and when."""

    station: Mapped[Station] = relationship(back_populates="sheets", lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    @property
    def said(self) -> tuple[tuple[tuple[str, int], ...], int]:
        """Return what it comes to, to be compared with another's."""
        return tuple(sorted((one, times) for one, times in self.ballots.items() if times)), self.void

    @property
    def papers(self) -> int:
        """Return how many papers it counts, blank and void ones with the others."""
        return sum(self.ballots.values()) + self.void


class CountedVote(Base):
    """What a vote came to whose count takes long, with the digest of all it was counted from (`tally.kept`)."""

    __tablename__ = "counted_vote"

    id: Mapped[Id]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), unique=True)
    digest: Mapped[str]
    result: Mapped[Mapping[str, Any]] = mapped_column(JSON)
    counted_at: Mapped[datetime]


class PaperAudit(Base):
    """Papers drawn by lot and looked at by hand: whether they bear out what was counted (`tally.audit`)."""

    __tablename__ = "paper_audit"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("most_risk BETWEEN 1 AND 50", name="most_risk"),
    )

    id: Mapped[Id]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), unique=True)
    words: Mapped[str]
    """The numbers it is drawn with, of a draw that nobody knew of while the papers were counted."""
    size: Mapped[int]
    """How many papers are drawn."""
    most_risk: Mapped[int]
    """At most how large the risk may be, in per cent, that a wrong result is borne out; said before anybody looks."""
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    begun_at: Mapped[datetime]

    drawn: Mapped[list["DrawnPaper"]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")


class DrawnPaper(Base):
    """One of the drawn papers that was looked at, and what is on it."""

    __tablename__ = "drawn_paper"
    __table_args__ = (UniqueConstraint("audit_id", "number"),)

    id: Mapped[Id]
    audit_id: Mapped[int] = mapped_column(ForeignKey("paper_audit.id"))
    number: Mapped[int]
    """Which paper it is, counted from the top of the first station's pile to the bottom of the last one's."""
    lines: Mapped[str | None]
    """What is marked on it, as `tally.lines` writes it; None where nobody can see what is meant."""
    entered_at: Mapped[datetime]


class Changing(enum.Enum):
    """What two persons may change once a vote is open; the question, the options and the rule never."""

    LATER = "later"
    """A later last day."""
    PUT_ON = "put_on"
    """Somebody who was left off the roll."""
    TAKEN_OFF = "taken_off"
    """Somebody who was put on it wrongly; a vote they have cast goes with it."""
    FREED = "freed"
    """A household's place that was used by somebody who does not live there: the vote goes, and the place is free."""


class BallotChange(Base):
    """A change to a vote that is open: one person asks for it, and it counts once another has agreed."""

    __tablename__ = "ballot_change"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="two"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="settled"),
        CheckConstraint("(kind = 'later') = (last_day IS NOT NULL)", name="day"),
        CheckConstraint("(kind = 'put_on') = (person_id IS NOT NULL OR address <> '')", name="whom"),
    )

    id: Mapped[Id]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), index=True)
    kind: Mapped[Changing]
    last_day: Mapped[date | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who is to be put on the roll, where they have an account."""
    name: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    """Where they live who have none; without a name it is a household, with two places."""
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("roll_entry.id", ondelete="SET NULL"))
    """Which place is taken off, or freed; gone with it."""
    reason: Mapped[str]
    """Why; everybody reads it, without names."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who agreed; one that is declined is gone."""
    decided_at: Mapped[datetime | None]
    frozen_sha256: Mapped[str] = mapped_column(default="")
    """The hash of what decided the result before it."""

    ballot: Mapped[Ballot] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    entry: Mapped[RollEntry | None] = relationship(lazy="raise_on_sql")

    @property
    def is_agreed(self) -> bool:
        """Return whether another has agreed to it: then it counts."""
        return self.decided_at is not None

    def state_at(self, now: datetime) -> BallotState:
        """Return its ballot's state."""
        return self.ballot.state_at(now)

    @property
    def process_id(self) -> int:
        """Return the process it belongs to."""
        return self.ballot.process_id


class HouseholdObjection(Base):
    """Somebody of a household says that its places were used by others who do not live there."""

    __tablename__ = "household_objection"
    __table_args__ = (
        UniqueConstraint("household_id", "person_id"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered"),
    )

    id: Mapped[Id]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    raised_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    answered_at: Mapped[datetime | None]

    household: Mapped[Household] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
