"""A role in the organisation, too, is asked for by one and given by another; mails that nobody takes are given up.

Of two requests to erase the same words that wait, the first one stays.
"""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    with op.batch_alter_table('role_request') as table:
        table.alter_column('body_id', existing_type=sa.Integer(), nullable=True)
    op.execute(
        'DELETE FROM erasure_request WHERE decided_at IS NULL AND id NOT IN (SELECT MIN(id) FROM erasure_request'
        ' WHERE decided_at IS NULL GROUP BY person_id, kind, thing_id)'
    )
    waiting = sa.text('decided_at IS NULL')
    op.create_index(
        op.f('uq_erasure_request_waiting'), 'erasure_request', ['person_id', 'kind', 'thing_id'], unique=True,
        sqlite_where=waiting, postgresql_where=waiting,
    )
    with op.batch_alter_table('outbox_message') as table:
        table.add_column(sa.Column('failed_at', Instant()))
    _index('ix_outbox_message_unsent', ['not_before', 'id'], 'sent_at IS NULL AND failed_at IS NULL')
    _index('ix_outbox_message_failed_at', ['failed_at', 'id'], 'failed_at IS NOT NULL')


def downgrade() -> None:
    """Take it away; a role in the organisation that was asked for is forgotten."""
    op.drop_index(op.f('ix_outbox_message_failed_at'), 'outbox_message')
    _index('ix_outbox_message_unsent', ['not_before', 'id'], 'sent_at IS NULL')
    with op.batch_alter_table('outbox_message') as table:
        table.drop_column('failed_at')
    op.drop_index(op.f('uq_erasure_request_waiting'), 'erasure_request')
    op.execute('DELETE FROM role_request WHERE body_id IS NULL')
    with op.batch_alter_table('role_request') as table:
        table.alter_column('body_id', existing_type=sa.Integer(), nullable=False)


def _index(name: str, columns: list[str], condition: str) -> None:
    op.drop_index(op.f(name), 'outbox_message', if_exists=True)
    where = sa.text(condition)
    op.create_index(op.f(name), 'outbox_message', columns, sqlite_where=where, postgresql_where=where)
