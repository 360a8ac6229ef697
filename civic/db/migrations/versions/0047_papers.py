"""Papers beside processes, groups and meetings."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0047'
down_revision = '0046'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""
    op.create_table(
        'paper',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('process_id', sa.Integer(), nullable=False),
        sa.Column('group_id', sa.Integer()),
        sa.Column('meeting_id', sa.Integer()),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('added_at', Instant(), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f('ck_paper_title')),
        sa.CheckConstraint('group_id IS NULL OR meeting_id IS NULL', name=op.f('ck_paper_one_home')),
        sa.ForeignKeyConstraint(['process_id'], ['process.id'], name=op.f('fk_paper_process_id')),
        sa.ForeignKeyConstraint(['group_id'], ['working_group.id'], name=op.f('fk_paper_group_id')),
        sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_paper_meeting_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_paper')),
    )
    for name in ('process_id', 'group_id', 'meeting_id'):
        op.create_index(op.f(f'ix_paper_{name}'), 'paper', [name])


def downgrade() -> None:
    """Take them away, with their files."""
    for table in ('upload_page', 'upload_size'):
        op.execute(f"DELETE FROM {table} WHERE upload_id IN (SELECT id FROM upload WHERE kind = 'paper')")
    op.execute("DELETE FROM upload WHERE kind = 'paper'")
    op.drop_table('paper')
