"""The kinds of processes that an installation begins with; each can be changed, and others entered beside them.

Sources: kommunestyrelsesloven section 17(4) and Gentofte's opgaveudvalg for the first; for the others what
municipalities call them and how their phases follow on each other, without a rule of law.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, MetaData, Table, event, insert

from civic.db.base import Base
from civic.processes.models import Opens, Phase, ProcessKind, ProcessState

TASK_COMMITTEE = "task_committee"
PREPARING, RUNNING = ProcessState.PREPARING, ProcessState.RUNNING
HANDED_OVER, CLOSED = ProcessState.HANDED_OVER, ProcessState.CLOSED
P, C, V, J = Opens.PROPOSALS, Opens.COMMENTS, Opens.VOTES, Opens.JOINING

Phases = tuple[tuple[str, ProcessState, frozenset[Opens]], ...]
STANDARD: tuple[tuple[str, str, str, bool, Phases], ...] = (
    (
        TASK_COMMITTEE,
        "Opgaveudvalg",
        "Et opgaveudvalg er et midlertidigt udvalg, hvor lokalpolitikere og borgere arbejder sammen om en bestemt "
        "opgave.",
        True,
        (
            ("Foreslået", PREPARING, frozenset()),
            ("Kommissoriet er godkendt", RUNNING, frozenset({P, C, V, J})),
            ("Medlemmerne er udpeget", RUNNING, frozenset({P, C, V, J})),
            ("Arbejder", RUNNING, frozenset({P, C, V, J})),
            ("Klar til at aflevere", RUNNING, frozenset({C, V})),
            ("Afleveret", HANDED_OVER, frozenset({C})),
            ("Afsluttet", CLOSED, frozenset()),
        ),
    ),
    (
        "citizens_assembly",
        "Borgersamling",
        "En borgersamling er borgere, der er trukket lod om, og som sammen sætter sig ind i en sag og anbefaler en "
        "løsning.",
        False,
        (
            ("Forberedes", PREPARING, frozenset()),
            ("Lodtrækning", RUNNING, frozenset({J})),
            ("Samlingen lærer", RUNNING, frozenset({C})),
            ("Samlingen drøfter", RUNNING, frozenset({P, C})),
            ("Samlingen anbefaler", RUNNING, frozenset({C, V})),
            ("Afleveret", HANDED_OVER, frozenset({C})),
            ("Afsluttet", CLOSED, frozenset()),
        ),
    ),
    (
        "public_consultation",
        "Offentlig inddragelse",
        "En offentlig inddragelse er for alle: først idéer, så et udkast, man kan sige sin mening om.",
        False,
        (
            ("Forberedes", PREPARING, frozenset()),
            ("Idéer", RUNNING, frozenset({P, C, J})),
            ("Udkast", RUNNING, frozenset({C})),
            ("Svar behandles", RUNNING, frozenset()),
            ("Afleveret", HANDED_OVER, frozenset()),
            ("Afsluttet", CLOSED, frozenset()),
        ),
    ),
    (
        "participatory_budget",
        "Borgerbudget",
        "I et borgerbudget foreslår beboerne, hvad et beløb skal bruges til, og stemmer om det.",
        False,
        (
            ("Forberedes", PREPARING, frozenset()),
            ("Forslag", RUNNING, frozenset({P, C, J})),
            ("Forslag vurderes", RUNNING, frozenset({C})),
            ("Afstemning", RUNNING, frozenset({C, V})),
            ("Afleveret", HANDED_OVER, frozenset({C})),
            ("Afsluttet", CLOSED, frozenset()),
        ),
    ),
    (
        "citizens_initiative",
        "Borgerforslag",
        "Et borgerforslag sættes på dagsordenen, når nok borgere støtter det. Om det vedtages, afgør politikerne.",
        False,
        (
            ("Forberedes", PREPARING, frozenset()),
            ("Støtter samles", RUNNING, frozenset({P, C})),
            ("Støtter tælles", RUNNING, frozenset()),
            ("Sendt til politisk behandling", HANDED_OVER, frozenset()),
            ("Afsluttet", CLOSED, frozenset()),
        ),
    ),
)
"""Key, name, what it is, whether the council approves a mandate, and the phases with what each opens."""


@event.listens_for(Base.metadata, "after_create")
def _begin(_metadata: MetaData, connection: Connection, *, tables: Collection[Table], **_more: Any) -> None:
    """Enter them with their tables; an installation gets them by its migration."""
    if Phase.__table__ not in tables:
        return
    for key, name, about, has_mandate, phases in STANDARD:
        values = {"key": key, "name": name, "about": about, "has_mandate": has_mandate}
        kind_id = connection.execute(insert(ProcessKind).values(values).returning(ProcessKind.id)).scalar_one()
        connection.execute(
            insert(Phase),
            [
                {
                    "kind_id": kind_id,
                    "number": number,
                    "name": phase,
                    "state": state,
                    **{f"takes_{one.value}": one in opens for one in Opens},
                }
                for number, (phase, state, opens) in enumerate(phases, start=1)
            ],
        )
