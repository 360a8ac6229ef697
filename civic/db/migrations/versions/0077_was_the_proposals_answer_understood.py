"""Those who wrote a proposal say whether the answer speaks to it."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0077'
down_revision = '0076'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    op.create_table(
        'proposal_understanding',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('proposal_id', sa.Integer(), nullable=False),
        sa.Column('meets', sa.String(length=40), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('is_hidden', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('again', sa.Text(), nullable=False),
        sa.Column('again_at', Instant(), nullable=True),
        sa.CheckConstraint("(again_at IS NULL) = (again = '')", name=op.f('ck_proposal_understanding_again')),
        sa.CheckConstraint("meets IN ('yes', 'partly', 'no')", name=op.f('ck_proposal_understanding_meets_meets')),
        sa.ForeignKeyConstraint(
            ['proposal_id'], ['proposal.id'], name=op.f('fk_proposal_understanding_proposal_id_proposal')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_understanding')),
        sa.UniqueConstraint('proposal_id', name=op.f('uq_proposal_understanding_proposal_id')),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table('proposal_understanding')
