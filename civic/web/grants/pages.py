"""The pages of grant schemes, applications, their assessment, and what the money went to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import url_for
from flask_babel import gettext

from civic.files import renditions
from civic.files.pictures import Picture
from civic.files.renditions import Rendition
from civic.goals.models import Goal
from civic.grants import judging, queries
from civic.grants.judging import Judged, Written
from civic.grants.models import (
    CHAIN,
    AccountLine,
    Assessment,
    ChainKind,
    ChainLink,
    GrantActivity,
    GrantApplication,
    GrantScheme,
    Rank,
    SchemePoint,
    SchemePointKind,
)
from civic.grants.parts import Part, Term, told
from civic.grants.queries import Accounts, Ranked
from civic.grants.workflow import APPLICATION, SCHEME, GrantVerb
from civic.http.forms import Form, SeenForm
from civic.http.task import TaskPage
from civic.kernel.context import Context
from civic.kernel.seen import fingerprint
from civic.processes.workflow import is_case_officer
from civic.said.corrections import Corrected, corrected
from civic.said.language import current
from civic.said.thread import Link
from civic.web.grants.forms import FORMS, ApplicationForm, ApplyForm, PartForm, SchemeForm


@dataclass(frozen=True)
class SchemePage:
    """One scheme: what it is for, by what is judged, and what was granted."""

    template: ClassVar[str] = "grants/scheme.html"
    scheme: GrantScheme
    before: GrantScheme | None
    points: Mapping[SchemePointKind, Sequence[SchemePoint]]
    criteria: Mapping[Rank, Sequence[Any]]
    own: Sequence[GrantApplication]
    given: Sequence[GrantApplication]
    form: ApplyForm | None
    would: bool
    corrected: Corrected
    may: dict[str, bool]
    may_blot: bool


def scheme_page(context: Context, scheme_id: int, form: ApplyForm | None = None) -> SchemePage:
    """Return one scheme."""
    found = queries.scheme(context, scheme_id)
    may = SCHEME.allowed(context, found)
    before = next((one for one in queries.schemes_before(context, found) if one.id == found.replaces_id), None)
    return SchemePage(
        scheme=found,
        before=before,
        points={kind: [one for one in found.points if one.kind is kind] for kind in SchemePointKind},
        criteria={rank: [one for one in found.criteria if one.rank is rank] for rank in Rank},
        own=queries.own(context, scheme_id) if context.actor.is_signed_in else [],
        given=queries.given(context, scheme_id),
        form=(form or ApplyForm(formdata=None)) if may["apply"] else None,
        would=SCHEME.would(context, GrantVerb.APPLY, found),
        corrected=corrected(context, found.ref),
        may=may,
        may_blot=is_case_officer(context.actor, found),
    )


def scheme_trail(found: GrantScheme) -> tuple[Link, ...]:
    """Return the way back to a scheme."""
    return (
        (found.process.title, url_for("processes.process", process_id=found.process_id)),
        (found.title[:40], url_for("grants.scheme", scheme_id=found.id)),
    )


def scheme_form(context: Context, found: GrantScheme | None, *, sent: bool = False) -> SchemeForm:
    """Return the form for a scheme."""
    more: dict[str, Any] = {} if sent else {"formdata": None}
    names = [name for name in GrantScheme.told_by if name != "closes_at"]
    values = {name: getattr(found, name) for name in names} if found is not None else {}
    values |= {name: values.get(name) or 0 for name in ("replaces_id", "unit_id")}
    form = SchemeForm(**more, **values)
    form.offer(context, found)
    return form


@dataclass(frozen=True)
class ApplicationPage:
    """One application, for its author and the staff."""

    template: ClassVar[str] = "grants/application.html"
    application: GrantApplication
    written: Written
    chain: Mapping[ChainKind, Sequence[ChainLink]]
    steps: Sequence[ChainKind]
    judged: Sequence[Judged]
    assessments: Sequence[Assessment]
    """What was made of it, for the staff."""
    accounts: Accounts
    photos: Mapping[int, Picture]
    documents: Sequence[Rendition]
    corrected: Corrected
    may: dict[str, bool]
    may_blot: bool
    seen: str

    @property
    def stops(self) -> Sequence[Judged]:
        """Return the required criteria that are not met."""
        return [one for one in self.judged if one.stops]

    @property
    def goals(self) -> Sequence[Goal]:
        """Return what is to be reached."""
        return self.written.goals

    def looked_at(self, one: GrantActivity) -> str:
        """Return what whoever lets an activity be shown has seen of it."""
        return fingerprint(*queries.looked_at(one, self.photos.get(one.id)))

    def heading(self, criterion_id: int) -> str:
        """Return what a criterion is called."""
        return next((one.heading for one in self.application.scheme.criteria if one.id == criterion_id), "")


def application_page(context: Context, application_id: int) -> ApplicationPage:
    """Return one application with all that it is made of, and what became of it."""
    found = queries.application(context, application_id)
    written = queries.written(context, found)
    may = APPLICATION.allowed(context, found)
    is_staff = SCHEME.may(context, GrantVerb.RANK, found.scheme) and not context.actor.is_person(found.author_id)
    accounts = queries.accounts(context, found)
    return ApplicationPage(
        application=found,
        written=written,
        chain=chain_of(written),
        steps=CHAIN,
        judged=judging.judged(found.scheme.criteria, written),
        assessments=_assessments(context, found, may["assess"]) if is_staff else [],
        accounts=accounts,
        photos=queries.photos(context, accounts, is_public=False),
        documents=renditions.for_reader(context, found.ref, current().code),
        corrected=corrected(context, found.ref),
        may=may,
        may_blot=is_case_officer(context.actor, found),
        seen=fingerprint(*found.told),
    )


def _assessments(context: Context, found: GrantApplication, may_assess: bool) -> Sequence[Assessment]:
    """Return what was made of an application; for who can still assess it nobody else's before their own."""
    made = queries.assessments(context, [found.id]).get(found.id, [])
    has_own = any(context.actor.is_person(one.assessor_id) for one in made)
    return made if has_own or not may_assess else []


