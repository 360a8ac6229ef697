"""Counts that take long, kept."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0086'
down_revision = '0085'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    op.create_table(
        'counted_vote',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('ballot_id', sa.Integer(), nullable=False),
        sa.Column('digest', sa.Text(), nullable=False),
        sa.Column('result', sa.JSON(), nullable=False),
        sa.Column('counted_at', Instant(), nullable=False),
        sa.ForeignKeyConstraint(['ballot_id'], ['ballot.id'], name=op.f('fk_counted_vote_ballot_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_counted_vote')),
        sa.UniqueConstraint('ballot_id', name=op.f('uq_counted_vote_ballot_id')),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table('counted_vote')
