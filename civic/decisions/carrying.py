"""Carrying out what was decided: who takes part, what is contested and answered, and what the body is told."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from civic.db.base import ZONE
from civic.decisions import queries
from civic.decisions.models import (
    Contest,
    ContestState,
    FollowUp,
    FollowUpProgress,
    FollowUpState,
    ReportBack,
    Undertaking,
    UndertakingState,
)
from civic.decisions.workflow import FOLLOW_UP, UNDERTAKING, DecisionVerb
from civic.dialogue.actions import comment
from civic.following import actions as following
from civic.following.models import Step
from civic.kernel import correction, deed, mailbox, outbox
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.days import must_have_been
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.people.queries import holders
from civic.people.sealing import digest, new_token


def invite(context: Context, follow_up_id: int, *, name: str, email: str, part: str) -> Undertaking:
    """Ask somebody by mail to take part in what is done; who has the link answers for them, without an account.

    To ask the same name once more sends a new link, and the old one holds no more. Refusal(NOT_NOW) once answered.
    """
    follow_up = deed.begin(context, FOLLOW_UP, DecisionVerb.INVITE, queries.follow_up(context, follow_up_id))
    found = queries.asked_by_name(context, follow_up.id, name)
    if found is not None and not found.is_open:
        raise Refusal(Reason.NOT_NOW)
    if found is None:
        found = Undertaking(follow_up_id=follow_up.id, name=name)
    token = new_token()
    found.part, found.email, found.token_hash, found.invited_at = (
        part,
        mailbox.normal(email),
        digest(token),
        context.now,
    )
    deed.enter(context, DecisionVerb.INVITE, found)
    data = _about(follow_up) | {"name": name, "part": part, "token": token}
    language = context.actor.language
    outbox.mail_to_address(context, "asked_to_take_part", address=email, language=language, data=data)
    return found


def take_back_invitation(context: Context, undertaking_id: int, *, reason: str) -> FollowUp:
    """Take somebody out who was asked by mistake, or takes part no more; that they did, and why, stays to be seen."""
    found = queries.undertaking(context, undertaking_id)
    follow_up = deed.begin(context, FOLLOW_UP, DecisionVerb.TAKE_BACK_INVITATION, found.follow_up)
    context.lock(found)
    if not found.is_declined:  # who said no stands nowhere in public, and does not by being taken out
        spot = Spot(Ref(Kind.CASE, follow_up.case_id), "undertaking", found.id, found.name)
        correction.take_out(context, spot, {"name": found.name, "text": found.part}, reason=reason)
    deed.enter(context, DecisionVerb.TAKE_BACK_INVITATION, found)
    context.session.delete(found)
    return follow_up


def answer_invitation(context: Context, token: str, *, is_yes: bool) -> Undertaking:
    """Say yes or no to take part, once; the address is forgotten. Refusal(LINK_EXPIRED) for a link that is answered."""
    found = context.lock(queries.invited(context, token))
    if found.token_hash != digest(token):
        raise Refusal(Reason.LINK_EXPIRED)
    deed.did(context, UNDERTAKING, DecisionVerb.ANSWER_INVITATION, found)
    found.state = UndertakingState.ACCEPTED if is_yes else UndertakingState.DECLINED
    found.answered_at, found.email, found.token_hash = context.now, "", None
    return found


def bring_back_offers(context: Context, follow_up: FollowUp) -> None:
    """Let what councils offered in their answers come back to them, now that it is begun; part of a deed.

    Each is asked once in a case: whether they take part in this.
    """
    if follow_up.case.is_closed:
        return
    asked = queries.asked_in_case(context, follow_up.case_id)
    for body, party in queries.offers(context, follow_up.process_id):
        if body.id in asked:
            continue
        token = new_token()
        made = queries.asked_by_name(context, follow_up.id, body.name)
        if made is not None and not made.is_open:
            continue  # asked by its name, and it has answered
        if made is None:
            made = Undertaking(follow_up_id=follow_up.id, name=body.name, part="")
            context.session.add(made)
        made.party_id, made.token_hash, made.invited_at = party.id, digest(token), context.now
        data = _about(follow_up) | {"name": body.name, "part": party.offer, "token": token}
        for held in holders(context, Scope.BODY, body.id, Role.SECRETARY, Role.CHAIR):
            outbox.mail(context, "offer_comes_back", to=held.person_id, data=data)


def contest(context: Context, follow_up_id: int, *, reason: str) -> Contest:
    """Say that what is said to be done is not, and why: a comment on the case, which the case officers answer.

    Once each time that it is said to be done: a second one breaks a unique key. Refusal(NOT_YOURS) and the gate as
    `dialogue.comment`.
    """
    follow_up = deed.begin(context, FOLLOW_UP, DecisionVerb.CONTEST, queries.follow_up(context, follow_up_id))
    claim = 1 + sum(one.state is FollowUpState.DONE for one in follow_up.progress)
    said = comment(context, Kind.CASE, follow_up.case_id, process_id=follow_up.process_id, text=reason)
    made = Contest(follow_up_id=follow_up.id, by_id=said.author_id, claim=claim, comment=said)
    context.session.add(made)
    context.session.flush()  # said twice of the same, it breaks its key here
    for held in holders(context, Scope.PROCESS, follow_up.process_id, Role.CASE_OFFICER):
        outbox.mail(context, "done_contested", to=held.person_id, data=_about(follow_up))
    return made


def answer_contest(context: Context, contest_id: int, *, is_taken_up: bool, answer: str) -> Contest:
    """Answer whoever contests that something was done: it stands, and why; or it is taken up again.

    What was said to be done stays among how it went. Refusal(NOT_NOW) for one that is answered.
    """
    found = queries.contest(context, contest_id)
    follow_up = deed.begin(context, FOLLOW_UP, DecisionVerb.ANSWER_CONTEST, found.follow_up)
    if not context.lock(found).is_open:
        raise Refusal(Reason.NOT_NOW)
    found.state = ContestState.TAKEN_UP if is_taken_up else ContestState.STANDS
    found.answer, found.answered_at = answer, context.now
    is_of_now = found.claim == 1 + sum(one.state is FollowUpState.DONE for one in follow_up.progress)
    if is_taken_up and follow_up.is_done and is_of_now:  # what was contested before is taken up already
        _take_up(context, follow_up, answer)
    outbox.mail(context, "contest_answered", to=found.by_id, data=_about(follow_up))
    tell_followers(context, follow_up, Step.CONTEST_ANSWERED, besides=[found.by_id])
    return deed.enter(context, DecisionVerb.ANSWER_CONTEST, found)


def _take_up(context: Context, follow_up: FollowUp, why: str) -> None:
    on = follow_up.done_on or context.today
    said = [
        (FollowUpState.DONE, follow_up.result or follow_up.text, datetime(on.year, on.month, on.day, tzinfo=ZONE)),
        (FollowUpState.UNDER_WAY, why, context.now),
    ]
    for state, text, at in said:
        row = FollowUpProgress(follow_up_id=follow_up.id, state=state, text=text, at=at, by_id=context.actor.person_id)
        follow_up.progress.append(row)
    follow_up.state, follow_up.done_on, follow_up.result = FollowUpState.UNDER_WAY, None, None


def report_back(
    context: Context, follow_up_id: int, *, body_id: int, on: date, text: str, review_on: date | None = None
) -> ReportBack:
    """Say what a body of the case was told of how it goes, on a day that has been, and when it is told again.

    Refusal(NOT_FITTING) for a body that did not have the case. Its secretary and chair are told.
    """
    must_have_been(context, on)
    follow_up = deed.begin(context, FOLLOW_UP, DecisionVerb.REPORT_BACK, queries.follow_up(context, follow_up_id))
    had_it = {one.body_id: one.body for one in queries.case(context, follow_up.case_id).decisions}
    if body_id not in had_it:
        raise Refusal(Reason.NOT_FITTING)
    made = ReportBack(follow_up_id=follow_up.id, body_id=body_id, on=on, text=text, body=had_it[body_id])
    follow_up.review_on, follow_up.reminded_at = review_on, None
    data = _about(follow_up) | {"body": made.body.name, "text": text}
    told = () if follow_up.case.is_closed else holders(context, Scope.BODY, body_id, Role.SECRETARY, Role.CHAIR)
    for held in told:
        outbox.mail(context, "reported_back", to=held.person_id, data=data)
    return deed.enter(context, DecisionVerb.REPORT_BACK, made)


def remind_of_review(context: Context, follow_up_id: int) -> FollowUp | None:
    """Remind the case officers that a body is to be told how it goes, once for each day that is set; for the worker."""
    found = context.lock(queries.any_follow_up(context, follow_up_id))
    is_due = found.review_on is not None and found.review_on <= context.today
    if found.reminded_at is not None or not is_due or not FOLLOW_UP.may(context, DecisionVerb.REMIND, found):
        return None
    found.reminded_at = context.now
    for held in holders(context, Scope.PROCESS, found.process_id, Role.CASE_OFFICER):
        outbox.mail(context, "time_to_report_back", to=held.person_id, data=_about(found))
    return deed.enter(context, DecisionVerb.REMIND, found)


def correct_contest(
    context: Context, contest_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> Contest:
    """Correct the words of the answer to somebody who contests that something was done."""
    found = queries.contest(context, contest_id)
    follow_up = deed.begin(context, FOLLOW_UP, DecisionVerb.CORRECT, found.follow_up)
    if context.lock(found).is_open:
        raise Refusal(Reason.NOT_NOW)
    spot = Spot(Ref(Kind.CASE, follow_up.case_id), "contest", found.id, follow_up.text[:80])
    correction.correct(context, DecisionVerb.CORRECT, spot, found, values, reason=reason, seen=seen)
    return found


def correct_report(
    context: Context, report_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> ReportBack:
    """Correct what a body was told, or on which day."""
    must_have_been(context, values.get("on"))
    found = queries.report_back(context, report_id)
    follow_up = deed.begin(context, FOLLOW_UP, DecisionVerb.CORRECT, queries.follow_up(context, found.follow_up_id))
    spot = Spot(Ref(Kind.CASE, follow_up.case_id), "report_back", found.id, follow_up.text[:80])
    correction.correct(context, DecisionVerb.CORRECT, spot, found, values, reason=reason, seen=seen)
    return found


def tell_followers(context: Context, follow_up: FollowUp, step: Step, *, besides: Collection[int] = ()) -> None:
    """Tell whoever follows the case, or its process, of a step in what is done about it; part of a deed."""
    case = follow_up.case
    if not case.is_closed:
        home = [Ref(Kind.PROCESS, case.process_id)]
        following.tell(context, step, Ref(Kind.CASE, case.id), case.title, within=home, besides=besides)


def _about(follow_up: FollowUp) -> dict[str, object]:
    return {"case_id": follow_up.case_id, "follow_up_id": follow_up.id, "title": follow_up.text[:200]}
