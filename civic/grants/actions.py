"""Schemes, applications, assessments, decisions and accounts: every write."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select

from civic.board import actions as board
from civic.db.base import Base
from civic.decisions.models import FINAL, DecisionState
from civic.files import pictures, renditions
from civic.files.renditions import Format, What
from civic.goals.models import Goal, Indicator, Measurement
from civic.grants import attaching, judging, queries
from civic.grants.forgetting import forget
from civic.grants.models import (
    AccountLine,
    AimedAt,
    ApplicationState,
    Assessment,
    GrantActivity,
    GrantApplication,
    GrantScheme,
    Rank,
    SchemePointKind,
    SchemeState,
    Score,
)
from civic.grants.notices import grant_notice, notice
from civic.grants.parts import ROWS, Part, Term, told
from civic.grants.workflow import APPLICATION, PROCESS_GRANTS, SCHEME, GrantVerb
from civic.kernel import correction, deed, outbox, trace
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.days import must_have_been
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.processes.queries import process

Points = Mapping[int, tuple[int, str]]
"""By the criterion's id how many points, and why."""


def add_scheme(
    context: Context, process_id: int, values: Mapping[str, Any], *, is_example: bool = False
) -> GrantScheme:
    """Write a scheme that money is to be given by, for the staff alone until it is opened.

    Refusal(ENDS_FIRST) for a last year before the first.
    """
    _check_years(values)
    found = deed.begin(context, PROCESS_GRANTS, GrantVerb.ADD_SCHEME, process(context, process_id))
    made = GrantScheme(process=found, created_at=context.now, is_example=is_example, state=SchemeState.DRAFT, **values)
    return deed.enter(context, GrantVerb.ADD_SCHEME, made)


def change_scheme(
    context: Context, scheme_id: int, values: Mapping[str, Any], *, seen: str | None = None
) -> GrantScheme:
    """Change a scheme that is not open yet; Refusal(WRITTEN_MEANWHILE) as usual."""
    _check_years(values)
    found = deed.begin(context, SCHEME, GrantVerb.CHANGE_SCHEME, queries.scheme(context, scheme_id))
    check(seen, *found.told)
    for name, value in values.items():
        setattr(found, name, value)
    return deed.enter(context, GrantVerb.CHANGE_SCHEME, found)


CORRECTED = ("about", "appropriation", "expires_on", "wish", "source", "closes_at")
"""What can be put right of a scheme that is open; by what is judged stays as it was when somebody applied."""


def correct_scheme(
    context: Context, scheme_id: int, values: Mapping[str, Any], *, reason: str, seen: str | None = None
) -> GrantScheme:
    """Put right what an open scheme says beside its criteria, or move its last day.

    Refusal(OVER_APPROPRIATION) for less money than was granted already.
    """
    found = deed.begin(context, SCHEME, GrantVerb.CORRECT, queries.scheme(context, scheme_id))
    least = queries.granted_in(context, scheme_id)
    if values.get("appropriation") is not None and values["appropriation"] < least:
        raise Refusal(Reason.OVER_APPROPRIATION)
    spot = Spot(found.ref, "scheme", found.id)
    correction.correct(context, GrantVerb.CORRECT, spot, found, values, reason=reason, seen=seen)
    board.put(context, notice(found))
    return found


def add_term(context: Context, scheme_id: int, term: Term, values: Mapping[str, Any]) -> Base:
    """Enter a goal, focus area, target group, method, kind of cost or criterion of a scheme.

    Refusal(NOTHING_SAID) for a required criterion without the words that are said where it is not met.
    """
    _check_term(term, values)
    found = deed.begin(context, SCHEME, GrantVerb.ADD_TERM, queries.scheme(context, scheme_id))
    return deed.enter(context, GrantVerb.ADD_TERM, ROWS[term](scheme_id=found.id, **values))


def change_term(
    context: Context, term: Term, term_id: int, values: Mapping[str, Any], *, seen: str | None = None
) -> Base:
    """Change a part of a scheme that is not open yet; as `add_term`, and Refusal(WRITTEN_MEANWHILE) as usual."""
    _check_term(term, values)
    found, row = queries.term(context, term, term_id)
    deed.begin(context, SCHEME, GrantVerb.CHANGE_TERM, found)
    context.session.refresh(row)
    check(seen, *told(term, row).values())
    for name, value in values.items():
        setattr(row, name, value)
    return deed.enter(context, GrantVerb.CHANGE_TERM, row)  # type: ignore[no-any-return]


