"""Files are read once, apart, and made anew: the public is given what Civic has made, never what was handed in.

Every file that is there is read again by the worker; until then nothing of it is given out.
"""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for what is made anew, and for who reads what."""
    with op.batch_alter_table('upload') as table:
        table.add_column(sa.Column('shown_id', sa.Integer()))
        table.add_column(sa.Column('read_at', Instant()))
        table.add_column(sa.Column('tries', sa.Integer(), nullable=False, server_default='0'))
        table.add_column(sa.Column('due_at', Instant()))
        table.create_foreign_key(op.f('fk_upload_shown_id'), 'stored_file', ['shown_id'], ['id'])
    op.create_index(op.f('ix_upload_shown_id'), 'upload', ['shown_id'])
    op.drop_index(op.f('ix_upload_unread'), 'upload')
    where = sa.text('read_at IS NULL')
    op.create_index(op.f('ix_upload_to_read'), 'upload', ['id'], sqlite_where=where, postgresql_where=where)
    op.create_table(
        'upload_page',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('upload_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('file_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_upload_page_upload_id')),
        sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_upload_page_file_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_upload_page')),
        sa.UniqueConstraint('upload_id', 'number', name=op.f('uq_upload_page_upload_id_number')),
    )
    op.create_index(op.f('ix_upload_page_file_id'), 'upload_page', ['file_id'])


def downgrade() -> None:
    """Take it away; what was handed in is still there."""
    op.drop_table('upload_page')
    op.drop_index(op.f('ix_upload_to_read'), 'upload')
    where = sa.text("state IN ('unread')")
    op.create_index(op.f('ix_upload_unread'), 'upload', ['id'], sqlite_where=where, postgresql_where=where)
    op.drop_index(op.f('ix_upload_shown_id'), 'upload')
    with op.batch_alter_table('upload') as table:
        table.drop_constraint(op.f('fk_upload_shown_id'), type_='foreignkey')
        for column in ('shown_id', 'read_at', 'tries', 'due_at'):
            table.drop_column(column)
