"""A hearing as large as they come: 500 who answered, with 3,000 remarks, each answered, some of them changing text."""

import random
from datetime import timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from civic.hearings.models import Hearing, HearingState, Stance
from civic.people.models import Sender
from civic.reports.models import SectionText
from civic.responses.models import Medium, Response, ResponseState
from civic.treatment.models import (
    Answer,
    Outcome,
    Remark,
    RemarkKind,
    answer_change,
    remark_section,
)

RESPONSES, REMARKS = 500, 3000
_TEXT = """Der mangler lys på stien ned til skuret, og det er utrygt at gå der om aftenen. Bænkene står for langt fra
indgangen for dem, der ikke kan gå så langt. Skriv, hvem der har ansvaret, og hvornår det skal være gjort.
Vi vil gerne være med til at passe bedene, hvis kommunen leverer jorden."""
_WORDS = _TEXT.split()


def make_large(
    session: Session,
    hearing_id: int,
    *,
    answered_for: str = "By & Fællesskab (opdigtet)",
    responses: int = RESPONSES,
    remarks: int = REMARKS,
) -> None:
    """Put the responses and remarks into a hearing of the demo, and publish its note."""
    dice = random.Random(3000)
    hearing = session.get_one(Hearing, hearing_id)
    texts = session.scalars(select(SectionText.id).where(SectionText.version_id == hearing.version_id)).all()
    first = session.scalar(select(func.max(Response.number)).where(Response.hearing_id == hearing_id)) or 0
    base = {one: (session.scalar(select(func.max(one.id))) or 0) + 1 for one in (Sender, Response, Remark, Answer)}

    def words(least: int, most: int) -> str:
        start, many = dice.randrange(len(_WORDS)), dice.randrange(least, most)
        return " ".join((_WORDS * 3)[start : start + many]) + "."

    session.execute(
        insert(Sender),
        [{"id": base[Sender] + n, "name": f"Nabo {n}", "language": "da"} for n in range(responses)],
    )
    session.execute(
        insert(Response),
        [
            {
                "id": base[Response] + n,
                "hearing_id": hearing_id,
                "sender_id": base[Sender] + n,
                "version_id": hearing.version_id,
                "number": first + n + 1,
                "receipt": f"LARGE{n:05}",
                "state": ResponseState.SHOWN,
                "medium": Medium.WRITTEN,
                "stance": Stance.REMARKS,
                "text": words(40, 120),
                "received_hash": "",
                "submitted_at": hearing.opens_at + timedelta(minutes=n),
                "is_late": False,
            }
            for n in range(responses)
        ],
    )
    session.execute(
        insert(Answer),
        [
            {
                "id": base[Answer] + n,
                "hearing_id": hearing_id,
                "outcome": Outcome.NOTED if n % 4 else Outcome.NOT_ACCEPTED,
                "reason": words(8, 25),
                "answered_at": hearing.closes_at,
                "answered_for": answered_for,
            }
            for n in range(remarks)
        ],
    )
    session.execute(
        insert(Remark),
        [
            {
                "id": base[Remark] + n,
                "process_id": hearing.process_id,
                "response_id": base[Response] + n % responses,
                "number": n // responses + 1,
                "kind": RemarkKind.CHANGE,
                "text": words(8, 25),
                "answer_id": base[Answer] + n,
            }
            for n in range(remarks)
        ],
    )
    session.execute(
        insert(remark_section),
        [{"remark_id": base[Remark] + n, "section_text_id": texts[n % len(texts)]} for n in range(remarks)],
    )
    session.execute(
        insert(answer_change),
        [{"answer_id": base[Answer] + n, "section_text_id": texts[n % len(texts)]} for n in range(0, remarks, 10)],
    )
    hearing.state, hearing.ready_at, hearing.concluded_at = HearingState.CONCLUDED, hearing.closes_at, hearing.closes_at
    session.flush()
