"""A case, its attachments, the decisions of body after body with their votes, and the follow-up."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.bodies.models import Body
from civic.db.base import Base, Id, Precision
from civic.db.finding import some_rows
from civic.dialogue.models import Comment
from civic.files.reading import HandedIn
from civic.files.store import StoredFile
from civic.files.sweeping import POINTING
from civic.files.uploads import Upload
from civic.hearings.models import HearingParty
from civic.kernel import ledger
from civic.processes.models import Process
from civic.reports.models import Version


class CaseState(enum.Enum):
    """Whether the last body has decided; a recommendation never counts as that."""

    NOT_DECIDED = "not_decided"
    ADOPTED = "adopted"
    REJECTED = "rejected"


class DecisionState(enum.Enum):
    """What a body made of a case."""

    PENDING = "pending"
    TABLED = "tabled"
    """It stands on the agenda of a meeting (på dagsordenen) that is still to come, or whose minutes are."""
    RECOMMENDED = "recommended"
    RECOMMENDED_WITH_CHANGES = "recommended_with_changes"
    NOT_RECOMMENDED = "not_recommended"
    APPROVED = "approved"
    ADOPTED = "adopted"
    NOTED = "noted"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    SENT_BACK = "sent_back"
    """To a body that had it before, or to the administration."""


UNDECIDED = frozenset({DecisionState.PENDING, DecisionState.TABLED})
"""A body has the case, and has not decided."""
RECOMMENDATIONS = frozenset(
    {DecisionState.RECOMMENDED, DecisionState.RECOMMENDED_WITH_CHANGES, DecisionState.NOT_RECOMMENDED}
)
"""What a body says to the body that decides: never a decision of the matter."""
FINAL = frozenset({DecisionState.ADOPTED, DecisionState.APPROVED})
"""What settles a case with a yes where the last body of its route says it."""


class Side(enum.Enum):
    """How somebody voted."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"
    RECUSED = "recused"
    """Had an interest in the matter (inhabil), and took no part in deciding it."""


class DissentKind(enum.Enum):
    """What somebody in the minority had put on record."""

    RECOMMENDATION = "recommendation"
    """Another recommendation than the body's (særindstilling)."""
    RESERVATION = "reservation"
    """They hold something against it, and keep their stand for later (forbehold)."""
    STATEMENT = "statement"
    """Why the minority thinks otherwise (mindretalsudtalelse)."""
    ENTRY = "entry"
    """Words of theirs in the minutes (protokoltilførsel)."""


class FollowUpState(enum.Enum):
    """Whether what was decided has been done."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    CHANGED = "changed"
    """Something else is done than was promised, and it is said why."""
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Voter:
    """A party letter or a named member on one side, with the reason asked to be recorded."""

    letter: str = ""
    name: str = ""
    affiliation: str = ""
    reason: str = ""


@dataclass(frozen=True)
class SideVotes:
    """How many voted one way, as recorded, and who the record names."""

    count: int
    voters: Sequence[Voter] = ()


@dataclass(frozen=True)
class Taken:
    """What a body decided, as it is entered together with its case."""

    body_id: int
    outcome: DecisionState
    votes: Mapping[Side, SideVotes] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    """The rest, as `actions.record_decision` takes it."""


class Case(Base):
    """A file in the records system (sag) that carries a version to its decision."""

    __tablename__ = "case_file"
    __table_args__ = (
        CheckConstraint("NOT is_closed OR (neutral_title <> '' AND closed_because <> '')", name="closed"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"), index=True)
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    resume: Mapped[str] = mapped_column(default="", server_default="")
    background: Mapped[str] = mapped_column(default="", server_default="")
    recommended_by: Mapped[str]
    recommendation: Mapped[str]
    presented: Mapped[str] = mapped_column(default="")
    presented_by: Mapped[str] = mapped_column(default="", server_default="")
    """Who presents it where it is decided: "borgere på vegne af opgaveudvalget"."""
    earlier_decisions: Mapped[str] = mapped_column(default="")
    """What the case says was decided in the matter before (tidligere beslutninger), in its own words."""
    is_closed: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it is treated behind closed doors (lukket punkt): its number and neutral title are all that is public."""
    neutral_title: Mapped[str] = mapped_column(default="", server_default="")
    closed_because: Mapped[str] = mapped_column(default="", server_default="")
    """The concrete ground, for those who work on it; never for a kind of case as such."""
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    version: Mapped[Version | None] = relationship(lazy="raise_on_sql")
    attachments: Mapped[list["Attachment"]] = relationship(order_by="Attachment.number", lazy="raise_on_sql")
    decisions: Mapped[list["Decision"]] = relationship(
        back_populates="case", order_by="Decision.step, Decision.position, Decision.sitting", lazy="raise_on_sql"
    )
    follow_ups: Mapped[list["FollowUp"]] = relationship(order_by="FollowUp.id", lazy="raise_on_sql")
    before: Mapped[list["EarlierDecision"]] = relationship(
        order_by="EarlierDecision.id", foreign_keys="EarlierDecision.case_id", lazy="raise_on_sql"
    )

    @property
    def addressees(self) -> list[Body]:
        """Return the bodies that the recommendation is addressed to, in the order in which it names them."""
        stops = {one.position: one.body for one in sorted(self.decisions, key=lambda one: one.position)}
        return list(dict.fromkeys(stops.values()))

    def state_at(self, now: datetime) -> CaseState:
        """Return what the last body of the route has made of it; what comes before only recommends."""
        return outcome_of(self.decisions)