def take_out_term(context: Context, term: Term, term_id: int, *, seen: str | None = None) -> GrantScheme:
    """Take a part out of a scheme that is not open yet."""
    found, row = queries.term(context, term, term_id)
    deed.begin(context, SCHEME, GrantVerb.TAKE_OUT_TERM, found)
    context.session.refresh(row)
    check(seen, *told(term, row).values())
    deed.enter(context, GrantVerb.TAKE_OUT_TERM, row)
    context.session.delete(row)
    return found


def open_scheme(context: Context, scheme_id: int, *, closes_at: datetime | None) -> GrantScheme:
    """Let people apply; from then on by what is judged stays as it is.

    Refusal(NOTHING_WRITTEN) without a criterion or a kind of cost, Refusal(DEADLINE_PASSED) for a day that is over.
    """
    found = context.lock(queries.scheme(context, scheme_id))
    costs = {SchemePointKind.COST, SchemePointKind.ACTIVITY_MONEY}
    if not found.criteria or not any(one.kind in costs for one in found.points):
        raise Refusal(Reason.NOTHING_WRITTEN)
    if closes_at is not None and closes_at <= context.now:
        raise Refusal(Reason.DEADLINE_PASSED)
    deed.did(context, SCHEME, GrantVerb.OPEN_SCHEME, found)
    found.closes_at = closes_at
    board.put(context, notice(found))
    return found


def close_scheme(context: Context, scheme_id: int) -> GrantScheme:
    """Take no more applications."""
    found = deed.do(context, SCHEME, GrantVerb.CLOSE_SCHEME, queries.scheme(context, scheme_id))
    board.put(context, notice(found))
    return found


def apply(context: Context, scheme_id: int, *, title: str, is_example: bool = False) -> GrantApplication:
    """Begin an application, for its author alone until it is handed in."""
    found = deed.begin(context, SCHEME, GrantVerb.APPLY, queries.scheme(context, scheme_id))
    made = GrantApplication(
        scheme=found,
        author_id=context.actor.person_id,
        title=title,
        created_at=context.now,
        is_example=is_example,
        state=ApplicationState.DRAFT,
    )
    return deed.enter(context, GrantVerb.APPLY, made)


def write(
    context: Context,
    application_id: int,
    values: Mapping[str, Any],
    *,
    aims: Collection[int] = (),
    seen: str | None = None,
) -> GrantApplication:
    """Write an application's own texts, and which goals and focus areas it works for; nothing has to be filled in.

    Refusal(WRITTEN_MEANWHILE) as usual, Refusal(NOT_FITTING) for a goal of another scheme.
    """
    found = deed.begin(context, APPLICATION, GrantVerb.WRITE, queries.application(context, application_id))
    stood = set(context.session.scalars(select(AimedAt.point_id).where(AimedAt.application_id == found.id)))
    check(seen, *found.told, *sorted(stood))
    offered = {one.id for one in found.scheme.points if one.kind in {SchemePointKind.GOAL, SchemePointKind.FOCUS}}
    if not set(aims) <= offered:
        raise Refusal(Reason.NOT_FITTING)
    for name, value in values.items():
        setattr(found, name, value)
    context.session.execute(delete(AimedAt).where(AimedAt.application_id == found.id))
    context.session.add_all(AimedAt(application_id=found.id, point_id=one) for one in sorted(set(aims)))
    return deed.enter(context, GrantVerb.WRITE, found)


def add_part(context: Context, application_id: int, part: Part, values: Mapping[str, Any]) -> Base:
    """Enter a part of what is applied for; or while a grant runs an activity, a line of the accounts, a measurement.

    Refusal(NOT_FITTING) where it names something of another application, Refusal(NOT_HELD_YET) for a day to come,
    Refusal(TAKEN) for a voucher that stands there for the same.
    """
    verb = GrantVerb.ACCOUNT if part.is_running else GrantVerb.WRITE
    found = deed.begin(context, APPLICATION, verb, queries.application(context, application_id))
    _check_part(context, found, part, values, 0)
    given = dict(values)
    if part is Part.GOAL:
        given |= {"kind": Kind.APPLICATION, "thing_id": found.id}
    elif part is Part.MEASUREMENT:
        given["entered_at"] = context.now
    elif part is not Part.INDICATOR:
        given["application_id"] = found.id
    row = ROWS[part](**given)
    if isinstance(row, GrantActivity):
        attaching.pass_gate(context, found, row)
    return deed.enter(context, verb, row)


