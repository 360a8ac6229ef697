"""The audit log: one entry an action, sealed into a chain that shows every change."""

from sqlalchemy import select, update

from civic.kernel import audit
from civic.kernel.audit import AuditEntry
from civic.proposals import actions
from tests.make import a_context, a_group, a_person, a_process


def test_an_action_leaves_one_entry_with_ids_and_no_names(session):
    author = a_person(session, name="Navn Navnesen")
    process = a_process(session)
    before = session.query(AuditEntry).count()
    made = actions.write(a_context(session, author), process.id, title="Bænk", text="Til at sidde på.")
    session.flush()
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id).offset(before)).all()
    assert [(e.verb, e.kind, e.thing_id, e.actor_id) for e in entries] == [("write", "proposal", made.id, author.id)]


def test_a_changed_entry_breaks_the_chain(session):
    a_group(session, a_process(session))
    session.flush()
    assert audit.seal(session) == 3
    session.flush()
    assert audit.broken_at(session) is None
    session.execute(update(AuditEntry).where(AuditEntry.sequence == 2).values(verb="forged"))
    session.expire_all()
    assert audit.broken_at(session) == 2


def test_a_removed_entry_breaks_the_chain(session):
    a_group(session, a_process(session))
    session.flush()
    audit.seal(session)
    session.flush()
    session.query(AuditEntry).filter(AuditEntry.sequence == 2).delete()
    session.expire_all()
    assert audit.broken_at(session) == 2
