"""A case's route is data: bodies that have it at the same time, readings, and bodies it is sent back to."""

from itertools import groupby, takewhile

import sqlalchemy as sa
from alembic import op

from civic.db.steps import changed, one_of

revision = '0064'
down_revision = '0063'
branch_labels = None
depends_on = None

CHECK = 'ck_decision_state_decisionstate'
OLD = ('pending', 'recommended', 'approved', 'adopted', 'noted', 'rejected', 'postponed')
NEW = (*OLD, 'tabled', 'recommended_with_changes', 'not_recommended', 'sent_back')
KNOWN_BEFORE = {
    'tabled': 'pending',
    'recommended_with_changes': 'recommended',
    'not_recommended': 'noted',
    'sent_back': 'postponed',
}
"""What the nearest state of before is, for a downgrade; the words of the minutes stand beside it."""


def upgrade() -> None:
    """Make room for it. Committees that the page drew as running together have the case at the same time."""
    with changed('decision', without=[CHECK]) as table:
        table.add_column(sa.Column('step', sa.Integer(), nullable=False, server_default='0'))
        table.add_column(sa.Column('reading', sa.Integer()))
        table.add_column(sa.Column('sent_back_to_id', sa.Integer()))
        table.add_column(sa.Column('because_id', sa.Integer()))
        table.create_foreign_key(op.f('fk_decision_sent_back_to_id'), 'body', ['sent_back_to_id'], ['id'])
        table.create_foreign_key(op.f('fk_decision_because_id'), 'decision', ['because_id'], ['id'])
        table.create_check_constraint(op.f('ck_decision_reading'), 'reading >= 1')
        one_of(table, 'decision', 'state', 'decisionstate', NEW)
    op.execute('UPDATE decision SET step = position')
    _run_together()
    op.execute(
        'UPDATE decision SET because_id = (SELECT earlier.id FROM decision AS earlier'
        ' WHERE earlier.case_id = decision.case_id AND earlier.position = decision.position'
        ' AND earlier.sitting = decision.sitting - 1) WHERE sitting > 1'
    )
    op.create_index(op.f('ix_decision_because_id'), 'decision', ['because_id'])
    with changed('decision') as table:
        table.alter_column('step', existing_type=sa.Integer(), existing_nullable=False, server_default=None)


def _run_together() -> None:
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            'SELECT decision.case_id, decision.id, decision.position, decision.sitting, body.kind FROM decision'
            ' JOIN body ON body.id = decision.body_id WHERE decision.case_id IS NOT NULL'
            ' ORDER BY decision.case_id, decision.position, decision.sitting'
        )
    ).all()
    for _case, found in groupby(rows, key=lambda row: row.case_id):
        route = list(found)
        first = list(takewhile(lambda row: row.kind == 'standing_committee', route))
        if len(first) < 2 or len(first) == len(route) or any(row.sitting > 1 for row in route):
            continue
        for row in first:
            connection.execute(
                sa.text('UPDATE decision SET step = :step WHERE id = :id'), {'step': first[0].position, 'id': row.id}
            )


def downgrade() -> None:
    """Take it away; what has no name of before is called by the nearest, and its words stand beside it."""
    op.drop_index(op.f('ix_decision_because_id'), 'decision')
    for new, old in KNOWN_BEFORE.items():
        op.execute(f"UPDATE decision SET state = '{old}' WHERE state = '{new}'")
        op.execute(f"UPDATE posting SET state = '{old}' WHERE kind = 'decision' AND state = '{new}'")
        op.execute(f"UPDATE correction SET before = '{old}' WHERE field = 'state' AND before = '{new}'")
    op.execute("DELETE FROM correction WHERE part IN ('decision', 'expectation') AND field IN ('sent_back_to', 'reading')")
    with changed('decision', without=[CHECK]) as table:
        table.drop_constraint(op.f('ck_decision_reading'), type_='check')
        table.drop_constraint(op.f('fk_decision_because_id'), type_='foreignkey')
        table.drop_constraint(op.f('fk_decision_sent_back_to_id'), type_='foreignkey')
        for name in ('step', 'reading', 'sent_back_to_id', 'because_id'):
            table.drop_column(name)
        one_of(table, 'decision', 'state', 'decisionstate', OLD)