def public_of(context: Context, found: GrantApplication) -> tuple[tuple[str, str], ...]:
    """Return what everybody reads of an application once it is granted, for whoever enters that."""
    written = queries.written(context, found)
    chain = "\n".join(one.text for one in written.chain)
    goals = "\n".join(f"{one.text} {one.criterion}".strip() for one in written.goals)
    said = (
        (found.title, found.summary),
        (gettext("Theory of change"), chain),
        (gettext("Goals, and how one sees them"), goals),
    )
    return tuple((heading, text) for heading, text in said if text)


def chain_of(written: Written) -> dict[ChainKind, Sequence[ChainLink]]:
    """Return a theory of change by where each link stands."""
    return {kind: [one for one in written.chain if one.kind is kind] for kind in ChainKind}


def application_trail(found: GrantApplication) -> tuple[Link, ...]:
    """Return the way back to an application."""
    return (*scheme_trail(found.scheme), (found.title[:40], url_for("grants.application", application_id=found.id)))


def application_form(context: Context, found: GrantApplication, *, sent: bool = False) -> ApplicationForm:
    """Return the form for an application's own texts."""
    more: dict[str, Any] = {} if sent else {"formdata": None}
    aims = [one.id for one in queries.written(context, found).aims]
    form = ApplicationForm(**more, **{name: getattr(found, name) for name in found.told_by}, aims=aims)
    form.offer(found.scheme)
    return form


def shows_application(context: Context, form: SeenForm, found: GrantApplication) -> SeenForm:
    """Let a form remember what stands there now."""
    aims = sorted(one.id for one in queries.written(context, found).aims)
    form.shows(*found.told, *aims, now="\n\n".join(str(one) for one in found.told if one))
    return form


