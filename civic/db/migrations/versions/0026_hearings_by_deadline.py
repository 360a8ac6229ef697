"""Hearings are listed by their deadline, and a process's proposals by whether they have their answer."""

from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index them so."""
    op.create_index(op.f('ix_hearing_closes_at'), 'hearing', ['closes_at', 'id'])
    op.create_index(op.f('ix_proposal_by_state'), 'proposal', ['process_id', 'state', 'id'])


def downgrade() -> None:
    """Take the indexes away."""
    op.drop_index(op.f('ix_proposal_by_state'), table_name='proposal')
    op.drop_index(op.f('ix_hearing_closes_at'), table_name='hearing')
