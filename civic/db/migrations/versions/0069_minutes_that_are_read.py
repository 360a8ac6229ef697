"""Minutes are kept until their items are entered as cases."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0069'
down_revision = '0068'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""
    op.create_table(
        'transcript',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('process_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('file_id', sa.Integer(), nullable=True),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('due_at', Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('unread', 'read', 'unreadable')", name=op.f('ck_transcript_state_transcriptstate')
        ),
        sa.ForeignKeyConstraint(['process_id'], ['process.id'], name=op.f('fk_transcript_process_id_process')),
        sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_transcript_file_id_stored_file')),
        sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_transcript_by_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_transcript')),
    )
    for column in ('process_id', 'file_id', 'by_id'):
        op.create_index(f'ix_transcript_{column}', 'transcript', [column])
    unread = sa.text("state IN ('unread')")
    op.create_index('ix_transcript_to_read', 'transcript', ['id'], sqlite_where=unread, postgresql_where=unread)


def downgrade() -> None:
    """Take them away."""
    op.drop_table('transcript')
