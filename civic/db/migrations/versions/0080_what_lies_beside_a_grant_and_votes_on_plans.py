"""What lies beside a grant, and votes that approve a plan."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0080'
down_revision = '0079'
branch_labels = None
depends_on = None

BEFORE = "document <> '' OR paper_id IS NOT NULL OR decision_id IS NOT NULL"
AFTER = "document <> '' OR paper_id IS NOT NULL OR ballot_id IS NOT NULL OR decision_id IS NOT NULL"
WAITS = sa.text('words_since IS NOT NULL OR photo_since IS NOT NULL')


def upgrade() -> None:
    """Make room for it."""
    with op.batch_alter_table('grant_activity') as table:
        table.add_column(sa.Column('words_since', Instant(), nullable=True))
        table.add_column(sa.Column('photo_since', Instant(), nullable=True))
        table.add_column(sa.Column('consent', sa.Text(), server_default='', nullable=False))
    op.create_index(
        'ix_grant_activity_to_look_at',
        'grant_activity',
        ['application_id'],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    with op.batch_alter_table('account_line') as table:
        table.add_column(sa.Column('upload_id', sa.Integer(), nullable=True))
        table.create_foreign_key(op.f('fk_account_line_upload_id'), 'upload', ['upload_id'], ['id'])
        table.create_unique_constraint(op.f('uq_account_line_upload_id'), ['upload_id'])
    with op.batch_alter_table('approval') as table:
        table.add_column(sa.Column('ballot_id', sa.Integer(), nullable=True))
        table.create_foreign_key(op.f('fk_approval_ballot_id'), 'ballot', ['ballot_id'], ['id'])
        table.create_index(op.f('ix_approval_ballot_id'), ['ballot_id'])
        table.drop_constraint(op.f('ck_approval_document'), type_='check')
        table.create_check_constraint(op.f('ck_approval_document'), AFTER)


def downgrade() -> None:
    """Take it away."""
    op.execute("UPDATE approval SET document = 'afstemning' WHERE document = '' AND ballot_id IS NOT NULL")
    with op.batch_alter_table('approval') as table:
        table.drop_constraint(op.f('ck_approval_document'), type_='check')
        table.create_check_constraint(op.f('ck_approval_document'), BEFORE)
        table.drop_index(op.f('ix_approval_ballot_id'))
        table.drop_constraint(op.f('fk_approval_ballot_id'), type_='foreignkey')
        table.drop_column('ballot_id')
    with op.batch_alter_table('account_line') as table:
        table.drop_constraint(op.f('uq_account_line_upload_id'), type_='unique')
        table.drop_constraint(op.f('fk_account_line_upload_id'), type_='foreignkey')
        table.drop_column('upload_id')
    own = "kind IN ('application', 'activity')"
    op.execute("DELETE FROM picture WHERE kind = 'activity'")
    for made in ('upload_page', 'upload_size'):
        op.execute(f'DELETE FROM {made} WHERE upload_id IN (SELECT id FROM upload WHERE {own})')
    op.execute(f'DELETE FROM upload WHERE {own}')
    op.drop_index('ix_grant_activity_to_look_at', table_name='grant_activity')
    with op.batch_alter_table('grant_activity') as table:
        table.drop_column('consent')
        table.drop_column('photo_since')
        table.drop_column('words_since')
