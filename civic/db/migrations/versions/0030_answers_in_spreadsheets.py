"""A spreadsheet of answers is kept until its rows are entered."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""
    op.create_table(
        'sheet',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('thing_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('file_id', sa.Integer(), nullable=True),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.Column('rows', sa.JSON(), nullable=False),
        sa.Column('entered', sa.Integer(), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('due_at', Instant(), nullable=True),
        sa.CheckConstraint("state IN ('unread', 'read', 'unreadable', 'done')", name=op.f('ck_sheet_state_sheetstate')),
        sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_sheet_file_id_stored_file')),
        sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_sheet_by_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet')),
    )
    op.create_index('ix_sheet_file_id', 'sheet', ['file_id'])
    op.create_index('ix_sheet_by_id', 'sheet', ['by_id'])
    unread = sa.text("state IN ('unread')")
    op.create_index('ix_sheet_to_read', 'sheet', ['id'], sqlite_where=unread, postgresql_where=unread)


def downgrade() -> None:
    """Take them away."""
    op.drop_table('sheet')