def change_part(
    context: Context,
    part: Part,
    part_id: int,
    values: Mapping[str, Any],
    *,
    reason: str = "",
    seen: str | None = None,
) -> Base:
    """Change a part; what everybody reads of a running grant is corrected with a reason, which stays to be seen.

    Nothing of a voucher or of what a line was for is told, and no words that a project leader takes back: a name, say.
    Refusal(DETAILS_SEEN) for a reason of theirs in which the gate sees personal details.
    """
    found, row = queries.part(context, part, part_id)
    verb = GrantVerb.ACCOUNT if part.is_running else GrantVerb.WRITE
    found = deed.begin(context, APPLICATION, verb, found)
    context.lock(row)
    check(seen, *told(part, row).values())
    _check_part(context, found, part, values, part_id)
    attaching.check_reason(context, found, reason)
    _keep(context, found, part, row, values, reason)
    for name, value in values.items():
        setattr(row, name, value)
    if isinstance(row, GrantActivity):
        attaching.pass_gate(context, found, row)
    return deed.enter(context, verb, row)  # type: ignore[no-any-return]


def take_out_part(
    context: Context, part: Part, part_id: int, *, reason: str = "", seen: str | None = None
) -> GrantApplication:
    """Take a part out; Refusal(IN_USE) while something else rests on it."""
    found, row = queries.part(context, part, part_id)
    verb = GrantVerb.ACCOUNT if part.is_running else GrantVerb.WRITE
    found = deed.begin(context, APPLICATION, verb, found)
    context.lock(row)
    check(seen, *told(part, row).values())
    on = {
        Part.GOAL: select(Indicator.id).where(Indicator.goal_id == row.id),
        Part.INDICATOR: select(Measurement.id).where(Measurement.indicator_id == row.id),
        Part.ACTIVITY: select(AccountLine.id).where(AccountLine.activity_id == row.id),
    }
    if part in on and context.session.scalar(on[part].limit(1)) is not None:
        raise Refusal(Reason.IN_USE)
    attaching.check_reason(context, found, reason)
    if part.is_running:
        stood = _by_name(context, row, _public(part, row))
        correction.take_out(context, _spot(context, found, part, row), stood, reason=reason)
        attaching.blot_own_words(context, found, part)
    if isinstance(row, GrantActivity):
        pictures.forget(context, row.ref)
    if isinstance(row, AccountLine) and row.upload_id is not None:
        attaching.take_out_voucher(context, row)
    if part is Part.GOAL:
        context.session.refresh(row, ["indicators"])
    deed.enter(context, verb, row)
    context.session.delete(row)
    return found


def submit(context: Context, application_id: int, *, seen: str | None = None) -> GrantApplication:
    """Hand an application in. It is stopped by the required criteria alone, in the rules' own words.

    Refusal(CRITERIA_UNMET) says those that are not met, Refusal(DEADLINE_PASSED) that the scheme takes no more,
    Refusal(NOTHING_WRITTEN) that nothing is applied for.
    """
    found = context.lock(queries.application(context, application_id))
    APPLICATION.require(context, GrantVerb.SUBMIT, found)
    if found.scheme.state_at(context.now) is not SchemeState.OPEN:
        raise Refusal(Reason.DEADLINE_PASSED)
    whole = queries.written(context, found)
    check(seen, *found.told)
    if not whole.costs:
        raise Refusal(Reason.NOTHING_WRITTEN)
    stops = [one.criterion.lacking for one in judging.judged(found.scheme.criteria, whole) if one.stops]
    if stops:
        raise Refusal(Reason.CRITERIA_UNMET, " ".join(stops))
    deed.did(context, APPLICATION, GrantVerb.SUBMIT, found)
    found.submitted_at = context.now
    return found


def withdraw(context: Context, application_id: int) -> GrantApplication:
    """Withdraw an application that is not decided."""
    return deed.do(context, APPLICATION, GrantVerb.WITHDRAW, queries.application(context, application_id))


def assess(
    context: Context,
    application_id: int,
    *,
    points: Points,
    said: str = "",
    interest: str = "",
    seen: str | None = None,
) -> Assessment:
    """Say how far an application meets each criterion, or that one has an interest in it; again: say it anew.

    Refusal(NOT_FITTING) where a criterion is left out, or points are given by somebody with an interest,
    Refusal(HAS_INTEREST) for who said so before, or has an application of their own under the scheme.
    Source: forvaltningsloven § 3: who has a personal or economic interest takes no part.
    """
    found = deed.begin(context, APPLICATION, GrantVerb.ASSESS, queries.application(context, application_id))
    if not interest:
        _must_have_no_interest(context, found)
    wanted = set() if interest else {one.id for one in found.scheme.criteria if one.rank is not Rank.ADVISORY}
    if set(points) != wanted:
        raise Refusal(Reason.NOT_FITTING)
    mine = Assessment.application_id == found.id, Assessment.assessor_id == context.actor.person_id
    made = context.session.scalar(select(Assessment).where(*mine))
    if made is None:
        made = Assessment(application_id=found.id, assessor_id=context.actor.person_id)
    else:
        context.session.refresh(made, ["scores"])
        made.scores.clear()
        context.session.flush()
    made.has_interest, made.interest, made.said, made.at = bool(interest), interest, said, context.now
    made.scores = [Score(criterion_id=one, points=much, reason=why) for one, (much, why) in points.items()]
    return deed.enter(context, GrantVerb.ASSESS, made)