def part_form(context: Context, found: Any, part: Term | Part, row: Any = None, *, sent: bool = False) -> PartForm:
    """Return the form for a part of a scheme or an application: a new one, or one that is there."""
    more: dict[str, Any] = {} if sent else {"formdata": None}
    form = FORMS[part](**more, **(told(part, row) if row is not None else {}))
    form.offer(context, found)
    if row is None or not (isinstance(part, Part) and part.is_running):
        form.is_for_a_draft()
    return form


def shows_part(context: Context, form: Any, found: Any, part: Term | Part, row: Any) -> Any:
    """Let a form remember what stands there now."""
    said = told_part(context, found, part, row)
    form.shows(*told(part, row).values(), now="\n".join(f"{label}: {value}" for label, value in said))
    return form


def told_part(context: Context, found: Any, part: Term | Part, row: Any) -> tuple[tuple[str, str], ...]:
    """Return what a part says now, field by field, as its form calls them."""
    return part_form(context, found, part, row).told(told(part, row))


@dataclass(frozen=True)
class VoucherPage(TaskPage):
    """The form for a voucher as a file, and the way to take away the one that is there."""

    template: ClassVar[str] = "grants/voucher.html"
    line: AccountLine | None = None


@dataclass(frozen=True)
class RankingPage:
    """All that was applied for under a scheme, by the points it has."""

    template: ClassVar[str] = "grants/ranking.html"
    scheme: GrantScheme
    rows: Sequence[Ranked]
    granted: int

    def points(self, row: Ranked) -> str:
        """Return the points an application has on average, exactly as a fraction of the number who gave them."""
        if row.points is None:
            return gettext("not assessed by two yet")
        whole, rest = divmod(row.points.numerator, row.points.denominator)
        return f"{whole}" if not rest else f"{float(row.points):.2f}".replace(".", ",")


def ranking_page(context: Context, scheme_id: int) -> RankingPage:
    """Return the ranking of a scheme, for its staff."""
    found = queries.scheme(context, scheme_id)
    SCHEME.require(context, GrantVerb.RANK, found)
    return RankingPage(found, queries.ranking(context, scheme_id), queries.granted_in(context, scheme_id))


@dataclass(frozen=True)
class GrantPage:
    """What the money went to, for everybody: no names and no vouchers."""

    template: ClassVar[str] = "grants/grant.html"
    application: GrantApplication
    written: Written
    chain: Mapping[ChainKind, Sequence[ChainLink]]
    steps: Sequence[ChainKind]
    accounts: Accounts
    photos: Mapping[int, Picture]
    corrected: Corrected
    may_read: bool

    @property
    def goals(self) -> Sequence[Goal]:
        """Return what is to be reached."""
        return self.written.goals


def grant_page(context: Context, application_id: int) -> GrantPage:
    """Return what was granted, and what the money went to."""
    found = queries.grant(context, application_id)
    written, accounts = queries.written(context, found), queries.accounts(context, found)
    return GrantPage(
        application=found,
        written=written,
        chain=chain_of(written),
        steps=CHAIN,
        accounts=accounts,
        photos=queries.photos(context, accounts, is_public=True),
        corrected=corrected(context, found.ref),
        may_read=APPLICATION.may(context, GrantVerb.READ, found),
    )


def assess_task(context: Context, found: GrantApplication, form: Form) -> TaskPage:
    """Return the screen on which one assesses an application, with the criteria read back."""
    APPLICATION.require(context, GrantVerb.ASSESS, found)
    quoted = tuple((one.heading, one.text) for one in found.scheme.criteria if one.rank is not Rank.ADVISORY)
    words = gettext("Two who have no interest in it assess each application. Nobody else's points are shown before.")
    trail = application_trail(found)
    return TaskPage(gettext("Assess the application"), form, gettext("Save the assessment"), words, trail, quoted)
