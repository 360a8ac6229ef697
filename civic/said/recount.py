"""A hearing as anybody can recount it: what is public of it, beside the log's hashes (`static/recount.py` checks it).

What stands in the download is read from where the pages read it, never from the log: so a change of either shows.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from civic.decisions import queries as decisions
from civic.decisions.models import record_of as decision_record
from civic.decisions.models import subject_of as decision_subject
from civic.hearings.models import Hearing, HearingState
from civic.hearings.queries import hearing as hearing_by_id
from civic.kernel import ledger
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.processes.models import Process
from civic.reports import queries as reports
from civic.reports.models import record_of as version_record
from civic.reports.models import subject_of as version_subject
from civic.responses import queries as responses
from civic.responses.models import Response
from civic.responses.models import record_of as response_record
from civic.responses.models import subject_of as response_subject
from civic.treatment import queries as treatment
from civic.treatment.models import Remark
from civic.treatment.models import record_of as remark_record
from civic.treatment.models import subject_of as remark_subject


def download(context: Context, hearing_id: int) -> dict[str, Any]:
    """Return a hearing with everything that is public of it, its process's log, and the heads published so far.

    A remark of an answer that is not shown is not public; that the answer is not, its own record says.
    """
    found = hearing_by_id(context, hearing_id)
    hidden = {remark_subject(one) for one in _remarks(context, found) if not one.response.is_shown}
    records = _of_process(context, found.process_id) | _of_hearing(context, found)
    salts = ledger.salts(context.session, found.process_id)
    return {
        "format": "civic-hearing-1",
        "hearing": {"id": found.id, "title": found.title, "process": found.process_id},
        "entries": ledger.entries(context.session, found.process_id),
        "pending": ledger.pending(context.session, found.process_id),
        "heads": [
            {"day": one.day.isoformat(), "size": one.size, "root": one.root}
            for one in ledger.heads(context.session, found.process_id)
        ],
        "records": {
            subject: {"salt": salts.get(subject, ""), "record": record}
            for subject, record in records.items()
            if subject not in hidden
        },
    }


def _remarks(context: Context, found: Hearing) -> Sequence[Remark]:
    """Return the remarks whose answers are told: those of a hearing whose note is published."""
    return treatment.remarks_of(context, found.id) if found.state is HearingState.CONCLUDED else ()


def _of_hearing(context: Context, found: Hearing) -> dict[str, ledger.Record]:
    """Return the record of each answer and remark as it is now, by what it is called in the log."""
    records = {response_subject(one): response_record(one) for one in responses.all_of(context, found.id)}
    return records | {remark_subject(one): remark_record(one) for one in _remarks(context, found)}


def _of_process(context: Context, process_id: int) -> dict[str, ledger.Record]:
    """Return the same of each version of a process's reports, and each decision."""
    records = {version_subject(one): version_record(one) for one in reports.versions_in(context, process_id)}
    return records | {decision_subject(one): decision_record(one) for one in decisions.taken_in(context, process_id)}


def begin(context: Context) -> int:
    """Write down what stands in the processes and is in no log yet; after a change of the schema. Returns how much.

    What was there before the log is in it from then on, what is hidden too: it may be shown again.
    """
    made = 0
    for process_id in context.session.scalars(select(Process.id).order_by(Process.id)).all():
        records = _of_process(context, process_id)
        for found in context.session.scalars(select(Hearing).where(Hearing.process_id == process_id)).all():
            records |= _of_hearing(context, found)
        known = ledger.subjects(context.session, process_id)
        new = {subject: record for subject, record in records.items() if subject not in known}
        ledger.enter_all(context, process_id, new)
        made += len(new)
    context.session.flush()
    return made


def proof(context: Context, response: Response) -> dict[str, Any]:
    """Return what a receipt proves to anybody: the response's last entry, and the way from it to a published head.

    Of a log whose newest head is older than the entry, the way to the head of now. Refusal(PROOF_TO_COME) while the
    worker has not numbered the entry.
    """
    process_id, subject = response.hearing.process_id, response_subject(response)
    whole = ledger.entries(context.session, process_id)
    last = next((one for one in reversed(whole) if one[2] == subject), None)
    waits = any(one == subject for one, _digest in ledger.pending(context.session, process_id))
    if last is None or waits:
        raise Refusal(Reason.PROOF_TO_COME)
    sizes = [one.size for one in ledger.heads(context.session, process_id) if one.size >= last[0]]
    leaves = [ledger.leaf(one) for one in whole[: sizes[-1] if sizes else len(whole)]]
    return {
        "format": "civic-proof-1",
        "process": process_id,
        "entry": last,
        "salt": ledger.salts(context.session, process_id).get(subject, ""),
        "record": response_record(response),
        "size": len(leaves),
        "root": ledger.head_of(leaves),
        "path": ledger.path_to(leaves, last[0] - 1),
    }