def outcome_of(route: Sequence["Decision"]) -> CaseState:
    """Return what a case's last body has made of it, or its last bodies all; what comes before only recommends.

    A body that had it again, because it was put off or sent back, counts with what it decided last.
    """
    firsts = [one for one in route if one.because_id is None]
    last = max((one.step for one in firsts), default=0)
    deciding = {one.position for one in firsts if one.step == last}
    states = set({one.position: one.state for one in route if one.position in deciding}.values())
    if DecisionState.REJECTED in states and not states & UNDECIDED:
        return CaseState.REJECTED
    return CaseState.ADOPTED if states and states <= FINAL else CaseState.NOT_DECIDED


class EarlierDecision(Base):
    """What was decided in the matter before, by whom and when: the case goes on with it, or replaces it."""

    __tablename__ = "earlier_decision"
    __table_args__ = (
        CheckConstraint("(decided_on IS NULL) = (decided_precision IS NULL)", name="decided"),
        CheckConstraint("earlier_id <> case_id", name="earlier"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    """The case it was decided in, where that is here."""
    body: Mapped[str]
    """Who decided it, as the record calls them."""
    decided_on: Mapped[date | None]
    decided_precision: Mapped[Precision | None]
    reference: Mapped[str] = mapped_column(default="")
    """Its number there: "FAU 157/2003"."""
    text: Mapped[str] = mapped_column(default="")
    is_replaced: Mapped[bool] = mapped_column(default=False)
    """Whether what is decided now comes in its place (afløser)."""

    case: Mapped[Case] = relationship(foreign_keys=case_id, lazy="raise_on_sql", overlaps="before")
    earlier: Mapped[Case | None] = relationship(foreign_keys=earlier_id, lazy="raise_on_sql")


class Attachment(Base):
    """A document tied to a case in order (bilag), with its number in the records system."""

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    number: Mapped[int]
    title: Mapped[str]
    document_number: Mapped[str]
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"), unique=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"), index=True)
    """The version of a report that it is, where it is one."""

    version: Mapped[Version | None] = relationship(lazy="raise_on_sql")
    upload: Mapped[Upload | None] = relationship(lazy="raise_on_sql")


