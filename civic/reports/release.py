"""Words taken out of what a report has published: the one way in which frozen texts are changed, and by two persons."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from civic.board import actions as board
from civic.files import renditions
from civic.kernel import deed, ledger
from civic.kernel.black import BLACK, words_in
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.reports import queries
from civic.reports.models import Redaction, Section, SectionText, Version, content_hash, record_of, subject_of
from civic.reports.notices import notice
from civic.reports.workflow import REDACTION, REPORT, ReportVerb
from civic.writing import actions as writing


def ask_redaction(context: Context, report_id: int, *, words: str, reason: str) -> Redaction:
    """Ask that words be taken out of every version of a report; another person has to carry it out.

    Refusal(NOT_THEIR_WORDS) for words that stand in none of them.
    """
    report = deed.begin(context, REPORT, ReportVerb.ASK_REDACTION, queries.report(context, report_id))
    pattern = words_in(words)
    if not words.strip() or not any(pattern.search(f"{one.heading}\n{one.text}") for one in _texts(context, report.id)):
        raise Refusal(Reason.NOT_THEIR_WORDS)
    assert context.actor.person_id is not None
    asked = Redaction(
        report=report, words=words, reason=reason, asked_by_id=context.actor.person_id, asked_at=context.now
    )
    return deed.enter(context, ReportVerb.ASK_REDACTION, asked)


def decline_redaction(context: Context, redaction_id: int) -> Redaction:
    """Leave the words where they are; what was asked for stays to be seen, the words do not."""
    asked = deed.do(context, REDACTION, ReportVerb.DECLINE_REDACTION, queries.redaction(context, redaction_id))
    asked.words, asked.decided_at = "", context.now
    if not context.actor.is_person(asked.asked_by_id):
        asked.decided_by_id = context.actor.person_id
    return asked


def carry_redaction(context: Context, redaction_id: int) -> tuple[Redaction, Callable[[str], str]]:
    """Take the words out of every version, draft and earlier edit, and return how, for what else has them.

    Each version gets the fingerprint of what it says now; the old one is gone, for a number could be found by it.
    """
    asked = deed.did(
        context, REDACTION, ReportVerb.CONFIRM_REDACTION, context.lock(queries.redaction(context, redaction_id))
    )
    report, pattern = context.lock(queries.report(context, asked.report_id)), words_in(asked.words)
    asked.decided_by_id, asked.decided_at, asked.is_carried_out = context.actor.person_id, context.now, True
    context.session.flush()  # from here until it is done the database lets the frozen texts be changed

    def blackened(text: str) -> str:
        return pattern.sub(BLACK, text)

    drafts = _drafts(context, report.id)
    texts: list[Section | SectionText] = [*_texts(context, report.id), *drafts]
    for one in texts:
        one.heading, one.text = blackened(one.heading), blackened(one.text)
    for draft in drafts:
        writing.rewrite(context, Ref(Kind.SECTION, draft.id), blackened)
    report.title, report.about = blackened(report.title), blackened(report.about)
    versions = context.session.scalars(
        select(Version).where(Version.report_id == report.id).options(selectinload(Version.texts)).order_by(Version.id)
    ).all()
    for version in versions:
        version.name, version.content_hash = blackened(version.name), content_hash(version.texts)
        renditions.ask_again(context, Ref(Kind.VERSION, version.id))
        ledger.enter(context, report.process_id, subject_of(version), record_of(version))
    context.session.flush()
    asked.words, asked.is_carried_out = "", False
    board.put(context, notice(report, versions[-1], versions[-1].texts))
    return asked, blackened


def _texts(context: Context, report_id: int) -> list[SectionText]:
    of_report = select(SectionText).join(Version).where(Version.report_id == report_id)
    return list(context.session.scalars(of_report.order_by(SectionText.id)))


def _drafts(context: Context, report_id: int) -> list[Section]:
    return list(context.session.scalars(select(Section).where(Section.report_id == report_id).order_by(Section.id)))
