"""A budget of many lines and a scheme of many applications: what their pages take against the demo's own few."""

import statistics
import time
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.grants.models import ApplicationState, Assessment, CostLine, Criterion, GrantApplication, Rank, Score
from civic.plans.models import FinancingLine
from tests.clock import NOON
from tests.site import Site

LINES, APPLICATIONS, TIMES = 300, 100, 15
PATHS = {"budget": "/da/plans/{a_plan}/budget?written=1", "ranking": "/da/schemes/{a_scheme}/ranking"}


def measured(folder: Path) -> list[tuple[str, int, int, float]]:
    """Return for each page how many rows it had and has, and how many times the processor time it takes now."""
    site = Site(folder, folder / "catalogues")
    officer = site.client("officer")
    paths = {name: site.at(path) for name, path in PATHS.items()}
    before = {name: _time(officer, path) for name, path in paths.items()}
    counts = _grow(site.engine, site.examples)
    return [(name, *counts[name], _time(officer, path) / before[name]) for name, path in paths.items()]


def _time(client: FlaskClient, path: str) -> float:
    taken = []
    for _ in range(TIMES):
        began = time.process_time()
        answer = client.get(path)
        taken.append(time.process_time() - began)
        assert answer.status_code == 200, (path, answer.status_code)
    return statistics.median(taken)


def _grow(engine: Engine, examples: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Give a plan's budget and a scheme so many rows, and return how many there were and are."""
    with Session(writing(engine)) as session:
        lines = FinancingLine.plan_id == examples["a_plan"]
        one = session.scalars(select(FinancingLine).where(lines).order_by(FinancingLine.id)).first()
        assert one is not None
        had = session.scalar(select(func.count()).where(lines)) or 0
        columns = [each.name for each in FinancingLine.__table__.columns if each.name != "id"]
        row = {name: getattr(one, name) for name in columns}
        session.execute(insert(FinancingLine), [{**row, "note": f"Linje {at}"} for at in range(LINES - had)])
        mine = GrantApplication.scheme_id == examples["a_scheme"]
        waiting = GrantApplication.state.not_in({ApplicationState.DRAFT, ApplicationState.WITHDRAWN})
        judged = session.scalar(select(func.count()).where(mine, waiting)) or 0
        for at in range(APPLICATIONS - judged):
            _apply(session, examples["a_scheme"], at)
        session.commit()
    return {"budget": (had, LINES), "ranking": (judged, APPLICATIONS)}


def _apply(session: Session, scheme_id: int, at: int) -> None:
    first = session.scalars(select(GrantApplication).where(GrantApplication.scheme_id == scheme_id)).first()
    cost = session.scalars(select(CostLine)).first()
    assert first is not None
    assert cost is not None
    made = GrantApplication(
        scheme_id=scheme_id, author_id=first.author_id, state=ApplicationState.SUBMITTED, title=f"Projekt {at}",
        submitted_at=NOON, created_at=NOON,
    )  # fmt: skip
    session.add(made)
    session.flush()
    session.add(CostLine(application_id=made.id, point_id=cost.point_id, text="Ting", amount=1000 + at))
    criteria = session.scalars(
        select(Criterion.id).where(Criterion.scheme_id == scheme_id, Criterion.rank != Rank.ADVISORY)
    ).all()
    for assessor in (1, 2):
        scores = [Score(criterion_id=one, points=(at + assessor) % 6, reason="Fordi.") for one in criteria]
        session.add(
            Assessment(application_id=made.id, assessor_id=assessor, has_interest=False, at=NOON, scores=scores)
        )