class Decision(Base):
    """What one body decided: a stop on a case's route, or on a process itself when `case_id` is empty.

    Each time that a body has the case is a row of its own: what it put off, or was sent back to it, stays to be seen
    when it decides later. Bodies that have the case at the same time share a step; the next step waits for all of them.
    """

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("case_id", "position", "sitting"),
        CheckConstraint("reading >= 1", name="reading"),
        Index("ix_decision_body_id_decided_on_id", "body_id", "decided_on", "id"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    position: Mapped[int]
    """In which place the recommendation names the body, from 1."""
    step: Mapped[int]
    """When it has the case: after those of every lower step, at the same time as those of its own."""
    sitting: Mapped[int] = mapped_column(default=1)
    """The how manieth time that the body has the case in its place, from 1."""
    reading: Mapped[int | None]
    """The how manieth reading (behandling), where the matter has several before the same body."""
    subject: Mapped[str]
    state: Mapped[DecisionState] = mapped_column(default=DecisionState.PENDING)
    wording: Mapped[str] = mapped_column(default="")
    item_number: Mapped[int | None]
    decided_on: Mapped[date | None]
    expected_on: Mapped[date | None]
    expected_precision: Mapped[Precision | None]
    is_not_stated: Mapped[bool] = mapped_column(default=False)
    votes_as_written: Mapped[str] = mapped_column(default="")
    out_of_turn: Mapped[str] = mapped_column(default="")
    """Why it adopted the case while a body before it had not decided."""
    sent_back_to_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    """To which body of an earlier step it sent the case back; to the administration where it names none."""
    because_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    """The decision that put the case off, or sent it back, so that the body has it once more."""

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    case: Mapped[Case | None] = relationship(back_populates="decisions", lazy="raise_on_sql")
    body: Mapped[Body] = relationship(lazy="raise_on_sql", foreign_keys=body_id)
    sent_back_to: Mapped[Body | None] = relationship(lazy="raise_on_sql", foreign_keys=sent_back_to_id)
    tallies: Mapped[list["Tally"]] = relationship(
        order_by="Tally.id", lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    dissents: Mapped[list["Dissent"]] = relationship(
        back_populates="decision", order_by="Dissent.id", lazy="raise_on_sql"
    )

    @property
    def is_taken(self) -> bool:
        """Return whether the body has decided."""
        return self.state not in UNDECIDED

    @property
    def is_tabled(self) -> bool:
        """Return whether it stands on the agenda of a meeting whose day is known."""
        return self.state is DecisionState.TABLED

    @property
    def is_awaited(self) -> bool:
        """Return whether the body has still to decide: nothing is entered, and the record does not leave it out."""
        return not self.is_taken and not self.is_not_stated

    @property
    def only_recommends(self) -> bool:
        """Return whether it said something to the body that decides, and decided nothing itself."""
        return self.state in RECOMMENDATIONS

    def state_at(self, now: datetime) -> DecisionState:
        """Return what the body made of it."""
        return self.state


class Tally(Base):
    """How many voted one way, as recorded; absence is never worked out by subtraction."""

    __tablename__ = "tally"
    __table_args__ = (UniqueConstraint("decision_id", "side"), CheckConstraint("count >= 0", name="count"))

    id: Mapped[Id]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    side: Mapped[Side]
    count: Mapped[int]

    lines: Mapped[list["TallyLine"]] = relationship(
        order_by="TallyLine.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )


class TallyLine(Base):
    """A party by its letter, or a named member, on one side; a party may stand on several."""

    __tablename__ = "tally_line"
    __table_args__ = (
        UniqueConstraint("tally_id", "position"),
        CheckConstraint("letter <> '' OR name <> ''", name="who"),
    )

    id: Mapped[Id]
    tally_id: Mapped[int] = mapped_column(ForeignKey("tally.id"))
    position: Mapped[int]
    letter: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    affiliation: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")


class Dissent(Base):
    """What members in the minority had put on record, in full and in their own words.

    Source: kommunestyrelsesloven § 13, stk. 2.
    """

    __tablename__ = "dissent"

    id: Mapped[Id]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    kind: Mapped[DissentKind]
    text: Mapped[str]

    decision: Mapped[Decision] = relationship(back_populates="dissents", lazy="raise_on_sql")
    by: Mapped[list["Dissenter"]] = relationship(
        order_by="Dissenter.id", lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    @property
    def named(self) -> str:
        """Return whose it is, as the minutes name them."""
        return named_of(self.by)


class Dissenter(Base):
    """Whose dissent it is: a party by its letter or a named member, as the vote has them."""

    __tablename__ = "dissenter"
    __table_args__ = (
        UniqueConstraint("dissent_id", "letter", "name"),
        CheckConstraint("letter <> '' OR name <> ''", name="who"),
    )

    id: Mapped[Id]
    dissent_id: Mapped[int] = mapped_column(ForeignKey("dissent.id"))
    letter: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    affiliation: Mapped[str] = mapped_column(default="")


WON = {
    DecisionState.RECOMMENDED: Side.FOR,
    DecisionState.RECOMMENDED_WITH_CHANGES: Side.FOR,
    DecisionState.NOT_RECOMMENDED: Side.AGAINST,
    DecisionState.APPROVED: Side.FOR,
    DecisionState.ADOPTED: Side.FOR,
    DecisionState.NOTED: Side.FOR,
    DecisionState.REJECTED: Side.AGAINST,
}
"""Which side had its way; of what was put off or sent back the vote itself has to say."""


def minority(decision: Decision) -> list["TallyLine"]:
    """Return who is recorded on a side that did not have its way, and took part in deciding."""
    took_part = [one for one in decision.tallies if one.side is not Side.RECUSED]
    most = max(took_part, key=lambda one: one.count, default=None)
    won = WON.get(decision.state, most.side if most is not None else None)
    return [line for tally in decision.tallies if tally.side not in {won, Side.RECUSED} for line in tally.lines]


def said_of(decision: Decision) -> dict[str, str]:
    """Return what is entered of a decision as words, by field: so that what is corrected can be kept and seen."""
    return {
        "state": decision.state.value,
        "sent_back_to": decision.sent_back_to.name if decision.sent_back_to else "",
        "wording": decision.wording,
        "decided_on": decision.decided_on.isoformat() if decision.decided_on else "",
        "item_number": str(decision.item_number or ""),
        "reading": str(decision.reading or ""),
        "votes": "; ".join(f"{one.side.value} {one.count}: {_named(one)}" for one in decision.tallies),
        "votes_as_written": decision.votes_as_written,
        "out_of_turn": decision.out_of_turn,
    }


def subject_of(decision: Decision) -> str:
    """Return what a decision is called in the log that anybody can recount."""
    return f"decision {decision.id}"


def record_of(decision: Decision) -> ledger.Record:
    """Return what is public of a decision that was taken, with its votes; of a closed item nothing is."""
    if decision.case is not None and decision.case.is_closed:
        return {"state": "closed"}
    return {"body": decision.body_id, **said_of(decision), "sent_back_to": decision.sent_back_to_id}


def _named(tally: Tally) -> str:
    return ", ".join(
        " ".join(filter(None, (one.letter, one.name, f"({one.affiliation})" if one.affiliation else "", one.reason)))
        for one in tally.lines
    )


def named_of(who: Sequence["Dissenter | TallyLine"]) -> str:
    """Return who they are as the minutes name them: "Anna Test (Ø), C"."""
    return ", ".join(
        f"{one.name} ({one.letter or one.affiliation})"
        if one.name and (one.letter or one.affiliation)
        else one.name or one.letter
        for one in who
    )


REPORTED = frozenset({FollowUpState.UNDER_WAY, FollowUpState.CHANGED, FollowUpState.DROPPED})
"""What whoever is responsible says of how it goes."""
STILL_TO_DO = frozenset({FollowUpState.PLANNED, FollowUpState.UNDER_WAY, FollowUpState.CHANGED})
"""What has neither been done nor dropped."""


TO_REVIEW = "(follow_up.review_on IS NOT NULL)"
"""Of what a body is to be told on a day, in SQL."""


class FollowUp(Base):
    """What is to be done about a decision, by whom, and whether it has been."""

    __tablename__ = "follow_up"
    __table_args__ = (some_rows("ix_follow_up_to_review", "review_on", "id", condition=TO_REVIEW),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    text: Mapped[str]
    responsible: Mapped[str]
    involved: Mapped[str] = mapped_column(default="", server_default="")
    """Who takes part in doing it (housing organisations, civil society, professionals), one on each line."""
    citizens_role: Mapped[str] = mapped_column(default="", server_default="")
    """How citizens take part in carrying it out."""
    indicator: Mapped[str] = mapped_column(default="", server_default="")
    """By what everybody can see that it is done."""
    due_on: Mapped[date]
    state: Mapped[FollowUpState] = mapped_column(default=FollowUpState.PLANNED)
    done_on: Mapped[date | None]
    result: Mapped[str | None]
    review_on: Mapped[date | None]
    """When the body is told how it goes."""
    reminded_at: Mapped[datetime | None]
    """When the case officers were reminded of that day."""

    case: Mapped[Case] = relationship(lazy="raise_on_sql", overlaps="follow_ups")
    progress: Mapped[list["FollowUpProgress"]] = relationship(order_by="FollowUpProgress.id", lazy="raise_on_sql")
    undertakings: Mapped[list["Undertaking"]] = relationship(order_by="Undertaking.id", lazy="raise_on_sql")
    contests: Mapped[list["Contest"]] = relationship(order_by="Contest.id", lazy="raise_on_sql")
    reports: Mapped[list["ReportBack"]] = relationship(order_by="ReportBack.id", lazy="raise_on_sql")

    @property
    def is_planned(self) -> bool:
        """Return whether it is still to be done."""
        return self.state in STILL_TO_DO

    @property
    def is_done(self) -> bool:
        """Return whether it has been done."""
        return self.state is FollowUpState.DONE

    def state_at(self, now: datetime) -> FollowUpState:
        """Return whether it has been done."""
        return self.state


class FollowUpProgress(Base):
    """What whoever is responsible said of how it goes, on a day."""

    __tablename__ = "follow_up_progress"

    id: Mapped[Id]
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)
    state: Mapped[FollowUpState]
    text: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class UndertakingState(enum.Enum):
    """Whether somebody takes part in what is done."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Undertaking(Base):
    """One who is asked to take part in what is done, and whether they said yes: an organisation, a council, others.

    Who has the link of the invitation answers for them; the address is kept until then.
    """

    __tablename__ = "undertaking"
    __table_args__ = (
        UniqueConstraint("follow_up_id", "name"),
        some_rows("uq_undertaking_party", "follow_up_id", "party_id", condition="party_id IS NOT NULL", unique=True),
    )

    id: Mapped[Id]
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"))
    name: Mapped[str]
    part: Mapped[str]
    """What they are asked to do, or offered to."""
    party_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_party.id"), index=True)
    """The council's seat in the hearing in which it offered that itself; its words are read there."""
    email: Mapped[str] = mapped_column(default="")
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[UndertakingState] = mapped_column(default=UndertakingState.INVITED)
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    follow_up: Mapped[FollowUp] = relationship(lazy="raise_on_sql", overlaps="undertakings")
    party: Mapped[HearingParty | None] = relationship(lazy="raise_on_sql")

    @property
    def asked(self) -> str:
        """Return what they are asked to do, or what the council offered, as its answer says it now."""
        return self.party.offer if self.party is not None else self.part

    @property
    def is_open(self) -> bool:
        """Return whether they have not answered."""
        return self.state is UndertakingState.INVITED

    @property
    def is_declined(self) -> bool:
        """Return whether they said no, which the public is not told."""
        return self.state is UndertakingState.DECLINED

    def state_at(self, now: datetime) -> UndertakingState:
        """Return whether they take part."""
        return self.state


class ContestState(enum.Enum):
    """What became of it that somebody contests that something was done."""

    OPEN = "open"
    STANDS = "stands"
    """The municipality holds that it was done, and says why."""
    TAKEN_UP = "taken_up"
    """It was not done, or not whole: it is taken up again."""


class Contest(Base):
    """Somebody says that what is said to be done is not, and why; it is answered with a reason.

    Their words are a comment on the case: they pass the gate, can be flagged, and are gone from sight with the case.
    """

    __tablename__ = "contest"
    __table_args__ = (
        UniqueConstraint("follow_up_id", "by_id", "claim"),
        some_rows("ix_contest_open", "follow_up_id", "id", condition="state IN ('open')"),
    )

    id: Mapped[Id]
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    claim: Mapped[int]
    """The how manieth time it is said to be done, from 1: each can contest each of them once."""
    state: Mapped[ContestState] = mapped_column(default=ContestState.OPEN)
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]

    comment: Mapped[Comment] = relationship(lazy="raise_on_sql")
    follow_up: Mapped[FollowUp] = relationship(lazy="raise_on_sql", overlaps="contests")

    @property
    def is_open(self) -> bool:
        """Return whether it waits for its answer."""
        return self.state is ContestState.OPEN

    def state_at(self, now: datetime) -> ContestState:
        """Return what became of it."""
        return self.state


class ReportBack(Base):
    """What a body was told, on a day, of how it goes with what it decided (tilbagemelding)."""

    __tablename__ = "report_back"

    id: Mapped[Id]
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    on: Mapped[date] = mapped_column("told_on")
    text: Mapped[str]

    body: Mapped[Body] = relationship(lazy="raise_on_sql")
    follow_up: Mapped[FollowUp] = relationship(lazy="raise_on_sql", overlaps="reports")


class TranscriptState(enum.Enum):
    """Whether minutes that were handed in have been read."""

    UNREAD = "unread"
    READ = "read"
    UNREADABLE = "unreadable"


class Transcript(HandedIn, Base):
    """The minutes of a meeting (udskrift af protokollen), handed in so that their items become cases.

    Its words are kept for those who work on the process's cases, until its items are entered or a month has passed.
    """

    __tablename__ = "transcript"
    __table_args__ = (some_rows("ix_transcript_to_read", "id", condition="state IN ('unread')"),)

    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    """The file's name; empty where the words were put in."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    state: Mapped[TranscriptState] = mapped_column(default=TranscriptState.UNREAD)
    why: Mapped[str] = mapped_column(default="")
    """Why it could not be read."""
    text: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")

    @property
    def is_unread(self) -> bool:
        """Return whether the worker has it still to read."""
        return self.state is TranscriptState.UNREAD

    @property
    def is_read(self) -> bool:
        """Return whether its items can be looked at and entered."""
        return self.state is TranscriptState.READ


POINTING.append(Transcript.file_id)
