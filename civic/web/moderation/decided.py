"""What the pages about decided texts show: the public log, and an appeal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.dialogue.queries import comment
from civic.dialogue.workflow import COMMENT, DialogueVerb
from civic.http.sifting import Field, Sifted
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.moderation import queries
from civic.moderation.models import Appeal, Ruling
from civic.moderation.queries import Logged
from civic.moderation.workflow import APPEAL, AppealVerb
from civic.processes.queries import titles_among
from civic.proposals.queries import proposal
from civic.proposals.workflow import PROPOSAL, ProposalVerb
from civic.rules.queries import in_force
from civic.said.things import address, kind_word
from civic.said.wording import day, said_rule, word
from civic.web.moderation.forms import AppealForm

LOGGED = 50


@dataclass(frozen=True)
class LogPage(Sifted):
    """What persons decided about texts, the newest first; names nobody and shows no text."""

    template: ClassVar[str] = "moderation/log.html"
    found: Sequence[Logged]
    titles: Mapping[int, str]
    rules: Sequence[tuple[int, str]]
    rule: int | None
    process_id: int | None
    next_before: int | None

    @property
    def is_long(self) -> bool:
        """Return whether there are more than a page shows."""
        return self.next_before is not None

    @property
    def fields(self) -> Sequence[Field]:
        """Return what the list can be narrowed by, for its sieve."""
        fields: list[Field] = [("choice", "rule", _("House rule"), self.rule or "", [("", _("all")), *self.rules])]
        if self.process_id is not None:
            named = (self.process_id, self.titles.get(self.process_id, str(self.process_id)))
            fields.append(("choice", "process", _("Process"), self.process_id, [("", _("all")), named]))
        return fields


def log_page(context: Context, rule: int | None, process_id: int | None, before: int | None) -> LogPage:
    """Return fifty decisions of the public log, narrowed to a rule or a process."""
    rows = queries.log(context, rule=rule, process_id=process_id, before=before, at_most=LOGGED + 1)
    found = rows[:LOGGED]
    rules = {one.number: said_rule(one) for one in in_force(context)}
    for one in found:  # one that has ended is still what was decided by
        if one.ruling.rule is not None and one.ruling.rule.number == rule:
            rules.setdefault(rule, said_rule(one.ruling.rule))
    return LogPage(
        found=found,
        titles=titles(context, found),
        rules=sorted(rules.items()),
        rule=rule,
        process_id=process_id,
        next_before=found[-1].ruling.id if len(rows) > LOGGED else None,
    )


def titles(context: Context, found: Sequence[Logged]) -> Mapping[int, str]:
    """Return the titles of the processes in which the texts stood."""
    ids = {one.ruling.process_id for one in found if one.ruling.process_id is not None}
    return dict(titles_among(context, ids, at_most=max(len(ids), 1)))


def log_table(context: Context) -> Iterator[Sequence[str]]:
    """Give the whole public log as rows, its heading first, the newest decision first."""
    yield [_("Day"), _("Process"), _("What it was"), _("Decision"), _("House rule"), _("Appeal"), _("Appeal decided")]
    before = None
    while found := queries.log(context, before=before, at_most=500):
        named = titles(context, found)
        for one in found:
            yield [*_cells(one.ruling, named), *_of_appeal(one.appeal)]
        before = found[-1].ruling.id


def _cells(ruling: Ruling, named: Mapping[int, str]) -> list[str]:
    rule = said_rule(ruling.rule) if ruling.rule else ""
    return [day(ruling.at), named.get(ruling.process_id or 0, ""), kind_word(ruling.kind), word(ruling.ruled), rule]


def _of_appeal(appeal: Appeal | None) -> list[str]:
    return [word(appeal.state), day(appeal.decided_at) if appeal.decided_at else ""] if appeal else ["", ""]


@dataclass(frozen=True)
class AppealPage:
    """One appeal: what was decided, what its author says of it, and what another person decided."""

    template: ClassVar[str] = "moderation/appeal.html"
    appeal: Appeal
    about: Ref
    may_decide: bool


def appeal_page(context: Context, appeal_id: int) -> AppealPage:
    """Return an appeal for whoever made it, and for those who look after the process."""
    found = queries.appeal(context, appeal_id)
    return AppealPage(found, Ref(found.kind, found.thing_id), APPEAL.may(context, AppealVerb.UPHOLD, found))


@dataclass(frozen=True)
class NewAppealPage:
    """The form by which the author of a text appeals, with the text and the decision about it."""

    template: ClassVar[str] = "moderation/new_appeal.html"
    about: Ref
    title: str
    text: str
    ruling: Ruling
    form: AppealForm

    @property
    def back(self) -> tuple[str, str]:
        """Return the way back to the text."""
        return kind_word(self.about.kind), address(self.about)

    @property
    def address(self) -> str:
        """Return where the form goes."""
        return url_for("appeals.make", kind=self.about.kind.value, thing_id=self.about.id)


def new_appeal_page(context: Context, about: Ref, form: AppealForm) -> NewAppealPage:
    """Return the form for an appeal; Refusal(NOT_NOW) where nothing was decided, or it was appealed before."""
    title = ""
    if about.kind is Kind.COMMENT:
        said = comment(context, about.id)
        COMMENT.require(context, DialogueVerb.APPEAL, said)
        words = said.text
    else:
        found = proposal(context, about.id)
        PROPOSAL.require(context, ProposalVerb.APPEAL, found)
        title, words = found.title, found.text
    standing = queries.standing(context, about)
    ruling = standing.last_by_rule
    if ruling is None or queries.appealing(context, standing, may=True).made is not None:
        raise Refusal(Reason.NOT_NOW)
    return NewAppealPage(about, title, words, ruling, form)
