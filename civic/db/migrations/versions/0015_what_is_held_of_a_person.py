"""What is held of a person is found by their number, and what is older than it may be kept by its age."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

INDEXES = {
    'ix_audit_entry_actor_id': ('audit_entry', ['actor_id', 'id'], None),
    'ix_outbox_message_to_person_id': ('outbox_message', ['to_person_id', 'id'], None),
    'ix_outbox_message_sent_at': ('outbox_message', ['sent_at', 'id'], 'sent_at IS NOT NULL'),
    'ix_person_unconfirmed': ('person', ['created_at'], "state IN ('unconfirmed')"),
    'ix_sign_in_session_expires_at': ('sign_in_session', ['expires_at'], None),
    'ix_one_time_link_expires_at': ('one_time_link', ['expires_at'], None),
    'ix_hearing_addresses': ('hearing', ['concluded_at'], 'addresses_gone_at IS NULL'),
}


def upgrade() -> None:
    """Make the column and the indexes."""
    op.add_column('hearing', sa.Column('addresses_gone_at', Instant()))
    for name, (table, columns, condition) in INDEXES.items():
        where = sa.text(condition) if condition else None
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Drop them."""
    for name, (table, _columns, _condition) in INDEXES.items():
        op.drop_index(name, table)
    with op.batch_alter_table('hearing') as table:
        table.drop_column('addresses_gone_at')