def decide(
    context: Context,
    application_id: int,
    *,
    decision_id: int,
    granted: int = 0,
    activity_money: int = 0,
    conditions: str = "",
    reason: str = "",
) -> GrantApplication:
    """Enter what a body decided about an application: one of its decisions in an open case of the process.

    With a yes `granted` says how much, and how much of it is activity money, in øre. Refusal(TWO_ASSESSORS) before two
    without an interest have assessed it, Refusal(NOT_FITTING) for a decision of another process, one that says neither
    yes nor no, or more than was applied for, Refusal(OVER_APPROPRIATION) for more than there is left,
    Refusal(HAS_INTEREST) for who has an interest in it.
    """
    found = queries.application(context, application_id)
    scheme = context.lock(found.scheme)
    found = context.lock(found)
    APPLICATION.require(context, GrantVerb.DECIDE, found)
    _must_have_no_interest(context, found)
    taken = next((one for one in queries.decisions_in(context, scheme.process_id) if one.id == decision_id), None)
    if taken is None or taken.state not in FINAL | {DecisionState.REJECTED}:
        raise Refusal(Reason.NOT_FITTING)
    is_yes = taken.state in FINAL
    made = queries.assessments(context, [found.id]).get(found.id, [])
    if len(judging.counting(made)) < judging.NEEDED:
        raise Refusal(Reason.TWO_ASSESSORS)
    whole = queries.written(context, found)
    others = whole.sought - whole.activity_money
    is_too_much = activity_money > min(granted, whole.activity_money) or granted - activity_money > others
    if is_yes != bool(granted) or is_too_much:
        raise Refusal(Reason.NOT_FITTING)
    if scheme.appropriation is not None and queries.granted_in(context, scheme.id) + granted > scheme.appropriation:
        raise Refusal(Reason.OVER_APPROPRIATION)
    found.decision, found.conditions, found.reason = taken, conditions, reason
    if is_yes:
        found.granted, found.activity_money = granted, activity_money
    found.state = ApplicationState.GRANTED if is_yes else ApplicationState.REFUSED
    deed.enter(context, GrantVerb.DECIDE, found)
    trace.link(context, Ref(Kind.DECISION, taken.id), found.ref)
    renditions.ask(context, found.ref, What.GRANT_LETTER, Format.PDF)
    outbox.mail(context, "grant_decided", to=found.author_id, data={"application": found.id, "title": found.title})
    if is_yes:
        board.put(context, grant_notice(found))
    return found


def ask_for_report(context: Context, application_id: int) -> GrantApplication:
    """Have a grant's report made, as it is now."""
    found = deed.do(context, APPLICATION, GrantVerb.ASK_FOR_REPORT, queries.application(context, application_id))
    renditions.ask(context, found.ref, What.GRANT_REPORT, Format.PDF, Format.DOCX)
    return found


def close_grant(context: Context, application_id: int, *, on: date, returned: int, learnt: str) -> GrantApplication:
    """Close a grant: all its activity money is accounted for, or paid back.

    Refusal(ACCOUNTS_MISSING) while that is not so, to the øre.
    Source: Københavns Kommune, Principper 2009-2012: the project leader accounts for activity money afterwards, with
    what it went to and a description of the activities.
    """
    must_have_been(context, on)
    found = context.lock(queries.application(context, application_id))
    APPLICATION.require(context, GrantVerb.CLOSE_GRANT, found)
    _must_have_no_interest(context, found)
    there = queries.accounts(context, found)
    if returned != max(0, found.activity_money - there.spent):
        raise Refusal(Reason.ACCOUNTS_MISSING)
    if found.activity_money and not there.activities:
        raise Refusal(Reason.ACCOUNTS_MISSING)
    deed.did(context, APPLICATION, GrantVerb.CLOSE_GRANT, found)
    found.closed_on, found.returned, found.learnt = on, returned, learnt
    renditions.ask(context, found.ref, What.GRANT_REPORT, Format.PDF, Format.DOCX)
    board.put(context, grant_notice(found))
    return found


