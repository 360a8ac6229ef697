"""Processes are listed by when they end: those that run, then those that are over."""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None
RUNNING, OVER = "state IN ('running')", "state IN ('closed', 'handed_over')"


def upgrade() -> None:
    """Index them so."""
    for name, condition in (('ix_process_running', RUNNING), ('ix_process_over', OVER)):
        where = sa.text(condition)
        op.create_index(name, 'process', ['ends_on', 'id'], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Take the indexes away."""
    op.drop_index('ix_process_over', 'process')
    op.drop_index('ix_process_running', 'process')
