"""Whoever was answered says once whether the answer speaks to what they said."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0071'
down_revision = '0070'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    op.create_table(
        'understanding',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('remark_id', sa.Integer(), nullable=False),
        sa.Column('meets', sa.String(length=40), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('is_hidden', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('again', sa.Text(), nullable=False),
        sa.Column('again_at', Instant(), nullable=True),
        sa.CheckConstraint("(again_at IS NULL) = (again = '')", name=op.f('ck_understanding_again')),
        sa.CheckConstraint("meets IN ('yes', 'partly', 'no')", name=op.f('ck_understanding_meets_meets')),
        sa.ForeignKeyConstraint(['remark_id'], ['remark.id'], name=op.f('fk_understanding_remark_id_remark')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_understanding')),
        sa.UniqueConstraint('remark_id', name=op.f('uq_understanding_remark_id')),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table('understanding')