def throw_away(context: Context, application_id: int) -> int:
    """Throw away one's own application that was never handed in, for good; return its scheme's id."""
    found = queries.application(context, application_id)
    deed.begin(context, APPLICATION, GrantVerb.THROW_AWAY, found)
    deed.enter(context, GrantVerb.THROW_AWAY, found)
    scheme_id = found.scheme_id
    forget(context, [found.id])
    return scheme_id


def _must_have_no_interest(context: Context, found: GrantApplication) -> None:
    if queries.has_interest(context, found):
        raise Refusal(Reason.HAS_INTEREST)


def _check_years(values: Mapping[str, Any]) -> None:
    if values["first_year"] > values["last_year"]:
        raise Refusal(Reason.ENDS_FIRST)


def _check_term(term: Term, values: Mapping[str, Any]) -> None:
    if term is Term.CRITERION and values["rank"] is Rank.REQUIRED and not values["lacking"]:
        raise Refusal(Reason.NOTHING_SAID)


def _check_part(context: Context, found: GrantApplication, part: Part, values: Mapping[str, Any], own: int) -> None:
    """Refuse a part that names something of another application, a day that is to come, or what is there already."""
    if part.is_running:
        must_have_been(context, *values.values())
    if part is Part.COST:
        costs = {SchemePointKind.COST, SchemePointKind.ACTIVITY_MONEY}
        if values["point_id"] not in {one.id for one in found.scheme.points if one.kind in costs}:
            raise Refusal(Reason.NOT_FITTING)
    goals = select(Goal.id).where(Goal.kind == Kind.APPLICATION, Goal.thing_id == found.id)
    among = {
        "goal_id": goals,
        "indicator_id": select(Indicator.id).where(Indicator.goal_id.in_(goals)),
        "activity_id": select(GrantActivity.id).where(GrantActivity.application_id == found.id),
    }
    for name, those in among.items():
        if name in values and values[name] not in set(context.session.scalars(those)):
            raise Refusal(Reason.NOT_FITTING)
    if part is Part.ACCOUNT:
        there = queries.accounts(context, found).lines
        same = [one for one in there if (one.voucher, one.text) == (values["voucher"], values["text"])]
        if any(one.id != own for one in same):
            raise Refusal(Reason.TAKEN)


PUBLIC_FIELDS: Mapping[Part, tuple[str, ...]] = {
    Part.ACTIVITY: ("held_on", "title", "participants", "minutes", "text"),
    Part.ACCOUNT: ("activity_id", "amount"),
    Part.MEASUREMENT: ("indicator_id", "measured_on", "measured"),
}
"""What everybody reads of a part while a grant runs: no voucher, and nobody's consent."""
WORDS = frozenset({"title", "text"})
"""What nobody reads of an activity that waits for a look; its day and its numbers everybody does."""


def _public(part: Part, row: Base) -> dict[str, object]:
    left_out = WORDS if attaching.is_unread(row) else frozenset()
    return {name: getattr(row, name) for name in PUBLIC_FIELDS[part] if name not in left_out}


def _by_name(context: Context, row: Base, fields: Mapping[str, object]) -> dict[str, object]:
    """Return what stood in fields, by name where it was the number of a row."""
    said = dict(fields)
    if "activity_id" in said and isinstance(row, AccountLine):
        activity = context.session.get_one(GrantActivity, row.activity_id)
        said["activity_id"] = activity.title if activity.is_shown else activity.held_on
    if "indicator_id" in said and isinstance(row, Measurement):
        said["indicator_id"] = context.session.get_one(Indicator, row.indicator_id).text
    return said


def _keep(
    context: Context, found: GrantApplication, part: Part, row: Base, values: Mapping[str, Any], reason: str
) -> None:
    if not part.is_running:
        return
    changed = {name: stood for name, stood in _public(part, row).items() if values[name] != stood}
    if changed:
        said = _by_name(context, row, changed)
        correction.keep(context, _spot(context, found, part, row), said, reason=reason)
        attaching.blot_own_words(context, found, part)


def _spot(context: Context, found: GrantApplication, part: Part, row: Base) -> Spot:
    called = ""
    if isinstance(row, GrantActivity):
        called = row.title if row.is_shown else ""
    elif isinstance(row, AccountLine):
        activity = context.session.get_one(GrantActivity, row.activity_id)
        called = activity.title if activity.is_shown else ""
    return Spot(found.ref, part.value, row.id, called)  # type: ignore[attr-defined]
